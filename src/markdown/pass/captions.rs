//! A paragraph `: Text` directly after a table is the table's caption.

use super::super::Document;
use super::super::event::{Chars, Kind, Tag};
use super::Context;
use crate::diagnostic::Diagnostics;

/// Moves captions into their tables.
pub(in super::super) fn attach(document: &mut Document, context: &Context, _: &mut Diagnostics) {
    let mut at = 0;
    while let Some(found) = document.events[at..].iter().position(|event| matches!(event.kind, Kind::End(Tag::Table(..)))) {
        at += found + 1;
        let Some([table, start, text]) = document.events[at - 1..].first_chunk().copied() else { return };
        let (Kind::End(Tag::Table(number, _)), Kind::Start(Tag::Paragraph), Kind::Text(Chars::Source)) =
            (table.kind, start.kind, text.kind)
        else {
            continue;
        };
        let source = &context.text[text.start as usize..text.end as usize];
        let Some(caption) = source.strip_prefix(": ") else { continue };
        let Some(length) = document.events[at..].iter().position(|event| event.kind == Kind::End(Tag::Paragraph)) else { return };
        let is_table = |kind| kind == Kind::Start(Tag::Table(number, false));
        let Some(begin) = document.events[..at].iter().rposition(|event| is_table(event.kind)) else { continue };
        document.events[at + 1].start = text.end - super::super::index(caption.trim_start().len());
        document.events[at].kind = Kind::Start(Tag::Caption(number));
        document.events[at + length].kind = Kind::End(Tag::Caption(number));
        document.events[at - 1].kind = Kind::End(Tag::Table(number, true));
        document.events[begin].kind = Kind::Start(Tag::Table(number, true));
        // `<caption>` is the first thing in a table.
        document.events[begin + 1..=at + length].rotate_right(length + 1);
        at += length + 1;
    }
}
