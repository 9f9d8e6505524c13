// Values of Python expressions: literals and arithmetic; anything else stops with what it is and where. As
// `src/evidence/python/expression.rs`.

import { Fault, above, add, below, div, floor, make, mul, neg, parse, sub } from "./exact.js";

const DEPTH = 100;
const BITS = 4096;
const OTHER = { type: "other" };
const OPERATORS = new Set(["<", ">", "==", "!=", "<=", ">=", "<<", ">>", "&", "|", "^", "~", "@", ":=", "..."]);
const WORDS = new Set(["and", "or", "not", "in", "is", "for", "lambda", "await", "async"]);

// Why an expression has no value: `{what, start}` if it would have to be executed, `{fault, start}` if Python would refuse
// it or it is beyond a limit. It is thrown.
const dynamic = (start, what) => ({ what, start });
const refuse = (start, fault) => ({ fault, start });

// The value of all tokens; `names` gives the value of a name, or nothing. Throws why there is none.
export function evaluate(tokens, names) {
  const reader = new Reader(tokens, names);
  const start = tokens[0]?.start ?? 0;
  const value = reader.tuple(start);
  const left = reader.peek();
  if (!left) return value;
  throw left.kind === "name" && left.text === "if" ? dynamic(start, "conditional") : leftOver(left);
}

// The value of `NAME += …`.
export function augment(name, operator, at, tokens, names) {
  const before = new Reader([], names).name(name);
  if (tokens.length === 0) throw refuse(at, "here-a-value-is-missing");
  return binary(operator, before, evaluate(tokens, names), at);
}

// What a token means that no expression of literals goes on with.
function leftOver({ kind, text, start }) {
  if (kind === "name" && (text === "if" || text === "else")) return dynamic(start, "conditional");
  const operator = (kind === "name" && WORDS.has(text)) || (kind === "operator" && OPERATORS.has(text));
  return operator ? dynamic(start, "operator") : refuse(start, "this-does-not-belong-here");
}

class Reader {
  constructor(tokens, names) {
    Object.assign(this, { tokens, names, at: 0, depth: 0 });
  }

  peek() {
    return this.tokens[this.at];
  }

  operator() {
    const token = this.peek();
    return token?.kind === "operator" ? token.text : "";
  }

  // Values with commas between them are a tuple.
  tuple(start) {
    const value = this.sum();
    if (this.operator() !== ",") return value;
    while (this.operator() === ",") {
      this.at += 1;
      if (this.peek()) this.sum();
    }
    if (this.peek()?.text === "if") throw dynamic(start, "conditional");
    return OTHER;
  }

  chain(operators, next) {
    let value = next.call(this);
    while (operators.includes(this.operator())) {
      const { text, start } = this.peek();
      this.at += 1;
      value = binary(text, value, next.call(this), start);
    }
    return value;
  }

  sum() {
    return this.chain(["+", "-"], this.product);
  }

  product() {
    return this.chain(["*", "/", "//", "%"], this.sign);
  }

  sign() {
    const operator = this.operator();
    if (operator !== "-" && operator !== "+") return this.power();
    const { start } = this.peek();
    const number = numeric(this.deeper(start, this.sign));
    if (number === null) throw refuse(start, "only-a-number-has-a-sign");
    return { type: "number", value: operator === "-" ? neg(number) : number };
  }

  power() {
    const base = this.primary();
    if (this.operator() !== "**") return base;
    const { start } = this.peek();
    return binary("**", base, this.deeper(start, this.sign), start);
  }

  deeper(start, next) {
    this.at += 1;
    this.deepen(start);
    const value = next.call(this);
    this.depth -= 1;
    return value;
  }

  deepen(start) {
    this.depth += 1;
    if (this.depth > DEPTH) throw refuse(start, `this-is-nested-more-than-${DEPTH}-deep`);
  }

  // A literal, a name, or brackets; what follows it directly is a call, an attribute or a subscript.
  primary() {
    const token = this.peek();
    if (!token) throw refuse(this.tokens.at(-1)?.start ?? 0, "here-a-value-is-missing");
    this.at += 1;
    let value, stop;
    try {
      value = this.literal(token);
    } catch (thrown) {
      stop = thrown;
    }
    const next = this.peek();
    const what = next?.kind === "operator" && { "(": "call", "[": "subscript", ".": "attribute" }[next.text];
    if (!what) {
      if (stop) throw stop;
      return value;
    }
    const end = what === "attribute" ? Math.min(this.at + 1, this.tokens.length - 1) : 0;
    // `a.b(c)` is a call.
    const called = what === "attribute" && this.tokens[end + 1]?.text === "(";
    throw dynamic(token.start, called ? "call" : what);
  }

  literal(token) {
    switch (token.kind) {
      case "number":
        return number(token);
      case "text": {
        let text = token.text;
        for (; this.peek()?.kind === "text"; this.at += 1) text += this.peek().text;
        return { type: "text", value: text };
      }
      case "formatted":
        throw dynamic(token.start, "format");
      case "bytes":
        return OTHER;
      case "name":
        if (["not", "lambda", "await", "yield"].includes(token.text)) throw leftOver(token);
        return this.name(token);
      default:
        if (!"([{".includes(token.text)) throw leftOver(token);
        return this.brackets(token);
    }
  }

  name({ text, start }) {
    if (text === "True" || text === "False") return { type: "flag", value: text === "True" };
    if (text === "None") return { type: "none" };
    const value = this.names(text);
    if (!value) throw dynamic(start, "name");
    return value;
  }

  // A value in brackets, or a tuple, list, set or dictionary of literals.
  brackets(open) {
    this.deepen(open.start);
    const close = { "(": ")", "[": "]", "{": "}" }[open.text];
    const values = [];
    let listed = close !== ")";
    for (;;) {
      const token = this.peek();
      if (!token) throw refuse(open.start, "this-bracket-is-not-closed");
      if (token.kind === "operator" && token.text === close) break;
      if (token.kind === "operator" && (token.text === "," || token.text === ":") && values.length > 0) {
        listed = true;
        this.at += 1;
      } else if (token.kind === "name" && token.text === "if") {
        throw dynamic(this.tokens[Math.max(this.at - 1, 0)].start, "conditional");
      } else if (values.length === 0 || listed) {
        values.push(this.sum());
      } else {
        throw leftOver(token);
      }
    }
    this.at += 1;
    this.depth -= 1;
    return values.length > 0 && !listed ? values.at(-1) : OTHER;
  }
}

// A number as Python writes it.
function number({ text: written, start }) {
  const unreadable = refuse(start, "this-number-cannot-be-read");
  const lower = written.toLowerCase();
  const text = lower.replaceAll("_", "");
  if (lower.endsWith("j")) throw dynamic(start, "operator");
  if (lower.endsWith("_") || lower.includes("__") || text.length > 1000) throw unreadable;
  if (/^0[xob]/.test(text)) {
    if (!/^0(x[0-9a-f]+|o[0-7]+|b[01]+)$/.test(text) || BigInt(text) >= 1n << 127n) throw unreadable;
    return { type: "number", value: make(BigInt(text), 1n) };
  }
  const [, digits, exponent = "0"] = /^([^e]*)(?:e(.*))?$/s.exec(text);
  if (!/^[+-]?[0-9]+$/.test(exponent) || Math.abs(Number(exponent)) > 400) {
    throw refuse(start, "this-number-is-beyond-what-is-read");
  }
  // Python wants no digit on one side of the point.
  const parts = /^([0-9]*)(?:\.([0-9]*))?$/.exec(digits);
  if (!parts || !(parts[1] || parts[2])) throw unreadable;
  const value = parse((parts[1] || "0") + (parts[2] ? `.${parts[2]}` : ""));
  return limited(() => mul(value, raised(10, BigInt(exponent))), start);
}

// The number that a computation gives, if it is not too long.
function limited(compute, start) {
  try {
    return { type: "number", value: compute() };
  } catch (fault) {
    if (fault instanceof Fault) throw tooLong(start);
    throw fault;
  }
}

const tooLong = start => refuse(start, `this-result-has-more-than-${BITS}-bits`);

// A number or a flag as a number; `null` is none.
const numeric = ({ type, value }) => (type === "number" || type === "flag" ? (value === true ? 1 : value || 0) : null);

function binary(operator, left, right, start) {
  const [x, y] = [numeric(left), numeric(right)];
  if (x === null || y === null) {
    const types = [left.type, right.type];
    if (operator === "+" && types.every(type => type === "text")) return { type: "text", value: left.value + right.value };
    const unknown = types.includes("text") || types.includes("other");
    throw unknown ? dynamic(start, "operator") : refuse(start, "this-is-no-arithmetic-with-numbers");
  }
  if (operator === "**") return raise(x, y, start);
  if (["/", "//", "%"].includes(operator) && y === 0) throw refuse(start, "division-by-zero");
  switch (operator) {
    case "+":
      return limited(() => add(x, y), start);
    case "-":
      return limited(() => sub(x, y), start);
    case "*":
      return limited(() => mul(x, y), start);
    case "/":
      return limited(() => div(x, y), start);
    case "//":
      return limited(() => floor(div(x, y)), start);
    case "%":
      return limited(() => sub(x, mul(y, floor(div(x, y)))), start);
    default:
      throw dynamic(start, "operator");
  }
}

// Bits of the longer of numerator and denominator.
function bits(x) {
  const length = n => (n === 0n ? 0 : (n < 0n ? -n : n).toString(2).length);
  return below(x) === 1n ? length(above(x)) : Math.max(length(above(x)), length(below(x)));
}

// A whole power; the base is not 0 where the power is negative.
const raised = (base, power) =>
  power < 0n ? make(below(base) ** -power, above(base) ** -power) : make(above(base) ** power, below(base) ** power);

function raise(base, exponent, start) {
  let whole = above(exponent);
  if (below(exponent) !== 1n || whole >= 1n << 127n || whole < -(1n << 127n)) throw dynamic(start, "operator");
  const size = whole < 0n ? -whole : whole;
  const small = bits(base) <= 1 && below(base) === 1n;
  if (BigInt(bits(base)) * size > BigInt(BITS) && !small) throw tooLong(start);
  // 0, 1 and -1 stay small whatever the exponent; its parity is all that matters.
  if (small && size > 2n) whole = (whole < 0n ? -1n : 1n) * (2n - (size & 1n));
  if (base === 0 && whole < 0n) throw refuse(start, "0-to-a-negative-power");
  return limited(() => raised(base, whole), start);
}
