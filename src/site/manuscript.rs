//! Parse: from a project's texts to pages with their documents, languages with their trees, and the formula book.

use std::sync::Arc;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::assets::Assets;
use super::config::{ByteUnits, Config, list};
use super::memo::Memo;
use super::page::{self, Page, Way};
use super::project::{PageFile, Project};
use super::tree::Tree;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span, nearest};
use crate::formula::closure::Closures;
use crate::formula::tree::{Book, ScenarioId};
use crate::locale::{Locale, Prefixes};
use crate::markdown::Highlighter;
use crate::progress::Progress;

/// Index of a [`Page`] in [`Manuscript::pages`].
pub type PageId = usize;

/// A language with its pages.
#[derive(Debug)]
pub struct Language {
    /// Its folder, which is in addresses too: `zh`.
    pub folder: String,
    /// Messages and numbers; knows the tag.
    pub locale: Arc<Locale>,
    /// Its pages in order.
    pub tree: Tree,
}

/// A site, read and understood.
#[derive(Debug)]
pub struct Manuscript {
    /// The settings.
    pub config: Config,
    /// The formula book.
    pub book: Arc<Book>,
    /// What expressions of the book depend on.
    pub closures: Arc<Closures>,
    /// The scenario that the whole site starts from.
    pub scenario: Option<ScenarioId>,
    /// Colours code, and remembers what it has coloured; `None` if the site wants none.
    pub highlighter: Option<Arc<Highlighter>>,
    /// The languages, as the settings name them.
    pub languages: Vec<Language>,
    /// All pages, by language and path.
    pub pages: Vec<Page>,
    /// Where the files are published that are copied.
    pub assets: Assets,
}

/// What pages and commands stand on: settings, formula book, languages.
#[derive(Debug)]
pub struct Foundation {
    /// The settings.
    pub config: Config,
    /// The formula book.
    pub book: Arc<Book>,
    /// What expressions of the book depend on.
    pub closures: Arc<Closures>,
    /// The scenario that the whole site starts from.
    pub scenario: Option<ScenarioId>,
    /// The languages, as the settings name them.
    pub locales: Vec<Arc<Locale>>,
}

/// Reads settings, book and messages, but no page; `None` if one of the first is unusable.
pub fn foundation(project: &Project, memo: &mut Memo, diagnostics: &mut Diagnostics) -> Option<Foundation> {
    let sources = &project.sources;
    let mut config = Config::read(sources, project.config, diagnostics)?;
    config.outputs.search &= !project.no_search;
    let (book, closures) = memo.book(project, diagnostics);
    let scenario = config.scenario.as_deref().and_then(|name| {
        let file = project.config?;
        let start = sources.get(file).text.find(&format!("\"{name}\"")).map_or(0, |quote| quote + 1);
        find_scenario(&book, name, Span::new(file, start..start + name.len()), diagnostics)
    });
    let locales = locales(project, &config, memo, diagnostics)?;
    Some(Foundation { config, book, closures, scenario, locales })
}

/// Reads everything, but what is known from an earlier build; `None` if the settings are unusable.
pub fn parse(project: &Project, memo: &mut Memo, progress: &Progress, diagnostics: &mut Diagnostics) -> Option<Manuscript> {
    let Foundation { config, book, closures, scenario, locales } = foundation(project, memo, diagnostics)?;
    let highlighter = config.highlight.then(|| memo.highlighter());
    let pages = pages(project, &config, &book, &locales, memo, progress, diagnostics);
    let languages = arrange(&config, locales, &pages, diagnostics);
    let assets = Assets::new(&project.copies);
    Some(Manuscript { config, book, closures, scenario, highlighter, languages, pages, assets })
}

fn locales(project: &Project, config: &Config, memo: &mut Memo, diagnostics: &mut Diagnostics) -> Option<Vec<Arc<Locale>>> {
    let prefixes = match config.units {
        ByteUnits::Binary => Prefixes::Binary,
        ByteUnits::Decimal => Prefixes::Decimal,
    };
    let of_language = |folder: &String| {
        let files: Vec<SourceId> =
            project.locales.iter().filter(|(language, _)| language == folder).map(|(_, source)| *source).collect();
        memo.known_locale(&project.sources, folder, prefixes, &files)
    };
    let read: Vec<_> = config.languages.par_iter().map(of_language).collect();
    memo.keep_locales(&read);
    let add = |(_, locale, faults)| {
        diagnostics.extend(faults);
        locale
    };
    // Collected first, so that the faults of all languages are reported.
    let locales: Vec<_> = read.into_iter().map(add).collect();
    locales.into_iter().collect()
}

fn pages(
    project: &Project,
    config: &Config,
    book: &Book,
    locales: &[Arc<Locale>],
    memo: &Memo,
    progress: &Progress,
    diagnostics: &mut Diagnostics,
) -> Vec<Page> {
    let files: Vec<(usize, &PageFile)> = project
        .pages
        .iter()
        .filter_map(|file| Some((config.languages.iter().position(|language| *language == file.language)?, file)))
        .collect();
    let sources = &project.sources;
    let highlighter = config.highlight.then(|| memo.highlighter());
    let highlighter = highlighter.as_deref();
    progress.begin(files.len());
    let read: Vec<(Page, Diagnostics)> = files
        .par_iter()
        .map(|(language, file)| {
            let mut faults = Diagnostics::default();
            let cjk = matches!(locales[*language].tag().split('-').next(), Some("ja" | "zh"));
            let mut page = page::read(sources, file, *language, Way { cjk, highlighter }, &memo.readings, &mut faults);
            page.scenario = scenario_of(sources, book, &page, &mut faults);
            progress.step();
            (page, faults)
        })
        .collect();
    let mut pages: Vec<Page> = Vec::with_capacity(read.len());
    for (page, faults) in read {
        diagnostics.extend(faults);
        pages.push(page);
    }
    pages.sort_by(|a, b| (a.language, &a.address, &a.path).cmp(&(b.language, &b.address, &b.path)));
    pages.dedup_by(|later, first| {
        let same = (first.language, &first.address) == (later.language, &later.address);
        if same {
            let start = Span::new(later.source, 0..0);
            let message = format!("`{}` and `{}` are the same page", first.path, later.path);
            diagnostics.push(Diagnostic::error("same-page", start, message).help("keep one of the two files"));
        }
        same
    });
    pages
}

/// The scenario that a page names.
fn scenario_of(sources: &Sources, book: &Book, page: &Page, diagnostics: &mut Diagnostics) -> Option<ScenarioId> {
    let name = page.front.scenario.as_deref()?;
    let start = sources.get(page.source).text.find(name).unwrap_or(0);
    find_scenario(book, name, Span::new(page.source, start..start + name.len()), diagnostics)
}

/// The scenario of this name; an unknown one is reported with the nearest known.
pub fn find_scenario(book: &Book, name: &str, at: Span, diagnostics: &mut Diagnostics) -> Option<ScenarioId> {
    let found = book.scenarios.iter().position(|scenario| &*scenario.id == name);
    if found.is_none() {
        let names: Vec<&str> = book.scenarios.iter().map(|scenario| &*scenario.id).collect();
        let unknown = Diagnostic::error("unknown-scenario", at, format!("there is no scenario `{name}`"));
        diagnostics.push(match nearest(name, names.iter().copied()) {
            Some(near) => unknown.help(format!("did you mean `{near}`?")).fix(at, near),
            None if names.is_empty() => unknown.help("the formula book declares no scenario"),
            None => unknown.help(format!("the book has {}", list(&names))),
        });
    }
    found
}

/// Puts the pages of each language in order; what a language lacks comes from the source language.
fn arrange(config: &Config, locales: Vec<Arc<Locale>>, pages: &[Page], diagnostics: &mut Diagnostics) -> Vec<Language> {
    let of_language =
        |language: usize| -> Vec<PageId> { (0..pages.len()).filter(|page| pages[*page].language == language).collect() };
    let source = of_language(config.source_index());
    let mut languages = Vec::new();
    for (index, locale) in locales.into_iter().enumerate() {
        let folder = &config.languages[index];
        let own = of_language(index);
        let others: &[PageId] = if index == config.source_index() { &[] } else { &source };
        if own.is_empty() {
            let missing = Diagnostic::nowhere("missing-folder", format!("there is no page in `content/{folder}`"));
            diagnostics.push(missing.help(format!("write `content/{folder}/index.md`, or take `{folder}` out of `languages`")));
        } else if !own.iter().chain(others).any(|page| pages[*page].address.is_empty()) {
            let missing = Diagnostic::nowhere("missing-home", format!("`{folder}` has no home page"));
            diagnostics.push(missing.help(format!("write `content/{folder}/index.md`")));
        }
        languages.push(Language { folder: folder.clone(), locale, tree: Tree::new(pages, &own, others) });
    }
    languages
}
