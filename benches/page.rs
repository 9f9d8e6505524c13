//! How long a page takes on its way: read, its numbers written, its code coloured, the whole of it built for the first time
//! and again after a change.

use std::hint::black_box;

use babacus::diagnostic::{Diagnostics, SourceId, Sources};
use babacus::formula::tree::{Type, Value};
use babacus::formula::unit::{Dimension, Kind};
use babacus::locale::{Format, Locale};
use babacus::markdown::{self, Highlighter, Holes, Insert, Label, Options, Shown};
use babacus::memory::Memory;
use babacus::progress::Progress;
use babacus::site::Project;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const CODE: &str = "import torch\n\n\ndef attention(q, k, v, scale=0.125):\n    \"\"\"The weights of every position.\"\"\"\n    \
                    scores = torch.einsum('bhqd,bhkd->bhqk', q, k) * scale  # as in the paper\n    return scores.softmax(dim=-1) @ v\n";

/// Holes that are filled with nothing, so that only the document counts.
struct Nothing;

impl Holes for Nothing {
    fn show(&mut self, _: usize, _: &Insert) -> Shown {
        Shown::default()
    }

    fn holds(&mut self, _: usize, _: &Insert) -> bool {
        true
    }

    fn label(&mut self, _: Label<'_>) -> String {
        String::new()
    }
}

/// A page of eight kilobytes or so.
fn page(number: usize) -> String {
    let mut text = format!("---\ntitle: Page {number}\norder: {number}\n---\n");
    for section in 0..5 {
        text.push_str(&format!("## Section {section} {{#s{section}}}\n\n"));
        for line in 0..6 {
            let (base, next) = (100 + number * 7 + line, (number + 1) % 100);
            text.push_str(&format!("A sentence about **memory** and `code`, number {{{{ total where {{base = {base}}} }}}}.\n"));
            text.push_str(&format!("- An item with [a link](p{next:03}.md) and 「日本語」の*文*.\n\n"));
        }
        text.push_str("| A | B |\n| --- | ---: |\n| one | 1 |\n| two | 2 |\n\n");
    }
    text
}

fn document(text: &str, highlighter: Option<&Highlighter>) -> markdown::Document {
    let mut diagnostics = Diagnostics::default();
    let body = text.find("\n---\n").map_or(0, |at| at + 5)..text.len();
    markdown::parse(SourceId(0), body, text, Options { cjk: true, highlighter }, &mut diagnostics)
}

fn reading(criterion: &mut Criterion) {
    let text = page(1);
    let mut group = criterion.benchmark_group("markdown");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("read a page", |bencher| bencher.iter(|| document(black_box(&text), None)));
    let read = document(&text, None);
    group.bench_function("write a page", |bencher| bencher.iter(|| read.render(black_box(&text), None, &mut Nothing)));
    group.finish();
    let mut group = criterion.benchmark_group("code");
    group.throughput(Throughput::Bytes(CODE.len() as u64));
    let mut number = 0;
    group.bench_function("colour a new block", |bencher| {
        let highlighter = Highlighter::new();
        bencher.iter(|| {
            number += 1;
            let text = format!("```python\n{}\n```\n", CODE.replace("scale", &format!("scale{number}")));
            document(&text, None).render(&text, Some(&highlighter), &mut Nothing)
        });
    });
    group.bench_function("colour a known block", |bencher| {
        let (highlighter, text) = (Highlighter::new(), format!("```python\n{CODE}\n```\n"));
        bencher.iter(|| document(&text, None).render(black_box(&text), Some(&highlighter), &mut Nothing));
    });
    group.finish();
}

fn numbers(criterion: &mut Criterion) {
    let bytes = Type::Number(Dimension::base("B", Kind::Dimension));
    let value = Value::Number(6_187_764_040_i128.into());
    let mut group = criterion.benchmark_group("numbers");
    for language in ["ja", "fr"] {
        let locale = Locale::new(language, &Sources::default(), &[], &mut Diagnostics::default()).expect("a language");
        for format in ["GiB .2", "exact"] {
            let format = Format::parse(format).expect("a format");
            let name = format!("{language}, {format}");
            group.bench_function(name, |bencher| bencher.iter(|| locale.number(black_box(&value), &bytes, &format)));
        }
    }
    group.finish();
}

/// A site of a hundred pages.
fn site() -> Project {
    let mut project = Project::default();
    project.text("babacus.toml", "title = \"Bench\"\nlanguages = [\"de\"]\n".to_string());
    project.text("content/formulas/f.formula", "input base : count = 1\n## A total.\ntotal : count = base * 119\n".to_string());
    project.text("content/de/index.md", "---\ntitle: Home\n---\n".to_string());
    (0..100).for_each(|number| _ = project.text(&format!("content/de/p{number:03}.md"), page(number)));
    project.seal();
    project
}

fn build(project: &Project, memory: &mut Memory) -> usize {
    let mut diagnostics = Diagnostics::default();
    let artifacts = babacus::build(project, memory, &mut diagnostics, &Progress::default());
    assert!(!diagnostics.has_errors(), "{}", diagnostics.render(&project.sources, false));
    artifacts.len()
}

fn builds(criterion: &mut Criterion) {
    let mut project = site();
    let mut group = criterion.benchmark_group("a hundred pages");
    group.sample_size(20);
    group.bench_function("all", |bencher| bencher.iter(|| build(&project, &mut Memory::default())));
    let mut memory = Memory::default();
    build(&project, &mut memory);
    group.bench_function("nothing changed", |bencher| bencher.iter(|| build(&project, &mut memory)));
    let mut number = 0;
    let mut change = |project: &mut Project, path: &str, text: String| {
        number += 1;
        project.text(path, text.replace("NUMBER", &number.to_string()));
        project.seal();
    };
    group.bench_function("one page changed", |bencher| {
        bencher.iter(|| {
            change(&mut project, "content/de/p050.md", format!("{}\nChange NUMBER.\n", page(50)));
            build(&project, &mut memory)
        });
    });
    group.bench_function("a formula of all pages changed", |bencher| {
        bencher.iter(|| {
            let book = "input base : count = 1\n## A total.\ntotal : count = base * 119 + NUMBER\n";
            change(&mut project, "content/formulas/f.formula", book.to_string());
            build(&project, &mut memory)
        });
    });
    group.bench_function("the page template changed", |bencher| {
        bencher.iter(|| {
            let template = include_str!("../templates/page.html");
            change(&mut project, "templates/page.html", template.replace("</footer>", "NUMBER</footer>"));
            build(&project, &mut memory)
        });
    });
    group.finish();
}

criterion_group!(benches, reading, numbers, builds);
criterion_main!(benches);
