//! Questions asked of the build and of the calculator.

use babacus::diagnostic::{Diagnostics, Sources, Span};
use babacus::formula::eval::Evaluator;
use babacus::formula::script::{Ask, Module, emit};
use babacus::formula::tree::{InputId, ScenarioId, Value};
use babacus::formula::{Expression, timeline};
use babacus::locale::{Format, Locale};
use serde_json::{Value as Json, json};

use super::engine::{Engine, LANGUAGES};
use crate::formula::Written;

/// Settings, and what is asked with them: an index of the asked expressions and a format.
pub(super) struct Question {
    pub(super) settings: Vec<(InputId, Value)>,
    pub(super) asks: Vec<(usize, &'static str)>,
}

/// A book, what is asked of it, and its calculator.
pub(super) struct Case {
    pub(super) written: Written,
    pub(super) asked: Vec<Expression>,
    pub(super) site: Option<ScenarioId>,
    pub(super) module: Module,
    /// A search leaves out ranges in which its condition cannot hold. The build's bounds are a little narrower, so that
    /// the calculator may meet a fault there that the build never sees: a fault, not a wrong value.
    pub(super) searches_may_fault: bool,
}

impl Case {
    /// Reads the expressions; those that are refused are left out.
    pub(super) fn new(mut written: Written, site: Option<&str>, texts: &[String]) -> Case {
        let asked: Vec<Expression> = texts.iter().filter_map(|text| written.expression(text)).collect();
        let site = site.and_then(|site| written.book.scenario(site));
        let asks: Vec<Ask> = asked.iter().map(|asked| Ask { expression: asked.clone(), breakdown: true }).collect();
        let module = emit(&written.book, site, &asks);
        Case { written, asked, site, module, searches_may_fault: false }
    }

    /// The calculator, in the languages that are compared.
    pub(super) fn engine(&self, locales: &[Locale]) -> Engine {
        Engine::new(&self.written.book, &self.module, locales)
    }

    /// Asks both; gives the differences, and how many answers were compared.
    pub(super) fn differences(&self, engine: &Engine, locales: &[Locale], questions: &[Question]) -> (Vec<String>, usize) {
        let asked: Vec<Json> = questions.iter().map(|question| self.as_json(question)).collect();
        let answers = engine.answer(&asked);
        let mut evaluator = Evaluator::new(&self.written.book, self.site);
        let mut differences = Vec::new();
        let mut compared = 0;
        for (question, answer) in questions.iter().zip(&answers) {
            let wanted = self.wanted(&mut evaluator, locales, question);
            compared += question.asks.len();
            if wanted == *answer {
                continue;
            }
            let settings = self.as_json(question)["settings"].clone();
            let (Some(wanted), Some(found)) = (wanted["answers"].as_array(), answer["answers"].as_array()) else {
                differences.push(format!("{settings}: {wanted} became {answer}"));
                continue;
            };
            for ((ask, format), (wanted, found)) in question.asks.iter().zip(wanted.iter().zip(found)) {
                // The build counts every node of a search, the calculator only what it computes: it may get further.
                let is_beyond = wanted["fault"] == "limit";
                let faults = self.searches_may_fault && found.get("fault").is_some();
                let is_search = self.asked[*ask].canonical.contains("est ");
                if wanted != found && !(is_search && (is_beyond || faults)) {
                    differences
                        .push(format!("{} : {format} with {settings}:\n  {wanted}\n  {found}", self.asked[*ask].canonical));
                }
            }
        }
        (differences, compared)
    }

    fn as_json(&self, question: &Question) -> Json {
        let settings = question.settings.iter().map(|(input, value)| {
            let (text, exact) = value.written();
            (self.written.book.inputs[*input].id.to_string(), Json::from(exact.unwrap_or(text)))
        });
        let asks: Vec<Json> = question.asks.iter().map(|(ask, format)| json!([self.asked[*ask].canonical, format])).collect();
        json!({ "settings": settings.collect::<serde_json::Map<_, _>>(), "asks": asks })
    }

    /// What the build says, as the driver would.
    fn wanted(&self, evaluator: &mut Evaluator<'_>, locales: &[Locale], question: &Question) -> Json {
        let environment = match evaluator.environment(None, &question.settings) {
            Ok(environment) => environment,
            Err(fault) => return json!({ "problem": fault.code }),
        };
        let answers = question.asks.iter().map(|(ask, format)| {
            let expression = &self.asked[*ask];
            let value = match evaluator.value(&environment, &expression.tree) {
                Ok(value) => value,
                Err(fault) => return json!({ "fault": fault.code }),
            };
            let (text, exact) = value.written();
            let shown = |locale: &Locale| {
                let shown = locale.number(&value, &expression.tree.ty, &Format::parse(format).expect("a format"));
                json!({ "text": shown.text, "category": shown.category.as_str(), "approximate": shown.approximate })
            };
            let texts: Vec<Json> = match locales {
                [] => vec![json!({ "text": text })],
                _ => locales.iter().map(shown).collect(),
            };
            match exact {
                Some(exact) => json!({ "value": text, "exact": exact, "texts": texts }),
                None => json!({ "value": text, "texts": texts }),
            }
        });
        json!({ "answers": answers.collect::<Vec<Json>>() })
    }
}

/// The site's own languages, with its messages.
pub(super) fn locales() -> Vec<Locale> {
    let folder = |language: &str| {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let files: Vec<_> = crate::formula::texts(&format!("locales/{language}"), "ftl")
            .into_iter()
            .map(|(path, text)| sources.add(path, text))
            .collect();
        Locale::new(language, &sources, &files, &mut diagnostics).expect("a language")
    };
    LANGUAGES.iter().map(|language| folder(language)).collect()
}

/// The question for a tape's timeline.
pub(super) fn tape(written: &mut Written, name: &str) -> Ask {
    let id = written.sources.add("<tape>", name);
    let at = Span::new(id, 0..name.len());
    Ask { expression: timeline(&written.book, name, at, &mut written.diagnostics).expect("a tape"), breakdown: false }
}

/// Random numbers that are the same in every run.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).expect("a small number")
    }

    pub(super) fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}
