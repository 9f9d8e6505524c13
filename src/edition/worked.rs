//! Worked examples in a page's language: what `steps.html` draws, and the shortcode `worked`.

use serde::Serialize;

use super::body::Pen;
use super::chart::ask::{chained, own_links, quietly};
use super::shortcode::{Drawn, InputData, asked, input_data, label, render};
use super::value::escape;
use super::{BOOK, shortcode::Shortcode};
use crate::diagnostic::Span;
use crate::formula::notation::{Display, Notation};
use crate::formula::rational::Rational;
use crate::formula::steps::{Detail, Row, RowKind, Step};
use crate::formula::tree::{Book, Type, Value};
use crate::formula::{Expression, print};
use crate::locale::figures::Figures;
use crate::locale::{Format, Locale, message_id};
use crate::markdown::Place;

/// So many definitions deep a page shows how its example comes about; the rest stands in the formula book.
const DEPTH: usize = 2;

/// `{% worked … %}`.
pub(super) const WORKED: Shortcode = Shortcode {
    name: "worked",
    arguments: "EXPRESSION [: FORMAT]",
    doc: "A worked example: the formula, the numbers put in, the result, and the inputs by name.",
    example: "{% worked blocks %}",
    draw: worked,
};

/// One step, as `steps.html` sees it.
#[derive(Debug, Serialize)]
pub struct StepData {
    /// The definition in the language; empty if an expression without a name is worked.
    name: String,
    /// Its id.
    id: String,
    /// Its page.
    href: Option<String>,
    /// The whole step as one line of text.
    text: String,
    /// What comes before the result, each line as MathML.
    lines: Vec<String>,
    /// The sign before the result.
    sign: &'static str,
    /// The result as HTML.
    result: String,
    notes: Vec<NoteData>,
    /// Of a statistic, how many rows were asked.
    asked: Option<String>,
    /// What a tape does.
    rows: Vec<RowData>,
}

/// A line that explains a step.
#[derive(Debug, Serialize)]
struct NoteData {
    math: String,
    marked: bool,
}

/// A step of a tape.
#[derive(Debug, Serialize)]
struct RowData {
    /// `take`, `give`, `touch`, `play`, `open` or `several`.
    kind: &'static str,
    name: String,
    /// Is the name one of the formula language.
    code: bool,
    /// The page of a tape that is played.
    href: Option<String>,
    /// How often it is played, or how many steps are put together.
    times: String,
    change: String,
    total: String,
    /// The highest total on the way.
    reached: String,
    peak: bool,
    depth: usize,
}

/// Whose steps are drawn: a book in a language, on a page.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// The book.
    pub book: &'a Book,
    /// The language.
    pub locale: &'a Locale,
    /// How results are written.
    pub format: Format,
    /// What the format was meant for: other quantities are written as they are by default.
    pub ty: &'a Type,
    /// The way to the language's home page.
    pub up: &'a str,
}

impl Sheet<'_> {
    /// A step for `steps.html`; `result` is its result as HTML.
    pub fn step(&self, step: &Step, result: String) -> StepData {
        let figures = Figures::new(self.locale, self.format_of(&step.value, &step.ty));
        let notation = Notation::new(self.book, &figures);
        let derivation = notation.derivation(step);
        let id = step.definition.map(|id| self.book.definitions[id].id.to_string());
        let note =
            |note: crate::formula::notation::Note| NoteData { math: note.drawing.mathml(Display::Inline), marked: note.marked };
        StepData {
            name: id.as_ref().map(|id| self.locale.name(id)).unwrap_or_default(),
            href: id.as_ref().map(|id| format!("{}{BOOK}{id}/", self.up)),
            id: id.unwrap_or_default(),
            text: notation.step(step).text(),
            lines: derivation.lines.iter().map(|line| line.mathml(Display::Block)).collect(),
            sign: derivation.sign,
            result,
            notes: notation.notes(step).into_iter().map(note).collect(),
            asked: match &step.detail {
                Some(Detail::Rows { rows, .. }) => Some(self.text(&Value::Number(count(*rows)), &Type::pure())),
                _ => None,
            },
            rows: match &step.detail {
                Some(Detail::Tape { rows, .. }) => rows.iter().map(|row| self.row(row, &step.ty)).collect(),
                _ => Vec::new(),
            },
        }
    }

    /// How a value is written: in the format of the page, if it is one of the same kind and is not rounded away.
    pub fn format_of(&self, value: &Value, ty: &Type) -> Format {
        let text = |value: &Value| self.locale.number(value, ty, &self.format).text;
        let zero = Value::Number(Rational::ZERO);
        let suits = ty.dimension() == self.ty.dimension() && (*value == zero || text(value) != text(&zero));
        if suits { self.format } else { Format::default() }
    }

    fn text(&self, value: &Value, ty: &Type) -> String {
        self.locale.number(value, ty, &self.format_of(value, ty)).text
    }

    fn row(&self, row: &Row, ty: &Type) -> RowData {
        let amount = |amount: &Rational| self.text(&Value::Number(amount.clone()), ty);
        let (kind, times) = match &row.kind {
            RowKind::Take => ("take", None),
            RowKind::Give => ("give", None),
            RowKind::Touch => ("touch", None),
            RowKind::Play(_, times) => ("play", (*times != Rational::ONE).then(|| times.clone())),
            RowKind::Open(_) => ("open", None),
            RowKind::Several(steps) => ("several", Some(count(*steps))),
        };
        let tape = matches!(row.kind, RowKind::Play(..) | RowKind::Open(_));
        RowData {
            kind,
            name: self.locale.name(&row.name),
            code: !self.locale.has(&message_id("formula", &row.name)),
            href: tape.then(|| format!("{}{BOOK}{}/", self.up, row.name)),
            times: times.map(|times| self.text(&Value::Number(times), &Type::pure())).unwrap_or_default(),
            change: if kind == "open" { String::new() } else { amount(&row.change) },
            total: amount(&row.total),
            reached: amount(&row.reached),
            peak: row.peak,
            depth: row.depth,
        }
    }
}

fn count(n: usize) -> Rational {
    Rational::from(i128::try_from(n).unwrap_or(i128::MAX))
}

/// What `worked.html` sees.
#[derive(Serialize)]
struct WorkedData {
    name: String,
    /// Is the name an expression.
    code: bool,
    expression: String,
    /// What was asked comes first, then what that needs.
    steps: Vec<StepData>,
    /// How many more formulas it needs; empty if none.
    left_out: String,
    /// Where they are.
    book: String,
    inputs: Vec<InputData>,
}

fn worked(pen: &mut Pen<'_, '_>, arguments: Span) -> Drawn {
    let (at, format) = pen.split_format(arguments);
    let (expression, _) = asked(pen, at, "worked")?;
    let format = pen.format(format, &expression.tree.ty)?;
    let environment = pen.environment().ok()?;
    let worked = pen.evaluator.worked(&environment, &expression.tree, DEPTH);
    let worked = worked.map_err(|fault| pen.diagnostics.push(*fault)).ok()?;
    let (scope, up) = (pen.scope, pen.up.clone());
    let sheet = Sheet { book: &scope.manuscript.book, locale: scope.locale(), format, ty: &expression.tree.ty.clone(), up: &up };
    let mut steps = Vec::new();
    for (index, step) in worked.steps.iter().enumerate() {
        let subject = match &step.subject {
            _ if index == 0 => Some(expression.clone()),
            Some(tree) => {
                let named = Expression { tree: tree.clone(), canonical: print::expression(sheet.book, tree) };
                Some(chained(pen, &named, own_links(&expression.tree), &[]))
            }
            None => None,
        };
        let result = shown(pen, subject, &step.value, &step.ty, &sheet.format_of(&step.value, &step.ty));
        steps.push(sheet.step(step, result));
    }
    let links = own_links(&expression.tree);
    let inputs = worked.inputs.iter().map(|(id, value)| input_data(pen, *id, value, links)).collect();
    let left_out = if worked.left_out == 0 { String::new() } else { worked.left_out.to_string() };
    let (name, code) = label(pen, &expression.tree, &expression.canonical);
    let book = format!("{up}{BOOK}");
    render(pen, "worked", WorkedData { name, code, expression: expression.canonical, steps, left_out, book, inputs })
}

/// A value as HTML. If the expression has that value here, it is a shown number; else text: inside a chain of a
/// formula's own, and within a tape, a value is another than its name's on this page.
pub(super) fn shown(pen: &mut Pen<'_, '_>, expression: Option<Expression>, value: &Value, ty: &Type, format: &Format) -> String {
    if let Some(expression) = expression
        && quietly(pen, &expression.tree).as_ref() == Some(value)
    {
        return pen.number(&expression, value, format, Place::Block).html;
    }
    let mut html = String::from("<span class=\"n\">");
    escape(&mut html, &pen.scope.locale().number(value, ty, format).text);
    html.push_str("</span>");
    html
}
