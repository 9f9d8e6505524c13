//! The timeline of a tape: what is held after each step, in bands one above the other, the highest point marked.

use serde::Serialize;

use super::arguments::{CHAIN, Clauses, Piece};
use super::ask::{self, Asked, Name, chained, own_links, unchained};
use super::axis::{self, Axis, Measure, from_top, percent, share};
use super::history::{History, Owner};
use super::scale::{Scale, Spread};
use super::sweep::{chain, labelled, nothing};
use super::{Cell, Entry, Figure, Head, Row, Table, arguments, html, message, named, sentences};
use crate::diagnostic::Span;
use crate::edition::body::Pen;
use crate::edition::shortcode::{Drawn, Shortcode};
use crate::formula::rational::Rational;
use crate::formula::tape::TapeRun;
use crate::formula::tree::{Body, Book, DefinitionId, Expr, Id, Kind, TapeQuestion, Type, Value};
use crate::formula::{self, Expression, print};
use crate::locale::Format;

/// How it is written.
const EXAMPLE: &str = "{% timeline training_step against card %}";
/// What `timeline.svg` sees.
#[derive(Serialize)]
struct Data {
    x: Axis,
    y: Axis,
    /// From the lowest band to the highest.
    bands: Vec<Area>,
    /// The total, as a line.
    outline: String,
    peak: Mark,
    phases: Vec<Phase>,
    limits: Vec<LimitData>,
}

#[derive(Serialize)]
struct Area {
    key: usize,
    /// A path in a square of 100 by 100.
    path: String,
    /// Where the band is highest, for its number; none where it would not fit.
    middle: Option<Place>,
}

#[derive(Serialize)]
struct Place {
    x: String,
    y: String,
}

#[derive(Serialize)]
struct Mark {
    x: String,
    y: String,
    label: String,
    before: bool,
}

#[derive(Serialize)]
struct Phase {
    x: String,
    /// Empty where it would not fit.
    label: String,
}

#[derive(Serialize)]
struct LimitData {
    y: String,
    label: String,
}

/// `{% timeline … %}`.
pub(in crate::edition) const TIMELINE: Shortcode = Shortcode {
    name: "timeline",
    arguments: "TAPE [as \"TITLE\"] [: FORMAT] [against LIMIT, …] [in SCENARIO where {…}]",
    doc: "What a tape holds, step by step, with its highest point.",
    example: EXAMPLE,
    draw: timeline,
};

fn timeline(pen: &mut Pen<'_, '_>, span: Span) -> Drawn {
    let clauses = Clauses::read(arguments(pen, span), &["as", "against", CHAIN], &mut pen.diagnostics)?;
    if clauses.head.text.is_empty() {
        nothing(pen, span, "timeline", EXAMPLE);
        return None;
    }
    // The format is the last thing of what is asked: behind the title, if there is one.
    let (last, format) = pen.split_format(clauses.get("as").map_or(clauses.head.span, |title| title.span));
    let last = Piece::new(pen.scope.project.sources.slice(last), last);
    let (head, title) = if clauses.get("as").is_some() { (clauses.head, Some(last)) } else { (last, None) };
    let title = ask::title_of(pen, title)?;
    let book = &pen.scope.manuscript.book;
    let asked = formula::timeline(book, head.text, head.span, &mut pen.diagnostics)?;
    let before = chain(pen, &clauses)?;
    let asked = chained(pen, &asked, &before, &[]);
    let Kind::Tape(_, tape, tape_arguments) = &unchained(&asked.tree).kind else { return None };
    let ty = book.definitions[*tape].ty.clone();
    let format = pen.format(format, &ty)?;
    let limits = clauses.get("against").map_or_else(|| Some(Vec::new()), |piece| Asked::list(pen, piece, EXAMPLE))?;
    let mut walls = Vec::new();
    for limit in limits {
        let own = chained(pen, &limit.expression, own_links(&asked.tree), &[]);
        walls.push((ask::number(pen, &own)?, limit));
    }
    if !book.sound {
        return None;
    }
    let environment = pen.environment().ok()?;
    let run = pen.evaluator.chained(&environment, own_links(&asked.tree), asked.tree.span);
    let run = run.and_then(|inner| pen.evaluator.tape_run(&inner, unchained(&asked.tree)));
    let run = run.map_err(|fault| pen.diagnostics.push(*fault)).ok()??;
    let highest =
        Expr { kind: Kind::Tape(TapeQuestion::Highest, *tape, tape_arguments.clone()), ty: ty.clone(), span: asked.tree.span };
    let canonical = print::expression(book, &highest);
    let highest = chained(pen, &Expression { tree: highest, canonical }, own_links(&asked.tree), &[]);
    draw(pen, &run, &highest, &Measure { ty, format, whole: true }, (title, &walls))
}

fn draw(
    pen: &mut Pen<'_, '_>,
    run: &TapeRun,
    asked: &Expression,
    measure: &Measure,
    titled: (Option<String>, &[(Rational, Asked)]),
) -> Drawn {
    let (title, limits) = titled;
    let book = &pen.scope.manuscript.book;
    let names = names(book, run.tape);
    let mut history = History::of(run, names.len());
    let peak = history.peak();
    let owners = history.bands(&run.highest, peak);
    let (points, least) = history.points(&run.highest, peak);
    let ends: Vec<Rational> = limits.iter().map(|(wall, _)| wall).chain([&run.highest]).cloned().collect();
    let y = measure.scale(pen, Spread::Linear, &ends);
    let x = |point: usize| share(&Rational::from(point as i128), &Rational::from(points.len() as i128));
    let stack = Stack { history: &history, points: &points, y: &y };
    let at = points.iter().position(|step| *step == peak).unwrap_or(0);
    let peak_text = ask::text(pen, &run.highest, &measure.ty, &measure.format);
    let middle = x(at).add(&x(at + 1)).div(&2.into()).unwrap_or(Rational::ZERO);
    let data = Data {
        x: Axis::untitled(Name { text: message(pen, "chart-steps", &[]), code: false }),
        y: measure.axis(pen, &y, None, true),
        bands: (0..owners.len()).map(|band| stack.area(band)).collect(),
        outline: stack.outline(),
        peak: Mark {
            x: percent(&middle),
            y: from_top(&y.place(&run.highest)),
            label: message(pen, "chart-peak", &[("value", &peak_text)]),
            before: axis::before(&middle),
        },
        phases: phases(pen, &history, &points),
        limits: limits
            .iter()
            .map(|(wall, asked)| LimitData { y: from_top(&y.place(wall)), label: labelled(pen, asked, wall) })
            .collect(),
    };
    let bands: Vec<Name> = owners.iter().map(|owner| band_name(pen, owner, names)).collect();
    let tape = pen.scope.locale().name(&book.definitions[run.tape].id);
    let mut figure = Figure::new(pen, "timeline");
    figure.gutter = data.y.width();
    figure.legend = bands.iter().enumerate().map(|(index, name)| Entry { key: index + 1, name: name.clone() }).collect();
    let caption = title.unwrap_or_else(|| message(pen, "chart-timeline", &[("name", &tape)]));
    let merged = ask::text(pen, &least, &measure.ty, &Format::parse("auto 2").unwrap_or_default());
    figure.note = message(pen, "chart-timeline-rule", &[("least", &merged)]);
    let step = run.step(book).map_or(String::new(), |step| pen.scope.locale().name(&step));
    let greatest =
        (0..owners.len()).filter(|band| owners[*band].is_some()).max_by_key(|band| history.frames[peak][*band].clone());
    let greatest = greatest.map_or("", |band| bands[band].text.as_str());
    let description =
        message(pen, "chart-timeline-peak", &[("name", &tape), ("value", &peak_text), ("step", &step), ("part", greatest)]);
    let mut description = vec![description];
    for (wall, limit) in limits {
        let (id, gap) = if run.highest > *wall {
            ("chart-bar-above", run.highest.sub(wall))
        } else {
            ("chart-bar-below", wall.sub(&run.highest))
        };
        let gap = ask::text(pen, &gap, &measure.ty, &measure.format);
        description.push(message(pen, id, &[("gap", &gap), ("limit", &labelled(pen, limit, wall))]));
    }
    let description = sentences(pen, &description);
    figure.table = table(pen, (asked, run), &history, (&bands, peak), measure, &caption);
    figure.caption = Some(Name { text: caption, code: false });
    figure.draw(pen, &description, data)
}

fn names(book: &Book, tape: DefinitionId) -> &[Id] {
    if let Body::Tape(tape) = &book.definitions[tape].body { &tape.names } else { &[] }
}

fn band_name(pen: &Pen<'_, '_>, owner: &Option<Owner>, names: &[Id]) -> Name {
    let book = &pen.scope.manuscript.book;
    let locale = pen.scope.locale();
    let known = |id: &Id| {
        let text = locale.name(id);
        Name { code: text == **id, text }
    };
    match owner {
        Some(Owner::Slot(slot)) => names.get(*slot).map_or(Name { text: String::new(), code: false }, known),
        Some(Owner::Tape(tape)) => known(&book.definitions[*tape].id),
        None => Name { text: message(pen, "chart-rest", &[]), code: false },
    }
}

/// What is drawn of a history.
struct Stack<'h> {
    history: &'h History,
    points: &'h [usize],
    y: &'h Scale,
}

impl Stack<'_> {
    fn x(&self, point: usize) -> Rational {
        share(&Rational::from(point as i128), &Rational::from(self.points.len() as i128))
    }

    /// The lower and the upper edge of a band at a point; what is owed takes no room.
    fn edges(&self, band: usize, point: usize) -> (Rational, Rational) {
        let frame = &self.history.frames[self.points[point]];
        let held = |amount: &Rational| if amount.is_negative() { Rational::ZERO } else { amount.clone() };
        let low = frame[..band].iter().fold(Rational::ZERO, |sum, amount| sum.add(&held(amount)));
        let high = low.add(&held(&frame[band]));
        (low, high)
    }

    /// A band as steps: along its upper edge, and back along the lower one.
    fn area(&self, band: usize) -> Area {
        let edges: Vec<(Rational, Rational)> = (0..self.points.len()).map(|point| self.edges(band, point)).collect();
        let above = staircase(edges.iter().map(|(_, high)| self.y.place(high)).collect(), &|point| self.x(point));
        let below = staircase(edges.iter().map(|(low, _)| self.y.place(low)).collect(), &|point| self.x(point));
        let corner = |(x, y): &(Rational, Rational)| format!("{} {}", percent(x), from_top(y));
        let around: Vec<String> = above.iter().chain(below.iter().rev()).map(corner).collect();
        let path = format!("M{}Z", around.join("L"));
        Area { key: band + 1, path, middle: self.middle(&edges) }
    }

    /// The middle of the longest stretch in which the band is nearly as high as it ever is.
    fn middle(&self, edges: &[(Rational, Rational)]) -> Option<Place> {
        let height = |point: usize| self.y.place(&edges[point].1).sub(&self.y.place(&edges[point].0));
        let tallest = (0..edges.len()).map(height).max()?;
        if tallest < share(&6.into(), &100.into()) {
            return None;
        }
        let enough = tallest.mul(&3.into()).div(&4.into())?;
        let (mut best, mut start) = ((0, 0), None);
        for point in 0..=edges.len() {
            let tall = point < edges.len() && height(point) >= enough;
            match (tall, start) {
                (true, None) => start = Some(point),
                (false, Some(from)) => {
                    if point - from > best.1 - best.0 {
                        best = (from, point);
                    }
                    start = None;
                }
                _ => {}
            }
        }
        if share(&((best.1 - best.0) as i128).into(), &(edges.len() as i128).into()) < share(&4.into(), &100.into()) {
            return None;
        }
        let point = (best.0 + best.1) / 2;
        let (low, high) = (&edges[point].0, &edges[point].1);
        let x = self.x(best.0).add(&self.x(best.1)).div(&2.into())?;
        Some(Place { x: percent(&x), y: from_top(&self.y.place(&low.add(high).div(&2.into())?)) })
    }

    /// The total, as steps.
    fn outline(&self) -> String {
        let last = self.history.frames[0].len();
        let tops: Vec<Rational> = (0..self.points.len())
            .map(|point| if last == 0 { Rational::ZERO } else { self.y.place(&self.edges(last - 1, point).1) })
            .collect();
        let corners = staircase(tops, &|point| self.x(point));
        let corners: Vec<String> = corners.iter().map(|(x, y)| format!("{} {}", percent(x), from_top(y))).collect();
        format!("M{}", corners.join("L"))
    }
}

/// The corners of steps of these heights, from left to right.
fn staircase(heights: Vec<Rational>, x: &dyn Fn(usize) -> Rational) -> Vec<(Rational, Rational)> {
    let mut corners: Vec<(Rational, Rational)> = Vec::new();
    let last = heights.len();
    for (point, height) in heights.into_iter().enumerate() {
        if corners.last().is_none_or(|(_, before)| *before != height) {
            if let Some((_, before)) = corners.last().cloned() {
                corners.push((x(point), before));
            }
            corners.push((x(point), height));
        }
    }
    if let Some((_, height)) = corners.last().cloned() {
        corners.push((x(last), height));
    }
    corners
}

/// The tapes that the tape itself plays, where each begins; one alone is no division.
fn phases(pen: &Pen<'_, '_>, history: &History, points: &[usize]) -> Vec<Phase> {
    if history.phases.len() < 2 {
        return Vec::new();
    }
    let place = |step: usize| points.iter().position(|point| *point >= step).unwrap_or(points.len());
    let share = |point: usize| share(&Rational::from(point as i128), &Rational::from(points.len() as i128));
    let starts: Vec<usize> = history.phases.iter().map(|(step, _)| place(*step)).chain([points.len()]).collect();
    let phase = |(index, (_, tape)): (usize, &(usize, DefinitionId))| {
        let (from, to) = (share(starts[index]), share(starts[index + 1]));
        let wide = to.sub(&from) >= axis::share(&15.into(), &100.into());
        let label = pen.scope.locale().name(&pen.scope.manuscript.book.definitions[*tape].id);
        Phase { x: percent(&from), label: if wide { label } else { String::new() } }
    };
    history.phases.iter().enumerate().map(phase).collect()
}

/// The bands at the highest point, and the most that each ever holds.
fn table(
    pen: &mut Pen<'_, '_>,
    (asked, run): (&Expression, &TapeRun),
    history: &History,
    (bands, peak): (&[Name], usize),
    measure: &Measure,
    caption: &str,
) -> Table {
    let title = |pen: &Pen<'_, '_>, id: &str| Name { text: message(pen, id, &[]), code: false };
    let head = vec![
        Head::text(message(pen, "theme-part", &[])),
        Head::numbers(title(pen, "chart-at-peak")),
        Head::numbers(title(pen, "theme-share")),
        Head::numbers(title(pen, "chart-at-most")),
    ];
    let percents = Format::parse("percent .1").unwrap_or_default();
    let text = |value: &Rational| html(&ask::text(pen, value, &measure.ty, &measure.format));
    let mut rows: Vec<Row> = Vec::new();
    for (band, name) in bands.iter().enumerate() {
        let at_peak = &history.frames[peak][band];
        let at_most = history.frames.iter().map(|frame| &frame[band]).max().cloned().unwrap_or(Rational::ZERO);
        let part = ask::text(pen, &share(at_peak, &run.highest), &Type::pure(), &percents);
        let cells = [text(at_peak), html(&part), text(&at_most)];
        let name = format!("<b class=\"key\">{}</b> {}", band + 1, named(name, None));
        rows.push(Row { name, cells: cells.into_iter().map(Cell::from).collect(), sum: false });
    }
    let whole = ask::text(pen, &Rational::ONE, &Type::pure(), &Format::parse("percent").unwrap_or_default());
    let total = ask::cell(pen, asked, &Value::Number(run.highest.clone()), &measure.format);
    let cells = [total.clone(), html(&whole), String::new()];
    rows.push(Row {
        name: html(&message(pen, "theme-total", &[])),
        cells: cells.into_iter().map(Cell::from).collect(),
        sum: true,
    });
    Table { caption: caption.to_string(), head, rows }
}
