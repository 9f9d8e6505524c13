//! Definitions without a type: the one that the value has is proposed.

use std::sync::Arc;

use super::expr::Checker;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::formula::print::type_name;
use crate::formula::syntax::{Item, ItemKind, Node, NodeKind, TypeNode};
use crate::formula::tree::{Book, Type};

/// Where a type is missing, and the value that tells which.
pub(super) fn untyped(item: &Item) -> Option<(Span, &Node)> {
    match &item.kind {
        ItemKind::Input { ty: TypeNode::Missing(at), default: value }
        | ItemKind::Formula { ty: TypeNode::Missing(at), body: value, .. } => Some((*at, value)),
        _ => None,
    }
}

/// The type that a plain literal tells.
pub(super) fn told(item: &Item) -> Option<TypeNode> {
    match &untyped(item)?.1.kind {
        NodeKind::Number { digits, unit } if unit.is_empty() => {
            Some(if digits.contains('.') { TypeNode::Number } else { TypeNode::Count })
        }
        NodeKind::Flag(_) => Some(TypeNode::Flag),
        _ => None,
    }
}

/// Reports a definition without a type, and proposes the one that its value has.
pub(super) fn propose_type(book: &Book, item: &Item, diagnostics: &mut Diagnostics) {
    let Some((at, value)) = untyped(item) else { return };
    let name = &item.name;
    let diagnostic = Diagnostic::error("syntax", name.span, format!("`{}` has no type", name.text));
    let mut unread = Diagnostics::default();
    let mut checker = Checker::new(book, &mut unread);
    if let ItemKind::Formula { parameters, .. } = &item.kind {
        for (parameter, ty) in parameters {
            let ty = super::declared(&book.units, ty, &mut Diagnostics::default()).map_or(Type::None, |(ty, _)| ty);
            checker.frame.push((Arc::from(parameter.text.as_str()), ty));
        }
    }
    let inferred = checker.infer(value).map(|expr| expr.ty).filter(|ty| !matches!(ty, Type::None | Type::Tape));
    diagnostics.push(match inferred {
        Some(ty) => {
            let ty = type_name(&ty, matches!(told(item), Some(TypeNode::Count)));
            diagnostic.help(format!("write `: {ty}`")).fix(at, format!(" : {ty}"))
        }
        None => diagnostic.help(crate::formula::items::TYPES),
    });
}
