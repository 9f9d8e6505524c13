//! Literals with their units, and what stands right behind one without an operator.

use super::expr::{Checker, EXPONENT};
use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::formula::arithmetic::BITS;
use crate::formula::rational::Rational;
use crate::formula::syntax::{Node, NodeKind, UnitWords};
use crate::formula::tree::{Kind, Type};
use crate::formula::unit::Dimension;

impl Checker<'_> {
    pub(super) fn literal(&mut self, digits: &str, unit: &UnitWords, span: Span) -> Option<(Kind, Type)> {
        // A bit is about a third of a digit: this spares reading what is far too long.
        if digits.len() > usize::try_from(BITS).unwrap_or(usize::MAX) {
            return self.too_large(span);
        }
        let Some(mut value) = Rational::parse(digits) else {
            return self.report(
                Diagnostic::error("syntax", span, "this number cannot be read")
                    .help("write digits, `_` between them if you like, and `.` before decimals"),
            );
        };
        if value.bits() > BITS {
            return self.too_large(span);
        }
        let mut dimension = Dimension::pure();
        let mut written = value.written().0;
        for (index, (word, power)) in unit.iter().enumerate() {
            let unit = self.book.units.get(&word.text)?;
            dimension = dimension.times(&unit.dimension, *power);
            value = unit.factor.pow(*power).map_or(value.clone(), |factor| value.mul(&factor));
            if value.bits() > BITS || dimension.bases().any(|(_, power)| i128::from(power).abs() > EXPONENT) {
                return self.too_large(span);
            }
            let sign = if index == 0 {
                " "
            } else if *power < 0 {
                "/"
            } else {
                "*"
            };
            let exponent = if power.abs() == 1 { String::new() } else { format!("^{}", power.abs()) };
            written.push_str(&format!("{sign}{}{exponent}", word.text));
        }
        Some((Kind::Number(value, written), Type::Number(dimension)))
    }

    fn too_large<T>(&mut self, span: Span) -> Option<T> {
        let message = format!("this number has more than {BITS} bits, or its unit a power beyond {EXPONENT}");
        self.report(Diagnostic::error("limit", span, message).help("write a smaller one"))
    }

    /// A literal, and behind it without an operator what is no unit: a slip in a unit's name, an exponent, or a product.
    pub(super) fn beside(&mut self, number: &Node, right: &Node, node: &Node) -> Option<(Kind, Type)> {
        let gap = Span { source: number.span.source, start: number.span.end, end: right.span.start };
        let product = Diagnostic::error("syntax", gap, "an operator is missing between a number and what follows it")
            .help("write `*`")
            .fix(gap, " * ");
        let NodeKind::Name(name) = &right.kind else { return self.report(product) };
        if self.resolve(name).is_some() || self.book.broken.contains(name) {
            return self.report(product);
        }
        if let (NodeKind::Number { digits, .. }, Some(power)) = (&number.kind, name.strip_prefix('e'))
            && gap.start == gap.end
            && power.parse::<u8>().is_ok_and(|power| i128::from(power) <= EXPONENT)
        {
            let text = format!("{digits} * 10^{power}");
            let message = format!("`{digits}{name}` is not how the language writes powers of ten");
            return self
                .report(Diagnostic::error("syntax", node.span, message).help(format!("write `{text}`")).fix(node.span, text));
        }
        let diagnostic =
            Diagnostic::error("unknown-unit", right.span, format!("`{name}` is neither a unit nor a name of the book"));
        let units = &self.book.units;
        let same_letters = units.names().find(|unit| unit.eq_ignore_ascii_case(name));
        self.report(match same_letters.or_else(|| nearest(name, units.names().filter(|unit| unit.len() > 2))) {
            Some(unit) => diagnostic.help(format!("did you mean `{unit}`")).fix(right.span, unit),
            None => diagnostic.help(format!("declare it: `unit {name}` to count things, `dimension {name}` for a quantity")),
        })
    }
}
