//! The calculator's JavaScript: what it answers is what the build answers.

use babacus::diagnostic::Span;
use babacus::formula::script::{Ask, emit};
use babacus::formula::timeline;

use crate::formula::Written;

/// The same book and questions give the same bytes.
#[test]
fn modules_are_deterministic() {
    let module = || {
        let mut written = Written::with(Written::site_files(), Written::tables()).sound();
        let texts = ["peak", "peak.moment", "verdict", "largest_batch", "error.median"];
        let ask = |text| Ask { expression: written.expression(text).expect("an expression"), breakdown: true };
        let mut asks: Vec<Ask> = texts.into_iter().map(ask).collect();
        let id = written.sources.add("<tape>", "training_step");
        let at = Span::new(id, 0..13);
        let tape = timeline(&written.book, "training_step", at, &mut written.diagnostics).expect("a tape");
        asks.push(Ask { expression: tape, breakdown: false });
        emit(&written.book, written.book.scenario("d1"), &asks)
    };
    assert_eq!(module(), module());
}
