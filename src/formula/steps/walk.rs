//! From an expression to the steps of its worked example.

use std::collections::{HashSet, VecDeque};

use super::super::eval::{Evaluated, Evaluator, MemoryId, Scope};
use super::super::print;
use super::super::substitute::{Putting, close, of_value};
use super::super::tree::{Body, Bound, Builtin, DefinitionId, Expr, Kind, Link, Search, TapeQuestion, Type, Value, Variable};
use super::super::winner::{follow, winning};
use super::{Detail, Form, STEPS, Setting, Stage, Step, Trial};

/// A `max` of more arms than this is not written out again with numbers: the detail has them.
const ARMS: usize = 4;
/// So many turns of a bound form are shown at most.
const TURNS: i128 = 5;
/// A bound form of more turns is not run again for its worked example.
const RUNS: i128 = 1_000;

/// What has still to be explained.
struct Need {
    expr: Expr,
    memory: MemoryId,
    frame: Vec<Value>,
    depth: usize,
}

/// Explains what is asked, then what that needs.
pub(super) struct Walk<'w, 'b> {
    evaluator: &'w mut Evaluator<'b>,
    depth: usize,
    ahead: VecDeque<Need>,
    seen: HashSet<(MemoryId, String)>,
    pub(super) steps: Vec<Step>,
    pub(super) left_out: usize,
}

impl<'w, 'b> Walk<'w, 'b> {
    pub(super) fn new(evaluator: &'w mut Evaluator<'b>, depth: usize) -> Walk<'w, 'b> {
        Walk { evaluator, depth, ahead: VecDeque::new(), seen: HashSet::new(), steps: Vec::new(), left_out: 0 }
    }

    /// Asks for an expression, unless it was asked before.
    pub(super) fn ask(&mut self, expr: &Expr, scope: Scope, depth: usize) {
        if self.seen.insert((scope.memory, print::expression(self.evaluator.book, expr))) {
            let expr = close(expr, &[]);
            self.ahead.push_back(Need { expr, memory: scope.memory, frame: scope.frame.to_vec(), depth });
        }
    }

    pub(super) fn run(&mut self) -> Evaluated<()> {
        while let Some(need) = self.ahead.pop_front() {
            if need.depth > self.depth || self.steps.len() == STEPS {
                self.left_out += 1;
            } else {
                let step = self.step(&need)?;
                self.steps.push(step);
            }
        }
        Ok(())
    }

    fn step(&mut self, need: &Need) -> Evaluated<Step> {
        let asked = &need.expr;
        let mut scope = Scope { memory: need.memory, frame: &need.frame };
        let value = match &asked.kind {
            Kind::Tape(TapeQuestion::Held | TapeQuestion::Timeline, tape, arguments) => {
                let arguments = self.evaluator.arguments(scope, *tape, arguments)?;
                Value::Number(self.evaluator.tape(scope.memory, *tape, arguments)?.highest.clone())
            }
            _ => self.evaluator.eval(scope, asked)?,
        };
        let mut step = Step {
            depth: need.depth,
            subject: None,
            definition: None,
            settings: Vec::new(),
            forms: Vec::new(),
            reasons: Vec::new(),
            detail: None,
            value,
            ty: asked.ty.clone(),
            inputs: Vec::new(),
        };
        let mut inner = asked;
        while let Kind::Chain(body, links) = &inner.kind {
            scope.memory = self.evaluator.linked(scope, links, inner.span)?;
            self.settings(&mut step, scope, links)?;
            inner = body;
        }
        let named = matches!(inner.kind, Kind::Definition(_) | Kind::Call(..) | Kind::Lookup(..) | Kind::Tape(..));
        step.subject = (named || !step.settings.is_empty()).then(|| close(asked, &[]));
        self.open(&mut step, scope, inner)?;
        let mut written = vec![step.subject.as_ref().map(|subject| print::expression(self.evaluator.book, subject))];
        step.forms.retain(|form| {
            let text = Some(print::expression(self.evaluator.book, &form.expr));
            let new = !written.contains(&text);
            written.push(text);
            new
        });
        Ok(step)
    }

    fn settings(&mut self, step: &mut Step, scope: Scope, links: &[Link]) -> Evaluated<()> {
        for link in links {
            match link {
                Link::In(scenario) => step.settings.push(Setting::Scenario(*scenario)),
                Link::Row(dataset, row) => step.settings.push(Setting::Row(*dataset, *row)),
                Link::Where(sets) => {
                    for (input, expr) in sets {
                        step.settings.retain(|known| !matches!(known, Setting::Input(other, _) if other == input));
                        let asked = Expr { kind: Kind::Input(*input), ty: expr.ty.clone(), span: expr.span };
                        step.settings.push(Setting::Input(*input, self.evaluator.eval(scope, &asked)?));
                    }
                }
            }
        }
        Ok(())
    }

    /// What a name, a call, a look-up or a question to a tape stands for.
    fn open(&mut self, step: &mut Step, scope: Scope, expr: &Expr) -> Evaluated<()> {
        let book = self.evaluator.book;
        match &expr.kind {
            Kind::Definition(id) => {
                step.definition = Some(*id);
                match &book.definitions[*id].body {
                    Body::Formula(body) => self.formula(step, Scope { frame: &[], ..scope }, body),
                    Body::Table(key, _) => self.row(step, Scope { frame: &[], ..scope }, *id, key),
                    Body::Tape(_) => Ok(()),
                }
            }
            Kind::Call(id, arguments) => {
                step.definition = Some(*id);
                let frame = self.evaluator.arguments(scope, *id, arguments)?;
                match &book.definitions[*id].body {
                    Body::Formula(body) => self.formula(step, Scope { frame: &frame, ..scope }, body),
                    _ => Ok(()),
                }
            }
            Kind::Lookup(id, key) => {
                step.definition = Some(*id);
                self.row(step, scope, *id, key)
            }
            Kind::Tape(_, id, arguments) => {
                step.definition = Some(*id);
                if step.ty == Type::Tape {
                    step.ty = book.definitions[*id].ty.clone();
                }
                let arguments = self.evaluator.arguments(scope, *id, arguments)?;
                let run = self.evaluator.tape(scope.memory, *id, arguments)?;
                step.detail = Some(Detail::Tape { tape: *id, rows: super::tape::rows(book, &run), held: run.held(book) });
                Ok(())
            }
            _ => self.formula(step, scope, expr),
        }
    }

    /// The row of a table: `states[optimizer]`, then `states[adamw_fused]`, then what stands there.
    fn row(&mut self, step: &mut Step, scope: Scope, id: DefinitionId, key: &Expr) -> Evaluated<()> {
        let mut putting = Putting::new(self.evaluator, scope);
        let chosen = putting.values(key)?;
        step.inputs = putting.inputs;
        let (ty, span) = (step.ty.clone(), key.span);
        let look_up = |key: Expr| Expr { kind: Kind::Lookup(id, Box::new(key)), ty: ty.clone(), span };
        step.forms.push(Form { stage: Stage::Symbols, expr: look_up(close(key, &[])) });
        let Body::Table(_, rows) = &self.evaluator.book.definitions[id].body else { return Ok(()) };
        let row = rows.iter().find(|(name, _)| matches!(&chosen.kind, Kind::Choice(value) if value == name));
        step.forms.push(Form { stage: Stage::Taken, expr: look_up(chosen) });
        row.map_or(Ok(()), |(_, row)| self.formula(step, Scope { frame: &[], ..scope }, row))
    }

    /// An expression, from symbols to numbers.
    fn formula(&mut self, step: &mut Step, scope: Scope, expr: &Expr) -> Evaluated<()> {
        step.forms.push(Form { stage: Stage::Symbols, expr: close(expr, &[]) });
        match &expr.kind {
            Kind::Bound(bound) => return self.turns(step, scope, bound, expr),
            Kind::Search(search) => return self.trials(step, scope, search, expr),
            Kind::Over(over) => {
                let rows = self.evaluator.book.datasets[over.dataset].rows.len();
                step.detail = Some(Detail::Rows { dataset: over.dataset, rows });
                return Ok(());
            }
            Kind::Winner(asked) => {
                let reached = follow(self.evaluator, scope, asked)?;
                self.arms(step, reached.scope, reached.expr)?;
                if let Some(arm) = winning(self.evaluator, reached.scope, reached.expr)? {
                    self.ask(arm, reached.scope, step.depth + 1);
                }
                return Ok(());
            }
            _ => {}
        }
        let mut putting = Putting::new(self.evaluator, scope);
        let taken = putting.branches(expr)?;
        let (mut reasons, mut conditions, mut inputs) = (putting.reasons, putting.needs, putting.inputs);
        let winner = self.arms(step, scope, &taken)?;
        let mut putting = Putting::new(self.evaluator, scope);
        let numbers = putting.values(winner.as_ref().unwrap_or(&taken))?;
        let reduced = putting.operands(&numbers)?;
        let mut needs = putting.needs;
        needs.append(&mut conditions);
        inputs.retain(|(input, _)| !putting.inputs.iter().any(|(known, _)| known == input));
        step.inputs.append(&mut putting.inputs);
        step.inputs.append(&mut inputs);
        step.reasons.append(&mut reasons);
        step.forms.push(Form { stage: Stage::Taken, expr: taken });
        step.forms.extend(winner.map(|expr| Form { stage: Stage::Taken, expr }));
        step.forms.push(Form { stage: Stage::Numbers, expr: numbers });
        step.forms.extend(reduced.map(|expr| Form { stage: Stage::Reduced, expr }));
        for need in &needs {
            self.ask(need, scope, step.depth + 1);
        }
        Ok(())
    }

    /// The arms of a `max` or `min`; if there are many, the arm that won.
    fn arms(&mut self, step: &mut Step, scope: Scope, expr: &Expr) -> Evaluated<Option<Expr>> {
        let Kind::Builtin(form @ (Builtin::Max | Builtin::Min), arms) = &expr.kind else { return Ok(None) };
        let winner = winning(self.evaluator, scope, expr)?;
        let mut found = Vec::with_capacity(arms.len());
        for arm in arms {
            found.push((close(arm, &[]), self.evaluator.eval(scope, arm)?));
        }
        let place = winner.and_then(|winner| arms.iter().position(|arm| std::ptr::eq(arm, winner)));
        step.detail = Some(Detail::Arms { form: *form, arms: found, winner: place });
        Ok(winner.filter(|_| arms.len() > ARMS).map(|arm| close(arm, &[])))
    }

    /// `sum(… for k in a..b)`: the ends, and some of the turns.
    fn turns(&mut self, step: &mut Step, scope: Scope, bound: &Bound, expr: &Expr) -> Evaluated<()> {
        let mut putting = Putting::new(self.evaluator, scope);
        let (from, to) = (putting.values(&bound.from)?, putting.values(&bound.to)?);
        let needs = putting.needs;
        step.inputs = putting.inputs;
        let (form, variable) = (bound.form, bound.variable.clone());
        let body = close(&bound.body, scope.frame);
        let ends = Bound { form, variable, body, from, to };
        let kind = Kind::Bound(Box::new(ends));
        step.forms.push(Form { stage: Stage::Numbers, expr: Expr { kind, ty: expr.ty.clone(), span: expr.span } });
        for need in &needs {
            self.ask(need, scope, step.depth + 1);
        }
        let Some((first, last)) = self.evaluator.interval(scope, &bound.from, &bound.to, expr.span)? else { return Ok(()) };
        let turns = last - first + 1;
        let mut frame = scope.frame.to_vec();
        frame.truncate(bound.variable.0);
        let mut at = |k: i128| {
            let mut frame = frame.clone();
            frame.push(Value::Number(k.into()));
            let value = self.evaluator.eval(Scope { frame: &frame, ..scope }, &bound.body)?;
            Ok((Value::Number(k.into()), value))
        };
        let mut shown: Vec<(Value, Value)> = Vec::new();
        if turns <= TURNS {
            for k in first..=last {
                shown.push(at(k)?);
            }
        } else if bound.form == Builtin::Sum {
            for k in [first, first + 1, last] {
                shown.push(at(k)?);
            }
        } else if turns <= RUNS {
            for k in first..=last {
                let turn = at(k)?;
                if turn.1 == step.value {
                    let around = (k - 1).max(first)..=(k + 1).min(last);
                    shown = around.map(&mut at).collect::<Evaluated<_>>()?;
                    break;
                }
            }
        }
        step.detail = Some(Detail::Turns { form, variable: bound.variable.1.clone(), shown, turns });
        Ok(())
    }

    /// `largest … with …`: the value found, and the one beside it for which the condition does not hold.
    fn trials(&mut self, step: &mut Step, scope: Scope, search: &Search, expr: &Expr) -> Evaluated<()> {
        let Some((first, last)) = self.evaluator.interval(scope, &search.from, &search.to, expr.span)? else { return Ok(()) };
        let tried = match &step.value {
            Value::Number(found) => {
                let found = found.to_i128().unwrap_or(first);
                if search.largest { [found, found + 1] } else { [found - 1, found] }
            }
            _ => [first, last],
        };
        let mut trials = Vec::new();
        for k in tried.into_iter().filter(|k| (first..=last).contains(k)) {
            trials.push(self.trial(step, scope, search, k, expr)?);
        }
        let variable = match &search.variable {
            Variable::Input(input) => self.evaluator.book.inputs[*input].id.clone(),
            Variable::Local(_, id) => id.clone(),
        };
        step.detail = Some(Detail::Trials { variable, trials });
        Ok(())
    }

    fn trial(&mut self, step: &Step, scope: Scope, search: &Search, k: i128, expr: &Expr) -> Evaluated<Trial> {
        let value = Value::Number(k.into());
        let Some((memory, frame)) = self.evaluator.trial(scope, search, k, expr.span)? else {
            return Ok(Trial { value, condition: None, holds: false });
        };
        let inside = Scope { memory, frame: &frame };
        let holds = self.evaluator.flag(inside, &search.condition)?;
        let mut putting = Putting::new(self.evaluator, inside);
        let taken = putting.branches(&search.condition)?;
        let condition = putting.values(&taken)?;
        let needs = putting.needs;
        if let (Variable::Input(input), true) = (&search.variable, step.value == value) {
            // What the condition asks is worked with the value found.
            for need in needs {
                let put = of_value(&value, &self.evaluator.book.inputs[*input].ty, need.span);
                let (ty, span) = (need.ty.clone(), need.span);
                let kind = Kind::Chain(Box::new(need), vec![Link::Where(vec![(*input, put)])]);
                self.ask(&Expr { kind, ty, span }, scope, step.depth + 1);
            }
        }
        Ok(Trial { value, condition: Some(condition), holds })
    }
}
