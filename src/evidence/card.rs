//! `--card`: a card's total from the book's table of cards, the data set `cards`.

use serde_json::json;

use super::Section;
use crate::diagnostic::{Diagnostic, Diagnostics, Sources, Span, nearest};
use crate::formula::rational::Rational;
use crate::formula::tree::{Book, InputId, Type, Value};
use crate::locale::{Format, Locale};

/// The input that a card sets.
pub(super) const INPUT: &str = "card";
/// The data set that lists cards: its rows set a choice and [`INPUT`].
const TABLE: &str = "cards";
/// Words that people write before a card's name.
const MAKERS: [&str; 5] = ["nvidia_", "geforce_", "tesla_", "quadro_", "nvidia_geforce_"];

/// The choice that the table's rows name: it says which card is meant and is nothing that a run has.
pub(super) fn is_name(book: &Book, input: InputId) -> bool {
    let table = book.datasets.iter().find(|dataset| &*dataset.id == TABLE);
    &*book.inputs[input].id != INPUT && table.is_some_and(|table| table.inputs.contains(&input))
}

/// A card with its total.
pub(super) struct Card {
    name: String,
    /// In bytes.
    pub(super) total: String,
    value: Rational,
    ty: Type,
}

/// The card of this name; `-` and spaces read as `_`. An unknown one is reported with the nearest known.
pub(super) fn find(sources: &mut Sources, book: &Book, name: &str, diagnostics: &mut Diagnostics) -> Option<Card> {
    let source = sources.add("<--card>", name);
    let at = Span::new(source, 0..name.len());
    let input = book.inputs.iter().position(|input| &*input.id == INPUT);
    let table = book.datasets.iter().find(|dataset| &*dataset.id == TABLE);
    let (Some(input), Some(table)) = (input, table) else {
        let missing = Diagnostic::error("unknown-card", at, "this book has no table of cards");
        diagnostics.push(missing.help("give the memory itself: `--set card='12282 MiB'`"));
        return None;
    };
    let wanted = name.trim().to_lowercase().replace(['-', ' '], "_");
    let short = MAKERS.iter().fold(wanted.as_str(), |name, maker| name.strip_prefix(maker).unwrap_or(name));
    let row = table.rows.iter().find(|row| *row.name == *wanted).or_else(|| table.rows.iter().find(|row| *row.name == *short));
    let Some(row) = row else {
        let unknown = Diagnostic::error("unknown-card", at, format!("the table of cards has no `{name}`"));
        let names: Vec<&str> = table.rows.iter().map(|row| &*row.name).collect();
        let longer: Vec<String> =
            names.iter().filter(|known| !short.is_empty() && known.contains(short)).map(|known| format!("`{known}`")).collect();
        diagnostics.push(match nearest(short, names.iter().copied()) {
            _ if !longer.is_empty() => unknown.help(format!("did you mean {}?", longer.join(" or "))),
            Some(near) => unknown.help(format!("did you mean `{near}`?")).fix(at, near),
            None => unknown.help(format!("it has {}", names.join(", "))),
        });
        return None;
    };
    let value = row.inputs.iter().find(|(id, _)| *id == input).map(|(_, value)| value);
    let Some(Value::Number(total)) = value else {
        let unknown = Diagnostic::error("unknown-card", at, format!("nobody's reading of `{}` was found", row.name));
        diagnostics.push(unknown.help("give its memory itself, as nvidia-smi states it: `--set card='… MiB'`"));
        return None;
    };
    let ty = book.inputs[input].ty.clone();
    Some(Card { name: row.name.to_string(), total: total.written().0, value: total.clone(), ty })
}

impl Card {
    pub(super) fn section(&self, locale: &Locale) -> Section {
        let format = Format::parse("MiB .0").unwrap_or_default();
        let total = locale.number(&Value::Number(self.value.clone()), &self.ty, &format);
        let name = locale.choice("card_model", &self.name);
        let mut section = Section::new("card", locale, "card", &[("card", name.as_str().into()), ("total", (&total).into())]);
        section.json = json!({ "card": self.name, "value": self.total, "unit": "B", "text": total.text });
        section
    }
}
