// The calculator's engine: the site's formula book, asked in the browser. What it answers is what the build answers, to
// the last digit; a test compares them.
//
//   import { load } from "./engine.js";
//   import book from "./book.js";                       // emitted from the formulas: the same for all languages
//   const texts = await (await fetch("book.ja.json")).json();  // one language: numbers, names, messages
//   const calculator = load(book, texts);
//
// calculator
//   inputs     [{ id, kind, unit, whole, options, min, max, value, label, meaning }]
//                kind: "number" | "flag" | "choice"; unit: "B", "B/param" or "" (numbers are in base units)
//                options: of a choice, [{ value, label }]; min, max: { value, strict } or undefined
//                value: the default as written text ("12", "true", "bfloat16"); label, meaning: localized
//   scenarios  [{ id, label, settings: { input: written, … } }]: settings of all inputs
//   asks       the expressions that can be asked, in canonical form
//   names      the texts of ids (`calculator.name(id)`)
//   with(settings, scenario?) → situation
//                settings: { id: value }, a value is text as a reader types it ("0.1", "1/3", "true", "flash"), a number,
//                a big integer or a boolean; what is not named stays as in the scenario, else as on the site
//
// situation: one set of inputs; it remembers what was computed
//   settings   { id: written } of all inputs
//   problems   [] or why nothing is computed: { input, code } (code: "number" | "whole" | "choice" | "flag") for a value
//                that the input does not take, { require, inputs: [id, …], text } for a requirement that does not hold
//   get(ask, format?) → result of an expression
//   breakdown(ask, format?) → { total: result, parts: [{ id?, expression?, label, share, …result }] } or { fault }, or
//                undefined if it is not made of parts; the amounts add up exactly; share: number of 0..1
//   timeline(ask) → { unit, points: [{ name, label, number }], highest, at } of a tape (ask: `timeline(t)`)
//   held(ask, format?) → the parts alive at the tape's highest point
//   change(settings) → another situation that differs in these inputs
//   write(number | result, format, unit?) → text
//
// result: one of
//   { value, exact, unit, type, text, category, approximate, number }
//                value: plain decimal text in base units; exact: "p/q" where the decimal does not end, else undefined;
//                text: as the language writes it in the format; category: plural category of what is shown;
//                number: a double, for pictures only
//   { none: true, value: "none", text, … }            there is no value
//   { fault: { code, at?, … }, text: "" }             there can be none: code as the build's diagnostics
//                ("division-by-zero", "limit", "not-whole", "domain", "range", "tape", "none", "require", …),
//                at: the definition where; or the first of `problems`

import { Fault, add, div, isNumber, isWhole, parse, written } from "./exact.js";
import { machine } from "./run.js";
import { writer } from "./write.js";

const kinds = { flag: "flag", choice: "choice" };

export { parse, written };

/** The book of a module, with the texts of a language. */
export function load(emitted, texts = {}) {
  const engine = machine(emitted);
  const { book, start, place, holds } = engine;
  const ids = book.ids.split(" ");
  const own = (table, id) => (table && Object.hasOwn(table, id) ? table[id] : undefined);
  const name = (id) => own(texts.names, id) ?? id;
  const write = texts.table ? writer(texts, book.labels.split(" ")) : (value) => ({ text: written(value)[0] });
  const unitOf = (type) => (/^[nr]/.test(type) && !(type in kinds) && type !== "name" && type !== "none" ? type.slice(1) : "");

  /** The value of a setting, or the code of what is wrong with it. */
  const read = (input, given) => {
    const text = String(given).trim();
    if (input.t === "flag") return text === "true" || text === "false" ? text === "true" : new Fault("flag");
    if (input.t === "choice") return input.values.split(" ").includes(text) ? text : new Fault("choice");
    const value = parse(text);
    if (value === undefined) return new Fault("number");
    return input.whole && !isWhole(value) ? new Fault("whole") : value;
  };

  const result = (value, type, format) => {
    const [text, exact] = written(value);
    const shown = { value: text, exact, unit: unitOf(type), type, ...write(value, type, format) };
    if (value === undefined) shown.none = true;
    if (isNumber(value)) shown.number = Number(text);
    return shown;
  };
  const faulted = (fault) => {
    if (fault instanceof RangeError) fault = new Fault("limit", { what: "depth" });
    if (!(fault instanceof Fault)) throw fault;
    const { found, at, ...rest } = fault;
    if (at !== undefined) rest.at = ids[at];
    if (found !== undefined) rest.found = written(found)[0];
    return { fault: rest, text: "" };
  };

  function situation(values, wrong) {
    const problems = wrong.map(([input, fault]) => ({ input: book.inputs[input].id, code: fault.code }));
    let memory;
    const entered = () => {
      start();
      return (memory = place(values));
    };
    /** An answer, or why there is none. */
    const answer = (ask, compute) => {
      try {
        const asked = own(book.asks, ask);
        if (!asked) throw new Fault("unknown", { ask });
        if (problems.length) return { fault: problems[0], text: "" };
        return compute(asked, entered());
      } catch (fault) {
        return faulted(fault);
      }
    };
    if (!problems.length) {
      for (const require of book.requires) {
        try {
          const [id] = require;
          if (holds(require, entered())) continue;
          const inputs = own(book.asked, id).map((input) => book.inputs[input].id);
          problems.push({ require: id, code: "require", inputs, text: own(texts.requires, id) ?? id });
        } catch (fault) {
          problems.push(faulted(fault).fault);
        }
      }
    }
    const parts = (list, type, format) => {
      const total = list.reduce((sum, [, amount]) => add(sum, amount), 0);
      const label = (mark) => (typeof mark === "number" ? { id: ids[mark], definition: true, label: name(ids[mark]) } : mark[0] === "=" ? { expression: mark.slice(1), label: mark.slice(1) } : { id: mark, label: name(mark) });
      return {
        total: result(total, type, format),
        parts: list
          .filter(([, amount]) => amount !== 0)
          .map(([mark, amount]) => ({ ...label(mark), share: total === 0 ? undefined : Number(written(div(amount, total))[0]), ...result(amount, type, format) })),
      };
    };
    return {
      settings: Object.fromEntries(book.inputs.map(({ id }, i) => [id, written(values[i])[0]])),
      problems,
      get: (ask, format) => answer(ask, ({ t, f }, e) => result(f(e), t, format)),
      breakdown: (ask, format) =>
        answer(ask, ({ t, b }, e) => {
          const list = b?.(e);
          return list && parts(list, t, format);
        }),
      timeline: (ask) =>
        answer(ask, ({ u, f }, e) => {
          const run = f(e);
          const points = run.timeline().map(([id, total]) => ({ name: id, label: name(id), number: Number(written(total)[0]) }));
          const highest = result(run.highest, u);
          return { unit: unitOf(u), points, highest, at: points.findIndex(({ number }) => number === highest.number) };
        }),
      held: (ask, format) => answer(ask, ({ u, f }, e) => parts(f(e).alive(), u, format)),
      change: (settings) => withSettings(values, settings),
    };
  }

  function withSettings(base, settings) {
    const values = base.slice();
    const wrong = [];
    for (const [id, given] of Object.entries(settings)) {
      const input = book.inputs.findIndex((input) => input.id === id);
      if (input < 0) continue;
      const value = read(book.inputs[input], given);
      if (value instanceof Fault) wrong.push([input, value]);
      else values[input] = value;
    }
    return situation(values, wrong);
  }

  const settled = (scenario) => {
    const values = book.base.slice();
    const sets = own(book.scenarios, scenario) ?? [];
    for (let i = 0; i < sets.length; i += 2) values[sets[i]] = sets[i + 1];
    return values;
  };
  const limit = (bound) => bound && { value: written(bound[0])[0], strict: bound[1] === 1 };

  return {
    inputs: book.inputs.map((input, i) => ({
      id: input.id,
      kind: own(kinds, input.t) ?? "number",
      unit: unitOf(input.t),
      whole: Boolean(input.whole),
      options: input.values?.split(" ").map((value) => ({ value, label: own(own(texts.options, input.id), value) ?? value })),
      min: limit(input.min),
      max: limit(input.max),
      value: written(book.base[i])[0],
      label: own(texts.inputs, input.id)?.label ?? input.id,
      meaning: own(texts.inputs, input.id)?.meaning,
    })),
    scenarios: Object.keys(book.scenarios).map((id) => ({
      id,
      label: own(texts.scenarios, id) ?? id,
      settings: Object.fromEntries(settled(id).map((value, i) => [book.inputs[i].id, written(value)[0]])),
    })),
    asks: Object.keys(book.asks),
    name,
    /** The text of a number (base units, as text or a double's digits) of a unit in a format. */
    write: (text, unit = "", format = "") => write(parse(String(text)), "n" + unit, format).text,
    with: (settings = {}, scenario) => withSettings(settled(scenario), settings),
  };
}
