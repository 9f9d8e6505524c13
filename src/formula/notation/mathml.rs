//! MathML Core, as browsers draw it and the HTML checker wants it: no style, one identifier a name.

use super::Display;
use super::math::{Bracket, Math, Sign};

/// A `math` element; `tex` becomes its annotation, `text` its alternative.
pub(super) fn write(math: &Math, display: Display, tex: &str, text: &str) -> String {
    let mut out = String::from("<math");
    out.push_str(if display == Display::Block { " display=\"block\"" } else { "" });
    out.push_str(" alttext=\"");
    escape(&mut out, text);
    out.push_str("\"><semantics>");
    match math {
        // The first sign of a line that goes on stands between two operands all the same.
        Math::Row(pieces) => in_row(&mut out, |out| {
            for (index, piece) in pieces.iter().enumerate() {
                match piece {
                    Math::Sign(own) if index == 0 && !matches!(own, Sign::Opposite | Sign::Not) => {
                        out.push_str("<mo form=\"infix\">");
                        escape(out, sign(*own));
                        out.push_str("</mo>");
                    }
                    _ => put(out, piece),
                }
            }
        }),
        _ => group(&mut out, math),
    }
    out.push_str("<annotation encoding=\"application/x-tex\">");
    escape(&mut out, tex);
    out.push_str("</annotation></semantics></math>");
    out
}

fn sign(sign: Sign) -> &'static str {
    match sign {
        Sign::Plus => "+",
        Sign::Minus | Sign::Opposite => "−",
        Sign::Times => "·",
        Sign::Slash => "/",
        Sign::Mod => "mod",
        Sign::Equal => "=",
        Sign::Approximately => "≈",
        Sign::NotEqual => "≠",
        Sign::Less => "<",
        Sign::AtMost => "≤",
        Sign::Greater => ">",
        Sign::AtLeast => "≥",
        Sign::In => "∈",
        Sign::And => "∧",
        Sign::Or => "∨",
        Sign::Not => "¬",
        Sign::Equivalent => "⇔",
        Sign::Colon => ":",
        Sign::Over => "|",
        Sign::Dots => "…",
        Sign::Separator => ";",
    }
}

/// The opening and the closing bracket.
fn brackets(bracket: Bracket) -> Option<(&'static str, &'static str)> {
    match bracket {
        Bracket::Round | Bracket::RoundDrawn => Some(("(", ")")),
        Bracket::RoundInText => None,
        Bracket::Ceiling => Some(("⌈", "⌉")),
        Bracket::Floor => Some(("⌊", "⌋")),
        Bracket::Bars => Some(("|", "|")),
        Bracket::Square => Some(("[", "]")),
    }
}

fn put(out: &mut String, math: &Math) {
    match math {
        Math::Row(pieces) => pieces.iter().for_each(|piece| put(out, piece)),
        Math::Number(text) => number(out, text),
        Math::Name(text) => element(out, "mi", text),
        Math::Words(text) => element(out, "mtext", text),
        Math::Sign(Sign::Opposite) => out.push_str("<mo form=\"prefix\">−</mo>"),
        Math::Sign(own) => element(out, "mo", sign(*own)),
        Math::Brackets(bracket, inner) => match brackets(*bracket) {
            Some((open, close)) => in_row(out, |out| {
                operator(out, "prefix", open);
                put(out, inner);
                operator(out, "postfix", close);
            }),
            None => put(out, inner),
        },
        Math::Fraction(over, under) => script(out, "mfrac", &[over, under]),
        Math::Power(base, exponent) => script(out, "msup", &[base, exponent]),
        Math::Index(name, key) => script(out, "msub", &[name, key]),
        Math::Given(value, given) => {
            out.push_str("<msub>");
            in_row(out, |out| {
                put(out, value);
                operator(out, "postfix", "|");
            });
            in_row(out, |out| list(out, given, ","));
            out.push_str("</msub>");
        }
        Math::Call(name, arguments, separator) => {
            element(out, "mi", name);
            element(out, "mo", "\u{2061}");
            in_row(out, |out| {
                operator(out, "prefix", "(");
                list(out, arguments, separator.trim());
                operator(out, "postfix", ")");
            });
        }
        Math::Cases(cases) => in_row(out, |out| {
            operator(out, "prefix", "{");
            out.push_str("<mtable class=\"cases\">");
            for (value, condition) in cases {
                out.push_str("<mtr><mtd>");
                put(out, value);
                out.push_str("</mtd><mtd>");
                put(out, condition);
                out.push_str("</mtd></mtr>");
            }
            out.push_str("</mtable>");
        }),
        Math::Over(form, parts) => over(out, form, parts),
        Math::Root(inner) => {
            out.push_str("<msqrt>");
            put(out, inner);
            out.push_str("</msqrt>");
        }
        Math::Extreme(form, parts) => {
            let [variable, from, to, condition] = &**parts;
            element(out, "mi", form);
            element(out, "mo", "\u{2061}");
            in_row(out, |out| {
                operator(out, "prefix", "{");
                put(out, variable);
                element(out, "mo", "∈");
                put(out, from);
                element(out, "mo", "…");
                put(out, to);
                element(out, "mo", ":");
                put(out, condition);
                operator(out, "postfix", "}");
            });
        }
    }
}

/// `∑` with its bounds under and over it; `max` and `min` with both under it.
fn over(out: &mut String, form: &str, parts: &[Math; 4]) {
    let [variable, from, to, body] = parts;
    let first = |out: &mut String| {
        put(out, variable);
        element(out, "mo", "=");
        put(out, from);
    };
    if form == "∑" {
        out.push_str("<munderover>");
        element(out, "mo", form);
        in_row(out, first);
        group(out, to);
        out.push_str("</munderover>");
    } else {
        out.push_str("<munder>");
        element(out, "mi", form);
        in_row(out, |out| {
            first(out);
            element(out, "mo", "…");
            put(out, to);
        });
        out.push_str("</munder>");
        element(out, "mo", "\u{2061}");
    }
    group(out, body);
}

/// A number and its unit: digits are `mn`, what stands before and behind them is not.
fn number(out: &mut String, text: &str) {
    let first = text.find(|c: char| c.is_ascii_digit());
    let last = text.rfind(|c: char| c.is_ascii_digit()).map(|at| at + 1);
    let (Some(first), Some(last)) = (first, last) else { return element(out, "mtext", text) };
    if first == 0 && last == text.len() {
        return element(out, "mn", text);
    }
    in_row(out, |out| {
        match &text[..first] {
            "" => {}
            "−" => out.push_str("<mo form=\"prefix\">−</mo>"),
            before => element(out, "mtext", before),
        }
        element(out, "mn", &text[first..last]);
        if last < text.len() {
            element(out, "mtext", &text[last..]);
        }
    });
}

fn list(out: &mut String, pieces: &[Math], separator: &str) {
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            element(out, "mo", separator);
        }
        put(out, piece);
    }
}

fn script(out: &mut String, name: &str, parts: &[&Math]) {
    out.push_str(&format!("<{name}>"));
    parts.iter().for_each(|part| group(out, part));
    out.push_str(&format!("</{name}>"));
}

/// The piece as exactly one element.
fn group(out: &mut String, math: &Math) {
    match math {
        Math::Name(_) | Math::Words(_) | Math::Number(_) | Math::Sign(_) | Math::Root(_) | Math::Cases(_) => put(out, math),
        Math::Fraction(..) | Math::Power(..) | Math::Index(..) | Math::Given(..) => put(out, math),
        Math::Brackets(Bracket::RoundInText, inner) => group(out, inner),
        Math::Brackets(..) => put(out, math),
        Math::Row(pieces) if pieces.len() == 1 => group(out, &pieces[0]),
        _ => in_row(out, |out| put(out, math)),
    }
}

fn in_row(out: &mut String, content: impl FnOnce(&mut String)) {
    out.push_str("<mrow>");
    content(out);
    out.push_str("</mrow>");
}

fn operator(out: &mut String, form: &str, text: &str) {
    out.push_str(&format!("<mo form=\"{form}\" fence=\"true\" stretchy=\"true\">{text}</mo>"));
}

fn element(out: &mut String, name: &str, text: &str) {
    out.push_str(&format!("<{name}>"));
    escape(out, text);
    out.push_str(&format!("</{name}>"));
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
}
