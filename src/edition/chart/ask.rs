//! What a chart asks: expressions with titles and formats, and the situations that each is asked in.

use super::arguments::{Piece, missing, unknown};
use super::literal::literal;
use crate::diagnostic::Diagnostic;
use crate::edition::BOOK;
use crate::edition::body::Pen;
use crate::edition::shortcode::value;
use crate::formula::rational::Rational;
use crate::formula::tree::{Body, DatasetId, DefinitionId, Entry, Expr, Id, InputId, Kind, Link, Type, Value};
use crate::formula::{Expression, print};
use crate::locale::{Format, message_id};
use crate::markdown::Place;
use crate::site::manuscript::find_scenario;

/// A name, and whether it is one of the formula language: then it is set as code.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(in crate::edition) struct Name {
    pub(in crate::edition) text: String,
    pub(super) code: bool,
}

/// An expression that a chart shows, with its title and how its values are written.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) expression: Expression,
    pub(super) name: Name,
    pub(super) format: Format,
}

impl Asked {
    /// Reads `EXPRESSION [as "TITLE"] [: FORMAT]`.
    pub(super) fn read(pen: &mut Pen<'_, '_>, piece: Piece<'_>, example: &str) -> Option<Asked> {
        let (span, format) = pen.split_format(piece.span);
        let text = pen.scope.project.sources.slice(span);
        let whole = Piece::new(text, span);
        let (asked, title) = whole.split_word("as").map_or((whole, None), |(asked, title)| (asked, Some(title)));
        let title = title_of(pen, title)?;
        if asked.text.is_empty() {
            pen.diagnostics.push(missing(piece.span, "an expression is missing", example));
            return None;
        }
        let expression = pen.expression(asked.span)?;
        let format = pen.format(format, &expression.tree.ty)?;
        let name = title.map_or_else(|| name(pen, &expression), |text| Name { text, code: false });
        Some(Asked { expression, name, format })
    }

    /// Reads several, between commas.
    pub(super) fn list(pen: &mut Pen<'_, '_>, piece: Piece<'_>, example: &str) -> Option<Vec<Asked>> {
        let read: Vec<_> = piece.list().into_iter().map(|piece| Asked::read(pen, piece, example)).collect();
        read.into_iter().collect()
    }

    /// Must its values be whole.
    pub(super) fn whole(&self, pen: &Pen<'_, '_>) -> bool {
        let book = &pen.scope.manuscript.book;
        match &unchained(&self.expression.tree).kind {
            Kind::Definition(id) => book.definitions[*id].whole,
            Kind::Input(id) => book.inputs[*id].whole,
            Kind::Search(_) => true,
            _ => false,
        }
    }
}

/// The title that stands behind `as`, if there is one.
pub(in crate::edition) fn title_of(pen: &mut Pen<'_, '_>, piece: Option<Piece<'_>>) -> Option<Option<String>> {
    let Some(piece) = piece else { return Some(None) };
    let Some(text) = piece.text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else {
        let wrong = Diagnostic::error("bad-argument", piece.span, "a title stands between quotes");
        pen.diagnostics.push(wrong.help("write `as \"…\"`"));
        return None;
    };
    Some(Some(text.to_string()))
}

/// The expression without the chain around it.
pub(in crate::edition) fn unchained(expr: &Expr) -> &Expr {
    if let Kind::Chain(body, _) = &expr.kind { body } else { expr }
}

/// The links of the chain around an expression.
pub(in crate::edition) fn own_links(expr: &Expr) -> &[Link] {
    if let Kind::Chain(_, links) = &expr.kind { links } else { &[] }
}

/// What an expression is called: a definition, an input or a reading by its name in the language, else its text.
pub(in crate::edition) fn name(pen: &Pen<'_, '_>, expression: &Expression) -> Name {
    let book = &pen.scope.manuscript.book;
    let locale = pen.scope.locale();
    let plain = |text| Name { text, code: false };
    match &unchained(&expression.tree).kind {
        Kind::Definition(id) => plain(locale.name(&book.definitions[*id].id)),
        Kind::Input(id) => plain(input_name(pen, *id)),
        Kind::Reading(dataset, reading) => plain(locale.name(&book.datasets[*dataset].readings[*reading].0)),
        Kind::Tape(_, id, _) => plain(locale.name(&book.definitions[*id].id)),
        _ => Name { text: expression.canonical.clone(), code: true },
    }
}

pub(in crate::edition) fn input_name(pen: &Pen<'_, '_>, id: InputId) -> String {
    let id = &pen.scope.manuscript.book.inputs[id].id;
    let name = pen.scope.locale().message(&message_id("input", id), &[]).ok().flatten();
    name.unwrap_or_else(|| id.to_string())
}

/// The expression with links around it: `before` is what holds for the whole chart, `after` what changes from mark to
/// mark. A scenario that the expression itself names replaces `before`.
pub(in crate::edition) fn chained(pen: &Pen<'_, '_>, expression: &Expression, before: &[Link], after: &[Link]) -> Expression {
    let own = own_links(&expression.tree);
    let names_scenario = own.iter().any(|link| !matches!(link, Link::Where(_)));
    let links: Vec<Link> = if names_scenario { &[] } else { before }.iter().chain(own).chain(after).cloned().collect();
    if links.is_empty() {
        return expression.clone();
    }
    let body = unchained(&expression.tree).clone();
    let tree = Expr { ty: body.ty.clone(), span: expression.tree.span, kind: Kind::Chain(Box::new(body), links) };
    let canonical = print::expression(&pen.scope.manuscript.book, &tree);
    Expression { tree, canonical }
}

/// The same where any fault leaves nothing.
pub(in crate::edition) fn quietly(pen: &mut Pen<'_, '_>, expr: &Expr) -> Option<Value> {
    pen.ask(expr).ok()
}

/// A value that is drawn but not written, so that it is no number of the page; `Some(None)` is a gap, where a `require`
/// forbids the inputs. Any other fault is reported.
pub(super) fn drawn(pen: &mut Pen<'_, '_>, expression: &Expression) -> Option<Option<Value>> {
    if !pen.scope.manuscript.book.sound {
        return None;
    }
    match pen.ask(&expression.tree) {
        Ok(value) => Some(Some(value)),
        Err(fault) if fault.code == "require" => Some(None),
        Err(fault) => {
            pen.diagnostics.push(*fault);
            None
        }
    }
}

/// A value and how it stands in a table.
pub(super) fn shown(pen: &mut Pen<'_, '_>, expression: &Expression, format: &Format) -> Option<(Value, String)> {
    match drawn(pen, expression)? {
        Some(value) => {
            let html = cell(pen, expression, &value, format);
            Some((value, html))
        }
        None => Some((Value::None, pen.scope.locale().number(&Value::None, &Type::None, format).text)),
    }
}

/// A number of the page's inputs; anything else is reported.
pub(super) fn number(pen: &mut Pen<'_, '_>, expression: &Expression) -> Option<Rational> {
    match value(pen, &expression.tree)? {
        Value::Number(number) => Some(number),
        other => {
            let message = format!("`{}` is no number here, but {}", expression.canonical, other.written().0);
            pen.diagnostics.push(Diagnostic::error("no-number", expression.tree.span, message).help("a chart draws numbers"));
            None
        }
    }
}

/// A number as it stands in a table: linked, with its exact value.
pub(super) fn cell(pen: &mut Pen<'_, '_>, expression: &Expression, value: &Value, format: &Format) -> String {
    pen.number(expression, value, format, Place::Block).html
}

/// A value as text, for labels.
pub(super) fn text(pen: &Pen<'_, '_>, value: &Rational, ty: &Type, format: &Format) -> String {
    pen.scope.locale().number(&Value::Number(value.clone()), ty, format).text
}

/// One of the situations that expressions are asked in: a scenario, a row of a dataset, a value of an input.
#[derive(Debug, Clone)]
pub(super) struct Situation {
    pub(super) links: Vec<Link>,
    pub(super) name: Name,
    pub(super) href: Option<String>,
}

/// Reads `SCENARIO, SCENARIO, …`.
pub(super) fn scenarios(pen: &mut Pen<'_, '_>, piece: Piece<'_>) -> Option<Vec<Situation>> {
    let book = &pen.scope.manuscript.book;
    let read = |piece: Piece<'_>| {
        let id = find_scenario(book, piece.text, piece.span, &mut pen.diagnostics)?;
        let scenario = &*book.scenarios[id].id;
        let name = pen.scope.locale().message(&message_id("scenario", scenario), &[]).ok().flatten();
        let code = name.is_none();
        Some(Situation {
            links: vec![Link::In(id)],
            name: Name { text: name.unwrap_or_else(|| scenario.to_string()), code },
            href: Some(format!("{}{BOOK}#scenario-{scenario}", pen.up)),
        })
    };
    let read: Vec<_> = piece.list().into_iter().map(read).collect();
    read.into_iter().collect()
}

/// Reads the name of a dataset.
pub(in crate::edition) fn dataset(pen: &mut Pen<'_, '_>, piece: Piece<'_>) -> Option<DatasetId> {
    let book = &pen.scope.manuscript.book;
    let found = book.datasets.iter().position(|dataset| *dataset.id == *piece.text);
    if found.is_none() && book.sound {
        pen.diagnostics.push(unknown(piece, "dataset", book.datasets.iter().map(|dataset| &*dataset.id)));
    }
    found
}

/// The rows of a dataset.
pub(super) fn rows(pen: &Pen<'_, '_>, id: DatasetId) -> Vec<Situation> {
    let rows = pen.scope.manuscript.book.datasets[id].rows.iter().enumerate();
    let situation = |(index, row): (usize, &crate::formula::tree::Row)| Situation {
        links: vec![Link::Row(id, index)],
        name: Name { text: row.name.to_string(), code: false },
        href: None,
    };
    rows.map(situation).collect()
}

/// Does the text begin with the name of a dataset.
pub(in crate::edition) fn is_dataset(pen: &Pen<'_, '_>, piece: Piece<'_>) -> bool {
    pen.scope.manuscript.book.datasets.iter().any(|dataset| *dataset.id == *piece.head().text)
}

/// Reads `DATASET` or `DATASET ROW, ROW, …`: what the rows set, on top of what else holds, and the choice that the rows
/// are called by, if they are.
pub(super) fn settings(pen: &mut Pen<'_, '_>, piece: Piece<'_>) -> Option<(Vec<Situation>, Option<InputId>)> {
    let id = dataset(pen, piece.head())?;
    let found = &pen.scope.manuscript.book.datasets[id];
    let rest = piece.tail();
    let mut chosen = Vec::new();
    if rest.text.is_empty() {
        chosen.extend(0..found.rows.len());
    } else {
        for name in rest.list() {
            let wanted = name.text.trim_matches('"');
            match found.rows.iter().position(|row| *row.name == *wanted) {
                Some(row) => chosen.push(row),
                None => pen.diagnostics.push(unknown(name, "row", found.rows.iter().map(|row| &*row.name))),
            }
        }
        if chosen.len() < rest.list().len() {
            return None;
        }
    }
    let inputs = &pen.scope.manuscript.book.inputs;
    // Rows that are called as one of their choices are: then the language has names for them.
    let called = |row: usize| {
        let row = &found.rows[row];
        let as_row = |value: &Value| matches!(value, Value::Choice(choice) if *choice == row.name);
        row.inputs.iter().find(|(_, value)| as_row(value)).map(|(input, _)| *input)
    };
    let title = chosen.first().and_then(|row| called(*row));
    let situation = |row: usize| {
        let text = |input: InputId| pen.scope.locale().choice(&inputs[input].id, &found.rows[row].name);
        let name = called(row).map_or_else(|| found.rows[row].name.to_string(), text);
        let row = &found.rows[row];
        let mut sets: Vec<_> =
            row.inputs.iter().map(|(input, value)| (*input, literal(value, &inputs[*input].ty, row.span))).collect();
        sets.sort_by(|a, b| inputs[a.0].id.cmp(&inputs[b.0].id));
        Situation { links: vec![Link::Where(sets)], name: Name { text: name, code: false }, href: None }
    };
    Some((chosen.into_iter().map(situation).collect(), title))
}

/// The input of this name.
pub(in crate::edition) fn input(pen: &mut Pen<'_, '_>, piece: Piece<'_>) -> Option<InputId> {
    let book = &pen.scope.manuscript.book;
    let found = book.inputs.iter().position(|input| *input.id == *piece.text);
    if found.is_none() && book.sound {
        pen.diagnostics.push(unknown(piece, "input", book.inputs.iter().map(|input| &*input.id)));
    }
    found
}

/// Does the text begin with the name of an input: then it means that input's values, not scenarios.
pub(super) fn is_input(pen: &Pen<'_, '_>, piece: Piece<'_>) -> bool {
    pen.scope.manuscript.book.inputs.iter().any(|input| *input.id == *piece.head().text)
}

/// Reads `INPUT` (all values of a choice), `INPUT VALUE, VALUE, …` or `INPUT from TABLE` (a table's rows).
pub(super) fn values(pen: &mut Pen<'_, '_>, piece: Piece<'_>, example: &str) -> Option<Vec<Situation>> {
    let id = input(pen, piece.head())?;
    let rest = piece.tail();
    let ty = pen.scope.manuscript.book.inputs[id].ty.clone();
    if let Some((before, table)) = rest.split_word("from")
        && before.text.is_empty()
    {
        return from_table(pen, id, &ty, table);
    }
    if rest.text.is_empty() {
        return match &ty {
            Type::Choice(values) => {
                Some(values.iter().map(|value| of_value(pen, id, &ty, &Value::Choice(value.clone()), None)).collect())
            }
            Type::Flag => Some([false, true].map(|flag| of_value(pen, id, &ty, &Value::Flag(flag), None)).into()),
            _ => {
                pen.diagnostics.push(missing(piece.span, format!("which values of `{}`", piece.text), example));
                None
            }
        };
    }
    let read: Vec<_> = rest.list().into_iter().map(|piece| one_value(pen, id, &ty, piece)).collect();
    read.into_iter().collect()
}

fn one_value(pen: &mut Pen<'_, '_>, input: InputId, ty: &Type, piece: Piece<'_>) -> Option<Situation> {
    if let Type::Choice(values) = ty {
        let found = values.iter().find(|value| ***value == *piece.text).cloned();
        if found.is_none() {
            pen.diagnostics.push(unknown(piece, "value", values.iter().map(|value| &**value)));
        }
        return found.map(|value| of_value(pen, input, ty, &Value::Choice(value), None));
    }
    let expression = pen.expression(piece.span)?;
    let value = value(pen, &expression.tree)?;
    if expression.tree.ty.dimension() != ty.dimension() && !expression.tree.ty.dimension().is_some_and(|d| d.is_pure()) {
        let id = &pen.scope.manuscript.book.inputs[input].id;
        let message = format!("`{}` is no value of `{id}`", expression.canonical);
        pen.diagnostics.push(Diagnostic::error("unit-mismatch", piece.span, message).help("write it in the input's unit"));
        return None;
    }
    Some(of_value(pen, input, ty, &value, None))
}

/// The rows of a table as values of an input: `card from cards`.
fn from_table(pen: &mut Pen<'_, '_>, input: InputId, ty: &Type, piece: Piece<'_>) -> Option<Vec<Situation>> {
    let book = &pen.scope.manuscript.book;
    let tables = || book.definitions.iter().filter(|definition| matches!(definition.body, Body::Table(..)));
    let found = book.names.get(piece.text).and_then(|entry| match entry {
        Entry::Definition(id) => match &book.definitions[*id].body {
            Body::Table(key, rows) => Some((*id, key, rows)),
            _ => None,
        },
        _ => None,
    });
    let Some((table, key, rows)) = found else {
        pen.diagnostics.push(unknown(piece, "table", tables().map(|definition| &*definition.id)));
        return None;
    };
    if book.definitions[table].ty != *ty {
        let message = format!("the rows of `{}` are no values of `{}`", piece.text, book.inputs[input].id);
        pen.diagnostics.push(Diagnostic::error("unit-mismatch", piece.span, message).help("table and input need the same unit"));
        return None;
    }
    let key_input = if let Kind::Input(id) = &key.kind { Some(*id) } else { None };
    let situations = rows.iter().map(|(row, _)| lookup(pen, (input, ty), (table, &key.ty, key_input), row));
    Some(situations.collect())
}

fn lookup(pen: &Pen<'_, '_>, set: (InputId, &Type), table: (DefinitionId, &Type, Option<InputId>), row: &Id) -> Situation {
    let span = pen.scope.manuscript.book.definitions[table.0].span;
    let key = Expr { kind: Kind::Choice(row.clone()), ty: table.1.clone(), span };
    let tree = Expr { kind: Kind::Lookup(table.0, Box::new(key)), ty: set.1.clone(), span };
    let choice = table
        .2
        .map_or_else(|| row.to_string(), |input| pen.scope.locale().choice(&pen.scope.manuscript.book.inputs[input].id, row));
    Situation { links: vec![Link::Where(vec![(set.0, tree)])], name: Name { text: choice, code: false }, href: None }
}

/// The situation in which an input has a value.
pub(super) fn of_value(pen: &Pen<'_, '_>, input: InputId, ty: &Type, value: &Value, title: Option<String>) -> Situation {
    let definition = &pen.scope.manuscript.book.inputs[input];
    let locale = pen.scope.locale();
    let text = title.unwrap_or_else(|| match value {
        Value::Choice(choice) => locale.choice(&definition.id, choice),
        value => locale.number(value, ty, &Format::default()).text,
    });
    let link = Link::Where(vec![(input, literal(value, ty, definition.span))]);
    Situation { links: vec![link], name: Name { text, code: false }, href: None }
}
