//! Exact numbers: quotients of whole numbers that fit 64 bits on a fast path, of big integers beyond.

use std::cmp::Ordering;
use std::fmt;
use std::num::NonZeroI64;

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use serde::{Deserialize, Serialize};

/// An exact rational number, always in lowest terms, so that equal numbers are equal values.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rational(Repr);

/// The denominator of whole numbers.
const UNIT: NonZeroI64 = match NonZeroI64::new(1) {
    Some(unit) => unit,
    None => NonZeroI64::MAX,
};

/// Invariant: no common factor, a denominator above 0; what fits is always `Small`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum Repr {
    Small(i64, NonZeroI64),
    Big(Box<(BigInt, BigInt)>),
}

use Repr::{Big, Small};

impl Rational {
    /// Zero.
    pub const ZERO: Rational = Rational::small(0);
    /// One.
    pub const ONE: Rational = Rational::small(1);

    const fn small(whole: i64) -> Rational {
        Rational(Small(whole, UNIT))
    }

    /// `numerator / denominator`; `None` if the denominator is 0.
    pub fn new(numerator: BigInt, denominator: BigInt) -> Option<Rational> {
        if denominator.is_zero() {
            return None;
        }
        let common = numerator.gcd(&denominator);
        let sign = if denominator.is_negative() { -BigInt::one() } else { BigInt::one() };
        Some(Rational::lowest(&numerator / &common * &sign, denominator / common * sign))
    }

    /// A quotient in lowest terms; `denominator` is above 0.
    fn lowest(numerator: BigInt, denominator: BigInt) -> Rational {
        match (numerator.to_i64(), denominator.to_i64().and_then(NonZeroI64::new)) {
            (Some(numerator), Some(denominator)) => Rational(Small(numerator, denominator)),
            _ => Rational(Big(Box::new((numerator, denominator)))),
        }
    }

    /// A quotient of numbers that fit 128 bits; `denominator` is above 0.
    fn quotient(numerator: i128, denominator: i128) -> Rational {
        let (above, below) = (numerator.unsigned_abs(), denominator.unsigned_abs());
        let common = match (u64::try_from(above), u64::try_from(below)) {
            (Ok(above), Ok(below)) => u128::from(above.gcd(&below)),
            _ => above.gcd(&below),
        };
        let (above, below) = (above / common, below / common);
        let signed = |n: i64| if numerator < 0 { -n } else { n };
        match (i64::try_from(above), i64::try_from(below).ok().and_then(NonZeroI64::new)) {
            (Ok(above), Some(below)) => Rational(Small(signed(above), below)),
            _ if numerator < 0 => Rational::lowest(-BigInt::from(above), below.into()),
            _ => Rational::lowest(above.into(), below.into()),
        }
    }

    /// Reads `123`, `10_616_832` or `0.25`; `None` if it is no such number.
    pub fn parse(text: &str) -> Option<Rational> {
        let digits: String = text.chars().filter(|c| *c != '_').collect();
        if let Ok(whole) = digits.parse::<i128>() {
            return Some(whole.into());
        }
        let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
        let numerator = format!("{whole}{decimals}").parse::<BigInt>().ok()?;
        Rational::new(numerator, BigInt::from(10).pow(u32::try_from(decimals.len()).ok()?))
    }

    /// Numerator in lowest terms; it carries the sign.
    pub fn numerator(&self) -> BigInt {
        match &self.0 {
            Small(numerator, _) => BigInt::from(*numerator),
            Big(parts) => parts.0.clone(),
        }
    }

    /// Denominator in lowest terms, positive.
    pub fn denominator(&self) -> BigInt {
        match &self.0 {
            Small(_, denominator) => BigInt::from(denominator.get()),
            Big(parts) => parts.1.clone(),
        }
    }

    /// Numerator and denominator, as numbers.
    pub fn parts(&self) -> (Rational, Rational) {
        let whole = |n: BigInt| Rational::ratio(n, BigInt::one());
        (whole(self.numerator()), whole(self.denominator()))
    }

    /// Is it a whole number.
    pub fn is_whole(&self) -> bool {
        match &self.0 {
            Small(_, denominator) => *denominator == UNIT,
            Big(parts) => parts.1.is_one(),
        }
    }

    /// Is it 0.
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Small(0, _))
    }

    /// Is it below 0.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Small(numerator, _) => *numerator < 0,
            Big(parts) => parts.0.is_negative(),
        }
    }

    /// The value as `i128`, if it is whole and fits.
    pub fn to_i128(&self) -> Option<i128> {
        match &self.0 {
            Small(numerator, denominator) => (*denominator == UNIT).then(|| i128::from(*numerator)),
            Big(parts) => parts.0.to_i128().filter(|_| parts.1.is_one()),
        }
    }

    /// The nearest double, for pictures only.
    pub fn to_f64(&self) -> f64 {
        match self.to_i128() {
            Some(whole) => whole.to_f64().unwrap_or(f64::MAX),
            // Through 20 digits: numerator and denominator alone may be beyond a double.
            None => self.significant(20).parse().unwrap_or(f64::MAX),
        }
    }

    /// Bits of the larger of numerator and denominator: what the size limit counts.
    pub fn bits(&self) -> u64 {
        match &self.0 {
            Small(numerator, denominator) => {
                u64::from(64 - numerator.unsigned_abs().max(denominator.get().unsigned_abs()).leading_zeros())
            }
            Big(parts) => parts.0.bits().max(parts.1.bits()),
        }
    }

    /// Sum.
    #[must_use]
    pub fn add(&self, other: &Rational) -> Rational {
        match (&self.0, &other.0) {
            (Small(a, b), Small(c, d)) if *b == UNIT && *d == UNIT => match a.checked_add(*c) {
                Some(sum) => Rational::small(sum),
                None => (i128::from(*a) + i128::from(*c)).into(),
            },
            // Each product takes 126 bits at most: their sum fits.
            (Small(a, b), Small(c, d)) => Rational::quotient(wide(*a, d.get()) + wide(*c, b.get()), wide(b.get(), d.get())),
            _ => {
                let (b, d) = (self.denominator(), other.denominator());
                Rational::ratio(self.numerator() * &d + other.numerator() * &b, b * d)
            }
        }
    }

    /// Difference.
    #[must_use]
    pub fn sub(&self, other: &Rational) -> Rational {
        self.add(&other.neg())
    }

    /// Product.
    #[must_use]
    pub fn mul(&self, other: &Rational) -> Rational {
        match (&self.0, &other.0) {
            (Small(a, b), Small(c, d)) if *b == UNIT && *d == UNIT => match a.checked_mul(*c) {
                Some(product) => Rational::small(product),
                None => wide(*a, *c).into(),
            },
            (Small(a, b), Small(c, d)) => Rational::quotient(wide(*a, *c), wide(b.get(), d.get())),
            _ => Rational::ratio(self.numerator() * other.numerator(), self.denominator() * other.denominator()),
        }
    }

    /// Quotient; `None` if `other` is 0.
    #[must_use]
    pub fn div(&self, other: &Rational) -> Option<Rational> {
        match (&self.0, &other.0) {
            (_, Small(0, _)) => None,
            (Small(a, b), Small(c, d)) => {
                let (numerator, denominator) = (wide(*a, d.get()), wide(b.get(), *c));
                Some(if denominator < 0 {
                    Rational::quotient(-numerator, -denominator)
                } else {
                    Rational::quotient(numerator, denominator)
                })
            }
            _ => Rational::new(self.numerator() * other.denominator(), self.denominator() * other.numerator()),
        }
    }

    /// The opposite.
    #[must_use]
    pub fn neg(&self) -> Rational {
        match &self.0 {
            Small(numerator, denominator) => match numerator.checked_neg() {
                Some(numerator) => Rational(Small(numerator, *denominator)),
                None => Rational::quotient(-i128::from(*numerator), i128::from(denominator.get())),
            },
            Big(parts) => Rational::lowest(-parts.0.clone(), parts.1.clone()),
        }
    }

    /// The absolute value.
    #[must_use]
    pub fn abs(&self) -> Rational {
        if self.is_negative() { self.neg() } else { self.clone() }
    }

    /// A whole power; `None` for 0 to a negative power.
    #[must_use]
    pub fn pow(&self, exponent: i32) -> Option<Rational> {
        let power = exponent.unsigned_abs();
        if let Small(numerator, denominator) = &self.0
            && exponent >= 0
            && let (Some(numerator), Some(denominator)) = (numerator.checked_pow(power), denominator.checked_pow(power))
        {
            return Some(Rational(Small(numerator, denominator)));
        }
        let (numerator, denominator) = (self.numerator().pow(power), self.denominator().pow(power));
        if exponent < 0 { Rational::new(denominator, numerator) } else { Rational::new(numerator, denominator) }
    }

    /// The greatest whole number that is not above.
    #[must_use]
    pub fn floor(&self) -> Rational {
        match &self.0 {
            Small(numerator, denominator) => Rational::small(numerator.div_euclid(denominator.get())),
            Big(parts) => Rational::lowest(parts.0.div_floor(&parts.1), BigInt::one()),
        }
    }

    /// The least whole number that is not below.
    #[must_use]
    pub fn ceil(&self) -> Rational {
        self.neg().floor().neg()
    }

    /// Rounded to `digits` decimals (negative: to tens, hundreds …), halves away from 0.
    #[must_use]
    pub fn round(&self, digits: i32) -> Rational {
        if digits >= 0 && self.is_whole() {
            return self.clone();
        }
        let scale = Rational::from(10).pow(digits).unwrap_or(Rational::ONE);
        let half = Rational::ratio(BigInt::one(), BigInt::from(2));
        let magnitude = self.abs().mul(&scale).add(&half).floor().div(&scale).unwrap_or(Rational::ZERO);
        if self.is_negative() { magnitude.neg() } else { magnitude }
    }

    /// The exponent of the leading digit: 2 for 384, −1 for 0.25, 0 for 0.
    pub fn magnitude(&self) -> i32 {
        if self.is_zero() {
            return 0;
        }
        let (numerator, denominator) = (self.numerator().abs(), self.denominator());
        let digits = |n: &BigInt| i32::try_from(n.to_string().len()).unwrap_or(i32::MAX);
        let guess = digits(&numerator) - digits(&denominator);
        let at_least = |exponent: i32| Rational::from(10).pow(exponent).is_some_and(|power| self.abs() >= power);
        if at_least(guess) { guess } else { guess - 1 }
    }

    /// Rounded to a number of significant digits (at least 1), halves away from 0.
    #[must_use]
    pub fn round_significant(&self, digits: u8) -> Rational {
        self.round(i32::from(digits.max(1)) - 1 - self.magnitude())
    }

    /// Plain decimal text: all digits if the decimal ends, else `None`.
    pub fn exact_decimal(&self) -> Option<String> {
        if self.is_whole() {
            return Some(self.numerator().to_string());
        }
        let mut denominator = self.denominator();
        let mut places = [0u32; 2];
        for (count, factor) in places.iter_mut().zip([2u32, 5]) {
            while denominator.is_multiple_of(&BigInt::from(factor)) {
                denominator /= factor;
                *count += 1;
            }
        }
        denominator.is_one().then(|| self.decimals(places[0].max(places[1])))
    }

    /// Plain decimal text with `digits` significant digits at most, without trailing zeros.
    pub fn significant(&self, digits: u8) -> String {
        let rounded = self.round_significant(digits);
        rounded.exact_decimal().unwrap_or_default()
    }

    /// The value as the contracts write it: plain decimal digits, `.` as point, no exponent; if the decimal
    /// does not end, 20 significant digits and, second, the exact `p/q`.
    pub fn written(&self) -> (String, Option<String>) {
        match self.exact_decimal() {
            Some(text) => (text, None),
            None => (self.significant(20), Some(format!("{}/{}", self.numerator(), self.denominator()))),
        }
    }

    /// Text with exactly this many decimals; the value must end there.
    fn decimals(&self, places: u32) -> String {
        let scaled = self.numerator() * BigInt::from(10).pow(places) / self.denominator();
        let (sign, digits) = (scaled.sign(), scaled.abs().to_string());
        let places = places as usize;
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, decimals) = padded.split_at(padded.len() - places);
        let minus = if sign == Sign::Minus { "-" } else { "" };
        if decimals.is_empty() { format!("{minus}{whole}") } else { format!("{minus}{whole}.{decimals}") }
    }

    /// [`Rational::new`] where the denominator is known not to be 0.
    fn ratio(numerator: BigInt, denominator: BigInt) -> Rational {
        Rational::new(numerator, denominator).unwrap_or(Rational::ZERO)
    }
}

/// A product, which 128 bits hold.
fn wide(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

impl From<i128> for Rational {
    fn from(n: i128) -> Rational {
        match i64::try_from(n) {
            Ok(n) => Rational::small(n),
            Err(_) => Rational(Big(Box::new((n.into(), BigInt::one())))),
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Rational) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Rational) -> Ordering {
        match (&self.0, &other.0) {
            (Small(a, b), Small(c, d)) if b == d => a.cmp(c),
            (Small(a, b), Small(c, d)) => wide(*a, d.get()).cmp(&wide(*c, b.get())),
            _ => (self.numerator() * other.denominator()).cmp(&(other.numerator() * self.denominator())),
        }
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written().0)
    }
}
