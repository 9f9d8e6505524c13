//! `largest NAME in a..b with CONDITION`, and `smallest`.

use super::enclosure;
use super::eval::{Evaluated, Evaluator, MemoryId, Scope};
use super::tree::{Search, Value, Variable};
use crate::diagnostic::Span;

impl Evaluator<'_> {
    /// Looks at the half that is asked for first, and leaves out ranges in which the condition cannot hold: right for
    /// any condition, and quick for those that grow.
    pub(super) fn search(&mut self, scope: Scope, search: &Search, span: Span) -> Evaluated<Value> {
        let Some((first, last)) = self.interval(scope, &search.from, &search.to, span)? else { return Ok(Value::None) };
        // Ranges still to be looked at, the next one last.
        let mut ranges = vec![(first, last)];
        while let Some((low, high)) = ranges.pop() {
            if low > high {
                continue;
            }
            self.count(span)?;
            if low < high {
                if !enclosure::excludes(self, scope, search, (low, high)) {
                    let middle = low + (high - low) / 2;
                    let halves = [(low, middle), (middle + 1, high)];
                    ranges.extend(if search.largest { halves } else { [halves[1], halves[0]] });
                }
                continue;
            }
            let kept = self.memories.len();
            let holds = self.holds(scope, search, low, span);
            self.truncate(kept);
            if holds? {
                return Ok(Value::Number(low.into()));
            }
        }
        Ok(Value::None)
    }

    fn holds(&mut self, scope: Scope, search: &Search, k: i128, span: Span) -> Evaluated<bool> {
        match self.trial(scope, search, k, span)? {
            Some((memory, frame)) => self.flag(Scope { memory, frame: &frame }, &search.condition),
            None => Ok(false),
        }
    }

    /// Where the condition of a search is asked for `k`; `None` if a requirement forbids this value.
    pub(super) fn trial(
        &mut self,
        scope: Scope,
        search: &Search,
        k: i128,
        span: Span,
    ) -> Evaluated<Option<(MemoryId, Vec<Value>)>> {
        let mut frame = scope.frame.to_vec();
        match &search.variable {
            Variable::Local(slot, _) => {
                frame.resize(*slot, Value::None);
                frame.push(Value::Number(k.into()));
                Ok(Some((scope.memory, frame)))
            }
            Variable::Input(input) => {
                let mut inputs = self.memories[scope.memory].inputs.to_vec();
                inputs[*input] = Value::Number(k.into());
                let row = self.memories[scope.memory].row;
                match self.enter(inputs, row, scope.memory, Some(span)) {
                    Ok(memory) => Ok(Some((memory, frame))),
                    Err(fault) if fault.code == "require" => Ok(None),
                    Err(fault) => Err(fault),
                }
            }
        }
    }
}
