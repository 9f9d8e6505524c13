//! Messages: missing, unused, with other variables or plural classes than they should have.

use std::collections::{BTreeMap, BTreeSet};

use super::{Scope, warn};
use crate::diagnostic::{Diagnostics, SourceId, nearest};
use crate::formula::tree::Book;
use crate::locale::message_id;
use crate::locale::survey::{Facts, survey};
use crate::locale::table::Category;

/// The site's own messages: by language, then by file.
type Messages = BTreeMap<String, Vec<(SourceId, Vec<Facts>)>>;

fn messages(scope: &Scope<'_>) -> Messages {
    let mut found = Messages::new();
    for (language, file) in &scope.project.locales {
        if scope.draft.manuscript.config.languages.contains(language) {
            found.entry(language.clone()).or_default().push((*file, survey(&scope.project.sources, *file)));
        }
    }
    found
}

fn all(messages: &Messages, language: &str) -> Vec<Facts> {
    messages.get(language).into_iter().flatten().flat_map(|(_, facts)| facts.iter().cloned()).collect()
}

/// The ids that the formula book gives: those have rules of their own.
fn of_book(book: &Book) -> BTreeSet<String> {
    let ids = |kind: &'static str, names: Vec<&str>| names.into_iter().map(|name| message_id(kind, name)).collect::<Vec<_>>();
    let mut found: BTreeSet<String> = BTreeSet::new();
    found.extend(ids("formula", book.definitions.iter().map(|own| &*own.id).collect()));
    found.extend(ids("input", book.inputs.iter().map(|own| &*own.id).collect()));
    found.extend(ids("scenario", book.scenarios.iter().map(|own| &*own.id).collect()));
    found
}

/// Messages that one language has and another lacks.
pub(super) fn missing(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let messages = messages(scope);
    let manuscript = &scope.draft.manuscript;
    let of_book = of_book(&manuscript.book);
    let mut reported: BTreeSet<(String, String)> = BTreeSet::new();
    let sources = &scope.project.sources;
    let order = std::iter::once(&manuscript.config.source_language).chain(&manuscript.config.languages);
    for having in order {
        for (file, facts) in messages.get(having).into_iter().flatten() {
            let name = sources.get(*file).path.rsplit('/').next().unwrap_or_default();
            for (index, fact) in facts.iter().enumerate().filter(|(_, fact)| !of_book.contains(&fact.id)) {
                for language in &manuscript.languages {
                    let lacking = &language.folder;
                    if lacking == having || language.locale.has(&fact.id) || !reported.insert((lacking.clone(), fact.id.clone()))
                    {
                        continue;
                    }
                    // Where it would stand: beside a message that both have.
                    let theirs = all(&messages, lacking);
                    let known = |fact: &Facts| theirs.iter().find(|other| other.id == fact.id);
                    let neighbour = facts[..index].iter().rev().chain(&facts[index..]).find_map(known);
                    let message = format!("the message `{}` is not there in `{lacking}`", fact.id);
                    let Some(own) = fact.at else { continue };
                    let fault = match neighbour.and_then(|fact| fact.at) {
                        Some(at) => warn("missing-message", at, message).note("beside this").also(own, format!("in `{having}`")),
                        None => warn("missing-message", own, message),
                    };
                    diagnostics.push(fault.help(format!("write it in `locales/{lacking}/{name}`")));
                }
            }
        }
    }
}

/// Messages that nothing asks for.
pub(super) fn unused(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let manuscript = &scope.draft.manuscript;
    let book = &manuscript.book;
    let of_book = of_book(book);
    let templates: Vec<&str> =
        scope.project.templates.iter().map(|(_, file)| scope.project.sources.get(*file).text.as_str()).collect();
    let embedded = |id: &str| manuscript.languages.iter().any(|language| language.locale.is_embedded(id));
    for files in messages(scope).values() {
        let refers: BTreeSet<&String> = files.iter().flat_map(|(_, facts)| facts).flat_map(|fact| &fact.refers).collect();
        for (_, facts) in files {
            for fact in facts.iter().filter(|fact| !fact.id.starts_with('-')) {
                let asked =
                    of_book.contains(&fact.id) || refers.contains(&fact.id) || is_asked(scope, &fact.id) || embedded(&fact.id);
                let quoted = [format!("\"{}\"", fact.id), format!("'{}'", fact.id)];
                let drawn = || templates.iter().any(|text| quoted.iter().any(|id| text.contains(id.as_str())));
                let Some(at) = fact.at.filter(|_| !asked && !drawn()) else { continue };
                let fault = warn("unused-message", at, format!("nothing asks for the message `{}`", fact.id));
                diagnostics.push(match nearest(&fact.id, of_book.iter().map(String::as_str)) {
                    Some(near) => fault.help(format!("take it away; or did you mean `{near}`?")),
                    None => fault.help("take it away"),
                });
            }
        }
    }
}

/// Ids of families that stand for something else than formulas, inputs and scenarios.
fn is_asked(scope: &Scope<'_>, id: &str) -> bool {
    let book = &scope.draft.manuscript.book;
    let named = |kind: &str, names: Vec<&str>| names.into_iter().any(|name| message_id(kind, name) == id);
    let stem = |file: &SourceId| {
        let path = &scope.project.sources.get(*file).path;
        path.rsplit('/').next().unwrap_or_default().trim_end_matches(".formula").to_string()
    };
    match id.split_once('-').map_or(id, |(family, _)| family) {
        "formula" => {
            let tapes = book.definitions.iter().filter_map(|own| match &own.body {
                crate::formula::tree::Body::Tape(tape) => Some(&tape.names),
                _ => None,
            });
            let readings = book.datasets.iter().flat_map(|dataset| &dataset.readings).map(|(name, _)| name);
            named("formula", tapes.flatten().chain(readings).map(|name| &**name).collect())
        }
        "unit" if id == "unit" => true,
        "unit" => {
            let names: Vec<&str> = book.units.names().collect();
            id["unit-".len()..]
                .split("-per-")
                .flat_map(|part| part.split('-'))
                .all(|part| names.iter().any(|name| part.trim_end_matches(|c: char| c.is_ascii_digit()) == *name))
        }
        "require" => named("require", book.requires.iter().map(|own| &*own.id).collect()),
        "choice" => {
            book.inputs.iter().any(|input| id.starts_with(&format!("{}-", message_id("choice", &input.id))))
                || is_choice(book, id)
        }
        "book" => scope.project.formulas.iter().any(|file| format!("book-{}", stem(file)) == id),
        "term" | "holds" => true,
        _ => false,
    }
}

/// `choice-attention-flash`: a definition may be a choice as well.
fn is_choice(book: &Book, id: &str) -> bool {
    book.definitions.iter().any(|own| id.starts_with(&format!("{}-", message_id("choice", &own.id))))
}

/// `x_cat` belongs to `x`.
fn stem(variable: &str) -> &str {
    variable.strip_suffix("_cat").unwrap_or(variable)
}

/// Messages that ask for other variables than in the source language.
pub(super) fn variables(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let messages = messages(scope);
    let source = &scope.draft.manuscript.config.source_language;
    let originals: BTreeMap<String, Facts> = all(&messages, source).into_iter().map(|fact| (fact.id.clone(), fact)).collect();
    for language in messages.keys().filter(|language| *language != source) {
        for fact in all(&messages, language) {
            let Some(original) = originals.get(&fact.id) else { continue };
            let theirs: BTreeSet<&str> = original.variables.iter().map(|(name, _)| stem(name)).collect();
            let ours: BTreeSet<&str> = fact.variables.iter().map(|(name, _)| stem(name)).collect();
            let mut seen = BTreeSet::new();
            for (name, at) in fact.variables.iter().filter(|(name, _)| !theirs.contains(stem(name))) {
                if !seen.insert(stem(name)) {
                    continue;
                }
                let message = format!("`{}` asks for `${name}`, which it does not in `{source}`", fact.id);
                let fault = warn("message-variables", *at, message);
                let left = theirs.iter().filter(|other| !ours.contains(*other));
                diagnostics.push(match nearest(name, left.copied()) {
                    Some(near) => fault.help(format!("did you mean `${near}`?")),
                    None => fault.help("ask only for what the message is given"),
                });
            }
            let lacking: Vec<String> = theirs.difference(&ours).map(|name| format!("`${name}`")).collect();
            if let (Some(at), false, true) = (fact.at, lacking.is_empty(), seen.is_empty()) {
                let message = format!("`{}` says nothing of {}, which it does in `{source}`", fact.id, lacking.join(" and "));
                diagnostics.push(warn("message-variables", at, message).help("say it, or say why it is not needed"));
            }
        }
    }
}

/// Selections by plural class that are not those of the language.
pub(super) fn plurals(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let messages = messages(scope);
    for language in &scope.draft.manuscript.languages {
        let classes: Vec<&str> = language.locale.categories().map(Category::as_str).collect();
        for fact in all(&messages, &language.folder) {
            for select in fact.selects.iter().filter(|select| select.variable.ends_with("_cat")) {
                for (key, at) in select.keys.iter().filter(|(key, _)| !classes.contains(&key.as_str())) {
                    let message = format!("`{}` has no plural class `{key}`", language.locale.tag());
                    diagnostics.push(warn("plural-classes", *at, message).help(format!("its classes are {}", listed(&classes))));
                }
                let lacking: Vec<&str> =
                    classes.iter().copied().filter(|class| !select.keys.iter().any(|(key, _)| key == class)).collect();
                if !lacking.is_empty() && select.keys.iter().any(|(key, _)| classes.contains(&key.as_str())) {
                    let message = format!("`{}` needs the plural class {} as well", language.locale.tag(), listed(&lacking));
                    diagnostics.push(warn("plural-classes", select.at, message).help("write a variant for it"));
                }
            }
        }
    }
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
