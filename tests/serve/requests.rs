//! What may be asked, by whom, and what comes back.

use std::io::{Read, Write};
use std::process::Command;

use super::server::Server;

const OWN: &str = "127.0.0.1:PORT";

#[test]
fn addresses_and_hosts() {
    let server = Server::start(&[("static/own.svg", "<svg/>"), ("static/x.wasm", "x"), ("static/a b.txt", "ä")]);
    let page = server.get("/de/");
    assert!(page.head.starts_with("HTTP/1.1 200") && page.head.contains("text/html; charset=utf-8"), "{}", page.head);
    assert!(page.body.contains(">32 B</data>") || page.body.contains("32"), "{}", page.body);
    for (path, kind, text) in [
        ("/own.svg", "image/svg+xml", "<svg/>"),
        ("/x.wasm", "application/wasm", "x"),
        ("/a%20b.txt", "text/plain; charset=utf-8", "ä"),
        ("/_babacus/live.js", "text/javascript; charset=utf-8", "EventSource"),
        ("/_babacus/live.css", "text/css; charset=utf-8", ".strip"),
    ] {
        let answer = server.get(path);
        assert!(answer.head.contains(&format!("content-type: {kind}")), "{path}: {}", answer.head);
        assert!(answer.head.contains("x-content-type-options: nosniff") && answer.body.contains(text), "{path}");
    }
    for (path, to) in [("/de", "/de/"), ("//de", "/de/"), ("/ja/a/b?x=1", "/ja/a/b/?x=1"), ("/%64e", "/%64e/")] {
        let head = server.get(path).head;
        assert!(head.starts_with("HTTP/1.1 301") && head.contains(&format!("location: {to}\r\n")), "{path}: {head}");
    }
    assert!(server.ask("GET", "/", "localhost:PORT").head.starts_with("HTTP/1.1 200"));
    for host in ["evil.example:PORT", "127.0.0.1:1", "127.0.0.1.evil.example:PORT", "", "192.168.0.1:PORT"] {
        for path in ["/", "/_babacus/events", "/_babacus/live.js"] {
            assert!(server.ask("GET", path, host).head.starts_with("HTTP/1.1 403"), "{host} {path}");
        }
    }
    for path in ["/../babacus.toml", "/%2e%2e/babacus.toml", "/de/..%2f..%2fbabacus.toml", "/babacus.toml", "//etc/passwd"] {
        let answer = server.get(path);
        assert!(answer.head.starts_with("HTTP/1.1 404"), "{path}: {}", answer.head);
        assert!(answer.body.contains("<h1>404</h1>"), "{path}");
    }
    assert!(server.get("/%ff").head.starts_with("HTTP/1.1 400"));
}

#[test]
fn methods() {
    let server = Server::start(&[]);
    let (head, get) = (server.ask("HEAD", "/de/", OWN), server.get("/de/"));
    assert!(head.head.starts_with("HTTP/1.1 200") && head.body.is_empty(), "{}", head.head);
    assert!(head.head.contains(&format!("content-length: {}", get.body.len())), "{}", head.head);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "NONSENSE"] {
        let answer = server.ask(method, "/de/", OWN);
        assert!(answer.head.starts_with("HTTP/1.1 405") && answer.head.contains("allow: GET, HEAD"), "{method}: {}", answer.head);
    }
    for request in ["nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\0\0\0\0\r\n\r\n", "GET /de/ HTTP/1.1\r\n\r\n"] {
        let mut stream = server.connect();
        stream.write_all(request.as_bytes()).expect("sent");
        _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = String::new();
        _ = stream.read_to_string(&mut answer);
        assert!(!answer.starts_with("HTTP/1.1 200"), "{request:?}: {answer}");
    }
    assert!(server.get("/de/").head.starts_with("HTTP/1.1 200"), "still there");
}

/// `build` and `serve` give the same bytes, but for the script and its styles at the start of a page's head.
#[test]
fn same_bytes_as_build() {
    let server = Server::start(&[("static/own.css", "p { color: red }")]);
    let out = tempfile::tempdir().expect("a folder");
    let mut build = Command::new(env!("CARGO_BIN_EXE_babacus"));
    build.args(["build", "--site"]).arg(server.path("")).arg("--out").arg(out.path());
    assert!(build.output().expect("babacus runs").status.success());
    let injected = "<script src=\"/_babacus/live.js?build=1\" type=\"module\"></script>\n\
                    <link rel=\"stylesheet\" href=\"/_babacus/live.css\">\n";
    let mut compared = 0;
    let manifest = std::fs::read_to_string(out.path().join(".babacus-manifest")).expect("what was built");
    for path in manifest.lines() {
        let built = std::fs::read(out.path().join(path)).expect("a file");
        let served = server.get(&format!("/{path}")).body;
        if path.ends_with(".html") {
            assert_eq!(served.matches(injected).count(), 1, "{path}");
        }
        assert_eq!(served.replace(injected, ""), String::from_utf8_lossy(&built), "{path}");
        compared += 1;
    }
    assert!(compared > 8, "{compared} files");
    assert!(!server.path("public").exists(), "serving writes nothing");
}

#[test]
fn ports() {
    let server = Server::start(&[]);
    let again = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_babacus"));
        let output = command.args(["serve", "--site"]).arg(server.path("")).args(arguments).output().expect("babacus runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = again(&["--port", &server.port.to_string()]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("is taken by another program") && said.contains("--port N"), "{said}");
    let (code, said) = again(&["--host", "192.0.2.1"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("is no address of this machine"), "{said}");
    assert_eq!(again(&["--site", "nowhere/at/all"]).0, Some(2));
}

/// Ctrl-C ends it at once, also with pages open.
#[cfg(unix)]
#[test]
fn ends() {
    for signal in ["INT", "TERM"] {
        let mut server = Server::start(&[]);
        let mut events = server.follow("/de/");
        events.wait(|state| state["build"] == 1);
        let id = server.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{signal}"), &id]).status().expect("kill runs").success());
        let status = server.child.wait().expect("it ends");
        assert_eq!(status.code(), Some(0), "{signal}: {}", server.log());
    }
}

#[test]
fn too_many_pages() {
    let server = Server::start(&[]);
    let mut open: Vec<_> = (0..256).map(|_| server.follow("/de/")).collect();
    for events in &mut open {
        events.wait(|state| state["build"] == 1);
    }
    let refused = server.ask("GET", "/_babacus/events?page=/de/&lang=de", OWN);
    assert!(refused.head.starts_with("HTTP/1.1 503"), "{}", refused.head);
    assert!(server.get("/de/").head.starts_with("HTTP/1.1 200"), "pages are served all the same");
    server.write("content/de/index.md", "---\ntitle: Neu\n---\n\nNeu.\n");
    for events in &mut open {
        events.wait(|state| state["build"] != 1);
    }
    drop(open);
    server.wait("room for a page", || {
        let mut stream = server.connect();
        let request = format!("GET /_babacus/events?page=/de/&lang=de HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", server.port);
        stream.write_all(request.as_bytes()).ok()?;
        let mut head = [0; 12];
        stream.read_exact(&mut head).ok()?;
        (&head == b"HTTP/1.1 200").then_some(())
    });
}
