//! An Atom feed per language (RFC 4287): pages by the day of their last change.
//!
//! The days are given, never taken from a clock: a page's `updated`, else the site's. A page that has neither is not in
//! the feed, and a language without such pages has no feed; nor has a site without `base_url`, since entries are known
//! by their address, for ever.

use super::page::canonical;
use super::{Drawn, Scope, artifact, escaped};
use crate::site::tree::{Entry, EntryId};
use crate::site::{Manuscript, Page};

/// Name of the file in a language's folder.
pub(super) const FILE: &str = "feed.xml";

/// So many pages a feed has, the last changed first.
const LONGEST: usize = 100;

/// The feeds of all languages.
pub(super) fn feeds(scope: &Scope<'_>) -> Drawn {
    let feeds = (0..scope.languages().len()).filter_map(|language| {
        let text = feed(scope, language)?;
        Some(artifact(format!("{}/{FILE}", scope.languages()[language].folder), text))
    });
    Ok(feeds.collect())
}

/// Has a language a feed.
pub(super) fn has_feed(scope: &Scope<'_>, language: usize) -> bool {
    scope.feeds[language]
}

/// For each language, whether any of its pages has a day and an address.
pub(super) fn dated(manuscript: &Manuscript) -> Vec<bool> {
    let config = &manuscript.config;
    let is_dated = |page: &Page| page.front.updated.is_some() || config.updated.is_some();
    let wanted = config.outputs.feed && !config.base_url.is_empty();
    let has = |language| wanted && manuscript.pages.iter().any(|page| page.language == language && is_dated(page));
    (0..manuscript.languages.len()).map(has).collect()
}

/// The day of a page's last change.
pub(super) fn updated<'a>(scope: &'a Scope<'_>, entry: &Entry) -> Option<&'a str> {
    let page = entry.page.filter(|_| !entry.fallback)?;
    scope.manuscript.pages[page].front.updated.as_deref().or(scope.manuscript.config.updated.as_deref())
}

fn feed(scope: &Scope<'_>, language: usize) -> Option<String> {
    if !has_feed(scope, language) {
        return None;
    }
    let config = &scope.manuscript.config;
    let own = &scope.languages()[language];
    let mut entries: Vec<(&str, EntryId)> =
        own.tree.entries.iter().enumerate().filter_map(|(id, entry)| Some((updated(scope, entry)?, id))).collect();
    // The last first; those of one day in the order of the site.
    entries.sort_by(|(day, id), (other_day, other)| other_day.cmp(day).then(id.cmp(other)));
    let home = format!("{}{}/", config.base_url, own.folder);
    let title = escaped(config.title.get(&own.folder, &config.source_language));
    let about = escaped(config.description.get(&own.folder, &config.source_language));
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{tag}\">\n\
         <id>{home}</id>\n<title>{title}</title>\n<subtitle>{about}</subtitle>\n<updated>{updated}</updated>\n\
         <author><name>{title}</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{home}{FILE}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" hreflang=\"{tag}\" href=\"{home}\"/>\n",
        tag = own.locale.tag(),
        updated = moment(entries.first()?.0),
    );
    for (day, id) in entries.into_iter().take(LONGEST) {
        let entry = &own.tree.entries[id];
        let address = escaped(&canonical(scope, language, &entry.address)?);
        let body = &scope.bodies[entry.page?];
        xml.push_str(&format!(
            "<entry>\n<id>{address}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{address}\"/>\n",
            escaped(&body.title),
            moment(day),
        ));
        // An entry without content must say something of itself.
        let about = if body.description.is_empty() { &body.title } else { &body.description };
        xml.push_str(&format!("<summary>{}</summary>\n</entry>\n", escaped(about)));
    }
    xml.push_str("</feed>\n");
    Some(xml)
}

/// A day as a moment, which feeds want.
fn moment(day: &str) -> String {
    format!("{day}T00:00:00Z")
}
