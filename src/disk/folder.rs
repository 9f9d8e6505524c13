//! A site's folder in memory, kept as the disk is: what a change touches is read again, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::{FILES, FOLDERS, sort_in, unreadable};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::site::{FileKind, Project};

/// A site's folder, read.
#[derive(Debug)]
pub struct Folder {
    dir: PathBuf,
    project: Project,
    /// What could not be read, by path; the empty path is the site itself.
    faults: BTreeMap<String, Diagnostics>,
}

/// What was found below the changed paths.
#[derive(Default)]
struct Found {
    files: BTreeSet<String>,
    faults: BTreeMap<String, Diagnostics>,
}

impl Folder {
    /// Reads the site in `dir`. What cannot be read is reported, and the rest is there.
    pub fn open(dir: &Path) -> Folder {
        let mut folder = Folder { dir: dir.to_path_buf(), project: Project::default(), faults: BTreeMap::new() };
        folder.refresh(&Folder::everything());
        folder.project.seal();
        folder
    }

    /// Every path that a site may have something at: what [`Folder::refresh`] takes to read the whole folder again.
    pub fn everything() -> BTreeSet<String> {
        FILES.iter().chain(&FOLDERS).map(ToString::to_string).collect()
    }

    /// The site as it was last read.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// What could not be read.
    pub fn faults(&self) -> Diagnostics {
        let mut all = Diagnostics::default();
        self.faults.values().for_each(|faults| all.extend(faults.clone()));
        all
    }

    /// The site and what could not be read of it.
    pub fn into_parts(self) -> (Project, Diagnostics) {
        let faults = self.faults();
        (self.project, faults)
    }

    /// Reads the files and folders at these paths again, which are relative to the site, with `/`, and may be new or
    /// gone. Tells whether anything is other than it was.
    pub fn refresh(&mut self, paths: &BTreeSet<String>) -> bool {
        let mut found = Found::default();
        for path in paths {
            self.look(path, &mut found);
        }
        let mut changed = self.forget(paths, &found.files);
        let files: Vec<String> = found.files.into_iter().collect();
        let read: Vec<_> = files.par_iter().map(|path| fs::read(self.dir.join(path))).collect();
        let mut faults = found.faults;
        for (path, result) in files.iter().zip(read) {
            let mut own = Diagnostics::default();
            if self.faults.contains_key(path) {
                changed |= self.project.remove(path);
            }
            match result {
                Ok(bytes) => changed |= sort_in(&mut self.project, path, bytes, &mut own),
                // It went away since its folder was read; the watcher will say so.
                Err(error) if error.kind() == ErrorKind::NotFound => changed |= self.project.remove(path),
                Err(error) => {
                    changed |= self.project.remove(path);
                    own.push(unreadable(path, &error));
                }
            }
            if !own.is_empty() {
                faults.insert(path.clone(), own);
            }
        }
        faults.extend(self.whole());
        let kept = self.faults.iter().filter(|(path, _)| !path.is_empty() && !is_among(path, paths));
        faults.extend(kept.map(|(path, own)| (path.clone(), own.clone())));
        changed |= !faults.keys().eq(self.faults.keys());
        self.faults = faults;
        if changed {
            self.project.seal();
        }
        changed
    }

    /// Collects the files at a path and below it.
    fn look(&self, path: &str, found: &mut Found) {
        if path.split('/').any(|part| part.starts_with('.')) {
            return;
        }
        if self.dir.join(path).is_dir() {
            walk(&self.dir, path, found);
        } else if Project::kind(path) != FileKind::Ignored && fs::symlink_metadata(self.dir.join(path)).is_ok() {
            found.files.insert(path.to_string());
        }
    }

    /// Lets go of what was at these paths and is there no more.
    fn forget(&mut self, paths: &BTreeSet<String>, found: &BTreeSet<String>) -> bool {
        let gone = |path: &str| is_among(path, paths) && !found.contains(path);
        let mut changed = false;
        for path in self.project.paths().into_iter().filter(|path| gone(path)) {
            changed |= self.project.remove(&path);
        }
        changed
    }

    /// What is wrong with the site's folder as a whole.
    fn whole(&self) -> Option<(String, Diagnostics)> {
        let fault = if !self.dir.is_dir() {
            let message = format!("there is no folder `{}`", self.dir.display());
            Diagnostic::nowhere("missing-folder", message).help("`--site DIR` names the folder that holds `babacus.toml`")
        } else if self.project.config.is_some() && !self.dir.join("content").is_dir() {
            let missing = Diagnostic::nowhere("missing-folder", "this site has no folder `content`");
            missing.help("write pages into `content/<language>/`, for instance `content/ja/index.md`")
        } else {
            return None;
        };
        let mut faults = Diagnostics::default();
        faults.push(fault);
        Some((String::new(), faults))
    }
}

/// Is a path one of these, or below one of them.
fn is_among(path: &str, paths: &BTreeSet<String>) -> bool {
    let parents = path.match_indices('/').map(|(at, _)| &path[..at]);
    parents.chain([path]).any(|part| paths.contains(part))
}

/// Collects the files below a folder; hidden ones and links to folders are passed over.
fn walk(dir: &Path, folder: &str, found: &mut Found) {
    let mut faults = Diagnostics::default();
    match fs::read_dir(dir.join(folder)) {
        Ok(entries) => {
            for entry in entries {
                match entry {
                    Ok(entry) => step(dir, folder, &entry, found, &mut faults),
                    Err(error) => faults.push(unreadable(folder, &error)),
                }
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => faults.push(unreadable(folder, &error)),
    }
    if !faults.is_empty() {
        found.faults.insert(folder.to_string(), faults);
    }
}

fn step(dir: &Path, folder: &str, entry: &fs::DirEntry, found: &mut Found, faults: &mut Diagnostics) {
    let Ok(name) = entry.file_name().into_string() else {
        let message = format!("`{folder}` holds a file whose name is not UTF-8");
        return faults.push(Diagnostic::nowhere("not-utf-8", message));
    };
    if name.starts_with('.') {
        return;
    }
    let path = format!("{folder}/{name}");
    match entry.file_type() {
        Ok(kind) if kind.is_dir() => walk(dir, &path, found),
        Ok(kind) if kind.is_symlink() && entry.path().is_dir() => {}
        Ok(_) if Project::kind(&path) == FileKind::Ignored => {}
        Ok(_) => _ = found.files.insert(path),
        Err(error) => faults.push(unreadable(&path, &error)),
    }
}
