//! The doorway to Fluent: messages read from files, checked, and formatted.
//!
//! A message that cannot be formatted is a diagnostic, never a text with a hole in it. What can be seen without
//! formatting is reported when the files are read, at its place: syntax, ids that stand twice, functions, references to
//! messages that do not exist, and plural variants selected on a number's text instead of its category.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::resolver::ResolverError;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;
use fluent_syntax::parser::{ErrorKind, ParserError};

use super::number::Shown;
use super::references::{Reference, Referred, references};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span, nearest};

/// A value that a message is given.
#[derive(Debug, Clone, Copy)]
pub enum Argument<'a> {
    /// A text; it may select a variant.
    Text(&'a str),
    /// A number: `$x` is its text, `$x_cat` the plural category of what is shown.
    Number(&'a Shown),
}

impl<'a> From<&'a str> for Argument<'a> {
    fn from(text: &'a str) -> Argument<'a> {
        Argument::Text(text)
    }
}

impl<'a> From<&'a Shown> for Argument<'a> {
    fn from(shown: &'a Shown) -> Argument<'a> {
        Argument::Number(shown)
    }
}

/// The messages of one language.
pub(super) struct Messages {
    bundle: FluentBundle<Arc<FluentResource>>,
    /// Every message id, and where it stands if it is the site's own.
    places: BTreeMap<String, Option<Span>>,
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Messages").field("places", &self.places).finish_non_exhaustive()
    }
}

/// One file: the site's own, or an embedded one.
struct File {
    source: Option<SourceId>,
    resource: Arc<FluentResource>,
}

impl File {
    /// The span of a part of the file's text.
    fn span(&self, part: &str) -> Option<Span> {
        let start = (part.as_ptr() as usize).checked_sub(self.resource.source().as_ptr() as usize)?;
        Some(Span::new(self.source?, start..start + part.len()))
    }
}

impl Messages {
    /// Reads the embedded messages of a language, then the site's files, each of whose messages replaces one that is
    /// embedded.
    pub(super) fn read(
        tag: &str,
        embedded: &str,
        sources: &Sources,
        files: &[SourceId],
        diagnostics: &mut Diagnostics,
    ) -> Messages {
        let language = tag.parse().unwrap_or_default();
        let mut messages = Messages { bundle: FluentBundle::new_concurrent(vec![language]), places: BTreeMap::new() };
        messages.bundle.set_use_isolating(false);
        let own = files.iter().map(|id| (Some(*id), sources.get(*id).text.as_str()));
        let files: Vec<File> = std::iter::once((None, embedded))
            .chain(own)
            .map(|(source, text)| File { source, resource: parse(source, text, diagnostics) })
            .collect();
        for file in &files {
            messages.add(file, diagnostics);
        }
        for file in &files {
            messages.check(file, diagnostics);
        }
        messages
    }

    /// All ids of messages, sorted.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.places.keys().filter(|id| !id.starts_with('-')).map(String::as_str)
    }

    /// Is there a message of this id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.places.contains_key(id)
    }

    /// Where the site writes a message.
    pub(super) fn place(&self, id: &str) -> Option<Span> {
        self.places.get(id).copied().flatten()
    }

    /// The text of a message, or of one of its attributes; `None` if there is no such message.
    ///
    /// # Errors
    /// A variable that is not given, a reference in a circle.
    pub(super) fn format(
        &self,
        id: &str,
        attribute: Option<&str>,
        arguments: &[(&str, Argument<'_>)],
    ) -> Result<Option<String>, Box<Diagnostic>> {
        let Some(message) = self.bundle.get_message(id) else { return Ok(None) };
        let pattern = match attribute {
            None => message.value(),
            Some(name) => message.get_attribute(name).map(|attribute| attribute.value()),
        };
        let Some(pattern) = pattern else { return Ok(None) };
        let mut given = FluentArgs::with_capacity(arguments.len());
        for (name, argument) in arguments {
            match argument {
                Argument::Text(text) => given.set(*name, FluentValue::from(*text)),
                Argument::Number(shown) => {
                    given.set(*name, FluentValue::from(shown.text.as_str()));
                    given.set(format!("{name}_cat"), FluentValue::from(shown.category.as_str()));
                }
            }
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&given), &mut errors);
        match errors.first() {
            None => Ok(Some(text.into_owned())),
            Some(error) => Err(Box::new(self.failure(id, error, arguments))),
        }
    }

    /// Puts a file's messages in place of those that are there.
    fn add(&mut self, file: &File, diagnostics: &mut Diagnostics) {
        for entry in file.resource.entries() {
            let (id, name) = match entry {
                Entry::Message(message) => (message.id.name.to_string(), message.id.name),
                Entry::Term(term) => (format!("-{}", term.id.name), term.id.name),
                _ => continue,
            };
            let place = file.span(name);
            let before = self.places.insert(id.clone(), place);
            if let (Some(Some(first)), Some(second)) = (before, place) {
                diagnostics.push(
                    Diagnostic::error("duplicate-message", second, format!("the message `{id}` is written twice"))
                        .note("the second one")
                        .also(first, "the first one")
                        .help("keep one of them, or rename the other"),
                );
            }
        }
        self.bundle.add_resource_overriding(file.resource.clone());
    }

    /// Reports what can be seen to be wrong before a message is formatted.
    fn check(&self, file: &File, diagnostics: &mut Diagnostics) {
        for entry in file.resource.entries() {
            for reference in references(entry) {
                if let (Some(fault), Some(span)) = (self.fault(&reference), file.span(reference.name)) {
                    diagnostics.push(fault(span));
                }
            }
        }
    }

    /// What is wrong with a reference.
    fn fault(&self, reference: &Reference<'_>) -> Option<Box<dyn FnOnce(Span) -> Diagnostic>> {
        let name = reference.name.to_string();
        match reference.referred {
            Referred::Function => Some(Box::new(move |span| {
                let fault = Diagnostic::error(
                    "fluent-function",
                    span,
                    format!("messages have no functions, so `{name}()` cannot be called"),
                );
                fault.help("a number comes as `$x`, already written, and `$x_cat`, its plural category")
            })),
            Referred::Message | Referred::Term => {
                let (sign, kind) = if reference.referred == Referred::Term { ("-", "term") } else { ("", "message") };
                let id = format!("{sign}{name}");
                if self.places.contains_key(&id) {
                    return None;
                }
                let near =
                    nearest(&id, self.places.keys().filter(|known| known.starts_with('-') == (sign == "-")).map(String::as_str));
                let near = near.map(|near| near.trim_start_matches('-').to_string());
                Some(Box::new(move |span| {
                    let fault = Diagnostic::error("unknown-message", span, format!("there is no {kind} `{id}`"));
                    match near {
                        Some(near) => fault.help("did you mean").fix(span, near),
                        None => fault,
                    }
                }))
            }
            Referred::PluralOf => Some(Box::new(move |span| {
                let message = format!("`${name}` is a number's text, which is never a plural category");
                Diagnostic::error("plural-selector", span, message)
                    .help("select on the category")
                    .fix(span, format!("{name}_cat"))
            })),
        }
    }

    /// The diagnostic for a message that could not be formatted.
    fn failure(&self, id: &str, error: &FluentError, arguments: &[(&str, Argument<'_>)]) -> Diagnostic {
        let what = match error {
            FluentError::ResolverError(ResolverError::Reference(reference)) => {
                use fluent_bundle::resolver::errors::ReferenceKind::{Function, Message, Term, Variable};
                match reference {
                    Variable { id } => format!("`${id}`, which it is not given"),
                    Function { id } => format!("the function `{id}()`, which does not exist"),
                    Message { id, attribute: Some(attribute) } => format!("`{id}.{attribute}`, which does not exist"),
                    Message { id, .. } => format!("the message `{id}`, which does not exist"),
                    Term { id, .. } => format!("the term `-{id}`, which does not exist"),
                }
            }
            FluentError::ResolverError(ResolverError::NoValue(other)) => format!("`{other}`, which has no text of its own"),
            FluentError::ResolverError(ResolverError::Cyclic) => "itself, in a circle".to_string(),
            _ => "more than can be put in".to_string(),
        };
        let mut given: Vec<String> = Vec::new();
        for (name, argument) in arguments {
            given.push(format!("`${name}`"));
            if matches!(argument, Argument::Number(_)) {
                given.push(format!("`${name}_cat`"));
            }
        }
        let help =
            if given.is_empty() { "it is given no variables".to_string() } else { format!("it is given {}", given.join(", ")) };
        let message = format!("the message `{id}` asks for {what}");
        let fault = match self.place(id) {
            Some(span) => Diagnostic::error("message-failed", span, message),
            None => Diagnostic::nowhere("message-failed", message),
        };
        fault.help(help)
    }
}

/// Parses a file; what is sound of it is kept.
fn parse(source: Option<SourceId>, text: &str, diagnostics: &mut Diagnostics) -> Arc<FluentResource> {
    match FluentResource::try_new(text.to_string()) {
        Ok(resource) => Arc::new(resource),
        Err((resource, errors)) => {
            for error in &errors {
                diagnostics.push(syntax_fault(source, text, error));
            }
            Arc::new(resource)
        }
    }
}

/// A syntax error, at its place.
fn syntax_fault(source: Option<SourceId>, text: &str, error: &ParserError) -> Diagnostic {
    let (message, help) = said(&error.kind);
    let Some(source) = source else {
        return Diagnostic::nowhere("fluent-syntax", format!("in the embedded messages: {message}"));
    };
    let start = text.floor_char_boundary(error.pos.start);
    let end = text.ceil_char_boundary(error.pos.end.max(start));
    // What is wrong is on the first line; the parser may only have noticed on the next one.
    let first_line = text[start..end].find('\n').map_or(end, |length| start + length);
    let fault = Diagnostic::error("fluent-syntax", Span::new(source, start..first_line), message);
    if help.is_empty() { fault } else { fault.help(help) }
}

/// What a syntax error is called, and what to do about it, if that is not plain.
fn said(kind: &ErrorKind) -> (String, String) {
    let (message, help) = match kind {
        ErrorKind::ExpectedToken('=') => {
            ("expected `=` after the id", "a message is `id = text`; an id has letters `a-z`, digits, `-` and `_`")
        }
        ErrorKind::ExpectedToken('"') | ErrorKind::UnterminatedStringLiteral => {
            ("a text in quotes does not end", "end it with `\"` on the same line")
        }
        ErrorKind::ExpectedToken(token) => return (format!("expected `{token}`"), String::new()),
        ErrorKind::ExpectedCharRange { range } => {
            return (format!("expected one of `{range}`"), "an id begins with a letter, at the start of its line".to_string());
        }
        ErrorKind::ExpectedMessageField { entry_id } => {
            return (format!("the message `{entry_id}` has no text"), format!("write `{entry_id} = …`"));
        }
        ErrorKind::ExpectedTermField { entry_id } => {
            return (format!("the term `-{entry_id}` has no text"), format!("write `-{entry_id} = …`"));
        }
        ErrorKind::MissingDefaultVariant => ("no variant is the default", "put `*` before one, as in `*[other] …`"),
        ErrorKind::MultipleDefaultVariants => ("two variants are the default", "keep `*` before one of them"),
        ErrorKind::UnbalancedClosingBrace => {
            ("a closing brace without an opening one", "write `{\"}\"}` for a brace in the text")
        }
        ErrorKind::ExpectedInlineExpression => {
            ("expected a variable, a message or a text in quotes", "write `{\"{\"}` for a brace in the text")
        }
        ErrorKind::ForbiddenCallee => ("messages have no functions", "a number comes as `$x`, already written"),
        other => {
            let text = other.to_string().replace('"', "`");
            let mut letters = text.chars();
            let first = letters.next().map(|letter| letter.to_lowercase().to_string()).unwrap_or_default();
            return (first + letters.as_str(), String::new());
        }
    };
    (message.to_string(), help.to_string())
}
