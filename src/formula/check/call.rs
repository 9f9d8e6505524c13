//! Calls of definitions, rows of tables and datasets, questions to tapes.

use std::sync::Arc;

use super::expr::{Checker, Resolved};
use super::unit::describe;
use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::formula::syntax::{Node, NodeKind, Word};
use crate::formula::tree::{
    Body, DatasetId, Definition, DefinitionId, Entry, Expr, Id, Kind, Over, Statistic, TapeQuestion, Type,
};

impl Checker<'_> {
    pub(super) fn call(&mut self, word: &Word, arguments: &[Node], span: Span) -> Option<(Kind, Type)> {
        let id = match self.resolve(&word.text) {
            Some(Resolved::Entry(Entry::Definition(id))) => id,
            Some(_) => {
                let message = format!("`{}` takes no arguments", word.text);
                return self.report(
                    Diagnostic::error("arguments", span, message)
                        .help(format!("write `{}`, or an operator before the bracket", word.text)),
                );
            }
            None => {
                let functions = crate::formula::words::FUNCTIONS.iter().map(|row| row.0).chain(["winner"]);
                if let Some(near) = nearest(&word.text, functions).filter(|_| !self.book.broken.contains(&word.text)) {
                    let message = format!("`{}` is not defined", word.text);
                    return self.report(
                        Diagnostic::error("unknown-name", word.span, message)
                            .help(format!("did you mean `{near}`"))
                            .fix(word.span, near),
                    );
                }
                return self.unknown(&word.text, word.span);
            }
        };
        if self.is_tape(id) {
            let message = format!("`{}` is a tape, not a value", word.text);
            return self
                .report(Diagnostic::error("type-mismatch", span, message).help(format!("ask it: `highest({}(…))`", word.text)));
        }
        let arguments = self.arguments(id, arguments, span)?;
        let kind = if arguments.is_empty() { Kind::Definition(id) } else { Kind::Call(id, arguments) };
        Some((kind, self.book.definitions[id].ty.clone()))
    }

    /// The arguments of a definition or tape, each of its parameter's type.
    pub(super) fn arguments(&mut self, id: DefinitionId, arguments: &[Node], span: Span) -> Option<Vec<Expr>> {
        let definition = &self.book.definitions[id];
        if arguments.len() != definition.parameters.len() {
            let message = format!(
                "`{}` takes {}, and here {}",
                definition.id,
                arguments_of(definition),
                match arguments.len() {
                    0 => "is none".to_string(),
                    1 => "is one".to_string(),
                    n => format!("are {n}"),
                }
            );
            return self.report(
                Diagnostic::error("arguments", span, message)
                    .also(definition.span, "it is defined here")
                    .help(format!("write `{}`", signature(definition))),
            );
        }
        let checked: Vec<_> =
            arguments.iter().zip(&definition.parameters).map(|(argument, (_, ty, _))| self.expect(argument, ty)).collect();
        checked.into_iter().collect()
    }

    pub(super) fn lookup(&mut self, word: &Word, key: &Node) -> Option<(Kind, Type)> {
        let table = match self.resolve(&word.text) {
            Some(Resolved::Entry(Entry::Definition(id))) => id,
            Some(_) => {
                let message = format!("`{}` is not a table", word.text);
                return self.report(
                    Diagnostic::error("type-mismatch", word.span, message).help("only a `table` can be looked up with `[…]`"),
                );
            }
            None => return self.unknown(&word.text, word.span),
        };
        let Some(key_type) = self.book.tables.get(&table) else {
            let message = format!("`{}` is not a table", word.text);
            return self.report(
                Diagnostic::error("type-mismatch", word.span, message).help("only a `table` can be looked up with `[…]`"),
            );
        };
        if *key_type == Type::None {
            return None;
        }
        let key = self.expect(key, key_type)?;
        Some((Kind::Lookup(table, Box::new(key)), self.book.definitions[table].ty.clone()))
    }

    /// The rows of a table: one for each value of its key.
    pub(super) fn table(&mut self, ty: &Type, key: &Node, rows: &[(Word, Node)], span: Span) -> Option<Body> {
        let key = self.infer(key)?;
        let Type::Choice(values) = &key.ty else {
            let message = format!("a table is by a choice, and this is {}", describe(&key.ty));
            return self.report(
                Diagnostic::error("type-mismatch", key.span, message).help("name an input or a definition that is `one of …`"),
            );
        };
        let mut checked: Vec<(Id, Expr)> = Vec::new();
        let mut meant: Vec<&str> = Vec::new();
        let mut sound = true;
        for (name, value) in rows {
            let wrong = if !values.iter().any(|known| **known == *name.text) {
                Some(format!("`{}` is not a value of the key", name.text))
            } else if checked.iter().any(|(known, _)| **known == *name.text) {
                Some(format!("the row `{}` stands here twice", name.text))
            } else {
                None
            };
            if let Some(message) = wrong {
                let diagnostic = Diagnostic::error("unknown-name", name.span, message);
                self.diagnostics.push(
                    match nearest(&name.text, values.iter().map(|value| &**value))
                        .filter(|near| !rows.iter().any(|(known, _)| known.text == *near) && !meant.contains(near))
                    {
                        Some(near) => {
                            meant.push(near);
                            diagnostic.help(format!("did you mean `{near}`")).fix(name.span, near)
                        }
                        None => diagnostic.help("leave the row out"),
                    },
                );
                sound = false;
                continue;
            }
            match self.expect(value, ty) {
                Some(value) => checked.push((Arc::from(name.text.as_str()), value)),
                None => sound = false,
            }
        }
        let missing: Vec<_> = values
            .iter()
            .filter(|value| !rows.iter().any(|(name, _)| *name.text == ***value) && !meant.contains(&&***value))
            .map(|value| format!("`{value}`"))
            .collect();
        if !missing.is_empty() {
            let message = format!("the table has no row for {}", missing.join(", "));
            return self.report(
                Diagnostic::error("missing-row", span, message)
                    .help("a row for each value of the key, `none` where there is no figure"),
            );
        }
        sound.then_some(Body::Table(key, checked))
    }

    /// `column NAME`, whose cells are read as `ty`: in a dataset's columns only.
    pub(super) fn column(&mut self, word: &Word, ty: &Type) -> Option<(Kind, Type)> {
        let Some(columns) = &mut self.columns else {
            let message = "`column` belongs into a `dataset`";
            return self.report(
                Diagnostic::error("syntax", word.span, message).help("elsewhere name a reading of the dataset: `measured.peak`"),
            );
        };
        let Some(index) = columns.header.iter().position(|known| *known == word.text) else {
            let diagnostic = Diagnostic::error("unknown-name", word.span, format!("the file has no column `{}`", word.text));
            let near = nearest(&word.text, columns.header.iter().map(String::as_str)).map(str::to_string);
            return self.report(match near {
                Some(near) => diagnostic.help(format!("did you mean `{near}`")).fix(word.span, near),
                None => diagnostic.help("name a column of its first line"),
            });
        };
        let slot = columns.used.iter().position(|used| *used == (index, ty.clone())).unwrap_or_else(|| {
            columns.used.push((index, ty.clone()));
            columns.used.len() - 1
        });
        Some((Kind::Local(slot, Arc::from(word.text.as_str())), ty.clone()))
    }

    pub(super) fn over(
        &mut self,
        statistic: Statistic,
        body: &Node,
        dataset: &Word,
        place: Option<&Node>,
    ) -> Option<(Kind, Type)> {
        let id = self.dataset_named(dataset)?;
        let body = if statistic == Statistic::Count { self.infer(body)? } else { self.number(body)? };
        let place = match place {
            Some(place) => Some(self.expect(place, &Type::pure())?),
            None => None,
        };
        let ty = if statistic == Statistic::Count { Type::pure() } else { body.ty.clone() };
        Some((Kind::Over(Box::new(Over { statistic, body, dataset: id, place })), ty))
    }

    pub(super) fn tape(&mut self, question: TapeQuestion, node: &Node) -> Option<(Kind, Type)> {
        let (word, arguments): (Word, &[Node]) = match &node.kind {
            NodeKind::Name(name) => (Word { text: name.clone(), span: node.span }, &[]),
            NodeKind::Call(word, arguments) => (word.clone(), arguments),
            _ => {
                return self.report(
                    Diagnostic::error("type-mismatch", node.span, "expected a tape")
                        .help("name a tape, with its arguments if it has any"),
                );
            }
        };
        let id = self.tape_named(&word)?;
        let arguments = self.arguments(id, arguments, node.span)?;
        let ty = match question {
            TapeQuestion::Highest | TapeQuestion::Left => self.book.definitions[id].ty.clone(),
            TapeQuestion::Step => Type::Name,
            TapeQuestion::Held | TapeQuestion::Timeline => Type::Tape,
        };
        Some((Kind::Tape(question, id, arguments), ty))
    }

    /// The dataset of this name.
    pub(super) fn dataset_named(&mut self, word: &Word) -> Option<DatasetId> {
        match self.book.names.get(word.text.as_str()) {
            Some(Entry::Dataset(id)) => Some(*id),
            Some(_) => {
                let message = format!("`{}` is not a dataset", word.text);
                self.report(Diagnostic::error("type-mismatch", word.span, message).help("only a `dataset` has rows"))
            }
            None => self.unknown(&word.text, word.span),
        }
    }

    /// The tape of this name.
    pub(super) fn tape_named(&mut self, word: &Word) -> Option<DefinitionId> {
        match self.book.names.get(word.text.as_str()) {
            Some(Entry::Definition(id)) if self.is_tape(*id) => Some(*id),
            Some(_) => {
                let message = format!("`{}` is not a tape", word.text);
                self.report(
                    Diagnostic::error("type-mismatch", word.span, message)
                        .help("only a `tape` can be played or asked for its highest point"),
                )
            }
            None => self.unknown(&word.text, word.span),
        }
    }

    pub(super) fn winner(&mut self, asked: &Node) -> Option<(Kind, Type)> {
        let asked = self.infer(asked)?;
        Some((Kind::Winner(Box::new(asked)), Type::Name))
    }
}

pub(super) fn arguments_of(definition: &Definition) -> String {
    match definition.parameters.len() {
        0 => "no arguments".to_string(),
        1 => "one argument".to_string(),
        n => format!("{n} arguments"),
    }
}

pub(super) fn signature(definition: &Definition) -> String {
    let names: Vec<&str> = definition.parameters.iter().map(|(name, ..)| &**name).collect();
    if names.is_empty() { definition.id.to_string() } else { format!("{}({})", definition.id, names.join(", ")) }
}
