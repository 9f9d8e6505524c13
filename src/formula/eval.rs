//! Evaluation: exact values of expressions, with the inputs of a scenario.
//!
//! Values carry no units: the checker has seen to it that they fit.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::arithmetic::{arithmetic, division, limited, limited_range, log2_floor, scaled, whole, within_limit};
use super::print;
use super::rational::Rational;
use super::tape::TapeRun;
use super::tree::{
    Body, Book, Bound, Builtin, DatasetId, DefinitionId, Expr, InputId, Kind, Link, Operator, Over, ScenarioId, TapeQuestion,
    Value,
};
use crate::diagnostic::{Diagnostic, Span};

/// Values that a bound form may run through.
const BOUND: i128 = 1_000_000;
/// Definitions, calls and turns of bound forms that one expression may take.
const EVALUATIONS: u64 = 10_000_000;
/// Sets of inputs that are kept between expressions.
const KEPT: usize = 256;

/// Why there is no value, and where; in a box, since it is the rare case.
pub type Fault = Box<Diagnostic>;

/// What evaluation gives.
pub type Evaluated<T> = Result<T, Fault>;

/// The values of all inputs of a page or command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment(Arc<[Value]>);

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
const NOWHERE: MemoryId = usize::MAX;

/// Evaluates expressions of one book and remembers what it computed.
///
/// It is meant for one thread; the book is shared.
#[derive(Debug)]
pub struct Evaluator<'b> {
    pub(super) book: &'b Book,
    site: Option<ScenarioId>,
    pub(super) memories: Vec<Memory>,
    index: HashMap<Situation, MemoryId>,
    layers: HashMap<Option<ScenarioId>, Arc<[Value]>>,
    /// What `over` gave: it asks nothing of the inputs around it, so that one answer holds for all.
    statistics: HashMap<Span, Value>,
    /// Is a requirement being asked: what it enters is not asked again.
    requiring: bool,
    evaluations: u64,
    pub(super) steps: u64,
}

/// The row of a dataset that is asked: which dataset, which row.
pub(super) type RowId = (DatasetId, usize);

/// What an expression's value depends on: the inputs and, inside `over`, the row.
type Situation = (Arc<[Value]>, Option<RowId>);

/// What was computed in one situation.
#[derive(Debug)]
pub(super) struct Memory {
    pub(super) inputs: Arc<[Value]>,
    pub(super) row: Option<RowId>,
    /// Do all requirements hold: asked when an expression enters these inputs, not when it only reads them.
    allowed: bool,
    values: Vec<Option<Value>>,
    tapes: HashMap<(DefinitionId, Vec<Value>), Rc<TapeRun>>,
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
        let mut inputs = self.layered(scenario)?.to_vec();
        for (input, value) in overrides {
            self.whole_input(*input, value, self.book.inputs[*input].span)?;
            inputs[*input] = value.clone();
        }
        let place = scenario.map(|scenario| self.book.scenarios[scenario].span);
        let memory = self.enter(inputs, None, place)?;
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
        self.place(environment.0.clone(), None)
    }

    fn start(&mut self) {
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

    /// Defaults, then the site's scenario, then `scenario`.
    fn layered(&mut self, scenario: Option<ScenarioId>) -> Evaluated<Arc<[Value]>> {
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
            let memory = if literal { NOWHERE } else { self.place((*inputs).into(), None) };
            for (input, value) in sets {
                let result = self.eval(Scope { memory, frame: &[] }, value)?;
                self.whole_input(*input, &result, value.span)?;
                inputs[*input] = result;
            }
        }
        Ok(())
    }

    /// The memory of a set of inputs, without asking whether it may be.
    fn place(&mut self, inputs: Arc<[Value]>, row: Option<RowId>) -> MemoryId {
        let situation = (inputs, row);
        if let Some(known) = self.index.get(&situation) {
            return *known;
        }
        let id = self.memories.len();
        let inputs = situation.0.clone();
        self.index.insert(situation, id);
        let values = vec![None; self.book.definitions.len()];
        self.memories.push(Memory { inputs, row, allowed: false, values, tapes: HashMap::new() });
        id
    }

    pub(super) fn truncate(&mut self, length: usize) {
        for memory in self.memories.drain(length..) {
            self.index.remove(&(memory.inputs, memory.row));
        }
    }

    /// Enters a set of inputs; `place` is where they were set.
    pub(super) fn enter(&mut self, inputs: Vec<Value>, row: Option<RowId>, place: Option<Span>) -> Evaluated<MemoryId> {
        let known = self.memories.len();
        let id = self.place(inputs.into(), row);
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

    /// The first requirement that does not hold with these inputs.
    fn unmet(&mut self, memory: MemoryId, place: Option<Span>) -> Option<Fault> {
        for require in &self.book.requires {
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
        self.enter(inputs, row, Some(place))
    }

    /// The inputs of a scenario or a row by itself.
    fn alone(&mut self, link: &Link, row: Option<RowId>) -> Evaluated<MemoryId> {
        Ok(match link {
            Link::In(scenario) => {
                let inputs = self.layered(Some(*scenario))?;
                self.place(inputs, row)
            }
            Link::Row(dataset, index) => {
                let mut inputs = self.layered(None)?.to_vec();
                for (input, value) in &self.book.datasets[*dataset].rows[*index].inputs {
                    inputs[*input] = value.clone();
                }
                self.place(inputs.into(), Some((*dataset, *index)))
            }
            Link::Where(_) => {
                let inputs = self.layered(None)?;
                self.place(inputs, row)
            }
        })
    }

    fn whole_input(&self, input: InputId, value: &Value, span: Span) -> Evaluated<()> {
        let input = &self.book.inputs[input];
        if input.whole { whole(&input.id, &input.ty, value, span) } else { Ok(()) }
    }

    /// The value of a definition without parameters, computed once for a set of inputs.
    fn definition(&mut self, memory: MemoryId, id: DefinitionId, span: Span) -> Evaluated<Value> {
        if let Some(known) = &self.memories[memory].values[id] {
            return Ok(known.clone());
        }
        self.count(span)?;
        let value = self.body(Scope { memory, frame: &[] }, id)?;
        self.memories[memory].values[id] = Some(value.clone());
        Ok(value)
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

    /// A tape's run, computed once for its arguments and a set of inputs.
    pub(super) fn tape(&mut self, memory: MemoryId, id: DefinitionId, arguments: Vec<Value>) -> Evaluated<Rc<TapeRun>> {
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
            _ => stacker::maybe_grow(128 << 10, 2 << 20, || self.compound(scope, expr)),
        }
    }

    fn compound(&mut self, scope: Scope, expr: &Expr) -> Evaluated<Value> {
        match &expr.kind {
            Kind::Definition(id) => self.definition(scope.memory, *id, expr.span),
            Kind::Call(id, arguments) => {
                self.count(expr.span)?;
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

    fn binary(&mut self, scope: Scope, operator: Operator, left: &Expr, right: &Expr, span: Span) -> Evaluated<Value> {
        match operator {
            Operator::And => return Ok(Value::Flag(self.flag(scope, left)? && self.flag(scope, right)?)),
            Operator::Or => return Ok(Value::Flag(self.flag(scope, left)? || self.flag(scope, right)?)),
            _ => {}
        }
        let (a, b) = (self.eval(scope, left)?, self.eval(scope, right)?);
        match operator {
            Operator::Equal => return Ok(Value::Flag(a == b)),
            Operator::NotEqual => return Ok(Value::Flag(a != b)),
            _ => {}
        }
        match (&a, &b) {
            (Value::Number(x), Value::Number(y)) => arithmetic(operator, x, y, (left, right), span),
            (Value::Number(x), Value::Range(low, high)) if operator == Operator::Within => Ok(Value::Flag(low <= x && x <= high)),
            (Value::Range(low, high), Value::Number(factor)) if operator == Operator::Divide => {
                let Some(factor) = Rational::ONE.div(factor) else { return division(right) };
                limited_range(scaled(low, high, &factor), span)
            }
            (Value::Range(low, high), Value::Number(factor)) | (Value::Number(factor), Value::Range(low, high)) => {
                limited_range(scaled(low, high, factor), span)
            }
            (Value::Range(a, b), Value::Range(c, d)) => limited_range((a.add(c), b.add(d)), span),
            _ if operator == Operator::Within || print::is_comparison(operator) => Ok(Value::Flag(false)),
            _ => Ok(Value::None),
        }
    }

    fn range(&mut self, scope: Scope, low: &Expr, high: &Expr, span: Span) -> Evaluated<Value> {
        match (self.eval(scope, low)?, self.eval(scope, high)?) {
            (Value::Number(low), Value::Number(high)) if low <= high => Ok(Value::Range(low, high)),
            (Value::Number(low), Value::Number(high)) => fault(
                "range",
                span,
                format!("the range ends below its start: {} .. {}", low.written().0, high.written().0),
                "write the lower end first",
            ),
            _ => Ok(Value::None),
        }
    }

    fn builtin(&mut self, scope: Scope, builtin: Builtin, arguments: &[Expr], span: Span) -> Evaluated<Value> {
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            match self.eval(scope, argument)? {
                Value::Number(number) => values.push(number),
                Value::Range(low, high) => return Ok(Value::Number(if builtin == Builtin::Low { low } else { high })),
                _ if matches!(builtin, Builtin::Min | Builtin::Max) => {}
                _ => return Ok(Value::None),
            }
        }
        let Some(first) = values.first() else { return Ok(Value::None) };
        let result = match builtin {
            Builtin::Min => values.iter().min().cloned().unwrap_or_else(|| first.clone()),
            Builtin::Max => values.iter().max().cloned().unwrap_or_else(|| first.clone()),
            Builtin::Sum => values.iter().fold(Rational::ZERO, |sum, value| sum.add(value)),
            Builtin::Abs => first.abs(),
            Builtin::Ceil => first.ceil(),
            Builtin::Floor => first.floor(),
            Builtin::Round => match values.get(1).map_or(Some(0), Rational::to_i128) {
                Some(digits) if digits.abs() <= 100 => first.round(i32::try_from(digits).unwrap_or(0)),
                _ => {
                    return fault(
                        "limit",
                        span,
                        "`round` takes a whole number of digits, at most 100",
                        "write it as a whole number",
                    );
                }
            },
            Builtin::Log2Floor => match log2_floor(first) {
                Some(power) => power.into(),
                None => {
                    return fault(
                        "domain",
                        span,
                        format!("`log2_floor` of {}", first.written().0),
                        "its argument must be above 0",
                    );
                }
            },
            Builtin::Low | Builtin::High | Builtin::Sqrt | Builtin::Log2 => return Ok(Value::None),
        };
        limited(result, span)
    }

    /// First and last value of a bound form; `None` if one of them has no value.
    pub(super) fn interval(&mut self, scope: Scope, from: &Expr, to: &Expr, span: Span) -> Evaluated<Option<(i128, i128)>> {
        let mut ends = [0i128; 2];
        for (end, expr) in ends.iter_mut().zip([from, to]) {
            match self.eval(scope, expr)? {
                Value::Number(number) => match number.to_i128() {
                    Some(whole) => *end = whole,
                    None => {
                        return fault(
                            "not-whole",
                            expr.span,
                            format!("a range of a bound form has whole ends, and this is {}", number.written().0),
                            "use `ceil` or `floor`",
                        );
                    }
                },
                _ => return Ok(None),
            }
        }
        if ends[1].saturating_sub(ends[0]) >= BOUND {
            return fault("limit", span, format!("a bound form may run through {BOUND} values"), "make its range smaller");
        }
        Ok(Some((ends[0], ends[1])))
    }

    fn bound(&mut self, scope: Scope, bound: &Bound, span: Span) -> Evaluated<Value> {
        let Some((first, last)) = self.interval(scope, &bound.from, &bound.to, span)? else { return Ok(Value::None) };
        let mut frame = scope.frame.to_vec();
        frame.truncate(bound.variable.0);
        frame.push(Value::None);
        let mut result: Option<Rational> = (bound.form == Builtin::Sum).then_some(Rational::ZERO);
        let kept = self.memories.len();
        for k in first..=last {
            self.count(span)?;
            frame[bound.variable.0] = Value::Number(k.into());
            let value = self.eval(Scope { frame: &frame, ..scope }, &bound.body)?;
            self.truncate(kept);
            result = match (value, result, bound.form) {
                (Value::Number(value), Some(sum), Builtin::Sum) => {
                    let sum = sum.add(&value);
                    within_limit(&sum, span)?;
                    Some(sum)
                }
                (_, _, Builtin::Sum) => return Ok(Value::None),
                (Value::Number(value), Some(best), Builtin::Min) => Some(best.min(value)),
                (Value::Number(value), Some(best), _) => Some(best.max(value)),
                (Value::Number(value), None, _) => Some(value),
                (_, best, _) => best,
            };
        }
        Ok(result.map_or(Value::None, Value::Number))
    }

    /// Asks an expression once per row, with the row's inputs on top of the site's.
    fn over(&mut self, scope: Scope, over: &Over, span: Span) -> Evaluated<Value> {
        let mut values = Vec::new();
        let constant = scope.frame.is_empty() && over.place.is_none();
        if let Some(known) = self.statistics.get(&span).filter(|_| constant) {
            return Ok(known.clone());
        }
        let kept = self.memories.len();
        let start = self.layered(None)?;
        let book = self.book;
        for (index, row) in book.datasets[over.dataset].rows.iter().enumerate() {
            self.count(span)?;
            let mut inputs = start.to_vec();
            for (input, value) in &row.inputs {
                inputs[*input] = value.clone();
            }
            let memory = self.enter(inputs, Some((over.dataset, index)), Some(row.span))?;
            values.push(self.eval(Scope { memory, ..scope }, &over.body)?);
            self.truncate(kept);
        }
        let place = match &over.place {
            Some(place) => match self.eval(scope, place)? {
                Value::Number(place) => Some(place),
                _ => return Ok(Value::None),
            },
            None => None,
        };
        let value = super::statistic::of(over.statistic, values, place, span)?;
        if constant {
            self.statistics.insert(span, value.clone());
        }
        Ok(value)
    }

    /// The inputs and readings of a dataset's row, from its cells.
    pub(super) fn read_row(&mut self, cells: &[Value], sets: &[(InputId, Expr)], readings: &[Expr]) -> Evaluated<RowValues> {
        let scope = Scope { memory: NOWHERE, frame: cells };
        let mut inputs = Vec::with_capacity(sets.len());
        for (input, expr) in sets {
            let value = self.eval(scope, expr)?;
            self.whole_input(*input, &value, expr.span)?;
            inputs.push((*input, value));
        }
        let readings = readings.iter().map(|expr| self.eval(scope, expr)).collect::<Evaluated<Vec<_>>>()?;
        Ok((inputs, readings))
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
