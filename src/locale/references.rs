//! What a Fluent message refers to, found by walking its syntax tree.

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};

/// One reference, with its name as it stands in the file's text.
#[derive(Debug)]
pub(super) struct Reference<'s> {
    pub(super) name: &'s str,
    pub(super) referred: Referred,
}

/// What is referred to; variables are the caller's business, except in a selector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Referred {
    Function,
    Message,
    Term,
    /// A variable that selects a plural category without being one.
    PluralOf,
}

/// All references of a message or term, in the order they stand.
pub(super) fn references<'s>(entry: &Entry<&'s str>) -> Vec<Reference<'s>> {
    let mut found = Vec::new();
    let (value, attributes) = match entry {
        Entry::Message(message) => (message.value.as_ref(), &message.attributes),
        Entry::Term(term) => (Some(&term.value), &term.attributes),
        _ => return found,
    };
    for pattern in value.into_iter().chain(attributes.iter().map(|attribute| &attribute.value)) {
        in_pattern(pattern, &mut found);
    }
    found
}

fn in_pattern<'s>(pattern: &Pattern<&'s str>, found: &mut Vec<Reference<'s>>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression<'s>(expression: &Expression<&'s str>, found: &mut Vec<Reference<'s>>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, found),
        Expression::Select { selector, variants } => {
            match selector {
                InlineExpression::VariableReference { id } if !id.name.ends_with("_cat") && variants.iter().any(is_plural) => {
                    found.push(Reference { name: id.name, referred: Referred::PluralOf });
                }
                other => in_inline(other, found),
            }
            for variant in variants {
                in_pattern(&variant.value, found);
            }
        }
    }
}

/// Is a variant named after a plural category (`other` alone may be any default).
fn is_plural(variant: &Variant<&str>) -> bool {
    matches!(&variant.key, VariantKey::Identifier { name: "zero" | "one" | "two" | "few" | "many" })
}

fn in_inline<'s>(inline: &InlineExpression<&'s str>, found: &mut Vec<Reference<'s>>) {
    match inline {
        InlineExpression::FunctionReference { id, arguments } => {
            found.push(Reference { name: id.name, referred: Referred::Function });
            in_arguments(arguments, found);
        }
        InlineExpression::MessageReference { id, .. } => found.push(Reference { name: id.name, referred: Referred::Message }),
        InlineExpression::TermReference { id, arguments, .. } => {
            found.push(Reference { name: id.name, referred: Referred::Term });
            if let Some(arguments) = arguments {
                in_arguments(arguments, found);
            }
        }
        InlineExpression::Placeable { expression } => in_expression(expression, found),
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::VariableReference { .. } => {}
    }
}

fn in_arguments<'s>(arguments: &CallArguments<&'s str>, found: &mut Vec<Reference<'s>>) {
    for argument in arguments.positional.iter().chain(arguments.named.iter().map(|argument| &argument.value)) {
        in_inline(argument, found);
    }
}
