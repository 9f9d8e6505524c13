//! From events to HTML, and to the table of contents and the plain text on the way.

mod elements;

use std::ops::Range;

use super::escape;
use super::event::{Chars, Event, Kind, Line, Tag};
use super::holes::{Holes, Label, Shown};
use super::{Document, Highlighter, Place};

/// A document, written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// What stands in `<main>`.
    pub html: String,
    /// The headings that are shown, in order.
    pub toc: Vec<Entry>,
    /// The text without tags, for the search: a line for each block.
    pub text: String,
}

/// A heading as the table of contents shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// 1 to 6.
    pub level: u8,
    /// The heading's id.
    pub id: String,
    /// Its text with emphasis, code and math; without links, and with values as text.
    pub html: String,
    /// Its text alone.
    pub text: String,
    /// Where its section begins in [`Body::text`].
    pub at: usize,
}

impl Document {
    /// Writes the document. `text` is the whole text of the file that it was parsed from.
    pub fn render(&self, text: &str, highlighter: Option<&Highlighter>, holes: &mut dyn Holes) -> Body {
        let mut writer = Writer {
            document: self,
            source: text,
            highlighter,
            holes,
            body: Body {
                html: String::with_capacity(text.len() * 3 / 2),
                toc: Vec::new(),
                text: String::with_capacity(text.len()),
            },
            heading: None,
            links: 0,
            notes: super::notes::Notes::new(self.footnotes.len()),
        };
        writer.events(0..self.body);
        writer.footnotes();
        writer.body
    }
}

pub(super) struct Writer<'a> {
    pub(super) document: &'a Document,
    source: &'a str,
    highlighter: Option<&'a Highlighter>,
    pub(super) holes: &'a mut dyn Holes,
    pub(super) body: Body,
    /// The heading that is being written: its entry of the table of contents.
    heading: Option<Entry>,
    /// How many links are open.
    links: usize,
    pub(super) notes: super::notes::Notes,
}

impl<'a> Writer<'a> {
    /// Writes events; those of a container are written together.
    pub(super) fn events(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at = self.event(at);
        }
    }

    /// Writes the event at a place, and says where to go on.
    fn event(&mut self, at: usize) -> usize {
        let event = self.document.events[at];
        match event.kind {
            // A head without text names nothing: it is a plain cell.
            Kind::Start(Tag::HeadCell(align)) if self.document.events[at + 1].kind == Kind::End(Tag::HeadCell(align)) => {
                self.body.html.push_str("<td></td>");
                self.body.text.push('\t');
                return at + 2;
            }
            Kind::Start(Tag::Image(image)) => return self.image(at, image),
            Kind::Start(Tag::Fence(fence)) => return self.fence(at, fence),
            Kind::Branch(branch) => {
                let branch = &self.document.branches[branch as usize];
                let insert = &self.document.inserts[branch.insert as usize];
                if !self.holes.holds(branch.insert as usize, insert) {
                    return branch.otherwise.unwrap_or(branch.join) + 1;
                }
            }
            Kind::Otherwise(branch) => return self.document.branches[branch as usize].join + 1,
            Kind::Join(_) => {}
            Kind::Start(tag) => self.start(tag),
            Kind::End(tag) => self.end(tag),
            Kind::Text(chars) => {
                let text = self.chars(&event, chars);
                self.inline_text(text);
            }
            Kind::Code(chars) => {
                let text = self.chars(&event, chars);
                self.inline("<code translate=\"no\">", "<code>");
                self.inline_text(text);
                self.inline("</code>", "</code>");
            }
            Kind::Html(chars) => {
                let html = self.chars(&event, chars);
                self.body.html.push_str(html);
            }
            Kind::Math(math) => {
                let math = &self.document.maths[math as usize];
                self.inline(&math.mathml, &math.mathml);
                self.plain(&self.source[event.start as usize..event.end as usize]);
            }
            Kind::SoftBreak => {
                self.inline("\n", " ");
                self.plain(" ");
            }
            Kind::HardBreak => {
                self.inline("<br>\n", " ");
                self.plain(" ");
            }
            Kind::Rule => {
                self.fresh_line();
                self.body.html.push_str("<hr>\n");
            }
            Kind::Reference(footnote) => self.reference(footnote, self.links > 0),
            Kind::TaskMarker(_) => {}
            Kind::Insert(insert) => self.insert(insert),
        }
        at + 1
    }

    /// The characters of an event.
    fn chars(&self, event: &Event, chars: Chars) -> &'a str {
        match chars {
            Chars::Source => self.source.get(event.start as usize..event.end as usize).unwrap_or(""),
            Chars::Owned(string) => &self.document.strings[string as usize],
        }
    }

    /// Writes HTML within text, and another for the table of contents where a heading is being written.
    fn inline(&mut self, html: &str, toc: &str) {
        self.body.html.push_str(html);
        if let Some(heading) = &mut self.heading {
            heading.html.push_str(toc);
        }
    }

    fn inline_text(&mut self, text: &str) {
        escape::text(&mut self.body.html, text);
        if let Some(heading) = &mut self.heading {
            escape::text(&mut heading.html, text);
        }
        self.plain(text);
    }

    fn plain(&mut self, text: &str) {
        self.body.text.push_str(text);
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
    }

    /// A block begins on a line of its own.
    pub(super) fn fresh_line(&mut self) {
        if !self.body.html.is_empty() && !self.body.html.ends_with('\n') {
            self.body.html.push('\n');
        }
    }

    fn block(&mut self, html: &str) {
        self.fresh_line();
        self.body.html.push_str(html);
    }

    /// Ends a block; the plain text goes on in a new line.
    fn close(&mut self, html: &str) {
        self.body.html.push_str(html);
        if !self.body.text.ends_with('\n') && !self.body.text.is_empty() {
            self.body.text.push('\n');
        }
    }

    fn insert(&mut self, insert: u32) {
        let index = insert as usize;
        let insert = &self.document.inserts[index];
        let shown = self.holes.show(index, insert);
        if insert.place == Place::Attribute {
            escape::attribute(&mut self.body.html, &shown.text);
            return;
        }
        if insert.place == Place::Block {
            self.block(&shown.html);
            self.plain(&shown.text);
            return self.close("\n");
        }
        self.body.html.push_str(&shown.html);
        if let Some(heading) = &mut self.heading {
            escape::text(&mut heading.html, &shown.text);
        }
        self.plain(&shown.text);
    }

    /// A text of an attribute with its values in it.
    pub(super) fn line(&mut self, line: &Line) -> String {
        let mut text = String::with_capacity(line.text.len());
        let mut done = 0;
        for (at, insert) in &line.inserts {
            text.push_str(&line.text[done..*at as usize]);
            text.push_str(&self.shown(*insert).text);
            done = *at as usize;
        }
        text.push_str(&line.text[done..]);
        text
    }

    fn shown(&mut self, insert: u32) -> Shown {
        self.holes.show(insert as usize, &self.document.inserts[insert as usize])
    }

    fn start(&mut self, tag: Tag) {
        match tag {
            Tag::Paragraph => self.block("<p>"),
            Tag::Heading(heading) => self.start_heading(heading),
            Tag::Quote => self.block("<blockquote>\n"),
            Tag::Alert(alert) => {
                let title = self.holes.label(Label::Alert(alert));
                self.block("<div class=\"alert ");
                self.body.html.push_str(alert.name());
                self.body.html.push_str("\" role=\"note\">\n<p class=\"title\">");
                escape::text(&mut self.body.html, &title);
                self.body.html.push_str("</p>\n");
            }
            Tag::Bullets => self.block("<ul>\n"),
            Tag::Numbers(1) => self.block("<ol>\n"),
            Tag::Numbers(first) => self.block(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.block("<li>"),
            Tag::Definitions => self.block("<dl>\n"),
            Tag::Term => self.block("<dt>"),
            Tag::Definition => self.block("<dd>"),
            Tag::Table(number, captioned) => self.start_table(number as usize + 1, captioned),
            Tag::Caption(number) => self.block(&format!("<caption id=\"table-{}\">", number + 1)),
            Tag::TableHead => self.block("<thead>\n<tr>"),
            Tag::TableRow => self.block("<tr>"),
            Tag::HeadCell(align) => self.cell("<th scope=\"col\"", align),
            Tag::Cell(align) => self.cell("<td", align),
            Tag::Emphasis => self.inline("<em>", "<em>"),
            Tag::Strong => self.inline("<strong>", "<strong>"),
            Tag::Strikethrough => self.inline("<del>", "<del>"),
            Tag::Link(link) => self.start_link(link),
            Tag::Figure => self.block("<figure>"),
            Tag::TaskLabel(done) => {
                let checked = if done { " checked" } else { "" };
                self.body.html.push_str(&format!("<label><input type=\"checkbox\" disabled{checked}> "));
            }
            Tag::HtmlBlock | Tag::Fence(_) | Tag::Image(_) | Tag::Footnote(_) => {}
        }
    }

    fn end(&mut self, tag: Tag) {
        match tag {
            Tag::Paragraph => match self.body.html.strip_suffix("<p>") {
                Some(before) => self.body.html.truncate(before.len()), // every branch in it was hidden
                None => self.close("</p>\n"),
            },
            Tag::Heading(_) => self.end_heading(),
            Tag::Quote => self.close("</blockquote>\n"),
            Tag::Alert(_) => self.close("</div>\n"),
            Tag::Bullets => self.close("</ul>\n"),
            Tag::Numbers(_) => self.close("</ol>\n"),
            Tag::Item => self.close("</li>\n"),
            Tag::Definitions => self.close("</dl>\n"),
            Tag::Term => self.close("</dt>\n"),
            Tag::Definition => self.close("</dd>\n"),
            Tag::Table(..) => self.close("</tbody>\n</table></div>\n"),
            Tag::Caption(_) => self.close("</caption>\n"),
            Tag::TableHead => self.close("</tr>\n</thead>\n<tbody>\n"),
            Tag::TableRow => self.close("</tr>\n"),
            Tag::HeadCell(_) | Tag::Cell(_) => {
                self.body.html.push_str(if matches!(tag, Tag::Cell(_)) { "</td>" } else { "</th>" });
                self.body.text.push('\t');
            }
            Tag::Emphasis => self.inline("</em>", "</em>"),
            Tag::Strong => self.inline("</strong>", "</strong>"),
            Tag::Strikethrough => self.inline("</del>", "</del>"),
            Tag::Link(_) => {
                self.links -= 1;
                self.body.html.push_str("</a>");
            }
            Tag::Figure => self.close("</figure>\n"),
            Tag::TaskLabel(_) => self.body.html.push_str("</label>"),
            Tag::HtmlBlock | Tag::Fence(_) | Tag::Image(_) | Tag::Footnote(_) => {}
        }
    }
}
