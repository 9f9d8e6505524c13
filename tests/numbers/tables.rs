//! Tables of expected texts: one from another implementation of CLDR, one by hand with the rule beside each case.

use std::collections::BTreeMap;

use babacus::locale::Locale;

use super::{locale, shown};

/// The rows of a table: cells of a line, without comments.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

/// Makes a difference of spaces visible.
fn visible(text: &str) -> String {
    text.replace('\u{a0}', "⍽").replace('\u{202f}', "⎵")
}

/// Compares every row and shows all that differ.
fn compare(rows: impl Iterator<Item = (Vec<&'static str>, String)>) -> usize {
    let mut count = 0;
    let mut wrong = Vec::new();
    for (cells, found) in rows {
        count += 1;
        if found != cells[5] {
            wrong.push(format!("{}: expected {}, found {}", cells[..4].join(" | "), visible(cells[5]), visible(&found)));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
    count
}

/// What the program writes for every row of a table.
fn written(table: &'static str) -> impl Iterator<Item = (Vec<&'static str>, String)> {
    let mut locales: BTreeMap<&str, Locale> = BTreeMap::new();
    rows(table).map(move |cells| {
        let locale = locales.entry(cells[0]).or_insert_with(|| locale(cells[0]));
        let shown = shown(locale, cells[1], cells[2], cells[3]);
        let category = if cells[4] == "*" { "*" } else { shown.category.as_str() };
        let text = if category == cells[4] { shown.text } else { format!("{} ({category}, not {})", shown.text, cells[4]) };
        (cells, text)
    })
}

#[test]
fn as_another_implementation() {
    assert!(compare(written(include_str!("golden.tsv"))) > 3000);
}

#[test]
fn by_hand() {
    assert!(compare(written(include_str!("hand.tsv"))) > 250);
}
