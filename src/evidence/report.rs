//! What is said about a run: sections of lines for people, and the same as data.

use serde_json::{Map, Value as Json, json};

use super::Asker;
use crate::formula::rational::Rational;
use crate::formula::tree::{Type, Value};
use crate::formula::unit::{Dimension, Kind as UnitKind};
use crate::locale::{Argument, Format, Locale, message_id};

/// All sections of an answer.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub(super) language: String,
    pub(super) sections: Vec<Section>,
}

/// One part of an answer.
#[derive(Debug, Clone)]
pub struct Section {
    key: &'static str,
    title: String,
    lines: Vec<Line>,
    pub(super) json: Json,
}

/// A line for people.
#[derive(Debug, Clone)]
enum Line {
    /// A heading inside the section.
    Heading(String),
    /// A sentence.
    Text(String),
    /// A name, its value, a remark.
    Pair(String, String, String),
}

impl Report {
    /// The folder of its language.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// For people.
    pub fn text(&self) -> String {
        self.sections.iter().map(Section::text).collect::<Vec<_>>().join("\n")
    }

    /// For programs: one member a section.
    pub fn json(&self) -> Map<String, Json> {
        self.sections.iter().map(|section| (section.key.to_string(), section.json.clone())).collect()
    }
}

impl Section {
    /// A section whose title is the message `evidence-ID`.
    pub(super) fn new(key: &'static str, locale: &Locale, id: &str, arguments: &[(&str, Argument<'_>)]) -> Section {
        Section { key, title: message(locale, id, arguments), lines: Vec::new(), json: json!({}) }
    }

    pub(super) fn message(&self, locale: &Locale, id: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        message(locale, id, arguments)
    }

    pub(super) fn heading(&mut self, locale: &Locale, id: &str) {
        self.lines.push(Line::Heading(message(locale, id, &[])));
    }

    /// A sentence: the message `evidence-ID`.
    pub(super) fn say(&mut self, locale: &Locale, id: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        let text = message(locale, id, arguments);
        self.lines.push(Line::Text(text.clone()));
        text
    }

    pub(super) fn pair(&mut self, name: &str, value: &str, remark: &str) {
        self.lines.push(Line::Pair(name.to_string(), value.to_string(), remark.to_string()));
    }

    fn text(&self) -> String {
        let widest = |part: fn(&Line) -> Option<&str>| self.lines.iter().filter_map(part).map(width).max().unwrap_or(0);
        let names = widest(|line| if let Line::Pair(name, ..) = line { Some(name) } else { None });
        let values = widest(|line| if let Line::Pair(_, value, _) = line { Some(value) } else { None });
        let mut out = format!("{}\n", self.title);
        for line in &self.lines {
            match line {
                Line::Heading(text) => out.push_str(&format!(" {text}\n")),
                Line::Text(text) => out.push_str(&format!("  {text}\n")),
                Line::Pair(name, value, remark) => {
                    let line = format!("  {}  {}  {remark}", padded(name, names), padded(value, values));
                    out.push_str(line.trim_end());
                    out.push('\n');
                }
            }
        }
        out
    }
}

/// Columns of a terminal that a text takes: Chinese and Japanese letters take two.
fn width(text: &str) -> usize {
    let wide = |c: char| {
        matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}')
    };
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text of `evidence-ID`; a language without it shows the id.
pub(super) fn message(locale: &Locale, id: &str, arguments: &[(&str, Argument<'_>)]) -> String {
    match locale.message(&format!("evidence-{id}"), arguments) {
        Ok(Some(text)) => text,
        _ => id.to_string(),
    }
}

/// The type of a number of bytes.
pub(super) fn bytes_type() -> Type {
    Type::Number(Dimension::base("B", UnitKind::Dimension))
}

/// A number of bytes in MiB with two decimals, as PyTorch writes sizes below 1 GiB, or in GiB.
pub(super) fn bytes(locale: &Locale, size: &Rational) -> crate::locale::Shown {
    let gib = Rational::from(1 << 30);
    let words = if size.abs() < gib { "MiB .2" } else { "GiB .2" };
    locale.number(&Value::Number(size.clone()), &bytes_type(), &Format::parse(words).unwrap_or_default())
}

/// A number of bytes in whole MiB, as nvidia-smi writes them.
pub(super) fn mebibytes(locale: &Locale, size: &Rational) -> crate::locale::Shown {
    locale.number(&Value::Number(size.clone()), &bytes_type(), &Format::parse("MiB .0").unwrap_or_default())
}

/// The definitions that a summary shows.
pub(super) fn estimates(asker: &mut Asker<'_, '_>, ids: &[&str]) -> Section {
    let mut section = Section::new("estimates", asker.locale, "estimates", &[]);
    let mut listed = Map::new();
    for id in ids {
        let Some((value, ty)) = asker.ask(id) else { continue };
        let text = asker.locale.number(&value, &ty, &Format::default()).text;
        let is_input = asker.book().inputs.iter().any(|input| &*input.id == *id);
        let name = match asker.locale.message(&message_id("input", id), &[]) {
            Ok(Some(name)) if is_input => name,
            _ => asker.locale.name(id),
        };
        section.pair(id, &text, &name);
        let (written, exact) = value.written();
        let unit = if value == Value::None { String::new() } else { ty.unit() };
        let mut item = json!({ "value": written, "unit": unit, "text": text });
        if let Some(exact) = exact {
            item["exact"] = json!(exact);
        }
        listed.insert((*id).to_string(), item);
    }
    section.json = Json::Object(listed);
    section
}
