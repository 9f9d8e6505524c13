//! `winner(e)`: which arm of a `max` or `min` it was; and how an expression is followed to the one that makes its value.

use super::eval::{Evaluated, Evaluator, Scope, fault};
use super::tree::{Body, Builtin, DefinitionId, Expr, Kind, Value};

/// Where following ends.
pub(super) struct Reached<'e> {
    /// The expression that is neither a plain name, nor a chain, nor an `if`.
    pub(super) expr: &'e Expr,
    /// Where it is evaluated.
    pub(super) scope: Scope<'e>,
    /// The last definition on the way.
    pub(super) last: Option<DefinitionId>,
}

/// Follows plain names, chains and the `if` branch taken.
pub(super) fn follow<'b: 'e, 'e>(evaluator: &mut Evaluator<'b>, scope: Scope<'e>, asked: &'e Expr) -> Evaluated<Reached<'e>> {
    let mut reached = Reached { expr: asked, scope, last: None };
    loop {
        match &reached.expr.kind {
            Kind::Definition(id) => {
                reached.last = Some(*id);
                match &evaluator.book.definitions[*id].body {
                    Body::Formula(body) => reached.expr = body,
                    _ => return Ok(reached),
                }
                reached.scope.frame = &[];
            }
            Kind::If(condition, then, otherwise) => {
                reached.expr = if evaluator.flag(reached.scope, condition)? { then } else { otherwise };
            }
            Kind::Chain(body, links) => {
                reached.scope.memory = evaluator.linked(reached.scope, links, reached.expr.span)?;
                reached.expr = body;
            }
            _ => return Ok(reached),
        }
    }
}

/// The first arm of a `max` or `min` that reached its value; `None` if none has a value.
pub(super) fn winning<'e>(evaluator: &mut Evaluator, scope: Scope, expr: &'e Expr) -> Evaluated<Option<&'e Expr>> {
    let Kind::Builtin(Builtin::Max | Builtin::Min, arms) = &expr.kind else { return Ok(None) };
    let best = evaluator.eval(scope, expr)?;
    for arm in arms {
        if best != Value::None && evaluator.eval(scope, arm)? == best {
            return Ok(Some(arm));
        }
    }
    Ok(None)
}

/// Follows `asked` down to the first `max` or `min`, and answers the id of the first arm that reached it; without one,
/// the last definition reached.
pub(super) fn winner(evaluator: &mut Evaluator, scope: Scope, asked: &Expr) -> Evaluated<Value> {
    let reached = follow(evaluator, scope, asked)?;
    let name = |id: DefinitionId| Value::Name(evaluator.book.definitions[id].id.clone());
    if !matches!(reached.expr.kind, Kind::Builtin(Builtin::Max | Builtin::Min, _)) {
        return Ok(reached.last.map_or(Value::None, name));
    }
    let Some(arm) = winning(evaluator, reached.scope, reached.expr)? else { return Ok(Value::None) };
    match &arm.kind {
        Kind::Definition(id) | Kind::Call(id, _) => Ok(Value::Name(evaluator.book.definitions[*id].id.clone())),
        _ => fault("winner", arm.span, "this arm won, and it has no name", "define it, and write its name here"),
    }
}
