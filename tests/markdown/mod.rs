//! Markdown: pages with their HTML beside them, faults with their messages beside them, and laws.
//!
//! `UPDATE_EXPECT=1 cargo test markdown` writes the expectations anew.

mod laws;
mod pieces;

use std::fs;
use std::path::Path;

use babacus::diagnostic::{Diagnostics, Sources};
use babacus::markdown::{Body, Document, Highlighter, Holes, Insert, InsertKind, Label, Options, Place, Shown, parse};

/// Shows an insert as its own source, a condition holds if it says `yes`, and labels are plain words.
pub(super) struct Echo<'a> {
    pub(super) text: &'a str,
}

impl Echo<'_> {
    fn slice(&self, span: babacus::diagnostic::Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }
}

impl Holes for Echo<'_> {
    fn show(&mut self, _: usize, insert: &Insert) -> Shown {
        let (text, class) = match insert.kind {
            InsertKind::Value { expression, format: Some(format) } => {
                (format!("{}:{}", self.slice(expression), self.slice(format)), "n")
            }
            InsertKind::Value { expression, format: None } => (self.slice(expression).to_string(), "n"),
            InsertKind::Tag { name, arguments } => (format!("{}({})", self.slice(name), self.slice(arguments)), "t"),
            _ => unreachable!("only values and tags are shown"),
        };
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
        let html = match insert.place {
            Place::Block => format!("<figure>{escaped}</figure>"),
            Place::Text => format!("<a href=\"/n\"><data class=\"{class}\">{escaped}</data></a>"),
            _ => format!("<data class=\"{class}\">{escaped}</data>"),
        };
        Shown { html, text }
    }

    fn holds(&mut self, _: usize, insert: &Insert) -> bool {
        matches!(insert.kind, InsertKind::Tag { arguments, .. } if self.slice(arguments) == "yes")
    }

    fn label(&mut self, label: Label<'_>) -> String {
        match label {
            Label::Alert(alert) => alert.name().to_uppercase(),
            Label::Table(number, above) => format!("Table {number}: {above}"),
            Label::Footnotes => "Footnotes".to_string(),
            Label::Reference(number) => format!("Footnote {number}"),
            Label::Back(number, reference) => format!("Back to {number}.{reference}"),
        }
    }
}

/// Parses and writes a page; `ja` says whether line breaks are Japanese.
pub(super) fn page(text: &str, ja: bool) -> (Document, Body, String) {
    let mut sources = Sources::default();
    let source = sources.add("page.md", text);
    let mut diagnostics = Diagnostics::default();
    let highlighter = Highlighter::new();
    let options = Options { cjk: ja, highlighter: Some(&highlighter) };
    let document = parse(source, 0..text.len(), text, options, &mut diagnostics);
    let body = document.render(text, Some(&highlighter), &mut Echo { text });
    diagnostics.sort(&sources);
    (document, body, diagnostics.render(&sources, false))
}

fn expect(path: &Path, actual: &str) -> Option<String> {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, actual).expect("the expectation can be written");
        return None;
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    (expected != actual).then(|| format!("{} differs; it is now:\n{actual}", path.display()))
}

fn check(folder: &str, extension: &str, result: fn(&str, bool) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markdown").join(folder);
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let faults: Vec<String> = paths
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .filter_map(|path| {
            let text = fs::read_to_string(path).expect("the page can be read");
            let is_ja = path.to_string_lossy().ends_with(".ja.md");
            expect(&path.with_extension(extension), &result(&text, is_ja))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn pages_become_html() {
    check("pages", "html", |text, ja| {
        let (_, body, problems) = page(text, ja);
        body.html + &problems
    });
}

#[test]
fn faults_are_reported() {
    check("faults", "txt", |text, ja| page(text, ja).2);
}
