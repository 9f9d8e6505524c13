//! Charts: data for pictures, computed and scaled; templates below `templates/charts/` draw them.
//!
//! ```text
//! arguments ─► ask ─► values ─► scale, axis ─► charts/<kind>.svg ─┐
//!                        └────► table ────────────────────────────┴─► charts/figure.html
//! ```
//! Nothing is drawn that is not in the table below the picture, and no mark is told from another by its colour alone.
//! Places are per cent of the picture, so that labels keep their size on a narrow screen while the marks move together.

pub(super) mod arguments;
pub(super) mod ask;
mod axis;
pub(super) mod bar;
mod curve;
pub(super) mod heat;
mod history;
pub(super) mod literal;
pub mod scale;
pub(super) mod scatter;
pub(super) mod sweep;
pub(super) mod table;
pub(super) mod timeline;

use serde::Serialize;

use super::body::Pen;
use super::shortcode::{Drawn, draw_template};
use crate::diagnostic::Span;
use crate::locale::Argument;
use arguments::Piece;
use ask::Name;

/// Most series of a chart; what goes beyond is put together.
const SERIES: usize = 8;

/// The data of a picture, as a table.
#[derive(Debug, Default, Serialize)]
pub(super) struct Table {
    caption: String,
    head: Vec<Head>,
    rows: Vec<Row>,
}

/// A column's title.
#[derive(Debug, Serialize)]
struct Head {
    name: Name,
    /// Does it hold numbers: then it is aligned to the end.
    end: bool,
}

impl Head {
    fn text(text: String) -> Head {
        Head { name: Name { text, code: false }, end: false }
    }

    fn numbers(name: Name) -> Head {
        Head { name, end: true }
    }
}

/// A row of a table; its cells are HTML.
#[derive(Debug, Default, Serialize)]
struct Row {
    /// The row's name as HTML.
    name: String,
    cells: Vec<Cell>,
    /// Is it a sum of the rows above.
    sum: bool,
}

/// A cell.
#[derive(Debug, Default, Serialize)]
struct Cell {
    html: String,
    /// Which of the bands of a heat map, from 0; none elsewhere.
    band: Option<usize>,
}

impl From<String> for Cell {
    fn from(html: String) -> Cell {
        Cell { html, band: None }
    }
}

/// A line of a legend.
#[derive(Debug, Serialize)]
struct Entry {
    /// Its number in the picture, from 1.
    key: usize,
    name: Name,
}

/// A chart, but for its picture.
#[derive(Debug, Default, Serialize)]
struct Figure {
    kind: &'static str,
    id: String,
    caption: Option<Name>,
    /// A sentence below the picture.
    note: String,
    legend: Vec<Entry>,
    /// How entries of the legend are drawn: `area`, `line` or `mark`.
    sample: &'static str,
    table: Table,
    /// Room beside the picture for the labels of its upright axis, in digits.
    gutter: usize,
    svg: String,
}

/// What every picture has: its id, and its title and description for those who do not see it.
#[derive(Debug, Serialize)]
struct Picture<'a, T> {
    id: &'a str,
    title: &'a str,
    description: &'a str,
    #[serde(flatten)]
    data: T,
}

impl Figure {
    fn new(pen: &Pen<'_, '_>, kind: &'static str) -> Figure {
        Figure { kind, id: format!("chart-{}", pen.insert + 1), sample: "area", ..Figure::default() }
    }

    /// Draws the picture and puts the figure around it.
    fn draw(mut self, pen: &mut Pen<'_, '_>, description: &str, data: impl Serialize) -> Drawn {
        let title = self.caption.as_ref().map_or("", |name| &name.text);
        let picture = Picture { id: &self.id, title, description, data };
        self.svg = draw_template(pen, &format!("charts/{}.svg", self.kind), picture)?;
        self.gutter = self.gutter.clamp(2, 18).div_ceil(2) * 2;
        draw_template(pen, "charts/figure.html", self)
    }
}

/// The arguments of a chart.
fn arguments<'t>(pen: &Pen<'t, '_>, span: Span) -> Piece<'t> {
    Piece::new(pen.scope.project.sources.slice(span), span)
}

/// A message of the interface.
fn message(pen: &Pen<'_, '_>, id: &str, arguments: &[(&str, &str)]) -> String {
    let arguments: Vec<(&str, Argument<'_>)> = arguments.iter().map(|(name, text)| (*name, Argument::from(*text))).collect();
    pen.scope.locale().message(id, &arguments).ok().flatten().unwrap_or_default()
}

/// Sentences one behind the other, as the language writes them.
fn sentences(pen: &Pen<'_, '_>, parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let spaced = !matches!(pen.scope.locale().folder(), "ja" | "zh");
    parts.join(if spaced { " " } else { "" })
}

/// Text as HTML.
fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    super::value::escape(&mut out, text);
    out
}

/// A name as HTML, perhaps as a link.
fn named(name: &Name, href: Option<&str>) -> String {
    let text = if name.code { format!("<code translate=\"no\">{}</code>", html(&name.text)) } else { html(&name.text) };
    match href {
        Some(href) => format!("<a href=\"{}\">{text}</a>", html(href)),
        None => text,
    }
}
