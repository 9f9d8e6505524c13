//! `numbers.lock`: every number that the site shows, and what each formula says, one a line.
//!
//! ```text
//! #number  expression  scenario  format  value  unit  ja  de  zh  fr
//! formula  blocks  5c1f0b7d2a90e4c3
//! number   params  d1  compact  29949312  param  2995万  29,9 Mio.  2995万  29,9 M
//! ```
//! Cells stand between tabs and lines are sorted by bytes, so that two branches merge line by line. A number is what it
//! asks, where it asks it and how it is written; the rest of the line is the answer.

mod read;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::diagnostic::{Diagnostics, SourceId, Sources, Span};
use crate::edition::{Draft, ShownNumber};
use crate::fingerprint::Fingerprint;
use crate::formula::eval::Evaluator;
use crate::formula::tree::{Body, Book, Expr, Type, Value};
use crate::formula::{self, inputs, print};
use crate::locale::Format;
use crate::site::{Manuscript, PageId};

/// The name of the file.
pub const FILE: &str = "numbers.lock";

/// What stands in the format's place for the answer to a `holds`.
pub const HOLDS: &str = "holds";

/// The numbers of a site, and its formulas.
#[derive(Debug, Clone, Default)]
pub struct Lock {
    /// The languages whose texts the numbers have, in order.
    pub languages: Vec<String>,
    /// Hashes by id; a scenario's id is `scenario d1`, which no formula can have.
    pub formulas: BTreeMap<String, Formula>,
    /// Answers by what is asked.
    pub numbers: BTreeMap<Key, Number>,
}

/// What a number asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The expression in canonical form.
    pub expression: String,
    /// The scenario it is asked in; empty where no input from outside counts.
    pub scenario: String,
    /// The format in canonical form, or [`HOLDS`].
    pub format: String,
}

/// What a number answers.
#[derive(Debug, Clone)]
pub struct Number {
    /// The value as the contracts write it.
    pub value: String,
    /// Its base unit.
    pub unit: String,
    /// Its text in each language; empty for a `holds`.
    pub texts: Vec<String>,
    /// Its line, if it was read.
    pub at: Option<Span>,
}

/// What a formula says, as a hash.
#[derive(Debug, Clone)]
pub struct Formula {
    /// The hash of its canonical text.
    pub hash: String,
    /// Its line, if it was read.
    pub at: Option<Span>,
}

/// Where a page shows a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The page.
    pub page: PageId,
    /// The insert.
    pub at: Span,
}

/// Where every number of a site is shown, in the order of pages; none for one that only the formula book shows.
pub type Places = BTreeMap<Key, Vec<Place>>;

impl Lock {
    /// The numbers and formulas of a site, and where pages show them.
    pub fn of(draft: &Draft) -> (Lock, Places) {
        let manuscript = &draft.manuscript;
        let languages = manuscript.languages.iter().map(|language| language.folder.clone()).collect();
        let mut found: BTreeMap<Key, Answer<'_>> = BTreeMap::new();
        let mut places = Places::new();
        let scenarios = Scenarios::new(draft);
        for (page, body) in draft.bodies.iter().enumerate() {
            for shown in &body.numbers {
                let key = scenarios.key(page, shown);
                let places = match places.get_mut(&key) {
                    Some(places) => places,
                    None => {
                        let answer = Answer { value: shown.value.clone(), ty: &shown.ty, format: shown.format };
                        found.insert(key.clone(), answer);
                        places.entry(key).or_default()
                    }
                };
                places.push(Place { page, at: shown.at });
            }
        }
        for (key, answer) in of_book(manuscript) {
            found.entry(key).or_insert(answer);
        }
        let found: Vec<(Key, Answer<'_>)> = found.into_iter().collect();
        let numbers: Vec<(Key, Number)> =
            found.par_iter().map(|(key, answer)| (key.clone(), answer.number(manuscript))).collect();
        let lock = Lock { languages, formulas: formulas(&manuscript.book), numbers: numbers.into_iter().collect() };
        (lock, places)
    }

    /// Reads a file. What is wrong with it is reported, and the rest is there.
    pub fn read(sources: &Sources, file: SourceId, diagnostics: &mut Diagnostics) -> Lock {
        read::read(sources, file, diagnostics)
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut lines: Vec<String> = Vec::with_capacity(self.formulas.len() + self.numbers.len() + 1);
        let head = ["#number", "expression", "scenario", "format", "value", "unit"];
        lines.push(line(head.into_iter().chain(self.languages.iter().map(String::as_str))));
        for (id, formula) in &self.formulas {
            lines.push(line(["formula", id, &formula.hash].into_iter()));
        }
        for (key, number) in &self.numbers {
            let cells = ["number", &key.expression, &key.scenario, &key.format, &number.value, &number.unit];
            lines.push(line(cells.into_iter().chain(number.texts.iter().map(String::as_str))));
        }
        lines.sort_unstable();
        lines.concat()
    }
}

/// Cells as a line of the file.
fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.map(read::escaped).collect();
    let mut line = cells.join("\t");
    line.push('\n');
    line
}

/// A value that is to be written in every language.
struct Answer<'a> {
    value: Value,
    ty: &'a Type,
    format: Option<Format>,
}

impl Answer<'_> {
    fn number(&self, manuscript: &Manuscript) -> Number {
        let texts = manuscript.languages.iter().map(|language| match &self.format {
            Some(format) => language.locale.number(&self.value, self.ty, format).text,
            None => String::new(),
        });
        Number { value: self.value.written().0, unit: self.ty.unit(), texts: texts.collect(), at: None }
    }
}

/// Which scenario a number is asked in.
struct Scenarios<'a> {
    manuscript: &'a Manuscript,
    /// The expressions that no input from outside counts for.
    closed: BTreeSet<&'a str>,
}

impl<'a> Scenarios<'a> {
    fn new(draft: &'a Draft) -> Scenarios<'a> {
        let shown = draft.bodies.iter().flat_map(|body| &body.numbers);
        let expressions: BTreeSet<&str> = shown.map(|shown| shown.expression.as_str()).collect();
        let book = &draft.manuscript.book;
        let is_closed = |text: &&&str| is_closed(book, text);
        let expressions: Vec<&str> = expressions.into_iter().collect();
        let closed: Vec<&str> = expressions.par_iter().filter(is_closed).copied().collect();
        Scenarios { manuscript: &draft.manuscript, closed: closed.into_iter().collect() }
    }

    fn key(&self, page: PageId, shown: &ShownNumber) -> Key {
        let scenario = if self.closed.contains(shown.expression.as_str()) {
            String::new()
        } else {
            let scenario = self.manuscript.pages[page].scenario.or(self.manuscript.scenario);
            scenario.map(|id| self.manuscript.book.scenarios[id].id.to_string()).unwrap_or_default()
        };
        Key { expression: shown.expression.clone(), scenario, format: format_text(shown.format) }
    }
}

/// The format's cell.
pub(crate) fn format_text(format: Option<Format>) -> String {
    format.map_or_else(|| HOLDS.to_string(), |format| format.to_string())
}

/// Does an expression in canonical form mean the same in every scenario.
fn is_closed(book: &Book, canonical: &str) -> bool {
    tree(book, canonical).is_some_and(|tree| inputs::of(book, &tree).is_empty())
}

/// An expression in canonical form, read again; its spans mean nothing.
pub(crate) fn tree(book: &Book, canonical: &str) -> Option<Expr> {
    let nowhere = Span::new(SourceId(u32::MAX), 0..canonical.len());
    formula::expression(book, canonical, nowhere, &mut Diagnostics::default()).map(|expression| expression.tree)
}

/// What the pages of the formula book show: every formula and every input, with the site's inputs.
fn of_book(manuscript: &Manuscript) -> Vec<(Key, Answer<'_>)> {
    let book = &manuscript.book;
    let mut evaluator = Evaluator::new(book, manuscript.scenario);
    let Ok(environment) = evaluator.environment(None, &[]) else { return Vec::new() };
    let scenario = manuscript.scenario.map(|id| book.scenarios[id].id.to_string()).unwrap_or_default();
    let key = |expression: &str, closed: bool| {
        let scenario = if closed { String::new() } else { scenario.clone() };
        Key { expression: expression.to_string(), scenario, format: String::new() }
    };
    let mut found = Vec::new();
    for definition in &book.definitions {
        if let Body::Formula(expr) = &definition.body
            && definition.parameters.is_empty()
            && let Ok(value) = evaluator.value(&environment, expr)
        {
            let closed = inputs::of(book, expr).is_empty();
            found.push((key(&definition.id, closed), Answer { value, ty: &definition.ty, format: Some(Format::default()) }));
        }
    }
    for (id, input) in book.inputs.iter().enumerate() {
        let value = environment.input(id).clone();
        found.push((key(&input.id, false), Answer { value, ty: &input.ty, format: Some(Format::default()) }));
    }
    found
}

/// The canonical texts of everything in the book that can be edited, by id, and where they stand.
pub(crate) fn texts(book: &Book) -> BTreeMap<String, (String, Span)> {
    let definitions = book.definitions.iter().map(|own| (own.id.to_string(), (print::definition(book, own), own.span)));
    let inputs = book.inputs.iter().map(|input| (input.id.to_string(), (print::input(book, input), input.span)));
    let scenarios = book.scenarios.iter();
    let scenarios = scenarios.map(|own| (format!("scenario {}", own.id), (print::scenario(book, own), own.span)));
    let datasets = book.datasets.iter().map(|own| (own.id.to_string(), (print::dataset(book, own), own.span)));
    definitions.chain(inputs).chain(scenarios).chain(datasets).collect()
}

fn formulas(book: &Book) -> BTreeMap<String, Formula> {
    texts(book).into_iter().map(|(id, (text, _))| (id, Formula { hash: hash(&text), at: None })).collect()
}

/// Sixteen hexadecimal digits of a text's hash.
pub(crate) fn hash(text: &str) -> String {
    Fingerprint::of(text.as_bytes()).digits(16)
}
