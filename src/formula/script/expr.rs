//! Expressions and definitions as JavaScript.

use super::super::tree::{
    Body, Bound, Builtin, DefinitionId, Expr, InputId, Kind, Link, Operator, Over, ScenarioId, Search, TapeQuestion, Value,
    Variable,
};
use super::{Script, member, quoted};
use crate::formula::rational::Rational;
use crate::formula::words::STATISTICS;

/// What the module uses of the runtime.
pub(super) const FUNCTIONS: &str = "{D,C,T,row,ask,chain,bound,search,vary,first,pick,term,made,reading,stat,fault,make,range,whole,flag,\
     add,sub,mul,div,quo,mod,pow,neg,eq,lt,le,within,max,min,total,size,up,down,round,log2Floor,low,high,Range}";

/// The largest whole number that the runtime keeps as a double.
const SAFE: i128 = (1 << 53) - 1;

impl Script<'_> {
    /// An expression, as a function's body.
    pub(super) fn expr(&mut self, expr: &Expr) -> String {
        stacker::maybe_grow(128 << 10, 2 << 20, || self.expr_here(expr))
    }

    fn expr_here(&mut self, expr: &Expr) -> String {
        if let Some(constant) = self.constant(expr) {
            return constant;
        }
        match &expr.kind {
            Kind::Number(value, _) => self.number(value),
            Kind::Flag(flag) => flag.to_string(),
            Kind::Choice(id) => quoted(id),
            Kind::NameOf(id) => self.name(id),
            Kind::None => "undefined".to_string(),
            Kind::Input(input) => format!("e.i[{input}]"),
            Kind::Definition(id) => format!("{}(e)", self.definition(*id)),
            Kind::Local(slot, _) => format!("l{slot}"),
            Kind::Call(id, arguments) => {
                let arguments = self.arguments(*id, arguments);
                format!("{}(e{arguments})", self.definition(*id))
            }
            Kind::Lookup(id, key) => {
                self.definition(*id);
                let key = self.expr(key);
                format!("k{}(e,{key})", self.slots[id])
            }
            Kind::Builtin(builtin, arguments) => {
                let later = matches!(builtin, Builtin::Sum | Builtin::Round);
                let mut texts = Vec::with_capacity(arguments.len());
                for (at, argument) in arguments.iter().enumerate() {
                    let text = self.expr(argument);
                    texts.push(if later && at > 0 { format!("()=>{text}") } else { text });
                }
                format!("{}({})", function(*builtin), texts.join(","))
            }
            Kind::Negate(operand) => format!("neg({})", self.expr(operand)),
            Kind::Not(operand) => format!("!{}", self.condition(operand)),
            Kind::Binary(operator, left, right) => self.binary(*operator, left, right),
            Kind::Range(low, high) => format!("range({},{})", self.expr(low), self.expr(high)),
            Kind::If(condition, then, otherwise) => {
                format!("({}?{}:{})", self.condition(condition), self.expr(then), self.expr(otherwise))
            }
            Kind::Bound(bound) => self.bound(bound),
            Kind::Search(search) => self.search(search),
            Kind::Chain(body, links) => {
                let links = self.links(links);
                format!("chain(e,{links},e=>{})", self.expr(body))
            }
            Kind::Winner(asked) => self.winner(asked, None),
            Kind::Reading(dataset, reading) => {
                self.datasets.insert(*dataset);
                let place = self.book.datasets[*dataset].inputs.len() + reading;
                format!("reading(e,{dataset},{place})")
            }
            Kind::Over(over) => self.over(over),
            Kind::Tape(question, tape, arguments) => {
                let arguments = self.arguments(*tape, arguments);
                let run = format!("ask({},e{arguments})", self.definition(*tape));
                if let TapeQuestion::Step | TapeQuestion::Held | TapeQuestion::Timeline = question {
                    self.names_of(*tape);
                }
                match question {
                    TapeQuestion::Highest => format!("{run}.highest"),
                    TapeQuestion::Left => format!("{run}.left"),
                    TapeQuestion::Step => format!("{run}.step()"),
                    TapeQuestion::Held | TapeQuestion::Timeline => run,
                }
            }
        }
    }

    /// An expression where only `true` and `false` will do.
    pub(super) fn condition(&mut self, expr: &Expr) -> String {
        let surely = match &expr.kind {
            Kind::Flag(_) | Kind::Not(_) => true,
            Kind::Binary(..) => expr.ty == super::super::tree::Type::Flag,
            _ => false,
        };
        let text = self.expr(expr);
        if surely { text } else { format!("flag({text})") }
    }

    fn binary(&mut self, operator: Operator, left: &Expr, right: &Expr) -> String {
        if let Operator::And | Operator::Or = operator {
            let sign = if operator == Operator::And { "&&" } else { "||" };
            return format!("({}{sign}{})", self.condition(left), self.condition(right));
        }
        let (left, right) = (self.expr(left), self.expr(right));
        match operator {
            Operator::NotEqual => format!("!eq({left},{right})"),
            Operator::Greater => format!("lt({right},{left})"),
            Operator::AtLeast => format!("le({right},{left})"),
            _ => format!("{}({left},{right})", name(operator)),
        }
    }

    fn bound(&mut self, bound: &Bound) -> String {
        let form = match bound.form {
            Builtin::Max => 1,
            Builtin::Min => -1,
            _ => 0,
        };
        let (from, to) = (self.expr(&bound.from), self.expr(&bound.to));
        format!("bound({form},{from},()=>{to},l{}=>{})", bound.variable.0, self.expr(&bound.body))
    }

    fn search(&mut self, search: &Search) -> String {
        let (from, to) = (self.expr(&search.from), self.expr(&search.to));
        let condition = self.condition(&search.condition);
        let largest = u8::from(search.largest);
        match search.variable {
            Variable::Local(slot, _) => format!("search({largest},{from},()=>{to},l{slot}=>{condition})"),
            Variable::Input(input) => {
                self.varied.insert(input);
                format!("vary({largest},e,{input},{from},()=>{to},e=>{condition})")
            }
        }
    }

    fn over(&mut self, over: &Over) -> String {
        self.datasets.insert(over.dataset);
        let statistic = STATISTICS.iter().find(|row| row.1 == over.statistic).map_or("", |row| row.0);
        let place = over.place.as_ref().map(|place| format!(",()=>{}", self.expr(place))).unwrap_or_default();
        format!("stat({},{},e=>{}{place})", quoted(statistic), over.dataset, self.expr(&over.body))
    }

    /// Links of a chain: see `linked` in the runtime.
    pub(super) fn links(&mut self, links: &[Link]) -> String {
        let links: Vec<String> = links
            .iter()
            .map(|link| match link {
                Link::In(scenario) => {
                    self.line(*scenario);
                    scenario.to_string()
                }
                Link::Row(dataset, row) => {
                    self.datasets.insert(*dataset);
                    format!("{{row:[{dataset},{row}]}}")
                }
                Link::Where(sets) => self.sets(sets),
            })
            .collect();
        format!("[{}]", links.join(","))
    }

    fn sets(&mut self, sets: &[(InputId, Expr)]) -> String {
        let sets: Vec<String> = sets.iter().map(|(input, value)| format!("{input},e=>{}", self.expr(value))).collect();
        format!("[{}]", sets.join(","))
    }

    /// The settings of a scenario and its bases, the lowest first.
    fn line(&mut self, scenario: ScenarioId) {
        if self.lines.contains_key(&scenario) {
            return;
        }
        let mut line = vec![scenario];
        while let Some(base) = self.book.scenarios[line[line.len() - 1]].base {
            line.push(base);
        }
        let book = self.book;
        let sets: Vec<String> = line.iter().rev().map(|scenario| self.sets(&book.scenarios[*scenario].sets)).collect();
        self.lines.insert(scenario, format!("[{}]", sets.join(",")));
    }

    /// Arguments behind the memory, each with its comma.
    pub(super) fn arguments(&mut self, id: DefinitionId, arguments: &[Expr]) -> String {
        let book = self.book;
        let mut text = String::new();
        for (argument, (_, _, whole)) in arguments.iter().zip(&book.definitions[id].parameters) {
            let value = self.expr(argument);
            text.push_str(&if *whole { format!(",whole({value})") } else { format!(",{value}") });
        }
        text
    }

    /// The name of a definition's function, which is written if it is not yet.
    pub(super) fn definition(&mut self, id: DefinitionId) -> String {
        let book = self.book;
        let definition = &book.definitions[id];
        let kind = if matches!(definition.body, Body::Tape(_)) { 't' } else { 'd' };
        if let Some(slot) = self.slots.get(&id) {
            return format!("{kind}{slot}");
        }
        let slot = self.slots.len();
        self.slots.insert(id, slot);
        let whole = u8::from(definition.whole);
        let parameters = parameters(definition.parameters.len());
        let text = match &definition.body {
            Body::Formula(body) => {
                let maker = if parameters.is_empty() { 'D' } else { 'C' };
                let head = if parameters.is_empty() { "e".to_string() } else { format!("(e{parameters})") };
                format!("d{slot}={maker}({slot},{whole},{head}=>{})", self.expr(body))
            }
            Body::Table(key, rows) => {
                let rows: Vec<String> =
                    rows.iter().map(|(name, row)| format!("{}:e=>{}", member(name), self.expr(row))).collect();
                let key = self.expr(key);
                format!(
                    "r{slot}={{{}}},\nk{slot}=C({slot},{whole},(e,k)=>row(r{slot},e,k)),\nd{slot}=D({slot},0,e=>k{slot}(e,{key}))",
                    rows.join(",")
                )
            }
            Body::Tape(tape) => self.tape(slot, definition, tape),
        };
        self.code.push(text);
        format!("{kind}{slot}")
    }

    /// A number: a safe integer as it is, any other as a constant of the module.
    pub(super) fn number(&mut self, value: &Rational) -> String {
        if let Some(whole) = value.to_i128().filter(|whole| whole.abs() <= SAFE) {
            return whole.to_string();
        }
        let text = format!("make({}n,{}n)", value.numerator(), value.denominator());
        if let Some(known) = self.numbers.get(&text) {
            return format!("c{known}");
        }
        let place = self.numbers.len();
        self.code.push(format!("c{place}={text}"));
        self.numbers.insert(text, place);
        format!("c{place}")
    }

    /// A value that is known.
    pub(super) fn value(&mut self, value: &Value) -> String {
        match value {
            Value::Number(number) => self.number(number),
            Value::Range(ends) => format!("new Range({},{})", self.number(&ends.0), self.number(&ends.1)),
            Value::Flag(flag) => flag.to_string(),
            Value::Choice(id) => quoted(id),
            Value::Name(id) => self.name(id),
            Value::None => "undefined".to_string(),
        }
    }
}

/// `,l0,l1` for two.
pub(super) fn parameters(count: usize) -> String {
    (0..count).map(|slot| format!(",l{slot}")).collect()
}

fn name(operator: Operator) -> &'static str {
    match operator {
        Operator::Power => "pow",
        Operator::Multiply => "mul",
        Operator::Divide => "div",
        Operator::Mod => "mod",
        Operator::Div => "quo",
        Operator::Add => "add",
        Operator::Subtract => "sub",
        Operator::Equal | Operator::NotEqual => "eq",
        Operator::Less | Operator::Greater => "lt",
        Operator::AtMost | Operator::AtLeast => "le",
        Operator::Within => "within",
        Operator::And | Operator::Or => "flag",
    }
}

fn function(builtin: Builtin) -> &'static str {
    match builtin {
        Builtin::Min => "min",
        Builtin::Max => "max",
        Builtin::Sum => "total",
        Builtin::Abs => "size",
        Builtin::Ceil => "up",
        Builtin::Floor => "down",
        Builtin::Round => "round",
        Builtin::Log2Floor => "log2Floor",
        Builtin::Low => "low",
        Builtin::High => "high",
        // For pictures only; as a value they are none.
        Builtin::Sqrt | Builtin::Log2 => "void ",
    }
}
