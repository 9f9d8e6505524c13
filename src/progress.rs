//! How far a build is: counted by those who work, read by whoever shows it.
//!
//! The build knows no clock and no terminal: it counts, and calls back when a stage ends.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Is told the name of each stage as it ends.
type Ended = Box<dyn Fn(&'static str) + Send + Sync>;

/// The state of a running build. The default tells nobody anything.
#[derive(Default)]
pub struct Progress {
    ended: Option<Ended>,
    done: AtomicUsize,
    total: AtomicUsize,
}

impl Progress {
    /// Calls back when a stage ends; a caller with a clock can tell where time goes.
    pub fn telling(ended: impl Fn(&'static str) + Send + Sync + 'static) -> Progress {
        Progress { ended: Some(Box::new(ended)), ..Progress::default() }
    }

    /// Begins work in so many steps.
    pub fn begin(&self, total: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// One of the steps is done, on any thread.
    pub fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// A stage ends.
    pub fn end(&self, stage: &'static str) {
        self.begin(0);
        if let Some(ended) = &self.ended {
            ended(stage);
        }
    }

    /// Steps that are done, and how many there are; `None` where work is not counted.
    pub fn counts(&self) -> Option<(usize, usize)> {
        let (done, total) = (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed));
        (total > 0).then(|| (done.min(total), total))
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.counts())
    }
}
