//! Outputs of one file each: choice of language, 404, sitemap, robots, copies.

use std::collections::BTreeMap;

use serde::Serialize;

use super::page::{Alternate, alternates};
use super::{Drawn, Scope, artifact, escaped};
use crate::site::Copied;

/// The theme's own files of calculators.
const CALCULATOR: &str = "<theme>/static/calculator/";

/// What `root.html` and `404.html` see.
#[derive(Serialize)]
struct ChoiceData {
    language: String,
    lang: String,
    root: String,
    site_title: String,
    head_title: String,
    description: String,
    canonical: Option<String>,
    alternates: Vec<Alternate>,
    choices: Vec<Choice>,
}

/// One language to choose.
#[derive(Serialize)]
struct Choice {
    folder: String,
    name: String,
    lang: String,
    href: String,
    /// What the site is called in it.
    title: String,
}

fn choices(scope: &Scope<'_>, root: &str) -> ChoiceData {
    let config = &scope.manuscript.config;
    let source = &scope.languages()[config.source_index()];
    let site_title = config.title.get(&source.folder, &source.folder).to_string();
    let choices = scope.languages().iter().map(|language| {
        let title = config.title.get(&language.folder, &source.folder);
        Choice {
            folder: language.folder.clone(),
            name: scope.language_name(language),
            lang: language.locale.tag().to_string(),
            href: format!("{root}{}/", language.folder),
            title: if title == site_title && language.folder != source.folder { String::new() } else { title.to_string() },
        }
    });
    ChoiceData {
        language: source.folder.clone(),
        lang: source.locale.tag().to_string(),
        root: root.to_string(),
        head_title: site_title.clone(),
        description: config.description.get(&source.folder, &source.folder).to_string(),
        canonical: None,
        alternates: Vec::new(),
        choices: choices.collect(),
        site_title,
    }
}

/// The page at the site's root: a plain list of the languages, which needs no script.
pub(super) fn root(scope: &Scope<'_>) -> Drawn {
    let mut data = choices(scope, "");
    let names: Vec<&str> = data.choices.iter().map(|choice| choice.name.as_str()).collect();
    data.head_title = format!("{} – {}", data.site_title, names.join(" · "));
    data.alternates = alternates(scope, "");
    data.canonical = data.alternates.last().map(|default| default.href.clone());
    single(scope, "root.html", "index.html", &data)
}

/// The page for addresses that are not there. It is shown at any depth, so its links begin at the host's root.
pub(super) fn not_found(scope: &Scope<'_>) -> Drawn {
    let mut data = choices(scope, scope.manuscript.config.base_path());
    data.head_title = format!("404 – {}", data.site_title);
    single(scope, "404.html", "404.html", &data)
}

fn single(scope: &Scope<'_>, template: &str, path: &str, data: &ChoiceData) -> Drawn {
    let text = scope.templates.render(&scope.project.sources, template, data, &[]).map_err(|fault| vec![*fault])?;
    Ok(vec![artifact(path.to_string(), text)])
}

/// Every page with its editions, for search engines.
pub(super) fn sitemap(scope: &Scope<'_>) -> Drawn {
    let base = &scope.manuscript.config.base_url;
    if base.is_empty() {
        return Ok(Vec::new());
    }
    let mut xml = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"
    ));
    let mut add = |location: &str, editions: &[Alternate]| {
        xml.push_str("<url><loc>");
        xml.push_str(&escaped(location));
        xml.push_str("</loc>");
        for Alternate { hreflang, href } in editions {
            xml.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"{hreflang}\" href=\"{}\"/>", escaped(href)));
        }
        xml.push_str("</url>\n");
    };
    add(base, &alternates(scope, ""));
    for (index, language) in scope.languages().iter().enumerate() {
        let pages = language.tree.entries.iter().filter(|entry| entry.page.is_some() && !entry.fallback);
        let formulas = super::book::addresses(scope);
        for address in pages.map(|entry| &entry.address).chain(&formulas) {
            if !scope.is_fallback(index, address) {
                add(&format!("{base}{}/{address}", language.folder), &alternates(scope, address));
            }
        }
    }
    xml.push_str("</urlset>\n");
    Ok(vec![artifact("sitemap.xml".to_string(), xml)])
}

/// Everything may be read; here is the list.
pub(super) fn robots(scope: &Scope<'_>) -> Drawn {
    let base = &scope.manuscript.config.base_url;
    let sitemap = if base.is_empty() || !scope.manuscript.config.outputs.sitemap {
        String::new()
    } else {
        format!("Sitemap: {base}sitemap.xml\n")
    };
    Ok(vec![artifact("robots.txt".to_string(), format!("User-agent: *\nAllow: /\n{sitemap}"))])
}

/// Style sheet, scripts, icons, pictures; what draws calculators only where there are some.
pub(super) fn copies(scope: &Scope<'_>) -> Drawn {
    let calculators = scope.bodies.iter().any(|body| !body.files.is_empty());
    let wanted = |copy: &&Copied| calculators || !copy.origin.starts_with(CALCULATOR);
    Ok(scope.project.copies.iter().filter(wanted).map(|copy| scope.manuscript.assets.published(copy)).collect())
}

/// What the calculators of all pages need; pages that ask the same need the same files.
pub(super) fn calculators(scope: &Scope<'_>) -> Drawn {
    let files = scope.bodies.iter().flat_map(|body| &body.files);
    let files: BTreeMap<&str, &str> = files.map(|file| (file.path.as_str(), file.text.as_str())).collect();
    Ok(files.into_iter().map(|(path, text)| artifact(path.to_string(), text.to_string())).collect())
}
