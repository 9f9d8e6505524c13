//! Style sheets and scripts without what only their authors need: comments, indentation, empty lines. No names are
//! shortened and nothing is parsed, so that what a browser shows of a fault is still the author's line.

/// A style sheet without comments, and with one space where any were needed.
pub(super) fn sheet(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if matches!(first, '"' | '\'') {
            let length = quoted(rest, first);
            out.push_str(&rest[..length]);
            length
        } else if first.is_ascii_whitespace() {
            let length = rest.find(|letter: char| !letter.is_ascii_whitespace()).unwrap_or(rest.len());
            if !out.is_empty() && !out.ends_with([' ', '{', '}', ';', ',', ':']) {
                out.push(' ');
            }
            length
        } else {
            if matches!(first, '{' | '}' | ';' | ',') && out.ends_with(' ') {
                out.pop();
            }
            if first == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(first);
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    out
}

/// The length of a string with its quotes; the end of the text where it is not closed.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// A script without lines that are comments, and without indentation. Lines stay lines, as their ends may end a
/// statement. A script with a text over several lines is left as it is, since there spaces count.
pub(super) fn script(text: &str) -> String {
    let is_comment = |line: &str| line.starts_with("//") || line.starts_with("/*") && line.find("*/") == Some(line.len() - 2);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty() && !is_comment(line)).collect();
    let goes_on = |line: &&str| line.matches('`').count() % 2 == 1 || line.ends_with('\\') || line.contains("/*");
    if lines.iter().any(goes_on) {
        return text.to_string();
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{script, sheet};

    #[test]
    fn sheets() {
        let cases = [
            ("/* a */\n:root {\n  --x: 1px;\n  color: red;\n}\n", ":root{--x:1px;color:red}"),
            ("a :hover , b > c { width: calc(1px + 2px) }", "a :hover,b > c{width:calc(1px + 2px)}"),
            ("a::before { content: \"/* } ; ,  \\\" x\" / \"\"; }", "a::before{content:\"/* } ; ,  \\\" x\" / \"\"}"),
            ("@media (min-width: 4em) and (x) {}", "@media (min-width:4em) and (x){}"),
            ("a { b: url(  'c  d' ) }", "a{b:url( 'c  d' )}"),
            ("open /* comment", "open "),
            ("open 'text", "open 'text"),
        ];
        for (before, after) in cases {
            assert_eq!(sheet(before), after);
            assert_eq!(sheet(after), after, "nothing more to do");
        }
    }

    #[test]
    fn scripts() {
        assert_eq!(script("// a\n\n  let x = 1 // b\n  /** c */\n  x += `2`\n"), "let x = 1 // b\nx += `2`");
        for left in ["let x = `a\n  // b`", "/*\n  a\n*/ let x", "let x = 'a\\\n  b'"] {
            assert_eq!(script(left), left);
        }
        assert_eq!(script("let a = '//'\n/* x */ let b"), "let a = '//'\n/* x */ let b");
    }
}
