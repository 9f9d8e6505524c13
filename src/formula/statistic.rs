//! Figures over the rows of a dataset.

use super::eval::{Evaluated, fault};
use super::rational::Rational;
use super::tree::{Statistic, Value};
use crate::diagnostic::Span;

/// Puts the values of all rows together; rows without a value are left out. No value at all gives `none`, but 0 for a
/// count, which counts the rows where a condition holds, or where there is a value.
pub(super) fn of(statistic: Statistic, values: Vec<Value>, place: Option<Rational>, span: Span) -> Evaluated<Value> {
    if statistic == Statistic::Count {
        let count = values.iter().filter(|value| !matches!(value, Value::None | Value::Flag(false))).count();
        return Ok(Value::Number((count as i128).into()));
    }
    let mut numbers: Vec<Rational> =
        values.into_iter().filter_map(|value| if let Value::Number(number) = value { Some(number) } else { None }).collect();
    numbers.sort();
    let count = numbers.len();
    let Some(greatest) = numbers.last().cloned() else { return Ok(Value::None) };
    let divided = |sum: Rational, by: usize| sum.div(&(by as i128).into()).unwrap_or(Rational::ZERO);
    Ok(Value::Number(match statistic {
        Statistic::Median if count % 2 == 1 => numbers[count / 2].clone(),
        Statistic::Median => divided(numbers[count / 2 - 1].add(&numbers[count / 2]), 2),
        Statistic::Mean => divided(numbers.iter().fold(Rational::ZERO, |sum, number| sum.add(number)), count),
        Statistic::Min => numbers[0].clone(),
        Statistic::Max | Statistic::Count => greatest,
        Statistic::Rank => {
            let Some(place) = place
                .as_ref()
                .and_then(Rational::to_i128)
                .and_then(|place| usize::try_from(place).ok())
                .filter(|place| *place > 0)
            else {
                return fault(
                    "domain",
                    span,
                    "a place of `rank` is a whole number from 1",
                    "`rank(x over data, 1)` is the greatest",
                );
            };
            match count.checked_sub(place) {
                Some(index) => numbers[index].clone(),
                None => return Ok(Value::None),
            }
        }
    }))
}
