//! The front matter of a page: YAML between two `---` lines. Unknown keys are errors.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::config::explain_serde;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span};

/// What a page says about itself.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrontMatter {
    /// The page's heading and title; it may hold `{{ }}`.
    #[serde(default)]
    pub title: Option<String>,
    /// A shorter title for the navigation.
    #[serde(default)]
    pub nav_title: Option<String>,
    /// One or two sentences for search engines and lists; it may hold `{{ }}`.
    #[serde(default)]
    pub description: Option<String>,
    /// Scenario that the page's expressions are asked in.
    #[serde(default)]
    pub scenario: Option<String>,
    /// Place among its neighbours; pages without one follow, sorted by path.
    #[serde(default)]
    pub order: Option<i64>,
    /// `ja@<hash>`: the text that this one is a translation of.
    #[serde(default)]
    pub source: Option<String>,
    /// Is a table of contents shown.
    #[serde(default)]
    pub contents: Option<bool>,
    /// The day of the last change that readers should know of: `2026-11-20`. Feeds go by it.
    #[serde(default)]
    pub updated: Option<String>,
}

/// Splits a page into front matter and body and reads the former.
///
/// The ranges are those of the YAML and of the body in the file. A page whose front matter is faulty has an
/// empty one, and the fault is among the diagnostics.
pub fn read(sources: &Sources, file: SourceId, diagnostics: &mut Diagnostics) -> (FrontMatter, Range<usize>, Range<usize>) {
    let text = &sources.get(file).text;
    let first = text.lines().next().unwrap_or("");
    if first.trim_end() != "---" {
        return (FrontMatter::default(), 0..0, 0..text.len());
    }
    let start = (first.len() + 1).min(text.len());
    let Some((yaml, body)) = closing_line(text, start) else {
        let unclosed = Diagnostic::error("bad-front-matter", Span::new(file, 0..3), "the front matter is not closed");
        diagnostics.push(unclosed.help("end it with a line `---`"));
        return (FrontMatter::default(), 0..0, text.len()..text.len());
    };
    let yaml_text = &text[yaml.clone()];
    if yaml_text.trim().is_empty() {
        return (FrontMatter::default(), yaml, body);
    }
    let front = serde_saphyr::from_str(yaml_text).unwrap_or_else(|error| {
        diagnostics.push(explain(file, text, &yaml, &error));
        FrontMatter::default()
    });
    (front, yaml, body)
}

/// Finds the `---` line that closes the front matter: the ranges before and after it.
fn closing_line(text: &str, start: usize) -> Option<(Range<usize>, Range<usize>)> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((start..at, at + line.len()..text.len()));
        }
        at += line.len();
    }
    None
}

fn explain(file: SourceId, text: &str, yaml: &Range<usize>, error: &serde_saphyr::Error) -> Diagnostic {
    use serde_saphyr::Error;
    let error = error.without_snippet();
    let place = error.location().map(|location| location.span());
    let offset = place.and_then(|span| span.byte_offset()).map_or(0, |offset| usize::try_from(offset).unwrap_or(0));
    let length = place.and_then(|span| span.byte_len()).map_or(0, |length| usize::try_from(length).unwrap_or(0));
    let start = floor(text, (yaml.start + offset).min(yaml.end));
    let end = floor(text, (start + length).min(yaml.end)).max(start);
    // A block scalar may reach over many lines; its first says enough.
    let end = text[start..end].find('\n').map_or(end, |line| start + line);
    let span = Span::new(file, start..end);
    match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            let known: Vec<String> = expected.iter().map(|key| format!("`{key}`")).collect();
            let message = format!("unknown field `{field}`, expected one of {}", known.join(", "));
            explain_serde("bad-front-matter", Span::new(file, start..start + field.len().min(yaml.end - start)), &message)
        }
        Error::DuplicateMappingKey { key: Some(key), .. } => {
            Diagnostic::error("bad-front-matter", span, format!("the key `{key}` stands here a second time"))
        }
        other => {
            let options = serde_saphyr::render_options! { snippets: serde_saphyr::SnippetMode::Off };
            let message = other.render_with_options(options);
            // The location is drawn from the span; the library repeats it at the message's end.
            let message = message.split(" at line ").next().unwrap_or(&message).replace('\n', " ");
            match message.as_str() {
                "invalid i64" => Diagnostic::error("bad-front-matter", span, "this must be a whole number"),
                "invalid boolean" => Diagnostic::error("bad-front-matter", span, "this must be `true` or `false`"),
                _ => {
                    let quoting = "a text that holds `: `, `#` or begins with a bracket or a quote must stand in quotes";
                    Diagnostic::error("bad-front-matter", span, format!("this is not YAML: {message}")).help(quoting)
                }
            }
        }
    }
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
