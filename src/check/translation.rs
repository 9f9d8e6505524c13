//! Pages that a language lacks, and translations of a text that has changed.

use super::{Scope, warn};
use crate::diagnostic::{Diagnostics, Span};
use crate::site::PageId;
use crate::status::{self, State};

/// Pages of the source language that another lacks.
pub(super) fn missing(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let manuscript = &scope.draft.manuscript;
    let source = &manuscript.languages[manuscript.config.source_index()].folder;
    for language in &manuscript.languages {
        for entry in language.tree.entries.iter().filter(|entry| entry.fallback) {
            let Some(page) = entry.page else { continue };
            let own = &manuscript.pages[page];
            let at = Span::new(own.source, 0..scope.text(page).find('\n').unwrap_or(0));
            if !scope.excuses.compares(at, source, &language.folder) {
                continue;
            }
            let message = format!("this page is not there in `{}`", language.folder);
            let help =
                format!("write `content/{}/{}`; until then readers get this one, with a notice", language.folder, own.path);
            diagnostics.push(warn("missing-page", at, message).help(help));
        }
    }
    for (id, page) in manuscript.pages.iter().enumerate() {
        let folder = &manuscript.languages[page.language].folder;
        let at = Span::new(page.source, 0..scope.text(id).find('\n').unwrap_or(0));
        let alone = status::state(scope.project, manuscript, id) == State::Alone;
        if alone && scope.excuses.compares(at, folder, source) {
            let message = format!("this page is not there in the source language, `{source}`");
            let help = format!("write `content/{source}/{}`, or say in the front matter `# only: {folder} reason`", page.path);
            diagnostics.push(warn("missing-page", at, message).help(help));
        }
    }
}

/// Translations whose source has changed.
pub(super) fn stale(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    let State::Stale(sections) = status::state(scope.project, &scope.draft.manuscript, page) else { return };
    let path = &scope.project.sources.get(scope.page(page).source).path;
    let message = format!("the source of this translation has changed{}", status::in_words(&sections));
    let mut fault = warn("stale-translation", mark(scope, page), message);
    for at in sections.iter().filter_map(|section| section.at) {
        fault = fault.also(at, "changed");
    }
    diagnostics.push(fault.help(format!("bring it up to date, then run `babacus status --mark {path}`")));
}

/// Translations that do not say what of.
pub(super) fn unmarked(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    if status::state(scope.project, &scope.draft.manuscript, page) != State::Unmarked {
        return;
    }
    let path = &scope.project.sources.get(scope.page(page).source).path;
    let fault =
        warn("unmarked-translation", mark(scope, page), "this translation does not say which text it is a translation of");
    diagnostics.push(fault.help(format!("once it is right, run `babacus status --mark {path}`")));
}

/// The line `source:` of the front matter, else the first line.
fn mark(scope: &Scope<'_>, page: PageId) -> Span {
    let text = scope.text(page);
    let start = text.find("\nsource:").map_or(0, |newline| newline + 1);
    let length = text[start..].find('\n').unwrap_or(0);
    Span::new(scope.page(page).source, start..start + length)
}
