//! The thread that builds: waits for a change, reads what it touched, builds, and puts what comes of it on the board.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value as Json, json};

use super::board::{Board, Files};
use super::changes::Changes;
use super::watch::Watch;
use super::{Build, News, Tell};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::disk::Folder;
use crate::locale::{Argument, Locale};
use crate::site::{Artifact, Project};

/// How long an error waits before it is shown: the file may be half written.
const SETTLE: Duration = Duration::from_millis(150);

/// At most this many errors are shown on a page; more are a consequence of the first.
const SHOWN: usize = 20;

/// The texts that open pages show, with what is put into them there.
const TEXTS: [(&str, &[&str]); 7] = [
    ("live-label", &[]),
    ("live-changed", &["count"]),
    ("live-beside", &["count", "pages"]),
    ("live-faults", &["count"]),
    ("live-stays", &[]),
    ("live-close", &[]),
    ("live-lost", &[]),
];

/// Keeps the board as the site is, for ever.
pub(super) fn run(dir: &Path, mut build: Build, tell: &Tell, board: &Board) {
    // Watched first, so that nothing is missed while the site is read.
    let mut watch = Watch::open(dir);
    let mut folder = Folder::open(dir);
    let mut changed = BTreeSet::new();
    loop {
        if let Some(notice) = watch.notice() {
            tell(News::Notice(notice));
        }
        let mut diagnostics = folder.faults();
        let artifacts = attempt(&mut build, folder.project(), &mut diagnostics);
        diagnostics.sort(&folder.project().sources);
        if diagnostics.has_errors()
            && let Some(more) = watch.next_within(SETTLE)
        {
            folder.refresh(&more);
            changed.extend(more);
            continue;
        }
        let new = (!diagnostics.has_errors()).then(|| files(artifacts));
        let needs_texts = changed.is_empty() || changed.iter().any(|path| !path.starts_with("content/"));
        let texts = needs_texts.then(|| Arc::new(texts(folder.project())));
        let old = publish(board, new, texts, folder.project(), &diagnostics);
        let paths: Vec<String> = std::mem::take(&mut changed).into_iter().collect();
        tell(News::Built { project: folder.project(), diagnostics: &diagnostics, changed: &paths });
        compare(board, old);
        changed = await_change(&mut watch, &mut folder);
    }
}

/// Builds. A fault in the program is no reason to stop serving.
fn attempt(build: &mut Build, project: &Project, diagnostics: &mut Diagnostics) -> Vec<Artifact> {
    catch_unwind(AssertUnwindSafe(|| build(project, diagnostics))).unwrap_or_else(|_| {
        let fault = Diagnostic::nowhere("program-fault", "the program failed on this site; what it printed tells where");
        diagnostics.push(fault.help("this is a fault of babacus: please report it; saving another text goes on"));
        Vec::new()
    })
}

fn files(artifacts: Vec<Artifact>) -> Files {
    artifacts.into_iter().map(|artifact| (artifact.path, artifact.bytes)).collect()
}

/// Puts a state on the board; returns the files that were there before, if there are new ones.
fn publish(
    board: &Board,
    new: Option<Files>,
    texts: Option<Arc<Json>>,
    project: &Project,
    diagnostics: &Diagnostics,
) -> Option<Arc<Files>> {
    let errors = diagnostics.iter().filter(|item| item.severity == Severity::Error);
    let faults: Vec<String> = errors.take(SHOWN).map(|error| error.plain(&project.sources)).collect();
    let mut old = None;
    board.put(|site| {
        site.faults = Arc::new(faults);
        site.texts = texts.unwrap_or_else(|| site.texts.clone());
        if let Some(new) = new {
            site.build += 1;
            site.changes = None;
            old = Some(std::mem::replace(&mut site.files, Arc::new(new)));
        }
    });
    old
}

/// Finds out what a build changed, after it is served already.
fn compare(board: &Board, old: Option<Arc<Files>>) {
    let Some(old) = old.filter(|old| !old.is_empty()) else { return };
    let Some(new) = board.files() else { return };
    let changes = Arc::new(Changes::between(&old, &new));
    board.put(|site| site.changes = Some(changes));
}

/// Waits until the folder is other than it was; returns what was read again.
fn await_change(watch: &mut Watch, folder: &mut Folder) -> BTreeSet<String> {
    loop {
        let paths = watch.next();
        if folder.refresh(&paths) {
            return paths;
        }
    }
}

/// The texts that open pages show, by language tag. What is filled in there stands in braces.
fn texts(project: &Project) -> Json {
    let folders: BTreeSet<&String> = project.pages.iter().map(|page| &page.language).collect();
    let texts = folders.into_iter().filter_map(|folder| {
        let files: Vec<_> = project.locales.iter().filter(|(own, _)| own == folder).map(|(_, file)| *file).collect();
        // What is wrong with it is reported by the build.
        let locale = Locale::new(folder, &project.sources, &files, &mut Diagnostics::default())?;
        let text = |(id, names): &(&'static str, &[&str])| {
            let holes: Vec<(&str, String)> = names.iter().map(|name| (*name, format!("{{{name}}}"))).collect();
            let arguments: Vec<_> = holes.iter().map(|(name, hole)| (*name, Argument::from(hole.as_str()))).collect();
            Some((*id, locale.message(id, &arguments).ok().flatten()?))
        };
        let own: BTreeMap<&str, String> = TEXTS.iter().filter_map(text).collect();
        Some((locale.tag().to_string(), json!(own)))
    });
    Json::Object(texts.collect())
}
