//! Values of Python expressions: literals and arithmetic; anything else stops with what it is and where.

use super::lex::{Kind, Token};
use super::{Settings, Value, What};
use crate::diagnostic::Span;
use crate::formula::rational::Rational;

/// Deepest nesting.
const DEPTH: usize = 100;
/// Largest numerator or denominator, in bits.
const BITS: u64 = 4_096;

/// Why an expression has no value.
#[derive(Debug, Clone)]
pub(super) enum Stop {
    /// It would have to be executed.
    Dynamic(Span, What),
    /// Python would refuse it, or it is beyond a limit.
    Fault(Span, String),
}

type Read = Result<Value, Stop>;

/// Reads one expression.
pub(super) struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    known: &'a Settings,
    own: &'a Settings,
}

impl<'a> Reader<'a> {
    pub(super) fn new(tokens: &'a [Token], known: &'a Settings, own: &'a Settings) -> Reader<'a> {
        Reader { tokens, at: 0, depth: 0, known, own }
    }

    /// The value of all tokens.
    pub(super) fn whole(mut self) -> Read {
        let all = super::span(self.tokens);
        let value = self.tuple(all)?;
        match self.peek() {
            None => Ok(value),
            Some(token) if token.kind == Kind::Name && token.text == "if" => Err(Stop::Dynamic(all, What::Conditional)),
            Some(token) => Err(self.left_over(token)),
        }
    }

    /// The value of `NAME += …`.
    pub(super) fn augmented(self, name: &Token, operator: &str, at: Span) -> Read {
        let before = self.name(name)?;
        if self.tokens.is_empty() {
            return Err(Stop::Fault(at, "here a value is missing".to_string()));
        }
        let value = self.whole()?;
        binary(operator, before, value, at)
    }

    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn operator(&self) -> &'a str {
        self.peek().filter(|token| token.kind == Kind::Operator).map_or("", |token| token.text.as_str())
    }

    /// What a token means that no expression of literals goes on with.
    fn left_over(&self, token: &Token) -> Stop {
        match (token.kind, token.text.as_str()) {
            (Kind::Name, "if" | "else") => Stop::Dynamic(token.span, What::Conditional),
            (Kind::Name, "and" | "or" | "not" | "in" | "is" | "for" | "lambda" | "await" | "async")
            | (Kind::Operator, "<" | ">" | "==" | "!=" | "<=" | ">=" | "<<" | ">>" | "&" | "|" | "^" | "~" | "@" | ":=") => {
                Stop::Dynamic(token.span, What::Operator)
            }
            (Kind::Operator, "...") => Stop::Dynamic(token.span, What::Operator),
            _ => Stop::Fault(token.span, "this does not belong here".to_string()),
        }
    }

    /// Values with commas between them are a tuple.
    fn tuple(&mut self, all: Span) -> Read {
        let value = self.sum()?;
        if self.operator() != "," {
            return Ok(value);
        }
        while self.operator() == "," {
            self.at += 1;
            if self.peek().is_some() {
                self.sum()?;
            }
        }
        match self.peek() {
            Some(token) if token.text == "if" => Err(Stop::Dynamic(all, What::Conditional)),
            _ => Ok(Value::Other),
        }
    }

    fn sum(&mut self) -> Read {
        let mut value = self.product()?;
        while matches!(self.operator(), "+" | "-") {
            value = self.operation(value, Reader::product)?;
        }
        Ok(value)
    }

    fn product(&mut self) -> Read {
        let mut value = self.sign()?;
        while matches!(self.operator(), "*" | "/" | "//" | "%") {
            value = self.operation(value, Reader::sign)?;
        }
        Ok(value)
    }

    fn operation(&mut self, left: Value, next: fn(&mut Self) -> Read) -> Read {
        let Some(operator) = self.peek() else { return Ok(left) };
        self.at += 1;
        let right = next(self)?;
        binary(&operator.text, left, right, operator.span)
    }

    fn sign(&mut self) -> Read {
        let operator = self.operator();
        if !matches!(operator, "-" | "+") {
            return self.power();
        }
        let at = self.tokens[self.at].span;
        self.at += 1;
        self.deeper(at)?;
        let value = self.sign();
        self.depth -= 1;
        match value? {
            Value::Number(number) => Ok(Value::Number(if operator == "-" { number.neg() } else { number })),
            Value::Flag(flag) => {
                let number = Rational::from(i128::from(flag));
                Ok(Value::Number(if operator == "-" { number.neg() } else { number }))
            }
            _ => Err(Stop::Fault(at, "only a number has a sign".to_string())),
        }
    }

    fn power(&mut self) -> Read {
        let base = self.primary()?;
        if self.operator() != "**" {
            return Ok(base);
        }
        let at = self.tokens[self.at].span;
        self.at += 1;
        self.deeper(at)?;
        let exponent = self.sign();
        self.depth -= 1;
        binary("**", base, exponent?, at)
    }

    fn deeper(&mut self, at: Span) -> Result<(), Stop> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Stop::Fault(at, format!("this is nested more than {DEPTH} deep")));
        }
        Ok(())
    }

    /// A literal, a name, or brackets; what follows it directly is a call, an attribute or a subscript.
    fn primary(&mut self) -> Read {
        let start = self.at;
        let Some(token) = self.peek() else {
            let end = self.tokens.last().map_or(Span::new(crate::diagnostic::SourceId(0), 0..0), |token| token.span);
            return Err(Stop::Fault(end, "here a value is missing".to_string()));
        };
        self.at += 1;
        let value = match token.kind {
            Kind::Number => number(token),
            Kind::Text => {
                let mut text = token.text.clone();
                while let Some(next) = self.peek().filter(|next| next.kind == Kind::Text) {
                    text.push_str(&next.text);
                    self.at += 1;
                }
                Ok(Value::Text(text))
            }
            Kind::Formatted => Err(Stop::Dynamic(token.span, What::Format)),
            Kind::Bytes => Ok(Value::Other),
            Kind::Name if matches!(token.text.as_str(), "not" | "lambda" | "await" | "yield") => Err(self.left_over(token)),
            Kind::Name => self.name(token),
            Kind::Operator if matches!(token.text.as_str(), "(" | "[" | "{") => self.brackets(token),
            _ => Err(self.left_over(token)),
        };
        let Some(next) = self.peek().filter(|next| next.kind == Kind::Operator) else { return value };
        let (what, close) = match next.text.as_str() {
            "(" => (What::Call, true),
            "[" => (What::Subscript, true),
            "." => (What::Attribute, false),
            _ => return value,
        };
        let end = if close { self.closing(self.at) } else { (self.at + 1).min(self.tokens.len() - 1) };
        // `a.b(c)` is a call.
        let called = !close && self.tokens.get(end + 1).is_some_and(|token| token.text == "(");
        let end = if called { self.closing(end + 1) } else { end };
        let span = self.tokens[start].span.to(self.tokens[end].span);
        Err(Stop::Dynamic(span, if called { What::Call } else { what }))
    }

    /// The token that closes the bracket at `open`, else the last.
    fn closing(&self, open: usize) -> usize {
        let mut depth = 0usize;
        for (at, token) in self.tokens.iter().enumerate().skip(open).filter(|(_, token)| token.kind == Kind::Operator) {
            match token.text.as_str() {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at;
            }
        }
        self.tokens.len() - 1
    }

    fn name(&self, token: &Token) -> Read {
        match token.text.as_str() {
            "True" => return Ok(Value::Flag(true)),
            "False" => return Ok(Value::Flag(false)),
            "None" => return Ok(Value::None),
            _ => {}
        }
        let setting = self.own.values.get(&token.text).or_else(|| self.known.values.get(&token.text));
        match setting.and_then(|setting| setting.value.clone()) {
            Some(value) => Ok(value),
            None => Err(Stop::Dynamic(token.span, What::Name)),
        }
    }

    /// A value in brackets, or a tuple, list, set or dictionary of literals.
    fn brackets(&mut self, open: &Token) -> Read {
        self.deeper(open.span)?;
        let close = match open.text.as_str() {
            "(" => ")",
            "[" => "]",
            _ => "}",
        };
        let mut values = Vec::new();
        let mut listed = close != ")";
        loop {
            match self.peek() {
                None => return Err(Stop::Fault(open.span, "this bracket is not closed".to_string())),
                Some(token) if token.kind == Kind::Operator && token.text == close => break,
                Some(token) if token.kind == Kind::Operator && matches!(token.text.as_str(), "," | ":") && !values.is_empty() => {
                    listed = true;
                    self.at += 1;
                }
                Some(token) if token.kind == Kind::Name && token.text == "if" => {
                    let start = self.tokens.get(self.at.saturating_sub(1)).map_or(token.span, |before| before.span);
                    return Err(Stop::Dynamic(start.to(token.span), What::Conditional));
                }
                Some(_) if values.is_empty() || listed => values.push(self.sum()?),
                Some(token) => return Err(self.left_over(token)),
            }
        }
        self.at += 1;
        self.depth -= 1;
        match values.pop() {
            Some(value) if !listed => Ok(value),
            _ => Ok(Value::Other),
        }
    }
}

/// A number as Python writes it.
fn number(token: &Token) -> Read {
    let fault = |message: &str| Err(Stop::Fault(token.span, message.to_string()));
    let lower = token.text.to_ascii_lowercase();
    let text = lower.replace('_', "");
    if lower.ends_with('j') {
        return Err(Stop::Dynamic(token.span, What::Operator));
    }
    if lower.ends_with('_') || lower.contains("__") || text.len() > 1_000 {
        return fault("this number cannot be read");
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            return match i128::from_str_radix(digits, radix) {
                Ok(value) if !digits.starts_with(['+', '-']) => Ok(Value::Number(value.into())),
                _ => fault("this number cannot be read"),
            };
        }
    }
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let Some(exponent) = exponent.parse::<i32>().ok().filter(|exponent| exponent.abs() <= 400) else {
        return fault("this number is beyond what is read");
    };
    // Python wants no digit on one side of the point.
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && part.is_empty() || !whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit()) {
        return fault("this number cannot be read");
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let text = if part.is_empty() { whole.to_string() } else { format!("{whole}.{part}") };
    let (Some(value), Some(scale)) = (Rational::parse(&text), Rational::from(10).pow(exponent)) else {
        return fault("this number cannot be read");
    };
    limited(value.mul(&scale), token.span)
}

fn limited(value: Rational, at: Span) -> Read {
    if value.bits() > BITS {
        return Err(Stop::Fault(at, format!("this result has more than {BITS} bits")));
    }
    Ok(Value::Number(value))
}

fn binary(operator: &str, left: Value, right: Value, at: Span) -> Read {
    let number = |value: &Value| match value {
        Value::Number(number) => Some(number.clone()),
        Value::Flag(flag) => Some(Rational::from(i128::from(*flag))),
        _ => None,
    };
    let (x, y) = match (number(&left), number(&right)) {
        (Some(x), Some(y)) => (x, y),
        _ => {
            return match (left, right) {
                (Value::Text(a), Value::Text(b)) if operator == "+" => Ok(Value::Text(a + &b)),
                (Value::Text(_) | Value::Other, _) | (_, Value::Text(_) | Value::Other) => Err(Stop::Dynamic(at, What::Operator)),
                _ => Err(Stop::Fault(at, "this is no arithmetic with numbers".to_string())),
            };
        }
    };
    let by_zero = || Stop::Fault(at, "division by zero".to_string());
    let result = match operator {
        "+" => x.add(&y),
        "-" => x.sub(&y),
        "*" => x.mul(&y),
        "/" => x.div(&y).ok_or_else(by_zero)?,
        "//" => x.div(&y).ok_or_else(by_zero)?.floor(),
        "%" => x.sub(&y.mul(&x.div(&y).ok_or_else(by_zero)?.floor())),
        "**" => return power(&x, &y, at),
        _ => return Err(Stop::Dynamic(at, What::Operator)),
    };
    limited(result, at)
}

fn power(base: &Rational, exponent: &Rational, at: Span) -> Read {
    let Some(whole) = exponent.to_i128() else { return Err(Stop::Dynamic(at, What::Operator)) };
    let small = base.bits() <= 1 && base.is_whole();
    let bits = u128::from(base.bits()).saturating_mul(whole.unsigned_abs());
    if bits > u128::from(BITS) && !small {
        return Err(Stop::Fault(at, format!("this result has more than {BITS} bits")));
    }
    // 0, 1 and -1 stay small whatever the exponent; its parity is all that matters.
    let whole = if small && whole.unsigned_abs() > 2 { whole.signum() * (2 - (whole & 1)) } else { whole };
    match i32::try_from(whole).ok().and_then(|whole| base.pow(whole)) {
        Some(result) => limited(result, at),
        None => Err(Stop::Fault(at, "0 to a negative power".to_string())),
    }
}
