//! From Fluent messages to the patterns of a [`Table`]: each message is formatted once per plural category, with a mark
//! where the number will stand.

use std::collections::BTreeMap;

use super::cldr::Cldr;
use super::messages::{Argument, Messages};
use super::table::{Affixes, Forms, Infix, Step, Table, Unit};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Stands for a number while a pattern is taken apart; no text has it.
const MARK: &str = "\u{fdd0}";
/// Stands for the second number, or the unit.
const SECOND: &str = "\u{fdd1}";

/// A language's table.
pub(super) fn table(tag: &str, cldr: &Cldr, messages: &Messages, diagnostics: &mut Diagnostics) -> Table {
    let mut read = Reader { cldr, messages, diagnostics };
    let text = |id: &str, fallback: &str| match messages.format(id, None, &[]) {
        Ok(Some(text)) => text,
        _ => fallback.to_string(),
    };
    Table {
        tag: tag.to_string(),
        numerals: cldr.numerals.clone(),
        compact_digits: compact_digits(&cldr.short),
        short: cldr.short.clone(),
        long: cldr.long.clone(),
        percent: read.forms("number-percent", None).unwrap_or_else(|| Forms::same("", "%")),
        approximate: read.forms("number-approximate", None).unwrap_or_else(|| Forms::same("≈", "")),
        range: read.infix("number-range", ["low", "high"]).unwrap_or_else(|| between("–")),
        range_wide: read.infix("number-range-wide", ["low", "high"]).unwrap_or_else(|| between(" – ")),
        quantity: read.infix("unit", ["x", "unit"]).unwrap_or_else(|| between("\u{a0}")),
        units: read.units(),
        plurals: cldr.plurals(),
        flags: [text("flag-false", "false"), text("flag-true", "true")],
        none: text("none", "–"),
    }
}

fn between(text: &str) -> Infix {
    Infix(String::new(), text.to_string(), String::new())
}

/// As many digits as lie between two steps of compact notation, three at least. Where the steps are uneven (千, 万, 亿;
/// mil, millones, billones) the middle one of the distances decides, the lower of two.
fn compact_digits(steps: &[Step]) -> u8 {
    let gaps = steps.windows(2).map(|pair| pair[1].exponent.saturating_sub(pair[0].exponent));
    let mut gaps: Vec<u8> = gaps.filter(|gap| *gap > 0).collect();
    gaps.sort_unstable();
    gaps.get(gaps.len().saturating_sub(1) / 2).map_or(3, |gap| 3.max(*gap))
}

struct Reader<'r> {
    cldr: &'r Cldr,
    messages: &'r Messages,
    diagnostics: &'r mut Diagnostics,
}

impl Reader<'_> {
    /// Every `unit-NAME` of the messages.
    fn units(&mut self) -> BTreeMap<String, Unit> {
        let messages = self.messages;
        let mut units = BTreeMap::new();
        for id in messages.ids() {
            let Some(name) = id.strip_prefix("unit-") else { continue };
            let Some(forms) = self.forms(id, None) else { continue };
            let words = self.forms(id, Some("words")).unwrap_or_else(|| forms.clone());
            let symbol = self.text(id, Some("symbol"), &[]);
            // Without one, the symbol is what stands beside the number.
            let symbol = symbol.unwrap_or_else(|| forms.other.around("").trim().to_string());
            units.insert(name.to_string(), Unit { forms, words, symbol });
        }
        units
    }

    /// A pattern with one number, `$x`.
    fn forms(&mut self, id: &str, attribute: Option<&str>) -> Option<Forms> {
        let mut all = Vec::new();
        for category in self.cldr.categories() {
            let text = self.text(id, attribute, &[("x", Argument::Text(MARK)), ("x_cat", Argument::Text(category.as_str()))])?;
            let Some((before, after)) = text.split_once(MARK).filter(|(_, after)| !after.contains(MARK)) else {
                let help = format!("its text for the category `{}` does not", category.as_str());
                self.misses(id, "`{ $x }` once", &help);
                return None;
            };
            all.push((category, Affixes(before.to_string(), after.to_string())));
        }
        if all.iter().any(|(_, around)| around.0.ends_with(' ') || around.1.starts_with(' ')) {
            self.breaks(id);
        }
        Some(Forms::from_all(all))
    }

    /// A pattern with two texts, in this order.
    fn infix(&mut self, id: &str, names: [&str; 2]) -> Option<Infix> {
        let [first, second] = names;
        let text = self.text(id, None, &[(first, Argument::Text(MARK)), (second, Argument::Text(SECOND))])?;
        let parts = text
            .split_once(MARK)
            .and_then(|(before, rest)| rest.split_once(SECOND).map(|(between, after)| (before, between, after)));
        let Some((before, between, after)) = parts else {
            self.misses(id, &format!("`{{ ${first} }}` and then `{{ ${second} }}`"), "numbers are put into it in this order");
            return None;
        };
        Some(Infix(before.to_string(), between.to_string(), after.to_string()))
    }

    /// A message's text; what cannot be formatted is reported.
    fn text(&mut self, id: &str, attribute: Option<&str>, arguments: &[(&str, Argument<'_>)]) -> Option<String> {
        match self.messages.format(id, attribute, arguments) {
            Ok(text) => text,
            Err(fault) => {
                self.diagnostics.push(*fault);
                None
            }
        }
    }

    /// A line may end between the number and what belongs to it.
    fn breaks(&mut self, id: &str) {
        if let Some(span) = self.messages.place(id) {
            let message = format!("a line can break between the number and the text of `{id}`");
            let fault = Diagnostic::warning("breaking-space", span, message);
            self.diagnostics.push(fault.help("put a no-break space beside the number: U+00A0, or U+202F in French"));
        }
    }

    fn misses(&mut self, id: &str, what: &str, help: &str) {
        let message = format!("the message `{id}` must write {what}");
        let fault = match self.messages.place(id) {
            Some(span) => Diagnostic::error("unit-message", span, message),
            None => Diagnostic::nowhere("unit-message", message),
        };
        self.diagnostics.push(fault.help(help));
    }
}
