// Words of a Python file: names, numbers, texts, operators, ends of logical lines. As `src/evidence/python/lex.rs`.

const LONG = ["**=", "//=", ">>=", "<<=", "...", "**", "//", ">>", "<<", "==", "!=", "<=", ">=", "->", ":=", "+=", "-=", "*=",
  "/=", "%=", "&=", "|="];
const LETTER = /^[_\p{Alphabetic}]/u;
const NAME = /[_\p{Alphabetic}\p{N}]*/uy;
const WORD = /^[\p{Alphabetic}\p{N}]/u;
const BLANK = /^[\p{White_Space}\ufeff]/u;
const PREFIXES = new Set(["r", "u", "b", "f", "t", "rb", "br", "rf", "fr"]);

// Splits a text into tokens `{kind, text, start, end, indent, fault}`; it never fails, since what cannot be read is a
// token with a fault. Kinds: name, number, text, formatted, bytes, operator, end.
export function lex(text) {
  const lexer = { text, at: 0, depth: 0, indent: 0, fresh: true, tokens: [] };
  while (lexer.at < text.length) next(lexer);
  return lexer.tokens;
}

const push = (lexer, kind, start, text, fault = null) =>
  lexer.tokens.push({ kind, text, start, end: lexer.at, indent: lexer.indent, fault });

const isEnd = c => c === "\n" || c === "\r";

function next(lexer) {
  const { text, at: start } = lexer;
  if (lexer.fresh && lexer.depth === 0) {
    indentation(lexer);
    lexer.fresh = false;
    return;
  }
  const first = String.fromCodePoint(text.codePointAt(start));
  const second = text[start + 1] ?? "";
  if (isEnd(first)) {
    lexer.at += 1;
    if (lexer.depth === 0) {
      push(lexer, "end", start, "");
      lexer.fresh = true;
    }
  } else if (first === "#") {
    while (lexer.at < text.length && !isEnd(text[lexer.at])) lexer.at += 1;
  } else if (first === "\\" && isEnd(second)) {
    lexer.at += text.startsWith("\r\n", start + 1) ? 3 : 2;
  } else if (BLANK.test(first)) {
    lexer.at += first.length;
  } else if (first === "'" || first === '"') {
    quoted(lexer, start, "");
  } else if (/[0-9]/.test(first) || (first === "." && /[0-9]/.test(second))) {
    number(lexer);
  } else if (LETTER.test(first)) {
    name(lexer);
  } else {
    operator(lexer, first);
  }
}

function indentation(lexer) {
  let indent = 0;
  for (;;) {
    const c = lexer.text[lexer.at];
    if (c === " ") indent += 1;
    else if (c === "\t") indent = Math.floor(indent / 8) * 8 + 8;
    else if (c === "\f") indent = 0;
    else break;
    lexer.at += 1;
  }
  lexer.indent = indent;
}

function name(lexer) {
  const start = lexer.at;
  NAME.lastIndex = start;
  const word = NAME.exec(lexer.text)[0];
  lexer.at += word.length;
  const prefix = word.toLowerCase();
  if (["'", '"'].includes(lexer.text[lexer.at]) && PREFIXES.has(prefix)) return quoted(lexer, start, prefix);
  push(lexer, "name", start, word);
}

// A number with its letters, so that `12abc` is one word that cannot be read.
function number(lexer) {
  const { text, at: start } = lexer;
  const hexadecimal = text.startsWith("0x", start);
  let before = " ";
  while (lexer.at < text.length) {
    const c = String.fromCodePoint(text.codePointAt(lexer.at));
    const exponent = /[eE]/.test(before) && /[+-]/.test(c) && !hexadecimal;
    if (!(WORD.test(c) || c === "_" || c === "." || exponent)) break;
    lexer.at += c.length;
    before = c;
  }
  push(lexer, "number", start, text.slice(start, lexer.at));
}

function quoted(lexer, start, prefix) {
  const { text } = lexer;
  const quote = text[lexer.at] === '"' ? '"' : "'";
  const long = text.startsWith(quote.repeat(3), lexer.at);
  const close = long ? quote.repeat(3) : quote;
  lexer.at += close.length;
  let said = "", closed = false, escaped = false;
  while (lexer.at < text.length) {
    if (!escaped && text.startsWith(close, lexer.at)) {
      lexer.at += close.length;
      closed = true;
      break;
    }
    const c = text[lexer.at];
    if (!long && !escaped && isEnd(c)) break;
    lexer.at += 1;
    if (escaped) {
      said += { n: "\n", t: "\t" }[c] ?? c;
      escaped = false;
    } else if (c === "\\" && !prefix.includes("r")) {
      escaped = true;
    } else {
      said += c;
    }
  }
  const kind = /[ft]/.test(prefix) ? "formatted" : prefix.includes("b") ? "bytes" : "text";
  push(lexer, kind, start, said, closed ? null : "this-text-has-no-end");
}

function operator(lexer, first) {
  const start = lexer.at;
  lexer.at += (LONG.find(long => lexer.text.startsWith(long, start)) ?? first).length;
  let fault = null;
  if ("([{".includes(first)) {
    lexer.depth += 1;
  } else if (")]}".includes(first)) {
    if (lexer.depth === 0) fault = "this-bracket-closes-nothing";
    else lexer.depth -= 1;
  } else if (!"+-*/%=:,;<>!@&|^~.".includes(first)) {
    fault = "this-sign-means-nothing-in-python";
  }
  push(lexer, "operator", start, lexer.text.slice(start, lexer.at), fault);
}
