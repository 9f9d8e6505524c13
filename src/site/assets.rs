//! Style sheets and scripts under names that change with what they hold: `style.css` is published as
//! `style.3f9a1c27.css`, so that a host may let browsers keep it for ever and none ever shows an old one.
//!
//! They name each other in their own text (`import "./engine.js"`, `url(font.woff2)`), so these references are
//! rewritten, and a file's hash is one of everything that it reaches: modules may even import each other in a circle.
//! Other files keep their names, which people link to; where a template or a script names one, `?v=` follows.

use std::collections::{BTreeMap, BTreeSet};

use super::project::{Artifact, Copied};
use super::squeeze;
use super::tree::join;
use crate::fingerprint::{Fingerprint, Ingredients};

/// Where pages lie, and the files that belong to them.
const PAGES: &str = "content/";

/// Extensions of the files that get new names.
const CODE: [&str; 3] = [".css", ".js", ".mjs"];

/// Where the site's files are published.
#[derive(Debug, Default)]
pub struct Assets {
    /// For each file that is copied, its address below the site's root.
    addresses: BTreeMap<String, String>,
    /// Style sheets and scripts with their new names and references, by old name.
    code: BTreeMap<String, Artifact>,
}

impl Assets {
    /// Names the files of a site; what lies beside pages keeps its name.
    pub fn new(copies: &[Copied]) -> Assets {
        let is_code =
            |copy: &&Copied| CODE.iter().any(|extension| copy.path.ends_with(extension)) && !copy.origin.starts_with(PAGES);
        let known: BTreeMap<&str, &Copied> = copies.iter().map(|copy| (copy.path.as_str(), copy)).collect();
        let texts: BTreeMap<&str, String> =
            copies.iter().filter(is_code).map(|copy| (copy.path.as_str(), squeezed(copy))).collect();
        let named: BTreeMap<&str, Vec<String>> = texts
            .iter()
            .map(|(path, text)| (*path, references(path, text, &known).into_iter().map(|found| found.target).collect()))
            .collect();
        let addresses: BTreeMap<String, String> = copies
            .iter()
            .map(|copy| {
                let hash = fingerprint(&copy.path, &named, &known);
                let renamed = texts.contains_key(copy.path.as_str()).then(|| copy.path.rsplit_once('.')).flatten();
                let address = match renamed {
                    Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
                    None => format!("{}?v={hash}", copy.path),
                };
                (copy.path.clone(), address)
            })
            .collect();
        let published = |path: &str, text: &str| {
            let bytes = rewritten(path, text, &known, &addresses).into_bytes();
            Artifact { path: addresses[path].clone(), bytes: bytes.into() }
        };
        let code = texts.iter().map(|(path, text)| ((*path).to_string(), published(path, text))).collect();
        Assets { addresses, code }
    }

    /// The address of a file below the site's root; `None` if there is no such file.
    pub fn address(&self, path: &str) -> Option<&str> {
        self.addresses.get(path).map(String::as_str)
    }

    /// The address for a link that a page's author wrote: a file that keeps its name has it without `?v=`.
    pub fn link<'a>(&'a self, path: &'a str) -> &'a str {
        self.code.get(path).map_or(path, |file| &file.path)
    }

    /// A file as it is written.
    pub fn published(&self, copy: &Copied) -> Artifact {
        let same = || Artifact { path: copy.path.clone(), bytes: copy.bytes.clone() };
        self.code.get(&copy.path).cloned().unwrap_or_else(same)
    }
}

/// The text of a style sheet or a script as it is published.
fn squeezed(copy: &Copied) -> String {
    let text = String::from_utf8_lossy(&copy.bytes);
    if copy.path.ends_with(".css") { squeeze::sheet(&text) } else { squeeze::script(&text) }
}

/// A file that a style sheet or a script names.
struct Reference {
    /// The end of the name, in the text.
    end: usize,
    /// The start of its last part: the name without folders.
    name: usize,
    /// The file.
    target: String,
}

/// The files that a style sheet or a script names: between quotes or parentheses, relative to its own folder. A
/// script's are those that begin with a dot, since only these are addresses.
fn references(path: &str, text: &str, known: &BTreeMap<&str, &Copied>) -> Vec<Reference> {
    let folder = path.rfind('/').map_or("", |at| &path[..at]);
    let is_sheet = path.ends_with(".css");
    let mut found = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive(['"', '\'', '`', '(', ')']) {
        let token = part.trim_end_matches(['"', '\'', '`', '(', ')']);
        let is_relative = token.starts_with("./") || token.starts_with("../") || is_sheet && !token.starts_with('/');
        let is_name = is_relative && token.contains('.') && !token.contains(char::is_whitespace);
        if let Some(target) = is_name.then(|| join(folder, token)).flatten().filter(|target| known.contains_key(target.as_str()))
        {
            let name = start + token.rfind('/').map_or(0, |slash| slash + 1);
            found.push(Reference { end: start + token.len(), name, target });
        }
        start += part.len();
    }
    found
}

/// Eight hexadecimal digits of everything that a file reaches.
fn fingerprint(path: &str, named: &BTreeMap<&str, Vec<String>>, known: &BTreeMap<&str, &Copied>) -> String {
    let mut reached: BTreeSet<&str> = BTreeSet::from([path]);
    let mut pending = vec![path];
    while let Some(next) = pending.pop() {
        let new = named.get(next).into_iter().flatten().map(String::as_str);
        pending.extend(new.filter(|target| reached.insert(target)));
    }
    let mut of = Ingredients::new();
    for path in reached {
        of.text(path).part(Fingerprint::of(known.get(path).map_or(&[], |file| &file.bytes)));
    }
    of.finish().digits(8)
}

/// The text with the published names of the files that it names.
fn rewritten(path: &str, text: &str, known: &BTreeMap<&str, &Copied>, addresses: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for Reference { end, name, target } in references(path, text, known) {
        let address = &addresses[&target];
        out.push_str(&text[done..name]);
        out.push_str(address.rsplit('/').next().unwrap_or(address));
        done = end;
    }
    out.push_str(&text[done..]);
    out
}

#[cfg(test)]
mod tests {
    use super::{Assets, Copied};

    fn assets(files: &[(&str, &str)]) -> Assets {
        let copy = |(origin, text): &(&str, &str)| {
            let path = origin.split_once('/').map_or("", |(_, path)| path).to_string();
            Copied { origin: origin.to_string(), path, bytes: text.as_bytes().to_vec().into() }
        };
        Assets::new(&files.iter().map(copy).collect::<Vec<_>>())
    }

    fn text(assets: &Assets, path: &str) -> String {
        String::from_utf8(assets.code[path].bytes.to_vec()).expect("UTF-8")
    }

    #[test]
    fn references_follow() {
        let assets = assets(&[
            ("static/c/a.js", "import { x } from './b.js'; import(`../top.js`); 'b.js'; \"./none.js\""),
            ("static/c/b.js", "import './a.js'; fetch('./table.json')"),
            ("static/c/table.json", "{}"),
            ("content/ja/own.js", "import './b.js'"),
            ("static/style.css", "@font-face { src: url(fonts/m.woff2) } a { background: url(\"./icon.svg\") }"),
            ("static/fonts/m.woff2", "font"),
            ("static/icon.svg", "<svg/>"),
            ("static/top.js", ""),
        ]);
        let (b, top) = (assets.address("c/b.js").unwrap_or(""), assets.address("top.js").unwrap_or(""));
        let name = b.strip_prefix("c/").unwrap_or("");
        assert_eq!(text(&assets, "c/a.js"), format!("import {{ x }} from './{name}'; import(`../{top}`); 'b.js'; \"./none.js\""));
        assert!(text(&assets, "c/b.js").contains("fetch('./table.json?v="));
        assert!(text(&assets, "style.css").contains("url(fonts/m.woff2?v="));
        assert_eq!(assets.link("ja/own.js"), "ja/own.js");
        assert_eq!(assets.link("icon.svg"), "icon.svg");
        assert!(assets.address("icon.svg").is_some_and(|address| address.starts_with("icon.svg?v=")));
        assert_eq!(assets.address("gone.css"), None);
    }

    #[test]
    fn a_change_reaches_everything_that_imports_it() {
        let with = |end: &str| {
            let files =
                [("x/a.js", "import './b.js'"), ("x/b.js", "import './c.js'"), ("x/c.js", end), ("x/d.js", "import './a.js'")];
            let assets = assets(&files);
            ["a.js", "b.js", "c.js", "d.js"].map(|path| assets.address(path).map(str::to_string))
        };
        let (first, second) = (with("1"), with("2"));
        assert!(first.iter().zip(&second).all(|(one, other)| one != other));
        // A circle has hashes too.
        assert_ne!(with("import './a.js'"), with("import './b.js'"));
    }
}
