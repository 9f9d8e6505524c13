//! Canonical printing: names resolved, redundant brackets and spaces gone, overrides sorted.
//!
//! Lock, parity, cache keys and HTML use this form, so it changes for a reason only.

mod definition;
mod item;

pub use item::{dataset, input, scenario};

use super::tree::{Book, Builtin, Definition, Expr, Kind, Link, Operator, Statistic, TapeQuestion, Type, Variable};
use super::words::{COMPARISONS, FUNCTIONS, STATISTICS, TAPE_QUESTIONS};

/// How tightly a node binds, from loose to tight, in the order of the grammar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tightness {
    If,
    Chain,
    Or,
    And,
    Not,
    Comparison,
    Range,
    Sum,
    Product,
    Negation,
    Power,
    Atom,
}

/// The canonical form of an expression.
pub fn expression(book: &Book, expr: &Expr) -> String {
    let mut printer = Printer { book, out: String::new() };
    printer.expr(expr);
    printer.out
}

/// The canonical form of a definition, on one line: what the lock hashes.
pub fn definition(book: &Book, definition: &Definition) -> String {
    let mut printer = Printer { book, out: String::new() };
    printer.definition(definition);
    printer.out
}

/// The sign or word of an operator.
pub fn operator(operator: Operator) -> &'static str {
    if let Some((text, _)) = COMPARISONS.iter().find(|(_, known)| *known == operator) {
        return text;
    }
    match operator {
        Operator::Power => "^",
        Operator::Multiply => "*",
        Operator::Divide => "/",
        Operator::Mod => "mod",
        Operator::Div => "div",
        Operator::Add => "+",
        Operator::Subtract => "-",
        Operator::And => "and",
        _ => "or",
    }
}

/// Does it compare.
pub fn is_comparison(operator: Operator) -> bool {
    COMPARISONS.iter().any(|(_, known)| *known == operator)
}

/// The name of a function.
pub fn function(builtin: Builtin) -> &'static str {
    FUNCTIONS.iter().find(|row| row.1 == builtin).map_or("", |row| row.0)
}

/// The name of a statistic.
pub fn statistic(statistic: Statistic) -> &'static str {
    STATISTICS.iter().find(|row| row.1 == statistic).map_or("", |row| row.0)
}

/// The name of a question to a tape.
pub fn question(question: TapeQuestion) -> &'static str {
    TAPE_QUESTIONS.iter().find(|row| row.1 == question).map_or("", |row| row.0)
}

/// How tightly a node binds.
pub(super) fn tightness(expr: &Expr) -> Tightness {
    match &expr.kind {
        Kind::If(..) => Tightness::If,
        Kind::Chain(..) | Kind::Search(_) => Tightness::Chain,
        Kind::Not(_) => Tightness::Not,
        Kind::Range(..) => Tightness::Range,
        Kind::Negate(_) => Tightness::Negation,
        Kind::Binary(operator, ..) => operator_tightness(*operator),
        _ => Tightness::Atom,
    }
}

fn operator_tightness(operator: Operator) -> Tightness {
    match operator {
        Operator::Or => Tightness::Or,
        Operator::And => Tightness::And,
        Operator::Add | Operator::Subtract => Tightness::Sum,
        Operator::Multiply | Operator::Divide | Operator::Mod | Operator::Div => Tightness::Product,
        Operator::Power => Tightness::Power,
        _ => Tightness::Comparison,
    }
}

/// Is its last word a literal's unit.
fn ends_with_unit(expr: &Expr) -> bool {
    match &expr.kind {
        Kind::Number(_, written) => written.contains(' '),
        Kind::Binary(Operator::Multiply | Operator::Divide | Operator::Mod | Operator::Div, _, right) => ends_with_unit(right),
        Kind::Negate(operand) => ends_with_unit(operand),
        _ => false,
    }
}

/// How tightly the operands of an operator must bind to need no brackets.
pub(super) fn operands(op: Operator) -> (Tightness, Tightness) {
    match op {
        Operator::Power => (Tightness::Atom, Tightness::Negation),
        Operator::Or => (Tightness::Or, Tightness::And),
        Operator::And => (Tightness::And, Tightness::Not),
        Operator::Add | Operator::Subtract => (Tightness::Sum, Tightness::Product),
        Operator::Multiply | Operator::Divide | Operator::Mod | Operator::Div => (Tightness::Product, Tightness::Negation),
        _ => (Tightness::Range, Tightness::Range),
    }
}

struct Printer<'b> {
    book: &'b Book,
    out: String,
}

impl Printer<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn expr(&mut self, expr: &Expr) {
        stacker::maybe_grow(64 << 10, 1 << 20, || self.expr_here(expr));
    }

    /// A node as an operand: in brackets if it binds more loosely than `least`.
    fn operand(&mut self, expr: &Expr, least: Tightness) {
        let brackets = tightness(expr) < least;
        self.put(if brackets { "(" } else { "" });
        self.expr(expr);
        self.put(if brackets { ")" } else { "" });
    }

    fn list(&mut self, exprs: &[Expr]) {
        for (index, expr) in exprs.iter().enumerate() {
            self.put(if index > 0 { ", " } else { "" });
            self.expr(expr);
        }
    }

    fn call(&mut self, name: &str, arguments: &[Expr]) {
        self.put(name);
        self.put("(");
        self.list(arguments);
        self.put(")");
    }

    fn expr_here(&mut self, expr: &Expr) {
        match &expr.kind {
            Kind::Number(_, written) => self.put(written),
            Kind::Flag(flag) => self.put(if *flag { "true" } else { "false" }),
            Kind::Choice(id) | Kind::NameOf(id) | Kind::Local(_, id) => self.put(id),
            Kind::None => self.put("none"),
            Kind::Input(id) => self.put(&self.book.inputs[*id].id),
            Kind::Definition(id) => self.put(&self.book.definitions[*id].id),
            Kind::Call(id, arguments) => self.call(&self.book.definitions[*id].id, arguments),
            Kind::Lookup(id, key) => {
                self.put(&self.book.definitions[*id].id);
                self.put("[");
                self.expr(key);
                self.put("]");
            }
            Kind::Builtin(builtin, arguments) => self.call(function(*builtin), arguments),
            Kind::Winner(asked) => self.call("winner", std::slice::from_ref(asked)),
            Kind::Tape(asked, tape, arguments) => {
                self.put(question(*asked));
                self.put("(");
                self.tape(&self.book.definitions[*tape].id, arguments);
                self.put(")");
            }
            Kind::Reading(dataset, reading) => self.put(&self.book.datasets[*dataset].readings[*reading].0),
            Kind::Over(over) => {
                self.put(statistic(over.statistic));
                self.put("(");
                self.expr(&over.body);
                self.put(&format!(" over {}", self.book.datasets[over.dataset].id));
                if let Some(place) = &over.place {
                    self.put(", ");
                    self.expr(place);
                }
                self.put(")");
            }
            Kind::Negate(operand) => {
                self.put("-");
                self.operand(operand, Tightness::Negation);
            }
            Kind::Not(operand) => {
                self.put("not ");
                self.operand(operand, Tightness::Not);
            }
            Kind::Binary(operator, left, right) => self.binary(*operator, left, right),
            Kind::Range(low, high) => {
                self.operand(low, Tightness::Sum);
                self.put(" .. ");
                self.operand(high, Tightness::Sum);
            }
            Kind::If(condition, then, otherwise) => {
                for (word, part) in [("if ", condition), (" then ", then), (" else ", otherwise)] {
                    self.put(word);
                    self.expr(part);
                }
            }
            Kind::Bound(bound) => {
                self.put(function(bound.form));
                self.put("(");
                self.expr(&bound.body);
                self.put(&format!(" for {} in ", bound.variable.1));
                self.interval(&bound.from, &bound.to);
                self.put(")");
            }
            Kind::Search(search) => {
                self.put(if search.largest { "largest " } else { "smallest " });
                match &search.variable {
                    Variable::Input(input) => self.put(&self.book.inputs[*input].id),
                    Variable::Local(_, id) => self.put(id),
                }
                self.put(" in ");
                self.interval(&search.from, &search.to);
                self.put(" with ");
                self.operand(&search.condition, Tightness::Or);
            }
            Kind::Chain(body, links) => {
                // A search reaches as far as its chain; a chain that a bracket closes stays closed.
                let least = if matches!(body.kind, Kind::Search(_)) { Tightness::Chain } else { Tightness::Or };
                self.operand(body, least);
                self.links(links);
            }
        }
    }

    fn interval(&mut self, from: &Expr, to: &Expr) {
        self.operand(from, Tightness::Sum);
        self.put("..");
        self.operand(to, Tightness::Sum);
    }

    fn tape(&mut self, name: &str, arguments: &[Expr]) {
        if arguments.is_empty() { self.put(name) } else { self.call(name, arguments) }
    }

    fn binary(&mut self, op: Operator, left: &Expr, right: &Expr) {
        let (least_left, least_right) = operands(op);
        // Behind a unit, `^` and a name that is a unit too would be read as parts of it.
        let joins = match op {
            Operator::Power => true,
            Operator::Multiply | Operator::Divide => ends_with_unit(left) && self.begins_with_unit(right),
            _ => false,
        };
        if joins && ends_with_unit(left) {
            self.put("(");
            self.expr(left);
            self.put(")");
        } else {
            self.operand(left, least_left);
        }
        let sign = operator(op);
        self.put(&if op == Operator::Power { sign.to_string() } else { format!(" {sign} ") });
        self.operand(right, least_right);
    }

    /// Is its first word the name of a unit.
    fn begins_with_unit(&self, expr: &Expr) -> bool {
        let written = expression(self.book, expr);
        let end = written.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(written.len());
        self.book.units.get(&written[..end]).is_some()
    }

    /// Links in their order; neighbouring `where`s are one, since their right sides are read outside, and later wins.
    fn links(&mut self, links: &[Link]) {
        let mut merged: Vec<Link> = Vec::new();
        for link in links {
            match (merged.last_mut(), link) {
                (Some(Link::Where(sets)), Link::Where(more)) => {
                    for (input, value) in more {
                        sets.retain(|(known, _)| known != input);
                        sets.push((*input, value.clone()));
                    }
                    sets.sort_by(|a, b| self.book.inputs[a.0].id.cmp(&self.book.inputs[b.0].id));
                }
                _ => merged.push(link.clone()),
            }
        }
        for link in &merged {
            match link {
                Link::In(scenario) => self.put(&format!(" in {}", self.book.scenarios[*scenario].id)),
                Link::Row(dataset, row) => {
                    let dataset = &self.book.datasets[*dataset];
                    match dataset.row_number(&dataset.rows[*row].name) {
                        Some(first) if first == *row => self.put(&format!(" in {}[\"{}\"]", dataset.id, dataset.rows[*row].name)),
                        _ => self.put(&format!(" in {}[{}]", dataset.id, row + 1)),
                    }
                }
                Link::Where(sets) => {
                    self.put(" where {");
                    for (index, (input, value)) in sets.iter().enumerate() {
                        self.put(&format!("{}{} = ", if index > 0 { ", " } else { "" }, self.book.inputs[*input].id));
                        self.expr(value);
                    }
                    self.put("}");
                }
            }
        }
    }
}

/// A declared type as it is written.
pub fn type_name(ty: &Type, whole: bool) -> String {
    match ty {
        Type::Number(unit) | Type::Range(unit) if unit.is_pure() => if whole { "count" } else { "number" }.to_string(),
        Type::Number(unit) | Type::Range(unit) => unit.to_string(),
        Type::Flag => "flag".to_string(),
        Type::Choice(values) => format!("one of {}", values.join(", ")),
        Type::Name | Type::None | Type::Tape => "name".to_string(),
    }
}
