//! Is `numbers.lock` what the site shows.

use super::{Scope, warn};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::diff::{Change, Diff, Side};
use crate::lock::{FILE, Lock};

const HELP: &str = "look at `babacus diff`, then write it anew with `babacus lock`";

/// Reports every number that is not what the lock says.
pub(super) fn behind(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let Some(file) = scope.project.lock else { return };
    let sources = &scope.project.sources;
    let mut faults = Diagnostics::default();
    let locked = Lock::read(sources, file, &mut faults);
    let sound = !faults.has_errors();
    diagnostics.extend(faults);
    let (lock, places) = Lock::of(scope.draft);
    if !sound || sources.get(file).text == lock.text() {
        return;
    }
    let new = Side::with(sources, scope.draft, lock, &places);
    let old = Side::locked(locked);
    let diff = Diff::new(FILE, &old, &new, scope.draft);
    let start = Span::new(file, 0..sources.get(file).text.find('\n').unwrap_or(0));
    for change in diff.groups.iter().flat_map(|group| &group.changes) {
        let at = change.old.as_ref().and_then(|old| old.at).unwrap_or(start);
        let mut fault = warn("lock-behind", at, moved(change));
        let seen = places.get(&change.key).into_iter().flatten().next();
        if let Some(place) = seen {
            fault = fault.also(place.at, "shown here");
        }
        diagnostics.push(fault.help(HELP));
    }
    if diff.is_empty() {
        diagnostics.push(formulas(&diff, &old, start));
    }
}

fn moved(change: &Change) -> String {
    let scenario = if change.key.scenario.is_empty() { String::new() } else { format!(" in {}", change.key.scenario) };
    let asked = format!("`{}`{scenario}", change.key.expression);
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if old.value != new.value => format!("{asked} is {}, and was locked as {}", new.value, old.value),
        (Some(_), Some(_)) => format!("{asked} is written in another way than it was locked"),
        (Some(_), None) => format!("{asked} is shown no more"),
        _ => format!("{asked} is shown, and not locked"),
    }
}

/// No number moved, but the file is not what would be written.
fn formulas(diff: &Diff, old: &Side, start: Span) -> Diagnostic {
    match diff.edited.values().next() {
        Some(edited) => {
            let at = old.lock.formulas.get(&edited.id).and_then(|formula| formula.at).unwrap_or(start);
            warn("lock-behind", at, format!("`{}` was {}, which moved no number", edited.id, edited.edit.word())).help(HELP)
        }
        None => warn("lock-behind", start, "the file is not in the form that `babacus lock` writes").help(HELP),
    }
}
