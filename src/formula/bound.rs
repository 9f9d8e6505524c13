//! Forms that ask an expression again and again: over a range of whole numbers, or over the rows of a dataset.

use super::arithmetic::within_limit;
use super::eval::{Evaluated, Evaluator, NOWHERE, RowValues, Scope, fault};
use super::rational::Rational;
use super::tree::{Bound, Builtin, Expr, InputId, Over, Value};
use crate::diagnostic::Span;

/// Values that a bound form may run through.
const BOUND: i128 = 1_000_000;

impl Evaluator<'_> {
    /// First and last value of a bound form; `None` if one of them has no value.
    pub(super) fn interval(&mut self, scope: Scope, from: &Expr, to: &Expr, span: Span) -> Evaluated<Option<(i128, i128)>> {
        let mut ends = [0i128; 2];
        for (end, expr) in ends.iter_mut().zip([from, to]) {
            match self.eval(scope, expr)? {
                Value::Number(number) => match number.to_i128() {
                    Some(whole) => *end = whole,
                    None if number.is_whole() => return too_many(span),
                    None => {
                        return fault(
                            "not-whole",
                            expr.span,
                            format!("a range of a bound form has whole ends, and this is {}", number.written().0),
                            "use `ceil` or `floor`",
                        );
                    }
                },
                _ => return Ok(None),
            }
        }
        if ends[1].saturating_sub(ends[0]) >= BOUND {
            return too_many(span);
        }
        Ok(Some((ends[0], ends[1])))
    }

    pub(super) fn bound(&mut self, scope: Scope, bound: &Bound, span: Span) -> Evaluated<Value> {
        let Some((first, last)) = self.interval(scope, &bound.from, &bound.to, span)? else { return Ok(Value::None) };
        let mut frame = scope.frame.to_vec();
        frame.resize(bound.variable.0, Value::None);
        frame.push(Value::None);
        let mut result: Option<Rational> = (bound.form == Builtin::Sum).then_some(Rational::ZERO);
        let kept = self.memories.len();
        for k in first..=last {
            self.count(span)?;
            frame[bound.variable.0] = Value::Number(k.into());
            let value = self.eval(Scope { frame: &frame, ..scope }, &bound.body)?;
            self.truncate(kept);
            result = match (value, result, bound.form) {
                (Value::Number(value), Some(sum), Builtin::Sum) => {
                    let sum = sum.add(&value);
                    within_limit(&sum, span)?;
                    Some(sum)
                }
                (_, _, Builtin::Sum) => return Ok(Value::None),
                (Value::Number(value), Some(best), Builtin::Min) => Some(best.min(value)),
                (Value::Number(value), Some(best), _) => Some(best.max(value)),
                (Value::Number(value), None, _) => Some(value),
                (_, best, _) => best,
            };
        }
        Ok(result.map_or(Value::None, Value::Number))
    }

    /// Asks an expression once per row, with the row's inputs on top of the site's.
    pub(super) fn over(&mut self, scope: Scope, over: &Over, span: Span) -> Evaluated<Value> {
        let mut values = Vec::new();
        let constant = scope.frame.is_empty() && over.place.is_none();
        if let Some(known) = self.statistics.get(&span).filter(|_| constant) {
            return Ok(known.clone());
        }
        let start = self.layered(None)?;
        let origin = self.place(start.clone(), None, None);
        let kept = self.memories.len();
        let book = self.book;
        for (index, row) in book.datasets[over.dataset].rows.iter().enumerate() {
            self.count(span)?;
            let mut inputs = start.to_vec();
            for (input, value) in &row.inputs {
                inputs[*input] = value.clone();
            }
            let memory = self.enter(inputs, Some((over.dataset, index)), origin, Some(row.span))?;
            values.push(self.eval(Scope { memory, ..scope }, &over.body)?);
            self.truncate(kept);
        }
        let place = match &over.place {
            Some(place) => match self.eval(scope, place)? {
                Value::Number(place) => Some(place),
                _ => return Ok(Value::None),
            },
            None => None,
        };
        let value = super::statistic::of(over.statistic, values, place, span)?;
        if constant {
            self.statistics.insert(span, value.clone());
        }
        Ok(value)
    }

    /// The inputs and readings of a dataset's row, from its cells.
    pub(super) fn read_row(&mut self, cells: &[Value], sets: &[(InputId, Expr)], readings: &[Expr]) -> Evaluated<RowValues> {
        let scope = Scope { memory: NOWHERE, frame: cells };
        let mut inputs = Vec::with_capacity(sets.len());
        for (input, expr) in sets {
            let value = self.eval(scope, expr)?;
            self.whole_input(*input, &value, expr.span)?;
            inputs.push((*input, value));
        }
        let readings = readings.iter().map(|expr| self.eval(scope, expr)).collect::<Evaluated<Vec<_>>>()?;
        Ok((inputs, readings))
    }
}

fn too_many<T>(span: Span) -> Evaluated<T> {
    fault("limit", span, format!("a bound form may run through {BOUND} values"), "make its range smaller")
}
