//! What a text of the book's language depends on: a fingerprint that changes only with what the text can reach.
//!
//! Dependence is read off the words: whatever a text asks, it names, and what that needs is named in its canonical
//! text. A word that is also the name of a definition counts, even where it means something else.

use std::collections::HashMap;

use super::print;
use super::tree::{Book, DefinitionId, Entry};
use crate::fingerprint::{Fingerprint, Ingredients};

/// The fingerprints of a book's definitions.
#[derive(Debug, Default)]
pub struct Closures {
    /// Of the book's files.
    pub whole: Fingerprint,
    /// Of units, inputs, scenarios, datasets and requirements, which everything stands on.
    ground: Fingerprint,
    /// Of each definition with all that it needs, by name.
    definitions: HashMap<String, Fingerprint>,
}

impl Closures {
    /// Looks at a book; `whole` is the fingerprint of its files.
    pub fn of(book: &Book, whole: Fingerprint) -> Closures {
        let texts: Vec<String> = book.definitions.iter().map(|definition| print::definition(book, definition)).collect();
        let named: Vec<Vec<DefinitionId>> = texts.iter().map(|text| definitions_in(book, text)).collect();
        let own: Vec<Fingerprint> = texts.iter().map(|text| Fingerprint::of(text.as_bytes())).collect();
        let reach = |from: &[DefinitionId]| {
            let mut reached = vec![false; own.len()];
            let mut open = from.to_vec();
            while let Some(id) = open.pop() {
                if !std::mem::replace(&mut reached[id], true) {
                    open.extend(&named[id]);
                }
            }
            let mut all = Ingredients::new();
            (0..own.len()).filter(|id| reached[*id]).for_each(|id| _ = all.part(own[id]));
            all.finish()
        };
        let definitions = book.definitions.iter().enumerate();
        let definitions = definitions.map(|(id, definition)| (definition.id.to_string(), reach(&[id]))).collect();
        let mut ground = Ingredients::new();
        ground.number(u64::from(book.sound)).value(&book.units);
        let inputs = book.inputs.iter().map(|input| print::input(book, input));
        let datasets = book.datasets.iter().map(|dataset| print::dataset(book, dataset));
        inputs.chain(datasets).for_each(|text| _ = ground.text(&text));
        let scenarios = book.scenarios.iter().map(|scenario| print::scenario(book, scenario));
        let requires =
            book.requires.iter().map(|require| format!("{}: {}", require.id, print::expression(book, &require.condition)));
        for text in scenarios.chain(requires) {
            ground.text(&text).part(reach(&definitions_in(book, &text)));
        }
        Closures { whole, ground: ground.finish(), definitions }
    }

    /// What texts depend on that name things of the book, asked in a scenario.
    pub fn of_texts(&self, texts: &[String], scenario: &str) -> Fingerprint {
        let mut all = Ingredients::new();
        all.part(self.ground).text(scenario);
        for text in texts {
            words(text).filter_map(|word| self.definitions.get(word)).for_each(|known| _ = all.part(*known));
        }
        all.finish()
    }
}

fn definitions_in(book: &Book, text: &str) -> Vec<DefinitionId> {
    let id = |word: &str| match book.names.get(word) {
        Some(Entry::Definition(id)) => Some(*id),
        _ => None,
    };
    words(text).filter_map(id).collect()
}

/// Everything in a text that may be a name: of `d1.process.x` also `d1` and `d1.process`.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let runs = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').filter(|run| !run.is_empty());
    runs.flat_map(|run| run.match_indices('.').map(|(at, _)| &run[..at]).chain(std::iter::once(run)))
}
