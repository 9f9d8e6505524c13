//! What is behind the numbers: one `numbers.json` for programs, and one beside every page that shows numbers.
//!
//! ```text
//! numbers.json           { languages, scenarios: { d1: { input: value } },
//!                          numbers: [{ expression, scenario, format, value, exact?, unit, text: { ja: … }, pages: [ … ] }] }
//! <page>/numbers.json    { page, numbers: { "<data-expr>\t<value>": { name, formula, inputs, exact, units, href } } }
//! ```
//! A page's file has, in its language, what a reader asks of a number: what it is called, the formula as a line of
//! text, `[name, text]` of each input, the text with all digits, texts in other units, and the way to its formula's
//! page. What is said of a number is written once per language and put into the files of all pages that show it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use rayon::prelude::{IntoParallelRefIterator, IntoParallelRefMutIterator, ParallelIterator};
use serde::Serialize;
use serde_json::Value as Json;

use super::page::Sight;
use super::{Beside, Drawn, Scope, artifact};
use crate::edition::ShownNumber;
use crate::edition::value::{address, subject};
use crate::formula::eval::Evaluator;
use crate::formula::inputs;
use crate::formula::notation::{Drawing, Notation};
use crate::formula::tree::{Book, DefinitionId, Expr, Input, InputId, Kind, ScenarioId, Value};
use crate::locale::figures::Figures;
use crate::locale::{ByteUnit, Format, Locale, message_id};
use crate::site::tree::upward;
use crate::site::{Artifact, PageId};

/// Name of the files.
pub(super) const FILE: &str = "numbers.json";

/// A formula with more characters does not fit a card.
const LONGEST: usize = 240;

/// From here on a count has a short form too.
const LARGE: i128 = 1_000_000;

/// What is asked, and in which scenario.
type Question<'a> = (&'a str, Option<ScenarioId>);

/// The file beside a page that shows numbers.
pub(super) fn beside(scope: &Scope<'_>, evaluator: &mut Evaluator<'_>, sight: &Sight, _: &[Artifact]) -> Beside {
    let body = &scope.bodies[sight.page];
    let scenario = scope.manuscript.pages[sight.page].scenario.or(scope.manuscript.scenario);
    let mut known = BTreeSet::new();
    let shown = body.numbers.iter().filter(|shown| shown.format.is_some() && known.insert(&shown.expression));
    let words = &scope.words[sight.language];
    let entries: Vec<Entry> = shown
        .filter_map(|shown| {
            // What a page shows has been read and evaluated before.
            let (expression, inputs) = scope.answers.inputs(evaluator, &shown.expression, scenario)?;
            Some(words.entry(shown, &expression.tree, &inputs))
        })
        .collect();
    let language = &scope.languages()[sight.language];
    let address = &language.tree.entries[sight.entry].address;
    let file = || artifact(format!("{}/{address}{FILE}", language.folder), page_file(address, &entries));
    Ok((!entries.is_empty()).then(file))
}

/// The file for the whole site; none if no page shows a number.
pub(super) fn site(scope: &Scope<'_>) -> Drawn {
    if !(0..scope.bodies.len()).any(|page| has_numbers(scope, page)) {
        return Ok(Vec::new());
    }
    Ok(vec![artifact(FILE.to_string(), site_file(scope))])
}

/// Does a page show a number, so that there is a file beside it.
pub(super) fn has_numbers(scope: &Scope<'_>, page: PageId) -> bool {
    scope.bodies[page].numbers.iter().any(|shown| shown.format.is_some())
}

/// A number's entry in a language.
struct Entry {
    text: String,
    /// Where the way to the language's home page belongs, if the entry has a link.
    up: Option<usize>,
}

/// What entries of a language are written with.
pub(super) struct Words<'a> {
    book: &'a Book,
    locale: &'a Locale,
    /// The inputs' names.
    inputs: Vec<String>,
    /// The formulas as lines of text; `None` for a tape, and for what is too long for a card.
    formulas: Vec<OnceLock<Option<String>>>,
    exact: Format,
}

impl<'a> Words<'a> {
    pub(super) fn new(book: &'a Book, locale: &'a Locale) -> Words<'a> {
        let name = |input: &Input| message(locale, "input", &input.id).unwrap_or_else(|| input.id.to_string());
        Words {
            book,
            locale,
            inputs: book.inputs.iter().map(name).collect(),
            formulas: book.definitions.iter().map(|_| OnceLock::new()).collect(),
            exact: format("exact"),
        }
    }

    fn entry(&self, shown: &ShownNumber, tree: &Expr, inputs: &[(InputId, Value)]) -> Entry {
        let exact = self.locale.number(&shown.value, &shown.ty, &self.exact).text;
        let input = |(id, value): &(InputId, Value)| {
            let text = self.locale.number(value, &self.book.inputs[*id].ty, &Format::default()).text;
            (self.inputs[*id].as_str(), text)
        };
        let mut text = String::with_capacity(256);
        push(&mut text, &format!("{}\t{}", shown.expression, shown.value.written().0));
        text.push_str(":{\"name\":");
        push(&mut text, &self.name(tree));
        text.push_str(",\"formula\":");
        push(&mut text, &self.formula(tree));
        text.push_str(",\"inputs\":");
        push(&mut text, &inputs.iter().map(input).collect::<Vec<_>>());
        text.push_str(",\"exact\":");
        push(&mut text, &exact);
        text.push_str(",\"units\":");
        push(&mut text, &self.units(shown, &exact));
        let target = subject(tree).map(|subject| address(self.book, subject));
        let up = target.map(|target| {
            text.push_str(",\"href\":\"");
            let up = text.len();
            text.push_str(&target);
            text.push('"');
            up
        });
        text.push('}');
        Entry { text, up }
    }

    /// What a number is called, if it is the value of one definition or input.
    fn name(&self, expr: &Expr) -> Option<String> {
        match (&unchained(expr).kind, definition(expr)) {
            (_, Some(id)) => message(self.locale, "formula", &self.book.definitions[id].id),
            (Kind::Input(id), None) => Some(self.inputs[*id].clone()),
            _ => None,
        }
    }

    /// The formula of a number: its definition's, else what is asked.
    fn formula(&self, expr: &Expr) -> Option<Cow<'_, str>> {
        let asked = unchained(expr);
        match (&asked.kind, definition(asked)) {
            (Kind::Input(_), _) => None,
            (_, Some(id)) => {
                let drawn = self.formulas[id].get_or_init(|| {
                    let figures = Figures::new(self.locale, Format::default());
                    Notation::new(self.book, &figures).definition(&self.book.definitions[id]).and_then(short)
                });
                drawn.as_deref().map(Cow::Borrowed)
            }
            _ => {
                let figures = Figures::new(self.locale, Format::default());
                short(Notation::new(self.book, &figures).expression(asked)).map(Cow::Owned)
            }
        }
    }

    /// The value in other units than `exact` has.
    fn units(&self, shown: &ShownNumber, exact: &str) -> Vec<String> {
        let Value::Number(size) = &shown.value else { return Vec::new() };
        let power = |base: i128| {
            let whole = |unit: &ByteUnit| i128::try_from(unit.bytes()).ok().filter(|bytes| bytes % base == 0);
            let fits = |unit: &ByteUnit| whole(unit).is_some_and(|bytes| size.abs() >= bytes.into());
            ByteUnit::all().filter(fits).max_by_key(|unit| unit.bytes()).map(ByteUnit::name)
        };
        let words: Vec<&str> = match shown.ty.unit().as_str() {
            "B" => power(1024).into_iter().chain(power(1000)).collect(),
            "" if !size.is_whole() => vec!["percent"],
            unit if !unit.starts_with('B') && size.abs() >= LARGE.into() => vec!["compact"],
            _ => Vec::new(),
        };
        let mut texts: Vec<String> = Vec::new();
        for words in words {
            let text = self.locale.number(&shown.value, &shown.ty, &format(words)).text;
            if text != exact && !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts
    }
}

/// Adds a value as JSON.
fn push(out: &mut String, value: &impl Serialize) {
    // Texts and lists of texts have a form in JSON, always.
    out.push_str(&serde_json::to_string(value).unwrap_or_default());
}

fn message(locale: &Locale, kind: &str, id: &str) -> Option<String> {
    locale.message(&message_id(kind, id), &[]).ok().flatten()
}

/// A formula as a line of text, unless it is too long for a card.
fn short(drawing: Drawing) -> Option<String> {
    Some(drawing.text()).filter(|text| text.chars().count() <= LONGEST)
}

/// The expression without the chain around it.
fn unchained(expr: &Expr) -> &Expr {
    if let Kind::Chain(body, _) = &expr.kind { body } else { expr }
}

/// The definition that an expression is a value of.
fn definition(expr: &Expr) -> Option<DefinitionId> {
    match &unchained(expr).kind {
        Kind::Definition(id) | Kind::Call(id, _) | Kind::Lookup(id, _) | Kind::Tape(_, id, _) => Some(*id),
        _ => None,
    }
}

/// A format by its words.
fn format(words: &str) -> Format {
    Format::parse(words).unwrap_or_default()
}

/// One page's file.
fn page_file(page: &str, entries: &[Entry]) -> String {
    let up = upward(page);
    let mut text = String::with_capacity(entries.iter().map(|entry| entry.text.len() + 16).sum::<usize>() + 64);
    text.push_str("{\"page\":");
    push(&mut text, &page);
    text.push_str(",\"numbers\":{");
    for (index, entry) in entries.iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        match entry.up {
            Some(at) => text.extend([&entry.text[..at], &up, &entry.text[at..]]),
            None => text.push_str(&entry.text),
        }
    }
    text.push_str("\n}}\n");
    text
}

/// What makes two shown numbers of the site one: what is asked, where, and how it is written.
type Key<'a> = (&'a str, &'a str, String);

/// The file for the whole site: sorted by expression, scenario and format.
fn site_file(scope: &Scope<'_>) -> String {
    let book = &scope.manuscript.book;
    let mut asked: HashMap<Question<'_>, bool> = HashMap::new();
    for (page, body) in scope.bodies.iter().enumerate() {
        let scenario = scope.manuscript.pages[page].scenario.or(scope.manuscript.scenario);
        asked.extend(body.numbers.iter().map(|shown| ((shown.expression.as_str(), scenario), false)));
    }
    asked.par_iter_mut().for_each_init(
        || Evaluator::new(book, scope.manuscript.scenario),
        |evaluator, ((expression, scenario), is_closed)| {
            *is_closed = scope
                .answers
                .inputs(evaluator, expression, *scenario)
                .is_some_and(|(asked, _)| inputs::of(book, &asked.tree).is_empty());
        },
    );
    let mut found: BTreeMap<Key<'_>, (&ShownNumber, BTreeSet<&str>)> = BTreeMap::new();
    for (page, body) in scope.bodies.iter().enumerate() {
        let scenario = scope.manuscript.pages[page].scenario.or(scope.manuscript.scenario);
        for shown in &body.numbers {
            let Some(format) = shown.format else { continue };
            let is_closed = asked.get(&(shown.expression.as_str(), scenario)).is_some_and(|is_closed| *is_closed);
            let asked_in = scenario.filter(|_| !is_closed).map_or("", |id| &book.scenarios[id].id);
            let found = found.entry((&shown.expression, asked_in, format.to_string())).or_insert((shown, BTreeSet::new()));
            found.1.insert(&scope.manuscript.pages[page].address);
        }
    }
    let languages: Vec<&str> = scope.languages().iter().map(|language| language.folder.as_str()).collect();
    let lines: Vec<String> =
        found.par_iter().map(|(key, (shown, pages))| site_entry(scope, key, shown, pages).to_string()).collect();
    let mut text = String::from("{\"languages\":");
    push(&mut text, &languages);
    text.push_str(",\n\"scenarios\":");
    push(&mut text, &scenarios(scope, &found));
    text.push_str(",\n\"numbers\":[\n");
    text.push_str(&lines.join(",\n"));
    text.push_str("\n]}\n");
    text
}

fn site_entry(scope: &Scope<'_>, (expression, scenario, format): &Key<'_>, shown: &ShownNumber, pages: &BTreeSet<&str>) -> Json {
    let (value, exact) = shown.value.written();
    let texts = scope.languages().iter().map(|language| {
        let text = language.locale.number(&shown.value, &shown.ty, &shown.format.unwrap_or_default()).text;
        (language.folder.clone(), Json::String(text))
    });
    let mut entry = serde_json::json!({ "expression": expression, "scenario": scenario, "format": format, "value": value });
    if let Some(exact) = exact {
        entry["exact"] = Json::String(exact);
    }
    entry["unit"] = Json::String(shown.ty.unit());
    entry["text"] = Json::Object(texts.collect());
    entry["pages"] = pages.iter().copied().collect();
    entry
}

/// The inputs of the scenarios that numbers are asked in.
fn scenarios(scope: &Scope<'_>, found: &BTreeMap<Key<'_>, (&ShownNumber, BTreeSet<&str>)>) -> BTreeMap<String, Json> {
    let book = &scope.manuscript.book;
    let mut evaluator = Evaluator::new(book, scope.manuscript.scenario);
    let names: BTreeSet<&str> = found.keys().map(|(_, scenario, _)| *scenario).collect();
    let of_scenario = |(id, name): (ScenarioId, &str)| {
        let environment = evaluator.environment(Some(id), &[]).ok()?;
        let inputs = book.inputs.iter().enumerate();
        let inputs = inputs.map(|(id, input)| (input.id.to_string(), Json::String(environment.input(id).written().0)));
        Some((name.to_string(), Json::Object(inputs.collect())))
    };
    let known = book.scenarios.iter().enumerate().map(|(id, scenario)| (id, &*scenario.id));
    known.filter(|(_, name)| names.contains(name)).filter_map(of_scenario).collect()
}
