//! The lines of a tape.

use super::{Parsed, Parser, Reported};
use crate::diagnostic::Diagnostic;
use crate::formula::lex::TokenKind;
use crate::formula::syntax::{Node, StepNode, StepNodeKind};

/// Nesting of `if` in a tape.
const STEP_NESTING: usize = 200;

impl Parser<'_> {
    /// The steps at one level of indentation.
    pub(in crate::formula) fn steps(&mut self, indent: usize, depth: usize) -> Parsed<Vec<StepNode>> {
        let mut steps = Vec::new();
        if depth > STEP_NESTING {
            let message = format!("steps may be nested {STEP_NESTING} deep");
            let diagnostic = Diagnostic::error("limit", self.peek().span, message);
            self.diagnostics.push(diagnostic.help("put the inner steps into a tape of their own, and `play` it"));
            return Err(Reported);
        }
        loop {
            self.skip_line_ends();
            let token = self.peek();
            match token.indent {
                _ if token.kind == TokenKind::End => return Ok(steps),
                Some(width) if width < indent => return Ok(steps),
                Some(width) if width > indent => {
                    let _ = self.unexpected::<()>("a step as far to the right as the one above");
                    self.next();
                    self.skip_step(indent);
                }
                Some(_) if token.text == "else" => return Ok(steps),
                Some(_) => match self.whole_step(indent, depth) {
                    Ok(step) => steps.push(step),
                    Err(Reported) => self.skip_step(indent),
                },
                None => return self.unexpected("a step on a line of its own"),
            }
        }
    }

    /// A step and nothing behind it on its line.
    fn whole_step(&mut self, indent: usize, depth: usize) -> Parsed<StepNode> {
        let step = self.step(indent, depth)?;
        let token = self.peek();
        if token.kind != TokenKind::End && token.indent.is_none() {
            return self.unexpected("an operator or the end of the step");
        }
        Ok(step)
    }

    /// Goes on behind a step that failed, with its deeper lines and its `else`, so that the next ones are read too.
    fn skip_step(&mut self, indent: usize) {
        self.failed = true;
        loop {
            let token = self.peek();
            let is_next = token.indent.is_some_and(|width| width < indent || (width == indent && token.text != "else"));
            if is_next || (token.kind == TokenKind::End && token.text.is_empty()) {
                return;
            }
            self.next();
        }
    }

    pub(in crate::formula) fn skip_line_ends(&mut self) {
        while self.peek().kind == TokenKind::End && self.peek().text == "\n" {
            self.next();
        }
    }

    fn step(&mut self, indent: usize, depth: usize) -> Parsed<StepNode> {
        let first = self.next();
        let kind = match first.text.as_str() {
            "+" => StepNodeKind::Take(self.word("the name of what is taken")?, self.expression()?),
            "~" => StepNodeKind::Touch(self.word("the name of what is taken and given back")?, self.expression()?),
            "-" => self.give()?,
            "play" => self.play(None)?,
            "repeat" => {
                let times = self.expression()?;
                self.expect("times", "and a tape")?;
                self.play(Some(times))?
            }
            "if" => self.branches(indent, depth)?,
            _ if first.kind == TokenKind::Foreign => return Err(Reported),
            _ => {
                let message = format!("`{}` begins no step of a tape", first.text);
                let help = "a step is `+ NAME AMOUNT`, `- NAME`, `- NAME of AMOUNT`, `~ NAME AMOUNT`, `play TAPE`, `repeat N times TAPE` or `if CONDITION`";
                self.diagnostics.push(Diagnostic::error("syntax", first.span, message).help(help));
                return Err(Reported);
            }
        };
        Ok(StepNode { kind, span: first.span.to(self.last_span()) })
    }

    /// `- NAME`, `- NAME of AMOUNT` or `- NAME AMOUNT`: what tells them apart is what follows on the line.
    fn give(&mut self) -> Parsed<StepNodeKind> {
        let name = self.word("the name of what is given back")?;
        if self.accept("of") {
            return Ok(StepNodeKind::GivePart(name, self.expression()?));
        }
        let token = self.peek();
        if token.kind == TokenKind::End {
            return Ok(StepNodeKind::Give(name));
        }
        Ok(StepNodeKind::GiveOther(name, self.expression()?))
    }

    fn play(&mut self, times: Option<Node>) -> Parsed<StepNodeKind> {
        let (tape, arguments) = self.tape_call()?;
        let prefix = if self.accept("as") { Some(self.word("what its names are put under")?) } else { None };
        Ok(StepNodeKind::Play { times, tape, arguments, prefix })
    }

    fn branches(&mut self, indent: usize, depth: usize) -> Parsed<StepNodeKind> {
        let mut branches = Vec::new();
        loop {
            let condition = self.expression()?;
            branches.push((condition, self.deeper_steps(indent, depth)?));
            self.skip_line_ends();
            let token = self.peek();
            if token.text != "else" || token.indent != Some(indent) {
                return Ok(StepNodeKind::If(branches, Vec::new()));
            }
            self.next();
            if !self.accept("if") {
                return Ok(StepNodeKind::If(branches, self.deeper_steps(indent, depth)?));
            }
        }
    }

    fn deeper_steps(&mut self, indent: usize, depth: usize) -> Parsed<Vec<StepNode>> {
        if self.peek().kind != TokenKind::End {
            return self.unexpected("the end of the line");
        }
        self.skip_line_ends();
        match self.peek().indent {
            Some(width) if width > indent => self.steps(width, depth + 1),
            _ => self.unexpected("steps, on lines indented deeper than their condition"),
        }
    }
}
