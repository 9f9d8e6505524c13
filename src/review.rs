//! The commands of whoever changes a formula, translates or reviews: `lock`, `diff`, `check`, `status`.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use babacus::diagnostic::{Diagnostic, Diagnostics, Plural, Sources};
use babacus::diff::{self, Side};
use babacus::edition::Draft;
use babacus::lock::{self, Lock};
use babacus::memory::Memory;
use babacus::progress::Progress;
use babacus::site::{Memo, Project};
use babacus::{disk, git, status};
use clap::{Args, ValueEnum};
use serde_json::json;

use crate::{Output, Place, failed, report, say};

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

/// Arguments of `check`.
#[derive(Args)]
pub(crate) struct CheckOptions {
    #[command(flatten)]
    place: Place,
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
    /// Mend what is certain first: typed numbers become expressions, plain spaces and quotes those of the language
    #[arg(long)]
    fix: bool,
}

/// Arguments of `status`.
#[derive(Args)]
pub(crate) struct StatusOptions {
    #[command(flatten)]
    place: Place,
    /// Say that these translations are up to date with their sources
    #[arg(long, value_name = "FILE", num_args = 1..)]
    mark: Vec<PathBuf>,
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
    let draft = babacus::draft(&project, &mut Memory::default(), &mut diagnostics, &Progress::default());
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
    let draft = babacus::draft(project, &mut Memory::default(), &mut diagnostics, &Progress::default());
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

/// `babacus check`.
pub(crate) fn check(options: &CheckOptions) -> ExitCode {
    let site = &options.place.site;
    let look = || {
        let (project, mut diagnostics) = disk::load(site);
        babacus::check(&project, &mut diagnostics, &Progress::default());
        diagnostics.sort(&project.sources);
        (project, diagnostics)
    };
    let (mut project, mut diagnostics) = look();
    if options.fix {
        match mend(site, &project, &diagnostics) {
            Ok(0) => {}
            Ok(_) => (project, diagnostics) = look(),
            Err(fault) => return failed(&Sources::default(), *fault),
        }
    }
    let found = match options.format {
        Output::Text => diagnostics.render(&project.sources, std::io::stdout().is_terminal()),
        Output::Json => {
            let all: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.json(&project.sources)).collect();
            format!("{:#}\n", json!({ "count": all.len(), "found": all }))
        }
    };
    _ = anstream::stdout().write_all(found.as_bytes());
    if diagnostics.is_empty() {
        say("nothing found");
        return ExitCode::SUCCESS;
    }
    say(&format!("{} found", Plural(diagnostics.count(), "fault")));
    ExitCode::FAILURE
}

/// Writes the patches that are certain, and says how many there were.
fn mend(site: &Path, project: &Project, diagnostics: &Diagnostics) -> Result<usize, Box<Diagnostic>> {
    let mut count = 0;
    for (file, fixes) in babacus::check::fixes(diagnostics) {
        let source = project.sources.get(file);
        let mut text = source.text.clone();
        for fix in &fixes {
            text.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.replacement);
        }
        disk::write_text(site, &source.path, &text)?;
        say(&format!("mended {} in `{}`", Plural(fixes.len(), "fault"), source.path));
        count += fixes.len();
    }
    Ok(count)
}

/// `babacus status`.
pub(crate) fn status(options: &StatusOptions) -> ExitCode {
    let site = &options.place.site;
    let (project, mut diagnostics) = disk::load(site);
    let Some(manuscript) = babacus::site::parse(&project, &mut Memo::default(), &Progress::default(), &mut diagnostics) else {
        diagnostics.keep_errors();
        report(&project.sources, &diagnostics);
        return ExitCode::FAILURE;
    };
    if options.mark.is_empty() {
        _ = std::io::stdout().write_all(status::table(&project, &manuscript).as_bytes());
        return ExitCode::SUCCESS;
    }
    for file in &options.mark {
        let path = file.strip_prefix(site).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let path = path.trim_start_matches("./");
        let page = manuscript.pages.iter().position(|page| project.sources.get(page.source).path == path);
        let Some(text) = page.and_then(|page| status::marked(&project, &manuscript, page)) else {
            let message = format!("`{path}` is no translation of a page of the source language");
            failed(&Sources::default(), Diagnostic::nowhere("no-translation", message));
            return ExitCode::from(WRONG_CALL);
        };
        if let Err(fault) = disk::write_text(site, path, &text) {
            return failed(&Sources::default(), *fault);
        }
        say(&format!("marked `{path}`"));
    }
    ExitCode::SUCCESS
}
