//! Values as the formula language writes them.

use crate::diagnostic::Span;
use crate::formula::rational::Rational;
use crate::formula::tree::{Expr, Kind, Type, Value};
use crate::formula::unit::Dimension;
use crate::locale::ByteUnit;

/// A value as an expression of the language.
pub(in crate::edition) fn literal(value: &Value, ty: &Type, span: Span) -> Expr {
    let kind = match value {
        Value::Number(number) => {
            let written = written(number, ty);
            if number.is_negative() {
                let positive = Expr { kind: Kind::Number(number.neg(), written), ty: ty.clone(), span };
                Kind::Negate(Box::new(positive))
            } else {
                Kind::Number(number.clone(), written)
            }
        }
        Value::Flag(flag) => Kind::Flag(*flag),
        Value::Choice(id) => Kind::Choice(id.clone()),
        _ => Kind::None,
    };
    Expr { kind, ty: ty.clone(), span }
}

/// A number as the language writes it: bytes in the largest unit that they are a multiple of.
fn written(number: &Rational, ty: &Type) -> String {
    let number = number.abs();
    let unit = ty.unit();
    if unit == "B" {
        let multiple = |unit: &ByteUnit| i128::try_from(unit.bytes()).ok().and_then(|bytes| number.div(&bytes.into()));
        let best = ["TiB", "GiB", "MiB", "KiB"].into_iter().filter_map(ByteUnit::named).find_map(|unit| {
            multiple(&unit).filter(|times| times.is_whole() && !times.is_zero()).map(|times| format!("{times} {}", unit.name()))
        });
        if let Some(best) = best {
            return best;
        }
    }
    let labels_only = ty.dimension().is_some_and(Dimension::is_label);
    if unit.is_empty() || labels_only { number.written().0 } else { format!("{} {unit}", number.written().0) }
}
