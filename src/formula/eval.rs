//! Evaluation: exact values of expressions, with the inputs of a scenario.

use super::tree::{Book, Expr, InputId, ScenarioId, Value};
use crate::diagnostic::Diagnostic;

/// Evaluates expressions of one book and remembers what it computed.
///
/// It is meant for one thread; the book is shared.
#[derive(Debug)]
pub struct Evaluator<'b> {
    book: &'b Book,
}

/// Index of a set of input values in an [`Evaluator`].
pub type EnvironmentId = usize;

impl<'b> Evaluator<'b> {
    /// An evaluator whose lowest layer is the inputs' defaults, then `site`'s scenario.
    pub fn new(book: &'b Book, _site: Option<ScenarioId>) -> Evaluator<'b> {
        Evaluator { book }
    }

    /// The inputs of a page or command: defaults < site < `scenario` < `overrides`.
    ///
    /// # Errors
    /// A `require` that does not hold, or an input that cannot take its value.
    pub fn environment(
        &mut self,
        _scenario: Option<ScenarioId>,
        _overrides: &[(InputId, Value)],
    ) -> Result<EnvironmentId, Box<Diagnostic>> {
        todo!()
    }

    /// The value of an expression with these inputs.
    ///
    /// # Errors
    /// Whatever has no value: a division by zero, a figure that must be whole and is not, a limit reached.
    pub fn value(&mut self, _environment: EnvironmentId, _expr: &Expr) -> Result<Value, Box<Diagnostic>> {
        todo!()
    }

    /// The inputs that an expression depends on, sorted by name, with the values they have here: what makes two
    /// shown numbers the same number.
    pub fn resolved_inputs(
        &mut self,
        _environment: EnvironmentId,
        _expr: &Expr,
    ) -> Result<Vec<(InputId, Value)>, Box<Diagnostic>> {
        todo!()
    }

    /// The book that is asked.
    pub fn book(&self) -> &'b Book {
        self.book
    }
}
