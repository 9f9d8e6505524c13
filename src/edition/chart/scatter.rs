//! Scatter plots: what is computed against what was measured, a mark for every row of a dataset.

use std::cmp::Reverse;

use serde::Serialize;

use super::arguments::Clauses;
use super::ask::{self, Asked, Situation, chained};
use super::axis::{Axis, Measure, before, from_top, percent};
use super::scale::Spread;
use super::table::Grid;
use super::{Entry, Figure, SERIES, arguments, message, sentences};
use crate::diagnostic::{Diagnostic, Span};
use crate::edition::body::Pen;
use crate::edition::shortcode::{Drawn, Shortcode};
use crate::formula::rational::Rational;
use crate::formula::tree::{Type, Value};
use crate::locale::Format;

/// How it is written.
const EXAMPLE: &str = "{% scatter peak against measured.peak over measured %}";
/// Most rows of the table: those that lie farthest off.
const ROWS: usize = 15;

/// What `scatter.svg` sees.
#[derive(Serialize)]
struct Data {
    x: Axis,
    y: Axis,
    /// What the diagonal means.
    equal: String,
    series: Vec<Series>,
    /// The mark that lies farthest off.
    farthest: Option<Mark>,
}

#[derive(Serialize)]
struct Series {
    key: usize,
    marks: Vec<Mark>,
}

#[derive(Serialize)]
struct Mark {
    x: String,
    y: String,
    label: String,
    /// What follows the label where there is room.
    detail: String,
    /// Stands the label before the mark, else behind it.
    before: bool,
}

/// A mark's exact place, and the ratio of what is computed to what was measured.
struct Point {
    row: usize,
    x: Rational,
    y: Rational,
}

impl Point {
    /// How far it lies off, as a share of what was measured.
    fn error(&self) -> Rational {
        self.y.div(&self.x).map_or(Rational::ZERO, |ratio| ratio.sub(&Rational::ONE).abs())
    }
}

/// `{% scatter … %}`.
pub(in crate::edition) const SCATTER: Shortcode = Shortcode {
    name: "scatter",
    arguments: "EXPRESSION, … against READING over DATASET",
    doc: "What is computed against what was measured, a mark for every row.",
    example: EXAMPLE,
    draw: scatter,
};

fn scatter(pen: &mut Pen<'_, '_>, span: Span) -> Drawn {
    let clauses = Clauses::read(arguments(pen, span), &["against", "over"], &mut pen.diagnostics)?;
    let mut columns = Asked::list(pen, clauses.head, EXAMPLE)?;
    let against = clauses.need("against", EXAMPLE, &mut pen.diagnostics)?;
    let measured = Asked::read(pen, against, EXAMPLE)?;
    let over = clauses.need("over", EXAMPLE, &mut pen.diagnostics)?;
    let dataset = ask::dataset(pen, over)?;
    if columns.len() > SERIES {
        let fault = Diagnostic::error("bad-argument", clauses.head.span, format!("more than {SERIES} kinds of marks"));
        pen.diagnostics.push(fault.help("draw two charts"));
        return None;
    }
    let same = |column: &&Asked| column.expression.tree.ty.dimension() != measured.expression.tree.ty.dimension();
    if let Some(odd) = columns.iter().find(same) {
        let fault = Diagnostic::error("unit-mismatch", odd.expression.tree.span, "both axes have one unit");
        pen.diagnostics.push(fault.help(format!("`{}` is measured in another", measured.expression.canonical)));
        return None;
    }
    columns.push(measured);
    let mut rows = Vec::new();
    for situation in ask::rows(pen, dataset) {
        let mut values = Vec::with_capacity(columns.len());
        for column in &columns {
            let expression = chained(pen, &column.expression, &situation.links, &[]);
            values.push(ask::drawn(pen, &expression)?.unwrap_or(Value::None));
        }
        rows.push((situation, values));
    }
    draw(pen, &rows, &columns)
}

fn number(value: &Value) -> Option<Rational> {
    if let Value::Number(number) = value {
        Some(number.clone()).filter(|number| !number.is_zero() && !number.is_negative())
    } else {
        None
    }
}

/// The situations of the table's rows: all, or those that lie farthest off, the farthest first.
fn listed(rows: &[(Situation, Vec<Value>)], points: &[Vec<Point>]) -> Vec<Situation> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    if rows.len() > ROWS {
        let error = |row: &usize| points.iter().flatten().filter(|point| point.row == *row).map(Point::error).max();
        order.sort_by_cached_key(|row| Reverse(error(row)));
        order.truncate(ROWS);
    }
    order.into_iter().map(|row| rows[row].0.clone()).collect()
}

fn draw(pen: &mut Pen<'_, '_>, rows: &[(Situation, Vec<Value>)], columns: &[Asked]) -> Drawn {
    let (measured, computed) = columns.split_last()?;
    let points: Vec<Vec<Point>> = (0..computed.len())
        .map(|series| {
            let point = |(row, (_, values)): (usize, &(_, Vec<Value>))| {
                Some(Point { row, x: number(values.last()?)?, y: number(&values[series])? })
            };
            rows.iter().enumerate().filter_map(point).collect()
        })
        .collect();
    let all: Vec<Rational> = points.iter().flatten().flat_map(|point| [point.x.clone(), point.y.clone()]).collect();
    let measure = Measure { ty: measured.expression.tree.ty.clone(), format: measured.format, whole: false };
    let scale = measure.scale(pen, Spread::Doubling, &all);
    let farthest = |points: &Vec<Point>| {
        points.iter().enumerate().max_by_key(|(index, point)| (point.error(), std::cmp::Reverse(*index))).map(|(index, _)| index)
    };
    let row_name = |point: &Point| rows[point.row].0.name.text.clone();
    let mark = |point: &Point, label: String| Mark {
        x: percent(&scale.place(&point.x)),
        y: from_top(&scale.place(&point.y)),
        label,
        detail: String::new(),
        before: before(&scale.place(&point.x)),
    };
    let series: Vec<Series> = points
        .iter()
        .enumerate()
        .map(|(index, points)| Series { key: index + 1, marks: points.iter().map(|point| mark(point, String::new())).collect() })
        .collect();
    let share = Format::parse("percent 2").unwrap_or_default();
    let far = |point: &Point| {
        let error = ask::text(pen, &point.error(), &Type::pure(), &share);
        let row = row_name(point);
        let whole = message(pen, "chart-label", &[("name", &row), ("value", &error)]);
        let detail = whole.strip_prefix(&row).unwrap_or_default().to_string();
        Mark { detail, ..mark(point, row) }
    };
    let far = points.first().and_then(|first| farthest(first).map(|index| far(&first[index])));
    let describe = |(points, asked): (&Vec<Point>, &Asked)| {
        let worst = &points[farthest(points)?];
        let error = ask::text(pen, &worst.error(), &Type::pure(), &share);
        Some(message(
            pen,
            "chart-scatter-worst",
            &[("name", &asked.name.text), ("count", &points.len().to_string()), ("row", &row_name(worst)), ("error", &error)],
        ))
    };
    let description: Vec<String> = points.iter().zip(computed).filter_map(describe).collect();
    let description = sentences(pen, &description);
    let names: Vec<&str> = computed.iter().map(|asked| asked.name.text.as_str()).collect();
    let names = names.join(&message(pen, "chart-comma", &[]));
    let caption = message(pen, "chart-scatter", &[("names", &names), ("measured", &measured.name.text)]);
    let data = Data {
        x: measure.axis(pen, &scale, Some(measured.name.clone()), false),
        y: measure.axis(pen, &scale, (computed.len() == 1).then(|| computed[0].name.clone()), true),
        equal: message(pen, "chart-equal", &[]),
        series,
        farthest: far,
    };
    let mut figure = Figure::new(pen, "scatter");
    figure.gutter = data.y.width();
    figure.sample = "mark";
    if computed.len() > 1 {
        figure.legend =
            computed.iter().enumerate().map(|(index, asked)| Entry { key: index + 1, name: asked.name.clone() }).collect();
    }
    let listed = listed(rows, &points);
    if listed.len() < rows.len() {
        let (count, total) = (listed.len().to_string(), rows.len().to_string());
        figure.note = message(pen, "chart-farthest", &[("count", &count), ("total", &total)]);
    }
    figure.table = Grid::ask(pen, listed, columns)?.table(message(pen, "chart-row", &[]), columns, caption.clone());
    figure.caption = Some(super::ask::Name { text: caption, code: false });
    figure.draw(pen, &description, data)
}
