//! The rules of ARCHITECTURE.md: who may import whom, doorways, sizes, and what only some files may touch.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Lines that a file may have.
const LINES: usize = 400;

/// Files that are longer than they should be. This list only shrinks.
const LONGER: [(&str, usize); 8] = [
    ("formula/check/expr.rs", 820),
    ("formula/check/mod.rs", 430),
    ("formula/eval.rs", 780),
    ("formula/items.rs", 500),
    ("formula/parse.rs", 610),
    ("formula/tape.rs", 520),
    ("formula/tree.rs", 560),
    ("markdown/write.rs", 480),
];

/// What only some files may say.
const ONLY: [(&str, &[&str]); 6] = [
    ("std::fs", &["disk.rs", "disk/"]),
    ("std::net", &["serve/", "live.rs"]),
    ("std::env", &["main.rs"]),
    ("std::process", &["main.rs", "review.rs", "live.rs", "git.rs"]),
    ("Instant", &["clock.rs", "live.rs", "serve/"]),
    ("SystemTime", &["main.rs"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file: path below `src/`, text, and the text without comments and tests.
fn sources() -> Vec<(String, String, String)> {
    let mut paths: Vec<PathBuf> = Vec::new();
    collect(&root().join("src"), &mut paths);
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(root().join("src")).expect("it is below src").to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(path).expect("sources are UTF-8");
        let product = text.split("#[cfg(test)]").next().unwrap_or("");
        let code: Vec<&str> = product.lines().map(|line| line.split("//").next().unwrap_or("")).collect();
        (name, code.join("\n"), text)
    };
    paths.iter().map(read).map(|(name, code, text)| (name, text, code)).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// The rows of the table of ARCHITECTURE.md that begins with this head: the first cell, and the words in backticks of
/// the second.
fn table(head: &str) -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is there");
    let rows = text.lines().skip_while(|line| *line != head).skip(2).take_while(|line| line.starts_with('|'));
    let words = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_string).collect::<Vec<_>>();
    let row = |line: &str| {
        let mut cells = line.split('|').skip(1);
        let name = words(cells.next().unwrap_or("")).into_iter().next().expect("a name in backticks");
        (name, cells.next().unwrap_or("").to_string())
    };
    rows.map(row)
        .map(|(name, cell)| if cell.trim() == "anywhere" { (name, vec![String::new()]) } else { (name, words(&cell)) })
        .collect()
}

/// The module that a file belongs to.
fn module(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

#[test]
fn imports() {
    let allowed = table("| module | may import |");
    let mut faults = Vec::new();
    for (file, _, code) in sources() {
        let own = module(&file);
        let Some(allowed) = allowed.get(own) else {
            faults.push(format!("src/{file}: the table of ARCHITECTURE.md has no module `{own}`"));
            continue;
        };
        let prefix = if own == "main" { "babacus::" } else { "crate::" };
        for (at, _) in code.match_indices(prefix) {
            let rest = &code[at + prefix.len()..];
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(list) => list.split('}').next().unwrap_or("").split(',').map(str::trim).collect(),
                None => vec![rest],
            };
            for name in names {
                let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
                let name = &name[..end];
                let is_module = allowed_modules(&name.to_string());
                if is_module && name != own && !allowed.iter().any(|other| other == name) {
                    faults.push(format!("src/{file}: `{own}` may not import `{name}`"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn allowed_modules(name: &String) -> bool {
    table("| module | may import |").contains_key(name)
}

#[test]
fn imports_have_no_cycle() {
    let allowed = table("| module | may import |");
    let mut done: BTreeSet<&String> = BTreeSet::new();
    while done.len() < allowed.len() {
        let before = done.len();
        for (module, others) in &allowed {
            if others.iter().all(|other| done.contains(other)) {
                done.insert(module);
            }
        }
        assert!(done.len() > before, "the table of ARCHITECTURE.md has a cycle");
    }
}

#[test]
fn doorways() {
    let doors = table("| library | door |");
    let cargo = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml is there");
    let dependencies =
        cargo.lines().skip_while(|line| *line != "[dependencies]").skip(1).take_while(|line| !line.starts_with('['));
    let names: Vec<&str> = dependencies.filter_map(|line| Some(line.split_once('=')?.0.trim())).collect();
    let mut faults = Vec::new();
    for name in &names {
        if !doors.contains_key(*name) {
            faults.push(format!("ARCHITECTURE.md names no door for `{name}`"));
        }
    }
    for (library, doors) in &doors {
        if !names.contains(&library.as_str()) {
            faults.push(format!("`{library}` has a door, and is no dependency"));
        }
        let path = format!("{}::", library.replace('-', "_"));
        for (file, _, code) in sources() {
            let uses = code
                .match_indices(&path)
                .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'));
            if uses
                && !doors
                    .iter()
                    .any(|door| file == *door || (door.ends_with('/') || door.is_empty()) && file.starts_with(door.as_str()))
            {
                faults.push(format!("src/{file}: `{library}` is used outside its door"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files() {
    let mut faults = Vec::new();
    for (file, text, code) in sources() {
        if !text.starts_with("//! ") {
            faults.push(format!("src/{file}: the first line must say what the file is for, after `//!`"));
        }
        let limit = LONGER.iter().find(|(name, _)| *name == file).map_or(LINES, |(_, limit)| *limit);
        let lines = text.lines().count();
        if lines > limit {
            faults.push(format!("src/{file}: {lines} lines, at most {limit}"));
        }
        if code.contains("::*;") {
            faults.push(format!("src/{file}: no glob imports"));
        }
        for (word, files) in ONLY {
            let is_among = |allowed: &&str| file == *allowed || allowed.ends_with('/') && file.starts_with(allowed);
            if code.contains(word) && !files.iter().any(is_among) {
                faults.push(format!("src/{file}: `{word}` belongs into {}", files.join(", ")));
            }
        }
        for word in ["TODO", "FIXME", "XXX", "todo!(", "unimplemented!(", "dbg!("] {
            if text.contains(word) {
                faults.push(format!("src/{file}: `{word}`"));
            }
        }
        for call in [".unwrap()", "panic!(", "unreachable!("] {
            if code.contains(call) {
                faults.push(format!("src/{file}: `{call}` outside tests"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
