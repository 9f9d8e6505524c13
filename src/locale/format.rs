//! How a number is to be written: the words after the colon in `{{ peak : GiB .2 }}`.
//!
//! A format has three parts, each optional, in any order:
//!
//! | part | words |
//! |---|---|
//! | style | `compact`, `percent`, `auto`, `B kB MB GB TB KiB MiB GiB TiB` |
//! | precision | `exact`, `3` (significant digits), `.1` (decimals) |
//! | register | `ascii` (for code: no grouping, point), `words` (for a sentence: the unit as a noun) |
//!
//! A format says how, never what: which type it fits is asked of [`Format::read`].

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::formula::tree::Type;
use crate::formula::unit::{BYTE_UNITS, Dimension};

/// The most digits or decimals that a format may ask for.
pub const MOST_DIGITS: u8 = 40;

/// How a number is to be written. The default is "as the type suggests".
///
/// `Display` prints the canonical form: style, precision, register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Format {
    /// Notation and unit.
    pub style: Style,
    /// Where the digits end; without one, the style decides.
    pub precision: Option<Precision>,
    /// For code, for a sentence, or neither.
    pub register: Option<Register>,
}

/// Notation and unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Style {
    /// As the type and the size of the number suggest.
    #[default]
    Default,
    /// Shortened as the language does it: `1062万`, `10,6 Mio.`
    Compact,
    /// A hundredfold with a percent sign.
    Percent,
    /// Bytes in the unit that fits their size.
    Auto,
    /// Bytes in this unit.
    Unit(ByteUnit),
}

/// Where the digits end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Precision {
    /// Every digit; a decimal that does not end is written as a fraction.
    Exact,
    /// This many significant digits, without zeros after the last one.
    Significant(u8),
    /// Exactly this many decimals, zeros included.
    Decimals(u8),
}

/// The company a number is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Register {
    /// Code: no grouping, a point, no localized word.
    Ascii,
    /// A sentence: long forms, and the unit as a noun.
    Words,
}

/// A unit in which bytes are written: a row of [`BYTE_UNITS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ByteUnit(usize);

impl ByteUnit {
    /// One byte.
    pub const BYTE: ByteUnit = ByteUnit(0);

    /// `GiB`, as formulas and formats write it.
    pub fn name(self) -> &'static str {
        BYTE_UNITS[self.0].0
    }

    /// How many bytes it is.
    pub fn bytes(self) -> u128 {
        let (_, base, power) = BYTE_UNITS[self.0];
        u128::from(base).pow(power)
    }

    /// The unit of this name.
    pub fn named(name: &str) -> Option<ByteUnit> {
        BYTE_UNITS.iter().position(|row| row.0 == name).map(ByteUnit)
    }

    /// Every unit.
    pub fn all() -> impl Iterator<Item = ByteUnit> {
        (0..BYTE_UNITS.len()).map(ByteUnit)
    }
}

/// What is wrong with a format, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatFault {
    /// The bytes of the format's text that are at fault.
    pub range: Range<usize>,
    /// One sentence.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// What to put in place of `range`, where that is certain.
    pub fix: Option<String>,
}

impl FormatFault {
    /// The fault as a diagnostic, where the format's text stands at `at`.
    #[must_use]
    pub fn diagnostic(self, at: Span) -> Diagnostic {
        let start = at.start as usize;
        let span = Span::new(at.source, start + self.range.start..start + self.range.end);
        let fault = Diagnostic::error("format", span, self.message).help(self.help);
        match self.fix {
            Some(fix) => fault.fix(span, fix),
            None => fault,
        }
    }
}

impl Format {
    /// Reads the words of a format; nothing but spaces is the default.
    ///
    /// # Errors
    /// A word that is none, or two that contradict each other.
    pub fn parse(text: &str) -> Result<Format, FormatFault> {
        let mut format = Format::default();
        let mut parts: [Option<Range<usize>>; 3] = [None, None, None];
        for (range, word) in words(text) {
            let (part, found) = match Word::read(word) {
                Ok(Word::Style(style)) => (0, Format { style, ..format }),
                Ok(Word::Precision(precision)) => (1, Format { precision: Some(precision), ..format }),
                Ok(Word::Register(register)) => (2, Format { register: Some(register), ..format }),
                Err((help, fix)) => return Err(FormatFault { message: format!("`{word}` is no format"), range, help, fix }),
            };
            if let Some(first) = parts[part].replace(range.clone()) {
                return Err(twice(text, first, range));
            }
            format = found;
        }
        match format {
            Format { style: Style::Compact, precision: Some(Precision::Exact), .. } => Err(clash(text, "compact", "exact")),
            Format { style: Style::Compact, register: Some(Register::Ascii), .. } => Err(clash(text, "compact", "ascii")),
            _ => Ok(format),
        }
    }

    /// Reads a format that is to show a value of a type.
    ///
    /// # Errors
    /// Those of [`Format::parse`], and a format that the type does not take.
    pub fn read(text: &str, ty: &Type) -> Result<Format, FormatFault> {
        let format = Format::parse(text)?;
        match format.misfit(ty) {
            None => Ok(format),
            Some((word, message, help)) => {
                let range = words(text).find(|(_, found)| *found == word).map_or(0..text.len(), |(range, _)| range);
                Err(FormatFault { range, message, help, fix: None })
            }
        }
    }

    /// The format as a value takes it in code, where `ascii` is the default.
    #[must_use]
    pub fn in_code(self) -> Format {
        match self {
            Format { style: Style::Compact, .. } | Format { register: Some(_), .. } => self,
            _ => Format { register: Some(Register::Ascii), ..self },
        }
    }

    /// Why a type does not take this format: the word at fault, what is wrong, what to do.
    fn misfit(&self, ty: &Type) -> Option<(String, String, String)> {
        let say = |word: &dyn fmt::Display, what: String, help: &str| Some((word.to_string(), what, help.to_string()));
        let (Type::Number(dimension) | Type::Range(dimension)) = ty else {
            let word = match self {
                Format { precision: Some(precision), .. } => precision.to_string(),
                Format { style: Style::Default, .. } => return None,
                Format { style, .. } => style.to_string(),
            };
            let what = format!("`{word}` writes numbers, and this is {}", noun(ty));
            return say(&word, what, "leave the format out");
        };
        let what = noun(ty);
        match self.style {
            Style::Unit(_) | Style::Auto if !counts_bytes(dimension) => {
                say(&self.style, format!("`{}` writes bytes, and this is {what}", self.style), "leave it out, or write `compact`")
            }
            Style::Compact if counts_bytes(dimension) => say(
                &self.style,
                format!("`compact` shortens a plain number, and this is {what}"),
                "write `auto` or a unit such as `GiB`",
            ),
            Style::Percent if !dimension.is_pure() => say(
                &self.style,
                format!("`percent` writes a share, and this is {what}"),
                "divide by what it is a part of, as in `part / whole : percent`",
            ),
            _ => None,
        }
    }
}

/// Is it bytes, or bytes per something: then the units of bytes apply.
pub(super) fn counts_bytes(dimension: &Dimension) -> bool {
    let others_divide = dimension.bases().all(|(name, power)| name == "B" || power < 0);
    others_divide && dimension.bases().any(|base| base == ("B", 1))
}

/// What a type is called in a message.
fn noun(ty: &Type) -> String {
    match ty {
        Type::Number(dimension) | Type::Range(dimension) => {
            let what = if matches!(ty, Type::Range(_)) { "a range" } else { "a number" };
            match dimension {
                pure if pure.is_pure() => format!("{what} without a unit"),
                bytes if bytes.is_bytes() => format!("{what} of bytes"),
                other => format!("{what} in `{other}`"),
            }
        }
        Type::Flag => "a flag".to_string(),
        Type::Choice(_) => "a choice".to_string(),
        Type::Name => "a name".to_string(),
        Type::None => "`none`".to_string(),
        Type::Tape => "a tape".to_string(),
    }
}

/// The words of a text, with the bytes they take.
fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.split_whitespace().map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        (start..start + word.len(), word)
    })
}

/// Two words of the same part.
fn twice(text: &str, first: Range<usize>, second: Range<usize>) -> FormatFault {
    let (one, other) = (&text[first], &text[second.clone()]);
    let message =
        if one == other { format!("`{other}` stands twice") } else { format!("`{one}` and `{other}` contradict each other") };
    FormatFault { range: second, message, help: format!("keep one of them, for example `{one}`"), fix: None }
}

/// Two words of different parts that do not go together.
fn clash(text: &str, one: &str, other: &str) -> FormatFault {
    let ranges = words(text).filter(|(_, word)| *word == one || *word == other).map(|(range, _)| range);
    FormatFault {
        range: ranges.last().unwrap_or(0..text.len()),
        message: format!("`{one}` and `{other}` contradict each other"),
        help: format!("`{one}` shortens a number; keep only `{other}` to write it in full"),
        fix: None,
    }
}

/// One word of a format.
enum Word {
    Style(Style),
    Precision(Precision),
    Register(Register),
}

/// The words that are not digits or units.
const NAMED: [(&str, Word); 6] = [
    ("exact", Word::Precision(Precision::Exact)),
    ("compact", Word::Style(Style::Compact)),
    ("percent", Word::Style(Style::Percent)),
    ("auto", Word::Style(Style::Auto)),
    ("ascii", Word::Register(Register::Ascii)),
    ("words", Word::Register(Register::Words)),
];

impl Word {
    /// The word, or what to do about it and the word that was meant.
    fn read(word: &str) -> Result<Word, (String, Option<String>)> {
        if let Some((_, known)) = NAMED.into_iter().find(|(name, _)| *name == word) {
            return Ok(known);
        }
        if let Some(unit) = ByteUnit::named(word) {
            return Ok(Word::Style(Style::Unit(unit)));
        }
        let (decimals, digits) = word.strip_prefix('.').map_or((false, word), |digits| (true, digits));
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(meant(word));
        }
        match digits.parse::<u8>() {
            Ok(count) if decimals && count <= MOST_DIGITS => Ok(Word::Precision(Precision::Decimals(count))),
            Ok(0) => Err(("write `.0` for no decimals".to_string(), Some(".0".to_string()))),
            Ok(count) if !decimals && count <= MOST_DIGITS => Ok(Word::Precision(Precision::Significant(count))),
            _ => Err((format!("at most {MOST_DIGITS} digits can be asked for; `exact` writes all there are"), None)),
        }
    }
}

/// What was meant by a word that is none.
fn meant(word: &str) -> (String, Option<String>) {
    let fix = |to: &str| (format!("did you mean `{to}`?"), Some(to.to_string()));
    let all = || NAMED.iter().map(|row| row.0).chain(BYTE_UNITS.iter().map(|row| row.0));
    if word == "%" {
        return fix("percent");
    }
    // `KB` is written for both; only the author knows which.
    if word.eq_ignore_ascii_case("kb") {
        return ("write `kB` for 1000 bytes, `KiB` for 1024".to_string(), None);
    }
    if let Some(same) = all().find(|known| known.eq_ignore_ascii_case(word)) {
        return fix(same);
    }
    // `Gio`, `Mo`: a format names the unit as formulas do.
    let bytes = word.strip_suffix('o').map(|stem| format!("{stem}B"));
    if let Some(unit) = bytes.and_then(|name| all().find(|known| known.eq_ignore_ascii_case(&name))) {
        return fix(unit);
    }
    match nearest(word, all()) {
        Some(near) => fix(near),
        None => (
            "a format is made of `exact`, `compact`, `3`, `.1`, `percent`, a unit such as `GiB`, `auto`, `ascii`, `words`"
                .to_string(),
            None,
        ),
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut gap = "";
        let mut write = |f: &mut fmt::Formatter<'_>, word: &dyn fmt::Display| {
            let written = write!(f, "{gap}{word}");
            gap = " ";
            written
        };
        if self.style != Style::Default {
            write(f, &self.style)?;
        }
        if let Some(precision) = self.precision {
            write(f, &precision)?;
        }
        match self.register {
            Some(Register::Ascii) => write(f, &"ascii"),
            Some(Register::Words) => write(f, &"words"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Style::Default => "",
            Style::Compact => "compact",
            Style::Percent => "percent",
            Style::Auto => "auto",
            Style::Unit(unit) => unit.name(),
        })
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Precision::Exact => f.write_str("exact"),
            Precision::Significant(digits) => write!(f, "{digits}"),
            Precision::Decimals(decimals) => write!(f, ".{decimals}"),
        }
    }
}
