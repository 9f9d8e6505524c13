//! Which inputs an expression depends on.

use std::collections::BTreeSet;

use super::tree::{Body, Book, DefinitionId, Expr, InputId, Kind, Link, Variable};

/// The inputs that an expression depends on, whichever branches it takes, in the order of the book.
///
/// Inside `in S` nothing outside counts; inside `where {x = …}` and `largest x …`, `x` does not.
pub fn of(book: &Book, expr: &Expr) -> Vec<InputId> {
    let mut seen = Seen { book, found: BTreeSet::new(), definitions: BTreeSet::new() };
    seen.expr(expr, &mut Vec::new());
    seen.found.into_iter().collect()
}

/// The first node that asks for an input or a definition.
pub(super) fn first_asking(expr: &Expr) -> Option<&Expr> {
    let mut found = None;
    expr.visit(&mut |expr| {
        let asks = match &expr.kind {
            Kind::Input(_)
            | Kind::Definition(_)
            | Kind::Call(..)
            | Kind::Lookup(..)
            | Kind::Tape(..)
            | Kind::Chain(..)
            | Kind::Over(_)
            | Kind::Reading(..) => true,
            Kind::Search(search) => matches!(search.variable, Variable::Input(_)),
            _ => false,
        };
        if asks && found.is_none() {
            found = Some(expr);
        }
    });
    found
}

/// Is it computed from nothing but literals.
pub(super) fn is_literal(expr: &Expr) -> bool {
    first_asking(expr).is_none()
}

struct Seen<'b> {
    book: &'b Book,
    found: BTreeSet<InputId>,
    /// Definitions seen already, with the inputs that were hidden then.
    definitions: BTreeSet<(DefinitionId, Vec<InputId>)>,
}

impl Seen<'_> {
    fn expr(&mut self, expr: &Expr, hidden: &mut Vec<InputId>) {
        stacker::maybe_grow(64 << 10, 1 << 20, || self.expr_here(expr, hidden));
    }

    fn expr_here(&mut self, expr: &Expr, hidden: &mut Vec<InputId>) {
        match &expr.kind {
            Kind::Input(input) if !hidden.contains(input) => {
                self.found.insert(*input);
            }
            Kind::Chain(body, links) => {
                let mut inside = hidden.clone();
                let closed = links.iter().any(|link| !matches!(link, Link::Where(_)));
                for link in links {
                    if let (Link::Where(sets), false) = (link, closed) {
                        sets.iter().for_each(|(_, value)| self.expr(value, hidden));
                        inside.extend(sets.iter().map(|(input, _)| *input));
                    }
                }
                if !closed {
                    inside.sort_unstable();
                    inside.dedup();
                    self.expr(body, &mut inside);
                }
                return;
            }
            // A row brings every input of its own.
            Kind::Over(over) => {
                over.place.iter().for_each(|place| self.expr(place, hidden));
                return;
            }
            Kind::Search(search) => {
                self.expr(&search.from, hidden);
                self.expr(&search.to, hidden);
                let mut inside = hidden.clone();
                if let Variable::Input(input) = search.variable
                    && !inside.contains(&input)
                {
                    inside.push(input);
                    inside.sort_unstable();
                }
                self.expr(&search.condition, &mut inside);
                return;
            }
            // A look-up brings its own key.
            Kind::Lookup(id, _) => {
                if let Body::Table(_, rows) = &self.book.definitions[*id].body {
                    rows.iter().for_each(|(_, value)| self.expr(value, hidden));
                }
            }
            Kind::Definition(id) | Kind::Call(id, _) | Kind::Tape(_, id, _) => self.definition(*id, hidden),
            _ => {}
        }
        for child in expr.children() {
            self.expr(child, hidden);
        }
    }

    fn definition(&mut self, id: DefinitionId, hidden: &mut Vec<InputId>) {
        if !self.definitions.insert((id, hidden.clone())) {
            return;
        }
        let body = &self.book.definitions[id].body;
        for expr in body.expressions() {
            self.expr(expr, hidden);
        }
        let mut played = Vec::new();
        body.plays(&mut |play, _| played.push(play.tape));
        played.into_iter().for_each(|tape| self.definition(tape, hidden));
    }
}
