//! What rendering remembers: the files of each page and each output, and what they were made of.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Scope;
use super::page::{PageData, Sight};
use super::search::Unit;
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::site::{Artifact, Content};

/// The files of earlier builds: of pages by the path of the page's own, of other outputs by their names.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Memo(HashMap<String, Known>);

/// Files, and what they were made of.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Known {
    of: Fingerprint,
    /// The same, as it can be told without looking closely; it changes more often than it must.
    roughly: Fingerprint,
    files: Vec<File>,
    /// What a search finds in them.
    units: Arc<Vec<Unit>>,
    /// The fingerprint of that.
    found: Fingerprint,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct File {
    path: String,
    #[serde(skip)]
    bytes: Option<Content>,
}

impl Memo {
    /// The paths of all files whose bytes are not here.
    pub fn absent(&self) -> impl Iterator<Item = &str> {
        let files = self.0.values().flat_map(|known| &known.files);
        files.filter(|file| file.bytes.is_none()).map(|file| file.path.as_str())
    }

    /// Says of which of the absent files the output folder has the bytes, just as they were written.
    pub fn keep_in_place(&mut self, is_in_place: impl Fn(&str) -> bool) {
        for file in self.0.values_mut().flat_map(|known| &mut known.files) {
            if file.bytes.is_none() && is_in_place(&file.path) {
                file.bytes = Some(Content::kept());
            }
        }
    }

    /// Files made of the same; `roughly` is asked first, and `of` only if that changed.
    pub(super) fn find(&self, name: &str, roughly: Fingerprint, of: impl FnOnce() -> Fingerprint) -> Option<Known> {
        let known = self.0.get(name)?;
        let is_here = known.files.iter().all(|file| file.bytes.is_some());
        let is_same = is_here && (known.roughly == roughly || known.of == of());
        is_same.then(|| Known { roughly, ..known.clone() })
    }

    /// Takes what a build made in place of what was known.
    pub(super) fn keep(&mut self, made: impl Iterator<Item = (String, Known)>) {
        self.0.clear();
        self.0.extend(made);
    }
}

impl Known {
    pub(super) fn new(of: Fingerprint, roughly: Fingerprint, artifacts: &[Artifact]) -> Known {
        let file = |artifact: &Artifact| File { path: artifact.path.clone(), bytes: Some(artifact.bytes.clone()) };
        Known { of, roughly, files: artifacts.iter().map(file).collect(), ..Known::default() }
    }

    /// With what a search finds in these files.
    pub(super) fn with_units(self, units: Vec<Unit>) -> Known {
        let mut found = Ingredients::new();
        units.iter().for_each(|unit| unit.add_to(&mut found));
        Known { units: Arc::new(units), found: found.finish(), ..self }
    }

    /// What a search finds in these files, and the fingerprint of that.
    pub(super) fn units(&self) -> (&[Unit], Fingerprint) {
        (&self.units, self.found)
    }

    pub(super) fn artifacts(&self) -> impl Iterator<Item = Artifact> {
        let artifact = |file: &File| Some(Artifact { path: file.path.clone(), bytes: file.bytes.clone()? });
        self.files.iter().filter_map(artifact)
    }
}

/// What outputs stand on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stand {
    /// What every page may show of the others: settings, languages, the pages' places and titles, templates.
    pub(super) heads: Fingerprint,
    /// That, the book, and what pages show of it.
    pub(super) numbers: Fingerprint,
}

impl Stand {
    pub(super) fn of(scope: &Scope<'_>) -> Stand {
        let (project, manuscript) = (scope.project, scope.manuscript);
        let sources = &project.sources;
        let mut heads = Ingredients::new();
        heads.text(env!("CARGO_PKG_VERSION")).part(scope.templates.whole());
        project.config.iter().for_each(|file| _ = heads.part(sources.get(*file).fingerprint()));
        heads.number(u64::from(manuscript.config.outputs.search));
        for language in &manuscript.languages {
            heads.text(&language.folder).number(language.tree.entries.len() as u64);
            for entry in &language.tree.entries {
                heads.text(&entry.address).number(u64::from(entry.fallback));
                if let Some(page) = entry.page {
                    let (page, body) = (&manuscript.pages[page], &scope.bodies[page]);
                    heads.text(&body.title).text(&body.heading).text(&body.description).text(&sources.get(page.source).path);
                    heads.text(page.front.nav_title.as_deref().unwrap_or("\0"));
                    heads.text(page.front.updated.as_deref().unwrap_or_default());
                }
            }
        }
        manuscript.book.definitions.iter().for_each(|definition| _ = heads.text(&definition.id));
        let heads = heads.finish();
        let mut numbers = Ingredients::new();
        numbers.part(heads).part(manuscript.closures.whole).value(&manuscript.scenario);
        scope.bodies.iter().for_each(|body| _ = numbers.part(body.shown));
        Stand { heads, numbers: numbers.finish() }
    }

    /// What a page's files depend on, as it can be told quickly.
    pub(super) fn roughly(&self, scope: &Scope<'_>, sight: &Sight) -> Fingerprint {
        let body = &scope.bodies[sight.page];
        Ingredients::new().part(self.heads).part(body.fingerprint).part(scope.manuscript.closures.whole).finish()
    }
}

/// What the files of a page are made of.
pub(super) fn ingredients(scope: &Scope<'_>, sight: &Sight, data: &PageData) -> Fingerprint {
    let manuscript = scope.manuscript;
    let (page, body) = (&manuscript.pages[sight.page], &scope.bodies[sight.page]);
    let mut of = Ingredients::new();
    of.part(body.fingerprint).part(scope.templates.fingerprint());
    of.part(manuscript.languages[sight.language].locale.fingerprint());
    // Its fields are texts, which always have a form in JSON.
    of.text(&serde_json::to_string(data).unwrap_or_default());
    of.part(scope.navigation(sight.language, sight.entry).fingerprint);
    if !body.numbers.is_empty() {
        let scenario = |id: usize| manuscript.book.scenarios[id].id.to_string();
        let scenarios = [page.scenario, manuscript.scenario].into_iter().flatten().map(scenario);
        let expressions: Vec<String> = body.numbers.iter().map(|shown| shown.expression.clone()).collect();
        of.part(manuscript.closures.of_texts(&expressions, &scenarios.collect::<Vec<_>>().join(" ")));
    }
    of.finish()
}
