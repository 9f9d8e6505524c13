//! The body of a page as a list of events, small and owned.
//!
//! Texts are not copied: an event points into the source. What the source does not hold as it is (a decoded entity,
//! say) lies in the document's tables, and the event holds its index.

use crate::diagnostic::Span;

/// One event and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) kind: Kind,
    /// First byte in the file.
    pub(super) start: u32,
    /// The byte after the last.
    pub(super) end: u32,
}

impl Event {
    /// An event of a pass, at the place of another.
    pub(super) fn with(self, kind: Kind) -> Event {
        Event { kind, ..self }
    }
}

/// What an event says. A number in brackets is an index into the document's table of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Start(Tag),
    End(Tag),
    Text(Chars),
    Code(Chars),
    Html(Chars),
    Math(u32),
    SoftBreak,
    HardBreak,
    Rule,
    /// A reference to a footnote.
    Reference(u32),
    TaskMarker(bool),
    Insert(u32),
    /// Here begins what a branch shows if it holds, …
    Branch(u32),
    /// … here what it shows if not, …
    Otherwise(u32),
    /// … and here it ends.
    Join(u32),
}

/// Where the characters of a text are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chars {
    /// The event's range of the source.
    Source,
    /// The document's strings.
    Owned(u32),
}

/// Containers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Paragraph,
    Heading(u32),
    Quote,
    Alert(Alert),
    Fence(u32),
    HtmlBlock,
    Bullets,
    Numbers(u32),
    Item,
    Definitions,
    Term,
    Definition,
    /// Its number on the page, from 0, and whether a caption follows.
    Table(u32, bool),
    TableHead,
    TableRow,
    HeadCell(Align),
    Cell(Align),
    Caption(u32),
    Emphasis,
    Strong,
    Strikethrough,
    Link(u32),
    Image(u32),
    Figure,
    /// The label of a task's box.
    TaskLabel(bool),
    Footnote(u32),
}

impl Tag {
    /// Does it hold blocks, so that a paragraph or a block tag may stand directly in it.
    pub(super) fn is_inline(self) -> bool {
        matches!(self, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link(_) | Tag::Image(_) | Tag::TaskLabel(_))
    }
}

/// The five alerts: `> [!NOTE]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Alert {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

impl Alert {
    /// Its name in lower case: for class names and messages.
    pub fn name(self) -> &'static str {
        match self {
            Alert::Note => "note",
            Alert::Tip => "tip",
            Alert::Important => "important",
            Alert::Warning => "warning",
            Alert::Caution => "caution",
        }
    }
}

/// How a table's column is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    None,
    Start,
    Center,
    End,
}

/// A text of an attribute: mostly literal, sometimes with inserts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    pub(super) text: Box<str>,
    /// Inserts, each with the byte of the text before which it stands.
    pub(super) inserts: Box<[(u32, u32)]>,
}

impl Line {
    /// The text, if nothing in it is computed.
    pub fn literal(&self) -> Option<&str> {
        self.inserts.is_empty().then_some(&*self.text)
    }

    /// Is nothing here.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.inserts.is_empty()
    }
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The author's, or `section-3`, made from its position.
    pub id: Box<str>,
    /// Did the author write the id.
    pub explicit: bool,
    /// The whole heading.
    pub span: Span,
    pub(super) classes: Box<str>,
}

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// As the author wrote it, escapes resolved; an address in `<…>` of mail begins with `mailto:`.
    pub destination: Line,
    /// Where the destination stands in the file (the whole link, where it cannot be found).
    pub span: Span,
    /// An image, else a link.
    pub image: bool,
    pub(super) title: Line,
}

impl Link {
    /// Does it leave the site.
    pub fn is_external(&self) -> bool {
        let (scheme, rest) = self.destination.text.split_once(':').unwrap_or(("", ""));
        rest.starts_with("//") && !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
            || self.destination.text.starts_with("//")
    }
}

/// A code block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// The first word after the fence.
    pub language: Option<Box<str>>,
    /// Are its inserts computed.
    pub live: bool,
    /// The whole block.
    pub span: Span,
}

/// A formula in TeX, as MathML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Math {
    pub(super) mathml: Box<str>,
    pub(super) display: bool,
}

/// A footnote's definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Footnote {
    pub(super) label: Box<str>,
    /// Its events' place in the document's events, once the pass has put them there; empty for an unknown label.
    pub(super) events: std::ops::Range<usize>,
}

/// `{% holds … %}…{% else %}…{% end %}`: the opening insert, and the places of the other two in the events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Branch {
    pub(super) insert: u32,
    pub(super) otherwise: Option<usize>,
    pub(super) join: usize,
}
