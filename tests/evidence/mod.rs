//! Configs, cards, logs, nvidia-smi's output and out-of-memory messages: `tests/evidence/<case>/` holds a `call` (one
//! argument a line), the files that it names, perhaps `stdin`, and `expected`: exit code, results, messages.
//!
//! `UPDATE_EXPECT=1 cargo test evidence` writes the expectations anew; review them with `git diff`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use babacus::diagnostic::{Diagnostics, Sources};
use babacus::evidence::python::{self, Settings};
use babacus::evidence::{Given, Text};
use babacus::explain::{Request, explain};
use proptest::prelude::*;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cases() -> Vec<PathBuf> {
    let folder = fs::read_dir(root().join("tests/evidence")).expect("there are cases");
    let mut cases: Vec<PathBuf> = folder.map(|entry| entry.expect("readable").path()).filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

/// What a call prints and its exit code.
fn run(case: &Path) -> String {
    let call = fs::read_to_string(case.join("call")).expect("a case has a call");
    let stdin = fs::read(case.join("stdin")).unwrap_or_default();
    let mut child = Command::new(env!("CARGO_BIN_EXE_babacus"))
        .arg("explain")
        .arg("--site")
        .arg(root())
        .args(call.lines())
        .current_dir(case)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("babacus runs");
    // A call that does not read it closes it.
    _ = child.stdin.take().expect("it is piped").write_all(&stdin);
    let output = child.wait_with_output().expect("babacus ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is UTF-8");
    let code = output.status.code().expect("no signal ends it");
    format!("exit {code}\n\n{}\n{}", text(output.stdout), text(output.stderr))
}

#[test]
fn calls_answer_as_expected() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut faults = Vec::new();
    for case in cases() {
        let found = run(&case);
        let place = case.join("expected");
        if update {
            fs::write(&place, &found).expect("written");
        } else if fs::read_to_string(&place).unwrap_or_default() != found {
            faults.push(format!("{}:\n{found}", case.display()));
        }
    }
    assert!(faults.is_empty(), "{}\n(`UPDATE_EXPECT=1 cargo test evidence` takes what was found)", faults.join("\n\n"));
}

fn literals(text: &str) -> Settings {
    let mut sources = Sources::default();
    let source = sources.add("config.py", text);
    let mut diagnostics = Diagnostics::default();
    let read = python::read(source, text, &Settings::default(), &mut diagnostics);
    // Drawing them checks that their places are inside the text.
    _ = diagnostics.render(&sources, false);
    read
}

#[test]
fn what_is_huge_or_deep_ends_soon() {
    let deep = [("(", ")"), ("[", "]"), ("-", ""), ("2**", "2"), ("{", "}")];
    for (open, close) in deep {
        literals(&format!("x = {}1{}\n", open.repeat(200_000), close.repeat(200_000)));
    }
    literals(&"x = 10 ** 10 ** 10 ** 10\n".repeat(1_000));
    literals(&format!("x = {}\n", "9".repeat(500_000)));
    literals(&format!("x = 1{}\n", " + 1".repeat(200_000)));
    literals(&"if x:\n    y = 1\n".repeat(20_000));
    literals(&"a, ".repeat(300_000));
    literals(&"x".repeat(2 << 20));
    literals(&format!("x = '{}'\n", "\\".repeat(400_000)));
}

/// The site, loaded once.
fn answer(given: &Given) {
    let (mut project, mut diagnostics) = babacus::disk::load(root());
    let request = Request { expression: None, scenario: None, sets: &[], language: Some("de"), given };
    if let Ok(explanation) = explain(&mut project, &request, &mut diagnostics) {
        _ = explanation.text();
        _ = explanation.json();
    }
    _ = diagnostics.render(&project.sources, false);
}

fn text(text: &str) -> Option<Text> {
    Some(Text { name: "text".to_string(), text: text.to_string() })
}

/// Pieces of Python, put together at random.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("n_layer"),
        Just("batch_size"),
        Just("dtype"),
        Just(" = "),
        Just("12"),
        Just("0x1F"),
        Just("1e5"),
        Just("1_000"),
        Just("'bfloat16'"),
        Just("\"\"\""),
        Just("f'{x}'"),
        Just("("),
        Just(")"),
        Just("["),
        Just("]"),
        Just("{"),
        Just("}"),
        Just("\n"),
        Just("\r\n"),
        Just("\t"),
        Just("    "),
        Just("\\\n"),
        Just("#"),
        Just(","),
        Just(";"),
        Just(":"),
        Just("if "),
        Just(" else "),
        Just("import "),
        Just("**"),
        Just("//"),
        Just("%"),
        Just("-"),
        Just("+="),
        Just("名前"),
        Just("🐍"),
        Just("\u{2028}"),
        Just("\0"),
        Just("é"),
        Just("."),
        Just("True"),
        Just("None"),
        Just("lambda "),
        Just("@"),
        Just("not "),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_text_breaks_the_reader_of_literals(text in ".{0,200}") {
        literals(&text);
    }

    #[test]
    fn no_bytes_break_the_reader_of_literals(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        literals(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_pieces_break_the_reader_of_literals(text in pieces()) {
        literals(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn no_text_breaks_an_answer(
        config in pieces(),
        noise in ".{0,80}",
        amount in "[0-9.,]{0,12} ?(MiB|GiB|KiB|bytes|MB|)",
    ) {
        let message = format!("Tried to allocate {amount}{noise} (GPU 0; {amount} total capacity; {amount} free; {amount} cached)");
        answer(&Given { config: text(&config), oom: text(&message), ..Given::default() });
        let log = format!("number of parameters: {amount}{noise}\nnum decayed parameter tensors: {amount}, with {amount} parameters");
        let smi = format!("| {amount}MiB / {amount}MiB |\n| 0 N/A {noise} 12 C python {amount}MiB |\nmemory.used, memory.total\n{amount}, {amount}");
        answer(&Given { log: text(&log), smi: text(&smi), card: Some(noise), ..Given::default() });
    }
}
