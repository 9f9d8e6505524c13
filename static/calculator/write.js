// Exact numbers as the text of a language, by the same table and the same rules as the build: `src/locale/number.rs`.
// No `Intl`: browsers differ in it, and the page must say what the build says.

import { Range, above, below, cmp, ending, isNumber, isWhole, magnitude, make, minus, written } from "./exact.js";

const ten = (power) => 10n ** BigInt(power);
const UNITS = { B: 1n, kB: 1000n, MB: 1000n ** 2n, GB: 1000n ** 3n, TB: 1000n ** 4n, KiB: 1024n, MiB: 1024n ** 2n, GiB: 1024n ** 3n, TiB: 1024n ** 4n };
const LADDERS = { binary: [1024, ["B", "KiB", "MiB", "GiB", "TiB"]], decimal: [1000, ["B", "kB", "MB", "GB", "TB"]] };
const ASCII = { digits: "0123456789", decimal: ".", group: "", minus: ["-", ""], primary: 0, secondary: 0, minimum: 1 };

/** The words of a format: `GiB .2`, `compact 4`, `percent`, `exact`, `ascii`, `words`. */
function read(text) {
  const format = {};
  for (const word of text.split(" ")) {
    if (word === "exact") format.cut = { kind: "exact" };
    else if (/^\.\d+$/.test(word)) format.cut = { kind: "decimals", digits: Number(word.slice(1)) };
    else if (/^\d+$/.test(word)) format.cut = { kind: "significant", digits: Number(word) };
    else if (word === "ascii" || word === "words") format[word] = true;
    else if (word) format.style = word;
  }
  return format;
}

/** `B*s^2/param` as `[name, power]`, numerators first. */
const bases = (unit) =>
  unit.split("/").flatMap((part, i) =>
    part === "" || part === "1" ? [] : part.split("*").map((base) => {
      const [name, power = "1"] = base.split("^");
      return [name, i ? -power : Number(power)];
    }),
  );
const raise = (power) => (power === 1 ? "" : String(power).replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]));
const parts = (dimension, put) => {
  const over = dimension.filter((base) => base[1] > 0).map(([name, power]) => put(name, power));
  return [over, dimension.filter((base) => base[1] < 0).map(([name, power]) => put(name, -power))];
};
/** `GiB/s`, `token·layer/s²`. */
const symbol = (dimension, put) => {
  const [over, under] = parts(dimension, (name, power) => put(name) + raise(power));
  return [over.join("·") || "1", ...under].join("/");
};
/** The name of a unit's message: `B-per-param`. */
const message = (dimension) => {
  const [over, under] = parts(dimension, (name, power) => name + (power === 1 ? "" : power));
  return [...(over.length ? [over.join("-")] : []), ...under.map((name) => "per-" + name)].join("-");
};

const around = (affixes, text) => affixes[0] + text + affixes[1];
const join = (infix, a, b) => infix[0] + a + infix[1] + b + infix[2];
const forms = (all, category) => (all.rest ?? []).find(([own]) => own === category)?.[1] ?? all.other;

/** n · times / per without sign, about to be cut. */
const quantity = (x, times, per) => {
  const n = above(x);
  return { negative: n < 0n, n: (n < 0n ? -n : n) * times, d: below(x) * per };
};
/** Cut after so many decimals (below 0: at tens, hundreds …), halves away from 0. */
const cutAt = ({ negative, n, d }, places) => {
  if (places < 0) d *= ten(-places);
  else n *= ten(places);
  const rest = n % d;
  return decimal(negative, n / d + (rest * 2n >= d ? 1n : 0n), -places, rest !== 0n);
};
/** digits · 10^exponent. */
const decimal = (negative, digits, exponent, inexact) => ({ negative: negative && digits !== 0n, digits: digits === 0n ? "" : String(digits).replace(/0+$/, (zeros) => ((exponent += zeros.length), "")), exponent, inexact });
const leading = (x) => (x.digits ? x.digits.length - 1 + x.exponent : 0);
/** Whole part and decimals as plain digits. */
const plain = ({ digits, exponent }, pad = 0) => {
  if (digits === "") return ["0", "0".repeat(pad)];
  const text = exponent >= 0 ? digits + "0".repeat(exponent) : digits.padStart(1 - exponent, "0");
  const at = exponent >= 0 ? text.length : text.length + exponent;
  return [text.slice(0, at), text.slice(at).padEnd(pad, "0")];
};

/** The category of a number as shown, by CLDR's rules in the table. */
function category(rules, [whole, rest], exponent) {
  if (!rules.length) return "other";
  const all = whole + rest.slice(0, exponent).padEnd(exponent, "0");
  const i = all.replace(/^0+(?=.)/, "");
  const f = rest.slice(exponent, exponent + 18);
  const t = f.replace(/0+$/, "");
  const values = { i: BigInt(i.slice(-18)) + (i.length > 18 ? ten(18) : 0n), v: f.length, w: t.length, f: f || 0, t: t || 0, c: exponent, e: exponent };
  if (!t) values.n = values.i;
  const holds = (relation) => {
    const [, operand, modulo, sign, list] = /^(\w)(?: % (\d+))? (!?=) (.+)$/.exec(relation);
    let value = values[operand];
    if (value !== undefined) value = modulo ? BigInt(value) % BigInt(modulo) : BigInt(value);
    const hit = value !== undefined && list.split(",").some((range) => {
      const [low, high = low] = range.trim().split("..");
      return value >= BigInt(low) && value <= BigInt(high);
    });
    return hit === (sign === "=");
  };
  return rules.find(([, rule]) => rule.split(" or ").some((all) => all.split(" and ").every(holds)))?.[0] ?? "other";
}

const places = (cut, m, exponent) =>
  cut.kind === "decimals" ? cut.digits - exponent : cut.kind === "whole" ? Math.max(cut.digits - 1 - m, -exponent) : cut.digits - 1 - m;

/** Writes values of one language. `labels` are the counting units; `choices` and `names` the texts of choices and ids. */
export function writer({ table, prefixes = "binary", choices = {}, names = {} }, labels) {
  const { plurals } = table;

  const digits = (numerals, [whole, rest], before) => {
    const { primary, secondary } = numerals;
    const grouped = primary > 0 && whole.length >= primary + Math.max(before, numerals.minimum);
    let text = "";
    [...whole].forEach((digit, i) => {
      const at = whole.length - 1 - i;
      text += numerals.digits[digit];
      if (grouped && at >= primary && (at - primary) % Math.max(secondary, 1) === 0) text += numerals.group;
    });
    return text + (rest ? numerals.decimal + [...rest].map((digit) => numerals.digits[digit]).join("") : "");
  };
  const step = (steps, m) => steps.findLast((step) => step.magnitude <= m);

  /** How to write a number of this size: the rows of `Numbers::plan`. */
  function plan(largest, whole, unit, format) {
    const { ascii, words, style } = format;
    const dimension = bases(unit);
    const bytes = dimension.some(([name, power]) => name === "B" && power === 1) && dimension.every(([name, power]) => name === "B" || power < 0);
    const cut = format.cut ?? (ascii && !style ? { kind: "exact" } : { kind: "whole", digits: 3 });
    const plain = { times: 1n, per: 1n, cut, steps: [], numerals: ascii ? ASCII : table.numerals, ascii, unit: (text) => text };
    const own = () => {
      const found = table.units[message(dimension)];
      return found && (words ? found.words : found.forms);
    };
    const symbolOf = (name) => table.units[name]?.symbol ?? name;
    const formed = (all) => (text, category) => around(forms(all, category), text);
    const beside = (symbol) => (text) => join(table.quantity, text, symbol);
    if (style === "percent" && !dimension.length) {
      return { ...plain, times: 100n, unit: ascii ? (text) => text + "%" : formed(table.percent) };
    }
    if (bytes) {
      const bare = ascii && !style;
      const name = style in UNITS ? style : !style && (bare || cut.kind === "exact") ? "B" : bySize(largest, cut);
      let text = plain.unit;
      if (ascii && !bare) text = (text) => text + " " + symbol(dimension, (base) => (base === "B" ? name : base));
      else if (!bare && dimension.length === 1) {
        const found = table.units[name];
        text = found ? formed(words ? found.words : found.forms) : beside(name);
      } else if (!bare) {
        const found = name === "B" && own();
        text = found ? formed(found) : beside(symbol(dimension, (base) => symbolOf(base === "B" ? name : base)));
      }
      return { ...plain, per: UNITS[name], unit: text, neverZero: !bare && !(style in UNITS) };
    }
    const size = cmp(largest, 0) < 0 ? minus(0, largest) : largest;
    const compact = (style === "compact" || (cmp(size, 1e6) >= 0 && (!format.cut || words))) && !ascii && cut.kind !== "exact";
    const isLabel = dimension.length && dimension.every(([name]) => labels.includes(name));
    let text = plain.unit;
    if (!ascii && dimension.length && (words || !isLabel)) {
      const found = own();
      text = found ? formed(found) : beside(symbol(dimension, symbolOf));
    }
    return {
      ...plain,
      steps: !compact ? [] : words ? table.long : table.short,
      cut: format.cut ? cut : compact ? { kind: "whole", digits: table.compact_digits } : whole ? { kind: "exact" } : cut,
      unit: text,
    };
  }

  /** The unit in which bytes are neither below 1 nor, once rounded, as much as the next unit. */
  function bySize(bytes, cut) {
    const [base, ladder] = LADDERS[prefixes];
    const { n, d } = quantity(bytes, 1n, 1n);
    const at = Math.max(0, ladder.findLastIndex((unit) => n >= UNITS[unit] * d));
    if (cut.kind === "exact" || at === ladder.length - 1) return ladder[at];
    const size = quantity(bytes, 1n, UNITS[ladder[at]]);
    const rounded = cutAt(size, places(cut, magnitude(size.n, size.d), 0));
    return Number(plain(rounded)[0]) >= base ? ladder[at + 1] : ladder[at];
  }

  function write(how, x) {
    const size = quantity(x, how.times, how.per);
    if (how.cut.kind === "exact") {
      const { n, d } = quantity(make(size.n, size.d), 1n, 1n);
      const end = ending(d);
      if (end >= 0) return finish(how, cutAt(size, end), 0, 0);
      if (how.ascii) return cut(how, size, { kind: "significant", digits: 20 });
      const written = finish(how, decimal(size.negative, n, 0, false), 0, 0);
      return { ...written, text: written.text + "/" + digits(how.numerals, [String(d), ""], 1), category: "other" };
    }
    const written = cut(how, size, how.cut);
    return how.neverZero && written.zero && written.inexact ? cut(how, size, { kind: "significant", digits: 1 }) : written;
  }

  function cut(how, size, cut) {
    const exponent = (m) => step(how.steps, m)?.exponent ?? 0;
    const m = magnitude(size.n, size.d);
    const rounded = cutAt(size, places(cut, m, exponent(m)));
    const shift = exponent(leading(rounded));
    return finish(how, { ...rounded, exponent: rounded.exponent - shift }, shift, cut.kind === "decimals" ? cut.digits : 0);
  }

  function finish(how, number, exponent, pad) {
    const shown = plain(number, pad);
    const found = step(how.steps, leading(number) + exponent);
    const one = number.digits === "1" && number.exponent === 0 ? found?.one : undefined;
    return {
      negative: number.negative,
      text: one ?? digits(how.numerals, shown, how.steps.length ? 2 : 1),
      around: found && (one === undefined || one === null) ? forms(found.forms, category(plurals.rules, shown, 0)) : undefined,
      category: category(plurals.rules, shown, exponent),
      inexact: number.inexact,
      zero: number.digits === "",
    };
  }

  const joined = (how, { negative, text, around: affixes }) => {
    if (affixes) text = around(affixes, text);
    return negative ? around(how.numerals.minus, text) : text;
  };
  const same = (a, b) => a === b || (a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1]);
  const apart = (affixes) => !affixes || affixes[1] === "" || /^\s/.test(affixes[1]);

  function number(x, unit, format) {
    const how = plan(x, isWhole(x), unit, format);
    const shown = write(how, x);
    return { text: how.unit(joined(how, shown), shown.category), category: shown.category, approximate: shown.inexact };
  }

  function range({ low, high }, unit, format) {
    const size = (x) => (cmp(x, 0) < 0 ? minus(0, x) : x);
    const how = plan(cmp(size(low), size(high)) > 0 ? low : high, isWhole(low) && isWhole(high), unit, format);
    const [first, second] = [write(how, low), write(how, high)];
    const [one, other] = [joined(how, first), joined(how, second)];
    let category = plurals.ranges.find(([a, b]) => a === first.category && b === second.category)?.[2] ?? second.category;
    let text;
    if (one === other) [text, category] = [other, second.category];
    else if (format.ascii) text = one + ".." + other;
    else if (first.negative || second.negative || !same(first.around, second.around) || !apart(second.around)) text = join(table.range_wide, one, other);
    else {
      text = join(table.range, first.text, second.text);
      if (second.around) text = around(second.around, text);
    }
    return { text: how.unit(text, category), category, approximate: first.inexact || second.inexact };
  }

  const cache = new Map();
  /** `{ text, category, approximate }` of a value of a type (`nB/param`, `flag`, …: as the book says it) in a format. */
  return (value, type, format = "") => {
    if (!cache.has(format)) cache.set(format, read(format));
    const asked = cache.get(format);
    if (isNumber(value)) return number(value, type.slice(1), asked);
    if (value instanceof Range) return range(value, type.slice(1), asked);
    const own = (texts, name) => (Object.hasOwn(texts, name) ? texts[name] : name);
    let text = written(value)[0];
    if (asked.ascii) return { text, category: "other", approximate: false };
    if (value === undefined) text = table.none;
    else if (typeof value === "boolean") text = table.flags[Number(value)];
    else text = own(type === "choice" ? choices : names, value);
    return { text, category: "other", approximate: false };
  };
}
