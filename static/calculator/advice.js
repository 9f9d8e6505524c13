// What to change first: every single change of the named inputs, ranked by what it takes off the main value.

import { h, number } from "./dom.js";
import { lt, parse, sub, written } from "./exact.js";
import { half } from "./field.js";

export class Advice {
  constructor(calculator) {
    this.calculator = calculator;
    this.place = calculator.part("changes");
    this.undone = [];
    if (this.place) this.place.hidden = false;
  }

  // What an input may be changed to.
  options(input, value) {
    switch (input.type) {
      case "flag":
        return [value === "true" ? "false" : "true"];
      case "choice":
        return input.choices.filter(choice => choice !== value);
      default: {
        const number = parse(value);
        if (!input.whole) return number === 0 ? [] : ["0"];
        return lt(1, number) ? [written(half(number))[0]] : [];
      }
    }
  }

  // The changes that save something, the greatest saving first.
  changes(situation) {
    const { data, engine } = this.calculator;
    const main = situation.get(data.main.id);
    if (main.none || main.fault) return [];
    const before = parse(main.exact ?? main.value);
    const found = [];
    for (const input of data.inputs.filter(({ id }) => data.changes.includes(id))) {
      for (const to of this.options(input, situation.settings[input.id])) {
        const changed = situation.change({ [input.id]: to });
        const after = changed.problems.length > 0 ? {} : changed.get(data.main.id);
        if (after.none || after.value === undefined) continue;
        const saved = sub(before, parse(after.exact ?? after.value));
        if (lt(0, saved)) found.push({ input, to, changed, saved, text: engine.write(written(saved).at(-1), main.unit) });
      }
    }
    return found.sort((a, b) => (lt(a.saved, b.saved) ? 1 : lt(b.saved, a.saved) ? -1 : 0));
  }

  stale() {
    this.place?.classList.add("stale");
  }

  draw(situation) {
    if (!this.place) return;
    const found = this.changes(situation);
    const most = found[0] ? Number(written(found[0].saved)[0]) : 1;
    const items = found.map(change => this.item(situation, change, most));
    this.place.querySelector("ol").replaceChildren(...items);
    this.place.querySelector(".about").textContent =
      this.calculator.say(found.length > 0 ? "calculator-changes-about" : "calculator-changes-none");
    this.place.classList.remove("stale");
  }

  item(situation, change, most) {
    const { calculator } = this;
    const { engine, data } = calculator;
    const text = this.describe(change.input, situation.settings[change.input.id], change.to);
    const verdicts = data.show.filter(formula => formula.choices).map(formula => {
      const result = change.changed.get(formula.id, formula.format);
      return h("span", { class: "verdict", "data-rank": formula.choices.indexOf(result.value) }, result.text);
    });
    const saved = { value: `-${written(change.saved)[0]}`, text: `−${change.text}` };
    const share = h("meter", { min: "0", max: String(most), value: written(change.saved)[0], "aria-hidden": "true", tabindex: "-1" });
    const button = h("button", { type: "button", "aria-label": `${calculator.say("calculator-apply")}: ${text}` }, calculator.say("calculator-apply"));
    button.addEventListener("click", () => this.apply({ [change.input.id]: change.to }, text));
    const expression = `${data.main.id} - (${data.main.id} where ${change.input.id} = ${change.to})`;
    return h("li", {}, h("span", { class: "change" }, text), h("span", { class: "saved" }, number(saved, expression)), share, ...verdicts, button);
  }

  describe(input, from, to) {
    const { form } = this.calculator;
    const text = value => form.text(input.id, value);
    return this.calculator.say("calculator-change", { name: form.label(input.id), from: text(from), to: text(to) });
  }

  // Applies a change; it can be taken back.
  apply(settings, text) {
    const { calculator } = this;
    const before = Object.fromEntries(Object.keys(settings).map(id => [id, calculator.situation.settings[id]]));
    calculator.set(settings);
    const undo = h("button", { type: "button", "data-action": "undo" }, calculator.say("calculator-undo"));
    undo.addEventListener("click", () => {
      calculator.set(before);
      calculator.notify(calculator.say("calculator-undone", { text }));
      calculator.part("changes").querySelector("button")?.focus();
    });
    calculator.notify(calculator.say("calculator-applied", { text }), undo);
    undo.focus();
  }
}
