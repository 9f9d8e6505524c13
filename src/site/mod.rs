//! A site: its files, its settings, its pages and how they are arranged.

pub mod assets;
pub mod config;
pub mod front;
pub mod manuscript;
pub mod project;
mod theme;
pub mod tree;

pub use assets::Assets;
pub use manuscript::{Language, Manuscript, Page, PageId, parse};
pub use project::{Artifact, Copied, FileKind, PageFile, Project};
