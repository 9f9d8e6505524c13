//! `largest NAME in a..b with CONDITION`, and `smallest`.

use super::eval::{Evaluated, Evaluator, MemoryId, Scope};
use super::tree::{Search, Value, Variable};
use crate::diagnostic::Span;

impl Evaluator<'_> {
    /// Tries every value from the end that is asked for, so that it is right for any condition.
    pub(super) fn search(&mut self, scope: Scope, search: &Search, span: Span) -> Evaluated<Value> {
        let Some((first, last)) = self.interval(scope, &search.from, &search.to, span)? else { return Ok(Value::None) };
        let mut k = if search.largest { last } else { first };
        while (first..=last).contains(&k) {
            self.count(span)?;
            let kept = self.memories.len();
            let holds = self.holds(scope, search, k, span);
            self.truncate(kept);
            if holds? {
                return Ok(Value::Number(k.into()));
            }
            k += if search.largest { -1 } else { 1 };
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
                frame.truncate(*slot);
                frame.push(Value::Number(k.into()));
                Ok(Some((scope.memory, frame)))
            }
            Variable::Input(input) => {
                let mut inputs = self.memories[scope.memory].inputs.to_vec();
                inputs[*input] = Value::Number(k.into());
                let row = self.memories[scope.memory].row;
                match self.enter(inputs, row, Some(span)) {
                    Ok(memory) => Ok(Some((memory, frame))),
                    Err(fault) if fault.code == "require" => Ok(None),
                    Err(fault) => Err(fault),
                }
            }
        }
    }
}
