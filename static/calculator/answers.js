// The answers: the main value, what it is made of, what it is held against, and the other formulas.

import { h, linked, named, number, percent, renumber, s } from "./dom.js";
import { Timeline } from "./timeline.js";

// What takes longer than this, in milliseconds, is drawn after the rest.
const LONG = 3;

export class Answers {
  constructor(calculator) {
    const { root, data } = calculator;
    Object.assign(this, { calculator, data });
    const tile = formula => ({ ...formula, place: root.querySelector(`dl [data-answer="${CSS.escape(formula.id)}"]`), cost: 0 });
    this.main = { ...data.main, place: root.querySelector(".value [data-answer]") };
    this.tiles = [...data.show, ...data.range].map(tile);
    this.parts = calculator.part("parts");
    this.beside = calculator.part("beside");
    this.rows = [...(calculator.part("each")?.querySelectorAll("[data-row]") ?? [])];
    const timeline = calculator.part("timeline");
    this.timeline = timeline && new Timeline(calculator, timeline);
  }

  // What a change is answered with at once.
  draw(situation) {
    this.value = situation.get(this.main.id, this.main.format);
    renumber(this.main.place, this.value, this.main.id);
    this.tiles.filter(tile => tile.cost <= LONG).forEach(tile => this.tile(situation, tile));
    this.tiles.filter(tile => tile.cost > LONG).forEach(tile => tile.place.parentElement.classList.add("stale"));
    if (this.parts) this.composition(situation);
    if (this.beside) this.sides(situation);
  }

  // What may take longer.
  drawRest(situation) {
    this.tiles.filter(tile => tile.cost > LONG).forEach(tile => this.tile(situation, tile));
    this.timeline?.draw(situation);
    this.each(situation);
  }

  tile(situation, tile) {
    const before = performance.now();
    tile.result = situation.get(tile.id, tile.format);
    tile.cost = Math.max(tile.cost / 2, performance.now() - before);
    renumber(tile.place, tile.result, tile.id);
    tile.place.parentElement.classList.remove("stale");
    this.rank(tile.place.parentElement, tile);
  }

  // Marks which of its choices an answer is, so that it may have a colour.
  rank(place, { result, choices }) {
    const rank = choices?.indexOf(result.value) ?? -1;
    if (rank >= 0) place.dataset.rank = rank;
    else delete place.dataset.rank;
  }

  // The answer as a sentence.
  sentence() {
    const said = (name, result) => this.calculator.say("calculator-said", { name, value: result.text });
    const verdicts = this.tiles.filter(tile => tile.choices && tile.result && !tile.result.fault);
    return [said(this.main.name, this.value), ...verdicts.map(tile => said(tile.name, tile.result))].join(". ");
  }

  limit(situation) {
    return this.data.against ? situation.get(this.data.against) : {};
  }

  composition(situation) {
    const found = situation.breakdown(this.main.id, this.main.format);
    const parts = found?.parts ?? [];
    const { engine } = this.calculator;
    const { book } = this.data;
    const row = ({ id, definition, label, expression, share, ...result }, at) => {
      const href = definition ? `${book}${id}/` : null;
      const asked = expression ?? id;
      const key = h("b", { class: `key s${Math.min(at, 7) + 1}` }, String(at + 1));
      return h("tr", {},
        h("th", { scope: "row" }, key, " ", named(label, Boolean(expression), href)),
        h("td", { class: "end" }, href ? linked(result, asked, href) : number(result, asked)),
        h("td", { class: "end n" }, share === undefined ? "" : engine.write(share.toFixed(6), "", "percent .1")));
    };
    const body = this.parts.querySelector("tbody");
    const sum = body.querySelector(".sum");
    sum.remove();
    renumber(sum.querySelector("td"), this.value, this.main.id);
    body.replaceChildren(...parts.map(row), sum);
    const limit = this.limit(situation);
    const place = this.calculator.part("limit");
    if (place && limit.text) renumber(place, limit, this.data.against);
    this.bar(situation, parts, limit.number);
  }

  // The parts one behind the other, the limit as a line, the range that the main value may become as a bracket.
  bar(situation, parts, limit) {
    const range = this.data.range.map(({ id }) => situation.get(id).number ?? 0);
    const total = this.value.number ?? 0;
    const scale = Math.max(total, limit ?? 0, ...range) * 1.02 || 1;
    const at = value => percent(value / scale);
    let from = 0;
    const segments = parts.filter(part => part.number > 0).map((part, index) => {
      const start = from;
      from += part.number;
      const kind = `s${Math.min(index, 7) + 1}`;
      const wide = part.number / scale > 0.035;
      return s("g", {},
        s("rect", { class: `segment ${kind}`, x: at(start), width: at(part.number), y: "0", height: "60%" }),
        wide ? s("text", { class: "key", x: at(start + part.number / 2), y: "31%", "dominant-baseline": "central" }, String(index + 1)) : null);
    });
    const bracket = range.length > 1
      ? [s("line", { class: "range", x1: at(range[0]), x2: at(range.at(-1)), y1: "80%", y2: "80%" }),
        ...range.map(value => s("line", { class: "range", x1: at(value), x2: at(value), y1: "70%", y2: "90%" }))]
      : [];
    const line = limit ? s("line", { class: limit < total ? "limit over" : "limit", x1: at(limit), x2: at(limit), y1: "0", y2: "100%" }) : null;
    const picture = this.parts.querySelector("svg");
    picture.removeAttribute("viewBox");
    picture.replaceChildren(...segments, ...bracket, ...(line ? [line] : []));
  }

  // The main value with each value of an input.
  sides(situation) {
    const { input, sides } = this.data.beside;
    for (const [value] of sides) {
      const place = this.beside.querySelector(`[data-side="${CSS.escape(value)}"]`);
      const result = situation.change({ [input]: value }).get(this.main.id, this.main.format);
      renumber(place, result, `${this.main.id} where ${input} = ${value}`);
      place.parentElement.querySelector("small")?.remove();
      if (result.none && this.main.none) place.after(h("small", {}, this.main.none));
      const row = place.closest("div");
      if (situation.settings[input] === value) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  // A formula in each row of a dataset.
  each(situation) {
    for (const row of this.rows) {
      const { formula, rows } = this.data.each;
      const result = situation.change(rows[row.dataset.row]).get(formula.id, formula.format);
      renumber(row.lastElementChild, result, row.lastElementChild.querySelector("data")?.dataset.expr ?? formula.id);
      this.rank(row, { result, choices: formula.choices });
    }
  }
}
