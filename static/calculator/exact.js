// Exact numbers: whole numbers below 2^53 are doubles, everything else is a fraction of big integers in lowest terms.
//
// A sum, difference or product of two safe integers is computed as a double and kept only if its absolute value is at
// most 2^53 - 1: rounding to a double never carries a number across that bound, so what is kept is exact. `%` of doubles
// is exact always. Nothing else is ever a double.
//
// Values: number | Q | Range | boolean | string (a choice or a name) | undefined (`none`).

const MAX = Number.MAX_SAFE_INTEGER;
const BITS = 1n << 4096n;

/** Why there is no value: a code of the build's diagnostics, and what the reader may want to know. */
export class Fault {
  constructor(code, data) {
    this.code = code;
    Object.assign(this, data);
  }
}

export const fail = (code, data) => {
  throw new Fault(code, data);
};

/** A fraction in lowest terms (d above 0) that is no safe integer. */
export class Q {
  constructor(n, d) {
    this.n = n;
    this.d = d;
  }
}

/** low .. high; both ends belong to it. */
export class Range {
  constructor(low, high) {
    this.low = low;
    this.high = high;
  }
}

const isNumber = (x) => typeof x === "number" || x instanceof Q;
export const above = (x) => (typeof x === "number" ? BigInt(x) : x.n);
export const below = (x) => (typeof x === "number" ? 1n : x.d);

/** n / d for big integers, d not 0. */
export function make(n, d) {
  if (d !== 1n) {
    let a = n < 0n ? -n : n;
    let b = d < 0n ? -d : d;
    while (b) [a, b] = [b, a % b];
    if (d < 0n) a = -a;
    n /= a;
    d /= a;
  }
  return d === 1n && n <= MAX && n >= -MAX ? Number(n) : new Q(n, d);
}

const limited = (x) => {
  if (typeof x !== "number" && (x.n >= BITS || x.n <= -BITS || x.d >= BITS)) fail("limit");
  return x;
};
const limitedRange = (low, high) => new Range(limited(low), limited(high));

// Without the limit of size: what the operators below and tapes are made of.
export function plus(a, b) {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (sum <= MAX && sum >= -MAX) return sum;
  }
  return make(above(a) * below(b) + above(b) * below(a), below(a) * below(b));
}
export const minus = (a, b) => plus(a, neg(b));
export function product(a, b) {
  if (typeof a === "number" && typeof b === "number") {
    const found = a * b;
    if (found <= MAX && found >= -MAX) return found + 0;
  }
  return make(above(a) * above(b), below(a) * below(b));
}
export const over = (a, b) => {
  const d = below(a) * above(b);
  return d === 0n ? fail("division-by-zero") : make(above(a) * below(b), d);
};

export function neg(a) {
  if (typeof a === "number") return 0 - a;
  return a instanceof Q ? make(-a.n, a.d) : a;
}

export function add(a, b) {
  if (isNumber(a) && isNumber(b)) return limited(plus(a, b));
  if (a instanceof Range && b instanceof Range) return limitedRange(plus(a.low, b.low), plus(a.high, b.high));
  return undefined;
}

export function sub(a, b) {
  return isNumber(a) && isNumber(b) ? limited(plus(a, neg(b))) : undefined;
}

const scaled = (range, x) => {
  const [a, b] = [product(range.low, x), product(range.high, x)];
  return cmp(x, 0) < 0 ? limitedRange(b, a) : limitedRange(a, b);
};

export function mul(a, b) {
  if (isNumber(a)) return isNumber(b) ? limited(product(a, b)) : b instanceof Range ? scaled(b, a) : undefined;
  return a instanceof Range && isNumber(b) ? scaled(a, b) : undefined;
}

export function div(a, b) {
  if (typeof a === "number" && typeof b === "number" && b !== 0 && a % b === 0) return a / b + 0;
  if (isNumber(a) && isNumber(b)) return limited(over(a, b));
  return a instanceof Range && isNumber(b) ? scaled(a, over(1, b)) : undefined;
}

export function floor(a) {
  if (!(a instanceof Q) || a.d === 1n) return a;
  return make(a.n / a.d - (a.n < 0n ? 1n : 0n), 1n);
}

export const ceil = (a) => neg(floor(neg(a)));

/** `a div b`. */
export function quo(a, b) {
  if (typeof a === "number" && typeof b === "number" && b !== 0) {
    const rest = a % b;
    return (a - rest) / b - (rest !== 0 && rest < 0 !== b < 0 ? 1 : 0) + 0;
  }
  return isNumber(a) && isNumber(b) ? limited(floor(over(a, b))) : undefined;
}

/** `a mod b`: it has the sign of b. */
export function mod(a, b) {
  if (typeof a === "number" && typeof b === "number" && b !== 0) {
    const rest = a % b;
    return rest === 0 ? 0 : rest < 0 !== b < 0 ? rest + b : rest;
  }
  return isNumber(a) && isNumber(b) ? limited(plus(a, neg(product(b, floor(over(a, b)))))) : undefined;
}

const raised = (a, power) => make(above(a) ** power, below(a) ** power);

export function pow(a, b) {
  if (!isNumber(a) || !isNumber(b)) return undefined;
  if (typeof b !== "number" || b > 64 || b < -64) fail("limit");
  if (b >= 0) {
    let power = 1;
    if (typeof a === "number") for (let i = 0; i < b; i++) power *= a;
    else power = Infinity;
    return power <= MAX && power >= -MAX ? power + 0 : limited(raised(a, BigInt(b)));
  }
  const x = raised(a, BigInt(-b));
  return limited(over(1, x));
}

export const abs = (a) => (cmp(a, 0) < 0 ? neg(a) : a);

/** Halves away from 0; `digits` below 0 round to tens, hundreds … */
export function rounded(a, digits) {
  if (digits >= 0 && below(a) === 1n) return a;
  const scale = digits < 0 ? over(1, raised(10, BigInt(-digits))) : raised(10, BigInt(digits));
  const size = over(floor(plus(product(abs(a), scale), make(1n, 2n))), scale);
  return cmp(a, 0) < 0 ? neg(size) : size;
}

const bits = (n) => n.toString(2).length;

/** The exponent of the greatest power of two that is not above `a`. */
export function log2(a) {
  if (cmp(a, 0) <= 0) fail("domain");
  if (typeof a === "number" && a < 2147483648) return 31 - Math.clz32(a);
  if (cmp(a, 1) >= 0) return bits(above(floor(a))) - 1;
  const rest = above(ceil(over(1, a))) - 1n;
  return 0 - (rest === 0n ? 0 : bits(rest));
}

/** Below, at or above 0, as a is below, at or above b; both are numbers. */
export function cmp(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [x, y] = [above(a) * below(b), above(b) * below(a)];
  return x < y ? -1 : x > y ? 1 : 0;
}

// Comparisons; without a value they are false.
export const lt = (a, b) => (typeof a === "number" && typeof b === "number" ? a < b : isNumber(a) && isNumber(b) && cmp(a, b) < 0);
export const le = (a, b) => (typeof a === "number" && typeof b === "number" ? a <= b : isNumber(a) && isNumber(b) && cmp(a, b) <= 0);
export const within = (a, r) => r instanceof Range && le(r.low, a) && le(a, r.high);
export function eq(a, b) {
  if (a === b) return true;
  if (a instanceof Q && b instanceof Q) return a.n === b.n && a.d === b.d;
  return a instanceof Range && b instanceof Range && eq(a.low, b.low) && eq(a.high, b.high);
}

export function range(a, b) {
  if (!isNumber(a) || !isNumber(b)) return undefined;
  return cmp(a, b) <= 0 ? new Range(a, b) : fail("range");
}

const isWhole = (x) => typeof x === "number" || x.d === 1n;

/** The value itself, if it is whole where it has to be. */
export function whole(x, at) {
  if (typeof x === "number") return x;
  if (x instanceof Q ? !isWhole(x) : x instanceof Range && !(isWhole(x.low) && isWhole(x.high))) {
    fail("not-whole", at === undefined ? { found: x } : { found: x, at });
  }
  return x;
}

/** A condition: `none` is none. */
export const flag = (x) => (typeof x === "boolean" ? x : fail("none"));

// The functions of the language; `none` among the arguments of `min` and `max` is left out.
const best = (values, sign) => {
  let found;
  for (const x of values) if (x !== undefined && (found === undefined || sign * cmp(x, found) > 0)) found = x;
  return found;
};
export const max = (...values) => limitedOrNone(best(values, 1));
export const min = (...values) => limitedOrNone(best(values, -1));
const limitedOrNone = (x) => (x === undefined ? x : limited(x));
const each = (f) => (x) => (isNumber(x) ? limited(f(x)) : undefined);
export const total = (...values) => (values.every(isNumber) ? limited(values.reduce(plus, 0)) : undefined);
export const size = each(abs);
export const down = each(floor);
export const up = each(ceil);
export const log2Floor = each(log2);
export function round(x, digits) {
  if (!isNumber(x) || (arguments.length > 1 && !isNumber(digits))) return undefined;
  if (digits !== undefined && (typeof digits !== "number" || digits > 100 || digits < -100)) fail("limit");
  return limited(rounded(x, digits ?? 0));
}
export const low = (r) => (r instanceof Range ? r.low : undefined);
export const high = (r) => (r instanceof Range ? r.high : undefined);

// Numbers as text: plain decimal digits, as the build writes them into `<data value>`.

/** The exponent of the leading digit; 0 for 0. */
export function magnitude(n, d) {
  if (n === 0n) return 0;
  const guess = String(n).length - String(d).length;
  const reached = guess < 0 ? n * 10n ** BigInt(-guess) >= d : n >= d * 10n ** BigInt(guess);
  return reached ? guess : guess - 1;
}

/** After how many decimals n / d (in lowest terms) ends; -1 if it does not. */
export function ending(d) {
  let places = [0, 0];
  [2n, 5n].forEach((factor, i) => {
    while (d % factor === 0n) {
      d /= factor;
      places[i]++;
    }
  });
  return d === 1n ? Math.max(...places) : -1;
}

function decimals(n, d, places) {
  const digits = String(((n < 0n ? -n : n) * 10n ** BigInt(places)) / d).padStart(places + 1, "0");
  const at = digits.length - places;
  return (n < 0n ? "-" : "") + digits.slice(0, at) + (places ? "." + digits.slice(at) : "");
}

/** `[decimal]`, or `[20 significant digits, "p/q"]` where the decimal does not end. */
export function written(x) {
  if (typeof x === "number") return [String(x)];
  if (x instanceof Range) return [written(x.low)[0] + ".." + written(x.high)[0]];
  if (!(x instanceof Q)) return [x === undefined ? "none" : String(x)];
  const places = ending(x.d);
  if (places >= 0) return [decimals(x.n, x.d, places)];
  const cut = rounded(x, 19 - magnitude(x.n < 0n ? -x.n : x.n, x.d));
  return [written(cut)[0], x.n + "/" + x.d];
}

/** Reads `123`, `-0.25`, `1e-3`, `1/3`; undefined if it is no such number, or too long for one. */
export function parse(text) {
  if (text.length > 1300) return undefined;
  const fraction = /^(-?\d+)\/(\d+)$/.exec(text);
  if (fraction) return /^0+$/.test(fraction[2]) ? undefined : make(BigInt(fraction[1]), BigInt(fraction[2]));
  const parts = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (!parts) return undefined;
  const [, sign, digits, rest = "", exponent = "0"] = parts;
  const n = BigInt((sign === "-" ? "-" : "") + digits + rest);
  const shift = Number(exponent) - rest.length;
  return shift < 0 ? make(n, 10n ** BigInt(-shift)) : make(n * 10n ** BigInt(shift), 1n);
}
