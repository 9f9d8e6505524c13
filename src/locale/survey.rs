//! What stands in a file of messages, for those who check it.

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};

use crate::diagnostic::{SourceId, Sources, Span};

/// One message or term.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Its id; a term's begins with `-`.
    pub id: String,
    /// Where the id stands.
    pub at: Option<Span>,
    /// Names of its attributes.
    pub attributes: Vec<String>,
    /// The variables that it asks, each time.
    pub variables: Vec<(String, Span)>,
    /// Where it selects.
    pub selects: Vec<Select>,
    /// The messages that it refers to.
    pub refers: Vec<String>,
}

/// `{ $x_cat -> … }`.
#[derive(Debug, Clone)]
pub struct Select {
    /// The variable.
    pub variable: String,
    /// Where it stands.
    pub at: Span,
    /// The keys of the variants.
    pub keys: Vec<(String, Span)>,
}

/// Reads a file; what cannot be parsed is left out, since it is reported elsewhere.
pub fn survey(sources: &Sources, file: SourceId) -> Vec<Facts> {
    let text = sources.get(file).text.as_str();
    let resource = match fluent_syntax::parser::parse(text) {
        Ok(resource) => resource,
        Err((resource, _)) => resource,
    };
    let mut found = Vec::new();
    for entry in &resource.body {
        let (sign, id, value, attributes) = match entry {
            Entry::Message(message) => ("", &message.id, message.value.as_ref(), &message.attributes),
            Entry::Term(term) => ("-", &term.id, Some(&term.value), &term.attributes),
            _ => continue,
        };
        let reader = Reader { text, file };
        let mut facts = Facts { id: format!("{sign}{}", id.name), at: Some(reader.span(id.name)), ..Facts::default() };
        facts.attributes = attributes.iter().map(|attribute| attribute.id.name.to_string()).collect();
        for pattern in value.into_iter().chain(attributes.iter().map(|attribute| &attribute.value)) {
            reader.pattern(pattern, &mut facts);
        }
        found.push(facts);
    }
    found
}

/// Walks patterns; all names are parts of `text`.
#[derive(Clone, Copy)]
struct Reader<'t> {
    text: &'t str,
    file: SourceId,
}

impl Reader<'_> {
    fn span(&self, part: &str) -> Span {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        Span::new(self.file, start..start + part.len())
    }

    fn pattern(&self, pattern: &Pattern<&str>, facts: &mut Facts) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression, facts);
            }
        }
    }

    fn expression(&self, expression: &Expression<&str>, facts: &mut Facts) {
        match expression {
            Expression::Inline(inline) => self.inline(inline, facts),
            Expression::Select { selector, variants } => {
                self.inline(selector, facts);
                if let InlineExpression::VariableReference { id } = selector {
                    let keys = variants.iter().map(|variant| match &variant.key {
                        VariantKey::Identifier { name } => (name.to_string(), self.span(name)),
                        VariantKey::NumberLiteral { value } => (value.to_string(), self.span(value)),
                    });
                    let select = Select { variable: id.name.to_string(), at: self.span(id.name), keys: keys.collect() };
                    facts.selects.push(select);
                }
                variants.iter().for_each(|variant| self.pattern(&variant.value, facts));
            }
        }
    }

    fn inline(&self, inline: &InlineExpression<&str>, facts: &mut Facts) {
        match inline {
            InlineExpression::VariableReference { id } => facts.variables.push((id.name.to_string(), self.span(id.name))),
            InlineExpression::MessageReference { id, .. } => facts.refers.push(id.name.to_string()),
            InlineExpression::TermReference { id, arguments, .. } => {
                facts.refers.push(format!("-{}", id.name));
                self.arguments(arguments.as_ref(), facts);
            }
            InlineExpression::FunctionReference { arguments, .. } => self.arguments(Some(arguments), facts),
            InlineExpression::Placeable { expression } => self.expression(expression, facts),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }

    fn arguments(&self, arguments: Option<&CallArguments<&str>>, facts: &mut Facts) {
        let Some(arguments) = arguments else { return };
        let named = arguments.named.iter().map(|argument| &argument.value);
        arguments.positional.iter().chain(named).for_each(|inline| self.inline(inline, facts));
    }
}
