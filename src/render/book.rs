//! The formula book: per language an overview, and a page for each formula.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use serde::Serialize;

use super::page::{LinkData, PageData, frame, head_title};
use super::{Drawn, Scope, artifact, gather, linked, twin};
use crate::diagnostic::{Diagnostic, Sources, Span};
use crate::edition::BOOK;
use crate::edition::value::{definitions, escape, write_number};
use crate::edition::worked::{Sheet, StepData};
use crate::formula::eval::Evaluator;
use crate::formula::notation::{Display, Drawing, Notation};
use crate::formula::steps::Worked;
use crate::formula::tree::{Body, Book, DefinitionId, Entry, Expr, InputId, Kind, Provenance, TapeQuestion, Value};
use crate::formula::{Expression, print};
use crate::locale::figures::Figures;
use crate::locale::{Format, message_id};
use crate::site::tree::upward;
use crate::site::{Artifact, Language};

/// What `formulas.html` sees besides the page's data.
#[derive(Serialize)]
struct OverviewData {
    #[serde(flatten)]
    page: PageData,
    sections: Vec<Section>,
    inputs: Vec<InputRow>,
    scenarios: Vec<ScenarioRow>,
}

/// The formulas of one file.
#[derive(Serialize)]
struct Section {
    id: String,
    title: String,
    formulas: Vec<FormulaRow>,
}

/// A formula in the overview, which has room for its name; all else is on its own page.
#[derive(Serialize)]
struct FormulaRow {
    id: String,
    name: String,
}

#[derive(Serialize)]
struct InputRow {
    id: String,
    name: String,
    meaning: String,
    value: String,
}

#[derive(Serialize)]
struct ScenarioRow {
    id: String,
    name: String,
    meaning: String,
    definition: String,
}

/// What `formula.html` sees besides the page's data.
#[derive(Serialize)]
struct FormulaData {
    #[serde(flatten)]
    page: PageData,
    id: String,
    name: String,
    meaning: String,
    source: String,
    unit: String,
    /// `computed`, `quoted` or `observed`.
    provenance: &'static str,
    /// The definition as its author wrote it.
    definition: String,
    /// The same as MathML, line by line; empty for a tape.
    math: Vec<String>,
    /// Its value with the site's inputs as HTML, if it has one.
    value: String,
    /// How that comes about, if there is more to say than the value.
    step: Option<StepData>,
    inputs: Vec<InputRow>,
    uses: Vec<LinkData>,
    used_by: Vec<LinkData>,
    pages: Vec<LinkData>,
}

/// A value, and how it comes about.
struct Answered {
    asked: Expression,
    value: Value,
    worked: Worked,
}

/// What is the same in all languages.
struct Facts {
    /// Value and inputs with the site's own inputs.
    answers: Vec<Option<Answered>>,
    uses: Vec<BTreeSet<DefinitionId>>,
    used_by: Vec<BTreeSet<DefinitionId>>,
    /// For each language, names that several definitions have.
    twins: Vec<BTreeSet<String>>,
}

/// Addresses of the book's pages below a language's.
pub(super) fn addresses(scope: &Scope<'_>) -> Vec<String> {
    let Some(book) = scope.book_address() else { return Vec::new() };
    let formulas = scope.manuscript.book.definitions.iter().map(|definition| format!("{BOOK}{}/", definition.id));
    std::iter::once(book.to_string()).chain(formulas).collect()
}

/// All pages of the book in all languages.
pub(super) fn book(scope: &Scope<'_>) -> Drawn {
    if scope.book_address().is_none() {
        return Ok(Vec::new());
    }
    let facts = facts(scope);
    let count = scope.manuscript.book.definitions.len();
    let keys: Vec<(usize, Option<DefinitionId>)> = (0..scope.languages().len())
        .flat_map(|language| std::iter::once(None).chain((0..count).map(Some)).map(move |id| (language, id)))
        .collect();
    let shown_on = shown_on(scope);
    let files = gather(keys.into_par_iter().map(|(language, id)| match id {
        None => overview(scope, language),
        Some(id) => formula(scope, &facts, &shown_on, language, id),
    }))?;
    Ok(twin::with_twins(scope, files))
}

fn facts(scope: &Scope<'_>) -> Facts {
    let book = &scope.manuscript.book;
    let answers = (0..book.definitions.len())
        .into_par_iter()
        .map_init(|| Evaluator::new(book, scope.manuscript.scenario), |evaluator, id| answer(book, evaluator, id))
        .collect();
    let mut uses = vec![BTreeSet::new(); book.definitions.len()];
    let mut used_by = uses.clone();
    for (id, definition) in book.definitions.iter().enumerate() {
        definition.body.visit(&mut |expr| definitions(expr, &mut uses[id]));
        for used in &uses[id] {
            used_by[*used].insert(id);
        }
    }
    let twins = scope.languages().iter().map(|language| {
        let mut known = BTreeSet::new();
        let names = book.definitions.iter().map(|definition| name(language, "formula", &definition.id));
        names.filter(|name| !known.insert(name.clone())).collect()
    });
    Facts { answers, uses, used_by, twins: twins.collect() }
}

/// A definition's value with the site's own inputs, of a tape its highest point; `None` if it needs arguments.
fn answer(book: &Book, evaluator: &mut Evaluator<'_>, id: DefinitionId) -> Option<Answered> {
    let definition = &book.definitions[id];
    if !book.sound || !definition.parameters.is_empty() {
        return None;
    }
    let kind = match &definition.body {
        Body::Tape(_) => Kind::Tape(TapeQuestion::Highest, id, Vec::new()),
        Body::Formula(_) | Body::Table(..) => Kind::Definition(id),
    };
    let tree = Expr { kind, ty: definition.ty.clone(), span: definition.span };
    let environment = evaluator.environment(None, &[]).ok()?;
    let value = evaluator.value(&environment, &tree).ok()?;
    let worked = evaluator.worked(&environment, &tree, 0).ok()?;
    Some(Answered { asked: Expression { canonical: print::expression(book, &tree), tree }, value, worked })
}

/// For each language and definition, the entries that show it.
fn shown_on(scope: &Scope<'_>) -> BTreeMap<(usize, DefinitionId), Vec<usize>> {
    let mut shown: BTreeMap<(usize, DefinitionId), Vec<usize>> = BTreeMap::new();
    for (index, language) in scope.languages().iter().enumerate() {
        for (id, entry) in language.tree.entries.iter().enumerate() {
            for definition in entry.page.iter().flat_map(|page| &scope.bodies[*page].uses) {
                let Some(Entry::Definition(definition)) = scope.manuscript.book.names.get(definition) else { continue };
                shown.entry((index, *definition)).or_default().push(id);
            }
        }
    }
    shown
}

/// A text of the book: name or attribute of a definition, input or scenario; empty if the site has none.
fn attribute(language: &Language, kind: &str, id: &str, name: &str) -> String {
    language.locale.attribute(&message_id(kind, id), name, &[]).ok().flatten().unwrap_or_default()
}

/// A text of the book as HTML: what stands between backticks is code.
fn inline(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for (index, part) in text.split('`').enumerate() {
        let is_code = index % 2 == 1;
        html.push_str(if is_code { "<code translate=\"no\">" } else { "" });
        escape(&mut html, part);
        html.push_str(if is_code { "</code>" } else { "" });
    }
    html
}

fn name(language: &Language, kind: &str, id: &str) -> String {
    language.locale.message(&message_id(kind, id), &[]).ok().flatten().unwrap_or_else(|| id.to_string())
}

/// A value as a shown number; `link` is an address that the page can use.
fn number(language: &Language, asked: &Expression, value: &Value, link: Option<&str>) -> String {
    let mut html = String::new();
    let shown = language.locale.number(value, &asked.tree.ty, &Format::default());
    write_number(&mut html, asked, value, &shown, link);
    html
}

/// An input; `book` is the way to the overview, empty there.
fn input_row(scope: &Scope<'_>, language: &Language, id: InputId, value: &Value, book: &str) -> InputRow {
    let input = &scope.manuscript.book.inputs[id];
    let tree = Expr { kind: Kind::Input(id), ty: input.ty.clone(), span: input.span };
    let asked = Expression { canonical: input.id.to_string(), tree };
    let link = (!book.is_empty()).then(|| format!("{book}#input-{}", input.id));
    InputRow {
        id: input.id.to_string(),
        name: name(language, "input", &input.id),
        meaning: inline(&attribute(language, "input", &input.id, "meaning")),
        value: number(language, &asked, value, link.as_deref()),
    }
}

fn overview(scope: &Scope<'_>, language: usize) -> Result<Artifact, Box<Diagnostic>> {
    let own = &scope.languages()[language];
    let book = &scope.manuscript.book;
    let mut page = book_frame(scope, language, BOOK);
    let title = scope.message(language, "theme-formulas", &[]).unwrap_or_default();
    page.head_title = head_title(&title, &page.site_title, false);
    page.description = scope.message(language, "theme-formulas-about", &[]).unwrap_or_default();
    page.title.clone_from(&title);
    page.linked_data = linked::article(scope, &page, None);
    let shown: BTreeSet<&str> = scope.bodies.iter().flat_map(|body| &body.uses).map(|id| &**id).collect();
    let mut sections: Vec<Section> = Vec::new();
    for definition in &book.definitions {
        let path = &scope.project.sources.get(definition.span.source).path;
        let stem = path.rsplit('/').next().unwrap_or("").trim_end_matches(".formula");
        if sections.last().is_none_or(|section| section.id != stem) {
            sections.push(Section { id: stem.to_string(), title: name(own, "book", stem), formulas: Vec::new() });
        }
        let row = FormulaRow { id: definition.id.to_string(), name: name(own, "formula", &definition.id) };
        if let Some(section) = sections.last_mut() {
            section.formulas.push(row);
        }
    }
    // What pages show comes first: the rest is how it is computed.
    let is_shown = |section: &Section| section.formulas.iter().any(|row| shown.contains(row.id.as_str()));
    sections.sort_by_key(|section| !is_shown(section));
    let mut evaluator = Evaluator::new(book, scope.manuscript.scenario);
    let environment = evaluator.environment(None, &[]).ok();
    let inputs = (0..book.inputs.len()).map(|id| {
        let input = Expr { kind: Kind::Input(id), ty: book.inputs[id].ty.clone(), span: book.inputs[id].span };
        let value = environment.as_ref().and_then(|environment| evaluator.value(environment, &input).ok());
        input_row(scope, own, id, &value.unwrap_or(Value::None), "")
    });
    let inputs = inputs.collect();
    let scenarios = book.scenarios.iter().map(|scenario| ScenarioRow {
        id: scenario.id.to_string(),
        name: name(own, "scenario", &scenario.id),
        meaning: inline(&attribute(own, "scenario", &scenario.id, "meaning")),
        definition: written(&scope.project.sources, scenario.span),
    });
    let data = OverviewData { sections, inputs, scenarios: scenarios.collect(), page };
    draw(scope, language, "formulas.html", BOOK, &title, &data)
}

fn formula(
    scope: &Scope<'_>,
    facts: &Facts,
    shown_on: &BTreeMap<(usize, DefinitionId), Vec<usize>>,
    language: usize,
    id: DefinitionId,
) -> Result<Artifact, Box<Diagnostic>> {
    let own = &scope.languages()[language];
    let definition = &scope.manuscript.book.definitions[id];
    let address = format!("{BOOK}{}/", definition.id);
    let mut page = book_frame(scope, language, &address);
    let title = name(own, "formula", &definition.id);
    page.title.clone_from(&title);
    let twin = facts.twins[language].contains(&title);
    let own_title = if twin { format!("{title} ({})", definition.id) } else { title.clone() };
    page.head_title = head_title(&own_title, &page.site_title, false);
    let overview = scope.message(language, "theme-formulas", &[]).unwrap_or_default();
    page.crumbs.push(LinkData { title: overview, href: Some("../".to_string()), description: String::new() });
    let meaning = attribute(own, "formula", &definition.id, "meaning");
    page.description = meaning.replace('`', "");
    page.linked_data = linked::article(scope, &page, None);
    let link = |other: &DefinitionId| {
        let id = &scope.manuscript.book.definitions[*other].id;
        LinkData { title: name(own, "formula", id), href: Some(format!("../{id}/")), description: String::new() }
    };
    let up = upward(&address);
    let pages = shown_on.get(&(language, id)).into_iter().flatten().map(|entry| {
        let entry = &own.tree.entries[*entry];
        LinkData {
            title: scope.entry_title(entry).to_string(),
            href: Some(format!("{up}{}", entry.address)),
            description: String::new(),
        }
    });
    let answer = facts.answers[id].as_ref();
    let inputs = answer.iter().flat_map(|answered| &answered.worked.inputs);
    let figures = Figures::new(&own.locale, Format::default());
    let math = Notation::new(&scope.manuscript.book, &figures).definition(definition);
    let data = FormulaData {
        id: definition.id.to_string(),
        name: title.clone(),
        source: inline(&attribute(own, "formula", &definition.id, "source")),
        unit: definition.ty.unit(),
        provenance: match definition.source {
            Provenance::Computed => "computed",
            Provenance::Quoted => "quoted",
            Provenance::Observed => "observed",
        },
        definition: written(&scope.project.sources, definition.span),
        math: math.into_iter().flat_map(Drawing::lines).map(|line| line.mathml(Display::Block)).collect(),
        value: answer.map(|answered| number(own, &answered.asked, &answered.value, None)).unwrap_or_default(),
        step: answer.and_then(|answered| example(scope, own, answered, &up)),
        inputs: inputs.map(|(id, value)| input_row(scope, own, *id, value, "../")).collect(),
        uses: facts.uses[id].iter().map(link).collect(),
        used_by: facts.used_by[id].iter().map(link).collect(),
        pages: pages.collect(),
        meaning: inline(&meaning),
        page,
    };
    draw(scope, language, "formula.html", &address, &title, &data)
}

/// The worked example with the site's inputs.
fn example(scope: &Scope<'_>, language: &Language, answered: &Answered, up: &str) -> Option<StepData> {
    let step = answered.worked.steps.first()?;
    if answered.worked.inputs.is_empty() && step.forms.len() < 2 && step.detail.is_none() {
        return None;
    }
    let (book, locale) = (&scope.manuscript.book, &language.locale);
    let sheet = Sheet { book, locale, format: Format::default(), ty: &answered.asked.tree.ty, up };
    Some(sheet.step(step, number(language, &answered.asked, &answered.value, None)))
}

fn book_frame(scope: &Scope<'_>, language: usize, address: &str) -> PageData {
    let mut page = frame(scope, language, address);
    let home = page.home.clone();
    let title = scope.languages()[language].tree.entries.first().map(|entry| scope.entry_title(entry).to_string());
    page.crumbs.push(LinkData { title: title.unwrap_or_default(), href: Some(home), description: String::new() });
    page
}

fn draw(
    scope: &Scope<'_>,
    language: usize,
    template: &str,
    address: &str,
    title: &str,
    data: &impl Serialize,
) -> Result<Artifact, Box<Diagnostic>> {
    let nav = scope.navigation_at(language, 0, address);
    let ((at, mark), nav) = (nav.current(address), &nav.html);
    let nav = [&nav[..at], mark, &nav[at..]].concat();
    let mut heading = String::new();
    escape(&mut heading, title);
    let html = [("heading", heading.as_str()), ("body", ""), ("contents", ""), ("nav", &nav)];
    let text = scope.templates.render(&scope.project.sources, template, data, &html)?;
    Ok(artifact(format!("{}/{address}index.html", scope.languages()[language].folder), text))
}

/// A definition as its author wrote it: from the line of its name on, with the lines that continue it.
fn written(sources: &Sources, name: Span) -> String {
    let text = &sources.get(name.source).text;
    let start = text[..name.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let indentation = |line: &str| line.len() - line.trim_start().len();
    let own = text[start..].lines().next().map_or(0, indentation);
    let mut lines: Vec<&str> = Vec::new();
    for (number, line) in text[start..].lines().enumerate() {
        if number > 0 && !line.trim().is_empty() && indentation(line) <= own && !line.trim_start().starts_with('}') {
            break;
        }
        lines.push(line.trim_end());
    }
    while lines.last().is_some_and(|line| line.is_empty() || line.trim_start().starts_with('#')) {
        lines.pop();
    }
    lines.join("\n")
}
