//! What holds for every text.

use std::collections::BTreeSet;

use proptest::prelude::{ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::{collection, prop_assert, prop_assert_eq, sample};

use babacus::diagnostic::SourceId;
use babacus::markdown::masked;

use super::page;

/// What Markdown, our inserts and CJK text are made of, and what they could trip over.
const PIECES: &[&str] = &[
    "{{ a }}",
    "{{ a : GiB .2 }}",
    "{{ t where {b = 1} }}",
    "{{ \"}}\" }}",
    "{{",
    "}}",
    "{",
    "}",
    "{% x y %}",
    "{% holds yes %}",
    "{% holds no %}",
    "{% else %}",
    "{% end %}",
    "{%",
    "%}",
    "{# c #}",
    "{# ",
    "#}",
    "\n",
    "\n\n",
    "\r\n",
    "- ",
    "> ",
    "# ",
    "## ",
    "1. ",
    "[x] ",
    "[ ] ",
    "|",
    "a|b\n|-|:-:|\n|",
    "`",
    "``",
    "```",
    "\n```\n",
    "```python live\n",
    "~~~\n",
    "**",
    "*",
    "***",
    "_",
    "~~",
    "~",
    "[",
    "]",
    "](",
    "](/u \"t\")",
    "](<u%20v>)",
    "![",
    ")",
    "(",
    "\"",
    "漢",
    "かな",
    "「",
    "」",
    "、",
    "（",
    "한",
    "a",
    "word",
    " ",
    "  \n",
    "    ",
    "\t",
    "$",
    "$$",
    "$x^2$",
    "&amp;",
    "&#xE000;",
    "\u{E000}",
    "\u{E001}",
    "\u{1800}",
    "\u{378}",
    "\u{10100}",
    "𠮷",
    "é",
    "e\u{301}",
    "\\",
    "[^1]",
    "\n[^1]: ",
    " {#id}",
    "\n: ",
    "---",
    "***\n",
    "\n[r]: /u \"t\"\n",
    "[r]",
    "> [!NOTE]\n> ",
    "🦀",
    ":",
    "=",
];

const HTML: &[&str] =
    &["<", ">", "<!--", "-->", "<b>", "</b>", "<a href=\"{{ x }}\">", "</a>", "\n<div>\n", "<details>", "<https://e.org>"];

fn text(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    collection::vec(sample::select(pieces), 0..40).prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    let with_html: &'static [&'static str] = Box::leak([PIECES, HTML].concat().into_boxed_slice());
    prop_oneof![4 => text(with_html), 1 => any::<String>()]
}

fn line_ends(text: &str) -> BTreeSet<usize> {
    text.match_indices(['\n', '\r']).map(|(at, _)| at).collect()
}

/// Are all elements closed, in order.
fn is_balanced(html: &str) -> Result<(), String> {
    let mut open = Vec::new();
    for part in html.split('<').skip(1) {
        let name: String = part.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if part.starts_with('/') {
            let last = open.pop();
            if last.as_ref() != Some(&name) {
                return Err(format!("</{name}> closes {last:?}"));
            }
        } else if !["br", "hr", "img", "input"].contains(&name.as_str()) && !part[..part.find('>').unwrap_or(0)].ends_with('/') {
            open.push(name);
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} never end")) }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn a_mask_keeps_length_and_lines(text in any_text()) {
        let masked = masked(&text);
        prop_assert_eq!(masked.len(), text.len());
        prop_assert_eq!(line_ends(&masked), line_ends(&text));
    }

    #[test]
    fn a_mask_of_plain_text_is_the_text(text in "[^{*~]*") {
        prop_assert_eq!(masked(&text), text);
    }

    #[test]
    fn stars_between_words_are_not_masked(text in "([a-z ]+[*~]{1,3}[a-z ]+\n?){0,5}") {
        prop_assert_eq!(masked(&text), text);
    }

    #[test]
    fn nothing_panics_and_spans_are_true(text in any_text(), ja in any::<bool>()) {
        let (document, _, _) = page(&text, ja);
        prop_assert_eq!(document.source(), SourceId(0));
        for insert in document.inserts() {
            let written = &text[insert.span.start as usize..insert.span.end as usize];
            prop_assert!(written.starts_with('{') && written.ends_with('}'), "{}", written);
        }
        for heading in document.headings() {
            prop_assert!(text.get(heading.span.start as usize..heading.span.end as usize).is_some());
        }
        for link in document.links() {
            prop_assert!(text.get(link.span.start as usize..link.span.end as usize).is_some());
        }
    }

    #[test]
    fn elements_are_closed(text in text(PIECES), ja in any::<bool>()) {
        let (_, body, _) = page(&text, ja);
        prop_assert_eq!(is_balanced(&body.html), Ok(()), "{}", body.html);
    }

    #[test]
    fn plain_markdown_is_pulldown_cmarks_own(text in text(PLAIN)) {
        let mut expected = String::new();
        pulldown_cmark::html::push_html(&mut expected, pulldown_cmark::Parser::new_ext(&text, pulldown_cmark::Options::ENABLE_STRIKETHROUGH));
        let (_, body, _) = page(&text, false);
        let mut ours = [" loading=\"lazy\"", " translate=\"no\"", " tabindex=\"0\"", " rel=\"external\""].iter().fold(body.html, |html, ours| html.replace(ours, ""));
        for heading in 1..=body.toc.len() {
            ours = ours.replace(&format!(" id=\"section-{heading}\""), "");
        }
        prop_assert_eq!(ours, expected.replace(" />", ">").replace("&#39;", "'"));
    }
}

/// Markdown that we write as pulldown-cmark does, but for attributes of code and the slash of empty elements.
const PLAIN: &[&str] = &[
    "a",
    "word",
    "é",
    " ",
    "\n",
    "\n\n",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "``",
    "- ",
    "> ",
    "1. ",
    "3) ",
    "  ",
    "    ",
    "\\",
    "&amp;",
    "&",
    "<",
    ">",
    "\"",
    "'",
    "[",
    "](/u)",
    "](/u \"t\")",
    "](<u v>)",
    "(",
    ")",
    "![](/u)",
    "---\n",
    "\n```\n",
    "```\n",
    "  \n",
    "<b>",
    "</b>",
    "\n<div>\n",
    "<https://e.org>",
    "<m@e.org>",
    "\n[r]: /u 't'\n",
    "[r]",
    ".",
];
