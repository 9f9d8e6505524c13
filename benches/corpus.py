#!/usr/bin/env python3
"""Writes a site of documentation for several generators, the same text for each: front matter, links and computed values are in
the generator's own manner.

    corpus.py FOLDER --for babacus|hugo|zola|mdbook -n PAGES [--no-highlight] [--no-values]

PAGES are per language; there are four languages, and 25 pages a section. A page has five sections with lists, a table, three
blocks of code, two footnotes, seven links and ten computed values. Every choice is drawn from the language, the page and
what is chosen, so that the same call writes the same bytes. Standard library only.
"""
import argparse, os, random

LANGUAGES = {
    "ja": dict(nouns="設定 索引 見出し 出力先 翻訳 部品 書式 履歴 権限 一覧 変数 署名".split(), verbs="更新 確認 生成 変換 保存 比較".split(), space="", stop="。",
               sentences=["{a}を{v}する前に、{b}の状態を確認します", "{a}と{b}は別々に{v}できます", "`{c}`を実行すると、{a}が{v}されます", "この章では**{a}**の{v}について説明します", "{a}がない場合は、{b}だけが{v}されます"]),
    "de": dict(nouns="Einstellungen Verzeichnisse Überschriften Ausgaben Übersetzungen Bausteine Formate Verläufe Rechte Listen Variablen Kennungen".split(), verbs="aktualisiert geprüft erzeugt umgewandelt gesichert verglichen".split(), space=" ", stop=".",
               sentences=["Bevor {a} {v} werden, wird der Zustand der {b} geprüft", "{a} und {b} können einzeln {v} werden", "Mit `{c}` werden {a} {v}", "Dieses Kapitel zeigt, wie **{a}** {v} werden", "Fehlen {a}, so werden nur die {b} {v}"]),
    "zh": dict(nouns="设置 索引 标题 输出目录 翻译 组件 格式 历史 权限 列表 变量 签名".split(), verbs="更新 检查 生成 转换 保存 比较".split(), space="", stop="。",
               sentences=["{v}{a}之前，先检查{b}的状态", "{a}和{b}可以分别{v}", "运行`{c}`之后，{a}就会被{v}", "本章介绍如何{v}**{a}**", "如果没有{a}，则只{v}{b}"]),
    "fr": dict(nouns="réglages|index|titres|dossiers de sortie|traductions|composants|formats|historiques|droits|listes|variables|signatures".split("|"), verbs="mettre à jour|vérifier|produire|convertir|enregistrer|comparer".split("|"), space=" ", stop=".",
               sentences=["Avant de {v} les {a}, il faut examiner les {b}", "On peut {v} séparément les {a} et les {b}", "La commande `{c}` permet de {v} les {a}", "Ce chapitre montre comment {v} les **{a}**", "Sans {a}, il suffit de {v} les {b}"]),
}
WORDS = "alpha beta gamma delta cache index queue token branch commit worker parser buffer signal vector matrix".split()
SECTION = 25


def rng(*what):
    return random.Random("/".join(map(str, what)))


class Text:
    """The words of a page in a language."""
    def __init__(self, lang, page):
        self.words, self.r = LANGUAGES[lang], rng("text", lang, page)

    def sentence(self):
        w = self.words
        a, b = self.r.sample(w["nouns"], 2)
        return self.r.choice(w["sentences"]).format(a=a, b=b, v=self.r.choice(w["verbs"]), c=f"{self.r.choice(WORDS)} --{self.r.choice(WORDS)}") + w["stop"]

    def paragraph(self, count):
        return self.words["space"].join(self.sentence() for _ in range(count))

    def title(self, page):
        r = rng("title", page)
        return f"{self.words['nouns'][r.randrange(12)]} {page}"

    def code(self):
        r, n = self.r, self.r.sample(WORDS, 4)
        k, m = r.randrange(2, 99), r.randrange(100, 9999)
        lines = [("python", [f"import {n[0]}", "", "", f"def {n[1]}({n[2]}, limit={m}):", f"    \"\"\"{self.sentence()}\"\"\""] + [f"    if {n[2]}[{i}] > {k + i}:\n        yield {{\"{n[3]}\": {n[2]}[{i}] * {m}, 'at': {i}}}  # {r.choice(WORDS)}" for i in range(6)] + ["    return None"]),
                 ("rust", [f"/// {self.sentence()}", f"pub fn {n[0]}({n[1]}: &[u64]) -> Result<u64, String> {{"] + [f"    let {n[2]}_{i} = {n[1]}.get({i}).copied().unwrap_or({k + i});\n    assert!({n[2]}_{i} < {m}, \"{n[3]} {{}}\", {n[2]}_{i});" for i in range(6)] + [f"    Ok({n[2]}_0)", "}"]),
                 ("bash", ["set -euo pipefail"] + [f"for {n[0]} in \"${{{n[1].upper()}:-{m}}}\"/*.{n[2]}; do\n  [[ -s \"${n[0]}\" ]] && echo \"{r.choice(WORDS)} $(({k} + {i}))\" >> {n[3]}.log\ndone" for i in range(5)])]
        return [f"```{name}\n" + "\n".join(body) + "\n```" for name, body in lines]


def body(site, lang, page):
    t, r = Text(lang, page), rng("structure", page)
    section = page // SECTION * SECTION
    near = [section + i for i in range(min(SECTION, site.n - section))]
    links = [f"[{t.title(j)}]({site.link(lang, j)})" for j in [r.choice(near) for _ in range(3)] + [r.randrange(site.n) for _ in range(3)]]
    values = [site.value(page, r.randrange(100, 9000), r.randrange(1, 40), r.choice([5, 8, 10, 19, 20])) for _ in range(10)]
    code = t.code()
    out = [t.paragraph(4) + f"[^a{page}]", f"{links[0]} {t.paragraph(2)}"]
    for number in range(5):
        out += [f"## {t.words['nouns'][r.randrange(12)]} {number + 1} {{#s{number}}}" if site.explicit_ids else f"## {t.words['nouns'][r.randrange(12)]} {number + 1}", t.paragraph(4)]
        if number == 0:
            out.append("\n".join(f"- {t.sentence()}\n  - {t.sentence()}\n  - {links[1]}" for _ in range(3)))
            out.append(f"{t.sentence()} {values[0]} {t.sentence()} {values[1]}")
        if number in (1, 2, 3):
            out.append(code[number - 1])
        if number == 2:
            rows = "\n".join(f"| {t.sentence()} | `{r.choice(WORDS)}` | {values[2 + i]} |" for i in range(6))
            out.append("| A | B | C |\n| :--- | --- | ---: |\n" + rows)
            out.append(f"> {t.paragraph(2)}[^b{page}]")
        if number == 3:
            out.append("\n".join(f"{i + 1}. {t.sentence()} {links[2 + i]}" for i in range(3)))
        if number == 4:
            out.append(f"{t.sentence()} {values[8]} {t.sentence()} {values[9]} {links[5]} [example.org](https://example.org/{page})")
    return "\n\n".join(out + [f"[^a{page}]: {t.paragraph(1)}", f"[^b{page}]: {t.paragraph(1)}"]) + "\n"


class Site:
    explicit_ids = False

    def __init__(self, folder, n, highlight, values):
        self.folder, self.n, self.highlight, self.values = folder, n, highlight, values

    def place(self, page): return f"s{page // SECTION:03d}/p{page:05d}"
    def sections(self): return range((self.n + SECTION - 1) // SECTION)
    def computed(self, page, base, qty, rate): return None

    def value(self, page, base, qty, rate):
        text = self.computed(page, base, qty, rate) if self.values else None
        return text or str(base * qty * (100 + rate) // 100)

    def write(self, path, text):
        path = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def make(self):
        for lang in LANGUAGES:
            for page in range(self.n):
                self.write(self.path(lang, page), self.front(Text(lang, page).title(page), page) + body(self, lang, page))
            for section in self.sections():
                self.section(lang, section, f"{LANGUAGES[lang]['nouns'][section % 12]} {section + 1}")
        self.settings()

    def section(self, lang, section, title): pass


class Babacus(Site):
    explicit_ids = True
    def path(self, lang, page): return f"content/{lang}/{self.place(page)}.md"
    def link(self, lang, page): return f"../{self.place(page)}.md"
    def front(self, title, page): return f'---\ntitle: "{title}"\norder: {page + 1}\n---\n'
    def section(self, lang, section, title): self.write(f"content/{lang}/s{section:03d}/index.md", f'---\ntitle: "{title}"\norder: {section + 1}\n---\n')
    # Two formulas, so that a change of one concerns half of the pages.
    def computed(self, page, base, qty, rate): return f"{{{{ {'sum_due' if page % 2 else 'total'} where {{base = {base}, qty = {qty}, rate = {rate}}} }}}}"

    def make(self):
        for lang in LANGUAGES:
            self.write(f"content/{lang}/index.md", f'---\ntitle: "Bench {lang}"\n---\n')
        super().make()

    def settings(self):
        self.write("babacus.toml", 'title = "Bench"\nbase_url = "http://127.0.0.1/"\nlanguages = ["ja", "de", "zh", "fr"]\n' + ("" if self.highlight else "highlight = false\n"))
        price = "floor(base * qty * (100 + rate) / 100)"
        self.write("content/formulas/price.formula", f"input base : count = 100\ninput qty : count = 1\ninput rate : count = 5\n## A price with tax.\ntotal : count = {price}\n## The same, of other pages.\nsum_due : count = {price}\n")


class Hugo(Site):
    def path(self, lang, page): return f"content/{lang}/{self.place(page)}.md"
    def link(self, lang, page): return f"/{self.place(page)}.md"
    def front(self, title, page): return f'+++\ntitle = "{title}"\nweight = {page + 1}\n+++\n'
    def section(self, lang, section, title): self.write(f"content/{lang}/s{section:03d}/_index.md", f'+++\ntitle = "{title}"\nweight = {section + 1}\n+++\n')
    def computed(self, page, base, qty, rate): return f"{{{{< price base={base} qty={qty} rate={rate} >}}}}"

    def settings(self):
        languages = "".join(f'[languages.{lang}]\nweight = {i + 1}\ncontentDir = "content/{lang}"\ntitle = "Bench {lang}"\n' for i, lang in enumerate(LANGUAGES))
        self.write("hugo.toml", 'baseURL = "http://127.0.0.1/"\ntitle = "Bench"\ndefaultContentLanguage = "ja"\ndisableKinds = ["taxonomy", "term", "RSS"]\n[markup.goldmark.renderer]\nunsafe = true\n'
                   f'[markup.highlight]\nnoClasses = false\ncodeFences = {str(self.highlight).lower()}\n\n{languages}')
        for lang in LANGUAGES:
            self.write(f"content/{lang}/_index.md", f'+++\ntitle = "Bench {lang}"\n+++\n')
        self.write("layouts/shortcodes/price.html", '{{- $t := div (mul (.Get "base" | int) (.Get "qty" | int) (add 100 (.Get "rate" | int))) 100 -}}{{- if gt $t 10000 -}}<b>{{ $t }}</b>{{- else -}}{{ $t }}{{- end -}}')
        page = ('<!DOCTYPE html><html lang="{{ .Site.Language.Lang }}"><head><meta charset="utf-8"><title>{{ .Title }}</title><link rel="stylesheet" href="/style.css"></head><body>'
                '<nav>{{ range .AllTranslations }}<a href="{{ .RelPermalink }}" lang="{{ .Language.Lang }}">{{ .Language.Lang }}</a>{{ end }}</nav>'
                '<aside><ul>{{ $here := . }}{{ range .Site.Home.Sections.ByWeight }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ if eq .Path $here.CurrentSection.Path }}<ul>{{ range .Pages.ByWeight }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}</li>{{ end }}</ul></aside>'
                '<main><h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}</main>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</body></html>')
        self.write("layouts/_default/single.html", page)
        self.write("layouts/_default/list.html", page)
        self.write("layouts/index.html", page)


class Zola(Site):
    def suffix(self, lang): return "" if lang == "ja" else "." + lang
    def path(self, lang, page): return f"content/{self.place(page)}{self.suffix(lang)}.md"
    def link(self, lang, page): return f"@/{self.place(page)}{self.suffix(lang)}.md"
    def front(self, title, page): return f'+++\ntitle = "{title}"\nweight = {page + 1}\n+++\n'
    def section(self, lang, section, title): self.write(f"content/s{section:03d}/_index{self.suffix(lang)}.md", f'+++\ntitle = "{title}"\nweight = {section + 1}\nsort_by = "weight"\n+++\n')
    def computed(self, page, base, qty, rate): return f"{{{{ price(base={base}, qty={qty}, rate={rate}) }}}}"

    def settings(self):
        highlight = '\n[markdown.highlighting]\ntheme = "github-light"\nstyle = "class"\n' if self.highlight else ""
        languages = "".join(f'\n[languages.{lang}]\ntitle = "Bench {lang}"\n' for lang in list(LANGUAGES)[1:])
        self.write("config.toml", f'base_url = "http://127.0.0.1"\ntitle = "Bench"\ndefault_language = "ja"\n\n[markdown]\n{highlight}{languages}')
        for lang in LANGUAGES:
            self.write(f"content/_index{self.suffix(lang)}.md", '+++\ntitle = "Bench"\nsort_by = "weight"\n+++\n')
        self.write("templates/shortcodes/price.html", "{% set t = base * qty * (100 + rate) / 100 | int %}{% if t > 10000 %}<b>{{ t }}</b>{% else %}{{ t }}{% endif %}")
        page = ('<!DOCTYPE html><html lang="{{ lang }}"><head><meta charset="utf-8"><title>{{ this.title }}</title></head><body><nav>{% for t in this.translations %}<a href="{{ t.permalink }}">{{ t.lang }}</a>{% endfor %}</nav>'
                '<main><h1>{{ this.title }}</h1>{% for h in this.toc %}<a href="{{ h.permalink }}">{{ h.title }}</a>{% endfor %}{{ this.content | safe }}</main></body></html>')
        self.write("templates/page.html", "{% set this = page %}" + page)
        self.write("templates/section.html", "{% set this = section %}" + page)
        self.write("templates/index.html", "{% set this = section %}" + page)


class MdBook(Site):
    def path(self, lang, page): return f"{lang}/src/{self.place(page)}.md"
    def link(self, lang, page): return f"../{self.place(page)}.md"
    def front(self, title, page): return f"# {title}\n\n"
    def section(self, lang, section, title): self.write(f"{lang}/src/s{section:03d}/index.md", f"# {title}\n")

    def settings(self):
        for lang, words in LANGUAGES.items():
            self.write(f"{lang}/book.toml", f'[book]\ntitle = "Bench {lang}"\nlanguage = "{lang}"\n\n[output.html.search]\nenable = false\n')
            lines = ["# Summary", ""]
            for section in self.sections():
                lines.append(f"- [{words['nouns'][section % 12]} {section + 1}](s{section:03d}/index.md)")
                pages = range(section * SECTION, min(self.n, (section + 1) * SECTION))
                lines += [f"  - [{Text(lang, page).title(page)}]({self.place(page)}.md)" for page in pages]
            self.write(f"{lang}/src/SUMMARY.md", "\n".join(lines) + "\n")


SITES = {"babacus": Babacus, "hugo": Hugo, "zola": Zola, "mdbook": MdBook}


def make(folder, generator, n, highlight=True, values=True):
    SITES[generator](folder, n, highlight, values).make()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--for", dest="generator", choices=sorted(SITES), required=True)
    parser.add_argument("-n", type=int, required=True)
    parser.add_argument("--no-highlight", action="store_true")
    parser.add_argument("--no-values", action="store_true")
    a = parser.parse_args()
    make(a.folder, a.generator, a.n, not a.no_highlight, not a.no_values)
