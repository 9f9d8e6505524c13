//! What stands behind a chart's name: `peak, saved over batch_size from 1 to 64 against card in d2`.
//!
//! ```text
//! arguments = head { WORD rest } ; words count outside brackets and quotes only
//! column    = expression ["as" "\"" title "\""] [":" format]
//! ```

use crate::diagnostic::{Diagnostic, Diagnostics, Span, nearest};

/// A part of the arguments, without white space at its ends, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(in crate::edition) struct Piece<'t> {
    pub(in crate::edition) text: &'t str,
    pub(in crate::edition) span: Span,
}

impl<'t> Piece<'t> {
    pub(in crate::edition) fn new(text: &'t str, span: Span) -> Piece<'t> {
        let start = span.start as usize + (text.len() - text.trim_start().len());
        let text = text.trim();
        Piece { text, span: Span::new(span.source, start..start + text.len()) }
    }

    /// A part of it.
    pub(in crate::edition) fn slice(&self, range: std::ops::Range<usize>) -> Piece<'t> {
        let start = self.span.start as usize;
        Piece::new(&self.text[range.clone()], Span::new(self.span.source, start + range.start..start + range.end))
    }

    /// Its first word.
    pub(in crate::edition) fn head(&self) -> Piece<'t> {
        self.slice(0..self.text.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(self.text.len()))
    }

    /// What stands behind its first word.
    pub(in crate::edition) fn tail(&self) -> Piece<'t> {
        self.slice(self.head().text.len()..self.text.len())
    }

    /// What stands between commas.
    pub(in crate::edition) fn list(&self) -> Vec<Piece<'t>> {
        self.split(',')
    }

    /// What stands between signs like this one.
    pub(in crate::edition) fn split(&self, sign: char) -> Vec<Piece<'t>> {
        let mut found = Vec::new();
        let mut start = 0;
        for (at, c) in outside(self.text) {
            if c == sign {
                found.push(self.slice(start..at));
                start = at + 1;
            }
        }
        found.push(self.slice(start..self.text.len()));
        found
    }

    /// What stands before and behind the first of a word.
    pub(in crate::edition) fn split_word(&self, word: &str) -> Option<(Piece<'t>, Piece<'t>)> {
        let (start, end, _) = words(self.text).into_iter().find(|(.., found)| *found == word)?;
        Some((self.slice(0..start), self.slice(end..self.text.len())))
    }
}

/// The characters that stand outside brackets and quotes, and where.
fn outside(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut depth = 0usize;
    let mut quoted = false;
    text.char_indices().filter(move |(_, c)| {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    })
}

/// The words that stand outside brackets and quotes, each between white space or an end: where they begin and end.
fn words(text: &str) -> Vec<(usize, usize, &str)> {
    let mut found = Vec::new();
    let mut start: Option<usize> = None;
    let mut last = 0;
    let mut whole = true;
    for (at, c) in outside(text).chain([(text.len(), ' ')]) {
        // Something in brackets or quotes lies between: it belongs to the word.
        if at != last {
            whole = false;
        }
        last = at + c.len_utf8();
        if c.is_whitespace() {
            if let Some(start) = start.take()
                && whole
            {
                found.push((start, at, &text[start..at]));
            }
            whole = true;
        } else if start.is_none() {
            start = Some(at);
        }
    }
    found
}

/// The head, and what stands behind each word.
#[derive(Debug)]
pub(in crate::edition) struct Clauses<'t> {
    /// Before the first word.
    pub(in crate::edition) head: Piece<'t>,
    found: Vec<(&'static str, Piece<'t>)>,
}

/// Where a chart's chain, `in S where {…}`, is kept among its clauses; the words belong to it.
pub(super) const CHAIN: &str = "in";

impl<'t> Clauses<'t> {
    /// Cuts the arguments at these words. With [`CHAIN`] among them, `in` and `where` behind the first other word begin
    /// the chain that stands behind everything; before it they belong to the expression.
    ///
    /// A word that stands twice is reported.
    pub(super) fn read(all: Piece<'t>, known: &[&'static str], faults: &mut Diagnostics) -> Option<Clauses<'t>> {
        let mut cuts: Vec<(&'static str, usize, usize)> = Vec::new();
        let chained = known.contains(&CHAIN);
        for (start, end, word) in words(all.text) {
            let in_chain = cuts.last().is_some_and(|(word, ..)| *word == CHAIN);
            if chained && matches!(word, "in" | "where") {
                if !cuts.is_empty() && !in_chain {
                    cuts.push((CHAIN, start, start));
                }
            } else if let Some(word) = known.iter().find(|known| **known == word) {
                if cuts.iter().any(|(known, ..)| known == word) {
                    let at = all.slice(start..end).span;
                    faults
                        .push(Diagnostic::error("bad-argument", at, format!("`{word}` stands here twice")).help("leave one out"));
                    return None;
                }
                cuts.push((word, start, end));
            }
        }
        let ends = cuts.iter().skip(1).map(|(_, start, _)| *start).chain([all.text.len()]);
        let found = cuts.iter().zip(ends).map(|((word, _, from), to)| (*word, all.slice(*from..to))).collect();
        let head = all.slice(0..cuts.first().map_or(all.text.len(), |(_, start, _)| *start));
        Some(Clauses { head, found })
    }

    /// Cuts the arguments at these words, each written `word=…`.
    ///
    /// A word that stands twice, and one that is not known, is reported.
    pub(in crate::edition) fn keyed(all: Piece<'t>, known: &[&'static str], faults: &mut Diagnostics) -> Option<Clauses<'t>> {
        let mut cuts: Vec<(&'static str, usize, usize)> = Vec::new();
        for (start, _, word) in words(all.text) {
            let Some((key, _)) = word.split_once('=').filter(|(key, _)| key.chars().all(char::is_alphabetic) && !key.is_empty())
            else {
                continue;
            };
            let at = all.slice(start..start + key.len());
            match known.iter().find(|known| **known == key) {
                Some(key) if cuts.iter().any(|(known, ..)| known == key) => {
                    let twice = Diagnostic::error("bad-argument", at.span, format!("`{key}` stands here twice"));
                    faults.push(twice.help("leave one out"));
                    return None;
                }
                Some(key) => cuts.push((key, start, start + key.len() + 1)),
                None => {
                    faults.push(unknown(at, "argument", known.iter().copied()));
                    return None;
                }
            }
        }
        let ends = cuts.iter().skip(1).map(|(_, start, _)| *start).chain([all.text.len()]);
        let found = cuts.iter().zip(ends).map(|((word, _, from), to)| (*word, all.slice(*from..to))).collect();
        Some(Clauses { head: all.slice(0..cuts.first().map_or(all.text.len(), |(_, start, _)| *start)), found })
    }

    /// What stands behind a word; an empty piece behind a word that needs none.
    pub(in crate::edition) fn get(&self, word: &str) -> Option<Piece<'t>> {
        self.found.iter().find(|(known, _)| *known == word).map(|(_, piece)| *piece)
    }

    /// What stands behind a word that must be there; `example` shows how it is written.
    pub(super) fn need(&self, word: &str, example: &str, faults: &mut Diagnostics) -> Option<Piece<'t>> {
        match self.get(word).filter(|piece| !piece.text.is_empty()) {
            Some(piece) => Some(piece),
            None => {
                let at = self.found.last().map_or(self.head.span, |(_, piece)| piece.span);
                faults.push(missing(at, format!("`{word}` is missing, or nothing stands behind it"), example));
                None
            }
        }
    }
}

/// A fault of something that should stand there.
pub(in crate::edition) fn missing(at: Span, message: impl Into<String>, example: &str) -> Diagnostic {
    Diagnostic::error("missing-argument", at, message).help(format!("write, for instance, `{example}`"))
}

/// A fault of a name that is none of these.
pub(in crate::edition) fn unknown<'a>(at: Piece<'_>, what: &str, known: impl Iterator<Item = &'a str> + Clone) -> Diagnostic {
    let diagnostic = Diagnostic::error("unknown-name", at.span, format!("there is no {what} `{}`", at.text));
    match nearest(at.text, known.clone()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")).fix(at.span, near),
        None => {
            let known: Vec<&str> = known.take(12).collect();
            diagnostic.help(if known.is_empty() {
                format!("the book has no {what}")
            } else {
                format!("there are {}", known.join(", "))
            })
        }
    }
}
