// The theme: dark and light, what stays without scripts, the keyboard, print, the reader's language, and no fault that
// axe finds.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { addresses, assert, languages, read, site } from "./site.mjs";

const at = site();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** One page of each kind, each in another language. */
const KINDS = ["", "404.html", "ja/", "de/growth/", "zh/glossary/", "fr/formulas/", "ja/formulas/peak.eager/", "de/where-memory-goes/"];

test("the look is chosen with a button and remembered, without a flash", async () => {
  const page = await at.open("fr/units/");
  const colour = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await colour();
  const button = page.locator("button.look");
  assert.equal(await button.getAttribute("aria-pressed"), "false");
  await button.click();
  assert.equal(await button.getAttribute("aria-pressed"), "true");
  const dark = await colour();
  assert.notEqual(dark, light);
  // The next page is dark before its body is there.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      window.first = document.documentElement.dataset.look;
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(at.address("fr/glossary/"));
  assert.equal(await page.evaluate(() => window.first), "dark");
  assert.equal(await colour(), dark);
  // What the system says needs no memory.
  await button.click();
  assert.equal(await colour(), light);
  assert.equal(await page.evaluate(() => localStorage.getItem("look")), null);
});

test("a browser that remembers nothing shows the page all the same", async () => {
  const refuse = (page) => page.addInitScript(() => Object.defineProperty(window, "localStorage", { get: () => { throw new Error("refused"); } }));
  const page = await at.open("de/units/", { before: refuse });
  await page.click("button.look");
  assert.equal(await page.locator("button.look").getAttribute("aria-pressed"), "true");
});

test("the table of contents tells the place", async () => {
  const page = await at.open("zh/where-memory-goes/");
  const id = await page.evaluate(() => document.querySelectorAll("main h2[id]")[3].id);
  await page.evaluate((id) => document.getElementById(id).scrollIntoView(), id);
  await page.waitForFunction((id) => document.querySelector('.contents [aria-current="location"]')?.hash === `#${id}`, id);
});

test("the keyboard reaches everything, and every stop is seen", async () => {
  for (const [address, options] of [["de/units/", {}], ["ja/units/", { dark: true }], ["fr/units/", { width: 360, height: 740 }]]) {
    const page = await at.open(address, options);
    const stops = [];
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === document.body) return null;
        const box = element.getClientRects()[0] ?? { width: 0 };
        const style = getComputedStyle(element);
        const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
        const top = document.elementFromPoint(middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
        return {
          name: element.outerHTML.slice(0, 90),
          skip: element.className,
          inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
          covered: !(top === element || element.contains(top) || top?.contains(element) || top?.closest(".card")),
          outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        };
      });
      if (!stop) break;
      stops.push(stop);
      assert.ok(stop.inside && stop.outlined && !stop.covered, `${address}: ${JSON.stringify(stop)}`);
    }
    assert.equal(stops[0].skip, "skip", "the first stop leads to the text");
    assert.ok(stops.length > 20);
  }
});

test("the skip link leads to the text", async () => {
  const page = await at.open("zh/units/");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
});

test("without scripts the page is complete, and the menu opens", async () => {
  const text = async (scripts) => (await at.open("ja/growth/", { scripts })).locator("article .text").evaluate((main) => main.textContent.replace(/\s+/g, ""));
  const [without, withThem] = [await text(false), await text(true)];
  assert.ok(without.length > 2000);
  assert.ok(withThem.startsWith(without.slice(0, 2000)));
  const page = await at.open("ja/growth/", { scripts: false, width: 360, height: 740 });
  assert.ok(!(await page.locator("#site-nav a").first().isVisible()));
  await page.click("button.menu");
  await page.locator("#site-nav a").first().waitFor();
  assert.ok(!(await page.locator("button.look").isVisible()), "a button that does nothing is not shown");
});

test("code is copied and it is said", async () => {
  const page = await at.open("de/where-memory-goes/");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const block = page.locator(".code").first();
  await block.hover();
  await block.locator("button").click();
  await page.waitForFunction(() => document.querySelector(".unseen[role=status]").textContent !== "");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await block.locator("pre").evaluate((pre) => pre.textContent));
});

test("print: black on white, without navigation, as a PDF", async () => {
  const page = await at.open("de/growth/", { dark: true });
  await page.emulateMedia({ media: "print" });
  for (const gone of [".bar", ".tree", ".contents", ".turn", ".foot"]) assert.ok(!(await page.locator(gone).first().isVisible()), gone);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body.parentElement).backgroundColor), "rgb(255, 255, 255)");
  const pdf = await page.pdf({ format: "A4" });
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  assert.ok(pdf.length > 20_000);
});

test("the root page offers the reader's language and leads nowhere by itself", async () => {
  for (const [locale, lang] of [["fr-CA", "fr"], ["zh-TW", "zh-Hans"], ["de-AT", "de"], ["sv-SE", null]]) {
    const page = await at.open("", { locale });
    const own = page.locator(".choose .own");
    assert.equal(await own.count(), lang ? 1 : 0, locale);
    if (lang) assert.equal(await own.getAttribute("hreflang"), lang);
    assert.equal(new URL(page.url()).pathname, "/");
  }
  const page = await at.open("fr/", { locale: "de" });
  await page.click('.languages a[lang="ja"]');
  await page.waitForURL("**/ja/");
  await page.goto(at.address(""));
  assert.equal(await page.locator(".choose .own").getAttribute("hreflang"), "ja", "what was chosen wins");
});

test("axe finds nothing, in light, dark and at 360 pixels", async () => {
  for (const options of [{}, { dark: true }, { width: 360, height: 740 }]) {
    const page = await at.open("", { ...options, stillness: true });
    for (const address of KINDS) {
      await page.goto(at.address(address));
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
        const { violations } = await window.axe.run(document, { runOnly: { type: "tag", values: tags }, rules: { "target-size": { enabled: true } } });
        return violations.map((rule) => `${rule.id}: ${rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" | ")}`);
      });
      assert.deepEqual(found, [], `${address} ${JSON.stringify(options)}`);
    }
  }
});

test("the HTML of a page weighs at most 20 kB, the scripts of the theme at most 10 kB", async () => {
  const { gzipSync } = await import("node:zlib");
  const weigh = (path) => gzipSync(read(path), { level: 9 }).length;
  const heavy = [];
  for (const address of languages.flatMap(addresses)) {
    const html = read(`${address}index.html`);
    const scripts = [...html.matchAll(/<script src="(?:\.\.?\/)*([^"?]*(?:look|site|numbers)[^"?]*)"/g)].map((found) => weigh(found[1]));
    const total = weigh(`${address}index.html`);
    if (total > 20_480 || scripts.reduce((sum, size) => sum + size, 0) > 10_240) heavy.push(`${address}: ${total} ${scripts}`);
  }
  assert.deepEqual(heavy, []);
});
