//! Inserts: `{{ value : format }}`, `{% tag arguments %}`, `{# comment #}`.
//!
//! ```text
//! insert  = "{{" expression [":" format] "}}" | "{%" name arguments "%}" | "{# " text "#}"
//! ```
//! A value or a tag ends at the first closer outside `"…"`, `{…}`, `(…)` and `[…]`, and before an empty line. The
//! format is what follows the last colon outside of those. `{#` opens a comment only before white space, since
//! `{#id}` is a heading's id. A backslash before the opening makes it literal.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Span};

/// The tag that asks for a branch.
const HOLDS: &str = "holds";

/// Something that is computed or drawn when the page is rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insert {
    /// What it is.
    pub kind: InsertKind,
    /// From `{` to `}`.
    pub span: Span,
    /// What stands around it.
    pub place: Place,
}

/// The kinds of inserts; the spans are without white space at their ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InsertKind {
    /// `{{ expression : format }}`.
    Value {
        /// Never empty.
        expression: Span,
        /// Never empty.
        format: Option<Span>,
    },
    /// `{% name arguments %}`; `holds` is one, and asks for a branch.
    Tag {
        /// Never empty.
        name: Span,
        /// May be empty.
        arguments: Span,
    },
    /// `{% else %}`.
    Else,
    /// `{% end %}`.
    End,
    /// `{# text #}`.
    Comment {
        /// May be empty.
        text: Span,
    },
}

impl InsertKind {
    /// Does it open a branch; `text` is the whole file's.
    pub(super) fn opens_branch(&self, text: &str) -> bool {
        matches!(self, InsertKind::Tag { name, .. } if text.get(name.start as usize..name.end as usize) == Some(HOLDS))
    }
}

/// The error for a branch where only values can stand, if the insert is a part of one.
pub(super) fn refuse_branch(insert: &Insert, text: &str) -> Option<Diagnostic> {
    let is_part = matches!(insert.kind, InsertKind::Else | InsertKind::End) || insert.kind.opens_branch(text);
    is_part.then(|| {
        Diagnostic::error("misplaced-branch", insert.span, "no branch can stand here")
            .help("titles and targets take values; put the branch around the whole, or into a formula: `if … then … else …`")
    })
}

/// What stands around an insert, and so what may be written in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// A paragraph of its own: any flow content, without a `<p>` around it.
    Block,
    /// Within text: phrasing content, with links.
    Text,
    /// Within a heading: phrasing content without links.
    Heading,
    /// Within a link or a button: phrasing content without links.
    Link,
    /// In a code block marked `live`: phrasing content without links, of which the text is the code.
    Live,
    /// In an attribute: only the text counts.
    Attribute,
}

impl Place {
    /// May a link be written here.
    pub fn takes_links(self) -> bool {
        matches!(self, Place::Block | Place::Text)
    }
}

/// The three kinds of brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delimiters {
    Value,
    Tag,
    Comment,
}

impl Delimiters {
    /// The kind of insert that a text begins with.
    pub(super) fn opening(text: &str) -> Option<Delimiters> {
        match text.as_bytes() {
            [b'{', b'{', ..] => Some(Delimiters::Value),
            [b'{', b'%', ..] => Some(Delimiters::Tag),
            [b'{', b'#', b' ' | b'\t' | b'\n' | b'\r', ..] => Some(Delimiters::Comment),
            _ => None,
        }
    }

    fn opener(self) -> &'static str {
        match self {
            Delimiters::Value => "{{",
            Delimiters::Tag => "{%",
            Delimiters::Comment => "{#",
        }
    }

    fn closer(self) -> &'static str {
        match self {
            Delimiters::Value => "}}",
            Delimiters::Tag => "%}",
            Delimiters::Comment => "#}",
        }
    }
}

/// An opening without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unclosed {
    delimiters: Delimiters,
    /// First byte of the opening.
    at: usize,
    /// A quote or bracket that is open at the end.
    open: Option<usize>,
    /// What should be replaced: a wrong closer, or nothing.
    repair: Range<usize>,
    replacement: String,
}

/// The byte after an insert that opens at `at`.
pub(super) fn close(text: &str, at: usize, delimiters: Delimiters) -> Result<usize, Unclosed> {
    let start = at + delimiters.opener().len();
    if delimiters == Delimiters::Comment {
        let end = text[start..].find(delimiters.closer());
        return end.map(|end| start + end + 2).ok_or_else(|| Unclosed::new(text, at, delimiters, None));
    }
    let bytes = text.as_bytes();
    let closer = delimiters.closer().as_bytes();
    let mut open: Vec<usize> = Vec::new();
    let mut quote = None;
    let mut here = start;
    while here < bytes.len() {
        match bytes[here] {
            b'"' => quote = if quote.is_some() { None } else { Some(here) },
            b'\n' if is_blank_line(&bytes[here + 1..]) => break,
            _ if quote.is_some() => {}
            _ if open.is_empty() && bytes[here..].starts_with(closer) => return Ok(here + closer.len()),
            b'{' | b'(' | b'[' => open.push(here),
            closing @ (b'}' | b')' | b']') => {
                open.pop_if(|opened| partner(bytes[*opened]) == char::from(closing));
            }
            _ => {}
        }
        here += 1;
    }
    Err(Unclosed::new(text, at, delimiters, quote.or(open.first().copied())))
}

/// What closes a bracket or a quote.
fn partner(opening: u8) -> char {
    match opening {
        b'{' => '}',
        b'(' => ')',
        b'[' => ']',
        other => char::from(other),
    }
}

fn is_blank_line(rest: &[u8]) -> bool {
    rest.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r')).is_none_or(|byte| *byte == b'\n')
}

impl Unclosed {
    fn new(text: &str, at: usize, delimiters: Delimiters, open: Option<usize>) -> Unclosed {
        let start = at + 2;
        let line = text[start..].lines().next().unwrap_or("");
        let line = &line[..["{{", "{%"].iter().filter_map(|opener| line.find(opener)).min().unwrap_or(line.len())];
        let closer = delimiters.closer();
        let ends_before = |length: usize| start + line[..length].trim_end().len();
        let (repair, replacement) = match (open, line.find(closer)) {
            // The closer is there, but within a bracket or a quote that should end before it.
            (Some(open), Some(found)) => (ends_before(found)..ends_before(found), partner(text.as_bytes()[open]).to_string()),
            _ => match wrong_closer(line) {
                Some(found) => (start + found.start..start + found.end, closer.to_string()),
                None => (ends_before(line.len())..ends_before(line.len()), format!(" {closer}")),
            },
        };
        Unclosed { delimiters, at, open, repair, replacement }
    }

    /// The error, with a place for the closer.
    pub(super) fn diagnostic(&self, span: &dyn Fn(Range<usize>) -> Span) -> Diagnostic {
        let (opener, closer) = (self.delimiters.opener(), self.delimiters.closer());
        let error = Diagnostic::error("unclosed-insert", span(self.at..self.at + 2), format!("`{opener}` is never closed"));
        let error = match self.open {
            Some(open) => error
                .also(span(open..open + 1), "this is still open")
                .help(format!("close what is open before `{closer}`, or write `\\{opener}` for the braces themselves")),
            None => error
                .note(format!("no `{closer}` follows before the paragraph ends"))
                .help(format!("close it with `{closer}`, or write `\\{opener}` for the braces themselves")),
        };
        error.fix(span(self.repair.clone()), self.replacement.clone())
    }
}

/// Something that was meant as a closer: the first, and there the longest.
fn wrong_closer(line: &str) -> Option<Range<usize>> {
    let found = ["}}", "%}", "#}", "}", "%"].iter().filter_map(|wrong| line.find(wrong).map(|at| at..at + wrong.len()));
    found.min_by_key(|range| (range.start, std::cmp::Reverse(range.end)))
}

/// Reads what is between the brackets of an insert; `range` is the whole of it.
pub(super) fn read(
    text: &str,
    range: Range<usize>,
    delimiters: Delimiters,
    span: &dyn Fn(Range<usize>) -> Span,
) -> Result<InsertKind, Box<Diagnostic>> {
    let inner = range.start + 2..range.end - 2;
    let content = trim(text, inner.clone());
    match delimiters {
        Delimiters::Comment => Ok(InsertKind::Comment { text: span(content) }),
        Delimiters::Value => {
            let colon = last_colon(&text[content.clone()]).map(|at| content.start + at);
            let expression = trim(text, content.start..colon.unwrap_or(content.end));
            if expression.is_empty() {
                let error = Diagnostic::error("empty-insert", span(range), "an insert without an expression")
                    .help("write what to compute: `{{ name }}`, or `\\{{` for the braces themselves");
                return Err(error.into());
            }
            let format = colon.map(|colon| trim(text, colon + 1..content.end));
            if let (Some(format), Some(colon)) = (&format, colon)
                && format.is_empty()
            {
                let error = Diagnostic::error("empty-format", span(colon..colon + 1), "a colon without a format")
                    .help("name a format after the colon, or leave it out")
                    .fix(span(expression.end..colon + 1), "");
                return Err(error.into());
            }
            Ok(InsertKind::Value { expression: span(expression), format: format.map(span) })
        }
        Delimiters::Tag => tag(text, content, range, span),
    }
}

fn tag(
    text: &str,
    content: Range<usize>,
    range: Range<usize>,
    span: &dyn Fn(Range<usize>) -> Span,
) -> Result<InsertKind, Box<Diagnostic>> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let length = text[content.clone()].find(|c| !is_name(c)).unwrap_or(content.len());
    let name = content.start..content.start + length;
    let arguments = trim(text, name.end..content.end);
    match &text[name.clone()] {
        "" => {
            let error = Diagnostic::error("empty-insert", span(range), "a tag without a name")
                .help("write what to draw: `{% name … %}`, or `\\{%` for the braces themselves");
            Err(error.into())
        }
        word @ ("else" | "end") if !arguments.is_empty() => {
            let error = Diagnostic::error("stray-argument", span(arguments.clone()), format!("`{word}` takes no arguments"))
                .help("leave them out")
                .fix(span(name.end..arguments.end), "");
            Err(error.into())
        }
        "else" => Ok(InsertKind::Else),
        "end" => Ok(InsertKind::End),
        _ => Ok(InsertKind::Tag { name: span(name), arguments: span(arguments) }),
    }
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

/// What is asked for, and the format that follows the last colon, if there is one: for shortcodes as for values.
pub fn split_format(text: &str) -> (Range<usize>, Option<Range<usize>>) {
    let colon = last_colon(text);
    (trim(text, 0..colon.unwrap_or(text.len())), colon.map(|colon| trim(text, colon + 1..text.len())))
}

/// The last colon outside of quotes and brackets.
fn last_colon(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut quoted = false;
    let mut found = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth = depth.saturating_sub(1),
            b':' if depth == 0 => found = Some(at),
            _ => {}
        }
    }
    found
}
