//! Whatever is written, reading and computing it ends, without a panic, and every fault has a place and a help.

use babacus::formula::eval::Evaluator;
use proptest::prelude::{ProptestConfig, any, proptest};

use super::Written;

/// Pieces that random books are made of.
const PIECES: [&str; 96] = [
    "input ",
    "table ",
    "tape ",
    "scenario ",
    "require ",
    "expect ",
    "quoted ",
    "observed ",
    "unit ",
    "dimension ",
    "dataset ",
    "a",
    "b",
    "c",
    "d.e",
    "t",
    "s",
    "B",
    "param",
    "kB",
    "count",
    "number",
    "flag",
    "name",
    "one of a, b",
    " : ",
    " = ",
    "\n",
    "\n    ",
    "\n        ",
    "+ ",
    "- ",
    "~ ",
    "play ",
    "repeat ",
    " times ",
    " as ",
    " after ",
    " of ",
    "if ",
    " then ",
    " else ",
    "else",
    " and ",
    " or ",
    "not ",
    " in ",
    " where ",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ", ",
    " with ",
    " within ",
    " mod ",
    " div ",
    "^",
    "*",
    "/",
    "+",
    "-",
    "<",
    "<=",
    "=",
    "!=",
    "..",
    "1",
    "2",
    "0",
    "0.5",
    "1_000",
    "3 B",
    "4 B/param",
    "largest ",
    "smallest ",
    "sum(",
    "max(",
    "min(",
    "winner(",
    "highest(",
    "left(",
    "held(",
    "round(",
    "for ",
    "over ",
    "none",
    "true",
    "#",
    "## doc",
    "\"",
    "＋",
    "１",
    "漢",
];

/// Reads a book, asks everything of it that can be asked, and draws every fault.
fn survives(text: &str) {
    let mut written = Written::new(text);
    // A book with faults is not asked, but read and checked; what is asked of it is checked too.
    let sound = written.diagnostics.is_empty();
    for question in ["a", "a + b where c = 1", "highest(t)", "held(t)", "winner(a) in s", "d.e(1)"] {
        if sound {
            written.ask(question).map(|_| ())
        } else {
            written.expression(question).map(|_| ())
        };
    }
    everything(&written);
    for fault in written.diagnostics.iter() {
        assert!(fault.help.is_some() && fault.span().is_some(), "{}\nin\n{text}", fault.plain(&written.sources));
    }
    written.drawn();
}

/// The values of all definitions and expectations.
fn everything(written: &Written) {
    let mut evaluator = Evaluator::new(&written.book, None);
    let Ok(inputs) = evaluator.environment(None, &[]) else { return };
    for expect in &written.book.expects {
        let _ = evaluator.value(&inputs, &expect.condition);
    }
    for definition in &written.book.definitions {
        for expr in definition.body.expressions() {
            if definition.parameters.is_empty() {
                let _ = evaluator.value(&inputs, expr);
                let _ = evaluator.resolved_inputs(&inputs, expr);
            }
        }
        babacus::formula::print::definition(&written.book, definition);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn of_letters(text in "\\PC{0,120}") {
        survives(&text);
    }

    #[test]
    fn of_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        survives(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn of_pieces(pieces in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        survives(&pieces.into_iter().map(|piece| PIECES[piece]).collect::<String>());
    }

    /// A definition that begins as it should goes wrong later.
    #[test]
    fn of_expressions(pieces in proptest::collection::vec(0..PIECES.len(), 0..24)) {
        let rest: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        survives(&format!("input c : number = 1\ninput k : one of a, b = a\nscenario s = {{ c = 2 }}\na : number = {rest}\nb : number = a\n"));
        survives(&format!("input c : number = 1\nscenario s = {{ c = 2 }}\ntape u : B\n    + x 3 B\ntape t : B\n    + y 2 B\n    {rest}\n    - y\n"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// The site's own book with pieces cut out, doubled, swapped and put in.
    #[test]
    fn of_the_sites_book(edits in proptest::collection::vec((any::<u32>(), any::<u32>(), 0usize..4, 0..PIECES.len()), 1..6), file: u32) {
        let mut files = Written::site_files();
        let which = file as usize % files.len();
        let text = &mut files[which].1;
        for (at, length, edit, piece) in edits {
            let start = text.floor_char_boundary(at as usize % text.len());
            let end = text.floor_char_boundary((start + length as usize % 40).min(text.len()));
            match edit {
                0 => text.replace_range(start..end, ""),
                1 => text.insert_str(start, PIECES[piece]),
                2 => text.replace_range(start..end, PIECES[piece]),
                _ => {
                    let doubled = text[start..end].to_string();
                    text.insert_str(start, &doubled);
                }
            }
        }
        let written = Written::with(files, Written::tables());
        everything(&written);
        for fault in written.diagnostics.iter() {
            assert!(fault.help.is_some() && fault.span().is_some(), "{}", fault.plain(&written.sources));
        }
        written.drawn();
    }
}
