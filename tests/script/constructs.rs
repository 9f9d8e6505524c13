//! One row for every construct.
