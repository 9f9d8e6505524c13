//! A comparison for a comment on a pull request.

use std::fmt::Write;

use super::print::{Parts, all_moved, by_language, name, reason, summary};
use super::{Cause, Change, Diff, Edit, Group, Seen};

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
        let parts = Parts::of(group);
        let (flips, numbers): (Vec<&[Change]>, Vec<&[Change]>) =
            parts.seen.iter().partition(|same| same.iter().all(Change::is_flip));
        if !flips.is_empty() {
            out.push_str("\n**Sentences that now say something else:**\n\n");
            for same in flips {
                _ = writeln!(out, "- {} {}: {}", asked(&same[0]), all_moved(diff, same), places(diff, same, "; "));
            }
        }
        if !numbers.is_empty() {
            out.push_str("\n| number | old → new | change | seen |\n| --- | --- | ---: | --- |\n");
            for same in numbers {
                let percent = same[0].percent().map(|percent| format!("{percent} %")).unwrap_or_default();
                let moved = cell(&all_moved(diff, same));
                _ = writeln!(out, "| {} | {moved} | {percent} | {} |", asked(&same[0]), places(diff, same, "<br>"));
            }
        }
        for (title, part) in [("changed, but read the same", &parts.same), ("only in the formula book", &parts.book)] {
            if !part.is_empty() {
                _ = writeln!(out, "\n<details><summary>{} {title}</summary>\n", part.len());
                for same in part {
                    _ = writeln!(out, "- {} {}", asked(&same[0]), all_moved(diff, same));
                }
                out.push_str("\n</details>\n");
            }
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

fn places(diff: &Diff, same: &[Change], between: &str) -> String {
    let seen: Vec<Seen> = same.iter().flat_map(|change| change.seen.clone()).collect();
    cell(&by_language(diff, &seen).join(between))
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

/// A text for a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
