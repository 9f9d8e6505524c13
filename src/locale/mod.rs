//! A language: its messages and its numbers.
//!
//! ```text
//! locales/ja/*.ftl ──► messages ─┐
//!                                ├─► table ──► number + format → text
//! CLDR (ICU4X) ──────► cldr ─────┘
//! ```
//! A [`Locale`] is built once per language and shared by all threads. It knows of no language by name: the tag decides
//! what CLDR gives, the Fluent files decide the rest, and both are asked once, for one [`table::Table`].

pub mod calculator;
mod cldr;
pub mod figures;
pub mod format;
mod messages;
pub mod number;
mod patterns;
mod references;
mod round;
pub mod survey;
pub mod table;

use std::collections::BTreeMap;

pub use format::{ByteUnit, Format, FormatFault};
pub use messages::Argument;
pub use number::{Prefixes, Shown};
pub use table::Category;

use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span};
use crate::fingerprint::Fingerprint;
use crate::formula::tree::{Type, Value};
use crate::formula::unit::Dimension;
use cldr::Cldr;
use messages::Messages;
use number::Numbers;
use table::{Category as Plural, Table};

/// The interface texts that every site has, by folder.
const EMBEDDED: [(&str, &str); 4] = [
    (
        "de",
        concat!(
            include_str!("../../locales/de/interface.ftl"),
            include_str!("../../locales/de/explain.ftl"),
            include_str!("../../locales/de/calculator.ftl")
        ),
    ),
    (
        "fr",
        concat!(
            include_str!("../../locales/fr/interface.ftl"),
            include_str!("../../locales/fr/explain.ftl"),
            include_str!("../../locales/fr/calculator.ftl")
        ),
    ),
    (
        "ja",
        concat!(
            include_str!("../../locales/ja/interface.ftl"),
            include_str!("../../locales/ja/explain.ftl"),
            include_str!("../../locales/ja/calculator.ftl")
        ),
    ),
    (
        "zh",
        concat!(
            include_str!("../../locales/zh/interface.ftl"),
            include_str!("../../locales/zh/explain.ftl"),
            include_str!("../../locales/zh/calculator.ftl")
        ),
    ),
];

/// The name of the embedded file of messages, below `locales/`.
pub const INTERFACE: &str = "interface.ftl";

/// One language of a site.
#[derive(Debug)]
pub struct Locale {
    fingerprint: Fingerprint,
    folder: String,
    tag: String,
    messages: Messages,
    numbers: Numbers,
    /// Choice values whose text is the same for every input that has them.
    choices: BTreeMap<String, Option<String>>,
}

impl Locale {
    /// The language of a folder, with the site's own messages, each of which replaces an embedded one.
    ///
    /// Whatever is wrong is reported; what is sound works all the same. A folder that is no language tag is reported
    /// and gets the root data of CLDR.
    pub fn new(folder: &str, sources: &Sources, files: &[SourceId], diagnostics: &mut Diagnostics) -> Option<Locale> {
        let tag = tag_of(folder);
        let Some(cldr) = Cldr::load(tag) else {
            let fault = Diagnostic::nowhere("unknown-language", format!("`{folder}` is no language tag"));
            diagnostics.push(fault.help("name the folder as BCP 47 does: `ja`, `de`, `pt-BR`"));
            return None;
        };
        let embedded = EMBEDDED.iter().find(|(own, _)| *own == folder).map_or("", |(_, text)| text);
        let messages = Messages::read(tag, embedded, sources, files, diagnostics);
        let table = patterns::table(tag, &cldr, &messages, diagnostics);
        let numbers = Numbers { table, cldr, prefixes: Prefixes::default(), ascii: table::Numerals::ascii() };
        let choices = choices(&messages);
        Some(Locale {
            fingerprint: Fingerprint::default(),
            folder: folder.to_string(),
            tag: tag.to_string(),
            messages,
            numbers,
            choices,
        })
    }

    /// Says with which powers `auto` writes bytes on this site.
    #[must_use]
    pub fn with_prefixes(mut self, prefixes: Prefixes) -> Locale {
        self.numbers.prefixes = prefixes;
        self
    }

    /// Says what it was read from.
    #[must_use]
    pub fn with_fingerprint(mut self, of: Fingerprint) -> Locale {
        self.fingerprint = of;
        self
    }

    /// What it was read from, if that was said.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// With which powers `auto` writes bytes.
    pub fn prefixes(&self) -> Prefixes {
        self.numbers.prefixes
    }

    /// The folder: `zh`.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The BCP 47 tag: `zh-Hans`.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The text of a message; `Ok(None)` if there is no such message.
    ///
    /// # Errors
    /// A message that asks for what it is not given.
    pub fn message(&self, id: &str, arguments: &[(&str, Argument<'_>)]) -> Result<Option<String>, Box<Diagnostic>> {
        self.messages.format(id, None, arguments)
    }

    /// The text of a message's attribute: `meaning` of `formula-blocks`.
    ///
    /// # Errors
    /// A message that asks for what it is not given.
    pub fn attribute(&self, id: &str, name: &str, arguments: &[(&str, Argument<'_>)]) -> Result<Option<String>, Box<Diagnostic>> {
        self.messages.format(id, Some(name), arguments)
    }

    /// Is there a message of this id.
    pub fn has(&self, id: &str) -> bool {
        self.messages.has(id)
    }

    /// Is there an embedded message of this id: then the program asks for it.
    pub fn is_embedded(&self, id: &str) -> bool {
        let own = EMBEDDED.iter().find(|(folder, _)| *folder == self.folder).map_or("", |(_, text)| text);
        own.lines().any(|line| line.strip_prefix(id).is_some_and(|rest| rest.trim_start().starts_with('=')))
    }

    /// The ids of all messages, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.messages.ids()
    }

    /// Where the site writes a message; `None` for an embedded one.
    pub fn place(&self, id: &str) -> Option<Span> {
        self.messages.place(id)
    }

    /// A value as readers of the language see it. The format should have been read for the type ([`Format::read`]);
    /// parts of it that do not fit are left out of account.
    pub fn number(&self, value: &Value, ty: &Type, format: &Format) -> Shown {
        let pure = Dimension::pure();
        let dimension = ty.dimension().unwrap_or(&pure);
        let in_code = format.register == Some(format::Register::Ascii);
        match value {
            Value::Number(number) => self.numbers.number(number, dimension, format),
            Value::Range(ends) => self.numbers.range(&ends.0, &ends.1, dimension, format),
            Value::Choice(id) if !in_code => match self.choices.get(&**id) {
                Some(Some(text)) => Shown { text: text.clone(), category: Plural::Other, approximate: false },
                _ => self.numbers.other(value, format),
            },
            Value::Name(id) if !in_code => Shown { text: self.name(id), category: Plural::Other, approximate: false },
            other => self.numbers.other(other, format),
        }
    }

    /// A rounded number marked as such: `≈ 10,6 Mio.`, `約1065万`. What is exact stays as it is.
    #[must_use]
    pub fn approximately(&self, shown: Shown) -> Shown {
        if !shown.approximate {
            return shown;
        }
        let text = self.numbers.table.approximate.get(shown.category).around(&shown.text);
        Shown { text, ..shown }
    }

    /// The name of a definition or of a step: the message `formula-<id>`, else the id.
    pub fn name(&self, id: &str) -> String {
        match self.message(&message_id("formula", id), &[]) {
            Ok(Some(name)) => name,
            _ => id.to_string(),
        }
    }

    /// The text of a choice's value: the message `choice-<input>-<value>`, else the value.
    pub fn choice(&self, input: &str, value: &str) -> String {
        match self.message(&format!("{}-{value}", message_id("choice", input)), &[]) {
            Ok(Some(text)) => text,
            _ => value.to_string(),
        }
    }

    /// The plural classes of the language.
    pub fn categories(&self) -> impl Iterator<Item = Category> {
        self.numbers.cldr.categories()
    }

    /// How the language writes numbers, for the calculator in the browser.
    pub fn table(&self) -> &Table {
        &self.numbers.table
    }
}

/// The id of a book's message: `formula-<id>`, where a dot is written `--`.
pub fn message_id(kind: &str, id: &str) -> String {
    format!("{kind}-{}", id.replace('.', "--"))
}

/// The tag of a folder. Chinese says which script it is in, since readers of the other one are offered their own.
fn tag_of(folder: &str) -> &str {
    if folder == "zh" { "zh-Hans" } else { folder }
}

/// Texts of choice values from `choice-<input>-<value>`; a value whose texts differ between inputs has none of its own.
fn choices(messages: &Messages) -> BTreeMap<String, Option<String>> {
    let mut choices: BTreeMap<String, Option<String>> = BTreeMap::new();
    for id in messages.ids() {
        let Some((_, value)) = id.strip_prefix("choice-").and_then(|rest| rest.rsplit_once('-')) else { continue };
        let text = messages.format(id, None, &[]).ok().flatten();
        choices
            .entry(value.to_string())
            .and_modify(|known| *known = known.take().filter(|known| Some(known) == text.as_ref()))
            .or_insert(text);
    }
    choices
}
