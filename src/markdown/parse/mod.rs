//! From masked Markdown to events: the doorway of pulldown-cmark.

mod fence;
mod pieces;

use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event as Parsed, HeadingLevel, LinkType, OffsetIter, Options, Parser,
    Tag as ParsedTag,
};

use super::event::{Alert, Align, Footnote, Heading, Kind, Line, Link, Tag};

use super::mask::Mask;
use super::raw::Raw;
use super::{Document, Highlighter, index, push};
use crate::diagnostic::{Diagnostics, SourceId, Span};

use fence::Info;

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// Reads a body. Where an insert might hide an end of code, the source is parsed twice: first as it is, to know what
/// is code and math, then masked.
pub(super) fn parse(
    source: SourceId,
    body: Range<usize>,
    text: &str,
    highlighter: Option<&Highlighter>,
    diagnostics: &mut Diagnostics,
) -> Document {
    let base = body.start;
    let body = text.get(body).unwrap_or("");
    let mut mask = Mask::new(body, &[]);
    if mask.doubtful {
        mask = Mask::new(body, &code_ranges(body));
    }
    let span = |range: Range<usize>| Span::new(source, base + range.start..base + range.end);
    for unclosed in &mask.unclosed {
        diagnostics.push(unclosed.diagnostic(&span));
    }
    let reader = Reader {
        file: text,
        body,
        base,
        mask: &mask,
        seen: vec![false; mask.marks.len()],
        open: Vec::new(),
        raw: Raw::default(),
        highlighter,
        diagnostics,
        document: Document::new(source),
    };
    reader.read(Parser::new_ext(&mask.text, options()).into_offset_iter())
}

/// Where code, math and HTML comments are in a text whose inserts are not masked.
fn code_ranges(body: &str) -> Vec<Range<usize>> {
    let is_code = |event: &Parsed| match event {
        Parsed::Start(ParsedTag::CodeBlock(CodeBlockKind::Fenced(info))) => !Info::new(info).live,
        Parsed::Start(ParsedTag::CodeBlock(CodeBlockKind::Indented)) => true,
        Parsed::Code(_) | Parsed::InlineMath(_) | Parsed::DisplayMath(_) => true,
        Parsed::Html(html) | Parsed::InlineHtml(html) => html.trim_start().starts_with("<!--"),
        _ => false,
    };
    let events = Parser::new_ext(body, options()).into_offset_iter();
    events.filter(|(event, _)| is_code(event)).map(|(_, range)| range).collect()
}

/// A container that is open.
struct Frame<'a> {
    tag: Tag,
    range: Range<usize>,
    /// Where the text within it ends, so far.
    inner_end: usize,
    /// What a link or image says at its start and is read at its end: the target, the title, the reference.
    link: Option<(LinkType, [CowStr<'a>; 3])>,
    /// A table's columns, and how many cells its row has so far.
    columns: (Vec<Alignment>, usize),
}

struct Reader<'a, 'd> {
    /// The whole file.
    file: &'a str,
    body: &'a str,
    base: usize,
    mask: &'a Mask,
    /// Which marks an event has met.
    seen: Vec<bool>,
    open: Vec<Frame<'a>>,
    raw: Raw,
    highlighter: Option<&'d Highlighter>,
    diagnostics: &'d mut Diagnostics,
    document: Document,
}

impl<'a> Reader<'a, '_> {
    fn read(mut self, mut events: OffsetIter<'a>) -> Document {
        self.document.events.reserve(self.body.len() / 12);
        while let Some((event, range)) = events.next() {
            match event {
                Parsed::Start(tag) => self.start(tag, range),
                Parsed::End(_) => self.end(range, &events),
                _ if self.is_hidden(&range) => {}
                _ => self.leaf(event, range),
            }
        }
        self.report_lost();
        self.document
    }

    /// Is this the later part of an insert of several lines.
    fn is_hidden(&self, range: &Range<usize>) -> bool {
        let marks = self.mask.within(range.clone());
        self.mask.marks[marks]
            .first()
            .is_some_and(|mark| mark.insert.is_some() && mark.range.start < range.start && range.end <= mark.range.end)
    }

    fn start(&mut self, tag: ParsedTag<'a>, range: Range<usize>) {
        let mut link = None;
        let mut columns = (Vec::new(), 0);
        let tag = match tag {
            ParsedTag::Paragraph => Tag::Paragraph,
            ParsedTag::Heading { level, id, classes, .. } => self.heading(level, id, &classes, &range),
            ParsedTag::BlockQuote(kind) => kind.map_or(Tag::Quote, |kind| Tag::Alert(alert(kind))),
            ParsedTag::CodeBlock(CodeBlockKind::Fenced(info)) => self.fence(&info, &range),
            ParsedTag::CodeBlock(CodeBlockKind::Indented) => self.fence("", &range),
            ParsedTag::HtmlBlock => Tag::HtmlBlock,
            ParsedTag::List(None) => Tag::Bullets,
            ParsedTag::List(Some(first)) => Tag::Numbers(u32::try_from(first).unwrap_or(u32::MAX)),
            ParsedTag::Item => Tag::Item,
            ParsedTag::FootnoteDefinition(label) => Tag::Footnote(self.footnote(&label)),
            ParsedTag::DefinitionList => Tag::Definitions,
            ParsedTag::DefinitionListTitle => Tag::Term,
            ParsedTag::DefinitionListDefinition => Tag::Definition,
            ParsedTag::Table(alignments) => {
                columns.0 = alignments;
                self.document.tables += 1;
                Tag::Table(self.document.tables - 1, false)
            }
            ParsedTag::TableHead => Tag::TableHead,
            ParsedTag::TableRow => Tag::TableRow,
            ParsedTag::TableCell => self.cell(),
            ParsedTag::Strong => Tag::Strong,
            ParsedTag::Strikethrough => Tag::Strikethrough,
            ParsedTag::Link { link_type, dest_url, title, id } => {
                link = Some((link_type, [dest_url, title, id]));
                Tag::Link(self.link(false, &range))
            }
            ParsedTag::Image { link_type, dest_url, title, id } => {
                link = Some((link_type, [dest_url, title, id]));
                Tag::Image(self.link(true, &range))
            }
            // The options ask for none of the rest.
            ParsedTag::Emphasis | ParsedTag::Superscript | ParsedTag::Subscript | ParsedTag::MetadataBlock(_) => Tag::Emphasis,
        };
        if tag == Tag::HtmlBlock {
            self.raw.begin();
        }
        self.push(Kind::Start(tag), range.clone());
        self.open.push(Frame { tag, inner_end: range.start, range, link, columns });
    }

    fn end(&mut self, range: Range<usize>, events: &OffsetIter<'a>) {
        let Some(frame) = self.open.pop() else { return };
        if let Some((kind, texts)) = &frame.link {
            let within = match kind {
                LinkType::Inline => frame.inner_end..frame.range.end,
                LinkType::Autolink | LinkType::Email | LinkType::WikiLink { .. } => frame.range.clone(),
                _ => events.reference_definitions().get(&texts[2]).map_or(frame.range.clone(), |found| found.span.clone()),
            };
            self.target(frame.tag, *kind, texts, within, &frame.range);
        }
        if let Some(outer) = self.open.last_mut() {
            outer.inner_end = outer.inner_end.max(frame.range.end);
            if frame.tag == Tag::TableHead || frame.tag == Tag::TableRow {
                outer.columns.1 = 0;
            }
        }
        self.push(Kind::End(frame.tag), range);
    }

    fn leaf(&mut self, event: Parsed<'a>, range: Range<usize>) {
        if let Some(frame) = self.open.last_mut() {
            frame.inner_end = frame.inner_end.max(range.end);
        }
        match event {
            Parsed::Text(text) => match self.open.last().map(|frame| frame.tag) {
                Some(Tag::Fence(fence)) if !self.document.fences[fence as usize].live => {
                    let chars = self.code_chars(&text, range.clone());
                    self.push(Kind::Text(chars), range);
                }
                _ => self.text(&text, range),
            },
            Parsed::Code(text) => {
                let ticks = self.body.as_bytes()[range.clone()].iter().take_while(|byte| **byte == b'`').count();
                let mut inner = range.start + ticks..range.end - ticks;
                if text.len() + 2 == inner.len() {
                    inner = inner.start + 1..inner.end - 1;
                }
                let chars = self.code_chars(&text, inner.clone());
                self.push(Kind::Code(chars), inner);
            }
            Parsed::InlineMath(tex) => self.math(&tex, range, false),
            Parsed::DisplayMath(tex) => self.math(&tex, range, true),
            Parsed::Html(html) | Parsed::InlineHtml(html) => self.html(&html, range),
            Parsed::FootnoteReference(label) => {
                let label = self.footnote(&label);
                self.push(Kind::Reference(label), range);
            }
            Parsed::SoftBreak => self.push(Kind::SoftBreak, range),
            Parsed::HardBreak => self.push(Kind::HardBreak, range),
            Parsed::Rule => self.push(Kind::Rule, range),
            Parsed::TaskListMarker(done) => self.push(Kind::TaskMarker(done), range),
            Parsed::Start(_) | Parsed::End(_) => {}
        }
    }

    fn link(&mut self, image: bool, range: &Range<usize>) -> u32 {
        let link = Link { destination: Line::default(), span: self.span(range.clone()), image, title: Line::default() };
        index(push(&mut self.document.links, link))
    }

    /// Fills in the target and title of a link, which stand `within` a range of the source.
    fn target(&mut self, tag: Tag, kind: LinkType, texts: &[CowStr; 3], within: Range<usize>, whole: &Range<usize>) {
        let (Tag::Link(link) | Tag::Image(link)) = tag else { return };
        let [target, title, _] = texts;
        let place = if target.is_empty() { None } else { self.mask.text[within.clone()].find(&**target) };
        let span = match place {
            Some(at) => within.start + at..within.start + at + target.len(),
            None => whole.clone(),
        };
        let mut marks = self.mask.within(within);
        let mut destination = self.line(target, &mut marks);
        if kind == LinkType::Email {
            destination.text = format!("mailto:{}", destination.text).into();
        }
        let title = self.line(title, &mut marks);
        let span = self.span(span);
        let entry = &mut self.document.links[link as usize];
        (entry.destination, entry.title, entry.span) = (destination, title, span);
    }

    fn heading(&mut self, level: HeadingLevel, id: Option<CowStr>, classes: &[CowStr], range: &Range<usize>) -> Tag {
        let heading = Heading {
            level: level as u8,
            explicit: id.is_some(),
            id: id.as_deref().unwrap_or("").into(),
            span: self.span(range.clone()),
            classes: classes.join(" ").into(),
        };
        Tag::Heading(index(push(&mut self.document.headings, heading)))
    }

    fn footnote(&mut self, label: &str) -> u32 {
        let known = self.document.footnotes.iter().position(|footnote| footnote.label.to_lowercase() == label.to_lowercase());
        index(known.unwrap_or_else(|| push(&mut self.document.footnotes, Footnote { label: label.into(), events: 0..0 })))
    }

    fn cell(&mut self) -> Tag {
        let is_head = self.open.last().is_some_and(|row| row.tag == Tag::TableHead);
        let table = self.open.iter_mut().rev().find(|frame| matches!(frame.tag, Tag::Table(..)));
        let align = table.map_or(Align::None, |table| {
            table.columns.1 += 1;
            match table.columns.0.get(table.columns.1 - 1) {
                Some(Alignment::Left) => Align::Start,
                Some(Alignment::Center) => Align::Center,
                Some(Alignment::Right) => Align::End,
                Some(Alignment::None) | None => Align::None,
            }
        });
        if is_head { Tag::HeadCell(align) } else { Tag::Cell(align) }
    }
}

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}
