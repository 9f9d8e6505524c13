//! Forms with a variable of their own.

use std::sync::Arc;

use super::expr::{Checker, Resolved};
use super::unit::describe;
use crate::diagnostic::Diagnostic;
use crate::formula::syntax::{Node, Word};
use crate::formula::tree::{Bound, Builtin, Entry, Expr, Id, Kind, Search, Type, Variable};

impl Checker<'_> {
    /// A new name for the variable of a bound form.
    fn fresh(&mut self, variable: &Word) -> Option<()> {
        let taken = match self.resolve(&variable.text) {
            None => return Some(()),
            Some(Resolved::Local(_)) => "a parameter or a bound variable",
            Some(Resolved::Entry(_)) => "a name of the book",
        };
        let message = format!("`{}` is {taken} already", variable.text);
        self.report(Diagnostic::error("duplicate-name", variable.span, message).help("choose a new name"))
    }

    fn interval(&mut self, (from, to): (&Node, &Node)) -> Option<(Expr, Expr, Type)> {
        let (first, last) = (self.number(from), self.number(to));
        let whole = Node { span: from.span.to(to.span), ..to.clone() };
        self.pair(first?, last?, &whole, "the first and the last value", true)
    }

    pub(super) fn bound(
        &mut self,
        form: Builtin,
        body: &Node,
        variable: &Word,
        interval: (&Node, &Node),
    ) -> Option<(Kind, Type)> {
        let (from, to, ty) = self.interval(interval)?;
        self.fresh(variable)?;
        let name: Id = Arc::from(variable.text.as_str());
        self.frame.push((name.clone(), ty));
        let body = self.number(body);
        self.frame.pop();
        let body = body?;
        let ty = body.ty.clone();
        Some((Kind::Bound(Box::new(Bound { form, variable: (self.frame.len(), name), body, from, to })), ty))
    }

    pub(super) fn search(
        &mut self,
        largest: bool,
        variable: &Word,
        interval: (&Node, &Node),
        condition: &Node,
    ) -> Option<(Kind, Type)> {
        if let Some(Resolved::Entry(Entry::Input(input))) = self.resolve(&variable.text) {
            let wanted = self.book.inputs[input].ty.clone();
            if wanted.dimension().is_none() {
                let message = format!("`{}` is {}: only a number can be varied", variable.text, describe(&wanted));
                let help = "ask for each of its values: `… where NAME = VALUE`";
                return self.report(Diagnostic::error("type-mismatch", variable.span, message).help(help));
            }
            let (from, to) = (self.expect(interval.0, &wanted), self.expect(interval.1, &wanted));
            let (condition, from, to) = (self.expect(condition, &Type::Flag)?, from?, to?);
            let search = Search { largest, variable: Variable::Input(input), from, to, condition };
            return Some((Kind::Search(Box::new(search)), wanted));
        }
        let (from, to, ty) = self.interval(interval)?;
        self.fresh(variable)?;
        let name: Id = Arc::from(variable.text.as_str());
        self.frame.push((name.clone(), ty.clone()));
        let condition = self.expect(condition, &Type::Flag);
        self.frame.pop();
        let variable = Variable::Local(self.frame.len(), name);
        Some((Kind::Search(Box::new(Search { largest, variable, from, to, condition: condition? })), ty))
    }
}
