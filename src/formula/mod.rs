//! The formula language: a book of exact, unit-checked formulas, and the expressions that pages ask of it.

pub mod eval;
pub mod rational;
pub mod tree;
pub mod unit;

use crate::diagnostic::{Diagnostics, SourceId, Sources, Span};
use tree::{Book, Expr};

/// An expression of a page or a command line, checked against a book.
#[derive(Debug, Clone)]
pub struct Expression {
    /// Its tree.
    pub tree: Expr,
    /// Its one canonical printing: what the lock, parity, caches and HTML use.
    pub canonical: String,
}

/// Reads all files of a book, checks names, units and cycles, and reports everything that is wrong.
///
/// The book holds what is sound, so that later stages can go on and report their own problems.
pub fn read(_sources: &Sources, _files: &[SourceId], _diagnostics: &mut Diagnostics) -> Book {
    todo!()
}

/// Reads and checks one expression; `at` is where `text` stands, for carets.
pub fn expression(_book: &Book, _text: &str, _at: Span, _diagnostics: &mut Diagnostics) -> Option<Expression> {
    todo!()
}
