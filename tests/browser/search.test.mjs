// The search: what readers of each language look for is found first; by keyboard, with an input method, below a path,
// from a disk, and not at all without scripts.

import { readFileSync } from "node:fs";
import { test } from "node:test";
import { assert, languages, site } from "./site.mjs";

const at = site();

/** Types a query and waits for what is found: the links' addresses, below the language's home page. */
async function ask(page, query) {
  await page.fill("#search", query);
  await page.waitForFunction((query) => document.querySelector("form.search").dataset.query === query, query.trim());
  const home = new URL(await page.getAttribute("form.search", "data-home"), page.url()).href;
  return page.$$eval("form.search li a", (links, home) => links.map((link) => link.href.slice(home.length)), home);
}

for (const language of languages) {
  const lines = readFileSync(new URL(`search.queries/${language}.tsv`, import.meta.url), "utf8").split("\n");
  const queries = lines.filter((line) => line && !line.startsWith("#")).map((line) => line.split("\t"));
  test(`${language}: ${queries.length} queries find what they should`, async () => {
    assert.ok(queries.length >= 25);
    const page = await at.open(`${language}/units/`);
    const faults = [];
    for (const [query, expected] of queries) {
      const [first = "nothing"] = await ask(page, query);
      const found = expected.includes("#") ? first : first.split("#")[0];
      if (found !== expected) faults.push(`${query}: ${first}, not ${expected}`);
    }
    assert.deepEqual(faults, []);
  });
}

test("nothing is loaded before the search is used, and little then", async () => {
  const loaded = [];
  const page = await at.open("de/", {
    before: (page) => page.on("response", async (answer) => answer.url().includes("/search/") && loaded.push(await answer.body())),
  });
  await page.waitForLoadState("networkidle");
  assert.equal(loaded.length, 0);
  await ask(page, "Speicher");
  await page.waitForLoadState("networkidle");
  const { gzipSync } = await import("node:zlib");
  const words = loaded.filter((file) => /^babacusSearch\("(index|hits)"/.test(file)).map((file) => gzipSync(file).length);
  const size = words.reduce((sum, size) => sum + size, 0);
  assert.ok(words.length > 1 && size < 100_000, `${size} bytes`);
});

test("the keyboard is enough", async () => {
  const page = await at.open("de/units/");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  await page.keyboard.type("Checkpointing");
  await page.waitForSelector("form.search li a");
  assert.match(await page.textContent("form.search [role=status]"), /^Treffer: \d+$/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate(() => [...document.querySelectorAll("form.search li a")].indexOf(document.activeElement)), 1);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  await page.keyboard.press("Escape");
  assert.equal(await page.isVisible("#search-panel"), false);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/de/switches/**");
});

test("an input method's unfinished text is no query", async () => {
  const page = await at.open("ja/units/");
  await page.focus("#search");
  const session = await page.context().newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "ごい", selectionStart: 2, selectionEnd: 2 });
  await page.waitForTimeout(400);
  assert.equal(await page.isVisible("#search-panel"), false);
  await session.send("Input.insertText", { text: "語彙" });
  await page.waitForSelector("form.search li a");
  assert.equal(await page.inputValue("#search"), "語彙");
});

test("what is found is marked, and nothing found is said", async () => {
  const page = await at.open("fr/units/");
  await ask(page, "l’optimiseur");
  assert.match((await page.$$eval("form.search mark", (marks) => marks.map((mark) => mark.textContent))).join(" "), /optimiseur/i);
  assert.deepEqual(await ask(page, "xyzzyq"), []);
  assert.match(await page.textContent("form.search [role=status]"), /^Aucun résultat/);
});

test("a query is no HTML", async () => {
  const page = await at.open("de/units/");
  await ask(page, "<img src=x onerror=alert(1)> ( [ \\ *");
  assert.equal(await page.locator("form.search img").count(), 0);
});

test("it works below a path and from a disk", async () => {
  const below = await at.open("zh/units/", { base: "/sub/path/" });
  assert.equal((await ask(below, "优化器"))[0].split("#")[0], "where-memory-goes/");
  const disk = await at.open("zh/units/", { disk: true });
  assert.equal((await ask(disk, "优化器"))[0].split("#")[0], "where-memory-goes/index.html");
  await disk.click("form.search li a");
  await disk.waitForURL("**/zh/where-memory-goes/index.html*");
});

test("without scripts there is no field", async () => {
  const page = await at.open("de/units/", { scripts: false });
  assert.equal(await page.isVisible("#search"), false);
});
