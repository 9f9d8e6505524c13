//! The commands of whoever changes a formula, and of whoever reviews it: `lock`, `diff`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use babacus::diagnostic::{Diagnostic, Diagnostics, Plural, Sources};
use babacus::diff::{self, Side};
use babacus::edition::Draft;
use babacus::lock::{self, Lock};
use babacus::site::Project;
use babacus::{disk, git};
use clap::{Args, ValueEnum};

use crate::{Place, failed, report, say};

/// Arguments of `lock`.
#[derive(Args)]
pub(crate) struct LockOptions {
    #[command(flatten)]
    place: Place,
}

/// Arguments of `diff`.
#[derive(Args)]
pub(crate) struct DiffOptions {
    #[command(flatten)]
    place: Place,
    /// Lock file, or revision of git, to compare with [default: `numbers.lock` in the site's folder]
    #[arg(long, value_name = "FILE|REV")]
    against: Option<String>,
    /// Text for people, JSON for programs, Markdown for a comment
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    format: DiffFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum DiffFormat {
    Text,
    Json,
    Markdown,
}

/// The call was wrong.
const WRONG_CALL: u8 = 2;

/// Loads a site and computes its texts. Errors are printed, and warnings are not: they are the business of `build` and
/// `check`.
fn draft(site: &Path) -> Result<(Project, Draft), ExitCode> {
    let (project, mut diagnostics) = disk::load(site);
    let draft = babacus::draft(&project, &mut diagnostics, &mut |_| ());
    match draft {
        Some(draft) if !diagnostics.has_errors() => Ok((project, draft)),
        _ => {
            diagnostics.keep_errors();
            diagnostics.sort(&project.sources);
            report(&project.sources, &diagnostics);
            Err(ExitCode::FAILURE)
        }
    }
}

/// `babacus lock`.
pub(crate) fn lock(options: &LockOptions) -> ExitCode {
    let site = &options.place.site;
    let (project, draft) = match draft(site) {
        Ok(read) => read,
        Err(code) => return code,
    };
    let (lock, _) = Lock::of(&draft);
    let text = lock.text();
    let before = project.lock.map(|file| project.sources.get(file).text.as_str());
    if before == Some(text.as_str()) {
        say(&format!("`{}` is up to date", lock::FILE));
        return ExitCode::SUCCESS;
    }
    if let Err(fault) = disk::write_text(site, lock::FILE, &text) {
        return failed(&Sources::default(), *fault);
    }
    let (numbers, formulas) = (Plural(lock.numbers.len(), "number"), Plural(lock.formulas.len(), "formula"));
    say(&format!("wrote {numbers} and {formulas} to `{}`", lock::FILE));
    ExitCode::SUCCESS
}

/// `babacus diff`.
pub(crate) fn diff(options: &DiffOptions) -> ExitCode {
    let site = &options.place.site;
    let (project, draft) = match draft(site) {
        Ok(read) => read,
        Err(code) => return code,
    };
    let against = options.against.as_deref().unwrap_or(lock::FILE);
    let old = match old_side(site, options.against.as_deref()) {
        Ok(side) => side,
        Err(code) => return code,
    };
    let new = Side::of(&project.sources, &draft);
    let diff = diff::Diff::new(against, &old, &new, &draft);
    let text = match options.format {
        DiffFormat::Text => diff.text(),
        DiffFormat::Json => format!("{:#}\n", diff.json()),
        DiffFormat::Markdown => diff.markdown(),
    };
    // A reader that closes the pipe early wants no more.
    _ = std::io::stdout().write_all(text.as_bytes());
    if diff.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What the site is compared with.
fn old_side(site: &Path, against: Option<&str>) -> Result<Side, ExitCode> {
    let path = against.map_or_else(|| site.join(lock::FILE), PathBuf::from);
    let fail = |sources: &Sources, fault: Diagnostic| {
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(fault);
        report(sources, &diagnostics);
        Err(ExitCode::from(WRONG_CALL))
    };
    match (disk::read_text(&path), against) {
        (Ok(Some(text)), _) => {
            let mut sources = Sources::default();
            let file = sources.add(path.display().to_string(), text);
            let mut diagnostics = Diagnostics::default();
            let lock = Lock::read(&sources, file, &mut diagnostics);
            report(&sources, &diagnostics);
            if diagnostics.has_errors() { Err(ExitCode::FAILURE) } else { Ok(Side::locked(lock)) }
        }
        (Ok(None), Some(revision)) => match git::load(site, revision) {
            Ok((project, diagnostics)) => at_revision(revision, &project, diagnostics),
            Err(fault) => fail(&Sources::default(), *fault),
        },
        (Ok(None), None) => {
            let missing = Diagnostic::nowhere("missing-lock", format!("this site has no `{}`", lock::FILE));
            let help = "write it with `babacus lock`, or compare with a revision: `babacus diff --against HEAD`";
            fail(&Sources::default(), missing.help(help))
        }
        (Err(fault), _) => fail(&Sources::default(), *fault),
    }
}

/// The numbers of a revision: built from its files or, where this version cannot build them, as they were locked.
fn at_revision(revision: &str, project: &Project, mut diagnostics: Diagnostics) -> Result<Side, ExitCode> {
    let draft = babacus::draft(project, &mut diagnostics, &mut |_| ());
    if let Some(draft) = draft.filter(|_| !diagnostics.has_errors()) {
        return Ok(Side::of(&project.sources, &draft));
    }
    let mut faults = Diagnostics::default();
    let locked = project.lock.map(|file| Lock::read(&project.sources, file, &mut faults));
    if let Some(lock) = locked.filter(|_| !faults.has_errors()) {
        say(&format!("`{revision}` cannot be built with this version; compared with its `{}`", lock::FILE));
        return Ok(Side::locked(lock));
    }
    say(&format!("`{revision}` cannot be built:"));
    diagnostics.keep_errors();
    diagnostics.sort(&project.sources);
    report(&project.sources, &diagnostics);
    Err(ExitCode::from(WRONG_CALL))
}
