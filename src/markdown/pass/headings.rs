//! Headings: an id for each, and no id twice.

use super::super::Document;
use super::super::event::{Event, Kind, Tag};
use super::Context;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};

/// Gives ids to headings that have none, and reports what is wrong with the others.
pub(in super::super) fn identify(document: &mut Document, context: &Context, diagnostics: &mut Diagnostics) {
    for (number, heading) in document.headings.iter_mut().enumerate() {
        if !heading.explicit {
            heading.id = format!("section-{}", number + 1).into();
        }
    }
    let starts: Vec<(usize, u32)> = document.events.iter().enumerate().filter_map(start).collect();
    for (nth, (at, heading)) in starts.iter().enumerate() {
        let id = &document.headings[*heading as usize].id;
        let span = || id_span(document, context, *heading);
        if id.chars().any(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.')) {
            let warning = Diagnostic::warning("bad-heading-id", span(), format!("`{id}` is no id that every language can share"))
                .help("ids are ASCII letters, digits, `-`, `_` and `.`");
            diagnostics.push(warning);
        }
        let twin = starts[..nth].iter().find(|(other_at, other)| {
            document.headings[*other as usize].id == *id && !exclusive(&document.events, *other_at, *at)
        });
        if let Some((_, twin)) = twin {
            let error = Diagnostic::error("duplicate-id", span(), format!("a second heading with the id `{id}`"))
                .also(id_span(document, context, *twin), "the first")
                .help("every heading of a page has an id of its own");
            diagnostics.push(error);
        }
    }
}

fn start((at, event): (usize, &Event)) -> Option<(usize, u32)> {
    match event.kind {
        Kind::Start(Tag::Heading(heading)) => Some((at, heading)),
        _ => None,
    }
}

/// Do two places stand in different branches of one condition, so that a page never shows both.
fn exclusive(events: &[Event], first: usize, second: usize) -> bool {
    let opened_before = |branch| events[..first].iter().any(|event| event.kind == Kind::Branch(branch));
    events[first..second].iter().any(|event| {
        matches!(event.kind, Kind::Otherwise(branch)
        if opened_before(branch) && !events[first..second].iter().any(|other| other.kind == Kind::Join(branch)))
    })
}

/// Where the author wrote the id, or the heading.
fn id_span(document: &Document, context: &Context, heading: u32) -> Span {
    let heading = &document.headings[heading as usize];
    let (start, end) = (heading.span.start as usize, heading.span.end as usize);
    let written = context.text[start..end].rfind(&format!("#{}", heading.id)).map(|at| start + at);
    match written {
        Some(at) if heading.explicit => Span::new(heading.span.source, at..at + 1 + heading.id.len()),
        _ => Span::new(heading.span.source, start..start + context.text[start..end].trim_end().len()),
    }
}
