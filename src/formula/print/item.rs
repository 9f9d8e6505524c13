//! Inputs, scenarios and datasets, printed canonically: what the lock hashes.

use super::expression;
use crate::formula::tree::{Book, Dataset, Expr, Input, InputId, Scenario, Type};

/// A dataset's figures, a row a line.
pub fn dataset(book: &Book, dataset: &Dataset) -> String {
    let mut text = format!("dataset {}", dataset.id);
    for row in &dataset.rows {
        let inputs = row.inputs.iter().map(|(id, value)| format!("{} = {}", book.inputs[*id].id, value.written().0));
        let readings = dataset.readings.iter().zip(&row.readings).map(|((id, _), value)| format!("{id} = {}", value.written().0));
        text.push('\n');
        text.push_str(&inputs.chain(readings).collect::<Vec<_>>().join(", "));
    }
    text
}

/// An input's canonical text.
pub fn input(book: &Book, input: &Input) -> String {
    let ty = match &input.ty {
        Type::Choice(values) => values.iter().map(|value| &**value).collect::<Vec<_>>().join(", "),
        Type::Flag => "flag".to_string(),
        other => format!("{}{}", other.unit(), if input.whole { " whole" } else { "" }),
    };
    format!("input {} : {ty} = {}", input.id, expression(book, &input.default))
}

/// A scenario's canonical text.
pub fn scenario(book: &Book, scenario: &Scenario) -> String {
    let base = scenario.base.map(|base| format!("{} with ", book.scenarios[base].id)).unwrap_or_default();
    let set = |(id, value): &(InputId, Expr)| format!("{} = {}", book.inputs[*id].id, expression(book, value));
    let mut sets: Vec<String> = scenario.sets.iter().map(set).collect();
    sets.sort();
    format!("scenario {} = {base}{{ {} }}", scenario.id, sets.join(", "))
}
