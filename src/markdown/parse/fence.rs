//! The words after a fence: ```` ```python live ````.

use std::ops::Range;

use super::super::event::{Fence, Tag};
use super::super::{index, push};
use super::Reader;
use crate::diagnostic::{Diagnostic, nearest};

/// The words after a fence, by their places in the text of which they are a part.
#[derive(Default)]
pub(super) struct Info<'a> {
    language: Option<&'a str>,
    pub(super) live: bool,
    unknown: Option<&'a str>,
}

impl Info<'_> {
    pub(super) fn new(info: &str) -> Info<'_> {
        let mut words = info.split_ascii_whitespace().peekable();
        let mut result = Info { language: words.next_if(|word| *word != "live"), ..Info::default() };
        for word in words {
            match word {
                "live" => result.live = true,
                _ => result.unknown = Some(word),
            }
        }
        result
    }
}

impl Reader<'_, '_> {
    /// Begins a code block; `info` is what the parser read after the fence.
    pub(super) fn fence(&mut self, info: &str, range: &Range<usize>) -> Tag {
        let info = Info::new(info);
        let language = info.language.map(|word| self.word(word, range));
        if let Some((word, place)) = info.unknown.map(|word| self.word(word, range)) {
            let span = self.span(place);
            let mut warning =
                Diagnostic::warning("unknown-fence-word", span, format!("unknown word `{word}` after the language"))
                    .help("a block is marked `live`, or it is not");
            if nearest(&word, ["live"]).is_some() {
                warning = warning.fix(span, "live");
            }
            self.diagnostics.push(warning);
        }
        if let (Some((language, place)), Some(highlighter)) = (&language, self.highlighter)
            && let Err(meant) = highlighter.find(language)
        {
            let span = self.span(place.clone());
            let warning = Diagnostic::warning("unknown-language", span, format!("no colours are known for `{language}`"));
            self.diagnostics.push(match meant {
                Some(meant) => warning.help(format!("did you mean `{meant}`?")).fix(span, meant),
                None => warning.help("write `text` for text without colours"),
            });
        }
        let language = language.map(|(word, _)| word.into());
        let fence = Fence { language, live: info.live, span: self.span(range.clone()) };
        Tag::Fence(index(push(&mut self.document.fences, fence)))
    }

    /// A word of the masked text of a block as the author wrote it, and where; an entity in it may hide the place.
    fn word(&self, word: &str, block: &Range<usize>) -> (String, Range<usize>) {
        let place = self.mask.text.get(block.clone()).and_then(|text| text.find(word)).map(|at| block.start + at);
        let place = place.map_or(block.start..block.start, |at| at..at + word.len());
        let written = self.body.get(place.clone()).filter(|written| !written.is_empty());
        (written.unwrap_or(word).to_string(), place)
    }
}
