//! A comparison for a comment on a pull request.

use std::fmt::Write;

use super::print::{by_language, moved, name, reason, summary};
use super::{Cause, Change, Diff, Edit, Group};

/// The comparison as Markdown.
pub(super) fn markdown(diff: &Diff) -> String {
    let mut out = String::from("### Numbers\n\n");
    if diff.is_empty() {
        _ = writeln!(out, "No number differs from `{}`.", diff.against);
        return out;
    }
    _ = writeln!(out, "{} against `{}`.", summary(diff), diff.against);
    for group in &diff.groups {
        head(&mut out, diff, group);
        let (flips, numbers): (Vec<&Change>, Vec<&Change>) = group.changes.iter().partition(|change| change.is_flip());
        if !flips.is_empty() {
            out.push_str("\n**Sentences that now say something else:**\n\n");
            for change in flips {
                let places = places(diff, change, "; ");
                _ = writeln!(out, "- {} {}: {places}", asked(change), moved(diff, change));
            }
        }
        let (numbers, of_book): (Vec<&Change>, Vec<&Change>) = numbers.into_iter().partition(|change| !change.seen.is_empty());
        if !numbers.is_empty() {
            out.push_str("\n| number | old → new | change | seen |\n| --- | --- | ---: | --- |\n");
            for change in numbers {
                let percent = change.percent().map(|percent| format!("{percent} %")).unwrap_or_default();
                let moved = cell(&moved(diff, change));
                _ = writeln!(out, "| {} | {moved} | {percent} | {} |", asked(change), places(diff, change, "<br>"));
            }
        }
        if !of_book.is_empty() {
            _ = writeln!(out, "\n<details><summary>{} only in the formula book</summary>\n", of_book.len());
            for change in of_book {
                _ = writeln!(out, "- {} {}", asked(change), moved(diff, change));
            }
            out.push_str("\n</details>\n");
        }
    }
    out
}

fn head(out: &mut String, diff: &Diff, group: &Group) {
    let Cause::Formulas(ids) = &group.cause else {
        let reason = reason(&group.cause);
        let mut letters = reason.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        _ = writeln!(out, "\n#### {first}{}", letters.as_str());
        return;
    };
    let edited: Vec<_> = ids.iter().filter_map(|id| diff.edited.get(id)).collect();
    let words: Vec<String> = edited.iter().map(|edited| format!("{} {}", edited.edit.word(), code(&name(edited)))).collect();
    _ = writeln!(out, "\n#### {}\n", words.join(", "));
    for edited in edited {
        if let (Edit::Edited, Some(old), Some(new)) = (edited.edit, &edited.old, &edited.new) {
            _ = writeln!(out, "```diff\n- {}\n+ {}\n```", old.text, new.text);
        }
    }
}

fn asked(change: &Change) -> String {
    let holds = if change.is_flip() { "holds " } else { "" };
    let scenario = if change.key.scenario.is_empty() { String::new() } else { format!(" in {}", change.key.scenario) };
    cell(&code(&format!("{holds}{}", change.key.expression))) + &scenario
}

fn places(diff: &Diff, change: &Change, between: &str) -> String {
    cell(&by_language(diff, &change.seen).join(between))
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

/// A text for a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
