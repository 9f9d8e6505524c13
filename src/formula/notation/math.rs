//! What can be drawn.

/// A piece of notation.
#[derive(Debug, Clone)]
pub(super) enum Math {
    /// Pieces side by side.
    Row(Vec<Math>),
    /// A number as the language writes it, with its unit.
    Number(String),
    /// A name of the book.
    Name(String),
    /// Words of a language.
    Words(String),
    /// A sign between two pieces, or before one.
    Sign(Sign),
    /// Brackets round a piece.
    Brackets(Bracket, Box<Math>),
    /// Over and under.
    Fraction(Box<Math>, Box<Math>),
    /// Base and exponent.
    Power(Box<Math>, Box<Math>),
    /// A row of a table: its name and the key.
    Index(Box<Math>, Box<Math>),
    /// A value and what is set for it.
    Given(Box<Math>, Vec<Math>),
    /// A function and its arguments, with what stands between them.
    Call(String, Vec<Math>, &'static str),
    /// Values, each with its condition.
    Cases(Vec<(Math, Math)>),
    /// `∑`, `max` or `min` over a variable: name, first, last value, body.
    Over(&'static str, Box<[Math; 4]>),
    /// A square root.
    Root(Box<Math>),
    /// The greatest or least of a set: name, variable, first, last value, condition.
    Extreme(&'static str, Box<[Math; 4]>),
}

/// Signs; each writer has its own spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub(super) enum Sign {
    Plus,
    Minus,
    /// Before a piece.
    Opposite,
    Times,
    Slash,
    Mod,
    Equal,
    Approximately,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
    In,
    And,
    Or,
    Not,
    Equivalent,
    Colon,
    /// Between what is asked of every row and the dataset.
    Over,
    Dots,
    Separator,
}

/// Pairs of brackets, and where they are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bracket {
    /// `( )` in every notation.
    Round,
    /// `( )` in a line of text only: where a fraction bar or a superscript groups when drawn.
    RoundInText,
    /// `( )` only when drawn: where a line of text has brackets already.
    RoundDrawn,
    /// `⌈ ⌉`
    Ceiling,
    /// `⌊ ⌋`
    Floor,
    /// `| |`
    Bars,
    /// `[ ]`
    Square,
}

impl Math {
    /// Pieces with signs between them.
    pub(super) fn joined(left: Math, sign: Sign, right: Math) -> Math {
        let mut pieces = match left {
            Math::Row(pieces) => pieces,
            other => vec![other],
        };
        pieces.push(Math::Sign(sign));
        match right {
            Math::Row(more) => pieces.extend(more),
            other => pieces.push(other),
        }
        Math::Row(pieces)
    }

    /// The piece in brackets.
    pub(super) fn within(self, bracket: Bracket) -> Math {
        Math::Brackets(bracket, Box::new(self))
    }
}
