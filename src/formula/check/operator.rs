//! Operands: what they must be, and what they give together.

use super::expr::{Checker, EXPONENT, NOT_A_NUMBER};
use super::unit::{common, describe, is_zero, takes_pure};
use crate::diagnostic::Diagnostic;
use crate::formula::print;
use crate::formula::syntax::{Node, NodeKind};
use crate::formula::tree::{Expr, Kind, Operator, Type};

impl Checker<'_> {
    /// Two operands, of which either may be a choice's value or a definition's id that only the other one explains.
    pub(super) fn two(&mut self, left: &Node, right: &Node) -> (Option<Expr>, Option<Expr>) {
        let explains = |right: &Node, left: &Node| match (&right.kind, &left.kind) {
            (NodeKind::Name(choice), NodeKind::Name(value)) => {
                matches!(self.declared(choice), Some(Type::Choice(values)) if values.iter().any(|known| **known == **value))
            }
            _ => false,
        };
        // A choice's values win over other names, on the left of `attention` as on its right.
        if (self.is_unresolved(left) && !self.is_unresolved(right)) || (explains(right, left) && !explains(left, right)) {
            let right = self.infer(right);
            let left = right.as_ref().and_then(|right| self.like(left, &right.ty));
            return (left, right);
        }
        let left = self.infer(left);
        let right = match &left {
            Some(left) => self.like(right, &left.ty),
            // Without the left side it cannot be told whether it is a choice's value.
            None if self.is_unresolved(right) => None,
            None => self.infer(right),
        };
        (left, right)
    }

    fn is_unresolved(&self, node: &Node) -> bool {
        matches!(&node.kind, NodeKind::Name(name) if self.resolve(name).is_none())
    }

    fn like(&mut self, node: &Node, other: &Type) -> Option<Expr> {
        match other {
            Type::Choice(_) | Type::Name => self.expect(node, other),
            _ => self.infer(node),
        }
    }

    /// Both sides in the type that they share.
    pub(super) fn pair(
        &mut self,
        left: Expr,
        right: Expr,
        node: &Node,
        what: &str,
        pure_fits: bool,
    ) -> Option<(Expr, Expr, Type)> {
        let Some(ty) = common(&left, &right, pure_fits) else {
            return self.report(unlike(&left, &right, node, what));
        };
        let adopt = |expr: Expr| if is_zero(&expr) || expr.ty == Type::None { Expr { ty: ty.clone(), ..expr } } else { expr };
        let (left, right) = (adopt(left), adopt(right));
        Some((left, right, ty))
    }

    pub(super) fn binary(&mut self, operator: Operator, left: &Node, right: &Node, node: &Node) -> Option<(Kind, Type)> {
        let make = |left, right, ty| Some((Kind::Binary(operator, Box::new(left), Box::new(right)), ty));
        match operator {
            Operator::And | Operator::Or => {
                let (left, right) = (self.expect(left, &Type::Flag), self.expect(right, &Type::Flag));
                make(left?, right?, Type::Flag)
            }
            Operator::Equal | Operator::NotEqual => {
                let (left, right) = self.two(left, right);
                let (left, right, ty) = self.pair(left?, right?, node, "the two sides", true)?;
                if matches!(ty, Type::Range(_) | Type::Tape) && left.ty != Type::None && right.ty != Type::None {
                    let message = format!("{} cannot be compared", describe(&ty));
                    let help = match ty {
                        Type::Tape => "compare what the tapes come to: `highest(…)`, `left(…)`",
                        _ => "ask `x within range`, or compare the ends: `low(…)`, `high(…)`",
                    };
                    return self.report(Diagnostic::error("type-mismatch", node.span, message).help(help));
                }
                make(left, right, Type::Flag)
            }
            Operator::Less | Operator::AtMost | Operator::Greater | Operator::AtLeast => {
                let (left, right) = self.two(left, right);
                if let (Some(Type::Choice(_)), _) | (_, Some(Type::Choice(_))) =
                    (left.as_ref().map(|left| &left.ty), right.as_ref().map(|right| &right.ty))
                {
                    let message = format!("`{}` needs numbers: the values of a choice have no order", print::operator(operator));
                    return self.report(
                        Diagnostic::error("type-mismatch", node.span, message).help("compare them with `=`, `!=`, `or`"),
                    );
                }
                let (left, right) = (left.and_then(|left| self.numeric(left)), right.and_then(|right| self.numeric(right)));
                let (left, right, _) = self.pair(left?, right?, node, "the two sides", true)?;
                make(left, right, Type::Flag)
            }
            Operator::Within => self.within(left, right, node),
            Operator::Add | Operator::Subtract | Operator::Mod => self.additive(operator, left, right, node),
            Operator::Multiply | Operator::Divide | Operator::Div => self.multiplicative(operator, left, right),
            Operator::Power => self.power(left, right),
        }
    }

    fn within(&mut self, left: &Node, right: &Node, node: &Node) -> Option<(Kind, Type)> {
        let (left, range) = (self.number(left), self.infer(right));
        let (left, range) = (left?, range?);
        let Type::Range(wanted) = &range.ty else {
            let message = format!("expected a range after `within`, found {}", describe(&range.ty));
            return self.report(Diagnostic::error("type-mismatch", range.span, message).help("a range is written `low .. high`"));
        };
        let fits = match &left.ty {
            Type::Number(found) => found == wanted || is_zero(&left) || takes_pure(wanted, found) || takes_pure(found, wanted),
            _ => true,
        };
        if !fits {
            return self.report(unlike(
                &left,
                &Expr { ty: Type::Number(wanted.clone()), ..range.clone() },
                node,
                "the two sides",
            ));
        }
        Some((Kind::Binary(Operator::Within, Box::new(left), Box::new(range)), Type::Flag))
    }

    fn additive(&mut self, operator: Operator, left: &Node, right: &Node, node: &Node) -> Option<(Kind, Type)> {
        let (left, right) = (self.infer(left), self.infer(right));
        let (left, right) = (left?, right?);
        let ranges = [&left, &right].into_iter().filter(|side| matches!(side.ty, Type::Range(_))).count();
        let allowed = ranges == 0 || (ranges == 2 && operator == Operator::Add);
        if !allowed {
            let message = "a range adds to a range and scales by a number, and nothing else";
            return self.report(
                Diagnostic::error("type-mismatch", node.span, message).help("take one end of it: `low(…)` or `high(…)`"),
            );
        }
        for side in [&left, &right] {
            if !matches!(side.ty, Type::Number(_) | Type::Range(_) | Type::None) {
                let message = format!("expected a number, found {}", describe(&side.ty));
                return self.report(Diagnostic::error("type-mismatch", side.span, message).help(NOT_A_NUMBER));
            }
        }
        let (left, right, ty) = self.pair(left, right, node, "the two sides", false)?;
        Some((Kind::Binary(operator, Box::new(left), Box::new(right)), ty))
    }

    fn multiplicative(&mut self, operator: Operator, left: &Node, right: &Node) -> Option<(Kind, Type)> {
        let (left, right) = (self.infer(left), self.infer(right));
        let (left, right) = (left?, right?);
        let ty = match (&left.ty, &right.ty) {
            (Type::Number(a), Type::Number(b)) => Type::Number(a.times(b, if operator == Operator::Multiply { 1 } else { -1 })),
            (Type::None, _) | (_, Type::None) => Type::None,
            (Type::Range(a), Type::Number(b)) if operator != Operator::Div => {
                Type::Range(a.times(b, if operator == Operator::Multiply { 1 } else { -1 }))
            }
            (Type::Number(a), Type::Range(b)) if operator == Operator::Multiply => Type::Range(a.times(b, 1)),
            (a, b) => {
                let wrong = if matches!(a, Type::Number(_)) { (&right, b) } else { (&left, a) };
                let message = format!("expected a number, found {}", describe(wrong.1));
                return self.report(
                    Diagnostic::error("type-mismatch", wrong.0.span, message)
                        .help("a range scales by a number and adds to a range; flags and choices are asked with `if`"),
                );
            }
        };
        Some((Kind::Binary(operator, Box::new(left), Box::new(right)), ty))
    }

    fn power(&mut self, left: &Node, right: &Node) -> Option<(Kind, Type)> {
        let (base, exponent) = (self.number(left), self.number(right));
        let (base, exponent) = (base?, exponent?);
        let exponent = self.fitted(exponent, &Type::pure(), right)?;
        let literal = match &exponent.kind {
            Kind::Number(value, _) => Some(value.clone()),
            Kind::Negate(inner) => match &inner.kind {
                Kind::Number(value, _) => Some(value.neg()),
                _ => None,
            },
            _ => None,
        };
        let ty = match (&base.ty, literal.map(|value| value.to_i128())) {
            (_, Some(None)) => {
                return self.report(
                    Diagnostic::error("type-mismatch", exponent.span, "an exponent is a whole number")
                        .help("write a whole exponent; the language has no roots, as they are not exact"),
                );
            }
            (_, Some(Some(power))) if power.abs() > EXPONENT => {
                return self.report(
                    Diagnostic::error("limit", exponent.span, format!("an exponent lies between -{EXPONENT} and {EXPONENT}"))
                        .help("multiply powers instead"),
                );
            }
            (Type::Number(dimension), Some(Some(power))) => Type::Number(dimension.power(i32::try_from(power).unwrap_or(0))),
            (Type::Number(dimension), None) if !dimension.is_pure() => {
                let message =
                    format!("the exponent of {} must be a literal: the unit of the result depends on it", describe(&base.ty));
                return self.report(
                    Diagnostic::error("unit-mismatch", exponent.span, message)
                        .help("write the exponent as a number, or divide the unit away first"),
                );
            }
            (ty, _) => (*ty).clone(),
        };
        Some((Kind::Binary(Operator::Power, Box::new(base), Box::new(exponent)), ty))
    }
}

/// Two sides that have nothing in common.
fn unlike(left: &Expr, right: &Expr, node: &Node, what: &str) -> Diagnostic {
    let both_numbers = matches!((&left.ty, &right.ty), (Type::Number(_), Type::Number(_)));
    let code = if both_numbers { "unit-mismatch" } else { "type-mismatch" };
    let message = format!("{what} do not fit: {} and {}", describe(&left.ty), describe(&right.ty));
    let diagnostic =
        Diagnostic::error(code, node.span, message).also(left.span, describe(&left.ty)).also(right.span, describe(&right.ty));
    let labelled = |pure: &Expr, label: &Expr| match (&pure.ty, &label.ty, &pure.kind) {
        (Type::Number(a), Type::Number(b), Kind::Number(_, written)) if a.is_pure() && !b.to_string().starts_with('1') => {
            Some((pure.span, format!("{written} {b}")))
        }
        _ => None,
    };
    if let Some((span, text)) = labelled(left, right).or_else(|| labelled(right, left)) {
        return diagnostic.help(format!("write `{text}`")).fix(span, text);
    }
    match (&left.ty, &right.ty) {
        (Type::Number(a), Type::Number(b)) if b.is_pure() || a.is_pure() => {
            let unit = if b.is_pure() { a } else { b };
            diagnostic.help(format!("multiply the pure number by `1 {unit}`, or divide the other by it"))
        }
        (Type::Number(_), Type::Number(_)) => diagnostic.help("only numbers of the same unit can be added or compared"),
        _ => diagnostic.help("write both sides in the same kind of value"),
    }
}
