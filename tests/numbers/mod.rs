//! Numbers as readers see them.

use babacus::diagnostic::{Diagnostics, Sources};
use babacus::formula::rational::Rational;
use babacus::formula::tree::{Type, Value};
use babacus::formula::unit::{Dimension, Kind};
use babacus::locale::{Format, Locale};

mod formats;
mod messages;
mod properties;
mod tables;

/// A language with its embedded messages alone.
fn locale(folder: &str) -> Locale {
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::default();
    let locale = Locale::new(folder, &sources, &[], &mut diagnostics).expect("a language tag");
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources, false));
    locale
}

/// `12.5`, `1/3`, `2^40`, `-7`.
fn number(text: &str) -> Rational {
    if let Some((base, power)) = text.split_once('^') {
        return number(base).pow(power.parse().expect("a power")).expect("not 0 to a negative power");
    }
    if let Some((above, below)) = text.split_once('/') {
        return number(above).div(&number(below)).expect("not a division by 0");
    }
    Rational::parse(text).unwrap_or_else(|| panic!("{text} is no number"))
}

/// `B`, `param`, `B/param`, `token/s`, or nothing.
fn dimension(text: &str) -> Dimension {
    let base = |name: &str| {
        let kind = if ["B", "s", "EUR"].contains(&name) { Kind::Dimension } else { Kind::Label };
        Dimension::base(name, kind)
    };
    let mut parts = text.split('/');
    let over = parts.next().filter(|name| !name.is_empty() && *name != "1").map_or(Dimension::pure(), base);
    parts.fold(over, |product, name| product.times(&base(name), -1))
}

/// A value and its type from text: a number with a unit, `low .. high UNIT`, `true`, `none`.
fn value(text: &str, unit: &str) -> (Value, Type) {
    match text {
        "none" => (Value::None, Type::None),
        "true" | "false" => (Value::Flag(text == "true"), Type::Flag),
        _ => match text.split_once("..") {
            Some((low, high)) => {
                (Value::Range(Box::new((number(low.trim()), number(high.trim())))), Type::Range(dimension(unit)))
            }
            None => (Value::Number(number(text)), Type::Number(dimension(unit))),
        },
    }
}

/// What a language writes; a format that does not fit is a failure.
fn shown(locale: &Locale, text: &str, unit: &str, format: &str) -> babacus::locale::Shown {
    let (value, ty) = value(text, unit);
    let format = Format::read(format, &ty).unwrap_or_else(|fault| panic!("{text} {unit} : {format}: {}", fault.message));
    locale.number(&value, &ty, &format)
}
