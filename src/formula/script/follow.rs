//! `winner(e)` and breakdowns: how an expression is followed to the one that makes its value. The walk over names,
//! branches and arms that the evaluator does on values is written out as branches of the module.

use super::super::print;
use super::super::tree::{Body, Builtin, DefinitionId, Expr, Id, Kind, Operator, TapeQuestion};
use super::expr::parameters;
use super::{Script, quoted};

impl Script<'_> {
    /// The id of the first arm that made the value; without a `max` or `min` the last definition on the way.
    pub(super) fn winner(&mut self, expr: &Expr, last: Option<DefinitionId>) -> String {
        stacker::maybe_grow(128 << 10, 2 << 20, || self.winner_here(expr, last))
    }

    fn winner_here(&mut self, expr: &Expr, last: Option<DefinitionId>) -> String {
        let book = self.book;
        match &expr.kind {
            Kind::Definition(id) => match &book.definitions[*id].body {
                Body::Formula(body) => {
                    let helper = format!("w{id}");
                    if self.helpers.insert(helper.clone()) {
                        let text = self.winner(body, Some(*id));
                        self.code.push(format!("{helper}=e=>{text}"));
                    }
                    format!("{helper}(e)")
                }
                _ => self.name(&book.definitions[*id].id),
            },
            Kind::If(condition, then, otherwise) => {
                let condition = self.condition(condition);
                format!("({condition}?{}:{})", self.winner(then, last), self.winner(otherwise, last))
            }
            Kind::Chain(body, links) => {
                let links = self.links(links);
                format!("chain(e,{links},e=>{})", self.winner(body, last))
            }
            Kind::Builtin(Builtin::Max | Builtin::Min, arms) => {
                let names = arms.iter().map(|arm| match &arm.kind {
                    Kind::Definition(id) | Kind::Call(id, _) => format!("()=>{}", self.name(&book.definitions[*id].id)),
                    _ => "()=>fault(\"winner\")".to_string(),
                });
                let names: Vec<String> = names.collect();
                format!("pick({},[{}])", self.first(expr, arms), names.join(","))
            }
            _ => last.map_or("undefined".to_string(), |id| self.name(&book.definitions[id].id)),
        }
    }

    /// An id that an answer may name.
    pub(super) fn name(&mut self, id: &Id) -> String {
        self.names.insert(id.clone());
        quoted(id)
    }

    /// The place of the arm that made the value of a `max` or `min`.
    fn first(&mut self, expr: &Expr, arms: &[Expr]) -> String {
        let sign = if matches!(expr.kind, Kind::Builtin(Builtin::Max, _)) { 1 } else { -1 };
        let arms: Vec<String> = arms.iter().map(|arm| self.expr(arm)).collect();
        format!("first({sign},[{}])", arms.join(","))
    }

    /// What a value is made of: `[[label, amount], …]`, or undefined if it is not made of parts. A label is a slot, the
    /// name that a tape holds, or `=` and an expression.
    pub(super) fn parts(&mut self, expr: &Expr) -> String {
        stacker::maybe_grow(128 << 10, 2 << 20, || self.parts_here(expr))
    }

    fn parts_here(&mut self, expr: &Expr) -> String {
        match &expr.kind {
            Kind::Definition(id) => match self.parts_of(*id) {
                Some(helper) => format!("{helper}(e)"),
                None => "undefined".to_string(),
            },
            Kind::Call(id, arguments) => match self.parts_of(*id) {
                Some(helper) => format!("{helper}(e{})", self.arguments(*id, arguments)),
                None => "undefined".to_string(),
            },
            Kind::If(condition, then, otherwise) => {
                let condition = self.condition(condition);
                format!("({condition}?{}:{})", self.parts(then), self.parts(otherwise))
            }
            Kind::Chain(body, links) => {
                let links = self.links(links);
                format!("chain(e,{links},e=>{})", self.parts(body))
            }
            Kind::Builtin(Builtin::Max | Builtin::Min, arms) => {
                let first = self.first(expr, arms);
                let arms: Vec<String> = arms
                    .iter()
                    .map(|arm| {
                        let parts = self.parts(arm);
                        let terms = self.terms(arm, false);
                        if parts == "undefined" { format!("()=>[{terms}]") } else { format!("()=>{parts}??[{terms}]") }
                    })
                    .collect();
                format!("pick({first},[{}])", arms.join(","))
            }
            Kind::Binary(Operator::Add | Operator::Subtract, ..) | Kind::Builtin(Builtin::Sum, _) => {
                let value = self.expr(expr);
                format!("made({value},()=>[{}])", self.terms(expr, false))
            }
            Kind::Tape(question, tape, arguments) => {
                let list = match question {
                    TapeQuestion::Highest | TapeQuestion::Held => "alive",
                    TapeQuestion::Left => "remaining",
                    TapeQuestion::Step | TapeQuestion::Timeline => return "undefined".to_string(),
                };
                let arguments = self.arguments(*tape, arguments);
                self.names_of(*tape);
                format!("ask({},e{arguments}).{list}()", self.definition(*tape))
            }
            _ => "undefined".to_string(),
        }
    }

    /// A tape's names, which an answer may say.
    pub(super) fn names_of(&mut self, tape: DefinitionId) {
        if let Body::Tape(tape) = &self.book.definitions[tape].body {
            self.names.extend(tape.names.iter().cloned());
        }
    }

    /// The helper that breaks a formula down.
    fn parts_of(&mut self, id: DefinitionId) -> Option<String> {
        let book = self.book;
        let Body::Formula(body) = &book.definitions[id].body else { return None };
        let helper = format!("b{id}");
        if self.helpers.insert(helper.clone()) {
            let text = self.parts(body);
            self.code.push(format!("{helper}=(e{})=>{text}", parameters(book.definitions[id].parameters.len())));
        }
        Some(helper)
    }

    /// The terms of a sum, as elements of a list.
    fn terms(&mut self, expr: &Expr, negative: bool) -> String {
        stacker::maybe_grow(128 << 10, 2 << 20, || match &expr.kind {
            Kind::Binary(operator @ (Operator::Add | Operator::Subtract), left, right) => {
                let left = self.terms(left, negative);
                format!("{left},{}", self.terms(right, negative != (*operator == Operator::Subtract)))
            }
            Kind::Builtin(Builtin::Sum, terms) => {
                terms.iter().map(|term| self.terms(term, negative)).collect::<Vec<_>>().join(",")
            }
            Kind::Negate(operand) => self.terms(operand, !negative),
            Kind::If(condition, then, otherwise) => {
                let condition = self.condition(condition);
                format!("...({condition}?[{}]:[{}])", self.terms(then, negative), self.terms(otherwise, negative))
            }
            Kind::Builtin(Builtin::Max | Builtin::Min, arms) => {
                let first = self.first(expr, arms);
                let arms: Vec<String> = arms.iter().map(|arm| format!("()=>[{}]", self.terms(arm, negative))).collect();
                format!("...pick({first},[{}])??[]", arms.join(","))
            }
            _ => {
                let value = self.expr(expr);
                let label = match &expr.kind {
                    Kind::Definition(id) => {
                        self.definition(*id);
                        self.names.insert(self.book.definitions[*id].id.clone());
                        self.slots[id].to_string()
                    }
                    _ => quoted(&format!("={}", print::expression(self.book, expr))),
                };
                format!("...term({label},{value}{})", if negative { ",1" } else { "" })
            }
        })
    }
}
