//! The commands as they are called: exit codes, what goes to which stream, and the server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

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

/// A server that ends with the test.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

impl Server {
    fn start() -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_babacus"));
        command.args(["serve", "--port", "0", "--site"]).arg(site()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("babacus runs");
        let lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let port = |line: String| line.split("http://127.0.0.1:").nth(1)?.split('/').next()?.parse().ok();
        let port = lines.map_while(Result::ok).find_map(port).expect("an address");
        Server { child, port }
    }

    /// Status line and body.
    fn ask(&self, method: &str, path: &str, host: &str) -> (String, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the server listens");
        let host = host.replace("PORT", &self.port.to_string());
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        (head.to_string(), body.to_string())
    }
}

#[test]
fn server() {
    let server = Server::start();
    let own = "127.0.0.1:PORT";
    let (head, body) = server.ask("GET", "/de/", own);
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/html"), "{head}");
    assert!(body.contains("10.616.832"));
    assert!(server.ask("GET", "/de", own).0.contains("location: /de/"));
    assert!(server.ask("GET", "/", "localhost:PORT").0.starts_with("HTTP/1.1 200"));
    for (path, host) in [("/", "evil.example:PORT"), ("/", "127.0.0.1:1"), ("/", "127.0.0.1.evil.example:PORT")] {
        assert!(server.ask("GET", path, host).0.starts_with("HTTP/1.1 403"), "{host}");
    }
    for path in ["/../babacus.toml", "/%2e%2e/babacus.toml", "/de/..%2f..%2fbabacus.toml", "/babacus.toml", "//etc/passwd"] {
        let (head, body) = server.ask("GET", path, own);
        assert!(head.starts_with("HTTP/1.1 404"), "{path}: {head}");
        assert!(body.contains("<h1>404</h1>"), "{path}");
    }
    assert!(server.ask("POST", "/de/", own).0.starts_with("HTTP/1.1 405"));
    assert!(!site().join("public").exists(), "serving writes nothing");
    refused(&["serve", "--port", &server.port.to_string()], 1, "is taken by another program");
}
