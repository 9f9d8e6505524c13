//! Localize: every page's text with its numbers, written in the page's language.

mod body;
mod breakdown;
mod calculator;
pub mod chart;
pub(crate) mod link;
mod memo;
mod own;
pub mod shortcode;
pub mod value;
pub mod worked;

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use crate::answers::Answers;
use crate::diagnostic::{Diagnostics, Span};
use crate::fingerprint::Fingerprint;
use crate::formula::eval::Evaluator;
use crate::formula::tree::{Id, Type, Value};
use crate::locale::Format;
use crate::progress::Progress;
use crate::site::{Manuscript, PageId, Project};
use crate::template::Templates;
use memo::{Known, Stand};

pub use memo::Memo;

/// Address of the formula book below a language's.
pub const BOOK: &str = "formulas/";

/// A page in its language, ready to be put into a template.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Body {
    /// The title as text.
    pub title: String,
    /// The title as HTML.
    pub heading: String,
    /// The description as text.
    pub description: String,
    /// The names of the definitions whose values the page shows.
    pub uses: BTreeSet<Id>,
    /// What it shows of the book, in order: once for each time.
    pub numbers: Vec<ShownNumber>,
    /// The emitted books of its calculators, with their texts; other pages may have the same.
    pub files: Vec<Emitted>,
    /// The text; not there in a body that an earlier run made ([`complete`] writes it).
    #[serde(skip)]
    text: Option<Text>,
    /// What it shows of the book.
    pub shown: Fingerprint,
    /// Targets of links that name a place on another page: what is wrong with them depends on that page.
    pub anchored: Vec<String>,
    /// What all of it was made of.
    pub fingerprint: Fingerprint,
}

/// The text of a page as HTML.
#[derive(Debug, Clone, Default)]
struct Text {
    html: Arc<String>,
    contents: String,
}

impl Body {
    /// The text as HTML.
    pub fn html(&self) -> &Arc<String> {
        static NONE: LazyLock<Arc<String>> = LazyLock::new(Arc::default);
        self.text.as_ref().map_or(&NONE, |text| &text.html)
    }

    /// The table of contents as HTML; empty where it would have no more than one line.
    pub fn contents(&self) -> &str {
        self.text.as_ref().map_or("", |text| &text.contents)
    }

    /// Is the text there.
    pub fn is_complete(&self) -> bool {
        self.text.is_some()
    }
}

/// A file that the page needs, made while it was written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Emitted {
    /// Where it goes, below the site's root.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// A number that a page shows, or the answer to one of its `holds`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShownNumber {
    /// The expression in canonical form.
    pub expression: String,
    /// How it is written; `None` for a `holds`, of which only the branch is seen.
    pub format: Option<Format>,
    /// Its value.
    pub value: Value,
    /// What the value is.
    pub ty: Type,
    /// The insert in the page.
    pub at: Span,
}

/// A site, understood and computed: what its files are drawn from, and what is locked and checked.
#[derive(Debug)]
pub struct Draft {
    /// Settings, book, languages, pages.
    pub manuscript: Manuscript,
    /// What the pages ask.
    pub answers: Arc<Answers>,
    /// The templates.
    pub templates: Arc<Templates>,
    /// The pages' texts, in the order of the manuscript's pages.
    pub bodies: Vec<Arc<Body>>,
}

/// Writes all pages, in the order of the manuscript's, but for those that an earlier build wrote of the same.
pub fn localize(
    project: &Project,
    manuscript: &Manuscript,
    answers: &Answers,
    templates: &Templates,
    memo: &mut Memo,
    progress: &Progress,
    diagnostics: &mut Diagnostics,
) -> Vec<Arc<Body>> {
    progress.begin(manuscript.pages.len());
    let stand = Stand::of(project, manuscript, templates);
    let written: Vec<(Known, Diagnostics)> = (0..manuscript.pages.len())
        .into_par_iter()
        .map_init(
            || Evaluator::new(&manuscript.book, manuscript.scenario),
            |evaluator, page: PageId| {
                let scope = body::Scope { project, manuscript, answers, templates, page };
                let written = match memo.find(&stand, scope, evaluator) {
                    Some(known) => (known, Diagnostics::default()),
                    None => memo::write(&stand, scope, evaluator),
                };
                progress.step();
                written
            },
        )
        .collect();
    memo.keep(project, manuscript, written, diagnostics)
}

/// Writes the texts of those pages that an earlier run wrote and that are needed here after all.
pub fn complete(project: &Project, draft: &mut Draft, wanted: &[PageId]) {
    let Draft { manuscript, answers, templates, bodies } = draft;
    let (manuscript, answers, templates) = (&*manuscript, &**answers, &**templates);
    let missing: Vec<PageId> = wanted.iter().copied().filter(|page| !bodies[*page].is_complete()).collect();
    let written: Vec<(PageId, Arc<Body>)> = missing
        .into_par_iter()
        .map_init(
            || Evaluator::new(&manuscript.book, manuscript.scenario),
            |evaluator, page: PageId| {
                // It had no fault when it was written first, and it was written of the same.
                let (body, _) = body::write(body::Scope { project, manuscript, answers, templates, page }, evaluator);
                let Body { fingerprint, anchored, shown, .. } = &*bodies[page];
                (page, Arc::new(Body { fingerprint: *fingerprint, shown: *shown, anchored: anchored.clone(), ..body }))
            },
        )
        .collect();
    written.into_iter().for_each(|(page, body)| bodies[page] = body);
}
