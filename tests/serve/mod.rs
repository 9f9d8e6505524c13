//! The server for authors: a folder kept in memory, edits that reach pages, errors and recovery.

mod edits;
mod folder;
mod requests;
mod server;
mod soak;
