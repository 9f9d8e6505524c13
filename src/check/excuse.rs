//! Excuses: `{# allow code: reason #}`, `{# typed: reason #}`, `{# only: de reason #}` in pages, and
//! `# allow code: reason` in everything that has such comments.
//!
//! In a page an excuse reaches over the paragraph, list item or table row that it stands in; alone, over the paragraph
//! after it; in the front matter, over the whole page. Elsewhere it reaches to the end of what follows it.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{CHECKS, Depth, Scope, warn};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Span, nearest};
use crate::edition::Draft;
use crate::markdown::InsertKind;
use crate::site::Project;

/// What an excuse says.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Says {
    /// This rule does not count here.
    Allow(&'static str),
    /// What stands here stands in these languages only.
    Only(Vec<String>),
}

/// One excuse.
#[derive(Debug)]
struct Excuse {
    says: Says,
    /// What it reaches over.
    reach: Range<usize>,
    /// Where it stands.
    at: Span,
    /// Is it an insert, so that it can be taken away as it stands.
    in_page: bool,
    used: AtomicBool,
}

/// All excuses of a site.
#[derive(Debug, Default)]
pub(super) struct Excuses {
    by_file: BTreeMap<SourceId, Vec<Excuse>>,
    bad: Vec<Diagnostic>,
}

impl Excuses {
    /// Collects the excuses of pages (of all, or of these files), formulas, messages and settings.
    pub(super) fn read(project: &Project, draft: &Draft, only: Option<&HashSet<SourceId>>) -> Excuses {
        let mut excuses = Excuses::default();
        let languages = &draft.manuscript.config.languages;
        for page in draft.manuscript.pages.iter().filter(|page| only.is_none_or(|only| only.contains(&page.source))) {
            let text = &project.sources.get(page.source).text;
            let inserts = text.contains("{#").then(|| page.inserts(&project.sources));
            for insert in inserts.into_iter().flatten() {
                if let InsertKind::Comment { text: inner } = insert.kind {
                    let said = project.sources.slice(inner);
                    excuses.add(said, insert.span, languages, true, || reach_in_page(text, insert.span));
                }
            }
            let front = page.source;
            let head = text.strip_prefix("---").and_then(|rest| rest.find("\n---")).map_or("", |end| &text[..end + 3]);
            for (at, line) in comments(head) {
                excuses.add(line, Span::new(front, at..at + line.len()), languages, false, || 0..text.len());
            }
        }
        let others = project.formulas.iter().copied().chain(project.locales.iter().map(|(_, file)| *file)).chain(project.config);
        for file in others {
            let text = &project.sources.get(file).text;
            for (at, line) in comments(text) {
                excuses.add(line, Span::new(file, at..at + line.len()), languages, false, || reach_of_comment(text, at));
            }
        }
        excuses
    }

    fn add(&mut self, said: &str, at: Span, languages: &[String], in_page: bool, reach: impl FnOnce() -> Range<usize>) {
        match read(said, at, languages) {
            None => {}
            Some(Ok(says)) => {
                let used = AtomicBool::new(false);
                let excuse = Excuse { says, reach: reach(), at, in_page, used };
                self.by_file.entry(at.source).or_default().push(excuse);
            }
            Some(Err(fault)) => self.bad.push(*fault),
        }
    }

    fn around(&self, at: Span) -> impl Iterator<Item = &Excuse> {
        let place = at.start as usize;
        self.by_file.get(&at.source).into_iter().flatten().filter(move |excuse| excuse.reach.contains(&place))
    }

    /// Is what stands at a place compared between these two languages.
    pub(super) fn compares(&self, at: Span, one: &str, other: &str) -> bool {
        let mut compares = true;
        for excuse in self.around(at) {
            if let Says::Only(languages) = &excuse.says
                && ![one, other].iter().all(|language| languages.iter().any(|named| named == language))
            {
                excuse.used.store(true, Ordering::Relaxed);
                compares = false;
            }
        }
        compares
    }

    /// A number that is typed, though it is like none of the page's: an excuse may say so before it becomes one.
    pub(super) fn touch(&self, code: &str, at: Span) {
        let said = |excuse: &&Excuse| matches!(excuse.says, Says::Allow(own) if own == code);
        self.around(at).filter(said).for_each(|excuse| excuse.used.store(true, Ordering::Relaxed));
    }

    /// Takes away what is excused, and reports excuses that excuse nothing.
    pub(super) fn apply(&self, diagnostics: &mut Diagnostics, depth: Depth) {
        diagnostics.keep(|diagnostic| {
            let excused = diagnostic.span().and_then(|at| {
                self.around(at).find(|excuse| matches!(excuse.says, Says::Allow(code) if code == diagnostic.code))
            });
            if let Some(excuse) = excused.filter(|_| CHECKS.iter().any(|rule| rule.code == diagnostic.code)) {
                excuse.used.store(true, Ordering::Relaxed);
                return false;
            }
            true
        });
        if depth == Depth::Build {
            return;
        }
        for excuse in self.by_file.values().flatten().filter(|excuse| !excuse.used.load(Ordering::Relaxed)) {
            let unused = warn("unused-excuse", excuse.at, "nothing here needs this excuse");
            let unused = unused.help("take it away");
            diagnostics.push(if excuse.in_page { unused.fix(excuse.at, "") } else { unused });
        }
    }
}

/// Reports excuses that are none.
pub(super) fn bad(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    scope.excuses.bad.iter().for_each(|fault| diagnostics.push(fault.clone()));
}

/// What a comment says; `None` if it is no excuse.
fn read(said: &str, at: Span, languages: &[String]) -> Option<Result<Says, Box<Diagnostic>>> {
    let said = said.trim();
    let fault = |message: String, help: &str| Some(Err(Box::new(warn("bad-excuse", at, message).help(help))));
    let no_reason = || fault("an excuse without a reason".to_string(), "say why this place is right as it is");
    if let Some(rest) = said.strip_prefix("only:") {
        let mut rest = rest.trim_start();
        let mut named = Vec::new();
        loop {
            let end = rest.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(rest.len());
            if !languages.iter().any(|language| *language == rest[..end]) {
                break;
            }
            named.push(rest[..end].to_string());
            rest = rest[end..].trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        }
        return match (named.is_empty(), rest.is_empty()) {
            (true, _) => fault("this names no language of the site".to_string(), "write `only: de` and a reason"),
            (_, true) => no_reason(),
            _ => Some(Ok(Says::Only(named))),
        };
    }
    let (code, reason) = match (said.strip_prefix("typed:"), said.strip_prefix("allow ")) {
        (Some(reason), _) => ("typed-number", reason),
        (None, Some(rest)) => match rest.split_once(':') {
            Some((code, reason)) => (code.trim(), reason),
            None => return fault("an excuse without a reason".to_string(), "write `allow code: reason`"),
        },
        _ => return None,
    };
    let Some(rule) = CHECKS.iter().find(|rule| rule.code == code) else {
        let near = nearest(code, CHECKS.iter().map(|rule| rule.code));
        let help = near.map_or("`docs/checks.md` lists the rules".to_string(), |near| format!("did you mean `{near}`?"));
        return fault(format!("there is no rule `{code}`"), &help);
    };
    if reason.trim().is_empty() { no_reason() } else { Some(Ok(Says::Allow(rule.code))) }
}

/// The `#` comments of a text that begin a line: where they begin after the sign, and what they say.
fn comments(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let at = start;
        start += line.len();
        let said = line.trim_start().strip_prefix("# ")?.trim();
        Some((at + line.find(said)?, said))
    })
}

/// From a comment to the end of what it stands above: the first line without a `#` and those that are indented below.
fn reach_of_comment(text: &str, at: usize) -> Range<usize> {
    let mut end = text[at..].find('\n').map_or(text.len(), |line| at + line + 1);
    let mut inside = false;
    for line in text[end..].split_inclusive('\n') {
        let is_comment = line.trim_start().starts_with('#');
        let goes_on = line.starts_with([' ', '\t', '}']) || line.trim().is_empty();
        if inside && !goes_on {
            break;
        }
        inside |= !is_comment && !line.trim().is_empty();
        end += line.len();
    }
    at..end
}

/// The block of a page that a comment excuses.
fn reach_in_page(text: &str, at: Span) -> Range<usize> {
    let (start, end) = (at.start as usize, at.end as usize);
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    let alone = text[line_start..start].trim().is_empty() && text[end..line_end].trim().is_empty();
    if alone {
        let next = text[line_end..].len() - text[line_end..].trim_start().len();
        return start..block(text, line_end + next).end;
    }
    if text[line_start..].trim_start().starts_with('|') { line_start..line_end } else { block(text, line_start) }
}

/// The paragraph or list item around a place at a line's start.
fn block(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let mut start = line_start;
    while start > 0 && !begins_block(&text[start..]) {
        let previous = text[..start - 1].rfind('\n').map_or(0, |newline| newline + 1);
        if text[previous..start].trim().is_empty() {
            break;
        }
        start = previous;
    }
    let mut end = text[line_start..].find('\n').map_or(text.len(), |newline| line_start + newline + 1);
    while end < text.len() {
        let line = text[end..].split_inclusive('\n').next().unwrap_or_default();
        if line.trim().is_empty() || begins_block(line) {
            break;
        }
        end += line.len();
    }
    start..end
}

/// Does a line begin a list item or a heading.
fn begins_block(text: &str) -> bool {
    let line = text.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    ["- ", "* ", "+ ", "#"].iter().any(|mark| line.starts_with(mark))
        || number.len() < line.len() && (number.starts_with(". ") || number.starts_with(") "))
}
