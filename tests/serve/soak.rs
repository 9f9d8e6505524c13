//! Hundreds of rebuilds leave nothing behind: no open file, no memory, no connection.

use super::server::Server;

/// Rebuilds of the test; `SOAK=10000` asks for more.
fn rounds() -> usize {
    std::env::var("SOAK").ok().and_then(|text| text.parse().ok()).unwrap_or(300)
}

/// Open files, and resident memory in kilobytes.
#[cfg(target_os = "linux")]
fn used(server: &Server) -> (usize, usize) {
    let own = format!("/proc/{}", server.child.id());
    let files = std::fs::read_dir(format!("{own}/fd")).expect("its files").count();
    let status = std::fs::read_to_string(format!("{own}/status")).expect("its status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    (files, line.trim().trim_end_matches(" kB").trim().parse().expect("a number"))
}

#[cfg(target_os = "linux")]
#[test]
fn stays_flat() {
    let server = Server::start(&[]);
    let mut events = server.follow("/de/");
    let rounds = rounds();
    let mut warm = None;
    for round in 0..rounds {
        let text = format!("Runde {round}.");
        match round % 4 {
            0 => server.write("content/de/index.md", "---\ntitle: Kaputt\n---\n\n{{ nothing }}\n"),
            1 => server
                .write("content/formulas/book.formula", &format!("input width : count = 8\nweights : B = {round} B * width\n")),
            2 => server.write("content/de/ordner/seite.md", &format!("---\ntitle: Da\n---\n\n{text}\n")),
            _ => _ = std::fs::remove_dir_all(server.path("content/de/ordner")),
        }
        if round % 4 == 0 {
            events.faults();
        }
        server.write("content/de/index.md", &format!("---\ntitle: Anfang\n---\n\n{text} {{{{ weights : B }}}}\n"));
        server.wait_for("/de/", "has", &text);
        if round == rounds / 3 {
            warm = Some(used(&server));
        }
    }
    let (files, memory) = used(&server);
    let (files_before, memory_before) = warm.expect("it ran");
    println!("{rounds} rounds: {files_before} → {files} open files, {memory_before} → {memory} kB");
    // A request may be on its way.
    assert!(files <= files_before + 4, "{files_before} open files became {files}");
    assert!(memory <= memory_before + memory_before / 4 + 8192, "{memory_before} kB became {memory} kB");
}
