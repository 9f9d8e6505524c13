//! Every page as Markdown, for programs that read text: what the page shows, with its numbers filled in, its charts as
//! the tables of their data, its formulas as lines of text. It is made from the page itself, so that it cannot say
//! anything else.

use std::borrow::Cow;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::html::{BLOCKS, Tag, Token, article, description, read, tidy, unescape};
use super::page::Sight;
use super::{Beside, Scope, artifact};
use crate::formula::eval::Evaluator;
use crate::site::Artifact;

/// Name of the file beside a page's.
pub(super) const FILE: &str = "index.md";

/// The twin of a page, whose file is the first of its files.
pub(super) fn beside(_: &Scope<'_>, _: &mut Evaluator<'_>, _: &Sight, files: &[Artifact]) -> Beside {
    Ok(files.first().and_then(twin))
}

/// Pages with their twins, if the site wants those.
pub(super) fn with_twins(scope: &Scope<'_>, mut pages: Vec<Artifact>) -> Vec<Artifact> {
    if scope.manuscript.config.outputs.markdown {
        let twins: Vec<Artifact> = pages.par_iter().filter_map(twin).collect();
        pages.extend(twins);
    }
    pages
}

fn twin(page: &Artifact) -> Option<Artifact> {
    let path = page.path.strip_suffix("index.html")?;
    let mut room = Vec::new();
    let text = std::str::from_utf8(page.bytes.read(&mut room)).ok()?;
    Some(artifact(format!("{path}{FILE}"), markdown(text)?))
}

/// A page as Markdown; `None` if it has no article.
pub(super) fn markdown(page: &str) -> Option<String> {
    let mut writer = Writer::default();
    for token in read(article(page)?) {
        match token {
            Token::Text(text) => writer.text(text),
            Token::Open(tag) => writer.open(tag),
            Token::Close(name) => writer.close(name),
        }
    }
    writer.end_block();
    let mut text = writer.out;
    if let Some(about) = description(page).filter(|about| !about.is_empty()) {
        let line = text.find('\n').map_or(text.len(), |at| at + 1);
        text.insert_str(line, &format!("\n> {about}\n"));
    }
    Some(text)
}

/// A table that is open.
#[derive(Default)]
struct Table {
    caption: String,
    rows: Vec<Vec<String>>,
}

/// Writes Markdown, block by block.
#[derive(Default)]
struct Writer {
    out: String,
    /// The text of the block that is open.
    line: String,
    /// What the block's first line begins with: `## `, `- `.
    mark: String,
    /// What every line begins with: the depth of lists and quotations.
    indent: Vec<&'static str>,
    /// For each list that is open, the next number of an ordered one.
    lists: Vec<Option<usize>>,
    table: Option<Table>,
    /// The targets of links that are open; none where only the text is wanted.
    links: Vec<Option<String>>,
    /// The language of a code block that is open.
    fence: Option<String>,
    /// What ends the code or the emphasis that is open.
    ends: Vec<&'static str>,
}

impl Writer {
    fn open(&mut self, tag: Tag<'_>) {
        match tag.name {
            name if BLOCKS.contains(&name) => {
                self.end_block();
                if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse().ok()) {
                    self.mark = format!("{} ", "#".repeat(level));
                }
                if tag.is_of("title") {
                    self.emphasis("**");
                }
            }
            "span" if tag.is_of("line") => self.line.push(' '),
            "dt" => self.end_block(),
            "ul" | "ol" => {
                self.end_block();
                self.lists.push((tag.name == "ol").then_some(1));
            }
            "li" => self.item(),
            "blockquote" => {
                self.end_block();
                self.indent.push("> ");
            }
            "pre" => {
                self.end_block();
                self.fence = Some(String::new());
            }
            "code" => self.code(tag),
            "table" => {
                self.end_block();
                self.table = Some(Table::default());
            }
            "tr" => self.table.iter_mut().for_each(|table| table.rows.push(Vec::new())),
            "td" | "th" | "caption" => self.line.clear(),
            "strong" | "b" => self.emphasis("**"),
            "em" | "i" => self.emphasis("*"),
            "del" => self.emphasis("~~"),
            "a" => self.link(tag),
            "img" => {
                let attribute = |name| tag.attribute(name).unwrap_or_default();
                self.line.push_str(&format!("![{}]({})", attribute("alt"), attribute("src")));
            }
            "math" => self.inline(&tag.attribute("alttext").unwrap_or_default()),
            "br" => self.line.push(' '),
            "hr" => {
                self.end_block();
                self.line.push_str("---");
                self.end_block();
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "strong" | "b" | "em" | "i" | "del" => self.end_emphasis(),
            "p" if self.ends.last() == Some(&"**") => {
                self.end_emphasis();
                self.end_block();
            }
            "pre" => self.end_fence(),
            "code" if self.fence.is_none() => self.end_emphasis(),
            "a" => self.end_link(),
            "dt" => self.line.push_str(": "),
            "dd" => self.end_block(),
            name if BLOCKS.contains(&name) => self.end_block(),
            "li" => {
                self.end_block();
                self.indent.pop();
            }
            "ul" | "ol" => {
                self.end_block();
                self.lists.pop();
            }
            "blockquote" => {
                self.end_block();
                self.indent.pop();
            }
            "td" | "th" => {
                let cell = tidy(&std::mem::take(&mut self.line)).replace('|', "\\|");
                if let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut()) {
                    row.push(cell);
                }
            }
            "caption" => {
                let caption = tidy(&std::mem::take(&mut self.line));
                self.table.iter_mut().for_each(|table| table.caption.clone_from(&caption));
            }
            "table" => self.end_table(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let text = unescape(text);
        if self.fence.is_some() || self.ends.last() == Some(&"`") {
            self.line.push_str(&text);
        } else {
            self.inline(&text);
        }
    }

    /// Adds text; what would be a mark gets a backslash.
    fn inline(&mut self, text: &str) {
        for part in text.split_inclusive(['*', '`', '[', '<', '\\']) {
            match part.char_indices().next_back() {
                Some((at, mark @ ('*' | '`' | '[' | '<' | '\\'))) => {
                    self.line.push_str(&part[..at]);
                    self.line.push('\\');
                    self.line.push(mark);
                }
                _ => self.line.push_str(part),
            }
        }
    }

    fn emphasis(&mut self, mark: &'static str) {
        self.line.push_str(mark);
        self.ends.push(mark);
    }

    fn end_emphasis(&mut self) {
        if let Some(mark) = self.ends.pop() {
            self.line.push_str(mark);
        }
    }

    fn code(&mut self, tag: Tag<'_>) {
        match &mut self.fence {
            Some(language) => {
                let class = tag.attribute("class").unwrap_or(Cow::Borrowed(""));
                *language = class.split(' ').find_map(|class| class.strip_prefix("language-")).unwrap_or("").to_string();
            }
            None => self.emphasis("`"),
        }
    }

    /// A link; that of a number leads only to its formula, which the page itself links.
    fn link(&mut self, tag: Tag<'_>) {
        let target = tag.attribute("href").filter(|_| !tag.is_of("n-link"));
        if target.is_some() {
            self.line.push('[');
        }
        self.links.push(target.map(|target| twin_of(&target)));
    }

    fn end_link(&mut self) {
        if let Some(Some(target)) = self.links.pop() {
            self.line.push_str("](");
            self.line.push_str(&target);
            self.line.push(')');
        }
    }

    fn item(&mut self) {
        self.end_block();
        let next = self.lists.last_mut().and_then(Option::as_mut);
        self.mark = match next {
            Some(number) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            None => "- ".to_string(),
        };
        self.indent.push("  ");
    }

    /// Writes the block that is open; in a table, blocks are parts of a cell.
    fn end_block(&mut self) {
        if self.table.is_some() {
            self.line.push(' ');
            return;
        }
        let line = tidy(&std::mem::take(&mut self.line));
        if line.is_empty() {
            return;
        }
        let mark = std::mem::take(&mut self.mark);
        self.separate(mark.starts_with("- ") || mark.contains(". "));
        // The mark of an item stands where its other lines have white space.
        let depth = if mark.is_empty() || mark.starts_with('#') { self.indent.len() } else { self.indent.len() - 1 };
        self.out.extend(self.indent[..depth].iter().copied());
        self.out.extend([mark.as_str(), line.as_str(), "\n"]);
    }

    /// An empty line between blocks, but not between items.
    fn separate(&mut self, is_item: bool) {
        let last = self.out.trim_end_matches('\n').rsplit('\n').next().unwrap_or("").trim_start();
        let after_item = last.starts_with("- ") || last.split_once(". ").is_some_and(|(number, _)| number.parse::<u32>().is_ok());
        let within_list = is_item && after_item;
        if !self.out.is_empty() && !within_list {
            // A quotation goes on over the empty line.
            if last.starts_with('>') {
                self.out.extend(self.indent.iter().filter(|part| part.starts_with('>')).copied());
            }
            self.out.push('\n');
        }
    }

    fn end_fence(&mut self) {
        let Some(language) = self.fence.take() else { return };
        let code = std::mem::take(&mut self.line);
        self.separate(false);
        let indent = self.indent.concat();
        let longest = code.lines().filter(|line| line.trim_start().starts_with("```")).map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.out.push_str(&format!("{indent}{fence}{language}\n"));
        for line in code.trim_end().lines() {
            self.out.extend([indent.as_str(), line, "\n"]);
        }
        self.out.push_str(&format!("{indent}{fence}\n"));
    }

    fn end_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        self.line.clear();
        if !table.caption.is_empty() {
            self.line.push_str(&format!("**{}**", table.caption));
            self.end_block();
        }
        self.separate(false);
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        for (index, mut row) in table.rows.into_iter().enumerate() {
            row.resize(columns, String::new());
            self.out.push_str(&format!("| {} |\n", row.join(" | ")));
            if index == 0 {
                self.out.push_str(&format!("|{}\n", " --- |".repeat(columns)));
            }
        }
    }
}

/// The address of a page's twin; other addresses are as they are.
fn twin_of(address: &str) -> String {
    let (path, anchor) = address.split_at(address.find('#').unwrap_or(address.len()));
    if path.ends_with('/') && !path.contains("://") { format!("{path}{FILE}{anchor}") } else { address.to_string() }
}

#[cfg(test)]
mod tests {
    use super::markdown;

    fn of(article: &str) -> String {
        markdown(&format!("<main><article>{article}</article></main>")).unwrap_or_default()
    }

    #[test]
    fn blocks() {
        let html = "<h1>T</h1><details class=\"contents\"><ul><li>x</li></ul></details><p>a\n<strong>b</strong> <em>c</em>, \
                    <code>d*e</code> 2*3</p><ul><li>one</li><li>two<ol><li>x</li><li>y</li></ol></li></ul><p>end</p>";
        assert_eq!(of(html), "# T\n\na **b** *c*, `d*e` 2\\*3\n\n- one\n- two\n  1. x\n  2. y\n\nend\n");
    }

    #[test]
    fn tables_code_and_quotations() {
        let html = "<table><caption>C</caption><thead><tr><th>a|b</th><th></th></tr></thead><tbody><tr><th>1</th>\
                    <td><data class=\"n\">2&nbsp;GB</data></td></tr></tbody></table><blockquote><p>q</p><p>r</p></blockquote>\
                    <pre><code class=\"language-python\"><span class=\"k\">if</span> x:\n    # &lt;y&gt;\n</code></pre>";
        let expected = "**C**\n\n| a\\|b |  |\n| --- | --- |\n| 1 | 2\u{a0}GB |\n\n> q\n> \n> r\n\n\
                        ```python\nif x:\n    # <y>\n```\n";
        assert_eq!(of(html), expected);
    }

    #[test]
    fn facts_and_derivations() {
        let html = "<dl><dt>Name</dt><dd><code>a</code></dd><dt>Unit</dt><dd>B</dd></dl>\
                    <div class=\"derivation\"><span class=\"line\">a</span><span class=\"line\">= 1</span></div>";
        assert_eq!(of(html), "Name: `a`\n\nUnit: B\n\na = 1\n");
    }

    #[test]
    fn links_lead_to_twins() {
        let html = "<p><a href=\"../units/#b\">u</a> <a class=\"n-link\" href=\"../f/\">5</a> <a href=\"https://x.org/\">x</a> \
                    <math alttext=\"a²\"><mi>a</mi></math><svg><text>no</text></svg></p>";
        assert_eq!(of(html), "[u](../units/index.md#b) 5 [x](https://x.org/) a²\n");
    }
}
