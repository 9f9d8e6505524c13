//! Between which bounds a value lies while one name runs through a range: what lets a search leave out whole ranges
//! in which its condition cannot hold, whatever the condition is.
//!
//! Bounds are never too narrow. Whatever has none that are worth it (tapes, remainders, inner searches) is unknown,
//! and an unknown arm of a `max` still leaves the other arm as its lower bound.

use std::collections::HashMap;

use super::eval::{Evaluator, MemoryId, Scope};
use super::inputs::InputSet;
use super::rational::Rational;
use super::tree::{Body, Builtin, DefinitionId, Expr, InputId, Kind, Link, Operator, Search, Value, Variable};

/// What is known of a value.
#[derive(Debug, Clone, PartialEq)]
enum Enclosure {
    /// It is this.
    Exact(Value),
    /// It is a number, not below the first and not above the second, where there is one.
    Between(Option<Rational>, Option<Rational>),
    /// Nothing; it may be `none`.
    Unknown,
}

use Enclosure::{Between, Exact, Unknown};

/// A number's bounds.
type Bounds = (Option<Rational>, Option<Rational>);

/// Can the condition of a search not hold for any value from `low` to `high` of what it varies.
pub(super) fn excludes(evaluator: &mut Evaluator, scope: Scope, search: &Search, (low, high): (i128, i128)) -> bool {
    let range = Between(Some(low.into()), Some(high.into()));
    let mut frame: Vec<Enclosure> = scope.frame.iter().cloned().map(Exact).collect();
    let mut encloser = Encloser::new(evaluator, scope.memory);
    match search.variable {
        Variable::Input(input) => encloser.vary(input, range),
        Variable::Local(slot, _) => {
            frame.resize(slot, Unknown);
            frame.push(range);
        }
    }
    encloser.expr(&search.condition, &frame) == Exact(Value::Flag(false))
}

/// Encloses expressions, with the inputs of a memory of which some vary.
struct Encloser<'e, 'b> {
    evaluator: &'e mut Evaluator<'b>,
    memory: MemoryId,
    varied: Vec<(InputId, Enclosure)>,
    /// The inputs that vary: what depends on none of them is computed.
    changed: InputSet,
    known: HashMap<DefinitionId, Enclosure>,
}

impl<'e, 'b> Encloser<'e, 'b> {
    fn new(evaluator: &'e mut Evaluator<'b>, memory: MemoryId) -> Self {
        Encloser { evaluator, memory, varied: Vec::new(), changed: InputSet::default(), known: HashMap::new() }
    }

    fn vary(&mut self, input: InputId, enclosure: Enclosure) {
        self.varied.push((input, enclosure));
        self.changed.put(input);
    }

    fn expr(&mut self, expr: &Expr, frame: &[Enclosure]) -> Enclosure {
        match &expr.kind {
            Kind::Number(value, _) => Exact(Value::Number(value.clone())),
            Kind::Flag(flag) => Exact(Value::Flag(*flag)),
            Kind::Choice(id) => Exact(Value::Choice(id.clone())),
            Kind::NameOf(id) => Exact(Value::Name(id.clone())),
            Kind::None => Exact(Value::None),
            Kind::Input(input) => self.input(*input),
            Kind::Local(slot, _) => frame.get(*slot).cloned().unwrap_or(Unknown),
            _ if self.evaluator.count(expr.span).is_err() => Unknown,
            _ => stacker::maybe_grow(128 << 10, 2 << 20, || self.compound(expr, frame)),
        }
    }

    fn compound(&mut self, expr: &Expr, frame: &[Enclosure]) -> Enclosure {
        match &expr.kind {
            Kind::Definition(id) => self.definition(*id),
            Kind::Call(id, arguments) => {
                let arguments = self.all(arguments, frame);
                self.body(*id, &arguments)
            }
            Kind::Lookup(id, key) => {
                let key = self.expr(key, frame);
                self.row(*id, &key)
            }
            Kind::Builtin(builtin, arguments) => function(*builtin, &self.all(arguments, frame)),
            Kind::Negate(operand) => match self.expr(operand, frame) {
                Exact(Value::None) => Exact(Value::None),
                operand => numbers(&operand).map_or(Unknown, |(low, high)| between(negated(high), negated(low))),
            },
            Kind::Not(operand) => match self.expr(operand, frame) {
                Exact(Value::Flag(flag)) => Exact(Value::Flag(!flag)),
                _ => Unknown,
            },
            Kind::Binary(operator, left, right) => {
                let (left, right) = (self.expr(left, frame), self.expr(right, frame));
                binary(*operator, &left, &right)
            }
            Kind::If(condition, then, otherwise) => match self.expr(condition, frame) {
                Exact(Value::Flag(true)) => self.expr(then, frame),
                Exact(Value::Flag(false)) => self.expr(otherwise, frame),
                _ => {
                    let (then, otherwise) = (self.expr(then, frame), self.expr(otherwise, frame));
                    either(then, otherwise)
                }
            },
            Kind::Chain(body, links) if links.iter().all(|link| matches!(link, Link::Where(_))) => {
                self.changed_inputs(body, links, frame)
            }
            _ => self.constant(expr, frame),
        }
    }

    fn all(&mut self, exprs: &[Expr], frame: &[Enclosure]) -> Vec<Enclosure> {
        exprs.iter().map(|expr| self.expr(expr, frame)).collect()
    }

    fn input(&self, input: InputId) -> Enclosure {
        let varied = self.varied.iter().find(|(varied, _)| *varied == input);
        match varied {
            Some((_, enclosure)) => enclosure.clone(),
            None => Exact(self.evaluator.memories[self.memory].inputs[input].clone()),
        }
    }

    /// `body where {…}`: right sides are read outside. What they set exactly is no longer varied inside.
    fn changed_inputs(&mut self, body: &Expr, links: &[Link], frame: &[Enclosure]) -> Enclosure {
        let outside = &self.evaluator.memories[self.memory];
        let (mut inputs, row) = (outside.inputs.to_vec(), outside.row);
        let mut varied = self.varied.clone();
        for link in links {
            let Link::Where(sets) = link else { continue };
            for (input, value) in sets {
                varied.retain(|(known, _)| known != input);
                match self.expr(value, frame) {
                    Exact(known) if self.evaluator.whole_input(*input, &known, value.span).is_ok() => inputs[*input] = known,
                    Exact(_) => return Unknown,
                    enclosure => varied.push((*input, enclosure)),
                }
            }
        }
        if self.evaluator.is_full() {
            return Unknown;
        }
        let memory = self.evaluator.place(inputs.into(), row, Some(self.memory));
        let mut inside = Encloser::new(self.evaluator, memory);
        varied.into_iter().for_each(|(input, enclosure)| inside.vary(input, enclosure));
        inside.expr(body, frame)
    }

    /// The value of what asks nothing that varies.
    fn constant(&mut self, expr: &Expr, frame: &[Enclosure]) -> Enclosure {
        let mut varies = false;
        expr.visit(&mut |node| {
            if let Kind::Local(slot, _) = node.kind {
                varies |= frame.get(slot).is_some_and(|local| !matches!(local, Exact(_)));
            }
        });
        let book = self.evaluator.book;
        if varies || book.depends.expr(book, expr).meets(&self.changed) {
            return Unknown;
        }
        let value = |local: &Enclosure| if let Exact(value) = local { value.clone() } else { Value::None };
        let frame: Vec<Value> = frame.iter().map(value).collect();
        self.evaluator.eval(Scope { memory: self.memory, frame: &frame }, expr).map_or(Unknown, Exact)
    }

    fn definition(&mut self, id: DefinitionId) -> Enclosure {
        if !self.evaluator.book.depends.definition(id).meets(&self.changed) {
            return self.evaluator.definition(self.memory, id).map_or(Unknown, Exact);
        }
        if let Some(known) = self.known.get(&id) {
            return known.clone();
        }
        let enclosure = self.body(id, &[]);
        self.known.insert(id, enclosure.clone());
        enclosure
    }

    fn body(&mut self, id: DefinitionId, frame: &[Enclosure]) -> Enclosure {
        let book = self.evaluator.book;
        match &book.definitions[id].body {
            Body::Formula(body) => self.expr(body, frame),
            Body::Table(key, _) => {
                let key = self.expr(key, frame);
                self.row(id, &key)
            }
            Body::Tape(_) => Unknown,
        }
    }

    fn row(&mut self, id: DefinitionId, key: &Enclosure) -> Enclosure {
        let book = self.evaluator.book;
        let (Body::Table(_, rows), Exact(Value::Choice(key))) = (&book.definitions[id].body, key) else { return Unknown };
        rows.iter().find(|(name, _)| name == key).map_or(Unknown, |(_, expr)| self.expr(expr, &[]))
    }
}

/// The bounds of what is surely a number.
fn numbers(enclosure: &Enclosure) -> Option<Bounds> {
    match enclosure {
        Exact(Value::Number(number)) => Some((Some(number.clone()), Some(number.clone()))),
        Between(low, high) => Some((low.clone(), high.clone())),
        _ => None,
    }
}

fn between(low: Option<Rational>, high: Option<Rational>) -> Enclosure {
    match (low, high) {
        (Some(low), Some(high)) if low == high => Exact(Value::Number(low)),
        (low, high) => Between(low, high),
    }
}

fn negated(bound: Option<Rational>) -> Option<Rational> {
    bound.map(|number| number.neg())
}

/// Both bounds through a function; no bound stays none.
fn both(a: Option<Rational>, b: Option<Rational>, f: impl Fn(&Rational, &Rational) -> Rational) -> Option<Rational> {
    Some(f(&a?, &b?))
}

/// One of the two.
fn either(a: Enclosure, b: Enclosure) -> Enclosure {
    if a == b {
        return a;
    }
    match (numbers(&a), numbers(&b)) {
        (Some((a, b)), Some((c, d))) => between(both(a, c, |x, y| x.min(y).clone()), both(b, d, |x, y| x.max(y).clone())),
        _ => Unknown,
    }
}

fn function(builtin: Builtin, arguments: &[Enclosure]) -> Enclosure {
    let known: Vec<Bounds> = arguments.iter().filter_map(numbers).collect();
    let all = known.len() == arguments.len();
    let lows = || known.iter().filter_map(|(low, _)| low.clone());
    let highs = || known.iter().filter_map(|(_, high)| high.clone());
    let bounded = |count: usize| count == arguments.len();
    match builtin {
        // An arm of which nothing is known may be `none` or anything: it takes one bound, and leaves the other.
        Builtin::Max if !known.is_empty() => between(lows().max(), if bounded(highs().count()) { highs().max() } else { None }),
        Builtin::Min if !known.is_empty() => between(if bounded(lows().count()) { lows().min() } else { None }, highs().min()),
        Builtin::Sum if all => known
            .into_iter()
            .fold(Exact(Value::Number(Rational::ZERO)), |sum, term| binary(Operator::Add, &sum, &between(term.0, term.1))),
        Builtin::Floor | Builtin::Ceil if all => {
            let f = |number: Rational| if builtin == Builtin::Floor { number.floor() } else { number.ceil() };
            let (low, high) = known[0].clone();
            between(low.map(f), high.map(f))
        }
        Builtin::Abs if all && known[0].0.as_ref().is_some_and(|low| !low.is_negative()) => arguments[0].clone(),
        _ => Unknown,
    }
}

fn binary(operator: Operator, left: &Enclosure, right: &Enclosure) -> Enclosure {
    match (operator, left, right) {
        (Operator::And, Exact(Value::Flag(false)), _) | (Operator::And, _, Exact(Value::Flag(false))) => return flag(false),
        (Operator::Or, Exact(Value::Flag(true)), _) | (Operator::Or, _, Exact(Value::Flag(true))) => return flag(true),
        (Operator::And, Exact(Value::Flag(true)), other) | (Operator::Or, Exact(Value::Flag(false)), other) => {
            return other.clone();
        }
        (Operator::Equal, Exact(a), Exact(b)) => return flag(a == b),
        (Operator::NotEqual, Exact(a), Exact(b)) => return flag(a != b),
        _ => {}
    }
    let (Some(left), Some(right)) = (numbers(left), numbers(right)) else { return Unknown };
    match operator {
        Operator::Add => between(both(left.0, right.0, Rational::add), both(left.1, right.1, Rational::add)),
        Operator::Subtract => between(both(left.0, right.1, Rational::sub), both(left.1, right.0, Rational::sub)),
        Operator::Multiply => product(&left, &right),
        Operator::Divide => match inverse(&right) {
            Some(right) => product(&left, &right),
            None => Unknown,
        },
        Operator::Power => power(&left, &right),
        Operator::Less => order(&left, &right, true),
        Operator::AtMost => order(&left, &right, false),
        Operator::Greater => order(&right, &left, true),
        Operator::AtLeast => order(&right, &left, false),
        _ => Unknown,
    }
}

fn flag(flag: bool) -> Enclosure {
    Exact(Value::Flag(flag))
}

/// Is the left below the right (or, not strictly, equal to it): known where the bounds do not meet.
fn order(left: &Bounds, right: &Bounds, strictly: bool) -> Enclosure {
    let below = |a: &Rational, b: &Rational| if strictly { a < b } else { a <= b };
    match (left, right) {
        ((_, Some(high)), (Some(low), _)) if below(high, low) => flag(true),
        ((Some(low), _), (_, Some(high))) if !below(low, high) => flag(false),
        _ => Unknown,
    }
}

fn product(left: &Bounds, right: &Bounds) -> Enclosure {
    if let ((Some(a), Some(b)), (Some(c), Some(d))) = (left, right) {
        let corners = [a.mul(c), a.mul(d), b.mul(c), b.mul(d)];
        return between(corners.iter().min().cloned(), corners.iter().max().cloned());
    }
    match (&left.0, &right.0) {
        (Some(a), Some(c)) if !a.is_negative() && !c.is_negative() => {
            Between(Some(a.mul(c)), both(left.1.clone(), right.1.clone(), Rational::mul))
        }
        _ => Unknown,
    }
}

/// One over a number above 0.
fn inverse((low, high): &Bounds) -> Option<Bounds> {
    let low = low.as_ref().filter(|low| **low > Rational::ZERO)?;
    let over = |number: &Rational| Rational::ONE.div(number);
    Some((Some(high.as_ref().and_then(over).unwrap_or(Rational::ZERO)), over(low)))
}

/// A power of a number that is not negative, with one whole exponent from 0 on.
fn power(base: &Bounds, exponent: &Bounds) -> Enclosure {
    let whole = match exponent {
        (Some(a), Some(b)) if a == b => {
            a.to_i128().and_then(|power| i32::try_from(power).ok()).filter(|power| (0..=64).contains(power))
        }
        _ => None,
    };
    match (whole, base) {
        (Some(whole), (Some(low), high)) if !low.is_negative() => {
            between(low.pow(whole), high.as_ref().and_then(|high| high.pow(whole)))
        }
        _ => Unknown,
    }
}
