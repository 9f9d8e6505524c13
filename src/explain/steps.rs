//! How a value comes about, for people and for programs; what a tape holds at its highest point.

use serde_json::{Value as Json, json};

use crate::diagnostic::Diagnostic;
use crate::formula::breakdown::{Breakdown, Label};
use crate::formula::eval::{Environment, Evaluator};
use crate::formula::notation::Notation;
use crate::formula::steps::{Stage, Step};
use crate::formula::tree::{Expr, Value};
use crate::locale::figures::Figures;
use crate::locale::{Format, Locale};

/// So many definitions deep the answer goes.
const DEPTH: usize = 2;

/// The steps of a value, and what is held if it is the highest point of a tape.
#[derive(Debug, Clone, Default)]
pub(super) struct Derived {
    steps: Vec<Derivation>,
    /// How many more definitions it needs.
    left_out: usize,
    held: Option<Vec<Held>>,
}

/// One step.
#[derive(Debug, Clone)]
struct Derivation {
    id: Option<String>,
    depth: usize,
    /// In the formula language.
    symbols: Option<String>,
    /// The same with values put in.
    numbers: Option<String>,
    value: String,
    unit: String,
    /// One line in the language.
    text: String,
    /// What the line alone does not show; marked is what gave the result.
    notes: Vec<(String, bool)>,
}

/// A name that a tape holds.
#[derive(Debug, Clone)]
struct Held {
    name: String,
    value: String,
    text: String,
}

/// How the value of `expr` comes about.
///
/// # Errors
/// As [`Evaluator::value`].
pub(super) fn derive(
    evaluator: &mut Evaluator<'_>,
    environment: &Environment,
    locale: &Locale,
    expr: &Expr,
) -> Result<Derived, Box<Diagnostic>> {
    let worked = evaluator.worked(environment, expr, DEPTH)?;
    let breakdown = evaluator.breakdown(environment, expr)?;
    let book = evaluator.book();
    let figures = Figures::new(locale, Format::default());
    let notation = Notation::new(book, &figures);
    let step = |step: &Step| {
        let form = |stages: &[Stage]| step.forms.iter().rev().find(|form| stages.contains(&form.stage));
        let written = |stages: &[Stage]| form(stages).map(|form| notation.canonical(&form.expr));
        Derivation {
            id: step.definition.map(|id| book.definitions[id].id.to_string()),
            depth: step.depth,
            symbols: written(&[Stage::Symbols]).or_else(|| step.subject.as_ref().map(|subject| notation.canonical(subject))),
            numbers: written(&[Stage::Numbers]),
            value: step.value.written().0,
            unit: if step.value == Value::None { String::new() } else { step.ty.unit() },
            text: notation.step(step).text(),
            notes: notation.notes(step).into_iter().map(|note| (note.drawing.text(), note.marked)).collect(),
        }
    };
    let text = |value: &Value| locale.number(value, &expr.ty, &Format::default()).text;
    let steps = worked.steps.iter().map(step).collect();
    Ok(Derived { steps, left_out: worked.left_out, held: breakdown.and_then(|breakdown| held(breakdown, &text)) })
}

/// The parts of a breakdown if a tape holds them all.
fn held(breakdown: Breakdown, text: &dyn Fn(&Value) -> String) -> Option<Vec<Held>> {
    let one = |part: crate::formula::breakdown::Part| {
        let Label::Held(name) = part.label else { return None };
        let value = Value::Number(part.amount);
        Some(Held { name: name.to_string(), value: value.written().0, text: text(&value) })
    };
    let held: Vec<Held> = breakdown.parts.into_iter().map(one).collect::<Option<_>>()?;
    (!held.is_empty()).then_some(held)
}

impl Derived {
    /// The lines below an answer; empty if there is nothing to derive.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        for step in &self.steps {
            let indent = "  ".repeat(step.depth + 1);
            out.push_str(&format!("{indent}{}\n", step.text));
            for (note, marked) in &step.notes {
                out.push_str(&format!("{indent}  {} {note}\n", if *marked { '*' } else { '-' }));
            }
        }
        if self.left_out > 0 {
            out.push_str(&format!("  (and {} more formulas)\n", self.left_out));
        }
        for (index, held) in self.held.iter().flatten().enumerate() {
            out.push_str(if index == 0 { "held at the highest point:\n" } else { "" });
            out.push_str(&format!("  {}  {}\n", held.name, held.text));
        }
        out
    }

    /// `"steps": […]` and `"held": […]`.
    pub(super) fn json(&self, object: &mut Json) {
        let step = |step: &Derivation| {
            let mut object = json!({ "depth": step.depth, "value": step.value, "unit": step.unit, "text": step.text });
            for (key, text) in [("id", &step.id), ("symbols", &step.symbols), ("numbers", &step.numbers)] {
                if let Some(text) = text {
                    object[key] = json!(text);
                }
            }
            if !step.notes.is_empty() {
                object["notes"] = step.notes.iter().map(|(text, marked)| json!({ "text": text, "marked": marked })).collect();
            }
            object
        };
        object["steps"] = self.steps.iter().map(step).collect();
        if let Some(held) = &self.held {
            let one = |held: &Held| json!({ "name": held.name, "value": held.value, "text": held.text });
            object["held"] = held.iter().map(one).collect();
        }
    }
}
