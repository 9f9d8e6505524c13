//! What is served: the files of the last good build, and what is wrong with the site as it is now.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;
use tokio::sync::watch;

use super::changes::Changes;
use crate::site::Content;

/// The files by address, without the first slash.
pub(super) type Files = BTreeMap<String, Content>;

/// One state of the site.
#[derive(Debug, Clone, Default)]
pub(super) struct Site {
    /// Counts good builds; zero if there was none yet.
    pub(super) build: u64,
    /// The files of the last good build.
    pub(super) files: Arc<Files>,
    /// What is wrong now, drawn with excerpts.
    pub(super) faults: Arc<Vec<String>>,
    /// What the last good build changed, once that is known.
    pub(super) changes: Option<Arc<Changes>>,
    /// The texts that pages show of this, by language tag.
    pub(super) texts: Arc<Json>,
}

/// Where the thread that builds puts the site, and everyone else takes it.
///
/// Whoever is slow sees the newest state and misses those between.
#[derive(Debug)]
pub(super) struct Board {
    sender: watch::Sender<Option<Site>>,
}

impl Board {
    pub(super) fn new() -> Board {
        Board { sender: watch::Sender::new(None) }
    }

    /// Changes the state and tells everyone.
    pub(super) fn put(&self, change: impl FnOnce(&mut Site)) {
        self.sender.send_modify(|site| change(site.get_or_insert_default()));
    }

    /// The state; before the first build is through, waits for it.
    pub(super) async fn current(&self) -> Site {
        let mut receiver = self.sender.subscribe();
        // Fails only if the sender is gone, which is here.
        receiver.wait_for(Option::is_some).await.ok().and_then(|site| site.clone()).unwrap_or_default()
    }

    /// The files of the last good build.
    pub(super) fn files(&self) -> Option<Arc<Files>> {
        self.sender.borrow().as_ref().map(|site| site.files.clone())
    }

    /// Is told of every state from now on, the present one first.
    pub(super) fn follow(&self) -> watch::Receiver<Option<Site>> {
        let mut receiver = self.sender.subscribe();
        receiver.mark_changed();
        receiver
    }

    /// How many follow.
    pub(super) fn followers(&self) -> usize {
        self.sender.receiver_count()
    }
}
