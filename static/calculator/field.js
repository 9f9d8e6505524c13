// What a reader writes into a field, and how a field writes a value: digits, grouping and decimal marks of any of the
// languages, units of bytes.

import { above, below, div, lt, le, make, mul, parse } from "./exact.js";

const SPACES = /[\s'’_]/g;
const NUMBER = /^([-+]?[\d.,\s'’_]*\d[.,]?)\s*(\p{L}*)$/u;

// Reads what stands in the field of an input: `{value}`, or `{error, limit}` with the id of a message. `language` is the
// language's table of numerals, `units` the units of bytes `{MiB: {symbol, scale}}`.
export function read(text, input, numerals, units) {
  const plain = digits(text.normalize("NFKC"), numerals).replace(/[\u2212\u2010-\u2013]/g, "-").trim();
  if (plain === "") return { error: "empty" };
  const parts = NUMBER.exec(plain);
  if (!parts || (parts[2] && !input.bytes)) return { error: "number" };
  const scale = parts[2] ? unit(parts[2], units) : parse(input.scale);
  if (scale === undefined) return { error: "unit" };
  const number = decimal(parts[1].replace(SPACES, ""), numerals.decimal, input.whole && !input.bytes);
  if (number === undefined) return { error: "number" };
  return allowed(mul(number, scale), input);
}

const digits = (text, { digits }) => text.replace(/\p{Nd}/gu, c => (digits.includes(c) ? String(digits.indexOf(c)) : c));

function unit(text, units) {
  const named = Object.entries(units).find(([name, { symbol }]) => [name, symbol].some(own => own.toLowerCase() === text.toLowerCase()));
  if (named) return named[1].scale;
  return { b: 1, byte: 1, bytes: 1, octet: 1, octets: 1, o: 1 }[text.toLowerCase()];
}

// A number in which `,` and `.` are marks: the last one is the decimal mark if it stands once and is the language's, or
// if it cannot group, as in `0.5` and `1.5`.
function decimal(text, mark, whole) {
  const sign = text.startsWith("-") ? "-" : "";
  const bare = text.replace(/^[-+]/, "");
  const marks = [...bare.matchAll(/[.,]/g)].map(match => match[0]);
  const last = marks.at(-1);
  const groups = /^[1-9]\d{0,2}([.,]\d{3})+$/;
  let [before, after] = [bare, ""];
  if (marks.length > 0) {
    const at = bare.lastIndexOf(last);
    const same = marks.every(own => own === last);
    if (same && groups.test(bare) && (marks.length > 1 || last !== mark)) {
      // All marks group.
    } else if (same && marks.length > 1) {
      return undefined;
    } else {
      [before, after] = [bare.slice(0, at), bare.slice(at + 1)];
      if (marks.length > 1 && !groups.test(before)) return undefined;
    }
  }
  before = before.replace(/[.,]/g, "");
  if (/[.,]/.test(after)) return undefined;
  // `1.024` where the point is the decimal mark and the number has to be whole may mean either.
  if (whole && after !== "" && !/^0*$/.test(after) && last !== mark) return undefined;
  return parse(`${sign}${before || "0"}${after ? `.${after}` : ""}`);
}

// The value, if the input may have it.
export function allowed(value, input) {
  if (input.whole && below(value) !== 1n) return { error: "whole" };
  const [least, most] = [input.least, input.most].map(bound => bound && { limit: parse(bound[0]), strict: bound[1] });
  if (least && !(least.strict ? lt(least.limit, value) : le(least.limit, value))) {
    return { error: least.strict ? "above" : "least", limit: least.limit };
  }
  if (most && !(most.strict ? lt(value, most.limit) : le(value, most.limit))) {
    return { error: most.strict ? "below" : "most", limit: most.limit };
  }
  return { value };
}

// The number that a field shows for a value, in its unit.
export const shown = (value, input) => div(value, parse(input.scale));

// Half of a number, for inputs that count.
export const half = value => make(above(value) / 2n, 1n);
