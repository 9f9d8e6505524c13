//! t
mod formula;
mod ledger;
mod markdown;
mod numbers;
mod sites;
mod tidy;
