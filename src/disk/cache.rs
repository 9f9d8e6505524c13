//! The memory of builds, kept on disk from one `babacus build` to the next.
//!
//! ```text
//! .babacus/lock         held by the build that is at work
//! .babacus/build.cache  magic, version, hash │ where the output is, the state of its files │ the memory
//! ```
//! It only saves work and may be deleted at any time. What is broken, of another version or of another output folder is
//! left out of account. It is written beside and renamed, so that a build that is killed leaves the old one; builds
//! at the same time wait for each other. Of the output it holds no bytes: a file that is as the last build left it (by
//! size, times and number) is known, and any other is made again.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, Metadata, TryLockError};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;
use crate::memory::Memory;
use crate::site::Artifact;

/// Folder of the cache in the site's; it is hidden, so that nothing in it is taken for a part of the site.
const FOLDER: &str = ".babacus";

/// The file in it.
const FILE: &str = "build.cache";

/// What the file begins with: name, and the version of its form. A change of the form gets another number.
const MAGIC: &str = concat!("babacus cache 1 ", env!("CARGO_PKG_VERSION"), "\n");

/// The cache of a site, held by this build alone until it is dropped.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    out: PathBuf,
    memory: Memory,
    states: HashMap<String, State>,
    _lock: File,
}

/// How a file of the output was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    length: u64,
    modified: u128,
    /// When the file system changed anything of it, and the file's number, where there are such.
    changed: Option<(i64, i64, u64)>,
}

/// Where the output was, and how its files were left.
#[derive(Serialize, Deserialize)]
struct Output {
    out: PathBuf,
    states: HashMap<String, State>,
}

impl Cache {
    /// Opens the cache of a site for a build into `out`; `None` where there can be none, as in a folder that is not to be
    /// written. `waits` is called if another build has to end first.
    pub fn open(site: &Path, out: &Path, waits: impl FnOnce()) -> Option<Cache> {
        let folder = site.join(FOLDER);
        if !site.is_dir() {
            return None;
        }
        fs::create_dir_all(&folder).ok()?;
        let ignore = folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(&ignore, "*\n").ok()?;
        }
        let lock = File::options().create(true).truncate(false).write(true).open(folder.join("lock")).ok()?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                waits();
                lock.lock().ok()?;
            }
            Err(TryLockError::Error(_)) => return None,
        }
        let out = std::path::absolute(out).ok()?;
        let saved = fs::read(folder.join(FILE)).unwrap_or_default();
        let (memory, states) = rayon::join(
            || from_bytes(&saved).unwrap_or_default(),
            || {
                let output = split(&saved).and_then(|parts| postcard::from_bytes::<Output>(parts[0]).ok());
                output.filter(|output| output.out == out).map(|output| output.states).unwrap_or_default()
            },
        );
        Some(Cache { folder, out, memory, states, _lock: lock })
    }

    /// What earlier builds made; of which files the output folder has the bytes is looked up.
    pub fn memory(&mut self) -> Memory {
        let mut memory = std::mem::take(&mut self.memory);
        let absent: Vec<&str> = memory.absent().collect();
        let is_here = |path: &&&str| self.states.get(**path).is_some_and(|known| Some(*known) == state(&self.out.join(path)));
        let here: HashSet<String> = absent.par_iter().filter(is_here).map(ToString::to_string).collect();
        memory.keep_in_place(|path| here.contains(path));
        memory
    }

    /// Keeps a memory for the next build, once its artifacts have been written. Where nothing was made there is nothing
    /// new to keep; what cannot be kept costs the next build time, and nothing else.
    pub fn keep(&mut self, memory: &Memory, artifacts: &[Artifact]) {
        if artifacts.iter().all(|artifact| artifact.bytes.is_kept()) && artifacts.len() == self.states.len() {
            return;
        }
        let now = |artifact: &Artifact| {
            let known = self.states.get(&artifact.path).copied().filter(|_| artifact.bytes.is_kept());
            Some((artifact.path.clone(), known.or_else(|| state(&self.out.join(&artifact.path)))?))
        };
        self.states = artifacts.par_iter().filter_map(now).collect();
        let output = Output { out: self.out.clone(), states: std::mem::take(&mut self.states) };
        if let Some(bytes) = postcard::to_stdvec(&output).ok().and_then(|output| joined(output, memory)) {
            // Nobody else writes this name, since the lock is held.
            let beside = self.folder.join("build.cache.new");
            if fs::write(&beside, &bytes).and_then(|()| fs::rename(&beside, self.folder.join(FILE))).is_err() {
                _ = fs::remove_file(beside);
            }
        }
    }
}

/// How a file is now; `None` if there is none.
fn state(path: &Path) -> Option<State> {
    let metadata = fs::symlink_metadata(path).ok().filter(Metadata::is_file)?;
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    Some(State { length: metadata.len(), modified, changed: changed(&metadata) })
}

#[cfg(unix)]
fn changed(metadata: &Metadata) -> Option<(i64, i64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.ctime(), metadata.ctime_nsec(), metadata.ino()))
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> Option<(i64, i64, u64)> {
    None
}

/// Parts of the file: the output's state, and four of the memory.
const PARTS: usize = 5;

/// The whole file: magic, hash of the rest, the parts' lengths, the parts.
fn joined(output: Vec<u8>, memory: &Memory) -> Option<Vec<u8>> {
    let ((site, edition), (render, check)) = rayon::join(
        || rayon::join(|| postcard::to_stdvec(&memory.site), || postcard::to_stdvec(&memory.edition)),
        || rayon::join(|| postcard::to_stdvec(&memory.render), || postcard::to_stdvec(&memory.check)),
    );
    let parts: [Vec<u8>; PARTS] = [output, site.ok()?, edition.ok()?, render.ok()?, check.ok()?];
    let lengths: Vec<u8> = parts.iter().flat_map(|part| (part.len() as u64).to_le_bytes()).collect();
    let body = [&lengths, &parts.concat()[..]].concat();
    Some([MAGIC.as_bytes(), format!("{:?}", Fingerprint::of(&body)).as_bytes(), &body].concat())
}

/// The parts of a file; `None` if it is broken, or of another version.
fn split(bytes: &[u8]) -> Option<[&[u8]; PARTS]> {
    let (hash, body) = bytes.strip_prefix(MAGIC.as_bytes())?.split_at_checked(32)?;
    if format!("{:?}", Fingerprint::of(body)).as_bytes() != hash {
        return None;
    }
    let (lengths, mut rest) = body.split_at_checked(8 * PARTS)?;
    let mut parts = [&[][..]; PARTS];
    for (part, length) in parts.iter_mut().zip(lengths.chunks_exact(8)) {
        let length = usize::try_from(u64::from_le_bytes(length.try_into().ok()?)).ok()?;
        (*part, rest) = rest.split_at_checked(length)?;
    }
    Some(parts)
}

/// A memory as the cache keeps it.
pub fn to_bytes(memory: &Memory) -> Option<Vec<u8>> {
    joined(Vec::new(), memory)
}

/// The memory of such bytes; `None` if they are broken, or of another version.
pub fn from_bytes(bytes: &[u8]) -> Option<Memory> {
    let [_, site, edition, render, check] = split(bytes)?;
    // The two large ones at the same time.
    let ((site, check), (edition, render)) = rayon::join(
        || (postcard::from_bytes(site).ok(), postcard::from_bytes(check).ok()),
        || rayon::join(|| postcard::from_bytes(edition).ok(), || postcard::from_bytes(render).ok()),
    );
    Some(Memory { site: site?, check: check?, edition: edition?, render: render?, ..Memory::default() })
}
