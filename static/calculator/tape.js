// Tapes: what is held, and when. The same rules as the build's: `src/formula/tape.rs`.

import { cmp, fail, isNumber, isWhole, minus, neg, plus, product } from "./exact.js";

const named = (prefix, name) => (prefix ? prefix + "." + name : name);

/** What a tape is: its names, and for each tape it plays where that one's names are here. */
export class Tape {
  constructor(id, own, plays, after) {
    this.id = id;
    this.own = own;
    this.plays = plays;
    this.after = after;
  }

  /** Names by slot: its own first, then those of the tapes that it comes after and plays, in order. */
  get names() {
    if (!this.list) {
      this.list = this.own ? this.own.split(" ") : [];
      const places = new Map(this.list.map((name, slot) => [name, slot]));
      this.maps = this.plays.map(([played, prefix]) =>
        played().tape.names.map((name) => {
          name = named(prefix, name);
          if (!places.has(name)) places.set(name, this.list.push(name) - 1);
          return places.get(name);
        }),
      );
    }
    return this.list;
  }
}

const NOTHING = [];

// A tape while it runs, and what it did. Amounts by slot: undefined is not held, below 0 is owed. Moments are written down
// only when somebody asks for them: then `again` runs the tape once more with a log.
export class Run {
  constructor(tape, whole, tick, again, log) {
    this.tape = tape;
    this.whole = whole;
    this.tick = tick;
    this.again = again;
    this.log = log;
    this.held = new Array(tape.names.length).fill(undefined);
    this.start = NOTHING;
    this.total = 0;
    this.highest = 0;
    this.rose = false;
    this.at = -1;
  }

  /** What happened, in order: `{ kind, slot, amount, play, total }`. */
  get moments() {
    if (!this.log) {
      const { log, at } = this.again();
      this.log = log;
      this.at = at;
    }
    return this.log;
  }

  /** Begins with what another tape left. */
  begin(play, run) {
    run.held.forEach((amount, i) => (this.held[this.tape.maps[play][i]] = amount));
    this.start = this.held.slice();
  }

  /** `if` of a tape: a step, and its condition. */
  when(condition) {
    this.tick();
    return condition;
  }

  #amount(slot, amount) {
    if (!isNumber(amount) || cmp(amount, 0) < 0) this.#wrong("amount", slot);
    if (this.whole && !isWhole(amount)) fail("not-whole", { found: amount });
    return amount;
  }

  #wrong(why, slot) {
    fail("tape", { why, name: this.tape.names[slot] });
  }

  #rise(point) {
    if (cmp(point, this.highest) > 0) {
      this.highest = point;
      this.rose = true;
      if (this.log) this.at = this.log.length;
    }
  }

  #moment(kind, slot, amount, play) {
    if (this.log) this.log.push({ kind, slot, amount, play, total: this.total });
  }

  /** `+ NAME AMOUNT` */
  take(slot, amount) {
    this.tick();
    amount = this.#amount(slot, amount);
    const owed = this.held[slot];
    if (owed !== undefined && cmp(owed, 0) >= 0) this.#wrong("taken-twice", slot);
    this.total = plus(this.total, amount);
    this.#rise(this.total);
    const kept = owed === undefined ? amount : plus(owed, amount);
    this.held[slot] = owed !== undefined && kept === 0 ? undefined : kept;
    this.#moment("+", slot, amount);
  }

  #give(slot, amount) {
    const held = this.held[slot];
    if (held === undefined || cmp(held, 0) < 0) this.#wrong("not-held", slot);
    if (amount === undefined) amount = held;
    if (cmp(amount, held) > 0) this.#wrong("too-much", slot);
    const left = minus(held, amount);
    this.held[slot] = left === 0 ? undefined : left;
    this.total = minus(this.total, amount);
    this.#moment("-", slot, amount);
  }

  /** `- NAME` */
  give(slot) {
    this.tick();
    this.#give(slot);
  }

  /** `- NAME of AMOUNT` */
  part(slot, amount) {
    this.tick();
    this.#give(slot, this.#amount(slot, amount));
  }

  /** `- NAME AMOUNT` */
  owe(slot, amount) {
    this.tick();
    amount = this.#amount(slot, amount);
    const held = this.held[slot];
    if (held !== undefined && cmp(held, 0) >= 0) return this.#give(slot, amount);
    this.held[slot] = held === undefined ? (amount === 0 ? undefined : neg(amount)) : minus(held, amount);
    this.total = minus(this.total, amount);
    this.#moment("-", slot, amount);
  }

  /** `~ NAME AMOUNT` */
  touch(slot, amount) {
    this.tick();
    amount = this.#amount(slot, amount);
    this.#rise(plus(this.total, amount));
    this.#moment("~", slot, amount);
  }

  /** `repeat TIMES times TAPE`; `play` is its number among the tapes that are played. */
  play(play, times, runIt) {
    this.tick();
    if (!isNumber(times) || !isWhole(times) || cmp(times, 0) < 0) {
      fail("tape", { why: "times", found: times });
    }
    if (times === 0) return;
    const run = runIt();
    const slots = this.tape.maps[play];
    if (run.rose) {
      this.#rise(plus(this.total, run.highest));
      this.#rise(plus(plus(this.total, product(minus(times, 1), run.left)), run.highest));
    }
    for (let i = 0; i < slots.length; i++) this.#settle(slots[i], run.start[i], run.held[i], times);
    this.total = plus(this.total, product(times, run.left));
    this.#moment("*", slots, times, run);
  }

  /** What another tape did to one of its names, so many times, done to the name here. */
  #settle(slot, before, after, times) {
    if (before === undefined && after === undefined) return;
    const change = product(times, minus(after ?? 0, before ?? 0));
    const held = this.held[slot];
    if (held === undefined) {
      if (before !== undefined && cmp(change, 0) < 0) this.#wrong("not-held", slot);
      if (before === undefined || change !== 0) this.held[slot] = change;
      return;
    }
    const owed = cmp(held, 0) < 0;
    if (before === undefined && cmp(change, 0) >= 0 && !owed) this.#wrong("taken-twice", slot);
    const left = plus(held, change);
    if (cmp(left, 0) < 0 && !owed) this.#wrong("too-much", slot);
    this.held[slot] = left === 0 && (after === undefined || cmp(change, 0) < 0 || owed) ? undefined : left;
  }

  get left() {
    return this.total;
  }

  /** What the run changed under one of its names. */
  change(slot) {
    return minus(this.held[slot] ?? 0, this.start[slot] ?? 0);
  }

  /** The step at the highest point, the first of equals; none if the total never rose. */
  step(name = (slot) => this.tape.names[slot]) {
    const { moments } = this;
    const moment = moments[this.at];
    if (!moment) return undefined;
    return moment.kind === "*" ? moment.play.step((slot) => name(moment.slot[slot])) : name(moment.slot);
  }

  /** What is alive at the highest point, in the order in which it was taken: `[name, amount]`, whose sum is the highest point. */
  alive() {
    return this.#listed(this.#peak());
  }

  /** What is left at the end: `[name, amount]`. */
  remaining() {
    return this.#listed(new Map(this.held.map((_, slot) => [slot, this.change(slot)])));
  }

  #listed(amounts) {
    return [...amounts].filter(([, amount]) => amount !== 0).map(([slot, amount]) => [this.tape.names[slot], amount]);
  }

  #peak() {
    const amounts = new Map();
    const put = (slot, amount) => amounts.set(slot, plus(amounts.get(slot) ?? 0, amount));
    const { moments } = this;
    for (let i = 0; i < this.at; i++) {
      const { kind, slot, amount, play } = moments[i];
      if (kind === "+") put(slot, amount);
      else if (kind === "-") put(slot, neg(amount));
      else if (kind === "*") slot.forEach((here, there) => put(here, product(amount, play.change(there))));
    }
    const last = moments[this.at];
    if (!last) return amounts;
    const { kind, slot, amount, play } = last;
    if (kind === "+" || kind === "~") put(slot, amount);
    else if (kind === "*") {
      // The highest point lies in the last repetition if each leaves something, else in the first.
      if (cmp(play.left, 0) > 0) slot.forEach((here, there) => put(here, product(minus(amount, 1), play.change(there))));
      for (const [there, inner] of play.#peak()) put(slot[there], inner);
    }
    return amounts;
  }

  /** How many points its timeline has. */
  get points() {
    const points = ({ kind, amount, play }) => (kind === "*" ? play.points * (amount === 1 ? 1 : 2) : kind === "~" ? 2 : 1);
    return (this.count ??= this.moments.reduce((sum, moment) => sum + points(moment), 0));
  }

  // The running total after every step, tapes that were played opened up (of a repetition the first and the last time):
  // `[name, total]`.
  timeline(limit = 100000) {
    if (this.points > limit) fail("limit");
    const found = [];
    this.#draw(0, (slot) => this.tape.names[slot], found);
    return found;
  }

  #draw(base, name, found) {
    let before = base;
    for (const { kind, slot, amount, play, total } of this.moments) {
      const here = plus(base, total);
      if (kind === "*") {
        const inner = (there) => name(slot[there]);
        play.#draw(before, inner, found);
        if (amount !== 1) play.#draw(plus(before, product(minus(amount, 1), play.left)), inner, found);
      } else {
        if (kind === "~") found.push([name(slot), plus(here, amount)]);
        found.push([name(slot), here]);
      }
      before = here;
    }
  }
}
