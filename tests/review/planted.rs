//! Faults planted into copies of a site, for every rule at least five over the four languages: each is found, at its line.

use std::path::Path;

use babacus::check::CHECKS;
use babacus::edition::ShownNumber;
use babacus::locale::Format;
use babacus::lock::Lock;
use babacus::status;

use super::{Found, Site, places, small};

/// One fault: what is changed, and the text whose line is reported.
struct Fault {
    path: String,
    change: Change,
    /// The file and the text of the line that is to be found, if it is not what was put in.
    at: Option<(String, String)>,
}

enum Change {
    /// A paragraph behind the front matter.
    Begin(String),
    /// A paragraph at the end.
    End(String),
    /// Another text for the first place of this one.
    Replace(String, String),
    /// A new file.
    File(String),
}

impl Fault {
    fn at(mut self, path: &str, text: &str) -> Fault {
        self.at = Some((path.to_string(), text.to_string()));
        self
    }

    fn plant(&self, site: &mut Site) {
        let path = self.path.as_str();
        match &self.change {
            Change::File(text) => _ = site.texts.insert(path.to_string(), text.clone()),
            Change::Replace(old, new) => site.edit(path, old, new),
            Change::End(text) => {
                let page = site.texts.get_mut(path).unwrap_or_else(|| panic!("there is no {path}"));
                *page = format!("{}\n\n{text}\n", page.trim_end());
            }
            Change::Begin(text) => {
                let page = site.texts.get_mut(path).unwrap_or_else(|| panic!("there is no {path}"));
                let head = page[3..].find("\n---\n").expect("front matter") + 8;
                page.insert_str(head, &format!("\n{text}\n"));
            }
        }
    }

    /// Where it is to be found, once everything is planted.
    fn place(&self, site: &Site) -> (String, usize) {
        let (path, text) = match (&self.at, &self.change) {
            (Some((path, text)), _) => (path.clone(), text.clone()),
            (None, Change::Begin(text) | Change::End(text)) => (self.path.clone(), text.clone()),
            (None, Change::Replace(_, new)) => (self.path.clone(), new.clone()),
            (None, Change::File(_)) => (self.path.clone(), String::new()),
        };
        if path.is_empty() {
            return (text, 0);
        }
        let whole = site.texts.get(&path).map_or("", String::as_str);
        let at = whole.find(&text).unwrap_or_else(|| panic!("{path} has no {text:?}"));
        (path, whole[..at].matches('\n').count() + 1)
    }
}

const LANGUAGES: [&str; 4] = ["ja", "de", "zh", "fr"];
const BOOK: &str = "content/formulas/zz.formula";

fn index(language: &str) -> String {
    format!("content/{language}/index.md")
}

fn fault(path: impl Into<String>, change: Change) -> Fault {
    Fault { path: path.into(), change, at: None }
}

/// Paragraphs in home pages, at the beginning and at the end in turn.
fn paragraphs(texts: &[(&str, &str)]) -> Vec<Fault> {
    let put = |(number, (language, text)): (usize, &(&str, &str))| {
        let change = if number % 2 == 0 { Change::Begin(text.to_string()) } else { Change::End(text.to_string()) };
        fault(index(language), change)
    };
    texts.iter().enumerate().map(put).collect()
}

/// The same paragraph in every language, and once more in the first.
fn everywhere(text: impl Fn(usize) -> String) -> Vec<Fault> {
    let languages = LANGUAGES.into_iter().chain(["de"]).enumerate();
    languages
        .map(|(number, language)| {
            fault(index(language), if number % 2 == 0 { Change::End(text(number)) } else { Change::Begin(text(number)) })
        })
        .collect()
}

/// What stands in translations only: the same, but never in the source language.
fn in_translations(text: impl Fn(usize) -> String) -> Vec<Fault> {
    let languages = ["de", "zh", "fr", "de", "zh"].into_iter().enumerate();
    languages
        .map(|(number, language)| {
            fault(index(language), if number < 3 { Change::End(text(number)) } else { Change::Begin(text(number)) })
        })
        .collect()
}

/// Formulas in a file of their own.
fn formulas(lines: [&str; 5], marked: [&str; 5]) -> Vec<Fault> {
    let text = lines.join("\n") + "\n";
    marked.iter().map(|mark| fault(BOOK, Change::File(text.clone())).at(BOOK, mark)).collect()
}

/// Messages in files of their own, one for each language.
fn messages(texts: [(&str, &str, &str); 5]) -> Vec<Fault> {
    let all = |language: &str| texts.iter().filter(|own| own.0 == language).map(|own| format!("{}\n", own.1)).collect::<String>();
    let put = |(language, _, mark): &(&str, &str, &str)| {
        let path = format!("locales/{language}/zz.ftl");
        fault(path.clone(), Change::File(all(language))).at(&path, mark)
    };
    texts.iter().map(put).collect()
}

/// The faults of a rule.
fn faults(code: &str, site: &Site) -> Vec<Fault> {
    match code {
        "typed-number" => typed(site),
        "expect"
        | "unused-formula"
        | "unused-input"
        | "undocumented-formula"
        | "missing-name"
        | "missing-meaning"
        | "missing-source" => of_book(code),
        "missing-message" | "unused-message" | "message-variables" | "plural-classes" | "breaking-space" => {
            of_messages(code, site)
        }
        "missing-page" | "stale-translation" | "unmarked-translation" | "lock-behind" | "same-path" | "same-page" => {
            of_files(code, site)
        }
        _ if code.starts_with("parity-") => of_parity(code, site),
        _ => of_text(code),
    }
}

fn of_book(code: &str) -> Vec<Fault> {
    let named: [&str; 5] = ["zz.a", "zz.b", "zz.c", "zz.d", "zz.e"];
    match code {
        "expect" => {
            let lines = [
                "expect 1 + 1 = 3",
                "expect params < 0",
                "expect 1 GiB = 1 GB",
                "expect weights within 0 .. 1 B",
                "expect 2 > 3",
            ];
            formulas(lines, lines)
        }
        "unused-input" => {
            let lines = [
                "## a\ninput zz.a : count = 1",
                "## b\ninput zz.b : number = 1",
                "## c\ninput zz.c : B = 1 B",
                "## d\ninput zz.d : flag = true",
                "## e\ninput zz.e : one of x, y = x",
            ];
            formulas(lines, ["input zz.a", "input zz.b", "input zz.c", "input zz.d", "input zz.e"])
        }
        "undocumented-formula" => {
            let lines = [
                "zz.a : count = 1\n",
                "zz.b : B = 1 B\n",
                "zz.c : flag = true\n",
                "quoted zz.d : number = 1\n",
                "zz.e(n : count) : count = n",
            ];
            formulas(lines, named)
        }
        _ => {
            let lines = [
                "## a\nzz.a : count = 1",
                "## b\nobserved zz.b : B = 1 B",
                "## c\nquoted zz.c : flag = true",
                "## d\nquoted zz.d : number = zz.a + zz.f\n## f\nzz.f : number = zz.a",
                "## e\nobserved zz.e : count = 3",
            ];
            let lines = lines
                .map(|line| if code == "missing-source" { line.replace("\nzz.a", "\nquoted zz.a") } else { line.to_string() });
            let lines: [&str; 5] = std::array::from_fn(|at| lines[at].as_str());
            let mut faults = formulas(lines, ["zz.a :", "zz.b :", "zz.c :", "zz.d :", "zz.e :"]);
            if matches!(code, "missing-meaning" | "missing-source") {
                for language in LANGUAGES {
                    let attribute = if code == "missing-source" { "    .meaning = x\n" } else { "" };
                    let text: String =
                        ["a", "b", "c", "d", "e", "f"].map(|id| format!("formula-zz--{id} = {id}\n{attribute}")).concat();
                    faults.push(fault(format!("locales/{language}/zz.ftl"), Change::File(text)).at(BOOK, "zz.b :"));
                }
            }
            faults
        }
    }
}

fn of_messages(code: &str, site: &Site) -> Vec<Fault> {
    match code {
        // At the end of one glossary: the others lack it, after their last term.
        "missing-message" => {
            let glossary = |language: &str| format!("locales/{language}/glossary.ftl");
            let put = |(number, language): (usize, &str)| {
                let other = LANGUAGES[(number + 1) % LANGUAGES.len()];
                let text = &site.texts[&glossary(other)];
                let last = text.lines().rfind(|line| line.starts_with("term-")).unwrap_or_default();
                fault(glossary(language), Change::End(format!("term-zz{number} = x"))).at(&glossary(other), last)
            };
            ["ja", "de", "zh", "fr"].into_iter().chain(["ja"]).enumerate().map(put).collect()
        }
        "unused-message" => messages([
            ("ja", "formula-zz = x", "formula-zz"),
            ("de", "input-zz = x", "input-zz"),
            ("zh", "scenario-zz = x", "scenario-zz"),
            ("fr", "greeting = x", "greeting"),
            ("fr", "unit-zz = x", "unit-zz"),
        ]),
        "message-variables" => {
            let texts = [
                ("ja", "term-za = { $x }\nterm-zb = x\nterm-zc = { $x } { $y }\nterm-zd = { $x }\nterm-ze = { $x }\n"),
                ("de", "term-za = { $y }\nterm-zb = { $x }\nterm-zc = { $x } { $y }\nterm-zd = { $x }\nterm-ze = { $x }\n"),
                ("zh", "term-za = { $x }\nterm-zb = x\nterm-zc = { $x }\nterm-zd = { $x }\nterm-ze = { $x }\n"),
                ("fr", "term-za = { $x }\nterm-zb = x\nterm-zc = { $x } { $y }\nterm-zd = { $x } { $z }\nterm-ze = x\n"),
            ];
            let marks = [
                ("de", "term-za"),
                ("de", "term-zb"),
                ("zh", "term-zc"),
                ("fr", "term-zd"),
                ("fr", "term-ze"),
                ("zh", "term-zc"),
            ];
            let path = |language: &str| format!("locales/{language}/zz.ftl");
            let put = |(number, (language, mark)): (usize, &(&str, &str))| {
                let (own, text) = texts[number % texts.len()];
                fault(path(own), Change::File(text.to_string())).at(&path(language), mark)
            };
            marks.iter().enumerate().map(put).collect()
        }
        "plural-classes" => messages([
            ("ja", "term-zz = { $x_cat ->\n    [one] x\n   *[other] { $x }\n }", "one]"),
            ("de", "term-zz = { $x_cat ->\n    [few] x\n    [one] y\n   *[other] { $x }\n }", "few]"),
            ("zh", "term-zz = { $x_cat ->\n    [two] x\n   *[other] { $x }\n }", "two]"),
            ("fr", "term-zz = { $x_cat ->\n    [one] x\n   *[other] { $x }\n }", "x_cat"),
            ("fr", "term-zy = { $x_cat ->\n    [many] x\n   *[other] { $x }\n }", "zy"),
        ]),
        _ => messages([
            ("ja", "unit-KiB = { $x } K", "unit-KiB"),
            ("de", "unit-MiB = { $x } M", "unit-MiB"),
            ("zh", "unit-GiB = { $x } G", "unit-GiB"),
            ("fr", "unit-TiB = { $x } T", "unit-TiB"),
            ("de", "unit-kB = { $x } k", "unit-kB"),
        ]),
    }
}

fn of_files(code: &str, site: &Site) -> Vec<Fault> {
    let page = |title: &str| Change::File(format!("---\ntitle: {title}\n---\n\nx\n"));
    match code {
        "missing-page" => vec![
            fault("content/ja/zz.md", page("a")),
            fault("content/de/zy.md", page("b")),
            fault("content/zh/zx.md", page("c")),
            fault("content/fr/zw.md", page("d")),
            fault("content/fr/zv/index.md", page("e")),
        ],
        "stale-translation" => {
            let mut faults: Vec<Fault> = ["de", "zh", "fr"]
                .map(|language| fault(index(language), Change::Replace("source: ja@".into(), "source: ja@0".into())))
                .into();
            faults.push(
                fault("content/de/zz.md", Change::File("---\ntitle: a\nsource: ja@1234\n---\n".into()))
                    .at("content/de/zz.md", "source:"),
            );
            faults.push(
                fault("content/fr/zz.md", Change::File("---\ntitle: a\nsource: main@1234\n---\n".into()))
                    .at("content/fr/zz.md", "source:"),
            );
            faults.push(fault("content/ja/zz.md", page("a")).at("content/de/zz.md", "source:"));
            faults
        }
        "unmarked-translation" => {
            let mut faults: Vec<Fault> = ["de", "zh", "fr"]
                .map(|language| {
                    let text = &site.texts[&index(language)];
                    let line =
                        text.lines().find(|line| line.starts_with("source:")).map(|line| format!("{line}\n")).unwrap_or_default();
                    fault(index(language), Change::Replace(line, String::new())).at(&index(language), "---")
                })
                .into();
            faults.push(fault("content/de/zz.md", page("a")));
            faults.push(fault("content/fr/zz.md", page("b")));
            faults.push(fault("content/ja/zz.md", page("c")).at("content/de/zz.md", "---"));
            faults
        }
        "lock-behind" => {
            let lock = &site.texts["numbers.lock"];
            let lines: Vec<&str> = lock.lines().filter(|line| line.starts_with("number\t")).collect();
            let swap = |line: &str, cell: usize| {
                let mut cells: Vec<&str> = line.split('\t').collect();
                cells[cell] = "1";
                fault("numbers.lock", Change::Replace(line.into(), cells.join("\t")))
            };
            let mut faults: Vec<Fault> = (6..10).map(|cell| swap(lines[cell], cell)).collect();
            faults.push(swap(lines[1], 4));
            faults
        }
        "same-path" => ["ja/index.html", "de/index.html", "zh/index.html", "fr/index.html", "index.html"]
            .map(|path| fault(format!("static/{path}"), Change::File("x".into())).at("", path))
            .into(),
        _ => {
            let folders = ["ja/zz", "de/zz", "zh/zz", "fr/zz", "fr/zz/zy"];
            let first = folders
                .map(|folder| fault(format!("content/{folder}.md"), page("a")).at(&format!("content/{folder}/index.md"), ""));
            let second = folders.map(|folder| fault(format!("content/{folder}/index.md"), page("b")));
            first.into_iter().chain(second).collect()
        }
    }
}

fn of_parity(code: &str, site: &Site) -> Vec<Fault> {
    match code {
        "parity-number" => in_translations(|n| format!("{{{{ {} * params }}}}", n + 13)),
        "parity-heading" => in_translations(|n| format!("## x {{#zz{n}}}")),
        "parity-figure" => in_translations(|n| format!("{{% worked {} * params %}}", n + 3)),
        "parity-table" => in_translations(|n| format!("| zz{n} |\n| --- |\n| x |")),
        "parity-link" => {
            let ids: Vec<&str> =
                site.texts["content/ja/index.md"].split("{#").skip(1).filter_map(|rest| rest.split('}').next()).collect();
            let targets: Vec<String> = ids
                .iter()
                .map(|id| format!("#{id}"))
                .chain((1..9).map(|n| format!("formulas/#input-n_{}", if n % 2 == 0 { "layer" } else { "embd" })))
                .collect();
            let linked: Vec<&String> =
                targets.iter().filter(|target| !site.texts["content/de/index.md"].contains(&format!("]({target})"))).collect();
            in_translations(|n| format!("[zz{n}]({})", linked[n % linked.len()]))
        }
        _ => in_translations(|n| format!("```python live\nx = {{{{ {} * params }}}}\n```", n + 3))
            .into_iter()
            .map(|mut fault| {
                if let Change::Begin(text) | Change::End(text) = &fault.change {
                    fault.at = Some((fault.path.clone(), text.lines().nth(1).unwrap_or_default().to_string()));
                }
                fault
            })
            .collect(),
    }
}

fn of_text(code: &str) -> Vec<Fault> {
    match code {
        "broken-link" => everywhere(|n| format!("[zz](nowhere{n}.md)")),
        "broken-target" => everywhere(|n| format!("[zz](nowhere{n}/)")),
        "broken-anchor" => everywhere(|n| format!("[zz](index.md#nowhere{n})")),
        "missing-image" => everywhere(|n| format!("![zz](nowhere{n}.svg)")),
        "image-without-text" => everywhere(|n| format!("![](/icon.svg?{n})")),
        "missing-heading-id" => everywhere(|n| format!("## zz{n}")),
        "bad-heading-id" => everywhere(|n| format!("## yy {{#ü{n}}}")),
        "leftover-markup" => paragraphs(&[
            ("ja", "これは **太字 ** です。"),
            ("de", "Das ist ** fett**."),
            ("zh", "见[文字] ](x)。"),
            ("fr", "C’est ~~ barré~~."),
            ("de", "Ein Rest }} hier."),
        ]),
        "kana-in-chinese" => paragraphs(&[
            ("zh", "这是メモリ。"),
            ("zh", "の问题"),
            ("zh", "**すべて**"),
            ("zh", "- カード"),
            ("zh", "| ひ |\n| --- |"),
        ]),
        "missing-no-break-space" => paragraphs(&[
            ("de", "Es sind 3 Prozesse und 5 % zz."),
            ("de", "Etwa z. B. hier."),
            ("fr", "Est-ce vrai ?"),
            ("fr", "Ceci est zz !"),
            ("fr", "Un « mot zz."),
            ("de", "Je 16 Bit sind es."),
        ]),
        "plain-quotes" => paragraphs(&[
            ("ja", "これは \"引用 です。"),
            ("de", "Das \"Wort zz."),
            ("zh", "这是\"引用。"),
            ("fr", "C'est zz."),
            ("fr", "Un \"mot zz."),
        ]),
        "glossary-term" => paragraphs(&[
            ("ja", "活性化値です。"),
            ("de", "Eine Aktivation zz."),
            ("zh", "激活量。"),
            ("fr", "L’activité zz."),
            ("de", "Der Activationsspeicher zz."),
        ]),
        "unknown-fence-word" => everywhere(|n| format!("```python liv{n}\nx\n```")),
        "unused-footnote" => everywhere(|n| format!("[^zz{n}]: x")),
        "unknown-language" => everywhere(|n| format!("```pyton{n}\nx\n```")),
        "bad-excuse" => paragraphs(&[
            ("ja", "{# allow typed-numbr: x #}"),
            ("de", "{# typed: #}"),
            ("zh", "{# only: es x #}"),
            ("fr", "{# only: fr #}"),
            ("de", "{# allow typed-number #}"),
        ]),
        "unused-excuse" => paragraphs(&[
            ("ja", "{# allow typed-number: zz #}"),
            ("de", "{# typed: zz #}"),
            ("fr", "{# allow plain-quotes: zz #}"),
            ("zh", "{# only: zh zz #}"),
            ("de", "{# allow broken-anchor: zz #}"),
        ]),
        _ => Vec::new(),
    }
}

/// Numbers of the pages, typed as each language writes them.
fn typed(site: &Site) -> Vec<Fault> {
    let (_, draft) = site.draft();
    let manuscript = &draft.manuscript;
    let number = |language: &str, bytes: bool| -> (String, String) {
        let page = manuscript
            .pages
            .iter()
            .position(|page| page.address.is_empty() && manuscript.languages[page.language].folder == language);
        let locale = &manuscript.languages[manuscript.pages[page.expect("a home page")].language].locale;
        let fits = |shown: &&ShownNumber| {
            let dimension = shown.ty.dimension();
            let fits =
                if bytes { dimension.is_some_and(|own| own.is_bytes()) } else { dimension.is_some_and(|own| own.is_label()) };
            fits && shown.format.is_some() && !shown.expression.contains("folk")
        };
        let shown = draft.bodies[page.expect("a home page")].numbers.iter().find(fits).expect("a number");
        let format = if bytes { shown.format.unwrap_or_default() } else { Format::parse("compact").expect("a format") };
        (locale.number(&shown.value, &shown.ty, &format).text, shown.expression.clone())
    };
    let wide = |text: &str| {
        text.chars()
            .map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c })
            .collect::<String>()
    };
    let no_space = |text: &str| text.replace(['\u{a0}', ' '], "");
    let texts = [
        ("ja", format!("合計は{}です。", wide(&number("ja", true).0))),
        ("de", format!("Das sind {} zz.", number("de", true).0)),
        ("zh", format!("共{}。", no_space(&number("zh", true).0))),
        ("fr", format!("Soit {} zz.", number("fr", true).0)),
        ("ja", format!("約{}個です。", number("ja", false).0)),
        ("de", format!("Rund {} zz.", number("de", false).0)),
        ("zh", format!("约{}个。", number("zh", false).0)),
    ];
    let texts: Vec<(&str, &str)> = texts.iter().map(|(language, text)| (*language, text.as_str())).collect();
    paragraphs(&texts)
}

/// Rules whose faults can stand in the same pages: looking at a site takes its time.
fn batches() -> Vec<Vec<&'static str>> {
    let codes = CHECKS.iter().map(|rule| rule.code);
    let alone = |code: &&str| {
        let of_files = ["missing-page", "lock-behind", "same-path", "same-page"];
        let of_excuses = code.ends_with("-excuse");
        let of_book =
            ["expect", "undocumented-formula"].contains(code) || code.starts_with("unused-") || code.starts_with("missing-");
        let of_messages = ["message-variables", "plural-classes", "breaking-space"].contains(code);
        let of_pages = ["missing-image", "missing-heading-id", "missing-no-break-space", "unused-footnote"].contains(code);
        let of_marks = code.ends_with("-translation");
        !of_pages && (of_files.contains(code) || of_excuses || of_book || of_messages || of_marks)
    };
    let (alone, together): (Vec<&str>, Vec<&str>) = codes.partition(alone);
    alone.into_iter().map(|code| vec![code]).chain([together]).collect()
}

/// Plants the faults of every rule and counts those that are found at their line.
fn plant(site: &Site, least: usize) {
    let mut report = String::new();
    let mut missed = Vec::new();
    for batch in batches() {
        let mut copy = site.clone();
        let planted: Vec<(&str, Vec<Fault>)> = batch.iter().map(|code| (*code, faults(code, site))).collect();
        planted.iter().flat_map(|(_, faults)| faults).for_each(|fault| fault.plant(&mut copy));
        let (project, found) = if batch == ["same-path"] { copy.check() } else { copy.look() };
        let found = places(&project, &found);
        for (code, faults) in &planted {
            let mut there = 0;
            for fault in faults {
                let (path, line) = fault.place(&copy);
                let is_it =
                    |own: &Found| own.path == path && own.line == line || own.path.is_empty() && own.message.contains(&path);
                if found.iter().any(|own| own.code == *code && is_it(own)) {
                    there += 1;
                } else {
                    missed.push(format!("{code}: {path}:{line}"));
                }
            }
            report.push_str(&format!("{code:24} {there}/{}\n", faults.len()));
            if faults.len() < least {
                missed.push(format!("{code}: only {} planted", faults.len()));
            }
        }
    }
    assert!(missed.is_empty(), "{report}\nmissed:\n{}", missed.join("\n"));
    println!("{report}");
}

#[test]
fn in_the_small_site() {
    plant(&Site::load(&small()), 5);
}

/// The site of this repository, with its translations marked, its numbers locked and words to avoid in its glossary.
fn real() -> Site {
    let mut site = Site::load(Path::new(env!("CARGO_MANIFEST_DIR")));
    let avoid = [("ja", "活性化値"), ("de", "Aktivation | Activation"), ("zh", "激活量"), ("fr", "activité")];
    for (language, words) in avoid {
        let term = format!("term-avoid = x\n    .avoid = {words}\n");
        site.texts.insert(format!("locales/{language}/avoid.ftl"), term);
    }
    let (project, draft) = site.draft();
    for page in 0..draft.manuscript.pages.len() {
        if let Some(text) = status::marked(&project, &draft.manuscript, page) {
            let path = &project.sources.get(draft.manuscript.pages[page].source).path;
            site.texts.insert(path.clone(), text);
        }
    }
    site.texts.insert("numbers.lock".to_string(), Lock::of(&draft).0.text());
    site
}

#[test]
fn in_the_real_site() {
    let site = real();
    let (project, found) = site.check();
    println!("unharmed: {}\n{}", found.count(), found.render(&project.sources, false));
    plant(&site, 5);
}
