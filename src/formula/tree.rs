//! The expression tree: names resolved, every node with its type and its place.
//!
//! One tree is evaluated, printed canonically, drawn as MathML, written out as a worked example and asked
//! for its dependencies.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::inputs::Dependencies;
use super::rational::Rational;
use super::unit::{Dimension, Units};
use crate::diagnostic::Span;

/// A name of the book: `blocks`, `d1.process`.
pub type Id = Arc<str>;

/// What an expression gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Type {
    /// A number with its unit (pure: no unit).
    Number(Dimension),
    /// `low .. high`, both of this unit.
    Range(Dimension),
    /// `true` or `false`.
    Flag,
    /// One of these values.
    Choice(Arc<[Id]>),
    /// The id of a definition or of a tape's step.
    Name,
    /// `none`, which fits every type.
    None,
    /// `held(t)` or `timeline(t)`: for breakdowns and pictures.
    Tape,
}

impl Type {
    /// A pure number.
    pub fn pure() -> Type {
        Type::Number(Dimension::pure())
    }

    /// The unit of a number or a range.
    pub fn dimension(&self) -> Option<&Dimension> {
        match self {
            Type::Number(dimension) | Type::Range(dimension) => Some(dimension),
            _ => None,
        }
    }

    /// The base unit as the contracts write it: `B`, `B/param`, or nothing.
    pub fn unit(&self) -> String {
        self.dimension().map(Dimension::to_string).unwrap_or_default()
    }
}

/// A value; numbers are in base units, and the unit is the expression's [`Type`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Value {
    /// An exact number.
    Number(Rational),
    /// Both ends belong to it.
    Range(Box<(Rational, Rational)>),
    /// True or false.
    Flag(bool),
    /// A value of a choice.
    Choice(Id),
    /// The id of a definition or a step.
    Name(Id),
    /// No value.
    None,
}

impl Value {
    /// The value as `numbers.lock`, JSON and `<data value>` write it, and the exact `p/q` where the decimal does not end.
    pub fn written(&self) -> (String, Option<String>) {
        match self {
            Value::Number(number) => number.written(),
            Value::Range(ends) => (format!("{}..{}", ends.0.written().0, ends.1.written().0), None),
            Value::Flag(flag) => (flag.to_string(), None),
            Value::Choice(id) | Value::Name(id) => (id.to_string(), None),
            Value::None => ("none".to_string(), None),
        }
    }
}

/// A node: what it is, what it gives, where it stands.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: Kind,
    /// What it gives.
    pub ty: Type,
    /// Where it stands.
    pub span: Span,
}

/// Index of an input in [`Book::inputs`].
pub type InputId = usize;
/// Index of a definition in [`Book::definitions`].
pub type DefinitionId = usize;
/// Index of a dataset in [`Book::datasets`].
pub type DatasetId = usize;
/// Index of a scenario in [`Book::scenarios`].
pub type ScenarioId = usize;

/// The kinds of nodes.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A literal: its value in base units, and how it is written canonically (`5900 MiB`).
    Number(Rational, String),
    /// `true`, `false`.
    Flag(bool),
    /// A value of a choice.
    Choice(Id),
    /// The id of a definition, where a name is expected.
    NameOf(Id),
    /// `none`.
    None,
    /// An input, by its place in the book.
    Input(InputId),
    /// A definition without parameters (a table: its row for the present key).
    Definition(DefinitionId),
    /// A parameter or a bound variable: its slot in the frame, and its name.
    Local(usize, Id),
    /// A definition with parameters.
    Call(DefinitionId, Vec<Expr>),
    /// `table[key]`.
    Lookup(DefinitionId, Box<Expr>),
    /// A built-in function.
    Builtin(Builtin, Vec<Expr>),
    /// `-x`.
    Negate(Box<Expr>),
    /// `not x`.
    Not(Box<Expr>),
    /// Two operands.
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// `low .. high`.
    Range(Box<Expr>, Box<Expr>),
    /// `if condition then a else b`.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `sum(body for k in a..b)`, likewise `max`, `min`.
    Bound(Box<Bound>),
    /// `largest NAME in a..b with condition`, `smallest …`.
    Search(Box<Search>),
    /// `body in S where {…}`.
    Chain(Box<Expr>, Vec<Link>),
    /// `winner(e)`.
    Winner(Box<Expr>),
    /// A figure of the present row of a dataset: which dataset, which of its readings.
    Reading(DatasetId, usize),
    /// `median(body over dataset)` and its like.
    Over(Box<Over>),
    /// `highest(t)` and its like: which question, which tape, with which arguments.
    Tape(TapeQuestion, DefinitionId, Vec<Expr>),
}

/// `sum(body for variable in from..to)`.
#[derive(Debug, Clone)]
pub struct Bound {
    /// How the values are put together: [`Builtin::Sum`], [`Builtin::Max`] or [`Builtin::Min`].
    pub form: Builtin,
    /// Slot and name of the variable.
    pub variable: (usize, Id),
    /// Evaluated once per value of the variable.
    pub body: Expr,
    /// First value.
    pub from: Expr,
    /// Last value; below `from`, the form is empty.
    pub to: Expr,
}

/// `median(body over dataset)`: the body is asked once a row, with the row's inputs.
#[derive(Debug, Clone)]
pub struct Over {
    /// How the rows' values are put together.
    pub statistic: Statistic,
    /// Asked once a row.
    pub body: Expr,
    /// Whose rows.
    pub dataset: DatasetId,
    /// `rank(body over dataset, n)`: which place, from the greatest.
    pub place: Option<Expr>,
}

/// How the values of a dataset's rows are put together; rows without a value are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Statistic {
    Median,
    Mean,
    Max,
    Min,
    Count,
    Rank,
}

/// `largest NAME in from..to with condition`.
#[derive(Debug, Clone)]
pub struct Search {
    /// Else the smallest is looked for.
    pub largest: bool,
    /// What is varied.
    pub variable: Variable,
    /// First value.
    pub from: Expr,
    /// Last value.
    pub to: Expr,
    /// What must hold.
    pub condition: Expr,
}

/// What a [`Search`] varies.
#[derive(Debug, Clone)]
pub enum Variable {
    /// An input, for everything that the condition asks.
    Input(InputId),
    /// A new name, seen only in the condition: slot and name.
    Local(usize, Id),
}

/// One part of a chain.
#[derive(Debug, Clone)]
pub enum Link {
    /// `in S`.
    In(ScenarioId),
    /// `in measured["D1"]`: the inputs and readings of a dataset's row.
    Row(DatasetId, usize),
    /// `where { input = value, … }`, sorted by the input's name.
    Where(Vec<(InputId, Expr)>),
}

/// Operators with two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Operator {
    Power,
    Multiply,
    Divide,
    Mod,
    Div,
    Add,
    Subtract,
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Within,
    And,
    Or,
}

/// Functions that every book has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Builtin {
    Min,
    Max,
    Sum,
    Abs,
    Ceil,
    Floor,
    Round,
    Log2Floor,
    Low,
    High,
    Sqrt,
    Log2,
}

/// What can be asked of a tape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum TapeQuestion {
    Highest,
    Left,
    Step,
    Held,
    Timeline,
}

/// A formula book: everything that a site's `.formula` files define, checked.
#[derive(Debug, Default)]
pub struct Book {
    /// Units and dimensions.
    pub units: Units,
    /// Inputs in the order of the files.
    pub inputs: Vec<Input>,
    /// Definitions in the order of the files.
    pub definitions: Vec<Definition>,
    /// Scenarios in the order of the files.
    pub scenarios: Vec<Scenario>,
    /// Datasets in the order of the files.
    pub datasets: Vec<Dataset>,
    /// What must hold wherever inputs are set.
    pub requires: Vec<Require>,
    /// What the book expects of itself.
    pub expects: Vec<Expect>,
    /// The name space that inputs and definitions share.
    pub names: HashMap<Id, Entry>,
    /// Names whose definitions have faults, so that they are not reported as unknown as well.
    pub(super) broken: HashSet<String>,
    /// Which definitions are tapes.
    pub(super) tapes: HashSet<DefinitionId>,
    /// Which definitions are tables, and the type of their keys.
    pub(super) tables: BTreeMap<DefinitionId, Type>,
    /// The inputs that definitions ask for, by name.
    pub(super) asked: Dependencies,
    /// All that the values of definitions may depend on.
    pub(super) depends: Dependencies,
    /// Has it no fault: only then may it be computed.
    pub sound: bool,
}

/// What a name of the book stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// An input.
    Input(InputId),
    /// A definition, table, tape, quoted or observed value.
    Definition(DefinitionId),
    /// A dataset.
    Dataset(DatasetId),
    /// A reading of a dataset: `measured.peak`.
    Reading(DatasetId, usize),
}

/// `input NAME : TYPE = DEFAULT`.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its name.
    pub id: Id,
    /// What it takes.
    pub ty: Type,
    /// Must its value be whole (`count`, bytes, a counting unit).
    pub whole: bool,
    /// The default, which asks no other input.
    pub default: Expr,
    /// The `##` lines above it.
    pub doc: String,
    /// Its name in the file.
    pub span: Span,
}

/// A name with a meaning.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Its name.
    pub id: Id,
    /// Ours, somebody's, or measured.
    pub source: Provenance,
    /// Names and types of its parameters, if any.
    pub parameters: Vec<(Id, Type, bool)>,
    /// What it gives (a tape: the unit of its amounts).
    pub ty: Type,
    /// Must it come out whole.
    pub whole: bool,
    /// What it says.
    pub body: Body,
    /// The `##` lines above it.
    pub doc: String,
    /// Its name in the file.
    pub span: Span,
}

/// Where a definition's figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// The book's own.
    Computed,
    /// Somebody's claim.
    Quoted,
    /// A reading.
    Observed,
}

/// What a definition says.
#[derive(Debug, Clone)]
pub enum Body {
    /// One expression.
    Formula(Expr),
    /// `table NAME by KEY : TYPE { value = expression, … }`.
    Table(Expr, Vec<(Id, Expr)>),
    /// What is held, and when.
    Tape(Tape),
}

/// The steps of a tape. A name that it may hold is a slot: an index of `names`.
#[derive(Debug, Clone)]
pub struct Tape {
    /// Every name that the tape itself, the tapes it plays and the one it comes after may hold.
    pub names: Vec<Id>,
    /// The tape whose names are held at the start, with its arguments, and where its slots are here.
    pub after: Option<Play>,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

/// One line of a tape.
#[derive(Debug, Clone)]
pub struct Step {
    /// What happens.
    pub kind: StepKind,
    /// The whole line.
    pub span: Span,
}

/// What a line of a tape does.
#[derive(Debug, Clone)]
pub enum StepKind {
    /// `+ NAME AMOUNT`: taken and kept.
    Take(usize, Expr),
    /// `- NAME`: all of it given back.
    Give(usize),
    /// `- NAME of AMOUNT`: a part given back.
    GivePart(usize, Expr),
    /// `- NAME AMOUNT`: given back, though it came from elsewhere.
    GiveOther(usize, Expr),
    /// `~ NAME AMOUNT`: taken and given back at once.
    Touch(usize, Expr),
    /// `play TAPE(…) as PREFIX`, or `repeat N times TAPE(…) as PREFIX` with the number of times.
    Play(Option<Expr>, Play),
    /// `if … else if … else`: conditions with their steps, and the steps if none holds.
    If(Vec<(Expr, Vec<Step>)>, Vec<Step>),
}

/// Another tape, put to use in this one.
#[derive(Debug, Clone)]
pub struct Play {
    /// Which tape.
    pub tape: DefinitionId,
    /// Its arguments.
    pub arguments: Vec<Expr>,
    /// What its names are put under.
    pub prefix: Option<Id>,
    /// For each of its slots the slot here.
    pub slots: Vec<usize>,
    /// Its name in the file.
    pub span: Span,
}

/// `scenario NAME = BASE with { input = value, … }`.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its name.
    pub id: Id,
    /// The scenario it starts from.
    pub base: Option<ScenarioId>,
    /// What it sets; the right sides are read in the base.
    pub sets: Vec<(InputId, Expr)>,
    /// The `##` lines above it.
    pub doc: String,
    /// Its name in the file.
    pub span: Span,
}

/// `dataset NAME = "FILE" { input = column NAME, …; observed READING = … }`.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Its name.
    pub id: Id,
    /// Its rows, in the order of the file.
    pub rows: Vec<Row>,
    /// Names (`measured.peak`) and types of its readings.
    pub readings: Vec<(Id, Type)>,
    /// The inputs that every row sets.
    pub inputs: Vec<InputId>,
    /// The `##` lines above it.
    pub doc: String,
    /// Its name in the file.
    pub span: Span,
}

impl Dataset {
    /// The row of this name; `None` if there is none, or if several have it.
    pub fn row_number(&self, name: &str) -> Option<usize> {
        let mut found = (0..self.rows.len()).filter(|row| *self.rows[*row].name == *name);
        found.next().filter(|_| found.next().is_none() && !name.contains('"'))
    }
}

/// One row of a dataset.
#[derive(Debug, Clone)]
pub struct Row {
    /// The text of the file's first column, which names the row.
    pub name: Id,
    /// The inputs that the row sets.
    pub inputs: Vec<(InputId, Value)>,
    /// The values of the dataset's readings.
    pub readings: Vec<Value>,
    /// The row's line in the file.
    pub span: Span,
}

/// `require NAME : CONDITION`.
#[derive(Debug, Clone)]
pub struct Require {
    /// Its name: the Fluent message is `require-NAME`.
    pub id: Id,
    /// What must hold.
    pub condition: Expr,
    /// Its name in the file.
    pub span: Span,
}

/// `expect CONDITION`.
#[derive(Debug, Clone)]
pub struct Expect {
    /// What should hold.
    pub condition: Expr,
    /// The whole expectation.
    pub span: Span,
}
