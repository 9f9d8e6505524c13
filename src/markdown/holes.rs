//! What a document does not know by itself, and asks for while it is written.

use super::event::{Alert, Link};
use super::insert::Insert;

/// A shown insert: the same thing twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// For flow or phrasing content, as its [`super::Place`] allows.
    pub html: String,
    /// For attributes, the table of contents and the search.
    pub text: String,
}

/// Where a link leads, or where an image is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Target {
    /// The value of `href` or `src`, not yet escaped.
    pub address: String,
    /// Width and height of an image.
    pub size: Option<(u32, u32)>,
    /// The language of the page it leads to, where that is another: `hreflang`.
    pub language: Option<String>,
}

/// A text of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label<'a> {
    /// The title of an alert.
    Alert(Alert),
    /// The name of a scroll region: the n-th table of the page, from 1, and the heading above it.
    Table(usize, &'a str),
    /// The heading of the footnotes.
    Footnotes,
    /// The name of a reference to the n-th footnote, from 1; it must contain the number.
    Reference(usize),
    /// The name of the link back from the n-th footnote to its k-th reference.
    Back(usize, usize),
}

/// Fills the holes of a document, in the order they are shown.
///
/// Everything is asked once for each time that it is shown, and what a branch hides is not asked at all.
pub trait Holes {
    /// Shows a value or a tag; the insert's place says what may be written. The index is the insert's in
    /// [`super::Document::inserts`].
    fn show(&mut self, index: usize, insert: &Insert) -> Shown;

    /// Answers `{% holds … %}`: does the condition hold.
    fn holds(&mut self, index: usize, insert: &Insert) -> bool;

    /// Resolves a link or an image; `destination` is its target with the values in it.
    fn target(&mut self, link: &Link, destination: &str) -> Target {
        let _ = link;
        Target { address: destination.to_string(), ..Target::default() }
    }

    /// A text of the interface, in the reader's language.
    fn label(&mut self, label: Label<'_>) -> String;
}
