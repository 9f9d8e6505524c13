//! Breakdowns: what a value is made of. Of a sum its terms, of a `max` the winning arm's, of a tape's highest point what
//! is held there.

use super::eval::{Environment, Evaluated, Evaluator, Scope};
use super::rational::Rational;
use super::substitute;
use super::tree::{Body, Builtin, DefinitionId, Expr, Id, Kind, Operator, TapeQuestion, Value};
use super::winner::{follow, winning};

/// What a value is made of. The amounts add up to the total exactly; parts of 0 are left out.
#[derive(Debug, Clone)]
pub struct Breakdown {
    /// The parts, in the order of the book.
    pub parts: Vec<Part>,
    /// Their sum: the value.
    pub total: Rational,
}

/// One part of a value.
#[derive(Debug, Clone)]
pub struct Part {
    /// What it is.
    pub label: Label,
    /// How much; negative if it is taken away.
    pub amount: Rational,
    /// The amount divided by the total; `None` if the total is 0.
    pub share: Option<Rational>,
}

/// What a part is called.
#[derive(Debug, Clone)]
pub enum Label {
    /// A definition.
    Definition(DefinitionId),
    /// A name that a tape holds.
    Held(Id),
    /// An expression without a name.
    Expression(Box<Expr>),
}

/// Labels with amounts, before shares are known.
type Amounts = Vec<(Label, Rational)>;

impl Evaluator<'_> {
    /// What a value is made of; `None` if it is not made of parts (a product, a reading, a flag).
    ///
    /// Plain names, chains, calls and the branches taken are followed down to the first sum, `max`, `min` or tape.
    ///
    /// # Errors
    /// As [`Evaluator::value`].
    pub fn breakdown(&mut self, environment: &Environment, expr: &Expr) -> Evaluated<Option<Breakdown>> {
        let memory = self.recall(environment);
        let Some(amounts) = self.amounts(Scope { memory, frame: &[] }, expr)? else { return Ok(None) };
        let total = amounts.iter().fold(Rational::ZERO, |sum, (_, amount)| sum.add(amount));
        let parts = amounts.into_iter().filter(|(_, amount)| !amount.is_zero());
        let parts = parts.map(|(label, amount)| Part { label, share: amount.div(&total), amount }).collect();
        Ok(Some(Breakdown { parts, total }))
    }

    fn amounts(&mut self, scope: Scope, asked: &Expr) -> Evaluated<Option<Amounts>> {
        let reached = follow(self, scope, asked)?;
        let (scope, expr) = (reached.scope, reached.expr);
        match &expr.kind {
            Kind::Call(id, arguments) => match &self.book.definitions[*id].body {
                Body::Formula(body) => {
                    let frame = self.arguments(scope, *id, arguments)?;
                    self.amounts(Scope { frame: &frame, ..scope }, body)
                }
                _ => Ok(None),
            },
            Kind::Builtin(Builtin::Max | Builtin::Min, _) => match winning(self, scope, expr)? {
                Some(arm) => match self.amounts(scope, arm)? {
                    None => self.terms(scope, arm).map(Some),
                    parts => Ok(parts),
                },
                None => Ok(None),
            },
            Kind::Binary(Operator::Add | Operator::Subtract, ..) | Kind::Builtin(Builtin::Sum, _) => {
                match self.eval(scope, expr)? {
                    Value::Number(_) => self.terms(scope, expr).map(Some),
                    _ => Ok(None),
                }
            }
            Kind::Tape(question, tape, arguments) => {
                let arguments = self.arguments(scope, *tape, arguments)?;
                let run = self.tape(scope.memory, *tape, arguments)?;
                let held = match question {
                    TapeQuestion::Highest | TapeQuestion::Held => run.held(self.book),
                    TapeQuestion::Left => run.remaining(self.book),
                    TapeQuestion::Step | TapeQuestion::Timeline => return Ok(None),
                };
                Ok(Some(held.into_iter().map(|(name, amount)| (Label::Held(name), amount)).collect()))
            }
            _ => Ok(None),
        }
    }

    /// The terms of a sum from left to right: brackets are opened, of a term without a name the branch taken and the
    /// winning arm count.
    fn terms(&mut self, scope: Scope, expr: &Expr) -> Evaluated<Amounts> {
        let mut found = Amounts::new();
        let mut ahead = vec![(expr, false)];
        while let Some((term, negative)) = ahead.pop() {
            match &term.kind {
                Kind::Binary(operator @ (Operator::Add | Operator::Subtract), left, right) => {
                    ahead.push((right, negative != (*operator == Operator::Subtract)));
                    ahead.push((left, negative));
                }
                Kind::Builtin(Builtin::Sum, terms) => ahead.extend(terms.iter().rev().map(|term| (term, negative))),
                Kind::Negate(operand) => ahead.push((operand, !negative)),
                Kind::If(condition, then, otherwise) => {
                    ahead.push((if self.flag(scope, condition)? { then } else { otherwise }, negative));
                }
                Kind::Builtin(Builtin::Max | Builtin::Min, _) => match winning(self, scope, term)? {
                    Some(arm) => ahead.push((arm, negative)),
                    None => continue,
                },
                _ => {
                    if let Value::Number(amount) = self.eval(scope, term)? {
                        let label = match &term.kind {
                            Kind::Definition(id) => Label::Definition(*id),
                            _ => Label::Expression(Box::new(substitute::close(term, scope.frame))),
                        };
                        found.push((label, if negative { amount.neg() } else { amount }));
                    }
                }
            }
        }
        Ok(found)
    }
}
