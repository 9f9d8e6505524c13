//! Tapes against a simulator that unrolls everything: `play` is copied in, `repeat N` is copied in N times.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use babacus::formula::eval::Evaluator;
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

use super::Written;
use super::oracle::Choices;

const NAMES: [&str; 3] = ["a", "b", "c"];

/// One thing that happens: a name, an amount (negative: given back), and whether it is for an instant only.
#[derive(Debug, Clone)]
struct Event {
    name: String,
    amount: i64,
    instant: bool,
}

/// A tape that was made up, and what it does when it is run alone. A negative amount is owed.
#[derive(Debug, Clone, Default)]
struct Made {
    events: Vec<Event>,
    start: BTreeMap<String, i64>,
    held: BTreeMap<String, i64>,
    /// Every name that it may hold, also by what it plays.
    seen: Vec<String>,
    wrong: bool,
}

impl Made {
    fn happen(&mut self, name: &str, amount: i64, instant: bool) {
        self.events.push(Event { name: name.to_string(), amount, instant });
    }

    /// Takes: what is owed is settled, what is held must not be taken again.
    fn take(&mut self, name: &str, amount: i64) -> bool {
        let owed = match self.held.get(name) {
            Some(held) if *held >= 0 => return false,
            Some(owed) => *owed,
            None => 0,
        };
        let left = owed + amount;
        if left == 0 && owed != 0 {
            self.held.remove(name)
        } else {
            self.held.insert(name.to_string(), left)
        };
        true
    }

    /// Gives back, from what is held or else as owed.
    fn give(&mut self, name: &str, amount: i64) -> bool {
        match self.held.get(name).copied() {
            Some(held) if held >= 0 && held < amount => return false,
            Some(held) if held == amount => {
                self.held.remove(name);
            }
            Some(held) => {
                self.held.insert(name.to_string(), held - amount);
            }
            None if amount == 0 => {}
            None => {
                self.held.insert(name.to_string(), -amount);
            }
        }
        true
    }

    /// What another tape changed for good, so many times.
    fn played(&mut self, other: &Made, prefix: &str, times: i64) -> bool {
        let full = |name: &String| if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        for _ in 0..times {
            for event in &other.events {
                self.happen(&full(&event.name), event.amount, event.instant);
            }
        }
        if times == 0 {
            return true;
        }
        for name in &other.seen {
            let (before, after) = (other.start.get(name), other.held.get(name));
            let change = times * (after.unwrap_or(&0) - before.unwrap_or(&0));
            let name = full(name);
            let sound = match (before, after) {
                (None, None) => true,
                (None, Some(_)) if change < 0 => self.give(&name, -change),
                (None, Some(_)) => self.take(&name, change),
                // What began with the names of another tape gives back only what is held here.
                (Some(_), _) if change < 0 => self.held.contains_key(&name) && self.give(&name, -change),
                (Some(_), after) => {
                    // A debt that is settled is gone, and so is what the other tape gave back.
                    let held = self.held.get(&name).copied();
                    let gone = after.is_none() || held.is_some_and(|held| held < 0);
                    match held.unwrap_or(0) + change {
                        0 if gone || held.is_none() => self.held.remove(&name),
                        left => self.held.insert(name, left),
                    };
                    true
                }
            };
            if !sound {
                return false;
            }
        }
        true
    }
}

/// Makes up one tape that may play those before it; gives its text.
fn tape(choices: &mut Choices, number: usize, others: &[Made]) -> (String, Made) {
    let mut made = Made::default();
    let sound: Vec<usize> = (0..others.len()).filter(|at| !others[*at].wrong).collect();
    let mut text = format!("tape t{number}");
    if !sound.is_empty() && choices.below(4) == 0 {
        let before = sound[choices.below(sound.len())];
        let _ = write!(text, " after t{before}");
        made.held.clone_from(&others[before].held);
        made.start.clone_from(&made.held);
        made.seen.clone_from(&others[before].seen);
    }
    text.push_str(" : B\n");
    for _ in 0..2 + choices.below(7) {
        step(choices, "    ", &mut text, &mut made, others, &sound);
        if made.wrong {
            break;
        }
    }
    (text, made)
}

fn step(choices: &mut Choices, indent: &str, text: &mut String, made: &mut Made, others: &[Made], sound: &[usize]) {
    let amount = [1, 2, 2, 4, 0][choices.below(5)];
    let name = NAMES[choices.below(3)];
    let held: Vec<String> = made.held.iter().filter(|(_, held)| **held >= 0).map(|(name, _)| name.clone()).collect();
    let ok = match choices.below(10) {
        0..=2 => {
            let _ = writeln!(text, "{indent}+ {name} {amount} B");
            made.happen(name, amount, false);
            made.take(name, amount)
        }
        3 | 4 if !held.is_empty() => {
            let name = &held[choices.below(held.len())];
            let _ = writeln!(text, "{indent}- {name}");
            let all = made.held.remove(name).unwrap_or(0);
            made.happen(name, -all, false);
            true
        }
        5 if !held.is_empty() => {
            let name = &held[choices.below(held.len())];
            let _ = writeln!(text, "{indent}- {name} of {amount} B");
            made.happen(name, -amount, false);
            made.give(name, amount)
        }
        6 => {
            let _ = writeln!(text, "{indent}- {name} {amount} B");
            made.happen(name, -amount, false);
            made.give(name, amount)
        }
        7 | 8 if !sound.is_empty() => {
            let other = sound[choices.below(sound.len())];
            let times = choices.below(5) as i64 - 1;
            let prefix = ["", "", "p", "q"][choices.below(4)];
            let verb = if times < 0 { "play".to_string() } else { format!("repeat {times} times") };
            let under = if prefix.is_empty() { String::new() } else { format!(" as {prefix}") };
            let _ = writeln!(text, "{indent}{verb} t{other}{under}");
            for name in &others[other].seen {
                let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                if !made.seen.contains(&name) {
                    made.seen.push(name);
                }
            }
            made.played(&others[other], prefix, times.abs())
        }
        9 if indent.len() < 12 => {
            let holds = choices.below(2) == 0;
            let _ = writeln!(text, "{indent}if {}", if holds { "f" } else { "not f" });
            let deeper = format!("{indent}    ");
            // What is not taken is still read; it happens to a copy.
            let mut copy = made.clone();
            step(choices, &deeper, text, if holds { &mut *made } else { &mut copy }, others, sound);
            let _ = writeln!(text, "{indent}else");
            step(choices, &deeper, text, if holds { &mut copy } else { &mut *made }, others, sound);
            !made.wrong
        }
        _ => {
            let _ = writeln!(text, "{indent}~ {name} {amount} B");
            made.happen(name, amount, true);
            true
        }
    };
    if !made.seen.iter().any(|known| known == name) {
        made.seen.push(name.to_string());
    }
    made.wrong |= !ok;
}

/// The highest point, what is left, the step of the highest point, and what is alive then.
fn unrolled(events: &[Event]) -> (i64, i64, Option<String>, BTreeMap<String, i64>) {
    let (mut total, mut highest, mut step) = (0, 0, None);
    let (mut alive, mut held) = (BTreeMap::new(), BTreeMap::new());
    for event in events {
        let mut now = alive.clone();
        *now.entry(event.name.clone()).or_default() += event.amount;
        if total + event.amount > highest {
            (highest, step, held) = (total + event.amount, Some(event.name.clone()), now.clone());
        }
        if !event.instant {
            (total, alive) = (total + event.amount, now);
        }
    }
    held.retain(|_, amount| *amount != 0);
    (highest, total, step, held)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn tapes_equal_their_unrolling(bytes in proptest::collection::vec(any::<u8>(), 0..160), count in 1usize..5) {
        let mut choices = Choices(bytes.iter());
        let mut book = "input f : flag = true\n".to_string();
        let mut made: Vec<Made> = Vec::new();
        for number in 0..count {
            let (text, tape) = tape(&mut choices, number, &made);
            book.push_str(&text);
            made.push(tape);
        }
        let mut written = Written::new(&book).sound();
        for (number, tape) in made.iter().enumerate() {
            let name = format!("t{number}");
            if tape.wrong {
                prop_assert_eq!(written.written(&format!("highest({name})")), "error[tape]", "{} of\n{}", name, book);
                continue;
            }
            let (highest, left, step, held) = unrolled(&tape.events);
            prop_assert_eq!(written.written(&format!("highest({name})")), highest.to_string(), "{} of\n{}", name, book);
            prop_assert_eq!(written.written(&format!("left({name})")), left.to_string(), "{} of\n{}", name, book);
            let shown = step.unwrap_or("none".to_string());
            prop_assert_eq!(written.written(&format!("step({name})")), shown, "{} of\n{}", name, book);
            let asked = written.expression(&format!("held({name})")).expect("a question");
            let mut evaluator = Evaluator::new(&written.book, None);
            let inputs = evaluator.environment(None, &[]).expect("defaults");
            let run = evaluator.tape_run(&inputs, &asked.tree).expect("a run").expect("of a tape");
            let found: BTreeMap<String, i64> = run
                .held(&written.book)
                .into_iter()
                .map(|(name, amount)| (name.to_string(), i64::try_from(amount.to_i128().expect("whole")).expect("small")))
                .collect();
            prop_assert_eq!(found.values().sum::<i64>(), highest);
            prop_assert_eq!(found, held, "{} of\n{}", name, book);
            let timeline = run.timeline(&written.book);
            prop_assert!(timeline.iter().all(|(_, total)| *total <= i128::from(highest).into()));
            let top = timeline.iter().map(|(_, total)| total.clone()).max().map_or(0, |top| top.to_i128().unwrap_or(-1));
            prop_assert_eq!(top.max(0), i128::from(highest), "{} of\n{}", name, book);
        }
    }
}
