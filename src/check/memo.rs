//! What checking remembers: the pages in which a build found nothing, and what that depended on.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostics, SourceId};
use crate::edition::Draft;
use crate::edition::link::{Lead, lead};
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::site::{Page, PageId, Project};

/// Pages without a fault, by path, and the site as a whole.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Memo {
    pages: HashMap<String, Fingerprint>,
    site: Option<Fingerprint>,
}

/// What checks depend on.
pub(super) struct Stand<'a> {
    project: &'a Project,
    draft: &'a Draft,
    /// The addresses and files that links may lead to, and the names of the book.
    shape: Fingerprint,
}

impl<'a> Stand<'a> {
    pub(super) fn of(project: &'a Project, draft: &'a Draft) -> Stand<'a> {
        let manuscript = &draft.manuscript;
        let mut shape = Ingredients::new();
        for language in &manuscript.languages {
            shape.text(&language.folder).number(language.tree.entries.len() as u64);
            for entry in &language.tree.entries {
                shape.text(&entry.address).number(u64::from(entry.page.is_some()));
            }
        }
        project.copies.iter().for_each(|copy| _ = shape.text(&copy.path));
        let book = &manuscript.book;
        let definitions = book.definitions.iter().map(|definition| &definition.id);
        let inputs = book.inputs.iter().map(|input| &input.id);
        let scenarios = book.scenarios.iter().map(|scenario| &scenario.id);
        definitions.chain(inputs).chain(scenarios).for_each(|id| _ = shape.text(id));
        project.formulas.iter().for_each(|file| _ = shape.text(&project.sources.get(*file).path));
        Stand { project, draft, shape: shape.finish() }
    }

    /// What the rules for a page of a build depend on.
    fn page(&self, id: PageId) -> Fingerprint {
        let manuscript = &self.draft.manuscript;
        let page = &manuscript.pages[id];
        let mut of = Ingredients::new();
        of.part(self.shape).part(self.draft.bodies[id].fingerprint);
        if let Some(original) = self.original(page) {
            of.part(self.draft.bodies[original].fingerprint);
            if manuscript.pages[original].front.scenario != page.front.scenario {
                of.part(manuscript.closures.whole);
            }
        }
        for destination in &self.draft.bodies[id].anchored {
            if let Lead::Page(language, address) = lead(self.project, manuscript, page, destination)
                && let Some(target) = self.in_language(language, &address)
            {
                of.part(manuscript.pages[target].fingerprint);
            }
        }
        of.finish()
    }

    fn original(&self, page: &Page) -> Option<PageId> {
        let source = self.draft.manuscript.config.source_index();
        if page.language == source { None } else { self.in_language(source, &page.address) }
    }

    fn in_language(&self, language: usize, address: &str) -> Option<PageId> {
        let tree = &self.draft.manuscript.languages[language].tree;
        tree.entries[tree.find(address)?].page
    }

    /// What the rules for the site of a build depend on.
    fn site(&self) -> Fingerprint {
        let mut of = Ingredients::new();
        of.part(self.shape).part(self.draft.manuscript.closures.whole);
        self.project.lock.iter().for_each(|file| _ = of.part(self.project.sources.get(*file).fingerprint()));
        self.draft.bodies.iter().for_each(|body| _ = of.part(body.fingerprint));
        of.finish()
    }
}

/// What has to be looked at.
pub(super) struct Work {
    /// Each page with what its rules depend on.
    pub(super) pages: Vec<(PageId, Fingerprint)>,
    /// The site likewise.
    pub(super) site: Option<Fingerprint>,
}

impl Memo {
    /// What has changed since nothing was found in it.
    pub(super) fn work(&self, stand: &Stand<'_>) -> Work {
        let pages = &stand.draft.manuscript.pages;
        let known = |page: &Page| self.pages.get(&stand.project.sources.get(page.source).path);
        let each = pages.iter().enumerate().map(|(id, page)| (id, stand.page(id), known(page)));
        let changed = each.filter(|(_, of, known)| *known != Some(of)).map(|(id, of, _)| (id, of));
        let site = stand.site();
        Work { pages: changed.collect(), site: (self.site != Some(site)).then_some(site) }
    }

    /// The files whose excuses may count: those of pages that are looked at, of their originals, and those in which
    /// something was found before.
    pub(super) fn files(stand: &Stand<'_>, work: &Work, diagnostics: &Diagnostics) -> HashSet<SourceId> {
        let pages = &stand.draft.manuscript.pages;
        let checked = work.pages.iter().flat_map(|(id, _)| [Some(*id), stand.original(&pages[*id])]).flatten();
        let found = diagnostics.iter().filter_map(|diagnostic| diagnostic.span());
        checked.map(|id| pages[id].source).chain(found.map(|at| at.source)).collect()
    }

    /// Notes where nothing was found.
    pub(super) fn keep(&mut self, stand: &Stand<'_>, work: Work, clean: &[bool], site_is_clean: bool) {
        let pages = &stand.draft.manuscript.pages;
        let path = |id: PageId| &stand.project.sources.get(pages[id].source).path;
        if self.pages.len() > pages.len() {
            let there: HashSet<&String> = (0..pages.len()).map(path).collect();
            self.pages.retain(|known, _| there.contains(known));
        }
        for ((id, of), clean) in work.pages.into_iter().zip(clean) {
            if *clean {
                self.pages.insert(path(id).clone(), of);
            } else {
                self.pages.remove(path(id));
            }
        }
        if let Some(site) = work.site {
            self.site = site_is_clean.then_some(site);
        }
    }
}
