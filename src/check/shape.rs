//! What of a page must be alike in all its editions.

use super::Scope;
use crate::diagnostic::{Diagnostics, Span};
use crate::edition::link::{Lead, lead};
use crate::formula;
use crate::markdown::{Insert, InsertKind, Place, split_format};
use crate::site::{Page, PageId};

/// What is compared of a page, each with its place.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// Expressions in canonical form, those of both branches too.
    pub(super) numbers: Vec<Item>,
    /// Expressions in live code.
    pub(super) code: Vec<Item>,
    /// Pictures and shortcodes that draw.
    pub(super) figures: Vec<Item>,
    /// Tables, which are all alike.
    pub(super) tables: Vec<Item>,
    /// Targets within the site.
    pub(super) links: Vec<Item>,
    /// Ids.
    pub(super) headings: Vec<Item>,
}

/// One thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// What it is; equal things have equal names.
    pub(super) what: String,
    /// Where it stands.
    pub(super) at: Span,
}

impl Shape {
    /// Looks at a page.
    pub(super) fn of(scope: &Scope<'_>, id: PageId) -> Shape {
        let page = scope.page(id);
        let mut shape = Shape::default();
        for insert in page.inserts(&scope.project.sources) {
            shape.insert(scope, id, insert);
        }
        shape.headings = scope.document(id).headings().iter().map(|heading| Item::new(&*heading.id, heading.span)).collect();
        shape.tables = scope.document(id).table_spans().map(|at| Item::new("a table", at)).collect();
        for link in scope.document(id).links() {
            if link.image {
                shape.figures.push(Item::new("a picture", link.span));
            } else if let Some(target) = link.destination.literal().and_then(|destination| target(scope, page, destination)) {
                shape.links.push(Item::new(target, link.span));
            }
        }
        shape
    }

    fn insert(&mut self, scope: &Scope<'_>, id: PageId, insert: &Insert) {
        match insert.kind {
            InsertKind::Value { expression, .. } => {
                let text = scope.project.sources.slice(expression);
                let (book, answers) = (&scope.draft.manuscript.book, &scope.draft.answers);
                let Some(asked) = answers.expression(book, text, expression, &mut Diagnostics::default()) else { return };
                let item = Item::new(asked.canonical.as_str(), insert.span);
                if insert.place != Place::Live {
                    self.numbers.push(item);
                } else if !in_code_comment(scope.text(id), insert.span) {
                    self.code.push(item);
                }
            }
            InsertKind::Tag { name, arguments } => {
                let name = scope.project.sources.slice(name);
                let asked = asked(scope, arguments);
                if name != "holds" {
                    let what = asked.as_ref().map_or(name.to_string(), |asked| format!("{name} {asked}"));
                    self.figures.push(Item::new(what, insert.span));
                }
                self.numbers.extend(asked.map(|asked| Item::new(asked, insert.span)));
            }
            InsertKind::Else | InsertKind::End | InsertKind::Comment { .. } => {}
        }
    }
}

impl Item {
    fn new(what: impl Into<String>, at: Span) -> Item {
        Item { what: what.into(), at }
    }
}

/// What a shortcode asks, without its format; `None` if it takes no expression.
fn asked(scope: &Scope<'_>, arguments: Span) -> Option<String> {
    let text = scope.project.sources.slice(arguments);
    let (asked, _) = split_format(text);
    let asked = &text[asked];
    let (expression, scenarios) = asked.split_once(" across ").map_or((asked, None), |(asked, after)| (asked, Some(after)));
    let book = &scope.draft.manuscript.book;
    let read = formula::expression(book, expression, arguments, &mut Diagnostics::default())?;
    Some(match scenarios {
        None => read.canonical,
        Some(scenarios) => {
            let mut names: Vec<&str> = scenarios.split(',').map(str::trim).collect();
            names.sort_unstable();
            format!("{} across {}", read.canonical, names.join(", "))
        }
    })
}

/// Does an insert of a code block stand in a comment: what is said there is free.
fn in_code_comment(text: &str, at: Span) -> bool {
    let start = at.start as usize;
    let line = &text[text[..start].rfind('\n').map_or(0, |newline| newline + 1)..start];
    line.contains('#') || line.contains("//")
}

/// Where a link within the site leads: the same text in every edition.
fn target(scope: &Scope<'_>, page: &Page, destination: &str) -> Option<String> {
    let anchor = destination.find('#').map_or("", |at| &destination[at..]);
    match lead(scope.project, &scope.draft.manuscript, page, destination) {
        Lead::Page(_, address) => Some(format!("{address}{anchor}")),
        _ => None,
    }
}
