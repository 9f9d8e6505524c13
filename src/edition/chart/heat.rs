//! Heat maps: one expression in every combination of two lists of situations, a table whose cells are tinted.

use serde::Serialize;

use super::arguments::Clauses;
use super::ask::{self, Asked, Situation, chained};
use super::table::across_names;
use super::{Cell, Head, Row, Table, arguments, message, named};
use crate::diagnostic::Span;
use crate::edition::body::Pen;
use crate::edition::shortcode::{Drawn, Shortcode, draw_template};
use crate::formula::rational::Rational;
use crate::formula::tree::{Type, Value};

/// How it is written.
const EXAMPLE: &str =
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

/// `{% heat … %}`.
pub(in crate::edition) const HEAT: Shortcode = Shortcode {
    name: "heat",
    arguments: "EXPRESSION across SITUATIONS by SITUATIONS; SITUATIONS: SCENARIO, … | INPUT [VALUE, …] | INPUT from TABLE | DATASET [ROW, …]",
    doc: "A table of an expression in every combination, its cells tinted by their value.",
    example: EXAMPLE,
    draw: heat,
};

fn heat(pen: &mut Pen<'_, '_>, span: Span) -> Drawn {
    let clauses = Clauses::read(arguments(pen, span), &["across", "by"], &mut pen.diagnostics)?;
    let asked = Asked::read(pen, clauses.head, EXAMPLE)?;
    let across = clauses.need("across", EXAMPLE, &mut pen.diagnostics)?;
    let (rows, down) = across_names(pen, across, EXAMPLE)?;
    let by = clauses.need("by", EXAMPLE, &mut pen.diagnostics)?;
    let (columns, along) = across_names(pen, by, EXAMPLE)?;
    let mut values: Vec<Vec<Value>> = Vec::new();
    let mut cells: Vec<Vec<String>> = Vec::new();
    for row in &rows {
        let mut line = (Vec::new(), Vec::new());
        for column in &columns {
            let expression = chained(pen, &asked.expression, &row.links, &column.links);
            let (value, html) = ask::shown(pen, &expression, &asked.format)?;
            line.1.push(html);
            line.0.push(value);
        }
        values.push(line.0);
        cells.push(line.1);
    }
    let numbers = values.iter().flatten().filter_map(|value| if let Value::Number(number) = value { Some(number) } else { None });
    let starts = bands(numbers);
    let caption = message(pen, "chart-heat", &[("name", &asked.name.text), ("rows", &down), ("columns", &along)]);
    let label = |start: &Rational| {
        message(pen, "chart-from", &[("value", &ask::text(pen, start, &asked.expression.tree.ty, &asked.format))])
    };
    let bands = starts.iter().enumerate().map(|(band, start)| Band { band, label: label(start) }).collect();
    let table = Table {
        caption,
        head: head(&down, &columns),
        rows: body(&rows, &values, cells, |value| band(value, &starts, &asked.expression.tree.ty)),
    };
    let id = format!("chart-{}", pen.insert + 1);
    draw_template(pen, "charts/heat.html", Data { id, table, down, along, bands })
}

fn head(down: &str, columns: &[Situation]) -> Vec<Head> {
    let titles = columns.iter().map(|column| Head::numbers(column.name.clone()));
    [Head::text(down.to_string())].into_iter().chain(titles).collect()
}

fn body(rows: &[Situation], values: &[Vec<Value>], cells: Vec<Vec<String>>, band: impl Fn(&Value) -> Option<usize>) -> Vec<Row> {
    let row = |((situation, values), cells): ((&Situation, &Vec<Value>), Vec<String>)| Row {
        name: named(&situation.name, situation.href.as_deref()),
        cells: cells.into_iter().zip(values).map(|(html, value)| Cell { html, band: band(value) }).collect(),
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

/// The tint of a value; choices are tinted in the order in which they are declared, the first one darkest.
fn band(value: &Value, starts: &[Rational], ty: &Type) -> Option<usize> {
    match (value, ty) {
        (Value::Number(number), _) => Some(starts.iter().rposition(|start| start <= number).unwrap_or(0)),
        (Value::Flag(flag), _) => Some(if *flag { BANDS - 1 } else { 0 }),
        (Value::Choice(choice), Type::Choice(all)) => {
            let place = all.iter().position(|known| known == choice)?;
            Some((BANDS - 1) - place * (BANDS - 1) / (all.len() - 1).max(1))
        }
        _ => None,
    }
}
