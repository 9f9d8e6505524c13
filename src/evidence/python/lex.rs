//! Words of a Python file: names, numbers, texts, operators, ends of logical lines.

use crate::diagnostic::{SourceId, Span};

/// Operators of two and three letters, longest first.
const LONG: [&str; 22] = [
    "**=", "//=", ">>=", "<<=", "...", "**", "//", ">>", "<<", "==", "!=", "<=", ">=", "->", ":=", "+=", "-=", "*=", "/=", "%=",
    "&=", "|=",
];

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Number,
    /// A text without anything computed in it.
    Text,
    /// `f'…'`, which computes.
    Formatted,
    /// `b'…'`.
    Bytes,
    Operator,
    LineEnd,
}

/// A word of a file.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// As it is written; of a text, what it says.
    pub(super) text: String,
    pub(super) span: Span,
    /// Columns before the first token of its line.
    pub(super) indent: usize,
    /// What Python would refuse about it.
    pub(super) fault: Option<&'static str>,
}

/// Splits a text; it never fails, since what cannot be read is a token with a fault.
pub(super) fn lex(source: SourceId, text: &str) -> Vec<Token> {
    let mut lexer = Lexer { source, text, at: 0, depth: 0, indent: 0, fresh: true, tokens: Vec::new() };
    while lexer.at < text.len() {
        lexer.next();
    }
    lexer.tokens
}

struct Lexer<'t> {
    source: SourceId,
    text: &'t str,
    at: usize,
    /// Open brackets: inside them line ends do not count.
    depth: usize,
    indent: usize,
    /// Is this the start of a line.
    fresh: bool,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn push(&mut self, kind: Kind, start: usize, text: String, fault: Option<&'static str>) {
        let span = Span::new(self.source, start..self.at);
        self.tokens.push(Token { kind, text, span, indent: self.indent, fault });
    }

    fn next(&mut self) {
        let start = self.at;
        let Some(first) = self.rest().chars().next() else { return };
        if self.fresh && self.depth == 0 {
            self.indentation();
            self.fresh = false;
            return;
        }
        match first {
            '\n' | '\r' => {
                self.at += 1;
                if self.depth == 0 {
                    self.push(Kind::LineEnd, start, String::new(), None);
                    self.fresh = true;
                }
            }
            '#' => self.at += self.rest().find(['\n', '\r']).unwrap_or(self.rest().len()),
            '\\' if self.rest()[1..].starts_with(['\n', '\r']) => {
                self.at += if self.rest()[1..].starts_with("\r\n") { 3 } else { 2 }
            }
            c if c.is_whitespace() || c == '\u{feff}' => self.at += c.len_utf8(),
            '\'' | '"' => self.quoted(start, ""),
            c if c.is_ascii_digit() => self.number(),
            '.' if self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) => self.number(),
            c if c == '_' || c.is_alphabetic() => self.name(),
            _ => self.operator(first),
        }
    }

    fn indentation(&mut self) {
        let mut indent = 0;
        for c in self.rest().chars() {
            match c {
                ' ' => indent += 1,
                '\t' => indent = indent / 8 * 8 + 8,
                '\u{c}' => indent = 0,
                _ => break,
            }
        }
        self.indent = indent;
        let length = self.rest().len() - self.rest().trim_start_matches([' ', '\t', '\u{c}']).len();
        self.at += length;
    }

    fn name(&mut self) {
        let start = self.at;
        let length = self.rest().find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(self.rest().len());
        self.at += length;
        let word = self.text[start..self.at].to_string();
        let prefix = word.to_ascii_lowercase();
        if self.rest().starts_with(['\'', '"'])
            && matches!(prefix.as_str(), "r" | "u" | "b" | "f" | "t" | "rb" | "br" | "rf" | "fr")
        {
            return self.quoted(start, &prefix);
        }
        self.push(Kind::Name, start, word, None);
    }

    /// A number with its letters, so that `12abc` is one word that cannot be read.
    fn number(&mut self) {
        let start = self.at;
        let (mut before, mut length) = (' ', 0);
        for c in self.rest().chars() {
            let exponent = matches!(before, 'e' | 'E') && matches!(c, '+' | '-') && !self.text[start..].starts_with("0x");
            if !(c.is_alphanumeric() || c == '_' || c == '.' || exponent) {
                break;
            }
            length += c.len_utf8();
            before = c;
        }
        self.at += length;
        let text = self.text[start..self.at].to_string();
        self.push(Kind::Number, start, text, None);
    }

    fn quoted(&mut self, start: usize, prefix: &str) {
        let quote = if self.rest().starts_with('"') { '"' } else { '\'' };
        let triple: String = [quote; 3].iter().collect();
        let long = self.rest().starts_with(&triple);
        self.at += if long { 3 } else { 1 };
        let (mut said, mut closed, mut escaped) = (String::new(), false, false);
        while let Some(c) = self.rest().chars().next() {
            if !escaped && (if long { self.rest().starts_with(&triple) } else { c == quote }) {
                self.at += if long { 3 } else { 1 };
                closed = true;
                break;
            }
            if !long && !escaped && matches!(c, '\n' | '\r') {
                break;
            }
            self.at += c.len_utf8();
            if escaped {
                said.push(match c {
                    'n' => '\n',
                    't' => '\t',
                    other => other,
                });
                escaped = false;
            } else if c == '\\' && !prefix.contains('r') {
                escaped = true;
            } else {
                said.push(c);
            }
        }
        let kind = if prefix.contains(['f', 't']) {
            Kind::Formatted
        } else if prefix.contains('b') {
            Kind::Bytes
        } else {
            Kind::Text
        };
        self.push(kind, start, said, (!closed).then_some("this text has no end"));
    }

    fn operator(&mut self, first: char) {
        let start = self.at;
        let length = LONG.iter().find(|long| self.rest().starts_with(**long)).map_or(first.len_utf8(), |long| long.len());
        self.at += length;
        let text = self.text[start..self.at].to_string();
        let mut fault = None;
        match first {
            '(' | '[' | '{' => self.depth += 1,
            ')' | ']' | '}' if self.depth == 0 => fault = Some("this bracket closes nothing"),
            ')' | ']' | '}' => self.depth -= 1,
            '+' | '-' | '*' | '/' | '%' | '=' | ':' | ',' | ';' | '<' | '>' | '!' | '@' | '&' | '|' | '^' | '~' | '.' => {}
            _ => fault = Some("this sign means nothing in Python"),
        }
        self.push(Kind::Operator, start, text, fault);
    }
}
