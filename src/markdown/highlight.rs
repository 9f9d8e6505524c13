//! Colours for code: the doorway of syntect.
//!
//! A grammar gives every piece of code a stack of scopes (`source.python meta.function keyword.operator`). We keep
//! one letter of it, the class, and join neighbours of the same class: the result is a list of runs, a tenth of what
//! a span for every scope would be. Runs, not HTML, are remembered, so that code with computed values in it and code
//! without take the same way.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use syntect::parsing::{ClearAmount, ParseState, Scope, ScopeStackOp, SyntaxReference, SyntaxSet};

use super::push;
use crate::diagnostic::nearest;
use crate::fingerprint::{Fingerprint, Ingredients};

/// So many bytes of one class; the class is the letter of a `<span class>`, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Run {
    pub(super) length: u32,
    pub(super) class: Option<Class>,
    /// Is it nothing but white space.
    blank: bool,
}

impl Run {
    /// So many bytes without a class.
    pub(super) fn plain(length: usize) -> Run {
        Run { length: u32::try_from(length).unwrap_or(u32::MAX), class: None, blank: false }
    }
}

/// What a piece of code is; one letter in HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Class {
    Attribute,
    Comment,
    Deleted,
    Escape,
    Function,
    Heading,
    Inserted,
    Keyword,
    Literal,
    Number,
    Operator,
    Parameter,
    String,
    Type,
}

impl Class {
    /// The class name; the style sheet knows them all.
    pub(super) fn letter(self) -> char {
        match self {
            Class::Attribute => 'a',
            Class::Comment => 'c',
            Class::Deleted => 'd',
            Class::Escape => 'e',
            Class::Function => 'f',
            Class::Heading => 'h',
            Class::Inserted => 'i',
            Class::Keyword => 'k',
            Class::Literal => 'l',
            Class::Number => 'm',
            Class::Operator => 'o',
            Class::Parameter => 'p',
            Class::String => 's',
            Class::Type => 't',
        }
    }
}

/// Scopes by their beginning, the first that fits decides; `None` is plain text. A scope that is not here has the
/// class of what is around it.
const CLASSES: [(&str, Option<Class>); 43] = [
    ("comment", Some(Class::Comment)),
    ("constant.numeric", Some(Class::Number)),
    ("constant.character.escape", Some(Class::Escape)),
    ("constant.other.placeholder", Some(Class::Escape)),
    ("constant", Some(Class::Literal)),
    ("string.unquoted", None),
    ("string", Some(Class::String)),
    ("keyword.operator.word", Some(Class::Keyword)),
    ("keyword.operator.logical.python", Some(Class::Keyword)),
    ("keyword.operator", Some(Class::Operator)),
    ("keyword", Some(Class::Keyword)),
    ("storage", Some(Class::Keyword)),
    ("entity.name.function", Some(Class::Function)),
    ("entity.name.macro", Some(Class::Function)),
    ("entity.name.tag", Some(Class::Keyword)),
    ("entity.name.section", Some(Class::Heading)),
    ("entity.name.type", Some(Class::Type)),
    ("entity.name.class", Some(Class::Type)),
    ("entity.name.struct", Some(Class::Type)),
    ("entity.name.enum", Some(Class::Type)),
    ("entity.name.trait", Some(Class::Type)),
    ("entity.name.interface", Some(Class::Type)),
    ("entity.name.impl", Some(Class::Type)),
    ("entity.name.namespace", Some(Class::Type)),
    ("entity.other.inherited-class", Some(Class::Type)),
    ("entity.other.attribute-name", Some(Class::Attribute)),
    ("support.function", Some(Class::Function)),
    ("support.macro", Some(Class::Function)),
    ("support.type.property-name", Some(Class::Attribute)),
    ("support.type", Some(Class::Type)),
    ("support.class", Some(Class::Type)),
    ("support.constant", Some(Class::Literal)),
    ("variable.function", Some(Class::Function)),
    ("variable.annotation", Some(Class::Attribute)),
    ("variable.parameter", Some(Class::Parameter)),
    ("variable.language", Some(Class::Literal)),
    ("variable.other.constant", Some(Class::Literal)),
    ("markup.heading", Some(Class::Heading)),
    ("markup.inserted", Some(Class::Inserted)),
    ("markup.deleted", Some(Class::Deleted)),
    ("meta.interpolation", None),
    ("meta.template.expression", None),
    ("source", None),
];

/// Names of languages that no grammar has, and what they are read as. An empty one is text without colours.
const ALIASES: [(&str, &str); 10] = [
    ("text", ""),
    ("plain", ""),
    ("plaintext", ""),
    ("txt", ""),
    ("output", ""),
    ("markdown-live", "md"),
    ("console", "sh"),
    ("cuda", "cpp"),
    ("cu", "cpp"),
    ("jsonc", "json"),
];

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

static SCOPES: LazyLock<Vec<(Scope, Option<Class>)>> =
    LazyLock::new(|| CLASSES.iter().filter_map(|(name, class)| Some((Scope::new(name).ok()?, *class))).collect());

/// Knows the colours of code, and remembers every block it has seen; shared by all pages and threads.
#[derive(Debug, Default)]
pub struct Highlighter {
    memo: RwLock<Blocks>,
}

/// Runs of blocks, by the fingerprint of language and code.
type Blocks = HashMap<Fingerprint, Arc<[Run]>>;

/// So many runs are remembered from one build to the next; beyond, all are forgotten.
const KEPT: usize = 1 << 23;

impl Serialize for Highlighter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let memo = self.memo.read().unwrap_or_else(PoisonError::into_inner);
        if memo.values().map(|runs| runs.len()).sum::<usize>() > KEPT {
            return Blocks::new().serialize(serializer);
        }
        memo.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Highlighter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Highlighter, D::Error> {
        Ok(Highlighter { memo: RwLock::new(Blocks::deserialize(deserializer)?) })
    }
}

thread_local! {
    /// The lines that this thread knows, by language. Each thread has its own, because what a grammar knows between
    /// two lines cannot be sent to another.
    static LINES: RefCell<HashMap<Box<str>, Lines>> = RefCell::default();
}

impl Highlighter {
    /// One that has seen nothing. Grammars are loaded when the first block needs one.
    pub fn new() -> Highlighter {
        Highlighter::default()
    }

    /// Is a language known; if not, what may have been meant.
    pub(super) fn find(&self, language: &str) -> Result<(), Option<String>> {
        let language = language.to_ascii_lowercase();
        if is_plain(&language) || syntax(&language).is_some() {
            return Ok(());
        }
        let names = SYNTAXES.syntaxes().iter().flat_map(|syntax| {
            let name = syntax.name.to_ascii_lowercase();
            let words = (!name.contains(' ')).then_some(name);
            words.into_iter().chain(syntax.file_extensions.iter().map(|extension| extension.to_ascii_lowercase()))
        });
        let names: Vec<String> = names.chain(ALIASES.iter().map(|(name, _)| (*name).to_string())).collect();
        Err(nearest(&language, names.iter().map(String::as_str)).map(str::to_string))
    }

    /// The runs of a block; together they are as long as the code.
    pub(super) fn runs(&self, language: &str, code: &str) -> Arc<[Run]> {
        let language = language.to_ascii_lowercase();
        let key = Ingredients::new().text(&language).text(code).finish();
        if let Some(runs) = self.memo.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return runs.clone();
        }
        let coloured = syntax(&language).and_then(|syntax| {
            let mut lines = LINES.with_borrow_mut(|known| known.remove(&*language)).unwrap_or_default();
            // A regular expression that fails while it runs makes syntect panic; such a block has no colours.
            let runs = catch_unwind(AssertUnwindSafe(|| lines.colour(syntax, code))).ok().flatten()?;
            LINES.with_borrow_mut(|known| known.insert(language.into(), lines));
            Some(runs)
        });
        let runs: Arc<[Run]> = coloured.unwrap_or_else(|| vec![Run::plain(code.len())]).into();
        self.memo.write().unwrap_or_else(PoisonError::into_inner).insert(key, runs.clone());
        runs
    }
}

fn is_plain(language: &str) -> bool {
    ALIASES.iter().any(|(name, meant)| *name == language && meant.is_empty())
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let meant = ALIASES.iter().find(|(name, _)| *name == language).map_or(language, |(_, meant)| meant);
    if meant.is_empty() { None } else { SYNTAXES.find_syntax_by_token(meant) }
}

/// Lines whose runs are known. Code repeats itself (`}`, `import torch`, an empty line), and parsing a line costs a
/// hundred times what finding it here costs.
#[derive(Debug, Default)]
struct Lines {
    /// The states that a line begins in or ends in.
    states: Vec<State>,
    known: HashMap<Box<str>, Vec<Known>>,
}

/// What a grammar knows between two lines.
#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    parser: ParseState,
    classes: Classes,
}

/// The runs of a line that begins in a state, and the state in which it ends.
#[derive(Debug)]
struct Known {
    before: usize,
    after: usize,
    runs: Box<[Run]>,
}

impl Lines {
    /// So many lines are remembered, then all are forgotten: three megabytes or so.
    const KEPT: usize = 1 << 14;

    /// The runs of a block; none if its grammar is broken.
    fn colour(&mut self, syntax: &SyntaxReference, code: &str) -> Option<Vec<Run>> {
        if self.known.len() > Lines::KEPT {
            *self = Lines::default();
        }
        let mut runs = Vec::new();
        let mut state = self.intern(State { parser: ParseState::new(syntax), classes: Classes::default() });
        for line in code.split_inclusive('\n') {
            let found = self.known.get(line).and_then(|all| all.iter().find(|known| known.before == state));
            if let Some(found) = found {
                found.runs.iter().for_each(|run| add(&mut runs, *run));
                state = found.after;
                continue;
            }
            let mut after = self.states[state].clone();
            let line_runs = after.read(line)?;
            line_runs.iter().for_each(|run| add(&mut runs, *run));
            let known = Known { before: state, after: self.intern(after), runs: line_runs.into() };
            state = known.after;
            self.known.entry(line.into()).or_default().push(known);
        }
        Some(runs)
    }

    fn intern(&mut self, state: State) -> usize {
        let known = self.states.iter().position(|other| *other == state);
        known.unwrap_or_else(|| push(&mut self.states, state))
    }
}

impl State {
    /// Reads a line: its runs.
    fn read(&mut self, line: &str) -> Option<Vec<Run>> {
        // The grammars expect every line to end.
        let ended = if line.ends_with('\n') { Cow::Borrowed(line) } else { Cow::Owned(format!("{line}\n")) };
        let operations = self.parser.parse_line(&ended, &SYNTAXES).ok()?;
        let mut runs = Vec::new();
        let mut done = 0;
        for (at, operation) in operations {
            let at = at.min(line.len());
            if done < at {
                add_text(&mut runs, &line[done..at], self.classes.top());
                done = at;
            }
            self.classes.apply(&operation);
        }
        add_text(&mut runs, &line[done..], self.classes.top());
        Some(runs)
    }
}

/// The classes of the scopes that are open, each the class of the one below where it has none of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Classes {
    open: Vec<Option<Class>>,
    cleared: Vec<Vec<Option<Class>>>,
}

impl Classes {
    fn top(&self) -> Option<Class> {
        self.open.last().copied().flatten()
    }

    fn apply(&mut self, operation: &ScopeStackOp) {
        match operation {
            ScopeStackOp::Push(scope) => self.open.push(class(*scope).unwrap_or(self.top())),
            ScopeStackOp::Pop(count) => self.open.truncate(self.open.len().saturating_sub(*count)),
            ScopeStackOp::Clear(amount) => {
                let kept = match amount {
                    ClearAmount::TopN(count) => self.open.len().saturating_sub(*count),
                    ClearAmount::All => 0,
                };
                self.cleared.push(self.open.split_off(kept));
            }
            ScopeStackOp::Restore => self.open.extend(self.cleared.pop().unwrap_or_default()),
            ScopeStackOp::Noop => {}
        }
    }
}

/// The class of a scope; none if it has that of its surroundings.
fn class(scope: Scope) -> Option<Option<Class>> {
    SCOPES.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, class)| *class)
}

/// Adds text; white space at its end has no class.
fn add_text(runs: &mut Vec<Run>, text: &str, class: Option<Class>) {
    let word = text.trim_ascii_end();
    if !word.is_empty() {
        add(runs, Run { class, ..Run::plain(word.len()) });
    }
    if word.len() < text.len() {
        add(runs, Run { blank: true, ..Run::plain(text.len() - word.len()) });
    }
}

/// Adds a run. Neighbours of one class are joined, also over white space.
fn add(runs: &mut Vec<Run>, run: Run) {
    match runs.as_mut_slice() {
        [.., before, space] if run.class.is_some() && before.class == run.class && space.blank => {
            before.length += space.length + run.length;
            runs.pop();
        }
        [.., last] if last.class == run.class => {
            last.length += run.length;
            last.blank &= run.blank;
        }
        _ => runs.push(run),
    }
}
