//! Footnotes: their definitions go behind the body, to be written at its end in the order they are referred to.

use super::super::Document;
use super::super::event::{Event, Kind, Tag};
use super::Context;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Span, nearest};

/// Moves the definitions, and reports those that are not used and references to those that are not there.
pub(in super::super) fn collect(document: &mut Document, context: &Context, diagnostics: &mut Diagnostics) {
    report_unknown(document, context, diagnostics);
    if document.footnotes.is_empty() {
        document.body = document.events.len();
        return;
    }
    let (mut body, mut notes) = (Vec::with_capacity(document.events.len()), Vec::new());
    let mut open: Option<(u32, usize, usize)> = None;
    for event in &document.events {
        match (event.kind, open) {
            (Kind::Start(Tag::Footnote(footnote)), _) => open = Some((footnote, notes.len(), event.start as usize)),
            (Kind::End(Tag::Footnote(_)), Some((footnote, first, start))) => {
                let entry = &mut document.footnotes[footnote as usize];
                if entry.events.is_empty() {
                    entry.events = first..notes.len();
                } else {
                    let label = &entry.label;
                    let span = label_span(document.source, context.text, start);
                    let error = Diagnostic::error("duplicate-footnote", span, format!("a second footnote is called `{label}`"));
                    diagnostics.push(error.help("every footnote has a name of its own"));
                }
                open = None;
            }
            (_, Some(_)) => notes.push(*event),
            (_, None) => body.push(*event),
        }
    }
    report_unused(document, context.text, &body, &notes, diagnostics);
    document.body = body.len();
    for footnote in &mut document.footnotes {
        footnote.events = footnote.events.start + body.len()..footnote.events.end + body.len();
    }
    body.extend(notes);
    document.events = body;
}

/// The `[^name]` that begins a definition.
fn label_span(source: SourceId, text: &str, start: usize) -> Span {
    let length = text[start..].find(']').map_or(0, |at| at + 1);
    Span::new(source, start..start + length)
}

fn report_unused(document: &Document, text: &str, body: &[Event], notes: &[Event], diagnostics: &mut Diagnostics) {
    for event in &document.events {
        if let Kind::Start(Tag::Footnote(footnote)) = event.kind {
            let is_used = |other: &Event| other.kind == Kind::Reference(footnote);
            if !body.iter().chain(notes).any(is_used) {
                let label = &document.footnotes[footnote as usize].label;
                let span = label_span(document.source, text, event.start as usize);
                let warning = Diagnostic::warning("unused-footnote", span, format!("no text refers to the footnote `{label}`"))
                    .help(format!("refer to it with `[^{label}]`, or take it away"));
                diagnostics.push(warning);
            }
        }
    }
}

/// A reference without a definition stays in the text as `[`, `^name`, `]`.
fn report_unknown(document: &Document, context: &Context, diagnostics: &mut Diagnostics) {
    for pair in document.events.windows(2) {
        let (Kind::Text(_), Kind::Text(_)) = (pair[0].kind, pair[1].kind) else { continue };
        let (at, end) = ((pair[0].end as usize).saturating_sub(1), pair[1].end as usize);
        let text = context.text;
        if pair[0].end != pair[1].start || !text.as_bytes()[at..].starts_with(b"[^") || text[..at].ends_with('\\') {
            continue;
        }
        let label = &text[at + 2..end];
        let label = label.split(']').next().unwrap_or(label);
        let closes = text[at + 2 + label.len()..].starts_with(']');
        if label.is_empty() || label.contains(char::is_whitespace) || !closes {
            continue;
        }
        let span = Span::new(document.source, at..at + label.len() + 3);
        let error = Diagnostic::error("unknown-footnote", span, format!("no footnote is called `{label}`"));
        let known = document.footnotes.iter().map(|footnote| &*footnote.label);
        diagnostics.push(match nearest(label, known) {
            Some(meant) => error.help(format!("did you mean `[^{meant}]`?")).fix(span, format!("[^{meant}]")),
            None => error.help(format!("write it below: `[^{label}]: …`, or `\\[^` for the characters themselves")),
        });
    }
}
