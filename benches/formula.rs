//! How long the formula language takes: reading the site's book, all of it for one scenario, the peak for very many.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use babacus::diagnostic::{Diagnostics, SourceId, Sources, Span};
use babacus::formula;
use babacus::formula::eval::Evaluator;
use babacus::formula::rational::Rational;
use babacus::formula::tree::{Body, Book, Expr, Kind, Type, Value};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// The files of the site's book, and those of its datasets.
fn texts() -> (Sources, Vec<SourceId>) {
    let mut sources = Sources::default();
    let mut formulas = Vec::new();
    for folder in ["content/formulas", "content/data"] {
        let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("a folder");
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
        paths.sort();
        for path in paths {
            let name = format!("{folder}/{}", path.file_name().expect("a name").to_string_lossy());
            let id = sources.add(name, fs::read_to_string(&path).expect("UTF-8"));
            if folder == "content/formulas" {
                formulas.push(id);
            }
        }
    }
    (sources, formulas)
}

fn expression(book: &Book, sources: &mut Sources, text: &str) -> Expr {
    let id = sources.add("<expression>", text);
    let mut diagnostics = Diagnostics::default();
    formula::expression(book, text, Span::new(id, 0..text.len()), &mut diagnostics).expect("an expression of the book").tree
}

/// The configurations of the reference, as settings of inputs. They are eager, which asks nine moments and two tapes.
fn configurations(book: &Book) -> Vec<Vec<(usize, Value)>> {
    let table = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledger/blocks.tsv")).expect("rows");
    let mut lines = table.lines();
    let names: Vec<&str> = lines.next().expect("a header").split('\t').collect();
    let cell = |name: &str, cell: &str| {
        let input = book.input(name)?;
        Some((
            input,
            match &book.inputs[input].ty {
                Type::Flag => Value::Flag(cell == "true"),
                Type::Choice(_) => Value::Choice(cell.into()),
                _ => Value::Number(Rational::parse(cell)?),
            },
        ))
    };
    let row = |line: &str| {
        let mut sets: Vec<_> = names.iter().zip(line.split('\t')).filter_map(|(name, text)| cell(name, text)).collect();
        sets.extend(book.input("compile").map(|input| (input, Value::Flag(false))));
        sets
    };
    lines.map(row).collect()
}

/// Does it ask for rows of a dataset, itself or through others: that is many scenarios, not one.
fn asks_rows(book: &Book, id: usize) -> bool {
    let mut found = false;
    book.definitions[id].body.visit(&mut |expr| {
        found |= match &expr.kind {
            Kind::Over(_) | Kind::Reading(..) => true,
            Kind::Definition(id) | Kind::Call(id, _) => asks_rows(book, *id),
            _ => false,
        }
    });
    found
}

fn benches(criterion: &mut Criterion) {
    let (mut sources, files) = texts();
    let book = formula::read(&sources, &files, &mut Diagnostics::default());
    criterion.bench_function("book/read", |bencher| {
        bencher.iter(|| formula::read(black_box(&sources), &files, &mut Diagnostics::default()));
    });
    let names: Vec<String> = (book.definitions.iter().enumerate())
        .filter(|(id, definition)| definition.parameters.is_empty() && !asks_rows(&book, *id))
        .map(|(_, definition)| match definition.body {
            Body::Tape(_) => format!("highest({})", definition.id),
            _ => definition.id.to_string(),
        })
        .collect();
    let all: Vec<Expr> = names.iter().map(|name| expression(&book, &mut sources, name)).collect();
    let d1 = book.scenario("d1");
    criterion.bench_function("book/all_of_one_scenario", |bencher| {
        bencher.iter(|| {
            let mut evaluator = Evaluator::new(&book, None);
            let inputs = evaluator.environment(d1, &[]).expect("inputs that may be");
            all.iter().filter(|expr| evaluator.value(&inputs, expr).is_ok()).count()
        });
    });
    let peak = expression(&book, &mut sources, "peak");
    let configurations = configurations(&book);
    let mut group = criterion.benchmark_group("peak");
    group.sample_size(10).throughput(Throughput::Elements(configurations.len() as u64));
    group.bench_function("scenarios", |bencher| {
        bencher.iter(|| {
            let mut evaluator = Evaluator::new(&book, None);
            let mut found = 0;
            for sets in &configurations {
                let inputs = evaluator.environment(None, sets).expect("inputs that may be");
                found += usize::from(evaluator.value(&inputs, &peak).is_ok());
            }
            found
        });
    });
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
