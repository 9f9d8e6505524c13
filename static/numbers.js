// A card for every shown number: what it is called, its formula, what went in, all its digits, other units, and the way
// to its worked example. Pointing at a number, focusing it or tapping it shows the card; Esc, going elsewhere or tapping
// elsewhere hides it. What the cards say is in `numbers.json` beside the page and is asked for when the first one is
// wanted. Without scripts, or read from a disk, where nothing can be asked for, a number is the link that it is.
if (location.protocol !== "file:" && HTMLElement.prototype.showPopover) {
  const texts = document.currentScript.dataset;
  const number = "main data.n";

  let entries = null;
  let asked = null;
  let shown = null; // the number whose card is shown
  let wanted = null; // the number whose card should be, as far as we know
  let timer = 0;

  const card = document.createElement("div");
  card.className = "card";
  card.popover = "manual";
  card.id = "number-card";
  card.setAttribute("role", "group");
  card.setAttribute("aria-labelledby", "number-card-name");

  /** What is focused for a number: its link, or the number itself. */
  const holder = (data) => data.closest("a") ?? data;

  function element(name, text, attributes = {}) {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(text);
    return made;
  }

  function fill(data, { name, formula, inputs, exact, units, href }) {
    const rows = document.createElement("dl");
    const row = (title, ...content) => {
      if (content.length) rows.append(element("dt", title), ...content.flatMap((text) => [element("dd", text), " "]));
    };
    if (formula) row(texts.formula, element("code", formula, { translate: false }));
    const input = ([title, text]) => {
      const both = document.createDocumentFragment();
      both.append(element("span", title), ` ${text}`);
      return both;
    };
    row(texts.inputs, ...inputs.map(input));
    if (exact !== data.textContent) row(texts.exact, exact);
    row(texts.units, ...units.filter((unit) => unit !== data.textContent && unit !== exact));
    card.replaceChildren(element("p", name ?? data.textContent, { id: "number-card-name" }), rows);
    if (!href) return;
    const more = element("a", texts.more, { href });
    // The number's own link leads there too: one stop is enough.
    if (data.closest(".n-link")) more.tabIndex = -1;
    card.append(more);
  }

  /** Below the number, or above it where there is more room; never beyond the window's sides. */
  function place(data) {
    const [box, own] = [(data.getClientRects()[0] ?? data.getBoundingClientRect()), card.getBoundingClientRect()];
    const width = document.documentElement.clientWidth;
    const above = box.bottom + own.height + 16 > innerHeight && box.top > own.height + 16;
    card.style.left = `${scrollX + Math.max(8, Math.min(box.left - 12, width - own.width - 8))}px`;
    card.style.top = `${scrollY + (above ? box.top - own.height - 8 : box.bottom + 8)}px`;
  }

  function show(data) {
    clearTimeout(timer);
    wanted = data;
    asked ??= fetch(texts.src)
      .then((answer) => answer.json())
      .then((file) => (entries = file.numbers))
      .catch(() => (entries = {}));
    if (!entries) return void asked.then(() => wanted === data && show(data));
    const entry = entries[`${data.dataset.expr}\t${data.getAttribute("value")}`];
    if (!entry || shown === data) return;
    if (shown) hide();
    wanted = shown = data;
    if (!card.isConnected) document.body.append(card);
    fill(data, entry);
    card.showPopover();
    place(data);
    holder(data).setAttribute("aria-describedby", card.id);
  }

  function hide() {
    clearTimeout(timer);
    wanted = null;
    if (!shown) return;
    holder(shown).removeAttribute("aria-describedby");
    shown = null;
    card.hidePopover();
  }

  const later = (action, delay) => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };
  const numberAt = (target) => target.closest?.(number) ?? target.closest?.("main .n-link")?.querySelector("data.n");
  const focused = () => shown && holder(shown).matches(":focus-visible");

  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch") return;
    const data = numberAt(target);
    if (data && data !== shown) later(() => show(data), 150);
    else if (data || card.contains(target)) clearTimeout(timer);
    else if (wanted || timer) later(() => focused() || hide(), 250);
  });

  document.addEventListener("focusin", ({ target }) => {
    const data = numberAt(target);
    if (data && target.matches(":focus-visible")) show(data);
    else if (!card.contains(target)) hide();
  });

  // The first tap on a number shows its card, the second follows its link.
  let touch = false;
  document.addEventListener("pointerdown", ({ target, pointerType }) => {
    touch = pointerType === "touch";
    if (shown && !card.contains(target) && numberAt(target) !== shown) hide();
  });
  document.addEventListener("click", (event) => {
    const data = touch ? numberAt(event.target) : event.target.closest?.("[role=button]:is(data)");
    const link = data?.closest("a");
    if (!data || data === shown || (link && !link.matches(".n-link"))) return;
    event.preventDefault();
    show(data);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (!event.target.matches?.("data[role=button]") || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    if (shown === event.target) hide();
    else show(event.target);
  });
  // What scrolls in itself leaves the card behind; the page takes it along.
  document.addEventListener("scroll", ({ target }) => target !== document && !card.contains(target) && hide(), true);
  addEventListener("resize", hide);
  // While a page is written, its numbers may change without its being loaded again.
  document.addEventListener("babacus:update", () => {
    hide();
    entries = asked = null;
  });

  // Numbers that are no links, as what was measured, can be focused too, where they are not part of something that can.
  for (const data of document.querySelectorAll(number)) {
    if (!data.closest("a, h1, h2, h3, h4, h5, h6, button, summary, label, pre")) {
      data.tabIndex = 0;
      data.setAttribute("role", "button");
    }
  }
}
