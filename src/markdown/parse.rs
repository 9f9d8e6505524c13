//! From masked Markdown to events: the doorway of pulldown-cmark.

use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event as Parsed, HeadingLevel, LinkType, OffsetIter, Options, Parser,
    Tag as ParsedTag,
};

use super::event::{Alert, Align, Chars, Event, Fence, Footnote, Heading, Kind, Line, Link, Math, Tag};
use super::insert::{self, Insert, InsertKind, Place};
use super::mask::{Mask, Part};
use super::raw::{Raw, Region};
use super::{Document, Highlighter, index, math, push};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Span, nearest};

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

/// The words after a fence.
struct Info<'a> {
    language: Option<&'a str>,
    live: bool,
    unknown: Option<&'a str>,
}

impl Info<'_> {
    fn new(info: &str) -> Info<'_> {
        let mut words = info.split_ascii_whitespace().peekable();
        let language = words.next_if(|word| *word != "live");
        let mut result = Info { language, live: false, unknown: None };
        for word in words {
            match word {
                "live" => result.live = true,
                _ => result.unknown = Some(word),
            }
        }
        result
    }
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

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.document.source, self.base + range.start..self.base + range.end)
    }

    fn push(&mut self, kind: Kind, range: Range<usize>) {
        let at = |offset: usize| index(self.base + offset);
        self.document.events.push(Event { kind, start: at(range.start), end: at(range.end) });
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
            ParsedTag::CodeBlock(kind) => self.fence(&kind, &range),
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

    /// Is the event's text what the copy has at its range, so that the source's own bytes may stand for it.
    fn is_verbatim(&self, text: &str, range: &Range<usize>) -> bool {
        self.mask.text.get(range.clone()) == Some(text)
    }

    /// Text in which inserts count.
    fn text(&mut self, text: &str, range: Range<usize>) {
        if !self.is_verbatim(text, &range) {
            return self.decoded_text(text, range);
        }
        let mut at = range.start;
        for mark in self.mask.within(range.clone()) {
            let (masked, is_insert) = (self.mask.marks[mark].range.clone(), self.mask.marks[mark].insert.is_some());
            if is_insert {
                if at < masked.start {
                    self.push(Kind::Text(Chars::Source), at..masked.start);
                }
                if masked.start >= range.start {
                    self.insert(mark, self.place());
                }
                at = masked.end;
            }
        }
        if at < range.end {
            self.push(Kind::Text(Chars::Source), at..range.end);
        }
    }

    fn decoded_text(&mut self, text: &str, range: Range<usize>) {
        let mask = self.mask;
        for part in mask.restore(self.body, text, &mut mask.within(range.clone())) {
            match part {
                Part::Text(text) => {
                    let kept = self.document.keep(text);
                    self.push(Kind::Text(Chars::Owned(kept)), range.clone());
                }
                Part::Insert(mark) => self.insert(mark, self.place()),
            }
        }
    }

    /// Text in which braces are braces.
    fn code_chars(&mut self, text: &str, range: Range<usize>) -> Chars {
        let marks = self.mask.within(range.clone());
        self.seen[marks.clone()].fill(true);
        if self.is_verbatim(text, &range) {
            return Chars::Source;
        }
        Chars::Owned(self.document.keep(&self.unmasked(text, marks)))
    }

    /// A text of the parser with everything put back as it was.
    fn unmasked(&self, text: &str, mut marks: Range<usize>) -> String {
        let parts = self.mask.restore(self.body, text, &mut marks);
        let original = |part: &Part<'_>| match part {
            Part::Text(text) => (*text).to_string(),
            Part::Insert(mark) => self.body[self.mask.marks[*mark].range.clone()].to_string(),
        };
        parts.iter().map(original).collect()
    }

    fn math(&mut self, tex: &str, range: Range<usize>, display: bool) {
        let marks = self.mask.within(range.clone());
        self.seen[marks.clone()].fill(true);
        let dollars = if display { 2 } else { 1 };
        let inner = range.start + dollars..range.end - dollars;
        let tex = if self.is_verbatim(tex, &inner) { self.body[inner.clone()].to_string() } else { self.unmasked(tex, marks) };
        match math::mathml(&tex, display) {
            Ok(mathml) => {
                let math = push(&mut self.document.maths, Math { mathml: mathml.into(), display });
                self.push(Kind::Math(index(math)), inner);
            }
            Err(fault) => {
                let exact = tex.len() == inner.len();
                let at = if exact { inner.start + fault.range.start..inner.start + fault.range.end } else { inner };
                let error = Diagnostic::error("bad-math", self.span(at), fault.message).note(fault.label);
                self.diagnostics.push(error);
            }
        }
    }

    fn html(&mut self, html: &str, range: Range<usize>) {
        if !self.is_verbatim(html, &range) {
            let chars = self.code_chars(html, range.clone());
            return self.push(Kind::Html(chars), range);
        }
        let mut at = range.start;
        for mark in self.mask.within(range.clone()) {
            let masked = self.mask.marks[mark].range.clone();
            if self.mask.marks[mark].insert.is_none() || masked.start < range.start {
                continue;
            }
            match self.raw.region(&self.mask.text[at..masked.start]) {
                Region::Comment => {
                    self.seen[mark] = true;
                    self.push(Kind::Html(Chars::Source), at..masked.end);
                }
                region => {
                    self.push(Kind::Html(Chars::Source), at..masked.start);
                    self.insert(mark, if region == Region::Tag { Place::Attribute } else { self.place() });
                }
            }
            at = masked.end;
        }
        self.raw.region(&self.mask.text[at.min(range.end)..range.end]);
        if at < range.end {
            self.push(Kind::Html(Chars::Source), at..range.end);
        }
    }

    /// What stands around the text that is being read.
    fn place(&self) -> Place {
        let mut place = if self.raw.in_link() { Place::Link } else { Place::Text };
        for frame in &self.open {
            place = match frame.tag {
                Tag::Fence(_) => Place::Live,
                Tag::Image(_) => Place::Attribute,
                Tag::Link(_) if place != Place::Attribute => Place::Link,
                Tag::Heading(_) => Place::Heading,
                _ => place,
            };
        }
        place
    }

    /// Reads an insert and puts it here.
    fn insert(&mut self, mark: usize, place: Place) {
        let range = self.mask.marks[mark].range.clone();
        if let Some(insert) = self.read_insert(mark, place) {
            self.push(Kind::Insert(insert), range);
        }
    }

    /// Reads an insert into the table; a comment is nothing to show.
    fn read_insert(&mut self, mark: usize, place: Place) -> Option<u32> {
        self.seen[mark] = true;
        let mark = &self.mask.marks[mark];
        let (range, delimiters) = (mark.range.clone(), mark.insert?);
        let span = |range: Range<usize>| self.span(range);
        let kind = match insert::read(self.body, range.clone(), delimiters, &span) {
            Ok(kind) => kind,
            Err(error) => {
                self.diagnostics.push(*error);
                return None;
            }
        };
        let is_comment = matches!(kind, InsertKind::Comment { .. });
        let leaves = self.open.last().is_some_and(|frame| range.end > frame.range.end.max(frame.inner_end));
        if leaves && !is_comment && place != Place::Attribute {
            let error = Diagnostic::error(
                "insert-crosses-lines",
                self.span(range.clone()),
                "an insert that goes on after its line's end",
            )
            .help("write it on one line: headings and table cells end where their line ends");
            self.diagnostics.push(error);
        }
        let insert = Insert { kind, span: self.span(range), place };
        let insert = index(push(&mut self.document.inserts, insert));
        (!is_comment).then_some(insert)
    }

    /// A text of an attribute, made from these marks.
    fn line(&mut self, text: &str, marks: &mut Range<usize>) -> Line {
        let mask = self.mask;
        let mut line = String::new();
        let mut inserts = Vec::new();
        for part in mask.restore(self.body, text, marks) {
            match part {
                Part::Text(text) => line.push_str(text),
                Part::Insert(mark) => {
                    inserts.extend(self.read_insert(mark, Place::Attribute).map(|insert| (index(line.len()), insert)));
                }
            }
        }
        Line { text: line.into(), inserts: inserts.into() }
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

    fn fence(&mut self, kind: &CodeBlockKind, range: &Range<usize>) -> Tag {
        let info = match kind {
            CodeBlockKind::Fenced(info) => Info::new(info),
            CodeBlockKind::Indented => Info::new(""),
        };
        if !info.live {
            self.seen[self.mask.within(range.clone())].fill(true);
        }
        let (source, base, block) = (self.document.source, self.base + range.start, &self.body[range.clone()]);
        let word_span = |word: &str| {
            let at = base + block.find(word).unwrap_or(0);
            Span::new(source, at..at + word.len())
        };
        if let Some(word) = info.unknown {
            let mut warning =
                Diagnostic::warning("unknown-fence-word", word_span(word), format!("unknown word `{word}` after the language"))
                    .help("a block is marked `live`, or it is not");
            if nearest(word, ["live"]).is_some() {
                warning = warning.fix(word_span(word), "live");
            }
            self.diagnostics.push(warning);
        }
        if let (Some(language), Some(highlighter)) = (info.language, self.highlighter)
            && let Err(meant) = highlighter.find(language)
        {
            let span = word_span(language);
            let warning = Diagnostic::warning("unknown-language", span, format!("no colours are known for `{language}`"));
            self.diagnostics.push(match meant {
                Some(meant) => warning.help(format!("did you mean `{meant}`?")).fix(span, meant),
                None => warning.help("write `text` for text without colours"),
            });
        }
        let fence = Fence { language: info.language.map(Box::from), live: info.live, span: self.span(range.clone()) };
        Tag::Fence(index(push(&mut self.document.fences, fence)))
    }

    /// Inserts that no event has met stand where nothing is computed.
    fn report_lost(&mut self) {
        for (mark, seen) in self.mask.marks.iter().zip(&self.seen) {
            if mark.insert.is_some() && !seen {
                let error = Diagnostic::error("misplaced-insert", self.span(mark.range.clone()), "nothing is computed here")
                    .help("inserts stand in text, in the target and title of a link that is used, and in code marked `live`");
                self.diagnostics.push(error);
            }
        }
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
