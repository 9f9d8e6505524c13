//! Laws that hold for every definition of the site's book, in several of its scenarios.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use babacus::diagnostic::{Diagnostics, SourceId, Sources, Span};
use babacus::formula::eval::Evaluator;
use babacus::formula::notation::{Display, Notation};
use babacus::formula::rational::Rational;
use babacus::formula::steps::Stage;
use babacus::formula::tree::{Body, Book, Definition, Expr, Kind, Type, Value};
use babacus::formula::{expression, print, read};

use super::Plain;

/// Scenarios in which every definition is worked.
const SCENARIOS: [&str; 3] = ["d1", "d2_compiled", "gpt2_xl"];

/// Adds the files of a folder of the site, in the order of their names.
fn add(sources: &mut Sources, place: &str) -> Vec<SourceId> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
    let entries = fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    let text = |name: &String| fs::read_to_string(folder.join(name)).expect("a text");
    names.iter().map(|name| sources.add(format!("{place}/{name}"), text(name))).collect()
}

/// The site's own book.
fn book() -> Book {
    let mut sources = Sources::default();
    add(&mut sources, "content/data");
    let files = add(&mut sources, "content/formulas");
    let mut diagnostics = Diagnostics::default();
    let book = read(&sources, &files, &mut diagnostics);
    assert!(book.sound, "{}", diagnostics.render(&sources, false));
    book
}

/// What asks for a definition; `None` if it has parameters. A tape is asked for its highest point.
fn question(book: &Book, definition: &Definition) -> Option<Expr> {
    let text = match &definition.body {
        _ if !definition.parameters.is_empty() => return None,
        Body::Tape(_) => format!("highest({})", definition.id),
        _ => definition.id.to_string(),
    };
    parse(book, &text)
}

fn parse(book: &Book, text: &str) -> Option<Expr> {
    // Statistics are remembered by their place, so every text needs a place of its own.
    static NEXT: AtomicU32 = AtomicU32::new(1_000);
    let source = SourceId(NEXT.fetch_add(1, Ordering::Relaxed));
    expression(book, text, Span::new(source, 0..text.len()), &mut Diagnostics::default()).map(|read| read.tree)
}

/// Is the text XML: every element closed, every name and entity plain.
pub(super) fn well_formed(xml: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find(['<', '>', '&']) {
        let (_, after) = rest.split_at(at);
        if let Some(entity) = after.strip_prefix('&') {
            let end = entity.find(';').ok_or("an entity has no end")?;
            if !["amp", "lt", "gt", "quot"].contains(&&entity[..end]) {
                return Err(format!("entity {}", &entity[..end]));
            }
            rest = &entity[end..];
            continue;
        }
        let tag = after.strip_prefix('<').ok_or("a bare >")?;
        let end = tag.find('>').ok_or("a tag has no end")?;
        let (inside, name) = (&tag[..end], tag[..end].split(' ').next().unwrap_or(""));
        if inside.matches('"').count() % 2 != 0 || inside.contains("style=") {
            return Err(format!("<{inside}>"));
        }
        match name.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return Err(format!("</{name}> closes something else")),
            Some(_) => {}
            None => open.push(name),
        }
        rest = &tag[end + 1..];
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} stay open")) }
}

/// Children of elements that take an exact number of them.
pub(super) fn arity(xml: &str) -> Result<(), String> {
    const TAKES: [(&str, usize); 6] =
        [("mfrac", 2), ("msup", 2), ("msub", 2), ("munder", 2), ("munderover", 3), ("semantics", 2)];
    let mut open: Vec<(&str, usize)> = Vec::new();
    for tag in xml.split('<').skip(1) {
        let name = tag.split([' ', '>']).next().unwrap_or("");
        if name.starts_with('/') {
            let (name, count) = open.pop().ok_or("a tag closes nothing")?;
            if TAKES.iter().any(|(own, takes)| *own == name && *takes != count) {
                return Err(format!("<{name}> has {count} children"));
            }
        } else {
            if let Some((_, count)) = open.last_mut() {
                *count += 1;
            }
            open.push((name, 0));
        }
    }
    Ok(())
}

/// Does it hold values of choices or names, which no input beside them explains when it is read again.
fn has_words(expr: &Expr) -> bool {
    let mut found = false;
    expr.visit(&mut |expr| found |= matches!(expr.kind, Kind::Choice(_) | Kind::NameOf(_)));
    found
}

/// Calls `see` for every definition in every scenario.
fn every(see: &mut dyn FnMut(&mut Evaluator, &babacus::formula::eval::Environment, &Expr, &str)) {
    let book = book();
    let mut evaluator = Evaluator::new(&book, None);
    for scenario in SCENARIOS {
        let scenario_id = book.scenario(scenario).expect("a scenario of the book");
        let environment = evaluator.environment(Some(scenario_id), &[]).expect("a sound scenario");
        for definition in &book.definitions {
            if let Some(expr) = question(&book, definition) {
                see(&mut evaluator, &environment, &expr, &format!("{} in {scenario}", definition.id));
            }
        }
    }
}

#[test]
fn every_form_has_the_value() {
    let mut read_again = 0;
    every(&mut |evaluator, environment, expr, what| {
        let book = evaluator.book();
        let value = evaluator.value(environment, expr).expect("a value");
        let worked = evaluator.worked(environment, expr, 0).expect("a worked example");
        let step = &worked.steps[0];
        assert_eq!(step.value, value, "{what}");
        for form in &step.forms {
            let text = print::expression(book, &form.expr);
            assert_eq!(evaluator.value(environment, &form.expr).expect("a value"), value, "{what}: {text}");
            if has_words(&form.expr) || step.ty == Type::Name {
                continue;
            }
            let again = parse(book, &text).unwrap_or_else(|| panic!("{what}: `{text}` cannot be read again"));
            assert_eq!(print::expression(book, &again), text, "{what}");
            assert_eq!(evaluator.value(environment, &again).expect("a value"), value, "{what}: {text}");
            read_again += usize::from(matches!(form.stage, Stage::Numbers | Stage::Reduced));
        }
    });
    assert!(read_again > 200, "only {read_again} forms with numbers were read again");
}

#[test]
fn parts_add_up() {
    let mut counted = 0;
    every(&mut |evaluator, environment, expr, what| {
        let value = evaluator.value(environment, expr).expect("a value");
        let Some(breakdown) = evaluator.breakdown(environment, expr).expect("a breakdown") else { return };
        let sum = breakdown.parts.iter().fold(Rational::ZERO, |sum, part| sum.add(&part.amount));
        assert_eq!(Value::Number(sum), value, "{what}");
        assert_eq!(Value::Number(breakdown.total), value, "{what}");
        let shares =
            breakdown.parts.iter().filter_map(|part| part.share.clone()).fold(Rational::ZERO, |sum, share| sum.add(&share));
        assert!(shares == Rational::ONE || breakdown.parts.is_empty() || value == Value::Number(Rational::ZERO), "{what}");
        counted += 1;
    });
    assert!(counted > 60, "only {counted} definitions have parts");
}

#[test]
fn drawings_are_sound() {
    let tex = math_core::LatexToMathML::new(math_core::MathCoreConfig::default()).expect("a converter");
    every(&mut |evaluator, environment, expr, what| {
        let book = evaluator.book();
        let notation = Notation::new(book, &Plain);
        let worked = evaluator.worked(environment, expr, 9).expect("a worked example");
        let first = &worked.steps[0];
        let lines = notation.lines(first);
        let drawings = lines.iter().cloned().chain([notation.step(first)]);
        let definition = first.definition.and_then(|id| notation.definition(&book.definitions[id]));
        let reasons = first.reasons.iter().map(|reason| notation.reason(reason));
        for drawing in drawings.chain(definition).chain(reasons) {
            let mathml = drawing.mathml(Display::Block);
            well_formed(&mathml).and_then(|()| arity(&mathml)).unwrap_or_else(|fault| panic!("{what}: {fault}: {mathml}"));
            let source = drawing.tex();
            if let Err(fault) = tex.convert_with_local_state(&source, math_core::MathDisplay::Block) {
                panic!("{what}: {}: {source}", fault.error_message());
            }
        }
    });
}
