//! Breakdowns: what a value is made of. Of a sum its terms, of a `max` the winning arm's, of a tape's highest point
//! what is held there.

use crate::formula::eval::{Environment, Evaluated, Evaluator};
use crate::formula::print;
use crate::formula::rational::Rational;
use crate::formula::tree::{Body, Builtin, DefinitionId, Expr, Id, Kind, Operator, TapeQuestion, Value};

/// One part of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// What it is.
    pub(super) label: Label,
    /// How much; negative if it is taken away.
    pub(super) amount: Rational,
}

/// What a part is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Label {
    /// A definition.
    Definition(DefinitionId),
    /// A name that a tape holds.
    Held(Id),
    /// An expression without a name, in canonical form.
    Expression(String),
}

/// The parts of a value, in the order of the book, without those that are 0. Their sum is the value. `None` if the
/// expression is not made of parts.
///
/// # Errors
/// As [`Evaluator::value`].
pub(super) fn breakdown(evaluator: &mut Evaluator<'_>, environment: &Environment, expr: &Expr) -> Evaluated<Option<Vec<Part>>> {
    let parts = parts(evaluator, environment, expr)?;
    Ok(parts.map(|parts| parts.into_iter().filter(|part| !part.amount.is_zero()).collect()))
}

/// Which share of `total` a part is; of nothing, none.
pub(super) fn share(part: &Rational, total: &Rational) -> Rational {
    part.div(total).unwrap_or(Rational::ZERO)
}

/// Follows definitions, branches and chains down to the first sum, `max` or tape.
fn parts(evaluator: &mut Evaluator<'_>, environment: &Environment, expr: &Expr) -> Evaluated<Option<Vec<Part>>> {
    match &expr.kind {
        Kind::Definition(id) => match &evaluator.book().definitions[*id].body {
            Body::Formula(body) => parts(evaluator, environment, body),
            _ => Ok(None),
        },
        Kind::If(condition, then, otherwise) => {
            let holds = evaluator.value(environment, condition)? == Value::Flag(true);
            parts(evaluator, environment, if holds { then } else { otherwise })
        }
        Kind::Chain(body, links) => {
            let inner = evaluator.chained(environment, links, expr.span)?;
            parts(evaluator, &inner, body)
        }
        Kind::Builtin(Builtin::Max | Builtin::Min, arms) => {
            let best = evaluator.value(environment, expr)?;
            for arm in arms {
                if evaluator.value(environment, arm)? == best {
                    let whole = |evaluator: &mut Evaluator<'_>| part(evaluator, environment, arm, false).map(|part| vec![part]);
                    return parts(evaluator, environment, arm)?.map_or_else(|| whole(evaluator), Ok).map(Some);
                }
            }
            Ok(None)
        }
        Kind::Binary(Operator::Add | Operator::Subtract, ..) => {
            let mut terms = Vec::new();
            collect_terms(expr, false, &mut terms);
            terms
                .into_iter()
                .map(|(term, negative)| part(evaluator, environment, term, negative))
                .collect::<Evaluated<_>>()
                .map(Some)
        }
        Kind::Tape(TapeQuestion::Highest | TapeQuestion::Held, ..) => {
            let Some(run) = evaluator.tape_run(environment, expr)? else { return Ok(None) };
            let held = run.held(evaluator.book());
            Ok(Some(held.into_iter().map(|(name, amount)| Part { label: Label::Held(name), amount }).collect()))
        }
        _ => Ok(None),
    }
}

fn part(evaluator: &mut Evaluator<'_>, environment: &Environment, term: &Expr, negative: bool) -> Evaluated<Part> {
    let amount = match evaluator.value(environment, term)? {
        Value::Number(number) if negative => number.neg(),
        Value::Number(number) => number,
        _ => Rational::ZERO,
    };
    let label = match &term.kind {
        Kind::Definition(id) => Label::Definition(*id),
        _ => Label::Expression(print::expression(evaluator.book(), term)),
    };
    Ok(Part { label, amount })
}

/// The terms of a sum, from left to right, and which of them are taken away.
fn collect_terms<'e>(expr: &'e Expr, negative: bool, terms: &mut Vec<(&'e Expr, bool)>) {
    match &expr.kind {
        Kind::Binary(operator @ (Operator::Add | Operator::Subtract), left, right) => {
            collect_terms(left, negative, terms);
            collect_terms(right, negative != (*operator == Operator::Subtract), terms);
        }
        _ => terms.push((expr, negative)),
    }
}
