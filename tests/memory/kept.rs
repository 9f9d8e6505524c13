//! The cache of `babacus build`: deleted, broken, of another folder, used by two builds at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::site::{Random, Site};

/// Every file below a folder, with its bytes.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
                files.insert(name, fs::read(path).expect("bytes"));
            }
        }
    }
    files
}

fn command(site: &Path, options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_babacus"));
    command.arg("build").args(options).current_dir(site);
    command
}

/// Builds a site, and gives the last line that is said.
fn build(site: &Path, options: &[&str]) -> String {
    let output = command(site, options).output().expect("babacus runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    said.lines().last().unwrap_or_default().to_string()
}

fn site(folder: &Path) {
    // The first that has no error.
    for seed in 0..100 {
        let site = Site::new(&mut Random::new(seed));
        for (path, text) in &site.texts {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        if command(folder, &["--no-cache"]).output().expect("babacus runs").status.success() {
            return;
        }
        fs::remove_dir_all(folder).expect("removed");
    }
    panic!("no site without an error");
}

#[test]
fn what_may_happen_to_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let site_folder = folder.path().join("site");
    site(&site_folder);
    let (public, cache) = (site_folder.join("public"), site_folder.join(".babacus/build.cache"));
    let expected = tree(&public);
    assert!(!cache.exists(), "`--no-cache` leaves none");
    build(&site_folder, &[]);
    assert!(build(&site_folder, &[]).contains(": 0 changed"));
    let whole = fs::read(&cache).expect("there is a cache");

    // A file of the output that somebody changed, and one that somebody removed.
    fs::write(public.join("en/index.html"), "changed").expect("written");
    fs::remove_file(public.join("sitemap.xml")).ok();
    build(&site_folder, &[]);
    assert!(tree(&public) == expected);

    // A broken cache, an empty one, one of another version.
    let other = [b"babacus cache 0 0.0.0\n", &whole[24..]].concat();
    for broken in [&whole[..whole.len() / 2], &[], &other, b"nonsense"] {
        fs::write(&cache, broken).expect("written");
        assert!(build(&site_folder, &[]).contains(": 0 changed"));
        assert!(tree(&public) == expected);
    }

    // No cache, and no output.
    fs::remove_dir_all(site_folder.join(".babacus")).expect("removed");
    fs::remove_dir_all(&public).expect("removed");
    build(&site_folder, &[]);
    assert!(tree(&public) == expected);
    fs::remove_dir_all(&public).expect("removed");
    build(&site_folder, &[]);
    assert!(tree(&public) == expected);

    // Another output folder.
    let elsewhere = folder.path().join("elsewhere");
    build(&site_folder, &["--out", &elsewhere.to_string_lossy()]);
    assert!(tree(&elsewhere) == expected);
    build(&site_folder, &[]);
    assert!(tree(&public) == expected);
}

#[test]
fn builds_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    site(folder.path());
    let expected = tree(&folder.path().join("public"));
    for round in 0..3 {
        let path = folder.path().join("content/en/index.md");
        let text = fs::read_to_string(&path).expect("text");
        fs::write(&path, format!("{text}\nRound {round}.\n")).expect("written");
        let mut running: Vec<_> =
            (0..4).map(|_| command(folder.path(), &[]).stderr(Stdio::null()).spawn().expect("babacus runs")).collect();
        // One of them is killed at some moment.
        _ = running[round].kill();
        running.iter_mut().for_each(|child| _ = child.wait());
        build(folder.path(), &[]);
        let warm = tree(&folder.path().join("public"));
        build(folder.path(), &["--no-cache", "--out", "clean"]);
        assert!(warm == tree(&folder.path().join("clean")), "round {round}");
        assert!(warm.len() == expected.len());
        fs::remove_dir_all(folder.path().join("clean")).expect("removed");
    }
}
