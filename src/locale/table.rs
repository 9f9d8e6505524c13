//! How one language writes numbers, as one table: CLDR and the Fluent files are asked once, when the language is
//! loaded; every number of a site is then written from the table, and so is every number of the calculator in the
//! browser, which gets the same table as JSON.

use std::collections::BTreeMap;

use fixed_decimal::Decimal;
use serde::{Serialize, Serializer};

/// Everything that a language says about numbers.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// The BCP 47 tag.
    pub tag: String,
    /// Digits, separators, groups, the minus sign.
    pub numerals: Numerals,
    /// `10,6 Mio.`: the steps of short notation, by rising magnitude.
    pub short: Vec<Step>,
    /// `10,6 Millionen`: the steps of long notation.
    pub long: Vec<Step>,
    /// How many significant digits short and long notation show by default: as many as lie between two of the
    /// language's steps (four where numbers go by 万, else three).
    pub compact_digits: u8,
    /// `{ $x } %`.
    pub percent: Forms,
    /// `≈{ $x }`.
    pub approximate: Forms,
    /// `{ $low }–{ $high }`, where only bare digits meet.
    pub range: Infix,
    /// The same where signs, units or words stand in between.
    pub range_wide: Infix,
    /// `{ $x } { $unit }`, where a unit has no message of its own.
    pub quantity: Infix,
    /// Units by the name of their message without `unit-`: `GiB`, `param`, `B-per-param`.
    pub units: BTreeMap<String, Unit>,
    /// The plural categories.
    pub plurals: Plurals,
    /// The texts of `false` and `true`.
    pub flags: [String; 2],
    /// The text of `none`.
    pub none: String,
}

/// Which plural category a number has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Plurals {
    /// Categories with their rules, in the syntax of UTS 35 (`i = 1 and v = 0`): the first that holds, else `other`.
    pub rules: Vec<(Category, String)>,
    /// The categories of ranges, by those of both ends, where it is not that of the second.
    pub ranges: Vec<(Category, Category, Category)>,
}

/// How digits are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Numerals {
    /// `0` to `9`.
    pub digits: [char; 10],
    /// Between whole part and decimals.
    pub decimal: String,
    /// Between groups.
    pub group: String,
    /// Around a negative number.
    pub minus: Affixes,
    /// Digits of the last group; 0: no groups.
    pub primary: u8,
    /// Digits of the other groups.
    pub secondary: u8,
    /// Digits that must stand before the last group, else there are no groups.
    pub minimum: u8,
}

/// One step of compact notation: from this magnitude on, these words, up to the next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The exponent of the leading digit from which it holds.
    pub magnitude: u8,
    /// Digits are written of the number divided by 10 to this power.
    pub exponent: u8,
    /// What stands around the digits, by the plural category of the digits alone.
    pub forms: Forms,
    /// What stands for exactly one, instead of digits (`mille`).
    pub one: Option<String>,
}

/// What stands around a text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Affixes(pub String, pub String);

/// Affixes by plural category.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Forms {
    /// Those of `other`, and of every category that is not listed.
    pub other: Affixes,
    /// Those that differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rest: Vec<(Category, Affixes)>,
}

/// What stands before, between and after two texts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Infix(pub String, pub String, pub String);

/// A unit in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// `{ $x } GiB`.
    pub forms: Forms,
    /// `{ $x } Gibibyte`, in a sentence.
    pub words: Forms,
    /// `GiB`, as a part of `GiB/s`.
    pub symbol: String,
}

/// A plural category of CLDR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[allow(missing_docs)]
pub enum Category {
    Zero,
    One,
    Two,
    Few,
    Many,
    #[default]
    Other,
}

impl Category {
    /// `one`, as Fluent variants are named.
    pub fn as_str(self) -> &'static str {
        match self {
            Category::Zero => "zero",
            Category::One => "one",
            Category::Two => "two",
            Category::Few => "few",
            Category::Many => "many",
            Category::Other => "other",
        }
    }
}

impl Serialize for Category {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Affixes {
    /// The text between them.
    pub fn around(&self, text: &str) -> String {
        [&self.0, text, &self.1].concat()
    }
}

impl Forms {
    /// The same for every category.
    pub fn same(before: impl Into<String>, after: impl Into<String>) -> Forms {
        Forms { other: Affixes(before.into(), after.into()), rest: Vec::new() }
    }

    /// From one entry per category; those like `other` are not kept.
    pub fn from_all(mut all: Vec<(Category, Affixes)>) -> Forms {
        let other = all.iter().find(|(category, _)| *category == Category::Other).or(all.last());
        let other = other.map(|(_, affixes)| affixes.clone()).unwrap_or_default();
        all.retain(|(_, affixes)| *affixes != other);
        Forms { other, rest: all }
    }

    /// The affixes of a category.
    pub fn get(&self, category: Category) -> &Affixes {
        self.rest.iter().find(|(own, _)| *own == category).map_or(&self.other, |(_, affixes)| affixes)
    }
}

impl Infix {
    /// Both texts in their places.
    pub fn join(&self, first: &str, second: &str) -> String {
        [&self.0, first, &self.1, second, &self.2].concat()
    }
}

impl Numerals {
    /// As code has them.
    pub fn ascii() -> Numerals {
        Numerals {
            digits: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
            decimal: ".".to_string(),
            group: String::new(),
            minus: Affixes("-".to_string(), String::new()),
            primary: 0,
            secondary: 0,
            minimum: 1,
        }
    }

    /// Writes the digits of a decimal, without its sign. `before` is the least number of digits that must stand before
    /// the last group; the language may ask for more.
    pub fn write(&self, decimal: &Decimal, before: u8) -> String {
        let absolute = &decimal.absolute;
        let (low, high) = absolute.magnitude_range().into_inner();
        let mut text = String::with_capacity(usize::from(low.abs_diff(high)) * 2 + 4);
        let (primary, secondary) = (i16::from(self.primary), i16::from(self.secondary.max(1)));
        let grouped = primary > 0 && high >= primary + i16::from(before.max(self.minimum)) - 1;
        for at in (low..=high).rev() {
            text.push(self.digits[usize::from(absolute.digit_at(at)) % 10]);
            if at == 0 && low < 0 {
                text.push_str(&self.decimal);
            } else if grouped && at >= primary && (at - primary) % secondary == 0 {
                text.push_str(&self.group);
            }
        }
        text
    }
}
