//! What was written, before names are resolved: the parser's tree.

use super::tree::{Builtin, Operator, Statistic, TapeQuestion};
use crate::diagnostic::Span;

/// A name where it stands.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) span: Span,
}

/// A unit as written: `B/param` is `[(B, 1), (param, −1)]`.
pub(super) type UnitWords = Vec<(Word, i32)>;

/// A node of an expression.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) kind: NodeKind,
    pub(super) span: Span,
}

#[derive(Debug, Clone)]
pub(super) enum NodeKind {
    Number {
        digits: String,
        unit: UnitWords,
    },
    Name(String),
    /// A literal and what stands right behind it without an operator: a fault that the checker explains.
    Beside(Box<Node>, Box<Node>),
    Flag(bool),
    None,
    Call(Word, Vec<Node>),
    Lookup(Word, Box<Node>),
    Builtin(Builtin, Vec<Node>),
    Tape(TapeQuestion, Box<Node>),
    Winner(Box<Node>),
    Negate(Box<Node>),
    Not(Box<Node>),
    Binary(Operator, Box<Node>, Box<Node>),
    Range(Box<Node>, Box<Node>),
    If(Box<Node>, Box<Node>, Box<Node>),
    Bound {
        form: Builtin,
        body: Box<Node>,
        variable: Word,
        from: Box<Node>,
        to: Box<Node>,
    },
    Search {
        largest: bool,
        variable: Word,
        from: Box<Node>,
        to: Box<Node>,
        condition: Box<Node>,
    },
    Column(Word),
    Over {
        statistic: Statistic,
        body: Box<Node>,
        dataset: Word,
        place: Option<Box<Node>>,
    },
    Chain(Box<Node>, Vec<LinkNode>),
}

#[derive(Debug, Clone)]
pub(super) enum LinkNode {
    In(Word),
    /// A dataset, and the name or the number of one of its rows.
    Row(Word, Word),
    Where(Vec<(Word, Node)>),
}

/// A type as written.
#[derive(Debug, Clone)]
pub(super) enum TypeNode {
    Count,
    Number,
    Flag,
    Name,
    OneOf(Vec<Word>),
    Unit(UnitWords),
    /// None is written; here it should stand. The checker proposes the one that the value has.
    Missing(Span),
}

/// A parameter of a definition.
pub(super) type Parameter = (Word, TypeNode);

/// One definition of a file.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) kind: ItemKind,
    pub(super) name: Word,
    pub(super) doc: String,
}

#[derive(Debug, Clone)]
pub(super) enum ItemKind {
    Unit,
    Input { ty: TypeNode, default: Node },
    Require { condition: Node },
    Formula { source: super::tree::Provenance, parameters: Vec<Parameter>, ty: TypeNode, body: Node },
    Table { key: Node, ty: TypeNode, rows: Vec<(Word, Node)> },
    Scenario { base: Option<Word>, sets: Vec<(Word, Node)> },
    Expect { condition: Node },
    Dataset { file: Word, sets: Vec<(Word, Node)>, readings: Vec<(Word, Node)> },
    Tape { parameters: Vec<Parameter>, after: Option<(Word, Vec<Node>)>, ty: TypeNode, steps: Vec<StepNode> },
}

/// One line of a tape.
#[derive(Debug, Clone)]
pub(super) struct StepNode {
    pub(super) kind: StepNodeKind,
    pub(super) span: Span,
}

#[derive(Debug, Clone)]
pub(super) enum StepNodeKind {
    Take(Word, Node),
    Give(Word),
    GivePart(Word, Node),
    GiveOther(Word, Node),
    Touch(Word, Node),
    Play { times: Option<Node>, tape: Word, arguments: Vec<Node>, prefix: Option<Word> },
    If(Vec<(Node, Vec<StepNode>)>, Vec<StepNode>),
}
