//! Stacked bars: what a value is made of, against what it must not exceed.

use serde::Serialize;

use super::arguments::Clauses;
use super::ask::{self, Asked, Name, Situation, chained};
use super::axis::{Axis, Measure, percent, share};
use super::scale::{Scale, Spread};
use super::{Cell, Entry, Figure, Head, Row, SERIES, Table, arguments, html, message, named, sentences};
use crate::diagnostic::{Diagnostic, Span};
use crate::edition::BOOK;
use crate::edition::body::Pen;
use crate::edition::shortcode::{Drawn, Shortcode};
use crate::formula::breakdown::{Breakdown, Label};
use crate::formula::rational::Rational;
use crate::formula::tree::{DefinitionId, Expr, Id, Kind, Type, Value};
use crate::formula::{self, Expression, print};
use crate::locale::Format;

/// How it is written.
const EXAMPLE: &str = "{% bar peak across d1, d2 against card %}";

/// What `bar.svg` sees; lengths upwards are in units of the text's size.
#[derive(Serialize)]
struct Data {
    x: Axis,
    bars: Vec<BarData>,
    /// Series that need a pattern.
    keys: Vec<usize>,
}

#[derive(Serialize)]
struct BarData {
    name: String,
    total: String,
    segments: Vec<Segment>,
    limits: Vec<LimitData>,
}

#[derive(Serialize)]
struct Segment {
    key: usize,
    x: String,
    width: String,
    /// The middle, for the number in it; none where it would not fit.
    middle: Option<String>,
}

#[derive(Serialize)]
struct LimitData {
    x: String,
    /// Empty if the bar above has the same limit.
    label: String,
    before: bool,
    /// Is it a limit of the first bar.
    first: bool,
}

/// One bar: its value, the series' amounts, its limits.
struct Bar {
    situation: Option<Situation>,
    expression: Expression,
    total: Rational,
    parts: Vec<Part>,
    limits: Vec<(Asked, Rational)>,
}

/// A part of a bar.
struct Part {
    key: Key,
    amount: Rational,
    /// What it is, where that is an expression: its chain is the bar's.
    expression: Option<Expr>,
}

/// What tells one part from another.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    Definition(DefinitionId),
    Held(Id),
    Expression(String),
}

/// A series: a part that all bars have in common, or what is left.
enum Series {
    Part(Key),
    Rest(Vec<Key>),
}

/// `{% bar … %}`.
pub(in crate::edition) const BAR: Shortcode = Shortcode {
    name: "bar",
    arguments: "EXPRESSION [across SITUATIONS] [against LIMIT, …]",
    doc: "What a value is made of, as a stacked bar in each scenario, with lines for limits.",
    example: EXAMPLE,
    draw: bar,
};

fn bar(pen: &mut Pen<'_, '_>, span: Span) -> Drawn {
    let clauses = Clauses::read(arguments(pen, span), &["across", "against"], &mut pen.diagnostics)?;
    let asked = Asked::read(pen, clauses.head, EXAMPLE)?;
    let limits = clauses.get("against").map_or_else(|| Some(Vec::new()), |piece| Asked::list(pen, piece, EXAMPLE))?;
    let situations: Vec<Option<Situation>> = match clauses.get("across") {
        Some(piece) => super::table::across_names(pen, piece, EXAMPLE)?.0.into_iter().map(Some).collect(),
        None => vec![None],
    };
    let bars: Vec<Bar> = situations.into_iter().map(|situation| one(pen, &asked, &limits, situation)).collect::<Option<_>>()?;
    draw(pen, &asked, &bars)
}

fn one(pen: &mut Pen<'_, '_>, asked: &Asked, limits: &[Asked], situation: Option<Situation>) -> Option<Bar> {
    let links = situation.as_ref().map_or(&[][..], |situation| &situation.links);
    let expression = chained(pen, &asked.expression, &[], links);
    let total = ask::number(pen, &expression)?;
    let environment = pen.environment().ok()?;
    let parts = pen.evaluator.breakdown(&environment, &expression.tree).map_err(|fault| pen.diagnostics.push(*fault)).ok()?;
    let Some(Breakdown { parts, .. }) = parts else {
        let whole =
            Diagnostic::error("no-parts", expression.tree.span, format!("`{}` is not made of parts", expression.canonical));
        pen.diagnostics.push(whole.help("`bar` takes a sum, a `max` of sums, or the highest point of a tape"));
        return None;
    };
    let mut walls = Vec::new();
    for limit in limits {
        let own = chained(pen, &limit.expression, ask::own_links(&expression.tree), &[]);
        walls.push((limit.clone(), ask::number(pen, &own)?));
    }
    let book = &pen.scope.manuscript.book;
    let span = expression.tree.span;
    let part = |part: formula::breakdown::Part| match part.label {
        Label::Definition(id) => {
            let tree = Expr { kind: Kind::Definition(id), ty: book.definitions[id].ty.clone(), span };
            Part { key: Key::Definition(id), amount: part.amount, expression: Some(tree) }
        }
        Label::Held(name) => Part { key: Key::Held(name), amount: part.amount, expression: None },
        Label::Expression(tree) => {
            Part { key: Key::Expression(print::expression(book, &tree)), amount: part.amount, expression: Some(*tree) }
        }
    };
    let parts = parts.into_iter().map(part).collect();
    Some(Bar { situation, expression, total, parts, limits: walls })
}

/// The greatest parts of all bars in the order of the book; what is less than 2 % of the longest bar, or is one too
/// many, is put together.
fn series(bars: &[Bar]) -> Vec<Series> {
    let longest = bars.iter().map(|bar| bar.total.clone()).max().unwrap_or(Rational::ONE);
    let mut found: Vec<(Key, Rational)> = Vec::new();
    for part in bars.iter().flat_map(|bar| &bar.parts) {
        match found.iter_mut().find(|(key, _)| *key == part.key) {
            Some((_, greatest)) => *greatest = greatest.clone().max(part.amount.clone()),
            None => found.push((part.key.clone(), part.amount.clone())),
        }
    }
    let mut ranked: Vec<usize> = (0..found.len()).collect();
    ranked.sort_by(|a, b| found[*b].1.cmp(&found[*a].1).then(a.cmp(b)));
    let least = longest.div(&50.into()).unwrap_or(Rational::ZERO);
    let mut kept: Vec<usize> = ranked.iter().copied().filter(|index| found[*index].1 >= least).collect();
    if kept.len() < found.len() || kept.len() > SERIES {
        // One small part alone needs no other name.
        if found.len() <= SERIES && found.len() == kept.len() + 1 {
            kept = ranked;
        } else {
            kept.truncate(SERIES - 1);
        }
    }
    let mut all = Vec::new();
    let mut rest = Vec::new();
    for (index, (key, _)) in found.into_iter().enumerate() {
        if kept.contains(&index) { all.push(Series::Part(key)) } else { rest.push(key) }
    }
    if !rest.is_empty() {
        all.push(Series::Rest(rest));
    }
    all
}

fn amount(bar: &Bar, series: &Series) -> Rational {
    let of = |key: &Key| bar.parts.iter().filter(|part| part.key == *key).fold(Rational::ZERO, |sum, part| sum.add(&part.amount));
    match series {
        Series::Part(key) => of(key),
        Series::Rest(keys) => keys.iter().fold(Rational::ZERO, |sum, key| sum.add(&of(key))),
    }
}

fn series_name(pen: &Pen<'_, '_>, series: &Series) -> (Name, Option<String>) {
    let locale = pen.scope.locale();
    let plain = |text| Name { text, code: false };
    match series {
        Series::Part(Key::Definition(id)) => {
            let id = &pen.scope.manuscript.book.definitions[*id].id;
            (plain(locale.name(id)), Some(format!("{}{BOOK}{id}/", pen.up)))
        }
        Series::Part(Key::Held(name)) => (plain(locale.name(name)), None),
        Series::Part(Key::Expression(text)) => (Name { text: text.clone(), code: true }, None),
        Series::Rest(_) => (plain(message(pen, "chart-rest", &[])), None),
    }
}

fn draw(pen: &mut Pen<'_, '_>, asked: &Asked, bars: &[Bar]) -> Drawn {
    let all = series(bars);
    let ty = asked.expression.tree.ty.clone();
    let measure = Measure { ty: ty.clone(), format: asked.format, whole: asked.whole(pen) };
    let ends: Vec<Rational> =
        bars.iter().flat_map(|bar| bar.limits.iter().map(|(_, wall)| wall).chain([&bar.total])).cloned().collect();
    let scale = measure.scale(pen, Spread::Linear, &ends);
    let drawn: Vec<BarData> =
        bars.iter().enumerate().map(|(index, bar)| bar_data(pen, asked, bars, index, bar, &all, &scale)).collect();
    let data = Data { x: measure.axis(pen, &scale, None, false), bars: drawn, keys: (1..=all.len()).collect() };
    let mut figure = Figure::new(pen, "bar");
    figure.legend =
        all.iter().enumerate().map(|(index, series)| Entry { key: index + 1, name: series_name(pen, series).0 }).collect();
    let caption = match bars[0].limits.is_empty() {
        true => asked.name.text.clone(),
        false => {
            let names: Vec<&str> = bars[0].limits.iter().map(|(limit, _)| limit.name.text.as_str()).collect();
            let names = names.join(&message(pen, "chart-comma", &[]));
            message(pen, "chart-bar", &[("name", &asked.name.text), ("limit", &names)])
        }
    };
    let description: Vec<String> = bars.iter().map(|bar| describe(pen, asked, bar, &all)).collect();
    let description = sentences(pen, &description);
    figure.table = table(pen, asked, bars, &all, &caption);
    figure.caption = Some(Name { text: caption, code: asked.name.code && bars[0].limits.is_empty() });
    figure.draw(pen, &description, data)
}

fn bar_data(pen: &Pen<'_, '_>, asked: &Asked, bars: &[Bar], index: usize, bar: &Bar, all: &[Series], scale: &Scale) -> BarData {
    let ty = &asked.expression.tree.ty;
    let mut segments = Vec::new();
    let mut from = Rational::ZERO;
    let narrow = Rational::from(5).div(&100.into()).unwrap_or(Rational::ZERO);
    for (key, series) in all.iter().enumerate() {
        let amount = amount(bar, series);
        if amount.is_zero() || amount.is_negative() {
            continue;
        }
        let to = from.add(&amount);
        let (start, end) = (scale.place(&from), scale.place(&to));
        let width = end.sub(&start);
        let middle = (width >= narrow).then(|| percent(&start.add(&end).div(&2.into()).unwrap_or(Rational::ZERO)));
        segments.push(Segment { key: key + 1, x: percent(&start), width: percent(&width), middle });
        from = to;
    }
    let same = |limit: usize| index > 0 && bars[index - 1].limits[limit].1 == bar.limits[limit].1;
    let limits = bar.limits.iter().enumerate().map(|(limit, (wall_asked, wall))| LimitData {
        x: percent(&scale.place(wall)),
        label: if same(limit) { String::new() } else { super::sweep::labelled(pen, wall_asked, wall) },
        // Bars have no upright axis: both sides have the same room.
        before: scale.place(wall).mul(&2.into()) > Rational::ONE,
        first: index == 0,
    });
    BarData {
        name: bar.situation.as_ref().map_or(String::new(), |situation| situation.name.text.clone()),
        total: ask::text(pen, &bar.total, ty, &asked.format),
        segments,
        limits: limits.collect(),
    }
}

/// The bar's length, its greatest part, and how it stands to its limits.
fn describe(pen: &Pen<'_, '_>, asked: &Asked, bar: &Bar, all: &[Series]) -> String {
    let ty = &asked.expression.tree.ty;
    let percents = Format::parse("percent 2").unwrap_or_default();
    let text = |value: &Rational| ask::text(pen, value, ty, &asked.format);
    let name = match &bar.situation {
        Some(situation) => situation.name.text.clone(),
        None => asked.name.text.clone(),
    };
    let mut parts = vec![];
    let named_series = all.iter().filter(|series| matches!(series, Series::Part(_)));
    if let Some(greatest) = named_series.max_by_key(|series| amount(bar, series)) {
        let part = share(&amount(bar, greatest), &bar.total);
        let part = ask::text(pen, &part, &Type::pure(), &percents);
        parts.push(message(
            pen,
            "chart-bar-parts",
            &[("name", &name), ("value", &text(&bar.total)), ("part", &series_name(pen, greatest).0.text), ("share", &part)],
        ));
    }
    for (limit, wall) in &bar.limits {
        let (id, gap) =
            if bar.total > *wall { ("chart-bar-above", bar.total.sub(wall)) } else { ("chart-bar-below", wall.sub(&bar.total)) };
        parts.push(message(pen, id, &[("gap", &text(&gap)), ("limit", &super::sweep::labelled(pen, limit, wall))]));
    }
    sentences(pen, &parts)
}

fn table(pen: &mut Pen<'_, '_>, asked: &Asked, bars: &[Bar], all: &[Series], caption: &str) -> Table {
    let mut head = vec![Head::text(message(pen, "theme-part", &[]))];
    for bar in bars {
        let name = bar
            .situation
            .as_ref()
            .map_or_else(|| Name { text: message(pen, "theme-value", &[]), code: false }, |s| s.name.clone());
        head.push(Head::numbers(name));
    }
    let mut rows = Vec::new();
    for (index, series) in all.iter().enumerate() {
        let (name, href) = series_name(pen, series);
        let cells = bars.iter().map(|bar| Cell::from(part_cell(pen, asked, bar, series))).collect();
        rows.push(Row {
            name: format!("<b class=\"key\">{}</b> {}", index + 1, named(&name, href.as_deref())),
            cells,
            sum: false,
        });
    }
    let totals = bars
        .iter()
        .map(|bar| Cell::from(ask::cell(pen, &bar.expression, &Value::Number(bar.total.clone()), &asked.format)))
        .collect();
    rows.push(Row { name: html(&message(pen, "theme-total", &[])), cells: totals, sum: true });
    let limits: Vec<Asked> = bars[0].limits.iter().map(|(limit, _)| limit.clone()).collect();
    for (index, limit) in limits.iter().enumerate() {
        let mut cells = Vec::new();
        for bar in bars {
            let own = chained(pen, &limit.expression, ask::own_links(&bar.expression.tree), &[]);
            cells.push(Cell::from(ask::cell(pen, &own, &Value::Number(bar.limits[index].1.clone()), &limit.format)));
        }
        rows.push(Row { name: named(&limit.name, None), cells, sum: false });
    }
    Table { caption: caption.to_string(), head, rows }
}

/// A part of a bar. What an expression gives is a number of its own; the rest is text beside the total that it is part of.
fn part_cell(pen: &mut Pen<'_, '_>, asked: &Asked, bar: &Bar, series: &Series) -> String {
    let amount = amount(bar, series);
    let part = bar.parts.iter().find(|part| matches!(series, Series::Part(key) if *key == part.key));
    if let Some(tree) = part.and_then(|part| part.expression.clone()) {
        let canonical = print::expression(&pen.scope.manuscript.book, &tree);
        let own = chained(pen, &Expression { tree, canonical }, ask::own_links(&bar.expression.tree), &[]);
        // Inside a chain of the formula's own, or taken away, the part is another number than its expression here.
        if ask::quietly(pen, &own.tree) == Some(Value::Number(amount.clone())) {
            return ask::cell(pen, &own, &Value::Number(amount), &asked.format);
        }
    }
    html(&ask::text(pen, &amount, &asked.expression.tree.ty, &asked.format))
}
