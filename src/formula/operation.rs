//! Operators, ranges and built-in functions on values.

use super::arithmetic::{arithmetic, division, limited, limited_range, log2_floor, scaled};
use super::eval::{Evaluated, Evaluator, Scope, fault};
use super::print;
use super::rational::Rational;
use super::tree::{Builtin, Expr, Operator, Value};
use crate::diagnostic::Span;

impl Evaluator<'_> {
    pub(super) fn binary(&mut self, scope: Scope, operator: Operator, left: &Expr, right: &Expr, span: Span) -> Evaluated<Value> {
        match operator {
            Operator::And => return Ok(Value::Flag(self.flag(scope, left)? && self.flag(scope, right)?)),
            Operator::Or => return Ok(Value::Flag(self.flag(scope, left)? || self.flag(scope, right)?)),
            _ => {}
        }
        let (a, b) = (self.eval(scope, left)?, self.eval(scope, right)?);
        match operator {
            Operator::Equal => return Ok(Value::Flag(a == b)),
            Operator::NotEqual => return Ok(Value::Flag(a != b)),
            _ => {}
        }
        match (&a, &b) {
            (Value::Number(x), Value::Number(y)) => arithmetic(operator, x, y, (left, right), span),
            (Value::Number(x), Value::Range(ends)) if operator == Operator::Within => {
                Ok(Value::Flag(ends.0 <= *x && *x <= ends.1))
            }
            (Value::Range(ends), Value::Number(factor)) if operator == Operator::Divide => {
                let Some(factor) = Rational::ONE.div(factor) else { return division(right) };
                limited_range(scaled(ends, &factor), span)
            }
            (Value::Range(ends), Value::Number(factor)) | (Value::Number(factor), Value::Range(ends)) => {
                limited_range(scaled(ends, factor), span)
            }
            (Value::Range(a), Value::Range(b)) => limited_range((a.0.add(&b.0), a.1.add(&b.1)), span),
            _ if operator == Operator::Within || print::is_comparison(operator) => Ok(Value::Flag(false)),
            _ => Ok(Value::None),
        }
    }

    pub(super) fn range(&mut self, scope: Scope, low: &Expr, high: &Expr, span: Span) -> Evaluated<Value> {
        match (self.eval(scope, low)?, self.eval(scope, high)?) {
            (Value::Number(low), Value::Number(high)) if low <= high => Ok(Value::Range(Box::new((low, high)))),
            (Value::Number(low), Value::Number(high)) => fault(
                "range",
                span,
                format!("the range ends below its start: {} .. {}", low.written().0, high.written().0),
                "write the lower end first",
            ),
            _ => Ok(Value::None),
        }
    }

    pub(super) fn builtin(&mut self, scope: Scope, builtin: Builtin, arguments: &[Expr], span: Span) -> Evaluated<Value> {
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            match self.eval(scope, argument)? {
                Value::Number(number) => values.push(number),
                Value::Range(ends) => return Ok(Value::Number(if builtin == Builtin::Low { ends.0 } else { ends.1 })),
                _ if matches!(builtin, Builtin::Min | Builtin::Max) => {}
                _ => return Ok(Value::None),
            }
        }
        let Some(first) = values.first() else { return Ok(Value::None) };
        let result = match builtin {
            Builtin::Min => values.iter().min().cloned().unwrap_or_else(|| first.clone()),
            Builtin::Max => values.iter().max().cloned().unwrap_or_else(|| first.clone()),
            Builtin::Sum => values.iter().fold(Rational::ZERO, |sum, value| sum.add(value)),
            Builtin::Abs => first.abs(),
            Builtin::Ceil => first.ceil(),
            Builtin::Floor => first.floor(),
            Builtin::Round => match values.get(1).map_or(Some(0), Rational::to_i128) {
                Some(digits) if digits.abs() <= 100 => first.round(i32::try_from(digits).unwrap_or(0)),
                _ => {
                    return fault(
                        "limit",
                        span,
                        "`round` takes a whole number of digits, at most 100",
                        "write it as a whole number",
                    );
                }
            },
            Builtin::Log2Floor => match log2_floor(first) {
                Some(power) => power.into(),
                None => {
                    return fault(
                        "domain",
                        span,
                        format!("`log2_floor` of {}", first.written().0),
                        "its argument must be above 0",
                    );
                }
            },
            Builtin::Low | Builtin::High | Builtin::Sqrt | Builtin::Log2 => return Ok(Value::None),
        };
        limited(result, span)
    }
}
