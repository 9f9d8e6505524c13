//! What a tape holds after each step, put together for a picture.
//!
//! Two rules make a readable picture of many steps. *Bands*: names that tapes of a `repeat` take are one band, the
//! tape's; the bands that hold most at the highest point, and most on the whole, are drawn, and the rest is put
//! together, as is what never reaches a fiftieth of the highest point. *Points*:
//! a step is drawn if a band has moved by a two-hundredth of the highest point since the last one drawn, twice as much
//! if that leaves too many; the highest point is always drawn.

use super::SERIES;
use crate::formula::rational::Rational;
use crate::formula::tape::{Event, TapeRun};
use crate::formula::tree::DefinitionId;

/// Most points of a picture.
const POINTS: usize = 160;
/// Bands that are chosen by what they hold at the highest point; the others by what they hold on the whole.
const AT_PEAK: usize = 4;
/// Steps that are followed one by one; of a repetition beyond them only the first and the last time.
const STEPS: usize = 20_000;

/// Whose memory a band is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// A name of the tape, by its slot.
    Slot(usize),
    /// All names that a repeated tape takes.
    Tape(DefinitionId),
}

/// A tape, followed step by step.
#[derive(Default)]
pub(super) struct History {
    owners: Vec<Owner>,
    /// Which owner each slot has.
    of_slot: Vec<Option<usize>>,
    now: Vec<Rational>,
    /// What every owner holds after each step.
    pub(super) frames: Vec<Vec<Rational>>,
    /// Tapes that the tape itself plays, and the step that each begins with.
    pub(super) phases: Vec<(usize, DefinitionId)>,
}

impl History {
    pub(super) fn of(run: &TapeRun, slots: usize) -> History {
        let mut history = History { of_slot: vec![None; slots], ..History::default() };
        history.frames.push(Vec::new());
        let own: Vec<usize> = (0..slots).collect();
        history.follow(run, &own, None, true);
        for frame in &mut history.frames {
            frame.resize(history.owners.len(), Rational::ZERO);
        }
        history
    }

    fn follow(&mut self, run: &TapeRun, slots: &[usize], repeated: Option<DefinitionId>, top: bool) {
        for moment in &run.moments {
            match &moment.event {
                Event::Take(slot, amount) => self.change(slots[*slot], amount, repeated),
                Event::Give(slot, amount) => self.change(slots[*slot], &amount.neg(), repeated),
                Event::Touch(slot, amount) => {
                    self.change(slots[*slot], amount, repeated);
                    self.change(slots[*slot], &amount.neg(), repeated);
                }
                Event::Play { run, times, slots: inner } => {
                    if top {
                        self.phases.push((self.frames.len(), run.tape));
                    }
                    let inner: Vec<usize> = inner.iter().map(|slot| slots[*slot]).collect();
                    self.play(run, &inner, times, repeated);
                }
            }
        }
    }

    fn play(&mut self, run: &TapeRun, slots: &[usize], times: &Rational, repeated: Option<DefinitionId>) {
        let times = times.to_i128().and_then(|times| usize::try_from(times).ok()).unwrap_or(usize::MAX);
        let repeated = if times > 1 { repeated.or(Some(run.tape)) } else { repeated };
        let before = self.frames.len();
        self.follow(run, slots, repeated, false);
        let steps = self.frames.len() - before;
        if times <= 1 {
            return;
        }
        let all = steps.saturating_mul(times).saturating_add(before) <= STEPS;
        for _ in 1..if all { times - 1 } else { 1 } {
            self.follow(run, slots, repeated, false);
        }
        if !all {
            // What the repetitions in between leave, at once.
            let earlier = &self.frames[before - 1];
            let once: Vec<Rational> =
                self.now.iter().enumerate().map(|(at, now)| now.sub(earlier.get(at).unwrap_or(&Rational::ZERO))).collect();
            let between = Rational::from(i128::try_from(times).unwrap_or(i128::MAX) - 2);
            for (now, once) in self.now.iter_mut().zip(once) {
                *now = now.add(&once.mul(&between));
            }
        }
        self.follow(run, slots, repeated, false);
    }

    fn change(&mut self, slot: usize, amount: &Rational, repeated: Option<DefinitionId>) {
        let owner = match self.of_slot[slot] {
            Some(owner) => owner,
            None => {
                let owner = repeated.map_or(Owner::Slot(slot), Owner::Tape);
                let index = self.owners.iter().position(|known| *known == owner).unwrap_or_else(|| {
                    self.owners.push(owner);
                    self.now.push(Rational::ZERO);
                    self.owners.len() - 1
                });
                self.of_slot[slot] = Some(index);
                index
            }
        };
        self.now[owner] = self.now[owner].add(amount);
        self.frames.push(self.now.clone());
    }

    fn total(frame: &[Rational]) -> Rational {
        frame.iter().fold(Rational::ZERO, |sum, amount| sum.add(amount))
    }

    /// The step of the highest point, the first of equals.
    pub(super) fn peak(&self) -> usize {
        let mut best = (Rational::ZERO, 0);
        for (step, frame) in self.frames.iter().enumerate() {
            let total = History::total(frame);
            if total > best.0 {
                best = (total, step);
            }
        }
        best.1
    }

    /// Puts the bands together: those that hold most at the highest point and those that hold most on the whole, in the
    /// order they first appear, and what is left in the last, if anything is. Gives what each band is.
    pub(super) fn bands(&mut self, highest: &Rational, peak: usize) -> Vec<Option<Owner>> {
        let least = highest.div(&50.into()).unwrap_or(Rational::ZERO);
        let all = || 0..self.owners.len();
        let greatest_first = |amounts: Vec<Rational>| {
            let mut order: Vec<usize> = all().collect();
            order.sort_by(|a, b| amounts[*b].cmp(&amounts[*a]).then(a.cmp(b)));
            order
        };
        let held = |owner: usize| self.frames.iter().map(move |frame| &frame[owner]);
        let at_peak = greatest_first(self.frames[peak].clone());
        let on_the_whole =
            greatest_first(all().map(|owner| held(owner).fold(Rational::ZERO, |sum, amount| sum.add(amount))).collect());
        let mut ranked: Vec<usize> = Vec::new();
        for owner in at_peak[..at_peak.len().min(AT_PEAK)].iter().chain(&on_the_whole) {
            if ranked.len() < SERIES - 1 && !ranked.contains(owner) && held(*owner).any(|amount| *amount >= least) {
                ranked.push(*owner);
            }
        }
        ranked.sort_unstable();
        let rest = ranked.len() < self.owners.len();
        for frame in &mut self.frames {
            let mut bands: Vec<Rational> = ranked.iter().map(|owner| frame[*owner].clone()).collect();
            if rest {
                bands.push(History::total(frame).sub(&History::total(&bands)));
            }
            *frame = bands;
        }
        ranked.into_iter().map(|owner| Some(self.owners[owner])).chain(rest.then_some(None)).collect()
    }

    /// The steps that are drawn, and the movement below which one is not.
    pub(super) fn points(&self, highest: &Rational, peak: usize) -> (Vec<usize>, Rational) {
        let mut least = highest.div(&200.into()).unwrap_or(Rational::ZERO);
        loop {
            let mut kept = vec![0];
            let mut last = &self.frames[0];
            for (step, frame) in self.frames.iter().enumerate().skip(1) {
                if step == peak || last.iter().zip(frame).any(|(a, b)| a.sub(b).abs() >= least) {
                    kept.push(step);
                    last = frame;
                }
            }
            if kept.len() <= POINTS || least.is_zero() {
                return (kept, least);
            }
            least = least.mul(&2.into());
        }
    }
}
