//! What went wrong, and where: the one diagnostic type of the program.
//!
//! A stage never stops at its first problem. It takes `&mut Diagnostics`, adds what it finds and
//! goes on with what is sound; only `main` turns the collection into an exit code.

mod source;

use std::fmt;

use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use serde_json::{Value as Json, json};

pub use source::{Source, SourceId, Sources, Span};

/// At most this many errors (and as many warnings) of a run are printed; then the rest is counted.
pub const SHOWN: usize = 100;

/// Does it stop a build, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The site is built all the same; `check` makes an error of it.
    Warning,
}

/// A change of the source that mends the fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to replace (may be empty: an insertion).
    pub span: Span,
    /// What to put there.
    pub replacement: String,
}

/// One problem: what, where, and what to do about it.
///
/// Messages start in lower case, put code in backticks and end without a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// Stable code, readable after "allow …": `unknown-name`.
    pub code: &'static str,
    /// One sentence.
    pub message: String,
    /// Places with a note each; the first is where the fault is, the others explain it.
    pub labels: Vec<(Span, String)>,
    /// What to do.
    pub help: Option<String>,
    /// The same as a patch, where it is certain.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            code,
            message: message.into(),
            labels: vec![(span, String::new())],
            help: None,
            fix: None,
        }
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, span, message) }
    }

    /// An error that no file holds: a missing folder, say.
    pub fn nowhere(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Error, code, message: message.into(), labels: Vec::new(), help: None, fix: None }
    }

    /// Writes a note under the caret of the fault.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Diagnostic {
        if let Some(first) = self.labels.first_mut() {
            first.1 = text.into();
        }
        self
    }

    /// Adds another place that explains the fault.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push((span, text.into()));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help = Some(text.into());
        self
    }

    /// Proposes a patch.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Diagnostic {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    /// Where the fault is, if it is in a file.
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.0)
    }

    /// Draws the diagnostic with an excerpt of the source, without colour.
    pub fn plain(&self, sources: &Sources) -> String {
        self.draw(sources, &Renderer::plain())
    }

    /// Draws the diagnostic with an excerpt of the source, in colour.
    pub fn styled(&self, sources: &Sources) -> String {
        self.draw(sources, &Renderer::styled())
    }

    fn draw(&self, sources: &Sources, renderer: &Renderer) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(self.message.as_str()).id(self.code));
        let mut rest: &[(Span, String)] = &self.labels;
        while let Some((first, _)) = rest.first() {
            let same = rest.iter().take_while(|(span, _)| span.source == first.source).count();
            let source = sources.get(first.source);
            let is_primary = rest.len() == self.labels.len();
            let annotations = rest[..same].iter().enumerate().map(|(index, (span, text))| {
                let kind = if is_primary && index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                let annotation = kind.span(span.start as usize..span.end as usize);
                if text.is_empty() { annotation } else { annotation.label(text.as_str()) }
            });
            group = group.element(Snippet::source(source.text.as_str()).path(source.path.as_str()).annotations(annotations));
            rest = &rest[same..];
        }
        let mut report = Vec::new();
        match (&self.help, &self.fix) {
            (Some(help), None) => report.push(group.element(Level::HELP.message(help.as_str()))),
            (help, Some(fix)) => {
                report.push(group);
                let title = help.as_deref().unwrap_or("write");
                let source = sources.get(fix.span.source);
                let patch = Patch::new(fix.span.start as usize..fix.span.end as usize, fix.replacement.as_str());
                report.push(
                    Group::with_title(Level::HELP.secondary_title(title))
                        .element(Snippet::source(source.text.as_str()).path(source.path.as_str()).patch(patch)),
                );
            }
            (None, None) => report.push(group),
        }
        let drawn = renderer.render(&report).to_string();
        // Excerpts keep a space at the end of empty gutter lines; expectations in files should not.
        drawn.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    /// The diagnostic as data, for `--format json` and the server's overlay.
    pub fn json(&self, sources: &Sources) -> Json {
        let place = |span: Span| {
            let (line, column) = sources.position(span);
            json!({ "file": sources.get(span.source).path, "line": line, "column": column, "start": span.start, "end": span.end })
        };
        let mut object = json!({
            "severity": if self.severity == Severity::Error { "error" } else { "warning" },
            "code": self.code,
            "message": self.message,
            "labels": self.labels.iter().map(|(span, text)| json!({ "at": place(*span), "text": text })).collect::<Vec<_>>(),
        });
        if let Some(help) = &self.help {
            object["help"] = json!(help);
        }
        if let Some(fix) = &self.fix {
            object["fix"] = json!({ "at": place(fix.span), "replacement": fix.replacement });
        }
        object
    }
}

/// The problems of a run.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.items.push(diagnostic);
    }

    /// Adds those of another stage or thread.
    pub fn extend(&mut self, others: Diagnostics) {
        self.items.extend(others.items);
    }

    /// Is anything here that stops a build.
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|item| item.severity == Severity::Error)
    }

    /// Lets go of the warnings.
    pub fn keep_errors(&mut self) {
        self.keep(|item| item.severity == Severity::Error);
    }

    /// Lets go of what is not to be kept.
    pub fn keep(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.items.retain(keep);
    }

    /// Changes each.
    pub fn each(&mut self, change: impl FnMut(&mut Diagnostic)) {
        self.items.iter_mut().for_each(change);
    }

    /// How many are here.
    pub fn count(&self) -> usize {
        self.items.len()
    }

    /// Is nothing here.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// All, in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.items.iter()
    }

    /// Sorts by severity, file and offset and drops repetitions, so that a run prints the same on any number of threads.
    pub fn sort(&mut self, sources: &Sources) {
        let key = |item: &Diagnostic| {
            let place = item.span().map(|span| (sources.get(span.source).path.clone(), span.start, span.end));
            (item.severity, place, item.code, item.message.clone())
        };
        self.items.sort_by_cached_key(key);
        self.items.dedup();
    }

    /// Draws all of them, [`SHOWN`] errors and as many warnings at most, then the count of the rest.
    pub fn render(&self, sources: &Sources, styled: bool) -> String {
        let mut out = String::new();
        let mut count = [0usize; 2];
        for item in &self.items {
            let seen = &mut count[usize::from(item.severity == Severity::Warning)];
            *seen += 1;
            if *seen <= SHOWN {
                out.push_str(&if styled { item.styled(sources) } else { item.plain(sources) });
                out.push_str("\n\n");
            }
        }
        for (seen, noun) in count.into_iter().zip(["error", "warning"]) {
            if seen > SHOWN {
                out.push_str(&format!("… and {}\n", Plural(seen - SHOWN, &format!("more {noun}"))));
            }
        }
        out
    }
}

/// `1 error`, `2 errors`.
#[derive(Debug, Clone, Copy)]
pub struct Plural<'a>(pub usize, pub &'a str);

impl fmt::Display for Plural<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.0, self.1, if self.0 == 1 { "" } else { "s" })
    }
}

/// The candidate nearest to `word`, if it is near enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = word.chars().count().div_ceil(3);
    candidates
        .into_iter()
        .map(|candidate| (edit_distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *distance < word.chars().count().max(candidate.chars().count()))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<_>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replace = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
