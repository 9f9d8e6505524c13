//! The formula language: a book of exact, unit-checked formulas, and the expressions that pages ask of it.
//!
//! ```text
//! text → lex → items, parse → check → Book → eval, tape → values
//!                                          → print, steps, notation → texts
//! ```

mod arithmetic;
mod bound;
pub mod breakdown;
mod check;
pub mod closure;
mod enclosure;
mod environment;
pub mod eval;
pub mod inputs;
mod items;
mod lex;
pub mod notation;
mod operation;
mod parse;
pub mod print;
pub mod rational;
pub mod script;
mod search;
mod statistic;
pub mod steps;
mod substitute;
mod syntax;
pub mod tape;
pub mod tree;
pub mod unit;
mod winner;
mod words;

use crate::diagnostic::{Diagnostics, SourceId, Sources, Span};
use inputs::Dependencies;
use syntax::{Node, NodeKind};
use tree::{Book, Expr, Link, TapeQuestion};
use unit::Units;

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
/// The files that datasets name are looked up among the sources, below `content/`.
///
/// The book holds what is sound, so that later stages can go on and report their own problems; it can be computed
/// only if [`Book::sound`].
pub fn read(sources: &Sources, files: &[SourceId], diagnostics: &mut Diagnostics) -> Book {
    let mut found = Diagnostics::default();
    let mut units = Units::default();
    let chunks: Vec<_> =
        files.iter().flat_map(|file| items::split(&sources.get(*file).text, *file, &mut units, &mut found)).collect();
    let mut read = Vec::new();
    let mut broken = std::collections::HashSet::new();
    for chunk in &chunks {
        match chunk.item(&units, &mut found) {
            Some(item) => read.push(item),
            None => broken.extend(chunk.name().map(str::to_string)),
        }
    }
    let mut book = check::book(&read, units, broken, sources, &mut found);
    book.asked = Dependencies::asked(&book);
    book.depends = Dependencies::all(&book, &book.asked);
    book.sound = !found.has_errors();
    diagnostics.extend(found);
    book
}

/// Reads and checks one expression; `at` is where `text` stands, for carets.
pub fn expression(book: &Book, text: &str, at: Span, diagnostics: &mut Diagnostics) -> Option<Expression> {
    let before = diagnostics.count();
    let tokens = lex::lex(text, at.source, at.start as usize, diagnostics);
    let mut parser = parse::Parser::new(&tokens, &book.units, diagnostics);
    let node = parser.expression().ok()?;
    parser.finish().ok()?;
    let tree = check::Checker::new(book, diagnostics).infer(&node)?;
    let canonical = print::expression(book, &tree);
    (diagnostics.count() == before).then_some(Expression { tree, canonical })
}

/// Reads a tape's name (with arguments, with `in` and `where` behind it) as the question for its timeline.
pub fn timeline(book: &Book, text: &str, at: Span, diagnostics: &mut Diagnostics) -> Option<Expression> {
    let before = diagnostics.count();
    let tokens = lex::lex(text, at.source, at.start as usize, diagnostics);
    let mut parser = parse::Parser::new(&tokens, &book.units, diagnostics);
    let node = parser.expression().ok()?;
    parser.finish().ok()?;
    let asked = |tape: Node| Node { span: tape.span, kind: NodeKind::Tape(TapeQuestion::Timeline, Box::new(tape)) };
    let node = match node.kind {
        NodeKind::Chain(tape, links) => Node { span: node.span, kind: NodeKind::Chain(Box::new(asked(*tape)), links) },
        _ => asked(node),
    };
    let tree = check::Checker::new(book, diagnostics).infer(&node)?;
    let canonical = print::expression(book, &tree);
    (diagnostics.count() == before).then_some(Expression { tree, canonical })
}

/// Reads `in S where {…}` alone: what may stand behind any expression.
pub fn links(book: &Book, text: &str, at: Span, diagnostics: &mut Diagnostics) -> Option<Vec<Link>> {
    let before = diagnostics.count();
    let tokens = lex::lex(text, at.source, at.start as usize, diagnostics);
    let mut parser = parse::Parser::new(&tokens, &book.units, diagnostics);
    let (nodes, _) = parser.links().ok()?;
    parser.finish().ok()?;
    let links = check::Checker::new(book, diagnostics).links(&nodes)?;
    (diagnostics.count() == before).then_some(links)
}
