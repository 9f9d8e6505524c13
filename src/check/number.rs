//! Finds quantities in running text: `1062万`, `10,6 Mio. Parameter`, `４.３６ GiB`, `12,9 Go`, `35 %`.
//!
//! Only a number with a unit, or in compact notation, is one; names of cards and models (`RTX 4070 12 GB`, `GPT-2 124M`)
//! and rates (`GB/s`) are not.

use std::ops::Range;

use crate::formula::rational::Rational;
use crate::formula::unit::BYTE_UNITS;
use crate::locale::Locale;
use crate::locale::table::{Forms, Step};

/// What a quantity is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Of {
    /// Bytes.
    Bytes,
    /// A share, written in percent.
    Share,
    /// Something that is counted: by the unit's name, or unsaid.
    Count(Option<String>),
}

/// A quantity as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quantity {
    /// Where it stands in the text.
    pub(super) range: Range<usize>,
    /// In base units.
    pub(super) value: Rational,
    /// Half a unit of its last place.
    pub(super) half: Rational,
    /// What it is of.
    pub(super) of: Of,
    /// The unit, as a format names it.
    pub(super) unit: Option<&'static str>,
    /// How many decimals were typed.
    pub(super) decimals: usize,
}

/// How a language writes quantities.
#[derive(Debug)]
pub(super) struct Lexicon {
    decimal: char,
    group: char,
    /// Words of compact notation with their powers of ten, longest first.
    compact: Vec<(String, i32)>,
    units: Vec<Word>,
}

/// A unit as it may be written.
#[derive(Debug)]
struct Word {
    text: String,
    of: Of,
    factor: Rational,
    name: Option<&'static str>,
}

/// Shares are written so everywhere; words by their languages.
const PERCENT: [&str; 6] = ["%", "％", "Prozent", "pour cent", "パーセント", "个百分点"];

/// What may follow a card's number in its name.
const SUFFIXES: [&str; 12] = ["Ti", "SUPER", "Super", "XT", "XTX", "SXM", "SXM4", "SXM5", "PCIe", "Laptop", "Ada", "NVL"];

impl Lexicon {
    /// Asks a language.
    pub(super) fn of(locale: &Locale) -> Lexicon {
        let table = locale.table();
        let mut compact: Vec<(String, i32)> = Vec::new();
        for Step { exponent, forms, .. } in table.short.iter().chain(&table.long) {
            compact.extend(suffixes(forms).map(|word| (word, i32::from(*exponent))));
        }
        compact.retain(|(_, exponent)| *exponent > 0);
        let mut units: Vec<Word> = Vec::new();
        let percent = Rational::new(1.into(), 100.into()).unwrap_or(Rational::ONE);
        let word =
            |text: &str, of: Of, factor: &Rational, name| Word { text: text.to_string(), of, factor: factor.clone(), name };
        units.extend(PERCENT.iter().map(|text| word(text, Of::Share, &percent, Some("percent"))));
        for (name, base, power) in BYTE_UNITS {
            let factor = Rational::from(i128::from(base).pow(power));
            let mut texts = vec![name.to_string()];
            if let Some(unit) = table.units.get(name) {
                texts.push(unit.symbol.clone());
                texts.extend(suffixes(&unit.forms).chain(suffixes(&unit.words)));
            }
            let upper: Vec<String> =
                texts.iter().filter(|text| text.starts_with('k') && text.len() == 2).map(|text| text.replace('k', "K")).collect();
            texts.extend(upper);
            units.extend(texts.iter().map(|text| word(text, Of::Bytes, &factor, Some(name))));
        }
        for (name, unit) in &table.units {
            if BYTE_UNITS.iter().all(|row| row.0 != name) && !name.contains("-per-") && name != "s" {
                let texts = suffixes(&unit.forms).chain(suffixes(&unit.words)).chain([unit.symbol.clone()]);
                units.extend(texts.map(|text| word(&text, Of::Count(Some(name.clone())), &Rational::ONE, None)));
            }
        }
        units.retain(|word| !word.text.is_empty());
        compact.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        units.sort_by_key(|word| std::cmp::Reverse(word.text.len()));
        let first = |text: &str| text.chars().next().unwrap_or('.');
        Lexicon { decimal: first(&table.numerals.decimal), group: first(&table.numerals.group), compact, units }
    }

    /// The quantities of a text.
    pub(super) fn find(&self, text: &str) -> Vec<Quantity> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(start) = text[at..].find(is_digit).map(|offset| at + offset) {
            let number = self.number(text, start);
            at = number.range.end;
            if !continues_name(&text[..start])
                && let Some(quantity) = self.quantity(text, number)
            {
                at = quantity.range.end;
                if !follows_name(&text[..start]) {
                    found.push(quantity);
                }
            }
        }
        found
    }

    /// Digits with their separators.
    fn number(&self, text: &str, start: usize) -> Number {
        let mut end = start;
        let mut marks: Vec<(usize, char)> = Vec::new();
        let mut digits = String::new();
        for (offset, c) in text[start..].char_indices() {
            if let Some(digit) = digit(c) {
                digits.push(digit);
                end = start + offset + c.len_utf8();
                continue;
            }
            let following = text[start + offset + c.len_utf8()..].chars().take_while(|c| is_digit(*c)).count();
            match separator(c) {
                Some(' ') if following == 3 && first_group(&marks, digits.len()) <= 3 => marks.push((digits.len(), ' ')),
                Some(mark @ ('.' | ',')) if following > 0 => marks.push((digits.len(), mark)),
                _ => break,
            }
        }
        let point = self.point(&marks, digits.len());
        Number { range: start..end, decimals: point.map_or(0, |point| digits.len() - point), digits }
    }

    /// Which of the marks is the decimal point: before which digit.
    fn point(&self, marks: &[(usize, char)], digits: usize) -> Option<usize> {
        let (at, mark) = marks.last().copied().filter(|(_, mark)| *mark != ' ')?;
        let alike = marks.iter().filter(|(_, other)| *other == mark).count();
        let groups = mark == self.group && digits - at == 3 && mark != self.decimal;
        (alike == 1 && !groups).then_some(at)
    }

    /// A number with what follows it, if that makes a quantity of it.
    fn quantity(&self, text: &str, number: Number) -> Option<Quantity> {
        let start = number.range.start;
        let scaled = self.scaled(text, &number);
        let is_compact = scaled.is_some();
        let (value, half, end) = scaled.unwrap_or_else(|| (number.value(), number.half(), number.range.end));
        let glued = text[end..].starts_with(|c: char| !c.is_whitespace());
        let unit =
            self.unit(&text[end..]).filter(|(_, word)| !(glued && !is_compact && word.text.len() == 1 && word.of == Of::Bytes));
        let rest = |end: usize| &text[end..];
        match unit {
            Some((length, word)) => {
                let end = end + length;
                if rest(end).starts_with(['/', '／']) || starts_compound(rest(end)) {
                    return None;
                }
                let (value, half) = (value.mul(&word.factor), half.mul(&word.factor));
                Some(Quantity { range: start..end, value, half, of: word.of.clone(), unit: word.name, decimals: number.decimals })
            }
            None if is_compact => {
                let of = Of::Count(None);
                Some(Quantity { range: start..end, value, half, of, unit: None, decimals: number.decimals })
            }
            None => None,
        }
    }

    /// A number in compact notation: its value, half its last place, and its end.
    fn scaled(&self, text: &str, number: &Number) -> Option<(Rational, Rational, usize)> {
        let (length, power) = self.compact_word(&text[number.range.end..])?;
        let scale = Rational::from(10).pow(power)?;
        let (value, half) = (number.value().mul(&scale), number.half().mul(&scale));
        let end = number.range.end + length;
        if !text[end..].starts_with(is_digit) {
            return Some((value, half, end));
        }
        // 1億2443万: the rest of a number.
        let rest = self.number(text, end);
        let Some((length, power)) = self.compact_word(&text[rest.range.end..]) else { return Some((value, half, end)) };
        let scale = Rational::from(10).pow(power)?;
        Some((value.add(&rest.value().mul(&scale)), rest.half().mul(&scale), rest.range.end + length))
    }

    /// A word of compact notation at the start of a text: its length with the space before it, and its power.
    fn compact_word(&self, text: &str) -> Option<(usize, i32)> {
        let space = space(text);
        let rest = &text[space..];
        let (word, power) = self.compact.iter().find(|(word, _)| begins_with(rest, word))?;
        // `124M` is a model's size; `124 M` is a French number.
        let is_letter = word.len() == 1;
        (!is_letter || space > 0).then_some((space + word.len(), *power))
    }

    fn unit(&self, text: &str) -> Option<(usize, &Word)> {
        let space = space(text);
        let rest = &text[space..];
        let word = self.units.iter().find(|word| begins_with(rest, &word.text))?;
        Some((space + word.text.len(), word))
    }
}

/// Digits as they were typed.
struct Number {
    range: Range<usize>,
    digits: String,
    decimals: usize,
}

impl Number {
    fn place(&self) -> Rational {
        let power = i32::try_from(self.decimals).unwrap_or(0);
        Rational::from(10).pow(-power.min(40)).unwrap_or(Rational::ONE)
    }

    fn value(&self) -> Rational {
        Rational::parse(&self.digits).unwrap_or(Rational::ZERO).mul(&self.place())
    }

    fn half(&self) -> Rational {
        self.place().div(&Rational::from(2)).unwrap_or(Rational::ZERO)
    }
}

fn first_group(marks: &[(usize, char)], digits: usize) -> usize {
    marks.first().map_or(digits, |(at, _)| *at)
}

/// What stands behind a number in each plural class, without the space before it.
fn suffixes(forms: &Forms) -> impl Iterator<Item = String> {
    let all = std::iter::once(&forms.other).chain(forms.rest.iter().map(|(_, affixes)| affixes));
    all.map(|affixes| affixes.1.trim_matches(is_space).to_string()).filter(|word| !word.is_empty())
}

/// One digit, also a wide one.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32),
        _ => None,
    }
}

fn is_digit(c: char) -> bool {
    digit(c).is_some()
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{3000}')
}

/// What a separator may be: a space, a point or a comma.
fn separator(c: char) -> Option<char> {
    match c {
        '.' | '．' => Some('.'),
        ',' | '，' => Some(','),
        '\'' | '’' => Some(' '),
        c if is_space(c) => Some(' '),
        _ => None,
    }
}

/// The length of the one space that a text may begin with.
fn space(text: &str) -> usize {
    text.chars().next().filter(|c| is_space(*c)).map_or(0, char::len_utf8)
}

/// Does a text begin with a word that ends there.
fn begins_with(text: &str, word: &str) -> bool {
    let is_latin = |c: char| c.is_alphabetic() && !is_cjk(c);
    let ends_in_letter = word.chars().next_back().is_some_and(is_latin);
    text.strip_prefix(word).is_some_and(|rest| !ends_in_letter || !rest.starts_with(|c: char| is_latin(c) || is_digit(c)))
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..)
}

/// `GB-Karte`: a kind of thing, not an amount.
fn starts_compound(rest: &str) -> bool {
    let mut letters = rest.chars();
    matches!(letters.next(), Some('-' | '‑')) && letters.next().is_some_and(char::is_alphabetic)
}

/// Is a number the rest of a word or of another number: `GPT-2`, `v1.5`, `10^9`, `#12`.
fn continues_name(before: &str) -> bool {
    let mut back = before.chars().rev();
    match back.next() {
        Some(c) if c.is_ascii_alphabetic() || matches!(c, '_' | '#' | '^' | '§' | '$' | '.') => true,
        Some('-' | '‑' | '/') => back.next().is_some_and(|c| c.is_ascii_alphanumeric()),
        _ => false,
    }
}

/// Does a number follow the name of a card or a model.
fn follows_name(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '+');
    let mut rest = line;
    for _ in 0..5 {
        let trimmed = rest.trim_end_matches(|c: char| is_space(c) || matches!(c, '(' | '（'));
        if trimmed.len() == rest.len() && !rest.ends_with(is_part) {
            return false;
        }
        let start =
            trimmed.rfind(|c: char| !is_part(c)).map_or(0, |at| at + trimmed[at..].chars().next().map_or(1, char::len_utf8));
        let word = &trimmed[start..];
        let has_upper = word.contains(|c: char| c.is_ascii_uppercase());
        let has_digit = word.contains(|c: char| c.is_ascii_digit());
        if has_upper && has_digit {
            return word.len() > 2 || word.starts_with(['T', 'H', 'A', 'V', 'P', 'L', 'B']);
        }
        let is_number = has_digit && word.chars().all(|c| c.is_ascii_digit() || c == '.');
        if !is_number && !SUFFIXES.contains(&word) {
            // `RTX` alone is reached only from the number behind it.
            return has_upper && rest.len() < line.len() && word.len() > 1;
        }
        rest = &trimmed[..start];
    }
    false
}
