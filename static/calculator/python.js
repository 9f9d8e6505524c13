// The literals of a Python file: what its assignments say, without running it. As `src/evidence/python/`: the same files
// give the same values, the same dynamic places and the same faults there and here.
//
// A value is `{type, value}` with the type number, flag, text, none or other.

import { lex } from "./lex.js";
import { augment, evaluate } from "./literal.js";

const SIZE = 1 << 20;
const BLOCKS = new Set(["if", "elif", "else", "for", "while", "with", "try", "except", "finally", "def", "class", "async"]);
const STATEMENTS = new Set(["del", "assert", "raise", "return", "yield", "await", "break", "continue"]);

// Reads a file: `{values: Map name → value or null, places: Map name → start, dynamic: [{name, start, what}],
// faults: [{fault, start}]}`. Names of the file `known` may be used.
export function read(text, known = new Map()) {
  const file = { values: new Map(), places: new Map(), dynamic: [], faults: [] };
  file.names = name => (file.values.has(name) ? file.values.get(name) : known.get(name));
  if (bytes(text) > SIZE) {
    file.faults.push({ fault: "this-file-has-more-than-1024-kib", start: 0 });
    return file;
  }
  lines(file, lex(text));
  file.dynamic.sort((a, b) => a.start - b.start);
  return file;
}

// Length in UTF-8; beyond the limit it need not be right.
function bytes(text) {
  if (text.length > SIZE) return text.length;
  let length = 0;
  for (const c of text) length += c < "\u0080" ? 1 : c < "\u0800" ? 2 : c.length + 2;
  return length;
}

// Goes through the logical lines; lines that belong to a block are not executed.
function lines(file, tokens) {
  // The indentation of the innermost block that is passed over, and whether its names belong to the file.
  let block = null;
  for (const line of split(tokens, token => token.kind === "end").filter(line => line.length > 0)) {
    const [first] = line;
    if (block && first.indent > block.indent) {
      if (block.global) conditional(file, line);
      continue;
    }
    block = null;
    if ((first.kind === "name" && BLOCKS.has(first.text)) || first.text === "@") {
      const global = !["def", "class", "async", "@"].includes(first.text);
      if (!["elif", "else", "except", "finally"].includes(first.text)) dynamic(file, null, first.start, "block");
      if (global) conditional(file, line);
      block = { indent: first.indent, global };
      continue;
    }
    const statements = split(line, token => token.kind === "operator" && token.text === ";");
    statements.filter(tokens => tokens.length > 0).forEach(tokens => statement(file, tokens));
  }
}

function split(tokens, ends) {
  const parts = [[]];
  for (const token of tokens) {
    if (ends(token)) parts.push([]);
    else parts.at(-1).push(token);
  }
  return parts;
}

// Names that a line which may not run would assign: their values are not known.
function conditional(file, line) {
  let depth = 0;
  line.forEach((token, at) => {
    depth = nested(depth, token);
    const starts = at === 0 || [":", ";"].includes(line[at - 1].text);
    const next = line[at + 1];
    const assigned = next?.kind === "operator" && (["=", ":"].includes(next.text) || plain(next.text));
    if (depth === 0 && starts && token.kind === "name" && !BLOCKS.has(token.text) && assigned) {
      dynamic(file, token.text, token.start, "block");
    }
  });
}

function nested(depth, { kind, text }) {
  if (kind !== "operator") return depth;
  return "([{".includes(text) ? depth + 1 : ")]}".includes(text) ? Math.max(depth - 1, 0) : depth;
}

function statement(file, tokens) {
  const [{ kind, text, start }] = tokens;
  const faulty = tokens.find(token => token.fault);
  if (faulty) return bad(file, start, faulty.fault);
  const open = unclosed(tokens);
  if (open) return bad(file, open.start, "this-bracket-is-not-closed");
  if (kind === "name" && ["pass", "global", "nonlocal"].includes(text)) return;
  if (kind === "name" && ["import", "from"].includes(text)) return dynamic(file, null, start, "import");
  if (kind === "name" && STATEMENTS.has(text)) return dynamic(file, null, start, "statement");
  assignment(file, tokens);
}

// `NAME = value`, `NAME: type = value`, `A = B = value`, `NAME += value`, or an expression that stands alone.
function assignment(file, tokens) {
  let depth = 0;
  const parts = split(tokens, token => {
    depth = nested(depth, token);
    return token.kind === "operator" && token.text === "=" && depth === 0;
  });
  const value = parts.pop();
  if (parts.length === 0) return alone(file, tokens, value);
  const { start } = tokens[0];
  if (value.length === 0) return bad(file, start, "here-a-value-is-missing");
  const names = [];
  for (const target of parts) {
    const [name, colon] = target;
    if (!name) return bad(file, start, "here-a-name-is-missing");
    if (name.kind !== "name" || (colon && colon.text !== ":")) {
      // Unpacking, attributes and elements.
      target.filter(token => token.kind === "name").forEach(token => dynamic(file, token.text, name.start, "statement"));
      return;
    }
    names.push(name.text);
  }
  const read = attempt(() => evaluate(value, file.names));
  names.forEach(name => set(file, name, read, value[0].start));
}

// A line without `=` in it: an operator that assigns, an annotation, a text for readers, or something dynamic.
function alone(file, tokens, value) {
  const [name, operator, ...rest] = tokens;
  if (name.kind === "name" && operator?.kind === "operator") {
    if (operator.text === ":") return;
    const sign = plain(operator.text);
    if (sign) {
      const read = attempt(() => augment(name, sign, operator.start, rest, file.names));
      return set(file, name.text, read, (rest[0] ?? operator).start);
    }
  }
  const read = attempt(() => evaluate(value, file.names));
  if (read.stop?.what) dynamic(file, null, read.stop.start, read.stop.what);
  else if (read.stop) bad(file, read.stop.start, read.stop.fault);
}

// What a function gives, or the stop that it throws.
function attempt(evaluated) {
  try {
    return { value: evaluated() };
  } catch (stop) {
    if (stop instanceof Error) throw stop;
    return { stop };
  }
}

function set(file, name, { value, stop }, start) {
  if (stop?.what) return dynamic(file, name, stop.start, stop.what);
  if (stop) bad(file, stop.start, stop.fault);
  file.values.set(name, value ?? null);
  file.places.set(name, start);
}

function dynamic(file, name, start, what) {
  file.dynamic.push({ name, start, what });
  if (name === null) return;
  file.values.set(name, null);
  file.places.set(name, start);
}

const bad = (file, start, fault) => file.faults.push({ fault, start });

// The last bracket that is not closed.
function unclosed(tokens) {
  const open = [];
  for (const token of tokens.filter(token => token.kind === "operator")) {
    if ("([{".includes(token.text)) open.push(token);
    else if (")]}".includes(token.text)) open.pop();
  }
  return open.at(-1);
}

// The operator of `+=` and its like.
const plain = text => (text.endsWith("=") && !["", "=", "!", "<", ">", ":"].includes(text.slice(0, -1)) ? text.slice(0, -1) : null);
