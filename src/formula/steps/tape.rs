//! What a tape does, as the rows of a table: opened where its highest point lies, condensed where it is long.

use std::sync::Arc;

use super::super::rational::Rational;
use super::super::tape::{Event, TapeRun};
use super::super::tree::{Book, DefinitionId, Id};

/// A tape of more rows than this is condensed.
const ROWS: usize = 24;
/// So many rows of a long tape are kept.
const KEPT: usize = 14;

/// One row: what happens, and how much is held then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What happens.
    pub kind: RowKind,
    /// What is taken or given back; of a tape, its id.
    pub name: Id,
    /// By how much the total changes; what is given back at once, though the total stays.
    pub change: Rational,
    /// The total after it.
    pub total: Rational,
    /// The highest total on the way.
    pub reached: Rational,
    /// Is it the step at the highest point, the first of equals.
    pub peak: bool,
    /// How many tapes are opened around it.
    pub depth: usize,
}

/// What happens in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKind {
    /// Taken and kept.
    Take,
    /// Given back.
    Give,
    /// Taken and given back at once.
    Touch,
    /// Another tape, so many times.
    Play(DefinitionId, Rational),
    /// Another tape, once; its steps follow, one deeper.
    Open(DefinitionId),
    /// So many steps that are put together.
    Several(usize),
}

/// The rows of a run.
///
/// A tape that is played is one row; the one in which the highest point lies is opened, of a repetition the first or
/// last time, where it lies. Of a long tape the highest point, the first and the last step, what stands beside the highest
/// point and the largest changes are kept; the steps between two of them are put together.
pub(super) fn rows(book: &Book, run: &TapeRun) -> Vec<Row> {
    let names = run.names(book);
    let name = |slot: usize| names.get(slot).cloned().unwrap_or_else(|| Arc::from(""));
    let mut list = List { book, rows: Vec::new() };
    list.run(run, &Rational::ZERO, &name, true, 0);
    condensed(list.rows)
}

struct List<'b> {
    book: &'b Book,
    rows: Vec<Row>,
}

impl List<'_> {
    fn run(&mut self, run: &TapeRun, base: &Rational, name: &dyn Fn(usize) -> Id, peak: bool, depth: usize) {
        let mut before = base.clone();
        for (index, moment) in run.moments.iter().enumerate() {
            let peak = peak && run.at == Some(index);
            let total = base.add(&moment.total);
            let row = |kind, slot: usize, change: Rational, reached: &Rational| {
                let (total, reached) = (total.clone(), reached.clone());
                Row { kind, name: name(slot), change, total, reached, peak, depth }
            };
            match &moment.event {
                Event::Take(slot, amount) => self.rows.push(row(RowKind::Take, *slot, amount.clone(), &total)),
                Event::Give(slot, amount) => self.rows.push(row(RowKind::Give, *slot, amount.neg(), &before)),
                Event::Touch(slot, amount) => self.rows.push(row(RowKind::Touch, *slot, amount.clone(), &total.add(amount))),
                Event::Play { run: inner, times, slots } => {
                    let name = |slot: usize| slots.get(slot).map_or_else(|| Arc::from(""), |slot| name(*slot));
                    if peak {
                        self.open(inner, times, &before, &name, depth);
                    } else {
                        self.play(inner, times, &before, depth);
                    }
                }
            }
            before = total;
        }
    }

    /// A tape that is played, in one row.
    fn play(&mut self, run: &TapeRun, times: &Rational, before: &Rational, depth: usize) {
        let change = times.mul(&run.left);
        let last = before.add(&change).sub(&run.left);
        let reached = before.max(&last).add(&run.highest);
        let name = self.book.definitions[run.tape].id.clone();
        let (kind, total) = (RowKind::Play(run.tape, times.clone()), before.add(&change));
        self.rows.push(Row { kind, name, change, total, reached, peak: false, depth });
    }

    /// The tape in which the highest point lies: its other repetitions in one row, and the steps of the one.
    fn open(&mut self, run: &TapeRun, times: &Rational, before: &Rational, name: &dyn Fn(usize) -> Id, depth: usize) {
        let others = times.sub(&Rational::ONE);
        let rises = !run.left.is_negative() && !run.left.is_zero();
        let mut before = before.clone();
        if rises && !others.is_zero() {
            self.play(run, &others, &before, depth);
            before = before.add(&others.mul(&run.left));
        }
        let (kind, own) = (RowKind::Open(run.tape), self.book.definitions[run.tape].id.clone());
        let (total, reached) = (before.clone(), before.clone());
        self.rows.push(Row { kind, name: own, change: Rational::ZERO, total, reached, peak: false, depth });
        self.run(run, &before, name, true, depth + 1);
        if !rises && !others.is_zero() {
            self.play(run, &others, &before.add(&run.left), depth);
        }
    }
}

fn condensed(rows: Vec<Row>) -> Vec<Row> {
    if rows.len() <= ROWS {
        return rows;
    }
    let peak = rows.iter().position(|row| row.peak).unwrap_or(0);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|index| {
        let row = &rows[*index];
        let must = *index == 0 || *index + 1 == rows.len() || peak.abs_diff(*index) <= 1 || matches!(row.kind, RowKind::Open(_));
        (!must, std::cmp::Reverse(row.change.abs()), *index)
    });
    let mut keep = vec![false; rows.len()];
    order.iter().take(KEPT).for_each(|index| keep[*index] = true);
    let mut out: Vec<Row> = Vec::new();
    let mut gap: Vec<Row> = Vec::new();
    let mut before = Rational::ZERO;
    for (row, keep) in rows.into_iter().zip(keep) {
        if !keep {
            gap.push(row);
            continue;
        }
        put_together(&mut out, &mut gap, &before);
        before = row.total.clone();
        out.push(row);
    }
    out
}

/// Two rows or more become one.
fn put_together(out: &mut Vec<Row>, gap: &mut Vec<Row>, before: &Rational) {
    match (gap.len(), gap.last()) {
        (2.., Some(last)) => {
            let reached = gap.iter().map(|row| &row.reached).max().unwrap_or(before).clone();
            let change = last.total.sub(before);
            let depth = gap.iter().map(|row| row.depth).min().unwrap_or(0);
            let kind = RowKind::Several(gap.len());
            out.push(Row { kind, name: Arc::from(""), change, total: last.total.clone(), reached, peak: false, depth });
            gap.clear();
        }
        _ => out.append(gap),
    }
}
