//! A page's text: every hole of its document filled, in the page's language.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::link::{self, Target as Resolved};
use super::value::{Subject, address, definitions, escape, subject, write_number};
use super::{Body, Emitted, ShownNumber, Text, shortcode};
use crate::answers::{Answer, Answers, Question};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::formula::eval::{Environment, Evaluator};
use crate::formula::tree::{DefinitionId, Expr, Type, Value};
use crate::formula::{self, Expression};
use crate::locale::{Argument, Format, FormatFault, Locale};
use crate::markdown::{Entry, Holes, Insert, InsertKind, Label, Link, Place, Shown, Target, TextLine, split_format};
use crate::site::tree::upward;
use crate::site::{Language, Manuscript, Page, PageId, Project};
use crate::template::Templates;

/// Headings of these levels are in the table of contents.
const CONTENTS: std::ops::RangeInclusive<u8> = 2..=3;

/// What a page is written from.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) project: &'a Project,
    pub(super) manuscript: &'a Manuscript,
    pub(super) answers: &'a Answers,
    pub(super) templates: &'a Templates,
    pub(super) page: PageId,
}

impl<'a> Scope<'a> {
    pub(super) fn page(&self) -> &'a Page {
        &self.manuscript.pages[self.page]
    }

    pub(super) fn language(&self) -> &'a Language {
        &self.manuscript.languages[self.page().language]
    }

    pub(super) fn locale(&self) -> &'a Locale {
        &self.language().locale
    }
}

/// Writes a page. What is wrong with it is reported; the rest of it is there.
pub(super) fn write(scope: Scope<'_>, evaluator: &mut Evaluator<'_>) -> (Body, Diagnostics) {
    let page = scope.page();
    let mut pen = Pen {
        scope,
        evaluator,
        environment: None,
        answers: Vec::new(),
        diagnostics: Diagnostics::default(),
        uses: BTreeSet::new(),
        numbers: Vec::new(),
        files: Vec::new(),
        at: Span::new(page.source, 0..0),
        up: upward(&page.address),
        insert: 0,
        first_insert: 0,
        in_front: false,
    };
    let sources = &scope.project.sources;
    // What a branch hides is asked all the same, so that its faults are found.
    pen.answers = page.inserts(sources).map(|insert| pen.answer(insert)).collect();
    let reading = page.reading(sources);
    let text = &sources.get(page.source).text;
    let mut document = reading.document.render(text, scope.manuscript.highlighter.as_deref(), &mut pen);
    document.html.shrink_to_fit();
    pen.first_insert = reading.document.inserts().len();
    pen.in_front = true;
    let title = pen.line(reading.title.as_ref(), page.front.title.as_deref());
    pen.first_insert += reading.title.as_ref().map_or(0, |line| line.inserts().len());
    let description = pen.line(reading.description.as_ref(), page.front.description.as_deref());
    let body = Body {
        title: title.text,
        heading: title.html,
        description: description.text,
        text: Some(Text { html: Arc::new(document.html), contents: contents(&document.toc) }),
        uses: pen.uses.iter().map(|id| scope.manuscript.book.definitions[*id].id.clone()).collect(),
        numbers: pen.numbers,
        files: pen.files,
        ..Body::default()
    };
    (body, pen.diagnostics)
}

/// The table of contents: a list of lists. One line is no table.
fn contents(toc: &[Entry]) -> String {
    let entries: Vec<&Entry> = toc.iter().filter(|entry| CONTENTS.contains(&entry.level)).collect();
    if entries.len() < 2 {
        return String::new();
    }
    let mut html = String::from("<ul>");
    let mut depth = 0;
    for (index, entry) in entries.iter().enumerate() {
        // A heading cannot be deeper than one below the one before it.
        let level = usize::from(entry.level - CONTENTS.start()).min(if index == 0 { 0 } else { depth + 1 });
        if index > 0 {
            if level > depth {
                html.push_str("<ul>");
            } else {
                html.push_str("</li>");
                html.push_str(&"</ul></li>".repeat(depth - level));
            }
        }
        depth = level;
        html.push_str("<li><a href=\"#");
        escape(&mut html, &entry.id);
        html.push_str("\">");
        html.push_str(&entry.html);
        html.push_str("</a>");
    }
    html.push_str("</li>");
    html.push_str(&"</ul></li>".repeat(depth));
    html.push_str("</ul>");
    html
}

/// Fills the holes of one page.
pub(super) struct Pen<'p, 'b> {
    pub(super) scope: Scope<'p>,
    pub(super) evaluator: &'p mut Evaluator<'b>,
    environment: Option<Environment>,
    /// What the values of the page give, by insert.
    answers: Vec<Option<Answer>>,
    pub(super) diagnostics: Diagnostics,
    uses: BTreeSet<DefinitionId>,
    pub(super) numbers: Vec<ShownNumber>,
    pub(super) files: Vec<Emitted>,
    /// The insert that is being written.
    pub(super) at: Span,
    /// The way to the language's home page.
    pub(super) up: String,
    /// Index of the insert that is being drawn, among those of its text: ids are made of it.
    pub(super) insert: usize,
    /// Index, among all inserts of the page, of the first one of the text that is being written.
    first_insert: usize,
    /// Is it the title or the description, which take no links.
    in_front: bool,
}

impl Pen<'_, '_> {
    fn line(&mut self, line: Option<&TextLine>, literal: Option<&str>) -> Shown {
        match line {
            Some(line) => line.render(self),
            None => {
                let text = literal.unwrap_or_default().to_string();
                let mut html = String::with_capacity(text.len());
                escape(&mut html, &text);
                Shown { html, text }
            }
        }
    }

    /// The inputs that the page's expressions are asked with.
    pub(super) fn environment(&mut self) -> Result<Environment, Box<Diagnostic>> {
        if let Some(environment) = &self.environment {
            return Ok(environment.clone());
        }
        let environment = self.evaluator.environment(self.scope.page().scenario, &[])?;
        self.environment = Some(environment.clone());
        Ok(environment)
    }

    /// The value of an expression with the page's inputs.
    pub(super) fn ask(&mut self, expr: &Expr) -> Result<Value, Box<Diagnostic>> {
        let environment = self.environment()?;
        let canonical = formula::print::expression(&self.scope.manuscript.book, expr);
        self.scope.answers.shared(canonical, self.scope.page().scenario, || self.evaluator.value(&environment, expr))
    }

    /// Reads an expression of a tag; what is wrong with it is reported.
    pub(super) fn expression(&mut self, at: Span) -> Option<Expression> {
        let text = self.scope.project.sources.slice(at);
        formula::expression(&self.scope.manuscript.book, text, at, &mut self.diagnostics)
    }

    /// A value of the page as HTML and as text, and notes that the page shows it.
    pub(super) fn number(&mut self, expression: &Expression, value: &Value, format: &Format, place: Place) -> Shown {
        let scope = self.scope;
        let shown = scope.locale().number(value, &expression.tree.ty, format);
        definitions(&expression.tree, &mut self.uses);
        self.note(expression, value, Some(*format));
        let link = if place.takes_links() && !self.in_front { subject(&expression.tree) } else { None };
        let link = link.map(|subject: Subject| format!("{}{}", self.up, address(&scope.manuscript.book, subject)));
        let mut html = String::with_capacity(160);
        write_number(&mut html, expression, value, &shown, link.as_deref());
        Shown { html, text: shown.text }
    }

    /// Notes what the page shows.
    pub(super) fn note(&mut self, expression: &Expression, value: &Value, format: Option<Format>) {
        let ty = expression.tree.ty.clone();
        self.numbers.push(ShownNumber {
            expression: expression.canonical.clone(),
            format,
            value: value.clone(),
            ty,
            at: self.at,
        });
    }

    /// The answer to a value.
    fn answer(&mut self, insert: &Insert) -> Option<Answer> {
        let InsertKind::Value { expression: at, .. } = insert.kind else { return None };
        let text = self.scope.project.sources.slice(at);
        let question = Question { text, at, scenario: self.scope.page().scenario };
        self.scope.answers.ask(self.evaluator, question, &mut self.diagnostics)
    }

    fn value(&mut self, index: usize, format: Option<Span>, place: Place) -> Shown {
        let Some(Answer { expression, value }) = self.answers.get(self.first_insert + index).cloned().flatten() else {
            return Shown::default();
        };
        let Some(format) = self.format(format, &expression.tree.ty) else { return Shown::default() };
        let format = if place == Place::Live { format.in_code() } else { format };
        self.number(&expression, &value, &format, place)
    }

    /// What a shortcode is asked for, and the format behind it.
    pub(super) fn split_format(&self, arguments: Span) -> (Span, Option<Span>) {
        let (asked, format) = split_format(self.scope.project.sources.slice(arguments));
        let start = arguments.start as usize;
        let span = |range: Range<usize>| Span::new(arguments.source, start + range.start..start + range.end);
        (span(asked), format.map(span))
    }

    /// The format that stands there, if it suits a value of this type.
    pub(super) fn format(&mut self, at: Option<Span>, ty: &Type) -> Option<Format> {
        let text = at.map_or("", |span| self.scope.project.sources.slice(span));
        match Format::read(text, ty) {
            Ok(format) => Some(format),
            Err(fault) => {
                if let Some(span) = at {
                    self.diagnostics.push(bad_format(span, fault));
                }
                None
            }
        }
    }

    fn message(&self, id: &str, arguments: &[(&str, &str)]) -> String {
        let arguments: Vec<(&str, Argument<'_>)> = arguments.iter().map(|(name, text)| (*name, Argument::from(*text))).collect();
        self.scope.locale().message(id, &arguments).ok().flatten().unwrap_or_default()
    }
}

/// A format's fault, at its place in the page.
fn bad_format(at: Span, fault: FormatFault) -> Diagnostic {
    let start = at.start as usize;
    let span = Span::new(at.source, start + fault.range.start..start + fault.range.end);
    let diagnostic = Diagnostic::error("bad-format", span, fault.message).help(fault.help);
    match fault.fix {
        Some(fix) => diagnostic.fix(span, fix),
        None => diagnostic,
    }
}

impl Holes for Pen<'_, '_> {
    fn show(&mut self, index: usize, insert: &Insert) -> Shown {
        self.at = insert.span;
        self.insert = self.first_insert + index;
        match &insert.kind {
            InsertKind::Value { format, .. } => self.value(index, *format, insert.place),
            InsertKind::Tag { name, arguments } => shortcode::draw(self, *name, *arguments, insert),
            InsertKind::Else | InsertKind::End | InsertKind::Comment { .. } => Shown::default(),
        }
    }

    fn holds(&mut self, _index: usize, insert: &Insert) -> bool {
        let InsertKind::Tag { arguments, .. } = &insert.kind else { return false };
        self.at = insert.span;
        shortcode::holds(self, *arguments)
    }

    fn target(&mut self, link: &Link, destination: &str) -> Target {
        let scope = self.scope;
        let address = match link::resolve(scope.project, scope.manuscript, scope.page(), destination) {
            Resolved::Same => destination.to_string(),
            Resolved::Address(address) => address,
            Resolved::Missing(path) => {
                let folder = &scope.language().folder;
                let broken =
                    Diagnostic::warning("broken-link", link.span, format!("there is no page `{path}` in `content/{folder}`"));
                self.diagnostics.push(broken.help("a link is looked for from the file's folder, then from the page's address"));
                destination.to_string()
            }
        };
        Target { address, ..Target::default() }
    }

    fn label(&mut self, label: Label<'_>) -> String {
        match label {
            Label::Alert(alert) => self.message(&format!("theme-{}", alert.name()), &[]),
            Label::Table(number, "") => self.message("theme-table", &[("number", &number.to_string())]),
            Label::Table(number, heading) => {
                self.message("theme-table-under", &[("number", &number.to_string()), ("heading", heading)])
            }
            Label::Footnotes => self.message("theme-footnotes", &[]),
            Label::Reference(number) => self.message("theme-reference", &[("number", &number.to_string())]),
            Label::Back(number, reference) => {
                let number = if reference > 1 { format!("{number} ({reference})") } else { number.to_string() };
                self.message("theme-back", &[("number", &number)])
            }
        }
    }
}
