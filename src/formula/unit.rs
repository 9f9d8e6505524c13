//! Dimensions, counting labels and units: what may be added to what, and what a literal's unit is worth.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::rational::Rational;

/// Counting units that every book knows; `unit NAME` declares more.
const COUNTING: [&str; 4] = ["param", "token", "layer", "head"];

/// What a base of a [`Dimension`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A real dimension: `B`, `s`, or one that the book declares.
    Dimension,
    /// A label on a pure number: `param`, `token`. A pure expression may be given or compared with one.
    Label,
}

/// A product of powers of bases, in the order of their names: `B/param` is `B¹ param⁻¹`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Dimension(Vec<(Arc<str>, Kind, i32)>);

impl Dimension {
    /// No unit at all: a pure number.
    pub fn pure() -> Dimension {
        Dimension::default()
    }

    /// One base to the first power.
    pub fn base(name: &str, kind: Kind) -> Dimension {
        Dimension(vec![(Arc::from(name), kind, 1)])
    }

    /// Has it no unit and no label.
    pub fn is_pure(&self) -> bool {
        self.0.is_empty()
    }

    /// Are all its bases labels: then it is a number that a pure one may be compared with.
    pub fn is_label(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(|(_, kind, _)| *kind == Kind::Label)
    }

    /// Is it a single base to the first power, such as `B` or `param`: then values must come out whole
    /// (seconds and declared dimensions excepted).
    pub fn is_counted(&self) -> bool {
        matches!(&self.0[..], [(name, kind, 1)] if *kind == Kind::Label || &**name == "B")
    }

    /// Is it bytes.
    pub fn is_bytes(&self) -> bool {
        matches!(&self.0[..], [(name, Kind::Dimension, 1)] if &**name == "B")
    }

    /// The bases with their powers.
    pub fn bases(&self) -> impl Iterator<Item = (&str, i32)> {
        self.0.iter().map(|(name, _, power)| (&**name, *power))
    }

    /// The names of its bases that are quantities, not labels.
    pub fn quantities(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(_, kind, _)| *kind == Kind::Dimension).map(|(name, ..)| &**name)
    }

    /// Is this one of its bases.
    pub fn has(&self, base: &str) -> bool {
        self.0.iter().any(|(name, ..)| **name == *base)
    }

    /// The product with `other` to a power; 1 multiplies, −1 divides.
    #[must_use]
    pub fn times(&self, other: &Dimension, power: i32) -> Dimension {
        let mut powers: BTreeMap<(Arc<str>, Kind), i32> = BTreeMap::new();
        for (name, kind, own) in &self.0 {
            powers.insert((name.clone(), *kind), *own);
        }
        for (name, kind, own) in &other.0 {
            let sum = powers.entry((name.clone(), *kind)).or_default();
            // Nobody's unit goes so far; it only must not overflow.
            *sum = sum.saturating_add(own.saturating_mul(power)).max(-i32::MAX);
        }
        Dimension(powers.into_iter().filter(|(_, power)| *power != 0).map(|((name, kind), power)| (name, kind, power)).collect())
    }

    /// The dimension to a power.
    #[must_use]
    pub fn power(&self, power: i32) -> Dimension {
        Dimension::pure().times(self, power)
    }
}

impl fmt::Display for Dimension {
    /// `B/param`, `1/s`, `EUR*s^2`; nothing for a pure number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let write = |name: &str, power: i32| if power == 1 { name.to_string() } else { format!("{name}^{power}") };
        let over: Vec<_> = self.bases().filter(|(_, power)| *power > 0).map(|(name, power)| write(name, power)).collect();
        let under: Vec<_> = self.bases().filter(|(_, power)| *power < 0).map(|(name, power)| write(name, -power)).collect();
        f.write_str(&if over.is_empty() && !under.is_empty() { "1".to_string() } else { over.join("*") })?;
        under.iter().try_for_each(|name| write!(f, "/{name}"))
    }
}

/// A unit as it may stand after a literal: how many base units it is, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Base units in one: 1024 for `KiB`.
    pub factor: Rational,
    /// Its dimension.
    pub dimension: Dimension,
}

/// Powers of 1000 and of 1024 with which bytes are written, smallest first.
pub const BYTE_UNITS: [(&str, u32, u32); 9] = [
    ("B", 1000, 0),
    ("kB", 1000, 1),
    ("MB", 1000, 2),
    ("GB", 1000, 3),
    ("TB", 1000, 4),
    ("KiB", 1024, 1),
    ("MiB", 1024, 2),
    ("GiB", 1024, 3),
    ("TiB", 1024, 4),
];

/// The units of a book.
#[derive(Debug, Clone)]
pub struct Units {
    names: BTreeMap<String, Unit>,
}

impl Default for Units {
    fn default() -> Units {
        let mut units = Units { names: BTreeMap::new() };
        for (name, base, power) in BYTE_UNITS {
            let factor = Rational::from(i128::from(base).pow(power));
            units.names.insert(name.to_string(), Unit { factor, dimension: Dimension::base("B", Kind::Dimension) });
        }
        units.declare("s", Kind::Dimension);
        for name in COUNTING {
            units.declare(name, Kind::Label);
        }
        units
    }
}

impl Units {
    /// Declares a base: `dimension EUR`, `unit tensor`. A name that exists already stays what it was: `false`.
    pub fn declare(&mut self, name: &str, kind: Kind) -> bool {
        let unit = Unit { factor: Rational::ONE, dimension: Dimension::base(name, kind) };
        if let Some(known) = self.names.get(name) {
            return *known == unit;
        }
        self.names.insert(name.to_string(), unit);
        true
    }

    /// The unit of this name.
    pub fn get(&self, name: &str) -> Option<&Unit> {
        self.names.get(name)
    }

    /// All names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }
}
