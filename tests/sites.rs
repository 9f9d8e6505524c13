//! Small sites, each with the whole message that it gives: `tests/sites/<case>/` holds a site and `expected`.
//!
//! `UPDATE=1 cargo test sites` writes the expectations anew; review them with `git diff`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let mut cases: Vec<PathBuf> =
        fs::read_dir(folder).expect("there are sites").map(|entry| entry.expect("readable").path()).collect();
    cases.sort();
    cases
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("readable")) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else if entry.file_name() != "expected" {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Every file below a folder, with its bytes.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder").map(|entry| entry.expect("readable").path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                let name = entry.strip_prefix(folder).expect("below it").to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(entry).expect("readable"));
            }
        }
    }
    files
}

/// What a build says and does: exit code, messages, and the files that are new.
fn run(case: &Path) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    copy(case, &site);
    let old: BTreeMap<String, Vec<u8>> =
        [("index.html", "old"), ("own.txt", "somebody's")].map(|(name, text)| (name.to_string(), text.into())).into();
    fs::create_dir(site.join("public")).expect("a folder");
    for (name, text) in &old {
        fs::write(site.join("public").join(name), text).expect("written");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_babacus")).args(["build"]).current_dir(&site).output().expect("babacus runs");
    let messages = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert!(output.stdout.is_empty(), "{}: the results of a build are files", case.display());
    let mut text = format!("exit {}\n", output.status.code().unwrap_or(-1));
    // The last line of a build tells how long it took.
    text.extend(messages.lines().filter(|line| !line.starts_with("built ")).flat_map(|line| [line, "\n"]));
    let new = tree(&site.join("public"));
    assert_eq!(new.get("own.txt"), old.get("own.txt"), "{}: a file that is not ours was touched", case.display());
    if output.status.success() {
        text.push_str("\nfiles:\n");
        let mut names: Vec<String> = new.keys().filter(|name| *name != "own.txt").map(|name| without_hash(name)).collect();
        names.sort();
        text.extend(names.into_iter().flat_map(|name| [name, "\n".to_string()]));
        for (name, bytes) in &new {
            if let Some(main) = main_part(&String::from_utf8_lossy(bytes))
                .filter(|_| name.ends_with("index.html") && !name.contains("/formulas/"))
            {
                text.push_str(&format!("\n{name}:\n{}\n", without_hash(main)));
            }
        }
    } else {
        assert_eq!(new, old, "{}: the old output is not as it was", case.display());
    }
    text
}

/// Names of files without the hash in them, which the theme's next change would change.
fn without_hash(name: &str) -> String {
    let is_hash = |part: &&str| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts: Vec<&str> = name.split('.').map(|part| if is_hash(&part) { "HASH" } else { part }).collect();
    parts.join(".")
}

/// The text of a page, from `<div class="text">` to its end.
fn main_part(html: &str) -> Option<&str> {
    let start = html.find("<div class=\"text\">")?;
    let end = html[start..].find("</article>")?;
    Some(html[start..start + end].trim_end())
}

#[test]
fn messages() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut faults = Vec::new();
    for case in cases() {
        let found = run(&case);
        let file = case.join("expected");
        if update {
            fs::write(&file, &found).expect("written");
            continue;
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if found != expected {
            faults.push(format!("{}\n--- expected\n{expected}\n--- found\n{found}", case.display()));
        }
    }
    assert!(faults.is_empty(), "{}\n(`UPDATE=1 cargo test sites` takes what was found)", faults.join("\n\n"));
}

#[test]
fn same_bytes_twice_and_stale_files_go() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/fallback"), &site);
    let build = |jobs: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_babacus")).args(["build", "--jobs", jobs]).current_dir(&site).output();
        let output = output.expect("babacus runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        (tree(&site.join("public")), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (first, _) = build("1");
    let (second, messages) = build("4");
    assert!(first == second, "one thread and four give different bytes");
    assert!(messages.contains(" 0 changed"), "{messages}");
    fs::remove_dir_all(site.join("content/de/tief")).expect("removed");
    fs::write(site.join("content/de/index.md"), "---\ntitle: Probe\n---\n").expect("written");
    let (third, messages) = build("2");
    let gone = first.keys().filter(|name| !third.contains_key(*name)).count();
    assert!(messages.contains(&format!("{gone} removed")), "{messages}");
    assert!(!third.contains_key("de/tief/seite/index.html"));
    assert!(!site.join("public/de/tief").exists());
}
