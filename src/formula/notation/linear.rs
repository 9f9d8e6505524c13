//! Plain text: `12 · n_layer · n_embd²`.

use super::math::{Bracket, Math, Sign};

/// One line.
pub(super) fn write(math: &Math) -> String {
    let mut out = String::new();
    put(&mut out, math);
    out.trim().to_string()
}

fn sign(sign: Sign) -> &'static str {
    match sign {
        Sign::Plus => " + ",
        Sign::Minus => " − ",
        Sign::Opposite => "−",
        Sign::Times => " · ",
        Sign::Slash => " / ",
        Sign::Mod => " mod ",
        Sign::Equal => " = ",
        Sign::Approximately => " ≈ ",
        Sign::NotEqual => " ≠ ",
        Sign::Less => " < ",
        Sign::AtMost => " ≤ ",
        Sign::Greater => " > ",
        Sign::AtLeast => " ≥ ",
        Sign::In => " ∈ ",
        Sign::And => " ∧ ",
        Sign::Or => " ∨ ",
        Sign::Not => "¬",
        Sign::Equivalent => " ⇔ ",
        Sign::Colon => ": ",
        Sign::Over => " | ",
        Sign::Dots => "…",
        Sign::Separator => "; ",
    }
}

/// A sign without the spaces around it.
pub(super) fn plain(own: Sign) -> &'static str {
    sign(own).trim()
}

/// The opening and the closing bracket.
fn brackets(bracket: Bracket) -> (&'static str, &'static str) {
    match bracket {
        Bracket::Round | Bracket::RoundInText => ("(", ")"),
        Bracket::RoundDrawn => ("", ""),
        Bracket::Ceiling => ("⌈", "⌉"),
        Bracket::Floor => ("⌊", "⌋"),
        Bracket::Bars => ("|", "|"),
        Bracket::Square => ("[", "]"),
    }
}

fn put(out: &mut String, math: &Math) {
    match math {
        Math::Row(pieces) => pieces.iter().for_each(|piece| put(out, piece)),
        Math::Number(text) | Math::Name(text) | Math::Words(text) => out.push_str(text),
        Math::Sign(own) => out.push_str(sign(*own)),
        Math::Brackets(bracket, inner) => {
            let (open, close) = brackets(*bracket);
            all(out, &[open], inner, close);
        }
        Math::Fraction(over, under) => {
            put(out, over);
            all(out, &[" / "], under, "");
        }
        Math::Power(base, exponent) => {
            put(out, base);
            let exponent = write(exponent);
            match superscript(&exponent) {
                Some(raised) => out.push_str(&raised),
                None => out.push_str(&format!("^{exponent}")),
            }
        }
        Math::Index(name, key) => {
            put(out, name);
            all(out, &["["], key, "]");
        }
        Math::Given(value, given) => {
            put(out, value);
            list(out, "[", given, ", ", "]");
        }
        Math::Call(name, arguments, separator) => {
            out.push_str(name);
            list(out, "(", arguments, separator, ")");
        }
        Math::Cases(cases) => {
            for (index, (value, condition)) in cases.iter().enumerate() {
                out.push_str(if index == 0 { "{" } else { "; " });
                put(out, value);
                all(out, &[" ("], condition, ")");
            }
            out.push('}');
        }
        Math::Over(name, parts) => {
            let [variable, from, to, body] = &**parts;
            all(out, &[name, "("], variable, " = ");
            put(out, from);
            all(out, &["…"], to, ") ");
            put(out, body);
        }
        Math::Root(inner) => all(out, &["√("], inner, ")"),
        Math::Extreme(name, parts) => {
            let [variable, from, to, condition] = &**parts;
            all(out, &[name, "{"], variable, " ∈ ");
            put(out, from);
            all(out, &["…"], to, " : ");
            all(out, &[], condition, "}");
        }
    }
}

fn all(out: &mut String, before: &[&str], inner: &Math, after: &str) {
    before.iter().for_each(|text| out.push_str(text));
    put(out, inner);
    out.push_str(after);
}

fn list(out: &mut String, open: &str, pieces: &[Math], separator: &str, close: &str) {
    out.push_str(open);
    for (index, piece) in pieces.iter().enumerate() {
        out.push_str(if index > 0 { separator } else { "" });
        put(out, piece);
    }
    out.push_str(close);
}

/// A whole number in raised digits.
fn superscript(text: &str) -> Option<String> {
    let raise = |c: char| match c {
        '0' => Some('⁰'),
        '1' => Some('¹'),
        '2' => Some('²'),
        '3' => Some('³'),
        '4'..='9' => char::from_u32(u32::from('⁴') + (u32::from(c) - u32::from('4'))),
        '-' | '−' => Some('⁻'),
        _ => None,
    };
    text.chars().map(raise).collect()
}
