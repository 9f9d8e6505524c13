//! TeX into MathML: the doorway of math-core.

use std::ops::Range;
use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

/// What is wrong with a formula.
#[derive(Debug)]
pub(super) struct Fault {
    /// Bytes of the TeX.
    pub(super) range: Range<usize>,
    /// One sentence, in lower case.
    pub(super) message: String,
    /// A few words for under the caret.
    pub(super) label: &'static str,
}

/// The declarations that math-core writes into `style` attributes, and the classes that stand for them: the content
/// security policy forbids the attributes. An empty class is nothing that a reader would miss.
const CLASSES: [(&str, &str); 17] = [
    ("text-align:left", "start"),
    ("justify-items:start", ""),
    ("text-align:right", "end"),
    ("justify-items:end", ""),
    ("padding-left:0", "join-start"),
    ("padding-right:0", "join-end"),
    ("padding-left:1em", "apart"),
    ("padding-top:0", "flat"),
    ("padding-bottom:0", ""),
    ("padding-top:0.1667em", ""),
    ("padding-left:0.1em", ""),
    ("padding-right:0.1em", ""),
    ("border-left:0.05emsolidcurrentcolor", "rule-start"),
    ("border-right:0.05emsolidcurrentcolor", "rule-end"),
    ("border-top:0.05emsolidcurrentcolor", "rule-top"),
    ("margin-left:-0.16666667em", "back"),
    ("math-shift:compact", ""),
];

/// Puts classes in the place of `style` attributes, or gives the first declaration that has none.
fn classed(mathml: &str) -> Result<String, String> {
    const STYLE: &str = " style=\"";
    let mut out = String::with_capacity(mathml.len());
    let mut rest = mathml;
    while let Some((before, after)) = rest.split_once(STYLE) {
        out.push_str(before);
        if before.rfind('<') < before.rfind('>') {
            // Between tags: the TeX itself says so.
            out.push_str(STYLE);
            rest = after;
            continue;
        }
        let Some((declarations, after)) = after.split_once('"') else { break };
        let mut classes = Vec::new();
        for declaration in declarations.split(';').filter(|declaration| !declaration.trim().is_empty()) {
            let plain: String = declaration.split_whitespace().collect();
            match CLASSES.iter().find(|(known, _)| *known == plain) {
                Some((_, class)) => classes.extend((!class.is_empty()).then_some(*class)),
                None => return Err(declaration.trim().to_string()),
            }
        }
        if !classes.is_empty() {
            out.push_str(&format!(" class=\"{}\"", classes.join(" ")));
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// Converts a formula; the MathML holds the TeX as an annotation.
pub(super) fn mathml(tex: &str, display: bool) -> Result<String, Fault> {
    static CONVERTER: LazyLock<LatexToMathML> = LazyLock::new(|| {
        let config = MathCoreConfig { annotation: true, ..MathCoreConfig::default() };
        LatexToMathML::new(config).unwrap_or_default()
    });
    let mode = if display { MathDisplay::Block } else { MathDisplay::Inline };
    match CONVERTER.convert_with_local_state(tex, mode) {
        Ok(result) => classed(&result.mathml).map_err(|declaration| Fault {
            range: 0..tex.len(),
            message: format!("this formula needs the style `{declaration}`, which a page may not have"),
            label: "pages have no styles of their own, for safety",
        }),
        Err(error) => {
            let start = tex.floor_char_boundary(error.0.start.min(tex.len()));
            let end = tex.ceil_char_boundary(error.0.end.clamp(start, tex.len()));
            let message = error.error_message();
            let message = message.trim_end_matches('.');
            let mut letters = message.chars();
            let first = letters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
            Err(Fault { range: start..end, message: format!("{first}{}", letters.as_str()), label: error.label() })
        }
    }
}
