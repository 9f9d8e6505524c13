//! Compute: every distinct expression of all pages is read once and asked once per scenario, for all languages together.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Sources, Span};
use crate::formula::eval::Evaluator;
use crate::formula::tree::{Expr, Kind, ScenarioId, Value};
use crate::formula::{self, Expression};
use crate::markdown::{Insert, InsertKind};
use crate::site::Manuscript;

/// Index of an expression in [`Answers`].
type ExpressionId = usize;

/// What the pages ask, and what came out.
#[derive(Debug, Default)]
pub struct Answers {
    expressions: Vec<Expression>,
    values: Vec<(ExpressionId, Option<Value>)>,
    /// For each page and each of its inserts, an index in `values`.
    places: Vec<Vec<Option<usize>>>,
    /// What shortcodes asked while pages were written, by canonical form and scenario: the languages share it.
    asked: Mutex<HashMap<(String, Option<ScenarioId>), Value>>,
}

/// One answer: what was asked, and its value.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The expression.
    pub expression: &'a Expression,
    /// Its value.
    pub value: &'a Value,
}

impl Answers {
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
        let lock = || self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let question = (canonical, scenario);
        if let Some(known) = lock().get(&question) {
            return Ok(known.clone());
        }
        let value = compute()?;
        lock().insert(question, value.clone());
        Ok(value)
    }

    /// The answer to the `insert`-th insert of a page; `None` if it asks nothing, or had a fault.
    pub fn get(&self, page: usize, insert: usize) -> Option<Answer<'_>> {
        let (expression, value) = &self.values[(*self.places.get(page)?.get(insert)?)?];
        Some(Answer { expression: &self.expressions[*expression], value: value.as_ref()? })
    }
}

/// Reads and evaluates what all pages ask.
pub fn compute(sources: &Sources, manuscript: &Manuscript, diagnostics: &mut Diagnostics) -> Answers {
    let (texts, asked) = collect(sources, manuscript);
    let expressions = read(sources, manuscript, &texts, &asked, diagnostics);
    let mut answers = Answers::default();
    let mut kept: Vec<Option<ExpressionId>> = vec![None; texts.len()];
    for (text, expression) in expressions.into_iter().enumerate() {
        if let Some(expression) = expression {
            kept[text] = Some(answers.expressions.len());
            answers.expressions.push(expression);
        }
    }
    let mut questions: Vec<(ExpressionId, Option<ScenarioId>)> = Vec::new();
    let mut known: HashMap<(ExpressionId, Option<ScenarioId>), usize> = HashMap::new();
    for (page, asked) in manuscript.pages.iter().zip(&asked) {
        let place = |asked: &Option<(usize, Span)>| {
            let question = (kept[asked.as_ref()?.0]?, page.scenario);
            Some(*known.entry(question).or_insert_with(|| {
                questions.push(question);
                questions.len() - 1
            }))
        };
        answers.places.push(asked.iter().map(place).collect());
    }
    evaluate(manuscript, &mut answers, &questions, diagnostics);
    expectations(manuscript, diagnostics);
    answers
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
        let asked = |evaluator: &mut Evaluator<'_>, expr: &Expr| {
            let environment = evaluator.environment(None, &[])?;
            evaluator.value(&environment, expr)
        };
        match asked(&mut evaluator, &expect.condition) {
            Ok(Value::Flag(true)) => {}
            Ok(_) => {
                let mut failed = Diagnostic::warning("expect", expect.span, "this expectation does not hold");
                if let Kind::Binary(_, left, _) = &expect.condition.kind
                    && let Ok(value) = asked(&mut evaluator, left)
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

/// The distinct texts of all value inserts, and for each page and insert which of them it is, and where.
type Asked = Vec<Vec<Option<(usize, Span)>>>;

fn collect<'a>(sources: &'a Sources, manuscript: &Manuscript) -> (Vec<&'a str>, Asked) {
    let mut texts = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut of_insert = |insert: &Insert| {
        let InsertKind::Value { expression, .. } = insert.kind else { return None };
        let text = sources.slice(expression);
        let id = *known.entry(text).or_insert_with(|| {
            texts.push(text);
            texts.len() - 1
        });
        Some((id, expression))
    };
    let asked = manuscript.pages.iter().map(|page| page.inserts().map(&mut of_insert).collect()).collect();
    (texts, asked)
}

/// Reads each text once. A faulty one is read again wherever it stands, so that each place is reported.
fn read(
    sources: &Sources,
    manuscript: &Manuscript,
    texts: &[&str],
    asked: &Asked,
    diagnostics: &mut Diagnostics,
) -> Vec<Option<Expression>> {
    let mut first: Vec<Option<Span>> = vec![None; texts.len()];
    for (id, span) in asked.iter().flatten().flatten() {
        first[*id].get_or_insert(*span);
    }
    let places: Vec<(&str, Option<Span>)> = texts.iter().copied().zip(first).collect();
    let expressions: Vec<Option<Expression>> = places
        .par_iter()
        .map(|(text, span)| formula::expression(&manuscript.book, text, (*span)?, &mut Diagnostics::default()))
        .collect();
    for (id, span) in asked.iter().flatten().flatten() {
        if expressions[*id].is_none() {
            formula::expression(&manuscript.book, sources.slice(*span), *span, diagnostics);
        }
    }
    expressions
}

fn evaluate(
    manuscript: &Manuscript,
    answers: &mut Answers,
    questions: &[(ExpressionId, Option<ScenarioId>)],
    diagnostics: &mut Diagnostics,
) {
    if !manuscript.book.sound {
        // Its faults are reported, and nothing can be computed.
        answers.values = questions.iter().map(|(expression, _)| (*expression, None)).collect();
        return;
    }
    let ask = |evaluator: &mut Evaluator<'_>, (expression, scenario): (ExpressionId, Option<ScenarioId>)| {
        let environment = evaluator.environment(scenario, &[])?;
        evaluator.value(&environment, &answers.expressions[expression].tree)
    };
    let results: Vec<_> = questions
        .par_iter()
        .map_init(|| Evaluator::new(&manuscript.book, manuscript.scenario), |evaluator, question| ask(evaluator, *question))
        .collect();
    for ((expression, _), result) in questions.iter().zip(results) {
        let value = result.map_err(|fault| diagnostics.push(*fault)).ok();
        answers.values.push((*expression, value));
    }
}
