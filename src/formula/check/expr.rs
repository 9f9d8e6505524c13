//! Names and types of one expression.

use std::sync::Arc;

use super::call::{arguments_of, signature};
use super::unit::{common, describe, fit, mismatch};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, nearest};
use crate::formula::syntax::{Node, NodeKind};
use crate::formula::tree::{Body, Book, Builtin, DefinitionId, Entry, Expr, Id, Kind, Type};

/// What to do where a flag, a choice or a name stands in place of a number.
pub(super) const NOT_A_NUMBER: &str = "make a number of it: `if … then 1 else 0`";

/// Greatest exponent.
pub(in crate::formula) const EXPONENT: i128 = 64;

/// Checks expressions against a book. What fails is reported and gives `None`; the caller goes on.
pub(in crate::formula) struct Checker<'a> {
    pub(super) book: &'a Book,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// Parameters and bound variables in scope; a slot is a place here.
    pub(super) frame: Vec<(Id, Type)>,
    /// The columns of the file, while a dataset is checked.
    pub(super) columns: Option<Columns>,
}

/// The columns of a dataset's file, and those that were asked for: which, and as what. A column asked for is a slot.
pub(super) struct Columns {
    pub(super) header: Vec<String>,
    pub(super) used: Vec<(usize, Type)>,
}

impl<'a> Checker<'a> {
    pub(in crate::formula) fn new(book: &'a Book, diagnostics: &'a mut Diagnostics) -> Checker<'a> {
        Checker { book, diagnostics, frame: Vec::new(), columns: None }
    }

    pub(super) fn report<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.diagnostics.push(diagnostic);
        None
    }

    /// The expression as a value of `wanted`.
    pub(super) fn expect(&mut self, node: &Node, wanted: &Type) -> Option<Expr> {
        stacker::maybe_grow(128 << 10, 2 << 20, || self.expect_here(node, wanted))
    }

    fn expect_here(&mut self, node: &Node, wanted: &Type) -> Option<Expr> {
        let made = |kind| Some(Expr { kind, ty: wanted.clone(), span: node.span });
        match (&node.kind, wanted) {
            (NodeKind::Name(name), Type::Choice(values)) if values.iter().any(|value| **value == **name) => {
                made(Kind::Choice(Arc::from(name.as_str())))
            }
            (NodeKind::Name(name), Type::Choice(values)) if self.resolve(name).is_none() => {
                let message = format!(
                    "`{name}` is not one of {}",
                    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
                );
                let diagnostic = Diagnostic::error("unknown-name", node.span, message);
                self.report(match nearest(name, values.iter().map(|value| &**value)) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`")).fix(node.span, near),
                    None => diagnostic.help("write one of them"),
                })
            }
            (NodeKind::Name(name), Type::Name)
                if self
                    .book
                    .definition(name)
                    .is_some_and(|definition| definition.ty != Type::Name || matches!(definition.body, Body::Tape(_))) =>
            {
                made(Kind::NameOf(Arc::from(name.as_str())))
            }
            (NodeKind::Column(word), _) => self.column(word, wanted).and_then(|(kind, _)| made(kind)),
            (NodeKind::If(condition, then, otherwise), _) => {
                let condition = self.expect(condition, &Type::Flag);
                let then = self.expect(then, wanted);
                let otherwise = self.expect(otherwise, wanted);
                made(Kind::If(Box::new(condition?), Box::new(then?), Box::new(otherwise?)))
            }
            (NodeKind::Chain(body, links), _) => {
                let body = self.expect(body, wanted);
                let links = self.links(links)?;
                self.chain(body?, links, node.span)
            }
            _ => {
                let expr = self.infer(node)?;
                match fit(expr, wanted) {
                    Ok(expr) => Some(expr),
                    Err(expr) => self.report(mismatch(&expr, wanted, node)),
                }
            }
        }
    }

    /// The expression with the type that it has of itself.
    pub(in crate::formula) fn infer(&mut self, node: &Node) -> Option<Expr> {
        stacker::maybe_grow(128 << 10, 2 << 20, || {
            let (kind, ty) = self.infer_kind(node)?;
            Some(Expr { kind, ty, span: node.span })
        })
    }

    fn infer_kind(&mut self, node: &Node) -> Option<(Kind, Type)> {
        match &node.kind {
            NodeKind::Number { digits, unit } => self.literal(digits, unit, node.span),
            NodeKind::Name(name) => self.name(name, node.span),
            NodeKind::Beside(number, right) => self.beside(number, right, node),
            NodeKind::Flag(flag) => Some((Kind::Flag(*flag), Type::Flag)),
            NodeKind::None => Some((Kind::None, Type::None)),
            NodeKind::Call(word, arguments) => self.call(word, arguments, node.span),
            NodeKind::Lookup(word, key) => self.lookup(word, key),
            NodeKind::Builtin(builtin, arguments) => self.builtin(*builtin, arguments, node.span),
            NodeKind::Column(word) => self.column(word, &Type::pure()),
            NodeKind::Over { statistic, body, dataset, place } => self.over(*statistic, body, dataset, place.as_deref()),
            NodeKind::Tape(question, tape) => self.tape(*question, tape),
            NodeKind::Winner(asked) => self.winner(asked),
            NodeKind::Negate(operand) => {
                let operand = self.number(operand)?;
                let ty = operand.ty.clone();
                Some((Kind::Negate(Box::new(operand)), ty))
            }
            NodeKind::Not(operand) => Some((Kind::Not(Box::new(self.expect(operand, &Type::Flag)?)), Type::Flag)),
            NodeKind::Binary(operator, left, right) => self.binary(*operator, left, right, node),
            NodeKind::Range(low, high) => {
                let (low, high) = (self.number(low), self.number(high));
                let (low, high, ty) = self.pair(low?, high?, node, "the two ends", true)?;
                let dimension = ty.dimension().cloned().unwrap_or_default();
                Some((Kind::Range(Box::new(low), Box::new(high)), Type::Range(dimension)))
            }
            NodeKind::If(condition, then, otherwise) => {
                let condition = self.expect(condition, &Type::Flag);
                let (then, otherwise) = self.two(then, otherwise);
                let (then, otherwise, ty) = self.pair(then?, otherwise?, node, "the two branches", true)?;
                Some((Kind::If(Box::new(condition?), Box::new(then), Box::new(otherwise)), ty))
            }
            NodeKind::Bound { form, body, variable, from, to } => self.bound(*form, body, variable, (from, to)),
            NodeKind::Search { largest, variable, from, to, condition } => self.search(*largest, variable, (from, to), condition),
            NodeKind::Chain(body, links) => {
                let body = self.infer(body);
                let links = self.links(links)?;
                let chain = self.chain(body?, links, node.span)?;
                Some((chain.kind, chain.ty))
            }
        }
    }

    pub(super) fn resolve(&self, name: &str) -> Option<Resolved> {
        if let Some(slot) = self.frame.iter().rposition(|(known, _)| **known == *name) {
            return Some(Resolved::Local(slot));
        }
        self.book.names.get(name).map(|entry| Resolved::Entry(*entry))
    }

    /// The type that a name was declared with.
    pub(super) fn declared(&self, name: &str) -> Option<&Type> {
        match self.resolve(name)? {
            Resolved::Local(slot) => Some(&self.frame[slot].1),
            Resolved::Entry(Entry::Input(id)) => Some(&self.book.inputs[id].ty),
            Resolved::Entry(Entry::Definition(id)) => Some(&self.book.definitions[id].ty),
            Resolved::Entry(_) => None,
        }
    }

    pub(super) fn name(&mut self, name: &str, span: Span) -> Option<(Kind, Type)> {
        match self.resolve(name) {
            Some(Resolved::Local(slot)) => {
                let (id, ty) = &self.frame[slot];
                Some((Kind::Local(slot, id.clone()), ty.clone()))
            }
            Some(Resolved::Entry(Entry::Input(id))) => Some((Kind::Input(id), self.book.inputs[id].ty.clone())),
            Some(Resolved::Entry(Entry::Reading(dataset, reading))) => {
                Some((Kind::Reading(dataset, reading), self.book.datasets[dataset].readings[reading].1.clone()))
            }
            Some(Resolved::Entry(Entry::Dataset(_))) => {
                let message = format!("`{name}` is a dataset, not a value");
                self.report(
                    Diagnostic::error("type-mismatch", span, message)
                        .help(format!("ask its rows: `median(x over {name})`, or name one of its readings")),
                )
            }
            Some(Resolved::Entry(Entry::Definition(id))) => {
                let definition = &self.book.definitions[id];
                if !definition.parameters.is_empty() {
                    let message = format!("`{name}` takes {}, and here is none", arguments_of(definition));
                    return self.report(
                        Diagnostic::error("arguments", span, message).help(format!("write `{}`", signature(definition))),
                    );
                }
                if matches!(definition.body, Body::Tape(_)) || self.is_tape(id) {
                    let message = format!("`{name}` is a tape, not a value");
                    return self.report(
                        Diagnostic::error("type-mismatch", span, message)
                            .help(format!("ask it: `highest({name})`, `left({name})` or `step({name})`")),
                    );
                }
                Some((Kind::Definition(id), definition.ty.clone()))
            }
            None => self.unknown(name, span),
        }
    }

    /// Is it a tape whose body has not been checked yet.
    pub(super) fn is_tape(&self, id: DefinitionId) -> bool {
        self.book.tapes.contains(&id)
    }

    pub(super) fn unknown<T>(&mut self, name: &str, span: Span) -> Option<T> {
        if self.book.broken.contains(name) {
            return None;
        }
        let diagnostic = Diagnostic::error("unknown-name", span, format!("`{name}` is not defined"));
        let mut known: Vec<&str> = self.book.names.keys().map(|id| &**id).chain(self.frame.iter().map(|(id, _)| &**id)).collect();
        known.sort_unstable();
        let help = match nearest(name, known) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`")).fix(span, near),
            None if self.book.units.get(name).is_some() => {
                diagnostic.help("a unit stands directly behind a number and nowhere else")
            }
            None if self.book.scenario(name).is_some() => diagnostic.help(format!("`{name}` is a scenario: write `… in {name}`")),
            None => diagnostic.help("define it in a file of `content/formulas/`"),
        };
        self.report(help)
    }

    pub(super) fn number(&mut self, node: &Node) -> Option<Expr> {
        let expr = self.infer(node)?;
        self.numeric(expr)
    }

    /// Refuses what is no number.
    pub(super) fn numeric(&mut self, expr: Expr) -> Option<Expr> {
        let (message, help) = match &expr.ty {
            Type::Number(_) | Type::None => return Some(expr),
            Type::Range(_) => (
                "a range cannot stand here".to_string(),
                "a range scales by a number and adds to a range; `low(…)` and `high(…)` are its ends",
            ),
            other => (format!("expected a number, found {}", describe(other)), NOT_A_NUMBER),
        };
        self.report(Diagnostic::error("type-mismatch", expr.span, message).help(help))
    }

    fn builtin(&mut self, builtin: Builtin, arguments: &[Node], span: Span) -> Option<(Kind, Type)> {
        if let Builtin::Low | Builtin::High = builtin {
            let argument = self.infer(&arguments[0])?;
            let Type::Range(dimension) = argument.ty.clone() else {
                let message = format!("expected a range, found {}", describe(&argument.ty));
                return self
                    .report(Diagnostic::error("type-mismatch", argument.span, message).help("a range is written `low .. high`"));
            };
            return Some((Kind::Builtin(builtin, vec![argument]), Type::Number(dimension)));
        }
        if let Builtin::Sqrt | Builtin::Log2 = builtin {
            let name = if builtin == Builtin::Sqrt { "sqrt" } else { "log2" };
            let message = format!("`{name}` is for pictures only: its result is not exact");
            return self.report(
                Diagnostic::error("type-mismatch", span, message)
                    .help("`log2_floor` is exact; the axis of a chart may use `log2` and `sqrt`"),
            );
        }
        let numbers: Vec<_> = arguments.iter().map(|argument| self.number(argument)).collect();
        let mut numbers = numbers.into_iter().collect::<Option<Vec<_>>>()?;
        let ty = match builtin {
            Builtin::Round if numbers.len() == 2 => {
                let digits = numbers.pop()?;
                let ty = numbers[0].ty.clone();
                numbers.push(self.fitted(digits, &Type::pure(), &arguments[1])?);
                ty
            }
            Builtin::Log2Floor => {
                let number = numbers.pop()?;
                numbers.push(self.fitted(number, &Type::pure(), &arguments[0])?);
                Type::pure()
            }
            _ => {
                let mut ty = numbers[0].ty.clone();
                for (index, number) in numbers.iter().enumerate().skip(1) {
                    let so_far = Expr { ty: ty.clone(), ..numbers[0].clone() };
                    let is_compared = builtin != Builtin::Sum;
                    match common(&so_far, number, is_compared) {
                        Some(shared) => ty = shared,
                        None => return self.report(mismatch(number, &ty, &arguments[index])),
                    }
                }
                ty
            }
        };
        Some((Kind::Builtin(builtin, numbers), ty))
    }

    pub(super) fn fitted(&mut self, expr: Expr, wanted: &Type, node: &Node) -> Option<Expr> {
        match fit(expr, wanted) {
            Ok(expr) => Some(expr),
            Err(expr) => self.report(mismatch(&expr, wanted, node)),
        }
    }
}

/// What a name stands for.
pub(super) enum Resolved {
    Local(usize),
    Entry(Entry),
}
