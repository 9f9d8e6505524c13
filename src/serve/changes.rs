//! Which files and which numbers a build changed, read off the files themselves.

use std::collections::BTreeMap;

use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use serde_json::{Value as Json, json};

use super::board::Files;

/// At most this many pages are named to an open page, and as many other files.
const NAMED: usize = 100;

/// Endings of files that a page shows or runs.
const SHOWN: [&str; 9] = [".avif", ".css", ".gif", ".jpeg", ".jpg", ".js", ".png", ".svg", ".webp"];

/// What a build changed.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Pages, with how many of their numbers changed; those without are left out.
    pages: BTreeMap<String, usize>,
    /// Files that pages show or run.
    files: Vec<String>,
}

impl Changes {
    /// Compares two builds.
    pub(super) fn between(old: &Files, new: &Files) -> Changes {
        let changed: Vec<(&String, usize)> = new
            .into_par_iter()
            .filter_map(|(path, bytes)| {
                let before = old.get(path)?;
                let is_page = path.ends_with(".html");
                let matters = is_page || SHOWN.iter().any(|ending| path.ends_with(ending));
                // Most files are the very same, which need not be read.
                if !matters || before.same(bytes) {
                    return None;
                }
                let (mut old, mut new) = (Vec::new(), Vec::new());
                let (old, new) = (before.read(&mut old), bytes.read(&mut new));
                let differs = old != new;
                let numbers = if differs && is_page { changed_numbers(old, new) } else { 0 };
                (differs && (numbers > 0 || !is_page)).then_some((path, numbers))
            })
            .collect();
        let (pages, files): (Vec<_>, Vec<_>) = changed.into_iter().partition(|(_, numbers)| *numbers > 0);
        Changes {
            pages: pages.into_iter().map(|(path, numbers)| (path.clone(), numbers)).collect(),
            files: files.into_iter().map(|(path, _)| path.clone()).collect(),
        }
    }

    /// What an open page is told: the numbers that changed on others, and files that it may show.
    pub(super) fn beside(&self, page: &str) -> Json {
        let others = || self.pages.iter().filter(|(path, _)| path.as_str() != page);
        let named = others().take(NAMED).map(|(path, numbers)| {
            let address = path.strip_suffix("index.html").unwrap_or(path);
            json!({ "address": format!("/{address}"), "numbers": numbers })
        });
        json!({
            "pages": others().count(),
            "numbers": others().map(|(_, numbers)| numbers).sum::<usize>(),
            "named": named.collect::<Vec<_>>(),
            "files": self.files.iter().take(NAMED).map(|path| format!("/{path}")).collect::<Vec<_>>(),
        })
    }
}

/// How many numbers of a page read otherwise than before. The numbers of one expression are compared in order.
fn changed_numbers(before: &[u8], after: &[u8]) -> usize {
    let (Ok(before), Ok(after)) = (std::str::from_utf8(before), std::str::from_utf8(after)) else { return 0 };
    let old = numbers(before);
    let is_new = |(expression, texts): (&&str, &Vec<&str>)| {
        let known = old.get(*expression).map(Vec::as_slice).unwrap_or_default();
        texts.iter().zip(known).filter(|(new, old)| new != old).count()
    };
    numbers(after).iter().map(is_new).sum()
}

/// The numbers that a page shows, by expression, as they stand in it.
fn numbers(page: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for part in page.split("<data class=\"n\"").skip(1) {
        let Some((tag, rest)) = part.split_once('>') else { continue };
        let expression = tag.split_once(" data-expr=\"").and_then(|(_, rest)| rest.split_once('"'));
        let text = rest.split_once("</data>");
        if let (Some((expression, _)), Some((text, _))) = (expression, text) {
            found.entry(expression).or_default().push(text);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Changes, Files};
    use crate::site::Content;

    fn files(list: &[(&str, &'static str)]) -> Files {
        list.iter().map(|(path, text)| ((*path).to_string(), Content::from(text.as_bytes()))).collect()
    }

    #[test]
    fn between_two_builds() {
        let number = |text: &str| format!("<p><data class=\"n\" value=\"1\" data-expr=\"a &gt; b\">{text}</data></p>");
        let page = |texts: &[&str]| -> &'static str { texts.iter().map(|text| number(text)).collect::<String>().leak() };
        let old = files(&[
            ("ja/index.html", page(&["1", "2"])),
            ("de/index.html", page(&["1"])),
            ("a/index.html", "<p>word</p>"),
            ("x.svg", "1"),
            ("numbers.json", "1"),
        ]);
        let new = files(&[
            ("ja/index.html", page(&["1", "3", "4"])),
            ("de/index.html", page(&["5"])),
            ("a/index.html", "<p>other</p>"),
            ("x.svg", "2"),
            ("numbers.json", "2"),
        ]);
        let told = Changes::between(&old, &new).beside("de/index.html");
        let expected = r#"{"pages":1,"numbers":1,"named":[{"address":"/ja/","numbers":1}],"files":["/x.svg"]}"#;
        assert_eq!(told.to_string(), expected);
    }
}
