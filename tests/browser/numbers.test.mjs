// Number cards: what is behind a number, shown by pointing, focusing and tapping, and the link alone where that fails.

import { test } from "node:test";
import { assert, site } from "./site.mjs";

const at = site();
const PAGE = "de/units/";
const card = (page) => page.locator("#number-card");
const isOpen = (page) => page.evaluate(() => document.querySelector("#number-card")?.matches(":popover-open") ?? false);
const gone = (page) => page.waitForFunction(() => !document.querySelector("#number-card:popover-open"));

test("pointing at a number shows its card, pointing elsewhere hides it", async () => {
  const page = await at.open(PAGE);
  const number = page.locator('main .n-link:has([data-expr="weights"])').first();
  const before = await page.evaluate(() => document.documentElement.scrollHeight);
  await number.hover();
  await card(page).waitFor();
  const text = (await card(page).innerText()).replaceAll("\u00a0", " ");
  for (const part of ["Gewichte", "weights = 4 B/Parameter · params", "120.540.672 B", "Breite 384"]) assert.ok(text.includes(part), `${part} in ${text}`);
  assert.ok((await card(page).locator("a").getAttribute("href")).endsWith("/formulas/weights/"));
  assert.equal(await page.evaluate(() => document.documentElement.scrollHeight), before, "nothing moves");
  await card(page).hover();
  await page.waitForTimeout(400);
  assert.ok(await isOpen(page), "the card itself can be pointed at");
  await page.mouse.move(5, 5);
  await gone(page);
});

test("the keyboard: focus shows, Esc hides, Enter follows", async () => {
  const page = await at.open(PAGE);
  await page.evaluate(() => document.querySelector("#main").focus());
  for (let step = 0; step < 20 && !(await page.evaluate(() => document.activeElement.matches(".n-link"))); step += 1) await page.keyboard.press("Tab");
  await card(page).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-describedby")), "number-card");
  await page.keyboard.press("Escape");
  await gone(page);
  assert.ok(await page.evaluate(() => document.activeElement.matches(".n-link:not([aria-describedby])")), "the focus stays");
  const target = await page.evaluate(() => document.activeElement.href);
  await page.keyboard.press("Enter");
  await page.waitForURL(target);
});

test("a number without a link can be focused and opened", async () => {
  const page = await at.open("de/how-good/");
  const number = page.locator("main data[role=button]").first();
  await page.keyboard.press("Tab");
  await number.focus();
  await card(page).waitFor();
  await page.keyboard.press("Enter");
  await gone(page);
  await page.keyboard.press(" ");
  await card(page).waitFor();
});

test("the first tap shows, the second follows", async () => {
  const page = await at.open(PAGE, { touch: true, width: 360, height: 740 });
  const number = page.locator("main .n-link").first();
  await number.tap();
  await card(page).waitFor();
  assert.ok(page.url().endsWith(`/${PAGE}`));
  const box = await card(page).boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 360, "the card fits the screen");
  await page.locator("h1").tap();
  await gone(page);
  await number.tap();
  await card(page).waitFor();
  await number.tap();
  await page.waitForURL("**/formulas/**");
});

test("every number of a page has a card", async () => {
  const page = await at.open("ja/where-memory-goes/");
  const missing = await page.evaluate(async () => {
    const { numbers } = await (await fetch("numbers.json")).json();
    return [...document.querySelectorAll("main data.n")].map((data) => `${data.dataset.expr}\t${data.getAttribute("value")}`).filter((key) => !numbers[key]);
  });
  assert.deepEqual(missing, []);
});

test("without scripts and from the disk a number is a link", async () => {
  for (const options of [{ scripts: false }, { disk: true }]) {
    const page = await at.open(PAGE, options);
    await page.locator("main .n-link").first().click();
    await page.waitForURL("**/formulas/**");
  }
});
