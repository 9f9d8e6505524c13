//! The commands as they are called: lock, diff against a revision, check with its patches, status with its marks.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::{Site, small};

fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in &Site::load(&small()).texts {
        let target = folder.path().join(path);
        fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        fs::write(target, text).expect("written");
    }
    fs::create_dir_all(folder.path().join("static")).expect("a folder");
    fs::copy(small().join("static/picture.svg"), folder.path().join("static/picture.svg")).expect("a copy");
    folder
}

fn babacus(site: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_babacus")).args(arguments).arg("--site").arg(site).output();
    let Output { status, stdout, stderr } = run.expect("babacus runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8").replace('\u{a0}', " ");
    (status.code(), text(stdout), text(stderr))
}

fn git(folder: &Path, arguments: &[&str]) {
    let name = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"];
    let run = Command::new("git").arg("-C").arg(folder).args(name).args(arguments).output().expect("git runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

fn edit(site: &Path, path: &str, old: &str, new: &str) {
    let text = fs::read_to_string(site.join(path)).expect("a text");
    assert!(text.contains(old), "{path} has no {old:?}");
    fs::write(site.join(path), text.replacen(old, new, 1)).expect("written");
}

const BOOK: &str = "content/formulas/book.formula";

#[test]
fn edit_diff_lock() {
    let folder = copy();
    let site = folder.path();
    assert_eq!(babacus(site, &["diff"]).0, Some(0));
    edit(site, BOOK, "= 4 B/param", "= 2 B/param");
    let (code, text, messages) = babacus(site, &["diff"]);
    assert_eq!(code, Some(1), "{messages}");
    assert!(text.contains("edited formula weights (content/formulas/book.formula:11)"), "{text}");
    let (code, found, _) = babacus(site, &["check"]);
    assert_eq!(code, Some(1));
    assert!(found.contains("error[lock-behind]: `weights` in small is 21233664, and was locked as 42467328"), "{found}");
    let (code, _, messages) = babacus(site, &["build"]);
    assert_eq!(code, Some(0), "a lock that is behind does not stop a build");
    assert!(messages.contains("warning[lock-behind]"), "{messages}");
    assert_eq!(babacus(site, &["lock"]).0, Some(0));
    assert_eq!(babacus(site, &["diff"]), (Some(0), "no number differs from numbers.lock\n".to_string(), String::new()));
}

#[test]
fn against_a_revision() {
    let folder = copy();
    // A site in a folder of the repository, not at its root.
    let site = folder.path();
    git(site, &["init", "--quiet"]);
    git(site, &["add", "--all"]);
    git(site, &["commit", "--quiet", "--message", "a"]);
    edit(site, BOOK, "= 12 * n_layer", "= 13 * n_layer");
    let (code, text, messages) = babacus(site, &["diff", "--against", "HEAD", "--format", "json"]);
    assert_eq!(code, Some(1), "{messages}");
    let diff: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(diff["edited"][0]["old"]["text"], "params : param = 12 * n_layer * n_embd^2");
    assert_eq!(diff["edited"][0]["new"]["line"], 9);
    let (code, text, _) = babacus(site, &["diff", "--against", "HEAD", "--format", "markdown"]);
    assert_eq!(code, Some(1));
    assert!(text.contains("+ params : param = 13 * n_layer * n_embd^2"), "{text}");
    let (code, _, messages) = babacus(site, &["diff", "--against", "nowhere"]);
    assert_eq!(code, Some(2));
    assert!(messages.contains("`nowhere` is neither a file nor a revision"), "{messages}");
    fs::write(site.join(BOOK), "input : x\n").expect("written");
    git(site, &["commit", "--quiet", "--all", "--message", "b"]);
    git(site, &["checkout", "--quiet", "HEAD~1", "--", BOOK]);
    let (code, _, messages) = babacus(site, &["diff", "--against", "HEAD"]);
    assert_eq!(code, Some(0), "{messages}");
    assert!(messages.contains("compared with its `numbers.lock`"), "{messages}");
}

#[test]
fn what_is_certain_is_mended() {
    let folder = copy();
    let site = folder.path();
    edit(site, "content/de/index.md", "Es passt.", "Das \"passt\" z. B. in 12 GiB. {# typed: x #}");
    edit(site, "content/fr/index.md", "Tout tient.", "C'est 4464\u{202f}Mio, vrai ?");
    let (code, _, messages) = babacus(site, &["check", "--fix"]);
    assert_eq!(code, Some(0), "{messages}");
    let text = |path: &str| fs::read_to_string(site.join(path)).expect("a text");
    assert!(
        text("content/de/index.md").contains("Das „passt“ z.\u{a0}B. in 12\u{a0}GiB. {# typed: x #}"),
        "{}",
        text("content/de/index.md")
    );
    assert!(
        text("content/fr/index.md").contains("C’est {{ log.process : MiB .0 }}, vrai\u{202f}?"),
        "{}",
        text("content/fr/index.md")
    );
}

#[test]
fn translations_are_marked() {
    let folder = copy();
    let site = folder.path();
    edit(site, "content/ja/next.md", "ここです。", "ここにあります。");
    let (_, table, _) = babacus(site, &["status"]);
    assert!(table.contains("next    source  stale    stale    stale"), "{table}");
    assert!(table.contains("content/fr/next.md: its source has changed: `#place`"), "{table}");
    assert_eq!(babacus(site, &["status", "--mark", "content/de/next.md"]).0, Some(0));
    let (_, table, _) = babacus(site, &["status"]);
    assert!(table.contains("next    source  current  stale    stale"), "{table}");
    let (code, _, messages) = babacus(site, &["status", "--mark", "content/ja/next.md"]);
    assert_eq!(code, Some(2), "{messages}");
}
