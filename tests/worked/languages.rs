//! Worked examples in the four languages, with their own digits, units and words.

use std::fs;
use std::path::Path;

use babacus::diagnostic::{Diagnostics, SourceId, Sources, Span};
use babacus::formula::eval::Evaluator;
use babacus::formula::notation::{Display, Notation};
use babacus::formula::{expression, read};
use babacus::locale::figures::Figures;
use babacus::locale::{Format, Locale};

const BOOK: &str = "
input n_layer : count = 6
input n_embd : count = 384
input half : flag = true
blocks : param = 12 * n_layer * n_embd^2
weights : B = 4 B/param * blocks
element : B = if half then 2 B else 4 B
third : number = n_layer / 2500 - 1
low : B = 0.5 GB
share : number = weights / 64 MiB
span : B = 6 GB .. 10 GB
most : number = max(1.5, n_layer / 4, third)
large : flag = weights > 40 MiB
";

#[test]
fn languages() {
    let mut sources = Sources::default();
    let source = sources.add("book", BOOK);
    let mut diagnostics = Diagnostics::default();
    let book = read(&sources, &[source], &mut diagnostics);
    assert!(book.sound, "{}", diagnostics.render(&sources, false));
    let mut evaluator = Evaluator::new(&book, None);
    let environment = evaluator.environment(None, &[]).expect("sound defaults");
    let mut actual = String::new();
    for folder in ["ja", "de", "zh", "fr"] {
        let locale = Locale::new(folder, &sources, &[], &mut diagnostics).expect("a language");
        actual.push_str(&format!("{folder}\n"));
        for definition in &book.definitions {
            let format = if &*definition.id == "share" { "percent .1" } else { "" };
            let figures = Figures::new(&locale, Format::parse(format).unwrap_or_default());
            let notation = Notation::new(&book, &figures);
            let at = Span::new(SourceId(7), 0..1);
            let asked = expression(&book, &definition.id, at, &mut diagnostics).expect("a definition");
            let worked = evaluator.worked(&environment, &asked.tree, 0).expect("a value");
            let drawing = notation.step(&worked.steps[0]);
            actual.push_str(&format!("  {}\n", drawing.text()));
            if &*definition.id == "weights" {
                actual.push_str(&format!("  {}\n  {}\n", drawing.tex(), drawing.mathml(Display::Inline)));
            }
        }
    }
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources, false));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/worked/languages.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, actual).expect("the expectation can be written");
    } else {
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert!(expected == actual, "{} differs; it is now:\n{actual}", path.display());
    }
}
