//! Markdown with inserts: from a page's source to a [`Document`], and from there to HTML.
//!
//! ```text
//! source ─ mask ─ parse ─ passes ─▶ Document ─ write (with holes) ─▶ Body { html, toc, text }
//! ```
//! A document knows no language and no number. What depends on them comes through [`Holes`] when it is rendered, so
//! that one document may be rendered many times, on many threads. Parsing never fails: problems go to the
//! [`Diagnostics`], and what is sound is there all the same.
//!
//! Each foreign library has one doorway: pulldown-cmark `parse`, math-core `math`, syntect `highlight`.

mod cjk;
mod code;
mod escape;
mod event;
mod highlight;
mod holes;
mod insert;
mod line;
mod mask;
mod math;
mod notes;
mod parse;
mod pass;
mod raw;
mod write;

use std::ops::Range;

use crate::diagnostic::{Diagnostics, SourceId, Span};

pub use event::{Alert, Fence, Heading, Line, Link};
pub use highlight::Highlighter;
pub use holes::{Holes, Label, Shown, Target};
pub use insert::{Insert, InsertKind, Place, split_format};
pub use line::TextLine;
pub use write::{Body, Entry};

use event::{Branch, Event, Footnote, Kind, Math};

/// How a body is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// A line break of the source between two CJK characters is nothing, not a space: for Japanese and Chinese.
    pub cjk: bool,
    /// Knows the languages of code blocks; without one they are not checked.
    pub highlighter: Option<&'a Highlighter>,
}

/// The body of a page, read.
#[derive(Debug, Clone)]
pub struct Document {
    source: SourceId,
    /// The body, and behind it the definitions of the footnotes.
    events: Vec<Event>,
    body: usize,
    strings: Vec<Box<str>>,
    inserts: Vec<Insert>,
    headings: Vec<Heading>,
    links: Vec<Link>,
    fences: Vec<Fence>,
    footnotes: Vec<Footnote>,
    maths: Vec<Math>,
    branches: Vec<Branch>,
    tables: u32,
}

/// The passes, in order. Each does one thing to the events and knows nothing of the others.
const PASSES: [fn(&mut Document, &pass::Context, &mut Diagnostics); 8] = [
    pass::blocks::unwrap,
    pass::branches::pair,
    pass::captions::attach,
    pass::figures::frame,
    pass::tasks::label,
    pass::breaks::join,
    pass::headings::identify,
    pass::footnotes::collect,
];

/// Reads the `body` (a byte range) of a file's `text`; all spans of the result are of the file.
pub fn parse(source: SourceId, body: Range<usize>, text: &str, options: Options, diagnostics: &mut Diagnostics) -> Document {
    let mut document = parse::parse(source, body, text, options.highlighter, diagnostics);
    let context = pass::Context { text, cjk: options.cjk };
    for pass in PASSES {
        pass(&mut document, &context, diagnostics);
    }
    pass::branches::link(&mut document);
    document.events.shrink_to_fit();
    document
}

/// The copy of a text that the Markdown parser is given; it has the same bytes where nothing is masked.
pub fn masked(text: &str) -> String {
    mask::Mask::new(text, &[]).text
}

impl Document {
    fn new(source: SourceId) -> Document {
        Document {
            source,
            events: Vec::new(),
            body: 0,
            strings: Vec::new(),
            inserts: Vec::new(),
            headings: Vec::new(),
            links: Vec::new(),
            fences: Vec::new(),
            footnotes: Vec::new(),
            maths: Vec::new(),
            branches: Vec::new(),
            tables: 0,
        }
    }

    /// The file it was read from.
    pub fn source(&self) -> SourceId {
        self.source
    }

    /// Everything to compute or draw, in both branches of every `holds`, comments too. An insert in a link's
    /// definition stands here once for each use.
    pub fn inserts(&self) -> &[Insert] {
        &self.inserts
    }

    /// The headings in order, in both branches of every `holds`.
    pub fn headings(&self) -> &[Heading] {
        &self.headings
    }

    /// Links and images in order.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Code blocks in order.
    pub fn fences(&self) -> &[Fence] {
        &self.fences
    }

    /// How many tables there are.
    pub fn tables(&self) -> usize {
        self.tables as usize
    }

    /// Where the tables are, in order.
    pub fn table_spans(&self) -> impl Iterator<Item = Span> {
        let is_table = |event: &&Event| matches!(event.kind, Kind::Start(event::Tag::Table(..)));
        self.events.iter().filter(is_table).map(|event| self.span(event))
    }

    /// The running text in pieces as long as the source has them, without code, math, quotations, HTML and inserts:
    /// where a typed number would be.
    pub fn prose(&self) -> impl Iterator<Item = Span> {
        let mut quotes = 0usize;
        self.events.iter().filter_map(move |event| {
            match event.kind {
                Kind::Start(event::Tag::Quote) => quotes += 1,
                Kind::End(event::Tag::Quote) => quotes -= 1,
                Kind::Start(event::Tag::Fence(_)) => quotes += 1,
                Kind::End(event::Tag::Fence(_)) => quotes -= 1,
                _ => {}
            }
            let is_prose = quotes == 0 && matches!(event.kind, Kind::Text(event::Chars::Source));
            is_prose.then(|| self.span(event))
        })
    }

    fn span(&self, event: &Event) -> Span {
        Span { source: self.source, start: event.start, end: event.end }
    }

    /// Keeps a string and gives its index.
    fn keep(&mut self, text: &str) -> u32 {
        index(push(&mut self.strings, text.into()))
    }
}

/// Adds to a table and gives the index.
fn push<T>(table: &mut Vec<T>, item: T) -> usize {
    table.push(item);
    table.len() - 1
}

/// An index as events hold it; files are far smaller than what it could not hold.
fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
