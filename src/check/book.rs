//! The formula book: what serves nothing, and what has no words.

use std::collections::BTreeSet;

use super::{Scope, warn};
use crate::diagnostic::{Diagnostics, Span};
use crate::formula::tree::{Body, Book, DefinitionId, Expr, InputId, Kind, Link, Provenance, Variable};
use crate::locale::message_id;
use crate::lock;

/// What is asked, directly or by what is asked.
struct Reached<'b> {
    book: &'b Book,
    definitions: BTreeSet<DefinitionId>,
    inputs: BTreeSet<InputId>,
}

impl<'b> Reached<'b> {
    /// From pages, expectations, requirements, scenarios, datasets.
    fn of(scope: &'b Scope<'_>) -> Reached<'b> {
        let book = &scope.draft.manuscript.book;
        let mut reached = Reached { book, definitions: BTreeSet::new(), inputs: BTreeSet::new() };
        let asked = (0..scope.draft.manuscript.pages.len())
            .map(|page| scope.shape(page))
            .flat_map(|shape| shape.numbers.iter().chain(&shape.code));
        let asked: BTreeSet<&str> = asked.map(|item| item.what.split(" across ").next().unwrap_or_default()).collect();
        for tree in asked.into_iter().filter_map(|text| lock::tree(book, text)) {
            reached.expr(&tree);
        }
        let conditions = book.expects.iter().map(|expect| &expect.condition);
        conditions.chain(book.requires.iter().map(|require| &require.condition)).for_each(|expr| reached.expr(expr));
        for (_, value) in book.scenarios.iter().flat_map(|scenario| &scenario.sets) {
            reached.expr(value);
        }
        reached
    }

    fn expr(&mut self, expr: &Expr) {
        expr.visit(&mut |node| self.node(node));
    }

    fn node(&mut self, node: &Expr) {
        match &node.kind {
            Kind::Input(id) => _ = self.inputs.insert(*id),
            Kind::Definition(id) | Kind::Call(id, _) | Kind::Lookup(id, _) | Kind::Tape(_, id, _) => self.definition(*id),
            Kind::NameOf(id) => {
                if let Some(id) = self.book.definitions.iter().position(|own| own.id == *id) {
                    self.definition(id);
                }
            }
            Kind::Chain(_, links) => links.iter().for_each(|link| {
                if let Link::Where(sets) = link {
                    self.inputs.extend(sets.iter().map(|(id, _)| *id));
                }
            }),
            Kind::Search(search) => {
                if let Variable::Input(id) = search.variable {
                    self.inputs.insert(id);
                }
            }
            _ => {}
        }
    }

    fn definition(&mut self, id: DefinitionId) {
        if self.definitions.insert(id) {
            let body = &self.book.definitions[id].body;
            body.visit(&mut |node| self.node(node));
            body.plays(&mut |play, _| self.definition(play.tape));
        }
    }
}

/// Formulas that nobody asks.
pub(super) fn unused_formulas(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let reached = Reached::of(scope);
    for (id, own) in reached.book.definitions.iter().enumerate() {
        if !reached.definitions.contains(&id) {
            let fault =
                warn("unused-formula", own.span, format!("`{}` serves no page, no other formula and no expectation", own.id));
            diagnostics.push(fault.help("show it, expect something of it, or take it away"));
        }
    }
}

/// Inputs that nothing depends on.
pub(super) fn unused_inputs(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let reached = Reached::of(scope);
    for (id, input) in reached.book.inputs.iter().enumerate() {
        if !reached.inputs.contains(&id) {
            let fault = warn("unused-input", input.span, format!("nothing depends on the input `{}`", input.id));
            diagnostics.push(fault.help("use it in a formula, or take it away"));
        }
    }
}

/// Formulas without a line for contributors.
pub(super) fn undocumented(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for own in &scope.draft.manuscript.book.definitions {
        if own.doc.trim().is_empty() {
            let fault = warn("undocumented-formula", own.span, format!("`{}` does not say what it is", own.id));
            diagnostics.push(fault.help("write a line `## …` above it"));
        }
    }
}

/// What readers see of the book, by family: the message's id and the place.
fn seen(book: &Book) -> Vec<(&'static str, String, Span)> {
    let definitions = book.definitions.iter().map(|own| ("formula", message_id("formula", &own.id), own.span));
    let inputs = book.inputs.iter().map(|own| ("input", message_id("input", &own.id), own.span));
    let scenarios = book.scenarios.iter().map(|own| ("scenario", message_id("scenario", &own.id), own.span));
    definitions.chain(inputs).chain(scenarios).collect()
}

/// Reports what some languages lack.
fn lacking(
    scope: &Scope<'_>,
    (code, what): (&'static str, &str),
    (id, at): (&str, Span),
    lacks: impl Fn(&crate::locale::Locale) -> bool,
    example: &str,
    diagnostics: &mut Diagnostics,
) {
    let languages = scope.draft.manuscript.languages.iter().filter(|language| lacks(&language.locale));
    let languages: Vec<String> = languages.map(|language| format!("`{}`", language.folder)).collect();
    if !languages.is_empty() {
        let name = scope.project.sources.slice(at);
        let message = format!("`{name}` has no {what} in {}", languages.join(", "));
        let folder = languages[0].trim_matches('`');
        let fault = warn(code, at, message).help(format!("write `{id} = …`{example} in `locales/{folder}/book.ftl`"));
        diagnostics.push(fault);
    }
}

/// Names, in every language.
pub(super) fn names(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for (_, id, at) in seen(&scope.draft.manuscript.book) {
        lacking(scope, ("missing-name", "name"), (&id, at), |locale| !locale.has(&id), "", diagnostics);
    }
}

/// Meanings, in every language.
pub(super) fn meanings(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for (family, id, at) in seen(&scope.draft.manuscript.book) {
        let lacks = |locale: &crate::locale::Locale| {
            locale.has(&id) && family != "scenario" && matches!(locale.attribute(&id, "meaning", &[]), Ok(None))
        };
        lacking(scope, ("missing-meaning", "meaning"), (&id, at), lacks, " with `.meaning = …`", diagnostics);
    }
}

/// Sources of what the book has not computed.
pub(super) fn sources(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for own in &scope.draft.manuscript.book.definitions {
        if own.source == Provenance::Computed || matches!(own.body, Body::Tape(_)) {
            continue;
        }
        let id = message_id("formula", &own.id);
        let lacks = |locale: &crate::locale::Locale| locale.has(&id) && matches!(locale.attribute(&id, "source", &[]), Ok(None));
        lacking(scope, ("missing-source", "source"), (&id, own.span), lacks, " with `.source = …`", diagnostics);
    }
}
