//! A line of text with inserts and without Markdown: a title or a description in the front matter.

use std::ops::Range;

use super::holes::{Holes, Shown};
use super::insert::{self, Delimiters, Insert, InsertKind, Place, close};
use super::{escape, push};
use crate::diagnostic::{Diagnostics, SourceId, Span};

/// A text, some of it computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    pieces: Vec<Piece>,
    inserts: Vec<Insert>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(Box<str>),
    Insert(usize),
}

impl TextLine {
    /// Reads a `range` of a file's `text`. Only values may be in it: a tag is the callback's to refuse.
    pub fn parse(source: SourceId, range: Range<usize>, text: &str, diagnostics: &mut Diagnostics) -> TextLine {
        let span = |range: Range<usize>| Span::new(source, range);
        let mut line = TextLine { pieces: Vec::new(), inserts: Vec::new() };
        let text = &text[..range.end];
        let (mut done, mut at) = (range.start, range.start);
        while let Some(brace) = text[at..].find('{').map(|offset| at + offset) {
            let escaped = brace > range.start && text.as_bytes()[brace - 1] == b'\\';
            at = brace + 1;
            let Some(delimiters) = Delimiters::opening(&text[brace..]) else { continue };
            if escaped {
                line.text(&text[done..brace - 1]);
                line.text(&text[brace..brace + 2]);
                (done, at) = (brace + 2, brace + 2);
                continue;
            }
            match close(text, brace, delimiters) {
                Ok(end) => {
                    line.text(&text[done..brace]);
                    match insert::read(text, brace..end, delimiters, &span) {
                        Ok(kind) => {
                            let insert = Insert { kind, span: span(brace..end), place: Place::Text };
                            match insert::refuse_branch(&insert, text) {
                                Some(error) => diagnostics.push(error),
                                None => line.insert(insert),
                            }
                        }
                        Err(error) => diagnostics.push(*error),
                    }
                    (done, at) = (end, end);
                }
                Err(unclosed) => diagnostics.push(unclosed.diagnostic(&span)),
            }
        }
        line.text(&text[done..]);
        line
    }

    /// What is computed in it.
    pub fn inserts(&self) -> &[Insert] {
        &self.inserts
    }

    /// The text as HTML and as plain text; the holes are asked with the indices of [`TextLine::inserts`].
    pub fn render(&self, holes: &mut dyn Holes) -> Shown {
        let mut shown = Shown::default();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => {
                    escape::text(&mut shown.html, text);
                    shown.text.push_str(text);
                }
                Piece::Insert(index) => {
                    let hole = holes.show(*index, &self.inserts[*index]);
                    shown.html.push_str(&hole.html);
                    shown.text.push_str(&hole.text);
                }
            }
        }
        shown
    }

    fn text(&mut self, text: &str) {
        if !text.is_empty() {
            self.pieces.push(Piece::Text(text.into()));
        }
    }

    fn insert(&mut self, insert: Insert) {
        let is_comment = matches!(insert.kind, InsertKind::Comment { .. });
        let index = push(&mut self.inserts, insert);
        if !is_comment {
            self.pieces.push(Piece::Insert(index));
        }
    }
}
