//! Marks: headings without an id, and Markdown that is shown instead of being read.

use super::{Scope, warn};
use crate::diagnostic::{Diagnostics, Span};
use crate::site::PageId;

/// Marks that nobody writes for readers.
const MARKS: [&str; 8] = ["**", "~~", "](", "{{", "}}", "{%", "%}", "```"];

/// Headings whose id depends on their place, so that links to them break.
pub(super) fn heading_ids(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    let text = scope.text(page);
    for heading in scope.document(page).headings().iter().filter(|heading| !heading.explicit) {
        let end = text[..heading.span.end as usize].trim_end().len();
        let at = Span::new(heading.span.source, heading.span.start as usize..end.max(heading.span.start as usize));
        let fault = warn("missing-heading-id", at, "this heading has no id of its own");
        diagnostics.push(fault.help("write one in ASCII, the same in every language: `## Heading {#id}`"));
    }
}

/// Marks in the running text.
pub(super) fn leftovers(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    let text = scope.text(page);
    for piece in scope.prose(page) {
        let (start, end) = (piece.start as usize, piece.end as usize);
        let prose = &text[start..end];
        let found = MARKS.iter().filter_map(|mark| Some((prose.find(mark)?, *mark))).min();
        let Some((at, mark)) = found.map(|(at, mark)| (start + at, mark)) else { continue };
        let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let meant = text[..at].ends_with('\\') || text[line..at].contains("\\{");
        if !meant {
            let span = Span::new(piece.source, at..at + mark.len());
            let fault = warn("leftover-markup", span, format!("readers see this `{mark}`"));
            diagnostics.push(fault.help("mend the mark, or write `\\` before it if it is meant to be seen"));
        }
    }
}
