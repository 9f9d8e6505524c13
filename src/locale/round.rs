//! From an exact number to the decimal that is shown. Halves are rounded away from 0; no double is ever made.

use fixed_decimal::{Decimal, Sign, UnsignedDecimal};
use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::{CheckedAdd, CheckedMul, CheckedSub, ToPrimitive, checked_pow};

use crate::formula::rational::Rational;

/// A decimal, and whether digits were lost on the way to it.
#[derive(Debug, Clone)]
pub(super) struct Rounded {
    /// What is written. It is never `-0`.
    pub(super) decimal: Decimal,
    /// Is it another number than the exact one.
    pub(super) inexact: bool,
}

impl Rounded {
    /// The exponent of the first digit that is not 0.
    pub(super) fn magnitude(&self) -> i32 {
        i32::from(self.decimal.absolute.nonzero_magnitude_start())
    }

    /// Is its absolute value at least this (a number below 10,000).
    pub(super) fn reaches(&self, limit: u128) -> bool {
        let digit = |at| u128::from(self.decimal.absolute.digit_at(at));
        self.magnitude() > 3 || (0..4).rev().fold(0, |sum, at| sum * 10 + digit(at)) >= limit
    }
}

/// A number `value · times / per` that is about to be cut: numerator and denominator without sign, small if they can be.
#[derive(Debug)]
pub(super) struct Quantity {
    negative: bool,
    parts: Parts,
}

#[derive(Debug)]
enum Parts {
    Small(u128, u128),
    Big(BigUint, BigUint),
}

impl Quantity {
    /// `value · times / per`; `per` must not be 0.
    pub(super) fn new(value: &Rational, times: u128, per: u128) -> Quantity {
        let negative = value.is_negative();
        let small = match value.to_i128() {
            Some(whole) => whole.unsigned_abs().checked_mul(times).map(|numerator| (numerator, per)),
            None => None,
        };
        if let Some((numerator, denominator)) = small {
            return Quantity { negative, parts: Parts::Small(numerator, denominator) };
        }
        let (numerator, denominator) = (magnitude_of(value.numerator()) * times, magnitude_of(value.denominator()) * per);
        let parts = match (numerator.to_u128(), denominator.to_u128()) {
            (Some(numerator), Some(denominator)) => Parts::Small(numerator, denominator),
            _ => Parts::Big(numerator, denominator),
        };
        Quantity { negative, parts }
    }

    /// Cuts after `places(magnitude)` decimals, where the magnitude is the exponent of the leading digit (0 for 0);
    /// a negative number of decimals cuts at tens, hundreds …
    pub(super) fn round(&self, places: impl Fn(i32) -> i32) -> Rounded {
        match &self.parts {
            Parts::Small(numerator, denominator) => {
                let cut = leading(numerator, denominator).map(&places).and_then(|places| {
                    divide(numerator, denominator, places).map(|(digits, exact)| (digits.to_string(), places, exact))
                });
                match cut {
                    Some((digits, places, exact)) => finish(self.negative, &digits, places, exact),
                    None => self.round_big(&(*numerator).into(), &(*denominator).into(), places),
                }
            }
            Parts::Big(numerator, denominator) => self.round_big(numerator, denominator, places),
        }
    }

    fn round_big(&self, numerator: &BigUint, denominator: &BigUint, places: impl Fn(i32) -> i32) -> Rounded {
        let places = places(leading(numerator, denominator).unwrap_or(0));
        let (digits, exact) = divide(numerator, denominator, places).unwrap_or_default();
        finish(self.negative, &digits.to_string(), places, exact)
    }

    /// All digits, if the decimal ends.
    pub(super) fn exact(&self) -> Option<Rounded> {
        let places = match &self.parts {
            Parts::Small(numerator, denominator) => ending(numerator, denominator)?,
            Parts::Big(numerator, denominator) => ending(numerator, denominator)?,
        };
        Some(self.round(|_| places))
    }

    /// Numerator and denominator in lowest terms, for a fraction.
    pub(super) fn fraction(&self) -> (Rounded, Rounded) {
        let (numerator, denominator): (BigUint, BigUint) = match &self.parts {
            Parts::Small(numerator, denominator) => ((*numerator).into(), (*denominator).into()),
            Parts::Big(numerator, denominator) => (numerator.clone(), denominator.clone()),
        };
        let common = numerator.gcd(&denominator);
        (
            finish(self.negative, &(numerator / &common).to_string(), 0, true),
            finish(false, &(denominator / common).to_string(), 0, true),
        )
    }
}

/// Digits and their place as a decimal.
fn finish(negative: bool, digits: &str, places: i32, exact: bool) -> Rounded {
    // A number of the language has at most 4,096 bits; the decimal type holds 65,000 digits.
    let mut absolute = UnsignedDecimal::try_from_str(digits).unwrap_or_default();
    absolute.multiply_pow10(i16::try_from(-places).unwrap_or(0));
    absolute.trim_start();
    absolute.trim_end();
    let sign = if negative && !absolute.is_zero() { Sign::Negative } else { Sign::None };
    Rounded { decimal: Decimal::new(sign, absolute), inexact: !exact }
}

fn magnitude_of(number: BigInt) -> BigUint {
    number.into_parts().1
}

/// What rounding needs of a whole number, small or big; the small one answers `None` where it would overflow.
trait Whole: Integer + Clone + CheckedMul + CheckedAdd + CheckedSub + From<u8> {
    /// How many decimal digits it has.
    fn digits(&self) -> i32;

    /// Times a power of ten.
    fn shifted(&self, exponent: u32) -> Option<Self> {
        if exponent == 0 {
            return Some(self.clone());
        }
        self.checked_mul(&checked_pow(Self::from(10), exponent as usize)?)
    }
}

impl Whole for u128 {
    fn digits(&self) -> i32 {
        self.checked_ilog10().map_or(1, |log| log.cast_signed() + 1)
    }
}

impl Whole for BigUint {
    fn digits(&self) -> i32 {
        i32::try_from(self.to_string().len()).unwrap_or(i32::MAX)
    }
}

/// The exponent of the leading digit of a quotient; 0 for 0.
fn leading<T: Whole>(numerator: &T, denominator: &T) -> Option<i32> {
    if numerator.is_zero() {
        return Some(0);
    }
    let guess = numerator.digits() - denominator.digits();
    let shift = guess.unsigned_abs();
    let reached = if guess < 0 { numerator.shifted(shift)? >= *denominator } else { *numerator >= denominator.shifted(shift)? };
    Some(if reached { guess } else { guess - 1 })
}

/// The quotient in units of `10^-places`, and whether it is exact.
fn divide<T: Whole>(numerator: &T, denominator: &T, places: i32) -> Option<(T, bool)> {
    let shift = places.unsigned_abs();
    let (numerator, denominator) = if places < 0 {
        (numerator.clone(), denominator.shifted(shift)?)
    } else {
        (numerator.shifted(shift)?, denominator.clone())
    };
    let (quotient, rest) = numerator.div_rem(&denominator);
    let exact = rest.is_zero();
    let up = rest >= denominator.checked_sub(&rest)?;
    Some((if up { quotient.checked_add(&T::one())? } else { quotient }, exact))
}

/// After how many decimals a quotient ends, if it does.
fn ending<T: Whole>(numerator: &T, denominator: &T) -> Option<i32> {
    let mut rest = denominator.clone() / numerator.gcd(denominator);
    let mut places = [0, 0];
    for (count, factor) in places.iter_mut().zip([2, 5]) {
        let factor = T::from(factor);
        loop {
            let (quotient, left) = rest.div_rem(&factor);
            if !left.is_zero() {
                break;
            }
            rest = quotient;
            *count += 1;
        }
    }
    rest.is_one().then(|| places[0].max(places[1]))
}
