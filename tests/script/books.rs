//! Random expressions: the same value or the same fault.

use babacus::formula::rational::Rational;
use babacus::formula::tree::Value;

use super::compare::{Case, Question, Random};
use crate::formula::Written;
use crate::formula::oracle::{BOOK, Choices, flag, number};

/// Numbers where arithmetic changes its ways, and where digits do not end.
const NUMBERS: [&str; 12] = [
    "0",
    "-1",
    "1.5",
    "0.333",
    "94906267",
    "9007199254740991",
    "9007199254740992",
    "-9007199254740993",
    "170141183460469231731687303715884105728",
    "0.00000000000000000000000001",
    "-2.5",
    "1000000000000000000000000000000000000000000000000000000000000000000000.1",
];

fn value(text: &str) -> Value {
    let number = Rational::parse(text.trim_start_matches('-')).expect("a number");
    Value::Number(if text.starts_with('-') { number.neg() } else { number })
}

#[test]
fn random_expressions() {
    let mut random = Random(11);
    for _ in 0..60 {
        let texts: Vec<String> = (0..60)
            .map(|_| {
                let bytes: Vec<u8> = (0..80).map(|_| random.next().to_le_bytes()[0]).collect();
                let mut choices = Choices(bytes.iter());
                let depth = 1 + random.below(4);
                let made = if random.below(3) == 0 { flag(&mut choices, depth, 0) } else { number(&mut choices, depth, 0) };
                made.text()
            })
            .collect();
        let mut case = Case::new(Written::new(BOOK).sound(), None, &texts);
        case.searches_may_fault = true;
        let engine = case.engine(&[]);
        let input = |name| case.written.book.input(name).expect("an input");
        let (a, b, f) = (input("a"), input("b"), input("f"));
        let questions: Vec<Question> = (0..6)
            .map(|_| Question {
                settings: vec![
                    (a, value(random.of(&NUMBERS))),
                    (b, value(random.of(&NUMBERS))),
                    (f, Value::Flag(random.below(2) == 0)),
                ],
                asks: (0..case.asked.len()).map(|ask| (ask, "")).collect(),
            })
            .collect();
        let (differences, compared) = case.differences(&engine, &[], &questions);
        assert!(compared > 0 && differences.is_empty(), "{}", differences[..differences.len().min(8)].join("\n"));
    }
}
