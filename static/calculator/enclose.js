// Between which bounds a value lies while an input runs through a range: what lets a search leave out whole ranges in
// which its condition cannot hold, whatever the condition is. The emitted functions are simply asked with an enclosure in
// place of the input. Bounds are never too narrow; what has none that are worth it is unknown, and a comparison that the
// bounds do not decide is thrown as `UNDECIDED`. The same idea as the build's: `src/formula/enclosure.rs`.

import { ceil, cmp, eq, floor, isNumber, minus, neg, over, plus, product, raised } from "./exact.js";

/** A number from `low` to `high`, where there is such a bound; unknown: nothing is known, it may be `none`. */
export class Enclosure {
  constructor(low, high) {
    this.low = low;
    this.high = high;
  }
}
export const UNKNOWN = new Enclosure();
export const UNDECIDED = { undecided: true };

export const between = (low, high) => (low !== undefined && high !== undefined && eq(low, high) ? low : new Enclosure(low, high));
const known = (x) => (isNumber(x) ? { low: x, high: x } : x instanceof Enclosure && x !== UNKNOWN ? x : undefined);
const map = (f) => (x) => (x === undefined ? undefined : f(x));
const both = (f, a, b) => (a === undefined || b === undefined ? undefined : f(a, b));
const greatest = (list) => list.reduce((a, b) => (cmp(a, b) >= 0 ? a : b));
const least = (list) => list.reduce((a, b) => (cmp(a, b) <= 0 ? a : b));
const positive = (x) => x !== undefined && cmp(x, 0) >= 0;

const multiplied = (a, b) => {
  const ends = [a.low, a.high, b.low, b.high];
  if (!ends.includes(undefined)) {
    const corners = [product(a.low, b.low), product(a.low, b.high), product(a.high, b.low), product(a.high, b.high)];
    return between(least(corners), greatest(corners));
  }
  if (!positive(a.low) || !positive(b.low)) return UNKNOWN;
  return new Enclosure(product(a.low, b.low), both(product, a.high, b.high));
};
const inverse = (x) =>
  positive(x.low) && x.low !== 0 ? new Enclosure(x.high === undefined ? 0 : over(1, x.high), over(1, x.low)) : undefined;
const monotone = (f) => (a) => between(map(f)(a.low), map(f)(a.high));

/** Operators on what is surely a number. */
const OPERATORS = {
  add: (a, b) => between(both(plus, a.low, b.low), both(plus, a.high, b.high)),
  sub: (a, b) => between(both(minus, a.low, b.high), both(minus, a.high, b.low)),
  neg: (a) => between(map(neg)(a.high), map(neg)(a.low)),
  mul: multiplied,
  div: (a, b) => ((b = inverse(b)) ? multiplied(a, b) : UNKNOWN),
  quo: (a, b) => ((b = inverse(b)) ? OPERATORS.down(known(multiplied(a, b)) ?? UNKNOWN) : UNKNOWN),
  down: monotone(floor),
  up: monotone(ceil),
  size: (a) => (positive(a.low) ? a : UNKNOWN),
  pow: (a, { low, high }) =>
    low === high && Number.isInteger(low) && low >= 0 && low <= 64 && positive(a.low)
      ? between(raised(a.low, BigInt(low)), map((x) => raised(x, BigInt(low)))(a.high))
      : UNKNOWN,
};

/** An operator of which an operand is enclosed. */
export function enclosed(operator, a, b) {
  const [x, y] = [known(a), b === undefined && arguments.length < 3 ? UNKNOWN : known(b)];
  return x && y && OPERATORS[operator] ? OPERATORS[operator](x, y) : UNKNOWN;
}

/** `max` (1), `min` (-1) and `sum` (0): an arm of which nothing is known takes one bound and leaves the other. */
export function gathered(sign, values) {
  const all = values.map(known);
  const found = all.filter(Boolean);
  if (!sign) return found.length === all.length ? found.reduce((a, b) => known(OPERATORS.add(a, b)), { low: 0, high: 0 }) : UNKNOWN;
  const ends = (end) => found.map((x) => x[end]).filter((x) => x !== undefined);
  const pick = sign > 0 ? greatest : least;
  const [near, far] = sign > 0 ? ["low", "high"] : ["high", "low"];
  const close = ends(near);
  const wide = ends(far);
  const bounds = { [near]: close.length ? pick(close) : undefined, [far]: wide.length === all.length ? pick(wide) : undefined };
  return found.length ? between(bounds.low, bounds.high) : UNKNOWN;
}

/** Is a below b (or, not strictly, equal to it). */
export function ordered(a, b, strictly) {
  const [x, y] = [known(a), known(b)];
  if (!x || !y) throw UNDECIDED;
  const holds = (p, q) => (strictly ? cmp(p, q) < 0 : cmp(p, q) <= 0);
  if (x.high !== undefined && y.low !== undefined && holds(x.high, y.low)) return true;
  if (x.low !== undefined && y.high !== undefined && !holds(x.low, y.high)) return false;
  throw UNDECIDED;
}
