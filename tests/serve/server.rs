//! A server over a small site of its own, asked as a browser would.

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long anything may take on a machine that has much to do.
pub(crate) const DEADLINE: Duration = Duration::from_secs(90);

/// A server that ends with the test, and the site that it serves.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) port: u16,
    place: TempDir,
    log: Arc<Mutex<String>>,
}

/// A status line with its headers, and a body.
pub(crate) struct Answer {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

impl Server {
    /// Serves a site of a few pages in two languages, of which `files` replaces some.
    pub(crate) fn start(files: &[(&str, &str)]) -> Server {
        let place = tempfile::tempdir().expect("a folder");
        let own = [
            ("babacus.toml", "title = \"Probe\"\nlanguages = [\"ja\", \"de\"]\nhighlight = false\n"),
            ("content/ja/index.md", "---\ntitle: はじめ\n---\n\n重みは{{ weights : B }}です。\n"),
            ("content/ja/a/b.md", "---\ntitle: 次\n---\n\n本文。\n"),
            ("content/de/index.md", "---\ntitle: Anfang\n---\n\nGewichte: {{ weights : B }}.\n"),
            ("content/formulas/book.formula", "input width : count = 8\nweights : B = 4 B * width\n"),
        ];
        for (path, text) in own.iter().chain(files) {
            write(&place.path().join("site").join(path), text);
        }
        Server::over(place, &[])
    }

    /// Serves the folder `site` of a place.
    pub(crate) fn over(place: TempDir, arguments: &[&str]) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_babacus"));
        command.args(["serve", "--port", "0", "--site"]).arg(place.path().join("site")).args(arguments);
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("babacus runs");
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines().map_while(Result::ok);
        let log = Arc::new(Mutex::new(String::new()));
        let mut said = String::new();
        let port = |line: String| {
            said.push_str(&line);
            said.push('\n');
            line.split("the site is at http://127.0.0.1:").nth(1)?.split('/').next()?.parse().ok()
        };
        let port = lines.find_map(port).unwrap_or_else(|| panic!("no address"));
        *log.lock().expect("a log") = said;
        let kept = log.clone();
        std::thread::spawn(move || lines.for_each(|line| kept.lock().expect("a log").push_str(&format!("{line}\n"))));
        Server { child, port, place, log }
    }

    /// A path of the site.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.place.path().join("site").join(path)
    }

    /// A path beside the site's folder, which is called `site`.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    /// Writes a file of the site in place.
    pub(crate) fn write(&self, path: &str, text: &str) {
        write(&self.path(path), text);
    }

    /// What was printed.
    pub(crate) fn log(&self) -> String {
        self.log.lock().expect("a log").clone()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the server listens");
        stream.set_read_timeout(Some(DEADLINE)).expect("a time limit");
        stream
    }

    /// Asks once; `PORT` in the host is the server's.
    pub(crate) fn ask(&self, method: &str, path: &str, host: &str) -> Answer {
        let mut stream = self.connect();
        let host = host.replace("PORT", &self.port.to_string());
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        Answer { head: head.to_string(), body: body.to_string() }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "127.0.0.1:PORT")
    }

    /// Asks until the page has, or has not, this text in it.
    pub(crate) fn wait_for(&self, path: &str, what: &str, text: &str) -> Answer {
        self.wait(&format!("{path} {what} {text:?}"), || {
            let answer = self.get(path);
            (answer.body.contains(text) == (what == "has")).then_some(answer)
        })
    }

    /// Tries until something comes of it.
    pub(crate) fn wait<T>(&self, what: &str, mut attempt: impl FnMut() -> Option<T>) -> T {
        let end = Instant::now() + DEADLINE;
        loop {
            if let Some(found) = attempt() {
                return found;
            }
            assert!(Instant::now() < end, "waited for {what} in vain; the server said:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Listens as an open page does.
    pub(crate) fn follow(&self, page: &str) -> Events {
        let mut stream = self.connect();
        let request = format!("GET /_babacus/events?page={page}&lang=de HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).expect("sent");
        Events { lines: BufReader::new(stream) }
    }
}

/// What an open page hears.
pub(crate) struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// The first state that is as wanted.
    pub(crate) fn wait(&mut self, wanted: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        let end = Instant::now() + DEADLINE;
        let mut line = String::new();
        while Instant::now() < end {
            line.clear();
            match self.lines.read_line(&mut line) {
                Ok(0) => panic!("the stream ended"),
                Ok(_) => {}
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => continue,
                Err(error) => panic!("{error}"),
            }
            let state = line.strip_prefix("data: ").and_then(|text| serde_json::from_str(text).ok());
            if let Some(state) = state.filter(&wanted) {
                return state;
            }
        }
        panic!("no such event came");
    }

    /// The drawn errors, once there are some.
    pub(crate) fn faults(&mut self) -> String {
        let state = self.wait(|state| state["faults"].as_array().is_some_and(|list| !list.is_empty()));
        state["faults"].as_array().expect("a list").iter().filter_map(|text| text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// Waits until all is well.
    pub(crate) fn recovered(&mut self) {
        self.wait(|state| state["faults"].as_array().is_some_and(Vec::is_empty));
    }
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
    fs::write(path, text).expect("it can be written");
}
