//! Tables of computed numbers: expressions over the rows of a dataset or over scenarios, all of them or the worst.

use std::cmp::Reverse;

use serde::Serialize;

use super::arguments::{Clauses, Piece, missing};
use super::ask::{self, Asked, Situation, chained};
use super::{Cell, Head, Row, Table, arguments, message, named};
use crate::diagnostic::Span;
use crate::edition::body::Pen;
use crate::edition::shortcode::{Drawn, Shortcode, draw_template};
use crate::formula::rational::Rational;
use crate::formula::tree::{Type, Value};

/// How they are written.
const TABLE_EXAMPLE: &str = "{% table peak, measured.peak over measured %}";
const WORST_EXAMPLE: &str = "{% worst 10 abs(peak / measured.peak - 1) : percent .2 over measured show peak, measured.peak %}";

/// What `charts/table.html` sees.
#[derive(Serialize)]
struct Data {
    id: String,
    table: Table,
}

/// The rows of a table before they are drawn: in which situation, with which values.
pub(super) struct Grid {
    pub(super) rows: Vec<(Situation, Vec<Value>, Vec<String>)>,
}

impl Grid {
    /// Asks every expression in every situation.
    pub(super) fn ask(pen: &mut Pen<'_, '_>, situations: Vec<Situation>, columns: &[Asked]) -> Option<Grid> {
        let mut rows = Vec::with_capacity(situations.len());
        for situation in situations {
            let mut values = Vec::with_capacity(columns.len());
            let mut cells = Vec::with_capacity(columns.len());
            for column in columns {
                let expression = chained(pen, &column.expression, &situation.links, &[]);
                let (value, html) = ask::shown(pen, &expression, &column.format)?;
                cells.push(html);
                values.push(value);
            }
            rows.push((situation, values, cells));
        }
        Some(Grid { rows })
    }

    /// The grid as a table; `first` is the title of the column of names.
    pub(super) fn table(self, first: String, columns: &[Asked], caption: String) -> Table {
        let numbers = |column: &Asked| matches!(column.expression.tree.ty, Type::Number(_) | Type::Range(_));
        let mut head = vec![Head::text(first)];
        head.extend(columns.iter().map(|column| Head { name: column.name.clone(), end: numbers(column) }));
        let rows = self.rows.into_iter().map(|(situation, _, cells)| Row {
            name: named(&situation.name, situation.href.as_deref()),
            cells: cells.into_iter().map(Cell::from).collect(),
            sum: false,
        });
        Table { caption, head, rows: rows.collect() }
    }
}

/// The situations of `over DATASET` or `across SCENARIO, …`, and what they are called.
fn situations(pen: &mut Pen<'_, '_>, clauses: &Clauses<'_>, example: &str) -> Option<(Vec<Situation>, String)> {
    match (clauses.get("over"), clauses.get("across")) {
        (Some(over), None) => {
            let id = ask::dataset(pen, over)?;
            Some((ask::rows(pen, id), message(pen, "chart-row", &[])))
        }
        (None, Some(across)) => across_names(pen, across, example),
        (Some(_), Some(both)) => {
            pen.diagnostics.push(missing(both.span, "a table has either `over` or `across`", example));
            None
        }
        (None, None) => {
            pen.diagnostics.push(missing(clauses.head.span, "`over DATASET` or `across SCENARIO, …` is missing", example));
            None
        }
    }
}

/// Scenarios, the values of an input, or what the rows of a dataset set, with the title of their column.
pub(super) fn across_names(pen: &mut Pen<'_, '_>, piece: Piece<'_>, example: &str) -> Option<(Vec<Situation>, String)> {
    if ask::is_input(pen, piece) {
        let input = ask::input(pen, piece.head())?;
        return Some((ask::values(pen, piece, example)?, ask::input_name(pen, input)));
    }
    if ask::is_dataset(pen, piece) {
        let (situations, input) = ask::settings(pen, piece)?;
        return Some((situations, input.map_or_else(|| message(pen, "chart-row", &[]), |input| ask::input_name(pen, input))));
    }
    Some((ask::scenarios(pen, piece)?, message(pen, "theme-scenario", &[])))
}

/// `{% table … %}`.
pub(in crate::edition) const TABLE: Shortcode = Shortcode {
    name: "table",
    arguments: "EXPRESSION, … over DATASET | across SITUATIONS",
    doc: "Expressions in every row of a dataset, in scenarios, or for values of an input.",
    example: TABLE_EXAMPLE,
    draw: table,
};

fn table(pen: &mut Pen<'_, '_>, span: Span) -> Drawn {
    let clauses = Clauses::read(arguments(pen, span), &["over", "across"], &mut pen.diagnostics)?;
    let columns = Asked::list(pen, clauses.head, TABLE_EXAMPLE)?;
    let (situations, first) = situations(pen, &clauses, TABLE_EXAMPLE)?;
    let grid = Grid::ask(pen, situations, &columns)?;
    let names: Vec<&str> = columns.iter().map(|column| column.name.text.as_str()).collect();
    let caption = names.join(&message(pen, "chart-comma", &[]));
    draw(pen, grid.table(first, &columns, caption))
}

/// `{% worst … %}`.
pub(in crate::edition) const WORST: Shortcode = Shortcode {
    name: "worst",
    arguments: "N EXPRESSION over DATASET | across SITUATIONS [show EXPRESSION, …]",
    doc: "The N rows with the greatest values, the greatest first.",
    example: WORST_EXAMPLE,
    draw: worst,
};

fn worst(pen: &mut Pen<'_, '_>, span: Span) -> Drawn {
    let clauses = Clauses::read(arguments(pen, span), &["over", "across", "show"], &mut pen.diagnostics)?;
    let Some(count) = clauses.head.head().text.parse::<usize>().ok().filter(|count| *count > 0) else {
        pen.diagnostics.push(missing(clauses.head.head().span, "`worst` begins with how many rows", WORST_EXAMPLE));
        return None;
    };
    let measure = Asked::read(pen, clauses.head.tail(), WORST_EXAMPLE)?;
    let mut columns = match clauses.get("show") {
        Some(piece) => Asked::list(pen, piece, WORST_EXAMPLE)?,
        None => Vec::new(),
    };
    columns.push(measure);
    let (situations, first) = situations(pen, &clauses, WORST_EXAMPLE)?;
    let mut grid = Grid::ask(pen, situations, &columns)?;
    // Rows without a value are not judged; equals keep their order.
    let key = |values: &[Value]| match values.last() {
        Some(Value::Number(number)) => Some(number.clone()),
        _ => None,
    };
    grid.rows.retain(|(_, values, _)| key(values).is_some());
    let total = grid.rows.len();
    grid.rows.sort_by_key(|(_, values, _)| Reverse(key(values).unwrap_or(Rational::ZERO)));
    grid.rows.truncate(count);
    let shown = grid.rows.len().to_string();
    let name = columns.last().map_or("", |column| column.name.text.as_str());
    let caption = message(pen, "chart-worst", &[("count", &shown), ("total", &total.to_string()), ("name", name)]);
    draw(pen, grid.table(first, &columns, caption))
}

fn draw(pen: &mut Pen<'_, '_>, table: Table) -> Drawn {
    let id = format!("chart-{}", pen.insert + 1);
    draw_template(pen, "charts/table.html", Data { id, table })
}
