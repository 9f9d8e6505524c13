//! Footnotes at the end of a page, in the order of their first references.

use super::escape;
use super::event::{Kind, Tag};
use super::holes::Label;
use super::write::Writer;

/// Which footnotes have been referred to, and how often.
pub(super) struct Notes {
    /// For each definition: its number from 1, and the count of its references that are links.
    numbers: Vec<(usize, usize)>,
    order: Vec<usize>,
}

impl Notes {
    pub(super) fn new(definitions: usize) -> Notes {
        Notes { numbers: vec![(0, 0); definitions], order: Vec::new() }
    }

    /// Counts a reference: the footnote's number and the reference's.
    fn refer(&mut self, definition: usize, is_link: bool) -> (usize, usize) {
        let entry = &mut self.numbers[definition];
        if entry.0 == 0 {
            self.order.push(definition);
            entry.0 = self.order.len();
        }
        entry.1 += usize::from(is_link);
        *entry
    }
}

fn reference_id(number: usize, reference: usize) -> String {
    if reference == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{reference}") }
}

impl Writer<'_> {
    /// Writes a reference: a link, but only its number `within_link`.
    pub(super) fn reference(&mut self, footnote: u32, within_link: bool) {
        let (number, reference) = self.notes.refer(footnote as usize, !within_link);
        if within_link {
            return self.body.html.push_str(&format!("<sup>{number}</sup>"));
        }
        let label = self.holes.label(Label::Reference(number));
        let id = reference_id(number, reference);
        self.body.html.push_str(&format!("<sup><a id=\"{id}\" href=\"#fn-{number}\" role=\"doc-noteref\" aria-label=\""));
        escape::attribute(&mut self.body.html, &label);
        self.body.html.push_str(&format!("\">{number}</a></sup>"));
    }

    /// Writes the footnotes that were referred to, and those that they refer to.
    pub(super) fn footnotes(&mut self) {
        let html = std::mem::take(&mut self.body.html);
        let mut contents = Vec::new();
        while let Some(definition) = self.notes.order.get(contents.len()) {
            let events = self.document.footnotes[*definition].events.clone();
            let ends_in_paragraph =
                self.document.events[events.clone()].last().is_some_and(|last| last.kind == Kind::End(Tag::Paragraph));
            self.events(events);
            contents.push((std::mem::take(&mut self.body.html), ends_in_paragraph));
        }
        self.body.html = html;
        if contents.is_empty() {
            return;
        }
        let title = self.holes.label(Label::Footnotes);
        self.fresh_line();
        self.body.html.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        escape::attribute(&mut self.body.html, &title);
        self.body.html.push_str("\">\n<ol>\n");
        for (index, (content, ends_in_paragraph)) in contents.iter().enumerate() {
            self.body.html.push_str(&format!("<li id=\"fn-{}\">", index + 1));
            match content.strip_suffix("</p>\n") {
                Some(content) if *ends_in_paragraph => {
                    self.body.html.push_str(content);
                    self.back_links(index + 1);
                    self.body.html.push_str("</p>\n");
                }
                _ => {
                    self.body.html.push_str(content);
                    self.back_links(index + 1);
                }
            }
            self.body.html.push_str("</li>\n");
        }
        self.body.html.push_str("</ol>\n</section>\n");
    }

    fn back_links(&mut self, number: usize) {
        let references = self.notes.numbers[self.notes.order[number - 1]].1;
        for reference in 1..=references {
            let label = self.holes.label(Label::Back(number, reference));
            let id = reference_id(number, reference);
            self.body.html.push_str(&format!(" <a href=\"#{id}\" role=\"doc-backlink\" aria-label=\""));
            escape::attribute(&mut self.body.html, &label);
            self.body.html.push_str("\">↩</a>");
        }
    }
}
