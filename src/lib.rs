//! Babacus: a static documentation generator for documents that are read in several languages and full of numbers.
//!
//! A site is built in one sentence: load → parse → compute → localize → render → write. [`disk::load`] and
//! [`disk::write`] touch the disk; [`build`] is everything between, and pure: no disk, no clock, no environment, the
//! same bytes on any number of threads. Problems travel beside the results, in [`diagnostic::Diagnostics`].

pub mod answers;
pub mod diagnostic;
pub mod disk;
pub mod edition;
pub mod explain;
pub mod formula;
pub mod locale;
pub mod markdown;
pub mod render;
pub mod serve;
pub mod site;
pub mod template;

use diagnostic::Diagnostics;
use site::{Artifact, Project};

/// Builds all files of a site.
///
/// Where there are errors among the diagnostics, the files are not to be written. `stage` is called with the name of
/// each stage as it ends; a caller with a clock can tell where time goes.
pub fn build(project: &Project, diagnostics: &mut Diagnostics, stage: &mut dyn FnMut(&'static str)) -> Vec<Artifact> {
    let manuscript = site::parse(project, diagnostics);
    stage("parse");
    let Some(manuscript) = manuscript else { return Vec::new() };
    let answers = answers::compute(&project.sources, &manuscript, diagnostics);
    stage("compute");
    let Some(templates) = template::Templates::new(project, &manuscript, diagnostics) else { return Vec::new() };
    let bodies = edition::localize(project, &manuscript, &answers, &templates, diagnostics);
    stage("localize");
    let artifacts = render::render(project, &manuscript, &bodies, &templates, diagnostics);
    stage("render");
    artifacts
}
