//! The form of a calculator: a field for each input, and the presets.

use serde::Serialize;

use super::super::BOOK;
use super::super::body::Pen;
use super::super::chart::ask::input_name;
use super::ask::{Order, Preset};
use crate::formula::rational::Rational;
use crate::formula::tree::{DatasetId, InputId, Type, Value};
use crate::locale::{Format, message_id};

/// Units of bytes, and how many bytes they are: every second one is of the binary kind.
pub(super) const BYTES: [(&str, i128); 8] = [
    ("kB", 1_000),
    ("KiB", 1 << 10),
    ("MB", 1_000_000),
    ("MiB", 1 << 20),
    ("GB", 1_000_000_000),
    ("GiB", 1 << 30),
    ("TB", 1_000_000_000_000),
    ("TiB", 1 << 40),
];

/// Fields under a title.
#[derive(Serialize)]
pub(super) struct Group {
    title: Option<String>,
    fields: Vec<Field>,
}

/// One field, as the page shows it.
#[derive(Serialize)]
struct Field {
    /// Of the element.
    id: String,
    input: String,
    name: String,
    meaning: Option<String>,
    href: String,
    /// `number`, `flag` or `choice`.
    kind: &'static str,
    whole: bool,
    /// What stands behind the number; empty where there is no unit.
    unit: String,
    /// The value as a reader writes it.
    text: String,
    checked: bool,
    choices: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    name: String,
    selected: bool,
}

/// Presets under a title.
#[derive(Serialize)]
pub(super) struct Choices {
    title: Option<String>,
    choices: Vec<Choice>,
}

/// The form's groups.
pub(super) fn groups(pen: &mut Pen<'_, '_>, order: &Order, id: &str) -> Option<Vec<Group>> {
    let environment = pen.environment().map_err(|fault| pen.diagnostics.push(*fault)).ok()?;
    let group = |group: &super::ask::Group| Group {
        title: group.title.clone(),
        fields: group.inputs.iter().map(|input| field(pen, *input, environment.input(*input), id)).collect(),
    };
    Some(order.groups.iter().map(group).collect())
}

fn field(pen: &Pen<'_, '_>, id: InputId, value: &Value, calculator: &str) -> Field {
    let locale = pen.scope.locale();
    let input = &pen.scope.manuscript.book.inputs[id];
    let meaning = locale.attribute(&message_id("input", &input.id), "meaning", &[]).ok().flatten();
    let (kind, choices) = match &input.ty {
        Type::Flag => ("flag", Vec::new()),
        Type::Choice(values) => ("choice", values.iter().map(|own| choice(pen, &input.id, own, value)).collect()),
        _ => ("number", Vec::new()),
    };
    let unit = Unit::of(&input.ty, value);
    Field {
        id: format!("{calculator}-{}", input.id),
        input: input.id.to_string(),
        name: input_name(pen, id),
        meaning,
        href: format!("{}{BOOK}#input-{}", pen.up, input.id),
        kind,
        whole: input.whole,
        text: unit.text(pen, value),
        unit: unit.symbol(pen),
        checked: *value == Value::Flag(true),
        choices,
    }
}

fn choice(pen: &Pen<'_, '_>, input: &str, own: &str, value: &Value) -> Choice {
    let selected = matches!(value, Value::Choice(value) if **value == *own);
    Choice { value: own.to_string(), name: pen.scope.locale().choice(input, own), selected }
}

/// The unit that a field counts in: bytes in the greatest of KiB, MiB … that leaves the page's value whole.
pub(super) struct Unit {
    /// Its name, as messages know it; empty for a pure number.
    pub(super) name: String,
    /// Base units in one.
    pub(super) scale: Rational,
}

impl Unit {
    pub(super) fn of(ty: &Type, value: &Value) -> Unit {
        let (mut name, mut scale) = (ty.unit(), Rational::ONE);
        if let (Type::Number(dimension), Value::Number(number)) = (ty, value)
            && dimension.is_bytes()
        {
            for (step, size) in BYTES.into_iter().skip(1).step_by(2) {
                let size = Rational::from(size);
                if number.is_zero() || !number.div(&size).is_some_and(|rest| rest.is_whole()) {
                    break;
                }
                (name, scale) = (step.to_string(), size);
            }
        }
        Unit { name, scale }
    }

    /// What stands behind the number in the page's language.
    pub(super) fn symbol(&self, pen: &Pen<'_, '_>) -> String {
        let units = &pen.scope.locale().table().units;
        units.get(&self.name).map_or_else(|| self.name.clone(), |unit| unit.symbol.clone())
    }

    fn text(&self, pen: &Pen<'_, '_>, value: &Value) -> String {
        let Value::Number(number) = value else { return String::new() };
        let number = Value::Number(number.div(&self.scale).unwrap_or(Rational::ZERO));
        let exact = Format::parse("exact").unwrap_or_default();
        pen.scope.locale().number(&number, &Type::pure(), &exact).text
    }
}

/// The form's presets. None is chosen: the script finds out which one the fields agree with.
pub(super) fn presets(pen: &Pen<'_, '_>, order: &Order) -> Vec<Choices> {
    let choice = |preset: &Preset| Choice { value: preset.id(pen), name: preset.name(pen), selected: false };
    let groups = order.presets.iter();
    groups.map(|(title, presets)| Choices { title: title.clone(), choices: presets.iter().map(choice).collect() }).collect()
}

impl Preset {
    /// The scenario's or the row's name in the book.
    pub(super) fn id(self, pen: &Pen<'_, '_>) -> String {
        let book = &pen.scope.manuscript.book;
        match self {
            Preset::Scenario(id) => book.scenarios[id].id.to_string(),
            Preset::Row(dataset, row) => book.datasets[dataset].rows[row].name.to_string(),
        }
    }

    /// Its name in the page's language.
    fn name(self, pen: &Pen<'_, '_>) -> String {
        let locale = pen.scope.locale();
        match self {
            Preset::Scenario(_) => {
                let id = self.id(pen);
                locale.message(&message_id("scenario", &id), &[]).ok().flatten().unwrap_or(id)
            }
            Preset::Row(dataset, row) => row_name(pen, dataset, row),
        }
    }
}

/// What a row of a dataset is called: as one of its choices, if it bears that one's name.
pub(super) fn row_name(pen: &Pen<'_, '_>, dataset: DatasetId, row: usize) -> String {
    let book = &pen.scope.manuscript.book;
    let row = &book.datasets[dataset].rows[row];
    let as_row = |value: &Value| matches!(value, Value::Choice(choice) if *choice == row.name);
    let called = row.inputs.iter().find(|(_, value)| as_row(value));
    called.map_or_else(|| row.name.to_string(), |(input, _)| pen.scope.locale().choice(&book.inputs[*input].id, &row.name))
}
