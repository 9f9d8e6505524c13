//! A line break of the source between two CJK characters is nothing, not a space.
//!
//! This is the segment break transformation of CSS Text 4, which browsers do not do: a break between two wide
//! characters goes, and so does one beside wide punctuation, which brings its own space. Korean keeps its breaks,
//! because it has spaces. Emphasis, links and other inline tags do not count; an insert counts as a word.

use super::super::cjk;
use super::super::event::{Chars, Kind, Tag};
use super::super::{Document, event::Event};
use super::Context;
use crate::diagnostic::Diagnostics;

/// Takes such breaks away.
pub(in super::super) fn join(document: &mut Document, context: &Context, _: &mut Diagnostics) {
    if !context.cjk {
        return;
    }
    let strings = &document.strings;
    let chars = |event: &Event| match event.kind {
        Kind::Text(Chars::Source) | Kind::Code(Chars::Source) => Some(&context.text[event.start as usize..event.end as usize]),
        Kind::Text(Chars::Owned(string)) | Kind::Code(Chars::Owned(string)) => Some(&*strings[string as usize]),
        _ => None,
    };
    // Nothing is seen through but the tags around text and the ends of other branches' texts.
    let is_transparent = |event: &&Event| match event.kind {
        Kind::Start(tag) | Kind::End(tag) => tag.is_inline() && !matches!(tag, Tag::Image(_)),
        _ => false,
    };
    let goes = |at: usize| {
        let before = document.events[..at].iter().rev().find(|event| !is_transparent(event));
        let after = document.events[at + 1..].iter().find(|event| !is_transparent(event));
        let before = before.and_then(&chars).and_then(|text| text.chars().next_back());
        let after = after.and_then(&chars).and_then(|text| text.chars().next());
        match (before, after) {
            (Some(before), Some(after)) if cjk::is_wide(before) && cjk::is_wide(after) => true,
            (before, after) => before.is_some_and(cjk::is_punctuation) || after.is_some_and(cjk::is_punctuation),
        }
    };
    let gone: Vec<bool> = (0..document.events.len()).map(|at| document.events[at].kind == Kind::SoftBreak && goes(at)).collect();
    let mut at = 0;
    document.events.retain(|_| {
        at += 1;
        !gone[at - 1]
    });
}
