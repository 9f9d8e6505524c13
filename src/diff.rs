//! Which numbers a change moved, why, and where readers see it.
//!
//! Two sides are compared, each a lock: what was locked or built from a revision, and what the site gives now. The
//! cause of a change is the formulas whose own line changed; those that only stand on them are not named.

mod cause;
mod markdown;
mod print;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use crate::diagnostic::{Sources, Span};
use crate::edition::Draft;
use crate::formula::rational::Rational;
use crate::lock::{HOLDS, Key, Lock, Number, Places};

/// One side of a comparison.
#[derive(Debug, Default)]
pub struct Side {
    /// Its numbers and formulas.
    pub lock: Lock,
    /// Where pages show each number, if the pages are there.
    pub places: BTreeMap<Key, Vec<Seen>>,
    /// What formulas say, and where, if the book is there.
    pub formulas: BTreeMap<String, Said>,
}

/// Where a reader sees a number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// The language's folder.
    pub language: String,
    /// The page's file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// What a formula says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// In canonical form.
    pub text: String,
    /// Its file.
    pub file: String,
    /// Its line.
    pub line: usize,
}

impl Side {
    /// The side of a site that is there.
    pub fn of(sources: &Sources, draft: &Draft) -> Side {
        let (lock, places) = Lock::of(draft);
        Side::with(sources, draft, lock, &places)
    }

    /// The same, where the lock is there already.
    pub fn with(sources: &Sources, draft: &Draft, lock: Lock, places: &Places) -> Side {
        let manuscript = &draft.manuscript;
        let seen = |place: &crate::lock::Place| {
            let page = &manuscript.pages[place.page];
            let (line, column) = sources.position(place.at);
            let language = manuscript.languages[page.language].folder.clone();
            Seen { language, file: sources.get(page.source).path.clone(), line, column }
        };
        let places = places.iter().map(|(key, places)| (key.clone(), places.iter().map(seen).collect())).collect();
        let said = |(text, at): (String, Span)| {
            let line = sources.position(at).0;
            Said { text, file: sources.get(at.source).path.clone(), line }
        };
        let formulas = crate::lock::texts(&manuscript.book).into_iter().map(|(id, text)| (id, said(text))).collect();
        Side { lock, places, formulas }
    }

    /// The side of a lock alone.
    pub fn locked(lock: Lock) -> Side {
        Side { lock, ..Side::default() }
    }
}

/// What happened to a formula's own line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edit {
    /// It says something else.
    Edited,
    /// It was not there.
    Added,
    /// It is there no more.
    Removed,
}

impl Edit {
    /// `edited`, for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Edit::Edited => "edited",
            Edit::Added => "added",
            Edit::Removed => "removed",
        }
    }
}

/// A formula whose own line changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// Its id; a scenario's is `scenario d1`.
    pub id: String,
    /// What happened.
    pub edit: Edit,
    /// What it said, if that is known.
    pub old: Option<Said>,
    /// What it says.
    pub new: Option<Said>,
}

/// Why numbers changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// These formulas were edited.
    Formulas(BTreeSet<String>),
    /// Pages show other numbers.
    Pages,
    /// Languages write them in another way.
    Writing,
    /// Something that the lock does not know: settings, or what a formula language says.
    Settings,
}

/// A number that is not what it was.
#[derive(Debug, Clone)]
pub struct Change {
    /// What it asks.
    pub key: Key,
    /// What it answered.
    pub old: Option<Number>,
    /// What it answers.
    pub new: Option<Number>,
    /// By how much it changed, as a share of what it was; `None` where that says nothing.
    pub share: Option<Rational>,
    /// Where it is seen (if it is gone: where it was).
    pub seen: Vec<Seen>,
}

impl Change {
    /// Is it a sentence that now says something else.
    pub fn is_flip(&self) -> bool {
        self.key.format == HOLDS && self.old.is_some() && self.new.is_some()
    }

    /// Did only its last digits move, so that every language writes what it wrote.
    pub fn reads_the_same(&self) -> bool {
        let texts = self.old.as_ref().zip(self.new.as_ref());
        !self.is_flip() && texts.is_some_and(|(old, new)| !old.texts.is_empty() && old.texts == new.texts)
    }

    /// For sorting: the largest effect first.
    fn effect(&self) -> f64 {
        match (&self.share, &self.old, &self.new) {
            (Some(share), ..) => share.abs().to_f64(),
            (None, Some(old), Some(new)) if old.value != new.value => f64::INFINITY,
            _ => 0.0,
        }
    }
}

/// The changes of one cause.
#[derive(Debug)]
pub struct Group {
    /// Why.
    pub cause: Cause,
    /// What, the largest effect first; `holds` that turned stand before numbers.
    pub changes: Vec<Change>,
}

/// All differences between two sides.
#[derive(Debug)]
pub struct Diff {
    /// What the site was compared with: `numbers.lock`, `HEAD~1`.
    pub against: String,
    /// The languages, in order.
    pub languages: Vec<String>,
    /// Whose texts are shown where there is room for one: an index of `languages`.
    pub first_language: usize,
    /// The formulas whose own line changed.
    pub edited: BTreeMap<String, Edited>,
    /// The changes by cause, the largest effect first.
    pub groups: Vec<Group>,
}

impl Diff {
    /// Compares what was with what the site gives now.
    pub fn new(against: &str, old: &Side, new: &Side, draft: &Draft) -> Diff {
        let languages = new.lock.languages.clone();
        let edited = edited(old, new);
        let causes = cause::Causes::new(&draft.manuscript, &edited);
        let mut groups: BTreeMap<Cause, Vec<Change>> = BTreeMap::new();
        let keys: BTreeSet<&Key> = old.lock.numbers.keys().chain(new.lock.numbers.keys()).collect();
        for key in keys {
            let (before, after) = (old.lock.numbers.get(key), new.lock.numbers.get(key));
            let cause = match (before, after) {
                (Some(before), Some(after)) if (&before.value, &before.unit) != (&after.value, &after.unit) => causes.of(key),
                (Some(before), Some(after)) if writes_alike((before, &old.lock), (after, &new.lock)) => continue,
                (Some(_), Some(_)) => Cause::Writing,
                _ if edited.contains_key(&key.expression) => Cause::Formulas([key.expression.clone()].into()),
                _ => Cause::Pages,
            };
            let seen = new.places.get(key).or_else(|| old.places.get(key)).cloned().unwrap_or_default();
            let share = before.zip(after).and_then(|(before, after)| share(before, after));
            let change = Change { key: key.clone(), old: before.cloned(), new: after.cloned(), share, seen };
            groups.entry(cause).or_default().push(change);
        }
        let mut groups: Vec<Group> = groups.into_iter().map(|(cause, changes)| Group { cause, changes }).collect();
        for group in &mut groups {
            group.changes.sort_by(|a, b| {
                let flips = b.is_flip().cmp(&a.is_flip());
                flips.then(b.effect().total_cmp(&a.effect())).then_with(|| a.key.cmp(&b.key))
            });
        }
        groups.sort_by(|a, b| b.effect().total_cmp(&a.effect()).then_with(|| a.cause.cmp(&b.cause)));
        let first_language = draft.manuscript.config.source_index();
        Diff { against: against.to_string(), languages, first_language, edited, groups }
    }

    /// Does everything say what it said. A formula that was edited without moving a number is no difference of numbers.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// How many numbers changed, and how many `holds` turned.
    pub fn counts(&self) -> (usize, usize) {
        let changes = || self.groups.iter().flat_map(|group| &group.changes);
        let flips = changes().filter(|change| change.is_flip()).count();
        (changes().count() - flips, flips)
    }

    /// For people at a terminal.
    pub fn text(&self) -> String {
        print::text(self)
    }

    /// For a comment on a pull request.
    pub fn markdown(&self) -> String {
        markdown::markdown(self)
    }

    /// For programs.
    pub fn json(&self) -> Json {
        let (numbers, holds) = self.counts();
        json!({
            "against": self.against,
            "languages": self.languages,
            "changed": numbers,
            "holds_turned": holds,
            "edited": self.edited.values().map(edited_json).collect::<Vec<_>>(),
            "groups": self.groups.iter().map(|group| self.group_json(group)).collect::<Vec<_>>(),
        })
    }

    fn group_json(&self, group: &Group) -> Json {
        let (kind, formulas): (_, Vec<&String>) = match &group.cause {
            Cause::Formulas(ids) => ("formulas", ids.iter().collect()),
            Cause::Pages => ("pages", Vec::new()),
            Cause::Writing => ("writing", Vec::new()),
            Cause::Settings => ("settings", Vec::new()),
        };
        let changes: Vec<Json> = group.changes.iter().map(|change| self.change_json(change)).collect();
        json!({ "cause": kind, "formulas": formulas, "changes": changes })
    }

    fn change_json(&self, change: &Change) -> Json {
        let side = |number: &Option<Number>| match number {
            None => Json::Null,
            Some(number) => {
                let texts = self.languages.iter().zip(&number.texts).filter(|(_, text)| !text.is_empty());
                let texts: Map<String, Json> = texts.map(|(language, text)| (language.clone(), json!(text))).collect();
                json!({ "value": number.value, "unit": number.unit, "text": texts })
            }
        };
        let seen = change
            .seen
            .iter()
            .map(|seen| json!({ "language": seen.language, "file": seen.file, "line": seen.line, "column": seen.column }));
        let mut object = json!({
            "expression": change.key.expression,
            "scenario": change.key.scenario,
            "format": change.key.format,
            "old": side(&change.old),
            "new": side(&change.new),
        });
        if let Some(percent) = change.percent() {
            object["change_percent"] = json!(percent);
        }
        object["seen"] = seen.collect();
        object
    }
}

impl Group {
    fn effect(&self) -> f64 {
        self.changes.iter().map(Change::effect).fold(0.0, f64::max)
    }
}

impl Change {
    /// The change in percent, with three significant digits and a sign.
    pub fn percent(&self) -> Option<String> {
        let percent = self.share.as_ref()?.mul(&Rational::from(100));
        let sign = if percent.is_negative() { "" } else { "+" };
        Some(format!("{sign}{}", percent.round_significant(3).written().0))
    }
}

fn edited_json(edited: &Edited) -> Json {
    let side = |said: &Option<Said>| match said {
        Some(said) => json!({ "text": said.text, "file": said.file, "line": said.line }),
        None => Json::Null,
    };
    json!({ "id": edited.id, "edit": edited.edit.word(), "old": side(&edited.old), "new": side(&edited.new) })
}

/// The formulas whose own line changed.
fn edited(old: &Side, new: &Side) -> BTreeMap<String, Edited> {
    let ids: BTreeSet<&String> = old.lock.formulas.keys().chain(new.lock.formulas.keys()).collect();
    let compare = |id: &String| {
        let edit = match (old.lock.formulas.get(id), new.lock.formulas.get(id)) {
            (Some(before), Some(after)) if before.hash == after.hash => return None,
            (Some(_), Some(_)) => Edit::Edited,
            (Some(_), None) => Edit::Removed,
            _ => Edit::Added,
        };
        let said = |side: &Side| side.formulas.get(id).cloned();
        Some((id.clone(), Edited { id: id.clone(), edit, old: said(old), new: said(new) }))
    };
    ids.into_iter().filter_map(compare).collect()
}

/// Do both sides have the same texts, in the languages that both have.
fn writes_alike((before, old): (&Number, &Lock), (after, new): (&Number, &Lock)) -> bool {
    new.languages.iter().zip(&after.texts).all(|(language, text)| {
        let place = old.languages.iter().position(|other| other == language);
        place.and_then(|place| before.texts.get(place)).is_none_or(|other| other == text)
    })
}

/// By how much a number changed, as a share of what it was; of a range, the end that changed more.
fn share(before: &Number, after: &Number) -> Option<Rational> {
    if before.unit != after.unit {
        return None;
    }
    let ends = |text: &str| -> Option<Vec<Rational>> { text.split("..").map(Rational::parse).collect() };
    let (before, after) = (ends(&before.value)?, ends(&after.value)?);
    if before.len() != after.len() {
        return None;
    }
    let shares = before.iter().zip(&after).map(|(old, new)| new.sub(old).div(&old.abs())).collect::<Option<Vec<_>>>()?;
    shares.into_iter().max_by_key(Rational::abs)
}
