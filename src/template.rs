//! The doorway to tera: templates of the theme and of the site, and their faults as diagnostics.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Error, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span, nearest};
use crate::fingerprint::{Fingerprint, Ingredients};
use crate::locale::{Argument, Locale};
use crate::site::{Content, Copied, Framed, Language, Manuscript, Project};

/// All templates of a site, parsed.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    files: BTreeMap<String, SourceId>,
    fingerprint: Fingerprint,
    /// That of the messages of all languages as well.
    whole: Fingerprint,
    /// Do all templates put the large texts out just as they are.
    plain: bool,
}

/// What templates may ask besides the data they are given.
struct Surroundings {
    /// The languages, by folder.
    locales: BTreeMap<String, Arc<Locale>>,
    /// The address of each copied file, by path.
    assets: BTreeMap<String, String>,
}

impl Surroundings {
    fn of(project: &Project, manuscript: &Manuscript) -> Surroundings {
        let locale = |language: &Language| (language.folder.clone(), language.locale.clone());
        let asset = |copy: &Copied| Some((copy.path.clone(), manuscript.assets.address(&copy.path)?.to_string()));
        Surroundings {
            locales: manuscript.languages.iter().map(locale).collect(),
            assets: project.copies.iter().filter_map(asset).collect(),
        }
    }
}

impl Templates {
    /// Parses all templates, unless they are `known` from an earlier build; `None` if one is faulty.
    pub fn new(
        project: &Project,
        manuscript: &Manuscript,
        known: Option<Arc<Templates>>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Arc<Templates>> {
        let files: BTreeMap<String, SourceId> = project.templates.iter().cloned().collect();
        let surroundings = Surroundings::of(project, manuscript);
        let mut of = Ingredients::new();
        files.iter().for_each(|(name, file)| _ = of.text(name).part(project.sources.get(*file).fingerprint()));
        surroundings.assets.iter().for_each(|(path, hash)| _ = of.text(path).text(hash));
        let asks_others = files.keys().any(|name| asks_others(project, &files, name));
        let mut fingerprint = of.finish();
        manuscript.languages.iter().for_each(|language| _ = of.part(language.locale.fingerprint()));
        let whole = of.finish();
        if asks_others {
            fingerprint = whole;
        }
        if let Some(known) = known.filter(|known| known.whole == whole && known.files == files) {
            return Some(known);
        }
        let empty = prepared(Arc::new(surroundings));
        let mut tera = empty.clone();
        let texts = files.iter().map(|(name, source)| (name.as_str(), project.sources.get(*source).text.as_str()));
        if let Err(error) = tera.add_raw_templates(texts.clone()) {
            let before = diagnostics.iter().count();
            // Each alone, so that every file with a syntax error is named, not just the first.
            for (name, text) in texts {
                if let Err(error) = empty.clone().add_raw_template(name, text)
                    && matches!(error.kind(), ErrorKind::SyntaxError(_))
                {
                    diagnostics.push(explain(&project.sources, &files, name, &error));
                }
            }
            if diagnostics.iter().count() == before {
                diagnostics.push(explain(&project.sources, &files, "", &error));
            }
            return None;
        }
        let plain = files.values().all(|file| puts_out_plainly(&project.sources.get(*file).text));
        Some(Arc::new(Templates { tera, files, fingerprint, whole, plain }))
    }

    /// The fingerprint of all templates and of the files they may name.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// That, and the messages of all languages.
    pub fn whole(&self) -> Fingerprint {
        self.whole
    }

    /// Is there a template of this name.
    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// The names of the templates in a folder, without the folder and `.html`.
    pub fn names_in<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        self.files.keys().filter_map(move |name| name.strip_prefix(folder)?.strip_suffix(".html"))
    }

    /// Draws a template. `data` is what it sees by name; `html` are further names whose text is HTML already.
    ///
    /// # Errors
    /// The template's fault, at its place in the template's file.
    pub fn render(
        &self,
        sources: &Sources,
        name: &str,
        data: &impl Serialize,
        html: &[(&'static str, &str)],
    ) -> Result<String, Box<Diagnostic>> {
        let explained = |error: Error| Box::new(explain(sources, &self.files, name, &error));
        let mut context = Context::from_serialize(data).map_err(explained)?;
        for (key, text) in html {
            context.insert_value(*key, Value::safe_string(text));
        }
        self.tera.render(name, &context).map_err(explained)
    }

    /// As [`Templates::render`], with `large` texts in HTML that are not copied: the file shares them.
    ///
    /// # Errors
    /// The template's fault, at its place in the template's file.
    pub fn compose(
        &self,
        sources: &Sources,
        name: &str,
        data: &impl Serialize,
        html: &[(&'static str, &str)],
        large: &[(&'static str, Vec<Piece<'_>>)],
    ) -> Result<Content, Box<Diagnostic>> {
        let texts: Vec<String> = large.iter().enumerate().map(|(number, (_, pieces))| self.stand_in(number, pieces)).collect();
        let all: Vec<(&'static str, &str)> =
            html.iter().copied().chain(large.iter().zip(&texts).map(|((key, _), text)| (*key, text.as_str()))).collect();
        let drawn = self.render(sources, name, data, &all)?;
        if !self.plain {
            return Ok(drawn.into());
        }
        let mut framed = Framed::default();
        let mut rest = drawn.as_str();
        let next = |rest: &str| {
            let found = texts.iter().enumerate().filter(|(_, text)| !text.is_empty());
            found.filter_map(|(number, text)| Some((rest.find(text.as_str())?, number))).min()
        };
        while let Some((at, number)) = next(rest) {
            framed.push(&rest[..at]);
            for piece in &large[number].1 {
                match piece {
                    Piece::Shared(text, range) => framed.share(text, range.clone()),
                    Piece::Own(text) => framed.push(text),
                }
            }
            rest = &rest[at + texts[number].len()..];
        }
        framed.push(rest);
        Ok(framed.into())
    }

    /// What a template is given in place of a large text; an empty one is empty.
    fn stand_in(&self, number: usize, pieces: &[Piece<'_>]) -> String {
        let text = |piece: &Piece<'_>| match piece {
            Piece::Shared(text, range) => text[range.clone()].to_string(),
            Piece::Own(text) => (*text).to_string(),
        };
        let whole = || pieces.iter().map(text).collect::<String>();
        let is_empty = pieces
            .iter()
            .all(|piece| matches!(piece, Piece::Shared(_, range) if range.is_empty()) || matches!(piece, Piece::Own("")));
        if is_empty || !self.plain { whole() } else { placeholder(number) }
    }
}

/// Are `body` and `nav` only put out in a template's text, or asked whether they are there; else they cannot be put in
/// after it was drawn.
fn puts_out_plainly(text: &str) -> bool {
    let tags = text.split('{').skip(1).filter(|tag| tag.starts_with('%')).chain(text.split("{{").skip(1));
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    tags.map(|tag| tag.split(['}', '\n']).next().unwrap_or("").trim_matches(['%', '-', ' '])).all(|tag| {
        let mentions = tag.split(|c| !is_word(c)).any(|word| matches!(word, "body" | "nav"));
        !mentions
            || matches!(
                tag,
                "body" | "nav" | "if body" | "if nav" | "block body" | "endblock body" | "block nav" | "endblock nav"
            )
    })
}

/// A part of a text that a template is given.
#[derive(Debug, Clone)]
pub enum Piece<'a> {
    /// Of a text that is large, or that many files have in common.
    Shared(&'a Arc<String>, Range<usize>),
    /// A short one.
    Own(&'static str),
}

/// Stands for the large text of this number while a template is drawn; no text has it.
fn placeholder(number: usize) -> String {
    format!("\u{fdd2}{number}\u{fdd3}")
}

/// Does a template that pages may need reach the messages of any language, with `t(language="…")`. Those of no page do.
fn asks_others(project: &Project, files: &BTreeMap<String, SourceId>, name: &str) -> bool {
    let text = |name: &str| files.get(name).map_or("", |file| project.sources.get(*file).text.as_str());
    let quoted = format!("\"{name}\"");
    let is_apart = matches!(name, "root.html" | "404.html") && !files.keys().any(|other| text(other).contains(&quoted));
    !is_apart && text(name).contains("language=")
}

/// A tera without templates that knows our functions.
fn prepared(surroundings: Arc<Surroundings>) -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html", ".xml", ".svg"]);
    let known = surroundings.clone();
    tera.register_function("t", move |arguments: Kwargs, state: &State| translate(&known, &arguments, state));
    tera.register_function("asset", move |arguments: Kwargs, state: &State| -> TeraResult<String> {
        let path = arguments.must_get::<&str>("path")?;
        let root = state.get::<String>("root")?.unwrap_or_default();
        match surroundings.assets.get(path) {
            Some(address) => Ok(format!("{root}{address}")),
            None => Err(Error::message(format!("there is no file `static/{path}`"))),
        }
    });
    tera
}

/// `t(id="…", name=value, …)`: the message in the language of the page (`language` in the template's data), or in
/// `language="…"`.
fn translate(known: &Surroundings, arguments: &Kwargs, state: &State) -> TeraResult<String> {
    let id = arguments.must_get::<&str>("id")?;
    let language = match arguments.get::<&str>("language")? {
        Some(language) => language.to_string(),
        None => state.get::<String>("language")?.unwrap_or_default(),
    };
    let locale = known.locales.get(&language).ok_or_else(|| Error::message(format!("unknown language `{language}`")))?;
    let texts: Vec<(String, String)> = arguments
        .iter()
        .filter_map(|(key, value)| Some((key.as_str()?, value)))
        .filter(|(key, _)| !matches!(*key, "id" | "language"))
        .map(|(key, value)| (key.to_string(), value.to_string()))
        .collect();
    let texts: Vec<(&str, Argument<'_>)> =
        texts.iter().map(|(key, text)| (key.as_str(), Argument::from(text.as_str()))).collect();
    match locale.message(id, &texts) {
        Ok(Some(text)) => Ok(text),
        Ok(None) => Err(Error::message(match nearest(id, locale.ids()) {
            Some(near) => format!("there is no message `{id}` for `{language}`; did you mean `{near}`?"),
            None => format!("there is no message `{id}` for `{language}`"),
        })),
        Err(fault) => Err(Error::message(fault.message)),
    }
}

fn explain(sources: &Sources, files: &BTreeMap<String, SourceId>, name: &str, error: &Error) -> Diagnostic {
    let report = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => report,
        other => return elsewhere(sources, files, name, &other.to_string()),
    };
    let file = if report.filename().is_empty() { name } else { report.filename() };
    let message = sentence(report.message());
    match files.get(file) {
        Some(source) => {
            let length = sources.get(*source).text.len();
            let range = &report.span().range;
            let span = Span::new(*source, range.start.min(length)..range.end.min(length));
            Diagnostic::error("bad-template", span, message)
        }
        None => Diagnostic::nowhere("bad-template", format!("template `{file}`: {message}")),
    }
}

/// Faults that tera reports as text only, with its own drawing: the first line says what, and a name in backticks
/// or quotes where.
fn elsewhere(sources: &Sources, files: &BTreeMap<String, SourceId>, name: &str, text: &str) -> Diagnostic {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("");
    let message = sentence(first.strip_prefix("error: ").unwrap_or(first));
    let quoted = first.split(['`', '\'', '"']).nth(1).unwrap_or("");
    let arrow = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let place = arrow.and_then(|place| {
        let mut parts = place.rsplitn(3, ':');
        let (_, _, file) = (parts.next()?, parts.next()?, parts.next()?);
        Some(file.trim_matches(['[', ']', ' ']))
    });
    let file = place.and_then(|file| files.get(file)).or_else(|| files.get(name));
    match file {
        Some(source) => {
            let start = if quoted.is_empty() { None } else { sources.get(*source).text.find(quoted) };
            let span = start.map_or(0..0, |start| start..start + quoted.len());
            Diagnostic::error("bad-template", Span::new(*source, span), message)
        }
        None => Diagnostic::nowhere("bad-template", format!("templates: {message}")),
    }
}

/// A foreign message in our manner: lower case, no closing period.
fn sentence(message: &str) -> String {
    let message = message.trim().trim_end_matches('.').replace('\n', " ");
    let mut letters = message.chars();
    match letters.next() {
        Some(first) if letters.clone().next().is_some_and(char::is_lowercase) => first.to_lowercase().chain(letters).collect(),
        _ => message,
    }
}
