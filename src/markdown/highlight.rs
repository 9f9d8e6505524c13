//! Colours for code: the doorway of syntect.
//!
//! A grammar gives every piece of code a stack of scopes (`source.python meta.function keyword.operator`). We keep
//! one letter of it, the class, and join neighbours of the same class: the result is a list of runs, a tenth of what
//! a span for every scope would be. Runs, not HTML, are remembered, so that code with computed values in it and code
//! without take the same way.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use syntect::parsing::{ClearAmount, ParseState, Scope, ScopeStackOp, SyntaxReference, SyntaxSet};

use crate::diagnostic::nearest;

/// So many bytes of one class; the class is the letter of a `<span class>`, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) length: u32,
    pub(super) class: Option<Class>,
}

/// What a piece of code is; one letter in HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    memo: RwLock<HashMap<Box<str>, Arc<[Run]>>>,
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
        let key = format!("{language}\0{code}");
        if let Some(runs) = self.memo.read().unwrap_or_else(PoisonError::into_inner).get(&*key) {
            return runs.clone();
        }
        let runs: Arc<[Run]> = match syntax(&language) {
            // A regular expression that fails while it runs makes syntect panic; such a block has no colours.
            Some(syntax) => catch_unwind(AssertUnwindSafe(|| colour(syntax, code))).unwrap_or_else(|_| plain(code)).into(),
            None => plain(code).into(),
        };
        self.memo.write().unwrap_or_else(PoisonError::into_inner).insert(key.into(), runs.clone());
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

fn plain(code: &str) -> Vec<Run> {
    vec![Run { length: length(code.len()), class: None }]
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

fn colour(syntax: &SyntaxReference, code: &str) -> Vec<Run> {
    let mut state = ParseState::new(syntax);
    let mut classes = Classes::default();
    let mut runs = Runs::default();
    for line in code.split_inclusive('\n') {
        // The grammars expect every line to end.
        let ended;
        let text = if line.ends_with('\n') {
            line
        } else {
            ended = format!("{line}\n");
            &ended
        };
        let Ok(operations) = state.parse_line(text, &SYNTAXES) else { return plain(code) };
        let mut done = 0;
        for (at, operation) in operations {
            let at = at.min(line.len());
            if done < at {
                runs.add(&line[done..at], classes.top());
                done = at;
            }
            classes.apply(&operation);
        }
        runs.add(&line[done..], classes.top());
    }
    runs.list
}

/// The classes of the scopes that are open, each the class of the one below where it has none of its own.
#[derive(Default)]
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

#[derive(Default)]
struct Runs {
    list: Vec<Run>,
    /// Is the last run nothing but white space.
    ends_in_space: bool,
}

impl Runs {
    /// Adds text. White space has no class, unless it stands between two runs of one class.
    fn add(&mut self, text: &str, class: Option<Class>) {
        let word = text.trim_ascii_end();
        self.push(word.len(), class, false);
        self.push(text.len() - word.len(), None, true);
    }

    fn push(&mut self, bytes: usize, class: Option<Class>, is_space: bool) {
        if bytes == 0 {
            return;
        }
        let joins_over_space = |before: Run| class.is_some() && before.class == class && self.ends_in_space;
        match *self.list.as_mut_slice() {
            [.., ref mut before, space] if joins_over_space(*before) => {
                before.length += space.length + length(bytes);
                self.list.pop();
                self.ends_in_space = false;
            }
            [.., ref mut last] if last.class == class => {
                last.length += length(bytes);
                self.ends_in_space &= is_space;
            }
            _ => {
                self.list.push(Run { length: length(bytes), class });
                self.ends_in_space = is_space;
            }
        }
    }
}
