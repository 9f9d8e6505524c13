//! A config file in Python: which inputs of the book it sets, and what has to be assumed because it does not say.
//!
//! Lowest to highest: `content/data/defaults.py`, the scenario `default.KEY.VALUE` of each text that the file sets, the
//! file, the scenario `forced.KEY.VALUE`. The call's own `--set` is above all of them and leaves its inputs out here.

use std::collections::BTreeMap;

use serde_json::{Map, json};

use super::python::{self, Dynamic, Settings};
use super::{Call, Refused, Section, Text, scenario};
use crate::diagnostic::{Diagnostic, Diagnostics, Sources, Span, nearest};
use crate::formula::eval::Evaluator;
use crate::formula::inputs;
use crate::formula::rational::Rational;
use crate::formula::tree::{Book, Input, InputId, Type, Value};
use crate::locale::{Format, Locale};

/// Where a site keeps what a config file changes.
const DEFAULTS: &str = "content/data/defaults.py";

/// Why an input has its value.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Why {
    /// The file says so.
    File,
    /// It is the default, as the file says nothing (or nothing that can be read).
    Default,
    /// It follows from a text of the file or of the defaults: its name and the text.
    Follows(String, String),
    /// The same, whatever the file says.
    Forced(String, String),
    /// It is no setting of such a file: the site, or the call's scenario, says so.
    Site,
}

/// What a config file gives.
pub(super) struct Config {
    name: String,
    values: BTreeMap<InputId, (Value, Why)>,
    dynamic: Vec<(Dynamic, usize, usize)>,
}

/// Reads a config; without a file of defaults the book's own take their place.
pub(super) fn read(
    sources: &mut Sources,
    book: &Book,
    text: &Text,
    asked: bool,
    call: Call<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Config, Refused> {
    let before = diagnostics.count();
    let known = sources.iter().find(|(_, source)| source.path == DEFAULTS).map(|(id, source)| (id, source.text.clone()));
    let defaults = match known {
        Some((id, defaults)) => python::read(id, &defaults, &Settings::default(), diagnostics),
        None => Settings::default(),
    };
    let source = sources.add(text.name.as_str(), text.text.as_str());
    let file = python::read(source, &text.text, &defaults, diagnostics);
    let mut reading = Reading { book, defaults: &defaults, file: &file, call, values: BTreeMap::new(), diagnostics };
    reading.settings();
    let sound = !asked || reading.families();
    if !asked {
        reading.families();
    }
    reading.requirements();
    reading.rest();
    let values = reading.values;
    let given = |dynamic: &&Dynamic| !dynamic.name.as_ref().is_some_and(|name| call.sets(name));
    for dynamic in file.dynamic.iter().filter(given) {
        diagnostics.push(python::warning(dynamic, &consequence(book, dynamic, &values)));
    }
    if !sound {
        return Err(Refused::Call);
    }
    if diagnostics.iter().skip(before).any(|item| item.severity == crate::diagnostic::Severity::Error) {
        return Err(Refused::Text);
    }
    let place = |dynamic: Dynamic| {
        let (line, column) = sources.position(dynamic.span);
        (dynamic, line, column)
    };
    let dynamic = file.dynamic.into_iter().map(place).collect();
    Ok(Config { name: text.name.clone(), values, dynamic })
}

/// What holds in place of a dynamic value.
fn consequence(book: &Book, dynamic: &Dynamic, values: &BTreeMap<InputId, (Value, Why)>) -> String {
    let Some(name) = &dynamic.name else { return String::new() };
    let Some(input) = input(book, name) else { return String::new() };
    match values.get(&input) {
        Some((value, _)) => format!("`{}` is assumed; `--set {name}=…` says what it is", value.written().0),
        None => format!("`--set {name}=…` says what it is"),
    }
}

fn input(book: &Book, name: &str) -> Option<InputId> {
    book.inputs.iter().position(|input| &*input.id == name)
}

struct Reading<'a> {
    book: &'a Book,
    defaults: &'a Settings,
    file: &'a Settings,
    call: Call<'a>,
    values: BTreeMap<InputId, (Value, Why)>,
    diagnostics: &'a mut Diagnostics,
}

impl Reading<'_> {
    /// Takes defaults, then what the file says, where names are inputs of the book.
    fn settings(&mut self) {
        for (settings, why) in [(self.defaults, Why::Default), (self.file, Why::File)] {
            for (name, setting) in &settings.values {
                let Some(id) = input(self.book, name).filter(|_| !self.call.sets(name)) else { continue };
                let Some(value) = &setting.value else { continue };
                match convert(&self.book.inputs[id], value, setting.span) {
                    Ok(value) => {
                        self.values.insert(id, (value, why.clone()));
                    }
                    Err(fault) => self.diagnostics.push(*fault),
                }
            }
        }
    }

    /// What the book requires of these values is reported at the file's own; with `--set` only the whole call can tell.
    fn requirements(&mut self) {
        let asked = self.call.scenario.and_then(|name| scenario(self.book, name));
        let values: Vec<(InputId, Value)> = self.values.iter().map(|(id, (value, _))| (*id, value.clone())).collect();
        let Err(mut fault) = Evaluator::new(self.book, self.call.site).environment(asked, &values) else { return };
        let broken = self.book.requires.iter().find(|require| fault.labels.iter().any(|(span, _)| *span == require.span));
        if let (true, Some(require)) = (self.call.sets.is_empty(), broken) {
            let inputs = inputs::of(self.book, &require.condition);
            let places = inputs.iter().filter_map(|id| self.file.values.get(&*self.book.inputs[*id].id));
            fault.labels = places.map(|setting| (setting.span, String::new())).collect();
            fault.labels.push((require.span, "required here".to_string()));
            self.diagnostics.push(*fault);
        }
    }

    /// What is left comes from the site or from the call's scenario.
    fn rest(&mut self) {
        let asked = self.call.scenario.and_then(|name| scenario(self.book, name));
        let Ok(environment) = Evaluator::new(self.book, self.call.site).environment(asked, &[]) else { return };
        for id in 0..self.book.inputs.len() {
            if !self.values.contains_key(&id) && !self.call.sets(&self.book.inputs[id].id) && !super::card::is_name(self.book, id)
            {
                self.values.insert(id, (environment.input(id).clone(), Why::Site));
            }
        }
    }

    /// Takes the scenarios that belong to texts; is everything known that they would say.
    fn families(&mut self) -> bool {
        let mut missing: Vec<(String, InputId, Option<Span>)> = Vec::new();
        for (family, forced) in [("default", false), ("forced", true)] {
            for key in self.keys(family) {
                let text = match self.file.values.get(&key) {
                    Some(setting) => match &setting.value {
                        Some(python::Value::Text(text)) => Some(text.clone()),
                        _ => None,
                    },
                    None => self.defaults.text(&key).map(str::to_string),
                };
                let place = self.file.values.get(&key).map(|setting| setting.span);
                if place.is_none() && text.is_none() {
                    continue;
                }
                let found = text.as_ref().and_then(|text| scenario(self.book, &format!("{family}.{key}.{}", plain(text))));
                match (found, text) {
                    (Some(found), Some(text)) => self.take(found, &key, &text, forced),
                    (_, text) if forced => self.unknown_shape(&key, text.as_deref(), place),
                    (_, text) => {
                        let inputs = self.inputs_of(&format!("{family}.{key}."));
                        missing.extend(inputs.into_iter().map(|input| (text.clone().unwrap_or(key.clone()), input, place)));
                    }
                }
            }
        }
        // What the file says itself, or what is forced, needs no guess.
        missing.retain(|(_, input, _)| {
            !self.call.sets(&self.book.inputs[*input].id) && !self.values.get(input).is_some_and(|(_, why)| *why != Why::Default)
        });
        for (text, input, place) in &missing {
            let name = &self.book.inputs[*input].id;
            let message = format!("`{text}` is unknown here, so that `{name}` is not known");
            let fault = match place {
                Some(place) => Diagnostic::error("unknown-setting", *place, message),
                None => Diagnostic::nowhere("unknown-setting", message),
            };
            self.diagnostics.push(fault.help(format!("give it on the command line: `--set {name}=…`")));
        }
        missing.is_empty()
    }

    /// The keys of a family of scenarios: `dataset` of `default.dataset.openwebtext`.
    fn keys(&self, family: &str) -> Vec<String> {
        let prefix = format!("{family}.");
        let key = |id: &str| Some(id.strip_prefix(&prefix)?.split_once('.')?.0.to_string());
        let mut keys: Vec<String> = self.book.scenarios.iter().filter_map(|scenario| key(&scenario.id)).collect();
        keys.sort();
        keys.dedup();
        keys
    }

    /// The inputs that the scenarios of a family set.
    fn inputs_of(&self, prefix: &str) -> Vec<InputId> {
        let scenarios = self.book.scenarios.iter().filter(|scenario| scenario.id.starts_with(prefix));
        let mut inputs: Vec<InputId> = scenarios.flat_map(|scenario| scenario.sets.iter().map(|(input, _)| *input)).collect();
        inputs.sort_unstable();
        inputs.dedup();
        inputs
    }

    fn take(&mut self, found: usize, key: &str, text: &str, forced: bool) {
        let mut line = vec![found];
        while let Some(base) = self.book.scenarios[line[line.len() - 1]].base {
            line.push(base);
        }
        let environment = match Evaluator::new(self.book, None).environment(Some(found), &[]) {
            Ok(environment) => environment,
            Err(fault) => return self.diagnostics.push(*fault),
        };
        for (input, _) in line.iter().flat_map(|scenario| &self.book.scenarios[*scenario].sets) {
            let said = self.values.get(input).is_some_and(|(_, why)| *why == Why::File);
            if self.call.sets(&self.book.inputs[*input].id) || (said && !forced) {
                continue;
            }
            let why = if forced { Why::Forced } else { Why::Follows };
            self.values.insert(*input, (environment.input(*input).clone(), why(key.to_string(), text.to_string())));
        }
    }

    /// A text that forces something unknown: a checkpoint, a model of somebody's.
    fn unknown_shape(&mut self, key: &str, text: Option<&str>, place: Option<Span>) {
        let Some(place) = place else { return };
        let message = match text {
            Some(text) => format!("what `{key} = '{text}'` brings is not known here"),
            None => format!("what `{key}` brings is not known here"),
        };
        let warning = Diagnostic::warning("unknown-setting", place, message);
        self.diagnostics.push(warning.help("the file's own shape is taken; `--set` corrects it"));
    }
}

/// The id of a text: `gpt2-xl` is `gpt2_xl`.
fn plain(text: &str) -> String {
    text.replace(['-', '/', '.', ' '], "_").to_lowercase()
}

/// A file's value as the type of an input.
fn convert(input: &Input, value: &python::Value, at: Span) -> Result<Value, Box<Diagnostic>> {
    let bad = |wanted: String| Box::new(Diagnostic::error("bad-value", at, format!("`{}` takes {wanted}", input.id)));
    match (&input.ty, value) {
        (Type::Number(_), python::Value::Number(number)) if input.whole && !number.is_whole() => {
            Err(Box::new(bad("a whole number".to_string()).help("write it without decimals")))
        }
        (Type::Number(_), python::Value::Number(number)) => Ok(Value::Number(number.clone())),
        (Type::Number(_), _) => {
            Err(Box::new(bad(if input.whole { "a whole number" } else { "a number" }.to_string()).help("write digits: `12`")))
        }
        (Type::Flag, python::Value::Flag(flag)) => Ok(Value::Flag(*flag)),
        (Type::Flag, python::Value::Number(number)) if number.is_zero() || *number == Rational::ONE => {
            Ok(Value::Flag(!number.is_zero()))
        }
        (Type::Flag, _) => Err(Box::new(bad("`True` or `False`".to_string()).help("write `True` or `False`"))),
        (Type::Choice(values), python::Value::Text(text)) => {
            let wanted = plain(text);
            match values.iter().find(|value| ***value == *wanted) {
                Some(value) => Ok(Value::Choice(value.clone())),
                None => {
                    let near = nearest(&wanted, values.iter().map(|value| &**value));
                    let known: Vec<&str> = values.iter().map(|value| &**value).collect();
                    let help = match near {
                        Some(near) => format!("did you mean `'{near}'`?"),
                        None => format!("it is one of {}", known.join(", ")),
                    };
                    Err(Box::new(bad(format!("no `'{text}'`")).help(help)))
                }
            }
        }
        (Type::Choice(values), _) => {
            let known: Vec<&str> = values.iter().map(|value| &**value).collect();
            Err(Box::new(bad("a text".to_string()).help(format!("it is one of {}", known.join(", ")))))
        }
        _ => Err(Box::new(bad("no value from a file".to_string()).help("set it with `--set`"))),
    }
}

impl Config {
    /// Leaves an input out that something above sets.
    pub(super) fn forget(&mut self, book: &Book, name: &str) {
        self.values.retain(|id, _| &*book.inputs[*id].id != name);
    }

    /// The values as `--set` would give them.
    pub(super) fn sets(&self, book: &Book) -> Vec<String> {
        let written = |(id, (value, _)): (&InputId, &(Value, Why))| {
            let input = &book.inputs[*id];
            let (short, exact) = value.written();
            let unit = match &input.ty {
                Type::Number(dimension) if dimension.is_bytes() => " B",
                _ => "",
            };
            format!("{}={}{unit}", input.id, exact.unwrap_or(short))
        };
        self.values.iter().filter(|(_, (_, why))| *why != Why::Site).map(written).collect()
    }

    pub(super) fn section(&self, book: &Book, locale: &Locale) -> Section {
        let mut section = Section::new("config", locale, "config", &[("file", self.name.as_str().into())]);
        let (mut said, mut assumed) = (Map::new(), Vec::new());
        for (id, (value, why)) in &self.values {
            let input = &book.inputs[*id];
            let text = locale.number(value, &input.ty, &Format::default()).text;
            let (written, _) = value.written();
            let reason = match why {
                Why::File => {
                    section.pair(&input.id, &text, "");
                    said.insert(input.id.to_string(), json!(written));
                    continue;
                }
                Why::Default => section.message(locale, "config-default", &[]),
                Why::Site => section.message(locale, "config-site", &[]),
                Why::Follows(key, value) => {
                    section.message(locale, "config-follows", &[("key", key.as_str().into()), ("value", value.as_str().into())])
                }
                Why::Forced(key, value) => {
                    section.message(locale, "config-forced", &[("key", key.as_str().into()), ("value", value.as_str().into())])
                }
            };
            assumed.push((input.id.to_string(), text, reason, written, why));
        }
        if !assumed.is_empty() {
            section.heading(locale, "config-assumed");
            for (name, text, reason, ..) in &assumed {
                section.pair(name, text, reason);
            }
        }
        let listed = assumed.iter().map(|(name, _, reason, written, why)| {
            let mut item = json!({ "input": name, "value": written, "text": reason });
            match why {
                Why::Follows(key, value) | Why::Forced(key, value) => item["because"] = json!(format!("{key} = {value}")),
                Why::Site => item["because"] = json!("site"),
                _ => item["because"] = json!("default"),
            }
            item
        });
        section.json = json!({ "file": self.name, "values": said, "assumed": listed.collect::<Vec<_>>() });
        self.dynamic_part(&mut section, locale);
        section
    }

    fn dynamic_part(&self, section: &mut Section, locale: &Locale) {
        if !self.dynamic.is_empty() {
            section.heading(locale, "config-dynamic");
        }
        let mut listed = Vec::new();
        for (dynamic, line, column) in &self.dynamic {
            let what = section.message(locale, &format!("dynamic-{}", dynamic.what.word()), &[]);
            let place = format!("{}:{line}:{column}", self.name);
            section.pair(dynamic.name.as_deref().unwrap_or("–"), &place, &what);
            listed.push(json!({ "name": dynamic.name, "line": line, "column": column, "what": dynamic.what.word() }));
        }
        section.json["dynamic"] = json!(listed);
    }
}
