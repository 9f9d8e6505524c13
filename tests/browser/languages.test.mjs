// The language switcher: every edition of a page leads to the same page, and to the same heading, in each language.

import { test } from "node:test";
import { addresses, assert, languages, read, site } from "./site.mjs";

const at = site();

test("every page offers every language, and stays on the page", () => {
  for (const language of languages) {
    for (const address of addresses(language).filter((address) => !address.includes("/formulas/"))) {
      const switcher = read(`${address}index.html`).match(/<nav class="languages"[^]*?<\/nav>/)?.[0] ?? "";
      const links = [...switcher.matchAll(/<a href="([^"]*)" lang="([^"]*)"/g)];
      assert.equal(links.length, languages.length, address);
      for (const [index, [, href]] of links.entries()) {
        const target = new URL(href, `http://host/${address}`).pathname.slice(1);
        const expected = address.replace(/^[^/]*/, target.split("/")[0]);
        assert.equal(target, expected, `${address}, link ${index}`);
      }
    }
  }
});

test("the switcher keeps the heading", async () => {
  const page = await at.open("de/where-memory-goes/#loss");
  const id = await page.evaluate(() => document.querySelectorAll("main h2[id]")[2].id);
  await page.goto(at.address(`de/where-memory-goes/#${id}`));
  // `page.click` may scroll, as what sticks to the window has two places; a reader's mouse does not.
  const box = await page.locator('.languages a[lang="ja"]').boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForURL(`**/ja/where-memory-goes/#${id}`);
  const top = await page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, id);
  assert.ok(top >= 0 && top < 200, `the heading is in view, at ${top}`);
});

test("the switcher works without scripts and from the disk", async () => {
  for (const options of [{ scripts: false }, { base: "/sub/path/" }, { disk: true }]) {
    const page = await at.open("de/units/", options);
    await page.click('.languages a[lang="zh-Hans"]');
    await page.waitForURL(/\/zh\/units\//);
    assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-Hans");
  }
});
