// The timeline of a tape: what is held after each step, with its highest point and the limit.

import { h, percent, s } from "./dom.js";

// More points than these are put together, the highest of each group standing for it.
const POINTS = 240;

export class Timeline {
  constructor(calculator, figure) {
    Object.assign(this, { calculator, figure });
    this.caption = h("figcaption");
    this.path = s("path", { class: "area" });
    this.edge = s("path", { class: "outline" });
    const area = s("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", width: "100%", height: "100%" }, this.path, this.edge);
    this.limit = s("line", { class: "limit", x1: "0", x2: "100%" });
    this.dot = s("circle", { class: "point", r: "5" });
    this.axis = s("g", { class: "grid" });
    this.picture = s("svg", { class: "calculator-plot", role: "img" }, this.axis, area, this.limit, this.dot);
    this.text = h("p", { class: "about" });
    this.figure.append(this.caption, this.picture, this.text);
    this.figure.hidden = false;
  }

  draw(situation) {
    const { calculator } = this;
    const { data, engine } = calculator;
    const found = situation.timeline(`timeline(${data.timeline.id})`);
    this.figure.hidden = Boolean(found.fault) || found.points.length === 0;
    if (this.figure.hidden) return;
    const limit = calculator.answers.limit(situation).number;
    const high = Math.max(found.highest.number, limit ?? 0) * 1.06 || 1;
    const x = at => (100 * at) / Math.max(found.points.length - 1, 1);
    const y = value => 100 - (100 * value) / high;
    const line = steps(found.points, found.at).map(({ number, at }) => `${x(at).toFixed(2)},${y(number).toFixed(2)}`);
    this.edge.setAttribute("d", `M${line.join("L")}`);
    this.path.setAttribute("d", `M0,100L${line.join("L")}L100,100Z`);
    this.dot.setAttribute("cx", percent(x(found.at) / 100));
    this.dot.setAttribute("cy", percent(y(found.highest.number) / 100));
    this.limit.classList.toggle("none", !limit);
    if (limit) ["y1", "y2"].forEach(name => this.limit.setAttribute(name, percent(y(limit) / 100)));
    const { name } = data.timeline;
    const peak = found.points[found.at];
    const said = calculator.say("calculator-timeline-peak", { name: peak?.label ?? "", value: engine.write(found.highest.value, found.unit) });
    this.caption.textContent = calculator.say("calculator-timeline", { name });
    this.picture.setAttribute("aria-label", `${this.caption.textContent}. ${said}`);
    this.text.textContent = said;
    this.marks(high, y, found.unit, engine);
  }

  // Lines at round heights.
  marks(high, y, unit, engine) {
    const base = unit === "B" ? 2 ** (10 * Math.floor(Math.log2(high) / 10)) : 1;
    const raw = high / base / 4;
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 5, 10].find(times => times * power >= raw) * power * base;
    const lines = [];
    for (let value = step; value < high; value += step) {
      const place = percent(y(value) / 100);
      lines.push(s("line", { x1: "0", x2: "100%", y1: place, y2: place }));
      lines.push(s("text", { x: "0", y: place, dy: "-0.3em" }, engine.write(String(Math.round(value)), unit)));
    }
    this.axis.replaceChildren(...lines);
  }
}

function steps(points, peak) {
  const all = points.map(({ number }, at) => ({ number, at }));
  const group = Math.ceil(all.length / POINTS);
  if (group === 1) return all;
  const kept = [];
  for (let start = 0; start < all.length; start += group) {
    const part = all.slice(start, start + group);
    kept.push(part.find(({ at }) => at === peak) ?? part.reduce((best, own) => (own.number > best.number ? own : best)));
  }
  return kept;
}
