//! One row for every construct of the language: what the build gives, and that the calculator gives the same.

use super::compare::{Case, Question, locales};
use crate::formula::Written;

const BOOK: &str = r#"
dimension EUR
input a : number = 3
input n : count = 8
input f : flag = true
input k : one of red, green, blue = green
require positive : n >= 1
scenario s = { a = 10, k = blue }
scenario t = s with { n = 4 }
table price by k : EUR { red = 1.5 EUR, green = 2 EUR, blue = 7 EUR }
double(x : number) : number = 2 * x
left_arm : number = a + n
right_arm : number = a * n
peak : number = max(left_arm, right_arm)
quoted claim : B = 6 GB .. 10 GB
dataset rows = "d.csv" { n = column n; observed y = column y }
tape inner(keep : flag) : B
    + kept 10 B
    ~ work 5 B
    if not keep
        - kept
tape outer : B
    + base 100 B
    repeat n times inner(true) as part
    - base of 40 B
    - gone 7 B
tape later after outer : B
    - base
    + more 1 B
    play inner(false) as part2
nothing : number = none
"#;
const ROWS: &str = "n,y\n1,2\n2,\n5,4\n";

const CONSTRUCTS: &[(&str, &str)] = &[
    ("a + 1", "4"),
    ("a - 4", "-1"),
    ("-a", "-3"),
    ("a * 0.5", "1.5"),
    ("a / 7", "0.42857142857142857143"),
    ("a / (a - 3)", "error[division-by-zero]"),
    ("0 ^ (-1)", "error[division-by-zero]"),
    ("a ^ 40", "12157665459056928801"),
    ("2 ^ (-3)", "0.125"),
    ("2 ^ (n + 57)", "error[limit]"),
    ("(0 - 7) mod 3", "2"),
    ("(0 - 7) div 3", "-3"),
    ("7.5 mod 2", "1.5"),
    ("9007199254740991 + n", "9007199254740999"),
    ("9007199254740992 - 1", "9007199254740991"),
    ("94906267 * 94906267", "9007199515875289"),
    ("a = 3", "true"),
    ("a != 3", "false"),
    ("a < n and n <= 8", "true"),
    ("a > n or n >= 9", "false"),
    ("not f", "false"),
    ("7 GB within claim", "true"),
    ("low(claim)", "6000000000"),
    ("high(claim * 2)", "20000000000"),
    ("claim", "6000000000..10000000000"),
    ("if f then a else n", "3"),
    ("k = green", "true"),
    ("k", "green"),
    ("price", "2"),
    ("price[red]", "1.5"),
    ("price in s", "7"),
    ("double(a + 1)", "8"),
    ("max(a, n, none)", "8"),
    ("min(a, n)", "3"),
    ("sum(a, n, 1)", "12"),
    ("sum(a, none)", "none"),
    ("abs(a - 10)", "7"),
    ("ceil(a / 2)", "2"),
    ("floor(0 - a / 2)", "-2"),
    ("round(2.5)", "3"),
    ("round(0 - 2.5)", "-3"),
    ("round(1234.567, 2)", "1234.57"),
    ("round(1250, -2)", "1300"),
    ("log2_floor(a)", "1"),
    ("log2_floor(0.3)", "-2"),
    ("log2_floor(0)", "error[domain]"),
    ("sum(i ^ 2 for i in 1..n)", "204"),
    ("max(i * (7 - i) for i in 1..n)", "12"),
    ("min(i for i in 5..4)", "none"),
    ("largest i in 1..100 with i * i <= n * n", "8"),
    ("smallest n in 1..100 with peak > 50", "17"),
    ("largest n in -5..0 with n < 3", "none"),
    ("a in t where { a = a + n }", "14"),
    ("a where a = 0.5", "0.5"),
    ("n where n = 0", "error[require]"),
    ("winner(peak)", "right_arm"),
    ("nothing = none", "true"),
    ("nothing + 1", "none"),
    ("nothing < 1", "false"),
    ("median(rows.y * n over rows)", "11"),
    ("count(rows.y over rows)", "2"),
    ("rank(n over rows, 1)", "5"),
    ("highest(outer)", "185"),
    ("left(outer)", "133"),
    ("step(outer)", "part.work"),
    ("highest(later)", "0"),
];

#[test]
fn every_construct() {
    let written = || {
        let others = vec![("content/d.csv".to_string(), ROWS.to_string())];
        Written::with(vec![("book.formula".to_string(), BOOK.to_string())], others).sound()
    };
    let texts: Vec<String> = CONSTRUCTS.iter().map(|row| row.0.to_string()).collect();
    let mut of_build = written();
    for (text, wanted) in CONSTRUCTS {
        assert_eq!(of_build.written(text), *wanted, "{text}");
    }
    let case = Case::new(written(), None, &texts);
    assert_eq!(case.asked.len(), texts.len(), "{}", case.written.drawn());
    let locales = locales();
    let engine = case.engine(&locales);
    let all = (0..texts.len()).map(|ask| (ask, "")).collect();
    let (differences, _) = case.differences(&engine, &locales, &[Question { settings: Vec::new(), asks: all }]);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
