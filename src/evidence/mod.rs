//! What a training run leaves behind: its config, its log, nvidia-smi's table, an out-of-memory message. Each is read,
//! set beside the book's estimate, and explained in the reader's language.
//!
//! ```text
//! config, card ──► inputs ──► environment ──► expressions, estimates
//! log, smi, oom ─► readings ─────────┴──────► comparisons
//! ```
//! What these texts look like is the business of `config`, `log`, `smi` and `oom`; what they are compared with are
//! definitions of the book, named in `ESTIMATES` and beside each phrase. A book without them gets no comparison.

mod card;
mod config;
mod log;
mod oom;
pub mod python;
mod report;
mod smi;
mod tensors;

pub use report::{Report, Section};

use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span};
use crate::formula;
use crate::formula::eval::{Environment, Evaluator};
use crate::formula::tree::{Book, Kind, ScenarioId, Type, Value};
use crate::locale::Locale;

/// What the summary of a config shows, as far as the book has it.
const ESTIMATES: [&str; 10] =
    ["params", "saved", "peak", "peak.moment", "on_card.low", "on_card", "on_card.high", "card", "verdict", "largest_batch"];

/// The name of a message that was given on the command line itself.
pub const TYPED: &str = "<--oom>";

/// A text to read, and the name under which messages speak of it.
#[derive(Debug, Clone)]
pub struct Text {
    /// The file's path, or a name in angle brackets.
    pub name: String,
    /// All of it.
    pub text: String,
}

/// What a call brings along.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// `--config`.
    pub config: Option<Text>,
    /// `--card`.
    pub card: Option<String>,
    /// `--log`.
    pub log: Option<Text>,
    /// `--smi`.
    pub smi: Option<Text>,
    /// `--oom`.
    pub oom: Option<Text>,
}

impl Given {
    /// Is there anything to report about.
    pub fn is_empty(&self) -> bool {
        self.config.is_none() && self.card.is_none() && self.log.is_none() && self.smi.is_none() && self.oom.is_none()
    }
}

/// Whose values are in force: the call's scenario and settings.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// `--in`.
    pub scenario: Option<&'a str>,
    /// `--set`, each `input=value`.
    pub sets: &'a [String],
    /// The scenario that the whole site starts from.
    pub site: Option<ScenarioId>,
    /// What else the call brings.
    pub given: &'a Given,
}

impl Call<'_> {
    /// Does the call itself set this input.
    fn sets(&self, input: &str) -> bool {
        self.sets.iter().any(|set| set.split_once('=').is_some_and(|(name, _)| name.trim() == input))
    }
}

/// The inputs that config and card set, as `--set` would, and what there is to say about them.
#[derive(Debug, Default)]
pub struct Prepared {
    /// `input=value`, for inputs that the call does not set itself.
    pub sets: Vec<String>,
    sections: Vec<Section>,
}

/// Something of the call does not fit: the diagnostics say what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// A text has faults.
    Text,
    /// The call names what does not exist, or leaves out what is needed.
    Call,
}

/// Reads config and card.
///
/// # Errors
/// Whose fault it is; the reasons are among the diagnostics.
pub fn prepare(
    sources: &mut Sources,
    book: &Book,
    locale: &Locale,
    call: Call<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Prepared, Refused> {
    let given = call.given;
    let mut prepared = Prepared::default();
    // A message alone is about nanoGPT as it comes, unless the call says what it is about.
    let bare = given.oom.is_some() && call.scenario.is_none();
    if let Some(text) = given.config.clone().or(bare.then(|| Text { name: "<defaults>".to_string(), text: String::new() })) {
        let mut read = config::read(sources, book, &text, given.config.is_some(), call, diagnostics)?;
        if given.card.is_some() {
            read.forget(book, card::INPUT);
        }
        if given.config.is_some() {
            prepared.sections.push(read.section(book, locale));
        }
        prepared.sets.extend(read.sets(book));
    }
    if let Some(name) = &given.card {
        let card = card::find(sources, book, name, diagnostics).ok_or(Refused::Call)?;
        if !call.sets(card::INPUT) {
            prepared.sets.retain(|set| !set.starts_with(&format!("{}=", card::INPUT)));
            prepared.sets.push(format!("{}={} B", card::INPUT, card.total));
        }
        prepared.sections.push(card.section(locale));
    }
    Ok(prepared)
}

/// Compares what was read with the book; a summary shows the estimates of a config or a card.
///
/// # Errors
/// As [`prepare`].
pub fn report(
    sources: &mut Sources,
    evaluator: &mut Evaluator<'_>,
    locale: &Locale,
    prepared: Prepared,
    call: Call<'_>,
    summary: bool,
    diagnostics: &mut Diagnostics,
) -> Result<Report, Refused> {
    let given = call.given;
    let mut sections = prepared.sections;
    let mut asker = Asker::new(sources, evaluator, call, locale, diagnostics).ok_or(Refused::Text)?;
    if summary && (given.config.is_some() || given.card.is_some()) {
        sections.push(report::estimates(&mut asker, &ESTIMATES));
    }
    if let Some(text) = &given.log {
        sections.push(log::section(&mut asker, text, diagnostics).ok_or(Refused::Text)?);
    }
    if let Some(text) = &given.smi {
        sections.push(smi::section(&mut asker, text, diagnostics).ok_or(Refused::Text)?);
    }
    if let Some(text) = &given.oom {
        sections.push(oom::section(&mut asker, text, given.config.is_some(), diagnostics)?);
    }
    Ok(Report { language: locale.folder().to_string(), sections })
}

/// Asks the book with the call's inputs.
struct Asker<'a, 'b> {
    sources: &'a mut Sources,
    evaluator: &'a mut Evaluator<'b>,
    environment: Environment,
    locale: &'a Locale,
}

impl<'a, 'b> Asker<'a, 'b> {
    fn new(
        sources: &'a mut Sources,
        evaluator: &'a mut Evaluator<'b>,
        call: Call<'_>,
        locale: &'a Locale,
        diagnostics: &mut Diagnostics,
    ) -> Option<Asker<'a, 'b>> {
        let base = evaluator.environment(None, &[]);
        let mut environment = base.map_err(|fault| diagnostics.push(*fault)).ok()?;
        let mut text = "0".to_string();
        if let Some(scenario) = call.scenario {
            text.push_str(&format!(" in {scenario}"));
        }
        if !call.sets.is_empty() {
            let sets: Vec<String> = call.sets.iter().map(|set| set.replacen('=', " = ", 1)).collect();
            text.push_str(&format!(" where {{ {} }}", sets.join(", ")));
        }
        let source = sources.add("<call>", text.clone());
        let span = Span::new(source, 0..text.len());
        let whole = formula::expression(evaluator.book(), &text, span, diagnostics)?;
        if let Kind::Chain(_, links) = &whole.tree.kind {
            let inside = evaluator.chained(&environment, links, span);
            environment = inside.map_err(|fault| diagnostics.push(*fault)).ok()?;
        }
        Some(Asker { sources, evaluator, environment, locale })
    }

    fn book(&self) -> &'b Book {
        self.evaluator.book()
    }

    /// A change of settings as the reader would write it: `compile = not compile` is `compile = true`.
    fn resolved(&mut self, change: &str) -> String {
        let settings = change.split(", ").map(|setting| match setting.split_once(" = not ") {
            Some((name, _)) => match self.ask(name) {
                Some((Value::Flag(flag), _)) => format!("{name} = {}", !flag),
                _ => setting.to_string(),
            },
            None => setting.to_string(),
        });
        settings.collect::<Vec<_>>().join(", ")
    }

    /// Value and type of a definition's expression, if the book has it and it has a value.
    fn ask(&mut self, text: &str) -> Option<(Value, Type)> {
        let source = self.sources.add("<evidence>", text);
        let mut faults = Diagnostics::default();
        let read = formula::expression(self.book(), text, Span::new(source, 0..text.len()), &mut faults)?;
        let value = self.evaluator.value(&self.environment, &read.tree).ok()?;
        Some((value, read.tree.ty))
    }
}

/// The scenario of this name.
fn scenario(book: &Book, name: &str) -> Option<ScenarioId> {
    book.scenarios.iter().position(|scenario| &*scenario.id == name)
}

/// A fault about a whole text.
fn unreadable(source: SourceId, message: &str, help: &str) -> Diagnostic {
    Diagnostic::error("unreadable-text", Span::new(source, 0..0), message).help(help)
}
