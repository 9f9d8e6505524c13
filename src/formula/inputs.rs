//! Which inputs an expression depends on.

use super::tree::{Body, Book, DefinitionId, Expr, InputId, Kind, Link, Variable};

/// The inputs that an expression depends on, whichever branches it takes, in the order of the book.
///
/// Inside `in S` nothing outside counts; inside `where {x = …}` and `largest x …`, `x` does not.
pub fn of(book: &Book, expr: &Expr) -> Vec<InputId> {
    let set = book.asked.expr(book, expr);
    (0..book.inputs.len()).filter(|input| set.has(*input)).collect()
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

/// A set of inputs, one bit each, and whether the row of a dataset is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct InputSet {
    inputs: Vec<u64>,
    pub(super) row: bool,
}

impl InputSet {
    pub(super) fn has(&self, input: InputId) -> bool {
        self.inputs.get(input / 64).is_some_and(|word| word >> (input % 64) & 1 == 1)
    }

    pub(super) fn put(&mut self, input: InputId) {
        if self.inputs.len() <= input / 64 {
            self.inputs.resize(input / 64 + 1, 0);
        }
        self.inputs[input / 64] |= 1 << (input % 64);
    }

    pub(super) fn remove(&mut self, input: InputId) {
        if let Some(word) = self.inputs.get_mut(input / 64) {
            *word &= !(1 << (input % 64));
        }
    }

    /// Is something in both.
    pub(super) fn meets(&self, other: &InputSet) -> bool {
        self.row && other.row || self.inputs.iter().zip(&other.inputs).any(|(a, b)| a & b != 0)
    }

    fn put_all(&mut self, other: &InputSet) {
        if self.inputs.len() < other.inputs.len() {
            self.inputs.resize(other.inputs.len(), 0);
        }
        self.inputs.iter_mut().zip(&other.inputs).for_each(|(word, more)| *word |= more);
        self.row |= other.row;
    }
}

/// What each definition of a book depends on.
#[derive(Debug, Default)]
pub(super) struct Dependencies {
    definitions: Vec<InputSet>,
    /// What each requirement depends on, and all of them together: they are asked wherever inputs are set.
    requires: Vec<InputSet>,
    required: InputSet,
}

impl Dependencies {
    /// What definitions ask for, by name: what makes two shown numbers the same number.
    pub(super) fn asked(book: &Book) -> Dependencies {
        Dependencies::read(book, Vec::new())
    }

    /// All that the values of definitions may depend on: also the inputs of requirements, which are asked wherever a
    /// definition sets inputs.
    pub(super) fn all(book: &Book, asked: &Dependencies) -> Dependencies {
        Dependencies::read(book, book.requires.iter().map(|require| asked.expr(book, &require.condition)).collect())
    }

    fn read(book: &Book, requires: Vec<InputSet>) -> Dependencies {
        let mut required = InputSet::default();
        requires.iter().for_each(|require| required.put_all(require));
        let mut reader = Reader { book, required, known: vec![None; book.definitions.len()] };
        (0..book.definitions.len()).for_each(|id| reader.definition(id));
        let definitions = reader.known.into_iter().map(Option::unwrap_or_default).collect();
        Dependencies { definitions, requires, required: reader.required }
    }

    /// What a definition or a tape depends on.
    pub(super) fn definition(&self, id: DefinitionId) -> &InputSet {
        &self.definitions[id]
    }

    /// What a requirement depends on.
    pub(super) fn require(&self, require: usize) -> &InputSet {
        &self.requires[require]
    }

    /// What an expression depends on.
    pub(super) fn expr(&self, book: &Book, expr: &Expr) -> InputSet {
        let mut found = InputSet::default();
        let known = &mut |id, found: &mut InputSet| found.put_all(&self.definitions[id]);
        Gather { book, required: &self.required, definition: known }.expr(expr, &mut found);
        found
    }
}

/// Reads definitions, each after those that it asks for.
struct Reader<'b> {
    book: &'b Book,
    required: InputSet,
    known: Vec<Option<InputSet>>,
}

impl Reader<'_> {
    fn definition(&mut self, id: DefinitionId) {
        if self.known[id].is_some() {
            return;
        }
        // In a book with faults a definition may ask for itself.
        self.known[id] = Some(InputSet::default());
        let (book, required) = (self.book, self.required.clone());
        let mut found = InputSet::default();
        let mut ask = |id: DefinitionId, found: &mut InputSet| {
            self.definition(id);
            self.known[id].iter().for_each(|known| found.put_all(known));
        };
        book.definitions[id].body.plays(&mut |play, _| ask(play.tape, &mut found));
        let mut gather = Gather { book, required: &required, definition: &mut ask };
        book.definitions[id].body.expressions().into_iter().for_each(|expr| gather.expr(expr, &mut found));
        self.known[id] = Some(found);
    }
}

/// Puts together what an expression depends on.
struct Gather<'g> {
    book: &'g Book,
    required: &'g InputSet,
    /// Adds what a definition depends on.
    definition: &'g mut dyn FnMut(DefinitionId, &mut InputSet),
}

impl Gather<'_> {
    fn expr(&mut self, expr: &Expr, found: &mut InputSet) {
        stacker::maybe_grow(64 << 10, 1 << 20, || self.expr_here(expr, found));
    }

    fn expr_here(&mut self, expr: &Expr, found: &mut InputSet) {
        match &expr.kind {
            Kind::Input(input) => found.put(*input),
            Kind::Reading(..) => found.row = true,
            Kind::Definition(id) | Kind::Call(id, _) | Kind::Tape(_, id, _) => (self.definition)(*id, found),
            // A look-up brings its own key.
            Kind::Lookup(id, _) => {
                if let Body::Table(_, rows) = &self.book.definitions[*id].body {
                    rows.iter().for_each(|(_, value)| self.expr(value, found));
                }
            }
            Kind::Chain(body, links) => return self.chain(body, links, found),
            // A row brings every input of its own.
            Kind::Over(over) => return over.place.iter().for_each(|place| self.expr(place, found)),
            Kind::Search(search) => {
                let mut inside = InputSet::default();
                self.expr(&search.condition, &mut inside);
                if let Variable::Input(input) = search.variable {
                    inside.put_all(self.required);
                    inside.remove(input);
                }
                found.put_all(&inside);
                return [&search.from, &search.to].into_iter().for_each(|end| self.expr(end, found));
            }
            _ => {}
        }
        expr.children().into_iter().for_each(|child| self.expr(child, found));
    }

    fn chain(&mut self, body: &Expr, links: &[Link], found: &mut InputSet) {
        let (mut inside, mut outside) = (self.required.clone(), InputSet::default());
        self.expr(body, &mut inside);
        for link in links {
            let Link::Where(sets) = link else { continue };
            for (input, value) in sets {
                self.expr(value, &mut outside);
                inside.remove(*input);
            }
        }
        outside.put_all(&inside);
        if links.iter().all(|link| matches!(link, Link::Where(_))) {
            found.put_all(&outside);
        } else {
            // A scenario brings every input; the row stays what it was.
            found.row |= outside.row;
        }
    }
}
