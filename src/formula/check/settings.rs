//! Scenarios, overrides, and the chains that they make.

use super::expr::Checker;
use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::formula::syntax::{LinkNode, Node, Word};
use crate::formula::tree::{Entry, Expr, InputId, Kind, Link, Operator, ScenarioId};
use crate::formula::{inputs, print};

impl Checker<'_> {
    /// The scenario of this name.
    pub(super) fn scenario(&mut self, word: &Word) -> Option<ScenarioId> {
        if let Some(id) = self.book.scenario(&word.text) {
            return Some(id);
        }
        if self.book.broken.contains(&word.text) {
            return None;
        }
        let diagnostic = Diagnostic::error("unknown-name", word.span, format!("there is no scenario `{}`", word.text));
        let known = self.book.scenarios.iter().map(|scenario| &*scenario.id);
        self.report(match nearest(&word.text, known) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`")).fix(word.span, near),
            None => diagnostic.help(format!("define it: `scenario {} = {{ … }}`", word.text)),
        })
    }

    /// Settings of inputs, sorted by name.
    pub(super) fn overrides(&mut self, sets: &[(Word, Node)]) -> Option<Vec<(InputId, Expr)>> {
        let mut checked: Vec<(InputId, Expr)> = Vec::new();
        let mut sound = true;
        for (name, value) in sets {
            let input = match self.book.names.get(name.text.as_str()) {
                Some(Entry::Input(input)) => *input,
                Some(_) => {
                    let message = format!("`{}` is computed: only inputs can be set", name.text);
                    sound = false;
                    self.diagnostics
                        .push(Diagnostic::error("not-an-input", name.span, message).help("set the inputs that it depends on"));
                    continue;
                }
                None => {
                    sound = false;
                    self.unknown_input(name, sets);
                    continue;
                }
            };
            if checked.iter().any(|(known, _)| *known == input) {
                sound = false;
                self.diagnostics.push(
                    Diagnostic::error("duplicate-name", name.span, format!("`{}` is set twice", name.text)).help("set it once"),
                );
                continue;
            }
            match self.expect(value, &self.book.inputs[input].ty.clone()) {
                Some(value) => checked.push((input, value)),
                None => sound = false,
            }
        }
        checked.sort_by(|a, b| self.book.inputs[a.0].id.cmp(&self.book.inputs[b.0].id));
        sound.then_some(checked)
    }

    fn unknown_input(&mut self, name: &Word, sets: &[(Word, Node)]) {
        if self.book.broken.contains(&name.text) {
            return;
        }
        if self.frame.iter().any(|(known, _)| **known == *name.text) {
            let message = format!("`{}` is a parameter or a bound variable: only inputs can be set", name.text);
            return self
                .diagnostics
                .push(Diagnostic::error("not-an-input", name.span, message).help("give it as an argument where it is called"));
        }
        let diagnostic = Diagnostic::error("unknown-name", name.span, format!("there is no input `{}`", name.text));
        let is_free = |id: &&str| !sets.iter().any(|(set, _)| set.text == **id);
        let known = self.book.inputs.iter().map(|input| &*input.id).filter(is_free);
        self.diagnostics.push(match nearest(&name.text, known) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`")).fix(name.span, near),
            None => diagnostic.help("only inputs of the book can be set"),
        });
    }

    pub(in crate::formula) fn links(&mut self, links: &[LinkNode]) -> Option<Vec<Link>> {
        let checked: Vec<_> = links
            .iter()
            .map(|link| match link {
                LinkNode::In(scenario) => self.scenario(scenario).map(Link::In),
                LinkNode::Row(dataset, row) => self.row(dataset, row),
                LinkNode::Where(sets) => self.overrides(sets).map(Link::Where),
            })
            .collect();
        checked.into_iter().collect()
    }

    /// A row of a dataset, by its name or, where names repeat, its number.
    fn row(&mut self, dataset: &Word, row: &Word) -> Option<Link> {
        let id = self.dataset_named(dataset)?;
        let known = &self.book.datasets[id];
        let by_number = row.text.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < known.rows.len());
        if let Some(found) = known.row_number(&row.text).or(by_number) {
            return Some(Link::Row(id, found));
        }
        let diagnostic = Diagnostic::error("unknown-name", row.span, format!("`{}` has no row `{}`", known.id, row.text));
        let near = nearest(&row.text, known.rows.iter().map(|row| &*row.name));
        self.report(match near {
            Some(near) => diagnostic.help(format!("did you mean `{near}`")).fix(row.span, format!("\"{near}\"")),
            None => diagnostic.help("a row is named by the text of the file's first column, or by its number from 1"),
        })
    }

    pub(super) fn chain(&mut self, body: Expr, links: Vec<Link>, span: Span) -> Option<Expr> {
        let chain = Expr { ty: body.ty.clone(), kind: Kind::Chain(Box::new(body), links), span };
        let Kind::Chain(body, links) = &chain.kind else { return Some(chain) };
        if let Kind::Binary(operator, left, right) = &body.kind {
            let same = print::expression(self.book, left) == print::expression(self.book, right);
            let apart = matches!(operator, Operator::Subtract | Operator::Divide) || print::is_comparison(*operator);
            if same && apart && !inputs::is_literal(left) {
                let shown = print::expression(self.book, left);
                let changed = Expr { ty: left.ty.clone(), kind: Kind::Chain(left.clone(), links.clone()), span };
                let changed = print::expression(self.book, &changed);
                let sign = print::operator(*operator);
                let proposal = format!("{shown} {sign} ({changed})");
                let message = format!(
                    "both sides of `{sign}` are `{shown}` with the same inputs: `in` and `where` reach over everything to their left"
                );
                return self
                    .report(Diagnostic::error("reach", span, message).help(format!("write `{proposal}`")).fix(span, proposal));
            }
        }
        Some(chain)
    }
}
