//! A shown number as HTML: `<data>` with its exact value, linked to its formula.

use crate::formula::Expression;
use crate::formula::tree::{Book, DefinitionId, Expr, InputId, Kind, Value};
use crate::locale::Shown;

/// What a number is mainly about: the formula that a reader wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A definition.
    Definition(DefinitionId),
    /// An input.
    Input(InputId),
}

/// The first definition that an expression asks; if it asks none, the first input.
pub fn subject(expr: &Expr) -> Option<Subject> {
    let mut definition = None;
    let mut input = None;
    expr.visit(&mut |node| match &node.kind {
        Kind::Definition(id) | Kind::Call(id, _) | Kind::Lookup(id, _) | Kind::Tape(_, id, _) => {
            _ = definition.get_or_insert(*id)
        }
        Kind::Input(id) => _ = input.get_or_insert(*id),
        _ => {}
    });
    definition.map(Subject::Definition).or(input.map(Subject::Input))
}

/// All definitions that an expression names.
pub fn definitions(expr: &Expr, found: &mut impl Extend<DefinitionId>) {
    expr.visit(&mut |node| {
        if let Kind::Definition(id) | Kind::Call(id, _) | Kind::Lookup(id, _) | Kind::Tape(_, id, _) = &node.kind {
            found.extend([*id]);
        }
    });
}

/// The address of a subject below a language's: `formulas/blocks/`, `formulas/#input-n_layer`.
pub fn address(book: &Book, subject: Subject) -> String {
    match subject {
        Subject::Definition(id) => format!("{}{}/", super::BOOK, book.definitions[id].id),
        Subject::Input(id) => format!("{}#input-{}", super::BOOK, book.inputs[id].id),
    }
}

/// Writes a number; with `link` (an address that the page can use), it leads there.
pub fn write_number(out: &mut String, expression: &Expression, value: &Value, shown: &Shown, link: Option<&str>) {
    if let Some(link) = link {
        out.push_str("<a class=\"n-link\" href=\"");
        escape(out, link);
        out.push_str("\">");
    }
    out.push_str("<data class=\"n\" value=\"");
    escape(out, &value.written().0);
    out.push_str("\" data-expr=\"");
    escape(out, &expression.canonical);
    out.push_str("\">");
    escape(out, &shown.text);
    out.push_str("</data>");
    if link.is_some() {
        out.push_str("</a>");
    }
}

/// Text for HTML, also between double quotes.
pub fn escape(out: &mut String, text: &str) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(entity);
        done = at + 1;
    }
    out.push_str(&text[done..]);
}
