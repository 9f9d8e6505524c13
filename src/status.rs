//! Which translations are current, which are stale, and what changed since.
//!
//! A translation carries `source: ja@<hash>` in its front matter: sixteen digits for the whole source text, then four for
//! each of its sections, so that it can be said which of them changed. Numbers are inserts, so that a formula makes no
//! translation stale; comments and white space do not count.

use crate::diagnostic::{Sources, Span};
use crate::markdown::InsertKind;
use crate::site::{Manuscript, Page, PageId, Project};

/// Digits of the whole text's hash.
const WHOLE: usize = 16;
/// Digits of a section's hash.
const SECTION: usize = 4;

/// How a page stands to the page it is a translation of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is the source.
    Source,
    /// It says which text it is a translation of, and that is the present one.
    Current,
    /// Its source has changed, in these sections.
    Stale(Vec<Section>),
    /// It does not say which text it is a translation of.
    Unmarked,
    /// The source language has no such page.
    Alone,
}

/// A section of a source that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading's id; empty for what stands before the first heading.
    pub id: String,
    /// Where it is; nowhere if it is gone.
    pub at: Option<Span>,
}

/// The state of a page.
pub fn state(project: &Project, manuscript: &Manuscript, page: PageId) -> State {
    let own = &manuscript.pages[page];
    let Some(source) = source_of(manuscript, own) else {
        let is_source = own.language == manuscript.config.source_index();
        return if is_source { State::Source } else { State::Alone };
    };
    let Some(mark) = &own.front.source else { return State::Unmarked };
    let now = hash(&project.sources, source);
    let (language, known) = mark.split_once('@').unwrap_or(("", mark));
    if language == manuscript.config.source_language && known == now {
        return State::Current;
    }
    let hashes = |hash: &str| -> Vec<String> {
        let sections = hash.get(WHOLE..).unwrap_or_default().as_bytes().chunks(SECTION);
        sections.map(|digits| String::from_utf8_lossy(digits).into_owned()).collect()
    };
    let (mut before, after) = (hashes(known), hashes(&now));
    if before.is_empty() {
        return State::Stale(Vec::new());
    }
    let mut changed = Vec::new();
    for (section, hash) in sections(&project.sources, source).into_iter().zip(&after) {
        match before.iter().position(|old| old == hash) {
            Some(at) => _ = before.remove(at),
            None => changed.push(section.0),
        }
    }
    let gone = before.len().saturating_sub(changed.len());
    changed.extend((0..gone).map(|_| Section { id: String::new(), at: None }));
    State::Stale(changed)
}

/// `: #weights, #core, and 1 section is gone`.
pub fn in_words(sections: &[Section]) -> String {
    let there: Vec<String> = sections
        .iter()
        .filter(|section| section.at.is_some())
        .map(|section| if section.id.is_empty() { "the beginning".to_string() } else { format!("`#{}`", section.id) })
        .collect();
    let gone = sections.len() - there.len();
    let mut words = there;
    if gone > 0 {
        words.push(format!("{gone} section{} gone", if gone == 1 { "" } else { "s" }));
    }
    if words.is_empty() { String::new() } else { format!(": {}", words.join(", ")) }
}

/// Pages by languages, with what changed in the source of each stale one.
pub fn table(project: &Project, manuscript: &Manuscript) -> String {
    let mut addresses: Vec<&str> = manuscript.pages.iter().map(|page| page.address.as_str()).collect();
    addresses.sort_unstable();
    addresses.dedup();
    let mut rows = vec![vec!["page".to_string()]];
    rows[0].extend(manuscript.languages.iter().map(|language| language.folder.clone()));
    let mut notes = String::new();
    for address in addresses {
        let mut row = vec![if address.is_empty() { "(home)".to_string() } else { address.trim_end_matches('/').to_string() }];
        for index in 0..manuscript.languages.len() {
            let own = manuscript.pages.iter().position(|page| page.language == index && page.address == address);
            let state = own.map(|page| (page, state(project, manuscript, page)));
            row.push(match &state {
                None => "missing".to_string(),
                Some((_, state)) => state.word().to_string(),
            });
            if let Some((page, State::Stale(sections))) = state {
                let path = &project.sources.get(manuscript.pages[page].source).path;
                notes.push_str(&format!("{path}: its source has changed{}\n", in_words(&sections)));
            }
        }
        rows.push(row);
    }
    let widths: Vec<usize> =
        (0..rows[0].len()).map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        cells.join("  ").trim_end().to_string() + "\n"
    };
    let table: String = rows.iter().map(line).collect();
    if notes.is_empty() { table } else { format!("{table}\n{notes}") }
}

impl State {
    /// `current`, `stale`.
    pub fn word(&self) -> &'static str {
        match self {
            State::Source => "source",
            State::Current => "current",
            State::Stale(_) => "stale",
            State::Unmarked => "unmarked",
            State::Alone => "alone",
        }
    }
}

/// The page of the source language at the same address.
fn source_of<'m>(manuscript: &'m Manuscript, page: &Page) -> Option<&'m Page> {
    let source = manuscript.config.source_index();
    if page.language == source {
        return None;
    }
    let tree = &manuscript.languages[source].tree;
    tree.entries[tree.find(&page.address)?].page.map(|id| &manuscript.pages[id])
}

/// The text of a translation's file with its mark; `None` if it is no translation.
pub fn marked(project: &Project, manuscript: &Manuscript, page: PageId) -> Option<String> {
    let own = &manuscript.pages[page];
    let mark = format!("source: {}@{}", manuscript.config.source_language, hash(&project.sources, source_of(manuscript, own)?));
    let text = &project.sources.get(own.source).text;
    let head = text.strip_prefix("---")?.find("\n---").map(|end| end + 3)?;
    Some(match text[..head].find("\nsource:") {
        Some(line) => {
            let end = text[line + 1..].find('\n').map_or(text.len(), |end| line + 1 + end);
            format!("{}\n{mark}{}", &text[..line], &text[end..])
        }
        None => format!("{}\n{mark}{}", &text[..head], &text[head..]),
    })
}

/// The hash of a page's text: of the whole, then of each section.
fn hash(sources: &Sources, page: &Page) -> String {
    let sections = sections(sources, page);
    let whole: String = sections.iter().map(|(_, text)| format!("{text}\n\n")).collect();
    let each = sections.iter().map(|(_, text)| crate::lock::hash(text)[..SECTION].to_string());
    crate::lock::hash(&whole)[..WHOLE].to_string() + &each.collect::<String>()
}

/// The sections of a page with their texts, as far as they count. Title and description belong to the first.
fn sections(sources: &Sources, page: &Page) -> Vec<(Section, String)> {
    let text = &sources.get(page.source).text;
    let body = text.strip_prefix("---").and_then(|rest| rest.find("\n---")).map_or(0, |end| end + "---\n---".len());
    let comments: Vec<Span> = page
        .document(sources)
        .inserts()
        .iter()
        .filter(|insert| matches!(insert.kind, InsertKind::Comment { .. }))
        .map(|insert| insert.span)
        .collect();
    let counted = |start: usize, end: usize| {
        let mut kept = String::new();
        let mut at = start;
        for comment in comments.iter().filter(|comment| (start..end).contains(&(comment.start as usize))) {
            kept.push_str(text.get(at..comment.start as usize).unwrap_or_default());
            at = (comment.end as usize).max(at);
        }
        kept.push_str(text.get(at..end).unwrap_or_default());
        kept.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut starts = vec![(body, String::new())];
    starts.extend(page.document(sources).headings().iter().map(|heading| (heading.span.start as usize, heading.id.to_string())));
    let mut found = Vec::new();
    for (index, (start, id)) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(text.len(), |next| next.0).max(*start);
        let front = [&page.front.title, &page.front.nav_title, &page.front.description];
        let front = front.into_iter().flatten().filter(|_| index == 0).map(|line| format!("{line} "));
        let line_end = text[*start..].find('\n').map_or(text.len(), |newline| start + newline);
        let at = Some(Span::new(page.source, *start..line_end.min(end).max(*start)));
        found.push((Section { id: id.clone(), at }, front.collect::<String>() + &counted(*start, end)));
    }
    found
}
