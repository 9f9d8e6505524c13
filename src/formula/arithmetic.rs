//! Operators on exact numbers, and the faults that they can have.

use super::eval::{Evaluated, fault};
use super::rational::Rational;
use super::tree::{Expr, Operator, Type, Value};
use crate::diagnostic::Span;

/// Largest numerator or denominator, in bits.
pub(super) const BITS: u64 = 4_096;
/// What to do about a division by 0.
const NOT_ZERO: &str = "ask before: `if x = 0 then … else …`";

pub(super) fn division<T>(divisor: &Expr) -> Evaluated<T> {
    fault("division-by-zero", divisor.span, "division by zero: this is 0 here", NOT_ZERO)
}

pub(super) fn arithmetic(
    operator: Operator,
    x: &Rational,
    y: &Rational,
    (_, right): (&Expr, &Expr),
    span: Span,
) -> Evaluated<Value> {
    let result = match operator {
        Operator::Add => x.add(y),
        Operator::Subtract => x.sub(y),
        Operator::Multiply => x.mul(y),
        Operator::Divide => match x.div(y) {
            Some(quotient) => quotient,
            None => return division(right),
        },
        Operator::Div | Operator::Mod => match x.div(y) {
            Some(quotient) if operator == Operator::Div => quotient.floor(),
            Some(quotient) => x.sub(&y.mul(&quotient.floor())),
            None => return division(right),
        },
        Operator::Power => match y.to_i128().and_then(|power| i32::try_from(power).ok()).filter(|power| power.abs() <= 64) {
            Some(power) => match x.pow(power) {
                Some(result) => result,
                None => return fault("division-by-zero", right.span, "0 to a negative power", NOT_ZERO),
            },
            None => {
                return fault(
                    "limit",
                    right.span,
                    format!("an exponent is a whole number between -64 and 64, and this is {}", y.written().0),
                    "multiply powers instead",
                );
            }
        },
        Operator::Less => return Ok(Value::Flag(x < y)),
        Operator::AtMost => return Ok(Value::Flag(x <= y)),
        Operator::Greater => return Ok(Value::Flag(x > y)),
        Operator::AtLeast => return Ok(Value::Flag(x >= y)),
        _ => return Ok(Value::None),
    };
    limited(result, span)
}

pub(super) fn scaled((low, high): &(Rational, Rational), factor: &Rational) -> (Rational, Rational) {
    let (a, b) = (low.mul(factor), high.mul(factor));
    if factor.is_negative() { (b, a) } else { (a, b) }
}

pub(super) fn limited(number: Rational, span: Span) -> Evaluated<Value> {
    within_limit(&number, span)?;
    Ok(Value::Number(number))
}

pub(super) fn limited_range((low, high): (Rational, Rational), span: Span) -> Evaluated<Value> {
    within_limit(&low, span)?;
    within_limit(&high, span)?;
    Ok(Value::Range(Box::new((low, high))))
}

pub(super) fn within_limit(number: &Rational, span: Span) -> Evaluated<()> {
    if number.bits() > BITS {
        return fault("limit", span, format!("this result has more than {BITS} bits"), "keep numbers smaller");
    }
    Ok(())
}

/// Reports a value that must be whole and is not.
pub(super) fn whole(name: &str, ty: &Type, value: &Value, span: Span) -> Evaluated<()> {
    let number = match value {
        Value::Number(number) if !number.is_whole() => number,
        Value::Range(ends) if !(ends.0.is_whole() && ends.1.is_whole()) => &ends.0,
        _ => return Ok(()),
    };
    let unit = ty.unit();
    let shown = number.significant(6);
    let message = format!("`{name}` must come out whole, and this is {shown}{}{unit}", if unit.is_empty() { "" } else { " " });
    fault("not-whole", span, message, "use `ceil`, `floor` or `round`")
}

/// The greatest power of two that is not above; `None` unless the number is above 0.
pub(super) fn log2_floor(number: &Rational) -> Option<i128> {
    if number.is_zero() || number.is_negative() {
        return None;
    }
    let bits = |n: &Rational| i128::from(n.numerator().bits());
    if *number >= Rational::ONE {
        return Some(bits(&number.floor()) - 1);
    }
    let inverse = Rational::ONE.div(number)?.ceil();
    Some(-bits(&inverse.sub(&Rational::ONE)))
}
