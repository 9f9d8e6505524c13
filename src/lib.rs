//! Babacus: a static documentation generator for documents that are read in several languages and full of numbers.

pub mod diagnostic;
pub mod formula;
pub mod locale;
pub mod markdown;
