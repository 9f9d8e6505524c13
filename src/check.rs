//! What is wrong with a site though it can be built. [`CHECKS`] lists every rule.
//!
//! A rule gives warnings; `babacus check` makes errors of them. One place may be excused, with a reason:
//! `{# allow code: reason #}` in a page, `# allow code: reason` in a formula book, in messages or in a front matter.

mod book;
mod excuse;
mod fluent;
mod language;
mod link;
mod locked;
mod markup;
mod memo;
mod number;
mod parity;
mod shape;
mod translation;
mod typed;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::diagnostic::{Diagnostic, Diagnostics, Fix, Severity, SourceId, Span};
use crate::edition::Draft;
use crate::markdown::Document;
use crate::site::{Language, Page, PageId, Project};
use excuse::Excuses;

pub use memo::Memo;

/// One rule.
#[derive(Debug)]
pub struct Check {
    /// Its stable name, which an excuse names.
    pub code: &'static str,
    /// What must be.
    pub summary: &'static str,
    found: Found,
    /// Does `build` warn of it as well.
    in_build: bool,
    /// Is what it proposes certain, so that `check --fix` may do it.
    mends: bool,
}

/// How a fault is found.
#[derive(Debug, Clone, Copy)]
enum Found {
    /// On the way, while the site is built.
    Building,
    /// By looking at one page.
    Page(fn(&Scope<'_>, PageId, &mut Diagnostics)),
    /// By looking at the whole site.
    Site(fn(&Scope<'_>, &mut Diagnostics)),
}

const fn building(code: &'static str, summary: &'static str) -> Check {
    Check { code, summary, found: Found::Building, in_build: true, mends: false }
}

const fn page(code: &'static str, summary: &'static str, look: fn(&Scope<'_>, PageId, &mut Diagnostics)) -> Check {
    Check { code, summary, found: Found::Page(look), in_build: false, mends: false }
}

const fn site(code: &'static str, summary: &'static str, look: fn(&Scope<'_>, &mut Diagnostics)) -> Check {
    Check { code, summary, found: Found::Site(look), in_build: false, mends: false }
}

impl Check {
    /// `build` warns of it as well.
    const fn also_in_build(self) -> Check {
        Check { in_build: true, ..self }
    }

    /// What it proposes is certain.
    const fn mending(self) -> Check {
        Check { mends: true, ..self }
    }
}

/// Every rule, by what it looks at. `docs/checks.md` has an entry for each.
pub const CHECKS: &[Check] = &[
    building("expect", "what the formula book expects of itself holds"),
    site("unused-formula", "every formula serves a page, another formula or an expectation", book::unused_formulas),
    site("unused-input", "every input counts for something", book::unused_inputs),
    site("undocumented-formula", "every formula has a `##` line that says what it is", book::undocumented),
    site("missing-name", "everything that readers see of the formula book has a name in every language", book::names),
    site("missing-meaning", "every formula and every input has a meaning in every language", book::meanings),
    site("missing-source", "what is quoted or observed says in every language where it comes from", book::sources),
    page("parity-number", "the editions of a page show the same numbers", parity::numbers).also_in_build(),
    page("parity-heading", "the editions of a page have the same headings in the same order", parity::headings).also_in_build(),
    page("parity-figure", "the editions of a page have the same figures", parity::figures).also_in_build(),
    page("parity-table", "the editions of a page have the same tables", parity::tables).also_in_build(),
    page("parity-link", "the editions of a page have the same links within the site", parity::links).also_in_build(),
    page("parity-code", "the editions of a page compute the same values in their code", parity::code).also_in_build(),
    site("missing-page", "every page is there in every language", translation::missing),
    page("stale-translation", "a translation was looked at since its source changed", translation::stale).also_in_build(),
    page("unmarked-translation", "a translation says which text it is a translation of", translation::unmarked),
    page("typed-number", "no number is typed that the page computes", typed::typed).mending(),
    site("missing-message", "every message is there in every language", fluent::missing),
    site("unused-message", "every message is used", fluent::unused),
    site("message-variables", "a message has the same variables in every language", fluent::variables),
    site("plural-classes", "a message distinguishes the plural classes of its language", fluent::plurals),
    building("breaking-space", "a number and its unit are not parted at a line's end"),
    building("broken-link", "a link leads to a page"),
    page("broken-target", "a relative address leads to something that the site has", link::targets).also_in_build(),
    page("broken-anchor", "a link with `#` leads to a place that is there", link::anchors).also_in_build(),
    page("missing-image", "a picture is there", link::images).also_in_build(),
    page("image-without-text", "a picture says what it shows", link::texts),
    page("missing-heading-id", "every heading has an id of its own", markup::heading_ids),
    building("bad-heading-id", "a heading's id is one that every language can share"),
    page("leftover-markup", "no mark is shown that was meant to be read", markup::leftovers),
    building("same-path", "every file of the site has an address of its own"),
    building("same-page", "every page has an address of its own"),
    page("kana-in-chinese", "a Chinese page has no kana", language::kana),
    page("missing-no-break-space", "what belongs together stays on one line", language::no_break_spaces).mending(),
    page("plain-quotes", "quotation marks and apostrophes are those of the language", language::quotes).mending(),
    page("glossary-term", "a text uses the words of the glossary", language::terms),
    site("lock-behind", "`numbers.lock` has the numbers that the site shows", locked::behind).also_in_build(),
    building("unknown-fence-word", "a code block's words are known"),
    building("unused-footnote", "every footnote is referred to"),
    building("unknown-language", "a code block's language is known"),
    site("bad-excuse", "an excuse names a rule and a reason", excuse::bad),
    site("unused-excuse", "an excuse excuses something", |_, _| ()).mending(),
];

/// What rules look at.
struct Scope<'a> {
    project: &'a Project,
    draft: &'a Draft,
    shapes: Vec<OnceLock<shape::Shape>>,
    excuses: Excuses,
    /// For each language.
    words: Vec<OnceLock<Words>>,
}

/// What pages of a language are looked at with.
struct Words {
    quantities: number::Lexicon,
    avoided: Vec<language::Avoided>,
}

/// How much is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What a build warns of.
    Build,
    /// Everything.
    All,
}

/// Looks for everything that is wrong, and takes away what is excused, also of what was found before.
///
/// With a memory, what a build looks at is passed over where nothing was found before and nothing changed since.
pub fn check(project: &Project, draft: &Draft, depth: Depth, memo: &mut Memo, diagnostics: &mut Diagnostics) {
    let stand = memo::Stand::of(project, draft);
    let known = if depth == Depth::All { Memo::default() } else { std::mem::take(memo) };
    let work = known.work(&stand);
    let files = (depth == Depth::Build).then(|| Memo::files(&stand, &work, diagnostics));
    let excuses = Excuses::read(project, draft, files.as_ref());
    let count = draft.manuscript.pages.len();
    let (shapes, words) = (room(count), room(draft.manuscript.languages.len()));
    let scope = Scope { project, draft, shapes, excuses, words };
    let rules = || CHECKS.iter().filter(|rule| depth == Depth::All || rule.in_build);
    let of_pages: Vec<Diagnostics> = work
        .pages
        .par_iter()
        .map(|(page, _)| {
            let mut found = Diagnostics::default();
            for rule in rules() {
                if let Found::Page(look) = rule.found {
                    look(&scope, *page, &mut found);
                }
            }
            found
        })
        .collect();
    let clean: Vec<bool> = of_pages.iter().map(Diagnostics::is_empty).collect();
    of_pages.into_iter().for_each(|found| diagnostics.extend(found));
    let before = diagnostics.count();
    if work.site.is_some() {
        for rule in rules() {
            if let Found::Site(look) = rule.found {
                look(&scope, diagnostics);
            }
        }
    }
    let site_is_clean = diagnostics.count() == before;
    scope.excuses.apply(diagnostics, depth);
    if depth == Depth::Build {
        *memo = known;
    }
    // What is wrong in the book may hide what is wrong in a page.
    if depth == Depth::Build && !diagnostics.has_errors() {
        memo.keep(&stand, work, &clean, site_is_clean);
    }
}

/// So many things that are made when they are asked for.
fn room<T>(count: usize) -> Vec<OnceLock<T>> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

/// The patches that are certain, those of a file from its end to its start; where two meet, the first of them.
pub fn fixes(diagnostics: &Diagnostics) -> BTreeMap<SourceId, Vec<Fix>> {
    let mends = |diagnostic: &&Diagnostic| CHECKS.iter().any(|rule| rule.code == diagnostic.code && rule.mends);
    let mut found: Vec<Fix> = diagnostics.iter().filter(mends).filter_map(|diagnostic| diagnostic.fix.clone()).collect();
    found.sort_by_key(|fix| (fix.span.source, fix.span.start, fix.span.end));
    let mut by_file: BTreeMap<SourceId, Vec<Fix>> = BTreeMap::new();
    for fix in found {
        let fixes = by_file.entry(fix.span.source).or_default();
        if fixes
            .last()
            .is_none_or(|last| last.span.end < fix.span.start || last.span.end == fix.span.start && last.span != fix.span)
        {
            fixes.push(fix);
        }
    }
    by_file.values_mut().for_each(|fixes| fixes.reverse());
    by_file
}

/// Makes an error of every warning, as `babacus check` does.
pub fn harden(diagnostics: &mut Diagnostics) {
    diagnostics.each(|diagnostic| diagnostic.severity = Severity::Error);
}

impl<'a> Scope<'a> {
    fn page(&self, page: PageId) -> &'a Page {
        &self.draft.manuscript.pages[page]
    }

    fn document(&self, page: PageId) -> &'a Document {
        self.page(page).document(&self.project.sources)
    }

    fn language_of(&self, page: PageId) -> &'a Language {
        &self.draft.manuscript.languages[self.page(page).language]
    }

    fn shape(&self, page: PageId) -> &shape::Shape {
        self.shapes[page].get_or_init(|| shape::Shape::of(self, page))
    }

    fn words_of(&self, page: PageId) -> &Words {
        let locale = &self.language_of(page).locale;
        self.words[self.page(page).language]
            .get_or_init(|| Words { quantities: number::Lexicon::of(locale), avoided: language::avoided(locale) })
    }

    /// The whole text of a page's file.
    fn text(&self, page: PageId) -> &'a str {
        &self.project.sources.get(self.page(page).source).text
    }

    /// The first part of a language's tag: `zh`.
    fn primary(&self, page: PageId) -> &'a str {
        self.language_of(page).locale.tag().split('-').next().unwrap_or_default()
    }

    /// The edition of a page in the source language, if it is another.
    fn original(&self, page: PageId) -> Option<PageId> {
        let manuscript = &self.draft.manuscript;
        let source = manuscript.config.source_index();
        let own = self.page(page);
        if own.language == source {
            return None;
        }
        let tree = &manuscript.languages[source].tree;
        tree.entries[tree.find(&own.address)?].page
    }

    /// The running text of a page in pieces, title and description first.
    fn prose(&self, page: PageId) -> Vec<Span> {
        let own = self.page(page);
        let text = self.text(page);
        let front = [&own.front.title, &own.front.description, &own.front.nav_title];
        let front = front.into_iter().flatten().filter_map(|line| {
            let start = text.find(line.as_str())?;
            Some(Span::new(own.source, start..start + line.len()))
        });
        let mut pieces: Vec<Span> = Vec::new();
        for piece in front.flat_map(|line| without_inserts(text, line)).chain(self.document(page).prose()) {
            match pieces.last_mut() {
                // Markdown parts a text at every mark that might have meant something.
                Some(last) if last.end == piece.start => last.end = piece.end,
                _ => pieces.push(piece),
            }
        }
        pieces
    }
}

/// The parts of a line of the front matter that are not computed.
fn without_inserts(text: &str, line: Span) -> Vec<Span> {
    let (mut at, end) = (line.start as usize, line.end as usize);
    let mut pieces = Vec::new();
    while at < end {
        let open = text[at..end].find("{{").map_or(end, |open| at + open);
        pieces.push(Span::new(line.source, at..open));
        at = text[open..end].find("}}").map_or(end, |close| open + close + 2);
    }
    pieces
}

/// A warning at a place.
fn warn(code: &'static str, at: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::warning(code, at, message)
}
