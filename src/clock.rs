//! What a build shows of itself: the time of each stage, and a bar while it lasts.

use std::io::IsTerminal;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use babacus::progress::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::say;

/// A build that ends sooner shows nothing of how far it is.
const PATIENCE: Duration = Duration::from_millis(400);

/// How often the bar is drawn.
const FRAME: Duration = Duration::from_millis(60);

/// How often a line is printed where there is no terminal.
const LINE: Duration = Duration::from_secs(5);

/// The stages of a build in order, and after them there is nothing to wait for.
const STAGES: [(&str, &str); 6] = [
    ("load", "reading files"),
    ("parse", "reading pages"),
    ("compute", "computing"),
    ("localize", "writing texts"),
    ("render", "drawing pages"),
    ("check", "checking"),
];

/// Stages with the time that each took.
pub(crate) struct Clock {
    progress: Arc<Progress>,
    stages: Arc<Mutex<Stages>>,
    /// Ends the thread that shows how far it is.
    shown: Option<(Sender<()>, JoinHandle<()>)>,
}

struct Stages {
    last: Instant,
    ended: Vec<(&'static str, Duration)>,
}

impl Stages {
    fn end(&mut self, name: &'static str) {
        let now = Instant::now();
        self.ended.push((name, now - self.last));
        self.last = now;
    }

    /// What is going on, in words.
    fn present(&self) -> &'static str {
        let last = self.ended.last().map(|(name, _)| *name);
        let next = STAGES.iter().position(|(name, _)| Some(*name) == last).map_or(0, |at| at + 1);
        STAGES.get(next).map_or("writing files", |(_, words)| words)
    }
}

impl Clock {
    pub(crate) fn start() -> Clock {
        let stages = Arc::new(Mutex::new(Stages { last: Instant::now(), ended: Vec::new() }));
        let told = stages.clone();
        let progress = Arc::new(Progress::telling(move |stage| {
            if let Ok(mut stages) = told.lock() {
                stages.end(stage);
            }
        }));
        let (stop, stopped) = channel::<()>();
        let (counts, words) = (progress.clone(), stages.clone());
        let thread = std::thread::spawn(move || {
            let is_over = |time| stopped.recv_timeout(time) != Err(RecvTimeoutError::Timeout);
            let present = || words.lock().map_or("", |stages| stages.present());
            if std::io::stderr().is_terminal() { draw(&counts, present, is_over) } else { tell(&counts, present, is_over) }
        });
        Clock { progress, stages, shown: Some((stop, thread)) }
    }

    /// What the build is to be given.
    pub(crate) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// A stage ends that is no part of the build.
    pub(crate) fn stage(&self, name: &'static str) {
        self.progress.end(name);
    }

    /// Takes the bar away, before anything else is printed.
    pub(crate) fn hide(&mut self) {
        if let Some((stop, thread)) = self.shown.take() {
            drop(stop);
            // It has nothing to say when it ends.
            _ = thread.join();
        }
    }

    /// The stages that have ended, with their times.
    pub(crate) fn stages(&self) -> Vec<(&'static str, Duration)> {
        self.stages.lock().map_or(Vec::new(), |stages| stages.ended.clone())
    }

    pub(crate) fn total(&self) -> Duration {
        self.stages().iter().map(|(_, time)| *time).sum()
    }
}

/// Draws a bar until it is over.
fn draw(progress: &Progress, present: impl Fn() -> &'static str, is_over: impl Fn(Duration) -> bool) {
    if is_over(PATIENCE) {
        return;
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let style = |template: &str| ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let (counted, uncounted) = (style("{msg:<14} {wide_bar} {pos} of {len}"), style("{msg:<14} {spinner}"));
    loop {
        bar.set_message(present());
        match progress.counts() {
            Some((done, total)) => {
                bar.set_style(counted.clone());
                bar.set_length(total as u64);
                bar.set_position(done as u64);
            }
            None => bar.set_style(uncounted.clone()),
        }
        bar.tick();
        if is_over(FRAME) {
            return bar.finish_and_clear();
        }
    }
}

/// Prints a line now and then until it is over.
fn tell(progress: &Progress, present: impl Fn() -> &'static str, is_over: impl Fn(Duration) -> bool) {
    while !is_over(LINE) {
        match progress.counts() {
            Some((done, total)) => say(&format!("{}: {done} of {total}", present())),
            None => say(present()),
        }
    }
}
