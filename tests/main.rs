//! All tests, in one binary.

// In a test, a panic is the report.
#![allow(clippy::unwrap_used)]
mod charts;
mod commands;
mod evidence;
mod formula;
mod glossary;
mod ledger;
mod markdown;
mod memory;
mod numbers;
mod outputs;
mod review;
mod script;
mod serve;
mod shown;
mod sites;
mod tidy;
mod worked;
