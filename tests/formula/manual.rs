//! The manual's examples: every snippet of its pages is run and compared.
//!
//! A fence `formula` is a book, `formula more` adds to the book before it. A fence `ask` asks that book: `EXPRESSION → VALUE`,
//! `canonical` prints: `EXPRESSION → CANONICAL FORM`. A fence `message` is what the book, or the one expression asked before it,
//! is refused with, to the letter. `UPDATE_EXPECT=1 cargo test manual` writes values and messages anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use babacus::diagnostic::{Diagnostic, Fix, SourceId};
use babacus::formula::eval::Evaluator;
use babacus::formula::rational::Rational;
use babacus::formula::tree::{Id, Kind, TapeQuestion, Value};

use super::Written;

const PAGES: [&str; 2] = ["docs/formulas.md", "docs/formula-errors.md"];

/// A fenced block: its info string and its lines, which are numbered from 0 in the page.
struct Fence {
    info: String,
    start: usize,
    lines: Vec<String>,
}

impl Fence {
    fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }
}

/// A book, and the files that its datasets name.
#[derive(Default)]
struct Book {
    text: String,
    tables: Vec<(String, String)>,
}

impl Book {
    fn read(&self, text: &str) -> Written {
        Written::with(vec![("book.formula".to_string(), text.to_string())], self.tables.clone())
    }

    /// The book, which has no faults, and whose expectations hold.
    fn sound(&self) -> Written {
        let written = self.read(&self.text).sound();
        let mut evaluator = Evaluator::new(&written.book, None);
        let environment = evaluator.environment(None, &[]).expect("inputs that may be");
        for expect in &written.book.expects {
            let held = evaluator.value(&environment, &expect.condition).expect("a value");
            assert_eq!(held, Value::Flag(true), "{}", written.sources.slice(expect.span));
        }
        written
    }
}

/// A page, its fences, and what is to be written in place of their lines.
struct Page {
    path: &'static str,
    lines: Vec<String>,
    fences: Vec<Fence>,
    renewed: Vec<(usize, Vec<String>)>,
    accepted: usize,
    refused: usize,
    faults: Vec<String>,
}

impl Page {
    fn read(path: &'static str) -> Page {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a page of the manual");
        let lines: Vec<String> = text.lines().map(String::from).collect();
        let mut fences = Vec::new();
        let mut open: Option<Fence> = None;
        for (number, line) in lines.iter().enumerate() {
            match (line.strip_prefix("```"), open.take()) {
                (Some(_), Some(fence)) => fences.push(fence),
                (Some(info), None) => open = Some(Fence { info: info.to_string(), start: number + 1, lines: Vec::new() }),
                (None, Some(mut fence)) => {
                    fence.lines.push(line.clone());
                    open = Some(fence);
                }
                (None, None) => {}
            }
        }
        assert!(open.is_none(), "{path}: a fence is not closed");
        Page { path, lines, fences, renewed: Vec::new(), accepted: 0, refused: 0, faults: Vec::new() }
    }

    fn run(&mut self) {
        let fences = std::mem::take(&mut self.fences);
        let mut book = Book::default();
        let mut tables = Vec::new();
        for (index, fence) in fences.iter().enumerate() {
            let refused = fences.get(index + 1).is_some_and(|next| next.info == "message");
            let asked = fences.get(index + 1).is_some_and(|next| next.info == "ask" || next.info == "canonical");
            match fence.info.as_str() {
                "formula" => book = Book { text: fence.text(), tables: std::mem::take(&mut tables) },
                "formula more" => book.text.push_str(&fence.text()),
                "ask" | "canonical" if !refused => {
                    self.accepted += fence.lines.len();
                    self.answers(&book, fence);
                }
                "message" => {
                    self.refused += 1;
                    let question = (fences[index - 1].info == "ask").then(|| fences[index - 1].text());
                    match refusal(&book, question.as_deref()) {
                        Ok(drawn) => self.renewed.push((fence.start, drawn.lines().map(String::from).collect())),
                        Err(fault) => self.faults.push(format!("{}:{}: {fault}", self.path, fence.start)),
                    }
                }
                info => tables.extend(info.strip_prefix("csv ").map(|file| (format!("content/{file}"), fence.text()))),
            }
            if fence.info.starts_with("formula") && !refused && !asked {
                self.accepted += 1;
                book.sound();
            }
        }
        self.fences = fences;
    }

    fn place(&self, fence: &Fence) -> String {
        format!("{}:{}", self.path, fence.start)
    }

    fn answers(&mut self, book: &Book, fence: &Fence) {
        let mut written = book.sound();
        let lines: Vec<_> = fence.lines.iter().map(|line| line.split_once('→').unwrap_or((line, "")).0.trim_end()).collect();
        let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        let mut answered = Vec::new();
        for question in lines {
            let answer = if fence.info == "canonical" {
                written.expression(question).map(|expression| canonical(&mut written, &expression.canonical))
            } else {
                answer(&mut written, question)
            };
            let answer = answer.unwrap_or_else(|| panic!("{}:\n{}", self.place(fence), written.drawn()));
            answered.push(format!("{question:width$} → {answer}"));
        }
        self.renewed.push((fence.start, answered));
    }

    /// Compares with what the page says, or writes it anew.
    fn settle(self) -> (usize, usize) {
        assert!(self.faults.is_empty(), "{}", self.faults.join("\n\n"));
        let mut lines = self.lines.clone();
        for (start, new) in self.renewed.iter().rev() {
            let length = self.fences.iter().find(|fence| fence.start == *start).map_or(0, |fence| fence.lines.len());
            if std::env::var_os("UPDATE_EXPECT").is_none() {
                let old = &self.lines[*start..start + length];
                assert_eq!(old.join("\n"), new.join("\n"), "{}:{}: the page says otherwise", self.path, start);
            }
            lines.splice(start..&(start + length), new.iter().cloned());
        }
        if lines != self.lines {
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(self.path), text).expect("a page that can be written");
        }
        (self.accepted, self.refused)
    }
}

/// The canonical form, which must be its own canonical form.
fn canonical(written: &mut Written, form: &str) -> String {
    let again = written.expression(form).unwrap_or_else(|| panic!("`{form}` is refused:\n{}", written.drawn()));
    assert_eq!(form, again.canonical, "a canonical form is canonical");
    form.to_string()
}

/// A value with its unit; for `held` and `timeline` the list.
fn answer(written: &mut Written, question: &str) -> Option<String> {
    let expression = written.expression(question)?;
    if let Kind::Tape(asked @ (TapeQuestion::Held | TapeQuestion::Timeline), ..) = &expression.tree.kind {
        let mut evaluator = Evaluator::new(&written.book, None);
        let environment = evaluator.environment(None, &[]).ok()?;
        let run = evaluator.tape_run(&environment, &expression.tree).expect("a run")?;
        let points = if *asked == TapeQuestion::Held { run.held(&written.book) } else { run.timeline(&written.book) };
        return Some(list(&points));
    }
    let (expression, value) = written.ask(question)?;
    let (mut text, exact) = value.written();
    let unit = expression.tree.ty.unit();
    if let Some(exact) = exact {
        let _ = write!(text, " ({exact})");
    }
    if !unit.is_empty() && text != "none" {
        let _ = write!(text, " {unit}");
    }
    Some(text)
}

fn list(points: &[(Id, Rational)]) -> String {
    points.iter().map(|(name, amount)| format!("{name} {amount}")).collect::<Vec<_>>().join(", ")
}

/// What a book, or an expression asked of a sound one, is refused with; the fixes it offers are tried.
fn refusal(book: &Book, question: Option<&str>) -> Result<String, String> {
    let mut written = book.read(&book.text);
    if let Some(question) = question {
        if !written.diagnostics.is_empty() {
            return Err(format!("the book itself is refused:\n{}", written.drawn()));
        }
        written.ask(question.trim_end());
    }
    if written.diagnostics.is_empty() {
        return Err("this is accepted".to_string());
    }
    if let Some(fault) = written.diagnostics.iter().find(|fault| fault.help.is_none() || fault.span().is_none()) {
        return Err(format!("without help, or without a place:\n{}", fault.plain(&written.sources)));
    }
    fixes_mend(&written, book, question)?;
    Ok(written.drawn().trim_end().to_string())
}

/// Once all the fixes are made, nothing is left but the faults that offered none.
fn fixes_mend(written: &Written, book: &Book, question: Option<&str>) -> Result<(), String> {
    let fixes: Vec<&Fix> = written.diagnostics.iter().filter_map(|fault| fault.fix.as_ref()).collect();
    let asked = u32::try_from(book.tables.len()).unwrap_or(0) + 1;
    let patched = |source, text: &str| patch(text, fixes.iter().copied().filter(|fix| fix.span.source == SourceId(source)));
    let mended_book = patched(0, &book.text);
    let mended_question = question.map(|question| patched(asked, question.trim_end()));
    let mut mended = book.read(&mended_book);
    if let Some(question) = &mended_question {
        mended.ask(question);
    }
    let left: Vec<&Diagnostic> = written.diagnostics.iter().filter(|fault| fault.fix.is_none()).collect();
    let known = |fault: &Diagnostic| left.iter().any(|known| known.code == fault.code && known.message == fault.message);
    let new: Vec<String> =
        mended.diagnostics.iter().filter(|fault| !known(fault)).map(|fault| fault.plain(&mended.sources)).collect();
    if new.is_empty() {
        return Ok(());
    }
    let question = mended_question.unwrap_or_default();
    Err(format!("the proposed fix does not mend it:\n{mended_book}{question}\n\n{}", new.join("\n\n")))
}

fn patch<'f>(text: &str, fixes: impl Iterator<Item = &'f Fix>) -> String {
    let mut sorted: Vec<&Fix> = fixes.collect();
    sorted.sort_by_key(|fix| fix.span);
    let mut text = text.to_string();
    for fix in sorted.into_iter().rev() {
        text.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.replacement);
    }
    text
}

#[test]
fn every_snippet_does_what_the_manual_says() {
    let mut counted = (0, 0);
    for path in PAGES {
        let mut page = Page::read(path);
        page.run();
        let (accepted, refused) = page.settle();
        counted = (counted.0 + accepted, counted.1 + refused);
    }
    assert!(counted.0 >= 70 && counted.1 >= 70, "{counted:?} snippets are accepted and refused");
}

/// Every code of an error has its section in the appendix.
#[test]
fn every_code_is_explained() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGES[1])).expect("the appendix");
    let mut codes: Vec<&str> =
        page.match_indices("error[").map(|(at, _)| page[at + 6..].split(']').next().unwrap_or("")).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        assert!(page.contains(&format!("## {code}\n")), "`{code}` has no section");
    }
}
