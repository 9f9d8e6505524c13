//! Mathematical notation: expressions and worked examples as MathML, TeX and plain text.
//!
//! An expression becomes a `Math` once, with its numbers written by the caller's [`Figures`]; three writers draw it.

mod layout;
mod linear;
mod math;
mod mathml;
mod steps;
mod tex;

use super::tree::{Book, Definition, Expr, Type, Value};
use math::Math;
pub use steps::{Derivation, Note};

/// How numbers and the few words of formulas are written: in a language, or plainly.
pub trait Figures {
    /// A value with every digit; `unit` is the unit that a literal of the book has (`MiB`), none means the base unit.
    fn exact(&self, value: &Value, ty: &Type, unit: Option<&str>) -> String;

    /// A value as it is shown by default, and whether that is rounded.
    fn shown(&self, value: &Value, ty: &Type) -> (String, bool);

    /// What stands beside the last case of an `if`: *otherwise*.
    fn otherwise(&self) -> String;

    /// What stands between arguments: a language with a decimal comma needs a semicolon.
    fn separator(&self) -> &'static str {
        ", "
    }
}

/// Draws what a book says.
#[derive(Clone, Copy)]
pub struct Notation<'a> {
    book: &'a Book,
    figures: &'a dyn Figures,
}

/// Something drawn, in all its notations.
#[derive(Debug, Clone)]
pub struct Drawing(Math);

/// Does MathML stand in a line of text or by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Display {
    /// In a line of text.
    Inline,
    /// By itself.
    Block,
}

impl<'a> Notation<'a> {
    /// Draws expressions of `book` with these numbers.
    pub fn new(book: &'a Book, figures: &'a dyn Figures) -> Notation<'a> {
        Notation { book, figures }
    }

    /// An expression as it is written.
    pub fn expression(&self, expr: &Expr) -> Drawing {
        Drawing(self.layout().expr(expr))
    }

    /// `name = formula`, of a table its rows; `None` for a tape.
    pub fn definition(&self, definition: &Definition) -> Option<Drawing> {
        self.layout().definition(definition).map(Drawing)
    }

    /// An exact value.
    pub fn value(&self, value: &Value, ty: &Type) -> Drawing {
        Drawing(self.layout().value(value, ty))
    }

    fn layout(&self) -> layout::Layout<'a> {
        layout::Layout::new(*self)
    }
}

impl Drawing {
    /// A `math` element with the TeX as an annotation and the plain text as its alternative.
    pub fn mathml(&self, display: Display) -> String {
        mathml::write(&self.0, display, &self.tex(), &self.text())
    }

    /// TeX for math mode.
    pub fn tex(&self) -> String {
        tex::write(&self.0)
    }

    /// One line of text: `12 · n_layer · n_embd²`.
    pub fn text(&self) -> String {
        linear::write(&self.0)
    }
}
