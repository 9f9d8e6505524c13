// A link that holds all inputs, and the inputs as a config of nanoGPT.

import { h } from "./dom.js";
import { parse } from "./exact.js";
import { allowed } from "./field.js";

// The address is brought up to date when the reader pauses.
const PAUSE = 500;

export class Share {
  constructor(calculator) {
    Object.assign(this, { calculator, form: calculator.form, prefix: `#${calculator.root.id}?` });
    const part = calculator.part("share");
    part.hidden = false;
    part.querySelector('[data-action="link"]').addEventListener("click", () => this.copy(this.link()));
    part.querySelector('[data-action="copy"]')?.addEventListener("click", async () => this.copy(await this.config()));
    addEventListener("hashchange", () => {
      if (this.restore()) calculator.update();
    });
  }

  // The inputs as the end of an address.
  fragment() {
    return this.prefix + new URLSearchParams([...this.form.values].map(([id, value]) => [id, value ?? ""]));
  }

  link() {
    return location.href.split("#")[0] + this.fragment();
  }

  // Takes the inputs that the address holds; what it holds besides is reported. Did it hold any.
  restore() {
    if (!location.hash.startsWith(this.prefix)) return false;
    const [settings, unknown, bad] = [{}, [], []];
    for (const [id, value] of new URLSearchParams(location.hash.slice(this.prefix.length))) {
      const input = this.calculator.data.inputs.find(input => input.id === id);
      if (!input) unknown.push(id);
      else if (this.readable(input, value)) settings[id] = value;
      else bad.push(id);
    }
    this.form.set(settings);
    const say = (id, names) => (names.length > 0 ? this.calculator.say(id, { values: names.map(name => name.slice(0, 40)).join(", ") }) : "");
    const said = [say("calculator-link-unknown", unknown), say("calculator-link-bad", bad)].filter(Boolean).join(" ");
    if (said) this.calculator.notify(said);
    return true;
  }

  readable(input, value) {
    if (input.type === "flag") return value === "true" || value === "false";
    if (input.type === "choice") return input.choices.includes(value);
    const number = parse(value);
    return number !== undefined && !allowed(number, input).error;
  }

  // Keeps the inputs in the address, so that the page can be loaded again.
  note() {
    clearTimeout(this.later);
    if (!this.noted) {
      this.noted = true;
      return;
    }
    this.later = setTimeout(() => history.replaceState(history.state, "", this.fragment()), PAUSE);
  }

  // The inputs that nanoGPT's own settings know, as Python; the others as comments.
  async config() {
    const { read } = await import("./python.js");
    const known = read(this.calculator.data.config.defaults).values;
    const lines = this.calculator.data.inputs.map(input => {
      const value = this.form.values.get(input.id) ?? "";
      const written = { flag: value === "true" ? "True" : "False", choice: `'${value}'` }[input.type] ?? value;
      return `${known.has(input.id) ? "" : "# "}${input.id} = ${written}`;
    });
    return `${lines.join("\n")}\n`;
  }

  async copy(text) {
    const place = this.calculator.part("shared");
    try {
      await navigator.clipboard.writeText(text);
      place.textContent = this.calculator.say("calculator-copied");
    } catch {
      const said = this.calculator.say("calculator-not-copied");
      place.replaceChildren(said, h("textarea", { rows: "4", readonly: true, "aria-label": said }, text));
    }
  }
}

