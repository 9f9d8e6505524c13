//! Reading `numbers.lock`: it is generated, but it is merged by hand now and then.

use super::{Formula, Key, Lock, Number};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span};

/// The cells of a number's line before its texts.
const CELLS: usize = 6;

/// What to do about almost everything that can be wrong.
const WRITE_ANEW: &str = "write it anew with `babacus lock`";

pub(super) fn read(sources: &Sources, file: SourceId, diagnostics: &mut Diagnostics) -> Lock {
    let mut lock = Lock::default();
    let mut start = 0;
    let mut first = true;
    for raw in sources.get(file).text.split_inclusive('\n') {
        let text = raw.trim_end_matches(['\n', '\r']);
        let span = Span::new(file, start..start + text.len());
        start += raw.len();
        if text.is_empty() {
            continue;
        }
        if is_conflict(text) {
            diagnostics.push(bad(span, "a merge conflict stands here").help(WRITE_ANEW));
            continue;
        }
        if std::mem::take(&mut first) && !text.starts_with('#') {
            diagnostics.push(bad(span, "the first line must name the columns").help(WRITE_ANEW));
        }
        let cells: Vec<String> = text.split('\t').map(unescaped).collect();
        if let Err(fault) = lock.line(&cells, span) {
            diagnostics.push(*fault);
        }
    }
    lock
}

fn bad(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("bad-lock", span, message)
}

fn is_conflict(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|marker| line.starts_with(marker))
}

impl Lock {
    fn line(&mut self, cells: &[String], span: Span) -> Result<(), Box<Diagnostic>> {
        let fault = |message: String| Err(Box::new(bad(span, message).help(WRITE_ANEW)));
        match (cells.first().map(String::as_str).unwrap_or_default(), cells.len()) {
            ("#number", count) if count >= CELLS => self.languages = cells[CELLS..].to_vec(),
            ("formula", 3) => {
                let formula = Formula { hash: cells[2].clone(), at: Some(span) };
                if let Some(before) = self.formulas.insert(cells[1].clone(), formula) {
                    return twice(span, before.at, &format!("the formula `{}`", cells[1]));
                }
            }
            ("number", count) if (CELLS..=CELLS + self.languages.len()).contains(&count) => {
                let key = Key { expression: cells[1].clone(), scenario: cells[2].clone(), format: cells[3].clone() };
                // An editor may have taken away tabs at the end of a line.
                let mut texts = cells[CELLS..].to_vec();
                texts.resize(self.languages.len(), String::new());
                let number = Number { value: cells[4].clone(), unit: cells[5].clone(), texts, at: Some(span) };
                if let Some(before) = self.numbers.insert(key, number) {
                    return twice(span, before.at, &format!("the number `{}`", cells[1]));
                }
            }
            ("#number", _) => return fault(format!("the columns are `#number` and {} more, then languages", CELLS - 1)),
            ("formula", count) => return fault(format!("a formula's line has 3 cells, and this one has {count}")),
            ("number", count) => {
                let most = CELLS + self.languages.len();
                return fault(format!("a number's line has {CELLS} to {most} cells, and this one has {count}"));
            }
            (other, _) => return fault(format!("a line begins with `formula` or `number`, and this one with `{other}`")),
        }
        Ok(())
    }
}

/// Two branches changed the same line in different ways, and a merge kept both.
fn twice(span: Span, before: Option<Span>, what: &str) -> Result<(), Box<Diagnostic>> {
    let fault = bad(span, format!("{what} stands here a second time")).help(WRITE_ANEW);
    Err(Box::new(match before {
        Some(before) => fault.also(before, "the first time"),
        None => fault,
    }))
}

/// A cell as the file holds it: no tab, no line end.
pub(super) fn escaped(cell: &str) -> String {
    if cell.contains(['\\', '\t', '\n', '\r']) {
        cell.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
    } else {
        cell.to_string()
    }
}

fn unescaped(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut letters = cell.chars();
    while let Some(letter) = letters.next() {
        let escape = if letter == '\\' { letters.next() } else { None };
        text.push(match escape {
            Some('t') => '\t',
            Some('n') => '\n',
            Some('r') => '\r',
            Some(other) => other,
            None => letter,
        });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{escaped, unescaped};

    #[test]
    fn cells_come_back() {
        for cell in ["", "a", "a\tb", "\\", "\\t", "a\\\nb\r", "10,6\u{a0}Mio."] {
            assert_eq!(unescaped(&escaped(cell)), cell);
            assert!(!escaped(cell).contains(['\t', '\n', '\r']));
        }
    }
}
