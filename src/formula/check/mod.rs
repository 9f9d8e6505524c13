//! Names, types, units and cycles: from what was written to a book that can be computed.

mod bound;
mod call;
mod cycle;
mod dataset;
mod expr;
mod literal;
mod operator;
mod range;
mod settings;
mod tape;
mod unit;
mod untyped;

use std::collections::HashSet;
use std::sync::Arc;

use super::syntax::{Item, ItemKind, Node, NodeKind, Parameter, TypeNode, UnitWords, Word};
use super::tree::{
    Body, Book, Definition, DefinitionId, Entry, Expect, Expr, Id, Input, InputId, Kind, Provenance, Require, Scenario,
    ScenarioId, Type,
};
use super::unit::{Dimension, Units};
use super::words::{FUNCTIONS, TAPE_QUESTIONS};
use crate::diagnostic::{Diagnostic, Diagnostics, Sources, Span, nearest};

pub(super) use expr::Checker;

/// Most definitions of a book.
const DEFINITIONS: usize = 10_000;

/// The place of a definition in the book, with what was written, to be checked once all names are known.
struct Pending<'i>(DefinitionId, &'i Item);

/// Checks all definitions together.
///
/// `broken` are the names of definitions that could not be read.
pub(super) fn book(
    items: &[Item],
    units: Units,
    broken: HashSet<String>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Book {
    let mut book = Book { units, broken, ..Book::default() };
    if items.len() > DEFINITIONS {
        let span = items[DEFINITIONS].name.span;
        diagnostics.push(
            Diagnostic::error("limit", span, format!("a book may have {DEFINITIONS} definitions"))
                .help("leave out what no page asks for"),
        );
        return book;
    }
    let ranges = range::ranges(items);
    let mut pending = Vec::new();
    for item in items {
        register(&mut book, item, &ranges, &mut pending, diagnostics);
    }
    table_keys(&mut book, &pending);
    inputs(&mut book, items, diagnostics);
    dataset::read(&mut book, items, sources, diagnostics);
    for Pending(id, item) in pending {
        match body(&book, id, item, diagnostics) {
            Some(body) => book.definitions[id].body = body,
            None => {
                book.broken.insert(item.name.text.clone());
            }
        }
    }
    items.iter().for_each(|item| untyped::propose_type(&book, item, diagnostics));
    let cyclic = cycle::refuse(&book, diagnostics);
    book.broken.extend(cyclic);
    let Book { names, broken, .. } = &mut book;
    names.retain(|name, _| !broken.contains(&**name));
    tape::link(&mut book, diagnostics);
    scenarios(&mut book, items, diagnostics);
    conditions(&mut book, items, diagnostics);
    book
}

/// Puts a name into the book; what it stands for follows when all names are known.
fn register<'i>(
    book: &mut Book,
    item: &'i Item,
    ranges: &HashSet<&str>,
    pending: &mut Vec<Pending<'i>>,
    diagnostics: &mut Diagnostics,
) {
    let Word { text, span } = &item.name;
    let before = diagnostics.count();
    match &item.kind {
        ItemKind::Unit | ItemKind::Require { .. } | ItemKind::Expect { .. } => return,
        ItemKind::Scenario { .. } => {
            lower_case(&item.name, diagnostics);
            if let Some(other) = book.scenarios.iter().find(|scenario| *scenario.id == **text) {
                return duplicate(&item.name, other.span, diagnostics);
            }
            book.scenarios.push(Scenario {
                id: Arc::from(text.as_str()),
                base: None,
                sets: Vec::new(),
                doc: item.doc.clone(),
                span: *span,
            });
            return;
        }
        _ => lower_case(&item.name, diagnostics),
    }
    if let Some(other) = place(book, text) {
        return duplicate(&item.name, other, diagnostics);
    }
    let told = untyped::told(item);
    if untyped::untyped(item).is_some() && told.is_none() {
        book.broken.insert(text.clone());
        return;
    }
    let id: Id = Arc::from(text.as_str());
    let entry = match &item.kind {
        ItemKind::Input { ty, .. } => declared(&book.units, told.as_ref().unwrap_or(ty), diagnostics).map(|(ty, whole)| {
            let default = Expr { kind: Kind::None, ty: Type::None, span: *span };
            book.inputs.push(Input { id: id.clone(), ty, whole, default, doc: item.doc.clone(), span: *span });
            Entry::Input(book.inputs.len() - 1)
        }),
        ItemKind::Formula { ty, parameters, source, body: _ } => {
            definition(book, item, told.as_ref().unwrap_or(ty), parameters, *source, diagnostics)
        }
        ItemKind::Dataset { readings, .. } => Some(dataset::register(book, item, readings, diagnostics)),
        ItemKind::Table { ty, .. } => definition(book, item, ty, &[], Provenance::Computed, diagnostics),
        ItemKind::Tape { ty, parameters, .. } => definition(book, item, ty, parameters, Provenance::Computed, diagnostics),
        _ => None,
    };
    if let (Some(Entry::Definition(id)), true) = (entry, ranges.contains(text.as_str()))
        && let Type::Number(dimension) = &book.definitions[id].ty
    {
        book.definitions[id].ty = Type::Range(dimension.clone());
    }
    match entry {
        Some(entry) if diagnostics.count() == before => {
            if let Entry::Definition(at) = entry {
                if let ItemKind::Tape { .. } = &item.kind {
                    book.tapes.insert(at);
                }
                pending.push(Pending(at, item));
            }
            book.names.insert(id, entry);
        }
        _ => {
            book.broken.insert(text.clone());
        }
    }
}

/// What each table is looked up by: needed before any body is read.
fn table_keys(book: &mut Book, pending: &[Pending]) {
    for Pending(id, item) in pending {
        if let ItemKind::Table { key: Node { kind: NodeKind::Name(key), .. }, .. } = &item.kind {
            let ty = match book.names.get(key.as_str()) {
                Some(Entry::Input(input)) => book.inputs[*input].ty.clone(),
                Some(Entry::Definition(definition)) => book.definitions[*definition].ty.clone(),
                // The table itself reports that.
                _ => Type::None,
            };
            book.tables.insert(*id, ty);
        }
    }
}

fn definition(
    book: &mut Book,
    item: &Item,
    ty: &TypeNode,
    parameters: &[Parameter],
    source: Provenance,
    diagnostics: &mut Diagnostics,
) -> Option<Entry> {
    not_built_in(&item.name, parameters, diagnostics);
    let (ty, whole) = declared(&book.units, ty, diagnostics)?;
    let mut checked: Vec<(Id, Type, bool)> = Vec::new();
    for (name, ty) in parameters {
        if checked.iter().any(|(known, ..)| **known == *name.text) {
            diagnostics.push(
                Diagnostic::error("duplicate-name", name.span, format!("the parameter `{}` stands here twice", name.text))
                    .help("give each parameter a name of its own"),
            );
        }
        lower_case(name, diagnostics);
        let (ty, whole) = declared(&book.units, ty, diagnostics)?;
        checked.push((Arc::from(name.text.as_str()), ty, whole));
    }
    let nothing = Expr { kind: Kind::None, ty: Type::None, span: item.name.span };
    book.definitions.push(Definition {
        id: Arc::from(item.name.text.as_str()),
        source,
        parameters: checked,
        ty,
        whole,
        body: Body::Formula(nothing),
        doc: item.doc.clone(),
        span: item.name.span,
    });
    Some(Entry::Definition(book.definitions.len() - 1))
}

/// Where a name of the book is defined.
fn place(book: &Book, name: &str) -> Option<Span> {
    book.names.get(name).map(|entry| match entry {
        Entry::Input(id) => book.inputs[*id].span,
        Entry::Definition(id) => book.definitions[*id].span,
        Entry::Dataset(id) | Entry::Reading(id, _) => book.datasets[*id].span,
    })
}

fn lower_case(name: &Word, diagnostics: &mut Diagnostics) {
    if name.text.contains(|c: char| c.is_ascii_uppercase()) {
        let lower = name.text.to_ascii_lowercase();
        let message = format!("`{}` has capital letters, which names do not have", name.text);
        diagnostics.push(Diagnostic::error("syntax", name.span, message).help(format!("write `{lower}`")).fix(name.span, lower));
    }
}

/// A call of this name would call the built-in function. Without parameters it is never called, and may have the name.
fn not_built_in(name: &Word, parameters: &[Parameter], diagnostics: &mut Diagnostics) {
    let built_in = FUNCTIONS.iter().any(|row| row.0 == name.text)
        || TAPE_QUESTIONS.iter().any(|row| row.0 == name.text)
        || name.text == "winner";
    if built_in && !parameters.is_empty() {
        let message = format!("`{}` is a built-in function", name.text);
        diagnostics.push(Diagnostic::error("duplicate-name", name.span, message).help("choose another name"));
    }
}

fn duplicate(name: &Word, other: Span, diagnostics: &mut Diagnostics) {
    let message = format!("`{}` is defined twice", name.text);
    diagnostics.push(
        Diagnostic::error("duplicate-name", name.span, message)
            .note("here again")
            .also(other, "first here")
            .help("rename one of the two"),
    );
}

/// A type as declared, and whether its values must be whole.
fn declared(units: &Units, ty: &TypeNode, diagnostics: &mut Diagnostics) -> Option<(Type, bool)> {
    Some(match ty {
        TypeNode::Missing(at) => {
            diagnostics.push(Diagnostic::error("syntax", *at, "a type is missing here").help(super::items::TYPES));
            return None;
        }
        TypeNode::Count => (Type::pure(), true),
        TypeNode::Number => (Type::pure(), false),
        TypeNode::Flag => (Type::Flag, false),
        TypeNode::Name => (Type::Name, false),
        TypeNode::OneOf(values) => {
            let mut ids: Vec<Id> = Vec::new();
            for value in values {
                if ids.iter().any(|known| **known == *value.text) {
                    let message = format!("the value `{}` stands here twice", value.text);
                    diagnostics.push(Diagnostic::error("duplicate-name", value.span, message).help("leave one out"));
                }
                ids.push(Arc::from(value.text.as_str()));
            }
            (Type::Choice(ids.into()), false)
        }
        TypeNode::Unit(words) => {
            let dimension = base_unit(units, words, diagnostics)?;
            let whole = dimension.is_counted();
            (Type::Number(dimension), whole)
        }
    })
}

/// The dimension of a declared unit. It must be a base unit: values are kept in bytes, not MiB.
fn base_unit(units: &Units, words: &UnitWords, diagnostics: &mut Diagnostics) -> Option<Dimension> {
    let mut dimension = Dimension::pure();
    for (word, power) in words {
        let Some(unit) = units.get(&word.text) else {
            let diagnostic =
                Diagnostic::error("unknown-unit", word.span, format!("`{}` is neither a unit nor a type", word.text));
            let types = ["count", "number", "flag", "name"];
            let known = units.names().chain(types).filter(|name| name.len() > 1);
            diagnostics.push(match nearest(&word.text, known) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`")).fix(word.span, near),
                None => diagnostic.help(format!(
                    "declare it: `unit {}` for a counting unit, `dimension {}` for a quantity",
                    word.text, word.text
                )),
            });
            return None;
        };
        if unit.factor != super::rational::Rational::ONE {
            let message = format!("a type names the base unit, and `{}` is not one", word.text);
            let base = unit.dimension.to_string();
            diagnostics.push(
                Diagnostic::error("unknown-unit", word.span, message)
                    .help(format!("write `{base}`: how a number is shown is a page's choice"))
                    .fix(word.span, base),
            );
            return None;
        }
        dimension = dimension.times(&unit.dimension, *power);
    }
    Some(dimension)
}

/// Defaults of inputs: they ask nothing else.
fn inputs(book: &mut Book, items: &[Item], diagnostics: &mut Diagnostics) {
    for item in items {
        let ItemKind::Input { default, .. } = &item.kind else { continue };
        let Some(Entry::Input(id)) = book.names.get(&*item.name.text).copied() else { continue };
        if book.inputs[id].span != item.name.span {
            continue;
        }
        let ty = book.inputs[id].ty.clone();
        let mut checker = Checker::new(book, diagnostics);
        let Some(default) = checker.expect(default, &ty) else { continue };
        if let Some(asked) = super::inputs::first_asking(&default) {
            let message = format!("the default of `{}` asks for another name", item.name.text);
            diagnostics.push(
                Diagnostic::error("type-mismatch", asked.span, message).help("a default is a literal, or computed from literals"),
            );
            continue;
        }
        refuse_value(book, id, &default, diagnostics);
        book.inputs[id].default = default;
    }
}

/// Reports a value that an input cannot take, where nothing need be asked to tell.
fn refuse_value(book: &Book, input: InputId, value: &Expr, diagnostics: &mut Diagnostics) {
    if super::inputs::is_literal(value)
        && let Err(fault) = super::eval::Evaluator::new(book, None).setting(input, value)
    {
        diagnostics.push(*fault);
    }
}

fn body(book: &Book, id: DefinitionId, item: &Item, diagnostics: &mut Diagnostics) -> Option<Body> {
    let definition = &book.definitions[id];
    let mut checker = Checker::new(book, diagnostics);
    checker.frame = definition.parameters.iter().map(|(name, ty, _)| (name.clone(), ty.clone())).collect();
    match &item.kind {
        ItemKind::Formula { body, .. } => Some(Body::Formula(checker.expect(body, &definition.ty)?)),
        ItemKind::Table { key, rows, .. } => checker.table(&definition.ty, key, rows, item.name.span),
        ItemKind::Tape { after, steps, .. } => tape::body(&mut checker, &definition.ty, after.as_ref(), steps).map(Body::Tape),
        _ => None,
    }
}

fn scenarios(book: &mut Book, items: &[Item], diagnostics: &mut Diagnostics) {
    for item in items {
        let ItemKind::Scenario { base, sets } = &item.kind else { continue };
        let Some(id) = book.scenario(&item.name.text) else { continue };
        let mut checker = Checker::new(book, diagnostics);
        let base = base.as_ref().and_then(|base| checker.scenario(base));
        let sets = checker.overrides(sets).unwrap_or_default();
        sets.iter().for_each(|(input, value)| refuse_value(book, *input, value, diagnostics));
        let mut above = base;
        while let Some(ancestor) = above {
            if ancestor == id {
                let message = format!("the scenario `{}` starts from itself", item.name.text);
                diagnostics.push(
                    Diagnostic::error("cycle", item.name.span, message).help("start it from `{ … }` or from another scenario"),
                );
                break;
            }
            above = book.scenarios[ancestor].base;
        }
        book.scenarios[id].base = if above.is_some() { None } else { base };
        book.scenarios[id].sets = sets;
    }
}

fn conditions(book: &mut Book, items: &[Item], diagnostics: &mut Diagnostics) {
    let mut seen: Vec<&Word> = Vec::new();
    for item in items {
        let (ItemKind::Require { condition } | ItemKind::Expect { condition }) = &item.kind else { continue };
        let mut checker = Checker::new(book, diagnostics);
        let Some(condition) = checker.expect(condition, &Type::Flag) else { continue };
        if matches!(item.kind, ItemKind::Expect { .. }) {
            book.expects.push(Expect { condition, span: item.name.span });
            continue;
        }
        if let Some(other) = seen.iter().find(|other| other.text == item.name.text) {
            duplicate(&item.name, other.span, diagnostics);
        }
        seen.push(&item.name);
        book.requires.push(Require { id: Arc::from(item.name.text.as_str()), condition, span: item.name.span });
    }
}

impl Book {
    /// The scenario of this name.
    pub fn scenario(&self, name: &str) -> Option<ScenarioId> {
        self.scenarios.iter().position(|scenario| *scenario.id == *name)
    }

    /// The input of this name.
    pub fn input(&self, name: &str) -> Option<InputId> {
        match self.names.get(name) {
            Some(Entry::Input(id)) => Some(*id),
            _ => None,
        }
    }

    /// The definition of this name.
    pub fn definition(&self, name: &str) -> Option<&Definition> {
        match self.names.get(name) {
            Some(Entry::Definition(id)) => Some(&self.definitions[*id]),
            _ => None,
        }
    }
}
