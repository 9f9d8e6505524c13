//! Compute: every distinct expression is read once and asked once per scenario, for all pages and languages together.
//!
//! Answers outlive a build: as long as the book is the same, so are they.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, SourceId, Span};
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::formula::eval::Evaluator;
use crate::formula::tree::{Book, Expr, InputId, Kind, ScenarioId, Value};
use crate::formula::{self, Expression};
use crate::site::Manuscript;

/// Threads seldom meet in one of so many parts.
const SHARDS: usize = 16;

/// More expressions than a site has are remembered up to this number; then all are forgotten.
const KEPT: usize = 1 << 18;

/// What the pages ask, and what came out.
#[derive(Debug, Default)]
pub struct Answers {
    /// The book and the site's scenario.
    of: Fingerprint,
    hasher: RandomState,
    texts: [Mutex<HashMap<Box<str>, Entry>>; SHARDS],
    /// What shortcodes asked while pages were written, by canonical form and scenario: the languages share it.
    asked: Mutex<HashMap<(String, Option<ScenarioId>), Value>>,
    /// What the book expects of itself and does not hold.
    failed: Diagnostics,
}

/// An expression, and its values by scenario; `None` for what has a fault.
#[derive(Debug, Default)]
struct Entry {
    expression: Option<Arc<Expression>>,
    values: Vec<(Option<ScenarioId>, Option<Arc<Value>>)>,
    inputs: Vec<(Option<ScenarioId>, Arc<Inputs>)>,
}

/// The inputs that an answer depends on, with their values.
pub type Inputs = Vec<(InputId, Value)>;

/// One answer: what was asked, and its value.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The expression.
    pub expression: Arc<Expression>,
    /// Its value.
    pub value: Arc<Value>,
}

/// Where a question stands, and in which scenario it is asked.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The expression's text.
    pub text: &'a str,
    /// Where it stands.
    pub at: Span,
    /// The page's scenario.
    pub scenario: Option<ScenarioId>,
}

/// The answers of an earlier build if they still hold, else none yet; what the book expects of itself is asked.
pub fn compute(manuscript: &Manuscript, known: Option<Arc<Answers>>, diagnostics: &mut Diagnostics) -> Arc<Answers> {
    let of = Ingredients::new().part(manuscript.closures.whole).value(&manuscript.scenario).finish();
    let answers = known.filter(|known| known.of == of && known.count() < KEPT).unwrap_or_else(|| {
        let mut failed = Diagnostics::default();
        expectations(manuscript, &mut failed);
        Arc::new(Answers { of, failed, ..Answers::default() })
    });
    diagnostics.extend(answers.failed.clone());
    answers
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Answers {
    fn count(&self) -> usize {
        self.texts.iter().map(|shard| lock(shard).len()).sum::<usize>() + lock(&self.asked).len()
    }

    /// The answer to a question. One with a fault is read and asked again wherever it stands, so that each place is
    /// reported; `None` then, and where the book is not sound.
    pub fn ask(&self, evaluator: &mut Evaluator<'_>, question: Question<'_>, diagnostics: &mut Diagnostics) -> Option<Answer> {
        let book = evaluator.book();
        let expression = self.expression(book, question.text, question.at, diagnostics)?;
        if !book.sound {
            return None;
        }
        let Question { text, at, scenario } = question;
        let known = |entry: &Entry| entry.values.iter().find(|(own, _)| *own == scenario).map(|(_, value)| value.clone());
        let found = lock(self.shard(text)).get(text).and_then(known);
        let value = found.unwrap_or_else(|| {
            let value = evaluate(evaluator, scenario, &expression.tree).ok().map(Arc::new);
            if let Some(entry) = lock(self.shard(text)).get_mut(text) {
                entry.values.push((scenario, value.clone()));
            }
            value
        });
        if value.is_none() {
            let here = formula::expression(book, text, at, &mut Diagnostics::default())?;
            diagnostics.push(*evaluate(evaluator, scenario, &here.tree).err()?);
        }
        Some(Answer { expression, value: value? })
    }

    /// What a text of a page asks. Its spans are those of the place where it was read first.
    pub fn expression(&self, book: &Book, text: &str, at: Span, diagnostics: &mut Diagnostics) -> Option<Arc<Expression>> {
        let found = lock(self.shard(text)).get(text).map(|entry| entry.expression.clone());
        let expression = found.unwrap_or_else(|| {
            let read = formula::expression(book, text, at, &mut Diagnostics::default()).map(Arc::new);
            let mut shard = lock(self.shard(text));
            let entry = shard.entry(text.into()).or_insert_with(|| Entry { expression: read, ..Entry::default() });
            entry.expression.clone()
        });
        if expression.is_none() {
            formula::expression(book, text, at, diagnostics);
        }
        expression
    }

    /// What a sound text asks, and the inputs that its answer depends on.
    pub fn inputs(
        &self,
        evaluator: &mut Evaluator<'_>,
        text: &str,
        scenario: Option<ScenarioId>,
    ) -> Option<(Arc<Expression>, Arc<Inputs>)> {
        let nowhere = Span::new(SourceId(u32::MAX), 0..text.len());
        let expression = self.expression(evaluator.book(), text, nowhere, &mut Diagnostics::default())?;
        let known = |entry: &Entry| entry.inputs.iter().find(|(own, _)| *own == scenario).map(|(_, inputs)| inputs.clone());
        if let Some(inputs) = lock(self.shard(text)).get(text).and_then(known) {
            return Some((expression, inputs));
        }
        let environment = evaluator.environment(scenario, &[]).ok()?;
        let inputs = Arc::new(evaluator.resolved_inputs(&environment, &expression.tree).ok()?);
        if let Some(entry) = lock(self.shard(text)).get_mut(text) {
            entry.inputs.push((scenario, inputs.clone()));
        }
        Some((expression, inputs))
    }

    fn shard(&self, text: &str) -> &Mutex<HashMap<Box<str>, Entry>> {
        // Another part of the hash than the tables use.
        &self.texts[(self.hasher.hash_one(text) >> 32) as usize % SHARDS]
    }

    /// The value of an expression that a shortcode asks on a page with this scenario; `compute` gives it the first time.
    ///
    /// # Errors
    /// As `compute`; a fault is not remembered.
    pub fn shared<E>(
        &self,
        canonical: String,
        scenario: Option<ScenarioId>,
        compute: impl FnOnce() -> Result<Value, E>,
    ) -> Result<Value, E> {
        let question = (canonical, scenario);
        if let Some(known) = lock(&self.asked).get(&question) {
            return Ok(known.clone());
        }
        let value = compute()?;
        lock(&self.asked).insert(question, value.clone());
        Ok(value)
    }
}

fn evaluate(evaluator: &mut Evaluator<'_>, scenario: Option<ScenarioId>, tree: &Expr) -> Result<Value, Box<Diagnostic>> {
    let environment = evaluator.environment(scenario, &[])?;
    evaluator.value(&environment, tree)
}

/// Asks what the book expects of itself. What does not hold is a warning: the numbers are right by the formulas, but
/// no longer what their author meant.
fn expectations(manuscript: &Manuscript, diagnostics: &mut Diagnostics) {
    let book = &manuscript.book;
    if !book.sound {
        return;
    }
    let mut evaluator = Evaluator::new(book, manuscript.scenario);
    for expect in &book.expects {
        match evaluate(&mut evaluator, None, &expect.condition) {
            Ok(Value::Flag(true)) => {}
            Ok(_) => {
                let mut failed = Diagnostic::warning("expect", expect.span, "this expectation does not hold");
                if let Kind::Binary(_, left, _) = &expect.condition.kind
                    && let Ok(value) = evaluate(&mut evaluator, None, left)
                {
                    let unit = left.ty.unit();
                    let unit = if unit.is_empty() { unit } else { format!(" {unit}") };
                    failed = failed.note(format!("the left side is {}{unit}", value.written().0));
                }
                diagnostics.push(failed);
            }
            Err(fault) => diagnostics.push(Diagnostic { severity: Severity::Warning, ..*fault }),
        }
    }
}
