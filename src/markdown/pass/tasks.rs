//! Task lists: the text after a box becomes the box's label.

use super::super::Document;
use super::super::event::{Kind, Tag};
use super::Context;
use crate::diagnostic::Diagnostics;

/// Puts a label around the box and the text up to the end of its paragraph.
pub(in super::super) fn label(document: &mut Document, _: &Context, _: &mut Diagnostics) {
    if !document.events.iter().any(|event| matches!(event.kind, Kind::TaskMarker(_))) {
        return;
    }
    let mut labelled = Vec::with_capacity(document.events.len() + 8);
    let mut open: Option<bool> = None;
    for event in &document.events {
        let ends = match event.kind {
            Kind::Start(tag) | Kind::End(tag) => !tag.is_inline(),
            Kind::Rule => true,
            _ => false,
        };
        if ends && let Some(done) = open.take() {
            labelled.push(event.with(Kind::End(Tag::TaskLabel(done))));
        }
        if let Kind::TaskMarker(done) = event.kind {
            labelled.push(event.with(Kind::Start(Tag::TaskLabel(done))));
            open = Some(done);
        } else {
            labelled.push(*event);
        }
    }
    document.events = labelled;
}
