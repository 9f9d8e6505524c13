//! The passes: each takes the document's events and changes one thing about them.

pub(super) mod blocks;
pub(super) mod branches;
pub(super) mod breaks;
pub(super) mod captions;
pub(super) mod figures;
pub(super) mod footnotes;
pub(super) mod headings;
pub(super) mod tasks;

use super::event::{Chars, Event};

/// What passes may look at besides the document.
pub(super) struct Context<'a> {
    /// The whole file.
    pub(super) text: &'a str,
    /// See [`super::Options::cjk`].
    pub(super) cjk: bool,
}

impl<'a> Context<'a> {
    /// The characters of a text event.
    fn chars<'s>(&self, strings: &'s [Box<str>], event: &Event, chars: Chars) -> &'s str
    where
        'a: 's,
    {
        match chars {
            Chars::Source => &self.text[event.start as usize..event.end as usize],
            Chars::Owned(string) => &strings[string as usize],
        }
    }
}
