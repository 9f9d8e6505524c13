//! The site's own HTML, read again: tags and texts in order. It reads what this program writes, not what anyone may
//! write: attributes stand between double quotes, and there are no comments.

use std::borrow::Cow;

/// A piece of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text, with its entities.
    Text(&'a str),
    /// The beginning of an element; an empty one has no end.
    Open(Tag<'a>),
    /// The end of an element.
    Close(&'a str),
}

/// The beginning of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name.
    pub name: &'a str,
    attributes: &'a str,
}

/// Elements of HTML without content; those of SVG and MathML say so themselves.
const EMPTY: [&str; 8] = ["br", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// Elements that stand on lines of their own.
pub(super) const BLOCKS: [&str; 16] = [
    "p",
    "div",
    "section",
    "aside",
    "figure",
    "figcaption",
    "details",
    "summary",
    "dl",
    "article",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];

impl<'a> Tag<'a> {
    /// The value of an attribute, its entities resolved.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut rest = self.attributes.trim_start();
        while !rest.is_empty() {
            let end = rest.bytes().position(|byte| matches!(byte, b'=' | b' ' | b'\n' | b'/')).unwrap_or(rest.len());
            let (own, after) = rest.split_at(end);
            let Some(value) = after.strip_prefix("=\"") else {
                rest = after.get(1..).unwrap_or("").trim_start();
                continue;
            };
            let (value, after) = value.split_at(value.bytes().position(|byte| byte == b'"').unwrap_or(value.len()));
            if own == name {
                return Some(unescape(value));
            }
            rest = after.get(1..).unwrap_or("").trim_start();
        }
        None
    }

    /// Is it of this class.
    pub(super) fn is_of(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split(' ').any(|own| own == class))
    }

    /// Has it no content and no end.
    pub(super) fn is_empty(&self) -> bool {
        self.attributes.ends_with('/') || EMPTY.contains(&self.name)
    }
}

/// The tokens of a piece of HTML.
pub(super) fn tokens(html: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let Some(inner) = rest.strip_prefix('<') else {
            let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            rest = after;
            return Some(Token::Text(text));
        };
        let end = end_of_tag(inner);
        let tag = &inner[..end];
        rest = inner.get(end + 1..).unwrap_or("");
        if let Some(name) = tag.strip_prefix('/') {
            return Some(Token::Close(name.trim_end()));
        }
        let (name, attributes) = tag.split_at(tag.find([' ', '\n', '/']).unwrap_or(tag.len()));
        Some(Token::Open(Tag { name, attributes }))
    })
}

/// Where the tag ends that a text begins with: `>` may stand between quotes.
fn end_of_tag(text: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at,
            _ => {}
        }
    }
    text.len()
}

/// What a page says: its article, without what the theme puts around it.
pub(super) fn article(page: &str) -> Option<&str> {
    let start = page.find("<article")?;
    let end = page[start..].rfind("</article>")?;
    Some(&page[start..start + end])
}

/// The description in a page's head.
pub(super) fn description(page: &str) -> Option<Cow<'_, str>> {
    let (_, rest) = page.split_once("<meta name=\"description\" content=\"")?;
    Some(unescape(rest.split('"').next()?))
}

/// Text without entities.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let entity = rest[at + 1..].find(';').filter(|length| *length <= 8).map(|length| &rest[at + 1..at + 1 + length]);
        match entity.and_then(character) {
            Some(character) => {
                out.push(character);
                rest = &rest[at + 2 + entity.map_or(0, str::len)..];
            }
            None => {
                out.push('&');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn character(entity: &str) -> Option<char> {
    Some(match entity {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Token, article, tokens, unescape};

    #[test]
    fn tags_and_texts() {
        let html = "a<p class=\"x > y\" id=\"i\">b &amp; c<br>d</p><path d=\"M0\"/>e";
        let found: Vec<Token<'_>> = tokens(html).collect();
        assert_eq!(found.len(), 8);
        let Token::Open(tag) = found[1] else { panic!("{found:?}") };
        assert_eq!((tag.name, tag.attribute("id").as_deref(), tag.is_empty()), ("p", Some("i"), false));
        assert!(tag.is_of("y") && !tag.is_of("z"));
        assert!(matches!(found[6], Token::Open(tag) if tag.is_empty()));
        assert_eq!(found[7], Token::Text("e"));
        assert_eq!(tokens("<p").count(), 1);
    }

    #[test]
    fn entities() {
        assert_eq!(unescape("a &lt;b&gt; &#39;c&#x27; &amp;amp; &x; & d&"), "a <b> 'c' &amp; &x; & d&");
    }

    #[test]
    fn articles() {
        assert_eq!(article("<main><article><h1>x</h1></article></main>"), Some("<article><h1>x</h1>"));
        assert_eq!(article("<main></main>"), None);
    }
}
