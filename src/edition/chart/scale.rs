//! Scales: from exact values to places between 0 and 1, and the round values in between that are worth a label.

use crate::formula::rational::Rational;

/// Ticks that a scale aims at; where its ends are moved to ticks, there may be two more.
const AIM: i128 = 5;
/// What is left above the greatest value where no tick is near: one part in so many.
const HEADROOM: i128 = 16;
/// Most ticks of any scale.
pub const MOST: usize = 8;
/// Binary digits after the point of a logarithm.
const DIGITS: u32 = 24;
/// Binary digits of the mantissa that a logarithm is computed from.
const MANTISSA: u32 = 60;

/// How values are spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spread {
    /// Equal differences lie equally far apart.
    #[default]
    Linear,
    /// Equal ratios lie equally far apart; a doubling is the unit. Only values above 0 have a place.
    Doubling,
}

/// A stretch of values with its ticks, in ascending order. Everything is exact, so that a picture has the same bytes
/// wherever it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    spread: Spread,
    low: Rational,
    high: Rational,
    ticks: Vec<Rational>,
}

impl Scale {
    /// A scale from 0, or from the first tick below if a value is, to the first tick that no value lies above; if that
    /// one is more than half a step away, to a little above the greatest value. Steps are 1, 2 or 5 times a power of
    /// ten of `unit`, and with `whole` never below one unit.
    pub fn from_zero<'v>(values: impl IntoIterator<Item = &'v Rational>, unit: &Rational, whole: bool) -> Scale {
        let (mut low, mut high) = (Rational::ZERO, Rational::ZERO);
        for value in values {
            low = low.min(value.clone());
            high = high.max(value.clone());
        }
        if low == high {
            high = unit.clone();
        }
        let step = step(&high.sub(&low), unit, whole);
        let outward = |value: &Rational| value.div(&step).unwrap_or(Rational::ZERO);
        let (low, top) = (outward(&low).floor().mul(&step), outward(&high).ceil().mul(&step));
        let far = top.sub(&high).mul(&2.into()) > step;
        let room = high.sub(&low).div(&HEADROOM.into()).unwrap_or(Rational::ZERO);
        // Two ticks at least, or nobody can tell the scale.
        let near = high.add(&room);
        let high = if far && near.sub(&low) >= step { near } else { top };
        Scale { spread: Spread::Linear, ticks: multiples(&low, &high, &step), low, high }
    }

    /// A scale between two values that ends where they do.
    pub fn between(low: &Rational, high: &Rational, unit: &Rational, whole: bool) -> Scale {
        let high = if low < high { high.clone() } else { low.add(unit) };
        let step = step(&high.sub(low), unit, whole);
        let first = low.div(&step).unwrap_or(Rational::ZERO).ceil().mul(&step);
        Scale { spread: Spread::Linear, ticks: multiples(&first, &high, &step), low: low.clone(), high }
    }

    /// A scale of doublings that ends at powers of two times `unit`; values that are not above 0 are left out.
    pub fn doubling<'v>(values: impl IntoIterator<Item = &'v Rational>, unit: &Rational) -> Scale {
        let mut powers: Option<(i32, i32)> = None;
        for value in values.into_iter().filter(|value| above_zero(value)) {
            let Some(ratio) = value.div(unit) else { continue };
            let floor = floor_log2(&ratio);
            let ceil = if power_of_two(floor) == ratio { floor } else { floor + 1 };
            powers = Some(powers.map_or((floor, ceil), |(low, high)| (low.min(floor), high.max(ceil))));
        }
        let (low, high) = powers.unwrap_or((0, 1));
        let high = high.max(low + 1);
        let step = (high - low + MOST as i32 - 2) / (MOST as i32 - 1);
        let ticks = (low..=high).step_by(step.max(1) as usize).map(|power| power_of_two(power).mul(unit)).collect();
        Scale { spread: Spread::Doubling, low: power_of_two(low).mul(unit), high: power_of_two(high).mul(unit), ticks }
    }

    /// The same spread with these ends and the ticks that lie between them.
    #[must_use]
    pub fn cut(mut self, low: &Rational, high: &Rational) -> Scale {
        if low < high {
            self.ticks.retain(|tick| low <= tick && tick <= high);
            (self.low, self.high) = (low.clone(), high.clone());
        }
        self
    }

    /// How its values are spread.
    pub fn spread(&self) -> Spread {
        self.spread
    }

    /// The values that are worth a label, from low to high.
    pub fn ticks(&self) -> &[Rational] {
        &self.ticks
    }

    /// The lower end.
    pub fn low(&self) -> &Rational {
        &self.low
    }

    /// The upper end.
    pub fn high(&self) -> &Rational {
        &self.high
    }

    /// Where a value lies: 0 at the lower end, 1 at the upper; what lies outside is put at the end.
    pub fn place(&self, value: &Rational) -> Rational {
        let (low, high, value) = match self.spread {
            Spread::Linear => (self.low.clone(), self.high.clone(), value.clone()),
            Spread::Doubling => (log2(&self.low), log2(&self.high), log2(value)),
        };
        let place = value.sub(&low).div(&high.sub(&low)).unwrap_or(Rational::ZERO);
        place.max(Rational::ZERO).min(Rational::ONE)
    }
}

fn above_zero(value: &Rational) -> bool {
    !value.is_zero() && !value.is_negative()
}

/// The least of 1, 2 and 5 times a power of ten of `unit` that divides `span` into no more than [`AIM`] steps.
fn step(span: &Rational, unit: &Rational, whole: bool) -> Rational {
    let least = span.div(&unit.mul(&AIM.into())).unwrap_or(Rational::ONE);
    if whole && least <= Rational::ONE {
        return unit.clone();
    }
    let power = Rational::from(10).pow(least.magnitude()).unwrap_or(Rational::ONE);
    let steps = [1, 2, 5, 10].map(|factor: i128| power.mul(&factor.into()));
    steps.into_iter().find(|step| *step >= least).unwrap_or(least).mul(unit)
}

fn multiples(low: &Rational, high: &Rational, step: &Rational) -> Vec<Rational> {
    let mut ticks = Vec::new();
    let mut tick = low.clone();
    while tick <= *high && ticks.len() < MOST {
        ticks.push(tick.clone());
        tick = tick.add(step);
    }
    ticks
}

fn power_of_two(power: i32) -> Rational {
    Rational::from(2).pow(power).unwrap_or(Rational::ONE)
}

/// The greatest power of two that is not above a number above 0.
fn floor_log2(value: &Rational) -> i32 {
    let bits = |bits: u64| i32::try_from(bits).unwrap_or(i32::MAX / 2);
    let guess = bits(value.numerator().bits()) - bits(value.denominator().bits());
    if power_of_two(guess) <= *value { guess } else { guess - 1 }
}

/// The logarithm to base 2, cut after [`DIGITS`] binary digits, by squaring; without doubles, whose logarithms differ
/// between machines. What is not above 0 has none and gets a very small one.
fn log2(value: &Rational) -> Rational {
    if !above_zero(value) {
        return Rational::from(i128::from(i32::MIN));
    }
    let whole = floor_log2(value);
    let scale = Rational::from(1i128 << MANTISSA);
    let mantissa = value.div(&power_of_two(whole)).unwrap_or(Rational::ONE).mul(&scale).floor();
    let mut mantissa = mantissa.to_i128().unwrap_or(1 << MANTISSA);
    let mut digits: i128 = 0;
    for _ in 0..DIGITS {
        mantissa = (mantissa * mantissa) >> MANTISSA;
        digits <<= 1;
        if mantissa >= 2 << MANTISSA {
            mantissa >>= 1;
            digits |= 1;
        }
    }
    Rational::from((i128::from(whole) << DIGITS) + digits).div(&Rational::from(1i128 << DIGITS)).unwrap_or(Rational::ZERO)
}
