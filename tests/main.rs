//! t
mod ledger;
mod markdown;
mod numbers;
mod sites;
mod tidy;
