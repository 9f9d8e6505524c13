//! The only door to the project tree: reads a site, writes what was built.

pub mod cache;
mod folder;

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::evidence::Text;
use crate::site::{Artifact, FileKind, Project};

pub use folder::Folder;

/// Files of a site that are read, besides those in its folders.
const FILES: [&str; 2] = ["babacus.toml", "numbers.lock"];

/// Folders of a site that are read.
const FOLDERS: [&str; 4] = ["content", "locales", "static", "templates"];

/// In the output folder: what an earlier build wrote, one path a line. Nothing else is ever removed.
pub const MANIFEST: &str = ".babacus-manifest";

/// Reads the site in `dir`. What cannot be read is reported, and the rest is there.
pub fn load(dir: &Path) -> (Project, Diagnostics) {
    Folder::open(dir).into_parts()
}

/// Puts a file into a site; tells whether the site had it otherwise or not at all.
pub(crate) fn sort_in(project: &mut Project, path: &str, bytes: Vec<u8>, diagnostics: &mut Diagnostics) -> bool {
    match Project::kind(path) {
        FileKind::Text => text(project, path, bytes, diagnostics),
        FileKind::Bytes => project.bytes(path, bytes),
        FileKind::Ignored => false,
    }
}

fn text(project: &mut Project, path: &str, bytes: Vec<u8>, diagnostics: &mut Diagnostics) -> bool {
    match String::from_utf8(bytes) {
        // A byte order mark is no part of the text, but editors write it.
        Ok(text) => project.text(path, text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text)),
        Err(error) => {
            let start = error.utf8_error().valid_up_to();
            let byte = error.as_bytes()[start];
            let lossy = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let was_there = project.remove(path);
            let source = project.sources.set(path, lossy);
            let span = Span::new(source, start..start + '\u{fffd}'.len_utf8());
            let message = format!("`{path}` is not UTF-8");
            let diagnostic = Diagnostic::error("not-utf-8", span, message).note(format!("byte {byte:#04x} here"));
            diagnostics.push(diagnostic.help("save the file as UTF-8"));
            was_there
        }
    }
}

/// Reads a file that a call names; what is not UTF-8 in it is replaced.
///
/// # Errors
/// It is not there, or cannot be read.
pub fn read(path: &Path) -> Result<Text, Box<Diagnostic>> {
    let name = path.to_string_lossy().into_owned();
    match fs::read(path) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Ok(Text { name, text: text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text) })
        }
        Err(error) => Err(Box::new(unreadable(&name, &error))),
    }
}

fn unreadable(path: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::nowhere("unreadable", format!("cannot read `{path}`: {}", reason(error)))
}

/// The reason in words that are the same on every system.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "permission denied".to_string(),
        ErrorKind::NotFound => "it is not there".to_string(),
        ErrorKind::NotADirectory => "a part of its path is not a folder".to_string(),
        ErrorKind::IsADirectory => "it is a folder".to_string(),
        ErrorKind::StorageFull => "the disk is full".to_string(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_string(),
        _ => error.to_string(),
    }
}

/// Writes one text of the site: the lock, or a page that a command mends.
///
/// # Errors
/// A file that cannot be written.
pub fn write_text(dir: &Path, path: &str, text: &str) -> Result<(), Box<Diagnostic>> {
    let fault = |error: std::io::Error| Diagnostic::nowhere("unwritable", format!("cannot write `{path}`: {}", reason(&error)));
    fs::write(dir.join(path), text).map_err(|error| Box::new(fault(error)))
}

/// Reads a text from anywhere on the machine; `None` if there is no such file.
///
/// # Errors
/// A file that cannot be read.
pub fn read_text(path: &Path) -> Result<Option<String>, Box<Diagnostic>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Box::new(unreadable(&path.display().to_string(), &error))),
    }
}

/// What [`write()`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Files that are new or differ.
    pub changed: usize,
    /// Files that were equal already.
    pub equal: usize,
    /// Files of an earlier build that this one does not have.
    pub removed: usize,
}

/// Puts the artifacts into `out`: in place, equal files untouched, files of an earlier build that went stale
/// removed, and nothing else touched. The folder is never emptied first, which would also be slow: a file system
/// takes its time to give freed inodes out again.
///
/// # Errors
/// The first file that could not be written or removed. The manifest names old and new files until the end, so
/// that the next build can still tidy up.
pub fn write(out: &Path, artifacts: &[Artifact]) -> Result<Written, Box<Diagnostic>> {
    let fault = |path: &str, error: &std::io::Error| {
        Box::new(Diagnostic::nowhere("unwritable", format!("cannot write `{}`: {}", out.join(path).display(), reason(error))))
    };
    let old: BTreeSet<String> = fs::read_to_string(out.join(MANIFEST)).unwrap_or_default().lines().map(str::to_string).collect();
    let new: BTreeSet<String> = artifacts.iter().map(|artifact| artifact.path.clone()).collect();
    fs::create_dir_all(out).map_err(|error| fault("", &error))?;
    if !new.is_subset(&old) {
        save_manifest(out, old.union(&new)).map_err(|error| fault(MANIFEST, &error))?;
    }
    let mut done = Written::default();
    for path in old.difference(&new).filter(|path| is_inside(path)) {
        match fs::remove_file(out.join(path)) {
            Ok(()) => done.removed += 1,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => return Err(fault(path, &error)),
        }
        remove_empty_parents(out, path);
    }
    let changed: Vec<bool> = artifacts
        .par_iter()
        .map_init(Vec::new, |room, artifact| {
            if artifact.bytes.is_kept() {
                return Ok(false);
            }
            let bytes = artifact.bytes.read(room);
            write_file(&out.join(&artifact.path), bytes).map_err(|error| fault(&artifact.path, &error))
        })
        .collect::<Result<_, _>>()?;
    done.changed = changed.iter().filter(|changed| **changed).count();
    done.equal = changed.len() - done.changed;
    if old != new {
        save_manifest(out, new.iter()).map_err(|error| fault(MANIFEST, &error))?;
    }
    Ok(done)
}

/// A manifest is a file that anyone may have changed: only plain paths below the output folder count.
fn is_inside(path: &str) -> bool {
    !path.is_empty() && path != MANIFEST && path.split('/').all(|part| !matches!(part, "" | "." | "..")) && !path.contains('\\')
}

fn save_manifest<'a>(out: &Path, paths: impl Iterator<Item = &'a String>) -> std::io::Result<()> {
    let lines: String = paths.flat_map(|path| [path.as_str(), "\n"]).collect();
    fs::write(out.join(MANIFEST), lines)
}

fn remove_empty_parents(out: &Path, path: &str) {
    let mut folder = path;
    while let Some((parent, _)) = folder.rsplit_once('/') {
        // Fails where something is left in it, and then its parents are not empty either.
        if fs::remove_dir(out.join(parent)).is_err() {
            return;
        }
        folder = parent;
    }
}

/// Writes one file unless it holds these bytes already; was anything written?
fn write_file(path: &Path, bytes: &[u8]) -> std::io::Result<bool> {
    let same_length = fs::metadata(path).is_ok_and(|known| known.is_file() && known.len() == bytes.len() as u64);
    if same_length && fs::read(path)? == bytes {
        return Ok(false);
    }
    match fs::write(path, bytes) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(path, bytes)?;
        }
        other => other?,
    }
    Ok(true)
}
