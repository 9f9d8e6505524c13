//! The laws of expressions, tried on random ones against another evaluator.

use babacus::formula::Expression as Read;
use babacus::formula::eval::Evaluator;
use babacus::formula::rational::Rational;
use babacus::formula::tree::Kind::Chain;
use babacus::formula::tree::Value;
use babacus::formula::unit::{Dimension, Kind};
use num_bigint::BigInt;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::Written;
use super::oracle::{BOOK, Choices, Inputs, flag, number};

/// A value in lowest terms, or the code of its fault.
fn given(written: &Written, expression: &Read) -> Result<String, &'static str> {
    match written.value(expression) {
        Ok(Value::Number(number)) if number.is_whole() => Ok(number.numerator().to_string()),
        Ok(Value::Number(number)) => Ok(format!("{}/{}", number.numerator(), number.denominator())),
        Ok(other) => Ok(other.written().0),
        Err(fault) => Err(fault.code),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    /// The value is the other evaluator's; the canonical form is read as the same expression with the same value.
    #[test]
    fn values_and_canonical_forms(bytes in proptest::collection::vec(any::<u8>(), 0..80), depth in 0usize..5, asks_flag: bool) {
        let mut choices = Choices(bytes.iter());
        let made = if asks_flag { flag(&mut choices, depth, 0) } else { number(&mut choices, depth, 0) };
        let text = made.text();
        let mut written = Written::new(BOOK).sound();
        let read = written.expression(&text);
        let codes: Vec<&str> = written.diagnostics.iter().map(|fault| fault.code).collect();
        // A thing that is compared with itself under `where` is refused on purpose.
        if codes.contains(&"reach") {
            return Ok(());
        }
        let Some(read) = read else { panic!("{text}\n{}", written.drawn()) };
        let Some(again) = written.expression(&read.canonical) else { panic!("{text}\n{}", written.drawn()) };
        prop_assert_eq!(&read.canonical, &again.canonical, "{}", text);
        let (value, value_again) = (given(&written, &read), given(&written, &again));
        prop_assert_eq!(&value, &value_again, "{} is {}", text, read.canonical);
        if value != Err("limit") {
            let wanted = made.answer(&Inputs::default()).map(|answer| answer.text());
            prop_assert_eq!(value.ok(), wanted, "{}", text);
        }
    }

    /// Bound forms and searches are right for values and conditions that go up and down, also of an input that is varied,
    /// of which a requirement forbids some values.
    #[test]
    fn bound_forms_equal_brute_force(p in -3i64..4, q in -9i64..10, m in 2i64..12, r in 0i64..12, from in -8i64..8, length in 0i64..30) {
        let value = |k: i64| (p * k * k + q * k).rem_euclid(m);
        let range: Vec<i64> = (from..from + length).collect();
        let shown = |found: Option<i64>| found.map_or("none".to_string(), |found| found.to_string());
        let allowed = |k: &&i64| k.rem_euclid(3) != 1;
        let book = format!(
            "input n : number = 0\nrequire some : n mod 3 != 1\nv(k : number) : number = ({p} * k^2 + {q} * k) mod {m}\nw : number = v(n)"
        );
        let mut written = Written::new(&book).sound();
        let interval = format!("({from})..({})", from + length - 1);
        for (question, wanted) in [
            (format!("sum(v(k) for k in {interval})"), Some(range.iter().map(|k| value(*k)).sum())),
            (format!("max(v(k) for k in {interval})"), range.iter().map(|k| value(*k)).max()),
            (format!("min(v(k) for k in {interval})"), range.iter().map(|k| value(*k)).min()),
            (format!("largest k in {interval} with v(k) = {r}"), range.iter().rev().find(|k| value(**k) == r).copied()),
            (format!("smallest k in {interval} with v(k) >= {r}"), range.iter().find(|k| value(**k) >= r).copied()),
            (format!("largest n in {interval} with w < {r}"), range.iter().rev().filter(allowed).find(|k| value(**k) < r).copied()),
            (format!("smallest n in {interval} with w != {r}"), range.iter().filter(allowed).find(|k| value(**k) != r).copied()),
        ] {
            prop_assert_eq!(written.written(&question), shown(wanted), "{} of\n{}", question, book);
        }
    }

    /// What an expression does not depend on does not change it.
    #[test]
    fn resolved_inputs_are_all_that_matters(bytes in proptest::collection::vec(any::<u8>(), 0..60), a in 0i128..9, b in 0i128..9, f: bool) {
        let made = number(&mut Choices(bytes.iter()), 3, 0);
        let mut written = Written::new(BOOK).sound();
        let Some(read) = written.expression(&made.text()) else { return Ok(()) };
        // Of a chain at the top it is known with which values its inside is asked; the law is about what is around it.
        if let Chain(..) = read.tree.kind {
            return Ok(());
        }
        let mut evaluator = Evaluator::new(&written.book, None);
        let plain = evaluator.environment(None, &[]).expect("defaults");
        let Ok(asked) = evaluator.resolved_inputs(&plain, &read.tree) else { return Ok(()) };
        let all = [("a", Value::Number(a.into())), ("b", Value::Number(b.into())), ("f", Value::Flag(f))];
        let others: Vec<_> = all
            .into_iter()
            .map(|(name, value)| (written.book.input(name).expect("an input"), value))
            .filter(|(input, _)| !asked.iter().any(|(known, _)| known == input))
            .collect();
        let changed = evaluator.environment(None, &others).expect("inputs that may be");
        let value = |evaluator: &mut Evaluator, inputs| evaluator.value(inputs, &read.tree).map_err(|fault| fault.code);
        prop_assert_eq!(value(&mut evaluator, &plain), value(&mut evaluator, &changed), "{}", read.canonical);
    }

    /// Sums, products, quotients and remainders are those of big integers, also where 128 bits end.
    #[test]
    fn arithmetic_is_exact(a in wide(), b in wide(), c in wide(), d in wide()) {
        let (x, y) = (fraction(&a, &b), fraction(&c, &d));
        let over = |above: BigInt, below: BigInt| Rational::new(above, below);
        let (b, d) = (nonzero(b), nonzero(d));
        prop_assert_eq!(Some(x.add(&y)), over(&a * &d + &c * &b, &b * &d));
        prop_assert_eq!(Some(x.sub(&y)), over(&a * &d - &c * &b, &b * &d));
        prop_assert_eq!(Some(x.mul(&y)), over(&a * &c, &b * &d));
        prop_assert_eq!(x.div(&y), over(&a * &d, &b * &c));
        prop_assert_eq!(x.cmp(&y), (&a * &d * &b * &d).cmp(&(&c * &b * &b * &d)));
        prop_assert_eq!(x.add(&y).sub(&y), x.clone());
        prop_assert!(x.floor() <= x && x < x.floor().add(&Rational::ONE));
        prop_assert_eq!(x.ceil(), x.neg().floor().neg());
        let (text, exact) = x.written();
        if exact.is_none() {
            let digits = text.strip_prefix('-').unwrap_or(&text);
            let read = Rational::parse(digits).expect("a decimal");
            prop_assert_eq!(if digits == text { read } else { read.neg() }, x);
        }
    }

    /// Dimensions are a group: what is multiplied and divided again is what it was, and the order does not matter.
    #[test]
    fn dimensions_are_a_group(a in dimension(), b in dimension(), c in dimension(), power in -3i32..4) {
        prop_assert_eq!(a.times(&b, 1), b.times(&a, 1));
        prop_assert_eq!(a.times(&b, 1).times(&c, 1), a.times(&b.times(&c, 1), 1));
        prop_assert_eq!(a.times(&b, 1).times(&b, -1), a.clone());
        prop_assert!(a.times(&a, -1).is_pure());
        prop_assert_eq!(a.times(&b, 1).power(power), a.power(power).times(&b.power(power), 1));
        // The printed unit is a unit that a literal may have, and the same one.
        if !a.is_pure() {
            let mut written = Written::new("dimension EUR").sound();
            let text = format!("1 {a}");
            if !a.to_string().starts_with('1') {
                let read = written.expression(&text);
                prop_assert_eq!(read.expect("a literal").tree.ty.unit(), a.to_string());
            }
        }
    }

    /// Units of sums and products, as the checker has them and as the algebra says.
    #[test]
    fn units_are_checked(a in dimension(), b in dimension()) {
        let literal = |unit: &Dimension| {
            let bases: Vec<String> = unit.bases().map(|(name, power)| format!("(1 {name})^({power})")).collect();
            if bases.is_empty() { "1".to_string() } else { format!("({})", bases.join(" * ")) }
        };
        let (x, y) = (literal(&a), literal(&b));
        let mut written = Written::new("dimension EUR").sound();
        let unit = |written: &mut Written, text: &str| written.expression(text).map(|read| read.tree.ty.unit());
        prop_assert_eq!(unit(&mut written, &format!("{x} * {y}")), Some(a.times(&b, 1).to_string()));
        prop_assert_eq!(unit(&mut written, &format!("{x} / {y}")), Some(a.times(&b, -1).to_string()));
        prop_assert_eq!(unit(&mut written, &format!("{x} + {y}")), (a == b).then(|| a.to_string()));
        let comparable = a == b || (a.is_pure() && b.is_label()) || (b.is_pure() && a.is_label());
        prop_assert_eq!(unit(&mut written, &format!("{x} < {y}")).is_some(), comparable);
        prop_assert!(written.diagnostics.iter().all(|fault| fault.help.is_some()));
    }
}

/// Whole numbers on both sides of what fits 64 and 128 bits.
fn wide() -> impl Strategy<Value = BigInt> {
    prop_oneof![
        (-20i128..20).prop_map(BigInt::from),
        any::<i128>().prop_map(BigInt::from),
        (0u32..200, -2i128..3).prop_map(|(bits, near)| (BigInt::from(1) << bits) + near),
        (0u32..200, -2i128..3).prop_map(|(bits, near)| near - (BigInt::from(1) << bits)),
        Just(BigInt::from(i128::MIN)),
        Just(BigInt::from(i128::MAX)),
    ]
}

fn nonzero(n: BigInt) -> BigInt {
    if n == 0.into() { 1.into() } else { n }
}

fn fraction(above: &BigInt, below: &BigInt) -> Rational {
    Rational::new(above.clone(), nonzero(below.clone())).expect("not 0 below")
}

fn dimension() -> impl Strategy<Value = Dimension> {
    let bases = [
        ("B", Kind::Dimension),
        ("s", Kind::Dimension),
        ("EUR", Kind::Dimension),
        ("param", Kind::Label),
        ("token", Kind::Label),
    ];
    proptest::collection::vec((0usize..5, -3i32..4), 0..4).prop_map(move |powers| {
        powers.into_iter().fold(Dimension::pure(), |product, (base, power)| {
            let (name, kind) = bases[base];
            product.times(&Dimension::base(name, kind), power)
        })
    })
}

/// Requirements are asked wherever an expression enters inputs, also those that were only read before.
#[test]
fn requirements_are_asked_of_all_that_is_entered() {
    let mut written =
        Written::new("input a : count = 1\nrequire above : a > 0\nscenario zero = { a = 0 }\nx : count = a").sound();
    assert_eq!(written.written("x in zero where a = a + 1"), "1");
    assert_eq!(written.written("(x in zero where a = a + 1) + (x in zero)"), "error[require]");
    assert_eq!(written.written("x where a = 0"), "error[require]");
    assert_eq!(written.written("largest a in -5..5 with a < 3"), "2");
    assert_eq!(written.written("smallest a in -5..5 with a < 3"), "1");
}
