//! What belongs to a language: scripts, spaces, quotation marks, words.

use super::{Scope, warn};
use crate::diagnostic::{Diagnostics, Span};
use crate::locale::Locale;
use crate::site::PageId;

/// Kana in Chinese text.
pub(super) fn kana(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    if scope.primary(page) != "zh" {
        return;
    }
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}');
    let text = scope.text(page);
    for piece in scope.prose(page) {
        let (start, end) = (piece.start as usize, piece.end as usize);
        let mut at = start;
        while let Some(first) = text[at..end].find(is_kana).map(|offset| at + offset) {
            let last = text[first..end].find(|c| !is_kana(c)).map_or(end, |offset| first + offset);
            let span = Span::new(piece.source, first..last);
            let fault = warn("kana-in-chinese", span, format!("`{}` is Japanese", &text[first..last]));
            diagnostics.push(fault.help("translate it, or say why it stands here"));
            at = last;
        }
    }
}

/// German abbreviations whose parts stay together.
const TOGETHER: [&str; 8] = ["z. B.", "d. h.", "u. a.", "i. d. R.", "o. Ä.", "u. U.", "v. a.", "z. T."];

/// Units that stay with their number.
const UNITS: [&str; 24] = [
    "%", "B", "kB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB", "o", "ko", "Mo", "Go", "To", "Kio", "Mio", "Gio", "Tio",
    "Mio.", "Mrd.", "Byte", "octets", "Bit",
];

const NO_BREAK: &str = "\u{a0}";
const NARROW: &str = "\u{202f}";

/// Plain spaces where a line must not end.
pub(super) fn no_break_spaces(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    let language = scope.primary(page);
    if !matches!(language, "de" | "fr") {
        return;
    }
    let text = scope.text(page);
    let mut report = |at: usize, length: usize, space: &str, piece: Span, what: &str| {
        let span = Span::new(piece.source, at..at + length);
        let fault = warn("missing-no-break-space", span, format!("a line may end here, {what}"));
        diagnostics.push(fault.help("write a no-break space").fix(span, space));
    };
    for piece in scope.prose(page) {
        let (start, end) = (piece.start as usize, piece.end as usize);
        let prose = &text[start..end];
        for (offset, _) in prose.match_indices(' ') {
            let (before, after) = (&text[..start + offset], &prose[offset + 1..]);
            let at = start + offset;
            if before.ends_with(|c: char| c.is_ascii_digit()) && unit(after) {
                report(at, 1, NO_BREAK, piece, "between a number and its unit");
            } else if language == "de" && together(before, after) {
                report(at, 1, NO_BREAK, piece, "within an abbreviation");
            } else if language == "fr" && after.starts_with([';', '!', '?', ':', '»']) {
                let space = if after.starts_with([':', '»']) { NO_BREAK } else { NARROW };
                report(at, 1, space, piece, "before a mark");
            } else if language == "fr" && before.ends_with('«') {
                report(at, 1, NO_BREAK, piece, "after an opening mark");
            }
        }
        if language == "fr" {
            for (offset, mark) in prose.match_indices([';', '!', '?', '»']) {
                let before = text[..start + offset].chars().next_back();
                if before.is_some_and(char::is_alphanumeric) {
                    report(
                        start + offset,
                        0,
                        if mark == "»" { NO_BREAK } else { NARROW },
                        piece,
                        "once the space before this mark is there",
                    );
                }
            }
        }
    }
}

fn unit(after: &str) -> bool {
    let is_end = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    UNITS.iter().any(|unit| after.strip_prefix(unit).is_some_and(is_end))
}

fn together(before: &str, after: &str) -> bool {
    TOGETHER.iter().any(|word| {
        word.match_indices(' ').any(|(space, _)| {
            let (left, right) = (&word[..space], &word[space + 1..]);
            let head = before.strip_suffix(left);
            head.is_some_and(|head| !head.ends_with(char::is_alphanumeric)) && after.starts_with(right)
        })
    })
}

/// Quotation marks that are no language's own, and apostrophes of typewriters.
pub(super) fn quotes(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    let text = scope.text(page);
    let marks = match scope.primary(page) {
        "de" => ("„", "“"),
        "fr" => ("«\u{a0}", "\u{a0}»"),
        "ja" => ("「", "」"),
        "zh" => ("“", "”"),
        _ => return,
    };
    let mut opened: Option<usize> = None;
    for piece in scope.prose(page) {
        let (start, end) = (piece.start as usize, piece.end as usize);
        for (offset, mark) in text[start..end].match_indices(['"', '\'']) {
            let at = start + offset;
            let (before, after) = (text[..at].chars().next_back(), text[at + 1..].chars().next());
            let between = before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic);
            let span = Span::new(piece.source, at..at + 1);
            if mark == "'" {
                if between {
                    let fault = warn("plain-quotes", span, "this is a typewriter's apostrophe");
                    diagnostics.push(fault.help("write ’").fix(span, "’"));
                }
                continue;
            }
            // The second of a paragraph closes what the first has opened.
            let closes = opened.take_if(|open| !text[*open..at].contains("\n\n")).is_some();
            if !closes {
                opened = Some(at);
            }
            let own = if closes { marks.1 } else { marks.0 };
            let fault = warn("plain-quotes", span, "this is no quotation mark of the language");
            diagnostics.push(fault.help(format!("write {}", own.trim())).fix(span, own));
        }
    }
}

/// A word, and the term of the glossary that stands instead of it.
pub(super) struct Avoided {
    word: String,
    term: String,
}

/// The words that a language's glossary avoids.
pub(super) fn avoided(locale: &Locale) -> Vec<Avoided> {
    let mut found = Vec::new();
    for id in locale.ids().filter(|id| id.starts_with("term-")) {
        let Ok(Some(words)) = locale.attribute(id, "avoid", &[]) else { continue };
        let Ok(Some(term)) = locale.message(id, &[]) else { continue };
        let words = words.split(['|', '、']).map(str::trim).filter(|word| !word.is_empty());
        found.extend(words.map(|word| Avoided { word: word.to_string(), term: term.clone() }));
    }
    found
}

/// Words that the glossary has another word for.
pub(super) fn terms(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    let avoided = &scope.words_of(page).avoided;
    if avoided.is_empty() {
        return;
    }
    let text = scope.text(page);
    for piece in scope.prose(page) {
        let (start, end) = (piece.start as usize, piece.end as usize);
        for Avoided { word, term } in avoided {
            for (offset, _) in text[start..end].match_indices(word.as_str()) {
                let at = start + offset;
                let latin = word.starts_with(|c: char| c.is_ascii_alphabetic());
                if latin && text[..at].ends_with(char::is_alphanumeric) {
                    continue;
                }
                let span = Span::new(piece.source, at..at + word.len());
                let fault = warn("glossary-term", span, format!("the glossary says `{term}`, not `{word}`"));
                diagnostics.push(fault.help("write the word of the glossary, so that readers find one name for one thing"));
            }
        }
    }
}
