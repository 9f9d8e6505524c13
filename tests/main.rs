//! All tests, in one binary.
mod commands;
mod formula;
mod ledger;
mod markdown;
mod numbers;
mod sites;
mod tidy;
mod worked;
