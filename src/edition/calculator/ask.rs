//! What stands behind `calculator`: the formulas it answers, the inputs it offers, and what else it does.
//!
//! ```text
//! arguments = formula { KEY "=" rest }
//! formula   = NAME [":" format]
//! inputs    = group { ";" group } ; group = NAME { "," NAME } [ "as" "\"" title "\"" ]
//! ```
//! A calculator answers definitions, which have names, meanings and pages; an expression is given a name in the book.

use super::super::body::Pen;
use super::super::chart::arguments::{Clauses, Piece, missing, unknown};
use super::super::chart::ask;
use super::super::shortcode::value;
use crate::diagnostic::Diagnostic;
use crate::formula::Expression;
use crate::formula::inputs;
use crate::formula::tree::{Body, DatasetId, DefinitionId, Entry, InputId, Kind, ScenarioId, Type, Value};
use crate::locale::Format;

/// How it is written.
pub(super) const EXAMPLE: &str = "{% calculator peak inputs=n_layer, batch_size show=verdict presets=d1, d2 %}";

/// What may stand behind the formula.
const KEYS: [&str; 11] =
    ["inputs", "show", "presets", "against", "range", "each", "over", "beside", "timeline", "changes", "reads"];
/// What a reader may paste.
const TEXTS: [&str; 2] = ["config", "oom"];

/// A formula with its answer for the page's inputs.
pub(super) struct Asked {
    pub(super) id: DefinitionId,
    pub(super) expression: Expression,
    pub(super) value: Value,
    pub(super) format: Format,
    /// The format as the page writes it.
    pub(super) written: String,
}

/// Inputs under a title.
pub(super) struct Group {
    pub(super) title: Option<String>,
    pub(super) inputs: Vec<InputId>,
}

/// Where a set of values comes from.
#[derive(Clone, Copy)]
pub(super) enum Preset {
    Scenario(ScenarioId),
    Row(DatasetId, usize),
}

/// All that a calculator is asked for.
pub(super) struct Order {
    pub(super) main: Asked,
    pub(super) groups: Vec<Group>,
    pub(super) show: Vec<Asked>,
    pub(super) presets: Vec<(Option<String>, Vec<Preset>)>,
    /// What the main value is held against: an input or a definition.
    pub(super) against: Option<Expression>,
    /// Low, usual and high of what the main value becomes.
    pub(super) range: Vec<Asked>,
    /// A formula asked in every row of a dataset.
    pub(super) each: Option<(Asked, DatasetId)>,
    pub(super) beside: Option<InputId>,
    pub(super) timeline: Option<DefinitionId>,
    pub(super) changes: Vec<InputId>,
    pub(super) reads: Vec<&'static str>,
}

impl Order {
    /// The inputs that have a field, in order.
    pub(super) fn inputs(&self) -> impl Iterator<Item = InputId> {
        self.groups.iter().flat_map(|group| group.inputs.iter().copied())
    }
}

/// Reads the arguments; what is wrong with them is reported.
pub(super) fn read(pen: &mut Pen<'_, '_>, all: Piece<'_>) -> Option<Order> {
    let clauses = Clauses::keyed(all, &KEYS, &mut pen.diagnostics)?;
    if clauses.head.text.is_empty() {
        pen.diagnostics.push(missing(all.span, "`calculator` takes the name of a formula", EXAMPLE));
        return None;
    }
    let main = formula(pen, clauses.head)?;
    let show = formulas(pen, clauses.get("show"))?;
    let range = formulas(pen, clauses.get("range"))?;
    let each = each(pen, &clauses)?;
    let asked: Vec<&Asked> =
        std::iter::once(&main).chain(&show).chain(&range).chain(each.as_ref().map(|(asked, _)| asked)).collect();
    let groups = groups(pen, clauses.get("inputs"), &asked)?;
    let offered: Vec<InputId> = groups.iter().flat_map(|group| group.inputs.iter().copied()).collect();
    let presets = presets(pen, clauses.get("presets"))?;
    let against = match clauses.get("against") {
        Some(piece) => Some(pen.expression(piece.span)?),
        None => None,
    };
    let beside = match clauses.get("beside") {
        Some(piece) => Some(alternative(pen, piece)?),
        None => None,
    };
    let timeline = match clauses.get("timeline") {
        Some(piece) => Some(tape(pen, piece)?),
        None => None,
    };
    let changes = match clauses.get("changes") {
        Some(piece) => all_of(piece.list().into_iter().map(|piece| offered_input(pen, piece, &offered)).collect())?,
        None => Vec::new(),
    };
    let reads = match clauses.get("reads") {
        Some(piece) => all_of(piece.list().into_iter().map(|piece| text(pen, piece)).collect())?,
        None => Vec::new(),
    };
    Some(Order { main, groups, show, presets, against, range, each, beside, timeline, changes, reads })
}

fn all_of<T>(read: Vec<Option<T>>) -> Option<Vec<T>> {
    read.into_iter().collect()
}

/// Reads `NAME [: FORMAT]` and asks it.
fn formula(pen: &mut Pen<'_, '_>, piece: Piece<'_>) -> Option<Asked> {
    let (span, format) = pen.split_format(piece.span);
    if span.start == span.end {
        pen.diagnostics.push(missing(piece.span, "the name of a formula is missing", EXAMPLE));
        return None;
    }
    let expression = pen.expression(span)?;
    let Kind::Definition(id) = expression.tree.kind else {
        let message = format!("`{}` is no formula of the book", expression.canonical);
        let fault = Diagnostic::error("bad-argument", span, message);
        pen.diagnostics.push(fault.help("a calculator answers formulas by name: define it in the book, `name : unit = …`"));
        return None;
    };
    let written = format.map(|span| pen.scope.project.sources.slice(span).to_string()).unwrap_or_default();
    let format = pen.format(format, &expression.tree.ty)?;
    let value = value(pen, &expression.tree)?;
    Some(Asked { id, expression, value, format, written })
}

fn formulas(pen: &mut Pen<'_, '_>, piece: Option<Piece<'_>>) -> Option<Vec<Asked>> {
    let Some(piece) = piece else { return Some(Vec::new()) };
    all_of(piece.list().into_iter().map(|piece| formula(pen, piece)).collect())
}

/// The groups of inputs; without any, one of all inputs that the formulas depend on.
fn groups(pen: &mut Pen<'_, '_>, piece: Option<Piece<'_>>, asked: &[&Asked]) -> Option<Vec<Group>> {
    let Some(piece) = piece else {
        let book = &pen.scope.manuscript.book;
        let mut found: Vec<InputId> = asked.iter().flat_map(|asked| inputs::of(book, &asked.expression.tree)).collect();
        found.sort_unstable();
        found.dedup();
        return Some(vec![Group { title: None, inputs: found }]);
    };
    let mut seen = Vec::new();
    let mut groups = Vec::new();
    for group in piece.split(';') {
        let (names, title) = group.split_word("as").map_or((group, None), |(names, title)| (names, Some(title)));
        let title = ask::title_of(pen, title)?;
        let mut inputs = Vec::new();
        for name in names.list() {
            let id = ask::input(pen, name)?;
            if seen.contains(&id) {
                let twice = Diagnostic::error("bad-argument", name.span, format!("`{}` stands here twice", name.text));
                pen.diagnostics.push(twice.help("leave one out"));
                return None;
            }
            seen.push(id);
            inputs.push(id);
        }
        groups.push(Group { title, inputs });
    }
    Some(groups)
}

/// Reads `SCENARIO, … [as "TITLE"]; DATASET [as "TITLE"]`.
fn presets(pen: &mut Pen<'_, '_>, piece: Option<Piece<'_>>) -> Option<Vec<(Option<String>, Vec<Preset>)>> {
    let Some(piece) = piece else { return Some(Vec::new()) };
    let mut groups = Vec::new();
    for group in piece.split(';') {
        let (names, title) = group.split_word("as").map_or((group, None), |(names, title)| (names, Some(title)));
        let title = ask::title_of(pen, title)?;
        let mut presets = Vec::new();
        for name in names.list() {
            if ask::is_dataset(pen, name) {
                let id = ask::dataset(pen, name)?;
                let rows = &pen.scope.manuscript.book.datasets[id].rows;
                // A row that leaves a value open is no preset.
                let known = |row: &usize| rows[*row].inputs.iter().all(|(_, value)| *value != Value::None);
                presets.extend((0..rows.len()).filter(known).map(|row| Preset::Row(id, row)));
            } else {
                let book = &pen.scope.manuscript.book;
                let found = crate::site::manuscript::find_scenario(book, name.text, name.span, &mut pen.diagnostics);
                presets.push(Preset::Scenario(found?));
            }
        }
        groups.push((title, presets));
    }
    Some(groups)
}

/// Reads `each=NAME over=DATASET`.
fn each(pen: &mut Pen<'_, '_>, clauses: &Clauses<'_>) -> Option<Option<(Asked, DatasetId)>> {
    match (clauses.get("each"), clauses.get("over")) {
        (None, None) => Some(None),
        (Some(each), Some(over)) => {
            let asked = formula(pen, each)?;
            Some(Some((asked, ask::dataset(pen, over)?)))
        }
        (each, over) => {
            let at = each.or(over).map_or(clauses.head.span, |piece| piece.span);
            pen.diagnostics.push(missing(at, "`each` and `over` need one another", "each=verdict over=cards"));
            None
        }
    }
}

/// An input whose values are few, so that each has an answer of its own.
fn alternative(pen: &mut Pen<'_, '_>, piece: Piece<'_>) -> Option<InputId> {
    let id = ask::input(pen, piece)?;
    if matches!(pen.scope.manuscript.book.inputs[id].ty, Type::Flag | Type::Choice(_)) {
        return Some(id);
    }
    let fault = Diagnostic::error("type-mismatch", piece.span, format!("`{}` is a number", piece.text));
    pen.diagnostics.push(fault.help("`beside` takes a flag or a choice, of which each value gets an answer"));
    None
}

fn offered_input(pen: &mut Pen<'_, '_>, piece: Piece<'_>, offered: &[InputId]) -> Option<InputId> {
    let id = ask::input(pen, piece)?;
    if !offered.contains(&id) {
        let fault = Diagnostic::error("bad-argument", piece.span, format!("`{}` has no field here", piece.text));
        pen.diagnostics.push(fault.help("a change is made in its field: put the input among `inputs`"));
        return None;
    }
    Some(id)
}

fn tape(pen: &mut Pen<'_, '_>, piece: Piece<'_>) -> Option<DefinitionId> {
    let book = &pen.scope.manuscript.book;
    let is_tape = |id: &DefinitionId| {
        let own = &book.definitions[*id];
        matches!(own.body, Body::Tape(_)) && own.parameters.is_empty()
    };
    let found = match book.names.get(piece.text) {
        Some(Entry::Definition(id)) => Some(*id).filter(is_tape),
        _ => None,
    };
    if found.is_none() && book.sound {
        let tapes = (0..book.definitions.len()).filter(is_tape).map(|id| &*book.definitions[id].id);
        pen.diagnostics.push(unknown(piece, "tape", tapes));
    }
    found
}

fn text(pen: &mut Pen<'_, '_>, piece: Piece<'_>) -> Option<&'static str> {
    let found = TEXTS.iter().find(|known| **known == piece.text).copied();
    if found.is_none() {
        pen.diagnostics.push(unknown(piece, "text that a calculator reads", TEXTS.iter().copied()));
    }
    found
}
