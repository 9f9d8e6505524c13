//! Worked examples, breakdowns and notation: fixtures in `cases/`, and laws over the site's own book.
//!
//! A case is a small book, a line `---`, and questions, each followed by what must come out. A question is
//! `worked EXPR`, `breakdown EXPR`, `tex EXPR` or `mathml EXPR`. `UPDATE_EXPECT=1 cargo test worked` writes the answers.

mod languages;
mod laws;
mod random;

use std::fs;
use std::path::Path;

use babacus::diagnostic::{Diagnostics, Sources, Span};
use babacus::formula::breakdown::Label;
use babacus::formula::eval::{Environment, Evaluator};
use babacus::formula::notation::{Display, Figures, Notation};
use babacus::formula::rational::Rational;
use babacus::formula::steps::{Detail, Row, RowKind, Step};
use babacus::formula::tree::{Book, Expr, Type, Value};
use babacus::formula::{expression, print, read};

/// Numbers without a language: the digits, and three of them where that is shorter.
struct Plain;

impl Figures for Plain {
    fn exact(&self, value: &Value, ty: &Type, unit: Option<&str>) -> String {
        match value {
            Value::Number(number) => {
                let unit = unit.map_or_else(|| ty.unit(), str::to_string);
                let byte = |name: &str| babacus::formula::unit::BYTE_UNITS.iter().find(|row| row.0 == name).copied();
                let first = unit.split('/').next().and_then(byte).map_or(1, |(_, base, power)| i128::from(base).pow(power));
                let number = number.div(&first.into()).expect("a unit is not 0");
                format!("{} {unit}", number.written().0).trim().to_string()
            }
            Value::Range(ends) => {
                let end = |end: &Rational| self.exact(&Value::Number(end.clone()), ty, unit);
                format!("{}–{}", end(&ends.0), end(&ends.1))
            }
            other => other.written().0,
        }
    }

    fn shown(&self, value: &Value, ty: &Type) -> (String, bool) {
        match value {
            Value::Number(number) => {
                let rounded = number.round_significant(3);
                let text = format!("{} {}", rounded.written().0, ty.unit()).trim().to_string();
                (text, rounded != *number)
            }
            other => (self.exact(other, ty, None), false),
        }
    }

    fn otherwise(&self) -> String {
        "otherwise".to_string()
    }
}

fn written(number: &Rational) -> String {
    number.written().0
}

fn parse(book: &Book, sources: &mut Sources, text: &str) -> Result<Expr, String> {
    let source = sources.add("question", text);
    let mut diagnostics = Diagnostics::default();
    match expression(book, text, Span::new(source, 0..text.len()), &mut diagnostics) {
        Some(read) => Ok(read.tree),
        None => Err(diagnostics.render(sources, false)),
    }
}

fn answer(evaluator: &mut Evaluator, environment: &Environment, word: &str, expr: &Expr) -> String {
    let book = evaluator.book();
    let notation = Notation::new(book, &Plain);
    match word {
        "tex" => format!("{}\n", notation.expression(expr).tex()),
        "mathml" => format!("{}\n", notation.expression(expr).mathml(Display::Inline)),
        "breakdown" => match evaluator.breakdown(environment, expr).expect("the fixture has a value") {
            None => "no parts\n".to_string(),
            Some(breakdown) => {
                let mut out = String::new();
                for part in breakdown.parts {
                    let label = match part.label {
                        Label::Definition(id) => book.definitions[id].id.to_string(),
                        Label::Held(id) => format!("held {id}"),
                        Label::Expression(expr) => format!("`{}`", print::expression(book, &expr)),
                    };
                    let share = part.share.map_or("–".to_string(), |share| share.significant(4));
                    out.push_str(&format!("{label}  {}  {share}\n", written(&part.amount)));
                }
                out + &format!("total  {}\n", written(&breakdown.total))
            }
        },
        _ => {
            let worked = evaluator.worked(environment, expr, 3).expect("the fixture has a value");
            let mut out = String::new();
            for step in &worked.steps {
                write_step(&mut out, &notation, book, step);
            }
            if worked.left_out > 0 {
                out.push_str(&format!("and {} more\n", worked.left_out));
            }
            let inputs: Vec<_> =
                worked.inputs.iter().map(|(id, value)| format!("{} = {}", book.inputs[*id].id, value.written().0)).collect();
            out + &format!("inputs: {}\n", inputs.join(", "))
        }
    }
}

fn write_step(out: &mut String, notation: &Notation, book: &Book, step: &Step) {
    let indent = "  ".repeat(step.depth);
    out.push_str(&format!("{indent}{}\n", notation.step(step).text()));
    for reason in &step.reasons {
        out.push_str(&format!("{indent}  since {}\n", notation.reason(reason).text()));
    }
    match &step.detail {
        None => {}
        Some(Detail::Arms { arms, winner, .. }) => {
            for (index, (arm, value)) in arms.iter().enumerate() {
                let mark = if *winner == Some(index) { "*" } else { " " };
                out.push_str(&format!("{indent} {mark} {} = {}\n", notation.expression(arm).text(), value.written().0));
            }
        }
        Some(Detail::Turns { variable, shown, turns, .. }) => {
            out.push_str(&format!("{indent}  {turns} turns:"));
            shown.iter().for_each(|(k, value)| out.push_str(&format!(" {variable}={}: {}", k.written().0, value.written().0)));
            out.push('\n');
        }
        Some(Detail::Trials { variable, trials }) => {
            for trial in trials {
                let condition =
                    trial.condition.as_ref().map_or("forbidden".to_string(), |condition| notation.expression(condition).text());
                out.push_str(&format!("{indent}  {variable} = {}: {condition}: {}\n", trial.value.written().0, trial.holds));
            }
        }
        Some(Detail::Rows { dataset, rows }) => {
            out.push_str(&format!("{indent}  {rows} rows of {}\n", book.datasets[*dataset].id))
        }
        Some(Detail::Tape { rows, held, .. }) => {
            rows.iter().for_each(|row| write_row(out, &indent, row));
            let held: Vec<_> = held.iter().map(|(name, amount)| format!("{name} {}", written(amount))).collect();
            out.push_str(&format!("{indent}  held: {}\n", held.join(", ")));
        }
    }
}

fn write_row(out: &mut String, indent: &str, row: &Row) {
    let what = match &row.kind {
        RowKind::Take => "+".to_string(),
        RowKind::Give => "-".to_string(),
        RowKind::Touch => "~".to_string(),
        RowKind::Play(_, times) => format!("play {} ×", written(times)),
        RowKind::Open(_) => "open".to_string(),
        RowKind::Several(count) => format!("… {count} steps"),
    };
    let peak = if row.peak { "  <- peak" } else { "" };
    let (change, total, reached) = (written(&row.change), written(&row.total), written(&row.reached));
    let inner = "  ".repeat(row.depth);
    out.push_str(&format!("{indent}  {inner}{what} {}  {change}  total {total}  reached {reached}{peak}\n", row.name));
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/worked/cases");
    let mut paths: Vec<_> = fs::read_dir(folder).expect("cases").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let mut faults = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("a case is text");
        let (book_text, questions) = text.split_once("\n---\n").expect("a case has a line of ---");
        let mut sources = Sources::default();
        let source = sources.add("book", book_text);
        let mut diagnostics = Diagnostics::default();
        let book = read(&sources, &[source], &mut diagnostics);
        assert!(book.sound, "{}: {}", path.display(), diagnostics.render(&sources, false));
        let mut evaluator = Evaluator::new(&book, None);
        let environment = evaluator.environment(None, &[]).expect("the defaults are sound");
        let mut actual = format!("{book_text}\n---\n");
        for question in questions.lines().filter_map(|line| line.strip_prefix("> ")) {
            let (word, text) = question.split_once(' ').expect("a word and an expression");
            let answered = match parse(&book, &mut sources, text) {
                Ok(expr) => answer(&mut evaluator, &environment, word, &expr),
                Err(fault) => fault,
            };
            actual.push_str(&format!("> {question}\n{answered}\n"));
        }
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&path, actual).expect("the case can be written");
        } else if actual != text {
            faults.push(format!("{} differs; it is now:\n{actual}", path.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
