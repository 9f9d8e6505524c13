//! Steps of tapes, and the places of their names.

use std::collections::HashMap;
use std::sync::Arc;

use super::expr::Checker;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::formula::syntax::{Node, StepNode, StepNodeKind, Word};
use crate::formula::tree::{Body, Book, DefinitionId, Id, Play, Step, StepKind, Tape, Type};

/// How deep tapes may play one another.
const NESTING: usize = 200;

/// Names that all tapes of a book may hold: a tape holds those of every tape that it plays, under every prefix.
const NAMES: usize = 1_000_000;

/// Checks the steps of a tape. Names that only other tapes bring are resolved by [`link`], when all tapes are known.
pub(super) fn body(checker: &mut Checker, ty: &Type, after: Option<&(Word, Vec<Node>)>, steps: &[StepNode]) -> Option<Tape> {
    let mut names = Names::default();
    let after = match after {
        Some((word, arguments)) => Some(play(checker, word, arguments, None)?),
        None => None,
    };
    let steps = all(checker, ty, steps, &mut names)?;
    Some(Tape { names: names.list, after, steps })
}

fn play(checker: &mut Checker, word: &Word, arguments: &[Node], prefix: Option<&Word>) -> Option<Play> {
    let tape = checker.tape_named(word)?;
    let arguments = checker.arguments(tape, arguments, word.span)?;
    Some(Play { tape, arguments, prefix: prefix.map(|word| Arc::from(word.text.as_str())), slots: Vec::new(), span: word.span })
}

/// The names of a tape in the order in which they appear, and their places.
#[derive(Default)]
struct Names {
    list: Vec<Id>,
    places: HashMap<Id, usize>,
    /// How many there are; a long one counts as several.
    weight: usize,
}

fn weight(name: &str) -> usize {
    1 + name.len() / 64
}

impl Names {
    fn of(list: Vec<Id>) -> Names {
        let weight = list.iter().map(|name| weight(name)).sum();
        let places = list.iter().cloned().zip(0..).collect();
        Names { list, places, weight }
    }

    fn slot(&mut self, name: &str) -> usize {
        if let Some(known) = self.places.get(name) {
            return *known;
        }
        let id: Id = Arc::from(name);
        self.weight += weight(name);
        self.places.insert(id.clone(), self.list.len());
        self.list.push(id);
        self.list.len() - 1
    }
}

fn all(checker: &mut Checker, ty: &Type, steps: &[StepNode], names: &mut Names) -> Option<Vec<Step>> {
    let checked: Vec<_> = steps.iter().map(|node| step(checker, ty, node, names)).collect();
    checked.into_iter().collect()
}

fn step(checker: &mut Checker, ty: &Type, node: &StepNode, names: &mut Names) -> Option<Step> {
    let kind = match &node.kind {
        StepNodeKind::Take(name, amount) => StepKind::Take(names.slot(&name.text), checker.expect(amount, ty)?),
        StepNodeKind::Give(name) => StepKind::Give(names.slot(&name.text)),
        StepNodeKind::GivePart(name, amount) => StepKind::GivePart(names.slot(&name.text), checker.expect(amount, ty)?),
        StepNodeKind::GiveOther(name, amount) => StepKind::GiveOther(names.slot(&name.text), checker.expect(amount, ty)?),
        StepNodeKind::Touch(name, amount) => StepKind::Touch(names.slot(&name.text), checker.expect(amount, ty)?),
        StepNodeKind::Play { times, tape, arguments, prefix } => {
            let times = match times {
                Some(times) => Some(checker.expect(times, &Type::pure())?),
                None => None,
            };
            let play = play(checker, tape, arguments, prefix.as_ref())?;
            let found = &checker.book.definitions[play.tape].ty;
            if found != ty {
                let message = format!("a tape of {} plays one of {}", super::unit::describe(ty), super::unit::describe(found));
                checker
                    .diagnostics
                    .push(Diagnostic::error("unit-mismatch", play.span, message).help("all tapes of a run have the same unit"));
                return None;
            }
            StepKind::Play(times, play)
        }
        StepNodeKind::If(branches, otherwise) => {
            let branches: Vec<_> = branches
                .iter()
                .map(|(condition, steps)| {
                    let condition = checker.expect(condition, &Type::Flag);
                    let steps = all(checker, ty, steps, names);
                    Some((condition?, steps?))
                })
                .collect();
            let otherwise = all(checker, ty, otherwise, names);
            StepKind::If(branches.into_iter().collect::<Option<Vec<_>>>()?, otherwise?)
        }
    };
    Some(Step { kind, span: node.span })
}

/// Gives every tape the names of the tapes that it plays and comes after, and every play its slots.
///
/// The book must have no cycles.
pub(super) fn link(book: &mut Book, diagnostics: &mut Diagnostics) {
    let tapes: Vec<DefinitionId> =
        (0..book.definitions.len()).filter(|id| matches!(book.definitions[*id].body, Body::Tape(_))).collect();
    let mut linker = Linker { depths: vec![None; book.definitions.len()], names: 0 };
    for id in &tapes {
        linker.link(book, *id, diagnostics);
    }
    let mut known = vec![None; book.definitions.len()];
    for id in tapes {
        if is_known(book, id, &mut known) {
            refuse_strangers(book, id, diagnostics);
        }
    }
}

/// Are this tape and all that it plays without faults: only then is it known which names they take.
fn is_known(book: &Book, id: DefinitionId, known: &mut [Option<bool>]) -> bool {
    if let Some(known) = known[id] {
        return known;
    }
    let body = &book.definitions[id].body;
    let mut played = Vec::new();
    body.plays(&mut |play, _| played.push(play.tape));
    let is_sound = matches!(body, Body::Tape(_)) && !book.broken.contains(&*book.definitions[id].id);
    known[id] = Some(false);
    let all = || stacker::maybe_grow(64 << 10, 1 << 20, || played.into_iter().all(|tape| is_known(book, tape, known)));
    let result = is_sound && all();
    known[id] = Some(result);
    result
}

struct Linker {
    /// How deep the tapes linked already play others.
    depths: Vec<Option<usize>>,
    /// Names of all tapes linked already.
    names: usize,
}

impl Linker {
    /// Links a tape once those that it plays are linked; gives how deep it plays others.
    fn link(&mut self, book: &mut Book, id: DefinitionId, diagnostics: &mut Diagnostics) -> usize {
        if let Some(depth) = self.depths[id] {
            return depth;
        }
        self.depths[id] = Some(0);
        if book.broken.contains(&*book.definitions[id].id) {
            return 0;
        }
        let mut played = Vec::new();
        book.definitions[id].body.plays(&mut |play, _| played.push(play.tape));
        let deepest = || played.into_iter().map(|tape| self.link(book, tape, diagnostics) + 1).max().unwrap_or(0);
        let depth = stacker::maybe_grow(64 << 10, 1 << 20, deepest);
        self.depths[id] = Some(depth);
        let nothing = Body::Table(placeholder(book, id), Vec::new());
        let mut body = std::mem::replace(&mut book.definitions[id].body, nothing);
        if let Body::Tape(tape) = &mut body
            && self.names <= NAMES
            && depth <= NESTING
        {
            let mut names = Names::of(std::mem::take(&mut tape.names));
            if let Some(play) = &mut tape.after {
                join(book, play, &mut names);
            }
            join_steps(book, &mut tape.steps, &mut names);
            tape.names = names.list;
            self.names += names.weight;
            self.refuse(book, id, depth, diagnostics);
        }
        book.definitions[id].body = body;
        depth
    }

    /// The first tape that is too deep, or with which there are too many names.
    fn refuse(&self, book: &mut Book, id: DefinitionId, depth: usize, diagnostics: &mut Diagnostics) {
        let message = if depth == NESTING {
            format!("tapes may play one another {NESTING} deep")
        } else if self.names > NAMES {
            format!("the tapes of a book may hold {NAMES} names together")
        } else {
            return;
        };
        let definition = &book.definitions[id];
        diagnostics.push(
            Diagnostic::error("limit", definition.span, message)
                .help("play fewer tapes; every `as` gives the names of a tape once more"),
        );
        book.broken.insert(definition.id.to_string());
    }
}

fn placeholder(book: &Book, id: DefinitionId) -> crate::formula::tree::Expr {
    crate::formula::tree::Expr { kind: crate::formula::tree::Kind::None, ty: Type::None, span: book.definitions[id].span }
}

fn join_steps(book: &Book, steps: &mut [Step], names: &mut Names) {
    for step in steps {
        match &mut step.kind {
            StepKind::Play(_, play) => join(book, play, names),
            StepKind::If(branches, otherwise) => {
                branches.iter_mut().for_each(|(_, steps)| join_steps(book, steps, names));
                join_steps(book, otherwise, names);
            }
            _ => {}
        }
    }
}

fn join(book: &Book, play: &mut Play, names: &mut Names) {
    let Body::Tape(tape) = &book.definitions[play.tape].body else { return };
    if names.weight > NAMES {
        return;
    }
    play.slots = tape
        .names
        .iter()
        .map(|name| match &play.prefix {
            Some(prefix) => names.slot(&format!("{prefix}.{name}")),
            None => names.slot(name),
        })
        .collect();
}

/// A name that is given back but that nothing can ever have taken is a slip.
fn refuse_strangers(book: &Book, id: DefinitionId, diagnostics: &mut Diagnostics) {
    let Body::Tape(tape) = &book.definitions[id].body else { return };
    let mut taken = vec![false; tape.names.len()];
    if let Some(play) = &tape.after {
        play.slots.iter().for_each(|slot| taken[*slot] = true);
    }
    mark(&tape.steps, &mut taken);
    strangers(tape, &tape.steps, &taken, diagnostics);
}

fn mark(steps: &[Step], taken: &mut [bool]) {
    for step in steps {
        match &step.kind {
            StepKind::Take(slot, _) => taken[*slot] = true,
            StepKind::Play(_, play) => play.slots.iter().for_each(|slot| taken[*slot] = true),
            StepKind::If(branches, otherwise) => {
                branches.iter().for_each(|(_, steps)| mark(steps, taken));
                mark(otherwise, taken);
            }
            _ => {}
        }
    }
}

fn strangers(tape: &Tape, steps: &[Step], taken: &[bool], diagnostics: &mut Diagnostics) {
    for step in steps {
        match &step.kind {
            StepKind::Give(slot) | StepKind::GivePart(slot, _) if !taken[*slot] => {
                let name = &tape.names[*slot];
                let message = format!("`{name}` is given back, and no step takes it");
                let known = tape.names.iter().zip(taken).filter(|(_, taken)| **taken).map(|(name, _)| &**name);
                let help = match nearest(name, known) {
                    Some(near) => format!("did you mean `{near}`"),
                    None => format!("take it first, or say how much comes from elsewhere: `- {name} AMOUNT`"),
                };
                diagnostics.push(Diagnostic::error("tape", step.span, message).help(help));
            }
            StepKind::If(branches, otherwise) => {
                branches.iter().for_each(|(_, steps)| strangers(tape, steps, taken, diagnostics));
                strangers(tape, otherwise, taken, diagnostics);
            }
            _ => {}
        }
    }
}
