//! The elements that are more than a tag: headings, tables, links, images, code.

use std::ops::Range;

use super::super::event::{Align, Kind, Tag};
use super::super::holes::Label;
use super::super::{code, escape};
use super::{Entry, Writer};

impl Writer<'_> {
    pub(super) fn start_heading(&mut self, heading: u32) {
        let heading = &self.document.headings[heading as usize];
        self.fresh_line();
        let html = &mut self.body.html;
        html.push_str("<h");
        html.push(char::from(b'0' + heading.level));
        html.push_str(" id=\"");
        escape::attribute(html, &heading.id);
        if !heading.classes.is_empty() {
            html.push_str("\" class=\"");
            escape::attribute(html, &heading.classes);
        }
        html.push_str("\">");
        self.heading = Some(Entry {
            level: heading.level,
            id: heading.id.to_string(),
            html: String::new(),
            text: String::new(),
            at: self.body.text.len(),
        });
    }

    pub(super) fn end_heading(&mut self) {
        let Some(entry) = self.heading.take() else { return };
        self.body.html.push_str("</h");
        self.body.html.push(char::from(b'0' + entry.level));
        self.close(">\n");
        self.body.toc.push(entry);
    }

    pub(super) fn start_table(&mut self, number: usize, captioned: bool) {
        self.block("<div class=\"table\" role=\"region\" ");
        if captioned {
            self.body.html.push_str(&format!("aria-labelledby=\"table-{number}\""));
        } else {
            let above = self.body.toc.last().map_or("", |entry| &entry.text);
            let label = self.holes.label(Label::Table(number, above));
            self.body.html.push_str("aria-label=\"");
            escape::attribute(&mut self.body.html, &label);
            self.body.html.push('"');
        }
        self.body.html.push_str(" tabindex=\"0\"><table>\n");
    }

    pub(super) fn cell(&mut self, html: &str, align: Align) {
        self.body.html.push_str(html);
        self.body.html.push_str(match align {
            Align::None => ">",
            Align::Start => " class=\"start\">",
            Align::Center => " class=\"center\">",
            Align::End => " class=\"end\">",
        });
    }

    pub(super) fn start_link(&mut self, link: u32) {
        let link = &self.document.links[link as usize];
        let (destination, title) = (self.line(&link.destination), self.line(&link.title));
        let target = self.holes.target(link, &destination);
        let html = &mut self.body.html;
        html.push_str("<a href=\"");
        escape::address(html, &target.address);
        if let Some(language) = &target.language {
            html.push_str("\" hreflang=\"");
            escape::attribute(html, language);
        }
        if !title.is_empty() {
            html.push_str("\" title=\"");
            escape::attribute(html, &title);
        }
        html.push_str(if link.is_external() { "\" rel=\"external\">" } else { "\">" });
        self.links += 1;
    }

    pub(super) fn image(&mut self, start: usize, image: u32) -> usize {
        let end = self.container_end(start);
        let text_before = self.body.text.len();
        let alt = self.alt(start + 1..end);
        self.plain(&alt);
        let link = &self.document.links[image as usize];
        let (destination, title) = (self.line(&link.destination), self.line(&link.title));
        let target = self.holes.target(link, &destination);
        let in_figure = start > 0 && self.document.events[start - 1].kind == Kind::Start(Tag::Figure);
        let html = &mut self.body.html;
        html.push_str("<img src=\"");
        escape::address(html, &target.address);
        html.push_str("\" alt=\"");
        escape::attribute(html, &alt);
        if let Some((width, height)) = target.size {
            html.push_str(&format!("\" width=\"{width}\" height=\"{height}"));
        }
        if !title.is_empty() && !in_figure {
            html.push_str("\" title=\"");
            escape::attribute(html, &title);
        }
        html.push_str("\" loading=\"lazy\">");
        if in_figure {
            html.push_str("<figcaption>");
            escape::text(html, &title);
            html.push_str("</figcaption>");
            if self.body.text.len() > text_before {
                self.body.text.push('\n');
            }
            self.body.text.push_str(&title);
        }
        end + 1
    }

    /// Events as the text of an attribute.
    fn alt(&mut self, range: Range<usize>) -> String {
        let mut alt = String::new();
        let mut at = range.start;
        while at < range.end {
            let event = self.document.events[at];
            at += 1;
            match event.kind {
                Kind::Text(chars) | Kind::Code(chars) => alt.push_str(self.chars(&event, chars)),
                Kind::Math(_) => alt.push_str(&self.source[event.start as usize..event.end as usize]),
                Kind::SoftBreak | Kind::HardBreak => alt.push(' '),
                Kind::Insert(insert) => alt.push_str(&self.shown(insert).text),
                Kind::Branch(_) | Kind::Otherwise(_) => at = self.event(at - 1),
                _ => {}
            }
        }
        alt
    }

    /// Where the container that starts here ends; images and code hold no others of their kind with their index.
    fn container_end(&self, start: usize) -> usize {
        let Kind::Start(tag) = self.document.events[start].kind else { return start };
        let length = self.document.events[start..].iter().position(|event| event.kind == Kind::End(tag));
        start + length.unwrap_or(0)
    }

    pub(super) fn fence(&mut self, start: usize, fence: u32) -> usize {
        let end = self.container_end(start);
        let fence = &self.document.fences[fence as usize];
        let mut code = code::Code::default();
        let mut at = start + 1;
        while at < end {
            let event = self.document.events[at];
            at += 1;
            match event.kind {
                Kind::Text(chars) if fence.live => code.live_text(self.chars(&event, chars)),
                Kind::Text(chars) => code.text(self.chars(&event, chars)),
                Kind::Insert(insert) => code.value(self.shown(insert)),
                Kind::Branch(_) | Kind::Otherwise(_) => at = self.event(at - 1),
                _ => {}
            }
        }
        self.block("<pre tabindex=\"0\" translate=\"no\"><code");
        let language = fence.language.as_deref();
        if let Some(language) = language {
            self.body.html.push_str(" class=\"language-");
            escape::attribute(&mut self.body.html, language);
            self.body.html.push('"');
        }
        self.body.html.push('>');
        let runs = language.zip(self.highlighter).map(|(language, highlighter)| highlighter.runs(language, code.as_text()));
        code.write(&mut self.body.html, runs.as_deref().unwrap_or(&[]));
        self.body.text.push_str(code.as_text());
        self.close("</code></pre>\n");
        end + 1
    }
}
