//! The shortcode `calculator`: the book's formulas in the reader's hands.
//!
//! ```text
//! arguments ─► ask ─┬─► fields ─► the form, with the page's values in it
//!                   ├─► answers ─► what stands there without a script
//!                   └─► data ────► what the script needs besides the emitted book
//! ```
//! The page shows the worked default; `static/calculator/` takes over from there and writes the same texts.

mod answers;
mod ask;
mod asks;
mod data;
mod fields;

pub(super) use data::DEFAULTS;
use serde::Serialize;

use super::body::Pen;
use super::chart::arguments::Piece;
use super::shortcode::{Drawn, Shortcode, render};
use crate::diagnostic::Span;

/// `{% calculator … %}`.
pub(super) const CALCULATOR: Shortcode = Shortcode {
    name: "calculator",
    arguments: "FORMULA [: FORMAT] [inputs=NAME, … [as \"TITLE\"]; …] [show=FORMULA [: FORMAT], …] \
                [presets=SCENARIO, DATASET, … [as \"TITLE\"]; …] [against=EXPRESSION] [range=LOW, USUAL, HIGH] \
                [each=FORMULA over=DATASET] [beside=INPUT] [timeline=TAPE] [changes=INPUT, …] [reads=config, oom]",
    doc: "Formulas that the reader asks with inputs of their own; without a script, the page's values.",
    example: ask::EXAMPLE,
    draw: calculator,
};

/// What `calculator.html` sees.
#[derive(Serialize)]
struct Calculator {
    id: String,
    presets: Vec<fields::Choices>,
    groups: Vec<fields::Group>,
    #[serde(flatten)]
    answers: answers::Answers,
    /// Does a reader paste a config.
    config: bool,
    /// Does a reader paste a message.
    oom: bool,
    changes: bool,
    timeline: bool,
    /// The address of the emitted book.
    module: String,
    /// For the script.
    data: String,
}

fn calculator(pen: &mut Pen<'_, '_>, arguments: Span) -> Drawn {
    let all = Piece::new(pen.scope.project.sources.slice(arguments), arguments);
    let order = ask::read(pen, all)?;
    let id = format!("calculator-{}", pen.insert + 1);
    let fields = fields::groups(pen, &order, &id)?;
    let presets = fields::presets(pen, &order);
    let answers = answers::answers(pen, &order)?;
    let candidates = if order.reads.contains(&"oom") { asks::candidates(pen) } else { Vec::new() };
    let module = asks::module(pen, &asks::asks(pen, &order, &candidates))?;
    let data = data::data(pen, &order, &candidates, &module)?;
    render(
        pen,
        "calculator",
        Calculator {
            id,
            presets,
            groups: fields,
            answers,
            config: order.reads.contains(&"config"),
            oom: order.reads.contains(&"oom"),
            changes: !order.changes.is_empty(),
            timeline: order.timeline.is_some(),
            module: module.script,
            data,
        },
    )
}
