//! Why a number changed: which edited formulas it stands on.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cause, Edited};
use crate::formula::tree::{Book, DatasetId, DefinitionId, Expr, InputId, Kind, Link, ScenarioId};
use crate::lock::{self, Key};
use crate::site::Manuscript;

/// Finds causes among the formulas that were edited.
pub(super) struct Causes<'a> {
    manuscript: &'a Manuscript,
    edited: &'a BTreeMap<String, Edited>,
}

/// What an expression stands on.
#[derive(Default)]
struct Ground {
    definitions: BTreeSet<DefinitionId>,
    inputs: BTreeSet<InputId>,
    scenarios: BTreeSet<ScenarioId>,
    datasets: BTreeSet<DatasetId>,
}

impl<'a> Causes<'a> {
    pub(super) fn new(manuscript: &'a Manuscript, edited: &'a BTreeMap<String, Edited>) -> Causes<'a> {
        Causes { manuscript, edited }
    }

    /// The cause of a number whose value changed.
    pub(super) fn of(&self, key: &Key) -> Cause {
        let book = &self.manuscript.book;
        let Some(tree) = lock::tree(book, &key.expression) else { return Cause::Settings };
        let mut ground = Ground::default();
        tree.visit(&mut |node| ground.node(book, node));
        let page = book.scenarios.iter().position(|scenario| *scenario.id == *key.scenario);
        page.into_iter().chain(self.manuscript.scenario).for_each(|scenario| ground.scenario(book, scenario));
        let known =
            |ids: Vec<String>| -> BTreeSet<String> { ids.into_iter().filter(|id| self.edited.contains_key(id)).collect() };
        let found = known(ground.ids(book));
        if !found.is_empty() {
            return Cause::Formulas(found);
        }
        // It stood on something that it does not stand on any more: a setting that a scenario has lost, or a formula.
        let removed = self.edited.values().filter(|edited| edited.new.is_none()).map(|edited| edited.id.clone());
        let scenarios = ground.scenarios.iter().map(|id| scenario_id(book, *id)).collect();
        let found: BTreeSet<String> = known(scenarios).into_iter().chain(removed).collect();
        if found.is_empty() { Cause::Settings } else { Cause::Formulas(found) }
    }
}

impl Ground {
    /// Adds what one node names, and what that stands on.
    fn node(&mut self, book: &Book, node: &Expr) {
        match &node.kind {
            Kind::Input(id) => _ = self.inputs.insert(*id),
            Kind::Definition(id) | Kind::Call(id, _) | Kind::Lookup(id, _) | Kind::Tape(_, id, _) => self.definition(book, *id),
            Kind::Over(over) => _ = self.datasets.insert(over.dataset),
            Kind::Reading(dataset, _) => _ = self.datasets.insert(*dataset),
            Kind::Chain(_, links) => links.iter().for_each(|link| {
                if let Link::In(id) = link {
                    self.scenario(book, *id);
                }
            }),
            _ => {}
        }
    }

    fn definition(&mut self, book: &Book, id: DefinitionId) {
        if self.definitions.insert(id) {
            let body = &book.definitions[id].body;
            body.visit(&mut |node| self.node(book, node));
            body.plays(&mut |play, _| self.definition(book, play.tape));
        }
    }

    /// A scenario and those that it is made from.
    fn scenario(&mut self, book: &Book, id: ScenarioId) {
        let mut at = Some(id);
        while let Some(id) = at {
            self.scenarios.insert(id);
            at = book.scenarios[id].base;
        }
    }

    /// The ids that the lock knows. A scenario counts where it sets an input that is asked, and an input's default
    /// where no scenario sets it.
    fn ids(&self, book: &Book) -> Vec<String> {
        let mut ids: Vec<String> = self.definitions.iter().map(|id| book.definitions[*id].id.to_string()).collect();
        let sets = |scenario: &ScenarioId, input: &InputId| book.scenarios[*scenario].sets.iter().any(|(set, _)| set == input);
        let defaults = self.inputs.iter().filter(|input| !self.scenarios.iter().any(|scenario| sets(scenario, input)));
        ids.extend(defaults.map(|id| book.inputs[*id].id.to_string()));
        let setting = self.scenarios.iter().filter(|scenario| self.inputs.iter().any(|input| sets(scenario, input)));
        ids.extend(setting.map(|id| scenario_id(book, *id)));
        ids.extend(self.datasets.iter().map(|id| book.datasets[*id].id.to_string()));
        ids
    }
}

fn scenario_id(book: &Book, id: ScenarioId) -> String {
    format!("scenario {}", book.scenarios[id].id)
}
