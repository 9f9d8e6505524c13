//! A file → its definitions.
//!
//! A definition begins where a line is indented no deeper than the one that began the definition before; deeper
//! lines continue it. So one broken definition never takes its neighbours with it.

use super::lex::{Token, TokenKind, lex};
use super::parse::{Parsed, Parser, Reported};
use super::syntax::{Item, ItemKind, Node, Parameter, TypeNode, UnitWords, Word};
use super::tree::Provenance;
use super::unit::{Kind, Units};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Span};

/// Largest file, in bytes.
const FILE_LIMIT: usize = 1 << 20;

/// What a type can be, for those who left it out.
pub(super) const TYPES: &str =
    "write its type behind a colon: `count`, `number`, a unit such as `B`, `flag`, `name` or `one of a, b`";

/// A definition's text, not yet read.
#[derive(Debug)]
pub(super) struct Chunk {
    tokens: Vec<Token>,
    doc: String,
}

/// Splits a file into the texts of its definitions and declares the units that it names.
pub(super) fn split(text: &str, source: SourceId, units: &mut Units, diagnostics: &mut Diagnostics) -> Vec<Chunk> {
    if text.len() > FILE_LIMIT {
        let span = Span::new(source, 0..0);
        diagnostics.push(
            Diagnostic::error("limit", span, "a formula file may have 1 MiB")
                .help("divide it into several files: all files of a site form one book"),
        );
        return Vec::new();
    }
    let mut tokens = lex(text, source, 0, diagnostics);
    tokens.pop();
    let mut chunks: Vec<Vec<Token>> = Vec::new();
    let mut margin = 0;
    for token in tokens {
        let closes = matches!(token.text.as_str(), "}" | ")" | "]") && token.kind == TokenKind::Symbol;
        match (token.indent, chunks.last_mut()) {
            (Some(indent), Some(chunk)) if indent > margin || closes => chunk.push(token),
            (None, Some(chunk)) => chunk.push(token),
            (indent, _) => {
                margin = indent.unwrap_or(0);
                chunks.push(vec![token]);
            }
        }
    }
    let finish = |mut tokens: Vec<Token>| {
        let (first, last) = (tokens[0].span, tokens[tokens.len() - 1].span);
        let doc = doc_above(text, first.start as usize);
        if tokens[0].text == "tape" {
            tokens = with_line_ends(tokens);
        }
        tokens.push(end_after(last, ""));
        Chunk { tokens, doc }
    };
    let chunks: Vec<Chunk> = chunks.into_iter().map(finish).collect();
    for chunk in &chunks {
        chunk.declare(units, diagnostics);
    }
    chunks
}

/// An end behind a token: of a definition (`""`) or of a line (`"\n"`).
fn end_after(span: Span, text: &str) -> Token {
    Token { kind: TokenKind::End, text: text.to_string(), span: Span { start: span.end, ..span }, indent: None }
}

/// Puts an end behind each step of a tape. A line deeper than its step continues it, but below `if` and `else`
/// deeper lines are steps.
fn with_line_ends(tokens: Vec<Token>) -> Vec<Token> {
    let mut lines: Vec<Token> = Vec::with_capacity(tokens.len() * 5 / 4);
    let mut step: Option<(usize, bool)> = None;
    let mut open = 0usize;
    for token in tokens {
        match token.text.as_str() {
            "(" | "{" | "[" => open += 1,
            ")" | "}" | "]" => open = open.saturating_sub(1),
            _ => {}
        }
        if let (Some(indent), Some(last), 0) = (token.indent, lines.last(), open)
            && step.is_none_or(|(margin, opens)| opens || indent <= margin)
        {
            let end = end_after(last.span, "\n");
            lines.push(end);
            step = Some((indent, matches!(token.text.as_str(), "if" | "else")));
        }
        lines.push(token);
    }
    lines
}

/// The `##` lines directly above a place, without their marks.
fn doc_above(text: &str, at: usize) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    for line in text[..start].lines().rev() {
        match line.trim().strip_prefix("##") {
            Some(doc) => lines.push(doc.trim()),
            None => break,
        }
    }
    lines.reverse();
    lines.join("\n")
}

impl Chunk {
    /// The name that the chunk defines, as far as it can be told: a broken definition still has one.
    pub(super) fn name(&self) -> Option<&str> {
        let leads =
            matches!(self.tokens[0].text.as_str(), "input" | "table" | "tape" | "quoted" | "observed" | "scenario" | "dataset");
        let token = &self.tokens[usize::from(leads).min(self.tokens.len() - 1)];
        (token.kind == TokenKind::Word).then_some(token.text.as_str())
    }

    fn declare(&self, units: &mut Units, diagnostics: &mut Diagnostics) {
        let kind = match self.tokens[0].text.as_str() {
            "unit" => Kind::Label,
            "dimension" => Kind::Dimension,
            _ => return,
        };
        let token = &self.tokens[1];
        if token.kind == TokenKind::Word && !units.declare(&token.text, kind) {
            let message = format!("`{}` is a unit of another kind already", token.text);
            diagnostics.push(Diagnostic::error("duplicate-name", token.span, message).help("choose another name for it"));
        }
    }

    /// Reads the definition.
    pub(super) fn item(&self, units: &Units, diagnostics: &mut Diagnostics) -> Option<Item> {
        let mut parser = Parser::new(&self.tokens, units, diagnostics);
        let (kind, name) = parser.item().ok()?;
        parser.finish().ok()?;
        if parser.failed {
            return None;
        }
        Some(Item { kind, name, doc: self.doc.clone() })
    }
}

impl<'a> Parser<'a> {
    fn item(&mut self) -> Parsed<(ItemKind, Word)> {
        let first = self.peek();
        match first.text.as_str() {
            "unit" | "dimension" => {
                self.next();
                Ok((ItemKind::Unit, self.word("the name of a unit")?))
            }
            "input" => self.input(),
            "require" => {
                self.next();
                let name = self.word("the name of the requirement")?;
                self.expect(":", "and what must hold")?;
                Ok((ItemKind::Require { condition: self.expression()? }, name))
            }
            "expect" => {
                self.next();
                let condition = self.expectation()?;
                let name = Word { text: String::new(), span: first.span.to(condition.span) };
                Ok((ItemKind::Expect { condition }, name))
            }
            "scenario" => self.scenario(),
            "dataset" => self.dataset(),
            "table" => self.table(),
            "tape" => self.tape(),
            "quoted" => self.formula(Provenance::Quoted),
            "observed" => self.formula(Provenance::Observed),
            _ => self.formula(Provenance::Computed),
        }
    }

    fn input(&mut self) -> Parsed<(ItemKind, Word)> {
        self.next();
        let name = self.word("the name of the input")?;
        let ty = self.declared_type(&name)?;
        self.expect("=", "and the input's default")?;
        Ok((ItemKind::Input { ty, default: self.expression()? }, name))
    }

    fn formula(&mut self, source: Provenance) -> Parsed<(ItemKind, Word)> {
        if source != Provenance::Computed {
            self.next();
        }
        let name = self.word("a definition")?;
        let parameters = self.parameters()?;
        let ty = self.declared_type(&name)?;
        self.expect("=", "and the formula")?;
        Ok((ItemKind::Formula { source, parameters, ty, body: self.expression()? }, name))
    }

    fn parameters(&mut self) -> Parsed<Vec<Parameter>> {
        let mut parameters = Vec::new();
        if !self.accept("(") {
            return Ok(parameters);
        }
        while !self.sees(")") {
            let name = self.word("a parameter")?;
            let ty = self.declared_type(&name)?;
            parameters.push((name, ty));
            if !self.sees(")") {
                self.expect(",", "or `)` after a parameter")?;
            }
        }
        self.next();
        Ok(parameters)
    }

    /// `: TYPE`. One that is missing before `=` can be told from the value.
    fn declared_type(&mut self, name: &Word) -> Parsed<TypeNode> {
        if self.accept(":") {
            return self.type_node();
        }
        let at = Span { start: name.span.end, ..name.span };
        let token = self.peek();
        match token.kind {
            TokenKind::Foreign => Err(Reported),
            TokenKind::Symbol if token.text == "=" && name.span == self.last_span() => Ok(TypeNode::Missing(at)),
            TokenKind::Word => {
                let message = format!("expected `:` between `{}` and its type", name.text);
                self.diagnostics.push(Diagnostic::error("syntax", token.span, message).help("write `:`").fix(at, " :"));
                Err(Reported)
            }
            _ => {
                let message = format!("`{}` has no type", name.text);
                self.diagnostics.push(Diagnostic::error("syntax", name.span, message).help(TYPES));
                Err(Reported)
            }
        }
    }

    fn type_node(&mut self) -> Parsed<TypeNode> {
        let token = self.peek();
        match token.text.as_str() {
            "count" => self.take(TypeNode::Count),
            "number" => self.take(TypeNode::Number),
            "flag" => self.take(TypeNode::Flag),
            "name" => self.take(TypeNode::Name),
            "one" => {
                self.next();
                self.expect("of", "and the values of the choice")?;
                let mut values = vec![self.word("a value")?];
                while self.accept(",") {
                    values.push(self.word("a value")?);
                }
                Ok(TypeNode::OneOf(values))
            }
            _ => Ok(TypeNode::Unit(self.unit_type()?)),
        }
    }

    fn take<T>(&mut self, value: T) -> Parsed<T> {
        self.next();
        Ok(value)
    }

    /// A unit as a type; `1/s` has nothing above the line. `count` and `number` have no unit.
    fn unit_type(&mut self) -> Parsed<UnitWords> {
        if self.accept("count") || self.accept("number") {
            return Ok(Vec::new());
        }
        let inverse = self.peek().kind == TokenKind::Number && self.peek().text == "1";
        if inverse {
            self.next();
            self.expect("/", "and a unit")?;
        } else if self.peek().kind != TokenKind::Word {
            return self.unexpected("a unit, `count`, `number`, `flag`, `name` or `one of …`");
        }
        let mut unit = self.unit()?;
        if inverse && let Some((_, power)) = unit.first_mut() {
            *power = -*power;
        }
        Ok(unit)
    }

    fn table(&mut self) -> Parsed<(ItemKind, Word)> {
        self.next();
        let name = self.word("the name of the table")?;
        self.expect("by", "and the choice that picks a row")?;
        let key = self.word("an input or a definition that is a choice")?;
        let ty = self.declared_type(&name)?;
        let (rows, _) = self.settings(Parser::expression)?;
        let key = Node { span: key.span, kind: super::syntax::NodeKind::Name(key.text) };
        Ok((ItemKind::Table { key, ty, rows }, name))
    }

    fn scenario(&mut self) -> Parsed<(ItemKind, Word)> {
        self.next();
        let name = self.word("the name of the scenario")?;
        self.expect("=", "and its settings")?;
        if self.sees("{") {
            return Ok((ItemKind::Scenario { base: None, sets: self.settings(Parser::expression)?.0 }, name));
        }
        let base = Some(self.word("`{`, or another scenario")?);
        let sets = if self.accept("with") { self.settings(Parser::expression)?.0 } else { Vec::new() };
        Ok((ItemKind::Scenario { base, sets }, name))
    }

    fn dataset(&mut self) -> Parsed<(ItemKind, Word)> {
        self.next();
        let name = self.word("the name of the dataset")?;
        self.expect("=", "and the file in quotes")?;
        let token = self.peek();
        if token.kind != TokenKind::Text {
            return self.unexpected("a file in quotes, such as `\"data/measured.csv\"`");
        }
        self.next();
        let file = Word { text: token.text.trim_matches('"').to_string(), span: token.span };
        self.expect("{", "and what its columns set")?;
        let (mut sets, mut readings) = (Vec::new(), Vec::new());
        while !self.sees("}") {
            let reading = self.accept("observed");
            let name = self.word(if reading { "the name of a reading" } else { "an input, or `observed`" })?;
            self.expect("=", "and a column: `column NAME`")?;
            let value = self.expression()?;
            if reading { &mut readings } else { &mut sets }.push((name, value));
            if !self.sees("}") && !self.accept(";") {
                self.expect(",", "or `}` after a column")?;
            }
        }
        self.next();
        Ok((ItemKind::Dataset { file, sets, readings }, name))
    }

    fn tape(&mut self) -> Parsed<(ItemKind, Word)> {
        self.next();
        let name = self.word("the name of the tape")?;
        let parameters = self.parameters()?;
        let after = if self.accept("after") { Some(self.tape_call()?) } else { None };
        let ty = self.declared_type(&name)?;
        self.skip_line_ends();
        let indent = self.peek().indent.unwrap_or(0);
        let steps = self.steps(indent, 0)?;
        Ok((ItemKind::Tape { parameters, after, ty, steps }, name))
    }

    /// `TAPE` or `TAPE(arguments)`.
    pub(super) fn tape_call(&mut self) -> Parsed<(Word, Vec<Node>)> {
        let tape = self.word("a tape")?;
        let mut arguments = Vec::new();
        if self.accept("(") {
            while !self.sees(")") {
                arguments.push(self.expression()?);
                if !self.sees(")") {
                    self.expect(",", "or `)` after an argument")?;
                }
            }
            self.next();
        }
        Ok((tape, arguments))
    }
}
