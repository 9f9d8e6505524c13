//! JSON-LD in a page's head: a schema.org `TechArticle` with its language and its editions in the others.

use serde_json::{Value as Json, json};

use super::Scope;
use super::page::{Alternate, PageData};

/// What a search engine is told of a page; empty if the site wants none. It is safe within a `script` element.
pub(super) fn article(scope: &Scope<'_>, page: &PageData, updated: Option<&str>) -> String {
    let config = &scope.manuscript.config;
    if !config.outputs.linked_data {
        return String::new();
    }
    let lang = page.text_lang.as_deref().unwrap_or(&page.lang);
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "TechArticle",
        "headline": page.title,
        "inLanguage": lang,
    });
    let mut add = |key: &str, value: Json| data[key] = value;
    if !page.description.is_empty() {
        add("description", Json::from(page.description.as_str()));
    }
    if let Some(day) = updated {
        add("dateModified", Json::from(day));
    }
    if let Some(address) = &page.canonical {
        add("@id", Json::from(address.as_str()));
        add("url", Json::from(address.as_str()));
        let site = json!({ "@type": "WebSite", "name": page.site_title, "url": config.base_url });
        add("isPartOf", site);
        let source = scope.languages()[config.source_index()].locale.tag();
        let edition =
            |alternate: &Alternate| json!({ "@type": "TechArticle", "@id": alternate.href, "inLanguage": alternate.hreflang });
        let others = page.alternates.iter().filter(|other| other.hreflang != "x-default" && other.hreflang != lang);
        if lang == source {
            let others: Vec<Json> = others.map(edition).collect();
            if !others.is_empty() {
                add("workTranslation", Json::Array(others));
            }
        } else if let Some(original) = others.into_iter().find(|other| other.hreflang == source) {
            add("translationOfWork", edition(original));
        }
    }
    data.to_string().replace('<', "\\u003c")
}
