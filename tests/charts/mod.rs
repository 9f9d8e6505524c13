//! Charts: laws of scales and ticks, and of the numbers below pictures.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use babacus::edition::chart::scale::{MOST, Scale};
use babacus::formula::rational::Rational;
use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, proptest};

use crate::formula::Written;

/// Numbers of all sizes, with and without a fraction.
fn number() -> impl Strategy<Value = Rational> {
    (any::<i64>(), 1..1000i64, 0..40u32)
        .prop_map(|(n, d, shift)| Rational::from(i128::from(n >> shift)).div(&i128::from(d).into()).expect("not divided by 0"))
}

fn positive() -> impl Strategy<Value = Rational> {
    number().prop_map(|number| number.abs().add(&Rational::ONE.div(&4096.into()).expect("not divided by 0")))
}

/// One, a hundredth, or a power of 1024.
fn unit() -> impl Strategy<Value = Rational> {
    (0..5i32).prop_map(|power| match power {
        4 => Rational::ONE.div(&100.into()).expect("not divided by 0"),
        power => Rational::from(1024).pow(power).expect("a power"),
    })
}

/// What holds of every scale: a few ticks, in order, between the ends, evenly spread over the picture.
fn sound(scale: &Scale) -> bool {
    let ticks = scale.ticks();
    let ordered = ticks.windows(2).all(|pair| pair[0] < pair[1]);
    let inside = ticks.iter().all(|tick| scale.low() <= tick && tick <= scale.high());
    let places: Vec<Rational> = ticks.iter().map(|tick| scale.place(tick)).collect();
    let apart = places.windows(2).all(|pair| pair[0] < pair[1]);
    scale.low() < scale.high() && ticks.len() <= MOST && ordered && inside && apart
}

proptest! {
    #[test]
    fn scales_from_zero_cover_everything(values in prop::collection::vec(number(), 0..20), unit in unit(), whole in any::<bool>()) {
        let scale = Scale::from_zero(&values, &unit, whole);
        prop_assert!(sound(&scale), "{scale:?}");
        prop_assert!(scale.ticks().len() >= 2 && scale.ticks().contains(&Rational::ZERO));
        prop_assert!(values.iter().all(|value| scale.low() <= value && value <= scale.high()));
        if whole {
            prop_assert!(scale.ticks().iter().all(|tick| tick.div(&unit).expect("not divided by 0").is_whole()));
        }
    }

    #[test]
    fn scales_between_two_values_end_there(a in number(), b in number(), unit in unit()) {
        let (low, high) = if a <= b { (a, b) } else { (b, a) };
        let scale = Scale::between(&low, &high, &unit, false);
        prop_assert!(sound(&scale), "{scale:?}");
        prop_assert_eq!(scale.low(), &low);
        if low < high {
            prop_assert_eq!(scale.high(), &high);
        }
    }

    #[test]
    fn doublings_cover_everything(values in prop::collection::vec(positive(), 1..20), unit in unit()) {
        let scale = Scale::doubling(&values, &unit);
        prop_assert!(sound(&scale), "{scale:?}");
        prop_assert!(scale.ticks().len() >= 2);
        prop_assert!(values.iter().all(|value| scale.low() <= value && value <= scale.high()));
    }

    #[test]
    fn places_keep_the_order(values in prop::collection::vec(positive(), 2..20)) {
        let mut values = values;
        values.sort();
        for scale in [Scale::from_zero(&values, &Rational::ONE, false), Scale::doubling(&values, &Rational::ONE)] {
            let places: Vec<Rational> = values.iter().map(|value| scale.place(value)).collect();
            prop_assert!(places.windows(2).all(|pair| pair[0] <= pair[1]));
            prop_assert!(places.iter().all(|place| *place >= Rational::ZERO && *place <= Rational::ONE));
        }
    }
}

#[test]
fn ticks_are_round() {
    let gib = Rational::from(1 << 30);
    let written = |scale: &Scale| -> Vec<String> {
        scale.ticks().iter().map(|tick| tick.div(&gib).expect("not divided by 0").written().0).collect()
    };
    let up_to = |mib: i128| Scale::from_zero([&Rational::from(mib << 20)], &gib, false);
    assert_eq!(written(&up_to(12 * 1024)), ["0", "5", "10"]);
    assert_eq!(written(&up_to(1536)), ["0", "0.5", "1", "1.5"]);
    assert_eq!(written(&up_to(40 * 1024)), ["0", "10", "20", "30", "40"]);
    let doublings = Scale::doubling([&Rational::from(3 << 28), &Rational::from(5 << 30)], &Rational::ONE);
    assert_eq!(written(&doublings), ["0.5", "1", "2", "4", "8"]);
    let batches = Scale::between(&Rational::ONE, &64.into(), &Rational::ONE, true);
    assert_eq!(batches.ticks(), [20, 40, 60].map(Rational::from));
}

/// The attributes `value` and `data-expr` of all shown numbers of a page.
fn numbers(html: &str) -> Vec<(String, String)> {
    let plain = |text: &str| text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    let attribute = |tag: &str, name: &str| {
        let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        Some(plain(&tag[start..start + tag[start..].find('"')?]))
    };
    let tags = html.split("<data ").skip(1).map(|rest| format!(" {}", rest.split('>').next().unwrap_or("")));
    tags.filter_map(|tag| Some((attribute(&tag, "value")?, attribute(&tag, "data-expr")?))).collect()
}

#[test]
fn every_number_below_a_picture_is_what_its_expression_gives() {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/charts");
    let out = tempfile::tempdir().expect("a folder");
    let output =
        Command::new(env!("CARGO_BIN_EXE_babacus")).arg("build").arg("--site").arg(&site).arg("--out").arg(out.path()).output();
    let output = output.expect("babacus runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read = |path: &str| std::fs::read_to_string(site.join(path)).expect("UTF-8");
    let others = ["content/data/measured.csv", "content/data/cards.csv"].map(|path| (path.to_string(), read(path)));
    let mut book = Written::with(vec![("book.formula".into(), read("content/formulas/book.formula"))], others.into()).sound();
    let mut first: Option<BTreeSet<(String, String)>> = None;
    for language in ["de", "fr", "ja", "zh"] {
        let html = std::fs::read_to_string(out.path().join(language).join("index.html")).expect("a page");
        let found = numbers(&html);
        assert!(found.len() > 80, "{language}: {}", found.len());
        for (value, expression) in &found {
            assert_eq!(&book.written(expression), value, "{expression}");
            let canonical = book.expression(expression).expect("a sound expression").canonical;
            assert_eq!(&canonical, expression);
        }
        let found: BTreeSet<(String, String)> = found.into_iter().collect();
        assert_eq!(first.get_or_insert_with(|| found.clone()), &found, "{language} shows other numbers");
        let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), distinct.len(), "{language}: an id stands twice");
        let main = html.split("<main").nth(1).expect("a main part");
        let patterns = main.split("url(#").skip(1).filter_map(|rest| rest.split(')').next());
        let marks = main.split("href=\"#chart").skip(1).filter_map(|rest| rest.split('"').next());
        let marks = marks.map(|rest| format!("chart{rest}"));
        let titles = main.split("aria-labelledby=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for id in patterns.chain(titles.flat_map(str::split_whitespace)).map(str::to_string).chain(marks) {
            assert!(distinct.contains(id.as_str()), "{language}: there is no `{id}`");
        }
        assert!(!main.contains(" style=") && !main.contains("<script"), "{language}");
    }
}
