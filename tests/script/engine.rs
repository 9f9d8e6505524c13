//! A JavaScript engine with the calculator's runtime and an emitted book. It has no `Intl`.

use babacus::formula::script::Module;
use babacus::formula::tree::Book;
use babacus::locale::Locale;
use rquickjs::loader::{BuiltinLoader, BuiltinResolver};
use rquickjs::{CatchResultExt, Context, Function, Runtime};
use serde_json::Value;

const RUNTIME: [(&str, &str); 7] = [
    ("./engine.js", include_str!("../../static/calculator/engine.js")),
    ("./enclose.js", include_str!("../../static/calculator/enclose.js")),
    ("./exact.js", include_str!("../../static/calculator/exact.js")),
    ("./run.js", include_str!("../../static/calculator/run.js")),
    ("./tape.js", include_str!("../../static/calculator/tape.js")),
    ("./write.js", include_str!("../../static/calculator/write.js")),
    ("./driver.js", include_str!("driver.js")),
];

/// The languages whose texts are compared.
pub(super) const LANGUAGES: [&str; 4] = ["ja", "de", "zh", "fr"];

pub(super) struct Engine {
    context: Context,
    _runtime: Runtime,
}

impl Engine {
    /// An emitted book with the texts of some languages.
    pub(super) fn new(book: &Book, module: &Module, locales: &[Locale]) -> Engine {
        let texts: Vec<_> = locales.iter().map(|locale| locale.calculator(book, module)).collect();
        let texts = if texts.is_empty() { "[{}]".to_string() } else { serde_json::to_string(&texts).expect("JSON") };
        let runtime = Runtime::new().expect("an engine");
        runtime.set_max_stack_size(8 << 20);
        let mut resolver = BuiltinResolver::default();
        let mut loader = BuiltinLoader::default();
        for (name, text) in RUNTIME.into_iter().chain([("./book.js", module.text.as_str())]) {
            resolver.add_module(name.trim_start_matches("./"));
            loader.add_module(name.trim_start_matches("./"), text);
        }
        runtime.set_loader(resolver, loader);
        let context = Context::full(&runtime).expect("a context");
        context.with(|ctx| {
            let labels: Vec<&str> =
                book.units.names().filter(|name| book.units.get(name).is_some_and(|unit| unit.dimension.is_label())).collect();
            ctx.globals().set("texts", texts).expect("a global");
            ctx.globals().set("labels", labels.join(" ")).expect("a global");
            let loaded = rquickjs::Module::import(&ctx, "driver.js").and_then(|promise| promise.finish::<()>());
            loaded.catch(&ctx).unwrap_or_else(|fault| panic!("{fault}\n{}", module.text));
        });
        Engine { context, _runtime: runtime }
    }

    /// The answers to questions, as `driver.js` has them.
    pub(super) fn answer(&self, questions: &[Value]) -> Vec<Value> {
        let text = serde_json::to_string(questions).expect("JSON");
        let answered = self.context.with(|ctx| {
            let answer: Function = ctx.globals().get("answer").expect("the driver's function");
            let answered: Result<String, _> = answer.call((text,)).catch(&ctx);
            answered.unwrap_or_else(|fault| panic!("{fault}"))
        });
        serde_json::from_str(&answered).expect("JSON")
    }
}
