//! From expressions to notation: brackets, fractions, sums.

use super::super::print::{self, Tightness};
use super::super::rational::Rational;
use super::super::substitute::{is_fraction, is_plain, of_value};
use super::super::tree::{
    Body, Bound, Builtin, DatasetId, Definition, DefinitionId, Expr, Id, Kind, Link, Operator, Search, Type, Value, Variable,
};
use super::Notation;
use super::math::{Bracket, Math, Sign};
use crate::diagnostic::{SourceId, Span};

/// Where values stand that no text holds.
const NOWHERE: Span = Span { source: SourceId(0), start: 0, end: 0 };

/// Lays one expression out.
#[derive(Clone, Copy)]
pub(super) struct Layout<'a> {
    notation: Notation<'a>,
    /// Inside a fraction or an exponent, where a further fraction would be too small.
    small: bool,
}

impl<'a> Layout<'a> {
    pub(super) fn new(notation: Notation<'a>) -> Layout<'a> {
        Layout { notation, small: false }
    }

    fn small(self) -> Layout<'a> {
        Layout { small: true, ..self }
    }

    pub(super) fn separator(self) -> &'static str {
        self.notation.figures.separator()
    }

    pub(super) fn definition(self, definition: &Definition) -> Option<Math> {
        let name = Math::Name(definition.id.to_string());
        let parameters: Vec<Math> = definition.parameters.iter().map(|(name, ..)| Math::Name(name.to_string())).collect();
        let subject =
            if parameters.is_empty() { name } else { Math::Call(definition.id.to_string(), parameters, self.separator()) };
        match &definition.body {
            Body::Formula(body) => Some(Math::joined(subject, sign_of_equality(&definition.ty), self.expr(body))),
            Body::Table(key, rows) => {
                let case = |(name, value): &(Id, Expr)| {
                    (self.expr(value), Math::joined(self.expr(key), Sign::Equal, Math::Name(name.to_string())))
                };
                Some(Math::joined(subject, Sign::Equal, Math::Cases(rows.iter().map(case).collect())))
            }
            Body::Tape(_) => None,
        }
    }

    /// An exact value.
    pub(super) fn value(self, value: &Value, ty: &Type) -> Math {
        match value {
            Value::Flag(_) => self.words(value),
            _ => self.expr(&of_value(value, ty, NOWHERE)),
        }
    }

    pub(super) fn expr(self, expr: &Expr) -> Math {
        stacker::maybe_grow(64 << 10, 1 << 20, || self.expr_here(expr))
    }

    fn expr_here(self, expr: &Expr) -> Math {
        let book = self.notation.book;
        match &expr.kind {
            Kind::Number(number, written) => self.number(number, written, &expr.ty),
            // Among signs a flag is a symbol; as a result it is a word of the language.
            Kind::Flag(flag) => Math::Name(flag.to_string()),
            Kind::None => self.words(&Value::None),
            Kind::Choice(id) | Kind::NameOf(id) | Kind::Local(_, id) => Math::Name(id.to_string()),
            Kind::Input(id) => Math::Name(book.inputs[*id].id.to_string()),
            Kind::Definition(id) => self.named(*id),
            Kind::Call(id, arguments) => self.call(&book.definitions[*id].id, arguments),
            Kind::Lookup(id, key) => Math::Index(Box::new(self.named(*id)), Box::new(self.small().expr(key))),
            Kind::Builtin(builtin, arguments) => self.builtin(*builtin, arguments),
            Kind::Winner(asked) => self.call("winner", std::slice::from_ref(asked)),
            Kind::Tape(question, id, arguments) => {
                let tape = if arguments.is_empty() { self.named(*id) } else { self.call(&book.definitions[*id].id, arguments) };
                Math::Call(print::question(*question).to_string(), vec![tape], self.separator())
            }
            Kind::Reading(dataset, reading) => Math::Name(book.datasets[*dataset].readings[*reading].0.to_string()),
            Kind::Over(over) => {
                let rows =
                    Math::joined(self.expr(&over.body), Sign::Over, Math::Name(book.datasets[over.dataset].id.to_string()));
                let arguments = [rows].into_iter().chain(over.place.iter().map(|place| self.expr(place)));
                Math::Call(print::statistic(over.statistic).to_string(), arguments.collect(), self.separator())
            }
            Kind::Negate(operand) => Math::Row(vec![Math::Sign(Sign::Opposite), self.operand(operand, Tightness::Power)]),
            Kind::Not(operand) => Math::Row(vec![Math::Sign(Sign::Not), self.operand(operand, Tightness::Atom)]),
            Kind::Binary(operator, left, right) => self.binary(*operator, left, right),
            Kind::Range(low, high) => Math::joined(self.expr(low), Sign::Separator, self.expr(high)).within(Bracket::Square),
            Kind::If(..) => self.cases(expr),
            Kind::Bound(bound) => self.bound(bound),
            Kind::Search(search) => self.search(search),
            Kind::Chain(body, links) => self.chain(body, links),
        }
    }

    fn named(self, id: DefinitionId) -> Math {
        Math::Name(self.notation.book.definitions[id].id.to_string())
    }

    fn words(self, value: &Value) -> Math {
        let ty = if *value == Value::None { Type::None } else { Type::Flag };
        Math::Words(self.notation.figures.exact(value, &ty, None))
    }

    /// A literal in its own unit, or a value that was put in.
    fn number(self, number: &Rational, written: &str, ty: &Type) -> Math {
        let value = Value::Number(number.clone());
        let figures = self.notation.figures;
        if written.starts_with('(') {
            let (over, under) = number.parts();
            return match is_plain(number) {
                true => self.over(
                    figure(figures.exact(&Value::Number(over), ty, None)),
                    figure(figures.exact(&Value::Number(under), &Type::pure(), None)),
                ),
                false => figure(figures.shown(&value, ty).0),
            };
        }
        figure(match written.split_once(' ') {
            Some((_, unit)) => figures.exact(&value, ty, Some(unit)),
            None if is_plain(number) => figures.exact(&value, &Type::pure(), None),
            None => figures.shown(&value, &Type::pure()).0,
        })
    }

    fn over(self, over: Math, under: Math) -> Math {
        if self.small { Math::joined(over, Sign::Slash, under) } else { Math::Fraction(Box::new(over), Box::new(under)) }
    }

    /// A piece as an operand: in brackets if it binds more loosely than `least`.
    fn operand(self, expr: &Expr, least: Tightness) -> Math {
        let inner = self.expr(expr);
        if tightness(expr) >= least {
            return inner;
        }
        match (&expr.kind, &inner) {
            (Kind::If(..), _) => inner.within(Bracket::RoundDrawn),
            (_, Math::Fraction(..)) => inner.within(Bracket::RoundInText),
            _ => inner.within(Bracket::Round),
        }
    }

    /// A part of a fraction: in a line of text it may need brackets.
    fn part(self, expr: &Expr, least: Tightness) -> Math {
        let inner = self.small().expr(expr);
        let bare = tightness(expr) >= least || matches!(expr.kind, Kind::If(..));
        if bare { inner } else { inner.within(Bracket::RoundInText) }
    }

    fn binary(self, operator: Operator, left: &Expr, right: &Expr) -> Math {
        let (least_left, least_right) = print::operands(operator);
        match operator {
            Operator::Power => self.power(left, right),
            Operator::Divide => self.fraction(left, right),
            Operator::Div => self.fraction(left, right).within(Bracket::Floor),
            _ => {
                let right = self.operand(right, least_right);
                let right = if is_signed(&right) { right.within(Bracket::Round) } else { right };
                Math::joined(self.operand(left, least_left), sign(operator), right)
            }
        }
    }

    fn fraction(self, over: &Expr, under: &Expr) -> Math {
        if self.small {
            return self.over(self.operand(over, Tightness::Product), self.operand(under, Tightness::Negation));
        }
        self.over(self.part(over, Tightness::Product), self.part(under, Tightness::Negation))
    }

    fn power(self, base: &Expr, exponent: &Expr) -> Math {
        let inner = self.expr(base);
        let needs = match &inner {
            // `(4 B)²`
            Math::Number(text) => !text.ends_with(|c: char| c.is_ascii_digit()),
            _ => tightness(base) < Tightness::Atom || matches!(base.kind, Kind::Chain(..)),
        };
        let base = if needs { inner.within(Bracket::Round) } else { inner };
        Math::Power(Box::new(base), Box::new(self.part(exponent, Tightness::Atom)))
    }

    fn list(self, arguments: &[Expr]) -> Vec<Math> {
        arguments.iter().map(|argument| self.expr(argument)).collect()
    }

    fn call(self, name: &str, arguments: &[Expr]) -> Math {
        Math::Call(name.to_string(), self.list(arguments), self.separator())
    }

    fn builtin(self, builtin: Builtin, arguments: &[Expr]) -> Math {
        let bracket = match builtin {
            Builtin::Abs => Bracket::Bars,
            Builtin::Ceil => Bracket::Ceiling,
            Builtin::Floor => Bracket::Floor,
            _ => {
                return match (builtin, arguments) {
                    (Builtin::Sqrt, [argument]) => Math::Root(Box::new(self.expr(argument))),
                    _ => self.call(print::function(builtin), arguments),
                };
            }
        };
        Math::Row(self.list(arguments)).within(bracket)
    }

    /// `if … then … else if … then … else …` is one list of cases.
    fn cases(self, expr: &Expr) -> Math {
        let mut cases = Vec::new();
        let mut rest = expr;
        while let Kind::If(condition, then, otherwise) = &rest.kind {
            cases.push((self.expr(then), self.expr(condition)));
            rest = otherwise;
        }
        cases.push((self.expr(rest), Math::Words(self.notation.figures.otherwise())));
        Math::Cases(cases)
    }

    fn bound(self, bound: &Bound) -> Math {
        let sign = match bound.form {
            Builtin::Sum => "∑",
            other => print::function(other),
        };
        let small = self.small();
        let parts = [
            Math::Name(bound.variable.1.to_string()),
            small.expr(&bound.from),
            small.expr(&bound.to),
            self.operand(&bound.body, Tightness::Product),
        ];
        Math::Over(sign, Box::new(parts))
    }

    fn search(self, search: &Search) -> Math {
        let variable = match &search.variable {
            Variable::Input(input) => self.notation.book.inputs[*input].id.to_string(),
            Variable::Local(_, id) => id.to_string(),
        };
        let parts = [Math::Name(variable), self.expr(&search.from), self.expr(&search.to), self.expr(&search.condition)];
        Math::Extreme(if search.largest { "max" } else { "min" }, Box::new(parts))
    }

    pub(super) fn dataset_row(self, dataset: DatasetId, row: usize) -> Math {
        let dataset = &self.notation.book.datasets[dataset];
        let row = Math::Words(dataset.rows[row].name.to_string());
        Math::Index(Box::new(Math::Name(dataset.id.to_string())), Box::new(row))
    }

    fn chain(self, body: &Expr, links: &[Link]) -> Math {
        let small = self.small();
        let mut given = Vec::new();
        for link in links {
            match link {
                Link::In(scenario) => given.push(Math::Name(self.notation.book.scenarios[*scenario].id.to_string())),
                Link::Row(dataset, row) => given.push(self.dataset_row(*dataset, *row)),
                Link::Where(sets) => given.extend(sets.iter().map(|(input, value)| {
                    let name = Math::Name(self.notation.book.inputs[*input].id.to_string());
                    Math::joined(name, Sign::Equal, small.operand(value, Tightness::Range))
                })),
            }
        }
        Math::Given(Box::new(self.operand(body, Tightness::Atom)), given)
    }
}

/// How tightly a node binds as it is drawn.
fn tightness(expr: &Expr) -> Tightness {
    match &expr.kind {
        Kind::Chain(..) | Kind::Search(_) | Kind::Range(..) | Kind::Binary(Operator::Div, ..) => Tightness::Atom,
        Kind::Bound(_) => Tightness::Range,
        Kind::Not(_) => Tightness::Negation,
        _ if is_fraction(expr) => Tightness::Product,
        _ => print::tightness(expr),
    }
}

/// A number as the language writes it, with the sign of formulas.
pub(super) fn figure(text: String) -> Math {
    Math::Number(match text.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None => text,
    })
}

/// Does a piece begin with a sign, so that it cannot follow another.
fn is_signed(math: &Math) -> bool {
    match math {
        Math::Row(pieces) => matches!(pieces.first(), Some(Math::Sign(Sign::Opposite))),
        Math::Number(text) => text.starts_with('−'),
        _ => false,
    }
}

/// What stands between a value of this type and the next form of it.
pub(super) fn sign_of_equality(ty: &Type) -> Sign {
    if *ty == Type::Flag { Sign::Equivalent } else { Sign::Equal }
}

fn sign(operator: Operator) -> Sign {
    match operator {
        Operator::Multiply | Operator::Power => Sign::Times,
        Operator::Divide | Operator::Div => Sign::Slash,
        Operator::Mod => Sign::Mod,
        Operator::Add => Sign::Plus,
        Operator::Subtract => Sign::Minus,
        Operator::Equal => Sign::Equal,
        Operator::NotEqual => Sign::NotEqual,
        Operator::Less => Sign::Less,
        Operator::AtMost => Sign::AtMost,
        Operator::Greater => Sign::Greater,
        Operator::AtLeast => Sign::AtLeast,
        Operator::Within => Sign::In,
        Operator::And => Sign::And,
        Operator::Or => Sign::Or,
    }
}
