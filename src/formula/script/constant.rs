//! What is the same whatever the inputs are, and which definitions a search leaves as they are.

use std::collections::{BTreeMap, BTreeSet};

use super::super::eval::Scope;
use super::super::inputs::is_literal;
use super::super::tree::{DefinitionId, Expr, InputId, Kind, Link, Variable};
use super::{Script, quoted};

impl Script<'_> {
    /// A chain that names its scenario or row, or a figure over a dataset: its value, if nothing around it matters.
    pub(super) fn constant(&mut self, expr: &Expr) -> Option<String> {
        if !self.is_constant(expr) {
            return None;
        }
        self.evaluator.start();
        let result = self.evaluator.layered(None).and_then(|inputs| {
            let memory = self.evaluator.place(inputs, None, None);
            self.evaluator.eval(Scope { memory, frame: &[] }, expr)
        });
        match result {
            Ok(value) => Some(self.value(&value)),
            // Whether requirements are asked depends on who asks.
            Err(fault) if fault.code == "require" => None,
            Err(fault) => Some(format!("fault({})", quoted(fault.code))),
        }
    }

    fn is_constant(&self, expr: &Expr) -> bool {
        match &expr.kind {
            Kind::Chain(_, links) => {
                let has_row = links.iter().any(|link| matches!(link, Link::Row(..)));
                let is_named = has_row || links.iter().any(|link| matches!(link, Link::In(_)));
                is_named && !names_outer(expr, &mut Vec::new()) && (has_row || !self.reads(expr, &mut BTreeSet::new()))
            }
            Kind::Over(over) => over.place.as_ref().is_none_or(is_literal) && !names_outer(expr, &mut Vec::new()),
            _ => false,
        }
    }

    /// Does it ask for the present row of a dataset, on whatever way.
    fn reads(&self, expr: &Expr, seen: &mut BTreeSet<DefinitionId>) -> bool {
        let mut found = false;
        let mut asked = Vec::new();
        expr.visit(&mut |node| {
            found |= matches!(node.kind, Kind::Reading(..));
            asked.extend(definition_of(node));
        });
        found || asked.into_iter().any(|id| self.definition_reads(id, seen))
    }

    fn definition_reads(&self, id: DefinitionId, seen: &mut BTreeSet<DefinitionId>) -> bool {
        if !seen.insert(id) {
            return false;
        }
        let body = &self.book.definitions[id].body;
        let mut played = Vec::new();
        body.plays(&mut |play, _| played.push(play.tape));
        body.expressions().into_iter().any(|expr| self.reads(expr, seen))
            || played.into_iter().any(|tape| self.definition_reads(tape, seen))
    }

    /// The slots whose values may change with an input, in order.
    pub(super) fn depending(&self, input: InputId) -> Vec<usize> {
        let mut known = BTreeMap::new();
        let mut slots: Vec<usize> =
            self.slots.iter().filter(|(id, _)| self.definition_depends(**id, input, &mut known)).map(|(_, slot)| *slot).collect();
        slots.sort_unstable();
        slots
    }

    fn definition_depends(&self, id: DefinitionId, input: InputId, known: &mut BTreeMap<DefinitionId, bool>) -> bool {
        if let Some(known) = known.get(&id) {
            return *known;
        }
        let body = &self.book.definitions[id].body;
        let mut played = Vec::new();
        body.plays(&mut |play, _| played.push(play.tape));
        let depends = stacker::maybe_grow(128 << 10, 2 << 20, || {
            body.expressions().into_iter().any(|expr| self.depends(expr, input, known))
                || played.into_iter().any(|tape| self.definition_depends(tape, input, known))
        });
        known.insert(id, depends);
        depends
    }

    fn depends(&self, expr: &Expr, input: InputId, known: &mut BTreeMap<DefinitionId, bool>) -> bool {
        if self.is_constant(expr) {
            return false;
        }
        match &expr.kind {
            Kind::Input(found) => *found == input,
            // Where inputs are set, requirements are asked, and they may ask for any input.
            Kind::Chain(..) => true,
            Kind::Search(search) if matches!(search.variable, Variable::Input(_)) => true,
            _ => {
                definition_of(expr).is_some_and(|id| self.definition_depends(id, input, known))
                    || expr.children().into_iter().any(|child| self.depends(child, input, known))
            }
        }
    }
}

/// The definition that a node asks for.
fn definition_of(expr: &Expr) -> Option<DefinitionId> {
    match &expr.kind {
        Kind::Definition(id) | Kind::Call(id, _) | Kind::Lookup(id, _) | Kind::Tape(_, id, _) => Some(*id),
        _ => None,
    }
}

/// Does it name a parameter or a variable that it does not bind itself.
fn names_outer(expr: &Expr, bound: &mut Vec<usize>) -> bool {
    let variable = match &expr.kind {
        Kind::Local(slot, _) => return !bound.contains(slot),
        Kind::Bound(form) => Some(form.variable.0),
        Kind::Search(search) => match search.variable {
            Variable::Local(slot, _) => Some(slot),
            Variable::Input(_) => None,
        },
        _ => None,
    };
    bound.extend(variable);
    let found = expr.children().into_iter().any(|child| names_outer(child, bound));
    bound.truncate(bound.len() - usize::from(variable.is_some()));
    found
}
