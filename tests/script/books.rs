//! Random books.
