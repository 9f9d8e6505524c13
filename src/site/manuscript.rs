//! Parse: from a project's texts to pages with their documents, languages with their trees, and the formula book.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::assets::Assets;
use super::config::{ByteUnits, Config, list};
use super::front::{self, FrontMatter};
use super::project::{PageFile, Project};
use super::tree::{Tree, address_of};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span, nearest};
use crate::formula::tree::{Book, ScenarioId};
use crate::locale::{Locale, Prefixes};
use crate::markdown::{self, Document, Highlighter, Insert, TextLine};

/// Index of a [`Page`] in [`Manuscript::pages`].
pub type PageId = usize;

/// A page as its author wrote it.
#[derive(Debug)]
pub struct Page {
    /// Index of its language.
    pub language: usize,
    /// Address below the language's: `memory/peak/`.
    pub address: String,
    /// Its path below the language's folder: `memory/peak.md`.
    pub path: String,
    /// Its file.
    pub source: SourceId,
    /// What it says about itself.
    pub front: FrontMatter,
    /// The scenario that its expressions are asked in.
    pub scenario: Option<ScenarioId>,
    /// Its text.
    pub document: Document,
    /// The title, if something in it is computed.
    pub title: Option<TextLine>,
    /// The description, if something in it is computed.
    pub description: Option<TextLine>,
}

impl Page {
    /// All inserts: those of the text, then those of the title and of the description.
    pub fn inserts(&self) -> impl Iterator<Item = &Insert> {
        let front = self.title.iter().chain(&self.description).flat_map(TextLine::inserts);
        self.document.inserts().iter().chain(front)
    }
}

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
    pub book: Book,
    /// The scenario that the whole site starts from.
    pub scenario: Option<ScenarioId>,
    /// Colours code, and remembers what it has coloured; `None` if the site wants none.
    pub highlighter: Option<Highlighter>,
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
    pub book: Book,
    /// The scenario that the whole site starts from.
    pub scenario: Option<ScenarioId>,
    /// The languages, as the settings name them.
    pub locales: Vec<Arc<Locale>>,
}

/// Reads settings, book and messages, but no page; `None` if one of the first is unusable.
pub fn foundation(project: &Project, diagnostics: &mut Diagnostics) -> Option<Foundation> {
    let sources = &project.sources;
    let config = Config::read(sources, project.config, diagnostics)?;
    let book = crate::formula::read(sources, &project.formulas, diagnostics);
    let scenario = config.scenario.as_deref().and_then(|name| {
        let file = project.config?;
        let start = sources.get(file).text.find(&format!("\"{name}\"")).map_or(0, |quote| quote + 1);
        find_scenario(&book, name, Span::new(file, start..start + name.len()), diagnostics)
    });
    let locales = locales(project, &config, diagnostics)?;
    Some(Foundation { config, book, scenario, locales })
}

/// Reads everything; `None` if the settings are unusable.
pub fn parse(project: &Project, diagnostics: &mut Diagnostics) -> Option<Manuscript> {
    let Foundation { config, book, scenario, locales } = foundation(project, diagnostics)?;
    let highlighter = config.highlight.then(Highlighter::new);
    let pages = pages(project, &config, &book, &locales, highlighter.as_ref(), diagnostics);
    let languages = arrange(&config, locales, &pages, diagnostics);
    let assets = Assets::new(&project.copies);
    Some(Manuscript { config, book, scenario, highlighter, languages, pages, assets })
}

fn locales(project: &Project, config: &Config, diagnostics: &mut Diagnostics) -> Option<Vec<Arc<Locale>>> {
    let prefixes = match config.units {
        ByteUnits::Binary => Prefixes::Binary,
        ByteUnits::Decimal => Prefixes::Decimal,
    };
    let of_language = |folder: &String| {
        let files: Vec<SourceId> =
            project.locales.iter().filter(|(language, _)| language == folder).map(|(_, source)| *source).collect();
        let mut faults = Diagnostics::default();
        let locale = Locale::new(folder, &project.sources, &files, &mut faults);
        (locale.map(|locale| Arc::new(locale.with_prefixes(prefixes))), faults)
    };
    let read: Vec<_> = config.languages.par_iter().map(of_language).collect();
    let add = |(locale, faults)| {
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
    highlighter: Option<&Highlighter>,
    diagnostics: &mut Diagnostics,
) -> Vec<Page> {
    let files: Vec<(usize, &PageFile)> = project
        .pages
        .iter()
        .filter_map(|file| Some((config.languages.iter().position(|language| *language == file.language)?, file)))
        .collect();
    let read: Vec<(Page, Diagnostics)> = files
        .par_iter()
        .map(|(language, file)| {
            let mut faults = Diagnostics::default();
            let page = page(&project.sources, book, *language, &locales[*language], highlighter, file, &mut faults);
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

fn page(
    sources: &Sources,
    book: &Book,
    language: usize,
    locale: &Locale,
    highlighter: Option<&Highlighter>,
    file: &PageFile,
    diagnostics: &mut Diagnostics,
) -> Page {
    let (front, yaml, body) = front::read(sources, file.source, diagnostics);
    let text = &sources.get(file.source).text;
    let had_faults = diagnostics.has_errors();
    if front.title.is_none() && !had_faults {
        let untitled = Diagnostic::error("missing-title", Span::new(file.source, 0..0), "this page has no title");
        diagnostics.push(untitled.help("begin it with front matter: `---`, `title: …`, `---`"));
    }
    let scenario = front.scenario.as_deref().and_then(|name| {
        let start = text[yaml.clone()].find(name).map_or(yaml.start, |at| yaml.start + at);
        find_scenario(book, name, Span::new(file.source, start..start + name.len()), diagnostics)
    });
    let title = text_line(file.source, text, &yaml, front.title.as_deref(), diagnostics);
    let description = text_line(file.source, text, &yaml, front.description.as_deref(), diagnostics);
    let cjk = matches!(locale.tag().split('-').next(), Some("ja" | "zh"));
    let document = markdown::parse(file.source, body, text, markdown::Options { cjk, highlighter }, diagnostics);
    let address = address_of(&file.path);
    Page { language, address, path: file.path.clone(), source: file.source, front, scenario, document, title, description }
}

/// A text of the front matter in which something is computed: it is read where it stands, so that carets are right.
fn text_line(
    source: SourceId,
    text: &str,
    yaml: &Range<usize>,
    value: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> Option<TextLine> {
    let value = value.filter(|value| value.contains("{{") || value.contains("{%"))?;
    match text[yaml.clone()].find(value) {
        Some(at) => Some(TextLine::parse(source, yaml.start + at..yaml.start + at + value.len(), text, diagnostics)),
        None => {
            let hidden = Diagnostic::error(
                "bad-front-matter",
                Span::new(source, yaml.clone()),
                "a computed text must stand here as it is",
            );
            diagnostics.push(hidden.help("write it on one line, in quotes, without `\\` escapes"));
            None
        }
    }
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
