//! Random expressions, with an evaluator of their own: fractions of big integers that are never reduced, environments that are
//! copied, no memory. It shares no code with the language.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;

/// The book that random expressions ask: what [`Inputs::default`] and [`Expression::Defined`] say again.
pub(crate) const BOOK: &str = "
input a : number = 2
input b : number = 1.5
input f : flag = true
scenario s = { a = 5 }
scenario t = s with { b = a + 1, f = false }
d : number = a * 2 + b
e : number = if f then d - a else none
fixed : number = d where a = 10
g(x : number, a : number) : number = x * a + b
";

/// A choice sequence: bytes that a random expression is built from, so that shorter bytes are simpler expressions.
pub(crate) struct Choices<'b>(pub(crate) std::slice::Iter<'b, u8>);

impl Choices<'_> {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % n
    }
}

/// A fraction; the denominator is above 0.
#[derive(Debug, Clone)]
pub(crate) struct Fraction(BigInt, BigInt);

impl Fraction {
    pub(crate) fn whole(n: i64) -> Fraction {
        Fraction(n.into(), 1.into())
    }

    fn add(&self, other: &Fraction) -> Fraction {
        Fraction(&self.0 * &other.1 + &other.0 * &self.1, &self.1 * &other.1)
    }

    fn times(&self, other: &Fraction) -> Fraction {
        Fraction(&self.0 * &other.0, &self.1 * &other.1)
    }

    fn negated(&self) -> Fraction {
        Fraction(-&self.0, self.1.clone())
    }

    fn inverse(&self) -> Option<Fraction> {
        match self.0.sign() {
            num_bigint::Sign::NoSign => None,
            num_bigint::Sign::Plus => Some(Fraction(self.1.clone(), self.0.clone())),
            num_bigint::Sign::Minus => Some(Fraction(-&self.1, -&self.0)),
        }
    }

    fn floor(&self) -> Fraction {
        Fraction(self.0.div_floor(&self.1), 1.into())
    }

    fn order(&self, other: &Fraction) -> Ordering {
        (&self.0 * &other.1).cmp(&(&other.0 * &self.1))
    }

    /// `p/q` in lowest terms, or a whole number.
    fn lowest(&self) -> String {
        let common = self.0.gcd(&self.1);
        let (above, below) = (&self.0 / &common, &self.1 / &common);
        if below == 1.into() { above.to_string() } else { format!("{above}/{below}") }
    }
}

/// What an expression should give.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    Number(Fraction),
    Flag(bool),
    None,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        match self {
            Answer::Number(number) => number.lowest(),
            Answer::Flag(flag) => flag.to_string(),
            Answer::None => "none".to_string(),
        }
    }
}

/// The inputs, and the bound variables from the outside in.
#[derive(Debug, Clone)]
pub(crate) struct Inputs {
    a: Answer,
    b: Answer,
    f: bool,
    bound: Vec<Fraction>,
}

impl Default for Inputs {
    fn default() -> Inputs {
        let half = Fraction(3.into(), 2.into());
        Inputs { a: Answer::Number(Fraction::whole(2)), b: Answer::Number(half), f: true, bound: Vec::new() }
    }
}

impl Inputs {
    fn scenario(t: bool, bound: &[Fraction]) -> Inputs {
        let mut inputs = Inputs { a: Answer::Number(Fraction::whole(5)), bound: bound.to_vec(), ..Inputs::default() };
        if t {
            inputs.b = Answer::Number(Fraction::whole(6));
            inputs.f = false;
        }
        inputs
    }
}

/// A random expression; numbers and flags are kept apart by how it is built.
#[derive(Debug, Clone)]
pub(crate) enum Expression {
    Literal(i64, u32),
    Truth(bool),
    None,
    A,
    B,
    F,
    Bound(usize),
    Defined(usize),
    Call(Box<Expression>, Box<Expression>),
    Negate(Box<Expression>),
    Not(Box<Expression>),
    Binary(usize, Box<Expression>, Box<Expression>),
    Power(Box<Expression>, i32),
    Function(usize, Vec<Expression>),
    Round(Box<Expression>, i32),
    If(Box<Expression>, Box<Expression>, Box<Expression>),
    /// Which form, the body, the ends, the variable's depth.
    For(usize, Box<Expression>, i64, i64, usize),
    /// Largest or smallest, the condition, the ends, the variable's depth; without one it is the input `a`.
    Search(bool, Box<Expression>, i64, i64, Option<usize>),
    /// The body, `in`, what `where` sets, and whether `where` stands first.
    Chain(Box<Expression>, Option<bool>, Vec<(bool, Expression)>, bool),
}

const BINARY: [&str; 14] = ["+", "-", "*", "/", "mod", "div", "=", "!=", "<", "<=", ">", ">=", "and", "or"];
const FUNCTIONS: [&str; 6] = ["min", "max", "sum", "abs", "ceil", "floor"];

/// A number.
pub(crate) fn number(choices: &mut Choices, depth: usize, bound: usize) -> Expression {
    let inner = |choices: &mut Choices| Box::new(number(choices, depth - 1, bound));
    if depth == 0 {
        return match choices.below(9) {
            0..=2 => Expression::Literal(choices.below(12) as i64, 0),
            3 => Expression::Literal(choices.below(1000) as i64, choices.below(3) as u32),
            4 => Expression::A,
            5 => Expression::B,
            6 if bound > 0 => Expression::Bound(choices.below(bound)),
            7 => Expression::None,
            _ => Expression::Defined(choices.below(3)),
        };
    }
    match choices.below(16) {
        0..=5 => Expression::Binary(choices.below(6), inner(choices), inner(choices)),
        6 => Expression::Power(inner(choices), choices.below(6) as i32 - 2),
        7 => Expression::Negate(inner(choices)),
        8 => {
            let which = choices.below(6);
            let count = if which < 3 { 1 + choices.below(3) } else { 1 };
            Expression::Function(which, (0..count).map(|_| number(choices, depth - 1, bound)).collect())
        }
        9 => Expression::Round(inner(choices), choices.below(5) as i32 - 2),
        10 => {
            let condition = Box::new(flag(choices, depth - 1, bound));
            Expression::If(condition, inner(choices), inner(choices))
        }
        11 => {
            let (from, form) = (choices.below(5) as i64 - 1, choices.below(3));
            let to = from + choices.below(6) as i64 - 1;
            Expression::For(form, Box::new(number(choices, depth - 1, bound + 1)), from, to, bound)
        }
        12 => {
            let (from, largest, own) = (choices.below(5) as i64 - 1, choices.below(2) == 0, choices.below(2) == 0);
            let to = from + choices.below(8) as i64 - 1;
            let inside = if own { bound + 1 } else { bound };
            Expression::Search(largest, Box::new(flag(choices, depth - 1, inside)), from, to, own.then_some(bound))
        }
        13 => {
            let argument = inner(choices);
            Expression::Call(argument, inner(choices))
        }
        _ => {
            let body = inner(choices);
            chain(choices, body, depth, bound)
        }
    }
}

/// A flag.
pub(crate) fn flag(choices: &mut Choices, depth: usize, bound: usize) -> Expression {
    if depth == 0 {
        return if choices.below(2) == 0 { Expression::Truth(choices.below(2) == 0) } else { Expression::F };
    }
    match choices.below(8) {
        0..=3 => {
            let (left, right) = (number(choices, depth - 1, bound), number(choices, depth - 1, bound));
            Expression::Binary(6 + choices.below(6), Box::new(left), Box::new(right))
        }
        4 => Expression::Not(Box::new(flag(choices, depth - 1, bound))),
        5 => {
            let body = Box::new(flag(choices, depth - 1, bound));
            chain(choices, body, depth, bound)
        }
        _ => {
            let (left, right) = (flag(choices, depth - 1, bound), flag(choices, depth - 1, bound));
            Expression::Binary(12 + choices.below(2), Box::new(left), Box::new(right))
        }
    }
}

fn chain(choices: &mut Choices, body: Box<Expression>, depth: usize, bound: usize) -> Expression {
    let scenario = [None, Some(false), Some(true)][choices.below(3)];
    let mut sets = Vec::new();
    for is_a in [true, false] {
        if choices.below(2) == 0 || (scenario.is_none() && !is_a && sets.is_empty()) {
            sets.push((is_a, number(choices, depth - 1, bound)));
        }
    }
    let sets_first = choices.below(3) == 0;
    Expression::Chain(body, scenario, sets, sets_first)
}

impl Expression {
    /// Its text, with brackets round everything.
    pub(crate) fn text(&self) -> String {
        match self {
            Expression::Literal(digits, 0) => digits.to_string(),
            Expression::Literal(digits, places) => {
                let ten = 10i64.pow(*places);
                format!("{}.{:0width$}", digits / ten, digits % ten, width = *places as usize)
            }
            Expression::Truth(truth) => truth.to_string(),
            Expression::None => "none".to_string(),
            Expression::A => "a".to_string(),
            Expression::B => "b".to_string(),
            Expression::F => "f".to_string(),
            Expression::Bound(depth) => format!("k{depth}"),
            Expression::Defined(which) => ["d", "e", "fixed"][*which].to_string(),
            Expression::Call(x, a) => format!("g({}, {})", x.text(), a.text()),
            Expression::Negate(x) => format!("(-{})", x.text()),
            Expression::Not(x) => format!("(not {})", x.text()),
            Expression::Binary(operator, left, right) => format!("({} {} {})", left.text(), BINARY[*operator], right.text()),
            Expression::Power(base, exponent) => format!("({}^({exponent}))", base.text()),
            Expression::Function(which, arguments) => {
                let arguments: Vec<String> = arguments.iter().map(Expression::text).collect();
                format!("{}({})", FUNCTIONS[*which], arguments.join(", "))
            }
            Expression::Round(x, digits) => format!("round({}, ({digits}))", x.text()),
            Expression::If(condition, then, otherwise) => {
                format!("(if {} then {} else {})", condition.text(), then.text(), otherwise.text())
            }
            Expression::For(form, body, from, to, depth) => {
                format!("{}({} for k{depth} in ({from})..({to}))", ["sum", "max", "min"][*form], body.text())
            }
            Expression::Search(largest, condition, from, to, variable) => {
                let word = if *largest { "largest" } else { "smallest" };
                let name = variable.map_or("a".to_string(), |depth| format!("k{depth}"));
                format!("({word} {name} in ({from})..({to}) with ({}))", condition.text())
            }
            Expression::Chain(body, scenario, sets, sets_first) => {
                let scenario = scenario.map_or("", |t| if t { " in t" } else { " in s" });
                let sets: Vec<String> =
                    sets.iter().map(|(is_a, x)| format!("{} = {}", if *is_a { "a" } else { "b" }, x.text())).collect();
                let sets = if sets.is_empty() { String::new() } else { format!(" where {{ {} }}", sets.join(", ")) };
                let (first, second) = if *sets_first { (sets.as_str(), scenario) } else { (scenario, sets.as_str()) };
                format!("({}{first}{second})", body.text())
            }
        }
    }

    /// What it gives; `None` where it is an error.
    pub(crate) fn answer(&self, inputs: &Inputs) -> Option<Answer> {
        Some(match self {
            Expression::Literal(digits, places) => Answer::Number(Fraction((*digits).into(), BigInt::from(10).pow(*places))),
            Expression::Truth(truth) => Answer::Flag(*truth),
            Expression::None => Answer::None,
            Expression::A => inputs.a.clone(),
            Expression::B => inputs.b.clone(),
            Expression::F => Answer::Flag(inputs.f),
            Expression::Bound(depth) => Answer::Number(inputs.bound[*depth].clone()),
            Expression::Defined(which) => defined(*which, inputs)?,
            Expression::Call(x, a) => {
                let (x, a) = (x.answer(inputs)?, a.answer(inputs)?);
                plus(&times(&x, &a), &inputs.b)
            }
            Expression::Negate(x) => times(&x.answer(inputs)?, &Answer::Number(Fraction::whole(-1))),
            Expression::Not(x) => Answer::Flag(!x.truth(inputs)?),
            Expression::Binary(12, left, right) => Answer::Flag(left.truth(inputs)? && right.truth(inputs)?),
            Expression::Binary(13, left, right) => Answer::Flag(left.truth(inputs)? || right.truth(inputs)?),
            Expression::Binary(operator, left, right) => binary(*operator, &left.answer(inputs)?, &right.answer(inputs)?)?,
            Expression::Power(base, exponent) => match base.answer(inputs)? {
                Answer::Number(base) => {
                    let base = if *exponent < 0 { base.inverse()? } else { base };
                    let one = Fraction::whole(1);
                    Answer::Number((0..exponent.unsigned_abs()).fold(one, |power, _| power.times(&base)))
                }
                other => other,
            },
            Expression::Function(which, arguments) => function(*which, arguments, inputs)?,
            Expression::Round(x, digits) => match x.answer(inputs)? {
                Answer::Number(x) => Answer::Number(rounded(&x, *digits)),
                other => other,
            },
            Expression::If(condition, then, otherwise) => {
                if condition.truth(inputs)? {
                    then.answer(inputs)?
                } else {
                    otherwise.answer(inputs)?
                }
            }
            Expression::For(form, body, from, to, _) => {
                let values = (*from..=*to).map(|k| body.answer(&with_bound(inputs, k)));
                gathered(["sum", "max", "min"][*form], values)?
            }
            Expression::Search(largest, condition, from, to, variable) => {
                let mut found = Answer::None;
                // Every value is tried from the end that is asked for; beyond the answer none matters.
                let range: Vec<i64> = if *largest { (*from..=*to).rev().collect() } else { (*from..=*to).collect() };
                for k in range {
                    let varied = match variable {
                        Some(_) => with_bound(inputs, k),
                        None => Inputs { a: Answer::Number(Fraction::whole(k)), ..inputs.clone() },
                    };
                    if condition.truth(&varied)? {
                        found = Answer::Number(Fraction::whole(k));
                        break;
                    }
                }
                found
            }
            Expression::Chain(body, scenario, sets, sets_first) => {
                let outside = scenario.map_or_else(|| inputs.clone(), |t| Inputs::scenario(t, &inputs.bound));
                let mut inside = outside.clone();
                for (is_a, value) in sets {
                    let value = value.answer(&outside)?;
                    // The later wins: what the scenario sets stays, if it stands behind.
                    let kept = *sets_first && scenario.is_some_and(|t| t || *is_a);
                    if !kept {
                        *(if *is_a { &mut inside.a } else { &mut inside.b }) = value;
                    }
                }
                body.answer(&inside)?
            }
        })
    }

    fn truth(&self, inputs: &Inputs) -> Option<bool> {
        match self.answer(inputs)? {
            Answer::Flag(truth) => Some(truth),
            _ => None,
        }
    }
}

fn with_bound(inputs: &Inputs, k: i64) -> Inputs {
    let mut inside = inputs.clone();
    inside.bound.push(Fraction::whole(k));
    inside
}

/// The book's definitions, said again.
fn defined(which: usize, inputs: &Inputs) -> Option<Answer> {
    let two = Answer::Number(Fraction::whole(2));
    let d = |inputs: &Inputs| plus(&times(&inputs.a, &two), &inputs.b);
    Some(match which {
        0 => d(inputs),
        1 if inputs.f => plus(&d(inputs), &times(&inputs.a, &Answer::Number(Fraction::whole(-1)))),
        1 => Answer::None,
        _ => d(&Inputs { a: Answer::Number(Fraction::whole(10)), ..inputs.clone() }),
    })
}

fn plus(left: &Answer, right: &Answer) -> Answer {
    match (left, right) {
        (Answer::Number(left), Answer::Number(right)) => Answer::Number(left.add(right)),
        _ => Answer::None,
    }
}

fn times(left: &Answer, right: &Answer) -> Answer {
    match (left, right) {
        (Answer::Number(left), Answer::Number(right)) => Answer::Number(left.times(right)),
        _ => Answer::None,
    }
}

fn binary(operator: usize, left: &Answer, right: &Answer) -> Option<Answer> {
    let (Answer::Number(x), Answer::Number(y)) = (left, right) else {
        let equal = matches!((left, right), (Answer::None, Answer::None));
        return Some(match BINARY[operator] {
            "=" => Answer::Flag(equal),
            "!=" => Answer::Flag(!equal),
            "<" | "<=" | ">" | ">=" => Answer::Flag(false),
            _ => Answer::None,
        });
    };
    let order = x.order(y);
    Some(match BINARY[operator] {
        "+" => Answer::Number(x.add(y)),
        "-" => Answer::Number(x.add(&y.negated())),
        "*" => Answer::Number(x.times(y)),
        "/" => Answer::Number(x.times(&y.inverse()?)),
        "div" => Answer::Number(x.times(&y.inverse()?).floor()),
        "mod" => Answer::Number(x.add(&y.times(&x.times(&y.inverse()?).floor()).negated())),
        "=" => Answer::Flag(order == Ordering::Equal),
        "!=" => Answer::Flag(order != Ordering::Equal),
        "<" => Answer::Flag(order == Ordering::Less),
        "<=" => Answer::Flag(order != Ordering::Greater),
        ">" => Answer::Flag(order == Ordering::Greater),
        _ => Answer::Flag(order != Ordering::Less),
    })
}

fn function(which: usize, arguments: &[Expression], inputs: &Inputs) -> Option<Answer> {
    let name = FUNCTIONS[which];
    if matches!(name, "min" | "max" | "sum") {
        return gathered(name, arguments.iter().map(|argument| argument.answer(inputs)));
    }
    Some(match arguments[0].answer(inputs)? {
        Answer::Number(x) => Answer::Number(match name {
            "abs" if x.order(&Fraction::whole(0)) == Ordering::Less => x.negated(),
            "abs" => x,
            "ceil" => x.negated().floor().negated(),
            _ => x.floor(),
        }),
        other => other,
    })
}

/// The sum, or the greatest or least of what is there.
fn gathered(name: &str, values: impl Iterator<Item = Option<Answer>>) -> Option<Answer> {
    let mut result: Option<Fraction> = (name == "sum").then(|| Fraction::whole(0));
    for value in values {
        let Answer::Number(value) = value? else {
            if name == "sum" {
                return Some(Answer::None);
            }
            continue;
        };
        result = Some(match result {
            None => value,
            Some(sum) if name == "sum" => sum.add(&value),
            Some(best) => {
                let wanted = if name == "max" { Ordering::Greater } else { Ordering::Less };
                if value.order(&best) == wanted { value } else { best }
            }
        });
    }
    Some(result.map_or(Answer::None, Answer::Number))
}

/// Halves away from 0.
fn rounded(x: &Fraction, digits: i32) -> Fraction {
    let ten = BigInt::from(10).pow(digits.unsigned_abs());
    let scale = if digits < 0 { Fraction(1.into(), ten) } else { Fraction(ten, 1.into()) };
    let (negative, half) = (x.order(&Fraction::whole(0)) == Ordering::Less, Fraction(1.into(), 2.into()));
    let size = if negative { x.negated() } else { x.clone() };
    let size = size.times(&scale).add(&half).floor();
    let back = Fraction(scale.1.clone(), scale.0.clone());
    let size = size.times(&back);
    if negative { size.negated() } else { size }
}
