// The fields: what stands in them, what is wrong with it, presets.

import { h } from "./dom.js";
import { parse, written } from "./exact.js";
import { read, shown } from "./field.js";

export class Form {
  constructor(calculator) {
    this.calculator = calculator;
    this.inputs = calculator.data.inputs;
    this.element = calculator.root.querySelector("form");
    this.fields = new Map(this.inputs.map(input => [input.id, this.element.elements.namedItem(input.id)]));
    // What was read last of each input, as text without a language; `null` where it cannot be read.
    this.values = new Map(this.inputs.map(input => [input.id, input.value]));
    this.last = null;
  }

  start() {
    // A browser may have kept what stood in the fields before the page was loaded again.
    this.set(Object.fromEntries(this.values));
    this.element.addEventListener("submit", event => event.preventDefault());
    this.element.addEventListener("input", ({ target }) => this.edited(target));
    this.element.addEventListener("change", ({ target }) => this.left(target));
    this.element.querySelector('[data-action="reset"]').addEventListener("click", () => this.reset());
  }

  reset() {
    this.calculator.set(Object.fromEntries(this.inputs.map(input => [input.id, input.value])));
    this.calculator.part("notice").hidden = true;
  }

  edited(target) {
    if (target.hasAttribute("data-preset")) {
      if (target.value) this.calculator.set(this.calculator.data.presets[target.value]);
      return;
    }
    const input = this.inputs.find(input => input.id === target.name);
    if (!input) return;
    this.last = input.id;
    this.take(input);
    this.calculator.update();
  }

  // A number that is left is written as the language writes it.
  left({ name }) {
    const input = this.inputs.find(input => input.id === name);
    if (input?.type === "number" && this.values.get(name) !== null) this.show(input, this.values.get(name));
  }

  // Reads a field.
  take(input) {
    const field = this.fields.get(input.id);
    const { data } = this.calculator;
    if (input.type === "flag") return this.accept(input, { value: String(field.checked) });
    if (input.type === "choice") return this.accept(input, { value: field.value });
    const found = read(field.value, input, this.calculator.table.numerals, data.units);
    this.accept(input, found.error ? found : { value: written(found.value).at(-1) });
  }

  accept(input, { value = null, error, limit }) {
    this.values.set(input.id, value);
    const units = Object.values(this.calculator.data.units).map(unit => unit.symbol).join(" ");
    this.complain(input.id, error && this.calculator.say(`calculator-error-${error}`, { limit: limit !== undefined && this.number(limit, input), values: units }));
  }

  // Writes an error below a field, or takes it away.
  complain(id, text, tied = Boolean(text)) {
    const field = this.fields.get(id);
    const place = this.calculator.root.querySelector(`#${CSS.escape(`${field.id}-error`)}`);
    place.textContent = text ?? "";
    place.hidden = !text;
    if (tied) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  number(value, input) {
    return this.calculator.engine.write(written(shown(value, input)).at(-1), "", "exact");
  }

  // What an input is called here.
  label(id) {
    const [label] = this.fields.get(id).labels;
    return (label.querySelector("span:not(.unit)") ?? label.firstChild).textContent.trim();
  }

  // A value of an input as the reader sees it.
  text(id, value) {
    const input = this.inputs.find(input => input.id === id);
    if (!input) return value;
    if (input.type === "flag") return this.calculator.table.flags[Number(value === "true")];
    if (input.type === "number") return `${this.number(parse(value), input)} ${input.unit}`.trim();
    return [...this.fields.get(id).options].find(option => option.value === value)?.textContent ?? value;
  }

  show(input, value) {
    const field = this.fields.get(input.id);
    if (input.type === "flag") field.checked = value === "true";
    else field.value = input.type === "choice" ? value : this.number(parse(value), input);
  }

  // Sets inputs; names that have no field here are passed over.
  set(settings) {
    for (const input of this.inputs.filter(input => Object.hasOwn(settings, input.id))) {
      this.show(input, settings[input.id]);
      this.take(input);
    }
  }

  // All inputs, or nothing if one cannot be read.
  settings() {
    this.presets();
    const sound = [...this.values.values()].every(value => value !== null);
    return sound ? Object.fromEntries(this.values) : null;
  }

  // Shows in each list of presets the one that the fields agree with.
  presets() {
    const { presets } = this.calculator.data;
    const agrees = id => {
      const known = Object.entries(presets[id] ?? {}).filter(([input]) => this.values.has(input));
      return known.length > 0 && known.every(([input, value]) => this.values.get(input) === value);
    };
    for (const list of this.element.querySelectorAll("[data-preset]")) {
      if (list.value && agrees(list.value)) continue;
      list.value = [...list.options].find(option => agrees(option.value))?.value ?? "";
    }
  }

  // Ties what the book says against the inputs to their fields; is there nothing.
  problems(problems) {
    for (const input of this.inputs) if (this.values.get(input.id) !== null) this.complain(input.id, null);
    for (const { code, require, inputs = [], input, text } of problems) {
      const own = (input ? [input] : inputs).filter(id => this.fields.has(id));
      const place = own.includes(this.last) ? this.last : own[0];
      const message = require ? text : this.calculator.say(code === "limit" ? "calculator-error-limit" : "calculator-error-other");
      own.forEach(id => this.complain(id, id === place ? message : null, true));
      if (!place) this.calculator.notify(message);
    }
    return problems.length === 0;
  }
}

// A list of names as code.
export const codes = names => names.flatMap((name, at) => [at ? ", " : "", h("code", { translate: "no" }, name)]);
