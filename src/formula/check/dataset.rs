//! Datasets: rows of a file, each with the inputs that it sets and what was read there. The doorway of `csv`.

use std::sync::Arc;

use super::expr::{Checker, Columns};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span, nearest};
use crate::formula::eval::Evaluator;
use crate::formula::rational::Rational;
use crate::formula::syntax::{Item, ItemKind, Node, Word};
use crate::formula::tree::{Book, Dataset, Entry, Expr, Id, Row, Type, Value};

/// Puts a dataset and its readings into the book; its rows follow when all inputs are known.
pub(super) fn register(book: &mut Book, item: &Item, readings: &[(Word, Node)], diagnostics: &mut Diagnostics) -> Entry {
    let id = book.datasets.len();
    book.datasets.push(Dataset {
        id: Arc::from(item.name.text.as_str()),
        rows: Vec::new(),
        readings: Vec::new(),
        inputs: Vec::new(),
        doc: item.doc.clone(),
        span: item.name.span,
    });
    for (index, (name, _)) in readings.iter().enumerate() {
        let full: Id = Arc::from(format!("{}.{}", item.name.text, name.text));
        match super::place(book, &full) {
            Some(other) => super::duplicate(&Word { text: full.to_string(), span: name.span }, other, diagnostics),
            None => {
                book.names.insert(full.clone(), Entry::Reading(id, index));
            }
        }
        book.datasets[id].readings.push((full, Type::pure()));
    }
    Entry::Dataset(id)
}

/// Reads the rows of all datasets.
pub(super) fn read(book: &mut Book, items: &[Item], sources: &Sources, diagnostics: &mut Diagnostics) {
    for item in items {
        let ItemKind::Dataset { file, sets, readings } = &item.kind else { continue };
        let Some(Entry::Dataset(id)) = book.names.get(item.name.text.as_str()).copied() else { continue };
        let path = format!("content/{}", file.text);
        let Some((source, text)) = sources.iter().find(|(_, source)| source.path == path) else {
            let diagnostic = Diagnostic::error("missing-file", file.span, format!("there is no file `{path}`"));
            let near =
                nearest(&path, sources.iter().map(|(_, source)| source.path.as_str()).filter(|path| path.ends_with(".csv")));
            diagnostics.push(match near.and_then(|near| near.strip_prefix("content/")) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`")).fix(file.span, format!("\"{near}\"")),
                None => diagnostic.help("the path begins in `content/`, for example `data/measured.csv`"),
            });
            give_up(book, id);
            continue;
        };
        let before = diagnostics.count();
        if let Some(table) = Table::read(source, &text.text, diagnostics) {
            rows(book, id, &table, (sets, readings), diagnostics);
        }
        if diagnostics.count() > before {
            give_up(book, id);
        }
    }
}

/// Nothing is known of a dataset with faults, so that nothing is reported of what asks it.
fn give_up(book: &mut Book, id: usize) {
    let dataset = &book.datasets[id];
    let names: Vec<String> =
        dataset.readings.iter().map(|(name, _)| name).chain([&dataset.id]).map(ToString::to_string).collect();
    for name in names {
        book.names.remove(name.as_str());
        book.broken.insert(name);
    }
}

/// A file of comma-separated values.
struct Table {
    header: Vec<String>,
    records: Vec<(Vec<String>, Span)>,
}

impl Table {
    fn read(source: SourceId, text: &str, diagnostics: &mut Diagnostics) -> Option<Table> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let header = match reader.headers() {
            Ok(header) => header.iter().map(str::to_string).collect(),
            Err(error) => return broken(source, text, &error, diagnostics),
        };
        let mut records = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let start = record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
                    let line = line_at(text, start);
                    records.push((record.iter().map(str::to_string).collect(), Span::new(source, line)));
                }
                Err(error) => return broken(source, text, &error, diagnostics),
            }
        }
        Some(Table { header, records })
    }
}

/// The line that a byte belongs to, skipping line ends before it.
fn line_at(text: &str, at: usize) -> std::ops::Range<usize> {
    let start = at + text.get(at..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
    let length = text.get(start..).map_or(0, |rest| rest.find(['\r', '\n']).unwrap_or(rest.len()));
    start..start + length
}

fn broken(source: SourceId, text: &str, error: &csv::Error, diagnostics: &mut Diagnostics) -> Option<Table> {
    let at = error.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("this row has {len} cells, and the first line {expected_len}")
        }
        _ => "this row cannot be read".to_string(),
    };
    diagnostics.push(
        Diagnostic::error("dataset", Span::new(source, line_at(text, at)), message)
            .help("every row has a cell for each column of the first line"),
    );
    None
}

type Columned<'n> = (&'n [(Word, Node)], &'n [(Word, Node)]);

fn rows(book: &mut Book, id: usize, table: &Table, (sets, readings): Columned, diagnostics: &mut Diagnostics) {
    let mut checker = Checker::new(book, diagnostics);
    checker.columns = Some(Columns { header: table.header.clone(), used: Vec::new() });
    let sets = checker.overrides(sets);
    let readings: Option<Vec<Expr>> =
        readings.iter().map(|(_, node)| checker.infer(node)).collect::<Vec<_>>().into_iter().collect();
    let used = checker.columns.take().map(|columns| columns.used).unwrap_or_default();
    let (Some(sets), Some(readings)) = (sets, readings) else { return };
    for expr in sets.iter().map(|(_, expr)| expr).chain(&readings) {
        if let Some(asking) = crate::formula::inputs::first_asking(expr) {
            let message = "a dataset's columns ask for nothing else of the book";
            diagnostics.push(Diagnostic::error("dataset", asking.span, message).help("compute from `column NAME` and literals"));
            return;
        }
    }
    let mut read = Vec::with_capacity(table.records.len());
    for (cells, span) in &table.records {
        let frame: Option<Vec<Value>> =
            used.iter().map(|(index, ty)| cell(&table.header[*index], &cells[*index], ty, *span, diagnostics)).collect();
        let Some(frame) = frame else { continue };
        match Evaluator::new(book, None).read_row(&frame, &sets, &readings) {
            Ok((inputs, readings)) => {
                read.push(Row { name: Arc::from(cells.first().map_or("", String::as_str)), inputs, readings, span: *span })
            }
            Err(mut fault) => {
                fault.labels.push((*span, "in this row".to_string()));
                diagnostics.push(*fault);
            }
        }
    }
    let dataset = &mut book.datasets[id];
    dataset.rows = read;
    dataset.inputs = sets.iter().map(|(input, _)| *input).collect();
    for ((_, ty), expr) in dataset.readings.iter_mut().zip(&readings) {
        *ty = expr.ty.clone();
    }
}

/// A cell's text as a value of the type that its place wants.
fn cell(column: &str, text: &str, ty: &Type, row: Span, diagnostics: &mut Diagnostics) -> Option<Value> {
    if text.is_empty() {
        return Some(Value::None);
    }
    let value = match ty {
        Type::Flag => match text {
            "0" | "false" => Some(Value::Flag(false)),
            "1" | "true" => Some(Value::Flag(true)),
            _ => None,
        },
        Type::Choice(values) => values.iter().find(|value| ***value == *text).map(|value| Value::Choice(value.clone())),
        Type::Number(_) => Rational::parse(text).map(Value::Number),
        _ => None,
    };
    if value.is_none() {
        let wanted = match ty {
            Type::Number(_) => "a number".to_string(),
            other => super::unit::describe(other),
        };
        let message = format!("the cell `{text}` of the column `{column}` is not {wanted}");
        diagnostics.push(Diagnostic::error("dataset", row, message).help("mend the cell, or leave it empty for `none`"));
    }
    value
}
