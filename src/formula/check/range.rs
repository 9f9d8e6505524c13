//! Which definitions are ranges: their declared unit does not say so.

use std::collections::{HashMap, HashSet};

use crate::formula::syntax::{Item, ItemKind, Node, NodeKind, Word};
use crate::formula::tree::Operator;

/// The definitions whose value is a range: `: B` means a range of bytes there. What is computed from ranges is known
/// when what they are computed from is.
pub(super) fn ranges(items: &[Item]) -> HashSet<&str> {
    let mut found: HashSet<&str> = HashSet::new();
    let mut askers: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut news = Vec::new();
    for item in items {
        if let ItemKind::Formula { body, .. } = &item.kind {
            let name = item.name.text.as_str();
            let mut asks = |asked| askers.entry(asked).or_default().push(name);
            if is_range(body, &mut asks) && found.insert(name) {
                news.push(name);
            }
        }
    }
    while let Some(name) = news.pop() {
        for asker in askers.remove(name).unwrap_or_default() {
            if found.insert(asker) {
                news.push(asker);
            }
        }
    }
    found
}

/// Is the value a range whatever names stand for; the names that would make it one are told to `asks`.
fn is_range<'n>(node: &'n Node, asks: &mut dyn FnMut(&'n str)) -> bool {
    let mut either = |left, right| {
        let left = is_range(left, asks);
        is_range(right, asks) || left
    };
    match &node.kind {
        NodeKind::Range(..) => true,
        NodeKind::Binary(Operator::Add | Operator::Multiply | Operator::Divide, left, right) => either(left, right),
        NodeKind::If(_, then, otherwise) => either(then, otherwise),
        NodeKind::Chain(body, _) => is_range(body, asks),
        NodeKind::Name(name) | NodeKind::Call(Word { text: name, .. }, _) => {
            asks(name);
            false
        }
        _ => false,
    }
}
