//! Worked examples: forms with `=`, `≈` or `⇔` between them.

use super::super::print;
use super::super::rational::Rational;
use super::super::steps::{Detail, Reason, Setting, Step};
use super::super::substitute::{is_fraction, is_plain};
use super::super::tree::{Builtin, Expr, Id, Kind, Type, Value};
use super::layout::{figure, sign_of_equality};
use super::math::{Math, Sign};
use super::{Drawing, Notation, linear};

/// A sum is broken once a line has more characters than this.
const LINE: usize = 16;
/// So wide a number counts.
const NUMBER: usize = 10;

/// The forms of a value, each with the sign before it.
struct Forms {
    pieces: Vec<(Option<Sign>, Math)>,
    /// The last piece, as text.
    last: String,
    /// Does the last piece hold rounded numbers.
    rounded: bool,
}

impl Forms {
    fn new() -> Forms {
        Forms { pieces: Vec::new(), last: String::new(), rounded: false }
    }

    /// Adds a form, unless it reads like the last.
    fn push(&mut self, sign: Sign, math: Math, rounded: bool) {
        let text = linear::write(&math);
        if text == self.last {
            return;
        }
        let sign = if (rounded || self.rounded) && sign == Sign::Equal { Sign::Approximately } else { sign };
        self.pieces.push(((!self.pieces.is_empty()).then_some(sign), math));
        self.last = text;
        self.rounded = rounded;
    }

    fn joined(self) -> Drawing {
        let pieces = self.pieces.into_iter();
        Drawing(Math::Row(pieces.flat_map(|(sign, math)| sign.map(Math::Sign).into_iter().chain([math])).collect()))
    }

    /// Each form by itself; a long sum is broken before a sign.
    fn lines(self) -> Vec<Drawing> {
        let pieces = self.pieces.into_iter();
        let lines = pieces.flat_map(|(sign, math)| broken(sign.map(Math::Sign).into_iter().collect(), math));
        lines.map(Drawing).collect()
    }
}

/// Lines that begin with `line` and go on with `math`, which is broken before a sign where it gets long.
fn broken(mut line: Vec<Math>, math: Math) -> Vec<Math> {
    let pieces = match math {
        Math::Row(pieces) => pieces,
        other => vec![other],
    };
    let mut lines = Vec::new();
    let mut width = 0;
    for piece in pieces {
        let breaks = matches!(piece, Math::Sign(Sign::Plus | Sign::Minus | Sign::And | Sign::Or));
        if breaks && width > LINE {
            lines.push(Math::Row(std::mem::take(&mut line)));
            width = 0;
        }
        width += room(&piece);
        line.push(piece);
    }
    lines.push(Math::Row(line));
    lines
}

/// How wide a piece is, about: the same in every language, so that all editions break alike.
fn room(piece: &Math) -> usize {
    match piece {
        Math::Number(_) => NUMBER,
        piece => linear::write(piece).chars().count(),
    }
}

impl Drawing {
    /// The drawing piece by piece, so that a page can break the line before `=`, and within a long sum before a `+`.
    pub fn lines(self) -> Vec<Drawing> {
        let mut pieces = match self.0 {
            Math::Row(pieces) => pieces,
            other => return vec![Drawing(other)],
        };
        let relation = |piece: &Math| matches!(piece, Math::Sign(Sign::Equal | Sign::Equivalent));
        let rest = pieces.split_off(pieces.iter().position(relation).unwrap_or(0));
        let name = (!pieces.is_empty()).then_some(Math::Row(pieces));
        name.into_iter().chain(broken(Vec::new(), Math::Row(rest))).map(Drawing).collect()
    }
}

/// A step up to its result.
#[derive(Debug, Clone)]
pub struct Derivation {
    /// What comes before the result.
    pub lines: Vec<Drawing>,
    /// The sign between them and the result: `=`, `≈`, `:`; empty if nothing comes before it.
    pub sign: &'static str,
}

/// A line that explains a step.
#[derive(Debug, Clone)]
pub struct Note {
    /// The line.
    pub drawing: Drawing,
    /// Is it the one that gave the result.
    pub marked: bool,
}

impl Notation<'_> {
    /// A step in one line: `blocks = 12 · n_layer · n_embd² = 12 · 6 · 384² = 10 616 832 ≈ 10,6 M`.
    pub fn step(&self, step: &Step) -> Drawing {
        self.forms(step).joined()
    }

    /// The same piece by piece, so that a page can break the line before each `=`, and within a long sum before a `+`.
    pub fn lines(&self, step: &Step) -> Vec<Drawing> {
        self.forms(step).lines()
    }

    /// The lines up to the result, which a page writes itself: it is a number that leads to its formula.
    pub fn derivation(&self, step: &Step) -> Derivation {
        let mut forms = self.forms(step);
        let result = match &step.value {
            Value::Number(_) | Value::Range(..) => figure(self.figures.shown(&step.value, &step.ty).0),
            value => self.layout().value(value, &step.ty),
        };
        if linear::write(&result) == forms.last {
            let sign = forms.pieces.pop().and_then(|(sign, _)| sign);
            return Derivation { lines: forms.lines(), sign: sign.map_or("", linear::plain) };
        }
        Derivation { lines: forms.lines(), sign: linear::plain(Sign::Equal) }
    }

    /// What the forms alone do not show, line by line: the conditions that decided, the arms of a `max`, the turns of a
    /// bound form, the trials of a search.
    pub fn notes(&self, step: &Step) -> Vec<Note> {
        let unmarked = |drawing| Note { drawing, marked: false };
        let mut notes: Vec<Note> = step.reasons.iter().map(|reason| unmarked(self.reason(reason))).collect();
        let layout = self.layout();
        match &step.detail {
            Some(Detail::Arms { arms, winner, .. }) => notes.extend(arms.iter().enumerate().map(|(index, (arm, value))| {
                let mut forms = Forms::new();
                forms.push(Sign::Equal, layout.expr(arm), false);
                forms.push(Sign::Equal, layout.value(value, &step.ty), false);
                Note { drawing: forms.joined(), marked: *winner == Some(index) }
            })),
            Some(Detail::Turns { form: Builtin::Max | Builtin::Min, variable, shown, .. }) => {
                notes.extend(shown.iter().map(|(turn, value)| {
                    let turn = self.set(variable, turn);
                    let drawing = Drawing(Math::joined(turn, Sign::Colon, layout.value(value, &step.ty)));
                    Note { drawing, marked: *value == step.value }
                }));
            }
            Some(Detail::Trials { variable, trials }) => notes.extend(trials.iter().map(|trial| {
                let tried = self.set(variable, &trial.value);
                let answer = match &trial.condition {
                    Some(condition) => {
                        let holds = layout.value(&Value::Flag(trial.holds), &Type::Flag);
                        Math::joined(layout.expr(condition), Sign::Colon, holds)
                    }
                    // A requirement forbids it.
                    None => Math::Words("–".to_string()),
                };
                Note { drawing: Drawing(Math::joined(tried, Sign::Colon, answer)), marked: trial.value == step.value }
            })),
            Some(Detail::Turns { .. } | Detail::Rows { .. } | Detail::Tape { .. }) | None => {}
        }
        notes
    }

    /// `k = 3`, where `k` is an input or a variable.
    fn set(&self, variable: &Id, value: &Value) -> Math {
        let input = self.book.inputs.iter().find(|input| input.id == *variable);
        let ty = input.map_or_else(Type::pure, |input| input.ty.clone());
        Math::joined(Math::Name(variable.to_string()), Sign::Equal, self.layout().value(value, &ty))
    }

    /// A condition that decided: in symbols, with numbers, and whether it holds.
    pub fn reason(&self, reason: &Reason) -> Drawing {
        let layout = self.layout();
        let mut forms = Forms::new();
        forms.push(Sign::Equivalent, layout.expr(&reason.condition), false);
        if !matches!(reason.with_values.kind, Kind::Flag(_)) {
            forms.push(Sign::Equivalent, layout.expr(&reason.with_values), false);
        }
        forms.push(Sign::Colon, layout.value(&Value::Flag(reason.holds), &Type::Flag), false);
        forms.joined()
    }

    /// What a chain sets: `d2`, or `batch_size = 8`.
    pub fn setting(&self, setting: &Setting) -> Drawing {
        Drawing(match setting {
            Setting::Scenario(scenario) => Math::Name(self.book.scenarios[*scenario].id.to_string()),
            Setting::Row(dataset, row) => self.layout().dataset_row(*dataset, *row),
            Setting::Input(input, value) => {
                let input = &self.book.inputs[*input];
                Math::joined(Math::Name(input.id.to_string()), Sign::Equal, self.layout().value(value, &input.ty))
            }
        })
    }

    fn forms(&self, step: &Step) -> Forms {
        let layout = self.layout();
        let mut forms = Forms::new();
        let sign = sign_of_equality(&step.ty);
        if let Some(subject) = &step.subject {
            forms.push(sign, layout.expr(subject), false);
        }
        for form in &step.forms {
            // That a flag is a flag is said once, at the end.
            if !matches!(form.expr.kind, Kind::Flag(_)) {
                forms.push(sign, layout.expr(&form.expr), self.is_rounded(&form.expr));
            }
        }
        if let Some(Detail::Turns { form: Builtin::Sum, shown, turns, .. }) = &step.detail {
            forms.push(sign, self.turns(shown, *turns, &step.ty), false);
        }
        let result = if step.ty == Type::Flag { Sign::Colon } else { sign };
        let exact = match &step.value {
            // Nothing is nothing in every unit.
            Value::Number(number) if number.is_zero() && forms.last == "0" => return forms,
            Value::Number(number) => is_plain(number),
            Value::Range(..) => false,
            _ => true,
        };
        if exact {
            forms.push(result, layout.value(&step.value, &step.ty), false);
        }
        if matches!(step.value, Value::Number(_) | Value::Range(..)) {
            let (text, rounded) = self.figures.shown(&step.value, &step.ty);
            forms.push(if rounded { Sign::Approximately } else { Sign::Equal }, figure(text), false);
        }
        forms
    }

    /// The turns of a sum: `4 + 8 + … + 24`.
    fn turns(&self, shown: &[(Value, Value)], turns: i128, ty: &Type) -> Math {
        let mut sum: Option<Math> = None;
        for (index, (_, value)) in shown.iter().enumerate() {
            let value = self.layout().value(value, ty);
            let gap = index + 1 == shown.len() && i128::try_from(shown.len()).is_ok_and(|length| length < turns);
            sum = Some(match sum {
                None => value,
                Some(sum) if gap => Math::joined(Math::joined(sum, Sign::Plus, Math::Sign(Sign::Dots)), Sign::Plus, value),
                Some(sum) => Math::joined(sum, Sign::Plus, value),
            });
        }
        sum.unwrap_or_else(|| self.layout().value(&Value::Number(Rational::ZERO), ty))
    }

    /// Are numbers in it written rounded, since their digits are no help.
    fn is_rounded(&self, expr: &Expr) -> bool {
        let mut rounded = false;
        expr.visit(&mut |expr| match &expr.kind {
            Kind::Number(number, written) if is_fraction(expr) || !written.contains(' ') => rounded |= !is_plain(number),
            _ => {}
        });
        rounded
    }

    /// The expression in the language itself, for programs.
    pub fn canonical(&self, expr: &Expr) -> String {
        print::expression(self.book, expr)
    }
}
