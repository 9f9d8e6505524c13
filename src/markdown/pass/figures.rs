//! A paragraph that is one image with a title is a figure, and the title its caption.

use super::super::Document;
use super::super::event::{Kind, Tag};
use super::Context;
use crate::diagnostic::Diagnostics;

/// Makes figures of such paragraphs.
pub(in super::super) fn frame(document: &mut Document, _: &Context, _: &mut Diagnostics) {
    for at in 0..document.events.len() {
        let (Kind::Start(Tag::Paragraph), Some(Kind::Start(Tag::Image(image)))) =
            (document.events[at].kind, document.events.get(at + 1).map(|event| event.kind))
        else {
            continue;
        };
        let Some(inner) = document.events[at..].iter().position(|event| event.kind == Kind::End(Tag::Image(image))) else {
            continue;
        };
        if let Some(end) = document.events.get_mut(at + inner + 1)
            && end.kind == Kind::End(Tag::Paragraph)
            && !document.links[image as usize].title.is_empty()
        {
            end.kind = Kind::End(Tag::Figure);
            document.events[at].kind = Kind::Start(Tag::Figure);
        }
    }
}
