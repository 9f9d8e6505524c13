//! Messages: what is read from files, and what is reported, at its place.

use babacus::diagnostic::{Diagnostics, SourceId, Sources};
use babacus::formula::tree::{Type, Value};
use babacus::locale::{Argument, Format, Locale};

use super::{dimension, locale, number, shown};

/// A language with files of a site, and the diagnostics as they are printed.
fn site(folder: &str, files: &[&str]) -> (Locale, String) {
    let mut sources = Sources::default();
    let ids: Vec<SourceId> =
        files.iter().enumerate().map(|(at, text)| sources.add(format!("locales/{folder}/{at}.ftl"), *text)).collect();
    let mut diagnostics = Diagnostics::default();
    let locale = Locale::new(folder, &sources, &ids, &mut diagnostics).expect("a language tag");
    diagnostics.sort(&sources);
    (locale, diagnostics.render(&sources, false).trim_end().to_string())
}

#[test]
fn a_site_replaces_message_by_message() {
    let (locale, faults) =
        site("de", &["flag-true = jawohl\nhello = Hallo { $name }\n    .title = Gruß\n", "unit-tensor = { $x }\u{a0}Tensoren\n"]);
    assert_eq!(faults, "");
    assert_eq!(shown(&locale, "true", "", "").text, "jawohl");
    assert_eq!(shown(&locale, "false", "", "").text, "nein");
    assert_eq!(shown(&locale, "3", "tensor", "words").text, "3\u{a0}Tensoren");
    assert_eq!(locale.message("hello", &[("name", "Welt".into())]), Ok(Some("Hallo Welt".to_string())));
    assert_eq!(locale.attribute("hello", "title", &[]), Ok(Some("Gruß".to_string())));
    assert_eq!(locale.message("goodbye", &[]), Ok(None));
    assert!(locale.has("hello") && !locale.has("goodbye") && locale.ids().any(|id| id == "unit-GiB"));
    assert!(locale.place("hello").is_some() && locale.place("none").is_none());
}

#[test]
fn quantities_are_text_and_category() {
    let (locale, faults) = site(
        "fr",
        &[
            "fits = { $n_cat ->\n    [one] Il reste { $n }.\n    [many] Il reste { $n } d’octets.\n   *[other] Il restent { $n }.\n}\n",
        ],
    );
    assert_eq!(faults, "");
    let text = |value: &str, format: &str| {
        let shown = shown(&locale, value, "", format);
        locale.message("fits", &[("n", Argument::from(&shown))]).ok().flatten().unwrap_or_default()
    };
    assert_eq!(text("1.5", ""), "Il reste 1,5.");
    assert_eq!(text("2", ""), "Il restent 2.");
    assert_eq!(text("10616832", ""), "Il reste 10,6\u{a0}M d’octets.");
}

#[test]
fn names_and_choices() {
    let (locale, faults) =
        site("de", &["formula-d1--process = Prozess\nchoice-dtype-bfloat16 = BF16\nchoice-a-x = eins\nchoice-b-x = zwei\n"]);
    assert_eq!(faults, "");
    let name = |id: &str| locale.number(&Value::Name(id.into()), &Type::Name, &Format::default()).text;
    let choice = |id: &str| locale.number(&Value::Choice(id.into()), &Type::Choice([].into()), &Format::default()).text;
    assert_eq!((name("d1.process"), name("peak")), ("Prozess".to_string(), "peak".to_string()));
    assert_eq!(
        (choice("bfloat16"), choice("float16"), choice("x")),
        ("BF16".to_string(), "float16".to_string(), "x".to_string())
    );
    assert_eq!(locale.choice("b", "x"), "zwei");
    let code = Format::default().in_code();
    assert_eq!(locale.number(&Value::Choice("bfloat16".into()), &Type::Choice([].into()), &code).text, "bfloat16");
}

#[test]
fn rounded_numbers_are_marked() {
    for (folder, expected) in [("ja", "約1062万"), ("de", "≈10,6\u{a0}Mio."), ("zh", "约1062万"), ("fr", "≈10,6\u{a0}M")]
    {
        let locale = locale(folder);
        assert_eq!(locale.approximately(shown(&locale, "10616832", "param", "")).text, expected);
        let exact = shown(&locale, "1000000", "param", "");
        assert_eq!(locale.approximately(exact.clone()), exact);
    }
}

#[test]
fn auto_follows_the_site() {
    use babacus::locale::Prefixes;
    let locale = locale("fr").with_prefixes(Prefixes::Decimal);
    let bytes = |n: &str| locale.number(&Value::Number(number(n)), &Type::Number(dimension("B")), &Format::default()).text;
    assert_eq!(bytes("999499"), "999\u{202f}ko");
    assert_eq!(bytes("999500"), "1\u{202f}Mo");
    assert_eq!(bytes("85520809984"), "85,5\u{202f}Go");
}

#[test]
fn embedded_units_do_not_break() {
    for folder in ["ja", "de", "zh", "fr"] {
        let locale = locale(folder);
        for (name, unit) in &locale.table().units {
            for forms in [&unit.forms, &unit.words] {
                for around in std::iter::once(&forms.other).chain(forms.rest.iter().map(|(_, around)| around)) {
                    assert!(!around.0.ends_with(' ') && !around.1.starts_with(' '), "{folder} {name}");
                }
            }
        }
    }
}

#[test]
fn any_tag_has_numbers() {
    for tag in ["und", "en", "zxx", "tlh", "sr-Latn", "hi-u-nu-deva", "en-u-nu-thai", "x-private", "de-CH-1996", "pt-BR"] {
        let Some(locale) = Locale::new(tag, &Sources::default(), &[], &mut Diagnostics::default()) else { continue };
        for (value, unit) in [("1234567.5", ""), ("-5 .. 3", "B"), ("2/3", "token"), ("none", "")] {
            assert!(!shown(&locale, value, unit, "").text.is_empty(), "{tag}");
        }
    }
}

#[test]
fn tags_decide() {
    assert_eq!(locale("zh").tag(), "zh-Hans");
    assert_eq!(locale("de-AT").tag(), "de-AT");
    let mut diagnostics = Diagnostics::default();
    assert!(Locale::new("not a tag", &Sources::default(), &[], &mut diagnostics).is_none());
    assert_eq!(diagnostics.iter().next().map(|fault| fault.message.as_str()), Some("`not a tag` is no language tag"));
}

#[test]
fn the_table_is_data() {
    let json = serde_json::to_value(locale("fr").table()).expect("json");
    assert_eq!(json["numerals"]["group"], "\u{202f}");
    assert_eq!(json["short"][1]["forms"]["other"][1], "\u{a0}M");
    assert_eq!(json["long"][0]["one"], "mille");
    assert_eq!(json["units"]["GiB"]["forms"]["other"][1], "\u{202f}Gio");
    assert_eq!(json["compact_digits"], 3);
    assert_eq!(locale("ja").table().compact_digits, 4);
    assert_eq!(serde_json::to_string(locale("ja").table()).ok(), serde_json::to_string(locale("ja").table()).ok());
}

#[test]
fn languages_are_shared_by_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Locale>();
}

#[test]
fn embedded_languages_have_the_same_messages() {
    let ids = |folder: &str| locale(folder).ids().map(str::to_string).collect::<Vec<_>>();
    for folder in ["de", "fr", "zh"] {
        assert_eq!(ids(folder), ids("ja"), "{folder}");
    }
}

/// Every section of `faults.txt` is a file of a site, `----`, and what is reported; `UPDATE=1 cargo test` writes the latter.
#[test]
fn faults_have_their_place() {
    let expected = include_str!("faults.txt");
    let found: Vec<String> = expected
        .split("\n====\n")
        .map(|section| {
            let file = section.split("\n----\n").next().unwrap_or_default();
            format!("{file}\n----\n{}", site("de", &[file]).1)
        })
        .collect();
    let found = found.join("\n====\n") + "\n";
    if std::env::var_os("UPDATE").is_some() {
        return std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/numbers/faults.txt"), &found).expect("writable");
    }
    assert!(found == expected, "{found}");
}

#[test]
fn a_message_that_fails_is_a_diagnostic() {
    let (locale, faults) = site("de", &["a = { $n } von { $m }\nb = { c }\nc = { b }\nd = { hi.title }\nhi = Hallo\n"]);
    assert_eq!(faults, "");
    let shown = shown(&locale, "3", "", "");
    let fault = |id: &str| locale.message(id, &[("n", Argument::from(&shown))]).expect_err("a hole");
    assert_eq!(fault("a").message, "the message `a` asks for `$m`, which it is not given");
    assert_eq!(fault("a").help.as_deref(), Some("it is given `$n`, `$n_cat`"));
    assert!(fault("a").span().is_some());
    assert_eq!(fault("b").message, "the message `b` asks for itself, in a circle");
    assert_eq!(fault("d").message, "the message `d` asks for `hi.title`, which does not exist");
}
