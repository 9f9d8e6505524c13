//! Random configurations of the site's own book.

use babacus::formula::rational::Rational;
use babacus::formula::script::emit;
use babacus::formula::tree::{InputId, Type, Value};
use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use super::compare::{Case, Question, Random, locales, tape};
use crate::formula::Written;

/// So many of the expressions are asked with one configuration.
const MOST: usize = 6;
/// Of these.
const ASKED: [&str; 22] = [
    "peak",
    "peak.eager",
    "peak.compiled",
    "peak.moment",
    "winner(peak.eager)",
    "on_card",
    "on_card.low",
    "verdict",
    "peak <= card",
    "params",
    "model_states",
    "saved",
    "attention",
    "logits_bytes / peak",
    "peak - card",
    "highest(training_step)",
    "left(training_step)",
    "step(training_step)",
    "reserved.typical",
    "(peak where batch_size = batch_size + 1) - peak",
    "(peak in d2) / peak",
    "low(gpt2_small.peak)",
];
const BYTES: [&str; 14] =
    ["", "auto", "auto 4", "GiB .2", "GiB", "MiB 5", "MB .1", "kB", "B", "exact", "ascii", "ascii GiB .3", "words", "words GB 2"];
const NUMBERS: [&str; 13] = [
    "",
    "compact",
    "compact 2",
    "compact .1",
    "exact",
    "3",
    ".2",
    "percent",
    "percent .1",
    "ascii",
    "ascii 4",
    "words",
    "words compact 3",
];
const OTHERS: [&str; 2] = ["", "ascii"];

/// Whole numbers where arithmetic changes its ways.
const EDGES: [i128; 16] = [
    0,
    -1,
    1,
    2,
    (1 << 26) - 1,
    (1 << 31) + 1,
    94_906_265,
    94_906_266,
    94_906_267,
    (1 << 53) - 1,
    1 << 53,
    (1 << 53) + 1,
    1 << 63,
    (1 << 64) + 1,
    1_000_000_000_000_000_000_000,
    i128::MAX,
];

fn number(text: &str) -> Value {
    Value::Number(Rational::parse(text).expect("a number"))
}

/// A value that an input of this type may have.
fn value(random: &mut Random, ty: &Type, wild: bool) -> Value {
    match ty {
        Type::Flag => Value::Flag(random.below(2) == 0),
        Type::Choice(values) => Value::Choice(values[random.below(values.len())].clone()),
        Type::Number(dimension) if dimension.is_bytes() => {
            let bits = random.below(if wild { 100 } else { 44 });
            Value::Number((i128::from(random.next()) % (1i128 << bits.max(1))).into())
        }
        _ if wild && random.below(2) == 0 => Value::Number(random.of(&EDGES).into()),
        _ => Value::Number((1 + random.below(4096) as i128).into()),
    }
}

/// One configuration: most are such as people train, some have numbers beyond 2^53, some are refused.
fn settings(random: &mut Random, case: &Case) -> Vec<(InputId, Value)> {
    let book = &case.written.book;
    let wild = random.below(4) == 0;
    let mut settings = Vec::new();
    for (id, input) in book.inputs.iter().enumerate() {
        if random.below(4) == 0 {
            continue;
        }
        let chosen = match &*input.id {
            "n_layer" => Value::Number((1 + random.below(48) as i128).into()),
            "n_head" => Value::Number((1 + random.below(25) as i128).into()),
            "block_size" => Value::Number((1i128 << random.below(13)).into()),
            "vocab_size" => Value::Number(random.of(&[65i128, 50_257, 50_304, 100_277]).into()),
            "dropout" => {
                number(random.of(&["0", "0.1", "0.2", "0.333", "0.99999999999999999999", "1", "0.000000000000000000001"]))
            }
            "n_embd" => continue,
            _ => value(random, &input.ty, wild),
        };
        settings.push((id, if wild && random.below(3) == 0 { value(random, &input.ty, true) } else { chosen }));
    }
    // The width is a multiple of the heads, or else nothing but the requirement is tried.
    let (heads, width) = (book.input("n_head").expect("an input"), book.input("n_embd").expect("an input"));
    let heads = settings.iter().find(|(id, _)| *id == heads).map_or(6.into(), |(_, value)| match value {
        Value::Number(number) => number.clone(),
        _ => Rational::ONE,
    });
    let size = if wild { random.of(&[1, 64, 1 << 40, 1 << 50]) } else { 1 + random.below(256) as i128 };
    if random.below(20) > 0 {
        settings.push((width, Value::Number(heads.mul(&size.into()))));
    }
    settings
}

fn questions(case: &Case, seed: u64, count: usize) -> Vec<Question> {
    let mut random = Random(seed);
    let formats: Vec<&[&'static str]> = case
        .asked
        .iter()
        .map(|asked| match &asked.tree.ty {
            Type::Number(dimension) if dimension.is_bytes() => &BYTES[..],
            Type::Number(_) => &NUMBERS[..],
            _ => &OTHERS[..],
        })
        .collect();
    let question = |_| Question {
        settings: settings(&mut random, case),
        asks: (0..formats.len().min(MOST))
            .map(|_| {
                let ask = random.below(formats.len());
                (ask, random.of(formats[ask]))
            })
            .collect(),
    };
    (0..count).map(question).collect()
}

fn compare(asked: &[&str], seed: u64, count: usize) {
    let locales = locales();
    let batches = count.div_ceil(250);
    let found: Vec<(Vec<String>, usize)> = (0..batches)
        .into_par_iter()
        .map_init(
            || {
                let texts: Vec<String> = asked.iter().map(ToString::to_string).collect();
                let case = Case::new(Written::with(Written::site_files(), Written::tables()).sound(), Some("d1"), &texts);
                assert_eq!(case.asked.len(), asked.len(), "{}", case.written.drawn());
                let engine = case.engine(&locales);
                (case, engine)
            },
            |(case, engine), batch| case.differences(engine, &locales, &questions(case, seed + batch as u64, 250.min(count))),
        )
        .collect();
    let differences: Vec<String> = found.iter().flat_map(|(differences, _)| differences.clone()).collect();
    let compared: usize = found.iter().map(|(_, compared)| compared).sum();
    assert!(
        differences.is_empty(),
        "{} of {compared} differ:\n{}",
        differences.len(),
        differences[..differences.len().min(12)].join("\n")
    );
}

/// Values and texts of 10,000 configurations.
#[test]
fn configurations() {
    compare(&ASKED, 1, 10_000);
}

/// Searches, which ask a thousand configurations each.
#[test]
fn searches() {
    compare(&["largest_batch", "smallest block_size in 1..4096 with peak > card"], 7, 40);
}

/// The same book and questions give the same bytes.
#[test]
fn modules_are_deterministic() {
    let module = || {
        let mut written = Written::with(Written::site_files(), Written::tables()).sound();
        let asks = vec![tape(&mut written, "training_step")];
        let texts: Vec<String> = ASKED.iter().map(ToString::to_string).collect();
        let case = Case::new(written, Some("d1"), &texts);
        (emit(&case.written.book, case.site, &asks), case.module)
    };
    assert_eq!(module(), module());
}
