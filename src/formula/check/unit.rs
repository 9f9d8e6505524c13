//! Whether two units fit, and what to write where they do not.

use crate::diagnostic::{Diagnostic, Span};
use crate::formula::rational::Rational;
use crate::formula::syntax::{Node, NodeKind};
use crate::formula::tree::{Expr, Kind, Operator, Type};
use crate::formula::unit::Dimension;

/// What a person calls a type.
pub(super) fn describe(ty: &Type) -> String {
    match ty {
        Type::Number(dimension) if dimension.is_pure() => "a pure number".to_string(),
        Type::Number(dimension) => format!("`{dimension}`"),
        Type::Range(dimension) if dimension.is_pure() => "a range of pure numbers".to_string(),
        Type::Range(dimension) => format!("a range of `{dimension}`"),
        Type::Flag => "a flag (`true` or `false`)".to_string(),
        Type::Choice(values) => {
            format!("one of {}", values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", "))
        }
        Type::Name => "a name".to_string(),
        Type::None => "`none`".to_string(),
        Type::Tape => "what a tape holds".to_string(),
    }
}

/// Is it the literal 0, which fits every unit.
pub(super) fn is_zero(expr: &Expr) -> bool {
    matches!(&expr.kind, Kind::Number(value, _) if value.is_zero())
}

/// May a pure number be given where a number with this unit is wanted: only labels.
pub(super) fn takes_pure(wanted: &Dimension, found: &Dimension) -> bool {
    found.is_pure() && wanted.is_label()
}

/// `expr` as a value of `wanted`, if it fits.
pub(super) fn fit(mut expr: Expr, wanted: &Type) -> Result<Expr, Expr> {
    let fits = match (&expr.ty, wanted) {
        (found, wanted) if found == wanted => true,
        (Type::None, _) => true,
        (Type::Number(_), Type::Number(_)) if is_zero(&expr) => true,
        (Type::Number(found), Type::Number(wanted)) | (Type::Range(found), Type::Range(wanted)) => takes_pure(wanted, found),
        _ => false,
    };
    if !fits {
        return Err(expr);
    }
    expr.ty = wanted.clone();
    Ok(expr)
}

/// The type that both operands of a sum, a comparison or two branches share, if there is one.
pub(super) fn common(left: &Expr, right: &Expr, pure_fits: bool) -> Option<Type> {
    if left.ty == right.ty || right.ty == Type::None {
        return Some(left.ty.clone());
    }
    match (&left.ty, &right.ty) {
        (Type::None, _) => Some(right.ty.clone()),
        (Type::Number(_), Type::Number(_)) if is_zero(left) => Some(right.ty.clone()),
        (Type::Number(_), Type::Number(_)) if is_zero(right) => Some(left.ty.clone()),
        (Type::Number(a), Type::Number(b)) | (Type::Range(a), Type::Range(b)) if pure_fits && takes_pure(a, b) => {
            Some(left.ty.clone())
        }
        (Type::Number(a), Type::Number(b)) | (Type::Range(a), Type::Range(b)) if pure_fits && takes_pure(b, a) => {
            Some(right.ty.clone())
        }
        _ => None,
    }
}

/// An expression does not have the type that its place wants.
pub(super) fn mismatch(found: &Expr, wanted: &Type, node: &Node) -> Diagnostic {
    let (code, help) = match (&found.ty, wanted) {
        (Type::Number(has), Type::Number(wants)) => ("unit-mismatch", Some(factor(node, has, wants))),
        (Type::Number(_), Type::Range(_)) => ("type-mismatch", Some(("a range is written `low .. high`".to_string(), None))),
        (Type::Range(_), Type::Number(_)) => {
            ("type-mismatch", Some(("take one end of it: `low(…)` or `high(…)`".to_string(), None)))
        }
        (Type::Number(_), Type::Flag) => ("type-mismatch", Some(("a condition compares: `… > 0`, `… = 1`".to_string(), None))),
        (Type::Flag | Type::Choice(_), Type::Number(_)) => {
            ("type-mismatch", Some(("make a number of it: `if … then 1 else 0`".to_string(), None)))
        }
        _ => ("type-mismatch", None),
    };
    let message = format!("expected {}, found {}", describe(wanted), describe(&found.ty));
    let diagnostic = Diagnostic::error(code, node.span, message).note(format!("this is {}", describe(&found.ty)));
    match help {
        Some((help, Some((span, replacement)))) => diagnostic.help(help).fix(span, replacement),
        Some((help, None)) => diagnostic.help(help),
        None => diagnostic.help(format!("write an expression that gives {}", describe(wanted))),
    }
}

/// A proposal in words, and as a patch where there is one place for it.
type Proposal = (String, Option<(Span, String)>);

/// What brings a product from the unit it has to the unit that is wanted: the missing factor at its first literal.
fn factor(node: &Node, has: &Dimension, wants: &Dimension) -> Proposal {
    let missing = wants.times(has, -1);
    if let Some((span, digits, unit)) = literal(node) {
        let new = unit_of(unit).map(|unit| unit.times(&missing, 1));
        if let Some(new) = new {
            let text = if new.is_pure() { digits.to_string() } else { format!("{digits} {new}") };
            // A quantity of a literal is not replaced by another: 2 s are no bytes.
            let keeps = new.is_pure() || unit_of(unit).is_some_and(|old| old.quantities().all(|name| new.has(name)));
            if keeps && !new.to_string().starts_with('1') {
                return (format!("write `{text}`"), Some((span, text)));
            }
        }
    }
    let over = missing.bases().any(|(_, power)| power > 0);
    if over && missing.bases().any(|(_, power)| power < 0) {
        return (format!("a factor of `{missing}` is missing, or the wrong quantity stands here"), None);
    }
    let (sign, unit) = if over { ("*", missing) } else { ("/", missing.power(-1)) };
    let at = Span { start: node.span.end, ..node.span };
    let is_product = match &node.kind {
        NodeKind::Name(_) | NodeKind::Call(..) | NodeKind::Lookup(..) | NodeKind::Builtin(..) | NodeKind::Tape(..) => true,
        NodeKind::Binary(operator, ..) => matches!(operator, Operator::Multiply | Operator::Divide | Operator::Power),
        _ => false,
    };
    let verb = if over { "multiply by" } else { "divide by" };
    (format!("{verb} `1 {unit}`"), is_product.then(|| (at, format!(" {sign} 1 {unit}"))))
}

/// The first literal among the factors of a product.
fn literal(node: &Node) -> Option<(Span, &str, &super::super::syntax::UnitWords)> {
    match &node.kind {
        NodeKind::Number { digits, unit } => Some((node.span, digits, unit)),
        NodeKind::Binary(Operator::Multiply, left, right) => literal(left).or_else(|| literal(right)),
        NodeKind::Binary(Operator::Divide, left, _) => literal(left),
        _ => None,
    }
}

/// The dimension of a literal's unit, if all of it are base units (which a patch may rewrite).
fn unit_of(words: &super::super::syntax::UnitWords) -> Option<Dimension> {
    let units = super::super::unit::Units::default();
    words.iter().try_fold(Dimension::pure(), |dimension, (word, power)| {
        let unit = units.get(&word.text)?;
        (unit.factor == Rational::ONE).then(|| dimension.times(&unit.dimension, *power))
    })
}
