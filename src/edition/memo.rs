//! What localizing remembers: each page's body with everything that it was made of.
//!
//! A body depends on the page itself, on the answers that it shows, on its language's messages, on the settings, on
//! where its links lead and, where it draws shortcodes, on templates and on the formulas they reach. Whatever of these
//! changed is looked at more closely: an answer that comes out the same stops the rebuild.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::body::{self, Scope};
use super::calculator::DEFAULTS;
use super::value::{address, definitions, subject};
use super::{Body, link};
use crate::answers::{Answer, Question};
use crate::diagnostic::{Diagnostics, Source, SourceId};
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::formula::eval::Evaluator;
use crate::markdown::InsertKind;
use crate::site::{Manuscript, Project};
use crate::template::Templates;

/// The word by which a page's shortcodes tell that one is a calculator.
const CALCULATOR: &str = "calculator";

/// What earlier builds wrote without finding a fault, by the page's path.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Memo(HashMap<String, Known>);

/// What all pages stand on.
pub(super) struct Stand {
    /// The settings.
    config: Fingerprint,
    /// The formula book and the site's scenario.
    book: Fingerprint,
    /// The templates and the files they name.
    templates: Fingerprint,
    /// Which pages and files there are to link to.
    shape: Fingerprint,
}

/// A body, and what it was made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Known {
    page: Fingerprint,
    language: Fingerprint,
    config: Fingerprint,
    /// What it had from each of these, and what it stood on then.
    book: Share<Asked>,
    templates: Share<()>,
    shape: Share<Fingerprint>,
    asks: Arc<Asks>,
    body: Arc<Body>,
    /// The id that spans have.
    #[serde(skip)]
    source: Option<SourceId>,
}

/// What a body has of something larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Share<T> {
    whole: Fingerprint,
    share: T,
}

/// What a body has of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Asked {
    /// Everything that its values can depend on.
    values: Fingerprint,
    /// Everything that its shortcodes can depend on.
    tags: Fingerprint,
    /// The answers to its values.
    answers: Fingerprint,
}

/// What the text of a page asks for, as it is written there.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Asks {
    values: Vec<String>,
    /// Shortcodes with their arguments.
    tags: String,
    links: Vec<String>,
    /// Is there a link whose target is computed.
    computed_links: bool,
}

impl Stand {
    pub(super) fn of(project: &Project, manuscript: &Manuscript, templates: &Templates) -> Stand {
        let mut config = Ingredients::new();
        config.text(env!("CARGO_PKG_VERSION"));
        project.config.iter().for_each(|file| _ = config.part(project.sources.get(*file).fingerprint()));
        let mut shape = Ingredients::new();
        for language in &manuscript.languages {
            shape.text(&language.folder).number(language.tree.entries.len() as u64);
            for entry in &language.tree.entries {
                shape.text(&entry.address).number(u64::from(entry.page.is_some()));
            }
        }
        project.copies.iter().for_each(|copy| _ = shape.text(&copy.path).text(manuscript.assets.link(&copy.path)));
        let mut book = Ingredients::new();
        book.part(manuscript.closures.whole).value(&manuscript.scenario);
        defaults(project).iter().for_each(|file| _ = book.part(file.fingerprint()));
        let book = book.finish();
        Stand { config: config.finish(), book, templates: templates.fingerprint(), shape: shape.finish() }
    }
}

impl Memo {
    /// The body of a page, if nothing that it was made of has changed.
    pub(super) fn find(&self, stand: &Stand, scope: Scope<'_>, evaluator: &mut Evaluator<'_>) -> Option<Known> {
        let page = scope.page();
        let known = self.0.get(&scope.project.sources.get(page.source).path)?;
        let same = known.page == page.fingerprint
            && known.language == scope.locale().fingerprint()
            && known.config == stand.config
            && (known.asks.tags.is_empty() || known.templates.whole == stand.templates);
        if !same {
            return None;
        }
        let mut known = known.clone();
        if known.book.whole != stand.book {
            known.book = Share { whole: stand.book, share: known.asks.still_asked(scope, evaluator, known.book.share)? };
        }
        if known.shape.whole != stand.shape {
            let now = known.asks.leads(scope)?;
            if now != known.shape.share {
                return None;
            }
            known.shape.whole = stand.shape;
        }
        known.templates.whole = stand.templates;
        if known.source != Some(page.source) {
            known.source = Some(page.source);
            let mut body = Body::clone(&known.body);
            body.numbers.iter_mut().for_each(|shown| shown.at.source = page.source);
            known.body = Arc::new(body);
        }
        Some(known)
    }

    /// Takes what was written, and gives the bodies. A page with a fault is written again next time, so that the fault is
    /// reported again.
    pub(super) fn keep(
        &mut self,
        project: &Project,
        manuscript: &Manuscript,
        written: Vec<(Known, Diagnostics)>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Arc<Body>> {
        let mut before = std::mem::take(&mut self.0);
        self.0.reserve(written.len());
        let mut bodies = Vec::with_capacity(written.len());
        for (page, (known, faults)) in manuscript.pages.iter().zip(written) {
            bodies.push(known.body.clone());
            if faults.is_empty() {
                let path = &project.sources.get(page.source).path;
                let path = before.remove_entry(path).map_or_else(|| path.clone(), |(path, _)| path);
                self.0.insert(path, known);
            }
            diagnostics.extend(faults);
        }
        bodies
    }

    /// Lets go of the texts, which are large.
    pub fn release(&mut self) {
        for known in self.0.values_mut() {
            known.body = Arc::new(Body { text: None, ..Body::clone(&known.body) });
        }
    }
}

/// Writes a page, and notes what it was made of.
pub(super) fn write(stand: &Stand, scope: Scope<'_>, evaluator: &mut Evaluator<'_>) -> (Known, Diagnostics) {
    let page = scope.page();
    let (mut body, diagnostics) = body::write(scope, evaluator);
    let asks = Asks::of(scope);
    let asked = asks.asked(scope, evaluator).unwrap_or(Asked {
        values: Fingerprint::default(),
        tags: Fingerprint::default(),
        answers: Fingerprint::default(),
    });
    let language = scope.locale().fingerprint();
    let shape = asks.leads(scope).unwrap_or(stand.shape);
    let mut all = Ingredients::new();
    all.part(page.fingerprint).part(language).part(stand.config).part(asked.answers).part(asked.tags).part(shape);
    if !asks.tags.is_empty() {
        all.part(stand.templates);
    }
    body.anchored = asks.links.iter().filter(|link| link.find('#').is_some_and(|at| at > 0)).cloned().collect();
    body.fingerprint = all.finish();
    body.shown = shown(&body);
    let known = Known {
        page: page.fingerprint,
        language,
        config: stand.config,
        book: Share { whole: stand.book, share: asked },
        templates: Share { whole: stand.templates, share: () },
        shape: Share { whole: stand.shape, share: shape },
        asks: Arc::new(asks),
        body: Arc::new(body),
        source: Some(page.source),
    };
    (known, diagnostics)
}

impl Asks {
    fn of(scope: Scope<'_>) -> Asks {
        let sources = &scope.project.sources;
        let mut asks = Asks::default();
        for insert in scope.page().inserts(sources) {
            match insert.kind {
                InsertKind::Value { expression, .. } => asks.values.push(sources.slice(expression).to_string()),
                InsertKind::Tag { .. } => {
                    asks.tags.push_str(sources.slice(insert.span));
                    asks.tags.push('\n');
                }
                InsertKind::Else | InsertKind::End | InsertKind::Comment { .. } => {}
            }
        }
        for link in scope.page().document(sources).links() {
            match link.destination.literal() {
                Some(destination) => asks.links.push(destination.to_string()),
                None => asks.computed_links = true,
            }
        }
        asks
    }

    /// What it has of the book now; `None` if it has a fault.
    fn asked(&self, scope: Scope<'_>, evaluator: &mut Evaluator<'_>) -> Option<Asked> {
        Some(Asked { values: self.reach(scope), tags: self.tags(scope), answers: self.answers(scope, evaluator)? })
    }

    /// What it has of the book now, if that shows in nothing.
    fn still_asked(&self, scope: Scope<'_>, evaluator: &mut Evaluator<'_>, before: Asked) -> Option<Asked> {
        if self.tags(scope) != before.tags {
            return None;
        }
        let values = self.reach(scope);
        if values == before.values || self.answers(scope, evaluator)? == before.answers {
            Some(Asked { values, ..before })
        } else {
            None
        }
    }

    fn reach(&self, scope: Scope<'_>) -> Fingerprint {
        if self.values.is_empty() {
            Fingerprint::default()
        } else {
            scope.manuscript.closures.of_texts(&self.values, &scenario(scope))
        }
    }

    fn tags(&self, scope: Scope<'_>) -> Fingerprint {
        if self.tags.is_empty() {
            return Fingerprint::default();
        }
        // A reader may set any input: a calculator depends on every definition, and on what a config file changes.
        if self.tags.contains(CALCULATOR) {
            let mut all = Ingredients::new();
            all.part(scope.manuscript.closures.whole);
            defaults(scope.project).iter().for_each(|file| _ = all.part(file.fingerprint()));
            return all.finish();
        }
        scope.manuscript.closures.of_texts(std::slice::from_ref(&self.tags), &scenario(scope))
    }

    /// What is seen of the answers: value, type, canonical form, what they are linked to.
    fn answers(&self, scope: Scope<'_>, evaluator: &mut Evaluator<'_>) -> Option<Fingerprint> {
        let page = scope.page();
        let at = crate::diagnostic::Span::new(page.source, 0..0);
        let book = &scope.manuscript.book;
        let mut all = Ingredients::new();
        for text in &self.values {
            let question = Question { text, at, scenario: page.scenario };
            let Answer { expression, value } = scope.answers.ask(evaluator, question, &mut Diagnostics::default())?;
            let (written, exact) = value.written();
            all.text(&expression.canonical).text(&written).text(exact.as_deref().unwrap_or_default());
            all.value(&expression.tree.ty);
            all.text(&subject(&expression.tree).map(|subject| address(book, subject)).unwrap_or_default());
            let mut named = Vec::new();
            definitions(&expression.tree, &mut named);
            named.iter().for_each(|id| _ = all.text(&book.definitions[*id].id));
        }
        Some(all.finish())
    }

    /// Where the links lead; `None` if that cannot be told without computing them.
    fn leads(&self, scope: Scope<'_>) -> Option<Fingerprint> {
        if self.computed_links {
            return None;
        }
        let mut all = Ingredients::new();
        for destination in &self.links {
            all.value(&link::resolve(scope.project, scope.manuscript, scope.page(), destination));
        }
        Some(all.finish())
    }
}

/// The numbers of a body, as other files than the page show them.
fn shown(body: &Body) -> Fingerprint {
    let mut all = Ingredients::new();
    for number in &body.numbers {
        let (written, exact) = number.value.written();
        all.text(&number.expression).text(&written).text(exact.as_deref().unwrap_or_default());
        all.value(&number.format).value(&number.ty);
    }
    body.files.iter().for_each(|file| _ = all.text(&file.path));
    body.uses.iter().for_each(|id| _ = all.text(id));
    all.finish()
}

/// The file that says what a config file changes.
fn defaults(project: &Project) -> Option<&Source> {
    project.sources.iter().find(|(_, source)| source.path == DEFAULTS).map(|(_, source)| source)
}

/// The names of the scenarios that a page's expressions are asked in.
fn scenario(scope: Scope<'_>) -> String {
    let name = |id: usize| scope.manuscript.book.scenarios[id].id.to_string();
    let own = [scope.page().scenario, scope.manuscript.scenario];
    own.into_iter().flatten().map(name).collect::<Vec<_>>().join(" ")
}
