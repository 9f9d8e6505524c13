//! The limits: beyond each an error names it, and soon; what lies below is computed.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::Written;

/// In a release build each takes about a second at most; other programs may run at the same time.
const SOON: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 10 });

/// What a book and, if it is sound, a question come to: the value, or the first fault's code and message.
fn asked(book: &str, question: &str) -> String {
    let start = Instant::now();
    let mut written = Written::new(book);
    let value = if written.diagnostics.is_empty() { written.ask(question).map(|(_, value)| value.written().0) } else { None };
    let answer = value.unwrap_or_else(|| {
        let fault = written.diagnostics.iter().next().expect("a value or a fault");
        assert!(fault.help.is_some(), "{}", fault.message);
        format!("{}: {}", fault.code, fault.message)
    });
    let drawn = written.drawn();
    let took = start.elapsed();
    assert!(took < SOON, "{took:?} for {answer}: {}", drawn.get(..200).unwrap_or(&drawn));
    answer
}

fn repeated(piece: &str, count: usize) -> String {
    piece.repeat(count)
}

#[test]
fn nesting() {
    let deep = "limit: expressions may be nested 200 deep";
    for (open, middle, close) in [
        ("(", "1", ")"),
        ("-", "1", ""),
        ("abs(", "1", ")"),
        ("if true then 1 else ", "1", ""),
        ("2^", "1", ""),
        ("sum(", "1", " for k in 1..1)"),
        ("(largest k in 1..2 with 1 < ", "2", ")"),
    ] {
        let nested = |depth| format!("{}{middle}{}", repeated(open, depth), repeated(close, depth));
        assert_eq!(asked("", &nested(100_000)), deep, "{open}");
        assert_eq!(asked("", &nested(201)), deep, "{open}");
        if open == "(" {
            assert_eq!(asked("", &nested(200)), "1");
        } else {
            asked("", &nested(90));
        }
    }
    assert_eq!(asked("", &format!("if {}true then 1 else 2", repeated("not ", 100_000))), deep);
    let table = "input k : one of a, b = a\ntable t by k : number { a = 1, b = 2 }";
    assert_eq!(asked(table, &format!("{}a{}", repeated("t[", 100_000), repeated("]", 100_000))), deep);
}

#[test]
fn operators() {
    assert_eq!(asked("", &format!("1{}", repeated(" + 1", 3_999))), "4000");
    let many = "limit: an expression may have 4000 operators";
    assert_eq!(asked("", &format!("1{}", repeated(" + 1", 100_000))), many);
    assert_eq!(asked("", &format!("true{}", repeated(" and true", 100_000))), many);
    assert_eq!(asked("input a : number = 1", &format!("a{}", repeated(" where a = 2", 2_000))), "2");
}

#[test]
fn definitions() {
    let chain = |count: usize, backwards: bool| {
        let line = |k: usize| if k == 0 { "x0 : number = 1\n".to_string() } else { format!("x{k} : number = x{} + 1\n", k - 1) };
        if backwards { (0..count).rev().map(line).collect::<String>() } else { (0..count).map(line).collect() }
    };
    assert_eq!(asked(&chain(10_000, false), "x9999"), "10000");
    assert_eq!(asked(&chain(10_000, true), "x9999"), "10000");
    assert_eq!(asked(&chain(10_001, true), "x9999"), "limit: a book may have 10000 definitions");
    let round: String = (0..10_000).map(|k| format!("x{k} : number = x{}\n", (k + 1) % 10_000)).collect();
    assert!(asked(&round, "x1").starts_with("cycle: "));
    let ranges: String = (0..9_999).map(|k| format!("x{k} : number = x{} * 1\n", k + 1)).collect();
    assert_eq!(asked(&format!("{ranges}x9999 : number = 1 .. 2"), "x0"), "1..2");
    let scenarios: String = (0..9_998).map(|k| format!("scenario s{k} = s{} with {{ a = a + 1 }}\n", k + 1)).collect();
    let book = format!("input a : number = 0\n{scenarios}scenario s9998 = {{ a = 1 }}");
    assert_eq!(asked(&book, "a in s0"), "9999");
    let same: String = (0..10_000).map(|_| "x : number = y\n").collect();
    assert!(asked(&same, "x").starts_with("duplicate-name: "));
    let winners: String = (1..9_999).map(|k| format!("x{k} : number = x{}\n", k - 1)).collect();
    assert_eq!(asked(&format!("x0 : number = 1\n{winners}w : name = winner(x9998)"), "w"), "x0");
}

#[test]
fn size_of_numbers() {
    let bits = "limit: this result has more than 4096 bits";
    let literal = "limit: this number has more than 4096 bits, or its unit a power beyond 64";
    assert_eq!(asked("", "2^64"), "18446744073709551616");
    assert_eq!(asked("", &format!("1{}", repeated("0", 1_000))), format!("1{}", repeated("0", 1_000)));
    assert_eq!(asked("", &repeated("9", 2_000)), literal);
    assert_eq!(asked("", &repeated("9", 1_000_000)), literal);
    assert_eq!(asked("", &format!("0.{}1", repeated("0", 1_000_000))), literal);
    assert_eq!(asked("", &format!("1 TiB^64{}", repeated("*TiB^64", 100_000))), literal);
    assert_eq!(asked("", "(2^64)^64 * 2"), bits);
    assert_eq!(asked("", "((2^64)^64)^64"), bits);
    assert_eq!(asked("", "(1/3^64)^64"), bits);
    assert_eq!(asked("", "sum(2^(k mod 64) * (3/7)^(k mod 64) for k in 1..100000) > 0"), "true");
    assert_eq!(asked("", "sum(1 / k for k in 1..100000) > 0"), bits);
    let doubling: String = (1..64).map(|k| format!("x{k} : number = x{} * x{}\n", k - 1, k - 1)).collect();
    assert_eq!(asked(&format!("x0 : number = 3\n{doubling}"), "x63"), bits);
    let far = (1..=12).fold("(1 B)".to_string(), |text, _| format!("({text}^64)"));
    assert!(asked("", &format!("{far} * {far} / 1 s")).starts_with('1'));
    assert_eq!(asked("", "round(1, 10^9)"), "limit: `round` takes a whole number of digits, at most 100");
}

#[test]
fn bound_forms() {
    let many = "limit: a bound form may run through 1000000 values";
    assert_eq!(asked("", "sum(k for k in 1..1_000_000)"), "500000500000");
    assert_eq!(asked("", "sum(k for k in 0..1_000_000)"), many);
    assert_eq!(asked("", "max(k for k in -10^60..10^60)"), many);
    assert_eq!(asked("", "smallest k in 1..1_000_000 with k^2 > 10^11"), "316228");
    assert_eq!(asked("", "largest k in 0..1_000_000 with false"), many);
    assert_eq!(asked("", "sum(1 for k in 5..-(10^30))"), "0");
    assert_eq!(asked("input a : count = 1", "largest a in 1..1_000_000 with a * 2 < 5"), "2");
}

#[test]
fn evaluations() {
    let many = "limit: this takes more than 10000000 evaluations";
    assert_eq!(asked("", "sum(sum(i * k for i in 1..1_000_000) for k in 1..1_000)"), many);
    assert_eq!(asked("f(n : count) : number = sum(n * i for i in 1..1000)", "sum(f(k) for k in 1..100_000)"), many);
    // Calls that call twice: 2^60 of them.
    let twice: String = (1..60).map(|k| format!("f{k}(x : number) : number = f{}(x) + f{}(x)\n", k - 1, k - 1)).collect();
    assert_eq!(asked(&format!("f0(x : number) : number = x\n{twice}"), "f59(1)"), many);
    // The same through other inputs, which no memory of values helps.
    let chained: String =
        (1..40).map(|k| format!("x{k} : number = (x{} where a = a + 1) + (x{} where a = a * 2)\n", k - 1, k - 1)).collect();
    assert!(asked(&format!("input a : number = 1\nx0 : number = a\n{chained}"), "x39").starts_with("limit: "));
    // A long body in many turns.
    let long = repeated(" + k", 200);
    assert_eq!(asked("", &format!("sum(k{long} for k in 1..1_000_000)")), many);
    // A requirement that sets inputs for which it is asked again.
    let again =
        "input a : number = 1\nrequire more : (a where a = a + 1) > 0\nrequire sum_up : (y where a = a + 1) > 0\ny : number = a";
    assert_eq!(asked(again, "a + y"), "2");
}

#[test]
fn tapes() {
    let steps = "limit: this takes more than 100000 steps of tapes";
    let lines = |count: usize| format!("tape t : B\n{}", (0..count).map(|k| format!(" + x{k} 1 B\n")).collect::<String>());
    assert_eq!(asked(&lines(50_000), "highest(t)"), "50000");
    let many = format!("{}tape u : B\n play t as p\n play t as q\n + z 1 B\n", lines(40_000));
    assert_eq!(asked(&many, "highest(u)"), "80001");
    let touch = format!("tape t : B\n{}", repeated(" ~ x 1 B\n", 100_001));
    assert_eq!(asked(&touch, "highest(t)"), steps);
    let nested = |count: usize| {
        let plays: String = (1..count).map(|k| format!("tape t{k} : B\n  play t{} as p\n  ~ w 2 B\n", k - 1)).collect();
        format!("tape t0 : B\n  + x 1 B\n{plays}")
    };
    assert_eq!(asked(&nested(200), "highest(t199)"), "3");
    assert_eq!(asked(&nested(201), "highest(t200)"), "limit: tapes may play one another 200 deep");
    assert_eq!(asked(&nested(9_000), "highest(t8999)"), "limit: tapes may play one another 200 deep");
    let doubled: String = (1..60).map(|k| format!("tape t{k} : B\n  play t{} as a\n  play t{} as b\n", k - 1, k - 1)).collect();
    let doubled = format!("tape t0 : B\n  + x 1 B\n{doubled}");
    assert_eq!(asked(&doubled, "highest(t59)"), "limit: the tapes of a book may hold 1000000 names together");
    let drawn: String = (1..60).map(|k| format!("tape t{k} : B\n  repeat 5 times t{}\n  play t{}\n", k - 1, k - 1)).collect();
    let drawn = format!("tape t0 : B\n  ~ x 1 B\n{drawn}");
    assert_eq!(asked(&drawn, "highest(t59)"), "1");
    let mut written = Written::new(&drawn).sound();
    let question = written.expression("timeline(t59)").expect("a question");
    let mut evaluator = babacus::formula::eval::Evaluator::new(&written.book, None);
    let inputs = evaluator.environment(None, &[]).expect("defaults");
    let fault = evaluator.tape_run(&inputs, &question.tree).expect_err("too long for a picture");
    assert_eq!(fault.message, "this timeline has more than 100000 points");
    let far = "tape t : B\n  + x 2 B\ntape u : B\n  repeat 10^30 times t\n";
    assert_eq!(asked(far, "highest(u)"), format!("2{}", repeated("0", 30)));
    let ifs: String = (0..300).fold("tape t : B\n".to_string(), |mut text, depth| {
        let _ = writeln!(text, "{}if true", repeated(" ", depth + 1));
        text
    });
    assert!(asked(&format!("{ifs}{}+ x 1 B\n", repeated(" ", 301)), "highest(t)").starts_with("limit: "));
}

#[test]
fn files() {
    let comment = repeated("# aside\n", 131_072);
    assert_eq!(comment.len(), 1 << 20);
    assert_eq!(asked(&comment, "1"), "1");
    assert_eq!(asked(&format!("{comment}#"), "1"), "limit: a formula file may have 1 MiB");
    for piece in
        ["§", "a : number = b\n", "((((", "１", "\"", "- ", "..", "a = 1\n", "tape t : B\n + x 1 B\n", "## doc\n", "x ", "{", "9"]
    {
        asked(&repeated(piece, (1 << 20) / piece.len()), "1");
    }
}

#[test]
fn errors_shown() {
    let book: String = (0..250).map(|k| format!("x{k} : number = missing_{k} + 1\n")).collect();
    let drawn = Written::new(&book).drawn();
    assert_eq!(drawn.matches("error[unknown-name]").count(), 100);
    assert!(drawn.ends_with("… and 150 more errors\n"), "{}", &drawn[drawn.len() - 100..]);
}
