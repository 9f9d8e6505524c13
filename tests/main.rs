//! t
mod ledger;
mod markdown;
mod numbers;
mod tidy;
