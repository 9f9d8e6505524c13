// What a page does beyond reading. Everything here is an addition: without it the page is complete, and links lead
// where they should. Texts in the page's language are attributes of the script's own element.
{
  const texts = document.currentScript.dataset;
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /** What is remembered from page to page; a browser may refuse. */
  const memory = {
    get(key) {
      try {
        return localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
      } catch {
        // The choice holds for this page then.
      }
    },
  };

  // Read from a disk, a folder's address shows no page: name the file in it. On a server nothing has to be done.
  if (location.protocol === "file:") {
    for (const link of all("a[href]")) {
      if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    }
  }

  // Dark and light. The reader's choice is remembered only while it differs from the system's.
  const button = document.querySelector(".look");
  if (button) {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => (root.dataset.look ? root.dataset.look === "dark" : system.matches);
    const tell = () => button.setAttribute("aria-pressed", isDark());
    button.addEventListener("click", () => {
      const dark = !isDark();
      const look = dark === system.matches ? null : dark ? "dark" : "light";
      if (look) root.dataset.look = look;
      else delete root.dataset.look;
      memory.set("look", look);
      tell();
    });
    system.addEventListener("change", tell);
    button.hidden = false;
    tell();
  }

  // The place in the table of contents: the last heading that has come to the top of the window, below the bar.
  const entries = new Map(all(".contents a").map((link) => [link.hash.slice(1), link]));
  const headings = all("main [id]").filter((heading) => entries.has(heading.id));
  let current = null;
  const place = () => {
    const end = innerHeight + scrollY >= root.scrollHeight - 2;
    const now = end ? headings.at(-1) : headings.findLast((heading) => heading.getBoundingClientRect().top < 130);
    if (now === current) return;
    if (current) entries.get(current.id).removeAttribute("aria-current");
    if (now) entries.get(now.id).setAttribute("aria-current", "location");
    current = now;
  };
  if (headings.length) {
    const watch = new IntersectionObserver(place, { rootMargin: "-130px 0px 0px" });
    headings.forEach((heading) => watch.observe(heading));
    addEventListener("scrollend", place);
    place();
    // Beside the text the table of contents stands open, and there is nothing to fold.
    const wide = matchMedia("(min-width: 80rem)");
    const summary = document.querySelector(".contents summary");
    const unfold = () => {
      summary.parentElement.open = wide.matches;
      summary.tabIndex = wide.matches ? -1 : 0;
    };
    wide.addEventListener("change", unfold);
    unfold();
  }

  // A line that is longer than the page is wide scrolls in itself: by the keyboard too.
  const reach = () => {
    for (const line of all(".line, .notes, .worked")) if (line.scrollWidth > line.clientWidth) line.tabIndex = 0;
  };
  document.addEventListener("toggle", reach, true);
  reach();

  // Another language begins at the same heading, as headings have the same ids in all languages, and is remembered.
  for (const link of all(".languages a, .choose a[hreflang]")) {
    for (const kind of ["focus", "pointerenter", "click"]) {
      link.addEventListener(kind, () => {
        place();
        link.hash = current && scrollY > 0 ? current.id : location.hash;
      });
    }
    link.addEventListener("click", () => memory.set("language", link.hreflang));
  }

  // Where languages are chosen, the reader's own is offered: the one chosen before, or the first that the browser asks
  // for. Chinese of any script is Chinese.
  const choices = all(".choose a[hreflang]");
  const wanted = [memory.get("language"), ...navigator.languages].filter(Boolean).map((tag) => tag.split("-")[0].toLowerCase());
  const own = wanted.map((tag) => choices.find((link) => link.hreflang.split("-")[0] === tag)).find(Boolean);
  if (own) {
    own.classList.add("own");
    own.querySelector("em").hidden = false;
  }

  // Code can be copied, and it is said when it has been.
  const blocks = navigator.clipboard && texts.copy ? all("main pre") : [];
  if (blocks.length) {
    const status = document.body.appendChild(document.createElement("div"));
    status.className = "unseen";
    status.setAttribute("role", "status");
    for (const block of blocks) {
      const box = document.createElement("div");
      box.className = "code";
      block.replaceWith(box);
      const copy = document.createElement("button");
      copy.type = "button";
      copy.textContent = texts.copy;
      box.append(block, copy);
      copy.addEventListener("click", async () => {
        await navigator.clipboard.writeText(block.textContent);
        copy.textContent = status.textContent = texts.copied;
        setTimeout(() => {
          copy.textContent = texts.copy;
          status.textContent = "";
        }, 2000);
      });
    }
  }
}
