//! Random arithmetic: every form has the value, and what a line of text shows is the same expression when it is read
//! as the language again. So brackets are where they must be.

use proptest::prelude::{BoxedStrategy, Just, ProptestConfig, Strategy, prop_oneof, proptest};

use babacus::diagnostic::{Diagnostics, SourceId, Sources, Span};
use babacus::formula::eval::Evaluator;
use babacus::formula::notation::{Display, Notation};
use babacus::formula::tree::{Book, Expr, Kind};
use babacus::formula::{expression, read};

use super::Plain;
use super::laws::{arity, well_formed};

const BOOK: &str = "
input a : number = 3
input b : number = -2
input c : number = 0.5
input flag : flag = true
third : number = 1 / 3
minus : number = -4
twice(x : number) : number = 2 * x
";

fn book() -> Book {
    let mut sources = Sources::default();
    let source = sources.add("book", BOOK);
    let mut diagnostics = Diagnostics::default();
    let book = read(&sources, &[source], &mut diagnostics);
    assert!(book.sound, "{}", diagnostics.render(&sources, false));
    book
}

/// An expression; where its own brackets stand, none may be missing in what is drawn.
fn arithmetic() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        Just("a"),
        Just("b"),
        Just("c"),
        Just("third"),
        Just("minus"),
        Just("twice(b)"),
        Just("2"),
        Just("0.25"),
        Just("7"),
    ];
    let leaf = leaf.prop_map(str::to_string);
    leaf.prop_recursive(5, 24, 3, |inner| {
        let operator = prop_oneof![Just("+"), Just("-"), Just("*"), Just("/"), Just("mod"), Just("div")];
        prop_oneof![
            4 => (inner.clone(), operator, inner.clone()).prop_map(|(left, sign, right)| format!("({left}) {sign} ({right})")),
            1 => (inner.clone(), 0..4u8).prop_map(|(base, power)| format!("({base})^{power}")),
            1 => inner.clone().prop_map(|inner| format!("-({inner})")),
            1 => inner.clone().prop_map(|inner| format!("ceil({inner})")),
            1 => inner.clone().prop_map(|inner| format!("floor({inner})")),
            1 => (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("max({one}, {other})")),
            1 => (inner.clone(), inner.clone(), inner.clone(), inner)
                .prop_map(|(a, b, c, d)| format!("(if ({a}) < ({b}) and flag then ({c}) else ({d}))")),
        ]
    })
    .boxed()
}

fn parse(book: &Book, text: &str, place: u32) -> Option<Expr> {
    let at = Span::new(SourceId(place), 0..text.len());
    expression(book, text, at, &mut Diagnostics::default()).map(|read| read.tree)
}

/// A line of text in the language again.
fn language(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '·' => out.push('*'),
            '−' => out.push('-'),
            '⁰' => out.push_str("^0"),
            '¹' => out.push_str("^1"),
            '²' => out.push_str("^2"),
            '³' => out.push_str("^3"),
            '⌈' => out.push_str("ceil("),
            '⌊' => out.push_str("floor("),
            '⌉' | '⌋' => out.push(')'),
            _ => out.push(c),
        }
    }
    out
}

/// Is each of its numbers shown with all digits, and nothing in it told apart by cases.
fn is_shown_whole(expr: &Expr) -> bool {
    let mut whole = true;
    expr.visit(&mut |expr| match &expr.kind {
        Kind::Number(number, _) => whole &= number.bits() <= 10 || number.is_whole(),
        Kind::If(..) => whole = false,
        _ => {}
    });
    whole
}

/// Does it hold parameters of the call around it: then it has no value by itself.
fn has_parameters(expr: &Expr) -> bool {
    let mut found = false;
    expr.visit(&mut |expr| found |= matches!(expr.kind, Kind::Local(..)));
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_shown_is_what_is_meant(text in arithmetic()) {
        let book = book();
        let expr = parse(&book, &text, 1).expect("it is an expression");
        let mut evaluator = Evaluator::new(&book, None);
        let environment = evaluator.environment(None, &[]).expect("sound defaults");
        let Ok(value) = evaluator.value(&environment, &expr) else { return Ok(()) };
        let worked = evaluator.worked(&environment, &expr, 3).expect("what has a value has a worked example");
        let notation = Notation::new(&book, &Plain);
        for form in worked.steps[0].forms.iter().filter(|form| !has_parameters(&form.expr)) {
            assert_eq!(evaluator.value(&environment, &form.expr).expect("a value"), value, "{text}");
            let drawing = notation.expression(&form.expr);
            let mathml = drawing.mathml(Display::Inline);
            well_formed(&mathml).and_then(|()| arity(&mathml)).expect("sound MathML");
            if is_shown_whole(&form.expr) {
                let shown = language(&drawing.text());
                let again = parse(&book, &shown, 2).unwrap_or_else(|| panic!("{text}: `{shown}` cannot be read"));
                assert_eq!(evaluator.value(&environment, &again).expect("a value"), value, "{text}: {shown}");
            }
        }
    }
}

#[test]
fn long_sums_need_no_deep_stack() {
    let book = book();
    let text = vec!["a"; 3_500].join(" + ");
    let expr = parse(&book, &text, 1).expect("it is an expression");
    let mut evaluator = Evaluator::new(&book, None);
    let environment = evaluator.environment(None, &[]).expect("sound defaults");
    let worked = evaluator.worked(&environment, &expr, 3).expect("a worked example");
    let notation = Notation::new(&book, &Plain);
    assert!(notation.step(&worked.steps[0]).mathml(Display::Block).len() > 100_000);
    assert!(notation.step(&worked.steps[0]).text().ends_with("= 10500"));
    let breakdown = evaluator.breakdown(&environment, &expr).expect("a value").expect("parts");
    assert_eq!(breakdown.parts.len(), 3_500);
}
