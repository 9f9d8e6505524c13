//! A site as it lies on disk, read but not yet understood: texts, and bytes that are copied.

use std::collections::BTreeSet;

use super::Content;
use super::theme;
use crate::diagnostic::{SourceId, Sources};

/// One file of the built site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Where it goes, relative to the output folder, with `/`.
    pub path: String,
    /// What it holds.
    pub bytes: Content,
}

/// A file that is copied as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Its path in the site, or `<theme>/…`.
    pub origin: String,
    /// Where it goes, relative to the output folder, with `/`. Two files may claim one place, which is an error.
    pub path: String,
    /// What it holds.
    pub bytes: Content,
}

/// A page's text: its language folder, its path inside it, and the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFile {
    /// Folder under `content/`: `ja`.
    pub language: String,
    /// Path in that folder: `memory/index.md`.
    pub path: String,
    /// The text.
    pub source: SourceId,
}

/// Every file of a site, sorted into kinds by its path.
///
/// A project is filled with [`Project::text`] and [`Project::bytes`] in any order; [`Project::seal`] sorts
/// it and adds the default theme. It can be made without a disk, as tests do. Afterwards files may be given anew or
/// taken away, and it is sealed again: then it is as if it had been filled so at first.
#[derive(Debug, Default)]
pub struct Project {
    /// All texts, the embedded templates among them.
    pub sources: Sources,
    /// `babacus.toml`.
    pub config: Option<SourceId>,
    /// `numbers.lock`.
    pub lock: Option<SourceId>,
    /// `content/<language>/**.md`.
    pub pages: Vec<PageFile>,
    /// `content/formulas/**.formula`.
    pub formulas: Vec<SourceId>,
    /// `locales/<language>/*.ftl`, with the folder's name.
    pub locales: Vec<(String, SourceId)>,
    /// `templates/**`, by name below that folder, the site's own and those of the default theme.
    pub templates: Vec<(String, SourceId)>,
    /// Files that are copied as they are: `static/**`, and what lies beside the pages.
    pub copies: Vec<Copied>,
    /// Does whoever builds want no search, whatever the settings say.
    pub no_search: bool,
    /// The origins of the copies.
    origins: BTreeSet<String>,
}

/// What the paths of embedded files begin with.
const THEME: &str = "<theme>/";

/// What a path of the project tree is, as far as reading it is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// It must be UTF-8.
    Text,
    /// It is copied.
    Bytes,
    /// It is none of the site's business.
    Ignored,
}

impl Project {
    /// How the file at `path` (relative to the site, with `/`) has to be read.
    pub fn kind(path: &str) -> FileKind {
        let mut parts = path.split('/');
        let (first, last) = (parts.next().unwrap_or(""), path.rsplit('/').next().unwrap_or(""));
        // What editors leave beside a file: `page.md~`, `#page.md#`.
        if last.ends_with('~') || last.starts_with('#') {
            return FileKind::Ignored;
        }
        let extension = last.rsplit_once('.').map_or("", |(_, extension)| extension);
        match (first, extension) {
            ("babacus.toml" | "numbers.lock", _) if path == first => FileKind::Text,
            ("content", "md" | "formula" | "csv") | ("locales", "ftl") => FileKind::Text,
            ("content", "py") if path.starts_with("content/data/") => FileKind::Text,
            ("templates", _) => FileKind::Text,
            ("static", _) => FileKind::Bytes,
            ("content", _) if !path.starts_with("content/formulas/") && !path.starts_with("content/data/") => FileKind::Bytes,
            _ => FileKind::Ignored,
        }
    }

    /// Adds a text file, or gives it another text; tells whether it was otherwise or not there.
    pub fn text(&mut self, path: &str, text: String) -> bool {
        if let Some(known) = self.sources.find(path) {
            let changed = self.sources.get(known).text != text;
            if changed {
                self.sources.set(path, text);
            }
            return changed;
        }
        let source = self.sources.set(path, text);
        if path == "babacus.toml" {
            self.config = Some(source);
        } else if path == "numbers.lock" {
            self.lock = Some(source);
        } else if let Some(name) = path.strip_prefix("templates/") {
            self.templates.retain(|(own, _)| own != name);
            self.templates.push((name.to_string(), source));
        } else if path.starts_with("content/formulas/") {
            if path.ends_with(".formula") {
                self.formulas.push(source);
            }
        } else if let Some((language, _)) = path.strip_prefix("locales/").and_then(|rest| rest.split_once('/')) {
            self.locales.push((language.to_string(), source));
        } else if let Some((language, rest)) = path.strip_prefix("content/").and_then(|rest| rest.split_once('/'))
            && path.ends_with(".md")
        {
            self.pages.push(PageFile { language: language.to_string(), path: rest.to_string(), source });
        }
        true
    }

    /// Adds a file that is copied, or gives it other bytes; tells whether it was otherwise or not there.
    pub fn bytes(&mut self, path: &str, bytes: Vec<u8>) -> bool {
        let target = path.strip_prefix("static/").or_else(|| path.strip_prefix("content/"));
        let Some(target) = target else { return false };
        if !self.origins.insert(path.to_string()) {
            let known = self.copies.iter_mut().find(|copy| copy.origin == path && *copy.bytes != bytes);
            return known.map(|known| known.bytes = bytes.into()).is_some();
        }
        self.drop_copy(&format!("{THEME}static/{target}"));
        self.copies.push(Copied { origin: path.to_string(), path: target.to_string(), bytes: bytes.into() });
        true
    }

    fn drop_copy(&mut self, origin: &str) -> bool {
        let known = self.origins.remove(origin);
        if known {
            self.copies.retain(|copy| copy.origin != origin);
        }
        known
    }

    /// Takes a file away; tells whether it was there.
    pub fn remove(&mut self, path: &str) -> bool {
        if self.drop_copy(path) {
            return true;
        }
        let Some(source) = self.sources.remove(path) else { return false };
        for single in [&mut self.config, &mut self.lock] {
            _ = single.take_if(|own| *own == source);
        }
        self.pages.retain(|page| page.source != source);
        self.formulas.retain(|own| *own != source);
        self.locales.retain(|(_, own)| *own != source);
        self.templates.retain(|(_, own)| *own != source);
        true
    }

    /// The paths of all files of the site, those of the default theme aside.
    pub fn paths(&self) -> Vec<String> {
        let texts = self.sources.iter().map(|(_, source)| &source.path);
        let all = texts.chain(&self.origins);
        all.filter(|path| !path.starts_with('<')).cloned().collect()
    }

    /// Sorts everything and fills in the default theme where the site has no file of that name.
    pub fn seal(&mut self) {
        for (name, text) in theme::TEMPLATES {
            if !self.templates.iter().any(|(own, _)| own == name) {
                let source = self.sources.set(&format!("{THEME}templates/{name}"), *text);
                self.templates.push(((*name).to_string(), source));
            }
        }
        for (path, bytes) in theme::STATIC {
            if !self.copies.iter().any(|own| own.path == *path) {
                let origin = format!("{THEME}static/{path}");
                self.origins.insert(origin.clone());
                self.copies.push(Copied { origin, path: (*path).to_string(), bytes: Content::from(*bytes) });
            }
        }
        self.pages.sort_by(|a, b| (&a.language, &a.path).cmp(&(&b.language, &b.path)));
        let Project { sources, formulas, locales, templates, copies, .. } = self;
        formulas.sort_by(|a, b| sources.get(*a).path.cmp(&sources.get(*b).path));
        locales.sort_by(|a, b| sources.get(a.1).path.cmp(&sources.get(b.1).path));
        templates.sort();
        copies.sort_by(|a, b| (&a.path, &a.origin).cmp(&(&b.path, &b.origin)));
    }
}
