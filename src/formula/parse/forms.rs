//! Calls, bound forms, statistics and searches: what has a name in front.

use super::{Parsed, Parser};
use crate::diagnostic::Diagnostic;
use crate::formula::syntax::{Node, NodeKind, Word};
use crate::formula::tree::{Builtin, Statistic};
use crate::formula::words::{FUNCTIONS, STATISTICS, TAPE_QUESTIONS};

impl Parser<'_> {
    pub(super) fn call(&mut self, word: Word) -> Parsed<Node> {
        self.next();
        let mut arguments = Vec::new();
        while !self.sees(")") {
            arguments.push(self.expression()?);
            if arguments.len() == 1 && self.sees("for") {
                return self.bound(word, arguments.remove(0));
            }
            if arguments.len() == 1 && self.sees("over") {
                return self.over(word, arguments.remove(0));
            }
            if !self.sees(")") {
                self.expect(",", "or `)` after an argument")?;
            }
        }
        let span = word.span.to(self.next().span);
        let one = |arguments: &mut Vec<Node>| if arguments.len() == 1 { arguments.pop().map(Box::new) } else { None };
        let kind = if let Some((name, builtin, least, most)) = FUNCTIONS.iter().find(|row| row.0 == word.text) {
            if arguments.len() < *least || arguments.len() > *most {
                let message = format!(
                    "`{name}` takes {}, not {}",
                    if least == most {
                        "one argument".to_string()
                    } else if *most == 2 {
                        "one or two arguments".to_string()
                    } else {
                        "at least one argument".to_string()
                    },
                    arguments.len()
                );
                return self.report(
                    Diagnostic::error("arguments", span, message)
                        .help(format!("write `{name}({})`", if *most == 2 { "x, digits" } else { "x" })),
                );
            }
            NodeKind::Builtin(*builtin, arguments)
        } else if let Some((_, question)) = TAPE_QUESTIONS.iter().find(|row| row.0 == word.text) {
            match one(&mut arguments) {
                Some(tape) => NodeKind::Tape(*question, tape),
                None => {
                    return self.report(
                        Diagnostic::error("arguments", span, format!("`{}` takes one tape", word.text))
                            .help(format!("write `{}(tape)` or `{}(tape(arguments))`", word.text, word.text)),
                    );
                }
            }
        } else if word.text == "winner" {
            match one(&mut arguments) {
                Some(asked) => NodeKind::Winner(asked),
                None => {
                    return self
                        .report(Diagnostic::error("arguments", span, "`winner` takes one expression").help("write `winner(x)`"));
                }
            }
        } else {
            NodeKind::Call(word, arguments)
        };
        Ok(Node { kind, span })
    }

    fn bound(&mut self, word: Word, body: Node) -> Parsed<Node> {
        let form = match word.text.as_str() {
            "sum" => Builtin::Sum,
            "max" => Builtin::Max,
            "min" => Builtin::Min,
            _ => {
                let message = format!("`{}` does not take `for`", word.text);
                return self.report(Diagnostic::error("syntax", word.span, message).help("only `sum`, `max` and `min` do"));
            }
        };
        self.next();
        let variable = self.word("a new name after `for`")?;
        self.expect("in", "and a range")?;
        let (from, to) = self.interval()?;
        let close = self.expect(")", "after the range")?;
        let span = word.span.to(close);
        Ok(Node { kind: NodeKind::Bound { form, body: Box::new(body), variable, from: Box::new(from), to: Box::new(to) }, span })
    }

    fn over(&mut self, word: Word, body: Node) -> Parsed<Node> {
        let Some((_, statistic)) = STATISTICS.iter().find(|row| row.0 == word.text) else {
            let message = format!("`{}` does not take `over`", word.text);
            let help = "only `median`, `mean`, `max`, `min`, `count` and `rank` do";
            return self.report(Diagnostic::error("syntax", word.span, message).help(help));
        };
        self.next();
        let dataset = self.word("a dataset after `over`")?;
        let place = if *statistic == Statistic::Rank {
            self.expect(",", "and the place, from the greatest: `rank(x over data, 1)`")?;
            Some(Box::new(self.expression()?))
        } else {
            None
        };
        let close = self.expect(")", "after the dataset")?;
        let span = word.span.to(close);
        Ok(Node { kind: NodeKind::Over { statistic: *statistic, body: Box::new(body), dataset, place }, span })
    }

    pub(super) fn search(&mut self) -> Parsed<Node> {
        self.deeper(|parser| {
            let start = parser.next();
            let variable = parser.word("an input or a new name")?;
            parser.expect("in", "and a range")?;
            let (from, to) = parser.interval()?;
            parser.expect("with", "and a condition")?;
            let condition = parser.or()?;
            let span = start.span.to(condition.span);
            let largest = start.text == "largest";
            Ok(Node {
                kind: NodeKind::Search {
                    largest,
                    variable,
                    from: Box::new(from),
                    to: Box::new(to),
                    condition: Box::new(condition),
                },
                span,
            })
        })
    }

    fn interval(&mut self) -> Parsed<(Node, Node)> {
        let from = self.sum()?;
        self.expect("..", "between the first and the last value")?;
        Ok((from, self.sum()?))
    }
}
