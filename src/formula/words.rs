//! The words of the language: one row each.

use super::tree::{Builtin, Operator, Statistic, TapeQuestion};

/// Words that no definition may be called.
pub(super) const RESERVED: [&str; 24] = [
    "if", "then", "else", "and", "or", "not", "in", "where", "with", "within", "mod", "div", "true", "false", "none", "for",
    "largest", "smallest", "of", "one", "by", "as", "over", "times",
];

/// The built-in functions, each with the least and the greatest number of its arguments.
pub(super) const FUNCTIONS: [(&str, Builtin, usize, usize); 12] = [
    ("min", Builtin::Min, 1, usize::MAX),
    ("max", Builtin::Max, 1, usize::MAX),
    ("sum", Builtin::Sum, 1, usize::MAX),
    ("abs", Builtin::Abs, 1, 1),
    ("ceil", Builtin::Ceil, 1, 1),
    ("floor", Builtin::Floor, 1, 1),
    ("round", Builtin::Round, 1, 2),
    ("log2_floor", Builtin::Log2Floor, 1, 1),
    ("low", Builtin::Low, 1, 1),
    ("high", Builtin::High, 1, 1),
    ("sqrt", Builtin::Sqrt, 1, 1),
    ("log2", Builtin::Log2, 1, 1),
];

/// What can be asked of all rows of a dataset.
pub(super) const STATISTICS: [(&str, Statistic); 6] = [
    ("median", Statistic::Median),
    ("mean", Statistic::Mean),
    ("max", Statistic::Max),
    ("min", Statistic::Min),
    ("count", Statistic::Count),
    ("rank", Statistic::Rank),
];

/// What can be asked of a tape.
pub(super) const TAPE_QUESTIONS: [(&str, TapeQuestion); 5] = [
    ("highest", TapeQuestion::Highest),
    ("left", TapeQuestion::Left),
    ("step", TapeQuestion::Step),
    ("held", TapeQuestion::Held),
    ("timeline", TapeQuestion::Timeline),
];

/// Comparisons; `=` compares.
pub(super) const COMPARISONS: [(&str, Operator); 7] = [
    ("=", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<=", Operator::AtMost),
    ("<", Operator::Less),
    (">=", Operator::AtLeast),
    (">", Operator::Greater),
    ("within", Operator::Within),
];
