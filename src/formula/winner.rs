//! `winner(e)`: which arm of a `max` or `min` it was.

use super::eval::{Evaluated, Evaluator, Scope, fault};
use super::tree::{Body, Builtin, Expr, Kind, Value};

/// Follows plain names, chains and the `if` branch taken down to the first `max` or `min`, and answers the id of the
/// first arm that reached it; without one, the last definition reached.
pub(super) fn winner(evaluator: &mut Evaluator, scope: Scope, asked: &Expr) -> Evaluated<Value> {
    let mut expr = asked;
    let mut scope = scope;
    let mut reached = Value::None;
    loop {
        match &expr.kind {
            Kind::Definition(id) => {
                let definition = &evaluator.book.definitions[*id];
                reached = Value::Name(definition.id.clone());
                match &definition.body {
                    Body::Formula(body) => expr = body,
                    _ => return Ok(reached),
                }
                scope.frame = &[];
            }
            Kind::If(condition, then, otherwise) => expr = if evaluator.flag(scope, condition)? { then } else { otherwise },
            Kind::Chain(body, links) => {
                scope.memory = evaluator.linked(scope, links, expr.span)?;
                expr = body;
            }
            Kind::Builtin(Builtin::Max | Builtin::Min, arms) => {
                let best = evaluator.eval(scope, expr)?;
                if best == Value::None {
                    return Ok(Value::None);
                }
                for arm in arms {
                    if evaluator.eval(scope, arm)? == best {
                        return match &arm.kind {
                            Kind::Definition(id) | Kind::Call(id, _) => {
                                Ok(Value::Name(evaluator.book.definitions[*id].id.clone()))
                            }
                            _ => fault(
                                "winner",
                                arm.span,
                                "this arm won, and it has no name",
                                "define it, and write its name here",
                            ),
                        };
                    }
                }
                return Ok(Value::None);
            }
            _ => return Ok(reached),
        }
    }
}
