//! What builds of a site remember from one to the next: each stage what it made, and of what.
//!
//! A memory only saves work: with any memory, or an empty one, a build gives the same files and the same diagnostics.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::answers::Answers;
use crate::template::Templates;
use crate::{check, edition, render, site};

/// What earlier builds made. An empty one makes a build do everything.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Memory {
    /// Is this the memory of a single build, which lets go of what it needs no more.
    #[serde(skip)]
    pub(crate) lean: bool,
    pub(crate) site: site::Memo,
    #[serde(skip)]
    pub(crate) answers: Option<Arc<Answers>>,
    #[serde(skip)]
    pub(crate) templates: Option<Arc<Templates>>,
    pub(crate) edition: edition::Memo,
    pub(crate) render: render::Memo,
    pub(crate) check: check::Memo,
}

impl Memory {
    /// A memory for one build in this process: what only a later one here would want is not kept.
    #[must_use]
    pub fn lean(self) -> Memory {
        Memory { lean: true, ..self }
    }

    /// The paths of the files whose bytes are not here: those of a memory that was kept on disk.
    pub(crate) fn absent(&self) -> impl Iterator<Item = &str> {
        self.render.absent()
    }

    /// Says of which absent files the output folder has the bytes, just as they were written. Of these a build gives
    /// [`crate::site::Content::kept`]; the others are made again.
    pub fn keep_in_place(&mut self, is_in_place: impl Fn(&str) -> bool) {
        self.render.keep_in_place(is_in_place);
    }
}
