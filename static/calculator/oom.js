// PyTorch's out-of-memory message, in the forms that it has had since 1.0, number by number. As `src/evidence/oom.rs`.

import { add, div, floor, le, lt, mul, parse, sub } from "./exact.js";

const LENGTH = 4000;
const START = "tried to allocate";
// Where PyTorch or a log says MB, it means MiB.
const SCALES = new Map(Object.entries({ bytes: 0, byte: 0, b: 0, kib: 1, kb: 1, mib: 2, mb: 2, gib: 3, gb: 3, tib: 4, tb: 4 }));
const KIB = 1024;
const MIB = 1024 * KIB;

// All numbers of the first message in a text: `{role, printed, value, tolerance}`, the tolerance half a unit of the last
// digit. Roles: tried, capacity, free, allocated, reserved, spare, pools, process, other, allowed, unknown.
export function read(text) {
  const flat = text.split(/\p{White_Space}+/u).filter(Boolean).join(" ");
  const lower = flat.replace(/[A-Z]/g, letter => letter.toLowerCase());
  const start = lower.indexOf(START);
  if (start < 0) return [];
  const next = lower.indexOf(START, start + START.length);
  const message = first(lower.slice(start, next < 0 ? lower.length : next), LENGTH);
  const found = numbers(message);
  return found.map(({ from, to, value, tolerance }, at) => {
    const before = message.slice(found[at - 1]?.to ?? 0, from);
    const after = message.slice(to, found[at + 1]?.from ?? message.length);
    const cached = after.trimStart().startsWith("cached") ? " cached" : "";
    return { role: role(before, after), printed: flat.slice(start + from, start + to) + cached, value, tolerance };
  });
}

// As many whole letters as fit into so many bytes of UTF-8.
function first(text, bytes) {
  let end = 0;
  for (const c of text) {
    bytes -= c < "\u0080" ? 1 : c < "\u0800" ? 2 : c.length + 2;
    if (bytes < 0) break;
    end += c.length;
  }
  return text.slice(0, end);
}

function role(before, after) {
  before = before.trimEnd();
  after = after.trimStart();
  const follows = (...words) => words.some(word => after.startsWith(word));
  if (before.endsWith(START)) return "tried";
  if (follows("total capac") || before.endsWith("capacity of") || before.endsWith("capacty of")) return "capacity";
  if (follows("already allocated", "is allocated by pytorch", "allocated by pytorch")) return "allocated";
  if (follows("allocated in private pools", "is allocated in private pools")) return "pools";
  // What early messages call cached is what no tensor holds.
  if (follows("is reserved by pytorch but unallocated", "cached")) return "spare";
  if (follows("reserved in total by pytorch", "reserved")) return "reserved";
  if (follows("allowed")) return "allowed";
  if (follows("is free", "free")) return "free";
  if (follows("memory in use")) return before.endsWith("this process has") ? "process" : "other";
  return "unknown";
}

// Every number with a unit of bytes.
function numbers(text) {
  const found = [];
  for (const match of text.matchAll(/(?<![0-9a-zA-Z.])[0-9][0-9.]*/g)) {
    const digits = match[0];
    const from = match.index;
    const unit = /^( *)([a-z]*)/.exec(text.slice(from + digits.length, from + digits.length + 40));
    const scale = SCALES.get(unit[2]);
    if (scale === undefined || digits.length > 30 || !/^[0-9]+(\.[0-9]+)?$/.test(digits)) continue;
    const size = KIB ** scale;
    const decimals = digits.split(".")[1]?.length ?? 0;
    const tolerance = scale === 0 ? 0 : div(size, mul(2, parse(`1${"0".repeat(decimals)}`)));
    found.push({ from, to: from + digits.length + unit[0].length, value: mul(parse(digits), size), tolerance });
  }
  return found;
}

const distance = (a, b) => (lt(a, b) ? sub(b, a) : sub(a, b));

// May a number of a message stand for this size.
export const shows = (quantity, size) => le(distance(quantity.value, size), quantity.tolerance);

// What may have been asked for, rounding considered: `{note, low, high}`.
export function request(tried) {
  const sharp = lt(tried.tolerance, MIB);
  if (shows(tried, 2 * MIB) && sharp) return { note: "request-small", low: 0, high: MIB };
  if (shows(tried, 20 * MIB) && sharp) return { note: "request-medium", low: MIB, high: 10 * MIB };
  if (shows(tried, MIB)) return { note: "request-small-before", low: 0, high: MIB };
  // The whole steps that the printed number may stand for; early versions took smaller ones.
  const least = sub(tried.value, tried.tolerance);
  const most = add(tried.value, tried.tolerance);
  for (const [note, step] of [["request", 2 * MIB], ["request-before", 128 * KIB]]) {
    const down = size => mul(floor(div(size, step)), step);
    const [low, high] = [down(sub(least, 1)), down(most)];
    if (lt(low, high)) return { note, low, high };
  }
  return { note: "request-exact", low: least, high: most };
}

// What the numbers say about each other: `{note, amount}`.
export function relations(quantities, tried) {
  const get = role => quantities.find(quantity => quantity.role === role)?.value;
  const notes = [];
  const note = (id, amount) => notes.push({ note: `note-${id}`, amount });
  const [allocated, process, capacity, free] = ["allocated", "process", "capacity", "free"].map(get);
  const known = x => x !== undefined;
  const reserved = get("reserved") ?? (known(allocated) && known(get("spare")) ? add(allocated, get("spare")) : undefined);
  const spare = get("spare") ?? (known(reserved) && known(allocated) ? sub(reserved, allocated) : undefined);
  if (lt(0, spare)) note(le(tried.value, spare) ? "fragmented" : "spare", spare);
  if (lt(reserved, process)) note("context", sub(process, reserved));
  if (known(capacity) && known(free)) {
    const rest = sub(sub(capacity, free), process ?? reserved);
    const tolerance = quantities.reduce((sum, quantity) => add(sum, quantity.tolerance), 0);
    if (lt(tolerance, rest)) note(known(process) ? "others" : "outside", rest);
    if (le(tried.value, free)) note("free", free);
    if (lt(capacity, reserved)) note("beyond", sub(reserved, capacity));
  }
  return notes;
}

// What was held and asked for, beside the estimate of the peak: `{note, needed, peak}`.
export function againstPeak(quantities, tried, peak) {
  const allocated = quantities.find(quantity => quantity.role === "allocated");
  if (!allocated || peak === undefined) return null;
  const needed = add(allocated.value, tried.value);
  return { note: le(needed, peak) ? "peak-below" : "peak-above", needed, peak };
}
