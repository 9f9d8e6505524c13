// The calculator: the fields of a page's form, the formula book's answers, and what a reader does with them. The build has
// drawn the page's values; from here on the same book answers the reader's.

import { load } from "./engine.js";
import { Advice } from "./advice.js";
import { Answers } from "./answers.js";
import { Form } from "./form.js";
import { Share } from "./share.js";

// A screen reader is told a result once it stands.
const QUIET = 400;

class Calculator {
  constructor(root, data, book, texts) {
    Object.assign(this, { root, data, engine: load(book, texts), table: texts.table });
    this.form = new Form(this);
    this.answers = new Answers(this);
    this.advice = new Advice(this);
    this.share = new Share(this);
    this.form.start();
    this.share.restore();
    this.update();
    root.querySelectorAll("[data-part=fields], textarea, button").forEach(one => (one.disabled = false));
    for (const name of ["config", "oom"]) this.part(name)?.querySelector("button").addEventListener("click", () => this.read(name));
  }

  // The part of the page that the template marks with this name.
  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  // A text in the page's language.
  say(id, values = {}) {
    return (this.data.texts[id] ?? id).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  // Asks the book with what the fields say. Without an answer the old one stays, marked as such.
  update() {
    const settings = this.form.settings();
    const situation = settings && this.engine.with(settings);
    const sound = Boolean(situation) && this.form.problems(situation.problems);
    this.root.classList.toggle("invalid", !sound);
    clearTimeout(this.later);
    clearTimeout(this.spoken);
    if (sound) {
      this.situation = situation;
      this.answers.draw(situation);
      this.share.note();
      this.advice.stale();
      // What takes longer comes after the next picture.
      requestAnimationFrame(() => {
        this.later = setTimeout(() => this.finish(situation), 0);
      });
    }
    this.spoken = setTimeout(() => this.speak(sound), QUIET);
  }

  finish(situation) {
    if (situation !== this.situation) return;
    this.answers.drawRest(situation);
    this.advice.draw(situation);
  }

  speak(sound) {
    this.part("said").textContent = sound ? this.answers.sentence() : this.say("calculator-invalid");
  }

  // Reads a text that the reader has pasted; what that takes is loaded only then.
  async read(name) {
    const { Pasted } = await import("./pasted.js");
    this.pasted ??= new Pasted(this);
    this.pasted[name](this.part(name).querySelector("textarea"), this.part(`${name}-report`));
  }

  // Says something about what the reader did, perhaps with a way back.
  notify(text, action) {
    const notice = this.part("notice");
    notice.replaceChildren(text, ...(action ? [" ", action] : []));
    notice.hidden = false;
  }

  // Sets inputs, as a preset, a config, a link or a suggestion says.
  set(settings) {
    this.form.set(settings);
    this.update();
  }
}

async function start(root) {
  const data = JSON.parse(root.querySelector('[data-part="data"]').textContent);
  const from = address => new URL(address, document.baseURI).href;
  const [book, texts] = await Promise.all([import(from(data.module)), fetch(from(data.words)).then(answer => answer.json())]);
  return new Calculator(root, data, book.default, texts);
}

for (const root of document.querySelectorAll(".calculator")) start(root);
