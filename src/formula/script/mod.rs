//! A book as JavaScript: the definitions that some expressions depend on, for the calculator in the browser.
//!
//! The tree is written as plain functions of a memory (`e`: the inputs, and what was computed from them), in the terms of
//! `static/calculator/run.js`, which holds everything that does not depend on the book. What is the same whatever the
//! inputs are (`median(… over data)`, `x in S`) is computed here and written as a number.
//!
//! ```text
//! peak : B = if compile then peak.compiled else peak.eager
//! →  d7=D(7,1,e=>flag(e.i[10])?d5(e):d6(e))
//! ```

mod constant;
mod data;
mod expr;
mod follow;
mod tape;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::eval::Evaluator;
use super::tree::{Book, DatasetId, DefinitionId, Id, InputId, Kind, ScenarioId, Type};
use super::{Expression, inputs};

/// What a calculator asks of the book.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The expression, also a tape's (`formula::timeline`).
    pub expression: Expression,
    /// Is it to be broken down too.
    pub breakdown: bool,
}

/// A book as a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Its JavaScript.
    pub text: String,
    /// Ids of definitions and of tapes' steps that its answers may name, so that a language can say what they are called.
    pub names: BTreeSet<Id>,
}

/// The module of the asked expressions, which the calculator finds by their canonical form. `site` is the scenario
/// below every other one.
///
/// The book must be sound. The same book and questions give the same bytes.
pub fn emit(book: &Book, site: Option<ScenarioId>, asks: &[Ask]) -> Module {
    let mut script = Script::new(book, site);
    let (mut requires, mut asked) = (Vec::new(), Vec::new());
    for require in &book.requires {
        let condition = script.expr(&require.condition);
        requires.push(format!("[{},e=>{condition}]", quoted(&require.id)));
        let inputs: Vec<String> = inputs::of(book, &require.condition).iter().map(usize::to_string).collect();
        asked.push(format!("{}:[{}]", member(&require.id), inputs.join(",")));
    }
    let mut questions: BTreeMap<&str, String> = BTreeMap::new();
    for ask in asks {
        let tree = &ask.expression.tree;
        let mut row = format!("{{t:{},f:e=>{}", quoted(&type_name(&tree.ty)), script.expr(tree));
        if ask.breakdown {
            let parts = script.parts(tree);
            let _ = write!(row, ",b:e=>{parts}");
        }
        if let Kind::Tape(_, tape, _) = &tree.kind {
            let _ = write!(row, ",u:{}", quoted(&type_name(&book.definitions[*tape].ty)));
        }
        row.push('}');
        questions.insert(&ask.expression.canonical, row);
    }
    script.finish(&requires, &asked, &questions)
}

/// How a type is called in the module: `nB/param`, `rB` (a range), `flag`, `choice`, `name`, `none`, `tape`.
fn type_name(ty: &Type) -> String {
    match ty {
        Type::Number(dimension) => format!("n{dimension}"),
        Type::Range(dimension) => format!("r{dimension}"),
        Type::Flag => "flag".to_string(),
        Type::Choice(_) => "choice".to_string(),
        Type::Name => "name".to_string(),
        Type::None => "none".to_string(),
        Type::Tape => "tape".to_string(),
    }
}

/// A string of JavaScript.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The name of an object's member; `__proto__` as a plain name would be no member.
fn member(name: &str) -> String {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') && !name.is_empty();
    match name {
        "__proto__" => "[\"__proto__\"]".to_string(),
        _ if is_plain && !name.as_bytes()[0].is_ascii_digit() => name.to_string(),
        _ => quoted(name),
    }
}

/// The module while it is written.
struct Script<'b> {
    book: &'b Book,
    evaluator: Evaluator<'b>,
    /// The functions, each once, in the order in which they were first asked for.
    code: Vec<String>,
    /// The slot of each definition that is asked for.
    slots: BTreeMap<DefinitionId, usize>,
    /// Functions for `winner` and breakdowns that are written already.
    helpers: BTreeSet<String>,
    /// Numbers that are no safe integers, and where they stand in `code`.
    numbers: BTreeMap<String, usize>,
    /// Scenarios of chains.
    lines: BTreeMap<ScenarioId, String>,
    /// Datasets whose rows are asked for.
    datasets: BTreeSet<DatasetId>,
    /// Inputs that a search varies.
    varied: BTreeSet<InputId>,
    /// What answers may name.
    names: BTreeSet<Id>,
}

impl<'b> Script<'b> {
    fn new(book: &'b Book, site: Option<ScenarioId>) -> Script<'b> {
        Script {
            book,
            evaluator: Evaluator::new(book, site),
            code: Vec::new(),
            slots: BTreeMap::new(),
            helpers: BTreeSet::new(),
            numbers: BTreeMap::new(),
            lines: BTreeMap::new(),
            datasets: BTreeSet::new(),
            varied: BTreeSet::new(),
            names: BTreeSet::new(),
        }
    }

    /// Every function in its order, then the book's data.
    fn finish(mut self, requires: &[String], asked: &[String], questions: &BTreeMap<&str, String>) -> Module {
        let data = self.data();
        let asks: Vec<String> = questions.iter().map(|(name, row)| format!("{}:{row}", member(name))).collect();
        let text = format!(
            "// Made from the formula book. See engine.js.\nexport default({})=>{{\nconst {};\nreturn{{{data},\nrequires:[{}],\nasked:{{{}}},\nasks:{{\n{}}}}}}}\n",
            expr::FUNCTIONS,
            if self.code.is_empty() { "none=0".to_string() } else { self.code.join(",\n") },
            requires.join(",\n"),
            asked.join(","),
            asks.join(",\n")
        );
        Module { text, names: self.names }
    }
}
