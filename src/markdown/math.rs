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

/// Converts a formula; the MathML holds the TeX as an annotation.
pub(super) fn mathml(tex: &str, display: bool) -> Result<String, Fault> {
    static CONVERTER: LazyLock<LatexToMathML> = LazyLock::new(|| {
        let config = MathCoreConfig { annotation: true, ..MathCoreConfig::default() };
        LatexToMathML::new(config).unwrap_or_default()
    });
    let mode = if display { MathDisplay::Block } else { MathDisplay::Inline };
    match CONVERTER.convert_with_local_state(tex, mode) {
        Ok(result) => Ok(result.mathml),
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
