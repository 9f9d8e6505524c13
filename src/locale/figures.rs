//! Numbers in formulas and worked examples, as a language writes them.

use super::format::{ByteUnit, Precision, Style};
use super::{Format, Locale};
use crate::formula::notation;
use crate::formula::tree::{Type, Value};

/// The figures of a language; results are shown in a format of the page's choice.
#[derive(Debug, Clone, Copy)]
pub struct Figures<'a> {
    locale: &'a Locale,
    format: Format,
}

impl<'a> Figures<'a> {
    /// Figures of this language; `format` is for rounded results.
    pub fn new(locale: &'a Locale, format: Format) -> Figures<'a> {
        Figures { locale, format }
    }
}

impl notation::Figures for Figures<'_> {
    fn exact(&self, value: &Value, ty: &Type, unit: Option<&str>) -> String {
        let first = unit.and_then(|unit| unit.split(['/', '*', '^']).next()).and_then(ByteUnit::named);
        let style = match first {
            Some(unit) => Style::Unit(unit),
            None => Style::Default,
        };
        self.locale.number(value, ty, &Format { style, precision: Some(Precision::Exact), register: None }).text
    }

    fn shown(&self, value: &Value, ty: &Type) -> (String, bool) {
        let shown = self.locale.number(value, ty, &self.format);
        (shown.text, shown.approximate)
    }

    fn otherwise(&self) -> String {
        self.locale.message("case-otherwise", &[]).ok().flatten().unwrap_or_else(|| "else".to_string())
    }

    fn separator(&self) -> &'static str {
        if self.locale.table().numerals.decimal == "," { "; " } else { ", " }
    }
}
