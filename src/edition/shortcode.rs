//! Shortcodes: what `{% name … %}` puts into a page. [`SHORTCODES`] lists those that need values.
//!
//! A shortcode computes data; the template `shortcodes/<name>.html` draws it, and a site may have its own. A template
//! that no row of the table belongs to is a shortcode as well: it sees its arguments, `{% name key="text" %}`.

use serde::Serialize;

use super::body::Pen;
use super::chart::ask::{chained, unchained};
use super::chart::{bar, heat, scatter, sweep, table, timeline};
use super::own::template_only;
use super::worked::shown;
use super::{breakdown, calculator, worked};
use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::formula::Expression;
use crate::formula::rational::Rational;
use crate::formula::tree::{Expr, Kind, Link, ScenarioId, Value};
use crate::locale::{Format, message_id};
use crate::markdown::{Insert, Place, Shown};
use crate::site::config::list;
use crate::site::manuscript::find_scenario;

/// Folder of the templates.
const FOLDER: &str = "shortcodes/";

/// One shortcode.
#[derive(Debug)]
pub struct Shortcode {
    /// Its name.
    pub name: &'static str,
    /// What it takes, as the manual writes it.
    pub arguments: &'static str,
    /// What it draws.
    pub doc: &'static str,
    /// How it is written.
    pub example: &'static str,
    pub(super) draw: fn(&mut Pen<'_, '_>, Span) -> Drawn,
}

/// HTML; `None` if a fault has been reported.
pub(super) type Drawn = Option<String>;

/// The shortcodes that need values.
pub const SHORTCODES: [Shortcode; 13] = [
    worked::WORKED,
    breakdown::BREAKDOWN,
    Shortcode {
        name: "compare",
        arguments: "EXPRESSION across SCENARIO, SCENARIO, … [: FORMAT]",
        doc: "One value in several scenarios.",
        example: "{% compare peak across d1, d2 %}",
        draw: compare,
    },
    bar::BAR,
    timeline::TIMELINE,
    sweep::SWEEP,
    scatter::SCATTER,
    table::TABLE,
    table::WORST,
    heat::HEAT,
    calculator::CALCULATOR,
    Shortcode {
        name: "config",
        arguments: "[SCENARIO]",
        doc: "The inputs that a scenario sets; without a name, the page's.",
        example: "{% config d1 %}",
        draw: config,
    },
    Shortcode {
        name: "holds",
        arguments: "CONDITION",
        doc: "Shows what follows up to `{% else %}` or `{% end %}` if the condition holds, and what follows `{% else %}` if not.",
        example: "{% holds peak <= card %}It fits.{% else %}It does not fit.{% end %}",
        draw: |_, _| Some(String::new()),
    },
];

/// Draws a shortcode.
pub(super) fn draw(pen: &mut Pen<'_, '_>, name: Span, arguments: Span, insert: &Insert) -> Shown {
    let word = pen.scope.project.sources.slice(name);
    let html = match SHORTCODES.iter().find(|shortcode| shortcode.name == word) {
        Some(shortcode) => (shortcode.draw)(pen, arguments),
        None if pen.scope.templates.has(&format!("{FOLDER}{word}.html")) => template_only(pen, word, arguments, insert),
        None => {
            let unknown = unknown(pen, name, word);
            pen.diagnostics.push(unknown);
            None
        }
    };
    // What a template draws is a block; its text is found through the page's HTML, not through the search's text.
    Shown { html: html.unwrap_or_default(), text: String::new() }
}

fn unknown(pen: &Pen<'_, '_>, at: Span, word: &str) -> Diagnostic {
    let templates = pen.scope.templates.names_in(FOLDER);
    let mut names: Vec<&str> = SHORTCODES.iter().map(|shortcode| shortcode.name).chain(templates).collect();
    names.sort_unstable();
    names.dedup();
    let unknown = Diagnostic::error("unknown-shortcode", at, format!("there is no shortcode `{word}`"));
    match nearest(word, names.iter().copied()) {
        Some(near) => unknown.help(format!("did you mean `{near}`?")).fix(at, near),
        None => unknown.help(format!("there are {}; `templates/shortcodes/{word}.html` would make another", list(&names))),
    }
}

/// The answer to `{% holds … %}`.
pub(super) fn holds(pen: &mut Pen<'_, '_>, arguments: Span) -> bool {
    let Some((expression, value)) = asked(pen, arguments, "holds") else { return false };
    pen.note(&expression, &value, None);
    match value {
        Value::Flag(flag) => flag,
        _ => {
            let wrong = Diagnostic::error("type-mismatch", arguments, format!("`{}` is not a condition", expression.canonical));
            pen.diagnostics.push(wrong.help("write a comparison, for instance `{% holds peak <= card %}`"));
            false
        }
    }
}

/// The one expression that a shortcode takes, and its value.
pub(super) fn asked(pen: &mut Pen<'_, '_>, at: Span, name: &str) -> Option<(Expression, Value)> {
    if at.start == at.end {
        let missing = Diagnostic::error("missing-argument", at, format!("`{name}` takes an expression"));
        let example = SHORTCODES.iter().find(|shortcode| shortcode.name == name).map_or("", |shortcode| shortcode.example);
        pen.diagnostics.push(missing.help(format!("write it behind the name: `{example}`")));
        return None;
    }
    let expression = pen.expression(at)?;
    let value = value(pen, &expression.tree)?;
    Some((expression, value))
}

/// A value of the page's inputs; a fault is reported.
pub(super) fn value(pen: &mut Pen<'_, '_>, expr: &Expr) -> Option<Value> {
    if !pen.scope.manuscript.book.sound {
        return None;
    }
    let result = pen.ask(expr);
    result.map_err(|fault| pen.diagnostics.push(*fault)).ok()
}

/// Draws the template of a shortcode.
pub(super) fn render(pen: &mut Pen<'_, '_>, name: &str, data: impl Serialize) -> Drawn {
    draw_template(pen, &format!("{FOLDER}{name}.html"), data)
}

/// Draws a template. `language`, `lang` and `root` are as on pages.
pub(super) fn draw_template(pen: &mut Pen<'_, '_>, path: &str, data: impl Serialize) -> Drawn {
    #[derive(Serialize)]
    struct Surrounded<'a, T> {
        language: &'a str,
        lang: &'a str,
        root: String,
        home: &'a str,
        #[serde(flatten)]
        data: T,
    }
    let root = if pen.up == "./" { "../".to_string() } else { format!("{}../", pen.up) };
    let language = pen.scope.language();
    let data = Surrounded { language: &language.folder, lang: language.locale.tag(), root, home: &pen.up, data };
    let drawn = pen.scope.templates.render(&pen.scope.project.sources, path, &data, &[]);
    drawn.map_err(|fault| pen.diagnostics.push(*fault)).ok()
}

/// An input with its value.
#[derive(Serialize)]
pub(super) struct InputData {
    id: String,
    name: String,
    href: String,
    value: String,
}

/// An input and its value, which it has under these links.
pub(super) fn input_data(pen: &mut Pen<'_, '_>, id: usize, value: &Value, links: &[Link]) -> InputData {
    let book = &pen.scope.manuscript.book;
    let input = &book.inputs[id];
    let name = pen.scope.locale().message(&message_id("input", &input.id), &[]).ok().flatten();
    let tree = Expr { kind: Kind::Input(id), ty: input.ty.clone(), span: input.span };
    let own = Expression { tree, canonical: input.id.to_string() };
    let expression = chained(pen, &own, links, &[]);
    InputData {
        id: input.id.to_string(),
        name: name.unwrap_or_else(|| input.id.to_string()),
        href: format!("{}{}#input-{}", pen.up, super::BOOK, input.id),
        value: shown(pen, Some(expression), value, &input.ty, &Format::default()),
    }
}

/// What an expression is called: its definition's name, in whatever situation, else its text, which is code.
pub(super) fn label(pen: &Pen<'_, '_>, expr: &Expr, canonical: &str) -> (String, bool) {
    match &unchained(expr).kind {
        Kind::Definition(id) => (pen.scope.locale().name(&pen.scope.manuscript.book.definitions[*id].id), false),
        _ => (canonical.to_string(), true),
    }
}

/// What `compare.html` sees.
#[derive(Serialize)]
struct CompareData {
    name: String,
    /// Is the name an expression.
    code: bool,
    rows: Vec<CompareRow>,
}

/// One scenario of a comparison.
#[derive(Serialize)]
struct CompareRow {
    id: String,
    name: String,
    href: String,
    value: String,
    /// Its share of the greatest, in thousandths.
    permille: i64,
}

fn compare(pen: &mut Pen<'_, '_>, arguments: Span) -> Drawn {
    let (arguments, format) = pen.split_format(arguments);
    let text = pen.scope.project.sources.slice(arguments);
    let Some(word) = text.rfind(" across ") else {
        let missing = Diagnostic::error("missing-argument", arguments, "`compare` takes an expression and scenarios");
        pen.diagnostics.push(missing.help("write `{% compare peak across d1, d2 %}`"));
        return None;
    };
    let start = arguments.start as usize;
    let expression_span = Span::new(arguments.source, start..start + text[..word].trim_end().len());
    let expression = pen.expression(expression_span);
    let mut at = start + word + " across ".len();
    let mut scenarios = Vec::new();
    for name in text[word + " across ".len()..].split(',') {
        let trimmed = name.trim();
        let from = at + (name.len() - name.trim_start().len());
        let span = Span::new(arguments.source, from..from + trimmed.len());
        scenarios.push(find_scenario(&pen.scope.manuscript.book, trimmed, span, &mut pen.diagnostics));
        at += name.len() + 1;
    }
    let expression = expression?;
    let format = pen.format(format, &expression.tree.ty)?;
    let scenarios: Vec<ScenarioId> = scenarios.into_iter().collect::<Option<_>>()?;
    let mut values = Vec::new();
    for scenario in scenarios {
        let chained = in_scenario(pen, &expression, scenario);
        let value = value(pen, &chained.tree)?;
        values.push((scenario, chained, value));
    }
    let number = |value: &Value| if let Value::Number(number) = value { number.clone() } else { Rational::ZERO };
    let greatest = values.iter().map(|(.., value)| number(value)).max().unwrap_or(Rational::ZERO);
    let rows = values.iter().map(|(scenario, chained, value)| {
        let id = pen.scope.manuscript.book.scenarios[*scenario].id.to_string();
        let share = number(value).div(&greatest).unwrap_or(Rational::ZERO);
        let thousandths = share.mul(&Rational::from(1000)).floor();
        CompareRow {
            name: scenario_name(pen, &id),
            href: format!("{}{}#scenario-{id}", pen.up, super::BOOK),
            value: pen.number(chained, value, &format, Place::Block).html,
            permille: thousandths.to_i128().and_then(|n| i64::try_from(n).ok()).unwrap_or(0),
            id,
        }
    });
    let rows = rows.collect();
    let (name, code) = label(pen, &expression.tree, &expression.canonical);
    render(pen, "compare", CompareData { name, code, rows })
}

/// The expression with `in SCENARIO` around it.
fn in_scenario(pen: &Pen<'_, '_>, expression: &Expression, scenario: ScenarioId) -> Expression {
    let inner = expression.tree.clone();
    let tree = Expr { ty: inner.ty.clone(), span: inner.span, kind: Kind::Chain(Box::new(inner), vec![Link::In(scenario)]) };
    let canonical = crate::formula::print::expression(&pen.scope.manuscript.book, &tree);
    Expression { tree, canonical }
}

fn scenario_name(pen: &Pen<'_, '_>, id: &str) -> String {
    let name = pen.scope.locale().message(&message_id("scenario", id), &[]).ok().flatten();
    name.unwrap_or_else(|| id.to_string())
}

/// What `config.html` sees.
#[derive(Serialize)]
struct ConfigData {
    id: String,
    name: String,
    inputs: Vec<InputData>,
}

fn config(pen: &mut Pen<'_, '_>, arguments: Span) -> Drawn {
    let name = pen.scope.project.sources.slice(arguments);
    let book = &pen.scope.manuscript.book;
    let scenario = if name.is_empty() {
        let page = pen.scope.page().scenario.or(pen.scope.manuscript.scenario);
        if page.is_none() {
            let missing = Diagnostic::error("missing-argument", arguments, "`config` takes a scenario, and this page has none");
            pen.diagnostics.push(missing.help("write `{% config SCENARIO %}`, or give the page a `scenario`"));
        }
        page?
    } else {
        find_scenario(book, name, arguments, &mut pen.diagnostics)?
    };
    let environment = pen.evaluator.environment(Some(scenario), &[]).map_err(|fault| pen.diagnostics.push(*fault)).ok()?;
    let mut set: Vec<usize> = Vec::new();
    let mut at = Some(scenario);
    while let Some(scenario) = at {
        set.extend(book.scenarios[scenario].sets.iter().map(|(input, _)| *input));
        at = book.scenarios[scenario].base;
    }
    set.sort_unstable();
    set.dedup();
    let links = [Link::In(scenario)];
    let inputs = set.into_iter().map(|id| input_data(pen, id, environment.input(id), &links)).collect();
    let id = book.scenarios[scenario].id.to_string();
    let name = scenario_name(pen, &id);
    render(pen, "config", ConfigData { id, name, inputs })
}
