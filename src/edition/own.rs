//! Shortcodes of a site that are templates only: `{% name key="text" %}`.

use std::collections::BTreeMap;

use super::body::Pen;
use super::shortcode::{Drawn, render};
use crate::diagnostic::{Diagnostic, Span};
use crate::markdown::Insert;

/// A shortcode that is a template only: `key="text"` pairs, in the template under their names.
pub(super) fn template_only(pen: &mut Pen<'_, '_>, name: &str, arguments: Span, insert: &Insert) -> Drawn {
    let text = pen.scope.project.sources.slice(arguments);
    match pairs(text) {
        Ok(pairs) => render(pen, name, pairs),
        Err(rest) => {
            let at = arguments.end as usize - rest.len();
            let span = Span::new(arguments.source, at..arguments.end as usize);
            let wrong =
                Diagnostic::error("bad-argument", if rest.is_empty() { insert.span } else { span }, "this is not `key=\"text\"`");
            pen.diagnostics.push(wrong.help(format!("write `{{% {name} key=\"text\" %}}`")));
            None
        }
    }
}

/// Reads `key="text" key="text"`; if that is not what it is, gives the rest from there on.
fn pairs(text: &str) -> Result<BTreeMap<&str, &str>, &str> {
    let mut pairs = BTreeMap::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (key, after) = rest.split_once('=').ok_or(rest)?;
        let (value, after) = after.trim_start().strip_prefix('"').and_then(|after| after.split_once('"')).ok_or(rest)?;
        let key = key.trim();
        if key.is_empty() || !key.chars().all(|c| c.is_alphanumeric() || c == '_') {
            return Err(rest);
        }
        pairs.insert(key, value);
        rest = after.trim_start();
    }
    Ok(pairs)
}
