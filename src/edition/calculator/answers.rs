//! What a calculator answers before the reader has touched it: the page's values.

use serde::Serialize;

use super::super::BOOK;
use super::super::body::Pen;
use super::super::breakdown::{PartData, parts};
use super::super::chart::ask::{self, chained, quietly};
use super::super::chart::literal::literal;
use super::ask::{Asked, Order};
use super::fields::row_name;
use crate::formula::Expression;
use crate::formula::tree::{InputId, Kind, Link, Type, Value};
use crate::locale::{Format, message_id};
use crate::markdown::Place;

/// The page's answers.
#[derive(Serialize)]
pub(super) struct Answers {
    main: Answer,
    /// What the main value is made of; empty if it has no parts.
    parts: Vec<PartData>,
    total: String,
    /// The main value as text, for those to whom it is read out.
    said: String,
    tiles: Vec<Answer>,
    range: Vec<Answer>,
    against: Option<Limit>,
    each: Option<Each>,
    beside: Option<Beside>,
}

/// A formula's answer.
#[derive(Serialize)]
struct Answer {
    id: String,
    name: String,
    href: String,
    /// The value as HTML.
    value: String,
    /// Which of its choices it is, from 0, and how many there are.
    rank: Option<usize>,
}

/// What the main value is held against.
#[derive(Serialize)]
struct Limit {
    name: String,
    value: String,
}

/// A formula's answers in the rows of a dataset.
#[derive(Serialize)]
struct Each {
    name: String,
    href: String,
    rows: Vec<EachRow>,
}

#[derive(Serialize)]
struct EachRow {
    id: String,
    name: String,
    /// What the row sets, as text.
    sets: String,
    value: String,
    rank: Option<usize>,
}

/// The main value with each value of an input.
#[derive(Serialize)]
struct Beside {
    name: String,
    sides: Vec<Side>,
}

#[derive(Serialize)]
struct Side {
    id: String,
    name: String,
    value: String,
    /// Why there is no value.
    reason: Option<String>,
    /// Is it the page's own.
    current: bool,
}

/// Asks everything with the page's inputs.
pub(super) fn answers(pen: &mut Pen<'_, '_>, order: &Order) -> Option<Answers> {
    let main = &order.main;
    let environment = pen.environment().map_err(|fault| pen.diagnostics.push(*fault)).ok()?;
    let found = pen.evaluator.breakdown(&environment, &main.expression.tree);
    let found = found.map_err(|fault| pen.diagnostics.push(*fault)).ok()?;
    let answer = answer(pen, main);
    let said = pen.scope.locale().number(&main.value, &main.expression.tree.ty, &main.format).text;
    let (parts, total) = match found {
        Some(found) => (
            parts(pen, &main.expression, found.parts, &main.format),
            pen.number(&main.expression, &main.value, &main.format, Place::Block).html,
        ),
        None => (Vec::new(), String::new()),
    };
    Some(Answers {
        main: answer,
        parts,
        total,
        said,
        tiles: order.show.iter().map(|asked| self::answer(pen, asked)).collect(),
        range: order.range.iter().map(|asked| self::answer(pen, asked)).collect(),
        against: match &order.against {
            Some(expression) => Some(limit(pen, expression, &main.format)?),
            None => None,
        },
        each: order.each.as_ref().map(|(asked, dataset)| each(pen, asked, *dataset)),
        beside: order.beside.map(|input| beside(pen, main, input)),
    })
}

fn answer(pen: &mut Pen<'_, '_>, asked: &Asked) -> Answer {
    let id = pen.scope.manuscript.book.definitions[asked.id].id.to_string();
    Answer {
        name: pen.scope.locale().name(&id),
        href: format!("{}{BOOK}{id}/", pen.up),
        value: pen.number(&asked.expression, &asked.value, &asked.format, Place::Link).html,
        rank: rank(&asked.expression.tree.ty, &asked.value),
        id,
    }
}

/// Which of its choices a value is.
fn rank(ty: &Type, value: &Value) -> Option<usize> {
    match (ty, value) {
        (Type::Choice(values), Value::Choice(value)) => values.iter().position(|own| own == value),
        _ => None,
    }
}

fn limit(pen: &mut Pen<'_, '_>, expression: &Expression, format: &Format) -> Option<Limit> {
    let value = super::super::shortcode::value(pen, &expression.tree)?;
    let name = ask::name(pen, expression).text;
    Some(Limit { name, value: pen.number(expression, &value, format, Place::Block).html })
}

fn each(pen: &mut Pen<'_, '_>, asked: &Asked, dataset: usize) -> Each {
    let book = &pen.scope.manuscript.book;
    let mut rows = Vec::new();
    for row in 0..book.datasets[dataset].rows.len() {
        let inputs = &book.datasets[dataset].rows[row].inputs;
        if inputs.iter().any(|(_, value)| *value == Value::None) {
            continue;
        }
        let mut sets: Vec<_> =
            inputs.iter().map(|(id, value)| (*id, literal(value, &book.inputs[*id].ty, book.inputs[*id].span))).collect();
        sets.sort_by(|a, b| book.inputs[a.0].id.cmp(&book.inputs[b.0].id));
        let expression = chained(pen, &asked.expression, &[], &[Link::Where(sets)]);
        let Some(value) = quietly(pen, &expression.tree) else { continue };
        let number = inputs.iter().find(|(_, value)| matches!(value, Value::Number(_)));
        let sets = number.map(|(id, value)| pen.scope.locale().number(value, &book.inputs[*id].ty, &Format::default()).text);
        rows.push(EachRow {
            id: book.datasets[dataset].rows[row].name.to_string(),
            name: row_name(pen, dataset, row),
            sets: sets.unwrap_or_default(),
            rank: rank(&expression.tree.ty, &value),
            value: pen.number(&expression, &value, &asked.format, Place::Link).html,
        });
    }
    let id = &book.definitions[asked.id].id;
    Each { name: pen.scope.locale().name(id), href: format!("{}{BOOK}{id}/", pen.up), rows }
}

fn beside(pen: &mut Pen<'_, '_>, main: &Asked, input: InputId) -> Beside {
    let book = &pen.scope.manuscript.book;
    let values: Vec<Value> = match &book.inputs[input].ty {
        Type::Choice(values) => values.iter().cloned().map(Value::Choice).collect(),
        _ => [false, true].map(Value::Flag).into(),
    };
    let environment = pen.environment().ok();
    let current = environment.map(|environment| environment.input(input).clone());
    let sides = values.iter().map(|value| {
        let sets = vec![(input, literal(value, &book.inputs[input].ty, book.inputs[input].span))];
        let expression = chained(pen, &main.expression, &[], &[Link::Where(sets)]);
        let answer = quietly(pen, &expression.tree).unwrap_or(Value::None);
        let reason = if answer == Value::None { reason(pen, main) } else { None };
        Side {
            id: value.written().0,
            name: side_name(pen, input, value),
            value: pen.number(&expression, &answer, &main.format, Place::Block).html,
            reason,
            current: current.as_ref() == Some(value),
        }
    });
    let sides = sides.collect();
    Beside { name: ask::input_name(pen, input), sides }
}

/// What the value of an input is called: `choice-INPUT-VALUE`, which a flag may have as well, else its text.
pub(super) fn side_name(pen: &Pen<'_, '_>, input: InputId, value: &Value) -> String {
    let locale = pen.scope.locale();
    let own = &pen.scope.manuscript.book.inputs[input];
    let id = format!("{}-{}", message_id("choice", &own.id), value.written().0);
    match locale.message(&id, &[]) {
        Ok(Some(text)) => text,
        _ => locale.number(value, &own.ty, &Format::default()).text,
    }
}

/// Why a formula may have no value: the attribute `.none` of its message, or of one that it names.
pub(super) fn reason(pen: &Pen<'_, '_>, asked: &Asked) -> Option<String> {
    let book = &pen.scope.manuscript.book;
    let mut ids = vec![asked.id];
    let mut at = 0;
    while at < ids.len() {
        let id = ids[at];
        if let Ok(Some(text)) = pen.scope.locale().attribute(&message_id("formula", &book.definitions[id].id), "none", &[]) {
            return Some(text);
        }
        for expr in book.definitions[id].body.expressions() {
            expr.visit(&mut |node| {
                if let Kind::Definition(next) = node.kind
                    && !ids.contains(&next)
                {
                    ids.push(next);
                }
            });
        }
        at += 1;
    }
    None
}
