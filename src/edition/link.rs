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
        return if is_copy(absolute) { Target::Address(format!("{root}{absolute}{rest}")) } else { Target::Same };
    }
    // Through the root, so that it also works where the page stands in for one of another language.
    match join(&format!("{}/{folder}", language.folder), path) {
        Some(file) if is_copy(&file) => Target::Address(format!("{root}{file}{rest}")),
        _ => Target::Same,
    }
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
