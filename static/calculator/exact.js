// Exact numbers: whole numbers below 2^53 are doubles, everything else is a fraction of big integers in lowest terms.
//
// A sum, difference or product of two safe integers is computed as a double and kept only if its absolute value is at
// most 2^53 - 1: rounding to a double never carries a number across that bound, so what is kept is exact. `%` of doubles
// is exact always. Nothing else is ever a double.
//
// Values: number | Q | Range | boolean | string (a choice or a name) | undefined (`none`).

import { Enclosure, UNDECIDED, UNKNOWN, enclosed, gathered, ordered } from "./enclose.js";

const MAX = Number.MAX_SAFE_INTEGER;
// Big integers are compared with big integers only: an engine was seen to err on `-54043194817501350n >= -9007199254740991`.
const BIG = BigInt(MAX);
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

/** A fraction in lowest terms (d above 0) that is no safe integer: two safe integers where both are, else two big ones. */
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

export const isNumber = (x) => typeof x === "number" || x instanceof Q;
const isSafe = (x) => x <= MAX && x >= -MAX;
/** Numerator and denominator as big integers. */
export const above = (x) => BigInt(x instanceof Q ? x.n : x);
export const below = (x) => BigInt(x instanceof Q ? x.d : 1);
export const isWhole = (x) => typeof x === "number" || x.d === 1n;

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
  if (n > BIG || n < -BIG || d > BIG) return new Q(n, d);
  return d === 1n ? Number(n) : new Q(Number(n), Number(d));
}

/** n / d for doubles, d above 0: undefined unless both are safe integers. */
function small(n, d) {
  if (!isSafe(n) || !isSafe(d)) return undefined;
  let a = n < 0 ? -n : n;
  let b = d;
  while (b) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return d === a ? n / d + 0 : new Q(n / a, d / a);
}
/** Numerator and denominator as doubles; NaN where they are big integers. */
const top = (x) => (typeof x === "number" ? x : typeof x.n === "number" ? x.n : NaN);
const bottom = (x) => (typeof x === "number" ? 1 : typeof x.n === "number" ? x.d : NaN);

const limited = (x) => {
  if (x instanceof Q && typeof x.n === "bigint" && (x.n >= BITS || x.n <= -BITS || x.d >= BITS)) fail("limit");
  return x;
};
const limitedRange = (low, high) => new Range(limited(low), limited(high));

// Without the limit of size: what the operators below and tapes are made of. A product of safe integers that is safe is
// exact, and so is a sum of safe ones.
export function plus(a, b) {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (isSafe(sum)) return sum;
  } else {
    const [c, d] = [bottom(a), bottom(b)];
    const [x, y] = [top(a) * d, top(b) * c];
    if (isSafe(x) && isSafe(y)) {
      const found = small(x + y, c * d);
      if (found !== undefined) return found;
    }
  }
  return make(above(a) * below(b) + above(b) * below(a), below(a) * below(b));
}
export const minus = (a, b) => plus(a, neg(b));
export function product(a, b) {
  if (typeof a === "number" && typeof b === "number") {
    const found = a * b;
    if (isSafe(found)) return found + 0;
  } else {
    const found = small(top(a) * top(b), bottom(a) * bottom(b));
    if (found !== undefined) return found;
  }
  return make(above(a) * above(b), below(a) * below(b));
}
export const over = (a, b) => {
  if (b === 0) fail("division-by-zero");
  const [n, d] = [top(a) * bottom(b), bottom(a) * top(b)];
  return (d < 0 ? small(-n, -d) : small(n, d)) ?? make(above(a) * below(b), below(a) * above(b));
};

const either = (a, b) => a instanceof Enclosure || b instanceof Enclosure;
/** An operator of which an operand has no value, or is enclosed while a search looks at a range. */
const out = (operator, ...operands) => (either(...operands) ? enclosed(operator, ...operands) : undefined);

export function neg(a) {
  if (typeof a === "number") return 0 - a;
  return a instanceof Q ? new Q(-a.n, a.d) : a instanceof Enclosure ? enclosed("neg", a) : a;
}

export function add(a, b) {
  if (isNumber(a) && isNumber(b)) return limited(plus(a, b));
  if (a instanceof Range && b instanceof Range) return limitedRange(plus(a.low, b.low), plus(a.high, b.high));
  return out("add", a, b);
}

export function sub(a, b) {
  return isNumber(a) && isNumber(b) ? limited(plus(a, neg(b))) : out("sub", a, b);
}

const scaled = (range, x) => {
  const [a, b] = [product(range.low, x), product(range.high, x)];
  return cmp(x, 0) < 0 ? limitedRange(b, a) : limitedRange(a, b);
};

export function mul(a, b) {
  if (isNumber(a)) return isNumber(b) ? limited(product(a, b)) : b instanceof Range ? scaled(b, a) : out("mul", a, b);
  return a instanceof Range && isNumber(b) ? scaled(a, b) : out("mul", a, b);
}

export function div(a, b) {
  if (typeof a === "number" && typeof b === "number" && b !== 0 && a % b === 0) return a / b + 0;
  if (isNumber(a) && isNumber(b)) return limited(over(a, b));
  return a instanceof Range && isNumber(b) ? scaled(a, over(1, b)) : out("div", a, b);
}

/** a - b · floor(a / b) of safe integers. */
const rest = (a, b) => {
  const found = a % b;
  return found === 0 ? 0 : found < 0 !== b < 0 ? found + b : found;
};

export function floor(a) {
  if (!(a instanceof Q) || a.d === 1n) return a;
  if (typeof a.n === "number") return quo(a.n, a.d);
  return make(a.n / a.d - (a.n < 0n ? 1n : 0n), 1n);
}

export function ceil(a) {
  return neg(floor(neg(a)));
}

/** `a div b`. */
export function quo(a, b) {
  if (typeof a === "number" && typeof b === "number" && b !== 0) {
    const found = a % b;
    return (a - found) / b - (found !== 0 && found < 0 !== b < 0 ? 1 : 0) + 0;
  }
  return isNumber(a) && isNumber(b) ? limited(floor(over(a, b))) : out("quo", a, b);
}

/** `a mod b`: it has the sign of b. */
export function mod(a, b) {
  if (typeof a === "number" && typeof b === "number" && b !== 0) return rest(a, b);
  return isNumber(a) && isNumber(b) ? limited(plus(a, neg(product(b, floor(over(a, b)))))) : out("mod", a, b);
}

export const raised = (a, power) => make(above(a) ** power, below(a) ** power);

export function pow(a, b) {
  if (!isNumber(a) || !isNumber(b)) return out("pow", a, b);
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
  if (digits >= 0 && isWhole(a)) return a;
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
  let [x, y] = [top(a) * bottom(b), top(b) * bottom(a)];
  if (!isSafe(x) || !isSafe(y)) [x, y] = [above(a) * below(b), above(b) * below(a)];
  return x < y ? -1 : x > y ? 1 : 0;
}

// Comparisons; without a value they are false.
export const lt = (a, b) => (typeof a === "number" && typeof b === "number" ? a < b : isNumber(a) && isNumber(b) ? cmp(a, b) < 0 : either(a, b) && ordered(a, b, true));
export const le = (a, b) => (typeof a === "number" && typeof b === "number" ? a <= b : isNumber(a) && isNumber(b) ? cmp(a, b) <= 0 : either(a, b) && ordered(a, b, false));
export const within = (a, r) => (r instanceof Range ? le(r.low, a) && le(a, r.high) : either(a, r) && ordered(UNKNOWN, r));
export function eq(a, b) {
  if (either(a, b)) throw UNDECIDED;
  if (a === b) return true;
  if (a instanceof Q && b instanceof Q) return a.n === b.n && a.d === b.d;
  return a instanceof Range && b instanceof Range && eq(a.low, b.low) && eq(a.high, b.high);
}

export function range(a, b) {
  if (!isNumber(a) || !isNumber(b)) return out("range", a, b);
  return cmp(a, b) <= 0 ? new Range(a, b) : fail("range");
}

/** The value itself, if it is whole where it has to be. */
export function whole(x, at) {
  if (typeof x === "number") return x;
  if (x instanceof Q ? !isWhole(x) : x instanceof Range && !(isWhole(x.low) && isWhole(x.high))) {
    fail("not-whole", at === undefined ? { found: x } : { found: x, at });
  }
  return x;
}

/** A condition: `none` is none. */
export function flag(x) {
  if (typeof x === "boolean") return x;
  if (x instanceof Enclosure) throw UNDECIDED;
  return fail("none");
}

// The functions of the language; `none` among the arguments of `min` and `max` is left out.
const best = (values, sign) => {
  let found;
  for (const x of values) if (x !== undefined && (found === undefined || sign * cmp(x, found) > 0)) found = x;
  return found;
};
const isEnclosure = (x) => x instanceof Enclosure;
const extreme = (sign) => (...values) => (values.some(isEnclosure) ? gathered(sign, values) : limitedOrNone(best(values, sign)));
export const max = extreme(1);
export const min = extreme(-1);
const limitedOrNone = (x) => (x === undefined ? x : limited(x));
const each = (name, f) => (x) => (isNumber(x) ? limited(f(x)) : out(name, x));
/** Behind one that has no value, no argument is asked. */
export function total(first, ...others) {
  const values = [first];
  for (const other of others) {
    if (values.at(-1) === undefined) return undefined;
    values.push(other());
  }
  return values.every(isNumber) ? limited(values.reduce(plus, 0)) : values.some(isEnclosure) ? gathered(0, values) : undefined;
}
export const size = each("size", abs);
export const down = each("down", floor);
export const up = each("up", ceil);
export const log2Floor = each("log2", log2);
export function round(x, asked) {
  if (x === undefined) return undefined;
  const digits = asked?.();
  if (!isNumber(x) || (arguments.length > 1 && !isNumber(digits))) return out("round", x, digits);
  if (digits !== undefined && (typeof digits !== "number" || digits > 100 || digits < -100)) fail("limit");
  return limited(rounded(x, digits ?? 0));
}
export const low = (r) => (r instanceof Range ? r.low : out("low", r));
export const high = (r) => (r instanceof Range ? r.high : out("high", r));

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
  const [n, d] = [above(x), below(x)];
  const places = ending(d);
  if (places >= 0) return [decimals(n, d, places)];
  const cut = rounded(x, 19 - magnitude(n < 0n ? -n : n, d));
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
