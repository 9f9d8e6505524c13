//! A tag that is a paragraph of its own is a block: the paragraph around it goes. So do paragraphs that held nothing
//! but a comment.

use super::super::event::{Event, Kind, Tag};
use super::super::{Document, InsertKind, Place};
use super::Context;
use crate::diagnostic::Diagnostics;

/// Takes the paragraphs away.
pub(in super::super) fn unwrap(document: &mut Document, context: &Context, _: &mut Diagnostics) {
    let events = std::mem::take(&mut document.events);
    let mut kept = Vec::with_capacity(events.len());
    let mut at = 0;
    while at < events.len() {
        let end = match events[at].kind {
            Kind::Start(Tag::Paragraph) => only_tags(document, context, &events[at + 1..]).map(|length| at + 1 + length),
            // An item of a tight list has no paragraphs: it may be a tag all the same.
            Kind::Start(tag @ (Tag::Item | Tag::Definition)) => {
                kept.push(events[at]);
                at += 1;
                let end = only_tags(document, context, &events[at..]).map(|length| at + length);
                match end {
                    Some(end) if end > at && events[end].kind == Kind::End(tag) => {
                        kept.extend(take_tags(document, &events[at..end]));
                        at = end;
                    }
                    _ => {}
                }
                continue;
            }
            _ => None,
        };
        match end {
            Some(end) if events[end].kind == Kind::End(Tag::Paragraph) => {
                kept.extend(take_tags(document, &events[at + 1..end]));
                at = end + 1;
            }
            _ => {
                kept.push(events[at]);
                at += 1;
            }
        }
    }
    document.events = kept;
}

/// How many events are tags and the space between them, up to the end of a container.
fn only_tags(document: &Document, context: &Context, events: &[Event]) -> Option<usize> {
    for (at, event) in events.iter().enumerate() {
        match event.kind {
            Kind::End(_) => return Some(at),
            Kind::SoftBreak | Kind::HardBreak => {}
            Kind::Text(chars) if context.chars(&document.strings, event, chars).trim().is_empty() => {}
            Kind::Insert(insert) if !matches!(document.inserts[insert as usize].kind, InsertKind::Value { .. }) => {}
            _ => return None,
        }
    }
    None
}

fn take_tags(document: &mut Document, events: &[Event]) -> Vec<Event> {
    let is_tag = |event: &&Event| matches!(event.kind, Kind::Insert(_));
    for event in events {
        if let Kind::Insert(insert) = event.kind {
            document.inserts[insert as usize].place = Place::Block;
        }
    }
    events.iter().filter(is_tag).copied().collect()
}
