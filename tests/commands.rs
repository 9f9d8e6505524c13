//! The commands as they are called: exit codes, and what goes to which stream.

use std::path::PathBuf;
use std::process::{Command, Output};

fn site() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/sites/fallback")
}

fn babacus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_babacus")).args(arguments).arg("--site").arg(site()).output().expect("babacus runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A call that is wrong: code 2, nothing among the results, and a message that names what was meant.
fn refused(arguments: &[&str], code: i32, message: &str) {
    let output = babacus(arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", text(&output.stderr));
    assert!(output.stdout.is_empty(), "{arguments:?}: {}", text(&output.stdout));
    assert!(text(&output.stderr).contains(message), "{arguments:?}: {}", text(&output.stderr));
}

#[test]
fn explain_as_json() {
    let output = babacus(&["explain", "blocks", "--in", "d1", "--set", "n_embd=100", "--lang", "de", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(answer["expression"], "blocks");
    assert_eq!(answer["value"], "1440000");
    assert_eq!(answer["unit"], "param");
    assert_eq!(answer["lang"], "de");
    assert_eq!(answer["inputs"], serde_json::json!({ "n_embd": "100", "n_layer": "12" }));
    let step = &answer["steps"][0];
    assert_eq!(step["id"], "blocks");
    assert_eq!(step["symbols"], "12 * n_layer * n_embd^2");
    assert_eq!(step["numbers"], "12 * 12 * 100^2");
    assert_eq!(step["value"], "1440000");
    assert_eq!(step["unit"], "param");
    assert!(answer.get("exact").is_none());
    let third = babacus(&["explain", "1 / 3", "--format", "json"]);
    let third: serde_json::Value = serde_json::from_slice(&third.stdout).expect("JSON");
    assert_eq!(third["exact"], "1/3");
    assert_eq!(third["value"], "0.33333333333333333333");
}

#[test]
fn wrong_calls() {
    refused(&["explain", "blokcs"], 2, "`blocks`");
    refused(&["explain", "blocks", "--in", "d2"], 2, "did you mean `d1`?");
    refused(&["explain", "blocks", "--set", "n_layers=2"], 2, "did you mean `n_layer`?");
    refused(&["explain", "blocks", "--set", "n_layer"], 2, "takes an input and a value");
    refused(&["explain", "blocks", "--set", "n_layer=zwei"], 2, "`zwei`");
    refused(&["explain", "blocks", "--lang", "es"], 2, "no language `es`");
    refused(&["explain", "1 / (n_layer - 6)"], 1, "division by zero");
    refused(&["explain", "blocks", "--formt", "json"], 2, "--format");
    refused(&["bild"], 2, "build");
}

#[test]
fn help_teaches() {
    for (arguments, words) in [
        (vec!["--help"], "Start with `babacus serve`"),
        (vec!["explain", "--help"], "Examples:"),
        (vec!["build", "--help"], "Files that are equal stay untouched"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_babacus")).args(&arguments).output().expect("babacus runs");
        assert_eq!(output.status.code(), Some(0));
        assert!(text(&output.stdout).contains(words), "{arguments:?}: {}", text(&output.stdout));
    }
}
