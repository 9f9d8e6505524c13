//! The pages of one language as a tree: sections, reading order, and relative addresses.

use std::collections::{BTreeMap, HashMap};

use super::manuscript::PageId;
use super::page::Page;

/// Index of an [`Entry`] in a [`Tree`].
pub type EntryId = usize;

/// A page, or a folder without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Address below the language's: `""` for the home page, else `memory/peak/`.
    pub address: String,
    /// The page; `None` for a folder without an `index.md`.
    pub page: Option<PageId>,
    /// Is it shown in the source language, since this one has no such page.
    pub fallback: bool,
    /// The section it is in; `None` for the home page.
    pub parent: Option<EntryId>,
    /// Its pages, in order.
    pub children: Vec<EntryId>,
}

/// All entries of a language in reading order: a section stands before its pages, the home page first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// The entries.
    pub entries: Vec<Entry>,
    by_address: HashMap<String, EntryId>,
}

impl Tree {
    /// Arranges `own` pages, and those of the source language (`others`) that are missing among them.
    pub fn new(pages: &[Page], own: &[PageId], others: &[PageId]) -> Tree {
        let mut found: BTreeMap<&str, (Option<PageId>, bool)> = BTreeMap::new();
        for &page in others {
            found.insert(&pages[page].address, (Some(page), true));
        }
        for &page in own {
            found.insert(&pages[page].address, (Some(page), false));
        }
        for page in own.iter().chain(others) {
            let mut address = pages[*page].address.as_str();
            while let Some(parent) = parent_address(address) {
                found.entry(parent).or_insert((None, false));
                address = parent;
            }
        }
        let mut children: BTreeMap<&str, Vec<(i64, &str)>> = BTreeMap::new();
        for (address, (page, _)) in &found {
            if let Some(parent) = parent_address(address) {
                let order = page.and_then(|page| pages[page].front.order).unwrap_or(i64::MAX);
                children.entry(parent).or_default().push((order, address));
            }
        }
        children.values_mut().for_each(|siblings| siblings.sort_unstable());
        let mut tree = Tree::default();
        if found.contains_key("") {
            tree.add("", None, &found, &children);
        }
        tree
    }

    fn add(
        &mut self,
        address: &str,
        parent: Option<EntryId>,
        found: &BTreeMap<&str, (Option<PageId>, bool)>,
        children: &BTreeMap<&str, Vec<(i64, &str)>>,
    ) -> EntryId {
        let id = self.entries.len();
        let (page, fallback) = found.get(address).copied().unwrap_or((None, false));
        self.entries.push(Entry { address: address.to_string(), page, fallback, parent, children: Vec::new() });
        self.by_address.insert(address.to_string(), id);
        for (_, child) in children.get(address).into_iter().flatten() {
            let child = self.add(child, Some(id), found, children);
            self.entries[id].children.push(child);
        }
        id
    }

    /// The entry at an address.
    pub fn find(&self, address: &str) -> Option<EntryId> {
        self.by_address.get(address).copied()
    }

    /// The sections that an entry is in, the home page first.
    pub fn ancestors(&self, id: EntryId) -> Vec<EntryId> {
        let mut chain = Vec::new();
        let mut at = self.entries[id].parent;
        while let Some(parent) = at {
            chain.push(parent);
            at = self.entries[parent].parent;
        }
        chain.reverse();
        chain
    }

    /// The nearest page before and after an entry in reading order.
    pub fn neighbours(&self, id: EntryId) -> (Option<EntryId>, Option<EntryId>) {
        let is_page = |other: &EntryId| self.entries[*other].page.is_some();
        ((0..id).rev().find(is_page), (id + 1..self.entries.len()).find(is_page))
    }
}

/// The address of the section that holds `address`; `None` for the home page's.
fn parent_address(address: &str) -> Option<&str> {
    let inner = address.strip_suffix('/')?;
    Some(inner.rfind('/').map_or("", |at| &address[..=at]))
}

/// The address of a page file: `memory/peak.md` → `memory/peak/`, `memory/index.md` → `memory/`, `index.md` → `""`.
pub fn address_of(path: &str) -> String {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    match stem.strip_suffix("index") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_string(),
        _ => format!("{stem}/"),
    }
}

/// The way from a page at `address` up to the folder that addresses are relative to: `../../`, or `./`.
pub fn upward(address: &str) -> String {
    match address.matches('/').count() {
        0 => "./".to_string(),
        depth => "../".repeat(depth),
    }
}

/// `base` joined with `link`, `.` and `..` resolved; `None` if it leads out.
pub fn join(base: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{address_of, join, parent_address, upward};

    #[test]
    fn addresses() {
        assert_eq!(address_of("index.md"), "");
        assert_eq!(address_of("a/index.md"), "a/");
        assert_eq!(address_of("a/b.md"), "a/b/");
        assert_eq!(address_of("a/myindex.md"), "a/myindex/");
        assert_eq!(parent_address("a/b/"), Some("a/"));
        assert_eq!(parent_address("a/"), Some(""));
        assert_eq!(parent_address(""), None);
        assert_eq!(upward("a/b/"), "../../");
        assert_eq!(join("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(join("a", "../../c.md"), None);
    }
}
