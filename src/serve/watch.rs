//! Waits until something below a site's folder changed, and then until it is quiet.
//!
//! Folders are watched, never files, so that a save by another name is seen. What happened to a path does not matter:
//! it is read again, whatever it is now. The output folder, `.git` and the like are not watched at all.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::diagnostic::Diagnostic;
use crate::disk::Folder;

/// How long nothing must happen until a change counts as done.
pub(super) const QUIET: Duration = Duration::from_millis(15);

/// How long changes may go on until they are looked at all the same.
const LONGEST: Duration = Duration::from_millis(500);

/// How often it is looked whether the site's folder is still the one that is watched.
const TICK: Duration = Duration::from_secs(1);

/// When a folder that changed is looked at once more: files may have come into it before it was watched.
const AGAIN: Duration = Duration::from_millis(300);

/// What a folder is to the system, whatever it is called.
type Identity = Option<(u64, u64)>;

/// Watches a site's folder.
pub(super) struct Watch {
    dir: PathBuf,
    /// The same without links, as events name it.
    real: PathBuf,
    events: Receiver<notify::Result<Event>>,
    /// Stops when it is dropped; `None` where there is nothing to watch.
    watcher: Option<Box<dyn Watcher + Send>>,
    identities: Vec<Identity>,
    again: Option<(Instant, BTreeSet<String>)>,
    /// What there is to say about how it is watched.
    notice: Option<Diagnostic>,
}

/// What came of an event.
enum Seen {
    Nothing,
    Paths,
    /// A folder at the top is another, or events were lost.
    Everything,
}

impl Watch {
    /// Begins to watch.
    pub(super) fn open(dir: &Path) -> Watch {
        // Where it cannot be told, the path is watched as it was given.
        let dir = std::path::absolute(dir).unwrap_or_else(|_| dir.to_path_buf());
        let (real, events) = (dir.clone(), mpsc::channel().1);
        let mut watch = Watch { dir, real, events, watcher: None, identities: Vec::new(), again: None, notice: None };
        watch.reopen();
        watch
    }

    /// What there is to say about how it is watched, once.
    pub(super) fn notice(&mut self) -> Option<Diagnostic> {
        self.notice.take()
    }

    /// Waits for changes; the paths are relative to the site, with `/`.
    pub(super) fn next(&mut self) -> BTreeSet<String> {
        loop {
            if let Some(paths) = self.next_within(TICK) {
                return paths;
            }
        }
    }

    /// The same, but gives up after a while.
    pub(super) fn next_within(&mut self, limit: Duration) -> Option<BTreeSet<String>> {
        let end = Instant::now() + limit;
        let mut paths = BTreeSet::new();
        loop {
            let until = self.again.as_ref().map_or(end, |(again, _)| end.min(*again));
            match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(event) => match self.note(event, &mut paths) {
                    Seen::Nothing => {}
                    Seen::Paths => return Some(self.settle(paths)),
                    Seen::Everything => return Some(self.everything()),
                },
                Err(RecvTimeoutError::Timeout) => {}
                // Without a watcher nobody sends; then the ticks are all there is.
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(until.saturating_duration_since(Instant::now())),
            }
            let now = Instant::now();
            if let Some((_, late)) = self.again.take_if(|(again, _)| *again <= now) {
                return Some(late);
            }
            if now >= end {
                return self.is_other().then(|| self.everything());
            }
        }
    }

    /// Goes on until it is quiet.
    fn settle(&mut self, mut paths: BTreeSet<String>) -> BTreeSet<String> {
        let end = Instant::now() + LONGEST;
        while Instant::now() < end {
            match self.events.recv_timeout(QUIET) {
                Ok(event) => {
                    if let Seen::Everything = self.note(event, &mut paths) {
                        return self.everything();
                    }
                }
                Err(_) => break,
            }
        }
        let folders: BTreeSet<String> = paths.iter().filter(|path| self.dir.join(path).is_dir()).cloned().collect();
        if !folders.is_empty() {
            let (at, mut all) = self.again.take().unwrap_or_else(|| (Instant::now() + AGAIN, BTreeSet::new()));
            all.extend(folders);
            self.again = Some((at, all));
        }
        paths
    }

    /// Adds the paths of an event that are the site's business.
    fn note(&self, event: notify::Result<Event>, paths: &mut BTreeSet<String>) -> Seen {
        let Ok(event) = event else { return Seen::Everything };
        if event.need_rescan() {
            return Seen::Everything;
        }
        // Reading is no change; most systems do not tell, and Linux tells of our own.
        if matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write)) {
            return Seen::Nothing;
        }
        let mut seen = Seen::Nothing;
        for path in &event.paths {
            let Ok(inside) = path.strip_prefix(&self.real) else { continue };
            let relative = inside.to_str().map(|text| text.replace('\\', "/"));
            // A name that is no text is reported by the folder that it stands in.
            let relative = relative.or_else(|| Some(inside.parent()?.to_str()?.replace('\\', "/")));
            let Some(relative) = relative else { continue };
            let top = relative.split('/').next().unwrap_or_default();
            let is_moved = !matches!(event.kind, EventKind::Modify(notify::event::ModifyKind::Metadata(_)));
            if relative.is_empty() || relative == top && !top.contains('.') && Folder::everything().contains(top) {
                if is_moved {
                    return Seen::Everything;
                }
            } else if Folder::everything().contains(top) && !relative.split('/').any(|part| part.starts_with('.')) {
                paths.insert(relative);
                seen = Seen::Paths;
            }
        }
        seen
    }

    /// Is a folder that is watched another than it was, or gone, or there again.
    fn is_other(&self) -> bool {
        self.identities != self.look()
    }

    fn look(&self) -> Vec<Identity> {
        std::iter::once(self.dir.clone()).chain(self.folders(&self.dir)).map(|path| identity(&path)).collect()
    }

    fn folders(&self, dir: &Path) -> impl Iterator<Item = PathBuf> {
        Folder::everything().into_iter().filter(|path| !path.contains('.')).map(|path| dir.join(path))
    }

    /// Watches afresh: everything may have changed.
    fn everything(&mut self) -> BTreeSet<String> {
        self.reopen();
        Folder::everything()
    }

    fn reopen(&mut self) {
        self.again = None;
        self.watcher = None;
        self.identities = self.look();
        if self.identities.first().is_none_or(Option::is_none) {
            self.events = mpsc::channel().1;
            return;
        }
        self.real = self.dir.canonicalize().unwrap_or_else(|_| self.dir.clone());
        let (sender, events) = mpsc::channel();
        self.events = events;
        let polling = sender.clone();
        let native =
            RecommendedWatcher::new(sender, Config::default()).map(|watcher| Box::new(watcher) as Box<dyn Watcher + Send>);
        match native.and_then(|watcher| self.watch_with(watcher)) {
            Ok(watcher) => self.watcher = Some(watcher),
            Err(error) => {
                let message = format!("the system does not tell of changes: {error}");
                let notice = Diagnostic::nowhere("polling", message);
                self.notice = Some(notice.help("the files are looked through every second instead"));
                let config = Config::default().with_poll_interval(TICK);
                let watcher = PollWatcher::new(polling, config).map(|watcher| Box::new(watcher) as Box<dyn Watcher + Send>);
                self.watcher = watcher.and_then(|watcher| self.watch_with(watcher)).ok();
            }
        }
    }

    fn watch_with(&self, mut watcher: Box<dyn Watcher + Send>) -> notify::Result<Box<dyn Watcher + Send>> {
        let gone = |error: &notify::Error| matches!(error.kind, notify::ErrorKind::PathNotFound);
        let tolerate = |result: notify::Result<()>| result.or_else(|error| if gone(&error) { Ok(()) } else { Err(error) });
        tolerate(watcher.watch(&self.real, RecursiveMode::NonRecursive))?;
        for folder in self.folders(&self.real).filter(|folder| folder.is_dir()) {
            tolerate(watcher.watch(&folder, RecursiveMode::Recursive))?;
        }
        Ok(watcher)
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Identity {
    use std::os::unix::fs::MetadataExt;
    path.metadata().ok().map(|found| (found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Identity {
    path.metadata().ok().map(|_| (0, 0))
}
