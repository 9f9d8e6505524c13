//! From editions to the files of the site: `OUTPUTS` lists every kind of file that is made.

mod book;
mod feed;
mod html;
mod linked;
mod llms;
mod memo;
mod numbers;
mod page;
mod pages;
mod search;
mod single;
mod twin;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator, ParallelSliceMut};

use crate::answers::Answers;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::edition::value::escape;
use crate::edition::{self, Body, Draft};
use crate::formula::eval::Evaluator;
use crate::locale::Argument;
use crate::progress::Progress;
use crate::site::config::Outputs;
use crate::site::tree::{Entry, EntryId, Tree};
use crate::site::{Artifact, Language, Manuscript, PageId, Project};
use crate::template::Templates;
use memo::{Known, Stand};
use page::Sight;

pub use memo::Memo;

/// What an output gives: its files, or what is wrong.
type Drawn = Result<Vec<Artifact>, Vec<Diagnostic>>;

/// What is drawn of one page: a file, none, or what is wrong.
type Beside = Result<Option<Artifact>, Box<Diagnostic>>;

/// One kind of output.
struct Output {
    /// For people who read this table; what is remembered of it goes by this name.
    name: &'static str,
    /// Is it made: always, or as `outputs` in the settings says.
    wanted: fn(&Outputs) -> bool,
    draw: Draw,
}

/// What an output is drawn from.
enum Draw {
    /// One page: beside the page that readers see (the first of the files given) another file. It may depend on that
    /// page, on its body, on its language and on the formulas that it shows.
    Beside(fn(&Scope<'_>, &mut Evaluator<'_>, &Sight, &[Artifact]) -> Beside),
    /// The site: titles and places of pages, languages, settings, files.
    Heads(fn(&Scope<'_>) -> Drawn),
    /// That, and the formula book and the numbers that pages show.
    Numbers(fn(&Scope<'_>) -> Drawn),
}

/// Everything that is made of a site, besides the pages themselves (`<language>/…/index.html`) and, of these, the index
/// of the search (`search/…`).
const OUTPUTS: [Output; 12] = [
    Output { name: "`numbers.json` beside pages", wanted: |outputs| outputs.numbers, draw: Draw::Beside(numbers::beside) },
    Output { name: "pages as Markdown: `index.md`", wanted: |outputs| outputs.markdown, draw: Draw::Beside(twin::beside) },
    Output { name: "formula book: `<language>/formulas/…`", wanted: |_| true, draw: Draw::Numbers(book::book) },
    Output { name: "`numbers.json`", wanted: |outputs| outputs.numbers, draw: Draw::Numbers(numbers::site) },
    Output { name: "choice of language: `index.html`", wanted: |_| true, draw: Draw::Heads(single::root) },
    Output { name: "`404.html`", wanted: |_| true, draw: Draw::Heads(single::not_found) },
    Output { name: "emitted books of calculators: `calculator/…`", wanted: |_| true, draw: Draw::Numbers(single::calculators) },
    Output { name: "files that are copied", wanted: |_| true, draw: Draw::Numbers(single::copies) },
    Output { name: "`llms.txt`", wanted: |outputs| outputs.llms, draw: Draw::Heads(llms::llms) },
    Output { name: "`<language>/feed.xml`", wanted: |outputs| outputs.feed, draw: Draw::Heads(feed::feeds) },
    Output { name: "`sitemap.xml`", wanted: |outputs| outputs.sitemap, draw: Draw::Heads(single::sitemap) },
    Output { name: "`robots.txt`", wanted: |outputs| outputs.robots, draw: Draw::Heads(single::robots) },
];

/// What outputs are made from.
struct Scope<'a> {
    project: &'a Project,
    manuscript: &'a Manuscript,
    answers: &'a Answers,
    bodies: &'a [Arc<Body>],
    templates: &'a Templates,
    navigations: page::Navigations,
    /// For each language, whether it has a feed.
    feeds: Vec<bool>,
    /// For each language, what entries of `numbers.json` are written with.
    words: Vec<numbers::Words<'a>>,
    stand: Stand,
}

/// Draws all files of the site, sorted by path; those that an earlier build made of the same are taken from there.
pub fn render(
    project: &Project,
    draft: &mut Draft,
    memo: &mut Memo,
    progress: &Progress,
    diagnostics: &mut Diagnostics,
) -> Vec<Artifact> {
    let drawn = Scope::new(project, draft, None).map(|scope| {
        let sights = page::sights(&scope);
        let (done, open) = pages::known(&scope, memo, sights);
        (done, open, scope.navigations)
    });
    let drawn = drawn.and_then(|(done, open, navigations)| {
        let wanted: Vec<PageId> = open.iter().map(|open| open.sight.page).collect();
        edition::complete(project, draft, &wanted);
        let scope = Scope::new(project, draft, Some(navigations))?;
        let mut faults = Vec::new();
        let mut take = |drawn: Result<_, Vec<Diagnostic>>| {
            drawn.unwrap_or_else(|found| {
                faults.extend(found);
                Vec::new()
            })
        };
        let others = OUTPUTS.par_iter().filter(|output| output.is_wanted(&scope)).filter_map(|output| output.site(&scope, memo));
        let (pages, others) = rayon::join(|| pages::draw(&scope, open, progress), || others.collect::<Vec<_>>());
        let mut made = done;
        made.extend(take(pages));
        for drawn in others {
            made.extend(take(drawn.map(|known| vec![known])));
        }
        made.extend(search::search(&scope, memo, &made));
        if faults.is_empty() { Ok(made) } else { Err(faults) }
    });
    let made = match drawn {
        Ok(made) => made,
        Err(faults) => {
            faults.into_iter().for_each(|fault| diagnostics.push(fault));
            return Vec::new();
        }
    };
    let mut artifacts: Vec<Artifact> = made.iter().flat_map(|(_, known)| known.artifacts()).collect();
    memo.keep(made.into_iter());
    artifacts.par_sort_by(|a, b| a.path.cmp(&b.path));
    for pair in artifacts.windows(2) {
        if pair[0].path == pair[1].path {
            let message = format!("two files of the site would be `{}`", pair[0].path);
            diagnostics.push(Diagnostic::nowhere("same-path", message).help("rename one of the two"));
        }
    }
    artifacts
}

impl Output {
    fn is_wanted(&self, scope: &Scope<'_>) -> bool {
        (self.wanted)(&scope.manuscript.config.outputs)
    }

    /// The files of an output of the site; nothing for one of pages.
    fn site(&self, scope: &Scope<'_>, memo: &Memo) -> Option<Result<(String, Known), Vec<Diagnostic>>> {
        let (draw, of) = match self.draw {
            Draw::Beside(_) => return None,
            Draw::Heads(draw) => (draw, scope.stand.heads),
            Draw::Numbers(draw) => (draw, scope.stand.numbers),
        };
        let known = match memo.find(self.name, of, || of) {
            Some(known) => Ok(known),
            None => draw(scope).map(|files| Known::new(of, of, &files).with_units(search::units(scope, &files))),
        };
        Some(known.map(|known| (self.name.to_string(), known)))
    }
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
fn gather<T: Send>(drawn: impl ParallelIterator<Item = Result<T, Box<Diagnostic>>>) -> Result<Vec<T>, Vec<Diagnostic>> {
    let results: Vec<_> = drawn.collect();
    let mut sound = Vec::with_capacity(results.len());
    let mut faults: BTreeMap<(Option<Span>, String), Diagnostic> = BTreeMap::new();
    for result in results {
        match result {
            Ok(drawn) => sound.push(drawn),
            Err(fault) => _ = faults.entry((fault.span(), fault.message.clone())).or_insert(*fault),
        }
    }
    if faults.is_empty() { Ok(sound) } else { Err(faults.into_values().collect()) }
}

impl<'a> Scope<'a> {
    /// What outputs of a draft are made from; the navigations are drawn unless they are there already.
    fn new(project: &'a Project, draft: &'a Draft, navigations: Option<page::Navigations>) -> Result<Scope<'a>, Vec<Diagnostic>> {
        let Draft { manuscript, answers, templates, bodies } = draft;
        let words = |language: &'a Language| numbers::Words::new(&manuscript.book, &language.locale);
        let mut scope = Scope {
            project,
            manuscript,
            answers,
            bodies,
            templates,
            navigations: page::Navigations::new(),
            feeds: feed::dated(manuscript),
            words: manuscript.languages.iter().map(words).collect(),
            stand: Stand::default(),
        };
        scope.navigations = match navigations {
            Some(navigations) => navigations,
            None => page::navigations(&scope)?,
        };
        scope.stand = Stand::of(&scope);
        Ok(scope)
    }

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

    /// The navigation of a page in the tree, and what it was made of.
    fn navigation(&self, language: usize, id: EntryId) -> &page::Navigation {
        let tree = &self.languages()[language].tree;
        self.navigation_at(language, page::section_of(tree, id), &tree.entries[id].address)
    }

    /// The navigation with a section open, for a page at an address.
    fn navigation_at(&self, language: usize, section: EntryId, address: &str) -> &page::Navigation {
        static NONE: LazyLock<page::Navigation> = LazyLock::new(Default::default);
        self.navigations.get(&(language, section, address.matches('/').count())).unwrap_or(&NONE)
    }
}
