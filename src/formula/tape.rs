//! Tapes: what is held, and when. A peak is not a sum but the highest point of a running total.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::eval::{Evaluated, Evaluator, Scope, fault};
use super::rational::Rational;
use super::tree::{Body, Book, DefinitionId, Expr, Id, Play, Step, StepKind, Tape, Value};
use crate::diagnostic::{Diagnostic, Span};

/// Most steps of a run.
pub(super) const STEPS: u64 = 100_000;

/// What a tape did with one set of inputs and arguments.
#[derive(Debug)]
pub struct TapeRun {
    /// Which tape.
    pub tape: DefinitionId,
    /// What happened, in order; steps of branches not taken are left out.
    pub moments: Vec<Moment>,
    /// The highest point of the running total; the total begins at 0.
    pub highest: Rational,
    /// The running total at the end.
    pub left: Rational,
    /// How many points its timeline has: tapes that play one another twice may have very many.
    points: u64,
    /// The moment of the highest point, the first of equals; `None` if the total never rose above its beginning.
    pub(super) at: Option<usize>,
    start: Vec<Option<Held>>,
    end: Vec<Option<Held>>,
}

/// A name that is held: how much, and the step that took it. A negative amount is owed: more of it was given back
/// than was taken here.
#[derive(Debug, Clone)]
struct Held {
    amount: Rational,
    taken: Span,
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct Moment {
    /// What.
    pub event: Event,
    /// The running total after it.
    pub total: Rational,
    /// The step in the book.
    pub span: Span,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Event {
    /// So much was taken under the name in this slot.
    Take(usize, Rational),
    /// So much was given back.
    Give(usize, Rational),
    /// So much was taken and given back at once.
    Touch(usize, Rational),
    /// Another tape ran so many times; its slots are here at these.
    Play {
        /// Its run.
        run: Rc<TapeRun>,
        /// How often.
        times: Rational,
        /// For each of its slots the slot here.
        slots: Vec<usize>,
    },
}

impl Event {
    fn points(&self) -> u64 {
        match self {
            Event::Take(..) | Event::Give(..) => 1,
            Event::Touch(..) => 2,
            Event::Play { run, times, .. } => run.points.saturating_mul(if *times == Rational::ONE { 1 } else { 2 }),
        }
    }
}

/// A tape while it runs.
struct Run<'t> {
    tape: &'t Tape,
    /// Must amounts be whole.
    whole: bool,
    held: Vec<Option<Held>>,
    total: Rational,
    highest: Rational,
    at: Option<usize>,
    moments: Vec<Moment>,
}

impl Evaluator<'_> {
    /// Runs a tape; its arguments are the scope's frame.
    pub(super) fn run(&mut self, scope: Scope, id: DefinitionId) -> Evaluated<TapeRun> {
        let book = self.book;
        let definition = &book.definitions[id];
        let Body::Tape(tape) = &definition.body else {
            return fault("type-mismatch", definition.span, format!("`{}` is not a tape", definition.id), "name a tape");
        };
        let mut held: Vec<Option<Held>> = vec![None; tape.names.len()];
        if let Some(play) = &tape.after {
            let arguments = self.arguments(scope, play.tape, &play.arguments)?;
            let before = self.tape(scope.memory, play.tape, arguments)?;
            for (slot, left) in play.slots.iter().zip(&before.end) {
                held[*slot].clone_from(left);
            }
        }
        let start = held.clone();
        let mut run = Run {
            tape,
            whole: definition.whole,
            held,
            total: Rational::ZERO,
            highest: Rational::ZERO,
            at: None,
            moments: Vec::new(),
        };
        self.steps(scope, &mut run, &tape.steps)?;
        let points = run.moments.iter().fold(0u64, |sum, moment| sum.saturating_add(moment.event.points()));
        Ok(TapeRun {
            tape: id,
            moments: run.moments,
            highest: run.highest,
            left: run.total,
            points,
            at: run.at,
            start,
            end: run.held,
        })
    }

    fn steps(&mut self, scope: Scope, run: &mut Run, steps: &[Step]) -> Evaluated<()> {
        for step in steps {
            self.count(step.span)?;
            self.steps += 1;
            if self.steps > STEPS {
                return fault(
                    "limit",
                    step.span,
                    format!("this takes more than {STEPS} steps of tapes"),
                    "use `repeat N times TAPE` instead of many steps",
                );
            }
            match &step.kind {
                StepKind::Take(slot, amount) => {
                    let amount = self.amount(scope, run, *slot, amount)?;
                    run.take(*slot, amount, step.span)?;
                }
                StepKind::Give(slot) => run.give(*slot, None, step.span)?,
                StepKind::GivePart(slot, amount) => {
                    let amount = self.amount(scope, run, *slot, amount)?;
                    run.give(*slot, Some(amount), step.span)?;
                }
                StepKind::GiveOther(slot, amount) => {
                    let amount = self.amount(scope, run, *slot, amount)?;
                    run.owe(*slot, amount, step.span)?;
                }
                StepKind::Touch(slot, amount) => {
                    let amount = self.amount(scope, run, *slot, amount)?;
                    run.rise(run.total.add(&amount));
                    run.moment(Event::Touch(*slot, amount), step.span);
                }
                StepKind::Play(times, play) => self.play(scope, run, times.as_ref(), play, step.span)?,
                StepKind::If(branches, otherwise) => {
                    let mut taken = otherwise;
                    for (condition, steps) in branches {
                        if self.flag(scope, condition)? {
                            taken = steps;
                            break;
                        }
                    }
                    self.steps(scope, run, taken)?;
                }
            }
        }
        Ok(())
    }

    fn amount(&mut self, scope: Scope, run: &Run, slot: usize, expr: &Expr) -> Evaluated<Rational> {
        match self.eval(scope, expr)? {
            Value::Number(amount) if amount.is_negative() => {
                let message =
                    format!("the amount of `{}` is negative: {} {}", run.name(slot), amount.written().0, expr.ty.unit());
                fault("tape", expr.span, message.trim_end(), "give back with `-`")
            }
            Value::Number(amount) => {
                if run.whole {
                    super::arithmetic::whole(run.name(slot), &expr.ty, &Value::Number(amount.clone()), expr.span)?;
                }
                Ok(amount)
            }
            _ => {
                let message = format!("the amount of `{}` has no value", run.name(slot));
                fault("tape", expr.span, message, "say what to take then: `if x = none then 0 else x`")
            }
        }
    }

    fn play(&mut self, scope: Scope, run: &mut Run, times: Option<&Expr>, play: &Play, span: Span) -> Evaluated<()> {
        let times = match times {
            None => Rational::ONE,
            Some(expr) => match self.eval(scope, expr)? {
                Value::Number(times) if times.is_whole() && !times.is_negative() => times,
                other => {
                    return fault(
                        "tape",
                        expr.span,
                        format!("a tape is repeated a whole number of times, and this is {}", other.written().0),
                        "use `ceil` or `floor`",
                    );
                }
            },
        };
        if times.is_zero() {
            return Ok(());
        }
        let arguments = self.arguments(scope, play.tape, &play.arguments)?;
        let played = self.tape(scope.memory, play.tape, arguments)?;
        // What lies between the first and the last repetition is lower than one of them.
        let before_last = times.sub(&Rational::ONE).mul(&played.left);
        if played.at.is_some() {
            run.rise(run.total.add(&played.highest));
            run.rise(run.total.add(&before_last).add(&played.highest));
        }
        for (index, slot) in play.slots.iter().enumerate() {
            run.settle(*slot, played.start[index].as_ref(), played.end[index].as_ref(), &times, span)?;
        }
        run.total = run.total.add(&times.mul(&played.left));
        run.moment(Event::Play { run: played, times, slots: play.slots.clone() }, span);
        Ok(())
    }
}

impl Run<'_> {
    /// A point that the total reaches in the moment to come.
    fn rise(&mut self, point: Rational) {
        if point > self.highest {
            self.highest = point;
            self.at = Some(self.moments.len());
        }
    }

    fn moment(&mut self, event: Event, span: Span) {
        self.moments.push(Moment { event, total: self.total.clone(), span });
    }

    fn name(&self, slot: usize) -> &Id {
        &self.tape.names[slot]
    }

    fn take(&mut self, slot: usize, amount: Rational, span: Span) -> Evaluated<()> {
        // What is owed under this name is settled first.
        let owed = match &self.held[slot] {
            Some(held) if held.amount.is_negative() => held.amount.clone(),
            Some(held) => {
                let message = format!("`{}` is taken twice", self.name(slot));
                let diagnostic = Diagnostic::error("tape", span, message)
                    .note("taken again")
                    .also(held.taken, "taken here, and not given back since");
                return Err(Box::new(diagnostic.help("give it back first, or take it under another name")));
            }
            None => Rational::ZERO,
        };
        self.total = self.total.add(&amount);
        self.rise(self.total.clone());
        let kept = owed.add(&amount);
        let settled = kept.is_zero() && !owed.is_zero();
        self.held[slot] = (!settled).then_some(Held { amount: kept, taken: span });
        self.moment(Event::Take(slot, amount), span);
        Ok(())
    }

    fn give(&mut self, slot: usize, part: Option<Rational>, span: Span) -> Evaluated<()> {
        let name = self.name(slot).clone();
        let Some(held) = self.held[slot].as_mut().filter(|held| !held.amount.is_negative()) else {
            let message = format!("`{name}` is given back, and it is not held");
            return fault(
                "tape",
                span,
                message,
                &format!("take it first, or say how much comes from elsewhere: `- {name} AMOUNT`"),
            );
        };
        let amount = part.clone().unwrap_or_else(|| held.amount.clone());
        if amount > held.amount {
            let message =
                format!("more of `{name}` is given back than is held: {} of {}", amount.written().0, held.amount.written().0);
            let diagnostic = Diagnostic::error("tape", span, message).note("given back").also(held.taken, "taken here");
            return Err(Box::new(diagnostic.help(format!("give back all that is left with `- {name}`"))));
        }
        held.amount = held.amount.sub(&amount);
        if held.amount.is_zero() {
            self.held[slot] = None;
        }
        self.total = self.total.sub(&amount);
        self.moment(Event::Give(slot, amount), span);
        Ok(())
    }

    /// Gives back what came from elsewhere: from what is held under this name, and else it is owed.
    fn owe(&mut self, slot: usize, amount: Rational, span: Span) -> Evaluated<()> {
        match &mut self.held[slot] {
            Some(held) if !held.amount.is_negative() => self.give(slot, Some(amount), span),
            Some(held) => {
                held.amount = held.amount.sub(&amount);
                self.total = self.total.sub(&amount);
                self.moment(Event::Give(slot, amount), span);
                Ok(())
            }
            None => {
                self.held[slot] = (!amount.is_zero()).then(|| Held { amount: amount.neg(), taken: span });
                self.total = self.total.sub(&amount);
                self.moment(Event::Give(slot, amount), span);
                Ok(())
            }
        }
    }

    /// What another tape did to one of its names, so many times, done to the name here.
    fn settle(
        &mut self,
        slot: usize,
        before: Option<&Held>,
        after: Option<&Held>,
        times: &Rational,
        span: Span,
    ) -> Evaluated<()> {
        let amount = |held: Option<&Held>| held.map_or(Rational::ZERO, |held| held.amount.clone());
        let change = times.mul(&amount(after).sub(&amount(before)));
        let name = self.tape.names[slot].clone();
        match (&mut self.held[slot], before, after) {
            (_, None, None) => Ok(()),
            (Some(held), None, Some(new)) if !change.is_negative() && !held.amount.is_negative() => {
                let message = format!("`{name}` is taken twice");
                let diagnostic = Diagnostic::error("tape", span, message)
                    .note("taken again by this tape")
                    .also(new.taken, "by this step")
                    .also(held.taken, "taken here, and not given back since");
                Err(Box::new(diagnostic.help("give it back first, or put the tape's names under another: `as NAME`")))
            }
            (Some(held), _, after) => {
                let owed = held.amount.is_negative();
                held.amount = held.amount.add(&change);
                if held.amount.is_negative() && !owed {
                    let message =
                        format!("this tape gives back more of `{name}` than is held, by {}", held.amount.neg().written().0);
                    let diagnostic = Diagnostic::error("tape", span, message).also(held.taken, "taken here");
                    return Err(Box::new(diagnostic.help("play the tape that takes it as often, with the same arguments")));
                }
                if held.amount.is_zero() && (after.is_none() || change.is_negative() || owed) {
                    self.held[slot] = None;
                }
                Ok(())
            }
            (None, Some(_), _) if change.is_negative() => {
                let message = format!("this tape gives back `{name}`, which is not held here");
                fault("tape", span, message, "play the tape that takes it first, or begin with `after`")
            }
            (None, Some(_), None) | (None, Some(_), Some(_)) if change.is_zero() => Ok(()),
            (none, _, after) => {
                *none = Some(Held { amount: change, taken: after.map_or(span, |held| held.taken) });
                Ok(())
            }
        }
    }
}

impl TapeRun {
    /// The names of the run's tape, by slot.
    pub(super) fn names<'b>(&self, book: &'b Book) -> &'b [Id] {
        match &book.definitions[self.tape].body {
            Body::Tape(tape) => &tape.names,
            _ => &[],
        }
    }

    /// The step at the highest point, the first of equals; `None` if the total never rose above its beginning.
    pub fn step(&self, book: &Book) -> Option<Id> {
        self.step_named(&|slot| self.names(book).get(slot).cloned())
    }

    fn step_named(&self, name: &dyn Fn(usize) -> Option<Id>) -> Option<Id> {
        match &self.moments.get(self.at?)?.event {
            Event::Take(slot, _) | Event::Touch(slot, _) | Event::Give(slot, _) => name(*slot),
            Event::Play { run, slots, .. } => run.step_named(&|slot| name(*slots.get(slot)?)),
        }
    }

    /// What is alive at the highest point, in the order it was taken: names and amounts, whose sum is the highest
    /// point. A negative amount was given back though it came from elsewhere.
    pub fn held(&self, book: &Book) -> Vec<(Id, Rational)> {
        let names = self.names(book);
        let mut amounts = Amounts::default();
        if let Some(at) = self.at {
            self.moments[..at].iter().for_each(|moment| amounts.add_all(&moment.event));
            self.add_peak(&mut amounts, at);
        }
        amounts
            .list
            .into_iter()
            .filter(|(_, amount)| !amount.is_zero())
            .map(|(slot, amount)| (names.get(slot).cloned().unwrap_or_else(|| Arc::from("")), amount))
            .collect()
    }

    /// What is left at the end: names and amounts, whose sum is what is left. A negative amount was given back though
    /// it came from elsewhere.
    pub fn remaining(&self, book: &Book) -> Vec<(Id, Rational)> {
        let names = self.names(book).iter().enumerate();
        names.map(|(slot, name)| (name.clone(), self.change(slot))).filter(|(_, amount)| !amount.is_zero()).collect()
    }

    /// What the moment of the highest point adds at that point.
    fn add_peak(&self, amounts: &mut Amounts, at: usize) {
        match &self.moments[at].event {
            Event::Take(slot, amount) | Event::Touch(slot, amount) => amounts.add(*slot, amount),
            Event::Give(..) => {}
            Event::Play { run, times, slots } => {
                // The highest point lies in the last repetition if each leaves something, else in the first.
                if !run.left.is_negative() && !run.left.is_zero() {
                    let before = times.sub(&Rational::ONE);
                    for (index, slot) in slots.iter().enumerate() {
                        amounts.add(*slot, &before.mul(&run.change(index)));
                    }
                }
                let mut inner = Amounts::default();
                if let Some(at) = run.at {
                    run.moments[..at].iter().for_each(|moment| inner.add_all(&moment.event));
                    run.add_peak(&mut inner, at);
                }
                inner.list.iter().for_each(|(slot, amount)| amounts.add(slots[*slot], amount));
            }
        }
    }

    /// What the run changed under one of its names.
    pub(super) fn change(&self, slot: usize) -> Rational {
        let amount = |held: &Option<Held>| held.as_ref().map_or(Rational::ZERO, |held| held.amount.clone());
        amount(&self.end[slot]).sub(&amount(&self.start[slot]))
    }

    /// Is its timeline short enough for a picture.
    pub(super) fn can_be_drawn(&self) -> bool {
        self.points <= STEPS
    }

    /// The running total after every step, tapes that were played opened up (of a repetition the first and the last
    /// time): names and totals, for pictures. Empty where it would be longer than a tape may be.
    pub fn timeline(&self, book: &Book) -> Vec<(Id, Rational)> {
        let mut points = Vec::new();
        let names = self.names(book);
        if self.can_be_drawn() {
            self.points(&Rational::ZERO, &|slot| names.get(slot).cloned().unwrap_or_else(|| Arc::from("")), &mut points);
        }
        points
    }

    fn points(&self, base: &Rational, name: &dyn Fn(usize) -> Id, points: &mut Vec<(Id, Rational)>) {
        let mut before = base.clone();
        for moment in &self.moments {
            let total = base.add(&moment.total);
            match &moment.event {
                Event::Take(slot, _) | Event::Give(slot, _) => points.push((name(*slot), total.clone())),
                Event::Touch(slot, amount) => {
                    points.push((name(*slot), total.add(amount)));
                    points.push((name(*slot), total.clone()));
                }
                Event::Play { run, times, slots } => {
                    let inner = |slot: usize| name(slots[slot]);
                    run.points(&before, &inner, points);
                    let repeated = times.sub(&Rational::ONE);
                    if !repeated.is_zero() {
                        run.points(&before.add(&repeated.mul(&run.left)), &inner, points);
                    }
                }
            }
            before = total;
        }
    }
}

/// Amounts by slot, in the order in which the slots first appeared.
#[derive(Default)]
struct Amounts {
    list: Vec<(usize, Rational)>,
    places: HashMap<usize, usize>,
}

impl Amounts {
    fn add(&mut self, slot: usize, amount: &Rational) {
        match self.places.get(&slot) {
            Some(place) => self.list[*place].1 = self.list[*place].1.add(amount),
            None => {
                self.places.insert(slot, self.list.len());
                self.list.push((slot, amount.clone()));
            }
        }
    }

    /// What an event changes for good.
    fn add_all(&mut self, event: &Event) {
        match event {
            Event::Take(slot, amount) => self.add(*slot, amount),
            Event::Give(slot, amount) => self.add(*slot, &amount.neg()),
            Event::Touch(..) => {}
            Event::Play { run, times, slots } => {
                for (index, slot) in slots.iter().enumerate() {
                    self.add(*slot, &times.mul(&run.change(index)));
                }
            }
        }
    }
}
