//! The words of a text, as `static/search.js` cuts a query:
//!
//! - letters, digits and `_` that stand together are a word, in lower case; single ones are none;
//! - of Chinese and Japanese, each two characters that stand side by side;
//! - a number is written as the contracts write values, whatever the language: `6.582` in German is `6582`, `6,50` is `6.5`.

/// What may stand between the digits of a number besides the decimal separator.
const SEPARATORS: [char; 5] = ['.', ',', '\u{a0}', '\u{202f}', '\u{2009}'];

/// Longer words are hashes and addresses.
const LONGEST: usize = 48;

/// Calls `found` with each word of a text, in order.
pub(super) fn words(text: &str, decimal: char, found: &mut dyn FnMut(&str)) {
    let mut letters = text.char_indices().peekable();
    let mut pair = String::new();
    let mut last: Option<char> = None;
    while let Some((start, letter)) = letters.next() {
        if is_cjk(letter) {
            if let Some(before) = last {
                pair.clear();
                pair.extend([before, letter]);
                found(&pair);
            }
            last = Some(letter);
            continue;
        }
        last = None;
        if !is_part(letter) {
            continue;
        }
        let mut end = start + letter.len_utf8();
        let mut before = letter;
        while let Some(&(at, next)) = letters.peek() {
            let joins = before.is_ascii_digit() && SEPARATORS.contains(&next) && digit_after(text, at + next.len_utf8());
            if !is_part(next) && !joins {
                break;
            }
            before = next;
            end = at + next.len_utf8();
            letters.next();
        }
        let word = folded(&text[start..end]);
        let word = if letter.is_ascii_digit() { number(&word, decimal) } else { word };
        if (2..=LONGEST).contains(&word.chars().count()) {
            found(&word);
        }
    }
}

/// Lower case, and a sharp s as two: all else is folded by the browser, which can do more.
pub(super) fn folded(text: &str) -> String {
    text.to_lowercase().replace('ß', "ss")
}

fn digit_after(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(|next| next.is_ascii_digit())
}

fn is_part(letter: char) -> bool {
    (letter.is_alphanumeric() || letter == '_') && !is_cjk(letter)
}

/// Is it written without spaces between words.
pub(super) fn is_cjk(letter: char) -> bool {
    matches!(letter, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A number without grouping, with a point, without zeros at the end; what is none stays as it is.
fn number(word: &str, decimal: char) -> String {
    let Some(last) = word.rfind(SEPARATORS) else { return word.to_string() };
    let parts: Vec<&str> = word.split(SEPARATORS).collect();
    let all_digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let separator = word[last..].chars().next().unwrap_or(decimal);
    let thousands = |parts: &[&str]| parts[0].len() <= 3 && parts[1..].iter().all(|part| part.len() == 3);
    let (whole, fraction) = parts.split_at(parts.len() - 1);
    if !all_digits {
        word.to_string()
    } else if separator != decimal && thousands(&parts) {
        parts.concat()
    } else if thousands(whole) || whole.len() == 1 {
        let fraction = fraction[0].trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{}{point}{fraction}", whole.concat())
    } else {
        word.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{number, words};

    fn of(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        words(text, ',', &mut |word| found.push(word.to_string()));
        found
    }

    #[test]
    fn letters_and_pairs() {
        assert_eq!(of("Die Größe: n_layer, l’optimiseur!"), ["die", "grösse", "n_layer", "optimiseur"]);
        assert_eq!(of("GPUメモリ不足。x"), ["gpu", "メモ", "モリ", "リ不", "不足"]);
    }

    #[test]
    fn numbers() {
        assert_eq!(
            of("6.582 MiB, 6,50 GiB und 394.00; 12\u{202f}345,6 2.15.0"),
            ["6582", "mib", "6.5", "gib", "und", "394", "12345.6", "2.15.0"]
        );
        assert_eq!(number("1,234.50", '.'), "1234.5");
        assert_eq!(number("3d5", ','), "3d5");
    }
}
