//! Evaluation: exact values of expressions, with the inputs of a scenario.
//!
//! Values carry no units: the checker has seen to it that they fit.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::arithmetic::whole;
use super::inputs::InputSet;
use super::tape::TapeRun;
use super::tree::{Body, Book, DatasetId, DefinitionId, Expr, InputId, Kind, Link, ScenarioId, TapeQuestion, Value};
use crate::diagnostic::{Diagnostic, Span};

/// Operators, calls, definitions and turns of bound forms that one expression may take.
const EVALUATIONS: u64 = 10_000_000;
/// Sets of inputs that are kept between expressions.
const KEPT: usize = 32;

/// Why there is no value, and where; in a box, since it is the rare case.
pub type Fault = Box<Diagnostic>;

/// What evaluation gives.
pub type Evaluated<T> = Result<T, Fault>;

/// The values of all inputs of a page or command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment(pub(super) Arc<[Value]>);

impl Environment {
    /// The value of an input.
    pub fn input(&self, input: InputId) -> &Value {
        &self.0[input]
    }
}

/// What a row of a dataset sets, and its readings.
pub(super) type RowValues = (Vec<(InputId, Value)>, Vec<Value>);

/// Index of a [`Memory`].
pub(super) type MemoryId = usize;

/// Where literals are evaluated: nothing is asked of it.
pub(super) const NOWHERE: MemoryId = usize::MAX;

/// Evaluates expressions of one book and remembers what it computed.
///
/// It is meant for one thread; the book is shared.
#[derive(Debug)]
pub struct Evaluator<'b> {
    pub(super) book: &'b Book,
    pub(super) site: Option<ScenarioId>,
    pub(super) memories: Vec<Memory>,
    pub(super) index: HashMap<Situation, MemoryId>,
    pub(super) layers: HashMap<Option<ScenarioId>, Arc<[Value]>>,
    /// What `over` gave: it asks nothing of the inputs around it, so that one answer holds for all.
    pub(super) statistics: HashMap<Span, Value>,
    /// Is a requirement being asked: what it enters is not asked again.
    pub(super) requiring: bool,
    evaluations: u64,
    pub(super) steps: u64,
}

/// The row of a dataset that is asked: which dataset, which row.
pub(super) type RowId = (DatasetId, usize);

/// What an expression's value depends on: the inputs and, inside `over`, the row.
pub(super) type Situation = (Arc<[Value]>, Option<RowId>);

/// What was computed in one situation.
#[derive(Debug)]
pub(super) struct Memory {
    pub(super) inputs: Arc<[Value]>,
    pub(super) row: Option<RowId>,
    /// The memory whose inputs were changed to these, and which of them: what depends on none of them is computed there.
    pub(super) origin: Option<(MemoryId, InputSet)>,
    /// Do all requirements hold: asked when an expression enters these inputs, not when it only reads them.
    pub(super) allowed: bool,
    pub(super) values: Values,
    pub(super) tapes: HashMap<(DefinitionId, Vec<Value>), Rc<TapeRun>>,
}

/// The values of definitions, as far as they are known: most memories know few of many.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// For each definition the place of its value, counted from 1; 0 where there is none.
    places: Vec<u32>,
    known: Vec<Value>,
}

impl Values {
    fn get(&self, id: DefinitionId) -> Option<&Value> {
        let place = *self.places.get(id)?;
        self.known.get((place as usize).checked_sub(1)?)
    }

    fn put(&mut self, id: DefinitionId, value: Value, definitions: usize) {
        self.places.resize(definitions, 0);
        self.known.push(value);
        self.places[id] = u32::try_from(self.known.len()).unwrap_or(0);
    }
}

/// Where an expression is evaluated: the inputs, and the parameters and bound variables.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'f> {
    pub(super) memory: MemoryId,
    pub(super) frame: &'f [Value],
}

impl<'b> Evaluator<'b> {
    /// An evaluator whose lowest layer is the inputs' defaults, then `site`'s scenario.
    pub fn new(book: &'b Book, site: Option<ScenarioId>) -> Evaluator<'b> {
        Evaluator {
            book,
            site,
            memories: Vec::new(),
            index: HashMap::new(),
            layers: HashMap::new(),
            statistics: HashMap::new(),
            requiring: false,
            evaluations: 0,
            steps: 0,
        }
    }

    /// The book that is asked.
    pub fn book(&self) -> &'b Book {
        self.book
    }

    /// The inputs of a page or command: defaults < site < `scenario` < `overrides`.
    ///
    /// # Errors
    /// A `require` that does not hold, an input that cannot take its value, or a book with faults.
    pub fn environment(&mut self, scenario: Option<ScenarioId>, overrides: &[(InputId, Value)]) -> Evaluated<Environment> {
        if !self.book.sound {
            return Err(Box::new(Diagnostic::nowhere("book", "the formula book has faults, so nothing can be computed")));
        }
        self.start();
        let layered = self.layered(scenario)?;
        let mut inputs = layered.to_vec();
        for (input, value) in overrides {
            self.whole_input(*input, value, self.book.inputs[*input].span)?;
            inputs[*input] = value.clone();
        }
        let origin = self.place(layered, None, None);
        let place = scenario.map(|scenario| self.book.scenarios[scenario].span);
        let memory = self.enter(inputs, None, origin, place)?;
        Ok(Environment(self.memories[memory].inputs.clone()))
    }

    /// The value of an expression with these inputs.
    ///
    /// # Errors
    /// Whatever has no value: a division by zero, a figure that must be whole and is not, a limit reached.
    pub fn value(&mut self, environment: &Environment, expr: &Expr) -> Evaluated<Value> {
        let memory = self.recall(environment);
        let result = self.eval(Scope { memory, frame: &[] }, expr);
        result.map_err(|fault| asked_for(fault, expr.span))
    }

    /// The inputs that an expression depends on, sorted by name, with the values they have here (a chain at its top
    /// included): what makes two shown numbers the same number.
    ///
    /// # Errors
    /// As [`Evaluator::value`].
    pub fn resolved_inputs(&mut self, environment: &Environment, expr: &Expr) -> Evaluated<Vec<(InputId, Value)>> {
        let (environment, asked) = match &expr.kind {
            Kind::Chain(body, links) => (self.chained(environment, links, expr.span)?, &**body),
            _ => (environment.clone(), expr),
        };
        let mut found = super::inputs::of(self.book, asked);
        found.sort_by(|a, b| self.book.inputs[*a].id.cmp(&self.book.inputs[*b].id));
        Ok(found.into_iter().map(|input| (input, environment.input(input).clone())).collect())
    }

    /// What a tape holds, and when, with these inputs: `expr` is `held(t)`, `highest(t)` or their like.
    ///
    /// # Errors
    /// As [`Evaluator::value`]; `None` if the expression asks no tape.
    pub fn tape_run(&mut self, environment: &Environment, expr: &Expr) -> Evaluated<Option<Rc<TapeRun>>> {
        let memory = self.recall(environment);
        let Kind::Tape(question, tape, arguments) = &expr.kind else { return Ok(None) };
        let arguments = self.arguments(Scope { memory, frame: &[] }, *tape, arguments)?;
        let run = self.tape(memory, *tape, arguments)?;
        if *question == TapeQuestion::Timeline && !run.can_be_drawn() {
            let message = format!("this timeline has more than {} points", super::tape::STEPS);
            return fault("limit", expr.span, message, "draw one of the tapes that it plays");
        }
        Ok(Some(run))
    }

    /// The inputs inside a chain.
    ///
    /// # Errors
    /// As [`Evaluator::environment`].
    pub fn chained(&mut self, environment: &Environment, links: &[Link], span: Span) -> Evaluated<Environment> {
        let memory = self.recall(environment);
        let memory = self.linked(Scope { memory, frame: &[] }, links, span)?;
        Ok(Environment(self.memories[memory].inputs.clone()))
    }

    /// Begins an expression: the memory of its inputs.
    pub(super) fn recall(&mut self, environment: &Environment) -> MemoryId {
        self.start();
        self.place(environment.0.clone(), None, None)
    }

    pub(super) fn start(&mut self) {
        if self.memories.len() > KEPT {
            self.truncate(0);
        }
        self.evaluations = 0;
        self.steps = 0;
    }

    pub(super) fn count(&mut self, span: Span) -> Evaluated<()> {
        self.evaluations += 1;
        if self.evaluations > EVALUATIONS {
            return fault("limit", span, format!("this takes more than {EVALUATIONS} evaluations"), "make its ranges smaller");
        }
        Ok(())
    }

    /// The value of a definition without parameters, computed once for the inputs that it depends on.
    pub(super) fn definition(&mut self, memory: MemoryId, id: DefinitionId) -> Evaluated<Value> {
        let memory = self.home(memory, id);
        if let Some(known) = self.memories[memory].values.get(id) {
            return Ok(known.clone());
        }
        let value = self.body(Scope { memory, frame: &[] }, id)?;
        self.memories[memory].values.put(id, value.clone(), self.book.definitions.len());
        Ok(value)
    }

    /// The memory in which a definition is computed: the first one whose inputs were changed to these without changing
    /// anything that the definition depends on.
    ///
    /// Requirements, which allow more, share nothing with others.
    fn home(&self, mut memory: MemoryId, id: DefinitionId) -> MemoryId {
        let depends = self.book.depends.definition(id);
        while let Some((origin, changed)) = &self.memories[memory].origin
            && !self.requiring
            && !changed.meets(depends)
        {
            memory = *origin;
        }
        memory
    }

    fn body(&mut self, scope: Scope, id: DefinitionId) -> Evaluated<Value> {
        let definition = &self.book.definitions[id];
        let value = match &definition.body {
            Body::Formula(body) => self.eval(scope, body)?,
            Body::Table(key, _) => {
                let key = self.eval(scope, key)?;
                self.row(scope, id, &key)?
            }
            Body::Tape(_) => Value::None,
        };
        if definition.whole {
            let span = if let Body::Formula(body) = &definition.body { body.span } else { definition.span };
            whole(&definition.id, &definition.ty, &value, span)?;
        }
        Ok(value)
    }

    fn row(&mut self, scope: Scope, id: DefinitionId, key: &Value) -> Evaluated<Value> {
        let definition = &self.book.definitions[id];
        let Body::Table(_, rows) = &definition.body else { return Ok(Value::None) };
        let row = rows.iter().find(|(name, _)| matches!(key, Value::Choice(value) if value == name));
        let Some((_, expr)) = row else { return Ok(Value::None) };
        let value = self.eval(Scope { memory: scope.memory, frame: &[] }, expr)?;
        if definition.whole {
            whole(&definition.id, &definition.ty, &value, expr.span)?;
        }
        Ok(value)
    }

    /// The values of arguments; those that must be whole are.
    pub(super) fn arguments(&mut self, scope: Scope, id: DefinitionId, arguments: &[Expr]) -> Evaluated<Vec<Value>> {
        let definition = &self.book.definitions[id];
        let mut values = Vec::with_capacity(arguments.len());
        for (argument, (name, ty, must)) in arguments.iter().zip(&definition.parameters) {
            let value = self.eval(scope, argument)?;
            if *must {
                whole(name, ty, &value, argument.span)?;
            }
            values.push(value);
        }
        Ok(values)
    }

    /// A tape's run, computed once for its arguments and the inputs that it depends on.
    pub(super) fn tape(&mut self, memory: MemoryId, id: DefinitionId, arguments: Vec<Value>) -> Evaluated<Rc<TapeRun>> {
        let memory = self.home(memory, id);
        let key = (id, arguments);
        if let Some(known) = self.memories[memory].tapes.get(&key) {
            return Ok(known.clone());
        }
        let run = Rc::new(stacker::maybe_grow(128 << 10, 2 << 20, || self.run(Scope { memory, frame: &key.1 }, id))?);
        self.memories[memory].tapes.insert(key, run.clone());
        Ok(run)
    }

    /// The value of a node.
    pub(super) fn eval(&mut self, scope: Scope, expr: &Expr) -> Evaluated<Value> {
        match &expr.kind {
            Kind::Number(value, _) => Ok(Value::Number(value.clone())),
            Kind::Input(id) => Ok(self.memories[scope.memory].inputs[*id].clone()),
            Kind::Local(slot, _) => Ok(scope.frame[*slot].clone()),
            Kind::Flag(flag) => Ok(Value::Flag(*flag)),
            Kind::Choice(id) => Ok(Value::Choice(id.clone())),
            Kind::NameOf(id) => Ok(Value::Name(id.clone())),
            Kind::None => Ok(Value::None),
            _ => {
                self.count(expr.span)?;
                stacker::maybe_grow(128 << 10, 2 << 20, || self.compound(scope, expr))
            }
        }
    }

    fn compound(&mut self, scope: Scope, expr: &Expr) -> Evaluated<Value> {
        match &expr.kind {
            Kind::Definition(id) => self.definition(scope.memory, *id),
            Kind::Call(id, arguments) => {
                let frame = self.arguments(scope, *id, arguments)?;
                self.body(Scope { frame: &frame, ..scope }, *id)
            }
            Kind::Lookup(id, key) => {
                let key = self.eval(scope, key)?;
                self.row(scope, *id, &key)
            }
            Kind::Builtin(builtin, arguments) => self.builtin(scope, *builtin, arguments, expr.span),
            Kind::Negate(operand) => Ok(match self.eval(scope, operand)? {
                Value::Number(number) => Value::Number(number.neg()),
                other => other,
            }),
            Kind::Not(operand) => Ok(Value::Flag(!self.flag(scope, operand)?)),
            Kind::Binary(operator, left, right) => self.binary(scope, *operator, left, right, expr.span),
            Kind::Range(low, high) => self.range(scope, low, high, expr.span),
            Kind::If(condition, then, otherwise) => {
                let branch = if self.flag(scope, condition)? { then } else { otherwise };
                self.eval(scope, branch)
            }
            Kind::Bound(bound) => self.bound(scope, bound, expr.span),
            Kind::Search(search) => self.search(scope, search, expr.span),
            Kind::Chain(body, links) => {
                let memory = self.linked(scope, links, expr.span)?;
                self.eval(Scope { memory, ..scope }, body)
            }
            Kind::Reading(dataset, reading) => match self.memories[scope.memory].row {
                Some((known, row)) if known == *dataset => Ok(self.book.datasets[*dataset].rows[row].readings[*reading].clone()),
                _ => {
                    let dataset = &self.book.datasets[*dataset];
                    let message = format!("`{}` has a value in a row only", dataset.readings[*reading].0);
                    fault("dataset", expr.span, message, &format!("ask all rows: `median(… over {})`", dataset.id))
                }
            },
            Kind::Over(over) => self.over(scope, over, expr.span),
            Kind::Winner(asked) => super::winner::winner(self, scope, asked),
            Kind::Tape(question, id, arguments) => {
                let arguments = self.arguments(scope, *id, arguments)?;
                // Each tape that is asked has its own limit of steps; a search asks thousands.
                let before = std::mem::take(&mut self.steps);
                let run = self.tape(scope.memory, *id, arguments)?;
                self.steps = before;
                Ok(match question {
                    TapeQuestion::Highest => Value::Number(run.highest.clone()),
                    TapeQuestion::Left => Value::Number(run.left.clone()),
                    TapeQuestion::Step => run.step(self.book).map_or(Value::None, Value::Name),
                    TapeQuestion::Held | TapeQuestion::Timeline => {
                        return fault(
                            "type-mismatch",
                            expr.span,
                            "this is for breakdowns and pictures, not a value",
                            "show it with `{% breakdown … %}`",
                        );
                    }
                })
            }
            _ => Ok(Value::None),
        }
    }

    /// The truth of a condition.
    pub(super) fn flag(&mut self, scope: Scope, expr: &Expr) -> Evaluated<bool> {
        match self.eval(scope, expr)? {
            Value::Flag(flag) => Ok(flag),
            _ => fault("none", expr.span, "this condition has no value", "ask before: `x != none and …`"),
        }
    }
}

/// A fault at a place of the book, with the place of the page or command that asked for it.
fn asked_for(mut fault: Fault, span: Span) -> Fault {
    let inside = |at: Span| at.source == span.source && span.start <= at.start && at.end <= span.end;
    if !fault.labels.iter().any(|(at, _)| inside(*at)) {
        fault.labels.push((span, "asked for here".to_string()));
    }
    fault
}

/// An error at a place, with what to do.
pub(super) fn fault<T>(code: &'static str, span: Span, message: impl Into<String>, help: &str) -> Evaluated<T> {
    Err(Box::new(Diagnostic::error(code, span, message).help(help)))
}
