//! What a definition asks for, and the refusal of definitions that ask for themselves.

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::formula::tree::{Body, Book, DefinitionId, Expr, Kind, Link, Play, Step, StepKind};

/// The definitions that a definition asks for, each with the place where it does.
fn asked(book: &Book, id: DefinitionId) -> Vec<(DefinitionId, Span)> {
    let mut found = Vec::new();
    book.definitions[id].body.visit(&mut |expr| match &expr.kind {
        Kind::Definition(id) | Kind::Call(id, _) | Kind::Lookup(id, _) | Kind::Tape(_, id, _) => found.push((*id, expr.span)),
        _ => {}
    });
    book.definitions[id].body.plays(&mut |play, span| found.push((play.tape, span)));
    found
}

/// Reports each cycle once, at its first definition, with every step of the way round.
///
/// Gives the names that are on a cycle.
pub(super) fn refuse(book: &Book, diagnostics: &mut Diagnostics) -> Vec<String> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut cyclic = Vec::new();
    let edges: Vec<Vec<(DefinitionId, Span)>> = (0..book.definitions.len()).map(|id| asked(book, id)).collect();
    let mut state = vec![State::New; edges.len()];
    for root in 0..edges.len() {
        if state[root] != State::New {
            continue;
        }
        // The way down from the root: a definition, and which of its edges comes next.
        let mut way: Vec<(DefinitionId, usize)> = vec![(root, 0)];
        state[root] = State::Open;
        while let Some((id, next)) = way.last_mut() {
            let Some((target, _)) = edges[*id].get(*next).copied() else {
                state[*id] = State::Done;
                way.pop();
                continue;
            };
            *next += 1;
            match state[target] {
                State::New => {
                    state[target] = State::Open;
                    way.push((target, 0));
                }
                State::Open => cyclic.extend(report(book, &edges, &way, target, diagnostics)),
                State::Done => {}
            }
        }
    }
    cyclic
}

fn report(
    book: &Book,
    edges: &[Vec<(DefinitionId, Span)>],
    way: &[(DefinitionId, usize)],
    target: DefinitionId,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let start = way.iter().position(|(id, _)| *id == target).unwrap_or(0);
    let round = &way[start..];
    let names: Vec<&str> =
        round.iter().map(|(id, _)| &*book.definitions[*id].id).chain([&*book.definitions[target].id]).collect();
    let message = format!("`{}` is defined by itself: {}", names[0], names.join(" → "));
    let place = |(id, next): &(DefinitionId, usize)| edges[*id][next - 1].1;
    let asks = |at: usize| format!("`{}` asks for `{}`", names[at], names[at + 1]);
    let mut diagnostic = Diagnostic::error("cycle", place(&round[0]), message).note(asks(0));
    for (at, step) in round.iter().enumerate().skip(1) {
        diagnostic = diagnostic.also(place(step), asks(at));
    }
    diagnostics.push(diagnostic.help("write one of them without the others"));
    names.iter().map(ToString::to_string).collect()
}

impl Expr {
    /// Calls `see` for this node and every node below it.
    pub fn visit<'e>(&'e self, see: &mut dyn FnMut(&'e Expr)) {
        stacker::maybe_grow(64 << 10, 1 << 20, || {
            see(self);
            for child in self.children() {
                child.visit(see);
            }
        });
    }

    /// The nodes directly below.
    pub fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            Kind::Number(..)
            | Kind::Flag(_)
            | Kind::Choice(_)
            | Kind::NameOf(_)
            | Kind::None
            | Kind::Input(_)
            | Kind::Definition(_)
            | Kind::Reading(..)
            | Kind::Local(..) => Vec::new(),
            Kind::Call(_, arguments) | Kind::Builtin(_, arguments) | Kind::Tape(_, _, arguments) => arguments.iter().collect(),
            Kind::Lookup(_, inner) | Kind::Negate(inner) | Kind::Not(inner) | Kind::Winner(inner) => vec![inner],
            Kind::Binary(_, left, right) | Kind::Range(left, right) => vec![left, right],
            Kind::If(condition, then, otherwise) => vec![condition, then, otherwise],
            Kind::Over(over) => [&over.body].into_iter().chain(&over.place).collect(),
            Kind::Bound(bound) => vec![&bound.from, &bound.to, &bound.body],
            Kind::Search(search) => vec![&search.from, &search.to, &search.condition],
            Kind::Chain(body, links) => {
                let sets = links.iter().filter_map(|link| match link {
                    Link::Where(sets) => Some(sets.iter().map(|(_, value)| value)),
                    Link::In(_) | Link::Row(..) => None,
                });
                [&**body].into_iter().chain(sets.flatten()).collect()
            }
        }
    }
}

impl Body {
    /// The expressions of the body, each once, from the top.
    pub fn expressions(&self) -> Vec<&Expr> {
        match self {
            Body::Formula(expr) => vec![expr],
            Body::Table(key, rows) => [key].into_iter().chain(rows.iter().map(|(_, value)| value)).collect(),
            Body::Tape(tape) => {
                let mut found: Vec<&Expr> = tape.after.iter().flat_map(|play| &play.arguments).collect();
                expressions_of(&tape.steps, &mut found);
                found
            }
        }
    }

    /// Calls `see` for every node of every expression of the body.
    pub fn visit<'e>(&'e self, see: &mut dyn FnMut(&'e Expr)) {
        self.expressions().into_iter().for_each(|expr| expr.visit(see));
    }

    /// Calls `see` for every tape that this one plays or comes after, with the place.
    pub fn plays(&self, see: &mut dyn FnMut(&Play, Span)) {
        if let Body::Tape(tape) = self {
            if let Some(play) = &tape.after {
                see(play, play.span);
            }
            plays_of(&tape.steps, see);
        }
    }
}

fn expressions_of<'e>(steps: &'e [Step], found: &mut Vec<&'e Expr>) {
    for step in steps {
        match &step.kind {
            StepKind::Give(_) => {}
            StepKind::Take(_, amount)
            | StepKind::GivePart(_, amount)
            | StepKind::GiveOther(_, amount)
            | StepKind::Touch(_, amount) => found.push(amount),
            StepKind::Play(times, play) => found.extend(times.iter().chain(&play.arguments)),
            StepKind::If(branches, otherwise) => {
                for (condition, steps) in branches {
                    found.push(condition);
                    expressions_of(steps, found);
                }
                expressions_of(otherwise, found);
            }
        }
    }
}

fn plays_of(steps: &[Step], see: &mut dyn FnMut(&Play, Span)) {
    for step in steps {
        match &step.kind {
            StepKind::Play(_, play) => see(play, play.span),
            StepKind::If(branches, otherwise) => {
                branches.iter().for_each(|(_, steps)| plays_of(steps, see));
                plays_of(otherwise, see);
            }
            _ => {}
        }
    }
}
