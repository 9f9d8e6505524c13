// What a reader pastes: a config of nanoGPT, PyTorch's out-of-memory message.

import * as config from "./config.js";
import { h, named } from "./dom.js";
import { lt, parse, written } from "./exact.js";
import { codes } from "./form.js";
import * as oom from "./oom.js";
import { find } from "./tensors.js";

// Lines of tensors that a reader is shown.
const SHOWN = 14;
const GIB = 2 ** 30;

export class Pasted {
  constructor(calculator) {
    this.calculator = calculator;
  }

  say(id, values) {
    return this.calculator.say(id, values);
  }

  // Marks a text as wrong, and says why.
  refuse(area, report, ...said) {
    area.setAttribute("aria-invalid", "true");
    report.replaceChildren(...said);
  }

  config(area, report) {
    const { data } = this.calculator;
    if (area.value.trim() === "") return this.refuse(area, report, h("p", { class: "error" }, this.say("calculator-config-empty")));
    const families = known(data.config.families, data.inputs);
    const found = config.read(area.value, { inputs: data.inputs, defaults: data.config.defaults, families });
    if (found.faults.length > 0) {
      const faults = found.faults.map(fault => h("li", {}, this.place(fault, this.fault(fault))));
      return this.refuse(area, report, h("p", { class: "error" }, this.say("calculator-config-faults")), h("ul", {}, ...faults));
    }
    area.removeAttribute("aria-invalid");
    const settings = Object.fromEntries([...found.values].map(([id, { value }]) => [id, text(value)]));
    this.calculator.set(settings);
    report.replaceChildren(...this.told(found, settings));
  }

  fault({ fault, reason, input, wanted, setting, text }) {
    if (fault === "bad-config") return this.say(`calculator-python-${reason}`);
    if (fault === "unknown-setting") return this.say("calculator-unknown-default", { key: setting, text, name: input });
    const choices = this.calculator.data.inputs.find(({ id }) => id === input)?.choices ?? [];
    return this.say(`calculator-bad-${wanted}`, { name: input, values: choices.join(", ") });
  }

  place({ line }, text) {
    return line === undefined ? text : this.say("calculator-place", { from: String(line), text });
  }

  // What a config set, what is assumed and why, what was not executed, and what stays as it was.
  told({ values, dynamic, notes }, settings) {
    const { data, form } = this.calculator;
    const pair = (id, reason) => h("div", {}, h("dt", {}, ...codes([id])), h("dd", {}, form.text(id, settings[id]), reason && h("small", {}, reason)));
    const of = why => [...values].filter(([, own]) => (own.why === "file") === (why === "file"));
    const because = ({ why, because = "" }) => {
      const [key, value] = because.split(" = ");
      return this.say(`evidence-config-${why}`, { key, value });
    };
    const list = (head, rows) => (rows.length > 0 ? [h("p", { class: "head" }, head), h("dl", {}, ...rows)] : []);
    const kept = data.inputs.filter(({ id }) => !values.has(id)).map(({ id }) => id);
    const skipped = dynamic.map(one => h("div", {},
      h("dt", {}, this.place(one, one.name ?? "–")), h("dd", {}, this.say(`evidence-dynamic-${one.what}`))));
    const unknown = notes.map(note => h("p", {}, this.place(note, this.say("calculator-unknown-forced", { key: note.setting, text: note.text ?? "…" }))));
    return [
      ...list(this.say("calculator-config-said"), of("file").map(([id]) => pair(id))),
      ...list(this.say("evidence-config-assumed"), of("assumed").map(([id, own]) => pair(id, because(own)))),
      ...list(this.say("evidence-config-dynamic"), skipped),
      ...unknown,
      ...(kept.length > 0 ? [h("p", { class: "about" }, this.say("calculator-config-kept", { values: kept.join(", ") }))] : []),
    ];
  }

  oom(area, report) {
    const quantities = oom.read(area.value);
    const tried = quantities.find(({ role }) => role === "tried");
    if (!tried) return this.refuse(area, report, h("p", { class: "error" }, this.say("calculator-oom-nothing")));
    area.removeAttribute("aria-invalid");
    const numbers = quantities.map(({ printed, role }) => h("div", {}, h("dt", {}, printed), h("dd", {}, this.say(`evidence-oom-${role}`))));
    report.replaceChildren(h("p", { class: "head" }, this.say("evidence-oom")), h("dl", {}, ...numbers),
      ...this.notes(quantities, tried).map(note => h("p", {}, note)), ...this.tensors(quantities, tried));
  }

  // What the numbers say about the request, about each other, and beside the estimate.
  notes(quantities, tried) {
    const { situation, data } = this.calculator;
    const { note, low, high } = oom.request(tried);
    const said = [this.say(`evidence-oom-${note}`, { low: this.bytes(low), high: this.bytes(high) })];
    for (const { note, amount } of oom.relations(quantities, tried)) said.push(this.say(`evidence-oom-${note}`, { amount: this.bytes(amount) }));
    const main = situation?.get(data.main.id);
    const peak = main?.unit === "B" && !main.none ? parse(main.exact ?? main.value) : undefined;
    const beside = oom.againstPeak(quantities, tried, peak);
    if (beside) said.push(this.say(`evidence-oom-${beside.note}`, { needed: this.bytes(beside.needed), peak: this.bytes(beside.peak) }));
    return said;
  }

  tensors(quantities, tried) {
    const { situation, data } = this.calculator;
    if (!situation) return [];
    const old = quantities.some(({ printed }) => printed.endsWith(" cached"));
    const names = new Map(data.tensors.map(({ id, name }) => [id, name]));
    const candidates = data.tensors.map(({ id, rounded }) => ({ id, rounded: old ? rounded : rounded.slice(0, 1) }));
    const found = find(candidates, tried, sizes(situation), true);
    const line = ({ id, size, batch, last, largest }) => {
      const batches = batch && `batch_size = ${batch}${last ? `..${last}` : ""}`;
      return h("div", {}, h("dt", {}, this.bytes(size) + (last ? ` … ${this.bytes(largest)}` : "")),
        h("dd", {}, named(names.get(id), false, `${data.book}${id}/`), batches && h("small", {}, ...codes([batches]))));
    };
    const more = found.length > SHOWN ? [h("p", {}, this.say("evidence-oom-more", { count: String(found.length - SHOWN) }))] : [];
    return [h("p", { class: "head" }, this.say(found.length > 0 ? "evidence-oom-tensors" : "evidence-oom-no-tensor")),
      h("dl", {}, ...found.slice(0, SHOWN).map(line)), ...more];
  }

  bytes(amount) {
    return this.calculator.engine.write(written(amount).at(-1), "B", lt(amount, GIB) ? "MiB .2" : "GiB .2");
  }
}

// Sizes of tensors with the present batch, or another one.
export const sizes = situation => batch => {
  const asked = batch === undefined ? situation : situation.change({ batch_size: batch });
  if (asked.problems.length > 0) return null;
  return formula => {
    const result = asked.get(formula);
    return result.fault || result.none ? undefined : parse(result.exact ?? result.value);
  };
};

// A value as settings have it.
export const text = value => (typeof value === "string" || typeof value === "boolean" ? String(value) : written(value).at(-1));

// The families' settings as values of the inputs.
export function known(families, inputs) {
  const value = (id, text) => ({ flag: text === "true", choice: text }[inputs.find(input => input.id === id)?.type] ?? parse(text));
  const each = (object, f) => Object.fromEntries(Object.entries(object).map(([key, own]) => [key, f(own, key)]));
  return each(families, keys => each(keys, scenarios => each(scenarios, sets => each(sets, (text, id) => value(id, text)))));
}
