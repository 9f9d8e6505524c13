//! Links of pages: from what the author wrote to an address that works wherever the site stands.

use crate::site::tree::{Tree, address_of, join, upward};
use crate::site::{Manuscript, Page, Project};

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// To another place than a page of the site: as it was written.
    Same,
    /// To this address, relative to the page's.
    Address(String),
    /// To a page that is not there; its path below the language's folder.
    Missing(String),
}

/// Resolves the destination of a link or of an image.
///
/// `x.md` is looked for from the file's folder, then from the page's own address; other relative paths are files that
/// lie beside the page or in `static/`.
pub(super) fn resolve(project: &Project, manuscript: &Manuscript, page: &Page, destination: &str) -> Target {
    let end = destination.find(['#', '?']).unwrap_or(destination.len());
    let (path, rest) = destination.split_at(end);
    if path.is_empty() || has_scheme(path) || path.starts_with("//") {
        return Target::Same;
    }
    let language = &manuscript.languages[page.language];
    let folder = page.path.rfind('/').map_or("", |at| &page.path[..at]);
    let up = upward(&page.address);
    if path.ends_with(".md") {
        let bases = if path.starts_with('/') { ["", ""] } else { [folder, page.address.as_str()] };
        let found = bases.iter().find_map(|base| find_page(&language.tree, &join(base, path)?));
        return match found {
            Some(address) => Target::Address(format!("{up}{address}{rest}")),
            None => Target::Missing(join(folder, path).unwrap_or_else(|| path.to_string())),
        };
    }
    let root = if page.address.is_empty() { "../".to_string() } else { format!("{up}../") };
    let is_copy = |path: &str| project.copies.binary_search_by(|copy| copy.path.as_str().cmp(path)).is_ok();
    if let Some(absolute) = path.strip_prefix('/') {
        let address = || Target::Address(format!("{root}{}{rest}", manuscript.assets.link(absolute)));
        return if is_copy(absolute) { address() } else { Target::Same };
    }
    // Through the root, so that it also works where the page stands in for one of another language.
    match join(&format!("{}/{folder}", language.folder), path) {
        Some(file) if is_copy(&file) => Target::Address(format!("{root}{file}{rest}")),
        _ => Target::Same,
    }
}

/// Where a link leads, for those who check it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lead {
    /// To a page: index of its language, and its address below it.
    Page(usize, String),
    /// To a file that is copied.
    File,
    /// To something that the site should have, and has not.
    Nothing,
    /// Out of the site.
    Elsewhere,
}

/// Follows a link; the part behind `#` or `?` is left out of account.
pub(crate) fn lead(project: &Project, manuscript: &Manuscript, page: &Page, destination: &str) -> Lead {
    let path = &destination[..destination.find(['#', '?']).unwrap_or(destination.len())];
    if path.is_empty() {
        return Lead::Page(page.language, page.address.clone());
    }
    if has_scheme(path) || path.starts_with("//") {
        return Lead::Elsewhere;
    }
    let language = &manuscript.languages[page.language];
    let folder = page.path.rfind('/').map_or("", |at| &page.path[..at]);
    if path.ends_with(".md") {
        let bases = if path.starts_with('/') { ["", ""] } else { [folder, page.address.as_str()] };
        let found = bases.iter().find_map(|base| find_page(&language.tree, &join(base, path)?));
        return found.map_or(Lead::Nothing, |address| Lead::Page(page.language, address));
    }
    let is_copy = |path: &str| project.copies.binary_search_by(|copy| copy.path.as_str().cmp(path)).is_ok();
    let beside = join(&format!("{}/{folder}", language.folder), path);
    let from_page = if let Some(absolute) = path.strip_prefix('/') {
        Some(absolute.to_string())
    } else {
        join(&format!("{}/{}", language.folder, page.address), path)
    };
    if beside.is_some_and(|path| is_copy(&path)) || from_page.as_deref().is_some_and(is_copy) {
        return Lead::File;
    }
    let (folder, address) = match from_page.as_deref() {
        Some(path) => path.split_once('/').unwrap_or((path, "")),
        None => return Lead::Nothing,
    };
    let address = if address.is_empty() { String::new() } else { format!("{}/", address.trim_end_matches('/')) };
    let target = manuscript.languages.iter().position(|language| language.folder == folder);
    match target.filter(|target| has_address(manuscript, *target, &address)) {
        Some(target) => Lead::Page(target, address),
        None => Lead::Nothing,
    }
}

/// Is there a page at this address of a language, or one of the formula book's.
fn has_address(manuscript: &Manuscript, language: usize, address: &str) -> bool {
    let tree = &manuscript.languages[language].tree;
    let in_tree = tree.find(address).is_some_and(|entry| tree.entries[entry].page.is_some());
    in_tree
        || address.strip_prefix(super::BOOK).is_some_and(|formula| {
            let id = formula.trim_end_matches('/');
            id.is_empty() || manuscript.book.definitions.iter().any(|definition| &*definition.id == id)
        })
}

fn find_page(tree: &Tree, path: &str) -> Option<String> {
    let address = address_of(path);
    let entry = tree.find(&address)?;
    tree.entries[entry].page.map(|_| address)
}

fn has_scheme(path: &str) -> bool {
    let scheme = path.split_once(':').map_or("", |(scheme, _)| scheme);
    !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}
