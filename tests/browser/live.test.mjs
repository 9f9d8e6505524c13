// `babacus serve` and an open page: edits are pushed without losing the place, the strip names the numbers that changed,
// errors lie over the last good page and go by themselves. `BABACUS` names the program.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { assert, site } from "./site.mjs";

const at = site();
const program = resolve(process.env.BABACUS ?? "../../target/release/babacus");
const folder = mkdtempSync(join(tmpdir(), "babacus-live-"));
const patience = { timeout: 60_000 };

const paragraphs = (language) => Array.from({ length: 60 }, (_, index) => `${language === "ja" ? "段落" : "Absatz"} ${index}.`).join("\n\n");
const pages = {
  de: (text = "") => `---\ntitle: Anfang\n---\n\nGewichte: {{ weights : B }}. ${text}\n\n${paragraphs("de")}\n\n\`\`\`\nein Befehl\n\`\`\`\n\nUnten: {{ weights * 2 : B }}.\n`,
  ja: (text = "") => `---\ntitle: はじめ\n---\n\n重みは{{ weights : B }}です。${text}\n\n${paragraphs("ja")}\n`,
};
const book = (factor) => `input width : count = 8\nweights : B = ${factor} B * width\n`;

function write(path, text) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Everything as it was. */
function reset() {
  write("babacus.toml", 'title = "Probe"\nlanguages = ["ja", "de"]\nhighlight = false\n');
  write("content/ja/index.md", pages.ja());
  write("content/de/index.md", pages.de());
  write("content/formulas/book.formula", book(4));
  write("static/own.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>');
}

let server, origin;

async function start(port = 0) {
  server = spawn(program, ["serve", "--site", folder, "--port", String(port)], { stdio: ["ignore", "ignore", "pipe"] });
  for await (const line of createInterface({ input: server.stderr })) {
    const found = /the site is at (http:\/\/\S+)\//.exec(line);
    if (!found) continue;
    origin = found[1];
    break;
  }
  server.stderr.resume();
}

async function stop() {
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGINT");
  await ended;
}

before(async () => {
  reset();
  await start();
});
after(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A page that listens. Whatever goes wrong in it fails the test. */
async function open(address, { faults = true } = {}) {
  const context = await at.browser.newContext({ viewport: { width: 900, height: 600 } });
  const page = await context.newPage();
  page.setDefaultTimeout(patience.timeout);
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults && page.problems.push(message.text()));
  const heard = page.waitForRequest((request) => request.url().includes("/_babacus/events"), patience);
  await page.goto(`${origin}${address}`);
  await heard;
  // A mark that only a page which was not loaded again still has.
  await page.evaluate(() => (window.marked = true));
  return page;
}

async function close(page) {
  assert.deepEqual(page.problems, [], "the page went well");
  await page.context().close();
}

const has = (page, text) => page.waitForFunction((text) => document.querySelector("main").textContent.includes(text), text, patience);
const sees = (page, selector) => page.locator(`babacus-live ${selector}`).waitFor({ state: "visible", ...patience });
const misses = (page, selector) => page.locator(`babacus-live ${selector}`).waitFor({ state: "hidden", ...patience });

test("an edit is pushed, and the place is kept", async () => {
  reset();
  const page = await open("/de/");
  await page.evaluate(() => {
    scrollTo(0, 700);
    const details = document.createElement("details");
    details.open = true;
    document.body.append(details);
  });
  write("content/de/index.md", pages.de("Eingefügt."));
  await has(page, "Eingefügt.");
  assert.equal(await page.evaluate(() => scrollY), 700);
  assert.ok(await page.evaluate(() => window.marked), "it was not loaded again");
  assert.ok(await page.evaluate(() => document.querySelector("body > details").open), "what scripts made stays");
  assert.equal(await page.locator("main .code button").count(), 1, "so does what they put around a part");
  // A paragraph above: what was looked at stays where it is.
  const top = () => page.evaluate(() => [...document.querySelectorAll("main p")].find((p) => p.textContent === "Absatz 30.").getBoundingClientRect().top);
  const before = await top();
  write("content/de/index.md", pages.de("Eingefügt.\n\nNoch ein Absatz."));
  await has(page, "Noch ein Absatz.");
  assert.ok(Math.abs((await top()) - before) < 60, "the text did not jump");
  // The title follows, and a file that is no page.
  write("content/de/index.md", pages.de().replace("Anfang", "Neuer Titel"));
  await page.waitForFunction(() => document.title.includes("Neuer Titel"), null, patience);
  await close(page);
});

test("a formula changes two languages, and the strip says which numbers", async () => {
  reset();
  const [de, ja] = [await open("/de/"), await open("/ja/")];
  await has(de, "32");
  write("content/formulas/book.formula", book(5));
  await has(de, "40");
  await has(ja, "40");
  await sees(de, ".strip");
  const text = (await de.locator("babacus-live .strip h2").textContent()).trim();
  assert.equal(text, "Geänderte Zahlen: 2");
  assert.match(await ja.locator("babacus-live .strip h2").textContent(), /変わった数値：1/);
  const links = await de.locator("babacus-live .strip ul a:has(code)").allTextContents();
  assert.deepEqual(links.map((link) => link.replace(/\s/g, " ")), ["weights 32 B → 40 B", "weights * 2 64 B → 80 B"]);
  await de.locator("babacus-live .strip details").waitFor({ state: "visible", ...patience });
  assert.match(await de.locator("babacus-live .strip summary").textContent(), /^Auf anderen Seiten: \d+ \(Seiten: \d+\)$/);
  assert.equal(await de.locator("main [data-live-changed]").count(), 2);
  // Each leads to its number.
  await de.locator("babacus-live .strip ul a", { hasText: "64" }).click();
  const inside = () => de.evaluate(() => {
    const { top, bottom } = [...document.querySelectorAll("main data.n")].at(-1).getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
  assert.ok(await inside(), "the number can be seen");
  // It is closed by a button that has a name.
  await de.locator("babacus-live .strip button").click();
  await misses(de, ".strip");
  assert.equal(await ja.locator("babacus-live .strip button").getAttribute("aria-label"), "閉じる");
  await close(de);
  await close(ja);
});

test("errors lie over the last good page, and go when they are mended", async () => {
  reset();
  const page = await open("/de/");
  await has(page, "32");
  for (const [path, broken, excerpt] of [
    ["content/de/index.md", pages.de("{{ weigths : B }}"), "did you mean `weights`"],
    ["content/formulas/book.formula", "input width : count = 8\nweights : B = 4 B *\n", "book.formula:2"],
    ["templates/nav.html", "{% if %}", "templates/nav.html"],
    ["babacus.toml", 'title = "Probe\n', "babacus.toml:1"],
  ]) {
    write(path, broken);
    await sees(page, ".faults pre");
    await page.waitForFunction((excerpt) => document.querySelector("babacus-live").shadowRoot.querySelector(".faults").textContent.includes(excerpt), excerpt, patience);
    assert.match(await page.locator("babacus-live .faults pre").first().textContent(), /\^/, "it has a caret");
    assert.match(await page.locator("babacus-live .faults p").textContent(), /letzte fehlerfreie Stand/);
    await has(page, "32");
    if (path === "templates/nav.html") rmSync(join(folder, path));
    else reset();
    await misses(page, ".faults");
  }
  write("content/de/index.md", pages.de("Wieder gut."));
  await has(page, "Wieder gut.");
  await close(page);
});

test("the first page of a broken site is there as soon as it is mended", async () => {
  reset();
  write("content/de/index.md", "");
  await stop();
  await start();
  const page = await open("/de/", { faults: false });
  await sees(page, ".faults pre");
  reset();
  await page.locator("main data.n").first().waitFor({ state: "visible", ...patience });
  await misses(page, ".faults");
  await close(page);
});

test("a style sheet and a picture change without the page being loaded again, a script with it", async () => {
  reset();
  write("static/style.css", "main { color: rgb(1, 2, 3) }");
  write("content/de/index.md", pages.de("![Bild](/own.svg)"));
  const page = await open("/de/");
  const color = (wanted) => page.waitForFunction((wanted) => getComputedStyle(document.querySelector("main")).color === wanted, wanted, patience);
  await color("rgb(1, 2, 3)");
  write("static/style.css", "main { color: rgb(4, 5, 6) }");
  await color("rgb(4, 5, 6)");
  assert.equal(await page.locator('head link[rel="stylesheet"][href*="style"]').count(), 1, "the old one is gone");
  write("static/own.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="77" height="10"/>');
  await page.waitForFunction(() => document.querySelector("main img").naturalWidth === 77, null, patience);
  assert.ok(await page.evaluate(() => window.marked), "it was not loaded again");
  write("static/site.js", "document.title = 'neu';");
  await page.waitForFunction(() => document.title === "neu" && !window.marked, null, patience);
  for (const name of ["style.css", "site.js"]) rmSync(join(folder, "static", name));
  await close(page);
});

test("the server goes away and comes back", async () => {
  reset();
  const page = await open("/de/", { faults: false });
  await has(page, "32");
  await stop();
  await sees(page, ".lost");
  write("content/de/index.md", pages.de("Nach der Pause."));
  await start(new URL(origin).port);
  await has(page, "Nach der Pause.");
  await misses(page, ".lost");
  await close(page);
});

test("no page goes without: many are open", async () => {
  reset();
  const open_ = await Promise.all(Array.from({ length: 8 }, () => open("/de/")));
  write("content/de/index.md", pages.de("Für alle."));
  await Promise.all(open_.map((page) => has(page, "Für alle.")));
  for (const page of open_) await close(page);
});
