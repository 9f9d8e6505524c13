//! Axes: a scale with its labels in the page's language.

use serde::Serialize;

use super::ask::Name;
use super::scale::{Scale, Spread};
use crate::edition::body::Pen;
use crate::formula::rational::Rational;
use crate::formula::tree::{Type, Value};
use crate::locale::format::{Precision, Style};
use crate::locale::{ByteUnit, Format, Prefixes};

/// A place as a template writes it: per cent of the picture's width or height, two decimals.
pub(super) fn percent(place: &Rational) -> String {
    place.mul(&100.into()).round(2).written().0
}

/// Which share of the whole a part is; of nothing, none.
pub(super) fn share(part: &Rational, whole: &Rational) -> Rational {
    part.div(whole).unwrap_or(Rational::ZERO)
}

/// The same from the other end: heights are counted from the top.
pub(super) fn from_top(place: &Rational) -> String {
    percent(&Rational::ONE.sub(place))
}

/// Does a label stand before its place, else behind it: where the picture is narrow, the room of the upright axis' labels
/// is before it as well, so that more fits there.
pub(super) fn before(place: &Rational) -> bool {
    place.mul(&5.into()) > Rational::from(2)
}

/// A labelled place of an axis.
#[derive(Debug, Serialize)]
pub(super) struct Tick {
    /// From the left or the top, in per cent.
    at: String,
    label: String,
    /// May be left out where there is little room.
    spare: bool,
}

/// An axis as a template sees it.
#[derive(Debug, Serialize)]
pub(super) struct Axis {
    title: Option<Name>,
    ticks: Vec<Tick>,
    /// Width of the longest label, in digits.
    width: usize,
}

impl Axis {
    /// An axis without labels.
    pub(super) fn untitled(title: Name) -> Axis {
        Axis { title: Some(title), ticks: Vec::new(), width: 0 }
    }

    /// Room that the labels take, in digits.
    pub(super) fn width(&self) -> usize {
        self.width
    }
}

/// What the values of an axis are: their type, the way the author wants them written, and whether they are whole.
#[derive(Debug, Clone)]
pub(super) struct Measure {
    pub(super) ty: Type,
    pub(super) format: Format,
    pub(super) whole: bool,
}

impl Measure {
    /// What steps are counted in: a unit of bytes that suits the greatest value, a hundredth for per cent, else one.
    fn unit(&self, pen: &Pen<'_, '_>, greatest: &Rational) -> (Rational, Option<ByteUnit>) {
        if self.format.style == Style::Percent {
            return (Rational::ONE.div(&100.into()).unwrap_or(Rational::ONE), None);
        }
        if !self.ty.dimension().is_some_and(crate::formula::unit::Dimension::is_bytes) {
            return (Rational::ONE, None);
        }
        let bytes = |unit: ByteUnit| i128::try_from(unit.bytes()).map_or(Rational::ONE, Rational::from);
        let unit = match self.format.style {
            Style::Unit(unit) => unit,
            _ => {
                let names = match pen.scope.locale().prefixes() {
                    Prefixes::Binary => ["TiB", "GiB", "MiB", "KiB"],
                    Prefixes::Decimal => ["TB", "GB", "MB", "kB"],
                };
                let units = names.into_iter().filter_map(ByteUnit::named);
                units.into_iter().find(|unit| bytes(*unit) <= *greatest).unwrap_or(ByteUnit::BYTE)
            }
        };
        (bytes(unit), Some(unit))
    }

    /// A scale for these values; a linear one begins at 0.
    pub(super) fn scale(&self, pen: &Pen<'_, '_>, spread: Spread, values: &[Rational]) -> Scale {
        let unit = self.unit(pen, &greatest(values)).0;
        match spread {
            Spread::Linear => Scale::from_zero(values, &unit, self.whole),
            Spread::Doubling => Scale::doubling(values, &Rational::ONE),
        }
    }

    /// A scale that ends where the values do.
    pub(super) fn stretch(&self, pen: &Pen<'_, '_>, spread: Spread, low: &Rational, high: &Rational) -> Scale {
        let unit = self.unit(pen, high).0;
        match spread {
            Spread::Linear => Scale::between(low, high, &unit, self.whole),
            Spread::Doubling => Scale::doubling([low, high], low).cut(low, high),
        }
    }

    /// The labels of a scale.
    pub(super) fn axis(&self, pen: &Pen<'_, '_>, scale: &Scale, title: Option<Name>, upwards: bool) -> Axis {
        let format = self.label_format(pen, scale);
        let ticks: Vec<Tick> = scale
            .ticks()
            .iter()
            .enumerate()
            .map(|(index, tick)| Tick {
                at: if upwards { from_top(&scale.place(tick)) } else { percent(&scale.place(tick)) },
                label: pen.scope.locale().number(&Value::Number(tick.clone()), &self.ty, &format).text,
                spare: index % 2 == 1,
            })
            .collect();
        let width = ticks.iter().map(|tick| width(&tick.label)).max().unwrap_or(1);
        Axis { title, ticks, width }
    }

    /// All labels of a linear scale have one unit and the same number of decimals.
    fn label_format(&self, pen: &Pen<'_, '_>, scale: &Scale) -> Format {
        let (unit, bytes) = self.unit(pen, scale.high());
        let shares: Vec<Rational> = scale.ticks().iter().filter_map(|tick| tick.div(&unit)).collect();
        let decimals = (0..=3u8).find(|decimals| shares.iter().all(|share| share.round(i32::from(*decimals)) == *share));
        let plain = Format { precision: None, ..self.format };
        if scale.spread() == Spread::Doubling {
            return plain;
        }
        match (bytes, decimals) {
            (Some(bytes), Some(decimals)) => {
                Format { style: Style::Unit(bytes), precision: Some(Precision::Decimals(decimals)), ..plain }
            }
            (None, Some(decimals)) if decimals > 0 || plain.style == Style::Percent => {
                Format { precision: Some(Precision::Decimals(decimals)), ..plain }
            }
            (Some(_), None) => Format { style: Style::Auto, ..plain },
            _ => plain,
        }
    }
}

fn greatest(values: &[Rational]) -> Rational {
    values.iter().map(Rational::abs).max().unwrap_or(Rational::ZERO)
}

/// How wide a label is, in digits; letters of Chinese and Japanese are twice as wide.
fn width(label: &str) -> usize {
    label.chars().map(|c| if u32::from(c) >= 0x2e80 { 2 } else { 1 }).sum()
}
