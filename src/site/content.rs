//! The bytes of a file of the built site, cheap to clone and to compare with those of an earlier build.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

/// The bytes of a file.
#[derive(Clone)]
pub struct Content(Kind);

#[derive(Clone)]
enum Kind {
    Static(&'static [u8]),
    Whole(Arc<Vec<u8>>),
    Framed(Arc<Framed>),
    Kept,
}

/// A text around others that many files share, or that are large: they are put together when they are written.
#[derive(Debug, Default)]
pub struct Framed {
    frame: String,
    inserts: Vec<Insert>,
    whole: OnceLock<Vec<u8>>,
}

/// A part of a shared text, and the byte of the frame that it stands before.
#[derive(Debug)]
struct Insert {
    at: usize,
    text: Arc<String>,
    range: Range<usize>,
}

impl Framed {
    /// Adds a text of its own.
    pub fn push(&mut self, text: &str) {
        self.frame.push_str(text);
    }

    /// Adds a part of a shared text.
    pub fn share(&mut self, text: &Arc<String>, range: Range<usize>) {
        self.inserts.push(Insert { at: self.frame.len(), text: text.clone(), range });
    }

    /// The pieces in order.
    fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        let mut at = 0;
        let ends = self.inserts.iter().map(|insert| (insert.at, Some(insert)));
        ends.chain([(self.frame.len(), None)]).flat_map(move |(end, insert)| {
            let own = &self.frame[at..end];
            at = end;
            [own.as_bytes(), insert.map_or(&[][..], |insert| &insert.text.as_bytes()[insert.range.clone()])]
        })
    }
}

impl Content {
    /// What lies in the output folder already: only its writer may be given it.
    pub fn kept() -> Content {
        Content(Kind::Kept)
    }

    /// Is it what lies in the output folder already, and not here.
    pub fn is_kept(&self) -> bool {
        matches!(self.0, Kind::Kept)
    }

    /// Is it the very content that an earlier build made. Contents that are not may be equal all the same.
    pub fn same(&self, other: &Content) -> bool {
        match (&self.0, &other.0) {
            (Kind::Static(own), Kind::Static(other)) => std::ptr::eq(*own, *other),
            (Kind::Whole(own), Kind::Whole(other)) => Arc::ptr_eq(own, other),
            (Kind::Framed(own), Kind::Framed(other)) => Arc::ptr_eq(own, other),
            (Kind::Kept, Kind::Kept) => true,
            _ => false,
        }
    }

    /// The bytes, put together in `room` if they are not in one piece; nothing is remembered.
    pub fn read<'a>(&'a self, room: &'a mut Vec<u8>) -> &'a [u8] {
        match &self.0 {
            Kind::Framed(framed) if framed.whole.get().is_none() => {
                room.clear();
                framed.pieces().for_each(|piece| room.extend_from_slice(piece));
                room
            }
            _ => self,
        }
    }
}

impl Deref for Content {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Kind::Static(bytes) => bytes,
            Kind::Whole(bytes) => bytes,
            Kind::Framed(framed) => framed.whole.get_or_init(|| framed.pieces().collect::<Vec<_>>().concat()),
            Kind::Kept => &[],
        }
    }
}

impl AsRef<[u8]> for Content {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl From<&'static [u8]> for Content {
    fn from(bytes: &'static [u8]) -> Content {
        Content(Kind::Static(bytes))
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Content {
        Content(Kind::Whole(Arc::new(bytes)))
    }
}

impl From<String> for Content {
    fn from(text: String) -> Content {
        text.into_bytes().into()
    }
}

impl From<Framed> for Content {
    fn from(framed: Framed) -> Content {
        Content(Kind::Framed(Arc::new(framed)))
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Content) -> bool {
        self.same(other) || !self.is_kept() && !other.is_kept() && **self == **other
    }
}

impl Eq for Content {}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.len())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Content, Framed};

    #[test]
    fn pieces_are_put_together() {
        let shared = Arc::new("0123456789".to_string());
        let mut framed = Framed::default();
        framed.share(&shared, 0..2);
        framed.push("a");
        framed.share(&shared, 2..5);
        framed.share(&shared, 5..5);
        framed.push("b");
        framed.share(&shared, 8..10);
        let content = Content::from(framed);
        assert_eq!(content.read(&mut Vec::new()), b"01a234b89");
        assert_eq!(*content, *b"01a234b89");
        assert!(content.same(&content.clone()) && content == Content::from("01a234b89".to_string()));
    }
}
