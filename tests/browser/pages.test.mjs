// A look at every kind of page, in every language: it is complete, follows the content security policy (a violation is
// a message on the console, which fails a test), fits every screen, has a dark look, and can be read from the disk.

import { test } from "node:test";
import { addresses, assert, languages, read, site } from "./site.mjs";

const at = site();

/** The root, the 404 page, and of each language the home page, the longest page, the formula book and its longest page. */
function sample() {
  const longest = (pages) => pages.reduce((long, page) => (read(`${page}index.html`).length > read(`${long}index.html`).length ? page : long));
  return ["", "404.html", ...languages.flatMap((language) => {
    const all = addresses(language);
    const book = all.filter((address) => address.startsWith(`${language}/formulas/`));
    return [...new Set([`${language}/`, longest(all.filter((address) => !book.includes(address))), `${language}/formulas/`, longest(book)])];
  })];
}

/** What is wider than the window, but for what scrolls or stands above the page. */
const wide = () => {
  const width = document.documentElement.clientWidth;
  const inside = (element) => {
    for (let up = element; up; up = up.parentElement) {
      const style = getComputedStyle(up);
      if ((up !== element && style.overflowX !== "visible") || up.hasAttribute("popover") || style.position === "fixed") return true;
    }
    return element.classList.contains("skip");
  };
  const box = (element) => element.getBoundingClientRect();
  const found = [...document.querySelectorAll("body *")].filter((element) => box(element).right > width + 1 && box(element).width > 0 && !inside(element));
  return [...(document.documentElement.scrollWidth > width ? [`the page: ${document.documentElement.scrollWidth}`] : []), ...found.slice(0, 3).map((element) => element.outerHTML.slice(0, 80))];
};

test("nothing is wider than the window, at 1280, 360 and 320 pixels", async () => {
  for (const width of [1280, 360, 320]) {
    const page = await at.open("", { width });
    for (const address of sample()) {
      await page.goto(at.address(address));
      assert.deepEqual(await page.evaluate(wide), [], `${address} at ${width}`);
    }
  }
});

test("pages say what their scripts and styles are in files only", () => {
  for (const address of sample()) {
    const html = read(address.endsWith(".html") ? address : `${address}index.html`);
    assert.doesNotMatch(html, /<script>|<style|<[^>]* (?:style|on[a-z]+)="/, address);
  }
});

test("dark differs from light", async () => {
  const colours = [];
  for (const dark of [false, true]) {
    const page = await at.open(`${languages[0]}/`, { dark });
    colours.push(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor));
  }
  assert.notEqual(colours[0], colours[1]);
});

test("below a path, pages and their links work", async () => {
  const page = await at.open(`${languages[0]}/`, { base: "/sub/path/" });
  const links = await page.$$eval("main a[href]:not([href^=http])", (all) => all.map((link) => link.href));
  assert.ok(links.length > 5);
  for (const link of new Set(links.map((link) => link.split("#")[0]))) {
    assert.ok(link.startsWith(`${at.origin}/sub/path/`), link);
    assert.equal((await page.request.get(link)).status(), 200, link);
  }
});

test("read from the disk, links name files", async () => {
  const page = await at.open(`${languages[0]}/`, { disk: true });
  const folders = await page.$$eval("a[href]", (all) => all.map((link) => link.href).filter((href) => href.startsWith("file:") && href.split("#")[0].endsWith("/")));
  assert.deepEqual(folders, []);
  await page.click("main .cards a");
  await page.waitForSelector("main h1");
});

test("a missing page answers in every language", async () => {
  const page = await at.open("de/nicht-da/", { faults: false });
  assert.equal(await page.locator("main [lang]").count(), languages.length);
});
