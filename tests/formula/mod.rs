//! The formula language: its manual, its laws, its limits, and the site's own book against the reference.

use std::fs;
use std::path::Path;

use babacus::diagnostic::{Diagnostic, Diagnostics, Sources, Span};
use babacus::formula::eval::Evaluator;
use babacus::formula::tree::{Book, Value};
use babacus::formula::{self, Expression};

mod arbitrary;
mod laws;
mod limits;
mod manual;
pub(crate) mod oracle;
mod tapes;

/// Texts, what is wrong with them, and the book they make.
pub(crate) struct Written {
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Diagnostics,
    pub(crate) book: Book,
}

impl Written {
    /// A book of one file.
    pub(crate) fn new(text: &str) -> Written {
        Written::with(vec![("book.formula".to_string(), text.to_string())], Vec::new())
    }

    /// A book of several files, and other files beside them.
    pub(crate) fn with(files: Vec<(String, String)>, others: Vec<(String, String)>) -> Written {
        let mut sources = Sources::default();
        let ids: Vec<_> = files.into_iter().map(|(path, text)| sources.add(path, text)).collect();
        for (path, text) in others {
            sources.add(path, text);
        }
        let mut diagnostics = Diagnostics::default();
        let book = formula::read(&sources, &ids, &mut diagnostics);
        Written { sources, diagnostics, book }
    }

    /// The files of the site's own book.
    pub(crate) fn site_files() -> Vec<(String, String)> {
        texts("content/formulas", "formula")
    }

    /// The files of the site's datasets.
    pub(crate) fn tables() -> Vec<(String, String)> {
        texts("content/data", "csv")
    }

    /// The same book, which must have no faults.
    pub(crate) fn sound(self) -> Written {
        assert!(self.diagnostics.is_empty(), "{}", self.drawn());
        self
    }

    /// What is wrong, as a run prints it.
    pub(crate) fn drawn(&self) -> String {
        let mut sorted = self.diagnostics.clone();
        sorted.sort(&self.sources);
        sorted.render(&self.sources, false)
    }

    /// Reads and checks an expression.
    pub(crate) fn expression(&mut self, text: &str) -> Option<Expression> {
        let id = self.sources.add("<expression>", text);
        formula::expression(&self.book, text, Span::new(id, 0..text.len()), &mut self.diagnostics)
    }

    /// The value of an expression with the inputs' defaults; what is wrong joins the diagnostics.
    pub(crate) fn ask(&mut self, text: &str) -> Option<(Expression, Value)> {
        let expression = self.expression(text)?;
        match self.value(&expression) {
            Ok(value) => Some((expression, value)),
            Err(fault) => {
                self.diagnostics.push(*fault);
                None
            }
        }
    }

    /// The value of an expression with the inputs' defaults.
    pub(crate) fn value(&self, expression: &Expression) -> Result<Value, Box<Diagnostic>> {
        let mut evaluator = Evaluator::new(&self.book, None);
        let environment = evaluator.environment(None, &[])?;
        evaluator.value(&environment, &expression.tree)
    }

    /// The value of an expression as the contracts write it, or the code of what is wrong with it.
    pub(crate) fn written(&mut self, text: &str) -> String {
        let before = self.diagnostics.count();
        match self.ask(text) {
            Some((_, value)) => value.written().0,
            None => self.diagnostics.iter().nth(before).map_or(String::new(), |fault| format!("error[{}]", fault.code)),
        }
    }
}

/// The files of a folder whose names end so, in the order of their names.
pub(crate) fn texts(folder: &str, extension: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("a folder");
    let paths = entries.map(|entry| entry.expect("a file").path());
    let mut files: Vec<(String, String)> = paths
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (format!("{folder}/{name}"), fs::read_to_string(path).expect("UTF-8"))
        })
        .collect();
    files.sort();
    files
}
