//! From an exact number, its unit and a format to the text of a language. Nothing else in the program writes numbers.
//!
//! # What a reader can rely on
//! - **By default** a whole number below a million is written in full, from there on in compact notation; a number that
//!   is not whole gets three significant digits; bytes get the unit of their size and three significant digits.
//! - **Digits that nobody asked for never replace a digit of the whole part by 0**: `147.456` compact in German is
//!   `147.456`, 1023 KiB is `1023 KiB`. Digits that a format asks for are exactly that: `147456 : 3` is `147.000`.
//! - **Zeros at the end** are kept by `.2`, which a column of figures needs, and dropped by `3`: `1,5 GiB`, not `1,50`.
//! - **`exact`** writes every digit, of bytes every byte; where a decimal does not end, the fraction (`1/3`).
//! - **Counting units** (`param`, `token`) are not written, since the sentence says what is counted; `words` writes
//!   them as a noun in the right plural, and large numbers in long compact notation (`10,6 Millionen Parameter`).
//! - **`auto`** rounds first and then chooses the unit, so that there is no `1024 KiB`, and what is not 0 is not
//!   written as 0.
//! - Halves are rounded away from 0. There is no `-0`.
//! - A number and what belongs to it (`Mio.`, `GiB`, `%`) are joined by no-break spaces.

use serde::Serialize;

use crate::formula::rational::Rational;
use crate::formula::tree::Value;
use crate::formula::unit::Dimension;

use super::cldr::Cldr;
use super::format::{ByteUnit, Format, Precision, Register, Style, counts_bytes};
use super::round::{Quantity, Rounded};
use super::table::{Affixes, Category, Forms, Numerals, Step, Table};

/// A value as a reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The text.
    pub text: String,
    /// The plural category of what is shown: `$x_cat` of a message.
    pub category: Category,
    /// Is it rounded.
    pub approximate: bool,
}

/// With which powers `auto` writes bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Prefixes {
    /// KiB, MiB, GiB, TiB.
    #[default]
    Binary,
    /// kB, MB, GB, TB.
    Decimal,
}

impl Prefixes {
    /// The units from small to large, and how many of one make the next.
    fn ladder(self) -> ([ByteUnit; 5], u128) {
        let mut units = [ByteUnit::BYTE; 5];
        let (base, names) = match self {
            Prefixes::Binary => (1024, ["B", "KiB", "MiB", "GiB", "TiB"]),
            Prefixes::Decimal => (1000, ["B", "kB", "MB", "GB", "TB"]),
        };
        for (unit, name) in units.iter_mut().zip(names) {
            *unit = ByteUnit::named(name).unwrap_or(ByteUnit::BYTE);
        }
        (units, base)
    }
}

/// Numbers of one language.
#[derive(Debug)]
pub(super) struct Numbers {
    pub(super) table: Table,
    pub(super) cldr: Cldr,
    pub(super) prefixes: Prefixes,
    pub(super) ascii: Numerals,
}

/// From here on numbers are written in compact notation by default.
const LARGE: i128 = 1_000_000;
/// Significant digits by default, outside compact notation.
const DIGITS: u8 = 3;
/// Significant digits in code of a decimal that does not end.
const CODE_DIGITS: u8 = 20;

/// Where the digits of a number end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    Exact,
    Significant(u8),
    /// Significant digits, but never less than the whole part.
    Whole(u8),
    Decimals(u8),
}

impl Cut {
    /// How many decimals a number of this magnitude keeps when it is written divided by 10 to the `exponent`.
    fn places(self, magnitude: i32, exponent: i32) -> i32 {
        match self {
            Cut::Exact => 0,
            Cut::Significant(digits) => i32::from(digits) - 1 - magnitude,
            Cut::Whole(digits) => (i32::from(digits) - 1 - magnitude).max(-exponent),
            Cut::Decimals(decimals) => i32::from(decimals) - exponent,
        }
    }
}

/// How a number, or both ends of a range, will be written.
struct Plan<'t> {
    times: u128,
    per: u128,
    cut: Cut,
    /// The steps of compact notation; none in plain notation.
    steps: &'t [Step],
    numerals: &'t Numerals,
    unit: UnitText<'t>,
    ascii: bool,
    /// Is a digit shown, whatever the decimals say, of a number that is not 0.
    never_zero: bool,
}

/// What is written with the number.
enum UnitText<'t> {
    Nothing,
    Forms(&'t Forms),
    /// A symbol that no message has, put together from others.
    Symbol(String),
    /// Behind a number in code.
    Code(String),
}

/// A number's parts, before they are joined.
struct Written<'t> {
    negative: bool,
    digits: String,
    around: Option<&'t Affixes>,
    category: Category,
    inexact: bool,
    is_zero: bool,
}

impl Written<'_> {
    /// Is there a space between the digits and the compact word: then one word can serve two numbers (`10–12 Mio.`),
    /// while `10～12万` would be read as 10 to 120,000.
    fn stands_apart(&self) -> bool {
        self.around.is_none_or(|around| around.1.is_empty() || around.1.starts_with(char::is_whitespace))
    }
}

impl Numbers {
    /// A number in base units.
    pub(super) fn number(&self, value: &Rational, dimension: &Dimension, format: &Format) -> Shown {
        let plan = self.plan(value, value.is_whole(), dimension, format);
        let written = self.write(&plan, value);
        let text = self.with_unit(&plan, &self.joined(&plan, &written), written.category);
        Shown { text, category: written.category, approximate: written.inexact }
    }

    /// A range in base units: the unit is chosen by its larger end and written once.
    pub(super) fn range(&self, low: &Rational, high: &Rational, dimension: &Dimension, format: &Format) -> Shown {
        let largest = if low.abs() > high.abs() { low } else { high };
        let plan = self.plan(largest, low.is_whole() && high.is_whole(), dimension, format);
        let (first, second) = (self.write(&plan, low), self.write(&plan, high));
        let approximate = first.inexact || second.inexact;
        let (one, other) = (self.joined(&plan, &first), self.joined(&plan, &second));
        let category = self.cldr.category_of_range(first.category, second.category);
        let (text, category) = if one == other {
            (other, second.category)
        } else if matches!(format.register, Some(Register::Ascii)) {
            (format!("{one}..{other}"), category)
        } else if first.negative || second.negative || first.around != second.around || !second.stands_apart() {
            (self.table.range_wide.join(&one, &other), category)
        } else {
            let digits = self.table.range.join(&first.digits, &second.digits);
            (second.around.map_or(digits.clone(), |around| around.around(&digits)), category)
        };
        Shown { text: self.with_unit(&plan, &text, category), category, approximate }
    }

    /// Decides how to write a number of this size.
    fn plan<'t>(&'t self, largest: &Rational, whole: bool, dimension: &Dimension, format: &Format) -> Plan<'t> {
        let ascii = format.register == Some(Register::Ascii);
        let words = format.register == Some(Register::Words);
        let numerals = if ascii { &self.ascii } else { &self.table.numerals };
        let cut = match format.precision {
            Some(Precision::Exact) => Cut::Exact,
            Some(Precision::Significant(digits)) => Cut::Significant(digits),
            Some(Precision::Decimals(decimals)) => Cut::Decimals(decimals),
            None if ascii && format.style == Style::Default => Cut::Exact,
            None => Cut::Whole(DIGITS),
        };
        let plain = Plan { times: 1, per: 1, cut, steps: &[], numerals, unit: UnitText::Nothing, ascii, never_zero: false };
        if format.style == Style::Percent && dimension.is_pure() {
            let unit = if ascii { UnitText::Code("%".to_string()) } else { UnitText::Forms(&self.table.percent) };
            return Plan { times: 100, unit, ..plain };
        }
        if counts_bytes(dimension) {
            return self.byte_plan(largest, dimension, format, plain);
        }
        let large = largest.abs() >= Rational::from(LARGE);
        let asked = format.style == Style::Compact || large && (format.precision.is_none() || words);
        let compact = asked && !ascii && cut != Cut::Exact;
        let steps: &[Step] = match (compact, words) {
            (false, _) => &[],
            (true, false) => &self.table.short,
            (true, true) => &self.table.long,
        };
        let cut = match (format.precision, compact) {
            (None, true) => Cut::Whole(self.table.compact_digits),
            (None, false) if whole => Cut::Exact,
            _ => cut,
        };
        let unit = if ascii { UnitText::Nothing } else { self.unit(dimension, words) };
        Plan { cut, steps, unit, ..plain }
    }

    /// The same for bytes: which unit. In code, bytes are bytes unless the format says otherwise.
    fn byte_plan<'t>(&'t self, largest: &Rational, dimension: &Dimension, format: &Format, plain: Plan<'t>) -> Plan<'t> {
        let bare = plain.ascii && format.style == Style::Default;
        let unit = match format.style {
            Style::Unit(unit) => unit,
            Style::Default if bare || plain.cut == Cut::Exact => ByteUnit::BYTE,
            _ => self.by_size(largest, plain.cut),
        };
        let code = |name: &str| if name == "B" { unit.name().to_string() } else { name.to_string() };
        let text = match (bare, plain.ascii) {
            (true, _) => UnitText::Nothing,
            (false, true) => UnitText::Code(format!(" {}", symbol(dimension, code))),
            (false, false) => self.byte_unit(unit, dimension, format.register == Some(Register::Words)),
        };
        let never_zero = !bare && !matches!(format.style, Style::Unit(_));
        Plan { per: unit.bytes(), unit: text, never_zero, ..plain }
    }

    /// The unit in which a number of bytes is neither below 1 nor, once it is rounded, as much as the next unit.
    fn by_size(&self, bytes: &Rational, cut: Cut) -> ByteUnit {
        let (ladder, base) = self.prefixes.ladder();
        let size = bytes.abs();
        let reaches = |unit: &ByteUnit| i128::try_from(unit.bytes()).is_ok_and(|bytes| size >= Rational::from(bytes));
        let at = ladder.iter().rposition(reaches).unwrap_or(0);
        let next = ladder.get(at + 1).copied();
        let rounded = || Quantity::new(bytes, 1, ladder[at].bytes()).round(|magnitude| cut.places(magnitude, 0));
        match next {
            Some(next) if cut != Cut::Exact && rounded().reaches(base) => next,
            _ => ladder[at],
        }
    }

    /// Cuts a number and writes its digits.
    fn write<'t>(&self, plan: &Plan<'t>, value: &Rational) -> Written<'t> {
        let quantity = Quantity::new(value, plan.times, plan.per);
        if plan.cut == Cut::Exact {
            return match quantity.exact() {
                Some(exact) => self.finish(plan, exact, 0),
                None if plan.ascii => self.cut(plan, &quantity, Cut::Significant(CODE_DIGITS)),
                None => self.fraction(plan, &quantity),
            };
        }
        let written = self.cut(plan, &quantity, plan.cut);
        if plan.never_zero && written.is_zero && written.inexact {
            return self.cut(plan, &quantity, Cut::Significant(1));
        }
        written
    }

    fn cut<'t>(&self, plan: &Plan<'t>, quantity: &Quantity, cut: Cut) -> Written<'t> {
        let exponent = |magnitude| step(plan.steps, magnitude).map_or(0, |step| i32::from(step.exponent));
        let mut rounded = quantity.round(|magnitude| cut.places(magnitude, exponent(magnitude)));
        let decimals = if let Cut::Decimals(decimals) = cut { i16::from(decimals) } else { 0 };
        let shift = exponent(rounded.magnitude());
        rounded.decimal.absolute.multiply_pow10(i16::try_from(-shift).unwrap_or(0));
        rounded.decimal.absolute.trim_end();
        rounded.decimal.absolute.trim_start();
        rounded.decimal.absolute.pad_end(-decimals);
        self.finish(plan, rounded, shift)
    }

    /// The parts of a number that has been cut and divided by 10 to the `exponent`.
    fn finish<'t>(&self, plan: &Plan<'t>, number: Rounded, exponent: i32) -> Written<'t> {
        let decimal = &number.decimal;
        let category = self.cldr.category(decimal, u8::try_from(exponent).unwrap_or(0));
        let step = step(plan.steps, number.magnitude() + exponent);
        let around = step.map(|step| step.forms.get(self.cldr.category_of_digits(decimal)));
        let absolute = &decimal.absolute;
        let is_one =
            absolute.digit_at(0) == 1 && absolute.nonzero_magnitude_start() == 0 && absolute.nonzero_magnitude_end() == 0;
        let one = step.and_then(|step| step.one.as_ref()).filter(|_| is_one);
        let before = if plan.steps.is_empty() { 1 } else { 2 };
        Written {
            negative: decimal.sign == fixed_decimal::Sign::Negative,
            digits: one.cloned().unwrap_or_else(|| plan.numerals.write(decimal, before)),
            around: around.filter(|_| one.is_none()),
            category,
            inexact: number.inexact,
            is_zero: decimal.absolute.is_zero(),
        }
    }

    /// `1/3`, where `exact` is asked for and the decimal does not end.
    fn fraction<'t>(&self, plan: &Plan<'t>, quantity: &Quantity) -> Written<'t> {
        let (numerator, denominator) = quantity.fraction();
        let below = plan.numerals.write(&denominator.decimal, 1);
        let written = self.finish(plan, numerator, 0);
        Written { digits: format!("{}/{below}", written.digits), category: Category::Other, ..written }
    }

    /// Digits, compact words and sign.
    fn joined(&self, plan: &Plan<'_>, written: &Written<'_>) -> String {
        let text = match written.around {
            Some(around) => around.around(&written.digits),
            None => written.digits.clone(),
        };
        if written.negative { plan.numerals.minus.around(&text) } else { text }
    }

    fn with_unit(&self, plan: &Plan<'_>, text: &str, category: Category) -> String {
        match &plan.unit {
            UnitText::Nothing => text.to_string(),
            UnitText::Forms(forms) => forms.get(category).around(text),
            UnitText::Symbol(symbol) => self.table.quantity.join(text, symbol),
            UnitText::Code(unit) => format!("{text}{unit}"),
        }
    }

    /// Bytes, or bytes per something, in a unit.
    fn byte_unit<'t>(&'t self, unit: ByteUnit, dimension: &Dimension, words: bool) -> UnitText<'t> {
        if !dimension.is_bytes() {
            let own = (unit == ByteUnit::BYTE).then(|| self.own_forms(dimension, words)).flatten();
            let put = |name: &str| self.symbol_of(if name == "B" { unit.name() } else { name });
            return own.map_or_else(|| UnitText::Symbol(symbol(dimension, put)), UnitText::Forms);
        }
        match self.table.units.get(unit.name()) {
            Some(found) => UnitText::Forms(if words { &found.words } else { &found.forms }),
            None => UnitText::Symbol(unit.name().to_string()),
        }
    }

    /// Any other unit. Counting units alone are written only in words.
    fn unit<'t>(&'t self, dimension: &Dimension, words: bool) -> UnitText<'t> {
        if dimension.is_pure() || dimension.is_label() && !words {
            return UnitText::Nothing;
        }
        match self.own_forms(dimension, words) {
            Some(forms) => UnitText::Forms(forms),
            None => UnitText::Symbol(symbol(dimension, |name| self.symbol_of(name))),
        }
    }

    /// What the message of exactly this unit says.
    fn own_forms(&self, dimension: &Dimension, words: bool) -> Option<&Forms> {
        let unit = self.table.units.get(&message_name(dimension))?;
        Some(if words { &unit.words } else { &unit.forms })
    }

    fn symbol_of(&self, name: &str) -> String {
        self.table.units.get(name).map_or_else(|| name.to_string(), |unit| unit.symbol.clone())
    }

    /// A value that is no number.
    pub(super) fn other(&self, value: &Value, format: &Format) -> Shown {
        let text = match value {
            _ if format.register == Some(Register::Ascii) => value.written().0,
            Value::Flag(flag) => self.table.flags[usize::from(*flag)].clone(),
            Value::None => self.table.none.clone(),
            other => other.written().0,
        };
        Shown { text, category: Category::Other, approximate: false }
    }
}

/// The step of a magnitude.
fn step(steps: &[Step], magnitude: i32) -> Option<&Step> {
    steps.iter().rev().find(|step| i32::from(step.magnitude) <= magnitude)
}

/// The name of a unit's message without `unit-`: `B-per-param`, `token-layer`, `s2`.
fn message_name(dimension: &Dimension) -> String {
    let write = |(name, power): (&str, i32)| match power.unsigned_abs() {
        1 => name.to_string(),
        power => format!("{name}{power}"),
    };
    let over: Vec<_> = dimension.bases().filter(|base| base.1 > 0).map(write).collect();
    let under = dimension.bases().filter(|base| base.1 < 0).map(write);
    under.fold(over.join("-"), |name, base| if name.is_empty() { format!("per-{base}") } else { format!("{name}-per-{base}") })
}

/// `GiB/s`, `token·layer/s²`, from the symbols of its bases.
fn symbol(dimension: &Dimension, put: impl Fn(&str) -> String) -> String {
    let write = |(name, power): (&str, i32)| {
        let digits = if power.abs() == 1 { String::new() } else { power.abs().to_string() };
        let raised = digits.bytes().filter_map(|digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(usize::from(digit - b'0')));
        raised.fold(put(name), |mut text, digit| {
            text.push(digit);
            text
        })
    };
    let over: Vec<_> = dimension.bases().filter(|base| base.1 > 0).map(write).collect();
    let under = dimension.bases().filter(|base| base.1 < 0).map(write);
    let over = if over.is_empty() { "1".to_string() } else { over.join("·") };
    under.fold(over, |text, base| format!("{text}/{base}"))
}
