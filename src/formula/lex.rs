//! Text → tokens. Every character that is not part of the language is reported with what to write instead.

use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Span};

/// A token, where it stands, and the column of its line's first token if it is that token.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) text: String,
    pub(super) span: Span,
    /// Width of the white space before it, if it is the first of its line.
    pub(super) indent: Option<usize>,
}

/// The kinds of tokens; words and symbols are told apart by their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    Number,
    Word,
    Text,
    Symbol,
    /// What is not of the language and was reported; the parser does not complain about it again.
    Foreign,
    /// After the last token; its span is the place where more was expected.
    End,
}

/// Symbols, longest first.
const SYMBOLS: [&str; 22] =
    ["..", "!=", "<=", ">=", "+", "-", "*", "/", "^", "(", ")", "{", "}", "[", "]", ",", ":", "=", "<", ">", "~", ";"];

/// What people write, and what the language writes for it; longest first.
const MEANT: [(&str, &str); 38] = [
    ("==", "="),
    ("=>", ">="),
    ("=<", "<="),
    ("<>", "!="),
    ("**", "^"),
    ("//", "div"),
    ("&&", "and"),
    ("||", "or"),
    ("!", "not"),
    ("%", "mod"),
    ("&", "and"),
    ("|", "or"),
    ("×", "*"),
    ("·", "*"),
    ("÷", "/"),
    ("−", "-"),
    ("–", "-"),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("…", ".."),
    ("＝", "="),
    ("（", "("),
    ("）", ")"),
    ("｛", "{"),
    ("｝", "}"),
    ("，", ","),
    ("、", ","),
    ("：", ":"),
    ("＋", "+"),
    ("－", "-"),
    ("＊", "*"),
    ("／", "/"),
    ("\u{3000}", " "),
    ("\u{a0}", " "),
    ("\u{2009}", " "),
    ("\u{202f}", " "),
    ("．．", ".."),
];

/// Splits `text`, which stands at `start` of `source`, into tokens; the last is [`TokenKind::End`].
pub(super) fn lex(text: &str, source: SourceId, start: usize, diagnostics: &mut Diagnostics) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut indent = Some(0);
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if c == '\n' {
            indent = Some(0);
            at += 1;
            continue;
        }
        if c == ' ' || c == '\t' || c == '\r' || c == '\u{feff}' {
            indent = indent.map(|width| width + 1);
            at += c.len_utf8();
            continue;
        }
        if c == '#' {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        let Some((kind, length)) = token(rest) else {
            let (length, meant) = foreign(text, at, source, start, diagnostics);
            let span = Span::new(source, start + at..start + at + length);
            match (token(&meant), meant.as_str()) {
                (Some((kind, _)), _) => tokens.push(Token { kind, text: meant, span, indent: indent.take() }),
                (None, " ") => {}
                (None, _) => tokens.push(Token { kind: TokenKind::Foreign, text: meant, span, indent: indent.take() }),
            }
            at += length;
            continue;
        };
        let span = Span::new(source, start + at..start + at + length);
        let unclosed = kind == TokenKind::Text && (length < 2 || !rest[1..length].ends_with('"'));
        if unclosed {
            diagnostics
                .push(Diagnostic::error("syntax", span, "this text has no closing `\"`").help("close it on the same line"));
        }
        let kind = if unclosed { TokenKind::Foreign } else { kind };
        tokens.push(Token { kind, text: rest[..length].to_string(), span, indent: indent.take() });
        at += length;
    }
    let end = start + text.trim_end().len();
    tokens.push(Token { kind: TokenKind::End, text: String::new(), span: Span::new(source, end..end), indent: None });
    tokens
}

/// Kind and length of the token that `rest` begins with.
fn token(rest: &str) -> Option<(TokenKind, usize)> {
    let first = rest.chars().next()?;
    if first.is_ascii_digit() {
        return Some((TokenKind::Number, number_length(rest)));
    }
    if is_word_start(first) {
        let length = word_length(rest);
        // A name with a full-width letter in it is one slip.
        return (!rest[length..].starts_with(is_full_width_letter)).then_some((TokenKind::Word, length));
    }
    if first == '"' {
        let length = match rest[1..].find(['"', '\n']) {
            Some(at) if rest[1 + at..].starts_with('"') => at + 2,
            Some(at) => at + 1,
            None => rest.len(),
        };
        return Some((TokenKind::Text, length));
    }
    if MEANT.iter().any(|(written, _)| written.len() > 1 && written.is_ascii() && rest.starts_with(written)) {
        return None;
    }
    SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)).map(|symbol| (TokenKind::Symbol, symbol.len()))
}

/// Digits with `_` between them, and decimals if a digit follows the point.
fn number_length(rest: &str) -> usize {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(text.len());
    let whole = digits(rest);
    match rest[whole..].strip_prefix('.') {
        Some(decimals) if decimals.starts_with(|c: char| c.is_ascii_digit()) => whole + 1 + digits(decimals),
        _ => whole,
    }
}

/// A name; a dot belongs to it if another part follows at once.
fn word_length(rest: &str) -> usize {
    let part = |text: &str| text.find(|c| !is_word(c)).unwrap_or(text.len());
    let mut length = part(rest);
    while rest[length..].starts_with('.') && rest[length + 1..].starts_with(is_word_start) {
        length += 1 + part(&rest[length + 1..]);
    }
    length
}

/// May a name begin with it: a letter of any script, or `_`. Full-width Latin letters are a slip, not a name.
pub(super) fn is_word_start(c: char) -> bool {
    (c.is_alphabetic() || c == '_') && !is_full_width(c)
}

fn is_word(c: char) -> bool {
    is_word_start(c) || c.is_ascii_digit() || (c.is_alphanumeric() && !c.is_ascii() && !is_full_width(c))
}

fn is_full_width(c: char) -> bool {
    ('\u{ff01}'..='\u{ff5e}').contains(&c)
}

/// The ASCII character that a full-width one stands for.
fn narrow(c: char) -> char {
    if is_full_width(c) { char::from_u32(c as u32 - 0xfee0).unwrap_or(c) } else { c }
}

fn is_full_width_letter(c: char) -> bool {
    is_full_width(c) && (narrow(c).is_ascii_alphanumeric() || narrow(c) == '_')
}

/// Reports what is not of the language; gives its length and what was meant, so that reading goes on with that.
fn foreign(text: &str, at: usize, source: SourceId, start: usize, diagnostics: &mut Diagnostics) -> (usize, String) {
    let rest = &text[at..];
    let mut report = |length: usize, message: String, help: String, fix: Option<String>| {
        let span = Span::new(source, start + at..start + at + length);
        let diagnostic = Diagnostic::error("syntax", span, message).help(help);
        diagnostics.push(match fix {
            Some(fix) => diagnostic.fix(span, fix),
            None => diagnostic,
        });
    };
    if let Some((written, meant)) = MEANT.iter().find(|(written, _)| rest.starts_with(written)) {
        let (message, help) = if *meant == " " {
            ("this space is not the ordinary one".to_string(), "write an ordinary space".to_string())
        } else {
            (format!("`{written}` is not part of the language"), format!("write `{meant}`"))
        };
        report(written.len(), message, help, Some(apart(text, at, written.len(), meant)));
        return (written.len(), meant.to_string());
    }
    let length = rest.find(|c| !is_full_width_letter(c) && !is_word(c) && c != '.').unwrap_or(rest.len());
    let word = rest[..length].trim_end_matches('.');
    if word.contains(is_full_width_letter) {
        let narrow: String = word.chars().map(narrow).collect();
        let message = format!("`{word}` has full-width characters");
        report(word.len(), message, format!("write `{narrow}`"), Some(narrow.clone()));
        return (word.len(), narrow);
    }
    let c = rest.chars().next().unwrap_or(' ');
    let is_unseen = c.is_control() || c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}');
    let shown = if is_unseen { c.escape_unicode().to_string() } else { c.to_string() };
    let message = format!("`{shown}` is not part of the language");
    match (c, narrow(c)) {
        ('.', _) => report(
            1,
            message,
            "a decimal has digits on both sides of its point; a range has two points: `1..8`".to_string(),
            None,
        ),
        (_, meant) if meant != c => report(c.len_utf8(), message, format!("write `{meant}`"), Some(meant.to_string())),
        // What cannot be seen can only be a slip.
        _ => report(c.len_utf8(), message, "leave it out".to_string(), is_unseen.then(String::new)),
    }
    (c.len_utf8(), if narrow(c) == c { String::new() } else { narrow(c).to_string() })
}

/// `meant` with the spaces that a word needs where a symbol stood between neighbours.
fn apart(text: &str, at: usize, length: usize, meant: &str) -> String {
    if !meant.starts_with(is_word_start) {
        return meant.to_string();
    }
    let before = if text[..at].ends_with(|c: char| !c.is_whitespace() && c != '(') { " " } else { "" };
    let after = if text[at + length..].starts_with(|c: char| !c.is_whitespace()) { " " } else { "" };
    format!("{before}{meant}{after}")
}
