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
    pub(crate) site: site::Memo,
    #[serde(skip)]
    pub(crate) answers: Option<Arc<Answers>>,
    #[serde(skip)]
    pub(crate) templates: Option<Arc<Templates>>,
    pub(crate) edition: edition::Memo,
    pub(crate) render: render::Memo,
    pub(crate) check: check::Memo,
}
