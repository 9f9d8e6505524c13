//! Layers of inputs: defaults < site < page < `in`, `where`; and what must hold of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::arithmetic::whole;
use super::eval::{Evaluated, Evaluator, Fault, Memory, MemoryId, NOWHERE, RowId, Scope, Values, fault};
use super::inputs::InputSet;
use super::print;
use super::tree::{Expr, InputId, Link, ScenarioId, Value};
use crate::diagnostic::{Diagnostic, Span};

/// Values that may be remembered at once: one for each definition and input in each set of inputs.
const REMEMBERED: usize = 10_000_000;

impl Evaluator<'_> {
    /// Defaults, then the site's scenario, then `scenario`.
    pub(super) fn layered(&mut self, scenario: Option<ScenarioId>) -> Evaluated<Arc<[Value]>> {
        if let Some(known) = self.layers.get(&scenario) {
            return Ok(known.clone());
        }
        let mut inputs = Vec::with_capacity(self.book.inputs.len());
        for input in &self.book.inputs {
            inputs.push(self.setting(inputs.len(), &input.default)?);
        }
        for scenario in [self.site, scenario].into_iter().flatten() {
            self.set(&mut inputs, scenario)?;
        }
        let inputs: Arc<[Value]> = inputs.into();
        self.layers.insert(scenario, inputs.clone());
        Ok(inputs)
    }

    /// What an input is set to by an expression of nothing but literals.
    pub(super) fn setting(&mut self, input: InputId, expr: &Expr) -> Evaluated<Value> {
        let value = self.eval(Scope { memory: NOWHERE, frame: &[] }, expr)?;
        self.whole_input(input, &value, expr.span)?;
        Ok(value)
    }

    /// Puts a scenario's settings, those of its bases first, into `inputs`; right sides are read in the base.
    fn set(&mut self, inputs: &mut [Value], scenario: ScenarioId) -> Evaluated<()> {
        let book = self.book;
        let mut line = vec![scenario];
        while let Some(base) = book.scenarios[line[line.len() - 1]].base {
            line.push(base);
        }
        for scenario in line.into_iter().rev() {
            let sets = &book.scenarios[scenario].sets;
            let literal = sets.iter().all(|(_, value)| super::inputs::is_literal(value));
            let memory = if literal { NOWHERE } else { self.place((*inputs).into(), None, None) };
            for (input, value) in sets {
                let result = self.eval(Scope { memory, frame: &[] }, value)?;
                self.whole_input(*input, &result, value.span)?;
                inputs[*input] = result;
            }
        }
        Ok(())
    }

    /// The memory of a set of inputs, without asking whether it may be; `origin` is where they came from.
    pub(super) fn place(&mut self, inputs: Arc<[Value]>, row: Option<RowId>, origin: Option<MemoryId>) -> MemoryId {
        let situation = (inputs, row);
        if let Some(known) = self.index.get(&situation) {
            return *known;
        }
        let id = self.memories.len();
        let inputs = situation.0.clone();
        self.index.insert(situation, id);
        let origin = origin.map(|origin| (origin, self.changed(origin, &inputs, row)));
        let values = Values::default();
        self.memories.push(Memory { inputs, row, origin, allowed: false, values, tapes: HashMap::new() });
        id
    }

    /// What is not the same in another memory.
    fn changed(&self, origin: MemoryId, inputs: &[Value], row: Option<RowId>) -> InputSet {
        let origin = &self.memories[origin];
        let mut changed = InputSet::default();
        changed.row = origin.row != row;
        let differs = |input: &InputId| inputs[*input] != origin.inputs[*input];
        (0..inputs.len()).filter(differs).for_each(|input| changed.put(input));
        changed
    }

    pub(super) fn truncate(&mut self, length: usize) {
        for memory in self.memories.drain(length..) {
            self.index.remove(&(memory.inputs, memory.row));
        }
    }

    /// Enters a set of inputs, made from those of `origin`; `place` is where they were set.
    pub(super) fn enter(
        &mut self,
        inputs: Vec<Value>,
        row: Option<RowId>,
        origin: MemoryId,
        place: Option<Span>,
    ) -> Evaluated<MemoryId> {
        let known = self.memories.len();
        let id = self.place(inputs.into(), row, Some(origin));
        if let Some(span) = place
            && self.is_full()
        {
            let help = "set inputs once, at the outside: definitions that set them for one another multiply";
            return fault("limit", span, "this is asked with too many sets of inputs at once", help);
        }
        // What a requirement itself asks for with other inputs need not meet the requirements.
        if self.memories[id].allowed || self.requiring {
            return Ok(id);
        }
        self.requiring = true;
        let failure = self.unmet(id, place);
        self.requiring = false;
        match failure {
            None => self.memories[id].allowed = true,
            Some(fault) => {
                self.truncate(known);
                return Err(fault);
            }
        }
        Ok(id)
    }

    /// Are there too many sets of inputs.
    pub(super) fn is_full(&self) -> bool {
        self.memories.len().saturating_mul(self.book.definitions.len() + self.book.inputs.len()) > REMEMBERED
    }

    /// The first requirement that does not hold with these inputs.
    fn unmet(&mut self, memory: MemoryId, place: Option<Span>) -> Option<Fault> {
        for (index, require) in self.book.requires.iter().enumerate() {
            if let Some((origin, changed)) = &self.memories[memory].origin
                && self.memories[*origin].allowed
                && !changed.meets(self.book.depends.require(index))
            {
                continue;
            }
            match self.eval(Scope { memory, frame: &[] }, &require.condition) {
                Ok(Value::Flag(true)) => {}
                Ok(_) => return Some(self.refused(memory, require, place)),
                Err(fault) => return Some(fault),
            }
        }
        None
    }

    /// The fault of a requirement that does not hold, with the values that it asks.
    fn refused(&self, memory: MemoryId, require: &super::tree::Require, place: Option<Span>) -> Fault {
        let asked = super::inputs::of(self.book, &require.condition);
        let values: Vec<_> = asked
            .iter()
            .map(|input| format!("{} = {}", self.book.inputs[*input].id, self.memories[memory].inputs[*input].written().0))
            .collect();
        let condition = print::expression(self.book, &require.condition);
        let message = format!("`{}` does not hold: `{condition}` with {}", require.id, values.join(", "));
        let diagnostic = match place {
            Some(place) => Diagnostic::error("require", place, message).also(require.span, "required here"),
            None => Diagnostic::error("require", require.span, message),
        };
        Box::new(diagnostic.help("set inputs for which it holds"))
    }

    /// Inputs inside a chain: the present ones, or a scenario's, with overrides. Right sides are read outside.
    pub(super) fn linked(&mut self, scope: Scope, links: &[Link], span: Span) -> Evaluated<MemoryId> {
        let has_in = links.iter().any(|link| matches!(link, Link::In(_) | Link::Row(..)));
        let start = if has_in { self.layered(None)? } else { self.memories[scope.memory].inputs.clone() };
        let mut inputs = start.to_vec();
        let mut outside = scope.memory;
        let mut row = self.memories[scope.memory].row;
        let mut place = span;
        // Right sides are read in the scenario or row of the chain, so that it means the same on every page.
        if let Some(named) = links.iter().find(|link| !matches!(link, Link::Where(_))) {
            outside = self.alone(named, row)?;
        }
        for link in links {
            match link {
                Link::Row(dataset, index) => {
                    let found = &self.book.datasets[*dataset].rows[*index];
                    for (input, value) in &found.inputs {
                        inputs[*input] = value.clone();
                    }
                    row = Some((*dataset, *index));
                    place = found.span;
                    outside = self.alone(link, row)?;
                }
                Link::In(scenario) => {
                    self.set(&mut inputs, *scenario)?;
                    outside = self.alone(link, row)?;
                }
                Link::Where(sets) => {
                    for (input, value) in sets {
                        let result = self.eval(Scope { memory: outside, ..scope }, value)?;
                        self.whole_input(*input, &result, value.span)?;
                        inputs[*input] = result;
                    }
                }
            }
        }
        self.enter(inputs, row, outside, Some(place))
    }

    /// The inputs of a scenario or a row by itself.
    fn alone(&mut self, link: &Link, row: Option<RowId>) -> Evaluated<MemoryId> {
        Ok(match link {
            Link::In(scenario) => {
                let inputs = self.layered(Some(*scenario))?;
                self.place(inputs, row, None)
            }
            Link::Row(dataset, index) => {
                let mut inputs = self.layered(None)?.to_vec();
                for (input, value) in &self.book.datasets[*dataset].rows[*index].inputs {
                    inputs[*input] = value.clone();
                }
                self.place(inputs.into(), Some((*dataset, *index)), None)
            }
            Link::Where(_) => {
                let inputs = self.layered(None)?;
                self.place(inputs, row, None)
            }
        })
    }

    pub(super) fn whole_input(&self, input: InputId, value: &Value, span: Span) -> Evaluated<()> {
        let input = &self.book.inputs[input];
        if input.whole { whole(&input.id, &input.ty, value, span) } else { Ok(()) }
    }
}
