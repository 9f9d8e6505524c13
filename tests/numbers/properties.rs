//! What holds for every number: it can be read back, order is kept, nothing panics.

use std::sync::LazyLock;

use babacus::formula::rational::Rational;
use babacus::formula::tree::{Type, Value};
use babacus::locale::format::{ByteUnit, Precision, Register, Style};
use babacus::locale::{Format, Locale};
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};
use proptest::prop_oneof;

use super::{dimension, locale};

static LOCALES: LazyLock<Vec<Locale>> =
    LazyLock::new(|| ["ja", "de", "zh", "fr", "hi", "ar-EG"].map(locale).into_iter().collect());

/// Numbers of every size: whole, decimal, fractions, and 4,096 bits long.
fn rational() -> impl Strategy<Value = Rational> {
    let whole = any::<i128>().prop_map(Rational::from);
    let small = (-2_000_000_i128..2_000_000).prop_map(Rational::from);
    let fraction =
        (any::<i64>(), 1..i64::MAX).prop_map(|(n, d)| Rational::from(i128::from(n)).div(&Rational::from(i128::from(d))));
    let decimal = (any::<i64>(), 0..25_i32)
        .prop_map(|(n, places)| Rational::from(10).pow(-places).map(|ten| ten.mul(&Rational::from(i128::from(n)))));
    let long = (1..4000_i32, any::<i64>(), any::<bool>()).prop_map(|(bits, n, tiny)| {
        let power = Rational::from(2).pow(if tiny { -bits } else { bits });
        power.map(|power| power.mul(&Rational::from(i128::from(n))).add(&Rational::ONE))
    });
    let some = |value: Option<Rational>| value.unwrap_or(Rational::ZERO);
    prop_oneof![4 => small, 2 => whole, 2 => fraction.prop_map(some), 3 => decimal.prop_map(some), 1 => long.prop_map(some)]
}

/// Every format, whether it fits or not.
fn format() -> impl Strategy<Value = Format> {
    let units = ByteUnit::all().map(Style::Unit).chain([Style::Default, Style::Compact, Style::Percent, Style::Auto]);
    let style = proptest::sample::select(units.collect::<Vec<_>>());
    let precision = prop_oneof![
        proptest::strategy::Just(None),
        proptest::strategy::Just(Some(Precision::Exact)),
        (1..=40_u8).prop_map(|digits| Some(Precision::Significant(digits))),
        (0..=40_u8).prop_map(|decimals| Some(Precision::Decimals(decimals))),
    ];
    let register = proptest::sample::select(vec![None, Some(Register::Ascii), Some(Register::Words)]);
    (style, precision, register).prop_map(|(style, precision, register)| Format { style, precision, register })
}

fn unit() -> impl Strategy<Value = Type> {
    proptest::sample::select(vec!["", "B", "param", "s", "B/param", "token/s", "B/s", "EUR"])
        .prop_map(|unit| Type::Number(dimension(unit)))
}

/// Reads back a number with the language's own separators and digits.
fn read_back(locale: &Locale, text: &str) -> Rational {
    let numerals = &locale.table().numerals;
    let plain = text.replace(&numerals.minus.0, "-").replace(&numerals.group, "").replace(&numerals.decimal, ".");
    let digit =
        |c: char| numerals.digits.iter().position(|own| *own == c).and_then(|at| char::from_digit(at as u32, 10)).unwrap_or(c);
    let plain: String = plain.chars().map(digit).collect();
    Rational::parse(&plain).unwrap_or_else(|| panic!("{text} → {plain}"))
}

fn show(locale: &Locale, value: &Rational, ty: &Type, format: &str) -> String {
    locale.number(&Value::Number(value.clone()), ty, &Format::parse(format).expect("a format")).text
}

proptest! {
    #[test]
    fn no_panic_and_no_hole(value in rational(), high in rational(), ty in unit(), format in format()) {
        for locale in LOCALES.iter() {
            let shown = locale.number(&Value::Number(value.clone()), &ty, &format);
            prop_assert!(!shown.text.is_empty());
            prop_assert!(!shown.text.contains(['{', '$', '\u{2068}', '\u{fdd0}', '\u{fdd1}']), "{}", shown.text);
            let Type::Number(dimension) = &ty else { continue };
            let range = Value::Range(Box::new((value.clone(), high.clone())));
            prop_assert!(!locale.number(&range, &Type::Range(dimension.clone()), &format).text.is_empty());
        }
    }

    #[test]
    fn read_back_is_the_rounded_number(value in rational(), decimals in 0..30_u8, digits in 1..30_u8) {
        for locale in LOCALES.iter() {
            let text = show(locale, &value, &Type::pure(), &format!(".{decimals}"));
            prop_assert_eq!(read_back(locale, &text), value.round(i32::from(decimals)));
            let text = show(locale, &value, &Type::pure(), &format!("{digits}"));
            prop_assert_eq!(read_back(locale, &text), value.round_significant(digits));
        }
    }

    #[test]
    fn compact_read_back_is_the_rounded_number(value in rational(), digits in 1..12_u8) {
        for locale in &LOCALES[..4] {
            let text = show(locale, &value, &Type::pure(), &format!("compact {digits}"));
            let rounded = value.round_significant(digits);
            // The step is the language's, chosen by what is shown.
            let steps = &locale.table().short;
            let step = steps.iter().rev().find(|step| i32::from(step.magnitude) <= rounded.magnitude());
            let word = step.map_or("", |step| step.forms.other.1.as_str());
            let scale = Rational::from(10).pow(step.map_or(0, |step| step.exponent.into())).expect("not 0");
            let number = text.strip_suffix(word).expect("the word of the step");
            prop_assert_eq!(read_back(locale, number).mul(&scale), rounded, "{}", text);
        }
    }

    #[test]
    fn approximate_means_another_number(value in rational(), decimals in 0..30_u8) {
        let format = Format::parse(&format!(".{decimals}")).expect("a format");
        let shown = LOCALES[1].number(&Value::Number(value.clone()), &Type::pure(), &format);
        prop_assert_eq!(shown.approximate, value.round(i32::from(decimals)) != value);
    }

    #[test]
    fn rounding_keeps_order(one in rational(), other in rational(), digits in 1..20_u8) {
        let locale = &LOCALES[1];
        let (low, high) = if one <= other { (one, other) } else { (other, one) };
        let read = |value| read_back(locale, &show(locale, value, &Type::pure(), &digits.to_string()));
        prop_assert!(read(&low) <= read(&high));
    }

    #[test]
    fn bytes_stay_below_the_next_unit(bytes in 0..(1_i128 << 50), digits in proptest::sample::select(vec!["", "auto .0", "auto .2", "auto 4", "2"])) {
        let locale = &LOCALES[1];
        let text = show(locale, &Rational::from(bytes), &Type::Number(dimension("B")), digits);
        let (number, unit) = text.split_once('\u{a0}').expect("a unit");
        let number = read_back(locale, number);
        prop_assert!(number < Rational::from(1024), "{bytes} is shown as {text}");
        prop_assert!(bytes == 0 || !number.is_zero());
        // The shown number is within half a unit of the last place of what three digits can say.
        let factor = Rational::from(ByteUnit::named(unit).expect("a unit").bytes() as i128);
        let off = number.mul(&factor).sub(&Rational::from(bytes)).abs();
        prop_assert!(off <= factor.div(&Rational::from(2)).expect("2 is not 0").max(Rational::from(bytes / 19)));
    }

    #[test]
    fn code_is_ascii(value in rational(), ty in unit(), precision in proptest::sample::select(vec!["ascii", "ascii .2", "ascii 5", "ascii exact"])) {
        for locale in LOCALES.iter() {
            let text = show(locale, &value, &ty, precision);
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'.'), "{text}");
            prop_assert!(Rational::parse(&text).is_some());
        }
    }

    #[test]
    fn formats_print_as_they_are_read(format in format()) {
        if let Ok(read) = Format::parse(&format.to_string()) {
            prop_assert_eq!(read, format);
        }
    }

    #[test]
    fn any_text_is_a_format_or_a_fault(text in "\\PC{0,20}|[a-zA-Z0-9. ]{0,20}") {
        if let Err(fault) = Format::parse(&text) {
            prop_assert!(text.get(fault.range).is_some_and(|word| !word.is_empty()));
        }
    }
}
