//! `babacus.toml`: what a site says about itself. Unknown keys are errors.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span, nearest};

/// The settings of a site.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Name of the site: one text, or one per language.
    pub title: Localized,
    /// What the site is about, for search engines: one text, or one per language.
    #[serde(default)]
    pub description: Localized,
    /// Where the site will stand: `https://example.org/docs/`. Without it there is no sitemap, and pages have no
    /// canonical address.
    #[serde(default)]
    pub base_url: String,
    /// Folders under `content/`, in the order of the language switcher.
    pub languages: Vec<String>,
    /// The language that the others are translated from; the first one if it is not given.
    #[serde(default)]
    pub source_language: String,
    /// Scenario of the formula book that all pages start from.
    #[serde(default)]
    pub scenario: Option<String>,
    /// Colours in code blocks.
    #[serde(default = "yes")]
    pub highlight: bool,
    /// What `auto` makes of bytes.
    #[serde(default)]
    pub units: ByteUnits,
    /// Address where a page's source can be edited, with `{path}` for its path in the site.
    #[serde(default)]
    pub edit_url: Option<String>,
    /// The day of the last change of pages that do not say theirs: `2026-11-20`. It is given, not taken from a clock, so
    /// that a site is built to the same bytes tomorrow.
    #[serde(default)]
    pub updated: Option<String>,
    /// What is made besides the pages.
    #[serde(default)]
    pub outputs: Outputs,
}

/// What is made besides the pages; all of it unless it is switched off.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Outputs {
    /// `numbers.json`, of the site and beside pages: what the cards of numbers show.
    pub numbers: bool,
    /// Every page as Markdown.
    pub markdown: bool,
    /// `llms.txt`.
    pub llms: bool,
    /// An Atom feed per language.
    pub feed: bool,
    /// JSON-LD in the pages' heads.
    pub linked_data: bool,
    /// `sitemap.xml`.
    pub sitemap: bool,
    /// `robots.txt`.
    pub robots: bool,
    /// The search and its index.
    pub search: bool,
}

impl Default for Outputs {
    fn default() -> Outputs {
        Outputs {
            numbers: true,
            markdown: true,
            llms: true,
            feed: true,
            linked_data: true,
            sitemap: true,
            robots: true,
            search: true,
        }
    }
}

/// The units that `auto` chooses from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ByteUnits {
    /// KiB, MiB, GiB.
    #[default]
    Binary,
    /// kB, MB, GB.
    Decimal,
}

fn yes() -> bool {
    true
}

/// A text that is the same in all languages, or one per language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Localized {
    /// The same everywhere.
    Same(String),
    /// By language folder.
    Each(BTreeMap<String, String>),
}

impl Default for Localized {
    fn default() -> Localized {
        Localized::Same(String::new())
    }
}

impl Localized {
    /// The text for a language; for one that has none, the text of `fallback`.
    pub fn get(&self, language: &str, fallback: &str) -> &str {
        match self {
            Localized::Same(text) => text,
            Localized::Each(texts) => texts.get(language).or_else(|| texts.get(fallback)).map_or("", String::as_str),
        }
    }
}

impl<'de> Deserialize<'de> for Localized {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Localized, D::Error> {
        struct Texts;
        impl<'de> Visitor<'de> for Texts {
            type Value = Localized;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string, or a table with a string per language")
            }

            fn visit_str<E>(self, text: &str) -> Result<Localized, E> {
                Ok(Localized::Same(text.to_string()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Localized, A::Error> {
                let mut texts = BTreeMap::new();
                while let Some((language, text)) = map.next_entry::<String, String>()? {
                    texts.insert(language, text);
                }
                Ok(Localized::Each(texts))
            }
        }
        deserializer.deserialize_any(Texts)
    }
}

impl Config {
    /// Reads the settings; `None` if they cannot be used, and then the reason is among the diagnostics.
    pub fn read(sources: &Sources, file: Option<SourceId>, diagnostics: &mut Diagnostics) -> Option<Config> {
        let Some(file) = file else {
            let missing = Diagnostic::nowhere("missing-config", "this folder has no `babacus.toml`");
            diagnostics.push(
                missing.help("name the site's folder with `--site DIR`, or write a `babacus.toml` with `title` and `languages`"),
            );
            return None;
        };
        let text = &sources.get(file).text;
        match toml::from_str::<Config>(text) {
            Ok(config) => config.checked(text, file, diagnostics),
            Err(error) => {
                let range = error.span().unwrap_or(0..0);
                let message = error.message().trim_end_matches('.');
                diagnostics.push(explain_serde("bad-config", Span::new(file, range), message));
                None
            }
        }
    }

    fn checked(mut self, text: &str, file: SourceId, diagnostics: &mut Diagnostics) -> Option<Config> {
        let place = |needle: &str| {
            let start = text.find(needle).unwrap_or(0);
            Span::new(file, start..start + if text.contains(needle) { needle.len() } else { 0 })
        };
        if self.languages.is_empty() {
            let empty = Diagnostic::error("bad-config", place("languages"), "`languages` names no language");
            diagnostics.push(empty.help("write the folders under `content/`, for instance `languages = [\"ja\", \"de\"]`"));
            return None;
        }
        for (index, language) in self.languages.iter().enumerate() {
            let is_tag = language.split('-').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric()));
            if !is_tag {
                let message = format!("`{language}` is not a language tag");
                diagnostics.push(Diagnostic::error("bad-config", place(&format!("\"{language}\"")), message));
                return None;
            }
            if self.languages[..index].contains(language) {
                let message = format!("`languages` names `{language}` twice");
                diagnostics.push(Diagnostic::error("bad-config", place("languages"), message));
                return None;
            }
        }
        if self.source_language.is_empty() {
            self.source_language.clone_from(&self.languages[0]);
        } else if !self.languages.contains(&self.source_language) {
            let message = format!("`source_language` is `{}`, which `languages` does not name", self.source_language);
            let help = match nearest(&self.source_language, self.languages.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write one of {}", list(&self.languages)),
            };
            diagnostics.push(Diagnostic::error("bad-config", place("source_language"), message).help(help));
        }
        if let Some(updated) = self.updated.as_deref().filter(|updated| !is_day(updated)) {
            diagnostics.push(bad_day("bad-config", place(&format!("\"{updated}\"")), updated));
        }
        if !self.base_url.is_empty() {
            if !self.base_url.starts_with("https://") && !self.base_url.starts_with("http://") {
                let wrong =
                    Diagnostic::error("bad-config", place("base_url"), "`base_url` must begin with `https://` or `http://`");
                diagnostics.push(wrong.help("write the whole address of the site, for instance `https://example.org/docs/`"));
            }
            if !self.base_url.ends_with('/') {
                self.base_url.push('/');
            }
        }
        Some(self)
    }

    /// Index of the source language in `languages`.
    pub fn source_index(&self) -> usize {
        self.languages.iter().position(|language| *language == self.source_language).unwrap_or(0)
    }

    /// The path of `base_url`, which begins and ends with `/`: where the site's root is on its host.
    pub fn base_path(&self) -> &str {
        let after_scheme = self.base_url.split_once("://").map_or("", |(_, rest)| rest);
        after_scheme.find('/').map_or("/", |at| &after_scheme[at..])
    }
}

/// Is it a day of the calendar: `2026-11-20`.
pub(crate) fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |part: &str, length: usize| {
        (part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse::<u32>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// What is to be said of a text that should be a day.
pub(crate) fn bad_day(code: &'static str, at: Span, text: &str) -> Diagnostic {
    Diagnostic::error(code, at, format!("`{text}` is no day of the calendar")).help("write year, month and day: `2026-11-20`")
}

/// `` `a`, `b` and `c` ``.
pub(crate) fn list<S: AsRef<str>>(words: &[S]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// Turns a message of serde into a diagnostic; an unknown key gets the nearest known one proposed.
pub(crate) fn explain_serde(code: &'static str, span: Span, message: &str) -> Diagnostic {
    let words: Vec<&str> = message.split('`').collect();
    let Some((key, known)) = message.starts_with("unknown field `").then(|| words.get(1)).flatten().map(|key| {
        let known: Vec<&str> = words.iter().skip(3).step_by(2).copied().collect();
        (*key, known)
    }) else {
        return Diagnostic::error(code, span, message.lines().collect::<Vec<_>>().join(": "));
    };
    let help = match nearest(key, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the keys are {}", list(&known)),
    };
    Diagnostic::error(code, span, format!("unknown key `{key}`")).help(help)
}
