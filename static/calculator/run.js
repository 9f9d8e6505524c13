// What an emitted book is made of: definitions that remember their values, chains, searches, bound forms, tapes. The
// same rules as the build's evaluator: `src/formula/eval.rs`, `environment.rs`, `bound.rs`, `search.rs`.

import * as exact from "./exact.js";
import { Enclosure, UNDECIDED, UNKNOWN, between } from "./enclose.js";
import { Run, Tape } from "./tape.js";

const { Fault, Q, Range, add, cmp, eq, fail, isNumber, minus, over, plus, whole } = exact;

const EVALUATIONS = 10_000_000;
const STEPS = 100_000;
const TURNS = 1_000_000;
const REMEMBERED = 10_000_000;
/** Shorter ranges are tried value by value. */
const WORTH = 4;
const I128 = 1n << 127n;
/** Not computed yet. */
const HOLE = null;

const key = (x) => (x instanceof Q ? x.n + "/" + x.d : x instanceof Range ? key(x.low) + ".." + key(x.high) : x === undefined ? "-" : String(x));

const numbers = (values) => values.filter(isNumber).sort(cmp);
const some = (f) => (values, n) => ((values = numbers(values)).length ? f(values, n) : undefined);
/** Figures over the rows of a dataset; rows without a value are left out. */
const STATISTICS = {
  count: (values) => values.filter((x) => x !== undefined && x !== false).length,
  min: some((values) => values[0]),
  max: some((values) => values.at(-1)),
  mean: some((values) => over(values.reduce(plus), values.length)),
  median: some((values) => {
    const [half, count] = [values.length >> 1, values.length];
    return count % 2 ? values[half] : over(plus(values[half - 1], values[half]), 2);
  }),
  rank: some((values, n) => (typeof n === "number" && n > 0 ? values.at(-n) : n instanceof Q && n.d === 1n && n.n > 0n ? undefined : fail("domain"))),
};

/** What was computed with one set of inputs: `e` in the emitted code. */
class Memory {
  constructor(inputs, row, values) {
    this.i = inputs;
    this.row = row;
    this.v = values;
    this.tapes = new Map();
    this.allowed = false;
  }
}

/** The functions that an emitted book calls, around one state; `book` is what the emitted module gives back. */
export function machine(emitted) {
  let evaluations = 0;
  let steps = 0;
  let requiring = false;
  /** While a search looks at a range: the memory whose input is enclosed, or `true`. */
  let enclosing;
  const memories = new Map();
  const order = [];

  const tick = () => {
    if (++evaluations > EVALUATIONS) fail("limit", { what: "evaluations" });
  };
  const step = () => {
    tick();
    if (++steps > STEPS) fail("limit", { what: "steps" });
  };
  const blamed = (fault, at) => {
    if (fault instanceof Fault && fault.at === undefined) fault.at = at;
    return fault;
  };

  /** The memory of a set of inputs, without asking whether it may be. */
  const place = (inputs, row) => {
    const name = inputs.map(key).join() + (row ? "@" + row : "");
    let memory = memories.get(name);
    if (!memory) {
      memories.set(name, (memory = new Memory(inputs, row, new Array(book.slots).fill(HOLE))));
      order.push(name);
    }
    return memory;
  };
  /** Forgets the memories that were made since there were so many. */
  const truncate = (length) => {
    while (order.length > length) memories.delete(order.pop());
  };

  /** Does a requirement hold. What it enters itself is not asked again. */
  const holds = (require, memory) => {
    requiring = true;
    try {
      return require[1](memory) === true;
    } finally {
      requiring = false;
    }
  };
  /** The first requirement that does not hold. */
  const refused = (memory) => {
    if (memory.allowed || requiring) return undefined;
    const found = book.requires.find((require) => !holds(require, memory));
    memory.allowed = !found;
    return found?.[0];
  };
  /** Enters a set of inputs, if the requirements hold. */
  const enter = (inputs, row) => {
    const memory = place(inputs, row);
    if (order.length * (book.slots + inputs.length) > REMEMBERED) fail("limit", { what: "inputs" });
    const require = refused(memory);
    return require === undefined ? memory : fail("require", { require });
  };
  const fit = (input, value) => (book.inputs[input].whole ? whole(value) : value);

  /** Puts a scenario's settings, those of its bases first, into `inputs`. */
  const settle = (inputs, scenario) => {
    for (const sets of book.lines[scenario]) {
      const memory = place(inputs.slice(), undefined);
      for (let i = 0; i < sets.length; i += 2) inputs[sets[i]] = fit(sets[i], sets[i + 1](memory));
    }
  };
  const layered = (scenario) => {
    const inputs = book.base.slice();
    if (scenario !== undefined) settle(inputs, scenario);
    return inputs;
  };
  const rowed = (inputs, [dataset, row]) => {
    book.datasets[dataset].sets.forEach((input, i) => (inputs[input] = book.datasets[dataset].rows[row][i]));
    return inputs;
  };

  // A link is [input, value, input, value, …], a scenario's number, or a row as { row: [dataset, row] }.
  const named = (link) => !Array.isArray(link);
  const alone = (link, row) => (link.row ? place(rowed(layered(), link.row), link.row) : place(layered(link), row));
  const linked = (e, links) => {
    const first = links.find(named);
    const inputs = first === undefined ? e.i.slice() : layered();
    let outside = first === undefined ? e : alone(first, e.row);
    let row = e.row;
    for (const link of links) {
      if (!named(link)) {
        for (let i = 0; i < link.length; i += 2) inputs[link[i]] = fit(link[i], link[i + 1](outside));
        continue;
      }
      if (link.row) rowed(inputs, (row = link.row));
      else settle(inputs, link);
      outside = alone(link, row);
    }
    return enter(inputs, row);
  };

  /** One end of an interval of whole numbers; undefined if it has no value. */
  const end = (x) => {
    if (!isNumber(x)) return undefined;
    if (whole(x) instanceof Q && (x.n >= I128 || x.n < -I128)) fail("limit", { what: "turns" });
    return x;
  };
  /** How many values an interval has, and its last one; undefined if an end has no value. */
  const interval = (from, to) => {
    if (end(from) === undefined) return undefined;
    const last = end(to());
    if (last === undefined) return undefined;
    const count = minus(last, from);
    if (cmp(count, TURNS) >= 0) fail("limit", { what: "turns" });
    return [cmp(count, 0) < 0 ? 0 : count + 1, last];
  };

  /** Can a condition not hold with what is enclosed. */
  const excludes = (memory, holds) => {
    const before = enclosing;
    enclosing = memory;
    try {
      return holds() === false;
    } catch (fault) {
      if (fault === UNDECIDED || fault instanceof Fault) return false;
      throw fault;
    } finally {
      enclosing = before;
    }
  };
  /** What is not looked into while a search looks at a range. */
  const closed = () => {
    if (enclosing) throw UNDECIDED;
  };
  const find = (largest, from, to, holds, excluded) => {
    closed();
    const turns = interval(from, to) ?? [0];
    const kept = order.length;
    // Ranges still to be looked at, as distances from the end that is asked for, the next one last.
    const ranges = [[0, turns[0] - 1]];
    while (ranges.length) {
      const [near, far] = ranges.pop();
      if (near > far) continue;
      tick();
      const [a, b] = [near, far].map((i) => (largest ? minus(turns[1], i) : add(from, i)));
      if (near < far) {
        if (far - near >= WORTH && excluded(largest ? between(b, a) : between(a, b))) continue;
        const middle = (near + far) >> 1;
        ranges.push([middle + 1, far], [near, middle]);
        continue;
      }
      const found = holds(a);
      truncate(kept);
      if (found) return a;
    }
    return undefined;
  };

  const r = {
    ...exact,
    /** A definition without parameters: `body` is computed once for a set of inputs. */
    D: (slot, must, body) => (e) => {
      let value = e.v[slot];
      if (value !== HOLE) return value;
      try {
        tick();
        value = body(e);
        if (must) whole(value);
      } catch (fault) {
        if (e !== enclosing) throw blamed(fault, slot);
        value = UNKNOWN;
      }
      return (e.v[slot] = value);
    },
    /** A definition with parameters, or a table that is asked for a row: computed whenever it is asked. */
    C: (slot, must, body) => (e, ...given) => {
      try {
        tick();
        const value = body(e, ...given);
        return must ? whole(value) : value;
      } catch (fault) {
        throw blamed(fault, slot);
      }
    },
    /** The row of a table. */
    row: (rows, e, choice) => (choice instanceof Enclosure ? UNKNOWN : choice !== undefined && Object.hasOwn(rows, choice) ? rows[choice](e) : undefined),
    /** A tape: `body` plays it. */
    T: (slot, must, own, plays, after, body) => {
      const tape = new Tape(slot, own, plays, after);
      const run = (made, e, given) => {
        if (after) made.begin(0, after(e, ...given));
        body(e, made, ...given);
        return made;
      };
      const play = (e, ...given) => {
        let name = slot;
        for (const x of given) name += "," + key(x);
        const known = e.tapes.get(name);
        if (known) return known;
        try {
          const again = () => run(new Run(tape, must, tick, undefined, []), e, given);
          const made = run(new Run(tape, must, step, again), e, given);
          e.tapes.set(name, made);
          return made;
        } catch (fault) {
          throw blamed(fault, slot);
        }
      };
      play.tape = tape;
      return play;
    },
    /** A run that is asked for on its own: it has its own limit of steps. */
    ask: (tape, e, ...given) => {
      closed();
      const before = steps;
      steps = 0;
      const run = tape(e, ...given);
      steps = before;
      return run;
    },
    /** `body in S where {…}`. */
    chain: (e, links, body) => (closed(), body(linked(e, links))),
    /** `sum(body for k in from..to)`: form is -1 (min), 0 (sum), 1 (max). */
    bound: (form, from, to, body) => {
      closed();
      const turns = interval(from, to);
      if (!turns) return undefined;
      let result = form ? undefined : 0;
      const kept = order.length;
      for (let i = 0; i < turns[0]; i++) {
        tick();
        const value = body(add(from, i));
        truncate(kept);
        if (!form) {
          if (!isNumber(value)) return undefined;
          result = add(result, value);
        } else if (isNumber(value) && (result === undefined || form * cmp(value, result) > 0)) result = value;
      }
      return result;
    },
    // `largest k in from..to with condition`: ranges in which the condition cannot hold are left out, every other value is
    // tried, from the end that is asked for.
    search: (largest, from, to, holds) => find(largest, from, to, holds, (range) => excludes(true, () => holds(range))),
    /** The same for an input: what does not depend on it is computed once. Values that a requirement forbids are left out. */
    vary: (largest, e, input, from, to, holds) => {
      const varied = book.varied[input];
      const memory = (k) => {
        const inputs = e.i.slice();
        inputs[input] = k;
        const made = new Memory(inputs, e.row, e.v.slice());
        for (const slot of varied) made.v[slot] = HOLE;
        return made;
      };
      const keep = (made) => {
        for (let slot = 0, next = 0; slot < book.slots; slot++) {
          if (slot === varied[next]) next++;
          else if (!(made.v[slot] instanceof Enclosure)) e.v[slot] = made.v[slot];
        }
      };
      const trial = (k) => {
        const made = memory(k);
        if (refused(made) !== undefined) return false;
        const found = holds(made);
        keep(made);
        return found;
      };
      return find(largest, from, to, trial, (range) => {
        const made = memory(range);
        const found = excludes(made, () => holds(made));
        keep(made);
        return found;
      });
    },
    /** The place of the first arm that reached the greatest (1) or least (-1) value; undefined if none has a value. */
    first: (sign, arms) => {
      closed();
      const best = (sign > 0 ? exact.max : exact.min)(...arms);
      return best === undefined ? undefined : arms.findIndex((arm) => eq(arm, best));
    },
    /** What stands behind the place that `first` found. */
    pick: (place, arms) => (place === undefined ? undefined : arms[place]()),
    /** A term of a breakdown, if it has a value. */
    term: (label, value, negative) => (isNumber(value) ? [[label, negative ? exact.neg(value) : value]] : []),
    /** The terms of what has a value. */
    made: (value, terms) => (isNumber(value) ? terms() : undefined),
    /** A figure of the present row of a dataset. */
    reading: (e, dataset, place) => (e.row?.[0] === dataset ? book.datasets[dataset].rows[e.row[1]][place] : fail("dataset")),
    /** `median(body over dataset)` and its like. */
    stat: (statistic, dataset, body, place) => {
      closed();
      const kept = order.length;
      const values = book.datasets[dataset].rows.map((_, row) => {
        tick();
        const value = body(enter(rowed(layered(), [dataset, row]), [dataset, row]));
        truncate(kept);
        return value;
      });
      const n = place?.();
      return place && !isNumber(n) ? undefined : STATISTICS[statistic](values, n);
    },
    /** A value or fault that is the same whatever the inputs are. */
    fault: (code) => fail(code),
  };

  const book = emitted(r);
  return {
    book,
    /** Begins an answer. */
    start: () => {
      evaluations = steps = 0;
      if (order.length > 256) truncate(0);
    },
    holds,
    place: (inputs) => place(inputs, undefined),
  };
}
