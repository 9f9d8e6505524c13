//! Names and types of one expression.

use std::sync::Arc;

use super::unit::{common, describe, fit, is_zero, mismatch, takes_pure};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, nearest};
use crate::formula::print;
use crate::formula::syntax::{Node, NodeKind, Word};
use crate::formula::tree::{
    Body, Book, Bound, Builtin, Definition, DefinitionId, Entry, Expr, Id, Kind, Operator, Over, Search, Statistic, TapeQuestion,
    Type, Variable,
};

/// What to do where a flag, a choice or a name stands in place of a number.
const NOT_A_NUMBER: &str = "make a number of it: `if … then 1 else 0`";

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
    fn declared(&self, name: &str) -> Option<&Type> {
        match self.resolve(name)? {
            Resolved::Local(slot) => Some(&self.frame[slot].1),
            Resolved::Entry(Entry::Input(id)) => Some(&self.book.inputs[id].ty),
            Resolved::Entry(Entry::Definition(id)) => Some(&self.book.definitions[id].ty),
            Resolved::Entry(_) => None,
        }
    }

    fn name(&mut self, name: &str, span: Span) -> Option<(Kind, Type)> {
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
    fn is_tape(&self, id: DefinitionId) -> bool {
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

    fn call(&mut self, word: &Word, arguments: &[Node], span: Span) -> Option<(Kind, Type)> {
        let id = match self.resolve(&word.text) {
            Some(Resolved::Entry(Entry::Definition(id))) => id,
            Some(_) => {
                let message = format!("`{}` takes no arguments", word.text);
                return self.report(
                    Diagnostic::error("arguments", span, message)
                        .help(format!("write `{}`, or an operator before the bracket", word.text)),
                );
            }
            None => {
                let functions = super::super::parse::FUNCTIONS.iter().map(|row| row.0).chain(["winner"]);
                if let Some(near) = nearest(&word.text, functions).filter(|_| !self.book.broken.contains(&word.text)) {
                    let message = format!("`{}` is not defined", word.text);
                    return self.report(
                        Diagnostic::error("unknown-name", word.span, message)
                            .help(format!("did you mean `{near}`"))
                            .fix(word.span, near),
                    );
                }
                return self.unknown(&word.text, word.span);
            }
        };
        if self.is_tape(id) {
            let message = format!("`{}` is a tape, not a value", word.text);
            return self
                .report(Diagnostic::error("type-mismatch", span, message).help(format!("ask it: `highest({}(…))`", word.text)));
        }
        let arguments = self.arguments(id, arguments, span)?;
        let kind = if arguments.is_empty() { Kind::Definition(id) } else { Kind::Call(id, arguments) };
        Some((kind, self.book.definitions[id].ty.clone()))
    }

    /// The arguments of a definition or tape, each of its parameter's type.
    pub(super) fn arguments(&mut self, id: DefinitionId, arguments: &[Node], span: Span) -> Option<Vec<Expr>> {
        let definition = &self.book.definitions[id];
        if arguments.len() != definition.parameters.len() {
            let message = format!(
                "`{}` takes {}, and here {}",
                definition.id,
                arguments_of(definition),
                match arguments.len() {
                    0 => "is none".to_string(),
                    1 => "is one".to_string(),
                    n => format!("are {n}"),
                }
            );
            return self.report(
                Diagnostic::error("arguments", span, message)
                    .also(definition.span, "it is defined here")
                    .help(format!("write `{}`", signature(definition))),
            );
        }
        let checked: Vec<_> =
            arguments.iter().zip(&definition.parameters).map(|(argument, (_, ty, _))| self.expect(argument, ty)).collect();
        checked.into_iter().collect()
    }

    fn lookup(&mut self, word: &Word, key: &Node) -> Option<(Kind, Type)> {
        let table = match self.resolve(&word.text) {
            Some(Resolved::Entry(Entry::Definition(id))) => id,
            Some(_) => {
                let message = format!("`{}` is not a table", word.text);
                return self.report(
                    Diagnostic::error("type-mismatch", word.span, message).help("only a `table` can be looked up with `[…]`"),
                );
            }
            None => return self.unknown(&word.text, word.span),
        };
        let Some(key_type) = self.book.tables.get(&table) else {
            let message = format!("`{}` is not a table", word.text);
            return self.report(
                Diagnostic::error("type-mismatch", word.span, message).help("only a `table` can be looked up with `[…]`"),
            );
        };
        if *key_type == Type::None {
            return None;
        }
        let key = self.expect(key, key_type)?;
        Some((Kind::Lookup(table, Box::new(key)), self.book.definitions[table].ty.clone()))
    }

    /// The rows of a table: one for each value of its key.
    pub(super) fn table(&mut self, ty: &Type, key: &Node, rows: &[(Word, Node)], span: Span) -> Option<Body> {
        let key = self.infer(key)?;
        let Type::Choice(values) = &key.ty else {
            let message = format!("a table is by a choice, and this is {}", describe(&key.ty));
            return self.report(
                Diagnostic::error("type-mismatch", key.span, message).help("name an input or a definition that is `one of …`"),
            );
        };
        let mut checked: Vec<(Id, Expr)> = Vec::new();
        let mut meant: Vec<&str> = Vec::new();
        let mut sound = true;
        for (name, value) in rows {
            let wrong = if !values.iter().any(|known| **known == *name.text) {
                Some(format!("`{}` is not a value of the key", name.text))
            } else if checked.iter().any(|(known, _)| **known == *name.text) {
                Some(format!("the row `{}` stands here twice", name.text))
            } else {
                None
            };
            if let Some(message) = wrong {
                let diagnostic = Diagnostic::error("unknown-name", name.span, message);
                self.diagnostics.push(
                    match nearest(&name.text, values.iter().map(|value| &**value))
                        .filter(|near| !rows.iter().any(|(known, _)| known.text == *near) && !meant.contains(near))
                    {
                        Some(near) => {
                            meant.push(near);
                            diagnostic.help(format!("did you mean `{near}`")).fix(name.span, near)
                        }
                        None => diagnostic.help("leave the row out"),
                    },
                );
                sound = false;
                continue;
            }
            match self.expect(value, ty) {
                Some(value) => checked.push((Arc::from(name.text.as_str()), value)),
                None => sound = false,
            }
        }
        let missing: Vec<_> = values
            .iter()
            .filter(|value| !rows.iter().any(|(name, _)| *name.text == ***value) && !meant.contains(&&***value))
            .map(|value| format!("`{value}`"))
            .collect();
        if !missing.is_empty() {
            let message = format!("the table has no row for {}", missing.join(", "));
            return self.report(
                Diagnostic::error("missing-row", span, message)
                    .help("a row for each value of the key, `none` where there is no figure"),
            );
        }
        sound.then_some(Body::Table(key, checked))
    }

    fn number(&mut self, node: &Node) -> Option<Expr> {
        let expr = self.infer(node)?;
        self.numeric(expr)
    }

    /// Refuses what is no number.
    fn numeric(&mut self, expr: Expr) -> Option<Expr> {
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

    fn fitted(&mut self, expr: Expr, wanted: &Type, node: &Node) -> Option<Expr> {
        match fit(expr, wanted) {
            Ok(expr) => Some(expr),
            Err(expr) => self.report(mismatch(&expr, wanted, node)),
        }
    }

    /// `column NAME`, whose cells are read as `ty`: in a dataset's columns only.
    fn column(&mut self, word: &Word, ty: &Type) -> Option<(Kind, Type)> {
        let Some(columns) = &mut self.columns else {
            let message = "`column` belongs into a `dataset`";
            return self.report(
                Diagnostic::error("syntax", word.span, message).help("elsewhere name a reading of the dataset: `measured.peak`"),
            );
        };
        let Some(index) = columns.header.iter().position(|known| *known == word.text) else {
            let diagnostic = Diagnostic::error("unknown-name", word.span, format!("the file has no column `{}`", word.text));
            let near = nearest(&word.text, columns.header.iter().map(String::as_str)).map(str::to_string);
            return self.report(match near {
                Some(near) => diagnostic.help(format!("did you mean `{near}`")).fix(word.span, near),
                None => diagnostic.help("name a column of its first line"),
            });
        };
        let slot = columns.used.iter().position(|used| *used == (index, ty.clone())).unwrap_or_else(|| {
            columns.used.push((index, ty.clone()));
            columns.used.len() - 1
        });
        Some((Kind::Local(slot, Arc::from(word.text.as_str())), ty.clone()))
    }

    fn over(&mut self, statistic: Statistic, body: &Node, dataset: &Word, place: Option<&Node>) -> Option<(Kind, Type)> {
        let id = match self.book.names.get(dataset.text.as_str()) {
            Some(Entry::Dataset(id)) => *id,
            Some(_) => {
                let message = format!("`{}` is not a dataset", dataset.text);
                return self.report(Diagnostic::error("type-mismatch", dataset.span, message).help("only a `dataset` has rows"));
            }
            None => return self.unknown(&dataset.text, dataset.span),
        };
        let body = if statistic == Statistic::Count { self.infer(body)? } else { self.number(body)? };
        let place = match place {
            Some(place) => Some(self.expect(place, &Type::pure())?),
            None => None,
        };
        let ty = if statistic == Statistic::Count { Type::pure() } else { body.ty.clone() };
        Some((Kind::Over(Box::new(Over { statistic, body, dataset: id, place })), ty))
    }

    fn tape(&mut self, question: TapeQuestion, node: &Node) -> Option<(Kind, Type)> {
        let (word, arguments): (Word, &[Node]) = match &node.kind {
            NodeKind::Name(name) => (Word { text: name.clone(), span: node.span }, &[]),
            NodeKind::Call(word, arguments) => (word.clone(), arguments),
            _ => {
                return self.report(
                    Diagnostic::error("type-mismatch", node.span, "expected a tape")
                        .help("name a tape, with its arguments if it has any"),
                );
            }
        };
        let id = self.tape_named(&word)?;
        let arguments = self.arguments(id, arguments, node.span)?;
        let ty = match question {
            TapeQuestion::Highest | TapeQuestion::Left => self.book.definitions[id].ty.clone(),
            TapeQuestion::Step => Type::Name,
            TapeQuestion::Held | TapeQuestion::Timeline => Type::Tape,
        };
        Some((Kind::Tape(question, id, arguments), ty))
    }

    /// The tape of this name.
    pub(super) fn tape_named(&mut self, word: &Word) -> Option<DefinitionId> {
        match self.book.names.get(word.text.as_str()) {
            Some(Entry::Definition(id)) if self.is_tape(*id) => Some(*id),
            Some(_) => {
                let message = format!("`{}` is not a tape", word.text);
                self.report(
                    Diagnostic::error("type-mismatch", word.span, message)
                        .help("only a `tape` can be played or asked for its highest point"),
                )
            }
            None => self.unknown(&word.text, word.span),
        }
    }

    fn winner(&mut self, asked: &Node) -> Option<(Kind, Type)> {
        let asked = self.infer(asked)?;
        Some((Kind::Winner(Box::new(asked)), Type::Name))
    }

    /// Two operands, of which either may be a choice's value or a definition's id that only the other one explains.
    fn two(&mut self, left: &Node, right: &Node) -> (Option<Expr>, Option<Expr>) {
        let explains = |right: &Node, left: &Node| match (&right.kind, &left.kind) {
            (NodeKind::Name(choice), NodeKind::Name(value)) => {
                matches!(self.declared(choice), Some(Type::Choice(values)) if values.iter().any(|known| **known == **value))
            }
            _ => false,
        };
        // A choice's values win over other names, on the left of `attention` as on its right.
        if (self.is_unresolved(left) && !self.is_unresolved(right)) || (explains(right, left) && !explains(left, right)) {
            let right = self.infer(right);
            let left = right.as_ref().and_then(|right| self.like(left, &right.ty));
            return (left, right);
        }
        let left = self.infer(left);
        let right = match &left {
            Some(left) => self.like(right, &left.ty),
            // Without the left side it cannot be told whether it is a choice's value.
            None if self.is_unresolved(right) => None,
            None => self.infer(right),
        };
        (left, right)
    }

    fn is_unresolved(&self, node: &Node) -> bool {
        matches!(&node.kind, NodeKind::Name(name) if self.resolve(name).is_none())
    }

    fn like(&mut self, node: &Node, other: &Type) -> Option<Expr> {
        match other {
            Type::Choice(_) | Type::Name => self.expect(node, other),
            _ => self.infer(node),
        }
    }

    /// Both sides in the type that they share.
    fn pair(&mut self, left: Expr, right: Expr, node: &Node, what: &str, pure_fits: bool) -> Option<(Expr, Expr, Type)> {
        let Some(ty) = common(&left, &right, pure_fits) else {
            return self.report(unlike(&left, &right, node, what));
        };
        let adopt = |expr: Expr| if is_zero(&expr) || expr.ty == Type::None { Expr { ty: ty.clone(), ..expr } } else { expr };
        let (left, right) = (adopt(left), adopt(right));
        Some((left, right, ty))
    }

    fn binary(&mut self, operator: Operator, left: &Node, right: &Node, node: &Node) -> Option<(Kind, Type)> {
        let make = |left, right, ty| Some((Kind::Binary(operator, Box::new(left), Box::new(right)), ty));
        match operator {
            Operator::And | Operator::Or => {
                let (left, right) = (self.expect(left, &Type::Flag), self.expect(right, &Type::Flag));
                make(left?, right?, Type::Flag)
            }
            Operator::Equal | Operator::NotEqual => {
                let (left, right) = self.two(left, right);
                let (left, right, ty) = self.pair(left?, right?, node, "the two sides", true)?;
                if matches!(ty, Type::Range(_) | Type::Tape) && left.ty != Type::None && right.ty != Type::None {
                    let message = format!("{} cannot be compared", describe(&ty));
                    let help = match ty {
                        Type::Tape => "compare what the tapes come to: `highest(…)`, `left(…)`",
                        _ => "ask `x within range`, or compare the ends: `low(…)`, `high(…)`",
                    };
                    return self.report(Diagnostic::error("type-mismatch", node.span, message).help(help));
                }
                make(left, right, Type::Flag)
            }
            Operator::Less | Operator::AtMost | Operator::Greater | Operator::AtLeast => {
                let (left, right) = self.two(left, right);
                if let (Some(Type::Choice(_)), _) | (_, Some(Type::Choice(_))) =
                    (left.as_ref().map(|left| &left.ty), right.as_ref().map(|right| &right.ty))
                {
                    let message = format!("`{}` needs numbers: the values of a choice have no order", print::operator(operator));
                    return self.report(
                        Diagnostic::error("type-mismatch", node.span, message).help("compare them with `=`, `!=`, `or`"),
                    );
                }
                let (left, right) = (left.and_then(|left| self.numeric(left)), right.and_then(|right| self.numeric(right)));
                let (left, right, _) = self.pair(left?, right?, node, "the two sides", true)?;
                make(left, right, Type::Flag)
            }
            Operator::Within => self.within(left, right, node),
            Operator::Add | Operator::Subtract | Operator::Mod => self.additive(operator, left, right, node),
            Operator::Multiply | Operator::Divide | Operator::Div => self.multiplicative(operator, left, right),
            Operator::Power => self.power(left, right),
        }
    }

    fn within(&mut self, left: &Node, right: &Node, node: &Node) -> Option<(Kind, Type)> {
        let (left, range) = (self.number(left), self.infer(right));
        let (left, range) = (left?, range?);
        let Type::Range(wanted) = &range.ty else {
            let message = format!("expected a range after `within`, found {}", describe(&range.ty));
            return self.report(Diagnostic::error("type-mismatch", range.span, message).help("a range is written `low .. high`"));
        };
        let fits = match &left.ty {
            Type::Number(found) => found == wanted || is_zero(&left) || takes_pure(wanted, found) || takes_pure(found, wanted),
            _ => true,
        };
        if !fits {
            return self.report(unlike(
                &left,
                &Expr { ty: Type::Number(wanted.clone()), ..range.clone() },
                node,
                "the two sides",
            ));
        }
        Some((Kind::Binary(Operator::Within, Box::new(left), Box::new(range)), Type::Flag))
    }

    fn additive(&mut self, operator: Operator, left: &Node, right: &Node, node: &Node) -> Option<(Kind, Type)> {
        let (left, right) = (self.infer(left), self.infer(right));
        let (left, right) = (left?, right?);
        let ranges = [&left, &right].into_iter().filter(|side| matches!(side.ty, Type::Range(_))).count();
        let allowed = ranges == 0 || (ranges == 2 && operator == Operator::Add);
        if !allowed {
            let message = "a range adds to a range and scales by a number, and nothing else";
            return self.report(
                Diagnostic::error("type-mismatch", node.span, message).help("take one end of it: `low(…)` or `high(…)`"),
            );
        }
        for side in [&left, &right] {
            if !matches!(side.ty, Type::Number(_) | Type::Range(_) | Type::None) {
                let message = format!("expected a number, found {}", describe(&side.ty));
                return self.report(Diagnostic::error("type-mismatch", side.span, message).help(NOT_A_NUMBER));
            }
        }
        let (left, right, ty) = self.pair(left, right, node, "the two sides", false)?;
        Some((Kind::Binary(operator, Box::new(left), Box::new(right)), ty))
    }

    fn multiplicative(&mut self, operator: Operator, left: &Node, right: &Node) -> Option<(Kind, Type)> {
        let (left, right) = (self.infer(left), self.infer(right));
        let (left, right) = (left?, right?);
        let ty = match (&left.ty, &right.ty) {
            (Type::Number(a), Type::Number(b)) => Type::Number(a.times(b, if operator == Operator::Multiply { 1 } else { -1 })),
            (Type::None, _) | (_, Type::None) => Type::None,
            (Type::Range(a), Type::Number(b)) if operator != Operator::Div => {
                Type::Range(a.times(b, if operator == Operator::Multiply { 1 } else { -1 }))
            }
            (Type::Number(a), Type::Range(b)) if operator == Operator::Multiply => Type::Range(a.times(b, 1)),
            (a, b) => {
                let wrong = if matches!(a, Type::Number(_)) { (&right, b) } else { (&left, a) };
                let message = format!("expected a number, found {}", describe(wrong.1));
                return self.report(
                    Diagnostic::error("type-mismatch", wrong.0.span, message)
                        .help("a range scales by a number and adds to a range; flags and choices are asked with `if`"),
                );
            }
        };
        Some((Kind::Binary(operator, Box::new(left), Box::new(right)), ty))
    }

    fn power(&mut self, left: &Node, right: &Node) -> Option<(Kind, Type)> {
        let (base, exponent) = (self.number(left), self.number(right));
        let (base, exponent) = (base?, exponent?);
        let exponent = self.fitted(exponent, &Type::pure(), right)?;
        let literal = match &exponent.kind {
            Kind::Number(value, _) => Some(value.clone()),
            Kind::Negate(inner) => match &inner.kind {
                Kind::Number(value, _) => Some(value.neg()),
                _ => None,
            },
            _ => None,
        };
        let ty = match (&base.ty, literal.map(|value| value.to_i128())) {
            (_, Some(None)) => {
                return self.report(
                    Diagnostic::error("type-mismatch", exponent.span, "an exponent is a whole number")
                        .help("write a whole exponent; the language has no roots, as they are not exact"),
                );
            }
            (_, Some(Some(power))) if power.abs() > EXPONENT => {
                return self.report(
                    Diagnostic::error("limit", exponent.span, format!("an exponent lies between -{EXPONENT} and {EXPONENT}"))
                        .help("multiply powers instead"),
                );
            }
            (Type::Number(dimension), Some(Some(power))) => Type::Number(dimension.power(i32::try_from(power).unwrap_or(0))),
            (Type::Number(dimension), None) if !dimension.is_pure() => {
                let message =
                    format!("the exponent of {} must be a literal: the unit of the result depends on it", describe(&base.ty));
                return self.report(
                    Diagnostic::error("unit-mismatch", exponent.span, message)
                        .help("write the exponent as a number, or divide the unit away first"),
                );
            }
            (ty, _) => (*ty).clone(),
        };
        Some((Kind::Binary(Operator::Power, Box::new(base), Box::new(exponent)), ty))
    }

    /// A new name for the variable of a bound form.
    fn fresh(&mut self, variable: &Word) -> Option<()> {
        let taken = match self.resolve(&variable.text) {
            None => return Some(()),
            Some(Resolved::Local(_)) => "a parameter or a bound variable",
            Some(Resolved::Entry(_)) => "a name of the book",
        };
        let message = format!("`{}` is {taken} already", variable.text);
        self.report(Diagnostic::error("duplicate-name", variable.span, message).help("choose a new name"))
    }

    fn interval(&mut self, (from, to): (&Node, &Node)) -> Option<(Expr, Expr, Type)> {
        let (first, last) = (self.number(from), self.number(to));
        let whole = Node { span: from.span.to(to.span), ..to.clone() };
        self.pair(first?, last?, &whole, "the first and the last value", true)
    }

    fn bound(&mut self, form: Builtin, body: &Node, variable: &Word, interval: (&Node, &Node)) -> Option<(Kind, Type)> {
        let (from, to, ty) = self.interval(interval)?;
        self.fresh(variable)?;
        let name: Id = Arc::from(variable.text.as_str());
        self.frame.push((name.clone(), ty));
        let body = self.number(body);
        self.frame.pop();
        let body = body?;
        let ty = body.ty.clone();
        Some((Kind::Bound(Box::new(Bound { form, variable: (self.frame.len(), name), body, from, to })), ty))
    }

    fn search(&mut self, largest: bool, variable: &Word, interval: (&Node, &Node), condition: &Node) -> Option<(Kind, Type)> {
        if let Some(Resolved::Entry(Entry::Input(input))) = self.resolve(&variable.text) {
            let wanted = self.book.inputs[input].ty.clone();
            if wanted.dimension().is_none() {
                let message = format!("`{}` is {}: only a number can be varied", variable.text, describe(&wanted));
                let help = "ask for each of its values: `… where NAME = VALUE`";
                return self.report(Diagnostic::error("type-mismatch", variable.span, message).help(help));
            }
            let (from, to) = (self.expect(interval.0, &wanted), self.expect(interval.1, &wanted));
            let (condition, from, to) = (self.expect(condition, &Type::Flag)?, from?, to?);
            let search = Search { largest, variable: Variable::Input(input), from, to, condition };
            return Some((Kind::Search(Box::new(search)), wanted));
        }
        let (from, to, ty) = self.interval(interval)?;
        self.fresh(variable)?;
        let name: Id = Arc::from(variable.text.as_str());
        self.frame.push((name.clone(), ty.clone()));
        let condition = self.expect(condition, &Type::Flag);
        self.frame.pop();
        let variable = Variable::Local(self.frame.len(), name);
        Some((Kind::Search(Box::new(Search { largest, variable, from, to, condition: condition? })), ty))
    }
}

/// What a name stands for.
pub(super) enum Resolved {
    Local(usize),
    Entry(Entry),
}

/// Two sides that have nothing in common.
fn unlike(left: &Expr, right: &Expr, node: &Node, what: &str) -> Diagnostic {
    let both_numbers = matches!((&left.ty, &right.ty), (Type::Number(_), Type::Number(_)));
    let code = if both_numbers { "unit-mismatch" } else { "type-mismatch" };
    let message = format!("{what} do not fit: {} and {}", describe(&left.ty), describe(&right.ty));
    let diagnostic =
        Diagnostic::error(code, node.span, message).also(left.span, describe(&left.ty)).also(right.span, describe(&right.ty));
    let labelled = |pure: &Expr, label: &Expr| match (&pure.ty, &label.ty, &pure.kind) {
        (Type::Number(a), Type::Number(b), Kind::Number(_, written)) if a.is_pure() && !b.to_string().starts_with('1') => {
            Some((pure.span, format!("{written} {b}")))
        }
        _ => None,
    };
    if let Some((span, text)) = labelled(left, right).or_else(|| labelled(right, left)) {
        return diagnostic.help(format!("write `{text}`")).fix(span, text);
    }
    match (&left.ty, &right.ty) {
        (Type::Number(a), Type::Number(b)) if b.is_pure() || a.is_pure() => {
            let unit = if b.is_pure() { a } else { b };
            diagnostic.help(format!("multiply the pure number by `1 {unit}`, or divide the other by it"))
        }
        (Type::Number(_), Type::Number(_)) => diagnostic.help("only numbers of the same unit can be added or compared"),
        _ => diagnostic.help("write both sides in the same kind of value"),
    }
}

fn arguments_of(definition: &Definition) -> String {
    match definition.parameters.len() {
        0 => "no arguments".to_string(),
        1 => "one argument".to_string(),
        n => format!("{n} arguments"),
    }
}

fn signature(definition: &Definition) -> String {
    let names: Vec<&str> = definition.parameters.iter().map(|(name, ..)| &**name).collect();
    if names.is_empty() { definition.id.to_string() } else { format!("{}({})", definition.id, names.join(", ")) }
}
