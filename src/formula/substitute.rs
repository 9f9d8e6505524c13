//! Expressions with values put in: the forms that a worked example goes through.

use super::eval::{Evaluated, Evaluator, Scope};
use super::print;
use super::rational::Rational;
use super::steps::Reason;
use super::tree::{Bound, Expr, InputId, Kind, Link, Operator, Over, Search, Type, Value};
use crate::diagnostic::Span;

/// More decimals than this are no help to a reader.
const DECIMALS: usize = 12;
/// More bits of a fraction's numerator or denominator are no help either.
const FRACTION: u64 = 10;

/// A value as an expression that gives it: a negative number as its opposite, a decimal that does not end as a quotient in brackets.
pub(super) fn of_value(value: &Value, ty: &Type, span: Span) -> Expr {
    let kind = match value {
        Value::Number(number) => return of_number(number, ty, span),
        Value::Range(ends) => {
            let (low, high) = &**ends;
            let ty = Type::Number(ty.dimension().cloned().unwrap_or_default());
            Kind::Range(Box::new(of_number(low, &ty, span)), Box::new(of_number(high, &ty, span)))
        }
        Value::Flag(flag) => Kind::Flag(*flag),
        Value::Choice(id) => Kind::Choice(id.clone()),
        Value::Name(id) => Kind::NameOf(id.clone()),
        Value::None => Kind::None,
    };
    Expr { kind, ty: ty.clone(), span }
}

fn of_number(number: &Rational, ty: &Type, span: Span) -> Expr {
    let unit = ty.unit();
    let kind = if number.is_negative() {
        Kind::Negate(Box::new(of_number(&number.neg(), ty, span)))
    } else if let Some(digits) = number.exact_decimal() {
        Kind::Number(number.clone(), if unit.is_empty() { digits } else { format!("{digits} {unit}") })
    } else {
        let (over, under) = number.parts();
        let written = if unit.is_empty() { format!("({over}/{under})") } else { format!("(1/{under} * {over} {unit})") };
        Kind::Number(number.clone(), written)
    };
    Expr { kind, ty: ty.clone(), span }
}

/// A copy in which the parameters and bound variables of `frame` have their values.
pub(super) fn close(expr: &Expr, frame: &[Value]) -> Expr {
    let closed = map(expr, &mut |expr| match &expr.kind {
        Kind::Local(slot, _) => Ok(frame.get(*slot).map(|value| of_value(value, &expr.ty, expr.span))),
        _ => Ok(None),
    });
    closed.unwrap_or_else(|_| Expr { kind: Kind::None, ty: expr.ty.clone(), span: expr.span })
}

/// A copy in which `put` says what stands in place of a node; where it says nothing, its children are asked.
///
/// `clone` would need as much stack as the expression is deep.
fn map(expr: &Expr, put: &mut dyn FnMut(&Expr) -> Evaluated<Option<Expr>>) -> Evaluated<Expr> {
    stacker::maybe_grow(64 << 10, 1 << 20, || match put(expr)? {
        Some(expr) => Ok(expr),
        None => Ok(Expr { kind: map_children(expr, put)?, ty: expr.ty.clone(), span: expr.span }),
    })
}

fn map_children(expr: &Expr, put: &mut dyn FnMut(&Expr) -> Evaluated<Option<Expr>>) -> Evaluated<Kind> {
    let mut one = |expr: &Expr| map(expr, put).map(Box::new);
    Ok(match &expr.kind {
        Kind::Lookup(id, key) => Kind::Lookup(*id, one(key)?),
        Kind::Negate(operand) => Kind::Negate(one(operand)?),
        Kind::Not(operand) => Kind::Not(one(operand)?),
        Kind::Binary(operator, left, right) => Kind::Binary(*operator, one(left)?, one(right)?),
        Kind::Range(low, high) => Kind::Range(one(low)?, one(high)?),
        Kind::If(condition, then, otherwise) => Kind::If(one(condition)?, one(then)?, one(otherwise)?),
        Kind::Winner(asked) => Kind::Winner(one(asked)?),
        Kind::Call(id, arguments) => Kind::Call(*id, all(arguments, put)?),
        Kind::Builtin(builtin, arguments) => Kind::Builtin(*builtin, all(arguments, put)?),
        Kind::Tape(question, id, arguments) => Kind::Tape(*question, *id, all(arguments, put)?),
        Kind::Bound(bound) => {
            let Bound { form, variable, body, from, to } = &**bound;
            let (body, from, to) = (map(body, put)?, map(from, put)?, map(to, put)?);
            Kind::Bound(Box::new(Bound { form: *form, variable: variable.clone(), body, from, to }))
        }
        Kind::Over(over) => {
            let Over { statistic, body, dataset, place } = &**over;
            let (body, place) = (map(body, put)?, place.as_ref().map(|place| map(place, put)).transpose()?);
            Kind::Over(Box::new(Over { statistic: *statistic, body, dataset: *dataset, place }))
        }
        Kind::Search(search) => {
            let Search { largest, variable, from, to, condition } = &**search;
            let (from, to, condition) = (map(from, put)?, map(to, put)?, map(condition, put)?);
            Kind::Search(Box::new(Search { largest: *largest, variable: variable.clone(), from, to, condition }))
        }
        Kind::Chain(body, links) => {
            let body = one(body)?;
            let links = links.iter().map(|link| match link {
                Link::In(scenario) => Ok(Link::In(*scenario)),
                Link::Row(dataset, row) => Ok(Link::Row(*dataset, *row)),
                Link::Where(sets) => {
                    let set = |(input, value): &(InputId, Expr)| Ok((*input, map(value, put)?));
                    sets.iter().map(set).collect::<Evaluated<_>>().map(Link::Where)
                }
            });
            Kind::Chain(body, links.collect::<Evaluated<_>>()?)
        }
        leaf => leaf.clone(),
    })
}

fn all(exprs: &[Expr], put: &mut dyn FnMut(&Expr) -> Evaluated<Option<Expr>>) -> Evaluated<Vec<Expr>> {
    exprs.iter().map(|expr| map(expr, put)).collect()
}

/// What is found while values are put into an expression.
pub(super) struct Putting<'w, 'b, 'f> {
    pub(super) evaluator: &'w mut Evaluator<'b>,
    pub(super) scope: Scope<'f>,
    /// Conditions of the branches taken.
    pub(super) reasons: Vec<Reason>,
    /// Whatever has a value of its own to explain, in the order in which it is needed.
    pub(super) needs: Vec<Expr>,
    /// The inputs that stand in the expression, with their values.
    pub(super) inputs: Vec<(InputId, Value)>,
}

impl<'w, 'b, 'f> Putting<'w, 'b, 'f> {
    pub(super) fn new(evaluator: &'w mut Evaluator<'b>, scope: Scope<'f>) -> Putting<'w, 'b, 'f> {
        Putting { evaluator, scope, reasons: Vec::new(), needs: Vec::new(), inputs: Vec::new() }
    }

    /// The expression with every `if` replaced by the branch taken.
    pub(super) fn branches(&mut self, expr: &Expr) -> Evaluated<Expr> {
        map(expr, &mut |expr| match &expr.kind {
            Kind::If(condition, then, otherwise) => {
                let holds = self.evaluator.flag(self.scope, condition)?;
                let condition = self.branches(condition)?;
                let with_values = self.values(&condition)?;
                self.reasons.push(Reason { condition, with_values, holds });
                self.branches(if holds { then } else { otherwise }).map(Some)
            }
            Kind::Binary(operator @ (Operator::Add | Operator::Subtract), left, right) if matches!(right.kind, Kind::If(..)) => {
                // A branch that adds nothing is left out.
                let (left, right) = (self.branches(left)?, self.branches(right)?);
                if is_zero(&right) {
                    return Ok(Some(left));
                }
                let kind = Kind::Binary(*operator, Box::new(left), Box::new(right));
                Ok(Some(Expr { kind, ty: expr.ty.clone(), span: expr.span }))
            }
            Kind::Binary(operator @ (Operator::And | Operator::Or), left, right) => {
                let right = if self.decides(*operator, left)? { close(right, &[]) } else { self.branches(right)? };
                let kind = Kind::Binary(*operator, Box::new(self.branches(left)?), Box::new(right));
                Ok(Some(Expr { kind, ty: expr.ty.clone(), span: expr.span }))
            }
            // These have their own scope, and are worked by themselves.
            Kind::Bound(_) | Kind::Search(_) | Kind::Over(_) | Kind::Chain(..) | Kind::Winner(_) => Ok(Some(close(expr, &[]))),
            _ => Ok(None),
        })
    }

    /// The expression with values in place of names, calls and whatever else is worked by itself.
    pub(super) fn values(&mut self, expr: &Expr) -> Evaluated<Expr> {
        map(expr, &mut |expr| match &expr.kind {
            Kind::Input(input) => {
                let value = self.evaluator.eval(self.scope, expr)?;
                let put = of_value(&value, &expr.ty, expr.span);
                if !self.inputs.iter().any(|(known, _)| known == input) {
                    self.inputs.push((*input, value));
                }
                Ok(Some(put))
            }
            Kind::Local(..) | Kind::Reading(..) => {
                let value = self.evaluator.eval(self.scope, expr)?;
                Ok(Some(of_value(&value, &expr.ty, expr.span)))
            }
            Kind::Definition(_)
            | Kind::Call(..)
            | Kind::Lookup(..)
            | Kind::Bound(_)
            | Kind::Search(_)
            | Kind::Over(_)
            | Kind::Chain(..)
            | Kind::Winner(_)
            | Kind::Tape(..) => {
                let value = self.evaluator.eval(self.scope, expr)?;
                self.need(expr)?;
                Ok(Some(of_value(&value, &expr.ty, expr.span)))
            }
            Kind::Binary(operator @ (Operator::And | Operator::Or), left, right) => {
                let right = if self.decides(*operator, left)? { close(right, self.scope.frame) } else { self.values(right)? };
                let kind = Kind::Binary(*operator, Box::new(self.values(left)?), Box::new(right));
                Ok(Some(Expr { kind, ty: expr.ty.clone(), span: expr.span }))
            }
            _ => Ok(None),
        })
    }

    /// Does the left side of `and` or `or` decide alone.
    fn decides(&mut self, operator: Operator, left: &Expr) -> Evaluated<bool> {
        Ok(self.evaluator.flag(self.scope, left)? == (operator == Operator::Or))
    }

    /// Notes what has to be explained; the arguments of a call, a look-up and a tape as their values.
    pub(super) fn need(&mut self, expr: &Expr) -> Evaluated<()> {
        let closed = match &expr.kind {
            Kind::Call(id, arguments) => Kind::Call(*id, self.arguments(arguments)?),
            Kind::Tape(question, id, arguments) => Kind::Tape(*question, *id, self.arguments(arguments)?),
            _ => close(expr, self.scope.frame).kind,
        };
        self.needs.push(Expr { kind: closed, ty: expr.ty.clone(), span: expr.span });
        Ok(())
    }

    fn arguments(&mut self, arguments: &[Expr]) -> Evaluated<Vec<Expr>> {
        let value = |argument: &Expr| Ok(of_value(&self.evaluator.eval(self.scope, argument)?, &argument.ty, argument.span));
        arguments.iter().map(value).collect()
    }

    /// An expression of numbers with the operands of its top computed, if that is a step worth showing:
    /// `2 + 4 * 6` becomes `2 + 24`, and `12 * 6 * 384^2` needs no such step.
    pub(super) fn operands(&mut self, expr: &Expr) -> Evaluated<Option<Expr>> {
        let (mut changed, mut fits) = (false, true);
        let reduced = map(expr, &mut |inner| {
            if std::ptr::eq(inner, expr) || continues(expr, inner) {
                return Ok(None);
            }
            let simple = match &inner.kind {
                Kind::Binary(Operator::Power, base, exponent) => is_product(expr) && is_value(base) && is_value(exponent),
                _ => is_value(inner),
            };
            if simple {
                return Ok(Some(close(inner, &[])));
            }
            let value = self.evaluator.eval(self.scope, inner)?;
            changed = true;
            fits &= matches!(&value, Value::Number(number) if number.exact_decimal().is_some_and(|text| is_short(&text)));
            Ok(Some(of_value(&value, &inner.ty, inner.span)))
        })?;
        let arithmetic = match &expr.kind {
            Kind::Binary(operator, ..) => !matches!(operator, Operator::And | Operator::Or),
            Kind::Builtin(..) => true,
            _ => false,
        };
        Ok((arithmetic && changed && fits).then_some(reduced))
    }
}

/// Is it a value put in whose decimal does not end; a literal always ends.
pub(super) fn is_fraction(expr: &Expr) -> bool {
    matches!(&expr.kind, Kind::Number(_, written) if written.starts_with('('))
}

/// Can a reader be shown every digit of it: a decimal that ends soon, or a simple fraction.
pub(super) fn is_plain(number: &Rational) -> bool {
    match number.exact_decimal() {
        Some(decimal) => is_short(&decimal),
        None => number.bits() <= FRACTION,
    }
}

fn is_short(decimal: &str) -> bool {
    decimal.split_once('.').is_none_or(|(_, decimals)| decimals.len() <= DECIMALS)
}

/// Is it a literal, maybe with a sign.
fn is_value(expr: &Expr) -> bool {
    match &expr.kind {
        Kind::Number(..) | Kind::Flag(_) | Kind::Choice(_) | Kind::NameOf(_) | Kind::None => true,
        Kind::Negate(operand) => is_value(operand),
        Kind::Range(low, high) => is_value(low) && is_value(high),
        _ => false,
    }
}

fn is_zero(expr: &Expr) -> bool {
    matches!(&expr.kind, Kind::Number(number, _) if number.is_zero())
}

fn is_product(expr: &Expr) -> bool {
    matches!(expr.kind, Kind::Binary(Operator::Multiply | Operator::Divide | Operator::Mod | Operator::Div, ..))
}

/// Does `inner` belong to the same sum or product as `top`, so that its operands are operands of the whole.
fn continues(top: &Expr, inner: &Expr) -> bool {
    let level = |expr: &Expr| match &expr.kind {
        Kind::Binary(operator, ..) => Some(print::operands(*operator).0),
        _ => None,
    };
    let joins = |expr: &Expr| {
        matches!(expr.kind, Kind::Binary(Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide, ..))
    };
    joins(top) && joins(inner) && level(top) == level(inner)
}
