//! `babacus explain`: one expression, its value, how it comes about, and the inputs it depends on.

mod steps;

use serde_json::{Map, Value as Json, json};

use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span, nearest};
use crate::evidence::{self, Given, Refused, Report};
use crate::formula::eval::Evaluator;
use crate::formula::tree::{Body, Book, Type, Value};
use crate::formula::{self, Expression};
use crate::locale::{Format, Locale};
use crate::site::config::list;
use crate::site::manuscript::{Foundation, find_scenario};
use crate::site::{Memo, Project, manuscript};
use steps::Derived;

/// What is asked on the command line.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// `EXPR`; without one, the book is listed.
    pub expression: Option<&'a str>,
    /// `--in`.
    pub scenario: Option<&'a str>,
    /// `--set`, each `input=value`.
    pub sets: &'a [String],
    /// `--lang`: a folder or a tag.
    pub language: Option<&'a str>,
    /// `--config`, `--card`, `--log`, `--smi`, `--oom`.
    pub given: &'a Given,
}

/// Whose fault it is that there is no answer; the diagnostics say what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The site has errors, or the expression has no value.
    Site,
    /// The call names what does not exist.
    Call,
}

/// The answer.
#[derive(Debug, Clone)]
pub enum Explanation {
    /// One value.
    Value(Box<Explained>),
    /// What a run left behind, with the value that was asked for, if any.
    Report(Option<Box<Explained>>, Report),
    /// The book: id, unit and what its author noted.
    Book(Vec<Listed>),
}

/// A value with what belongs to it.
#[derive(Debug, Clone)]
pub struct Explained {
    expression: String,
    value: Value,
    unit: String,
    text: String,
    language: String,
    /// Name, written value, text.
    inputs: Vec<(String, String, String)>,
    derived: Derived,
}

/// One definition or input of the book.
#[derive(Debug, Clone)]
pub struct Listed {
    id: String,
    unit: String,
    note: String,
}

/// Answers a request. The project gets the texts of the call as sources, so that carets can point into them.
///
/// # Errors
/// Whose fault it is; the reasons are among the diagnostics.
pub fn explain(project: &mut Project, request: &Request<'_>, diagnostics: &mut Diagnostics) -> Result<Explanation, Fault> {
    let Some(foundation) = manuscript::foundation(project, &mut Memo::default(), diagnostics) else { return Err(Fault::Site) };
    if diagnostics.has_errors() {
        return Err(Fault::Site);
    }
    let locale = language(&foundation, request.language, diagnostics).ok_or(Fault::Call)?;
    if request.given.is_empty() {
        return match request.expression {
            Some(text) => value(project, &foundation, locale, text, request, diagnostics).map(Explanation::Value),
            None => Ok(Explanation::Book(listing(&foundation.book))),
        };
    }
    with_evidence(project, &foundation, locale, request, diagnostics)
}

/// The value of an expression with the call's inputs.
fn value(
    project: &mut Project,
    foundation: &Foundation,
    locale: &Locale,
    text: &str,
    request: &Request<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Box<Explained>, Fault> {
    let call = Call::new(&mut project.sources, text, request);
    let expressions = call.read(&project.sources, &foundation.book, diagnostics);
    let (Some((bare, whole)), false) = (expressions, diagnostics.has_errors()) else { return Err(Fault::Call) };
    answer(foundation, locale, &bare, &whole).map_err(|fault| {
        diagnostics.push(*fault);
        Fault::Site
    })
}

/// An answer about a run: its config and card set inputs, the rest of what it left is compared with the book.
fn with_evidence(
    project: &mut Project,
    foundation: &Foundation,
    locale: &Locale,
    request: &Request<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Explanation, Fault> {
    let Request { expression, scenario, sets, given, .. } = *request;
    let whole_call = Call::new(&mut project.sources, "0", request);
    if whole_call.read(&project.sources, &foundation.book, diagnostics).is_none() {
        return Err(Fault::Call);
    }
    let refused = |refused: Refused| if refused == Refused::Call { Fault::Call } else { Fault::Site };
    let own = evidence::Call { scenario, sets, site: foundation.scenario, given };
    let prepared = evidence::prepare(&mut project.sources, &foundation.book, locale, own, diagnostics).map_err(refused)?;
    let sets: Vec<String> = prepared.sets.iter().chain(sets).cloned().collect();
    let explained = match expression {
        Some(text) => {
            let request = Request { sets: &sets, ..*request };
            Some(value(project, foundation, locale, text, &request, diagnostics)?)
        }
        None => None,
    };
    let mut evaluator = Evaluator::new(&foundation.book, foundation.scenario);
    let call = evidence::Call { scenario, sets: &sets, site: foundation.scenario, given };
    let report = evidence::report(&mut project.sources, &mut evaluator, locale, prepared, call, explained.is_none(), diagnostics);
    Ok(Explanation::Report(explained, report.map_err(refused)?))
}

fn answer(
    foundation: &Foundation,
    locale: &Locale,
    bare: &Expression,
    whole: &Expression,
) -> Result<Box<Explained>, Box<Diagnostic>> {
    let book = &foundation.book;
    let mut evaluator = Evaluator::new(book, foundation.scenario);
    let environment = evaluator.environment(None, &[])?;
    let value = evaluator.value(&environment, &whole.tree)?;
    let resolved = evaluator.resolved_inputs(&environment, &whole.tree)?;
    let inputs = resolved.into_iter().map(|(id, value)| {
        let input = &book.inputs[id];
        let text = locale.number(&value, &input.ty, &Format::default()).text;
        (input.id.to_string(), value.written().0, text)
    });
    let derived = steps::derive(&mut evaluator, &environment, locale, &whole.tree)?;
    let ty = &whole.tree.ty;
    Ok(Box::new(Explained {
        expression: bare.canonical.clone(),
        unit: if value == Value::None { String::new() } else { ty.unit() },
        text: locale.number(&value, ty, &Format::default()).text,
        language: locale.folder().to_string(),
        inputs: inputs.collect(),
        derived,
        value,
    }))
}

fn language<'f>(foundation: &'f Foundation, asked: Option<&str>, diagnostics: &mut Diagnostics) -> Option<&'f Locale> {
    let locales = &foundation.locales;
    let Some(asked) = asked else { return locales.get(foundation.config.source_index()).map(|locale| &**locale) };
    let found = locales.iter().find(|locale| locale.folder() == asked || locale.tag() == asked);
    if found.is_none() {
        let known: Vec<&str> = locales.iter().map(|locale| locale.folder()).collect();
        let unknown = Diagnostic::nowhere("unknown-language", format!("this site has no language `{asked}`"));
        diagnostics.push(unknown.help(format!("it has {}", list(&known))));
    }
    found.map(|locale| &**locale)
}

/// The texts of a call, as sources.
struct Call<'a> {
    expression: SourceId,
    scenario: Option<(SourceId, &'a str)>,
    sets: Vec<(SourceId, &'a str)>,
    /// The expression with scenario and inputs.
    whole: SourceId,
}

impl<'a> Call<'a> {
    fn new(sources: &mut Sources, text: &str, request: &Request<'a>) -> Call<'a> {
        let mut whole = text.to_string();
        if request.scenario.is_some() || !request.sets.is_empty() {
            whole = format!("({whole})");
        }
        if let Some(scenario) = request.scenario {
            whole.push_str(&format!(" in {scenario}"));
        }
        if !request.sets.is_empty() {
            let sets: Vec<String> = request.sets.iter().map(|set| set.replacen('=', " = ", 1)).collect();
            whole.push_str(&format!(" where {{ {} }}", sets.join(", ")));
        }
        Call {
            expression: sources.add("<expression>", text),
            scenario: request.scenario.map(|name| (sources.add("<--in>", name), name)),
            sets: request.sets.iter().map(|set| (sources.add("<--set>", set.as_str()), set.as_str())).collect(),
            whole: sources.add("<call>", whole),
        }
    }

    /// The expression as it was given, and as it is to be evaluated.
    fn read(&self, sources: &Sources, book: &Book, diagnostics: &mut Diagnostics) -> Option<(Expression, Expression)> {
        let all = |source: SourceId| Span::new(source, 0..sources.get(source).text.len());
        let bare = formula::expression(book, &sources.get(self.expression).text, all(self.expression), diagnostics);
        if let Some((source, name)) = self.scenario {
            find_scenario(book, name, all(source), diagnostics);
        }
        for (source, set) in &self.sets {
            check_set(book, *source, set, diagnostics);
        }
        if diagnostics.has_errors() {
            return None;
        }
        let whole = formula::expression(book, &sources.get(self.whole).text, all(self.whole), diagnostics);
        Some((bare?, whole?))
    }
}

/// Is it `input=value`, and is there such an input.
fn check_set(book: &Book, source: SourceId, set: &str, diagnostics: &mut Diagnostics) {
    let Some((name, _)) = set.split_once('=') else {
        let shape = Diagnostic::error("bad-set", Span::new(source, 0..set.len()), "`--set` takes an input and a value");
        return diagnostics.push(shape.help("write `--set batch_size=8`"));
    };
    let name = name.trim();
    if book.inputs.iter().any(|input| &*input.id == name) {
        return;
    }
    let start = set.find(name).unwrap_or(0);
    let span = Span::new(source, start..start + name.len());
    let unknown = Diagnostic::error("unknown-input", span, format!("there is no input `{name}`"));
    diagnostics.push(match nearest(name, book.inputs.iter().map(|input| &*input.id)) {
        Some(near) => unknown.help(format!("did you mean `{near}`?")).fix(span, near),
        None => unknown.help("`babacus explain` without an expression lists the inputs"),
    });
}

fn listing(book: &Book) -> Vec<Listed> {
    let noun = |ty: &Type| match ty {
        Type::Number(_) | Type::Range(_) => ty.unit(),
        Type::Flag => "flag".to_string(),
        Type::Choice(_) => "choice".to_string(),
        Type::Name => "name".to_string(),
        Type::None => "none".to_string(),
        Type::Tape => "tape".to_string(),
    };
    let first_line = |doc: &str| doc.lines().next().unwrap_or("").trim().to_string();
    let inputs =
        book.inputs.iter().map(|input| Listed { id: input.id.to_string(), unit: noun(&input.ty), note: first_line(&input.doc) });
    let definitions = book.definitions.iter().map(|definition| {
        let names: Vec<&str> = definition.parameters.iter().map(|(name, ..)| &**name).collect();
        let parameters = if names.is_empty() { String::new() } else { format!("({})", names.join(", ")) };
        let unit = if matches!(definition.body, Body::Tape(_)) { "tape".to_string() } else { noun(&definition.ty) };
        Listed { id: format!("{}{parameters}", definition.id), unit, note: first_line(&definition.doc) }
    });
    inputs.chain(definitions).collect()
}

impl Explanation {
    /// For people.
    pub fn text(&self) -> String {
        match self {
            Explanation::Value(explained) => explained.text(),
            Explanation::Report(None, report) => report.text(),
            Explanation::Report(Some(explained), report) => format!("{}\n{}", explained.text(), report.text()),
            Explanation::Book(listed) => {
                let width = listed.iter().map(|item| item.id.chars().count()).max().unwrap_or(0);
                let units = listed.iter().map(|item| item.unit.chars().count()).max().unwrap_or(0);
                let line = |item: &Listed| {
                    format!("{:width$}  {:units$}  {}", item.id, item.unit, item.note).trim_end().to_string() + "\n"
                };
                listed.iter().map(line).collect()
            }
        }
    }

    /// For programs.
    pub fn json(&self) -> Json {
        match self {
            Explanation::Value(explained) => explained.json(),
            Explanation::Report(explained, report) => {
                let mut object = explained.as_ref().map_or_else(|| json!({}), |explained| explained.json());
                object["lang"] = json!(report.language());
                if let Some(object) = object.as_object_mut() {
                    object.extend(report.json());
                }
                object
            }
            Explanation::Book(listed) => {
                listed.iter().map(|item| json!({ "id": item.id, "unit": item.unit, "note": item.note })).collect()
            }
        }
    }
}

impl Explained {
    fn text(&self) -> String {
        let (written, exact) = self.value.written();
        let mut out = format!("{} = {}\n", self.expression, self.text);
        let unit = if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) };
        if self.text != written {
            out.push_str(&format!("  exactly {}{unit}\n", exact.unwrap_or(written)));
        }
        out.push_str(&self.derived.text());
        if !self.inputs.is_empty() {
            out.push_str("inputs:\n");
        }
        let width = self.inputs.iter().map(|(name, ..)| name.chars().count()).max().unwrap_or(0);
        for (name, _, text) in &self.inputs {
            out.push_str(&format!("  {name:width$}  {text}\n"));
        }
        out
    }

    fn json(&self) -> Json {
        let (written, exact) = self.value.written();
        let inputs: Map<String, Json> = self.inputs.iter().map(|(name, value, _)| (name.clone(), json!(value))).collect();
        let mut object = json!({ "expression": self.expression, "value": written });
        if let Some(exact) = exact {
            object["exact"] = json!(exact);
        }
        object["unit"] = json!(self.unit);
        object["text"] = json!(self.text);
        object["lang"] = json!(self.language);
        object["inputs"] = Json::Object(inputs);
        self.derived.json(&mut object);
        object
    }
}
