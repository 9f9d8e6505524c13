// Answers questions of the tests: `answer(text)` takes and gives JSON.
import { Range, parse } from "./exact.js";
import { load } from "./engine.js";
import { writer } from "./write.js";
import book from "./book.js";

const [first, ...others] = JSON.parse(globalThis.texts);
const calculator = load(book, first);
const writers = others.map((texts) => writer(texts, globalThis.labels.split(" ")));

/** The value of a result. */
function value({ value, exact, type }) {
  if (value === "none") return undefined;
  if (type === "flag") return value === "true";
  if (type[0] === "r") return new Range(...value.split("..").map(parse));
  return type === "choice" || type === "name" ? value : parse(exact ?? value);
}

/** A result as the first language gives it, then as the others write its value. */
function said(result, format) {
  const { value: text, exact, fault } = result;
  const shown = ({ text, category, approximate }) => ({ text, category, approximate });
  if (fault) return { fault: fault.code };
  return { value: text, exact, texts: [shown(result), ...writers.map((write) => shown(write(value(result), result.type, format)))] };
}

/** A question: { settings, asks: [[ask, format], …] }. */
globalThis.answer = (text) =>
  JSON.stringify(
    JSON.parse(text).map(({ settings, asks }) => {
      const situation = calculator.with(settings);
      const [problem] = situation.problems;
      return problem ? { problem: problem.code } : { answers: asks.map(([ask, format]) => said(situation.get(ask, format), format)) };
    }),
  );
