//! The tightest parts of an expression: literals with their units, names, brackets.

use super::{Parsed, Parser};
use crate::diagnostic::Diagnostic;
use crate::formula::lex::{Token, TokenKind};
use crate::formula::syntax::{Node, NodeKind, UnitWords, Word};
use crate::formula::words::RESERVED;

impl<'a> Parser<'a> {
    pub(super) fn atom(&mut self) -> Parsed<Node> {
        let token = self.peek();
        match token.kind {
            TokenKind::Number => self.number(),
            TokenKind::Word => self.named(),
            TokenKind::Symbol if token.text == "(" => self.deeper(|parser| {
                parser.next();
                let inner = parser.expression()?;
                let close = parser.expect(")", "to close the bracket")?;
                Ok(Node { span: token.span.to(close), kind: inner.kind })
            }),
            _ => self.unexpected("a number, a name or a bracket"),
        }
    }

    fn number(&mut self) -> Parsed<Node> {
        let token = self.next();
        let mut span = token.span;
        let next = self.peek();
        let mut unit = Vec::new();
        if next.kind == TokenKind::Word && !RESERVED.contains(&next.text.as_str()) {
            if self.units.get(&next.text).is_none() {
                return self.beside(token);
            }
            unit = self.unit()?;
            span = span.to(self.last_span());
        }
        Ok(Node { kind: NodeKind::Number { digits: token.text.clone(), unit }, span })
    }

    /// A word that is no unit stands behind a literal: a slip in a unit's name, or a missing operator. Which of the two,
    /// the checker knows.
    fn beside(&mut self, number: &Token) -> Parsed<Node> {
        let left = Node { kind: NodeKind::Number { digits: number.text.clone(), unit: Vec::new() }, span: number.span };
        let right = self.deeper(Parser::named)?;
        let span = left.span.to(right.span);
        Ok(Node { kind: NodeKind::Beside(Box::new(left), Box::new(right)), span })
    }

    /// `UNIT { '/' UNIT }`; a `/` that no unit follows is a division and is left alone.
    pub(in crate::formula) fn unit(&mut self) -> Parsed<UnitWords> {
        let mut unit = vec![self.unit_power(1)?];
        loop {
            let follows = self.ahead(1);
            let is_unit = follows.kind == TokenKind::Word && self.units.get(&follows.text).is_some();
            let sign = match self.peek().text.as_str() {
                "/" if is_unit => -1,
                "*" if is_unit => 1,
                _ => return Ok(unit),
            };
            self.next();
            unit.push(self.unit_power(sign)?);
        }
    }

    fn unit_power(&mut self, sign: i32) -> Parsed<(Word, i32)> {
        let token = self.next();
        let word = Word { text: token.text.clone(), span: token.span };
        let exponent = self.ahead(1);
        if !self.sees("^") || exponent.kind != TokenKind::Number {
            return Ok((word, sign));
        }
        match exponent.text.parse::<i32>() {
            Ok(power) if (1..=64).contains(&power) => {
                self.next();
                self.next();
                Ok((word, sign * power))
            }
            _ => {
                self.next();
                self.unexpected("a whole power from 1 to 64")
            }
        }
    }

    fn named(&mut self) -> Parsed<Node> {
        let token = self.peek();
        let simple = |parser: &mut Parser<'a>, kind| {
            parser.next();
            Ok(Node { kind, span: token.span })
        };
        match token.text.as_str() {
            "true" => simple(self, NodeKind::Flag(true)),
            "false" => simple(self, NodeKind::Flag(false)),
            "none" => simple(self, NodeKind::None),
            "largest" | "smallest" => self.search(),
            "column" if self.ahead(1).kind == TokenKind::Word => {
                self.next();
                let column = self.next();
                let word = Word { text: column.text.clone(), span: column.span };
                Ok(Node { span: token.span.to(column.span), kind: NodeKind::Column(word) })
            }
            "if" => self.report(
                Diagnostic::error("syntax", token.span, "`if` cannot stand inside an expression without brackets")
                    .help("put brackets round all of `if … then … else …`"),
            ),
            "not" => self.report(
                Diagnostic::error("syntax", token.span, "`not` is looser than comparisons and arithmetic")
                    .help("put brackets round `not` and what follows it"),
            ),
            _ => self.name_or_call(),
        }
    }

    fn name_or_call(&mut self) -> Parsed<Node> {
        let word = self.word("a number, a name or a bracket")?;
        if self.sees("[") {
            return self.deeper(|parser| {
                parser.next();
                let key = parser.expression()?;
                let close = parser.expect("]", "to close the look-up")?;
                Ok(Node { span: word.span.to(close), kind: NodeKind::Lookup(word, Box::new(key)) })
            });
        }
        if self.sees("(") {
            return self.deeper(|parser| parser.call(word));
        }
        Ok(Node { span: word.span, kind: NodeKind::Name(word.text) })
    }
}
