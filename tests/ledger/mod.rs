//! The formula book against the reference: 1,000 configurations, of which `blocks.tsv` holds what an independent
//! ledger gives, byte for byte.

use std::path::Path;

use babacus::diagnostic::{Diagnostics, SourceId, Sources, Span};
use babacus::formula::eval::{Environment, Evaluator};
use babacus::formula::rational::Rational;
use babacus::formula::tree::{Body, Book, Entry, Expr, InputId, Type, Value};

/// Columns that describe a run; their names are the book's inputs.
const INPUTS: usize = 13;
/// A column of the reference, and the expression that must equal it.
const CHECKS: [(&str, &str); 12] = [
    ("attention", "attention"),
    ("forward_highest", "highest(block_forward(not checkpointing, false))"),
    ("forward_left", "left(block_forward(not checkpointing, false))"),
    ("backward_highest", "highest(block_backward(gradient_accumulation_steps > 1))"),
    ("backward_left", "left(block_backward(gradient_accumulation_steps > 1))"),
    ("params", "params"),
    ("states", "states"),
    ("saved", "saved"),
    ("peak", "peak.eager"),
    ("moment", "winner(peak.eager)"),
    ("compiled_peak", "peak.compiled"),
    ("replay_peak", "highest(training_step)"),
];

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Adds the files of a folder of the site, in the order of their names.
fn add(sources: &mut Sources, place: &str) -> Result<Vec<SourceId>, String> {
    let entries = std::fs::read_dir(folder().join(place)).map_err(|error| error.to_string())?;
    let names = entries.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
    names.sort();
    let read = |name: &String| {
        let path = format!("{place}/{name}");
        let text = std::fs::read_to_string(folder().join(&path)).map_err(|error| error.to_string())?;
        Ok(sources.add(path, text))
    };
    names.iter().map(read).collect()
}

/// The site's own formula book.
fn book() -> Result<(Sources, Book), String> {
    let mut sources = Sources::default();
    add(&mut sources, "content/data")?;
    let files = add(&mut sources, "content/formulas")?;
    let mut diagnostics = Diagnostics::default();
    let book = babacus::formula::read(&sources, &files, &mut diagnostics);
    if diagnostics.is_empty() { Ok((sources, book)) } else { Err(diagnostics.render(&sources, false)) }
}

fn expression(book: &Book, sources: &mut Sources, text: &str) -> Result<Expr, String> {
    let source = sources.add("test", text);
    let mut diagnostics = Diagnostics::default();
    let read = babacus::formula::expression(book, text, Span::new(source, 0..text.len()), &mut diagnostics);
    read.map(|read| read.tree).ok_or_else(|| diagnostics.render(sources, false))
}

fn value(text: &str, ty: &Type) -> Result<Value, String> {
    Ok(match ty {
        Type::Flag => Value::Flag(text == "true"),
        Type::Choice(_) => Value::Choice(text.into()),
        _ => Value::Number(number(text).ok_or_else(|| format!("`{text}` is no number"))?),
    })
}

/// A decimal of one digit after the point at most.
fn number(text: &str) -> Option<Rational> {
    let (whole, tenths) = text.split_once('.').unwrap_or((text, "0"));
    Some(Rational::from(whole.parse::<i128>().ok()?).add(&Rational::from(tenths.parse::<i128>().ok()?).div(&Rational::from(10))?))
}

fn environment(evaluator: &mut Evaluator, names: &[&str], cells: &[&str]) -> Result<Environment, String> {
    let mut overrides: Vec<(InputId, Value)> = Vec::new();
    for (name, cell) in names.iter().zip(cells).take(INPUTS) {
        let book = evaluator.book();
        let Some(Entry::Input(input)) = book.names.get(*name) else { return Err(format!("`{name}` is no input")) };
        overrides.push((*input, value(cell, &book.inputs[*input].ty)?));
    }
    evaluator.environment(None, &overrides).map_err(|fault| format!("{fault:?}"))
}

#[test]
fn every_expectation_of_the_book_holds() -> Result<(), String> {
    let (sources, book) = book()?;
    let mut evaluator = Evaluator::new(&book, None);
    let environment = evaluator.environment(None, &[]).map_err(|fault| fault.plain(&sources))?;
    let mut wrong = Vec::new();
    for expect in &book.expects {
        match evaluator.value(&environment, &expect.condition) {
            Ok(Value::Flag(true)) => {}
            Ok(_) => wrong.push(sources.slice(expect.span).to_string()),
            Err(fault) => wrong.push(fault.plain(&sources)),
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

#[test]
fn every_definition_has_a_value() -> Result<(), String> {
    let (mut sources, book) = book()?;
    let mut evaluator = Evaluator::new(&book, None);
    let mut wrong = Vec::new();
    // One scenario for each way through the ledger: the searches among the definitions take their time.
    let ways = ["d1", "d1_manual", "d1_checkpointing", "d1_float32", "d2_compiled", "gpt2"];
    for scenario in (0..book.scenarios.len()).filter(|scenario| ways.contains(&&*book.scenarios[*scenario].id)) {
        let environment = evaluator.environment(Some(scenario), &[]).map_err(|fault| fault.plain(&sources))?;
        for definition in book.definitions.iter().filter(|definition| definition.parameters.is_empty()) {
            let text = if matches!(definition.body, Body::Tape(_)) {
                format!("highest({})", definition.id)
            } else {
                definition.id.to_string()
            };
            let tree = expression(&book, &mut sources, &text)?;
            if let Err(fault) = evaluator.value(&environment, &tree) {
                wrong.push(format!("{} in {}: {}", definition.id, book.scenarios[scenario].id, fault.plain(&sources)));
            }
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

#[test]
fn the_book_agrees_with_the_reference_byte_for_byte() -> Result<(), String> {
    let (mut sources, book) = book()?;
    let table = std::fs::read_to_string(folder().join("tests/ledger/blocks.tsv")).map_err(|error| error.to_string())?;
    let mut lines = table.lines();
    let names: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
    let mut checks = Vec::new();
    for (column, text) in CHECKS {
        let place = names.iter().position(|name| *name == column).ok_or_else(|| format!("no column `{column}`"))?;
        checks.push((place, text, expression(&book, &mut sources, text)?));
    }
    let mut evaluator = Evaluator::new(&book, None);
    let mut wrong = Vec::new();
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let environment = environment(&mut evaluator, &names, &cells)?;
        for (place, text, tree) in &checks {
            let given = evaluator.value(&environment, tree).map_err(|fault| fault.plain(&sources))?.written().0;
            let given = given.strip_prefix("moment.").unwrap_or(&given);
            let wanted = cells[*place].strip_suffix("-padded").unwrap_or(cells[*place]);
            if given != wanted {
                wrong.push(format!("{text}: {given}, the reference has {wanted}\n    {line}"));
            }
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!("{} differ\n{}", wrong.len(), wrong.iter().take(20).cloned().collect::<Vec<_>>().join("\n")))
    }
}

#[test]
fn everything_has_a_name_and_a_meaning_in_every_language() -> Result<(), String> {
    let (_, book) = book()?;
    let mut missing = Vec::new();
    for language in ["ja", "de", "zh", "fr"] {
        let mut text = String::new();
        for entry in std::fs::read_dir(folder().join("locales").join(language)).map_err(|error| error.to_string())? {
            let path = entry.map_err(|error| error.to_string())?.path();
            text.push_str(&std::fs::read_to_string(path).map_err(|error| error.to_string())?);
            text.push('\n');
        }
        let known = |message: &str| text.lines().any(|line| line.split(" =").next() == Some(message));
        let meant = |message: &str| {
            let mut lines = text.lines().skip_while(|line| line.split(" =").next() != Some(message));
            lines.nth(1).is_some_and(|line| line.starts_with("    .meaning = "))
        };
        let inputs = book.inputs.iter().map(|input| ("input", &input.id));
        let scenarios = book.scenarios.iter().map(|scenario| ("scenario", &scenario.id));
        let formulas = book.definitions.iter().map(|definition| ("formula", &definition.id));
        for (kind, id) in inputs.chain(scenarios).chain(formulas) {
            let message = format!("{kind}-{}", id.replace('.', "--"));
            if !meant(&message) {
                missing.push(format!("{language}: {message}"));
            }
        }
        let requires = book.requires.iter().map(|require| format!("require-{}", require.id));
        missing.extend(requires.filter(|message| !known(message)).map(|message| format!("{language}: {message}")));
    }
    if missing.is_empty() { Ok(()) } else { Err(missing.join("\n")) }
}
