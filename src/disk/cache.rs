//! The memory of builds, kept on disk from one `babacus build` to the next.
//!
//! ```text
//! .babacus/lock         held by the build that is at work
//! .babacus/build.cache  magic, version, hash │ where the output is, the state of its files, the memory
//! ```
//! It only saves work and may be deleted at any time. What is broken, of another version or of another output folder is
//! left out of account. It is written beside and renamed, so that a build that is killed leaves the old one; builds
//! at the same time wait for each other. Of the output it holds no bytes: a file that is as the last build left it (by
//! size, times and number) is known, and any other is made again.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, Metadata, TryLockError};
use std::io::Write;
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

/// What the file holds.
#[derive(Serialize, Deserialize)]
struct Saved {
    out: PathBuf,
    states: HashMap<String, State>,
    memory: Memory,
}

/// The same, to be written.
#[derive(Serialize)]
struct Saving<'a> {
    out: &'a Path,
    states: &'a HashMap<String, State>,
    memory: &'a Memory,
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
        let saved = fs::read(folder.join(FILE)).ok().and_then(|bytes| decode::<Saved>(&bytes));
        let Saved { states, memory, .. } = match saved {
            Some(saved) if saved.out == out => saved,
            Some(saved) => Saved { states: HashMap::new(), ..saved },
            None => Saved { out: out.clone(), states: HashMap::new(), memory: Memory::default() },
        };
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
        let saving = Saving { out: &self.out, states: &self.states, memory };
        if let Some(bytes) = encode(&saving) {
            // Nobody else writes this name, since the lock is held.
            let beside = self.folder.join("build.cache.new");
            if write(&beside, &bytes).and_then(|()| fs::rename(&beside, self.folder.join(FILE))).is_err() {
                _ = fs::remove_file(beside);
            }
        }
    }
}

fn write(path: &Path, parts: &[Vec<u8>; 2]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    parts.iter().try_for_each(|part| file.write_all(part))
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

/// A head and a value as bytes.
pub(super) fn encode(value: &impl Serialize) -> Option<[Vec<u8>; 2]> {
    let body = postcard::to_stdvec(value).ok()?;
    let head = format!("{MAGIC}{:?}", Fingerprint::of(&body));
    Some([head.into_bytes(), body])
}

/// The value of such bytes; `None` if they are broken, or of another version.
pub(super) fn decode<T: for<'a> Deserialize<'a>>(bytes: &[u8]) -> Option<T> {
    let (hash, body) = bytes.strip_prefix(MAGIC.as_bytes())?.split_at_checked(32)?;
    let is_whole = format!("{:?}", Fingerprint::of(body)).as_bytes() == hash;
    if is_whole { postcard::from_bytes(body).ok() } else { None }
}

/// A memory as the cache keeps it.
pub fn to_bytes(memory: &Memory) -> Option<Vec<u8>> {
    encode(memory).map(|parts| parts.concat())
}

/// The memory of such bytes; `None` if they are broken, or of another version.
pub fn from_bytes(bytes: &[u8]) -> Option<Memory> {
    decode(bytes)
}
