//! Lock, diff, check and status: on a small site without a fault, and on the real one.

mod changes;
mod commands;
mod planted;
mod sentences;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use babacus::check::{self, Depth};
use babacus::diagnostic::{Diagnostic, Diagnostics};
use babacus::edition::Draft;
use babacus::memory::Memory;
use babacus::site::Project;
use babacus::{disk, draft};

/// The files of a site that can be changed, by path.
#[derive(Clone)]
pub(super) struct Site {
    pub(super) texts: BTreeMap<String, String>,
    copies: Vec<(String, Vec<u8>)>,
}

pub(super) fn small() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checks/site")
}

impl Site {
    pub(super) fn load(folder: &Path) -> Site {
        let (project, faults) = disk::load(folder);
        assert!(faults.is_empty(), "{}", faults.render(&project.sources, false));
        let texts = project.sources.iter().map(|(_, source)| (source.path.clone(), source.text.clone()));
        let texts = texts.filter(|(path, _)| !path.starts_with('<')).collect();
        let copies = project.copies.iter().map(|copy| (copy.path.clone(), copy.bytes.to_vec())).collect();
        Site { texts, copies }
    }

    pub(super) fn project(&self) -> Project {
        let mut project = Project::default();
        for (path, text) in &self.texts {
            if path.starts_with("static/") {
                project.bytes(path, text.clone().into_bytes());
            } else {
                project.text(path, text.clone());
            }
        }
        for (path, bytes) in &self.copies {
            project.bytes(&format!("static/{path}"), bytes.clone());
        }
        project.seal();
        project
    }

    /// Changes one text.
    pub(super) fn edit(&mut self, path: &str, old: &str, new: &str) {
        let text = self.texts.get_mut(path).unwrap_or_else(|| panic!("there is no {path}"));
        assert!(text.contains(old), "{path} has no {old:?}");
        *text = text.replacen(old, new, 1);
    }

    /// What `check` finds without drawing the files of the site, which takes most of its time.
    pub(super) fn look(&self) -> (Project, Diagnostics) {
        let project = self.project();
        let mut found = Diagnostics::default();
        if let Some(draft) = draft(&project, &mut Memory::default(), &mut found, &babacus::progress::Progress::default()) {
            check::check(&project, &draft, Depth::All, &mut check::Memo::default(), &mut found);
        }
        found.sort(&project.sources);
        (project, found)
    }

    /// What `check` finds.
    pub(super) fn check(&self) -> (Project, Diagnostics) {
        let project = self.project();
        let mut found = Diagnostics::default();
        babacus::check(&project, &mut found, &babacus::progress::Progress::default());
        found.sort(&project.sources);
        (project, found)
    }

    pub(super) fn draft(&self) -> (Project, Draft) {
        let project = self.project();
        let mut faults = Diagnostics::default();
        let draft = draft(&project, &mut Memory::default(), &mut faults, &babacus::progress::Progress::default());
        assert!(!faults.has_errors(), "{}", faults.render(&project.sources, false));
        (project, draft.expect("a draft"))
    }
}

/// Something that was found: code, path and line (or none), message.
pub(super) struct Found {
    pub(super) code: &'static str,
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) message: String,
}

pub(super) fn places(project: &Project, found: &Diagnostics) -> Vec<Found> {
    let place = |fault: &Diagnostic| {
        let span = fault.span();
        Found {
            code: fault.code,
            path: span.map(|span| project.sources.get(span.source).path.clone()).unwrap_or_default(),
            line: span.map_or(0, |span| project.sources.position(span).0),
            message: fault.message.clone(),
        }
    };
    found.iter().map(place).collect()
}

#[test]
fn the_small_site_has_no_fault() {
    let (project, found) = Site::load(&small()).check();
    assert!(found.is_empty(), "{}", found.render(&project.sources, false));
}

#[test]
fn nothing_makes_it_panic() {
    let site = Site::load(&small());
    let pieces = [
        "{# allow x",
        "{# only: de",
        "12 G",
        "１２",
        "\"",
        "'",
        "«",
        "„",
        "**",
        "#",
        "---\n",
        "\u{202f}%",
        "![](",
        "](#",
        "万",
        "unit = x\n",
        "unit- = x\n",
        "term-",
        " .avoid",
        "\tformula",
        "number\t",
        "source: ja@é\n",
        "{{ weights",
        "%}",
        "\u{10ffff}",
        "\n\n",
    ];
    let mut seed = 1u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % below.max(1)
    };
    let paths: Vec<String> = site.texts.keys().filter(|path| !path.ends_with(".toml")).cloned().collect();
    for _ in 0..300 {
        let mut copy = site.clone();
        for _ in 0..=next(3) {
            let text = copy.texts.get_mut(&paths[next(paths.len())]).expect("a text");
            let at = text.floor_char_boundary(next(text.len() + 1));
            match next(3) {
                0 => text.truncate(at),
                _ => text.insert_str(at, pieces[next(pieces.len())]),
            }
        }
        let (project, found) = copy.look();
        _ = babacus::check::fixes(&found);
        _ = found.render(&project.sources, false);
    }
}

#[test]
fn every_rule_is_in_the_manual() {
    let manual = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md")).expect("docs/checks.md");
    let codes: Vec<&str> = manual.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    let rules: Vec<&str> = babacus::check::CHECKS.iter().map(|rule| rule.code).collect();
    assert_eq!(codes, rules, "docs/checks.md has an entry for each rule, in the order of the table");
    for rule in babacus::check::CHECKS {
        let mut letters = rule.summary.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        let sentence = format!("{first}{}.", letters.as_str());
        assert!(manual.contains(&sentence), "docs/checks.md does not say {sentence:?} of `{}`", rule.code);
    }
}
