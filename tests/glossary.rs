//! The glossary page says what the messages of the glossary say: the same terms in four languages, with their meanings.

use std::collections::BTreeMap;
use std::path::Path;

/// The languages, in the order of the page's columns; but its own comes first.
const LANGUAGES: [&str; 4] = ["ja", "de", "zh", "fr"];

/// A file of the site.
fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

/// Name and meaning of each term, by id.
fn terms(language: &str) -> BTreeMap<String, (String, String)> {
    let text = read(&format!("locales/{language}/glossary.ftl"));
    let mut terms: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut last = String::new();
    for line in text.lines() {
        if let Some((id, name)) = line.strip_prefix("term-").and_then(|line| line.split_once(" = ")) {
            last = id.to_string();
            terms.insert(last.clone(), (name.to_string(), String::new()));
        } else if let Some(meaning) = line.trim_start().strip_prefix(".meaning = ") {
            terms.get_mut(&last).expect("a meaning stands below its term").1 = meaning.to_string();
        }
    }
    terms
}

/// The text of a cell, without marks, links and elements around it.
fn plain(cell: &str) -> String {
    let mut text = cell.trim().replace("**", "");
    while let Some(start) = text.find('<') {
        let end = text[start..].find('>').expect("an element ends") + start;
        text.replace_range(start..=end, "");
    }
    if let Some((name, _)) = text.strip_prefix('[').and_then(|link| link.split_once("](")) {
        return name.to_string();
    }
    text
}

#[test]
fn page_and_messages_agree() {
    let glossaries = LANGUAGES.map(terms);
    for (own, language) in LANGUAGES.iter().enumerate() {
        let page = read(&format!("content/{language}/glossary.md"));
        let rows = page.lines().filter(|line| line.starts_with("| **"));
        let shown: Vec<(Vec<String>, String)> = rows
            .map(|row| {
                let mut cells = row.trim_matches('|').split(" | ");
                let (name, meaning) = cells.next().and_then(|cell| cell.split_once("<br>")).expect("a term and its meaning");
                let mut names: Vec<String> = cells.take(LANGUAGES.len() - 1).map(plain).collect();
                names.insert(own, plain(name));
                (names, plain(meaning))
            })
            .collect();
        for id in glossaries[own].keys() {
            let names = glossaries.each_ref().map(|terms| terms[id].0.clone());
            let row = shown.iter().find(|(shown, _)| *shown == names);
            let (_, meaning) = row.unwrap_or_else(|| panic!("{language}: no row has the term `{id}` as {names:?}"));
            assert_eq!(*meaning, glossaries[own][id].1, "{language}: the meaning of `{id}`");
        }
        assert_eq!(shown.len(), glossaries[own].len(), "{language}: every row is a term of the messages");
    }
}
