//! `{% holds … %}A{% else %}B{% end %}`: finds what belongs together.
//!
//! The three stand in the same container, so that either branch is a whole: both within one paragraph, or each a
//! paragraph of its own beside the others.

use super::super::event::{Branch, Event, Kind};
use super::super::{Document, InsertKind, index, push};
use super::Context;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};

/// A `holds` whose end has not come.
struct Opened {
    branch: usize,
    event: usize,
    /// Number of the container it stands in.
    container: usize,
    otherwise: Option<usize>,
    span: Span,
}

struct Pairs<'a> {
    document: &'a mut Document,
    diagnostics: &'a mut Diagnostics,
    opened: Vec<Opened>,
    /// Those whose container ended before them.
    stranded: Vec<Opened>,
    dropped: Vec<usize>,
}

/// Finds the pairs and reports what has no partner.
pub(in super::super) fn pair(document: &mut Document, context: &Context, diagnostics: &mut Diagnostics) {
    let is_part = |kind: &InsertKind| matches!(kind, InsertKind::Else | InsertKind::End) || kind.opens_branch(context.text);
    if !document.inserts.iter().any(|insert| is_part(&insert.kind)) {
        return;
    }
    let mut pairs = Pairs { document, diagnostics, opened: Vec::new(), stranded: Vec::new(), dropped: Vec::new() };
    let (mut containers, mut count) = (vec![0], 0);
    for at in 0..pairs.document.events.len() {
        let container = containers.last().copied().unwrap_or(0);
        match pairs.document.events[at].kind {
            Kind::Start(_) => {
                count += 1;
                containers.push(count);
            }
            Kind::End(_) => {
                containers.pop();
                while pairs.opened.last().is_some_and(|opened| opened.container == container) {
                    pairs.stranded.extend(pairs.opened.pop());
                }
            }
            Kind::Insert(insert) => pairs.insert(at, insert, container, context),
            _ => {}
        }
    }
    pairs.finish();
}

impl Pairs<'_> {
    fn insert(&mut self, at: usize, insert: u32, container: usize, context: &Context) {
        let found = &self.document.inserts[insert as usize];
        let span = found.span;
        match found.kind {
            InsertKind::Tag { .. } if found.kind.opens_branch(context.text) => {
                let branch = push(&mut self.document.branches, Branch { insert, otherwise: None, join: 0 });
                self.document.events[at].kind = Kind::Branch(index(branch));
                self.opened.push(Opened { branch, event: at, container, otherwise: None, span });
            }
            InsertKind::Else => match self.opened.last_mut() {
                Some(opened) if opened.container == container => {
                    let first = *opened.otherwise.get_or_insert(at);
                    if first == at {
                        self.document.events[at].kind = Kind::Otherwise(index(opened.branch));
                    } else {
                        let first = self.document.events[first];
                        let error = Diagnostic::error("second-else", span, "a second `{% else %}`")
                            .also(self.document.span(&first), "the first")
                            .help("a condition holds or it does not: put another `{% holds … %}` into the branch");
                        self.diagnostics.push(error);
                        self.dropped.push(at);
                    }
                }
                _ => self.unmatched(at, span, "else"),
            },
            InsertKind::End => match self.opened.pop_if(|opened| opened.container == container) {
                Some(opened) => self.document.events[at].kind = Kind::Join(index(opened.branch)),
                None => self.unmatched(at, span, "end"),
            },
            _ => {}
        }
    }

    /// An `else` or `end` without a `holds` in its container.
    fn unmatched(&mut self, at: usize, span: Span, word: &str) {
        self.dropped.push(at);
        let near = if word == "end" { self.opened.pop().or_else(|| self.stranded.pop()) } else { None };
        let other = near.as_ref().or(self.opened.last()).or(self.stranded.last());
        let error = match other {
            Some(opened) => Diagnostic::error(
                "crossing-branch",
                span,
                format!("`{{% {word} %}}` stands in another block than its `{{% holds %}}`"),
            )
            .also(opened.span, "opens here")
            .help("keep them all in one paragraph, or make each a paragraph of its own, with empty lines around"),
            None => {
                Diagnostic::error("unmatched-branch", span, format!("`{{% {word} %}}` without a `{{% holds … %}}` before it"))
                    .help("take it away, or open the branch")
            }
        };
        self.diagnostics.push(error);
        if let Some(opened) = near {
            self.drop(&opened);
        }
    }

    fn drop(&mut self, opened: &Opened) {
        self.dropped.push(opened.event);
        self.dropped.extend(opened.otherwise);
    }

    fn finish(mut self) {
        let mut left = std::mem::take(&mut self.stranded);
        left.append(&mut self.opened);
        for opened in left {
            let error = Diagnostic::error("unclosed-branch", opened.span, "`{% holds %}` is never ended")
                .help("write `{% end %}` where the branch ends: in the same paragraph, or in a paragraph of its own");
            self.diagnostics.push(error);
            self.drop(&opened);
        }
        self.dropped.sort_unstable();
        let mut at = 0;
        let dropped = self.dropped;
        self.document.events.retain(|_| {
            at += 1;
            dropped.binary_search(&(at - 1)).is_err()
        });
    }
}

/// Writes down where each branch goes on, when no pass will move events any more.
pub(in super::super) fn link(document: &mut Document) {
    for (at, Event { kind, .. }) in document.events.iter().enumerate() {
        match kind {
            Kind::Otherwise(branch) => document.branches[*branch as usize].otherwise = Some(at),
            Kind::Join(branch) => document.branches[*branch as usize].join = at,
            _ => {}
        }
    }
}
