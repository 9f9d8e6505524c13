// Name that tensor: which of the book's requests has the size that a message shows. As `src/evidence/tensors.rs`.

import { add, cmp, eq, le, lt, sub } from "./exact.js";
import { shows } from "./oom.js";

const BATCHES = 128;
// Rounding adds at most this many bytes: what is farther off need not be rounded.
const REACH = 20 * 1024 * 1024;
// More batches than these that fit one tensor are told as a range: small requests say little.
const MANY = 4;

// All candidates that fit, in the order of the list: `{id, size}`, `{id, size, batch}`, or `{id, size, batch, last, largest}`
// for several batches in a row. A candidate is `{id, rounded: [formula, …]}`; `ask(batch)` gives a function from formulas
// to values, with the batch as it is for `undefined`, or nothing if the book forbids it. Where `own` holds, other batches are
// tried only if the present one gives no tensor.
export function find(candidates, tried, ask, own) {
  if (own) {
    const found = fitting(candidates, tried, ask(undefined));
    if (found.length > 0) return found;
  }
  const found = [];
  for (let batch = 1; batch <= BATCHES; batch++) {
    for (const match of fitting(candidates, tried, ask(batch))) found.push({ ...match, batch });
  }
  return candidates.flatMap(({ id }) => settle(found.filter(match => match.id === id)));
}

function fitting(candidates, tried, get) {
  if (!get) return [];
  const reach = add(REACH, add(tried.tolerance, tried.tolerance));
  const found = [];
  for (const { id, rounded } of candidates) {
    const size = get(id);
    if (!lt(0, size)) continue;
    const short = add(sub(tried.value, size), tried.tolerance);
    if (cmp(short, 0) < 0 || !le(short, reach)) continue;
    if (rounded.some(rule => shows(tried, get(rule)))) found.push({ id, size });
  }
  return found;
}

// What fits whatever the batch, or many batches, stands once.
function settle(found) {
  if (found.length > 1 && found.every(({ size }) => eq(size, found[0].size))) return [{ id: found[0].id, size: found[0].size }];
  const runs = [];
  for (const match of found) {
    if (runs.at(-1)?.at(-1).batch === match.batch - 1) runs.at(-1).push(match);
    else runs.push([match]);
  }
  return runs.flatMap(run => {
    const last = run.at(-1);
    return run.length > MANY ? [{ ...run[0], last: last.batch, largest: last.size }] : run;
  });
}
