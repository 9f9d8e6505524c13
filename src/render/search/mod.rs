//! The search: an index per language that a browser loads piece by piece, when somebody searches.
//!
//! ```text
//! search/<language>/index.js          all words, sorted, and which file has what; it is asked for anew each time
//! search/<language>/hits-N.<hash>.js  for each of a range of words: the units that have it, and how much it says there
//! search/<language>/texts-N.<hash>.js the units of a range: address, title, heading, text
//! ```
//! A *unit* is a page's beginning or one of its sections. The files are scripts, not JSON: a page that is read from a
//! disk may load the one and not the other. `static/search.js` is the other half: it cuts a query into words by the same
//! rules ([`words`]), finds those of the index that contain them (so that a part of a compound is enough), and ranks.
//!
//! Pagefind was measured first, on the same queries (`docs/outputs.md`): it finds no part of a German compound but its
//! beginning, cuts Japanese and Chinese into words that a query cuts otherwise, and needs a server.

mod units;
mod words;

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde_json::json;

use super::memo::{Known, Memo};
use super::{Scope, artifact};
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::site::Artifact;

pub(super) use units::Unit;

/// Where the files are.
pub(super) const FOLDER: &str = "search";

/// A file of hits or texts is closed when it reaches this many bytes.
const FILE_SIZE: usize = 64 << 10;

/// What stands before the words of a whole title, so that it is found as such.
const TITLE: char = '=';

/// What a search finds in pages among these files; nothing if the site wants no search.
pub(super) fn units(scope: &Scope<'_>, files: &[Artifact]) -> Vec<Unit> {
    if !scope.manuscript.config.outputs.search {
        return Vec::new();
    }
    let of_file = |file: &Artifact| {
        let (folder, path) = file.path.split_once('/')?;
        let address = path.strip_suffix("index.html")?;
        let language = scope.languages().iter().position(|language| language.folder == folder)?;
        let mut room = Vec::new();
        Some(units::units(language, address, std::str::from_utf8(file.bytes.read(&mut room)).ok()?))
    };
    files.par_iter().filter_map(of_file).flatten_iter().collect()
}

/// The index of every language, made of what is found in all files; it is made anew only if some of that changed.
pub(super) fn search(scope: &Scope<'_>, memo: &Memo, made: &[(String, Known)]) -> Option<(String, Known)> {
    if !scope.manuscript.config.outputs.search {
        return None;
    }
    // In an order of its own: what was known comes before what was drawn.
    let mut order: Vec<&(String, Known)> = made.iter().collect();
    order.sort_unstable_by_key(|(name, _)| name);
    let mut of = Ingredients::new();
    of.part(scope.stand.heads);
    order.iter().for_each(|(name, known)| _ = of.text(name).part(known.units().1));
    let of = of.finish();
    let known = memo.find(FOLDER, of, || of).unwrap_or_else(|| {
        let all: Vec<&Unit> = order.iter().flat_map(|(_, known)| known.units().0).collect();
        let files = (0..scope.languages().len()).into_par_iter().flat_map_iter(|language| index(scope, language, &all));
        Known::new(of, of, &files.collect::<Vec<_>>())
    });
    Some((FOLDER.to_string(), known))
}

/// How much a word says of a unit: the letters `A` to `Z` in the files.
type Weight = u8;

fn index(scope: &Scope<'_>, language: usize, all: &[&Unit]) -> Vec<Artifact> {
    let own = &scope.languages()[language];
    let decimal = own.locale.table().numerals.decimal.chars().next().unwrap_or('.');
    let mut units: Vec<&Unit> = all.iter().filter(|unit| unit.language == language).copied().collect();
    // The home page, then what readers read, then the formula book.
    units.sort_by_key(|unit| (unit.in_book, unit.address.contains('/')));
    let counted: Vec<HashMap<String, Count>> = units.par_iter().map(|unit| count(unit, decimal)).collect();
    let length = |counts: &HashMap<String, Count>| counts.values().map(|count| count.text).sum::<u32>();
    let average = (counted.iter().map(length).sum::<u32>() / u32::try_from(units.len().max(1)).unwrap_or(1)).max(1);
    let mut hits: BTreeMap<String, Vec<(usize, Weight)>> = BTreeMap::new();
    for (unit, counts) in counted.into_iter().enumerate() {
        let length = length(&counts);
        for (word, count) in counts {
            let weight = count.weight(length, average);
            hits.entry(word).or_default().push((unit, weight));
        }
    }
    files(&own.folder, decimal, &units, &hits)
}

/// How often a word stands in the parts of a unit.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    text: u32,
    heading: bool,
    title: bool,
    /// Is the title that of the page around.
    page: bool,
}

impl Count {
    /// From 0 to 25, by the parts and by how often in a text of this length: a word that is one of many says less.
    fn weight(self, length: u32, average: u32) -> Weight {
        // In hundredths; BM25 with whole numbers, which are the same on every machine.
        let often = self.text * 1000 / (self.text * 10 + 5 + 7 * length / average).max(1);
        let part = |is: bool, points: u32| if is { points } else { 0 };
        let points = often + part(self.heading, 160) + part(self.title, 200) + part(self.page, 40);
        Weight::try_from((points / 12).min(25)).unwrap_or(25)
    }
}

fn count(unit: &Unit, decimal: char) -> HashMap<String, Count> {
    let mut counts: HashMap<String, Count> = HashMap::new();
    let mut add = |text: &str, note: &dyn Fn(&mut Count)| {
        words::words(text, decimal, &mut |word| note(counts.entry(word.to_string()).or_default()));
    };
    add(&unit.text, &|count| count.text += 1);
    add(&unit.heading, &|count| count.heading = true);
    let is_first = unit.heading.is_empty();
    add(&unit.title, &|count| if is_first { count.title = true } else { count.page = true });
    add(&unit.name, &|count| count.title = true);
    // A formula's id counts as a title too; an input is called what the text around it is about.
    let id = if is_first { unit.name.as_str() } else { "" };
    for title in [if is_first { &unit.title } else { &unit.heading }, id].iter().filter(|title| !title.is_empty()) {
        counts.insert(format!("{TITLE}{}", words::folded(title)), Count { title: true, ..Count::default() });
    }
    counts
}

/// Writes the files of a language.
fn files(folder: &str, decimal: char, units: &[&Unit], hits: &BTreeMap<String, Vec<(usize, Weight)>>) -> Vec<Artifact> {
    let mut files = Vec::new();
    let mut close = |kind: &str, number: usize, content: String| {
        let text = format!("babacusSearch({:?}, {number}, {content});\n", kind);
        let name = format!("{kind}-{number}.{}.js", Fingerprint::of(text.as_bytes()).digits(8));
        files.push(artifact(format!("{FOLDER}/{folder}/{name}"), text));
        name
    };
    let lines = hits.values().map(|hits| line(hits));
    let (hit_starts, hit_files) = split(lines, |number, lines| close("hits", number, json!(lines.join("\n")).to_string()));
    let texts = units.iter().map(|unit| json!([unit.address, unit.title, unit.heading, unit.text]).to_string());
    let (text_starts, text_files) = split(texts, |number, texts| close("texts", number, format!("[{}]", texts.join(",\n"))));
    let list: Vec<&str> = hits.keys().map(String::as_str).collect();
    let content = json!({
        "decimal": decimal.to_string(),
        "units": units.len(),
        "home": units.iter().position(|unit| unit.address.contains('/')).unwrap_or(units.len()),
        "book": units.iter().position(|unit| unit.in_book).unwrap_or(units.len()),
        "hits": [hit_starts, hit_files],
        "texts": [text_starts, text_files],
        "words": list.join("\n"),
    });
    files.push(artifact(format!("{FOLDER}/{folder}/index.js"), format!("babacusSearch(\"index\", 0, {content});\n")));
    files
}

/// Puts items into files of about [`FILE_SIZE`]; the number of each file's first item, and the names.
fn split(items: impl Iterator<Item = String>, mut close: impl FnMut(usize, Vec<String>) -> String) -> (Vec<usize>, Vec<String>) {
    let (mut starts, mut names) = (Vec::new(), Vec::new());
    let (mut open, mut size) = (Vec::new(), 0);
    for (number, item) in items.enumerate() {
        if open.is_empty() {
            starts.push(number);
        }
        size += item.len();
        open.push(item);
        if size >= FILE_SIZE {
            names.push(close(names.len(), std::mem::take(&mut open)));
            size = 0;
        }
    }
    if !open.is_empty() {
        names.push(close(names.len(), open));
    }
    (starts, names)
}

/// The hits of a word: the distance from the unit before with the digits `0` to `z`, and the weight as a letter.
fn line(hits: &[(usize, Weight)]) -> String {
    let mut line = String::with_capacity(hits.len() * 3);
    let mut last = 0;
    for (unit, weight) in hits {
        let mut distance = unit - last;
        last = *unit;
        let start = line.len();
        while distance > 0 || line.len() == start {
            let digit = u32::try_from(distance % 36).unwrap_or(0);
            line.insert(start, char::from_digit(digit, 36).unwrap_or('0'));
            distance /= 36;
        }
        line.push(char::from(b'A' + weight));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{Count, line, split};

    #[test]
    fn hits() {
        assert_eq!(line(&[(0, 0), (3, 25), (39, 1), (1335, 2)]), "0A3Z10B100C");
    }

    #[test]
    fn files_are_closed_when_full() {
        let items = (0..5).map(|_| "x".repeat(40 << 10));
        let (starts, names) = split(items, |number, items| format!("{number}:{}", items.len()));
        assert_eq!(starts, [0, 2, 4]);
        assert_eq!(names, ["0:2", "1:2", "2:1"]);
    }

    #[test]
    fn weights() {
        let text = |text, length| Count { text, ..Count::default() }.weight(length, 100);
        assert!(text(1, 100) > 0 && text(5, 100) > text(1, 100) && text(1, 50) > text(1, 400));
        let title = Count { title: true, ..Count::default() }.weight(100, 100);
        assert!(title > text(u32::from(u16::MAX), 100));
        assert_eq!(Count { text: 1000, heading: true, title: true, page: true }.weight(1, 100), 25);
    }
}
