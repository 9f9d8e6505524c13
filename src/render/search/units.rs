//! What a search can find: the beginning of a page, each of its sections, an input or a scenario of the formula book.

use serde::{Deserialize, Serialize};

use crate::edition::BOOK;
use crate::fingerprint::Ingredients;
use crate::render::html::{Tag, Token, article, read, tidy, unescape};

/// A place that a search leads to.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::render) struct Unit {
    /// Index of its language.
    pub language: usize,
    /// Below the language's home page, with the heading's id: `units/#wer`.
    pub address: String,
    /// The page's title.
    pub title: String,
    /// The section's heading; empty for a page's beginning.
    pub heading: String,
    /// What the formula language calls it.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Does it belong to the formula book.
    pub in_book: bool,
}

impl Unit {
    /// Adds all that it says.
    pub(in crate::render) fn add_to(&self, ingredients: &mut Ingredients) {
        let Unit { language, address, title, heading, name, text, in_book } = self;
        ingredients.number(*language as u64).number(u64::from(*in_book));
        [address, title, heading, name, text].into_iter().for_each(|text| _ = ingredients.text(text));
    }
}

/// Elements that end a word.
const APART: [&str; 22] = [
    "p",
    "div",
    "section",
    "aside",
    "figure",
    "figcaption",
    "summary",
    "dt",
    "dd",
    "li",
    "tr",
    "td",
    "th",
    "caption",
    "pre",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];

/// Where the text goes that is being read.
#[derive(PartialEq)]
enum Into {
    Title,
    Heading,
    Text,
    Nothing,
}

/// The units of a page.
pub(super) fn units(language: usize, address: &str, page: &str) -> Vec<Unit> {
    let in_book = address.starts_with(BOOK);
    let name = address.strip_prefix(BOOK).map_or("", |name| name.trim_end_matches('/'));
    let new = || Unit { language, address: address.to_string(), name: name.to_string(), in_book, ..Unit::default() };
    let mut found = vec![new()];
    let mut into = Into::Text;
    for token in read(article(page).unwrap_or("")) {
        match token {
            Token::Open(tag) => {
                if let Some((id, next)) = opens(tag, in_book) {
                    let title = found[0].title.clone();
                    let address = format!("{address}#{id}");
                    // An input has a name of its own.
                    let name = id.split_once('-').filter(|_| in_book).map_or("", |(_, name)| name).to_string();
                    into = next;
                    if into != Into::Nothing {
                        found.push(Unit { address, title, name, ..new() });
                    }
                } else if tag.name == "h1" {
                    into = Into::Title;
                }
                space(&mut found, &into, tag.name);
            }
            Token::Close(name) => {
                let ends = matches!(name, "h1" | "h2" | "h3") && into != Into::Nothing || name == "th" && into == Into::Heading;
                if ends {
                    into = Into::Text;
                } else if in_book && name == "tr" {
                    into = Into::Nothing;
                }
                space(&mut found, &into, name);
            }
            Token::Text(text) => add(&mut found, &into, &unescape(text)),
        }
    }
    for unit in &mut found {
        for text in [&mut unit.title, &mut unit.heading, &mut unit.text] {
            *text = tidy(text);
        }
    }
    found.retain(|unit| !(unit.title.is_empty() && unit.text.is_empty()));
    found
}

/// Does a unit begin here, and with what.
fn opens(tag: Tag<'_>, in_book: bool) -> Option<(String, Into)> {
    let id = tag.attribute("id")?.into_owned();
    match tag.name {
        "h2" | "h3" if !in_book => Some((id, Into::Heading)),
        "tr" if in_book && id.starts_with("input-") => Some((id, Into::Heading)),
        "h3" if in_book && id.starts_with("scenario-") => Some((id, Into::Heading)),
        "h2" if in_book => Some((id, Into::Nothing)),
        _ => None,
    }
}

fn add(found: &mut [Unit], into: &Into, text: &str) {
    let Some(unit) = found.last_mut() else { return };
    match into {
        Into::Title => unit.title.push_str(text),
        Into::Heading => unit.heading.push_str(text),
        Into::Text => unit.text.push_str(text),
        Into::Nothing => {}
    }
}

/// Parts words that stand in different cells or blocks.
fn space(found: &mut [Unit], into: &Into, name: &str) {
    if APART.contains(&name) {
        add(found, into, " ");
    }
}
