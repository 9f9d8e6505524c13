// The search of a page: loads the index of its language when it is first used, cuts the query into words as
// `src/render/search/words.rs` cuts texts, finds the index's words that contain them, ranks what has them, and shows
// the best with their texts. Index files are scripts that call `babacusSearch`, so that it works from a disk too.
{
  const form = document.querySelector("form.search");
  const input = form.querySelector("input");
  const panel = form.querySelector(".panel");
  const count = form.querySelector(".count");
  const list = form.querySelector("ol");
  const { index: folder, home, found: foundText, none: noneText, failed: failedText } = form.dataset;

  const SHOWN = 10;
  const PER_PAGE = 2;

  // Files, each loaded once.
  const files = new Map();
  const waiting = new Map();
  window.babacusSearch = (kind, number, content) => waiting.get(`${kind} ${number}`)?.(content);

  const load = (kind, number, name, read = (content) => content) => {
    const key = `${kind} ${number}`;
    if (!files.has(key)) {
      files.set(key, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        waiting.set(key, resolve);
        script.onerror = () => {
          files.delete(key);
          script.remove();
          reject(new Error(name));
        };
        script.src = folder + name;
        document.head.append(script);
      }).then(read));
    }
    return files.get(key);
  };

  // The index: words as written and folded, and where their hits are.
  let index;
  const open = () =>
    (index ??= load("index", 0, "index.js").then((content) => {
      const words = content.words.split("\n");
      const folded = words.map(fold);
      return { ...content, words, folded, collapsed: null };
    }).catch((error) => {
      index = undefined;
      throw error;
    }));

  /** The number of the file that has an item: files begin with the items `starts`. */
  const fileOf = (starts, item) => {
    let at = starts.length - 1;
    while (starts[at] > item) at--;
    return at;
  };

  const hits = async (content, word) => {
    const [starts, names] = content.hits;
    const at = fileOf(starts, word);
    const rows = await load("hits", at, names[at], (lines) => lines.split("\n"));
    const result = [];
    let unit = 0;
    for (const [, distance, weight] of rows[word - starts[at]].matchAll(/([0-9a-z]+)([A-Z])/g)) {
      unit += parseInt(distance, 36);
      result.push([unit, weight.charCodeAt(0) - 64]);
    }
    return result;
  };

  const text = async (content, unit) => {
    const [starts, names] = content.texts;
    const at = fileOf(starts, unit);
    const [address, title, heading, body] = (await load("texts", at, names[at]))[unit - starts[at]];
    return { address, title, heading, body };
  };

  // Words.
  const CJK = "\\u3005-\\u3007\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const PIECES = new RegExp(`[${CJK}]+|(?:(?<=[0-9])[.,\\u00a0\\u202f\\u2009](?=[0-9])|(?![${CJK}])[\\p{L}\\p{N}_])+`, "gu");
  const isCjk = (piece) => new RegExp(`^[${CJK}]`, "u").test(piece);

  /** Without case, accents and width; what sounds differently in Japanese stays different. */
  const fold = (text) =>
    text.normalize("NFKD").replace(/(?<=\p{Script=Latin})\p{M}+/gu, "").normalize("NFC").toLowerCase().replaceAll("ß", "ss");

  /** For readers who write ae for ä: then neither has an e. */
  const collapse = (word) => word.replace(/([aou])e/g, "$1");
  const collapsed = (content) => (content.collapsed ??= content.folded.map(collapse));

  const number = (word, decimal) => {
    const parts = word.split(/[.,\u00a0\u202f\u2009]/);
    if (parts.length < 2 || !parts.every((part) => /^[0-9]+$/.test(part))) return word;
    const separator = word[word.length - parts.at(-1).length - 1];
    const thousands = (some) => some[0].length <= 3 && some.slice(1).every((part) => part.length === 3);
    if (separator !== decimal && thousands(parts)) return parts.join("");
    const whole = parts.slice(0, -1);
    if (!thousands(whole) && whole.length > 1) return word;
    return `${whole.join("")}.${parts.at(-1)}`.replace(/\.?0+$/, "");
  };

  /** The parts of a query: words, and runs of Chinese or Japanese with the pairs that stand for them. */
  const parse = (query, decimal) => {
    const joined = query.normalize("NFKC").replace(/(?<=\b[0-9]{1,3}) (?=[0-9]{3}\b)/g, "\u202f");
    const parts = [];
    for (const [piece] of joined.matchAll(PIECES)) {
      if (isCjk(piece)) {
        const letters = [...fold(piece)];
        const pairs = letters.slice(1).map((letter, at) => letters[at] + letter);
        parts.push({ mark: piece, needles: pairs.length ? pairs : letters, whole: pairs.length > 0 });
      } else {
        const word = /^[0-9]/.test(piece) ? number(piece.toLowerCase(), decimal) : fold(piece);
        parts.push({ mark: piece, needles: [word], number: /^[0-9]/.test(word) });
      }
    }
    const long = parts.filter((part) => part.whole !== undefined || [...part.needles[0]].length > 1);
    return long.length ? long : parts;
  };

  /** The index's words that a needle stands in, each with how well it fits, at most so many. */
  const matches = (content, needle, part) => {
    const found = [];
    const look = (needle, quality, folded = content.folded) => {
      for (let at = 0; at < folded.length; at++) {
        const word = folded[at];
        const place = word.charCodeAt(0) === 61 ? -1 : word.indexOf(needle);
        if (place < 0) continue;
        if (word.length === needle.length) found.push([at, quality]);
        // A number is another one when a digit follows.
        else if (!part.number) found.push([at, quality * (place === 0 ? 0.7 : 0.5) * (0.5 + 0.5 * needle.length / word.length)]);
      }
    };
    look(needle, 1);
    if (!found.length && collapse(needle) !== needle) look(collapse(needle), 0.9, collapsed(content));
    // An ending that the text does not have.
    for (let cut = 1; cut <= 3 && !found.length && !part.number && needle.length - cut >= 4; cut++) look(needle.slice(0, -cut), 0.6);
    return found.sort((a, b) => b[1] - a[1]).slice(0, 60);
  };

  /** The units that a query finds, the best first. */
  const search = async (content, query) => {
    const parts = parse(query, content.decimal);
    const scores = new Map();
    const marks = new Set();
    let needles = 0;
    for (const part of parts) {
      for (const needle of part.needles) {
        needles++;
        const best = new Map();
        let exact = 0;
        for (const [word, quality] of matches(content, needle, part)) {
          if (part.whole === undefined) marks.add(content.words[word]);
          const having = await hits(content, word);
          if (quality === 1) exact += having.length;
          for (const [unit, weight] of having) best.set(unit, Math.max(best.get(unit) ?? 0, quality * (4 + weight)));
        }
        // A word that few units have says more.
        const rarity = Math.log(1 + content.units / (exact || best.size || 1)) / part.needles.length;
        for (const [unit, score] of best) {
          const own = scores.get(unit) ?? scores.set(unit, { score: 0, found: 0 }).get(unit);
          own.score += score * rarity;
          own.found++;
        }
      }
      if (part.whole !== undefined) marks.add(part.mark.toLowerCase());
    }
    // A whole title, or its beginning.
    const title = `=${fold(query.trim().replace(/\s+/g, " "))}`;
    const titles = new Map();
    const known = content.folded.some((word) => word.startsWith(title)) ? content.folded : collapsed(content);
    const asked = known === content.folded ? title : collapse(title);
    if (title.length > 2) {
      for (let at = 0; at < known.length; at++) {
        if (!known[at].startsWith(asked)) continue;
        const bonus = known[at].length === asked.length ? 60 : 12;
        for (const [unit] of await hits(content, at)) titles.set(unit, Math.max(titles.get(unit) ?? 0, bonus));
        if (titles.size > 50) break;
      }
    }
    for (const unit of titles.keys()) if (!scores.has(unit)) scores.set(unit, { score: 1, found: needles });
    const ranked = [...scores].map(([unit, { score, found }]) => {
      const share = found / needles;
      // The home page points at the others, and the formula book is looked up by name.
      const prior = unit < content.home ? 0.8 : unit < content.book ? 1 : 0.6;
      return [unit, (score * share * share + (titles.get(unit) ?? 0)) * prior, share];
    });
    // Where everything is found, what has less is noise.
    const most = Math.max(0, ...ranked.map(([, , share]) => share));
    const least = most === 1 ? 1 : most * 0.6;
    const units = ranked.filter(([, , share]) => share >= least).sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([unit]) => unit);
    return { units, marks: [...marks] };
  };

  // What is shown.
  const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  /** A text with the words of a query marked; a number is found however it is grouped. */
  const marked = (element, body, marks, around) => {
    const written = (mark) =>
      /^[0-9.]+$/.test(mark) ? [...mark].map(escaped).join("[\\u00a0\\u202f\\u2009.,]?").replace("\\.", "[.,]") : escaped(mark);
    const sorted = marks.filter((mark) => mark.length).sort((a, b) => b.length - a.length).slice(0, 80);
    const pattern = sorted.length ? new RegExp(sorted.map(written).join("|"), "giu") : null;
    let shown = body;
    if (around) {
      const first = Math.max(0, pattern ? body.search(pattern) : 0);
      const start = first > around ? body.indexOf(" ", first - around) + 1 || first - around : 0;
      const from = start > first ? first - around : start;
      shown = (from > 0 ? "… " : "") + body.slice(from, from + 4 * around).trim() + (from + 4 * around < body.length ? " …" : "");
    }
    let done = 0;
    for (const found of pattern ? shown.matchAll(pattern) : []) {
      if (!found[0]) continue;
      element.append(shown.slice(done, found.index));
      element.append(Object.assign(document.createElement("mark"), { textContent: found[0] }));
      done = found.index + found[0].length;
    }
    element.append(shown.slice(done));
    return element;
  };

  const item = ({ address, title, heading, body }, marks) => {
    const entry = document.createElement("li");
    const link = document.createElement("a");
    const [path, anchor] = address.split("#");
    link.href = home + path + (location.protocol === "file:" ? "index.html" : "") + (anchor ? `#${anchor}` : "");
    link.append(marked(document.createElement("strong"), heading || title, marks));
    if (heading && heading !== title) link.append(Object.assign(document.createElement("small"), { textContent: title }));
    if (body) link.append(marked(document.createElement("span"), body, marks, isCjk(body.replace(/[^\p{L}]/gu, "")) ? 24 : 48));
    entry.append(link);
    return entry;
  };

  const show = (is) => {
    panel.hidden = !is;
    input.setAttribute("aria-expanded", is);
  };

  let asked = 0;
  const run = async () => {
    const query = input.value.trim();
    const turn = ++asked;
    if (!query) {
      show(false);
      list.replaceChildren();
      count.textContent = "";
      form.dataset.query = "";
      return;
    }
    try {
      const content = await open();
      const { units, marks } = await search(content, query);
      const pages = new Map();
      const shown = [];
      for (const unit of units.slice(0, 60)) {
        if (turn !== asked) return;
        const entry = await text(content, unit);
        const page = entry.address.split("#")[0];
        // Inputs stand on one page, and are not of one subject.
        if (unit < content.book && (pages.get(page) ?? 0) >= PER_PAGE) continue;
        pages.set(page, (pages.get(page) ?? 0) + 1);
        if (shown.push(item(entry, marks)) >= SHOWN) break;
      }
      if (turn !== asked) return;
      list.replaceChildren(...shown);
      count.textContent = units.length ? foundText.replace("#", units.length) : noneText;
    } catch {
      if (turn !== asked) return;
      list.replaceChildren();
      count.textContent = failedText;
    }
    show(true);
    form.dataset.query = query;
  };

  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(run, 120);
  };
  // An input method's half-written text is no query.
  input.addEventListener("input", (event) => event.isComposing || later());
  input.addEventListener("compositionend", later);
  input.addEventListener("focus", () => {
    open().catch(() => {});
    if (list.firstChild) show(true);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    const go = () => list.querySelector("a")?.click();
    form.dataset.query === input.value.trim() ? go() : run().then(go);
  });
  form.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && links.length && !panel.hidden) {
      event.preventDefault();
      (links[at + step] ?? (step < 0 ? input : links[at] ?? links[0])).focus();
    } else if (event.key === "Escape") {
      if (panel.hidden) return;
      event.preventDefault();
      show(false);
      input.focus();
    }
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) show(false);
  });
  document.addEventListener("pointerdown", (event) => form.contains(event.target) || show(false));
  document.addEventListener("keydown", (event) => {
    const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writes) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  form.hidden = false;
}
