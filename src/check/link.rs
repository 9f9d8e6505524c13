//! Links within the site, their anchors, and pictures.

use super::{Scope, warn};
use crate::diagnostic::{Diagnostics, nearest};
use crate::edition::BOOK;
use crate::edition::link::{Lead, lead};
use crate::site::PageId;

/// Every link of a page with where it leads.
fn leads<'s>(
    scope: &'s Scope<'_>,
    page: PageId,
    image: bool,
) -> impl Iterator<Item = (&'s crate::markdown::Link, &'s str, Lead)> {
    let own = scope.page(page);
    scope.document(page).links().iter().filter(move |link| link.image == image).filter_map(move |link| {
        let destination = link.destination.literal()?;
        Some((link, destination, lead(scope.project, &scope.draft.manuscript, own, destination)))
    })
}

/// Relative addresses that are no `.md` (those are followed while the site is built).
pub(super) fn targets(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    for (link, destination, lead) in leads(scope, page, false) {
        let path = destination.split(['#', '?']).next().unwrap_or_default();
        if lead == Lead::Nothing && !path.ends_with(".md") {
            let fault = warn("broken-target", link.span, format!("the site has nothing at `{path}`"));
            diagnostics.push(fault.help("an address is relative to the page's; name a page by its file: `page.md`"));
        }
    }
}

/// What follows `#` in a link to a page of the site.
pub(super) fn anchors(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    for (link, destination, lead) in leads(scope, page, false) {
        let (Some((_, anchor)), Lead::Page(language, address)) = (destination.split_once('#'), lead) else { continue };
        let ids = ids(scope, language, &address);
        let Some(ids) = ids.filter(|ids| !ids.iter().any(|id| id == anchor)) else { continue };
        let fault = warn("broken-anchor", link.span, format!("there is no `#{anchor}` on that page"));
        let prefix = destination.len() - anchor.len();
        diagnostics.push(match nearest(anchor, ids.iter().map(String::as_str)) {
            Some(near) => {
                let fault = fault.help(format!("did you mean `#{near}`?"));
                if scope.project.sources.slice(link.span) == destination {
                    fault.fix(link.span, format!("{}{near}", &destination[..prefix]))
                } else {
                    fault
                }
            }
            None => fault.help("give the heading this id: `## Heading {#id}`"),
        });
    }
}

/// The ids of a page; `None` for a formula's page, whose ids are the theme's.
fn ids(scope: &Scope<'_>, language: usize, address: &str) -> Option<Vec<String>> {
    let manuscript = &scope.draft.manuscript;
    let tree = &manuscript.languages[language].tree;
    if let Some(target) = tree.find(address).and_then(|entry| tree.entries[entry].page) {
        return Some(scope.document(target).headings().iter().map(|heading| heading.id.to_string()).collect());
    }
    let book = &manuscript.book;
    (address == BOOK).then(|| {
        let inputs = book.inputs.iter().map(|input| format!("input-{}", input.id));
        let scenarios = book.scenarios.iter().map(|scenario| format!("scenario-{}", scenario.id));
        let files = scope.project.formulas.iter().map(|file| {
            let path = &scope.project.sources.get(*file).path;
            path.rsplit('/').next().unwrap_or_default().trim_end_matches(".formula").to_string()
        });
        inputs.chain(scenarios).chain(files).collect()
    })
}

/// Pictures that the site has not.
pub(super) fn images(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    for (link, destination, lead) in leads(scope, page, true) {
        if matches!(lead, Lead::Nothing | Lead::Page(..)) {
            let folder = &scope.language_of(page).folder;
            let fault = warn("missing-image", link.span, format!("there is no picture `{destination}`"));
            diagnostics.push(fault.help(format!("put it beside the page in `content/{folder}/`, or into `static/`")));
        }
    }
}

/// Pictures that say nothing to those who do not see them.
pub(super) fn texts(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    for link in scope.document(page).links().iter().filter(|link| link.image) {
        let before = &scope.text(page)[..link.span.start as usize];
        if before.trim_end_matches(['<', ' ']).ends_with("![](") {
            let fault = warn("image-without-text", link.span, "this picture says nothing to those who do not see it");
            diagnostics.push(fault.help("write what it shows: `![what it shows](picture.svg)`"));
        }
    }
}
