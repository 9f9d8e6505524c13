//! Formats: what is read, printed, and refused.

use babacus::diagnostic::{Sources, Span};
use babacus::formula::tree::Type;
use babacus::locale::Format;

use super::dimension;

/// The format's canonical printing, or the fault: the text at fault, the message, what to write.
fn read(text: &str, unit: &str) -> String {
    match Format::read(text, &Type::Number(dimension(unit))) {
        Ok(format) => format.to_string(),
        Err(fault) => {
            let fix = fault.fix.map(|fix| format!(" → {fix}")).unwrap_or_default();
            format!("[{}] {}; {}{fix}", &text[fault.range], fault.message, fault.help)
        }
    }
}

#[test]
fn canonical() {
    for (text, unit, canonical) in [
        ("", "", ""),
        ("  ", "", ""),
        (".2 GiB", "B", "GiB .2"),
        ("compact   4", "", "compact 4"),
        (".1 percent", "", "percent .1"),
        ("words exact", "param", "exact words"),
        ("03", "", "3"),
        ("ascii MiB", "B", "MiB ascii"),
        ("auto", "B/token", "auto"),
    ] {
        assert_eq!(read(text, unit), canonical, "{text}");
        assert_eq!(Format::parse(canonical).expect("canonical").to_string(), canonical);
    }
}

#[test]
fn faults() {
    for (text, unit, fault) in [
        ("compcat", "", "[compcat] `compcat` is no format; did you mean `compact`? → compact"),
        ("gib .2", "B", "[gib] `gib` is no format; did you mean `GiB`? → GiB"),
        ("Gio", "B", "[Gio] `Gio` is no format; did you mean `GiB`? → GiB"),
        ("Mo", "B", "[Mo] `Mo` is no format; did you mean `MB`? → MB"),
        ("KB", "B", "[KB] `KB` is no format; write `kB` for 1000 bytes, `KiB` for 1024"),
        ("%", "", "[%] `%` is no format; did you mean `percent`? → percent"),
        ("0", "", "[0] `0` is no format; write `.0` for no decimals → .0"),
        ("99", "", "[99] `99` is no format; at most 40 digits can be asked for; `exact` writes all there are"),
        ("GiB .2 MiB", "B", "[MiB] `GiB` and `MiB` contradict each other; keep one of them, for example `GiB`"),
        (".1 .1", "", "[.1] `.1` stands twice; keep one of them, for example `.1`"),
        (
            "compact exact",
            "",
            "[exact] `compact` and `exact` contradict each other; `compact` shortens a number; keep only `exact` to write it in full",
        ),
        (
            "percent",
            "B",
            "[percent] `percent` writes a share, and this is a number of bytes; divide by what it is a part of, as in `part / whole : percent`",
        ),
        (".2 GiB", "param", "[GiB] `GiB` writes bytes, and this is a number in `param`; leave it out, or write `compact`"),
        (
            "compact",
            "B",
            "[compact] `compact` shortens a plain number, and this is a number of bytes; write `auto` or a unit such as `GiB`",
        ),
        ("auto", "s/B", "[auto] `auto` writes bytes, and this is a number in `s/B`; leave it out, or write `compact`"),
    ] {
        assert_eq!(read(text, unit), fault, "{text}");
    }
    let fault = Format::read("3", &Type::Flag).expect_err("a flag has no digits");
    assert_eq!(fault.message, "`3` writes numbers, and this is a flag");
}

#[test]
fn a_fault_has_its_place_in_the_page() {
    let mut sources = Sources::default();
    let page = sources.add("content/de/index.md", "Das Modell braucht {{ peak : gib .2 }}.\n");
    let fault = Format::parse("gib .2").expect_err("no format").diagnostic(Span::new(page, 29..35));
    let drawn = fault.plain(&sources);
    assert!(drawn.contains("{{ peak : gib .2 }}") && drawn.contains("`gib` is no format"), "{drawn}");
    assert_eq!(fault.span().map(|span| sources.slice(span).to_string()).as_deref(), Some("gib"));
    assert_eq!(fault.fix.map(|fix| fix.replacement).as_deref(), Some("GiB"));
}
