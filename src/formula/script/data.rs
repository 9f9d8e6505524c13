//! What the module says of the book besides its functions: inputs, scenarios, datasets.

use std::collections::BTreeMap;

use super::super::tree::{Expr, InputId, Kind, Operator, Type, Value};
use super::{Script, member, quoted, type_name};
use crate::formula::rational::Rational;

/// Least and greatest value of an input, as far as the requirements say so plainly.
#[derive(Debug, Default, Clone)]
struct Limits {
    least: Option<(Rational, bool)>,
    most: Option<(Rational, bool)>,
}

impl Script<'_> {
    /// The members of the module, without requirements and questions.
    pub(super) fn data(&mut self) -> String {
        let book = self.book;
        let base = self.evaluator.layered(None).map(|inputs| inputs.to_vec()).unwrap_or_default();
        let limits = self.limits();
        let inputs: Vec<String> = (0..book.inputs.len()).map(|input| self.input(input, limits.get(&input))).collect();
        let values: Vec<String> = base.iter().map(|value| self.value(value)).collect();
        let scenarios: Vec<String> = (0..book.scenarios.len())
            .filter_map(|scenario| {
                let set = self.evaluator.layered(Some(scenario)).ok()?;
                let set: Vec<String> = set
                    .iter()
                    .enumerate()
                    .filter(|(input, value)| **value != base[*input])
                    .map(|(input, value)| format!("{input},{}", self.value(value)))
                    .collect();
                Some(format!("{}:[{}]", member(&book.scenarios[scenario].id), set.join(",")))
            })
            .collect();
        let lines: Vec<String> = self.lines.iter().map(|(scenario, line)| format!("{scenario}:{line}")).collect();
        let datasets = self.datasets();
        let varied: Vec<String> = self
            .varied
            .iter()
            .map(|input| {
                format!("{input}:[{}]", self.depending(*input).iter().map(usize::to_string).collect::<Vec<_>>().join(","))
            })
            .collect();
        let mut ids = vec![""; self.slots.len()];
        for (id, slot) in &self.slots {
            ids[*slot] = &book.definitions[*id].id;
        }
        format!(
            "slots:{},\nids:{},\ninputs:[\n{}],\nbase:[{}],\nscenarios:{{{}}},\nlines:{{{}}},\ndatasets:{{{datasets}}},\nvaried:{{{}}},\nlabels:{}",
            ids.len(),
            quoted(&ids.join(" ")),
            inputs.join(",\n"),
            values.join(","),
            scenarios.join(",\n"),
            lines.join(","),
            varied.join(","),
            quoted(&self.labels().join(" ")),
        )
    }

    /// `{id, t, whole, values, min, max}`; what is not there is left out.
    fn input(&mut self, input: InputId, limits: Option<&Limits>) -> String {
        let input = &self.book.inputs[input];
        let mut text = format!("{{id:{},t:{}", quoted(&input.id), quoted(&type_name(&input.ty)));
        if input.whole {
            text.push_str(",whole:1");
        }
        if let Type::Choice(values) = &input.ty {
            let values: Vec<&str> = values.iter().map(|value| &**value).collect();
            text.push_str(&format!(",values:{}", quoted(&values.join(" "))));
        }
        for (name, limit) in [("min", limits.and_then(|l| l.least.clone())), ("max", limits.and_then(|l| l.most.clone()))] {
            if let Some((value, strictly)) = limit {
                let value = self.number(&value);
                text.push_str(&format!(",{name}:[{value},{}]", u8::from(strictly)));
            }
        }
        text.push('}');
        text
    }

    /// The bounds of inputs, from requirements of the form `x >= 1 and x < 2`.
    fn limits(&self) -> BTreeMap<InputId, Limits> {
        let mut limits: BTreeMap<InputId, Limits> = BTreeMap::new();
        for require in &self.book.requires {
            limit(&require.condition, &mut limits);
        }
        limits
    }

    /// Counting units: they are written in words only.
    fn labels(&self) -> Vec<String> {
        let units = &self.book.units;
        let is_label = |name: &&str| units.get(name).is_some_and(|unit| unit.dimension.is_label());
        units.names().filter(is_label).map(str::to_string).collect()
    }

    /// `2:{sets:[inputs],rows:[[values of the inputs, then readings]]}`.
    fn datasets(&mut self) -> String {
        let book = self.book;
        let mut texts = Vec::new();
        for id in self.datasets.clone() {
            let dataset = &book.datasets[id];
            let sets: Vec<String> = dataset.inputs.iter().map(usize::to_string).collect();
            let mut rows = Vec::new();
            for row in &dataset.rows {
                let set = |input: &InputId| {
                    row.inputs.iter().find(|(own, _)| own == input).map_or(Value::None, |(_, value)| value.clone())
                };
                let values: Vec<Value> = dataset.inputs.iter().map(set).chain(row.readings.iter().cloned()).collect();
                let values: Vec<String> = values.iter().map(|value| self.value(value)).collect();
                rows.push(format!("[{}]", values.join(",")));
            }
            texts.push(format!("{id}:{{sets:[{}],rows:[{}]}}", sets.join(","), rows.join(",")));
        }
        texts.join(",")
    }
}

/// The bounds that a condition sets, if it is a comparison with a literal, or several joined by `and`.
fn limit(condition: &Expr, limits: &mut BTreeMap<InputId, Limits>) {
    let Kind::Binary(operator, left, right) = &condition.kind else { return };
    let (input, number, operator) = match (*operator, &left.kind, &right.kind) {
        (Operator::And, ..) => {
            limit(left, limits);
            limit(right, limits);
            return;
        }
        (operator, Kind::Input(input), Kind::Number(number, _)) => (*input, number, operator),
        (operator, Kind::Number(number, _), Kind::Input(input)) => (*input, number, mirrored(operator)),
        _ => return,
    };
    let strictly = matches!(operator, Operator::Less | Operator::Greater);
    let found = limits.entry(input).or_default();
    match operator {
        Operator::Less | Operator::AtMost => found.most = Some((number.clone(), strictly)),
        Operator::Greater | Operator::AtLeast => found.least = Some((number.clone(), strictly)),
        _ => {}
    }
}

fn mirrored(operator: Operator) -> Operator {
    match operator {
        Operator::Less => Operator::Greater,
        Operator::AtMost => Operator::AtLeast,
        Operator::Greater => Operator::Less,
        Operator::AtLeast => Operator::AtMost,
        other => other,
    }
}
