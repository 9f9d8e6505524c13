//! A folder that is kept up to date is what a folder read afresh is, whatever was done to it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use babacus::disk::Folder;
use babacus::site::Project;
use proptest::prelude::{Just, Strategy, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;

/// Everything that a build sees of a project, without ids.
fn seen(folder: &Folder) -> Vec<String> {
    let Project { sources, config, lock, pages, formulas, locales, templates, copies, .. } = folder.project();
    let text = |id| format!("{}: {}", sources.get(id).path, sources.get(id).text);
    let mut seen: Vec<String> = Vec::new();
    seen.extend(config.map(text));
    seen.extend(lock.map(text));
    seen.extend(pages.iter().map(|page| format!("page {} {} {}", page.language, page.path, text(page.source))));
    seen.extend(formulas.iter().map(|id| format!("formula {}", text(*id))));
    seen.extend(locales.iter().map(|(language, id)| format!("locale {language} {}", text(*id))));
    seen.extend(templates.iter().map(|(name, id)| format!("template {name} {}", text(*id))));
    seen.extend(copies.iter().map(|copy| format!("copy {} {}", copy.path, String::from_utf8_lossy(&copy.bytes))));
    let mut known: Vec<String> =
        sources.iter().filter(|(_, source)| !source.path.starts_with('<')).map(|(id, _)| text(id)).collect();
    known.sort();
    seen.extend(known);
    let mut faults = folder.faults();
    faults.sort(sources);
    seen.push(faults.render(sources, false));
    seen
}

#[derive(Debug, Clone)]
enum Edit {
    Write(&'static str, &'static [u8]),
    Remove(&'static str),
    Rename(&'static str, &'static str),
}

const FILES: [&str; 17] = [
    "babacus.toml",
    "numbers.lock",
    "content/ja/index.md",
    "content/ja/a/b.md",
    "content/ja/a/b.md~",
    "content/de/index.md",
    "content/picture.svg",
    "static/picture.svg",
    "static/style.css",
    "templates/page.html",
    "templates/own.html",
    "locales/ja/own.ftl",
    "content/formulas/a.formula",
    "content/formulas/b.formula",
    "content/data/a.csv",
    "content/.hidden/x.md",
    "elsewhere/x.md",
];

const PLACES: [&str; 8] =
    ["content", "content/ja", "content/ja/a", "content/de", "static", "templates", "content/formulas", "locales/ja"];

const TEXTS: [&[u8]; 5] = [b"", b"one", b"two", b"\xef\xbb\xbfone", b"not \xff utf-8"];

fn edits() -> impl Strategy<Value = Edit> {
    let path = || prop_oneof![3 => select(&FILES[..]), 1 => select(&PLACES[..])];
    prop_oneof![
        4 => (select(&FILES[..]), select(&TEXTS[..])).prop_map(|(path, text)| Edit::Write(path, text)),
        1 => path().prop_map(Edit::Remove),
        1 => (path(), path()).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => Just(Edit::Remove("content")),
    ]
}

/// Does it where it can be done; returns the paths that a watcher would name.
fn apply(dir: &Path, edit: &Edit) -> Vec<String> {
    let in_place = |path: &str| {
        if let Some(parent) = dir.join(path).parent() {
            _ = fs::create_dir_all(parent);
        }
    };
    match edit {
        Edit::Write(path, text) => {
            in_place(path);
            _ = fs::write(dir.join(path), text);
            vec![path.to_string()]
        }
        Edit::Remove(path) => {
            _ = fs::remove_file(dir.join(path));
            _ = fs::remove_dir_all(dir.join(path));
            vec![path.to_string()]
        }
        Edit::Rename(from, to) => {
            in_place(to);
            _ = fs::rename(dir.join(from), dir.join(to));
            vec![from.to_string(), to.to_string()]
        }
    }
}

proptest! {
    #[test]
    fn refresh_is_open(steps in proptest::collection::vec(proptest::collection::vec(edits(), 1..6), 1..12)) {
        let place = tempfile::tempdir().expect("a folder");
        let mut folder = Folder::open(place.path());
        for step in steps {
            let changed: BTreeSet<String> = step.iter().flat_map(|edit| apply(place.path(), edit)).collect();
            let before = seen(&folder);
            let told = folder.refresh(&changed);
            let after = seen(&folder);
            prop_assert_eq!(&after, &seen(&Folder::open(place.path())));
            if before != after {
                assert!(told, "a change went untold");
            }
        }
    }
}
