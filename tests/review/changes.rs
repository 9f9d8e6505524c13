//! The lock and what it tells: round trip, faults, causes of changes, translations, patches.

use babacus::diagnostic::{Diagnostics, Sources};
use babacus::diff::{Cause, Diff, Side};
use babacus::lock::Lock;

use super::{Site, small};

fn compare(change: impl FnOnce(&mut Site)) -> Diff {
    let mut site = Site::load(&small());
    let (project, draft) = site.draft();
    let old = Side::of(&project.sources, &draft);
    change(&mut site);
    let (project, draft) = site.draft();
    let new = Side::of(&project.sources, &draft);
    Diff::new("before", &old, &new, &draft)
}

fn causes(diff: &Diff) -> Vec<String> {
    let cause = |cause: &Cause| match cause {
        Cause::Formulas(ids) => ids.iter().cloned().collect::<Vec<_>>().join(" "),
        other => format!("{other:?}").to_lowercase(),
    };
    diff.groups.iter().map(|group| cause(&group.cause)).collect()
}

#[test]
fn a_lock_comes_back() {
    let site = Site::load(&small());
    let (_, draft) = site.draft();
    let (lock, _) = Lock::of(&draft);
    let text = lock.text();
    let mut sources = Sources::default();
    let file = sources.add("numbers.lock", text.clone());
    let mut faults = Diagnostics::default();
    assert_eq!(Lock::read(&sources, file, &mut faults).text(), text);
    assert!(faults.is_empty(), "{}", faults.render(&sources, false));
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.is_sorted(), "lines are sorted by bytes");
    assert_eq!(lines[0], "#number\texpression\tscenario\tformat\tvalue\tunit\tja\tde\tzh\tfr");
    assert!(text.contains("number\tweights\tsmall\tMiB .1\t42467328\tB\t40.5\u{a0}MiB\t40,5\u{a0}MiB\t"), "{text}");
    assert!(text.contains("number\tweights <= card\tsmall\tholds\ttrue\t\t\t\t\t\n"), "{text}");
}

#[test]
fn malformed_locks_are_reported() {
    let cases = [
        ("number\ta\n", "first line"),
        ("#number\ta\n", "columns"),
        ("#number\texpression\tscenario\tformat\tvalue\tunit\tja\nformula\ta\n", "3 cells"),
        ("#number\texpression\tscenario\tformat\tvalue\tunit\tja\nnumber\ta\tb\n", "6 to 7 cells"),
        ("#number\texpression\tscenario\tformat\tvalue\tunit\tja\nnumbr\ta\tb\n", "begins with"),
        ("#number\texpression\tscenario\tformat\tvalue\tunit\tja\n<<<<<<< HEAD\n", "merge conflict"),
        ("#number\texpression\tscenario\tformat\tvalue\tunit\tja\nformula\ta\tx\nformula\ta\ty\n", "second time"),
        (
            "#number\texpression\tscenario\tformat\tvalue\tunit\tja\nnumber\ta\t\t\t1\tB\tx\nnumber\ta\t\t\t2\tB\tx\n",
            "second time",
        ),
    ];
    for (text, message) in cases {
        let mut sources = Sources::default();
        let file = sources.add("numbers.lock", text);
        let mut faults = Diagnostics::default();
        Lock::read(&sources, file, &mut faults);
        let said = faults.render(&sources, false);
        assert!(said.contains(message) && faults.has_errors(), "{text:?}: {said}");
    }
}

#[test]
fn the_cause_is_the_formula_that_was_edited() {
    let diff = compare(|site| site.edit("content/formulas/book.formula", "= 12 * n_layer", "= 13 * n_layer"));
    assert_eq!(causes(&diff), ["params"], "not `weights`, which stands on it");
    let text = diff.text().replace('\u{a0}', " ");
    assert!(text.contains("was params : param = 12 * n_layer * n_embd^2"), "{text}");
    assert!(text.contains("40.5 MiB → 43.9 MiB  +8.33 %"), "{text}");
    assert!(text.contains("de content/de/index.md:7"), "{text}");
}

#[test]
fn scenarios_and_inputs_are_causes() {
    let diff = compare(|site| site.edit("content/formulas/book.formula", "n_embd = 384", "n_embd = 320"));
    assert_eq!(causes(&diff), ["scenario small"]);
    let diff = compare(|site| site.edit("content/formulas/book.formula", "card : B = 12 GiB", "card : B = 16 MiB"));
    assert_eq!(causes(&diff), ["card", "pages"], "an input's default; the other branch shows other numbers");
    let (_, flips) = diff.counts();
    assert_eq!(flips, 1);
    assert!(diff.text().contains("holds weights <= card in small"), "{}", diff.text());
    let diff = compare(|site| site.edit("content/formulas/book.formula", "n_embd : count = 768", "n_embd : count = 512"));
    assert_eq!(causes(&diff), Vec::<String>::new(), "a scenario sets it wherever it is asked: {}", diff.text());
}

#[test]
fn pages_and_writing_are_causes() {
    let diff = compare(|site| site.edit("content/de/index.md", "Das Modell", "{{ 2 * weights }} Das Modell"));
    assert_eq!(causes(&diff), ["pages"]);
    let ftl = "unit-MiB = { $x } mebi\n".to_string();
    let diff = compare(|site| _ = site.texts.insert("locales/de/units.ftl".into(), ftl));
    assert_eq!(causes(&diff), ["writing"], "{}", diff.text());
}

#[test]
fn two_formulas_that_meet_are_one_cause_together() {
    let diff = compare(|site| {
        site.edit("content/formulas/book.formula", "= 12 * n_layer", "= 13 * n_layer");
        site.edit("content/formulas/book.formula", "= 4 B/param", "= 2 B/param");
    });
    assert_eq!(causes(&diff), ["params weights", "params"], "the larger effect first");
}

#[test]
fn json_and_markdown_say_the_same() {
    let diff = compare(|site| site.edit("content/formulas/book.formula", "= 4 B/param", "= 2 B/param"));
    let json = diff.json();
    assert_eq!(json["groups"][0]["formulas"][0], "weights");
    let changes = json["groups"][0]["changes"].as_array().expect("changes");
    let shown = changes.iter().find(|change| change["format"] == "MiB .1").expect("the page's number");
    assert_eq!(shown["old"]["text"]["fr"], "40,5\u{202f}Mio");
    assert_eq!(shown["change_percent"], "-50");
    assert_eq!(shown["seen"].as_array().map(Vec::len), Some(4));
    let markdown = diff.markdown().replace('\u{a0}', " ");
    assert!(markdown.contains("- weights : B = 4 B/param * params"), "{markdown}");
    assert!(markdown.contains("| `weights` in small | 40.5 MiB → 20.3 MiB | -50 % |"), "{markdown}");
}

#[test]
fn a_typed_number_becomes_its_expression() {
    let mut site = Site::load(&small());
    let before = site.texts["content/fr/index.md"].replace("weights : MiB .1", "weights");
    site.edit("content/fr/index.md", "{{ weights : MiB .1 }}", "40,5\u{a0}Mio");
    site.texts.get_mut("content/fr/index.md").expect("a page").push_str("\nPour {{ weights : MiB .1 }}, soit 40,5\u{a0}Mio.\n");
    let (project, found) = site.check();
    let fixes = babacus::check::fixes(&found);
    let file = project.sources.iter().find(|(_, source)| source.path == "content/fr/index.md").expect("the page").0;
    let mut text = project.sources.get(file).text.clone();
    for fix in &fixes[&file] {
        text.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.replacement);
    }
    assert!(text.starts_with(before.trim_end()), "{text}");
    assert!(text.ends_with("Pour {{ weights : MiB .1 }}, soit {{ weights }}.\n"), "{text}");
}

#[test]
fn a_formula_makes_no_translation_stale_and_a_sentence_does() {
    let mut site = Site::load(&small());
    let stale = |site: &Site| {
        let (project, found) = site.check();
        let found = found.iter().filter(|fault| fault.code == "stale-translation");
        found.map(|fault| fault.plain(&project.sources)).collect::<Vec<_>>()
    };
    site.edit("content/formulas/book.formula", "= 4 B/param", "= 2 B/param");
    site.edit("content/ja/index.md", "カードの", "{# a note #}カードの");
    assert_eq!(stale(&site), Vec::<String>::new());
    site.edit("content/ja/index.md", "収まります。", "十分に収まります。");
    let found = stale(&site);
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|fault| fault.contains("`#next`") && !fault.contains("`#weights`")), "{found:#?}");
}
