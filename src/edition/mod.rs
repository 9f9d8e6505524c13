//! Localize: every page's text with its numbers, written in the page's language.

mod body;
mod breakdown;
pub mod chart;
pub(crate) mod link;
mod own;
pub mod shortcode;
pub mod value;
pub mod worked;

use std::collections::BTreeSet;

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use crate::answers::Answers;
use crate::diagnostic::{Diagnostics, Span};
use crate::formula::eval::Evaluator;
use crate::formula::tree::{DefinitionId, Type, Value};
use crate::locale::Format;
use crate::site::{Manuscript, PageId, Project};
use crate::template::Templates;

/// Address of the formula book below a language's.
pub const BOOK: &str = "formulas/";

/// A page in its language, ready to be put into a template.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// The title as text.
    pub title: String,
    /// The title as HTML.
    pub heading: String,
    /// The description as text.
    pub description: String,
    /// The text as HTML.
    pub html: String,
    /// The table of contents as HTML; empty where it would have no more than one line.
    pub contents: String,
    /// The definitions whose values the page shows.
    pub uses: BTreeSet<DefinitionId>,
    /// What it shows of the book, in order: once for each time.
    pub numbers: Vec<ShownNumber>,
}

/// A number that a page shows, or the answer to one of its `holds`.
#[derive(Debug, Clone)]
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
    pub answers: Answers,
    /// The templates.
    pub templates: Templates,
    /// The pages' texts, in the order of the manuscript's pages.
    pub bodies: Vec<Body>,
}

/// Writes all pages, in the order of the manuscript's.
pub fn localize(
    project: &Project,
    manuscript: &Manuscript,
    answers: &Answers,
    templates: &Templates,
    diagnostics: &mut Diagnostics,
) -> Vec<Body> {
    let written: Vec<(Body, Diagnostics)> = (0..manuscript.pages.len())
        .into_par_iter()
        .map_init(
            || Evaluator::new(&manuscript.book, manuscript.scenario),
            |evaluator, page: PageId| body::write(body::Scope { project, manuscript, answers, templates, page }, evaluator),
        )
        .collect();
    let mut bodies = Vec::with_capacity(written.len());
    for (body, faults) in written {
        diagnostics.extend(faults);
        bodies.push(body);
    }
    bodies
}
