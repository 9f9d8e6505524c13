//! The calculator's JavaScript: what it answers is what the build answers, value and text.

mod books;
mod compare;
mod configs;
mod constructs;
mod engine;
