//! Babacus: a static documentation generator for documents that are read in several languages and full of numbers.
//!
//! A site is built in one sentence: load → parse → compute → localize → render → write. [`disk::load`] and
//! [`disk::write`] touch the disk; [`build`] is everything between, and pure: no disk, no clock, no environment, the
//! same bytes on any number of threads. Problems travel beside the results, in [`diagnostic::Diagnostics`].

pub mod answers;
pub mod check;
pub mod diagnostic;
pub mod diff;
pub mod disk;
pub mod edition;
pub mod evidence;
pub mod explain;
pub mod fingerprint;
pub mod formula;
pub mod git;
pub mod locale;
pub mod lock;
pub mod markdown;
pub mod memory;
pub mod progress;
pub mod render;
pub mod serve;
pub mod site;
pub mod status;
pub mod template;

use diagnostic::Diagnostics;
use edition::Draft;
use memory::Memory;
use progress::Progress;
use site::{Artifact, Project};

/// Reads, computes and writes all texts of a site; `None` if there is nothing to go on with.
///
/// What earlier builds made is taken from `memory`; `progress` is told how far it is.
pub fn draft(project: &Project, memory: &mut Memory, diagnostics: &mut Diagnostics, progress: &Progress) -> Option<Draft> {
    let manuscript = site::parse(project, &mut memory.site, progress, diagnostics);
    progress.end("parse");
    let manuscript = manuscript?;
    let answers = answers::compute(&manuscript, memory.answers.take(), diagnostics);
    memory.answers = Some(answers.clone());
    progress.end("compute");
    let templates = template::Templates::new(project, &manuscript, memory.templates.take(), diagnostics)?;
    memory.templates = Some(templates.clone());
    let bodies = edition::localize(project, &manuscript, &answers, &templates, &mut memory.edition, progress, diagnostics);
    progress.end("localize");
    site::remember(&mut memory.site, project, &manuscript, !memory.lean);
    Some(Draft { manuscript, answers, templates, bodies })
}

/// Builds all files of a site; what does not depend on a change since the last build with this memory is taken from
/// there, and is equal to what would be made anew.
///
/// Where there are errors among the diagnostics, the files are not to be written.
pub fn build(project: &Project, memory: &mut Memory, diagnostics: &mut Diagnostics, progress: &Progress) -> Vec<Artifact> {
    review(project, memory, check::Depth::Build, diagnostics, progress)
}

/// Builds all files of a site and looks for everything that is wrong with it though it can be built.
pub fn check(project: &Project, diagnostics: &mut Diagnostics, progress: &Progress) {
    review(project, &mut Memory::default(), check::Depth::All, diagnostics, progress);
    check::harden(diagnostics);
}

fn review(
    project: &Project,
    memory: &mut Memory,
    depth: check::Depth,
    diagnostics: &mut Diagnostics,
    progress: &Progress,
) -> Vec<Artifact> {
    let Some(mut draft) = draft(project, memory, diagnostics, progress) else { return Vec::new() };
    check::check(project, &draft, depth, &mut memory.check, diagnostics);
    progress.end("check");
    if memory.lean {
        draft.manuscript.pages.iter_mut().for_each(site::Page::release);
    }
    let artifacts = render::render(project, &mut draft, &mut memory.render, progress, diagnostics);
    progress.end("render");
    artifacts
}
