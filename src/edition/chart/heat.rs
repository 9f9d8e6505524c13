//! Heat maps: one expression in every combination of two lists of situations, a table whose cells are tinted.

use serde::Serialize;

use super::arguments::Clauses;
use super::ask::{self, Asked, Situation, chained};
use super::table::across_names;
use super::{Cell, Head, Row, Table, arguments, message, named};
use crate::diagnostic::Span;
use crate::edition::body::Pen;
use crate::edition::shortcode::{Drawn, draw_template};
use crate::formula::rational::Rational;
use crate::formula::tree::Value;

/// How it is written.
pub(in crate::edition) const EXAMPLE: &str =
    "{% heat largest batch_size in 1..1024 with on_card <= card across gpt2, gpt2_xl by card 8 GiB, 24 GiB, 80 GiB %}";
/// Tints, from the smallest values to the greatest.
const BANDS: usize = 5;

/// What `charts/heat.html` sees.
#[derive(Serialize)]
struct Data {
    id: String,
    table: Table,
    /// Titles of rows and columns.
    down: String,
    along: String,
    /// The least value of each tint.
    bands: Vec<Band>,
}

#[derive(Serialize)]
struct Band {
    band: usize,
    label: String,
}

pub(in crate::edition) fn heat(pen: &mut Pen<'_, '_>, span: Span) -> Drawn {
    let clauses = Clauses::read(arguments(pen, span), &["across", "by"], &mut pen.diagnostics)?;
    let asked = Asked::read(pen, clauses.head, EXAMPLE)?;
    let across = clauses.need("across", EXAMPLE, &mut pen.diagnostics)?;
    let (rows, down) = across_names(pen, across, EXAMPLE)?;
    let by = clauses.need("by", EXAMPLE, &mut pen.diagnostics)?;
    let (columns, along) = across_names(pen, by, EXAMPLE)?;
    let mut values: Vec<Vec<Option<Rational>>> = Vec::new();
    let mut cells: Vec<Vec<String>> = Vec::new();
    for row in &rows {
        let mut line = (Vec::new(), Vec::new());
        for column in &columns {
            let expression = chained(pen, &asked.expression, &row.links, &column.links);
            let value = ask::value_or_gap(pen, &expression.tree)?;
            line.1.push(ask::cell(pen, &expression, &value, &asked.format));
            line.0.push(if let Value::Number(number) = value { Some(number) } else { None });
        }
        values.push(line.0);
        cells.push(line.1);
    }
    let starts = bands(values.iter().flatten().flatten());
    let caption = message(pen, "chart-heat", &[("name", &asked.name.text), ("rows", &down), ("columns", &along)]);
    let label = |start: &Rational| {
        message(pen, "chart-from", &[("value", &ask::text(pen, start, &asked.expression.tree.ty, &asked.format))])
    };
    let bands = starts.iter().enumerate().map(|(band, start)| Band { band, label: label(start) }).collect();
    let table = Table { caption, head: head(&down, &columns), rows: body(&rows, &values, cells, &starts) };
    let id = format!("chart-{}", pen.insert + 1);
    draw_template(pen, "charts/heat.html", Data { id, table, down, along, bands })
}

fn head(down: &str, columns: &[Situation]) -> Vec<Head> {
    let titles = columns.iter().map(|column| Head::numbers(column.name.clone()));
    [Head::text(down.to_string())].into_iter().chain(titles).collect()
}

fn body(rows: &[Situation], values: &[Vec<Option<Rational>>], cells: Vec<Vec<String>>, starts: &[Rational]) -> Vec<Row> {
    let row = |((situation, values), cells): ((&Situation, &Vec<Option<Rational>>), Vec<String>)| Row {
        name: named(&situation.name, situation.href.as_deref()),
        cells: cells
            .into_iter()
            .zip(values)
            .map(|(html, value)| Cell { html, band: value.as_ref().map(|value| band(value, starts)) })
            .collect(),
        sum: false,
    };
    rows.iter().zip(values).zip(cells).map(row).collect()
}

/// The least value of each band: the distinct values, in order, are dealt out equally.
fn bands<'v>(values: impl Iterator<Item = &'v Rational>) -> Vec<Rational> {
    let mut distinct: Vec<Rational> = values.cloned().collect();
    distinct.sort();
    distinct.dedup();
    let count = distinct.len().min(BANDS);
    (0..count).map(|band| distinct[band * distinct.len() / count].clone()).collect()
}

fn band(value: &Rational, starts: &[Rational]) -> usize {
    starts.iter().rposition(|start| start <= value).unwrap_or(0)
}
