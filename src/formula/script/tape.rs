//! Tapes as JavaScript: one call of the runtime's `Run` for each step.

use std::fmt::Write as _;

use super::super::tree::{Definition, Play, Step, StepKind, Tape};
use super::expr::parameters;
use super::{Script, quoted};

impl Script<'_> {
    /// `t7=T(7, must be whole, own names, tapes that are played, the one that it comes after, steps)`.
    pub(super) fn tape(&mut self, slot: usize, definition: &Definition, tape: &Tape) -> String {
        let parameters = parameters(definition.parameters.len());
        let mut plays = Vec::new();
        let after = match &tape.after {
            Some(play) => {
                let arguments = self.arguments(play.tape, &play.arguments);
                format!("(e{parameters})=>{}(e{arguments})", self.played(play, &mut plays))
            }
            None => "0".to_string(),
        };
        let mut steps = String::new();
        self.steps(&tape.steps, &mut plays, &mut steps);
        format!(
            "t{slot}=T({slot},{},{},[{}],{after},(e,h{parameters})=>{{{steps}}})",
            u8::from(definition.whole),
            quoted(&tape.names[..own(&tape.steps)].iter().map(|name| &**name).collect::<Vec<_>>().join(" ")),
            plays.join(",")
        )
    }

    /// The function of a tape that is played; `plays` are those of the steps before.
    fn played(&mut self, play: &Play, plays: &mut Vec<String>) -> String {
        let name = self.definition(play.tape);
        let prefix = play.prefix.as_ref().map(|prefix| format!(",{}", quoted(prefix))).unwrap_or_default();
        plays.push(format!("[()=>{name}{prefix}]"));
        name
    }

    fn steps(&mut self, steps: &[Step], plays: &mut Vec<String>, text: &mut String) {
        for step in steps {
            let _ = match &step.kind {
                StepKind::Take(slot, amount) => write!(text, "h.take({slot},{});", self.expr(amount)),
                StepKind::Give(slot) => write!(text, "h.give({slot});"),
                StepKind::GivePart(slot, amount) => write!(text, "h.part({slot},{});", self.expr(amount)),
                StepKind::GiveOther(slot, amount) => write!(text, "h.owe({slot},{});", self.expr(amount)),
                StepKind::Touch(slot, amount) => write!(text, "h.touch({slot},{});", self.expr(amount)),
                StepKind::Play(times, play) => {
                    let number = plays.len();
                    let name = self.played(play, plays);
                    let times = times.as_ref().map_or("1".to_string(), |times| self.expr(times));
                    let arguments = self.arguments(play.tape, &play.arguments);
                    write!(text, "h.play({number},{times},()=>{name}(e{arguments}));")
                }
                StepKind::If(branches, otherwise) => {
                    for (at, (condition, steps)) in branches.iter().enumerate() {
                        let condition = self.condition(condition);
                        let _ =
                            if at == 0 { write!(text, "if(h.when({condition}))") } else { write!(text, "else if({condition})") };
                        self.block(steps, plays, text);
                    }
                    if !otherwise.is_empty() {
                        text.push_str("else");
                        self.block(otherwise, plays, text);
                    }
                    Ok(())
                }
            };
        }
    }

    fn block(&mut self, steps: &[Step], plays: &mut Vec<String>, text: &mut String) {
        text.push('{');
        self.steps(steps, plays, text);
        text.push('}');
    }
}

/// How many of a tape's names its own steps bring; they come first.
fn own(steps: &[Step]) -> usize {
    let last = |step: &Step| match &step.kind {
        StepKind::Take(slot, _)
        | StepKind::Give(slot)
        | StepKind::GivePart(slot, _)
        | StepKind::GiveOther(slot, _)
        | StepKind::Touch(slot, _) => slot + 1,
        StepKind::Play(..) => 0,
        StepKind::If(branches, otherwise) => {
            branches.iter().map(|(_, steps)| own(steps)).chain([own(otherwise)]).max().unwrap_or(0)
        }
    };
    steps.iter().map(last).max().unwrap_or(0)
}
