// A config file in Python: which inputs of the book it sets, and what has to be assumed because it does not say. As
// `src/evidence/config.rs`.
//
// Lowest to highest: the file of defaults, the scenario `default.KEY.VALUE` of each text that the file sets, the file, the
// scenario `forced.KEY.VALUE`.

import { below } from "./exact.js";
import * as python from "./python.js";

// Reads a config. `known` is `{inputs, defaults, families}`: the book's inputs `{id, type, whole, choices}`, the text of the file
// of defaults, and the families of scenarios, `families.default.dataset.openwebtext = {vocab_size: value}`.
//
// Gives `{values: Map input → {value, why, because}, dynamic: [{name, what, line, column}], notes, faults}`; why is file,
// default, follows or forced. With faults, which stand in the order of the file, nothing should be set.
export function read(text, known) {
  const defaults = python.read(known.defaults);
  const file = python.read(text, defaults.values);
  const place = start => {
    const before = text.slice(0, start);
    return { line: before.split("\n").length, column: [...before.slice(before.lastIndexOf("\n") + 1)].length + 1 };
  };
  const reading = {
    inputs: new Map(known.inputs.map(input => [input.id, input])),
    families: known.families, defaults, file, values: new Map(), notes: [],
    faults: file.faults.map(({ fault, start }) => ({ fault: "bad-config", reason: fault, start })),
  };
  settings(reading, defaults, "default");
  settings(reading, file, "file");
  unsaid(reading);
  const placed = ({ start, ...rest }) => (start === undefined ? rest : { ...rest, ...place(start) });
  const inOrder = [...reading.faults].sort((a, b) => (a.start ?? -1) - (b.start ?? -1));
  return {
    values: reading.values,
    dynamic: file.dynamic.map(placed),
    notes: reading.notes.map(placed),
    faults: inOrder.map(placed),
  };
}

// Takes what a file says, where names are inputs of the book.
function settings(reading, file, why) {
  for (const [name, value] of file.values) {
    const input = reading.inputs.get(name);
    if (!input || value === null) continue;
    const { taken, wanted } = convert(input, value);
    if (wanted) reading.faults.push({ fault: "bad-value", input: name, wanted, start: file.places.get(name) });
    else reading.values.set(name, { value: taken, why });
  }
}

// A file's value as the type of an input, or what the input wants instead: whole, number, flag, choice.
function convert({ type, whole, choices }, { type: given, value }) {
  const number = given === "number" ? value : null;
  switch (type) {
    case "number":
      if (number === null || (whole && below(number) !== 1n)) return { wanted: whole ? "whole" : "number" };
      return { taken: number };
    case "flag":
      if (given === "flag") return { taken: value };
      if (number === 0 || number === 1) return { taken: number === 1 };
      return { wanted: "flag" };
    default: {
      const taken = given === "text" ? choices.find(choice => choice === plain(value)) : undefined;
      return taken === undefined ? { wanted: "choice" } : { taken };
    }
  }
}

// The id of a text: `gpt2-xl` is `gpt2_xl`.
const plain = text => text.replace(/[-/. ]/g, "_").toLowerCase();

// Takes the scenarios that belong to texts, and reports of which nothing is known.
function unsaid(reading) {
  const { file, defaults } = reading;
  const missing = [];
  for (const family of ["default", "forced"]) {
    for (const key of Object.keys(reading.families[family] ?? {}).sort()) {
      const scenarios = reading.families[family][key];
      const start = file.places.get(key);
      const value = file.values.has(key) ? file.values.get(key) : defaults.values.get(key);
      const text = value?.type === "text" ? value.value : null;
      if (start === undefined && text === null) continue;
      if (text !== null && Object.hasOwn(scenarios, plain(text))) {
        take(reading, scenarios[plain(text)], `${key} = ${text}`, family === "forced");
      } else if (family === "forced") {
        if (start !== undefined) reading.notes.push({ note: "unknown-setting", setting: key, text, start });
      } else {
        const inputs = new Set(Object.values(scenarios).flatMap(scenario => Object.keys(scenario)));
        inputs.forEach(input => missing.push({ input, setting: key, text: text ?? key, start }));
      }
    }
  }
  for (const { input, ...rest } of missing) {
    // What the file says itself, or what is forced, needs no guess.
    const why = reading.values.get(input)?.why ?? "default";
    if (why === "default") reading.faults.push({ fault: "unknown-setting", input, ...rest });
  }
}

function take(reading, scenario, because, forced) {
  for (const [input, value] of Object.entries(scenario)) {
    if (reading.values.get(input)?.why === "file" && !forced) continue;
    reading.values.set(input, { value, why: forced ? "forced" : "follows", because });
  }
}
