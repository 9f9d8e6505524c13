// The readers of configs and messages in the browser find what `babacus explain` finds: the same files, those of
// tests/evidence, with what the program is expected to say about them.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { assert, read } from "./site.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const load = (name) => import(pathToFileURL(join(root, "static/calculator", name)).href);
const [config, oom, tensors, pasted, engine] = await Promise.all(["config.js", "oom.js", "tensors.js", "pasted.js", "engine.js"].map(load));

const below = (address) => address.replace(/^(\.\.\/)+/, "");
/** A language's calculator, without a page. */
async function calculator(language) {
  const data = JSON.parse(read(`${language}/calculator/index.html`).match(/data-part="data">(.*?)<\/script>/s)[1]);
  const { default: book } = await import(`data:text/javascript,${encodeURIComponent(read(below(data.module)))}`);
  const known = { inputs: data.inputs, defaults: data.config.defaults, families: pasted.known(data.config.families, data.inputs) };
  const texts = JSON.parse(read(below(data.words)));
  return { data, known, book: engine.load(book, texts), flags: texts.table.flags };
}

const cases = (prefix) => readdirSync(join(root, "tests/evidence")).filter((name) => name.startsWith(prefix)).map((name) => {
  const file = (own) => readFileSync(join(root, "tests/evidence", name, own), "utf8");
  const call = file("call").split("\n").filter(Boolean);
  return { name, call, expected: file("expected"), file, language: call[call.indexOf("--lang") + 1] };
});
const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
/** What the program reports of a kind: code or slug, and place. */
const reported = (expected, kind) =>
  [...expected.matchAll(new RegExp(`^${kind}\\[([\\w-]+)\\]: (.*)\\n(?: *--> .*?:(\\d+:\\d+)\\n)?`, "gm"))].map(([, code, message, place = ""]) => ({ code, message, place }));

test("configs: values, places that are dynamic, faults", async () => {
  const { known, book, data, flags } = await calculator("de");
  let [sound, faulty] = [0, 0];
  for (const { name, call, expected, file, language } of cases("config-")) {
    if (["--set", "--in", "--card"].some((option) => call.includes(option)) || name === "config-not-utf-8" || !existsSync(join(root, "tests/evidence", name, "config.py"))) continue;
    const found = config.read(file("config.py").replace(/^\ufeff/, ""), known);
    const theirs = reported(expected, "error").filter(({ code }) => code !== "require");
    const ours = found.faults.map(({ fault, reason, line, column }) => `${reason ?? fault} ${line ? `${line}:${column}` : ""}`);
    assert.deepEqual(ours.sort(), theirs.map(({ code, message, place }) => `${code === "bad-config" ? slug(message) : code} ${place}`).sort(), name);
    const dynamic = reported(expected, "warning").filter(({ code }) => code === "dynamic").map(({ place }) => place);
    assert.deepEqual(found.dynamic.map(({ line, column }) => `${line}:${column}`), dynamic, name);
    if (theirs.length > 0) faulty += 1;
    if (!expected.startsWith("exit 0") || language !== "de") continue;
    sound += 1;
    // A name comes first with its value; later lists name its place in the file.
    const lines = new Map([...expected.matchAll(/^ {2}([a-z_]+) {2,}(.*?)(?: {2,}(.*))?$/gm)].map(([, id, text, reason]) => [id, [text, reason]]).reverse());
    for (const [id, { value, why }] of found.values) {
      const [text, reason] = lines.get(id);
      const input = data.inputs.find((input) => input.id === id);
      const written = pasted.text(value);
      if (input.type === "flag") assert.equal(text, flags[Number(value)], `${name}: ${id}`);
      else if (input.type === "choice") assert.equal(slug(text).replaceAll("-", "_").replace(/_$/, ""), written, `${name}: ${id}`);
      else assert.equal(text, book.write(written, input.bytes ? "B" : ""), `${name}: ${id}`);
      assert.equal(reason === undefined, why === "file", `${name}: ${id}`);
    }
  }
  assert.ok(sound > 6 && faulty > 4, `${sound} sound, ${faulty} faulty`);
});

test("messages: every number, what they say of each other, the tensors", async () => {
  let told = 0;
  for (const { name, call, expected, language = "de" } of cases("oom-")) {
    const message = call[call.indexOf("--oom") + 1];
    if (["--config", "--set", "--in"].some((option) => call.includes(option)) || message === "-" || !["de", "fr", "ja", "zh"].includes(language)) continue;
    const quantities = oom.read(message);
    const tried = quantities.find(({ role }) => role === "tried");
    if (!expected.startsWith("exit 0")) {
      assert.equal(tried, undefined, name);
      continue;
    }
    told += 1;
    const { known, book, data } = await calculator(language);
    const say = (id, values = {}) => data.texts[`evidence-oom-${id}`].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
    const bytes = (amount) => book.write(pasted.text(amount), "B", Number(pasted.text(amount)) < 2 ** 30 ? "MiB .2" : "GiB .2");
    for (const { printed, role } of quantities) assert.ok(expected.includes(printed) && expected.includes(say(role)), `${name}: ${printed} ${role}`);
    for (const { note, amount } of oom.relations(quantities, tried)) assert.ok(expected.includes(say(note, { amount: bytes(amount) })), `${name}: ${note}`);
    const { note, low, high } = oom.request(tried);
    assert.ok(expected.includes(say(note, { low: bytes(low), high: bytes(high) })), `${name}: ${note}`);
    const settings = Object.fromEntries([...config.read("", known).values].map(([id, { value }]) => [id, pasted.text(value)]));
    const old = quantities.some(({ printed }) => printed.endsWith(" cached"));
    const candidates = data.tensors.map(({ id, rounded }) => ({ id, rounded: old ? rounded : rounded.slice(0, 1) }));
    const found = tensors.find(candidates, tried, pasted.sizes(book.with(settings)), false);
    const [, list = ""] = expected.split(say(found.length > 0 ? "tensors" : "no-tensor"));
    const lines = list.split("\n").filter((line) => line.startsWith("  "));
    const shown = found.slice(0, 14);
    assert.ok(lines.length >= shown.length, name);
    shown.forEach(({ size, batch, last, largest }, at) => {
      const remark = batch ? `batch_size = ${batch}${last ? `..${last}` : ""}` : "";
      const text = last ? `${bytes(size)} … ${bytes(largest)}` : bytes(size);
      assert.ok(lines[at].includes(text) && lines[at].includes(remark), `${name}: ${lines[at]} is ${text} ${remark}`);
    });
  }
  assert.ok(told > 8, `${told} messages`);
});
