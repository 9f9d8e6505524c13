//! Parity: what the editions of a page have in common. Each is compared with the one in the source language.
//!
//! Order, repetition, formats, paragraphs, external links and comments in code are free.

use std::collections::BTreeMap;

use super::shape::{Item, Shape};
use super::{Scope, warn};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::formula::eval::Evaluator;
use crate::formula::tree::{InputId, Value};
use crate::lock;
use crate::site::PageId;

/// What is compared, and how it is called.
struct Kind {
    code: &'static str,
    items: fn(&Shape) -> &[Item],
    /// Does it count how often a thing stands there.
    counted: bool,
    /// `show `, for "the source edition shows …".
    verb: &'static str,
}

const NUMBERS: Kind = Kind { code: "parity-number", items: |shape| &shape.numbers, counted: false, verb: "shows" };
const CODE: Kind = Kind { code: "parity-code", items: |shape| &shape.code, counted: false, verb: "computes in its code" };
const FIGURES: Kind = Kind { code: "parity-figure", items: |shape| &shape.figures, counted: true, verb: "draws" };
const TABLES: Kind = Kind { code: "parity-table", items: |shape| &shape.tables, counted: true, verb: "has" };
const LINKS: Kind = Kind { code: "parity-link", items: |shape| &shape.links, counted: false, verb: "leads to" };

pub(super) fn numbers(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    compare(scope, page, &NUMBERS, diagnostics);
}

pub(super) fn code(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    compare(scope, page, &CODE, diagnostics);
}

pub(super) fn figures(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    compare(scope, page, &FIGURES, diagnostics);
}

pub(super) fn tables(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    compare(scope, page, &TABLES, diagnostics);
}

pub(super) fn links(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    compare(scope, page, &LINKS, diagnostics);
}

/// The two editions that are compared, and what each is called.
struct Pair<'a, 's> {
    scope: &'s Scope<'a>,
    original: PageId,
    translation: PageId,
}

impl<'a> Pair<'a, '_> {
    fn language(&self, page: PageId) -> &'a str {
        &self.scope.language_of(page).folder
    }

    /// The things of a page that both editions should have.
    fn common(&self, page: PageId, items: fn(&Shape) -> &[Item]) -> Vec<&Item> {
        let (one, other) = (self.language(self.original), self.language(self.translation));
        let shape = self.scope.shape(page);
        items(shape).iter().filter(|item| self.scope.excuses.compares(item.at, one, other)).collect()
    }
}

fn compare(scope: &Scope<'_>, translation: PageId, kind: &Kind, diagnostics: &mut Diagnostics) {
    let Some(original) = scope.original(translation) else { return };
    let pair = Pair { scope, original, translation };
    let theirs = pair.common(original, kind.items);
    let ours = pair.common(translation, kind.items);
    let mut missing = unmatched(&pair, (original, &theirs), (translation, &ours), kind.counted);
    let mut extra = unmatched(&pair, (translation, &ours), (original, &theirs), kind.counted);
    // Things without a name may stand in another section.
    extra.retain(|item| {
        let moved = missing.iter().position(|other| is_nameless(item) && other.what == item.what);
        moved.map(|at| missing.remove(at)).is_none()
    });
    let page = |id: PageId| scope.page(id);
    if kind.code == NUMBERS.code && page(original).scenario != page(translation).scenario {
        differ_by_scenario(&pair, &theirs, &ours, &mut missing, &mut extra);
    }
    // One thing in place of another, in the same section: that is one fault.
    extra.retain(|item| {
        let section = section(scope.shape(translation), item.at);
        let partner = missing.iter().position(|other| self::section(scope.shape(original), other.at) == section);
        let Some(partner) = partner else { return true };
        let other = missing.remove(partner);
        let (own, source) = (pair.language(translation), pair.language(original));
        let message = format!("`{own}` {} `{}` where `{source}` has `{}`", kind.verb, item.what, other.what);
        diagnostics.push(excusable(warn(kind.code, item.at, message).also(other.at, format!("in `{source}`")), own));
        false
    });
    for item in extra {
        let (own, source) = (pair.language(translation), pair.language(original));
        let message = format!("`{own}` {} {}, and `{source}` does not", kind.verb, quoted(&item.what));
        diagnostics.push(excusable(warn(kind.code, item.at, message), own));
    }
    for item in missing {
        let (own, source) = (pair.language(translation), pair.language(original));
        let message = format!("`{source}` {} {}, and `{own}` does not", kind.verb, quoted(&item.what));
        let at = same_section(&pair, item.at);
        diagnostics.push(excusable(warn(kind.code, at, message).note("in this section").also(item.at, "here"), source));
    }
}

/// `a table`, `` `peak` ``.
fn quoted(what: &str) -> String {
    if what.starts_with("a ") { what.to_string() } else { format!("`{what}`") }
}

fn excusable(fault: Diagnostic, language: &str) -> Diagnostic {
    fault.help(format!(
        "make the editions equal, or say that this stands in one of them only: `{{# only: {language} … reason #}}`"
    ))
}

/// Is it one of many that are alike: a table, a picture.
fn is_nameless(item: &Item) -> bool {
    item.what.starts_with("a ")
}

/// The things of a page that have no partner in the other edition.
fn unmatched<'i>(
    pair: &Pair<'_, '_>,
    (page, items): (PageId, &[&'i Item]),
    (other_page, others): (PageId, &[&Item]),
    counted: bool,
) -> Vec<&'i Item> {
    let key = |page: PageId, item: &Item| {
        let within = if is_nameless(item) { section(pair.scope.shape(page), item.at) } else { None };
        (item.what.clone(), within.map(str::to_string))
    };
    let mut there: BTreeMap<_, usize> = BTreeMap::new();
    for other in others {
        *there.entry(key(other_page, other)).or_default() += 1;
    }
    let mut left = Vec::new();
    let mut seen: BTreeMap<_, usize> = BTreeMap::new();
    for item in items {
        let key = key(page, item);
        let partners = there.get(&key).copied().unwrap_or(0);
        let count = seen.entry(key).or_default();
        *count += 1;
        if if counted { *count > partners } else { partners == 0 && *count == 1 } {
            left.push(*item);
        }
    }
    left
}

/// The same expression in another scenario is another number, unless its inputs are the same.
fn differ_by_scenario<'i>(
    pair: &Pair<'_, '_>,
    theirs: &[&'i Item],
    ours: &[&'i Item],
    missing: &mut Vec<&'i Item>,
    extra: &mut Vec<&'i Item>,
) {
    let manuscript = &pair.scope.draft.manuscript;
    let mut evaluator = Evaluator::new(&manuscript.book, manuscript.scenario);
    let mut inputs = |page: PageId, what: &str| -> Option<Vec<(InputId, Value)>> {
        let tree = lock::tree(&manuscript.book, what.split(" across ").next().unwrap_or(what))?;
        let environment = evaluator.environment(manuscript.pages[page].scenario, &[]).ok()?;
        evaluator.resolved_inputs(&environment, &tree).ok()
    };
    let mut seen: Vec<&str> = Vec::new();
    for item in theirs {
        if seen.contains(&item.what.as_str()) {
            continue;
        }
        seen.push(&item.what);
        let Some(own) = ours.iter().find(|own| own.what == item.what) else { continue };
        if inputs(pair.original, &item.what) != inputs(pair.translation, &item.what) {
            missing.push(item);
            extra.push(own);
        }
    }
}

/// The headings' ids, in order.
pub(super) fn headings(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    let Some(original) = scope.original(page) else { return };
    let pair = Pair { scope, original, translation: page };
    let theirs = pair.common(original, |shape| &shape.headings);
    let ours = pair.common(page, |shape| &shape.headings);
    let (own, source) = (pair.language(page), pair.language(original));
    let missing = unmatched(&pair, (original, &theirs), (page, &ours), false);
    let extra = unmatched(&pair, (page, &ours), (original, &theirs), false);
    for item in &extra {
        let message = format!("`{own}` has the heading `#{}`, and `{source}` has not", item.what);
        diagnostics.push(excusable(warn("parity-heading", item.at, message), own));
    }
    for item in &missing {
        let message = format!("`{source}` has the heading `#{}`, and `{own}` has not", item.what);
        let at = same_section(&pair, item.at);
        let fault = warn("parity-heading", at, message).note("it would follow this").also(item.at, "here");
        diagnostics.push(excusable(fault, source));
    }
    if missing.is_empty() && extra.is_empty() {
        let swapped = ours.iter().zip(&theirs).find(|(own, other)| own.what != other.what);
        if let Some((item, other)) = swapped {
            let message = format!("the heading `#{}` stands where `{source}` has `#{}`", item.what, other.what);
            let fault = warn("parity-heading", item.at, message).also(other.at, format!("in `{source}`"));
            diagnostics.push(fault.help("put the sections in the same order"));
        }
    }
}

/// The id of the heading above a place.
fn section(shape: &Shape, at: Span) -> Option<&str> {
    shape.headings.iter().rev().find(|heading| heading.at.start < at.start).map(|heading| heading.what.as_str())
}

/// The heading of a translation that belongs to the section of a place in the original.
fn same_section(pair: &Pair<'_, '_>, at: Span) -> Span {
    let original = pair.scope.shape(pair.original);
    let own = pair.scope.shape(pair.translation);
    let above = original.headings.iter().rev().filter(|heading| heading.at.start < at.start);
    let found = above.filter_map(|heading| own.headings.iter().find(|own| own.what == heading.what)).next();
    found.map_or(Span::new(pair.scope.page(pair.translation).source, 0..0), |heading| heading.at)
}
