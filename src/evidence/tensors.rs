//! Name that tensor: which of the book's requests has the size that a message shows.
//!
//! The candidates are the arms of the definition `request.largest`, in its order; `request.rounded` says what a size
//! reads in a message.

use serde_json::{Value as Json, json};

use super::oom::Quantity;
use super::report::bytes;
use super::{Asker, Section};
use crate::diagnostic::{Diagnostics, Span};
use crate::formula;
use crate::formula::eval::Environment;
use crate::formula::rational::Rational;
use crate::formula::tree::{Body, Builtin, Entry, Expr, Kind, Value};

/// The definition whose arms are the candidates.
const CANDIDATES: &str = "request.largest";
/// What a request reads in a message, and what it read before PyTorch 1.1.
const ROUNDED: [&str; 2] = ["request.rounded", "request.rounded_before"];
/// The input that is searched, and how far.
const SEARCHED: &str = "batch_size";
const BATCHES: i128 = 128;
/// Rounding adds at most this many bytes: what is farther off need not be rounded.
const REACH: i128 = 20 << 20;
/// More batches than these that fit one tensor are told as a range: small requests say little.
const MANY: usize = 4;
/// Lines that people are shown.
const SHOWN: usize = 14;

/// How a size was rounded before it was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rounding {
    /// As today.
    Now,
    /// The message is old enough for either rule.
    Either,
}

/// A tensor that fits.
#[derive(Debug, Clone)]
pub(super) struct Match {
    definition: String,
    size: Rational,
    /// The batch size, if the config's own does not give this size; the last of several in a row, and its size.
    batch: Option<i128>,
    last: Option<(i128, Rational)>,
}

/// All candidates that fit, in the order of the list; other batch sizes are tried where the config's own gives none, or
/// where there is no config.
pub(super) fn find(asker: &mut Asker<'_, '_>, tried: &Quantity, rounding: Rounding, config: bool) -> Vec<Match> {
    let book = asker.book();
    let Some(Entry::Definition(list)) = book.names.get(CANDIDATES) else { return Vec::new() };
    let Body::Formula(Expr { kind: Kind::Builtin(Builtin::Max, arms), .. }) = &book.definitions[*list].body else {
        return Vec::new();
    };
    let rules = match rounding {
        Rounding::Now => &ROUNDED[..1],
        Rounding::Either => &ROUNDED[..],
    };
    let mut found = Vec::new();
    if config {
        let environment = asker.environment.clone();
        found = at(asker, arms, tried, rules, &environment, None);
        if !found.is_empty() {
            return found;
        }
    }
    for batch in 1..=BATCHES {
        let text = format!("0 where {{ {SEARCHED} = {batch} }}");
        let Some(environment) = varied(asker, &text) else { continue };
        found.extend(at(asker, arms, tried, rules, &environment, Some(batch)));
    }
    settle(found, arms, asker)
}

/// The candidates that fit with these inputs.
fn at(
    asker: &mut Asker<'_, '_>,
    arms: &[Expr],
    tried: &Quantity,
    rules: &[&str],
    environment: &Environment,
    batch: Option<i128>,
) -> Vec<Match> {
    let reach = Rational::from(REACH).add(&tried.tolerance).add(&tried.tolerance);
    let mut found = Vec::new();
    for arm in arms {
        let Kind::Definition(id) = arm.kind else { continue };
        let Ok(Value::Number(size)) = asker.evaluator.value(environment, arm) else { continue };
        let short = tried.value.sub(&size).add(&tried.tolerance);
        if size.is_zero() || size.is_negative() || short.is_negative() || short > reach {
            continue;
        }
        if rules.iter().any(|rule| rounded(asker, rule, &size).is_some_and(|rounded| tried.shows(&rounded))) {
            found.push(Match { definition: asker.book().definitions[id].id.to_string(), size, batch, last: None });
        }
    }
    found
}

/// What a size reads in a message.
fn rounded(asker: &mut Asker<'_, '_>, rule: &str, size: &Rational) -> Option<Rational> {
    match asker.ask(&format!("{rule}({} B)", size.written().0))? {
        (Value::Number(rounded), _) => Some(rounded),
        _ => None,
    }
}

fn varied(asker: &mut Asker<'_, '_>, text: &str) -> Option<Environment> {
    let source = asker.sources.add("<evidence>", text);
    let span = Span::new(source, 0..text.len());
    let read = formula::expression(asker.book(), text, span, &mut Diagnostics::default())?;
    let Kind::Chain(_, links) = &read.tree.kind else { return None };
    asker.evaluator.chained(&asker.environment, links, span).ok()
}

/// Sorts by the list, then by batch; what fits whatever the batch, or many batches, stands once.
fn settle(found: Vec<Match>, arms: &[Expr], asker: &Asker<'_, '_>) -> Vec<Match> {
    let mut settled = Vec::new();
    for arm in arms {
        let Kind::Definition(id) = arm.kind else { continue };
        let id = &*asker.book().definitions[id].id;
        let of: Vec<&Match> = found.iter().filter(|candidate| candidate.definition == id).collect();
        let sizes_differ = of.windows(2).any(|pair| pair[0].size != pair[1].size);
        match of.first() {
            Some(first) if !sizes_differ && of.len() > 1 => settled.push(Match { batch: None, ..(*first).clone() }),
            _ => of
                .chunk_by(|a, b| a.batch.zip(b.batch).is_some_and(|(a, b)| a + 1 == b))
                .for_each(|run| settled.extend(told(run))),
        }
    }
    settled
}

/// Batches in a row: one by one, or as a range if there are many.
fn told(run: &[&Match]) -> Vec<Match> {
    match (run.first(), run.last()) {
        (Some(first), Some(Match { batch: Some(batch), size, .. })) if run.len() > MANY => {
            vec![Match { last: Some((*batch, size.clone())), ..(*first).clone() }]
        }
        _ => run.iter().map(|candidate| (*candidate).clone()).collect(),
    }
}

/// Lists the matches for people, all of them for programs.
pub(super) fn tell(asker: &Asker<'_, '_>, section: &mut Section, found: &[Match]) -> Vec<Json> {
    let locale = asker.locale;
    section.heading(locale, if found.is_empty() { "oom-no-tensor" } else { "oom-tensors" });
    let mut listed = Vec::new();
    for (place, candidate) in found.iter().enumerate() {
        let name = locale.name(&candidate.definition);
        let mut size = bytes(locale, &candidate.size).text;
        let mut batches = candidate.batch.map(|batch| batch.to_string());
        if let (Some((last, largest)), Some(batch)) = (&candidate.last, candidate.batch) {
            size = format!("{size} … {}", bytes(locale, largest).text);
            batches = Some(format!("{batch}..{last}"));
        }
        let remark = batches.as_ref().map_or(String::new(), |batches| format!("{SEARCHED} = {batches}"));
        if place < SHOWN {
            section.pair(&size, &remark, &name);
        }
        let mut item =
            json!({ "definition": candidate.definition, "name": name, "value": candidate.size.written().0, "text": size });
        if let Some(batches) = batches {
            item["inputs"] = json!({ SEARCHED: batches });
        }
        listed.push(item);
    }
    if found.len() > SHOWN {
        let more = (found.len() - SHOWN).to_string();
        section.say(locale, "oom-more", &[("count", more.as_str().into())]);
    }
    listed
}
