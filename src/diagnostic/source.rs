//! The texts that were read, and places in them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;

/// A file that was read, or a text from the command line.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path relative to the site, with `/`, or a name in angle brackets such as `<expression>`.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// The file is there no more; its id waits for it to come back.
    gone: bool,
    fingerprint: OnceLock<Fingerprint>,
}

impl Source {
    fn new(path: String, text: String) -> Source {
        Source { path, text, gone: false, fingerprint: OnceLock::new() }
    }

    /// The fingerprint of the text.
    pub fn fingerprint(&self) -> Fingerprint {
        *self.fingerprint.get_or_init(|| Fingerprint::of(self.text.as_bytes()))
    }
}

/// Index of a [`Source`] in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(pub u32);

/// Every text that spans may point into.
///
/// A path keeps its id while its text changes, goes away and comes back.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
    /// The first text of each path.
    ids: BTreeMap<String, SourceId>,
}

impl Sources {
    /// Adds a text and returns its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let path = path.into();
        self.ids.entry(path.clone()).or_insert(id);
        self.files.push(Source::new(path, text.into()));
        id
    }

    /// Gives the text at a path another text, or adds it.
    pub fn set(&mut self, path: &str, text: impl Into<String>) -> SourceId {
        match self.ids.get(path) {
            Some(id) => {
                let source = &mut self.files[id.0 as usize];
                *source = Source::new(std::mem::take(&mut source.path), text.into());
                *id
            }
            None => self.add(path, text),
        }
    }

    /// Lets go of the text at a path; returns its id if it was there.
    pub fn remove(&mut self, path: &str) -> Option<SourceId> {
        let id = self.find(path)?;
        let source = &mut self.files[id.0 as usize];
        (source.text, source.gone) = (String::new(), true);
        Some(id)
    }

    /// The text at a path.
    pub fn find(&self, path: &str) -> Option<SourceId> {
        self.ids.get(path).copied().filter(|id| !self.get(*id).gone)
    }

    /// The source with this id.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// All sources that are there, by id.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0u32..).map(SourceId).zip(&self.files).filter(|(_, source)| !source.gone)
    }

    /// The text under a span.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Line and column of a span's start, both from 1; the column counts characters.
    pub fn position(&self, span: Span) -> (usize, usize) {
        let before = &self.get(span.source).text[..span.start as usize];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// A byte range of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Which source.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// A span of `source` from a byte range.
    pub fn new(source: SourceId, range: std::ops::Range<usize>) -> Span {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { source, start: clamp(range.start), end: clamp(range.end) }
    }

    /// The smallest span that holds both (which must be of one source).
    pub fn to(self, other: Span) -> Span {
        Span { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}
