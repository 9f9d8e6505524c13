//! What a calculator's script asks of the book: these expressions are emitted.

use super::super::Emitted;
use super::super::body::Pen;
use super::ask::Order;
use crate::fingerprint::Fingerprint;
use crate::formula::script::{self, Ask};
use crate::formula::tree::{Body, Book, Builtin, DefinitionId, Entry, Expr, Kind, TapeQuestion, Type};
use crate::formula::{Expression, print};

/// Where the files of calculators lie.
const FOLDER: &str = "calculator/";
/// The definition whose arms an out-of-memory message may be about, as in `evidence`.
const CANDIDATES: &str = "request.largest";
/// What a request reads in a message, and what it read before PyTorch 1.1.
const ROUNDED: [&str; 2] = ["request.rounded", "request.rounded_before"];

/// A request for memory, and what its size reads in a message.
pub(super) struct Candidate {
    pub(super) request: Expression,
    pub(super) rounded: Vec<Expression>,
}

/// What a message may be about; nothing in a book that does not say so.
pub(super) fn candidates(pen: &Pen<'_, '_>) -> Vec<Candidate> {
    let book = &pen.scope.manuscript.book;
    let named = |name: &str| match book.names.get(name) {
        Some(Entry::Definition(id)) => Some(*id),
        _ => None,
    };
    let list = named(CANDIDATES).map(|id| &book.definitions[id].body);
    let Some(Body::Formula(Expr { kind: Kind::Builtin(Builtin::Max, arms), .. })) = list else { return Vec::new() };
    let rules: Vec<DefinitionId> = ROUNDED.iter().filter_map(|rule| named(rule)).collect();
    let rounded = |arm: &Expr| rules.iter().map(|rule| call(book, *rule, arm)).collect();
    let definitions = arms.iter().filter(|arm| matches!(arm.kind, Kind::Definition(_)));
    definitions.map(|arm| Candidate { request: expression(book, arm.clone()), rounded: rounded(arm) }).collect()
}

fn call(book: &Book, rule: DefinitionId, arm: &Expr) -> Expression {
    let kind = Kind::Call(rule, vec![arm.clone()]);
    expression(book, Expr { kind, ty: book.definitions[rule].ty.clone(), span: arm.span })
}

fn expression(book: &Book, tree: Expr) -> Expression {
    Expression { canonical: print::expression(book, &tree), tree }
}

/// The addresses of an emitted book, from the page.
pub(super) struct Module {
    pub(super) script: String,
    pub(super) texts: String,
}

/// Emits the book of these questions, and its texts in the page's language. Their names say what they hold, so that a
/// browser may keep them; calculators that ask the same share them.
pub(super) fn module(pen: &mut Pen<'_, '_>, asks: &[Ask]) -> Option<Module> {
    let manuscript = pen.scope.manuscript;
    let locale = pen.scope.locale();
    let module = script::emit(&manuscript.book, manuscript.scenario, asks);
    let texts = serde_json::to_string(&locale.calculator(&manuscript.book, &module)).ok()?;
    let root = if pen.up == "./" { "../".to_string() } else { format!("{}../", pen.up) };
    let mut file = |path: String, text: String| {
        let address = format!("{root}{path}");
        pen.files.push(Emitted { path, text });
        address
    };
    let texts = file(format!("{FOLDER}texts.{}.{}.json", locale.folder(), digits(&texts)), texts);
    let script = file(format!("{FOLDER}book.{}.js", digits(&module.text)), module.text);
    Some(Module { script, texts })
}

fn digits(text: &str) -> String {
    Fingerprint::of(text.as_bytes()).digits(8)
}

/// Everything that the script may ask.
pub(super) fn asks(pen: &Pen<'_, '_>, order: &Order, candidates: &[Candidate]) -> Vec<Ask> {
    let book = &pen.scope.manuscript.book;
    let mut asks = vec![Ask { expression: order.main.expression.clone(), breakdown: true }];
    let formulas = order.show.iter().chain(&order.range).chain(order.each.iter().map(|(asked, _)| asked));
    let mut plain: Vec<Expression> = formulas.map(|asked| asked.expression.clone()).collect();
    plain.extend(order.against.clone());
    plain.extend(order.timeline.map(|id| timeline(book, id)));
    plain.extend(candidates.iter().flat_map(|one| std::iter::once(&one.request).chain(&one.rounded).cloned()));
    asks.extend(plain.into_iter().map(|expression| Ask { expression, breakdown: false }));
    asks
}

fn timeline(book: &Book, id: DefinitionId) -> Expression {
    let span = book.definitions[id].span;
    expression(book, Expr { kind: Kind::Tape(TapeQuestion::Timeline, id, Vec::new()), ty: Type::Tape, span })
}
