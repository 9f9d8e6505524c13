//! What parsing remembers from one build to the next.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::page::{self, Readings};
use super::{Manuscript, Project};
use crate::diagnostic::{Diagnostics, SourceId, Sources};
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::formula;
use crate::formula::closure::Closures;
use crate::formula::tree::Book;
use crate::locale::{Locale, Prefixes};
use crate::markdown::Highlighter;

/// A language that was read: of what, and what was wrong with it.
type KnownLocale = (Fingerprint, Option<Arc<Locale>>, Diagnostics);

/// What was read before. What is not kept on disk is read quickly.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Memo {
    /// Pages, by path.
    pub(super) readings: Readings,
    highlighter: Arc<Highlighter>,
    #[serde(skip)]
    book: Option<KnownBook>,
    #[serde(skip)]
    locales: Vec<KnownLocale>,
}

#[derive(Debug)]
struct KnownBook {
    of: Fingerprint,
    book: Arc<Book>,
    closures: Arc<Closures>,
    faults: Diagnostics,
}

/// Notes what was read, with the texts or without.
pub fn remember(memo: &mut Memo, project: &Project, manuscript: &Manuscript, texts: bool) {
    page::remember(&mut memo.readings, &project.sources, manuscript, texts);
}

impl Memo {
    /// The formula book.
    pub(super) fn book(&mut self, project: &Project, diagnostics: &mut Diagnostics) -> (Arc<Book>, Arc<Closures>) {
        let data = project.sources.iter().filter(|(_, source)| source.path.starts_with("content/data/")).map(|(id, _)| id);
        let of = of_files(&mut Ingredients::new(), &project.sources, project.formulas.iter().copied().chain(data));
        if self.book.as_ref().is_none_or(|known| known.of != of) {
            let mut faults = Diagnostics::default();
            let book = Arc::new(formula::read(&project.sources, &project.formulas, &mut faults));
            let closures = Arc::new(Closures::of(&book, of));
            self.book = Some(KnownBook { of, book, closures, faults });
        }
        match &self.book {
            Some(known) => {
                diagnostics.extend(known.faults.clone());
                (known.book.clone(), known.closures.clone())
            }
            None => (Arc::default(), Arc::default()),
        }
    }

    /// The language of a folder.
    pub(super) fn known_locale(&self, sources: &Sources, folder: &str, prefixes: Prefixes, files: &[SourceId]) -> KnownLocale {
        let mut of = Ingredients::new();
        let of = of_files(of.text(folder).value(&prefixes), sources, files.iter().copied());
        if let Some(known) = self.locales.iter().find(|known| known.0 == of) {
            return known.clone();
        }
        let mut faults = Diagnostics::default();
        let locale = Locale::new(folder, sources, files, &mut faults);
        (of, locale.map(|locale| Arc::new(locale.with_prefixes(prefixes).with_fingerprint(of))), faults)
    }

    pub(super) fn keep_locales(&mut self, read: &[KnownLocale]) {
        self.locales = read.to_vec();
    }

    /// What colours code, and knows the blocks of earlier builds.
    pub(super) fn highlighter(&self) -> Arc<Highlighter> {
        self.highlighter.clone()
    }
}

/// The texts of files, and their ids, which spans hold.
fn of_files(of: &mut Ingredients, sources: &Sources, files: impl Iterator<Item = SourceId>) -> Fingerprint {
    for file in files {
        let source = sources.get(file);
        of.number(u64::from(file.0)).text(&source.path).part(source.fingerprint());
    }
    of.finish()
}
