//! From editions to the files of the site: `OUTPUTS` lists every kind of file that is made.

mod book;
mod feed;
mod html;
mod linked;
mod llms;
mod numbers;
mod page;
mod single;
mod twin;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::edition::Body;
use crate::edition::value::escape;
use crate::locale::Argument;
use crate::site::config::Outputs;
use crate::site::tree::{Entry, EntryId, Tree};
use crate::site::{Artifact, Language, Manuscript, Project};
use crate::template::Templates;

/// What an output gives: its files, or what is wrong.
type Drawn = Result<Vec<Artifact>, Vec<Diagnostic>>;

/// One kind of output.
struct Output {
    /// For people who read this table.
    #[allow(dead_code)]
    name: &'static str,
    /// Is it made: always, or as `outputs` in the settings says.
    wanted: fn(&Outputs) -> bool,
    draw: Draw,
}

/// What an output is drawn from.
enum Draw {
    /// The site; a page among them is what readers see.
    Pages(fn(&Scope<'_>) -> Drawn),
    /// The site, for others than its readers.
    Site(fn(&Scope<'_>) -> Drawn),
    /// The pages that have been drawn.
    Drawn(fn(&Scope<'_>, &[Artifact]) -> Drawn),
}

/// Everything that is made of a site.
const OUTPUTS: [Output; 11] = [
    Output { name: "pages: `<language>/…/index.html`", wanted: |_| true, draw: Draw::Pages(page::pages) },
    Output { name: "formula book: `<language>/formulas/…`", wanted: |_| true, draw: Draw::Pages(book::book) },
    Output { name: "choice of language: `index.html`", wanted: |_| true, draw: Draw::Site(single::root) },
    Output { name: "`404.html`", wanted: |_| true, draw: Draw::Site(single::not_found) },
    Output { name: "files that are copied", wanted: |_| true, draw: Draw::Site(single::copies) },
    Output {
        name: "what is behind the numbers: `numbers.json`, of the site and of each page",
        wanted: |outputs| outputs.numbers,
        draw: Draw::Site(numbers::numbers),
    },
    Output { name: "pages as Markdown: `index.md`", wanted: |outputs| outputs.markdown, draw: Draw::Drawn(twin::twins) },
    Output { name: "`llms.txt`", wanted: |outputs| outputs.llms, draw: Draw::Site(llms::llms) },
    Output { name: "`<language>/feed.xml`", wanted: |outputs| outputs.feed, draw: Draw::Site(feed::feeds) },
    Output { name: "`sitemap.xml`", wanted: |outputs| outputs.sitemap, draw: Draw::Site(single::sitemap) },
    Output { name: "`robots.txt`", wanted: |outputs| outputs.robots, draw: Draw::Site(single::robots) },
];

/// What outputs are made from.
struct Scope<'a> {
    project: &'a Project,
    manuscript: &'a Manuscript,
    bodies: &'a [Arc<Body>],
    templates: &'a Templates,
    navigations: page::Navigations,
    /// For each language, whether it has a feed.
    feeds: Vec<bool>,
}

/// Draws all files of the site, sorted by path.
pub fn render(
    project: &Project,
    manuscript: &Manuscript,
    bodies: &[Arc<Body>],
    templates: &Templates,
    diagnostics: &mut Diagnostics,
) -> Vec<Artifact> {
    let feeds = feed::dated(manuscript);
    let mut scope = Scope { project, manuscript, bodies, templates, navigations: BTreeMap::new(), feeds };
    match page::navigations(&scope) {
        Ok(navigations) => scope.navigations = navigations,
        Err(faults) => {
            faults.into_iter().for_each(|fault| diagnostics.push(fault));
            return Vec::new();
        }
    }
    let wanted: Vec<&Draw> =
        OUTPUTS.iter().filter(|output| (output.wanted)(&manuscript.config.outputs)).map(|output| &output.draw).collect();
    let mut artifacts: Vec<Artifact> = Vec::new();
    let mut add = |artifacts: &mut Vec<Artifact>, drawn: Vec<Drawn>| {
        for drawn in drawn {
            match drawn {
                Ok(drawn) => artifacts.extend(drawn),
                Err(faults) => faults.into_iter().for_each(|fault| diagnostics.push(fault)),
            }
        }
    };
    let pages = wanted.par_iter().filter_map(|draw| if let Draw::Pages(draw) = draw { Some(draw(&scope)) } else { None });
    add(&mut artifacts, pages.collect());
    let others = wanted.par_iter().filter_map(|draw| match draw {
        Draw::Pages(_) => None,
        Draw::Site(draw) => Some(draw(&scope)),
        Draw::Drawn(draw) => Some(draw(&scope, &artifacts)),
    });
    let others = others.collect();
    add(&mut artifacts, others);
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    for pair in artifacts.windows(2) {
        if pair[0].path == pair[1].path {
            let message = format!("two files of the site would be `{}`", pair[0].path);
            diagnostics.push(Diagnostic::nowhere("same-path", message).help("rename one of the two"));
        }
    }
    artifacts
}

/// Text for HTML and XML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}

fn artifact(path: String, text: String) -> Artifact {
    Artifact { path, bytes: text.into() }
}

/// Collects what was drawn in parallel. A template's fault shows once, not once per page.
fn gather(drawn: impl ParallelIterator<Item = Result<Artifact, Box<Diagnostic>>>) -> Drawn {
    let results: Vec<_> = drawn.collect();
    let mut artifacts = Vec::with_capacity(results.len());
    let mut faults: BTreeMap<(Option<Span>, String), Diagnostic> = BTreeMap::new();
    for result in results {
        match result {
            Ok(artifact) => artifacts.push(artifact),
            Err(fault) => _ = faults.entry((fault.span(), fault.message.clone())).or_insert(*fault),
        }
    }
    if faults.is_empty() { Ok(artifacts) } else { Err(faults.into_values().collect()) }
}

impl Scope<'_> {
    fn languages(&self) -> &[Language] {
        &self.manuscript.languages
    }

    /// A language's name in itself.
    fn language_name(&self, language: &Language) -> String {
        language.locale.message("language-name", &[]).ok().flatten().unwrap_or_else(|| language.folder.clone())
    }

    fn message(&self, language: usize, id: &str, arguments: &[(&str, &str)]) -> Option<String> {
        let arguments: Vec<(&str, Argument<'_>)> = arguments.iter().map(|(name, text)| (*name, Argument::from(*text))).collect();
        self.languages()[language].locale.message(id, &arguments).ok().flatten()
    }

    fn entry_title<'s>(&'s self, entry: &'s Entry) -> &'s str {
        match entry.page {
            Some(page) => &self.bodies[page].title,
            None => entry.address.trim_end_matches('/').rsplit('/').next().unwrap_or(""),
        }
    }

    fn nav_title<'s>(&'s self, entry: &'s Entry) -> &'s str {
        let short = entry.page.and_then(|page| self.manuscript.pages[page].front.nav_title.as_deref());
        short.unwrap_or_else(|| self.entry_title(entry))
    }

    fn entry_description(&self, id: EntryId, tree: &Tree) -> String {
        tree.entries[id].page.map(|page| self.bodies[page].description.clone()).unwrap_or_default()
    }

    /// Where the formula book is below a language's folder; `None` without a book.
    fn book_address(&self) -> Option<&'static str> {
        (!self.manuscript.book.definitions.is_empty()).then_some(crate::edition::BOOK)
    }

    /// Is there a page at this address in a language: its own, a fallback, or one of the formula book's.
    fn has_page(&self, language: usize, address: &str) -> bool {
        let tree = &self.languages()[language].tree;
        let in_tree = tree.find(address).is_some_and(|id| tree.entries[id].page.is_some());
        in_tree || self.book_address().is_some_and(|book| address.starts_with(book))
    }

    fn is_fallback(&self, language: usize, address: &str) -> bool {
        let tree = &self.languages()[language].tree;
        tree.find(address).is_some_and(|id| tree.entries[id].fallback)
    }

    /// The navigation of a page in the tree.
    fn navigation(&self, language: usize, id: EntryId, address: &str) -> String {
        let section = page::section_of(&self.languages()[language].tree, id);
        self.navigation_at(language, section, address)
    }

    /// The navigation with a section open, for a page at an address.
    fn navigation_at(&self, language: usize, section: EntryId, address: &str) -> String {
        let key = (language, section, address.matches('/').count());
        self.navigations.get(&key).map(|nav| page::mark_current(nav, address)).unwrap_or_default()
    }
}
