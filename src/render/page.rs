//! Pages: what the page template is given, and how often used parts are drawn once.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use super::{Scope, feed, linked, numbers, search, twin};
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::site::tree::{EntryId, Tree, upward};
use crate::site::{Artifact, Language, PageId};
use crate::template::Piece;

/// Below this number of pages the navigation shows all of them.
const WHOLE_TREE: usize = 60;

/// What every template that extends `page.html` sees.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct PageData {
    /// The language's folder; `t()` asks it.
    pub language: String,
    /// The language's tag.
    pub lang: String,
    /// The tag of the text, where it is in another language.
    pub text_lang: Option<String>,
    /// The way to the site's root.
    pub root: String,
    /// The way to the language's home page.
    pub home: String,
    pub is_home: bool,
    pub site_title: String,
    pub head_title: String,
    /// The page's title as text.
    pub title: String,
    pub description: String,
    pub canonical: Option<String>,
    pub alternates: Vec<Alternate>,
    /// The same page in each language.
    pub languages: Vec<LanguageLink>,
    pub crumbs: Vec<LinkData>,
    pub previous: Option<LinkData>,
    pub next: Option<LinkData>,
    /// The pages of a section, on its own page.
    pub children: Vec<LinkData>,
    pub notice: Option<String>,
    pub edit: Option<String>,
    /// Where the formula book is, if there is one.
    pub formulas: Option<String>,
    /// What is behind the page's numbers, if it shows any.
    pub numbers: Option<&'static str>,
    /// The page as Markdown.
    pub markdown: Option<&'static str>,
    /// The language's Atom feed.
    pub feed: Option<String>,
    /// Where the index of the search is, if the site has a search.
    pub search: Option<String>,
    /// JSON-LD.
    pub linked_data: String,
    /// The language with its country, as Open Graph writes it: `de_DE`.
    pub og_locale: Option<String>,
    /// Those of the page's other editions.
    pub og_others: Vec<String>,
}

/// An edition of a page, for search engines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Alternate {
    pub hreflang: String,
    pub href: String,
}

/// An edition of a page, for readers.
#[derive(Debug, Clone, Serialize)]
pub(super) struct LanguageLink {
    pub name: String,
    pub lang: String,
    pub href: String,
    pub current: bool,
}

/// A link with its text.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct LinkData {
    pub title: String,
    /// Missing for a folder without a page.
    pub href: Option<String>,
    pub description: String,
}

/// One line of `nav.html`.
#[derive(Debug, Serialize)]
struct NavItem<'a> {
    title: &'a str,
    href: Option<String>,
    lang: Option<&'a str>,
    /// Is it a section that the page is in.
    open: bool,
    /// Does a list of its pages follow.
    opens: bool,
    /// One element for each list that ends after it.
    closes: Vec<u8>,
}

#[derive(Serialize)]
struct NavData<'a> {
    language: &'a str,
    items: Vec<NavItem<'a>>,
}

/// Navigation as HTML, by language, open section and depth of the page: all pages that share these share the text,
/// but for the mark on the page itself.
pub(super) type Navigations = BTreeMap<(usize, EntryId, usize), Navigation>;

/// A navigation.
#[derive(Debug, Default)]
pub(super) struct Navigation {
    pub(super) html: Arc<String>,
    pub(super) fingerprint: Fingerprint,
    /// Where the attribute of each link begins, by its address.
    links: HashMap<String, usize>,
}

impl Navigation {
    fn new(html: String) -> Navigation {
        let fingerprint = Fingerprint::of(html.as_bytes());
        let mut links = HashMap::new();
        for (at, _) in html.match_indices(HREF) {
            let address = html[at + HREF.len()..].split('"').next().unwrap_or_default();
            links.entry(address.to_string()).or_insert(at);
        }
        Navigation { html: Arc::new(html), fingerprint, links }
    }

    /// Where the link to the page itself is marked, and how; nothing if there is none.
    pub(super) fn current(&self, address: &str) -> (usize, &'static str) {
        let at = self.links.get(&format!("{}{address}", upward(address)));
        at.map_or((self.html.len(), ""), |at| (*at, " aria-current=\"page\""))
    }
}

/// What a link's address stands behind.
const HREF: &str = " href=\"";

/// A page as readers of a language see it: its own, or one that stands in for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight {
    pub(super) language: usize,
    pub(super) entry: EntryId,
    pub(super) page: PageId,
}

impl Sight {
    /// The path of its file.
    pub(super) fn path(&self, scope: &Scope<'_>) -> String {
        let language = &scope.languages()[self.language];
        format!("{}/{}index.html", language.folder, language.tree.entries[self.entry].address)
    }
}

/// All content pages.
pub(super) fn sights(scope: &Scope<'_>) -> Vec<Sight> {
    let of_language = |(language, own): (usize, &Language)| {
        let entries = own.tree.entries.iter().enumerate();
        let sights = entries.filter_map(|(entry, known)| Some(Sight { language, entry, page: known.page? }));
        sights.collect::<Vec<_>>()
    };
    scope.languages().iter().enumerate().flat_map(of_language).collect()
}

/// What the template of a page is given.
pub(super) fn data(scope: &Scope<'_>, sight: &Sight) -> PageData {
    let Sight { language, entry: id, page } = *sight;
    let tree = &scope.languages()[language].tree;
    let entry = &tree.entries[id];
    let mut data = frame(scope, language, &entry.address);
    let up = upward(&entry.address);
    let link = |id: EntryId| {
        let entry = &tree.entries[id];
        LinkData {
            title: scope.entry_title(entry).to_string(),
            href: entry.page.map(|_| format!("{up}{}", entry.address)),
            description: String::new(),
        }
    };
    let (previous, next) = tree.neighbours(id);
    data.previous = previous.map(link);
    data.next = next.map(link);
    data.crumbs = tree.ancestors(id).into_iter().map(link).collect();
    let body = &scope.bodies[page];
    data.children = entry
        .children
        .iter()
        .map(|child| LinkData { description: scope.entry_description(*child, tree), ..link(*child) })
        .collect();
    data.title.clone_from(&body.title);
    data.description.clone_from(&body.description);
    data.head_title = head_title(&body.title, &data.site_title, data.is_home);
    if entry.fallback {
        let source = &scope.languages()[scope.manuscript.config.source_index()];
        data.text_lang = Some(source.locale.tag().to_string());
        data.notice = scope.message(language, "theme-untranslated", &[("language", &scope.language_name(source))]);
    }
    data.numbers = (scope.manuscript.config.outputs.numbers && numbers::has_numbers(scope, page)).then_some(numbers::FILE);
    data.linked_data = linked::article(scope, &data, feed::updated(scope, entry));
    let path = &scope.project.sources.get(scope.manuscript.pages[page].source).path;
    data.edit = scope.manuscript.config.edit_url.as_ref().map(|url| url.replace("{path}", path));
    data
}

/// The page that readers see.
pub(super) fn draw(scope: &Scope<'_>, sight: &Sight, data: &PageData) -> Result<Artifact, Box<Diagnostic>> {
    let body = &scope.bodies[sight.page];
    let front = &scope.manuscript.pages[sight.page].front;
    let contents = if front.contents.unwrap_or(!data.is_home) { body.contents() } else { "" };
    let address = &scope.languages()[sight.language].tree.entries[sight.entry].address;
    let nav = scope.navigation(sight.language, sight.entry);
    let html = [("heading", body.heading.as_str()), ("contents", contents)];
    let ((at, mark), nav) = (nav.current(address), &nav.html);
    let nav = [Piece::Shared(nav, 0..at), Piece::Own(mark), Piece::Shared(nav, at..nav.len())];
    let large = [("body", vec![Piece::Shared(body.html(), 0..body.html().len())]), ("nav", nav.to_vec())];
    let bytes = scope.templates.compose(&scope.project.sources, "page.html", data, &html, &large)?;
    Ok(Artifact { path: sight.path(scope), bytes })
}

/// The title as browsers show it.
pub(super) fn head_title(title: &str, site: &str, is_home: bool) -> String {
    if is_home || title == site { title.to_string() } else { format!("{title} – {site}") }
}

/// What all pages of a language have in common at an address.
pub(super) fn frame(scope: &Scope<'_>, language: usize, address: &str) -> PageData {
    let config = &scope.manuscript.config;
    let own = &scope.languages()[language];
    let home = upward(address);
    let root = if address.is_empty() { "../".to_string() } else { format!("{home}../") };
    let languages = scope.languages().iter().enumerate().map(|(index, other)| {
        let target = if scope.has_page(index, address) { address } else { "" };
        LanguageLink {
            name: scope.language_name(other),
            lang: other.locale.tag().to_string(),
            href: if index == language { self_link(address) } else { format!("{root}{}/{target}", other.folder) },
            current: index == language,
        }
    });
    let alternates = alternates(scope, address);
    let og_others = (0..scope.languages().len())
        .filter(|other| *other != language && scope.has_page(*other, address) && !scope.is_fallback(*other, address))
        .filter_map(|other| og_locale(scope, other));
    PageData {
        language: own.folder.clone(),
        lang: own.locale.tag().to_string(),
        is_home: address.is_empty(),
        site_title: config.title.get(&own.folder, &config.source_language).to_string(),
        canonical: canonical(scope, language, address),
        markdown: config.outputs.markdown.then_some(twin::FILE),
        feed: feed::has_feed(scope, language).then(|| format!("{home}{}", feed::FILE)),
        search: config.outputs.search.then(|| format!("{root}{}/{}/", search::FOLDER, own.folder)),
        og_locale: og_locale(scope, language),
        og_others: og_others.collect(),
        alternates,
        languages: languages.collect(),
        formulas: scope.book_address().map(|book| format!("{home}{book}")),
        root,
        home,
        ..PageData::default()
    }
}

/// The absolute address of a page; of one that stands in for a missing translation, the original's.
pub(super) fn canonical(scope: &Scope<'_>, language: usize, address: &str) -> Option<String> {
    let config = &scope.manuscript.config;
    let own = &scope.languages()[language].folder;
    let folder = if scope.is_fallback(language, address) { &config.source_language } else { own };
    (!config.base_url.is_empty()).then(|| format!("{}{folder}/{address}", config.base_url))
}

/// A language with its country, if the messages name one.
fn og_locale(scope: &Scope<'_>, language: usize) -> Option<String> {
    let country = scope.message(language, "language-country", &[])?;
    let tag = scope.languages()[language].locale.tag();
    Some(format!("{}_{country}", tag.split('-').next().unwrap_or(tag)))
}

/// A page's link to itself.
fn self_link(address: &str) -> String {
    let name = address.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    if name.is_empty() { "./".to_string() } else { format!("../{name}/") }
}

/// The editions of a page with their absolute addresses, and the choice of languages for everybody else.
pub(super) fn alternates(scope: &Scope<'_>, address: &str) -> Vec<Alternate> {
    let config = &scope.manuscript.config;
    if config.base_url.is_empty() {
        return Vec::new();
    }
    let editions = scope
        .languages()
        .iter()
        .enumerate()
        .filter(|(index, _)| scope.has_page(*index, address) && !scope.is_fallback(*index, address));
    let mut alternates: Vec<Alternate> = editions
        .map(|(_, language)| Alternate {
            hreflang: language.locale.tag().to_string(),
            href: format!("{}{}/{address}", config.base_url, language.folder),
        })
        .collect();
    // Everybody else: at home the choice of languages, elsewhere the original.
    let source = config.source_index();
    let default = if !address.is_empty() && scope.has_page(source, address) {
        format!("{}{}/{address}", config.base_url, config.source_language)
    } else {
        config.base_url.clone()
    };
    alternates.push(Alternate { hreflang: "x-default".to_string(), href: default });
    alternates
}

/// Draws every navigation that pages need.
pub(super) fn navigations(scope: &Scope<'_>) -> Result<Navigations, Vec<Diagnostic>> {
    let mut keys = Vec::new();
    for (index, language) in scope.languages().iter().enumerate() {
        for id in 0..language.tree.entries.len() {
            let section = section_of(&language.tree, id);
            keys.push((index, section, language.tree.entries[id].address.matches('/').count()));
        }
        keys.extend([1, 2].map(|depth| (index, 0, depth)));
    }
    keys.sort_unstable();
    keys.dedup();
    let drawn: Vec<_> = keys.par_iter().map(|key| navigation(scope, *key).map(|html| (*key, Navigation::new(html)))).collect();
    let mut faults = Vec::new();
    let mut navigations = Navigations::new();
    for result in drawn {
        match result {
            Ok((key, navigation)) => _ = navigations.insert(key, navigation),
            Err(fault) => faults.push(*fault),
        }
    }
    if faults.is_empty() { Ok(navigations) } else { Err(faults) }
}

/// The section whose pages a page's navigation shows: itself if it has any, else the one it is in.
pub(super) fn section_of(tree: &Tree, id: EntryId) -> EntryId {
    let entry = &tree.entries[id];
    if entry.children.is_empty() { entry.parent.unwrap_or(id) } else { id }
}

fn navigation(scope: &Scope<'_>, (language, section, depth): (usize, EntryId, usize)) -> Result<String, Box<Diagnostic>> {
    let own = &scope.languages()[language];
    let tree = &own.tree;
    let mut open = tree.ancestors(section);
    open.push(section);
    let whole = tree.entries.len() <= WHOLE_TREE;
    let up = if depth == 0 { "./".to_string() } else { "../".repeat(depth) };
    let source = scope.languages()[scope.manuscript.config.source_index()].locale.tag();
    let mut items = Vec::new();
    let mut pending: Vec<(EntryId, usize)> = Vec::new();
    let push_children = |pending: &mut Vec<(EntryId, usize)>, id: EntryId, level: usize| {
        pending.extend(tree.entries[id].children.iter().rev().map(|child| (*child, level)));
    };
    if !tree.entries.is_empty() {
        push_children(&mut pending, 0, 0);
    }
    while let Some((id, level)) = pending.pop() {
        let entry = &tree.entries[id];
        let opens = !entry.children.is_empty() && (whole || open.contains(&id));
        if opens {
            push_children(&mut pending, id, level + 1);
        }
        let after = pending.last().map_or(0, |(_, level)| *level);
        items.push(NavItem {
            title: scope.nav_title(entry),
            href: entry.page.map(|_| format!("{up}{}", entry.address)),
            lang: entry.fallback.then_some(source),
            open: open.contains(&id),
            opens,
            closes: if opens { Vec::new() } else { vec![0; level.saturating_sub(after)] },
        });
    }
    let formulas = scope.message(language, "theme-formulas", &[]).unwrap_or_default();
    if let Some(book) = scope.book_address() {
        let href = Some(format!("{up}{book}"));
        items.push(NavItem { title: &formulas, href, lang: None, open: false, opens: false, closes: Vec::new() });
    }
    scope.templates.render(&scope.project.sources, "nav.html", &NavData { language: &own.folder, items }, &[])
}
