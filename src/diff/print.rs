//! A comparison for people at a terminal.

use std::fmt::Write;

use super::{Cause, Change, Diff, Edit, Edited, Group, Seen};
use crate::diagnostic::Plural;

/// Expressions are padded to this width, unless they are longer.
const WIDTH: usize = 34;

/// The comparison as text.
pub(super) fn text(diff: &Diff) -> String {
    let mut out = String::new();
    if diff.is_empty() {
        let edited = diff.edited.len();
        let quiet = if edited > 0 { format!("; {} without moving a number", edited_words(edited)) } else { String::new() };
        return format!("no number differs from {}{quiet}\n", diff.against);
    }
    line(&mut out, &format!("{} against {}", summary(diff), diff.against));
    for group in &diff.groups {
        out.push('\n');
        head(&mut out, diff, group);
        let parts = Parts::of(group);
        for same in &parts.seen {
            let seen: Vec<Seen> = same.iter().flat_map(|change| change.seen.clone()).collect();
            line(&mut out, &format!("\n  {}", changed(diff, same)));
            for language in by_language(diff, &seen) {
                line(&mut out, &format!("      {language}"));
            }
        }
        for (title, part) in [("changed, but reads the same", &parts.same), ("only in the formula book", &parts.book)] {
            if !part.is_empty() {
                line(&mut out, &format!("\n  {title}:"));
                part.iter().for_each(|same| line(&mut out, &format!("  {}", changed(diff, same))));
            }
        }
    }
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text.trim_end());
    out.push('\n');
}

/// `12 numbers changed, 1 condition turned, 1 formula edited`.
pub(super) fn summary(diff: &Diff) -> String {
    let (numbers, flips) = diff.counts();
    let same = diff.groups.iter().flat_map(|group| &group.changes).filter(|change| change.reads_the_same()).count();
    let quiet = if same > 0 { format!(" ({same} of them in digits that are not shown)") } else { String::new() };
    let mut parts = vec![format!("{} changed{quiet}", Plural(numbers, "number"))];
    if flips > 0 {
        parts.push(format!("{} turned", Plural(flips, "condition")));
    }
    if !diff.edited.is_empty() {
        parts.push(edited_words(diff.edited.len()));
    }
    parts.join(", ")
}

fn edited_words(count: usize) -> String {
    format!("{} edited", Plural(count, "formula"))
}

/// Why the numbers of a group changed.
pub(super) fn reason(cause: &Cause) -> &'static str {
    match cause {
        Cause::Formulas(_) => "",
        Cause::Pages => "pages show other numbers",
        Cause::Writing => "the same values, written in another way",
        Cause::Settings => "neither formulas nor pages: settings, or another version of Babacus",
    }
}

fn head(out: &mut String, diff: &Diff, group: &Group) {
    let Cause::Formulas(ids) = &group.cause else { return line(out, reason(&group.cause)) };
    for edited in ids.iter().filter_map(|id| diff.edited.get(id)) {
        line(out, &format!("{} {}{}", edited.edit.word(), name(edited), place(edited)));
        if let (Edit::Edited, Some(old), Some(new)) = (edited.edit, &edited.old, &edited.new) {
            line(out, &format!("  was {}", first_line(&old.text)));
            line(out, &format!("  now {}", first_line(&new.text)));
        }
    }
}

/// `formula blocks`, `scenario d1`.
pub(super) fn name(edited: &Edited) -> String {
    if edited.id.starts_with("scenario ") { edited.id.clone() } else { format!("formula {}", edited.id) }
}

fn place(edited: &Edited) -> String {
    edited.new.as_ref().or(edited.old.as_ref()).map(|said| format!(" ({}:{})", said.file, said.line)).unwrap_or_default()
}

/// A dataset has a line for each row; the first is enough.
fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or("")
}

/// The changes of a group by what is asked, sorted by who notices them.
#[derive(Default)]
pub(super) struct Parts<'g> {
    /// Readers of pages see something else.
    pub(super) seen: Vec<&'g [Change]>,
    /// Pages show them, with the same digits.
    pub(super) same: Vec<&'g [Change]>,
    /// No page shows them.
    pub(super) book: Vec<&'g [Change]>,
}

impl<'g> Parts<'g> {
    pub(super) fn of(group: &'g Group) -> Parts<'g> {
        let mut parts = Parts::default();
        for same in alike(group) {
            let on_pages = || same.iter().filter(|change| !change.seen.is_empty());
            if on_pages().next().is_none() {
                parts.book.push(same);
            } else if on_pages().all(Change::reads_the_same) {
                parts.same.push(same);
            } else {
                parts.seen.push(same);
            }
        }
        parts
    }
}

/// The changes of a group by what is asked, however it is written.
fn alike(group: &Group) -> impl Iterator<Item = &[Change]> {
    let asked = |change: &Change| (change.key.expression.clone(), change.key.scenario.clone(), change.is_flip());
    group.changes.chunk_by(move |a, b| asked(a) == asked(b))
}

/// `holds peak <= card in d1`.
fn asked(change: &Change) -> String {
    let scenario = if change.key.scenario.is_empty() { String::new() } else { format!(" in {}", change.key.scenario) };
    let holds = if change.is_flip() { "holds " } else { "" };
    format!("{holds}{}{scenario}", change.key.expression)
}

/// One line: what is asked, what is written, by how much it changed, and exactly.
fn changed(diff: &Diff, same: &[Change]) -> String {
    let Some(first) = same.first() else { return String::new() };
    let mut text = format!("{:WIDTH$}  {}", asked(first), all_moved(diff, same));
    if let Some(percent) = first.percent() {
        _ = write!(text, "  {percent} %");
    }
    text + &exactly(first)
}

/// What is written, once for each way of writing it on pages.
pub(super) fn all_moved(diff: &Diff, same: &[Change]) -> String {
    let on_pages = same.iter().any(|change| !change.seen.is_empty());
    let mut texts: Vec<String> = Vec::new();
    for change in same.iter().filter(|change| !on_pages || !change.seen.is_empty()) {
        let text = moved(diff, change);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.join(", ")
}

/// `1062万 → 1150万`, in the source language.
pub(super) fn moved(diff: &Diff, change: &Change) -> String {
    let texts = |number: &super::Number| match number.texts.get(diff.first_language) {
        Some(text) if !text.is_empty() => text.clone(),
        _ => number.value.clone(),
    };
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if change.is_flip() => format!("{} → {}", old.value, new.value),
        (Some(old), Some(new)) => {
            // Where the languages differ and the first does not: one that does.
            let differing = (0..diff.languages.len()).find(|at| old.texts.get(*at) != new.texts.get(*at));
            let (before, after) = (texts(old), texts(new));
            match differing {
                Some(at) if before == after && old.value == new.value => {
                    let text = |number: &super::Number| number.texts.get(at).cloned().unwrap_or_default();
                    format!("{} → {} ({})", text(old), text(new), diff.languages[at])
                }
                None => after,
                _ => format!("{before} → {after}"),
            }
        }
        (Some(old), None) => format!("{} → no longer shown", texts(old)),
        (None, Some(new)) => format!("new: {}", texts(new)),
        (None, None) => String::new(),
    }
}

/// `  (10616832 → 11501568 param)`, where the value itself changed.
fn exactly(change: &Change) -> String {
    let (Some(old), Some(new)) = (&change.old, &change.new) else { return String::new() };
    if old.value == new.value || change.is_flip() {
        return String::new();
    }
    let unit = if new.unit.is_empty() { String::new() } else { format!(" {}", new.unit) };
    format!("  ({} → {}{unit})", short(&old.value), short(&new.value))
}

/// A value without more decimals than anyone reads.
fn short(value: &str) -> String {
    match value.split_once('.') {
        Some((whole, decimals)) if decimals.len() > 6 && !value.contains("..") => format!("{whole}.{}…", &decimals[..6]),
        _ => value.to_string(),
    }
}

/// `ja  content/ja/index.md:12, 30`: a line for each language, each file once.
pub(super) fn by_language(diff: &Diff, seen: &[Seen]) -> Vec<String> {
    let mut lines = Vec::new();
    for language in &diff.languages {
        let mut files: Vec<(&str, Vec<usize>)> = Vec::new();
        for place in seen.iter().filter(|place| place.language == *language) {
            match files.iter_mut().find(|(file, _)| *file == place.file) {
                Some((_, lines)) if lines.contains(&place.line) => {}
                Some((_, lines)) => lines.push(place.line),
                None => files.push((&place.file, vec![place.line])),
            }
        }
        let written = files.iter().map(|(file, lines)| {
            let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
            format!("{file}:{}", lines.join(", "))
        });
        let written: Vec<String> = written.collect();
        if !written.is_empty() {
            lines.push(format!("{language} {}", written.join("; ")));
        }
    }
    lines
}
