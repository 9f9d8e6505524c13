//! PyTorch's out-of-memory message, in the forms that it has had since 1.0, number by number.

use serde_json::{Value as Json, json};

use super::report::bytes;
use super::tensors::{self, Rounding};
use super::{Asker, Refused, Section, TYPED, Text, unreadable};
use crate::diagnostic::Diagnostics;
use crate::formula::rational::Rational;
use crate::formula::tree::Value;

/// Letters of a message that are read after its request.
const LENGTH: usize = 4_000;

/// What a number of the message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// What was asked for.
    Tried,
    /// The card's memory, as CUDA states it.
    Capacity,
    /// Free on the card.
    Free,
    /// Held by tensors.
    Allocated,
    /// Held by the allocator in all, tensors included.
    Reserved,
    /// Held by the allocator, but by no tensor; early messages call it cached.
    Spare,
    /// Held in the private pools of CUDA graphs.
    Pools,
    /// All that this process has on the card.
    Process,
    /// What another process has.
    Other,
    /// The limit that the program set itself.
    Allowed,
    /// Nothing known.
    Unknown,
}

impl Role {
    /// Its word in JSON, and the end of its message's id.
    fn word(self) -> &'static str {
        match self {
            Role::Tried => "tried",
            Role::Capacity => "capacity",
            Role::Free => "free",
            Role::Allocated => "allocated",
            Role::Reserved => "reserved",
            Role::Spare => "spare",
            Role::Pools => "pools",
            Role::Process => "process",
            Role::Other => "other",
            Role::Allowed => "allowed",
            Role::Unknown => "unknown",
        }
    }
}

/// A number of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quantity {
    pub(super) role: Role,
    /// As it is printed: `394.00 MiB`.
    pub(super) printed: String,
    pub(super) value: Rational,
    /// Half a unit of its last digit.
    pub(super) tolerance: Rational,
}

impl Quantity {
    /// May this be what is printed.
    pub(super) fn shows(&self, size: &Rational) -> bool {
        self.value.sub(size).abs() <= self.tolerance
    }
}

/// Explains a message.
pub(super) fn section(
    asker: &mut Asker<'_, '_>,
    text: &Text,
    config: bool,
    diagnostics: &mut Diagnostics,
) -> Result<Section, Refused> {
    let quantities = read(&text.text);
    let Some(tried) = quantities.iter().find(|quantity| quantity.role == Role::Tried).cloned() else {
        let source = asker.sources.add(text.name.as_str(), text.text.as_str());
        let help = "PyTorch's message says `CUDA out of memory. Tried to allocate …`; give the whole of it";
        diagnostics.push(unreadable(source, "this is no out-of-memory message of PyTorch", help));
        return Err(if text.name == TYPED { Refused::Call } else { Refused::Text });
    };
    let locale = asker.locale;
    let mut section = Section::new("oom", locale, "oom", &[]);
    let mut numbers = Vec::new();
    for quantity in &quantities {
        let meaning = section.message(locale, &format!("oom-{}", quantity.role.word()), &[]);
        section.pair(&quantity.printed, "", &meaning);
        numbers.push(json!({
            "role": quantity.role.word(), "printed": quantity.printed, "value": quantity.value.written().0, "unit": "B", "text": meaning,
        }));
    }
    let rounding =
        if quantities.iter().any(|quantity| quantity.printed.ends_with(" cached")) { Rounding::Either } else { Rounding::Now };
    let mut notes = request(asker, &mut section, &tried);
    notes.extend(relations(asker, &mut section, &quantities, &tried));
    if config {
        notes.extend(against_peak(asker, &mut section, &quantities, &tried));
    }
    let found = tensors::find(asker, &tried, rounding, config);
    let listed = tensors::tell(asker, &mut section, &found);
    section.json = json!({ "numbers": numbers, "notes": notes, "tensors": listed });
    Ok(section)
}

/// What may have been asked for, rounding considered.
fn request(asker: &Asker<'_, '_>, section: &mut Section, tried: &Quantity) -> Vec<Json> {
    let (locale, mib) = (asker.locale, Rational::from(1 << 20));
    let whole = |count: i128| mib.mul(&count.into());
    let (id, from, to) = if tried.shows(&whole(2)) && tried.tolerance < mib {
        ("oom-request-small", Rational::ZERO, whole(1))
    } else if tried.shows(&whole(20)) && tried.tolerance < mib {
        ("oom-request-medium", whole(1), whole(10))
    } else if tried.shows(&mib) {
        ("oom-request-small-before", Rational::ZERO, mib.clone())
    } else {
        // The whole steps that the printed number may stand for; early versions took smaller ones.
        let step = |step: &Rational| {
            let down = |size: Rational| size.div(step).map_or(Rational::ZERO, |steps| steps.floor().mul(step));
            let (low, high) =
                (down(tried.value.sub(&tried.tolerance).sub(&Rational::ONE)), down(tried.value.add(&tried.tolerance)));
            (high > low).then_some((low, high))
        };
        let (now, before) = (step(&whole(2)), step(&Rational::from(128 << 10)));
        match (now, before) {
            (Some((low, high)), _) => ("oom-request", low, high),
            (None, Some((low, high))) => ("oom-request-before", low, high),
            (None, None) => ("oom-request-exact", tried.value.sub(&tried.tolerance), tried.value.add(&tried.tolerance)),
        }
    };
    let (low, high) = (bytes(locale, &from), bytes(locale, &to));
    let said = section.say(locale, id, &[("low", (&low).into()), ("high", (&high).into())]);
    vec![json!({ "note": "request", "low": from.ceil().written().0, "high": to.floor().written().0, "text": said })]
}

/// What the numbers say about each other.
fn relations(asker: &Asker<'_, '_>, section: &mut Section, quantities: &[Quantity], tried: &Quantity) -> Vec<Json> {
    let locale = asker.locale;
    let get = |role: Role| quantities.iter().find(|quantity| quantity.role == role).map(|quantity| quantity.value.clone());
    let mut notes = Vec::new();
    let mut note = |id: &str, amount: &Rational| {
        let shown = bytes(locale, amount);
        let said = section.say(locale, &format!("oom-{id}"), &[("amount", (&shown).into())]);
        notes.push(json!({ "note": id, "value": amount.written().0, "text": said }));
    };
    let allocated = get(Role::Allocated);
    let reserved = get(Role::Reserved).or_else(|| Some(allocated.as_ref()?.add(&get(Role::Spare)?)));
    let spare = get(Role::Spare).or_else(|| Some(reserved.as_ref()?.sub(allocated.as_ref()?)));
    if let Some(spare) = spare.as_ref().filter(|spare| **spare > Rational::ZERO) {
        note(if *spare >= tried.value { "note-fragmented" } else { "note-spare" }, spare);
    }
    if let (Some(process), Some(reserved)) = (get(Role::Process), &reserved)
        && process > *reserved
    {
        note("note-context", &process.sub(reserved));
    }
    if let (Some(capacity), Some(free)) = (get(Role::Capacity), get(Role::Free)) {
        let used = capacity.sub(&free);
        let own = get(Role::Process).or_else(|| reserved.clone());
        if let Some(rest) = own.map(|own| used.sub(&own)).filter(|rest| *rest > tolerance(quantities)) {
            note(if get(Role::Process).is_some() { "note-others" } else { "note-outside" }, &rest);
        }
        if free >= tried.value {
            note("note-free", &free);
        }
        if let Some(reserved) = reserved.filter(|reserved| *reserved > capacity) {
            note("note-beyond", &reserved.sub(&capacity));
        }
    }
    notes
}

/// By how much printed numbers may be off together.
fn tolerance(quantities: &[Quantity]) -> Rational {
    quantities.iter().fold(Rational::ZERO, |sum, quantity| sum.add(&quantity.tolerance))
}

/// What was held and asked for, beside the estimate of the peak.
fn against_peak(asker: &mut Asker<'_, '_>, section: &mut Section, quantities: &[Quantity], tried: &Quantity) -> Option<Json> {
    let allocated = quantities.iter().find(|quantity| quantity.role == Role::Allocated)?;
    let (Value::Number(peak), _) = asker.ask("peak")? else { return None };
    let locale = asker.locale;
    let needed = allocated.value.add(&tried.value);
    let (shown, estimate) = (bytes(locale, &needed), bytes(locale, &peak));
    let id = if needed <= peak { "oom-peak-below" } else { "oom-peak-above" };
    let said = section.say(locale, id, &[("needed", (&shown).into()), ("peak", (&estimate).into())]);
    Some(json!({ "note": "peak", "value": needed.written().0, "estimate": peak.written().0, "text": said }))
}

/// All numbers of the first message in a text.
pub(super) fn read(text: &str) -> Vec<Quantity> {
    let flat: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = flat.to_ascii_lowercase();
    const START: &str = "tried to allocate";
    let Some(start) = lower.find(START) else { return Vec::new() };
    let end = lower[start + START.len()..].find(START).map_or(lower.len(), |next| start + START.len() + next);
    let end = (start..=end.min(start + LENGTH)).rev().find(|at| lower.is_char_boundary(*at)).unwrap_or(start);
    let message = &lower[start..end];
    let found = numbers(message);
    let mut quantities = Vec::new();
    for (at, (from, to, value, tolerance)) in found.iter().enumerate() {
        let before = &message[at.checked_sub(1).map_or(0, |last| found[last].1)..*from];
        let after = &message[*to..found.get(at + 1).map_or(message.len(), |next| next.0)];
        let role = role(before, after);
        let cached = if after.trim_start().starts_with("cached") { " cached" } else { "" };
        let printed = format!("{}{cached}", flat[start..].get(*from..*to).unwrap_or(""));
        quantities.push(Quantity { role, printed, value: value.clone(), tolerance: tolerance.clone() });
    }
    quantities
}

fn role(before: &str, after: &str) -> Role {
    let after = after.trim_start();
    let before = before.trim_end();
    let follows = |words: &[&str]| words.iter().any(|word| after.starts_with(word));
    if before.ends_with("tried to allocate") {
        Role::Tried
    } else if follows(&["total capac"]) || before.ends_with("capacity of") || before.ends_with("capacty of") {
        Role::Capacity
    } else if follows(&["already allocated", "is allocated by pytorch", "allocated by pytorch"]) {
        Role::Allocated
    } else if follows(&["allocated in private pools", "is allocated in private pools"]) {
        Role::Pools
    } else if follows(&["is reserved by pytorch but unallocated", "cached"]) {
        // What early messages call cached is what no tensor holds.
        Role::Spare
    } else if follows(&["reserved in total by pytorch", "reserved"]) {
        Role::Reserved
    } else if follows(&["allowed"]) {
        Role::Allowed
    } else if follows(&["is free", "free"]) {
        Role::Free
    } else if follows(&["memory in use"]) {
        if before.ends_with("this process has") { Role::Process } else { Role::Other }
    } else {
        Role::Unknown
    }
}

/// Every number with a unit of bytes: where it begins and ends, its bytes, half a unit of its last digit.
fn numbers(text: &str) -> Vec<(usize, usize, Rational, Rational)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() || (at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'.')) {
            at += 1;
            continue;
        }
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
        let end = at + digits;
        match quantity(&text[at..end], &text[end..]) {
            Some((length, value, tolerance)) => {
                found.push((at, end + length, value, tolerance));
                at = end + length;
            }
            None => at = end,
        }
    }
    found
}

/// The bytes of `394.00` with the unit that follows, and the unit's length.
fn quantity(digits: &str, rest: &str) -> Option<(usize, Rational, Rational)> {
    let unit = rest.trim_start();
    let blanks = rest.len() - unit.len();
    let word = &unit[..unit.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(unit.len())];
    // Where PyTorch or a log says MB, it means MiB.
    let scale: i128 = match word {
        "bytes" | "byte" | "b" => 1,
        "kib" | "kb" => 1 << 10,
        "mib" | "mb" => 1 << 20,
        "gib" | "gb" => 1 << 30,
        "tib" | "tb" => 1 << 40,
        _ => return None,
    };
    if digits.len() > 30 || digits.matches('.').count() > 1 || digits.ends_with('.') {
        return None;
    }
    let value = Rational::parse(digits)?.mul(&scale.into());
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let step = Rational::from(10).pow(-i32::try_from(decimals).ok()?)?.mul(&scale.into());
    let tolerance = if scale == 1 { Rational::ZERO } else { step.div(&2.into())? };
    Some((blanks + word.len(), value, tolerance))
}

#[cfg(test)]
mod tests {
    use super::{Role, read};

    fn roles(text: &str) -> Vec<(Role, String)> {
        read(text).into_iter().map(|quantity| (quantity.role, quantity.printed)).collect()
    }

    #[test]
    fn forms() {
        let old = "CUDA out of memory. Tried to allocate 25.00 MiB (GPU 0; 3.94 GiB total capacity; 3.14 GiB already allocated; 21.56 MiB free; 634.00 KiB cached)";
        let wanted = [Role::Tried, Role::Capacity, Role::Allocated, Role::Free, Role::Spare];
        assert_eq!(roles(old).iter().map(|(role, _)| *role).collect::<Vec<_>>(), wanted);
        let new = "Tried to allocate 496.00 MiB. GPU 0 has a total capacty of 14.75 GiB of which 235.06 MiB is free. Process 20398 has 14.52 GiB memory in use. Of the allocated memory 14.06 GiB is allocated by PyTorch, and 330.42 MiB is reserved by PyTorch but unallocated.";
        let wanted = [Role::Tried, Role::Capacity, Role::Free, Role::Other, Role::Allocated, Role::Spare];
        assert_eq!(roles(new).iter().map(|(role, _)| *role).collect::<Vec<_>>(), wanted);
    }
}
