// The live server's part in a page: follows the site as its author changes it. What differs is patched into the page,
// so that the place a reader looks at, open parts and typed texts stay; a strip names the numbers that changed; errors
// lie over the page until they are mended. Only `babacus serve` puts this into pages.

/** At most this many changed numbers are listed. */
const LISTED = 40;

/** How long the server may be away until the reader is told. */
const AWAY = 2000;

let build = Number(new URL(import.meta.url).searchParams.get("build"));
/** The page as the server sent it: this script runs before those that change it. */
let was = document.cloneNode(true);
let texts = {};

// ── What differs between two pages ──────────────────────────────────────────────────────────────────────────────────

/** The shown numbers of a page: `[expression, n-th of it, text]`. */
function numbers(page) {
  const seen = new Map();
  return [...page.querySelectorAll("main data.n[data-expr]")].map((element) => {
    const { expr } = element.dataset;
    seen.set(expr, (seen.get(expr) ?? -1) + 1);
    return { expr, index: seen.get(expr), text: element.textContent };
  });
}

/** The numbers that read otherwise: `{expr, index, old, text}`. */
function changedNumbers(before, after) {
  const key = (number) => `${number.index} ${number.expr}`;
  const old = new Map(numbers(before).map((number) => [key(number), number.text]));
  return numbers(after)
    .map((number) => ({ ...number, old: old.get(key(number)) }))
    .filter((number) => number.old !== undefined && number.old !== number.text);
}

const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id ?? "") === (b.id ?? "");

/**
 * The live nodes that stand for these source nodes, in order; what scripts have put between them is passed over, and
 * what they have put around one stands for it.
 */
function counterparts(live, sources) {
  const all = [...live.childNodes];
  const found = [];
  for (const source of sources) {
    const at = all.findIndex((node) => alike(node, source) || [...(node.children ?? [])].some((child) => alike(child, source)));
    if (at < 0) return null;
    found.push(all[at]);
    all.splice(0, at + 1);
  }
  return found;
}

/** Changes a live node as its source changed, and leaves alone what did not change and what scripts did. */
function patch(live, before, after) {
  if (before.isEqualNode(after)) return;
  if (live.nodeType !== Node.ELEMENT_NODE) {
    live.nodeValue = after.nodeValue;
    return;
  }
  for (const { name } of [...before.attributes]) if (!after.hasAttribute(name)) live.removeAttribute(name);
  for (const { name, value } of [...after.attributes]) {
    if (before.getAttribute(name) !== value) live.setAttribute(name, value);
  }
  const old = [...before.childNodes];
  const next = [...after.childNodes];
  const nodes = counterparts(live, old);
  if (!nodes) {
    live.replaceChildren(...next.map((node) => document.importNode(node, true)));
    return;
  }
  let start = 0;
  while (start < old.length && start < next.length && old[start].isEqualNode(next[start])) start += 1;
  let end = 0;
  while (end < old.length - start && end < next.length - start && old.at(-1 - end).isEqualNode(next.at(-1 - end))) end += 1;
  let at = start;
  for (const node of next.slice(start, next.length - end)) {
    if (at < old.length - end && alike(old[at], node)) {
      if (alike(nodes[at], node)) patch(nodes[at], old[at], node);
      else if (!old[at].isEqualNode(node)) nodes[at].replaceWith((nodes[at] = document.importNode(node, true)));
      at += 1;
    } else {
      const after = nodes[at] ?? (nodes.at(-1)?.nextSibling ?? null);
      live.insertBefore(document.importNode(node, true), after);
    }
  }
  for (const node of nodes.slice(at, nodes.length - end)) node.remove();
}

// ── Bringing the page up to date ────────────────────────────────────────────────────────────────────────────────────

const own = (address) => new URL(address, location.href).pathname.startsWith("/_babacus/");

/** Addresses of a page's scripts, or of its style sheets, without those of this server. */
const addresses = (page, selector, attribute) =>
  [...page.querySelectorAll(selector)].map((element) => element.getAttribute(attribute)).filter((address) => !own(address));

/** New style sheets beside the old ones, which go when those have come: the page is never bare. */
function restyle(before, after) {
  const [old, next] = [before, after].map((page) => addresses(page, 'link[rel="stylesheet"]', "href"));
  const gone = old.filter((address) => !next.includes(address));
  const drop = () => gone.forEach((address) => document.querySelector(`link[href="${CSS.escape(address)}"]`)?.remove());
  const added = next.filter((address) => !old.includes(address)).map((address) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
    const loaded = new Promise((resolve) => (link.onload = link.onerror = resolve));
    document.head.append(link);
    return loaded;
  });
  Promise.all(added).then(drop);
}

/** Loads the page again; the reader stays where he was. */
function reload() {
  sessionStorage.setItem("babacus-live", JSON.stringify([location.pathname, scrollX, scrollY]));
  location.reload();
}

function returnToPlace() {
  const kept = JSON.parse(sessionStorage.getItem("babacus-live") ?? "null");
  sessionStorage.removeItem("babacus-live");
  if (kept?.[0] === location.pathname) addEventListener("load", () => scrollTo(kept[1], kept[2]), { once: true });
}

async function refresh() {
  const answer = await fetch(location.pathname + location.search, { cache: "no-store" });
  const now = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (addresses(was, "script[src]", "src").join() !== addresses(now, "script[src]", "src").join()) return reload();
  const changed = changedNumbers(was, now);
  document.title = now.title;
  restyle(was, now);
  patch(document.body, was.body, now.body);
  document.documentElement.lang = now.documentElement.lang;
  was = now;
  document.dispatchEvent(new CustomEvent("babacus:update"));
  mark(changed);
}

/** Pictures keep their addresses when they change. */
function renew(files) {
  const scripts = addresses(document, "script[src]", "src").map((address) => new URL(address, location.href).pathname);
  if (files.some((file) => scripts.includes(encodeURI(file)))) return reload();
  for (const element of document.querySelectorAll("img[src], source[src], link[rel~=icon]")) {
    const attribute = element.hasAttribute("src") ? "src" : "href";
    const address = new URL(element.getAttribute(attribute), location.href);
    if (!files.includes(decodeURI(address.pathname))) continue;
    address.searchParams.set("live", build);
    element.setAttribute(attribute, address.href);
  }
}

// ── The strip and the errors ────────────────────────────────────────────────────────────────────────────────────────

const host = document.createElement("babacus-live");
const shadow = host.attachShadow({ mode: "open" });

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

const say = (id, values = {}) => (texts[id] ?? "").replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);

function panel(name, role) {
  const element = make("section", { className: `panel ${name}`, hidden: true });
  element.setAttribute("role", role);
  return element;
}

const strip = panel("strip", "status");
const faults = panel("faults", "alert");
const lost = panel("lost", "status");
/** The strip's two parts: the numbers of this page, and those of others. */
const parts = { here: make("div"), beside: make("div") };
/** The build whose strip was closed. */
let closed = 0;

function closing(element) {
  const button = make("button", { type: "button", textContent: "×", title: say("live-close") });
  button.setAttribute("aria-label", say("live-close"));
  button.onclick = () => {
    element.hidden = true;
    closed = build;
  };
  return button;
}

function show(element, ...children) {
  element.lang = document.documentElement.lang;
  element.setAttribute("aria-label", say("live-label"));
  element.replaceChildren(...children, closing(element));
  element.hidden = false;
}

/** The element that shows a number, in the page as it is. */
function find({ expr, index }) {
  const all = document.querySelectorAll(`main data.n[data-expr="${CSS.escape(expr)}"]`);
  return all[index];
}

/** Goes to a number, and lets the keyboard go on from there. */
function goTo(number) {
  const element = find(number);
  const target = element?.closest("a, button") ?? element;
  target?.scrollIntoView({ block: "center" });
  target?.focus({ preventScroll: true });
}

function mark(changed) {
  for (const element of document.querySelectorAll("[data-live-changed]")) element.removeAttribute("data-live-changed");
  for (const number of changed) find(number)?.setAttribute("data-live-changed", "");
  const distinct = [...new Map(changed.map((number) => [`${number.expr} ${number.old} ${number.text}`, number])).values()];
  const line = (number) => {
    const texts = [make("code", {}, number.expr), " ", make("del", {}, number.old), " → ", make("ins", {}, number.text)];
    const link = make("a", { href: "#main" }, ...texts);
    link.onclick = (event) => {
      event.preventDefault();
      goTo(number);
    };
    return make("li", {}, link);
  };
  const list = distinct.slice(0, LISTED).map(line);
  if (distinct.length > LISTED) list.push(make("li", {}, "…"));
  const head = make("h2", {}, say("live-changed", { count: changed.length }));
  parts.here.replaceChildren(...(changed.length ? [head, make("ul", {}, ...list)] : []));
  parts.beside.replaceChildren();
  showStrip();
}

function markBeside({ numbers, pages, named }) {
  const link = ({ address, numbers }) =>
    make("li", {}, make("a", { href: encodeURI(address) }, address), ` ${numbers}`);
  const list = named.map(link);
  if (pages > named.length) list.push(make("li", {}, "…"));
  const head = make("summary", {}, say("live-beside", { count: numbers, pages }));
  parts.beside.replaceChildren(...(numbers ? [make("details", {}, head, make("ul", {}, ...list))] : []));
  showStrip();
}

function showStrip() {
  const used = Object.values(parts).filter((part) => part.hasChildNodes());
  if (used.length && closed !== build) show(strip, ...used);
  else strip.hidden = true;
}

function showFaults(list) {
  const shown = [...faults.querySelectorAll("pre")].map((element) => element.textContent);
  if (!list.length) faults.hidden = true;
  if (!list.length || (shown.join() === list.join() && !faults.hidden)) return;
  const excerpts = list.map((text) => Object.assign(make("pre", { textContent: text, lang: "en", dir: "ltr" }), { tabIndex: 0 }));
  show(faults, make("h2", {}, say("live-faults", { count: list.length })), make("p", {}, say("live-stays")), ...excerpts);
}

// ── Listening ───────────────────────────────────────────────────────────────────────────────────────────────────────

let events = null;
let away = 0;
/** One thing after another. */
let work = Promise.resolve();

async function take(state) {
  if (state.texts) texts = state.texts;
  clearTimeout(away);
  lost.hidden = true;
  showFaults(state.faults);
  if (state.build !== build) {
    build = state.build;
    await refresh();
  }
  if (state.beside) {
    renew(state.beside.files);
    markBeside(state.beside);
  }
}

/** Listens while the page can be seen: a browser has few connections for one server, and hidden pages can wait. */
function listen() {
  events?.close();
  events = null;
  if (document.visibilityState === "hidden") return;
  const about = new URLSearchParams({ page: decodeURI(location.pathname), lang: document.documentElement.lang });
  events = new EventSource(`/_babacus/events?${about}`);
  let first = true;
  events.onmessage = ({ data }) => {
    const state = JSON.parse(data);
    // What has just begun may have been told before.
    if (first && state.build === build) state.beside = null;
    first = false;
    work = work.then(() => take(state)).catch((error) => {
      console.warn(error);
      gone();
    });
  };
  events.onerror = gone;
}

/** The server is away; it may be another when it is back, so that its count of builds says nothing. */
function gone() {
  build = -1;
  events?.close();
  clearTimeout(away);
  away = setTimeout(() => {
    if (say("live-lost")) show(lost, make("p", {}, say("live-lost")));
    listen();
  }, lost.hidden ? AWAY / 4 : AWAY);
}

shadow.append(make("link", { rel: "stylesheet", href: "/_babacus/live.css" }), faults, strip, lost);
document.documentElement.append(host);
document.addEventListener("visibilitychange", listen);
addEventListener("pagehide", () => events?.close());
addEventListener("pageshow", ({ persisted }) => persisted && listen());
addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  faults.hidden = strip.hidden = true;
});
returnToPlace();
listen();
