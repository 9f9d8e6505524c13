//! Where one is in raw HTML: between tags, in a tag, in a comment, in a link.

/// Follows raw HTML from piece to piece.
#[derive(Debug, Default)]
pub(super) struct Raw {
    region: Region,
    /// Elements that are open and may hold no link.
    links: usize,
}

/// Where a piece of raw HTML ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Region {
    /// Between tags.
    #[default]
    Text,
    /// Between `<` and `>`.
    Tag,
    /// Between `<!--` and `-->`.
    Comment,
}

impl Raw {
    /// Reads a piece and says where its end is.
    pub(super) fn region(&mut self, mut html: &str) -> Region {
        loop {
            let (closer, next) = match self.region {
                Region::Text => ("<", Region::Tag),
                Region::Tag => (">", Region::Text),
                Region::Comment => ("-->", Region::Text),
            };
            let Some(at) = html.find(closer) else { return self.region };
            html = &html[at..];
            self.region = if self.region == Region::Text && html.starts_with("<!--") { Region::Comment } else { next };
            if self.region == Region::Tag {
                self.count(html);
            }
            html = &html[closer.len()..];
        }
    }

    /// A new block of HTML begins; what the last one left open in a tag or comment ends.
    pub(super) fn begin(&mut self) {
        self.region = Region::Text;
    }

    /// Is a link, a button or a summary open.
    pub(super) fn in_link(&self) -> bool {
        self.links > 0
    }

    fn count(&mut self, tag: &str) {
        let name = tag.trim_start_matches(['<', '/']);
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        if ["a", "button", "summary"].iter().any(|holder| name.eq_ignore_ascii_case(holder)) {
            self.links = if tag.starts_with("</") { self.links.saturating_sub(1) } else { self.links + 1 };
        }
    }
}
