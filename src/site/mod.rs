//! A site: its files, its settings, its pages and how they are arranged.

pub mod assets;
pub mod config;
mod content;
pub mod front;
pub mod manuscript;
mod memo;
pub mod page;
pub mod project;
mod squeeze;
mod theme;
pub mod tree;

pub use assets::Assets;
pub use content::{Content, Framed};
pub use manuscript::{Language, Manuscript, PageId, parse};
pub use memo::{Memo, remember};
pub use page::Page;
pub use project::{Artifact, Copied, FileKind, PageFile, Project};
