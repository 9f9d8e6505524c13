//! nanoGPT's training log: the counts that it prints before the first step.

use serde_json::{Value as Json, json};

use super::{Asker, Section, Text, unreadable};
use crate::diagnostic::Diagnostics;
use crate::formula::rational::Rational;
use crate::formula::tree::{Type, Value};
use crate::locale::{Format, Locale};

/// What stands before a number in the log, which number behind it, and the definition that it is compared with.
const PHRASES: [(&str, usize, &str); 6] = [
    ("number of parameters:", 0, "params.printed"),
    ("num decayed parameter tensors:", 0, "decayed.tensors"),
    ("num decayed parameter tensors:", 1, "decayed.params"),
    ("num non-decayed parameter tensors:", 0, "undecayed.tensors"),
    ("num non-decayed parameter tensors:", 1, "undecayed.params"),
    ("tokens per iteration will be:", 0, "effective_tokens"),
];

/// Settings that explain a difference more often than others; each is tried, alone and with the next ones.
const CHANGES: [&str; 8] = [
    "bias = not bias",
    "vocab_size = 50304",
    "vocab_size = 50257",
    "vocab_size = 65",
    "bias = not bias, vocab_size = 50304",
    "bias = not bias, vocab_size = 50257",
    "bias = not bias, vocab_size = 65",
    "gradient_accumulation_steps = 1",
];

/// A number of the log.
struct Reading {
    definition: &'static str,
    /// As it is printed.
    printed: String,
    value: Rational,
    /// Half a unit of its last printed digit, where it is rounded.
    tolerance: Rational,
}

/// Compares a log with the book.
pub(super) fn section(asker: &mut Asker<'_, '_>, text: &Text, diagnostics: &mut Diagnostics) -> Option<Section> {
    let readings = read(&text.text);
    if readings.is_empty() {
        let source = asker.sources.add(text.name.as_str(), text.text.as_str());
        let help = "a log of nanoGPT says `number of parameters: …` before its first step";
        diagnostics.push(unreadable(source, &format!("`{}` states no counts that are known here", text.name), help));
        return None;
    }
    let locale = asker.locale;
    let mut section = Section::new("log", locale, "log", &[("file", text.name.as_str().into())]);
    let mut compared = Vec::new();
    let mut differs = false;
    for reading in &readings {
        let Some((Value::Number(estimate), ty)) = asker.ask(reading.definition) else { continue };
        let (line, equal) = compare(locale, &mut section, reading, &estimate, &ty);
        differs |= !equal;
        compared.push(line);
    }
    let mut json = json!({ "file": text.name, "readings": compared });
    if differs {
        let cause = CHANGES.iter().find(|change| agrees(asker, &readings, change));
        let cause = cause.map(|change| asker.resolved(change));
        let said = match &cause {
            Some(change) => section.say(locale, "log-change", &[("change", change.as_str().into())]),
            None => section.say(locale, "log-unexplained", &[]),
        };
        json["cause"] = json!({ "change": cause, "text": said });
    }
    section.json = json;
    Some(section)
}

fn compare(locale: &Locale, section: &mut Section, reading: &Reading, estimate: &Rational, ty: &Type) -> (Json, bool) {
    let exact = Format::parse("exact").unwrap_or_default();
    let shown = locale.number(&Value::Number(estimate.clone()), ty, &exact);
    let difference = reading.value.sub(estimate);
    let equal = difference.abs() <= reading.tolerance;
    let by = locale.number(&Value::Number(difference.abs()), ty, &exact);
    let remark = match (equal, difference.is_negative()) {
        (true, _) => section.message(locale, "agrees", &[("estimate", (&shown).into())]),
        (_, true) => section.message(locale, "below", &[("estimate", (&shown).into()), ("by", (&by).into())]),
        _ => section.message(locale, "above", &[("estimate", (&shown).into()), ("by", (&by).into())]),
    };
    section.pair(&locale.name(reading.definition), &reading.printed, &remark);
    let line = json!({
        "definition": reading.definition, "reading": reading.value.written().0, "estimate": estimate.written().0,
        "difference": difference.written().0, "unit": ty.unit(), "agrees": equal, "text": remark,
    });
    (line, equal)
}

/// Do all readings agree with the book once this is changed.
fn agrees(asker: &mut Asker<'_, '_>, readings: &[Reading], change: &str) -> bool {
    readings.iter().all(|reading| {
        let asked = asker.ask(&format!("({}) where {{ {change} }}", reading.definition));
        matches!(asked, Some((Value::Number(estimate), _)) if reading.value.sub(&estimate).abs() <= reading.tolerance)
    })
}

fn read(text: &str) -> Vec<Reading> {
    let mut readings = Vec::new();
    for (phrase, place, definition) in PHRASES {
        // A log that was continued holds the counts several times; the last run counts.
        let Some(line) = text.lines().rev().find_map(|line| line.split_once(phrase)).map(|(_, rest)| rest) else { continue };
        let Some(word) = line.split(", with ").nth(place) else { continue };
        if let Some(reading) = number(word.trim(), definition) {
            readings.push(reading);
        }
    }
    readings
}

/// `29.94M` or `30,130,176`, with what follows it.
fn number(text: &str, definition: &'static str) -> Option<Reading> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '_'))).unwrap_or(text.len());
    let digits = text[..end].trim_end_matches([',', '.']).replace([',', '_'], "");
    let suffix = text[end..].chars().next().unwrap_or(' ');
    let scale = match suffix {
        'K' => 1_000i128,
        'M' => 1_000_000,
        'B' => 1_000_000_000,
        _ => 1,
    };
    if digits.is_empty() || digits.len() > 30 || digits.starts_with('.') {
        return None;
    }
    let value = Rational::parse(&digits)?.mul(&scale.into());
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let step = Rational::from(10).pow(-i32::try_from(decimals).ok()?)?.mul(&scale.into());
    let tolerance = if scale == 1 { Rational::ZERO } else { step.div(&2.into())? };
    let printed =
        if scale == 1 { text[..end].trim_end_matches([',', '.']).to_string() } else { format!("{}{suffix}", &text[..end]) };
    Some(Reading { definition, printed, value, tolerance })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn counts_of_a_log() {
        let log = "tokens per iteration will be: 32,768\nnumber of parameters: 29.94M\n\
                   num decayed parameter tensors: 26, with 30,130,176 parameters\n\
                   num non-decayed parameter tensors: 13, with 4,992 parameters\nusing fused AdamW: True\n";
        let found: Vec<(String, String)> =
            read(log).iter().map(|reading| (reading.printed.clone(), reading.value.written().0)).collect();
        let wanted = [
            ("29.94M", "29940000"),
            ("26", "26"),
            ("30,130,176", "30130176"),
            ("13", "13"),
            ("4,992", "4992"),
            ("32,768", "32768"),
        ];
        assert_eq!(found, wanted.map(|(printed, value)| (printed.to_string(), value.to_string())));
    }
}
