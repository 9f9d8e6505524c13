//! Which characters are Chinese, Japanese or Korean, for emphasis and for line breaks.

/// What a character is to a run of `*` or `~` that touches it.
///
/// CommonMark asks only for space, punctuation and the rest; whether a run beside CJK text may open or close
/// emphasis depends on more, because CJK text has no spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// White space, or an end of the text.
    Space,
    /// Punctuation and symbols that are not CJK.
    Punctuation,
    /// Everything else that is not CJK.
    Letter,
    /// 漢, か, 한, Ａ.
    CjkLetter,
    /// 「, 。, （.
    CjkPunctuation,
}

/// The class of a character.
pub(super) fn class(c: char) -> Class {
    if c.is_ascii() {
        return match c {
            _ if c.is_ascii_alphanumeric() => Class::Letter,
            _ if c.is_ascii_punctuation() => Class::Punctuation,
            _ => Class::Space,
        };
    }
    match c {
        _ if is_letter(c) || is_hangul(c) => Class::CjkLetter,
        _ if is_punctuation(c) => Class::CjkPunctuation,
        _ if c.is_whitespace() => Class::Space,
        // Combining marks, joiners, variation selectors and private letters belong to the letter before them.
        '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}' => Class::Letter,
        '\u{E000}'..='\u{F8FF}' | '\u{E0000}'.. => Class::Letter,
        _ if c.is_alphanumeric() => Class::Letter,
        _ => Class::Punctuation,
    }
}

/// Is this a character around which a line break of the source is not a space: CJK, but not Hangul, which has spaces.
pub(super) fn is_wide(c: char) -> bool {
    c > '\u{2E7F}' && (is_letter(c) || is_punctuation(c))
}

/// Ideographs, kana, bopomofo, full-width letters and digits; no Hangul.
fn is_letter(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3031}'..='\u{3035}'
        | '\u{3038}'..='\u{303C}' | '\u{3041}'..='\u{309A}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}'
        | '\u{FF41}'..='\u{FF5A}' | '\u{FF66}'..='\u{FF9F}' | '\u{1B000}'..='\u{1B16F}' | '\u{20000}'..='\u{3FFFD}')
}

/// Punctuation and symbols as wide as an ideograph; they bring their own white space.
pub(super) fn is_punctuation(c: char) -> bool {
    matches!(c,
        '\u{2FF0}'..='\u{2FFF}' | '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{302A}'..='\u{3030}'
        | '\u{3036}'..='\u{3037}' | '\u{303D}'..='\u{303F}' | '\u{309B}'..='\u{309C}' | '\u{30A0}' | '\u{30FB}'
        | '\u{3190}'..='\u{319F}' | '\u{31C0}'..='\u{31EF}' | '\u{3200}'..='\u{33FF}' | '\u{FE10}'..='\u{FE1F}'
        | '\u{FE30}'..='\u{FE6F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}'
        | '\u{FF5B}'..='\u{FF65}' | '\u{FFE0}'..='\u{FFE6}')
}

/// Korean letters.
fn is_hangul(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}'
        | '\u{FFA0}'..='\u{FFDC}')
}
