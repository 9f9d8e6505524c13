//! Text into HTML: three escapes for three places.

/// Text between tags.
pub(super) fn text(out: &mut String, text: &str) {
    escape(out, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    });
}

/// Text in an attribute between double quotes.
pub(super) fn attribute(out: &mut String, text: &str) {
    escape(out, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        _ => None,
    });
}

/// An address in an attribute: what an address must not hold is percent-encoded, what is encoded already stays.
pub(super) fn address(out: &mut String, address: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in address.as_bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#x27;"),
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | b'[' | b']' | 0..=b' ' | 127.. => {
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
            _ => out.push(char::from(byte)),
        }
    }
}

fn escape(out: &mut String, text: &str, entity: impl Fn(u8) -> Option<&'static str>) {
    let mut done = 0;
    while let Some(at) = find(text.as_bytes(), done, |byte| matches!(byte, b'&' | b'<' | b'>' | b'"')) {
        out.push_str(&text[done..at]);
        match entity(text.as_bytes()[at]) {
            Some(entity) => out.push_str(entity),
            None => out.push_str(&text[at..at + 1]),
        }
        done = at + 1;
    }
    out.push_str(&text[done..]);
}

/// The first byte from `at` on that fits. Looks at blocks of bytes without branches, so that the compiler makes
/// vector instructions of it: most text has nothing to find.
pub(super) fn find(bytes: &[u8], at: usize, fits: impl Fn(u8) -> bool + Copy) -> Option<usize> {
    let (blocks, _) = bytes.get(at..)?.as_chunks::<32>();
    let mut start = at;
    for block in blocks {
        if block.iter().fold(false, |found, byte| found | fits(*byte)) {
            break;
        }
        start += block.len();
    }
    bytes[start..].iter().position(|byte| fits(*byte)).map(|offset| start + offset)
}
