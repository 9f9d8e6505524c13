//! Curves: expressions over the values of one input.

use serde::Serialize;

use super::arguments::{CHAIN, Clauses, Piece, missing};
use super::ask::{self, Asked, Name, chained, own_links};
use super::axis::{Axis, Measure, before as before_place, from_top, percent};
use super::curve::{Curve, Mark, dots, label_ends, path, rises, settle};
use super::scale::{Scale, Spread};
use super::{Cell, Entry, Figure, Head, Row, SERIES, Table, arguments, message, named, sentences};
use crate::diagnostic::{Diagnostic, Span};
use crate::edition::body::Pen;
use crate::edition::shortcode::{Drawn, Shortcode};
use crate::formula;
use crate::formula::rational::Rational;
use crate::formula::tree::{InputId, Link, Type, Value};
use crate::locale::Format;

/// How it is written.
const EXAMPLE: &str = "{% sweep peak over batch_size from 1 to 64 against card %}";
/// Points of a curve where no step is given.
const POINTS: i128 = 64;
/// Most points of a curve.
const MOST: usize = 256;
/// Steps from the first row of its table to the last: what lies between is on the curve.
const STEPS: usize = 8;

/// What `sweep.svg` sees.
#[derive(Serialize)]
struct Data {
    x: Axis,
    y: Axis,
    curves: Vec<Curve>,
    limits: Vec<Limit>,
    /// Where the value of the page is.
    now: Option<Now>,
}

/// The page's value of the input.
#[derive(Serialize)]
struct Now {
    #[serde(flatten)]
    mark: Mark,
    /// The value without the input's name, for narrow pictures.
    value: String,
}

/// A line that should not be crossed.
#[derive(Serialize)]
struct Limit {
    y: String,
    label: String,
    /// Is there more room at the start of the line than at its end.
    at_start: bool,
}

/// The input that is varied: from where to where, and the values in between.
struct Course {
    input: InputId,
    ty: Type,
    spread: Spread,
    values: Vec<Rational>,
}

impl Course {
    /// Has the table a row for this value: the first and the last have one, and some between them, evenly spaced.
    fn lists(&self, index: usize) -> bool {
        let last = self.values.len() - 1;
        index == last || index.is_multiple_of(last.div_ceil(STEPS).max(1))
    }
}

/// A curve's question, and its values, one for each of the course's.
pub(super) struct Line {
    pub(super) asked: Asked,
    pub(super) values: Vec<Option<Rational>>,
    /// Those that the table lists, as they stand there.
    cells: Vec<String>,
}

/// `{% sweep … %}`.
pub(in crate::edition) const SWEEP: Shortcode = Shortcode {
    name: "sweep",
    arguments: "EXPRESSION, … over INPUT from A to B [by STEP | doubling] [against LIMIT, …] [in SCENARIO where {…}]",
    doc: "Curves: expressions over the values of an input.",
    example: EXAMPLE,
    draw: sweep,
};

fn sweep(pen: &mut Pen<'_, '_>, span: Span) -> Drawn {
    let words = ["over", "from", "to", "by", "doubling", "against", CHAIN];
    let clauses = Clauses::read(arguments(pen, span), &words, &mut pen.diagnostics)?;
    let asked = Asked::list(pen, clauses.head, EXAMPLE)?;
    let before = chain(pen, &clauses)?;
    if asked.len() > SERIES {
        pen.diagnostics.push(
            Diagnostic::error("bad-argument", clauses.head.span, format!("more than {SERIES} curves")).help("draw two charts"),
        );
        return None;
    }
    if let Some(odd) = asked.iter().find(|one| one.expression.tree.ty != asked[0].expression.tree.ty) {
        let fault = Diagnostic::error("unit-mismatch", odd.expression.tree.span, "the curves of a chart have one unit");
        pen.diagnostics.push(fault.help("draw this one in a chart of its own"));
        return None;
    }
    let limits = clauses.get("against").map_or_else(|| Some(Vec::new()), |piece| Asked::list(pen, piece, EXAMPLE))?;
    let course = course(pen, &clauses, &before)?;
    let lines: Vec<Line> = asked.into_iter().map(|asked| line(pen, asked, &before, &course)).collect::<Option<_>>()?;
    let mut walls = Vec::new();
    for limit in limits {
        let expression = chained(pen, &limit.expression, &before, &[]);
        walls.push((ask::number(pen, &expression)?, limit));
    }
    draw(pen, &before, &course, &lines, &walls)
}

/// The chain behind everything.
pub(super) fn chain(pen: &mut Pen<'_, '_>, clauses: &Clauses<'_>) -> Option<Vec<Link>> {
    let Some(piece) = clauses.get(CHAIN) else { return Some(Vec::new()) };
    formula::links(&pen.scope.manuscript.book, piece.text, piece.span, &mut pen.diagnostics)
}

fn course(pen: &mut Pen<'_, '_>, clauses: &Clauses<'_>, before: &[Link]) -> Option<Course> {
    let over = clauses.need("over", EXAMPLE, &mut pen.diagnostics)?;
    let input = ask::input(pen, over)?;
    let definition = &pen.scope.manuscript.book.inputs[input];
    let (ty, whole) = (definition.ty.clone(), definition.whole);
    if !matches!(ty, Type::Number(_)) {
        let fault = Diagnostic::error("type-mismatch", over.span, format!("`{}` is no number", over.text));
        pen.diagnostics.push(fault.help("curves run over numbers; `{% heat … by INPUT %}` runs over choices"));
        return None;
    }
    let end = |pen: &mut Pen<'_, '_>, piece: Piece<'_>| {
        let read = pen.expression(piece.span)?;
        let read = chained(pen, &read, before, &[]);
        ask::number(pen, &read)
    };
    let (from, to) = (clauses.need("from", EXAMPLE, &mut pen.diagnostics)?, clauses.need("to", EXAMPLE, &mut pen.diagnostics)?);
    let (low, high) = (end(pen, from)?, end(pen, to)?);
    let doubling = clauses.get("doubling").is_some();
    let by = match clauses.get("by") {
        Some(piece) => Some((end(pen, piece)?, piece)),
        None => None,
    };
    let fault = |at: Piece<'_>, message: &str, help: &str| Diagnostic::error("bad-argument", at.span, message).help(help);
    if low >= high {
        pen.diagnostics.push(fault(to, "the end does not lie above the start", "write the lower end first"));
        return None;
    }
    if doubling && (low.is_zero() || low.is_negative()) {
        pen.diagnostics.push(fault(from, "doubling begins above 0", "begin at 1"));
        return None;
    }
    if let Some((step, piece)) = &by
        && (step.is_zero() || step.is_negative())
    {
        pen.diagnostics.push(fault(*piece, "a step lies above 0", "leave `by` out, and the steps are chosen"));
        return None;
    }
    let values = steps(&low, &high, by.as_ref().map(|(step, _)| step), doubling, whole);
    if values.len() > MOST {
        let at = by.map_or(over, |(_, piece)| piece);
        pen.diagnostics.push(fault(at, &format!("this is more than {MOST} points"), "make the steps larger"));
        return None;
    }
    let spread = if doubling { Spread::Doubling } else { Spread::Linear };
    Some(Course { input, ty, spread, values })
}

/// The values from `low` to `high`, both included; one more than [`MOST`] if there are too many.
fn steps(low: &Rational, high: &Rational, by: Option<&Rational>, doubling: bool, whole: bool) -> Vec<Rational> {
    let spaced = high.sub(low).div(&POINTS.into()).unwrap_or(Rational::ONE);
    let step = by.cloned().unwrap_or(if whole { spaced.ceil() } else { spaced });
    let mut values = Vec::new();
    let mut value = low.clone();
    while value < *high && values.len() <= MOST {
        values.push(value.clone());
        value = if doubling { value.mul(&2.into()) } else { value.add(&step) };
    }
    values.push(high.clone());
    values
}

fn line(pen: &mut Pen<'_, '_>, asked: Asked, before: &[Link], course: &Course) -> Option<Line> {
    let mut line = Line { asked, values: Vec::new(), cells: Vec::new() };
    for (index, value) in course.values.iter().enumerate() {
        let set = ask::of_value(pen, course.input, &course.ty, &Value::Number(value.clone()), None);
        let expression = chained(pen, &line.asked.expression, before, &set.links);
        let result = if course.lists(index) {
            let (result, html) = ask::shown(pen, &expression, &line.asked.format)?;
            line.cells.push(html);
            Some(result)
        } else {
            ask::drawn(pen, &expression)?
        };
        line.values.push(if let Some(Value::Number(number)) = result { Some(number) } else { None });
    }
    Some(line)
}

fn draw(pen: &mut Pen<'_, '_>, before: &[Link], course: &Course, lines: &[Line], limits: &[(Rational, Asked)]) -> Drawn {
    let first = &lines[0].asked;
    let measure = Measure { ty: first.expression.tree.ty.clone(), format: first.format, whole: first.whole(pen) };
    let along =
        Measure { ty: course.ty.clone(), format: Format::default(), whole: pen.scope.manuscript.book.inputs[course.input].whole };
    let (low, high) = (&course.values[0], &course.values[course.values.len() - 1]);
    let x = along.stretch(pen, course.spread, low, high);
    let all: Vec<Rational> = lines
        .iter()
        .flat_map(|line| line.values.iter().flatten())
        .chain(limits.iter().map(|(value, _)| value))
        .cloned()
        .collect();
    let y = measure.scale(pen, Spread::Linear, &all);
    let input = Name { text: ask::input_name(pen, course.input), code: false };
    let now = present(pen, before, course, first);
    let rising = rises(&lines[0].values);
    let curve = |(index, line): (usize, &Line)| Curve {
        key: index + 1,
        path: path(&course.values, &line.values, &x, &y),
        dots: dots(&course.values, &line.values, &x, &y),
        now: None,
        label: None,
    };
    let mut curves: Vec<Curve> = lines.iter().enumerate().map(curve).collect();
    let here = match &now {
        Some(now) => Some(mark_now(pen, (before, course, lines), limits, &mut curves, (now, &x, &y), &input.text)),
        None => None,
    };
    // Where the page's value is near the end of the curves, its labels stand there.
    let late = Rational::from(3).div(&5.into()).unwrap_or(Rational::ONE);
    if now.is_none_or(|now| x.place(&now) < late) {
        label_ends(&mut curves, lines, &y);
    }
    let limit = |(value, asked): &(Rational, Asked)| Limit {
        y: from_top(&y.place(value)),
        label: labelled(pen, asked, value),
        at_start: rising,
    };
    let data = Data {
        limits: limits.iter().map(limit).collect(),
        now: here,
        x: along.axis(pen, &x, Some(input.clone()), false),
        y: measure.axis(pen, &y, (lines.len() == 1).then(|| first.name.clone()), true),
        curves,
    };
    let names: Vec<&str> = lines.iter().map(|line| line.asked.name.text.as_str()).collect();
    let names = names.join(&message(pen, "chart-comma", &[]));
    let mut figure = Figure::new(pen, "sweep");
    let caption = message(pen, "chart-sweep", &[("names", &names), ("input", &input.text)]);
    let description: Vec<String> = lines.iter().map(|line| describe(pen, course, line, limits.first(), &input.text)).collect();
    let description = sentences(pen, &description);
    figure.gutter = data.y.width();
    figure.sample = "line";
    if lines.len() > 1 {
        figure.legend =
            lines.iter().enumerate().map(|(index, line)| Entry { key: index + 1, name: line.asked.name.clone() }).collect();
    }
    figure.table = table(pen, course, lines, &caption, &input);
    figure.caption = Some(Name { text: caption, code: false });
    figure.draw(pen, &description, data)
}

/// `Karte: 12 GiB`.
pub(super) fn labelled(pen: &Pen<'_, '_>, asked: &Asked, value: &Rational) -> String {
    let value = ask::text(pen, value, &asked.expression.tree.ty, &asked.format);
    message(pen, "chart-label", &[("name", &asked.name.text), ("value", &value)])
}

/// The value that the input has on the page, if the chart reaches it.
fn present(pen: &mut Pen<'_, '_>, before: &[Link], course: &Course, asked: &Asked) -> Option<Rational> {
    let environment = pen.environment().ok()?;
    let own = own_links(&asked.expression.tree);
    let links: Vec<Link> = if own.iter().any(|link| !matches!(link, Link::Where(_))) {
        own.to_vec()
    } else {
        before.iter().chain(own).cloned().collect()
    };
    let environment = pen.evaluator.chained(&environment, &links, asked.expression.tree.span).ok()?;
    let Value::Number(now) = environment.input(course.input) else { return None };
    (course.values[0] <= *now && *now <= course.values[course.values.len() - 1]).then(|| now.clone())
}

/// Marks the page's value on the curves, and names it.
fn mark_now(
    pen: &mut Pen<'_, '_>,
    (before, course, lines): (&[Link], &Course, &[Line]),
    limits: &[(Rational, Asked)],
    curves: &mut [Curve],
    (now, x, y): (&Rational, &Scale, &Scale),
    input: &str,
) -> Now {
    let mut points = Vec::new();
    for (curve, line) in curves.iter_mut().zip(lines) {
        let Some((place, mark)) = point(pen, before, course, &line.asked, (now, x, y)) else { continue };
        points.push((place, curve.now.insert(mark)));
    }
    let value = ask::text(pen, now, &course.ty, &Format::default());
    let mut mark = Mark {
        x: percent(&x.place(now)),
        y: String::new(),
        label: message(pen, "chart-label", &[("name", input), ("value", &value)]),
        before: before_place(&x.place(now)),
        above: false,
    };
    let walls: Vec<Rational> = limits.iter().map(|(limit, _)| y.place(limit)).collect();
    settle(&mut points, &walls, &mut mark);
    Now { mark, value }
}

/// The page's value on one curve: how high, and with its label.
fn point(
    pen: &mut Pen<'_, '_>,
    before: &[Link],
    course: &Course,
    asked: &Asked,
    (now, x, y): (&Rational, &Scale, &Scale),
) -> Option<(Rational, Mark)> {
    let set = ask::of_value(pen, course.input, &course.ty, &Value::Number(now.clone()), None);
    let expression = chained(pen, &asked.expression, before, &set.links);
    let Value::Number(value) = ask::quietly(pen, &expression.tree)? else { return None };
    let label = ask::text(pen, &value, &asked.expression.tree.ty, &asked.format);
    let to_the_right = before_place(&x.place(now));
    let place = y.place(&value);
    let mark = Mark { x: percent(&x.place(now)), y: from_top(&place), label, before: to_the_right, above: to_the_right };
    Some((place, mark))
}

/// From where to where a curve goes, and where it crosses the limit.
fn describe(pen: &Pen<'_, '_>, course: &Course, line: &Line, limit: Option<&(Rational, Asked)>, input: &str) -> String {
    let points: Vec<(&Rational, &Rational)> =
        course.values.iter().zip(&line.values).filter_map(|(at, value)| Some((at, value.as_ref()?))).collect();
    let (Some(low), Some(high)) =
        (points.iter().min_by_key(|(_, value)| *value), points.iter().rev().max_by_key(|(_, value)| *value))
    else {
        return String::new();
    };
    let ty = &line.asked.expression.tree.ty;
    let at = |value: &Rational| ask::text(pen, value, &course.ty, &Format::default());
    let text = |value: &Rational| ask::text(pen, value, ty, &line.asked.format);
    let name = line.asked.name.text.as_str();
    let range = if low.1 == high.1 {
        message(pen, "chart-sweep-constant", &[("name", name), ("value", &text(low.1))])
    } else {
        let (low_at, high_at) = (at(low.0), at(high.0));
        let (low, high) = (text(low.1), text(high.1));
        let ends = [("low", low.as_str()), ("low_at", &low_at), ("high", &high), ("high_at", &high_at)];
        message(pen, "chart-sweep-range", &[&[("name", name), ("input", input)], &ends[..]].concat())
    };
    let crossing = limit.map_or(String::new(), |(wall, asked)| {
        let wall_text = labelled(pen, asked, wall);
        let below = points.iter().rev().find(|(_, value)| *value <= wall);
        match below {
            None => message(pen, "chart-sweep-above", &[("name", name), ("limit", &wall_text)]),
            Some(_) if points.iter().all(|(_, value)| *value <= wall) => {
                message(pen, "chart-sweep-below", &[("name", name), ("limit", &wall_text)])
            }
            Some((last, _)) if rises(&line.values) => {
                message(pen, "chart-sweep-until", &[("name", name), ("limit", &wall_text), ("input", input), ("at", &at(last))])
            }
            Some(_) => String::new(),
        }
    });
    sentences(pen, &[range, crossing])
}

fn table(pen: &Pen<'_, '_>, course: &Course, lines: &[Line], caption: &str, input: &Name) -> Table {
    let mut head = vec![Head::text(input.text.clone())];
    head.extend(lines.iter().map(|line| Head::numbers(line.asked.name.clone())));
    let listed = course.values.iter().enumerate().filter(|(index, _)| course.lists(*index));
    let row = |(row, (_, value)): (usize, (usize, &Rational))| Row {
        name: named(&Name { text: ask::text(pen, value, &course.ty, &Format::default()), code: false }, None),
        cells: lines.iter().map(|line| Cell::from(line.cells[row].clone())).collect(),
        sum: false,
    };
    Table { caption: caption.to_string(), head, rows: listed.enumerate().map(row).collect() }
}

/// Reports what a chart needs before anything else.
pub(super) fn nothing(pen: &mut Pen<'_, '_>, at: Span, name: &str, example: &str) {
    pen.diagnostics.push(missing(at, format!("`{name}` takes an expression"), example));
}
