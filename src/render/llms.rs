//! `llms.txt`: what the site has, for programs that read text. The form is that of llmstxt.org: a title, a quotation,
//! and a section per language with links and a line about each.

use super::{Drawn, Scope, artifact, numbers, twin};

/// The file.
pub(super) fn llms(scope: &Scope<'_>) -> Drawn {
    let config = &scope.manuscript.config;
    let source = &config.source_language;
    let outputs = &config.outputs;
    let file = if outputs.markdown { twin::FILE } else { "" };
    let mut text = format!("# {}\n", config.title.get(source, source));
    let about = config.description.get(source, source);
    if !about.is_empty() {
        text.push_str(&format!("\n> {about}\n"));
    }
    for (index, language) in scope.languages().iter().enumerate() {
        text.push_str(&format!("\n## {} ({})\n\n", scope.language_name(language), language.locale.tag()));
        let mut add = |title: &str, address: &str, about: &str| {
            let colon = if about.is_empty() { "" } else { ": " };
            text.push_str(&format!(
                "- [{}]({}{}/{address}{file}){colon}{about}\n",
                bare(title),
                config.base_url,
                language.folder
            ));
        };
        for entry in language.tree.entries.iter().filter(|entry| !entry.fallback) {
            let Some(page) = entry.page else { continue };
            add(&scope.bodies[page].title, &entry.address, &scope.bodies[page].description);
        }
        if let Some(book) = scope.book_address() {
            let message = |id| scope.message(index, id, &[]).unwrap_or_default();
            add(&message("theme-formulas"), book, &message("theme-formulas-about"));
        }
    }
    if outputs.numbers {
        // The one heading of the form that has a meaning: what may be left out.
        text.push_str("\n## Optional\n\n");
        text.push_str(&format!("- [{file}]({}{file})\n", config.base_url, file = numbers::FILE));
    }
    Ok(vec![artifact("llms.txt".to_string(), text)])
}

/// A link's text without brackets.
fn bare(text: &str) -> String {
    text.replace(['[', ']'], "")
}
