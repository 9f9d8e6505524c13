//! Typed numbers: those that the page computes, or nearly so.

use super::number::{Of, Quantity};
use super::{Scope, warn};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::edition::ShownNumber;
use crate::edition::value::{Subject, subject};
use crate::formula::rational::Rational;
use crate::formula::tree::{Provenance, Value};
use crate::formula::unit::Dimension;
use crate::locale::format::Style;
use crate::locale::{Format, Locale};
use crate::lock;
use crate::site::PageId;

/// How near a typed number may be to a computed one before it is taken for an old value of it: a tenth.
const NEAR: i128 = 10;

/// Looks for typed numbers in the running text of a page.
pub(super) fn typed(scope: &Scope<'_>, page: PageId, diagnostics: &mut Diagnostics) {
    let text = scope.text(page);
    let with_digits = |piece: &Span| text[piece.start as usize..piece.end as usize].contains(|c: char| c.is_numeric());
    let pieces: Vec<Span> = scope.prose(page).into_iter().filter(with_digits).collect();
    if pieces.is_empty() {
        return;
    }
    let locale = &*scope.language_of(page).locale;
    let lexicon = &scope.words_of(page).quantities;
    let shown = shown(scope, page);
    for piece in pieces {
        let (start, end) = (piece.start as usize, piece.end as usize);
        for quantity in lexicon.find(&text[start..end]) {
            let at = start + quantity.range.start;
            if is_quoted(text, at) || names_before(text, start, at) {
                continue;
            }
            let span = Span::new(piece.source, at..start + quantity.range.end);
            scope.excuses.touch("typed-number", span);
            diagnostics_of(&quantity, span, text, &shown, locale).into_iter().for_each(|fault| diagnostics.push(fault));
        }
    }
}

/// The numbers of a page that a typed one may be an old copy of: all but what somebody else claims.
fn shown<'s>(scope: &Scope<'s>, page: PageId) -> Vec<&'s ShownNumber> {
    let book = &scope.draft.manuscript.book;
    let numbers = scope.draft.bodies[page].numbers.iter();
    let is_quoted = |shown: &&ShownNumber| {
        let tree = lock::tree(book, &shown.expression);
        let quoted = |id: usize| book.definitions[id].source == Provenance::Quoted;
        tree.and_then(|tree| subject(&tree)).is_some_and(|subject| matches!(subject, Subject::Definition(id) if quoted(id)))
    };
    numbers.filter(|shown| shown.format.is_some()).filter(|shown| !is_quoted(shown)).collect()
}

/// A computed number, as far as it can be compared with a typed one.
struct Candidate<'s> {
    shown: &'s ShownNumber,
    value: Rational,
}

fn candidates<'s>(quantity: &Quantity, shown: &[&'s ShownNumber]) -> Vec<Candidate<'s>> {
    let mut found: Vec<Candidate<'s>> = Vec::new();
    for shown in shown {
        if !fits(quantity, shown) {
            continue;
        }
        let values = match &shown.value {
            Value::Number(number) => vec![number.clone()],
            Value::Range(ends) => vec![ends.0.clone(), ends.1.clone()],
            _ => continue,
        };
        found.extend(values.into_iter().map(|value| Candidate { shown, value }));
    }
    found
}

/// Are they of the same dimension.
fn fits(quantity: &Quantity, shown: &ShownNumber) -> bool {
    let pure = Dimension::pure();
    let dimension = shown.ty.dimension().unwrap_or(&pure);
    let percent = shown.format.is_some_and(|format| format.style == Style::Percent);
    match &quantity.of {
        Of::Bytes => dimension.is_bytes(),
        Of::Share => percent && dimension.is_pure(),
        Of::Count(None) => !percent && (dimension.is_pure() || dimension.is_label()),
        Of::Count(Some(name)) => dimension.is_label() && dimension.to_string() == *name,
    }
}

fn diagnostics_of(quantity: &Quantity, at: Span, text: &str, shown: &[&ShownNumber], locale: &Locale) -> Option<Diagnostic> {
    let candidates = candidates(quantity, shown);
    let distance = |candidate: &Candidate<'_>| candidate.value.sub(&quantity.value).abs();
    let mut equal: Vec<&Candidate<'_>> = candidates.iter().filter(|candidate| distance(candidate) <= quantity.half).collect();
    equal.sort_by(|a, b| a.shown.expression.cmp(&b.shown.expression));
    equal.dedup_by(|a, b| a.shown.expression == b.shown.expression);
    let typed = &text[at.start as usize..at.end as usize];
    if let Some(first) = equal.first() {
        let fault = warn("typed-number", at, format!("`{typed}` is typed, and the page computes it"));
        let fault = fault.also(first.shown.at, "here");
        let names: Vec<String> = equal.iter().map(|candidate| format!("`{}`", candidate.shown.expression)).collect();
        let written = [first].iter().find_map(|candidate| written(candidate.shown, quantity, typed, locale));
        return Some(match (equal.len(), written) {
            (1, Some(insert)) => fault.help("write the expression, so that it follows its formula").fix(at, insert),
            (1, None) => fault.help(format!("write {} between `{{{{` and `}}}}`", names[0])),
            _ => fault.help(format!("write the expression that is meant: {}", names.join(" or "))),
        });
    }
    let near = |candidate: &&Candidate<'_>| distance(candidate).mul(&Rational::from(NEAR)) <= candidate.value.abs();
    let nearest = candidates.iter().filter(near).min_by_key(|candidate| distance(candidate))?;
    let expression = &nearest.shown.expression;
    let now = nearest.shown.format.map(|format| locale.number(&nearest.shown.value, &nearest.shown.ty, &format).text);
    let message = format!("`{typed}` is typed, and `{expression}` is nearly that: {}", now.unwrap_or_default());
    let fault = warn("typed-number", at, message).also(nearest.shown.at, "computed here");
    Some(fault.help("write the expression if it is meant, else excuse the number: `{# typed: reason #}`"))
}

/// The insert that shows exactly what was typed.
fn written(shown: &ShownNumber, quantity: &Quantity, typed: &str, locale: &Locale) -> Option<String> {
    let decimals = quantity.decimals;
    let own = shown.format.map(|format| format.to_string()).unwrap_or_default();
    let mut formats = vec![own, String::new()];
    match (&quantity.of, quantity.unit) {
        (Of::Count(_), _) => formats.extend(["compact", "words", "exact"].map(str::to_string)),
        (_, unit) => {
            let unit = unit.unwrap_or_default();
            formats.extend([
                unit.to_string(),
                format!("{unit} .{decimals}"),
                format!("{unit} words"),
                format!("{unit} .{decimals} words"),
            ]);
        }
    }
    if matches!(quantity.of, Of::Count(_)) {
        formats.extend([format!("compact .{decimals}"), format!("compact .{decimals} words"), "compact words".to_string()]);
    }
    let shows = |text: &String| {
        let format = Format::read(text, &shown.ty).ok()?;
        let now = locale.number(&shown.value, &shown.ty, &format).text;
        (plain(&now) == plain(typed)).then_some(())
    };
    let format = formats.iter().find(|text| shows(text).is_some())?;
    let expression = &shown.expression;
    Some(if format.is_empty() { format!("{{{{ {expression} }}}}") } else { format!("{{{{ {expression} : {format} }}}}") })
}

/// A text without spaces, and with narrow digits.
fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    };
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{202f}').map(narrow).collect()
}

/// Does a place stand between quotation marks of its paragraph: then it is somebody's word.
fn is_quoted(text: &str, at: usize) -> bool {
    let start = text[..at].rfind("\n\n").map_or(0, |blank| blank + 2);
    let mut open: Vec<char> = Vec::new();
    for c in text[start..at].chars() {
        let closer = match c {
            '„' => Some('“'),
            '‚' => Some('‘'),
            '«' => Some('»'),
            '「' => Some('」'),
            '『' => Some('』'),
            '“' if open.last() != Some(&'“') => Some('”'),
            _ => None,
        };
        if open.last() == Some(&c) {
            open.pop();
        } else if let Some(closer) = closer {
            open.push(closer);
        }
    }
    !open.is_empty()
}

/// Does a piece of text that begins with a number follow a name in code or a link: `` `H100` 80 GB ``.
fn names_before(text: &str, start: usize, at: usize) -> bool {
    at == start && text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
}
