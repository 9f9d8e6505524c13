//! Small sites that are changed at random.

use std::collections::BTreeMap;

use babacus::site::Project;

/// Numbers that look random and are the same for the same seed.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.next() >> 16) as usize % end.max(1)
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// A site as its files.
pub(super) struct Site {
    pub(super) texts: BTreeMap<String, String>,
}

const LANGUAGES: [&str; 3] = ["en", "nl", "ja"];

/// Addresses of pages that may be there.
const PAGES: [&str; 6] = ["index.md", "a.md", "b.md", "part/index.md", "part/c.md", "part/d.md"];

/// Paragraphs. Some have faults, which must be reported again and again.
const PARAGRAPHS: [&str; 34] = [
    "Plain text.",
    "Text with `code` and **strong** words.",
    "It is {{ a }}.",
    "It is {{ b : exact }} or {{ b where x = 3 }}.",
    "It is {{ double(4) }}, and {{ a + x }}.",
    "In another scenario: {{ b in near }}.",
    "The size is {{ size : KiB }} or {{ size }}.",
    "A reading: {{ max(rows.y over rows) }}.",
    "A choice: {{ mode }}.",
    "## Heading {#first}",
    "## Heading with {{ a }} {#second}",
    "### Below",
    "See [a page](a.md), [another](b.md#first) and [one more](part/c.md#none).",
    "See [the book](formulas/) and [a formula](formulas/a/).",
    "See [home](index.md#first), [out](https://example.org/) and [nothing](nothing/).",
    "See [a file](/file.txt) and [a script](/own.js).",
    "![picture](picture.svg)",
    "{% note text=\"one\" %}",
    "{% compare b across near, far %}",
    "{% breakdown b %}",
    "{% config near %}",
    "{% worked b %}",
    "{% holds b > 10 %}Large: {{ b }}.{% else %}Small: {{ a }}.{% end %}",
    "{# only: en, nl, ja the test says so #}It is {{ a }} here.",
    "{# allow broken-link: the test says so #}See [gone](gone.md).",
    "See [gone](gone.md).",
    "```python\nx = 1  # one\n```",
    "```python live\nx = {{ a }}\n```",
    "| A | B |\n| --- | --- |\n| {{ a }} | two |",
    "A note[^1].\n\n[^1]: Below: {{ b }}.",
    "> [!NOTE]\n> Look at {{ c }}.",
    "It is {{ nowhere }}.",
    "It is {{ a : nonsense }}.",
    "{% unknown %}",
];

/// Lines of the formula book.
const FORMULAS: [&str; 20] = [
    "## The first.\na : count = 2",
    "## The first.\na : count = 3",
    "## The first.\na : count = 1 + 1",
    "a : count = x - x + 2",
    "## The second.\nb : count = a * x + c",
    "b : count = a * x + c + 1",
    "b : count = c + a * x",
    "c : count = 5",
    "c : count = 6",
    "c : count = double(3)",
    "double(n : count) : count = 2 * n",
    "double(n : count) : count = n + n",
    "size : B = 2048 B * a",
    "size : B = 4 KiB",
    "unused : count = 7",
    "require positive: x > 0",
    "expect a = 2",
    "dataset rows = \"data/rows.csv\" { x = column x, observed y = column y }",
    "input mode : one of fast, slow = fast",
    "a : count = 1 / 0",
];

const SCENARIOS: [&str; 4] = [
    "scenario near = { x = 2 }\nscenario far = { x = 3 }",
    "scenario near = { x = 4 }\nscenario far = near with { x = 3 }",
    "scenario far = { x = 3 }",
    "scenario near = { x = a }\nscenario far = { x = 3 }",
];

const MESSAGES: [&str; 8] = [
    "formula-a = first",
    "formula-a = the first\n    .meaning = What comes first.",
    "formula-b = second\ninput-x = ex",
    "theme-next = Next",
    "theme-next = Onward\nformula-c = third",
    "choice-mode-fast = quick",
    "number-percent = { $x } pct",
    "broken = { $",
];

const THEME: [(&str, &str); 12] = [
    (
        "templates/page.html",
        "<h1>{{ heading }}</h1><nav>{{ nav }}</nav>{{ contents }}<main>{{ body }}</main>\
         {% for child in children %}<li>{{ child.title }} {{ child.description }}</li>{% endfor %}\
         {% if previous %}<a href=\"{{ previous.href }}\">{{ previous.title }}</a>{% endif %}\
         {% if next %}{{ t(id=\"theme-next\") }} {{ next.title }}{% endif %}{{ notice or \"\" }}",
    ),
    ("templates/nav.html", "{% for item in items %}<a href=\"{{ item.href or \"\" }}\">{{ item.title }}</a>{% endfor %}"),
    ("templates/formula.html", "{{ heading }} {{ definition }} {{ value }} {% for page in pages %}{{ page.title }}{% endfor %}"),
    (
        "templates/formulas.html",
        "{% for section in sections %}{% for row in section.formulas %}{{ row.name }}{% endfor %}{% endfor %}",
    ),
    ("templates/root.html", "{% for choice in choices %}{{ choice.name }}{% endfor %}"),
    ("templates/404.html", "gone"),
    ("templates/base.html", ""),
    (
        "templates/shortcodes/breakdown.html",
        "{{ name }} {{ total }}{% for part in parts %}{{ part.name }} {{ part.value }} {{ part.share }}{% endfor %}",
    ),
    ("templates/shortcodes/compare.html", "{% for row in rows %}{{ row.name }} {{ row.value }}{% endfor %}"),
    ("templates/shortcodes/config.html", "{% for input in inputs %}{{ input.name }} {{ input.value }}{% endfor %}"),
    ("templates/shortcodes/worked.html", "{% for step in steps %}{{ step.name }} {{ step.text }} {{ step.result }}{% endfor %}"),
    ("templates/shortcodes/note.html", "<aside>{{ text }} {{ asset(path=\"own.js\") }}</aside>"),
];

/// Other texts that a template may have; the last is broken.
const OTHER: [&str; 5] = [
    "<h1>{{ heading }}</h1>{{ nav }}{{ body | safe }}{{ body | length }}",
    "{{ body }}{{ body }}{% if nav %}<nav>{{ nav }}</nav>{% endif %}{{ edit or \"\" }}",
    "{{ body }}{{ t(id=\"theme-next\", language=\"nl\") }}",
    "{{ heading }}{% if next %}{{ next.nothing.at_all }}{% endif %}{{ body }}",
    "{% if %}",
];

impl Site {
    pub(super) fn new(random: &mut Random) -> Site {
        let mut site = Site { texts: BTreeMap::new() };
        for (path, text) in THEME {
            site.texts.insert(path.to_string(), text.to_string());
        }
        site.texts.insert("static/file.txt".into(), "file".into());
        site.texts.insert("static/own.js".into(), "let x = 1".into());
        site.texts.insert("content/data/rows.csv".into(), "x,y\n2,20\n3,30\n".into());
        site.texts.insert("content/formulas/scenarios.formula".into(), SCENARIOS[0].into());
        let book = [
            "input x : count = 1",
            "input mode : one of fast, slow = fast",
            FORMULAS[0],
            FORMULAS[4],
            FORMULAS[7],
            FORMULAS[10],
            FORMULAS[12],
            FORMULAS[17],
        ];
        for (index, line) in book.iter().enumerate() {
            site.texts.insert(format!("content/formulas/f{index}.formula"), format!("{line}\n"));
        }
        site.config(random);
        for language in LANGUAGES {
            site.texts.insert(format!("locales/{language}/own.ftl"), format!("{}\n", MESSAGES[0]));
            // Without the message that the theme asks for nothing can be drawn.
            site.texts.insert(format!("locales/{language}/theme.ftl"), format!("theme-next = {language}\n"));
            for path in PAGES {
                if path == "index.md" || !random.chance(3) {
                    site.write(random, &format!("content/{language}/{path}"));
                }
            }
        }
        site
    }

    /// Writes the settings.
    fn config(&mut self, random: &mut Random) {
        let languages = *random.pick(&["\"en\", \"nl\"", "\"en\", \"nl\", \"ja\"", "\"nl\", \"en\"", "\"en\""]);
        let base = *random.pick(&["", "base_url = \"https://example.org/docs/\"\n"]);
        let more = *random.pick(&[
            "",
            "highlight = false\n",
            "scenario = \"far\"\n",
            "edit_url = \"https://e.org/{path}\"\n",
            "[outputs]\nmarkdown = false\n",
        ]);
        self.texts.insert("babacus.toml".into(), format!("title = \"Site\"\nlanguages = [{languages}]\n{base}{more}"));
    }

    /// Writes a page anew.
    fn write(&mut self, random: &mut Random, path: &str) {
        let title = *random.pick(&["Page", "Other page", "\"Page with {{ a }}\"", "\"{{ b : exact }}\""]);
        let mut text = format!("---\ntitle: {title}\n");
        if random.chance(4) {
            text.push_str(random.pick::<&str>(&[
                "order: 1\n",
                "order: 2\n",
                "nav_title: Short\n",
                "scenario: far\n",
                "description: \"{{ c }} things\"\n",
                "source: en@0123456789abcdef\n",
            ]));
        }
        text.push_str("---\n");
        for _ in 0..=random.below(4) {
            // Sound ones more often than not.
            let sound = if random.chance(12) { PARAGRAPHS.len() } else { PARAGRAPHS.len() - 3 };
            text.push_str(&format!("{}\n\n", PARAGRAPHS[random.below(sound)]));
        }
        self.texts.insert(path.to_string(), text);
    }

    /// The path of a file in a folder.
    fn any(&self, random: &mut Random, folder: &str, extension: &str) -> Option<String> {
        let paths: Vec<&String> =
            self.texts.keys().filter(|path| path.starts_with(folder) && path.ends_with(extension)).collect();
        if paths.is_empty() { None } else { Some((*random.pick(&paths)).clone()) }
    }

    /// Changes something, and says what.
    pub(super) fn edit(&mut self, random: &mut Random) -> String {
        match random.below(20) {
            0..=4 => self.edit_page(random),
            5..=6 => {
                let language = *random.pick(&LANGUAGES);
                let path = format!("content/{language}/{}", random.pick(&PAGES));
                self.write(random, &path);
                format!("wrote {path}")
            }
            7 => {
                let Some(path) = self.any(random, "content/", ".md") else { return String::new() };
                self.texts.remove(&path);
                format!("removed {path}")
            }
            8 => {
                let Some(path) = self.any(random, "content/", ".md") else { return String::new() };
                let to = path.replace(".md", "x.md");
                let text = self.texts.remove(&path).unwrap_or_default();
                self.texts.insert(to.clone(), text);
                format!("renamed {path} to {to}")
            }
            9..=12 => self.edit_formula(random),
            13 => {
                let rows = *random.pick(&["x,y\n2,20\n3,30\n", "x,y\n2,21\n3,30\n", "x,y\n3,30\n2,20\n", "x,y\n2,\n"]);
                self.texts.insert("content/data/rows.csv".into(), rows.into());
                format!("data: {rows:?}")
            }
            14..=15 => {
                let path = format!("locales/{}/{}.ftl", random.pick(&LANGUAGES), random.pick(&["own", "theme"]));
                let fitting = if path.ends_with("theme.ftl") { [3, 4] } else { [random.below(3), random.below(7)] };
                let text = if random.chance(15) { MESSAGES[random.below(8)] } else { MESSAGES[*random.pick(&fitting)] };
                self.texts.insert(path.clone(), format!("{text}\n"));
                format!("{path}: {text}")
            }
            16 => {
                let (path, text) = *random.pick(&THEME);
                let sound = if random.chance(4) { OTHER.len() } else { 3 };
                let keeps = path != "templates/page.html" && !random.chance(6) || random.chance(2);
                let text = if keeps { text } else { OTHER[random.below(sound)] };
                self.texts.insert(path.into(), text.into());
                format!("{path}: {text}")
            }
            17 => {
                let path = *random.pick(&["static/file.txt", "static/own.js", "static/other.css", "content/en/picture.svg"]);
                let text = *random.pick(&["one", "two", "import './own.js'"]);
                if random.chance(3) {
                    self.texts.remove(path);
                } else {
                    self.texts.insert(path.into(), text.into());
                }
                format!("{path}: {text}")
            }
            18 => {
                self.config(random);
                format!("settings: {}", self.texts["babacus.toml"])
            }
            _ => {
                let scenarios = *random.pick(&SCENARIOS);
                self.texts.insert("content/formulas/scenarios.formula".into(), scenarios.into());
                format!("scenarios: {scenarios}")
            }
        }
    }

    /// Adds a paragraph to a page, or takes one away.
    fn edit_page(&mut self, random: &mut Random) -> String {
        let Some(path) = self.any(random, "content/", ".md") else { return String::new() };
        let sound = if random.chance(8) { PARAGRAPHS.len() } else { PARAGRAPHS.len() - 3 };
        let paragraph = PARAGRAPHS[random.below(sound)];
        let Some(text) = self.texts.get_mut(&path) else { return String::new() };
        if random.chance(3)
            && let Some(at) = text.trim_end().rfind("\n\n")
        {
            text.truncate(at + 1);
            return format!("{path}: without its last paragraph");
        }
        text.push_str(&format!("\n{paragraph}\n"));
        format!("{path}: {paragraph}")
    }

    fn edit_formula(&mut self, random: &mut Random) -> String {
        let sound = if random.chance(10) { FORMULAS.len() } else { FORMULAS.len() - 1 };
        let line = FORMULAS[random.below(sound)];
        // Mostly in place of the definition of that name.
        let name = line.lines().last().and_then(|line| line.split([' ', '(']).next()).unwrap_or_default();
        let same = self.texts.iter().filter(|(path, _)| path.starts_with("content/formulas/f"));
        let same = same.filter(|(_, text)| text.lines().last().is_some_and(|line| line.split([' ', '(']).next() == Some(name)));
        let place = same.map(|(path, _)| path.clone()).next().filter(|_| !matches!(name, "input" | "expect" | "require"));
        let path = place.unwrap_or_else(|| format!("content/formulas/g{}.formula", random.below(3)));
        if random.chance(12) {
            self.texts.remove(&path);
            return format!("removed {path}");
        }
        self.texts.insert(path.clone(), format!("{line}\n"));
        format!("{path}: {line}")
    }

    /// The site, read at once.
    pub(super) fn project(&self) -> Project {
        let mut project = Project::default();
        self.texts.iter().for_each(|(path, text)| put(&mut project, path, text));
        project.seal();
        project
    }

    /// Changes a project of an earlier state into this one, as a server does.
    pub(super) fn bring_up_to_date(&self, project: &mut Project) {
        let gone: Vec<String> = project.paths().into_iter().filter(|path| !self.texts.contains_key(path)).collect();
        for path in gone {
            project.remove(&path);
        }
        self.texts.iter().for_each(|(path, text)| put(project, path, text));
        project.seal();
    }
}

fn put(project: &mut Project, path: &str, text: &str) {
    match Project::kind(path) {
        babacus::site::FileKind::Bytes => _ = project.bytes(path, text.as_bytes().to_vec()),
        _ => _ = project.text(path, text.to_string()),
    }
}
