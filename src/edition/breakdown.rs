//! The shortcode `breakdown`: the parts of a value, in the order of the book.

use serde::Serialize;

use super::BOOK;
use super::body::Pen;
use super::chart::ask::{chained, own_links};
use super::shortcode::{Drawn, Shortcode, asked, label, render};
use super::worked::shown;
use crate::diagnostic::{Diagnostic, Span};
use crate::formula::breakdown::{Label, Part};
use crate::formula::rational::Rational;
use crate::formula::tree::{Expr, Kind, Type, Value};
use crate::formula::{Expression, print};
use crate::locale::{Format, message_id};
use crate::markdown::Place;

/// `{% breakdown … %}`.
pub(super) const BREAKDOWN: Shortcode = Shortcode {
    name: "breakdown",
    arguments: "EXPRESSION [: FORMAT]",
    doc: "What a value is made of: the terms of a sum, the winning arm of a `max`, what a tape holds at its highest point.",
    example: "{% breakdown peak %}",
    draw: breakdown,
};

/// What `breakdown.html` sees.
#[derive(Serialize)]
struct BreakdownData {
    name: String,
    /// Is the name an expression.
    code: bool,
    total: String,
    parts: Vec<PartData>,
}

/// One line of a breakdown.
#[derive(Serialize)]
pub(super) struct PartData {
    name: String,
    /// Is the name one of the formula language.
    code: bool,
    href: Option<String>,
    /// The amount as HTML.
    value: String,
    share: String,
    /// The share in thousandths, for bars.
    permille: i64,
}

fn breakdown(pen: &mut Pen<'_, '_>, arguments: Span) -> Drawn {
    let (at, format) = pen.split_format(arguments);
    let (expression, value) = asked(pen, at, "breakdown")?;
    let format = pen.format(format, &expression.tree.ty)?;
    let environment = pen.environment().ok()?;
    let found = pen.evaluator.breakdown(&environment, &expression.tree);
    let Some(found) = found.map_err(|fault| pen.diagnostics.push(*fault)).ok()? else {
        let whole = Diagnostic::error("no-parts", arguments, format!("`{}` is not made of parts", expression.canonical));
        pen.diagnostics.push(whole.help("`breakdown` takes a sum, a `max` of sums, or the highest point of a tape"));
        return None;
    };
    let parts = parts(pen, &expression, found.parts, &format);
    let total = pen.number(&expression, &value, &format, Place::Block).html;
    let (name, code) = label(pen, &expression.tree, &expression.canonical);
    render(pen, "breakdown", BreakdownData { name, code, total, parts })
}

/// The lines of a breakdown.
pub(super) fn parts(pen: &mut Pen<'_, '_>, whole: &Expression, parts: Vec<Part>, format: &Format) -> Vec<PartData> {
    parts.into_iter().map(|part| one(pen, whole, part, format)).collect()
}

fn one(pen: &mut Pen<'_, '_>, whole: &Expression, part: Part, format: &Format) -> PartData {
    let scope = pen.scope;
    let book = &scope.manuscript.book;
    let locale = scope.locale();
    let negative = part.amount.is_negative();
    let (name, code, href, tree) = match part.label {
        Label::Definition(id) => {
            let definition = &book.definitions[id];
            let href = format!("{}{BOOK}{}/", pen.up, definition.id);
            let tree = Expr { kind: Kind::Definition(id), ty: definition.ty.clone(), span: whole.tree.span };
            (locale.name(&definition.id), false, Some(href), Some(tree))
        }
        Label::Held(name) => (locale.name(&name), !locale.has(&message_id("formula", &name)), None, None),
        Label::Expression(tree) => (print::expression(book, &tree), true, None, Some(*tree)),
    };
    let value = Value::Number(part.amount);
    let expression = tree.map(|tree| {
        let (ty, span) = (tree.ty.clone(), tree.span);
        // What is taken away is shown as such; a term whose own value is negative is not.
        let own = Expression { canonical: print::expression(book, &tree), tree };
        let own = chained(pen, &own, own_links(&whole.tree), &[]);
        let as_it_is = super::chart::ask::quietly(pen, &own.tree);
        if !negative || as_it_is.as_ref() == Some(&value) {
            return own;
        }
        let tree = Expr { kind: Kind::Negate(Box::new(own.tree)), ty, span };
        Expression { canonical: print::expression(book, &tree), tree }
    });
    let percent = Format::parse("percent .1").unwrap_or_default();
    let share = part.share.unwrap_or(Rational::ZERO);
    PartData {
        name,
        code,
        href,
        value: shown(pen, expression, &value, &whole.tree.ty, format),
        permille: share.mul(&Rational::from(1000)).floor().to_i128().and_then(|n| i64::try_from(n).ok()).unwrap_or(0),
        share: locale.number(&Value::Number(share), &Type::pure(), &percent).text,
    }
}
