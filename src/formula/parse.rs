//! Tokens → expressions. From loose to tight:
//!
//! ```text
//! expression = 'if' expression 'then' expression 'else' expression | chain
//! chain      = or { 'in' SCENARIO | 'where' overrides }
//! overrides  = '{' INPUT '=' expression { ',' … } '}' | INPUT '=' range
//! or         = and { 'or' and }
//! and        = not { 'and' not }
//! not        = 'not' not | comparison
//! comparison = range [ ('=' | '!=' | '<' | '<=' | '>' | '>=' | 'within') range ]
//! range      = sum [ '..' sum ]
//! sum        = product { ('+' | '-') product }
//! product    = unary { ('*' | '/' | 'mod' | 'div') unary }
//! unary      = '-' unary | power
//! power      = atom [ '^' unary ]
//! atom       = NUMBER [ unit ] | NAME | NAME '[' expression ']' | NAME '(' arguments ')' | '(' expression ')'
//!            | ('largest' | 'smallest') NAME 'in' sum '..' sum 'with' or
//!            | ('median' | 'mean' | 'max' | 'min' | 'count') '(' expression 'over' DATASET ')'
//!            | 'rank' '(' expression 'over' DATASET ',' expression ')'
//!            | ('sum' | 'max' | 'min') '(' expression 'for' NAME 'in' sum '..' sum ')'
//! unit       = UNIT [ '^' WHOLE ] { '/' UNIT [ '^' WHOLE ] }
//! ```

mod atom;
mod forms;
mod steps;

use super::lex::{Token, TokenKind};
use super::syntax::{LinkNode, Node, NodeKind, Word};
use super::tree::Operator;
use super::unit::Units;
use super::words::{COMPARISONS, RESERVED};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};

/// Brackets, unary signs and the like may stand this deep in each other.
const NESTING: usize = 200;

/// An expression may have this many operators with two operands: `a + b + …` nests as well.
const OPERATORS: usize = 4_000;

/// The fault is in the diagnostics already.
#[derive(Debug)]
pub(super) struct Reported;

/// What was read, or nothing that could be used.
pub(super) type Parsed<T> = Result<T, Reported>;

/// Reads tokens of one definition or one expression.
pub(super) struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    operators: usize,
    units: &'a Units,
    /// A part failed and was left out, so that the parts behind it could be read.
    pub(super) failed: bool,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl<'a> Parser<'a> {
    /// `tokens` must end with [`TokenKind::End`].
    pub(super) fn new(tokens: &'a [Token], units: &'a Units, diagnostics: &'a mut Diagnostics) -> Parser<'a> {
        Parser { tokens, at: 0, depth: 0, operators: 0, units, failed: false, diagnostics }
    }

    /// The token to come.
    pub(super) fn peek(&self) -> &'a Token {
        self.ahead(0)
    }

    fn ahead(&self, by: usize) -> &'a Token {
        &self.tokens[(self.at + by).min(self.tokens.len() - 1)]
    }

    /// Where the last token taken stands.
    pub(super) fn last_span(&self) -> Span {
        self.tokens[self.at.saturating_sub(1)].span
    }

    /// Takes the token to come.
    pub(super) fn next(&mut self) -> &'a Token {
        let token = self.peek();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    /// Is the token to come this word or symbol.
    pub(super) fn sees(&self, text: &str) -> bool {
        is(self.peek(), text)
    }

    /// Takes this word or symbol, if it comes.
    pub(super) fn accept(&mut self, text: &str) -> bool {
        let seen = self.sees(text);
        if seen {
            self.next();
        }
        seen
    }

    /// Takes this word or symbol; reports if something else comes.
    pub(super) fn expect(&mut self, text: &str, why: &str) -> Parsed<Span> {
        if self.sees(text) {
            return Ok(self.next().span);
        }
        let wanted = format!("`{text}` {why}");
        let closing = [")", "]", "}"].into_iter().find(|bracket| *bracket == text || why.starts_with(&format!("or `{bracket}`")));
        match closing {
            // At the end there is no doubt which bracket is missing, and where.
            Some(bracket) if self.peek().kind == TokenKind::End => {
                let last = self.last_span();
                let at = Span { start: last.end, ..last };
                let message = format!("expected {wanted}, found the end");
                let diagnostic = Diagnostic::error("syntax", self.peek().span, message);
                self.report(diagnostic.help(format!("write `{bracket}`")).fix(at, bracket))
            }
            _ => self.unexpected(&wanted),
        }
    }

    /// Reports the token to come: `wanted` should stand there.
    pub(super) fn unexpected<T>(&mut self, wanted: &str) -> Parsed<T> {
        let token = self.peek();
        let (found, help) = match token.kind {
            TokenKind::Foreign => return Err(Reported),
            TokenKind::End => {
                ("the end".to_string(), "write it here, or on the next line, indented deeper than the first".to_string())
            }
            TokenKind::Word if RESERVED.contains(&token.text.as_str()) => {
                (format!("`{}`", token.text), format!("`{}` is a word of the language and cannot be a name", token.text))
            }
            TokenKind::Text => {
                (token.text.clone(), "text in quotes is the file of a `dataset`; names and values have no quotes".to_string())
            }
            _ if wanted == "a definition" => {
                let help = "a definition begins with its name; what continues the line above is indented deeper";
                (format!("`{}`", token.text), help.to_string())
            }
            _ if matches!(token.text.as_str(), "[" | "{") && wanted.starts_with("a number") => {
                (format!("`{}`", token.text), "brackets round a value are `(` and `)`".to_string())
            }
            _ if wanted.starts_with("an operator or the end") => {
                (format!("`{}`", token.text), "leave it out, or write an operator before it".to_string())
            }
            _ => (format!("`{}`", token.text), "write what is missing before it, or leave it out".to_string()),
        };
        self.report(Diagnostic::error("syntax", token.span, format!("expected {wanted}, found {found}")).help(help))
    }

    /// Reports whatever is left over.
    pub(super) fn finish(&mut self) -> Parsed<()> {
        let token = self.peek();
        match token.kind {
            TokenKind::End => Ok(()),
            TokenKind::Foreign => Err(Reported),
            TokenKind::Symbol if COMPARISONS.iter().any(|(symbol, _)| *symbol == token.text) => {
                let message = format!("`{}` cannot follow here: comparisons do not chain", token.text);
                self.report(
                    Diagnostic::error("syntax", token.span, message).help("join two comparisons with `and`: `1 < n and n < 8`"),
                )
            }
            TokenKind::Word | TokenKind::Number => {
                let message = format!("`{}` stands where an operator or the end was expected", token.text);
                self.report(Diagnostic::error("syntax", token.span, message).help("write an operator before it, for example `*`"))
            }
            _ => self.unexpected("an operator or the end"),
        }
    }

    fn report<T>(&mut self, diagnostic: Diagnostic) -> Parsed<T> {
        self.diagnostics.push(diagnostic);
        Err(Reported)
    }

    /// A name that is not a word of the language; `what` says what it names.
    pub(super) fn word(&mut self, what: &str) -> Parsed<Word> {
        let token = self.peek();
        if token.kind != TokenKind::Word {
            return self.unexpected(what);
        }
        if RESERVED.contains(&token.text.as_str()) {
            return self.unexpected(what);
        }
        self.next();
        Ok(Word { text: token.text.clone(), span: token.span })
    }

    /// An expression.
    pub(super) fn expression(&mut self) -> Parsed<Node> {
        if self.depth == 0 {
            self.operators = 0;
        }
        let start = self.peek().span;
        if !self.accept("if") {
            let node = self.chain(Parser::or)?;
            return if matches!(node.kind, NodeKind::Chain(..)) { self.nothing_more(node) } else { Ok(node) };
        }
        self.deeper(|parser| {
            let condition = parser.expression()?;
            parser.expect("then", "after the condition of `if`")?;
            let then = parser.expression()?;
            parser.expect("else", "with the value for when the condition does not hold")?;
            let otherwise = parser.expression()?;
            let span = start.to(otherwise.span);
            Ok(Node { kind: NodeKind::If(Box::new(condition), Box::new(then), Box::new(otherwise)), span })
        })
    }

    /// Behind `in` and `where` no operator can follow: they reach over everything to their left.
    fn nothing_more(&mut self, chain: Node) -> Parsed<Node> {
        let token = self.peek();
        let operators = ["+", "-", "*", "/", "^", "mod", "div", "and", "or"];
        let is_operator = operators.contains(&token.text.as_str()) || COMPARISONS.iter().any(|row| row.0 == token.text);
        if !is_operator {
            return Ok(chain);
        }
        let message = format!("`{}` cannot follow here: `in` and `where` reach over everything to their left", token.text);
        self.report(
            Diagnostic::error("reach", token.span, message)
                .also(chain.span, "all of this is asked with those inputs")
                .help("write `in` and `where` last, or put brackets round what they belong to"),
        )
    }

    /// What stands before a comparison in `expect`: there `in` and `where` belong to it alone.
    pub(super) fn expectation(&mut self) -> Parsed<Node> {
        let left = self.chain(Parser::or)?;
        match self.comparison_operator() {
            Some(operator) => {
                let right = self.chain(Parser::range)?;
                self.binary(operator, left, right)
            }
            None => Ok(left),
        }
    }

    fn chain(&mut self, body: fn(&mut Parser<'a>) -> Parsed<Node>) -> Parsed<Node> {
        let body = body(self)?;
        let (links, end) = self.links()?;
        if links.is_empty() {
            return Ok(body);
        }
        let span = body.span.to(end);
        Ok(Node { kind: NodeKind::Chain(Box::new(body), links), span })
    }

    /// `in S where {…}`, or nothing; gives the end's span too.
    pub(super) fn links(&mut self) -> Parsed<(Vec<LinkNode>, Span)> {
        let mut links = Vec::new();
        let mut end = self.peek().span;
        loop {
            if self.accept("in") {
                let scenario = self.word("a scenario after `in`")?;
                end = scenario.span;
                if self.accept("[") {
                    let row = self.row()?;
                    end = self.expect("]", "after the row")?;
                    links.push(LinkNode::Row(scenario, row));
                } else {
                    links.push(LinkNode::In(scenario));
                }
            } else if self.accept("where") {
                let (sets, span) = self.overrides()?;
                end = span;
                links.push(LinkNode::Where(sets));
            } else {
                return Ok((links, end));
            }
        }
    }

    /// A row's name between quotes, or its number.
    fn row(&mut self) -> Parsed<Word> {
        let token = self.peek();
        if !matches!(token.kind, TokenKind::Text | TokenKind::Number) {
            return self.unexpected("a row's name between quotes, or its number");
        }
        self.next();
        Ok(Word { text: token.text.trim_matches('"').to_string(), span: token.span })
    }

    fn overrides(&mut self) -> Parsed<(Vec<(Word, Node)>, Span)> {
        if self.sees("{") {
            return self.settings(Parser::expression);
        }
        let input = self.word("an input, or `{`, after `where`")?;
        self.expect("=", "and the input's value")?;
        let value = self.range()?;
        let span = value.span;
        Ok((vec![(input, value)], span))
    }

    /// `{ NAME = value, … }`, a comma at the end allowed; gives the closing brace's span too.
    pub(super) fn settings(&mut self, value: fn(&mut Parser<'a>) -> Parsed<Node>) -> Parsed<(Vec<(Word, Node)>, Span)> {
        self.expect("{", "and settings")?;
        let mut sets = Vec::new();
        while !self.sees("}") {
            let name = self.word("a name")?;
            self.expect("=", "and its value")?;
            sets.push((name, value(self)?));
            if !self.sees("}") {
                self.expect(",", "or `}` after a setting")?;
            }
        }
        Ok((sets, self.next().span))
    }

    fn or(&mut self) -> Parsed<Node> {
        let mut left = self.and()?;
        while self.accept("or") {
            let right = self.and()?;
            left = self.binary(Operator::Or, left, right)?;
        }
        Ok(left)
    }

    fn and(&mut self) -> Parsed<Node> {
        let mut left = self.not()?;
        while self.accept("and") {
            let right = self.not()?;
            left = self.binary(Operator::And, left, right)?;
        }
        Ok(left)
    }

    fn not(&mut self) -> Parsed<Node> {
        let start = self.peek().span;
        if !self.accept("not") {
            return self.comparison();
        }
        let operand = self.deeper(Parser::not)?;
        let span = start.to(operand.span);
        Ok(Node { kind: NodeKind::Not(Box::new(operand)), span })
    }

    fn comparison(&mut self) -> Parsed<Node> {
        let left = self.range()?;
        match self.comparison_operator() {
            Some(operator) => {
                let right = self.range()?;
                self.binary(operator, left, right)
            }
            None => Ok(left),
        }
    }

    fn comparison_operator(&mut self) -> Option<Operator> {
        let (text, operator) = COMPARISONS.iter().find(|(text, _)| self.sees(text))?;
        self.accept(text);
        Some(*operator)
    }

    fn range(&mut self) -> Parsed<Node> {
        let low = self.sum()?;
        if !self.accept("..") {
            return Ok(low);
        }
        let high = self.sum()?;
        let span = low.span.to(high.span);
        Ok(Node { kind: NodeKind::Range(Box::new(low), Box::new(high)), span })
    }

    fn sum(&mut self) -> Parsed<Node> {
        let mut left = self.product()?;
        loop {
            let operator = if self.accept("+") {
                Operator::Add
            } else if self.accept("-") {
                Operator::Subtract
            } else {
                return Ok(left);
            };
            let right = self.product()?;
            left = self.binary(operator, left, right)?;
        }
    }

    fn product(&mut self) -> Parsed<Node> {
        let mut left = self.unary()?;
        loop {
            let operator = match self.peek().text.as_str() {
                "*" => Operator::Multiply,
                "/" => Operator::Divide,
                "mod" => Operator::Mod,
                "div" => Operator::Div,
                _ => return Ok(left),
            };
            self.next();
            let right = self.unary()?;
            left = self.binary(operator, left, right)?;
        }
    }

    fn unary(&mut self) -> Parsed<Node> {
        let start = self.peek().span;
        if !self.accept("-") {
            return self.power();
        }
        let operand = self.deeper(Parser::unary)?;
        let span = start.to(operand.span);
        Ok(Node { kind: NodeKind::Negate(Box::new(operand)), span })
    }

    fn power(&mut self) -> Parsed<Node> {
        let base = self.atom()?;
        if !self.accept("^") {
            return Ok(base);
        }
        let exponent = self.deeper(Parser::unary)?;
        self.binary(Operator::Power, base, exponent)
    }

    fn binary(&mut self, operator: Operator, left: Node, right: Node) -> Parsed<Node> {
        let span = left.span.to(right.span);
        self.operators += 1;
        if self.operators > OPERATORS {
            let message = format!("an expression may have {OPERATORS} operators");
            return self.report(Diagnostic::error("limit", right.span, message).help("give a part of it a name of its own"));
        }
        Ok(Node { kind: NodeKind::Binary(operator, Box::new(left), Box::new(right)), span })
    }

    /// One level of nesting; beyond [`NESTING`] it is an error instead of an overflow of the stack.
    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Parser<'a>) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= NESTING {
            let message = format!("expressions may be nested {NESTING} deep");
            return self
                .report(Diagnostic::error("limit", self.peek().span, message).help("give a part of it a name of its own"));
        }
        self.depth += 1;
        let result = stacker::maybe_grow(128 << 10, 1 << 20, || inner(self));
        self.depth -= 1;
        result
    }
}

fn is(token: &Token, text: &str) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Symbol) && token.text == text
}
