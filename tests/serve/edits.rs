//! What authors, editors and version control do to a site while it is served.

use std::fs;

use super::server::{Server, write};

fn page(text: &str) -> String {
    format!("---\ntitle: Seite\n---\n\n{text}\n")
}

#[test]
fn edit_reaches_page() {
    let server = Server::start(&[]);
    let mut events = server.follow("/de/");
    let first = events.wait(|state| state["build"] == 1);
    assert_eq!(first["texts"]["live-close"], "Schließen");
    server.write("content/de/index.md", &page("Erster Text."));
    server.wait_for("/de/", "has", "Erster Text.");
    events.wait(|state| state["build"] == 2);
    // A formula reaches both languages, and a page is told how many numbers changed on the other.
    server.write("content/de/index.md", &page("{{ weights : B }}"));
    server.wait_for("/de/", "has", "data-expr=\"weights\"");
    server.write("content/formulas/book.formula", "input width : count = 8\nweights : B = 5 B * width\n");
    server.wait_for("/ja/", "has", ">40");
    server.wait_for("/de/", "has", ">40");
    let told = events.wait(|state| state["beside"]["numbers"].as_u64().is_some_and(|count| count > 0));
    let named = told["beside"]["named"].as_array().expect("a list").clone();
    assert!(named.iter().any(|page| page["address"] == "/ja/"), "{told}");
    assert!(named.iter().all(|page| page["address"] != "/de/"), "{told}");
    // Messages, templates, static files and settings are watched as well.
    server.write("templates/nav.html", "<p>eigene Navigation</p>");
    server.wait_for("/de/", "has", "eigene Navigation");
    fs::remove_file(server.path("templates/nav.html")).expect("gone");
    server.wait_for("/de/", "has not", "eigene Navigation");
    server.write("static/own.svg", "<svg/>");
    server.wait_for("/own.svg", "has", "<svg/>");
    server.write("locales/de/own.ftl", "theme-menu = Auswahl\n");
    server.wait_for("/de/", "has", "Auswahl");
    server.write("babacus.toml", "title = \"Anders\"\nlanguages = [\"ja\", \"de\"]\nhighlight = false\n");
    server.wait_for("/de/", "has", "Anders");
}

#[test]
fn errors_and_recovery() {
    let server = Server::start(&[]);
    let mut events = server.follow("/de/");
    let cases = [
        ("content/de/index.md", "---\ntitle: Anfang\n---\n\n{{ weigths : B }}\n", "did you mean `weights`"),
        ("content/formulas/book.formula", "input width : count = 8\nweights : B = 4 B *\n", "book.formula:2"),
        ("templates/nav.html", "<nav>{% if %}</nav>", "templates/nav.html"),
        ("babacus.toml", "title = \"Probe\nlanguages = [\"ja\", \"de\"]\n", "babacus.toml"),
        ("locales/de/own.ftl", "theme-menu = { $\n", "locales/de/own.ftl"),
        ("content/de/index.md", "", "this page has no title"),
    ];
    for (path, broken, excerpt) in cases {
        let good = fs::read(server.path(path)).ok();
        server.write(path, broken);
        let drawn = events.faults();
        assert!(drawn.contains(excerpt), "{path}: {drawn}");
        assert!(server.get("/de/").body.contains("Gewichte: "), "the last good page stays");
        match good {
            Some(text) => fs::write(server.path(path), text).expect("written"),
            None => fs::remove_file(server.path(path)).expect("removed"),
        }
        events.recovered();
    }
    fs::write(server.path("content/de/index.md"), b"---\ntitle: \xff\n---\n").expect("written");
    assert!(events.faults().contains("is not UTF-8"));
    server.write("content/de/index.md", &page("Wieder gut."));
    events.recovered();
    server.wait_for("/de/", "has", "Wieder gut.");
}

/// A site that is broken from the start is served as soon as it is mended.
#[test]
fn broken_start() {
    let server = Server::start(&[("babacus.toml", "title = ")]);
    let answer = server.get("/de/");
    assert!(answer.head.starts_with("HTTP/1.1 503") && answer.body.contains("/_babacus/live.js"), "{}", answer.head);
    let mut events = server.follow("/de/");
    assert!(events.faults().contains("babacus.toml"));
    server.write("babacus.toml", "title = \"Probe\"\nlanguages = [\"ja\", \"de\"]\n");
    events.recovered();
    server.wait_for("/de/", "has", "Gewichte: ");
}

/// A way to save a text.
type Save<'a> = Box<dyn Fn(&str) + 'a>;

/// Editors save by truncating, by another name, by a backup beside the file, or by taking the file away first.
#[test]
fn editor_saves() {
    let server = Server::start(&[]);
    let path = server.path("content/de/index.md");
    let beside = |name: &str| path.with_file_name(name);
    let saves: [(&str, Save<'_>); 6] = [
        ("in place", Box::new(|text| fs::write(&path, text).expect("written"))),
        (
            "by another name",
            Box::new(|text| {
                fs::write(beside(".index.md.tmp1"), text).expect("written");
                fs::rename(beside(".index.md.tmp1"), &path).expect("renamed");
            }),
        ),
        (
            "with a backup",
            Box::new(|text| {
                fs::rename(&path, beside("index.md~")).expect("renamed");
                fs::write(&path, text).expect("written");
            }),
        ),
        (
            "with a probe and a swap file",
            Box::new(|text| {
                fs::write(beside("4913"), "").expect("written");
                fs::remove_file(beside("4913")).expect("removed");
                fs::write(beside(".index.md.swp"), "swap").expect("written");
                fs::write(&path, text).expect("written");
                fs::remove_file(beside(".index.md.swp")).expect("removed");
            }),
        ),
        (
            "taken away first",
            Box::new(|text| {
                fs::remove_file(&path).expect("removed");
                fs::write(&path, text).expect("written");
            }),
        ),
        (
            "in pieces",
            Box::new(|text| {
                use std::io::Write;
                let mut file = fs::File::create(&path).expect("truncated");
                for piece in text.as_bytes().chunks(7) {
                    file.write_all(piece).expect("written");
                    file.flush().expect("flushed");
                    std::thread::sleep(std::time::Duration::from_millis(2));
                }
            }),
        ),
    ];
    let mut events = server.follow("/de/");
    for round in 0..2 {
        for (name, save) in &saves {
            let text = format!("Gesichert {name}, {round}.");
            save(&page(&text));
            server.wait_for("/de/", "has", &text);
        }
    }
    events.recovered();
    assert!(server.get("/de/index.md~").head.starts_with("HTTP/1.1 404"), "a backup is no part of the site");
    assert!(!server.log().contains("not built"), "no half-written file was shown as an error:\n{}", server.log());
}

#[test]
fn folders() {
    let server = Server::start(&[]);
    // A new folder, with what comes into it before and after it is seen.
    for index in 0..5 {
        server.write(&format!("content/de/neu/tief/seite{index}.md"), &page(&format!("Seite {index}.")));
    }
    server.wait_for("/de/neu/tief/seite4/", "has", "Seite 4.");
    server.write("content/de/neu/tief/spaet.md", &page("Spät."));
    server.wait_for("/de/neu/tief/spaet/", "has", "Spät.");
    // Renamed, then changed inside.
    fs::rename(server.path("content/de/neu"), server.path("content/de/alt")).expect("renamed");
    server.wait_for("/de/alt/tief/spaet/", "has", "Spät.");
    server.wait("the old address to be gone", || server.get("/de/neu/tief/spaet/").head.contains("404").then_some(()));
    server.write("content/de/alt/tief/spaet.md", &page("Später."));
    server.wait_for("/de/alt/tief/spaet/", "has", "Später.");
    // Moved out of the site and back.
    let outside = server.beside("outside");
    fs::rename(server.path("content/de/alt"), &outside).expect("renamed");
    server.wait("the folder to be gone", || server.get("/de/alt/tief/spaet/").head.contains("404").then_some(()));
    fs::rename(&outside, server.path("content/de/alt")).expect("renamed");
    server.wait_for("/de/alt/tief/spaet/", "has", "Später.");
    fs::remove_dir_all(server.path("content/de/alt")).expect("removed");
    server.wait("the folder to be gone", || server.get("/de/alt/tief/spaet/").head.contains("404").then_some(()));
    // A whole folder at the top by another.
    fs::rename(server.path("content"), server.path("content.old")).expect("renamed");
    write(&server.path("content.new/de/index.md"), &page("Ganz neu."));
    write(&server.path("content.new/ja/index.md"), &page("新しい。"));
    fs::rename(server.path("content.new"), server.path("content")).expect("renamed");
    server.wait_for("/de/", "has", "Ganz neu.");
    server.write("content/de/index.md", &page("Noch neuer."));
    server.wait_for("/de/", "has", "Noch neuer.");
}

/// The site's own folder goes away and comes back, as the same folder and as another.
#[test]
fn site_moves() {
    let server = Server::start(&[]);
    let mut events = server.follow("/de/");
    let (site, away) = (server.beside("site"), server.beside("away"));
    fs::rename(&site, &away).expect("renamed");
    assert!(events.faults().contains("there is no folder"));
    assert!(server.get("/de/").body.contains("Gewichte: "), "the last good page stays");
    fs::rename(&away, &site).expect("renamed");
    events.recovered();
    server.write("content/de/index.md", &page("Zurück."));
    server.wait_for("/de/", "has", "Zurück.");
    fs::rename(&site, &away).expect("renamed");
    events.faults();
    for (path, text) in [
        ("babacus.toml", "title = \"Probe\"\nlanguages = [\"de\"]\n".to_string()),
        ("content/de/index.md", page("Ein anderer Ordner.")),
    ] {
        server.write(path, &text);
    }
    server.wait_for("/de/", "has", "Ein anderer Ordner.");
    server.write("content/de/index.md", &page("Und weiter."));
    server.wait_for("/de/", "has", "Und weiter.");
}

/// A thousand files at once, and all of them away again.
#[test]
fn burst() {
    let server = Server::start(&[]);
    for index in 0..1000 {
        server.write(&format!("content/de/viele/seite{index}.md"), &page(&format!("Seite {index}.")));
    }
    for index in [0, 500, 999] {
        server.wait_for(&format!("/de/viele/seite{index}/"), "has", &format!("Seite {index}."));
    }
    for index in 0..1000 {
        server.write(&format!("content/de/viele/seite{index}.md"), &page(&format!("Anders {index}.")));
    }
    for index in [0, 500, 999] {
        server.wait_for(&format!("/de/viele/seite{index}/"), "has", &format!("Anders {index}."));
    }
    fs::remove_dir_all(server.path("content/de/viele")).expect("removed");
    server.wait("all to be gone", || {
        let gone = |index: &usize| server.get(&format!("/de/viele/seite{index}/")).head.contains("404");
        [0, 500, 999].iter().all(gone).then_some(())
    });
    server.wait_for("/de/", "has", "Gewichte: ");
}

/// What git does when a branch is changed: many files of all kinds are replaced, added and taken away.
#[test]
fn branch_switch() {
    let server = Server::start(&[]);
    let git = |arguments: &[&str]| {
        let mut command = std::process::Command::new("git");
        let who = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false", "-C"];
        let output = command.args(who).arg(server.path("")).args(arguments).output().expect("git runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "-q", "-b", "one"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "one"]);
    git(&["checkout", "-qb", "two"]);
    for index in 0..60 {
        server.write(&format!("content/de/zwei/seite{index}.md"), &page(&format!("{{{{ weights + {index} B : B }}}}")));
    }
    server.write("content/formulas/book.formula", "input width : count = 8\nweights : B = 7 B * width\n");
    fs::remove_dir_all(server.path("content/ja/a")).expect("removed");
    git(&["add", "-A"]);
    git(&["commit", "-qm", "two"]);
    server.wait_for("/de/", "has", ">56");
    for _ in 0..3 {
        git(&["checkout", "-q", "one"]);
        server.wait_for("/de/", "has", ">32");
        server.wait_for("/ja/a/b/", "has", "本文。");
        assert!(server.get("/de/zwei/seite0/").head.contains("404"));
        git(&["checkout", "-q", "two"]);
        server.wait_for("/de/", "has", ">56");
        server.wait_for("/de/zwei/seite59/", "has", ">115");
    }
}

/// A file that may not be read is an error like any other.
#[cfg(unix)]
#[test]
fn unreadable() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let server = Server::start(&[]);
    let mut events = server.follow("/de/");
    let path = server.path("content/de/extra.md");
    // A link to nowhere cannot be read by anyone, whatever his rights.
    symlink("/nowhere/at/all", &path).expect("linked");
    server.write("content/de/index.md", &page("Mit Verweis."));
    server.wait_for("/de/", "has", "Mit Verweis.");
    fs::remove_file(&path).expect("removed");
    server.write("content/de/extra.md", &page("Lesbar."));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("locked");
    if fs::read(&path).is_err() {
        assert!(events.faults().contains("permission denied"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("unlocked");
        events.recovered();
    }
    server.write("content/de/extra.md", &page("Wieder lesbar."));
    server.wait_for("/de/extra/", "has", "Wieder lesbar.");
}
