//! What the calculator in the browser says in a language, as data: beside the emitted book, which is the same for all.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::table::Table;
use super::{Locale, Prefixes, message_id};
use crate::formula::script::Module;
use crate::formula::tree::{Book, Type};

/// One language's texts for an emitted book; `static/calculator/engine.js` reads them as JSON.
#[derive(Debug, Clone, Serialize)]
pub struct Texts<'l> {
    /// The BCP 47 tag.
    pub lang: &'l str,
    /// How numbers are written; of the units only those that the book may show.
    pub table: Table,
    /// With which powers `auto` writes bytes.
    pub prefixes: Prefixes,
    /// Labels and meanings of inputs, by id.
    pub inputs: BTreeMap<&'l str, Input>,
    /// The texts of a choice's values, by input and value.
    pub options: BTreeMap<&'l str, BTreeMap<&'l str, String>>,
    /// The texts of choice values wherever they come from.
    pub choices: BTreeMap<&'l str, &'l str>,
    /// The names of definitions and steps.
    pub names: BTreeMap<String, String>,
    /// Why a requirement is there.
    pub requires: BTreeMap<&'l str, String>,
    /// The names of scenarios.
    pub scenarios: BTreeMap<&'l str, String>,
}

/// What an input is called.
#[derive(Debug, Clone, Serialize)]
pub struct Input {
    /// `Micro-batch`.
    pub label: String,
    /// A sentence on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
}

impl Locale {
    /// The texts of an emitted book. What has no message is left out: its id stands for it.
    pub fn calculator<'l>(&'l self, book: &'l Book, module: &Module) -> Texts<'l> {
        let text = |kind: &str, id: &str| self.message(&message_id(kind, id), &[]).ok().flatten();
        let inputs = book.inputs.iter().filter_map(|input| {
            let meaning = self.attribute(&message_id("input", &input.id), "meaning", &[]).ok().flatten();
            Some((&*input.id, Input { label: text("input", &input.id)?, meaning }))
        });
        let options = book.inputs.iter().filter_map(|input| match &input.ty {
            Type::Choice(values) => {
                let texts = values.iter().map(|value| (&**value, self.choice(&input.id, value)));
                Some((&*input.id, texts.filter(|(value, text)| value != text).collect()))
            }
            _ => None,
        });
        let choices = self.choices.iter().filter_map(|(value, text)| Some((value.as_str(), text.as_deref()?)));
        Texts {
            lang: self.tag(),
            table: self.table_of(book),
            prefixes: self.prefixes(),
            inputs: inputs.collect(),
            options: options.collect(),
            choices: choices.collect(),
            names: module.names.iter().filter_map(|id| Some((id.to_string(), text("formula", id)?))).collect(),
            requires: book.requires.iter().filter_map(|own| Some((&*own.id, text("require", &own.id)?))).collect(),
            scenarios: book.scenarios.iter().filter_map(|own| Some((&*own.id, text("scenario", &own.id)?))).collect(),
        }
    }

    /// The table without units that the book does not have.
    fn table_of(&self, book: &Book) -> Table {
        let mut table = self.table().clone();
        let known: BTreeSet<&str> = book.units.names().collect();
        table.units.retain(|name, _| {
            name.split("-per-")
                .flat_map(|part| part.split('-'))
                .all(|base| known.contains(base.trim_end_matches(char::is_numeric)) || base == "per")
        });
        table
    }
}
