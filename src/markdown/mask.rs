//! Mask, do not cut: the copy of the source that the Markdown parser is given.
//!
//! The copy has exactly as many bytes as the source, so that every range the parser answers is a range of the
//! source, and no offset is ever shifted. Two things differ in it:
//!
//! - An insert, `{{ … }}`, `{% … %}` or `{# … #}`, is one private letter and padding. The parser sees a word: bars do
//!   not split table cells, quotes and stars mean nothing, and emphasis may stand around it.
//! - A CJK character that touches a run of `*` or `~` may become a letter or a punctuation mark of the same length.
//!   CommonMark lets a run open emphasis only if the text around it has spaces or punctuation in the right places,
//!   which CJK text has not: `**「重要」**です` stays literal. The characters chosen here make the parser decide as
//!   the CJK-friendly amendment to CommonMark does. Only letters are exchanged, never structure, so this can be
//!   deleted when the parser's own option for it is released.
//!
//! Whoever reads a text out of the parser's events takes it from the source, at the event's range; where an event has
//! no range of its own (the target of a link), [`Mask::restore`] puts back what was masked.

use std::ops::Range;

use super::cjk::{Class, class};
use super::escape::find;
use super::insert::{Delimiters, Unclosed, close};

/// Stands for an insert.
const INSERT: char = '\u{E000}';
/// Stands for an insert whose line ends after its opening.
const SHORT_INSERT: char = '\u{378}';
/// Stands for a CJK punctuation mark that is to count as a letter.
const LETTER: char = '\u{E001}';
/// Stands for a CJK letter of three bytes that is to count as punctuation (MONGOLIAN BIRGA: rare, as is
/// its first byte, so that looking for it costs nothing).
const POINT: char = '\u{1800}';
/// Stands for a CJK letter of four bytes that is to count as punctuation (AEGEAN WORD SEPARATOR LINE).
const LONG_POINT: char = '\u{10100}';

/// One masked place. A character of the source that is itself one of these stands in the list too, as masked by
/// itself: so the n-th of them in the copy is always the n-th mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// Bytes of the text that was masked.
    pub(super) range: Range<usize>,
    /// The insert's brackets; none for a character.
    pub(super) insert: Option<Delimiters>,
}

/// The copy, and what it hides.
#[derive(Debug)]
pub(super) struct Mask {
    /// As many bytes as the source, with its line ends.
    pub(super) text: String,
    /// In the order of the source, without overlaps.
    pub(super) marks: Vec<Mark>,
    /// Openings without an end; their braces are left as they are.
    pub(super) unclosed: Vec<Unclosed>,
    /// May an insert hide an end of code or math, so that what is code must be known before masking.
    pub(super) doubtful: bool,
}

/// A part of a text that was masked.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// As the source has it.
    Text(&'a str),
    /// An insert, by its place in [`Mask::marks`].
    Insert(usize),
}

impl Mask {
    /// Masks a text, except in the ranges of code.
    pub(super) fn new(source: &str, code: &[Range<usize>]) -> Mask {
        let mut scan = Scan {
            source,
            copied: 0,
            mask: Mask { text: String::with_capacity(source.len()), marks: Vec::new(), unclosed: Vec::new(), doubtful: false },
        };
        let mut code = code.iter().peekable();
        let mut at = 0;
        while let Some(found) = next_interesting(source.as_bytes(), at) {
            while code.next_if(|range| range.end <= found).is_some() {}
            at = match code.peek() {
                Some(range) if range.start <= found => range.end,
                _ => scan.step(found),
            };
        }
        scan.copy_to(source.len());
        scan.mask
    }

    /// The marks that meet a range.
    pub(super) fn within(&self, range: Range<usize>) -> Range<usize> {
        let first = self.marks.partition_point(|mark| mark.range.end <= range.start);
        let count = self.marks[first..].partition_point(|mark| mark.range.start < range.end);
        first..first + count
    }

    /// Puts back what was masked in a text that the parser made from these marks' place: the target of a link.
    /// Takes marks from the front as it meets their letters.
    pub(super) fn restore<'a>(&self, source: &'a str, masked: &'a str, marks: &mut Range<usize>) -> Vec<Part<'a>> {
        let mut parts = Vec::new();
        let mut done = 0;
        for (at, found) in masked.match_indices([INSERT, SHORT_INSERT, LETTER, POINT, LONG_POINT]) {
            if at < done || marks.start == marks.end {
                continue;
            }
            let mark = &self.marks[marks.start];
            if self.text.get(mark.range.start..mark.range.start + found.len()) != Some(found) {
                continue; // an entity: `&#xE000;`
            }
            parts.push(Part::Text(&masked[done..at]));
            done = at + found.len();
            if mark.insert.is_some() {
                parts.push(Part::Insert(marks.start));
                let padding = mark.range.len() - found.len();
                let is_padding = |byte: &&u8| matches!(byte, b'x' | b' ' | b'\t' | b'\n' | b'\r');
                done += masked.as_bytes()[done..].iter().take(padding).take_while(is_padding).count();
            } else {
                parts.push(Part::Text(&source[mark.range.clone()]));
            }
            marks.start += 1;
        }
        parts.push(Part::Text(&masked[done..]));
        parts.retain(|part| *part != Part::Text(""));
        parts
    }
}

/// The first byte from `at` on that may begin something to mask.
fn next_interesting(bytes: &[u8], at: usize) -> Option<usize> {
    // The last four lead SHORT_INSERT, POINT, INSERT and LETTER, LONG_POINT.
    find(bytes, at, |byte| matches!(byte, b'{' | b'*' | b'~' | 0xCD | 0xE1 | 0xEE | 0xF0))
}

struct Scan<'a> {
    source: &'a str,
    copied: usize,
    mask: Mask,
}

impl Scan<'_> {
    /// Masks what begins at this byte, if anything does, and says where to go on.
    fn step(&mut self, at: usize) -> usize {
        match self.source.as_bytes()[at] {
            b'{' => self.brace(at),
            b'*' | b'~' => self.run(at),
            _ => match self.source[at..].chars().next() {
                Some(c @ (INSERT | SHORT_INSERT | LETTER | POINT | LONG_POINT)) => {
                    self.exchange(at..at + c.len_utf8(), c);
                    at + c.len_utf8()
                }
                other => at + other.map_or(1, char::len_utf8),
            },
        }
    }

    fn brace(&mut self, at: usize) -> usize {
        let Some(delimiters) = Delimiters::opening(&self.source[at..]) else { return at + 1 };
        if self.source[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1 {
            return at + 2;
        }
        match close(self.source, at, delimiters) {
            Ok(end) => {
                self.hide(at..end, delimiters);
                end
            }
            Err(unclosed) => {
                self.mask.doubtful = true;
                self.mask.unclosed.push(unclosed);
                at + 2
            }
        }
    }

    /// Writes one letter and padding for an insert. Line ends and the white space after them stay: a list item or a
    /// quotation goes on in the next line as it did.
    fn hide(&mut self, range: Range<usize>, delimiters: Delimiters) {
        let inner = &self.source[range.clone()];
        self.mask.doubtful |= inner.bytes().any(|byte| matches!(byte, b'`' | b'~' | b'$' | b'\n'));
        self.copy_to(range.start);
        let letter = if matches!(inner.as_bytes()[2], b'\n' | b'\r') { SHORT_INSERT } else { INSERT };
        self.mask.text.push(letter);
        let mut indentation = false;
        let hidden = inner.as_bytes()[letter.len_utf8()..].iter().map(|byte| {
            indentation = matches!(byte, b'\n' | b'\r') || indentation && matches!(byte, b' ' | b'\t');
            if indentation { char::from(*byte) } else { 'x' }
        });
        self.mask.text.extend(hidden);
        self.copied = range.end;
        self.mask.marks.push(Mark { range, insert: Some(delimiters) });
    }

    /// Exchanges the CJK characters around a run of stars or tildes, so that the run opens and closes as the
    /// CJK-friendly amendment says: beside other punctuation a CJK character counts as a space; else it is a letter.
    fn run(&mut self, at: usize) -> usize {
        let byte = self.source.as_bytes()[at];
        let length = self.source.as_bytes()[at..].iter().take_while(|other| **other == byte).count();
        let end = at + length;
        self.copy_to(at);
        let rest = &self.source[end..];
        let (Some(before), Some(after)) = (self.mask.text.chars().next_back(), rest.chars().next()) else { return end };
        let right = if Delimiters::opening(rest).is_some() { Class::Letter } else { class(after) };
        let is_cjk = |class| matches!(class, Class::CjkLetter | Class::CjkPunctuation);
        match (masked_class(before), right) {
            (Class::Space, _) | (_, Class::Space) => {}
            (Class::CjkLetter, Class::Punctuation) => self.exchange_last(at, before, as_point(before)),
            (Class::Punctuation, Class::CjkLetter) => {
                self.exchange(end..end + after.len_utf8(), as_point(after));
            }
            (Class::Punctuation, _) | (_, Class::Punctuation) => {}
            (left, right) if is_cjk(left) || is_cjk(right) => {
                if left == Class::CjkPunctuation {
                    self.exchange_last(at, before, LETTER);
                }
                if right == Class::CjkPunctuation {
                    self.exchange(end..end + after.len_utf8(), LETTER);
                }
            }
            _ => {}
        }
        end
    }

    /// Exchanges the character that was copied last, before `at`.
    fn exchange_last(&mut self, at: usize, last: char, with: char) {
        self.mask.text.truncate(self.mask.text.len() - last.len_utf8());
        self.copied = at - last.len_utf8();
        self.exchange(self.copied..at, with);
    }

    fn exchange(&mut self, range: Range<usize>, with: char) {
        self.copy_to(range.start);
        self.mask.text.push(with);
        self.copied = range.end;
        self.mask.marks.push(Mark { range, insert: None });
    }

    fn copy_to(&mut self, at: usize) {
        if self.copied < at {
            self.mask.text.push_str(&self.source[self.copied..at]);
            self.copied = at;
        }
    }
}

/// The class of a character of the copy: an exchanged one counts as what it was exchanged for.
fn masked_class(c: char) -> Class {
    match c {
        POINT | LONG_POINT => Class::Punctuation,
        _ => class(c),
    }
}

fn as_point(c: char) -> char {
    if c.len_utf8() == LONG_POINT.len_utf8() { LONG_POINT } else { POINT }
}
