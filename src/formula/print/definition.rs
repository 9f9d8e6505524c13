//! Definitions and tapes, printed canonically on one line: what the lock hashes.

use super::{Printer, type_name};
use crate::formula::tree::{Body, Definition, Expr, Id, Play, Provenance, Step, StepKind};

impl Printer<'_> {
    pub(super) fn definition(&mut self, definition: &Definition) {
        match (&definition.body, definition.source) {
            (Body::Table(..), _) => self.put("table "),
            (Body::Tape(_), _) => self.put("tape "),
            (_, Provenance::Quoted) => self.put("quoted "),
            (_, Provenance::Observed) => self.put("observed "),
            _ => {}
        }
        self.put(&definition.id);
        if !definition.parameters.is_empty() {
            let parameters: Vec<_> =
                definition.parameters.iter().map(|(name, ty, whole)| format!("{name} : {}", type_name(ty, *whole))).collect();
            self.put(&format!("({})", parameters.join(", ")));
        }
        let ty = type_name(&definition.ty, definition.whole);
        match &definition.body {
            Body::Formula(body) => {
                self.put(&format!(" : {ty} = "));
                self.expr(body);
            }
            Body::Table(key, rows) => {
                self.put(" by ");
                self.expr(key);
                self.put(&format!(" : {ty} {{"));
                for (index, (name, value)) in rows.iter().enumerate() {
                    self.put(&format!("{}{name} = ", if index > 0 { ", " } else { "" }));
                    self.expr(value);
                }
                self.put("}");
            }
            Body::Tape(tape) => {
                if let Some(play) = &tape.after {
                    self.put(" after ");
                    self.tape(&self.book.definitions[play.tape].id, &play.arguments);
                }
                self.put(&format!(" : {ty} {{"));
                self.steps(&tape.names, &tape.steps);
                self.put("}");
            }
        }
    }

    fn steps(&mut self, names: &[Id], steps: &[Step]) {
        for (index, step) in steps.iter().enumerate() {
            self.put(if index > 0 { "; " } else { "" });
            match &step.kind {
                StepKind::Take(slot, amount) => self.amount("+ ", &names[*slot], " ", amount),
                StepKind::Give(slot) => self.put(&format!("- {}", names[*slot])),
                StepKind::GivePart(slot, amount) => self.amount("- ", &names[*slot], " of ", amount),
                StepKind::GiveOther(slot, amount) => self.amount("- ", &names[*slot], " ", amount),
                StepKind::Touch(slot, amount) => self.amount("~ ", &names[*slot], " ", amount),
                StepKind::Play(times, play) => self.play(times.as_ref(), play),
                StepKind::If(branches, otherwise) => {
                    for (index, (condition, steps)) in branches.iter().enumerate() {
                        self.put(if index > 0 { " else if " } else { "if " });
                        self.expr(condition);
                        self.put(" {");
                        self.steps(names, steps);
                        self.put("}");
                    }
                    if !otherwise.is_empty() {
                        self.put(" else {");
                        self.steps(names, otherwise);
                        self.put("}");
                    }
                }
            }
        }
    }

    fn amount(&mut self, sign: &str, name: &str, between: &str, amount: &Expr) {
        self.put(&format!("{sign}{name}{between}"));
        self.expr(amount);
    }

    fn play(&mut self, times: Option<&Expr>, play: &Play) {
        match times {
            Some(times) => {
                self.put("repeat ");
                self.expr(times);
                self.put(" times ");
            }
            None => self.put("play "),
        }
        self.tape(&self.book.definitions[play.tape].id, &play.arguments);
        if let Some(prefix) = &play.prefix {
            self.put(&format!(" as {prefix}"));
        }
    }
}
