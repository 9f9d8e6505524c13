//! The contents of events: texts with inserts, code, math, raw HTML.

use std::ops::Range;

use super::super::event::{Chars, Event, Kind, Line, Math, Tag};
use super::super::insert::{self, Insert, InsertKind, Place};
use super::super::mask::Part;
use super::super::raw::Region;
use super::super::{index, math, push};
use super::Reader;
use crate::diagnostic::{Diagnostic, Span};

impl Reader<'_, '_> {
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.document.source, self.base + range.start..self.base + range.end)
    }

    pub(super) fn push(&mut self, kind: Kind, range: Range<usize>) {
        let at = |offset: usize| index(self.base + offset);
        self.document.events.push(Event { kind, start: at(range.start), end: at(range.end) });
    }

    /// Is the event's text what the copy has at its range, so that the source's own bytes may stand for it.
    pub(super) fn is_verbatim(&self, text: &str, range: &Range<usize>) -> bool {
        self.mask.text.get(range.clone()) == Some(text)
    }

    /// Text in which inserts count.
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        if !self.is_verbatim(text, &range) {
            return self.decoded_text(text, range);
        }
        let mut at = range.start;
        for mark in self.mask.within(range.clone()) {
            let (masked, is_insert) = (self.mask.marks[mark].range.clone(), self.mask.marks[mark].insert.is_some());
            if is_insert {
                if at < masked.start {
                    self.push(Kind::Text(Chars::Source), at..masked.start);
                }
                if masked.start >= range.start {
                    self.insert(mark, self.place());
                }
                at = masked.end;
            }
        }
        if at < range.end {
            self.push(Kind::Text(Chars::Source), at..range.end);
        }
    }

    fn decoded_text(&mut self, text: &str, range: Range<usize>) {
        let mask = self.mask;
        for part in mask.restore(self.body, text, &mut mask.within(range.clone())) {
            match part {
                Part::Text(text) => {
                    let kept = self.document.keep(text);
                    self.push(Kind::Text(Chars::Owned(kept)), range.clone());
                }
                Part::Insert(mark) => self.insert(mark, self.place()),
            }
        }
    }

    /// Text in which braces are braces.
    pub(super) fn code_chars(&mut self, text: &str, range: Range<usize>) -> Chars {
        let marks = self.mask.within(range.clone());
        self.seen[marks.clone()].fill(true);
        if self.is_verbatim(text, &range) {
            return Chars::Source;
        }
        Chars::Owned(self.document.keep(&self.unmasked(text, marks)))
    }

    /// A text of the parser with everything put back as it was.
    fn unmasked(&self, text: &str, mut marks: Range<usize>) -> String {
        let parts = self.mask.restore(self.body, text, &mut marks);
        let original = |part: &Part<'_>| match part {
            Part::Text(text) => (*text).to_string(),
            Part::Insert(mark) => self.body[self.mask.marks[*mark].range.clone()].to_string(),
        };
        parts.iter().map(original).collect()
    }

    pub(super) fn math(&mut self, tex: &str, range: Range<usize>, display: bool) {
        let marks = self.mask.within(range.clone());
        self.seen[marks.clone()].fill(true);
        let dollars = if display { 2 } else { 1 };
        let inner = range.start + dollars..range.end - dollars;
        let tex = if self.is_verbatim(tex, &inner) { self.body[inner.clone()].to_string() } else { self.unmasked(tex, marks) };
        match math::mathml(&tex, display) {
            Ok(mathml) => {
                let math = push(&mut self.document.maths, Math { mathml: mathml.into(), display });
                self.push(Kind::Math(index(math)), inner);
            }
            Err(fault) => {
                let exact = tex.len() == inner.len();
                let at = if exact { inner.start + fault.range.start..inner.start + fault.range.end } else { inner };
                let error = Diagnostic::error("bad-math", self.span(at), fault.message).note(fault.label);
                self.diagnostics.push(error);
            }
        }
    }

    pub(super) fn html(&mut self, html: &str, range: Range<usize>) {
        if !self.is_verbatim(html, &range) {
            let chars = self.code_chars(html, range.clone());
            return self.push(Kind::Html(chars), range);
        }
        let mut at = range.start;
        for mark in self.mask.within(range.clone()) {
            let masked = self.mask.marks[mark].range.clone();
            if self.mask.marks[mark].insert.is_none() || masked.start < range.start {
                continue;
            }
            match self.raw.region(&self.mask.text[at..masked.start]) {
                Region::Comment => {
                    self.seen[mark] = true;
                    self.push(Kind::Html(Chars::Source), at..masked.end);
                }
                region => {
                    self.push(Kind::Html(Chars::Source), at..masked.start);
                    self.insert(mark, if region == Region::Tag { Place::Attribute } else { self.place() });
                }
            }
            at = masked.end;
        }
        self.raw.region(&self.mask.text[at.min(range.end)..range.end]);
        if at < range.end {
            self.push(Kind::Html(Chars::Source), at..range.end);
        }
    }

    /// What stands around the text that is being read.
    pub(super) fn place(&self) -> Place {
        let mut place = if self.raw.in_link() { Place::Link } else { Place::Text };
        for frame in &self.open {
            place = match frame.tag {
                Tag::Fence(_) => Place::Live,
                Tag::Image(_) => Place::Attribute,
                Tag::Link(_) if place != Place::Attribute => Place::Link,
                Tag::Heading(_) => Place::Heading,
                _ => place,
            };
        }
        place
    }

    /// Reads an insert and puts it here.
    pub(super) fn insert(&mut self, mark: usize, place: Place) {
        let range = self.mask.marks[mark].range.clone();
        if let Some(insert) = self.read_insert(mark, place) {
            self.push(Kind::Insert(insert), range);
        }
    }

    /// Reads an insert into the table; a comment is nothing to show.
    fn read_insert(&mut self, mark: usize, place: Place) -> Option<u32> {
        self.seen[mark] = true;
        let mark = &self.mask.marks[mark];
        let (range, delimiters) = (mark.range.clone(), mark.insert?);
        let span = |range: Range<usize>| self.span(range);
        let kind = match insert::read(self.body, range.clone(), delimiters, &span) {
            Ok(kind) => kind,
            Err(error) => {
                self.diagnostics.push(*error);
                return None;
            }
        };
        let is_comment = matches!(kind, InsertKind::Comment { .. });
        let leaves = self.open.last().is_some_and(|frame| range.end > frame.range.end.max(frame.inner_end));
        if leaves && !is_comment && place != Place::Attribute {
            let error = Diagnostic::error(
                "insert-crosses-lines",
                self.span(range.clone()),
                "an insert that goes on after its line's end",
            )
            .help("write it on one line: headings and table cells end where their line ends");
            self.diagnostics.push(error);
        }
        let insert = Insert { kind, span: self.span(range), place };
        let insert = index(push(&mut self.document.inserts, insert));
        (!is_comment).then_some(insert)
    }

    /// A text of an attribute, made from these marks.
    pub(super) fn line(&mut self, text: &str, marks: &mut Range<usize>) -> Line {
        let mask = self.mask;
        let mut line = String::new();
        let mut inserts = Vec::new();
        for part in mask.restore(self.body, text, marks) {
            match part {
                Part::Text(text) => line.push_str(text),
                Part::Insert(mark) => {
                    let Some(insert) = self.read_insert(mark, Place::Attribute) else { continue };
                    match insert::refuse_branch(&self.document.inserts[insert as usize], self.file) {
                        Some(error) => self.diagnostics.push(error),
                        None => inserts.push((index(line.len()), insert)),
                    }
                }
            }
        }
        Line { text: line.into(), inserts: inserts.into() }
    }

    /// Inserts that no event has met stand where nothing is computed.
    pub(super) fn report_lost(&mut self) {
        for (mark, seen) in self.mask.marks.iter().zip(&self.seen) {
            if mark.insert.is_some() && !seen {
                let error = Diagnostic::error("misplaced-insert", self.span(mark.range.clone()), "nothing is computed here")
                    .help("inserts stand in text, in the target and title of a link that is used, and in code marked `live`");
                self.diagnostics.push(error);
            }
        }
    }
}
