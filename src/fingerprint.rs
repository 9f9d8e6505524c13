//! What a thing was made of, as sixteen bytes: what is made of the same need not be made again.
//!
//! Two things with one fingerprint are taken to be equal; the hash is one that nobody can find a second text for.

use std::fmt::{self, Debug, Write};

use serde::{Deserialize, Serialize};

/// A hash of everything that a thing was made of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of bytes.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        Fingerprint::cut(blake3::hash(bytes))
    }

    fn cut(hash: blake3::Hash) -> Fingerprint {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.as_bytes()[..16]);
        Fingerprint(bytes)
    }

    /// So many hexadecimal digits of it, 32 at most.
    pub fn digits(self, count: usize) -> String {
        let mut text = format!("{self:?}");
        text.truncate(count);
        text
    }
}

impl Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A fingerprint in the making. Every part is added with its length, so that no two lists of parts run together.
#[derive(Debug, Default)]
pub struct Ingredients(blake3::Hasher);

impl Ingredients {
    /// Nothing yet.
    pub fn new() -> Ingredients {
        Ingredients::default()
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) -> &mut Ingredients {
        self.number(text.len() as u64);
        self.0.update(text.as_bytes());
        self
    }

    /// Adds a number.
    pub fn number(&mut self, number: u64) -> &mut Ingredients {
        self.0.update(&number.to_le_bytes());
        self
    }

    /// Adds what something else was made of.
    pub fn part(&mut self, part: Fingerprint) -> &mut Ingredients {
        self.0.update(&part.0);
        self
    }

    /// Adds a value as its `Debug` writes it, which must then say all of it and no address or span.
    pub fn value(&mut self, value: &impl Debug) -> &mut Ingredients {
        struct Sink<'a>(&'a mut blake3::Hasher, u64);
        impl Write for Sink<'_> {
            fn write_str(&mut self, text: &str) -> fmt::Result {
                self.0.update(text.as_bytes());
                self.1 += text.len() as u64;
                Ok(())
            }
        }
        let mut sink = Sink(&mut self.0, 0);
        // A hasher takes everything.
        _ = write!(sink, "{value:?}");
        let length = sink.1;
        self.number(length)
    }

    /// All of it.
    pub fn finish(&self) -> Fingerprint {
        Fingerprint::cut(self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, Ingredients};

    #[test]
    fn parts_do_not_run_together() {
        let of = |parts: &[&str]| {
            let mut all = Ingredients::new();
            parts.iter().for_each(|part| _ = all.text(part));
            all.finish()
        };
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["ab"]), of(&["ab", ""]));
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
        assert_ne!(Ingredients::new().value(&1).value(&11).finish(), Ingredients::new().value(&11).value(&1).finish());
        assert_eq!(Fingerprint::of(b"abc").digits(8).len(), 8);
    }
}
