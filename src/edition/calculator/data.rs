//! What a calculator's script needs besides the emitted book: which formulas stand where, what presets set, texts.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::BOOK;
use super::super::body::Pen;
use super::answers::{reason, side_name};
use super::ask::{Asked, Order, Preset};
use super::asks::{Candidate, Module};
use super::fields::{BYTES, Unit};
use crate::formula::rational::Rational;
use crate::formula::tree::{Book, Expr, Input, InputId, Kind, Operator, ScenarioId, Type, Value};
use crate::locale::{Argument, Locale};

/// Where a site keeps what a config file changes.
pub(in crate::edition) const DEFAULTS: &str = "content/data/defaults.py";
/// The families of scenarios that a config file's texts bring along.
const FAMILIES: [&str; 2] = ["default", "forced"];
/// Arguments of the texts that the script fills in: each stands there as `{name}`.
const ARGUMENTS: [&str; 18] = [
    "amount", "capacity", "count", "file", "from", "high", "input", "key", "limit", "low", "name", "needed", "peak", "setting",
    "text", "to", "value", "values",
];

/// Values of inputs, as `<data value>` writes them.
type Settings = BTreeMap<String, String>;

#[derive(Serialize)]
struct Data<'a> {
    /// The addresses of the emitted book and of its texts.
    module: &'a str,
    words: &'a str,
    /// The way to the pages of the formulas.
    book: String,
    main: Formula<'a>,
    show: Vec<Formula<'a>>,
    range: Vec<Formula<'a>>,
    /// The name of an input or a definition.
    against: Option<String>,
    each: Option<Each<'a>>,
    beside: Option<Beside>,
    timeline: Option<Tape>,
    changes: Vec<&'a str>,
    inputs: Vec<Field<'a>>,
    presets: BTreeMap<String, Settings>,
    units: BTreeMap<&'static str, Measure>,
    texts: BTreeMap<String, String>,
    config: Option<Config<'a>>,
    /// What a message may be about.
    tensors: Vec<Tensor>,
}

/// A request for memory, and what its size reads in a message: as today, and as it once was.
#[derive(Serialize)]
struct Tensor {
    id: String,
    name: String,
    rounded: Vec<String>,
}

#[derive(Serialize)]
struct Formula<'a> {
    id: &'a str,
    name: String,
    format: &'a str,
    /// The values of a choice, in order.
    choices: Option<Vec<&'a str>>,
    /// Why it may have no value.
    none: Option<String>,
}

#[derive(Serialize)]
struct Tape {
    id: String,
    name: String,
}

#[derive(Serialize)]
struct Each<'a> {
    formula: Formula<'a>,
    rows: BTreeMap<String, Settings>,
}

#[derive(Serialize)]
struct Beside {
    input: String,
    sides: Vec<(String, String)>,
}

#[derive(Serialize)]
struct Field<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    whole: bool,
    /// Does it count bytes: then a unit may be written behind the number.
    bytes: bool,
    /// Base units in what the field counts.
    scale: String,
    unit: String,
    choices: Vec<&'a str>,
    /// The page's value.
    value: String,
    least: Option<(String, bool)>,
    most: Option<(String, bool)>,
}

#[derive(Serialize)]
struct Measure {
    symbol: String,
    scale: i128,
}

/// What the reader of configs needs: nanoGPT's own settings, and what texts bring along.
#[derive(Serialize)]
struct Config<'a> {
    defaults: &'a str,
    families: BTreeMap<&'static str, BTreeMap<String, BTreeMap<String, Settings>>>,
}

/// The data as JSON that may stand in a script element.
pub(super) fn data(pen: &mut Pen<'_, '_>, order: &Order, candidates: &[Candidate], module: &Module) -> Option<String> {
    let environment = pen.environment().map_err(|fault| pen.diagnostics.push(*fault)).ok()?;
    let presets: Vec<Preset> = order.presets.iter().flat_map(|(_, presets)| presets.iter().copied()).collect();
    let presets = presets.into_iter().map(|preset| Some((preset.id(pen), settings(pen, preset)?))).collect::<Option<_>>()?;
    let config = if order.reads.contains(&"config") { Some(config(pen)?) } else { None };
    let pen = &*pen;
    let book = &pen.scope.manuscript.book;
    let formula = |asked| formula(pen, asked);
    let inputs = order.inputs().map(|id| field(pen, id, environment.input(id))).collect();
    let data = Data {
        module: &module.script,
        words: &module.texts,
        book: format!("{}{BOOK}", pen.up),
        main: formula(&order.main),
        show: order.show.iter().map(formula).collect(),
        range: order.range.iter().map(formula).collect(),
        against: order.against.as_ref().map(|expression| expression.canonical.clone()),
        each: order.each.as_ref().map(|(asked, dataset)| {
            let known = |row: &usize| book.datasets[*dataset].rows[*row].inputs.iter().all(|(_, value)| *value != Value::None);
            let rows = (0..book.datasets[*dataset].rows.len()).filter(known);
            let rows = rows.map(|row| (Preset::Row(*dataset, row).id(pen), row_settings(book, *dataset, row)));
            Each { formula: formula(asked), rows: rows.collect() }
        }),
        beside: order.beside.map(|input| beside(pen, input)),
        timeline: order.timeline.map(|id| {
            let id = book.definitions[id].id.to_string();
            Tape { name: pen.scope.locale().name(&id), id }
        }),
        changes: order.changes.iter().map(|id| &*book.inputs[*id].id).collect(),
        inputs,
        presets,
        units: BYTES
            .into_iter()
            .map(|(name, scale)| (name, Measure { symbol: symbol(pen.scope.locale(), name), scale }))
            .collect(),
        texts: texts(pen.scope.locale(), order),
        config,
        tensors: candidates.iter().map(|candidate| tensor(pen.scope.locale(), candidate)).collect(),
    };
    // `<` could end the element.
    serde_json::to_string(&data).ok().map(|json| json.replace('<', "\\u003c"))
}

fn formula<'a>(pen: &Pen<'a, '_>, asked: &'a Asked) -> Formula<'a> {
    let own = &pen.scope.manuscript.book.definitions[asked.id];
    let choices = match &own.ty {
        Type::Choice(values) => Some(values.iter().map(|value| &**value).collect()),
        _ => None,
    };
    Formula { id: &own.id, name: pen.scope.locale().name(&own.id), format: &asked.written, choices, none: reason(pen, asked) }
}

fn tensor(locale: &Locale, candidate: &Candidate) -> Tensor {
    let rounded = candidate.rounded.iter().map(|expression| expression.canonical.clone());
    let id = candidate.request.canonical.clone();
    Tensor { name: locale.name(&id), id, rounded: rounded.collect() }
}

fn exact(value: &Value) -> String {
    let (short, exact) = value.written();
    exact.unwrap_or(short)
}

/// What a preset sets.
fn settings(pen: &mut Pen<'_, '_>, preset: Preset) -> Option<Settings> {
    match preset {
        Preset::Row(dataset, row) => Some(row_settings(&pen.scope.manuscript.book, dataset, row)),
        Preset::Scenario(id) => scenario(pen, id),
    }
}

fn row_settings(book: &Book, dataset: usize, row: usize) -> Settings {
    let sets = book.datasets[dataset].rows[row].inputs.iter();
    sets.map(|(id, value)| (book.inputs[*id].id.to_string(), exact(value))).collect()
}

/// The inputs that a scenario or one of its bases sets.
fn scenario(pen: &mut Pen<'_, '_>, id: ScenarioId) -> Option<Settings> {
    let book = &pen.scope.manuscript.book;
    let environment = pen.evaluator.environment(Some(id), &[]).map_err(|fault| pen.diagnostics.push(*fault)).ok()?;
    let mut set = Settings::new();
    let mut at = Some(id);
    while let Some(id) = at {
        let own = &book.scenarios[id];
        set.extend(own.sets.iter().map(|(input, _)| (book.inputs[*input].id.to_string(), exact(environment.input(*input)))));
        at = own.base;
    }
    Some(set)
}

fn field<'a>(pen: &Pen<'a, '_>, id: InputId, value: &Value) -> Field<'a> {
    let input: &Input = &pen.scope.manuscript.book.inputs[id];
    let unit = Unit::of(&input.ty, value);
    let (least, most) = bounds(&pen.scope.manuscript.book, id);
    Field {
        id: &input.id,
        kind: match &input.ty {
            Type::Flag => "flag",
            Type::Choice(_) => "choice",
            _ => "number",
        },
        whole: input.whole,
        bytes: input.ty.dimension().is_some_and(|dimension| dimension.is_bytes()),
        scale: exact(&Value::Number(unit.scale.clone())),
        unit: unit.symbol(pen),
        choices: if let Type::Choice(values) = &input.ty { values.iter().map(|value| &**value).collect() } else { Vec::new() },
        value: exact(value),
        least,
        most,
    }
}

/// The least and the greatest value that requirements leave to an input, and whether the bound itself is left out.
#[allow(clippy::type_complexity)]
fn bounds(book: &Book, id: InputId) -> (Option<(String, bool)>, Option<(String, bool)>) {
    let (mut least, mut most) = (None, None);
    for require in &book.requires {
        let mut conditions = vec![&require.condition];
        while let Some(condition) = conditions.pop() {
            match &condition.kind {
                Kind::Binary(Operator::And, left, right) => conditions.extend([&**left, &**right]),
                Kind::Binary(operator, left, right) => {
                    let Some((number, below)) = bound(id, *operator, left, right) else { continue };
                    let strict = matches!(operator, Operator::Less | Operator::Greater);
                    *(if below { &mut least } else { &mut most }) = Some((exact(&Value::Number(number)), strict));
                }
                _ => {}
            }
        }
    }
    (least, most)
}

/// The number that a comparison with a literal sets to an input, and whether it is below.
fn bound(id: InputId, operator: Operator, left: &Expr, right: &Expr) -> Option<(Rational, bool)> {
    let upward = match operator {
        Operator::AtLeast | Operator::Greater => true,
        Operator::AtMost | Operator::Less => false,
        _ => return None,
    };
    match (&left.kind, &right.kind) {
        (Kind::Input(own), Kind::Number(number, _)) if *own == id => Some((number.clone(), upward)),
        (Kind::Number(number, _), Kind::Input(own)) if *own == id => Some((number.clone(), !upward)),
        _ => None,
    }
}

fn beside(pen: &Pen<'_, '_>, id: InputId) -> Beside {
    let input = &pen.scope.manuscript.book.inputs[id];
    let values: Vec<Value> = match &input.ty {
        Type::Choice(values) => values.iter().cloned().map(Value::Choice).collect(),
        _ => [false, true].map(Value::Flag).into(),
    };
    let sides = values.iter().map(|value| (value.written().0, side_name(pen, id, value))).collect();
    Beside { input: input.id.to_string(), sides }
}

fn symbol(locale: &Locale, unit: &str) -> String {
    locale.table().units.get(unit).map_or_else(|| unit.to_string(), |unit| unit.symbol.clone())
}

/// The messages of the calculator, and of the texts that it reads.
fn texts(locale: &Locale, order: &Order) -> BTreeMap<String, String> {
    let wanted = |id: &&str| {
        let reads = |text: &str| order.reads.contains(&text);
        id.starts_with("calculator-")
            || (reads("config") && (id.starts_with("evidence-config") || id.starts_with("evidence-dynamic")))
            || (reads("oom") && id.starts_with("evidence-oom"))
    };
    let places: Vec<(&str, String)> = ARGUMENTS.iter().map(|name| (*name, format!("{{{name}}}"))).collect();
    let places: Vec<(&str, Argument<'_>)> = places.iter().map(|(name, text)| (*name, Argument::from(text.as_str()))).collect();
    let text = |id: &str| Some((id.to_string(), locale.message(id, &places).ok().flatten()?));
    locale.ids().filter(wanted).filter_map(text).collect()
}

/// What a config brings along.
fn config<'a>(pen: &mut Pen<'a, '_>) -> Option<Config<'a>> {
    let sources = &pen.scope.project.sources;
    let defaults = sources.iter().find(|(_, source)| source.path == DEFAULTS).map_or("", |(_, source)| source.text.as_str());
    let book = &pen.scope.manuscript.book;
    let mut families: BTreeMap<_, BTreeMap<String, BTreeMap<String, Settings>>> = BTreeMap::new();
    for (id, own) in book.scenarios.iter().enumerate() {
        let parts: Vec<&str> = own.id.splitn(3, '.').collect();
        let [family, key, value] = parts[..] else { continue };
        let Some(family) = FAMILIES.iter().find(|known| **known == family) else { continue };
        let settings = scenario(pen, id)?;
        families.entry(*family).or_default().entry(key.to_string()).or_default().insert(value.to_string(), settings);
    }
    Some(Config { defaults, families })
}
