//! t
mod numbers;
