//! The worked example, as data: symbols → numbers put in → result, and the same for every definition on the way.
//!
//! Nothing here is text of a language. [`super::notation`] writes it, with numbers through a given formatter.

mod tape;
mod walk;

use super::eval::{Environment, Evaluated, Evaluator, Scope};
use super::tree::{Builtin, DatasetId, DefinitionId, Expr, Id, InputId, ScenarioId, Type, Value};

pub use tape::{Row, RowKind};

/// Most steps of a worked example.
const STEPS: usize = 48;

/// How a value comes about.
#[derive(Debug, Clone)]
pub struct Worked {
    /// What was asked comes first, then each definition that it needs, once, those of a formula before theirs.
    pub steps: Vec<Step>,
    /// How many more definitions there are, deeper or beyond the limit.
    pub left_out: usize,
    /// All inputs that the value depends on, sorted by name.
    pub inputs: Vec<(InputId, Value)>,
}

/// One value: `blocks = 12 * n_layer * n_embd^2 = 12 * 6 * 384^2 = 10616832`.
#[derive(Debug, Clone)]
pub struct Step {
    /// How many definitions lie between this one and what was asked.
    pub depth: usize,
    /// What stands before the first `=`: a name, a call with its arguments' values, a chain. None if an expression
    /// without a name was asked.
    pub subject: Option<Expr>,
    /// The definition whose formula this is.
    pub definition: Option<DefinitionId>,
    /// What the chain of the subject sets.
    pub settings: Vec<Setting>,
    /// The expression as it goes from symbols to numbers; every form has the same value.
    pub forms: Vec<Form>,
    /// Conditions that decided which branches were taken, in the order in which they were asked.
    pub reasons: Vec<Reason>,
    /// What the forms alone do not show.
    pub detail: Option<Detail>,
    /// The result.
    pub value: Value,
    /// Its type.
    pub ty: Type,
    /// The inputs in the forms and reasons, in the order in which they stand there.
    pub inputs: Vec<(InputId, Value)>,
}

/// What a chain sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// `in S`.
    Scenario(ScenarioId),
    /// `in dataset["row"]`.
    Row(DatasetId, usize),
    /// `where input = value`.
    Input(InputId, Value),
}

/// The expression at one stage.
#[derive(Debug, Clone)]
pub struct Form {
    /// How far it is worked.
    pub stage: Stage,
    /// Itself.
    pub expr: Expr,
}

/// How far a form is worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// As it is written. Of a call it holds parameters, so that it has no value by itself.
    Symbols,
    /// Every `if` is replaced by the branch taken, a look-up by its row, a `max` of many by the arm that won.
    Taken,
    /// Values stand in place of names.
    Numbers,
    /// Terms or factors are computed.
    Reduced,
}

/// A condition that decided.
#[derive(Debug, Clone)]
pub struct Reason {
    /// As it is written.
    pub condition: Expr,
    /// With values in place of names.
    pub with_values: Expr,
    /// Does it hold.
    pub holds: bool,
}

/// What forms alone do not show.
#[derive(Debug, Clone)]
pub enum Detail {
    /// The arms of a `max` or `min` with their values, and which of them is the result.
    Arms {
        /// `max` or `min`.
        form: Builtin,
        /// The arms.
        arms: Vec<(Expr, Value)>,
        /// The first that reached the result.
        winner: Option<usize>,
    },
    /// `sum(… for k in a..b)`: values of the variable and of the body, some of them if there are many.
    Turns {
        /// `sum`, `max` or `min`.
        form: Builtin,
        /// The variable.
        variable: Id,
        /// The first turns and the last, or the turns around the best one. Gaps are where `k` jumps.
        shown: Vec<(Value, Value)>,
        /// How many turns there are.
        turns: i128,
    },
    /// `largest … with …`: the value found and the one that failed beside it.
    Trials {
        /// What is varied.
        variable: Id,
        /// The values, from small to large.
        trials: Vec<Trial>,
    },
    /// A statistic: how many rows were asked, those without a value included.
    Rows {
        /// Of which dataset.
        dataset: DatasetId,
        /// How many.
        rows: usize,
    },
    /// What a tape takes and gives back up to its end.
    Tape {
        /// Which tape.
        tape: DefinitionId,
        /// Its steps.
        rows: Vec<Row>,
        /// What is held at the highest point.
        held: Vec<(Id, super::rational::Rational)>,
    },
}

/// One value that a search tried.
#[derive(Debug, Clone)]
pub struct Trial {
    /// The value.
    pub value: Value,
    /// The condition with values in place of names; `None` if a requirement forbids the value.
    pub condition: Option<Expr>,
    /// Does it hold.
    pub holds: bool,
}

impl Evaluator<'_> {
    /// How the value of an expression comes about; `depth` definitions deep (0: the expression alone).
    ///
    /// # Errors
    /// As [`Evaluator::value`].
    pub fn worked(&mut self, environment: &Environment, expr: &Expr, depth: usize) -> Evaluated<Worked> {
        let inputs = self.resolved_inputs(environment, expr)?;
        let memory = self.recall(environment);
        let mut walk = walk::Walk::new(self, depth);
        walk.ask(expr, Scope { memory, frame: &[] }, 0);
        walk.run()?;
        Ok(Worked { steps: walk.steps, left_out: walk.left_out, inputs })
    }
}
