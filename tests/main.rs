//! t
mod markdown;
mod numbers;
