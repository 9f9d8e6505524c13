//! A code block with computed values in it, coloured.

use std::ops::Range;

use super::escape;
use super::highlight::Run;
use super::holes::Shown;

/// The text of a block, and where values stand in it.
#[derive(Debug, Default)]
pub(super) struct Code {
    text: String,
    values: Vec<(Range<usize>, String)>,
}

impl Code {
    /// Adds text as it is.
    pub(super) fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds text of a live block, in which `\{{` stands for the braces.
    pub(super) fn live_text(&mut self, text: &str) {
        if !text.contains("\\{") {
            return self.text.push_str(text);
        }
        let text = text.replace("\\{{", "{{").replace("\\{%", "{%").replace("\\{# ", "{# ");
        self.text.push_str(&text);
    }

    /// Adds a value.
    pub(super) fn value(&mut self, shown: Shown) {
        let start = self.text.len();
        self.text.push_str(&shown.text);
        self.values.push((start..self.text.len(), shown.html));
    }

    /// The code with the values in it.
    pub(super) fn as_text(&self) -> &str {
        &self.text
    }

    /// Writes the code in the runs' colours; what no run covers has none. A value is written as a whole, in the
    /// colour of its first character.
    pub(super) fn write(&self, out: &mut String, runs: &[Run]) {
        let mut values = self.values.iter().peekable();
        let (mut at, mut run_end) = (0, 0);
        let rest = Run::plain(self.text.len());
        for run in runs.iter().chain(std::iter::once(&rest)) {
            run_end = (run_end + run.length as usize).min(self.text.len());
            if at >= run_end {
                continue;
            }
            if let Some(class) = run.class {
                out.push_str("<span class=\"");
                out.push(class.letter());
                out.push_str("\">");
            }
            while at < run_end {
                if let Some((range, html)) = values.next_if(|(range, _)| range.start <= at) {
                    out.push_str(html);
                    at = range.end;
                } else {
                    let end = values.peek().map_or(run_end, |(range, _)| range.start.min(run_end));
                    escape::text(out, &self.text[at..end]);
                    at = end;
                }
            }
            if run.class.is_some() {
                out.push_str("</span>");
            }
        }
        // Values without text stand where they stand, at the end at the latest.
        values.for_each(|(_, html)| out.push_str(html));
    }
}
