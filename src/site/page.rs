//! One page as its author wrote it: what it says about itself is read at once, its text when it is asked for.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::config::{bad_day, is_day};
use super::front::{self, FrontMatter};
use super::tree::address_of;
use super::{Manuscript, PageFile};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span};
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::formula::tree::ScenarioId;
use crate::markdown::{self, Document, Highlighter, Insert, TextLine};

/// A page as its author wrote it.
#[derive(Debug)]
pub struct Page {
    /// Index of its language.
    pub language: usize,
    /// Address below the language's: `memory/peak/`.
    pub address: String,
    /// Its path below the language's folder: `memory/peak.md`.
    pub path: String,
    /// Its file.
    pub source: SourceId,
    /// What its reading was made of: while this is the same, so is everything that only the author decides.
    pub fingerprint: Fingerprint,
    /// What it says about itself.
    pub front: Arc<FrontMatter>,
    /// The scenario that its expressions are asked in.
    pub scenario: Option<ScenarioId>,
    cjk: bool,
    /// Was a fault found in it.
    faulty: bool,
    reading: OnceLock<Arc<Reading>>,
}

/// The text of a page, read.
#[derive(Debug)]
pub struct Reading {
    /// Its text.
    pub document: Document,
    /// The title, if something in it is computed.
    pub title: Option<TextLine>,
    /// The description, if something in it is computed.
    pub description: Option<TextLine>,
}

/// What earlier builds read without finding a fault, by path.
pub type Readings = HashMap<String, Known>;

/// A page that was read before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Known {
    of: Fingerprint,
    front: Arc<FrontMatter>,
    /// Its text, if it is still there, and the id that its spans have.
    #[serde(skip)]
    reading: Option<(SourceId, Arc<Reading>)>,
}

impl Page {
    /// The text, read.
    pub fn reading(&self, sources: &Sources) -> &Arc<Reading> {
        self.reading.get_or_init(|| {
            // What is wrong with it was reported when the page was read for the first time.
            let mut reported = Diagnostics::default();
            let (front, yaml, body) = front::read(sources, self.source, &mut reported);
            let way = Way { cjk: self.cjk, highlighter: None };
            Arc::new(Reading::new(sources, self.source, &front, yaml, body, way, &mut reported))
        })
    }

    /// The document.
    pub fn document(&self, sources: &Sources) -> &Document {
        &self.reading(sources).document
    }

    /// All inserts: those of the text, then those of the title and of the description.
    pub fn inserts(&self, sources: &Sources) -> impl Iterator<Item = &Insert> {
        let reading = self.reading(sources);
        let front = reading.title.iter().chain(&reading.description).flat_map(TextLine::inserts);
        reading.document.inserts().iter().chain(front)
    }

    /// Lets go of the text; whoever asks for it after all has it read again.
    pub fn release(&mut self) {
        self.reading = OnceLock::new();
    }
}

/// How pages of a language are read.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    pub(super) cjk: bool,
    pub(super) highlighter: Option<&'a Highlighter>,
}

impl Reading {
    fn new(
        sources: &Sources,
        source: SourceId,
        front: &FrontMatter,
        yaml: Range<usize>,
        body: Range<usize>,
        way: Way<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Reading {
        let text = &sources.get(source).text;
        let title = text_line(source, text, &yaml, front.title.as_deref(), diagnostics);
        let description = text_line(source, text, &yaml, front.description.as_deref(), diagnostics);
        let options = markdown::Options { cjk: way.cjk, highlighter: way.highlighter };
        let document = markdown::parse(source, body, text, options, diagnostics);
        Reading { document, title, description }
    }
}

/// Reads a page, or takes what is known of it. Its scenario is left out.
pub(super) fn read(
    sources: &Sources,
    file: &PageFile,
    language: usize,
    way: Way<'_>,
    known: &Readings,
    diagnostics: &mut Diagnostics,
) -> Page {
    let source = sources.get(file.source);
    let mut of = Ingredients::new();
    of.part(source.fingerprint()).number(u64::from(way.cjk)).number(u64::from(way.highlighter.is_some()));
    let fingerprint = of.finish();
    let known = known.get(&source.path).filter(|known| known.of == fingerprint);
    let before = diagnostics.count();
    let (front, reading) = match known {
        Some(known) => {
            let reading = known.reading.as_ref().filter(|(own, _)| *own == file.source).map(|(_, reading)| reading.clone());
            (known.front.clone(), reading.map_or_else(OnceLock::new, OnceLock::from))
        }
        None => {
            let (front, yaml, body) = front::read(sources, file.source, diagnostics);
            if front.title.is_none() && !diagnostics.has_errors() {
                let untitled = Diagnostic::error("missing-title", Span::new(file.source, 0..0), "this page has no title");
                diagnostics.push(untitled.help("begin it with front matter: `---`, `title: …`, `---`"));
            }
            if let Some(updated) = front.updated.as_deref().filter(|updated| !is_day(updated)) {
                let start = source.text[yaml.clone()].find(updated).map_or(yaml.start, |at| yaml.start + at);
                let at = Span::new(file.source, start..start + updated.len());
                diagnostics.push(bad_day("bad-front-matter", at, updated));
            }
            let reading = Reading::new(sources, file.source, &front, yaml, body, way, diagnostics);
            (Arc::new(front), OnceLock::from(Arc::new(reading)))
        }
    };
    let (address, path) = (address_of(&file.path), file.path.clone());
    let faulty = diagnostics.count() > before;
    Page { language, address, path, source: file.source, fingerprint, front, scenario: None, cjk: way.cjk, faulty, reading }
}

/// Notes what was read. A page with a fault is read again next time, so that the fault is reported again; `texts` says
/// whether the texts are kept as well.
pub(super) fn remember(known: &mut Readings, sources: &Sources, manuscript: &Manuscript, texts: bool) {
    let mut now = Readings::with_capacity(manuscript.pages.len());
    for page in manuscript.pages.iter().filter(|page| !page.faulty) {
        let path = &sources.get(page.source).path;
        let key = known.remove_entry(path).map_or_else(|| path.clone(), |(key, _)| key);
        let reading = page.reading.get().filter(|_| texts).map(|reading| (page.source, reading.clone()));
        now.insert(key, Known { of: page.fingerprint, front: page.front.clone(), reading });
    }
    *known = now;
}

/// A text of the front matter in which something is computed: it is read where it stands, so that carets are right.
fn text_line(
    source: SourceId,
    text: &str,
    yaml: &Range<usize>,
    value: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> Option<TextLine> {
    let value = value.filter(|value| value.contains("{{") || value.contains("{%"))?;
    match text[yaml.clone()].find(value) {
        Some(at) => Some(TextLine::parse(source, yaml.start + at..yaml.start + at + value.len(), text, diagnostics)),
        None => {
            let hidden = Diagnostic::error(
                "bad-front-matter",
                Span::new(source, yaml.clone()),
                "a computed text must stand here as it is",
            );
            diagnostics.push(hidden.help("write it on one line, in quotes, without `\\` escapes"));
            None
        }
    }
}
