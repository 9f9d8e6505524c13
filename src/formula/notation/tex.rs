//! TeX for math mode.

use super::math::{Bracket, Math, Sign};

/// The piece in TeX.
pub(super) fn write(math: &Math) -> String {
    let mut out = String::new();
    put(&mut out, math);
    out.trim().to_string()
}

fn sign(sign: Sign) -> &'static str {
    match sign {
        Sign::Plus => " + ",
        Sign::Minus => " - ",
        Sign::Opposite => "-",
        Sign::Times => r" \cdot ",
        Sign::Slash => " / ",
        Sign::Mod => r" \bmod ",
        Sign::Equal => " = ",
        Sign::Approximately => r" \approx ",
        Sign::NotEqual => r" \ne ",
        Sign::Less => " < ",
        Sign::AtMost => r" \le ",
        Sign::Greater => " > ",
        Sign::AtLeast => r" \ge ",
        Sign::In => r" \in ",
        Sign::And => r" \land ",
        Sign::Or => r" \lor ",
        Sign::Not => r"\lnot ",
        Sign::Equivalent => r" \Leftrightarrow ",
        Sign::Colon => " : ",
        Sign::Over => r" \mid ",
        Sign::Dots => r"\dots ",
        Sign::Separator => " ; ",
    }
}

/// The opening and the closing bracket.
fn brackets(bracket: Bracket) -> (&'static str, &'static str) {
    match bracket {
        Bracket::Round | Bracket::RoundDrawn => (r"\left(", r"\right)"),
        Bracket::RoundInText => ("", ""),
        Bracket::Ceiling => (r"\left\lceil ", r"\right\rceil "),
        Bracket::Floor => (r"\left\lfloor ", r"\right\rfloor "),
        Bracket::Bars => (r"\left|", r"\right|"),
        Bracket::Square => (r"\left[", r"\right]"),
    }
}

fn put(out: &mut String, math: &Math) {
    match math {
        Math::Row(pieces) => pieces.iter().for_each(|piece| put(out, piece)),
        Math::Number(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => out.push_str(text),
        Math::Number(text) | Math::Words(text) => out.push_str(&format!(r"\text{{{}}}", escaped(text))),
        Math::Name(text) => name(out, text),
        Math::Sign(own) => out.push_str(sign(*own)),
        Math::Brackets(bracket, inner) => {
            let (open, close) = brackets(*bracket);
            all(out, &[open], inner, close);
        }
        Math::Fraction(over, under) => {
            all(out, &[r"\frac{"], over, "}{");
            all(out, &[], under, "}");
        }
        Math::Power(base, exponent) => {
            all(out, &["{"], base, "}^{");
            all(out, &[], exponent, "}");
        }
        Math::Index(name, key) => {
            put(out, name);
            all(out, &["_{"], key, "}");
        }
        Math::Given(value, given) => {
            all(out, &[r"\left."], value, r"\right|_{");
            list(out, given, ", ");
            out.push('}');
        }
        Math::Call(own, arguments, separator) => {
            match own.as_str() {
                "max" | "min" => out.push_str(&format!(r"\{own}")),
                _ => name(out, own),
            }
            out.push_str(r"\left(");
            list(out, arguments, separator);
            out.push_str(r"\right)");
        }
        Math::Cases(cases) => {
            out.push_str(r"\begin{cases}");
            for (index, (value, condition)) in cases.iter().enumerate() {
                all(out, &[if index > 0 { r" \\ " } else { " " }], value, " & ");
                put(out, condition);
            }
            out.push_str(r" \end{cases}");
        }
        Math::Over(form, parts) => {
            let [variable, from, to, body] = &**parts;
            all(out, &[if *form == "∑" { r"\sum" } else { r"\" }, if *form == "∑" { "" } else { form }, "_{"], variable, " = ");
            all(out, &[], from, if *form == "∑" { "}^{" } else { r" \dots " });
            all(out, &[], to, "} ");
            put(out, body);
        }
        Math::Root(inner) => all(out, &[r"\sqrt{"], inner, "}"),
        Math::Extreme(form, parts) => {
            let [variable, from, to, condition] = &**parts;
            all(out, &[r"\", form, r"\left\{"], variable, r" \in ");
            all(out, &[], from, r" \dots ");
            all(out, &[], to, " : ");
            all(out, &[], condition, r"\right\}");
        }
    }
}

fn all(out: &mut String, before: &[&str], inner: &Math, after: &str) {
    before.iter().for_each(|text| out.push_str(text));
    put(out, inner);
    out.push_str(after);
}

fn list(out: &mut String, pieces: &[Math], separator: &str) {
    for (index, piece) in pieces.iter().enumerate() {
        out.push_str(if index > 0 { separator } else { "" });
        put(out, piece);
    }
}

/// A name: one letter stands alone, several are one identifier.
fn name(out: &mut String, text: &str) {
    if text.len() == 1 {
        out.push_str(text);
    } else if text.is_ascii() {
        out.push_str(&format!(r"\mathit{{{}}}", escaped(text)));
    } else {
        out.push_str(&format!(r"\text{{{}}}", escaped(text)));
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '_' | '%' | '$' | '#' | '&' | '{' | '}' => out.extend(['\\', c]),
            '\u{a0}' => out.push('~'),
            '\u{202f}' => out.push_str(r"\,"),
            '\\' => out.push_str(r"\backslash "),
            '^' => out.push_str(r"\hat{}"),
            '~' => out.push_str(r"\sim "),
            _ => out.push(c),
        }
    }
    out
}
