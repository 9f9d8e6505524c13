//! What a site gives programs: every file is well-formed, and says what the pages say.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use babacus::diagnostic::Diagnostics;
use babacus::disk;
use serde_json::Value as Json;

/// A built site: texts by path.
type Files = BTreeMap<String, String>;

/// The project's own site, built in memory.
fn own() -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(|| built(env!("CARGO_MANIFEST_DIR")))
}

fn built(site: impl AsRef<Path>) -> Files {
    let (project, mut diagnostics) = disk::load(site.as_ref());
    let artifacts = babacus::build(
        &project,
        &mut babacus::memory::Memory::default(),
        &mut diagnostics,
        &babacus::progress::Progress::default(),
    );
    assert!(!diagnostics.has_errors(), "{}", messages(&diagnostics, &project.sources));
    artifacts.into_iter().map(|file| (file.path, String::from_utf8_lossy(&file.bytes).into_owned())).collect()
}

fn messages(diagnostics: &Diagnostics, sources: &babacus::diagnostic::Sources) -> String {
    diagnostics.render(sources, false)
}

fn json(files: &Files, path: &str) -> Json {
    let text = files.get(path).unwrap_or_else(|| panic!("there is no `{path}`"));
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Expression, value and text of every `<data class="n">` of a page.
fn shown(html: &str) -> Vec<(String, String, String)> {
    let plain = |text: &str| text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    let attribute = |tag: &str, name: &str| plain(tag.split_once(&format!(" {name}=\"")).unwrap().1.split('"').next().unwrap());
    let numbers = html.split("<data class=\"n\"").skip(1).map(|rest| {
        let (tag, rest) = rest.split_once('>').expect("a tag ends");
        (attribute(tag, "data-expr"), attribute(tag, "value"), plain(rest.split("</data>").next().unwrap()))
    });
    numbers.collect()
}

/// The part of a page that its text makes, without what a theme puts around it.
fn article(html: &str) -> &str {
    html.split_once("<article>").and_then(|(_, rest)| rest.split_once("</article>")).map_or("", |(article, _)| article)
}

#[test]
fn every_shown_number_is_behind_its_page() {
    let files = own();
    let mut count = 0;
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with("/index.html") && !path.contains("/formulas/")) {
        let numbers = shown(article(html));
        let beside = path.replace("index.html", "numbers.json");
        assert_eq!(files.contains_key(&beside), !numbers.is_empty(), "{path}");
        if numbers.is_empty() {
            continue;
        }
        let known = json(files, &beside);
        let folder = path.strip_suffix("index.html").unwrap();
        for (expression, value, _) in numbers {
            let entry = &known["numbers"][format!("{expression}\t{value}")];
            assert!(entry.is_object(), "{beside}: `{expression}` = {value}");
            assert!(entry["exact"].as_str().is_some_and(|text| !text.is_empty()), "{beside}: `{expression}`");
            if let Some(href) = entry["href"].as_str() {
                let (target, anchor) = href.split_once('#').unwrap_or((href, ""));
                let target = format!("{}index.html", resolve(folder, target));
                let page = files.get(&target).unwrap_or_else(|| panic!("{beside}: `{href}` leads nowhere ({target})"));
                assert!(anchor.is_empty() || page.contains(&format!("id=\"{anchor}\"")), "{beside}: {href}");
            }
            count += 1;
        }
    }
    assert!(count > 1000, "the site shows numbers: {count}");
}

/// Where a relative link leads.
fn resolve(folder: &str, link: &str) -> String {
    let mut parts: Vec<&str> = folder.trim_end_matches('/').split('/').collect();
    for part in link.trim_end_matches('/').split('/') {
        match part {
            ".." => _ = parts.pop(),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/") + "/"
}

#[test]
fn the_sites_numbers_are_those_of_the_pages() {
    let files = own();
    let site = json(files, "numbers.json");
    let mut known: BTreeMap<(String, String), Vec<&Json>> = BTreeMap::new();
    for number in site["numbers"].as_array().expect("a list") {
        let text = |key: &str| number[key].as_str().expect("a text").to_string();
        known.entry((text("expression"), text("value"))).or_default().push(number);
        let scenario = text("scenario");
        assert!(scenario.is_empty() || site["scenarios"][&scenario].is_object(), "{number}");
    }
    for language in ["ja", "de", "zh", "fr"] {
        let start = format!("{language}/");
        for (path, html) in files.iter().filter(|(path, _)| path.starts_with(&start) && path.ends_with("/index.html")) {
            let address = path[start.len()..].trim_end_matches("index.html");
            for (expression, value, text) in shown(article(html)).iter().filter(|_| !address.starts_with("formulas/")) {
                let found = known.get(&(expression.clone(), value.clone())).unwrap_or_else(|| panic!("{path}: {expression}"));
                let on_page = |number: &&&Json| number["pages"].as_array().is_some_and(|pages| pages.contains(&address.into()));
                let texts: Vec<&Json> = found.iter().filter(on_page).map(|number| &number["text"][language]).collect();
                assert!(texts.iter().any(|known| *known == text), "{path}: `{expression}` is `{text}`, and known as {texts:?}");
            }
        }
    }
}

/// Pages with a language's folder before them.
fn pages(files: &Files) -> impl Iterator<Item = (&str, &str)> {
    let pages = files.iter().filter(|(path, _)| path.ends_with("/index.html"));
    pages.map(|(path, html)| (path.as_str(), html.as_str()))
}

#[test]
fn every_page_has_a_twin_with_its_numbers() {
    let files = own();
    for (path, html) in pages(files) {
        let twin = files.get(&path.replace(".html", ".md")).unwrap_or_else(|| panic!("{path} has no twin"));
        assert!(html.contains("<link rel=\"alternate\" type=\"text/markdown\" href=\"index.md\">"), "{path}");
        assert!(twin.starts_with("# "), "{path}: a title");
        for (expression, _, text) in shown(article(html)) {
            let text = text.replace('*', "\\*").replace('[', "\\[");
            assert!(twin.contains(&text), "{path}: `{expression}` is `{text}`");
        }
        for (_, link) in twin.match_indices("](").map(|(at, _)| (at, twin[at + 2..].split(')').next().unwrap())) {
            let target = link.split('#').next().unwrap();
            if target.ends_with("index.md") && !target.contains("://") {
                let target = resolve(path.strip_suffix("index.html").unwrap(), target);
                assert!(files.contains_key(target.trim_end_matches('/')), "{path}: `{link}` leads to `{target}`");
            }
        }
    }
}

#[test]
fn editions_know_each_other() {
    let files = own();
    for (path, html) in pages(files) {
        let data = html.split_once("<script type=\"application/ld+json\">").unwrap_or_else(|| panic!("{path}")).1;
        let data: Json = serde_json::from_str(data.split("</script>").next().unwrap()).expect(path);
        let language = path.split('/').next().unwrap();
        let canonical = html.split_once("<link rel=\"canonical\" href=\"").unwrap().1.split('"').next().unwrap();
        assert_eq!(data["@type"], "TechArticle");
        assert_eq!(data["@id"], canonical, "{path}");
        assert_eq!(data["inLanguage"], if language == "zh" { "zh-Hans" } else { language }, "{path}");
        if language == "ja" {
            assert_eq!(data["workTranslation"].as_array().map(Vec::len), Some(3), "{path}");
        } else {
            assert_eq!(data["translationOfWork"]["inLanguage"], "ja", "{path}");
        }
        assert_eq!(html.matches("<meta property=\"og:locale:alternate\"").count(), 3, "{path}");
    }
}

#[test]
fn feeds_and_lists_name_pages() {
    let files = own();
    let llms = &files["llms.txt"];
    for language in ["ja", "de", "zh", "fr"] {
        let feed = &files[&format!("{language}/feed.xml")];
        let entries: Vec<&str> = feed.split("<entry>").skip(1).collect();
        assert!(entries.len() > 10, "{language}");
        for entry in entries {
            let id = entry.split_once("<id>").unwrap().1.split("</id>").next().unwrap();
            let path = id.strip_prefix("https://babacus.example/").expect("it is of this site");
            assert!(files.contains_key(&format!("{path}index.html")), "{id}");
            assert!(llms.contains(&format!("({id}index.md)")), "{id} is in llms.txt");
            assert!(entry.contains("<updated>20") && entry.contains("<summary>"), "{id}");
        }
    }
}

/// A small site with other settings.
fn with_settings(settings: &str) -> (Files, String) {
    let mut project = babacus::site::Project::default();
    let title = "title = \"T\"\nlanguages = [\"de\"]\nbase_url = \"https://example.org/a/\"\n";
    project.text("babacus.toml", format!("{title}{settings}"));
    project.text("content/de/index.md", "---\ntitle: Probe & <x>\nupdated: 2026-02-28\n---\nText.\n".to_string());
    project.seal();
    let mut diagnostics = Diagnostics::default();
    let artifacts = babacus::build(
        &project,
        &mut babacus::memory::Memory::default(),
        &mut diagnostics,
        &babacus::progress::Progress::default(),
    );
    let files = artifacts.into_iter().map(|file| (file.path, String::from_utf8_lossy(&file.bytes).into_owned())).collect();
    (files, messages(&diagnostics, &project.sources))
}

#[test]
fn outputs_switch_off() {
    let (all, said) = with_settings("");
    assert_eq!(said, "");
    assert!(all["de/feed.xml"].contains("<updated>2026-02-28T00:00:00Z</updated>"));
    assert!(all["de/feed.xml"].contains("<title>Probe &amp; &lt;x&gt;</title>"));
    assert!(all["de/index.html"].contains("\\u003cx>"), "a script element is not ended by a title");
    let off = "[outputs]\nfeed = false\nmarkdown = false\nllms = false\nlinked_data = false\nsitemap = false\nrobots = false\n";
    let (few, said) = with_settings(off);
    assert_eq!(said, "");
    for path in ["de/feed.xml", "de/index.md", "llms.txt", "sitemap.xml", "robots.txt"] {
        assert!(all.contains_key(path) && !few.contains_key(path), "{path}");
    }
    for mark in ["ld+json", "text/markdown", "atom+xml"] {
        assert!(all["de/index.html"].contains(mark) && !few["de/index.html"].contains(mark), "{mark}");
    }
}

#[test]
fn bad_outputs_and_days_are_told() {
    let (_, said) = with_settings("[outputs]\nfeeds = false\n");
    assert!(said.contains("unknown key `feeds`") && said.contains("did you mean `feed`?"), "{said}");
    let (_, said) = with_settings("updated = \"2026-02-29\"\n");
    assert!(said.contains("`2026-02-29` is no day of the calendar"), "{said}");
}
