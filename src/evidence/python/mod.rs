//! The literals of a Python file: what its assignments say, without running it.
//!
//! Literals, arithmetic, brackets, earlier names, strings and comments are read. Everything else (calls, conditionals,
//! imports, attributes, loops) is *dynamic*: it is reported with its place and never executed.

mod expression;
mod lex;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Span};
use crate::formula::rational::Rational;
use expression::{Reader, Stop};
use lex::{Kind, Token};

/// Largest file that is read, in bytes.
const SIZE: usize = 1 << 20;

/// A value that a file states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number; floats are exact here.
    Number(Rational),
    /// `True`, `False`.
    Flag(bool),
    /// A text.
    Text(String),
    /// `None`.
    None,
    /// A literal that no setting of a book takes: a tuple, a list, bytes.
    Other,
}

/// Why a value is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum What {
    Call,
    Conditional,
    Import,
    Attribute,
    Subscript,
    Name,
    Operator,
    Format,
    Statement,
    Block,
}

impl What {
    /// Its word in JSON, and the end of its message's id.
    pub fn word(self) -> &'static str {
        match self {
            What::Call => "call",
            What::Conditional => "conditional",
            What::Import => "import",
            What::Attribute => "attribute",
            What::Subscript => "subscript",
            What::Name => "name",
            What::Operator => "operator",
            What::Format => "format",
            What::Statement => "statement",
            What::Block => "block",
        }
    }

    fn reason(self) -> &'static str {
        match self {
            What::Call => "a call is not executed",
            What::Conditional => "a conditional is not executed",
            What::Import => "an import is not executed",
            What::Attribute => "an attribute is not looked up",
            What::Subscript => "a subscript is not looked up",
            What::Name => "this name has no value here",
            What::Operator => "this operator is not computed",
            What::Format => "a formatted text is not computed",
            What::Statement => "a statement is not executed",
            What::Block => "a block that may not run is not executed",
        }
    }
}

/// Something that would have to be executed.
#[derive(Debug, Clone)]
pub struct Dynamic {
    /// The name that it would be assigned to.
    pub name: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub what: What,
}

/// A name's last assignment.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Its value; `None` if it is dynamic.
    pub value: Option<Value>,
    /// Where the value stands.
    pub span: Span,
}

/// What a file says.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Names with their last values.
    pub values: BTreeMap<String, Setting>,
    /// What was not executed, in the order of the file.
    pub dynamic: Vec<Dynamic>,
}

impl Settings {
    /// The text that a name stands for.
    pub fn text(&self, name: &str) -> Option<&str> {
        match &self.values.get(name)?.value {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }
}

/// Reads a file; `known` holds names that it may use. What Python itself would refuse is an error.
pub fn read(source: SourceId, text: &str, known: &Settings, diagnostics: &mut Diagnostics) -> Settings {
    if text.len() > SIZE {
        let message = format!("this file has more than {} KiB", SIZE >> 10);
        let start = Span::new(source, 0..0);
        diagnostics.push(Diagnostic::error("limit", start, message).help("a file of settings is short; is it the right one?"));
        return Settings::default();
    }
    let tokens = lex::lex(source, text);
    let mut file = File { source, tokens: &tokens, known, settings: Settings::default(), diagnostics };
    file.lines();
    let mut settings = file.settings;
    settings.dynamic.sort_by_key(|dynamic| dynamic.span.start);
    settings
}

/// The warning about something dynamic; `consequence` says what holds instead.
pub fn warning(dynamic: &Dynamic, consequence: &str) -> Diagnostic {
    let reason = dynamic.what.reason();
    let message = match &dynamic.name {
        Some(name) => format!("`{name}` is dynamic: {reason}"),
        None => format!("this is dynamic: {reason}"),
    };
    let warning = Diagnostic::warning("dynamic", dynamic.span, message);
    if consequence.is_empty() { warning } else { warning.help(consequence) }
}

struct File<'a> {
    source: SourceId,
    tokens: &'a [Token],
    known: &'a Settings,
    settings: Settings,
    diagnostics: &'a mut Diagnostics,
}

impl File<'_> {
    /// Goes through the logical lines; lines that belong to a block are not executed.
    fn lines(&mut self) {
        let tokens = self.tokens;
        // The indentation of the innermost block that is passed over, and whether its names belong to the file.
        let mut block: Option<(usize, bool)> = None;
        for line in tokens.split(|token| token.kind == Kind::LineEnd).filter(|line| !line.is_empty()) {
            if let Some((indent, global)) = block {
                if line[0].indent > indent {
                    if global {
                        self.conditional(line);
                    }
                    continue;
                }
                block = None;
            }
            if line[0].kind == Kind::Name && opens_block(&line[0].text) || line[0].text == "@" {
                let global = !matches!(line[0].text.as_str(), "def" | "class" | "async" | "@");
                if !matches!(line[0].text.as_str(), "elif" | "else" | "except" | "finally") {
                    self.dynamic(None, span(line), What::Block);
                }
                if global {
                    self.conditional(line);
                }
                block = Some((line[0].indent, global));
                continue;
            }
            for statement in line.split(|token| token.kind == Kind::Operator && token.text == ";") {
                if !statement.is_empty() {
                    self.statement(statement);
                }
            }
        }
    }

    /// Names that a line which may not run would assign: their values are not known.
    fn conditional(&mut self, line: &[Token]) {
        let mut depth = 0usize;
        for (at, token) in line.iter().enumerate() {
            match token.text.as_str() {
                "(" | "[" | "{" if token.kind == Kind::Operator => depth += 1,
                ")" | "]" | "}" if token.kind == Kind::Operator => depth = depth.saturating_sub(1),
                _ => {}
            }
            let starts = at == 0 || matches!(line[at - 1].text.as_str(), ":" | ";");
            let assigned = line.get(at + 1).is_some_and(|next| {
                next.kind == Kind::Operator && (matches!(next.text.as_str(), "=" | ":") || augmented(&next.text).is_some())
            });
            if depth == 0 && starts && token.kind == Kind::Name && !opens_block(&token.text) && assigned {
                self.dynamic(Some(&token.text), token.span, What::Block);
            }
        }
    }

    fn statement(&mut self, tokens: &[Token]) {
        let first = &tokens[0];
        if let Some(fault) = tokens.iter().find_map(|token| token.fault) {
            let fault = Diagnostic::error("bad-config", span(tokens), fault);
            return self.diagnostics.push(fault.help("Python would not read this either"));
        }
        if let Some(open) = unclosed(tokens) {
            return self.bad(open, "this bracket is not closed");
        }
        if first.kind == Kind::Name && matches!(first.text.as_str(), "pass" | "global" | "nonlocal") {
            return;
        }
        if first.kind == Kind::Name && matches!(first.text.as_str(), "import" | "from") {
            return self.dynamic(None, span(tokens), What::Import);
        }
        if first.kind == Kind::Name
            && matches!(first.text.as_str(), "del" | "assert" | "raise" | "return" | "yield" | "await" | "break" | "continue")
        {
            return self.dynamic(None, span(tokens), What::Statement);
        }
        self.assignment(tokens);
    }

    /// `NAME = value`, `NAME: type = value`, `A = B = value`, `NAME += value`, or an expression that stands alone.
    fn assignment(&mut self, tokens: &[Token]) {
        let parts = split(tokens);
        let (targets, value) = parts.split_at(parts.len() - 1);
        let value = value.first().copied().unwrap_or(&[]);
        let whole = span(tokens);
        if targets.is_empty() {
            return self.alone(tokens, value);
        }
        if value.is_empty() {
            return self.bad(whole, "here a value is missing");
        }
        let mut names = Vec::new();
        for target in targets {
            match target {
                [name] if name.kind == Kind::Name => names.push(name),
                [name, colon, ..] if name.kind == Kind::Name && colon.text == ":" => names.push(name),
                [] => return self.bad(whole, "here a name is missing"),
                // Unpacking, attributes and elements.
                _ => {
                    let inside = target.iter().filter(|token| token.kind == Kind::Name);
                    for name in inside {
                        self.dynamic(Some(&name.text), span(target), What::Statement);
                    }
                    return;
                }
            }
        }
        let read = Reader::new(value, self.known, &self.settings).whole();
        for name in names {
            self.set(&name.text, read.clone(), span(value));
        }
    }

    /// A line without `=` in it: an operator that assigns, an annotation, a text for readers, or something dynamic.
    fn alone(&mut self, tokens: &[Token], value: &[Token]) {
        if let [name, operator, rest @ ..] = tokens
            && name.kind == Kind::Name
            && operator.kind == Kind::Operator
        {
            if operator.text == ":" {
                return;
            }
            if let Some(plain) = augmented(&operator.text) {
                let read = Reader::new(rest, self.known, &self.settings).augmented(name, plain, operator.span);
                let place = if rest.is_empty() { operator.span } else { span(rest) };
                return self.set(&name.text, read, place);
            }
        }
        match Reader::new(value, self.known, &self.settings).whole() {
            Err(Stop::Dynamic(at, what)) => self.dynamic(None, at, what),
            Err(Stop::Fault(at, message)) => self.bad(at, &message),
            Ok(_) => {}
        }
    }

    fn set(&mut self, name: &str, read: Result<Value, Stop>, span: Span) {
        match read {
            Ok(value) => {
                self.settings.values.insert(name.to_string(), Setting { value: Some(value), span });
            }
            Err(Stop::Dynamic(at, what)) => self.dynamic(Some(name), at, what),
            Err(Stop::Fault(at, message)) => {
                self.bad(at, &message);
                self.settings.values.insert(name.to_string(), Setting { value: None, span });
            }
        }
    }

    fn dynamic(&mut self, name: Option<&str>, span: Span, what: What) {
        self.settings.dynamic.push(Dynamic { name: name.map(str::to_string), span, what });
        if let Some(name) = name {
            self.settings.values.insert(name.to_string(), Setting { value: None, span });
        }
    }

    fn bad(&mut self, at: Span, message: &str) {
        debug_assert_eq!(at.source, self.source);
        self.diagnostics.push(Diagnostic::error("bad-config", at, message).help("write it as Python does: `n_layer = 12`"));
    }
}

/// The statement's parts between its `=`; those in brackets belong to calls and do not count.
fn split(tokens: &[Token]) -> Vec<&[Token]> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0usize, 0);
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Operator) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            "=" if depth == 0 => {
                parts.push(&tokens[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&tokens[start..]);
    parts
}

/// The last bracket that is not closed.
fn unclosed(tokens: &[Token]) -> Option<Span> {
    let mut open = Vec::new();
    for token in tokens.iter().filter(|token| token.kind == Kind::Operator) {
        match token.text.as_str() {
            "(" | "[" | "{" => open.push(token.span),
            ")" | "]" | "}" => _ = open.pop(),
            _ => {}
        }
    }
    open.pop()
}

/// The operator of `+=` and its like.
fn augmented(text: &str) -> Option<&str> {
    let plain = text.strip_suffix('=')?;
    (!plain.is_empty() && !matches!(plain, "=" | "!" | "<" | ">" | ":")).then_some(plain)
}

fn opens_block(word: &str) -> bool {
    matches!(word, "if" | "elif" | "else" | "for" | "while" | "with" | "try" | "except" | "finally" | "def" | "class" | "async")
}

fn span(tokens: &[Token]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::new(SourceId(0), 0..0),
    }
}
