//! Every number that a worked example or a breakdown shows says which expression it is, and is its value.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

fn site() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/worked")
}

fn babacus(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_babacus")).args(arguments).current_dir(site()).output().expect("babacus runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The attribute's values, one for each `<data>`.
fn numbers(html: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let text = tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"')).map(|(text, _)| text);
        text.expect("every number has it").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    };
    let tags = html.split("<data class=\"n\"").skip(1).map(|rest| rest.split('>').next().unwrap_or(""));
    tags.map(|tag| (attribute(tag, "data-expr"), attribute(tag, "value"))).collect()
}

#[test]
fn shown_numbers_are_values() {
    let folder = tempfile::tempdir().expect("a folder");
    babacus(&["build", "--out", folder.path().to_str().expect("a path")]);
    let read = |path: &str| std::fs::read_to_string(folder.path().join(path)).expect("a page");
    let german = numbers(&read("de/index.html"));
    assert_eq!(german, numbers(&read("fr/index.html")), "both editions show the same numbers");
    let mut asked: BTreeMap<String, String> = BTreeMap::new();
    let books = ["total", "step", "wide", ""].map(|id| numbers(&read(&format!("de/formulas/{id}/index.html"))));
    for (expression, value) in german.iter().chain(books.iter().flatten()) {
        let known = asked.entry(expression.clone()).or_insert_with(|| {
            let answer = babacus(&["explain", "--format", "json", "--", expression]);
            let answer: serde_json::Value = serde_json::from_slice(&answer).expect("JSON");
            assert_eq!(answer["expression"], expression.as_str(), "it is in canonical form");
            answer["value"].as_str().expect("a text").to_string()
        });
        assert_eq!(value, known, "{expression}");
    }
    // Results, what they come from, inputs, parts, what is taken away, an input inside a chain.
    let expected =
        ["total", "weights", "highest(step)", "width", "half", "3 B * layers", "-spare", "weights in large", "layers in large"];
    for expression in expected {
        assert!(asked.contains_key(expression), "`{expression}` is shown: {asked:?}");
    }
}
