// The calculator: what a reader types, chooses, pastes and opens, in every language, by hand, by keyboard and without
// scripts; and how long an answer takes.

import { gzipSync } from "node:zlib";
import { test } from "node:test";
import { assert, languages, read, site } from "./site.mjs";

const at = site();

/** A calculator that has started. */
async function opened(language, { hash = "", ...options } = {}) {
  const page = await at.open(`${language}/calculator/${hash}`, options);
  if (options.scripts !== false) await page.waitForSelector('[data-part="fields"]:enabled');
  return page;
}

const field = (page, name) => page.locator(`.calculator [name="${name}"]`);
const value = (page, id = "peak") => page.locator(`.calculator-main [data-answer="${id}"] data`).first().getAttribute("value").then(Number);
const type = async (page, name, text) => {
  await field(page, name).fill(text);
};
/** Opens a place to paste, pastes, and reads. */
async function paste(page, name, text) {
  await page.locator(`[data-part="${name}"] > summary`).click();
  await page.locator(`[data-part="${name}"] textarea`).fill(text);
  await page.locator(`[data-action="${name}"]`).click();
  await page.locator(`[data-part="${name}-report"] > *`).first().waitFor();
  return page.locator(`[data-part="${name}-report"]`);
}

for (const language of languages) {
  test(`${language}: a number that is typed is answered, as the language writes it`, async () => {
    const page = await opened(language);
    const before = await value(page);
    await type(page, "batch_size", "8");
    const after = await value(page);
    assert.ok(after < before);
    // Full-width digits, and a group as the language marks it.
    await type(page, "batch_size", "１６");
    assert.equal(await value(page), before);
    await type(page, "block_size", "1 024");
    assert.equal(await value(page), before);
    await type(page, "dropout", "0,1");
    const dropped = await value(page);
    assert.ok(dropped > before);
    await type(page, "dropout", "0.1");
    assert.equal(await value(page), dropped);
    // The answer is said once it stands.
    await page.waitForFunction((text) => document.querySelector(".calculator output").textContent.includes(text), await page.locator('.value [data-answer="peak"]').textContent());
  });

  test(`${language}: what cannot be is explained at its field, and the answer stays`, async () => {
    const page = await opened(language);
    const before = await value(page);
    const wrong = async (name, text) => {
      await type(page, name, text);
      const input = field(page, name);
      assert.equal(await input.getAttribute("aria-invalid"), "true", `${name} = ${text}`);
      const [error] = (await input.getAttribute("aria-describedby")).split(" ");
      assert.ok((await page.locator(`[id="${error}"]`).textContent()).length > 3);
      assert.equal(await value(page), before);
      assert.ok(await page.locator(".calculator.invalid").count());
    };
    await wrong("n_head", "7");
    await type(page, "n_head", "12");
    for (const text of ["", "x", "0", "1.5", "-3", "1e400"]) await wrong("batch_size", text);
    await type(page, "batch_size", "16");
    assert.equal(await page.locator(".calculator.invalid, .calculator [aria-invalid]").count(), 0);
    await wrong("dropout", "1");
  });

  test(`${language}: presets, cards and units`, async () => {
    const page = await opened(language);
    const [runs, cards] = await page.locator("[data-preset]").all();
    assert.equal(await runs.inputValue(), "d2");
    assert.equal(await cards.inputValue(), "rtx_4070");
    await runs.selectOption("d1");
    assert.equal(await field(page, "n_layer").inputValue(), "6");
    assert.ok(Math.abs(await value(page) / 2 ** 20 - 5901) < 2);
    await cards.selectOption("h200");
    assert.equal(await page.locator('[data-answer="verdict"] data').getAttribute("value"), "fits");
    await type(page, "card", "12 GiB");
    assert.equal(await field(page, "card").getAttribute("aria-invalid"), null);
    assert.equal(await cards.inputValue(), "rtx_3060");
    await type(page, "n_layer", "7");
    assert.equal(await runs.inputValue(), "");
    await page.locator('[data-action="reset"]').click();
    assert.equal(await runs.inputValue(), "d2");
  });

  test(`${language}: a config is read, a dynamic one with what it leaves open, a hostile one not at all`, async () => {
    const page = await opened(language);
    let report = await paste(page, "config", "# small\nn_layer = 2 * 3\nn_head = 6\nn_embd = 384\nblock_size = 256\ndtype = 'float16'\ndataset = 'shakespeare_char'\ncompile = False\n");
    assert.equal(await field(page, "n_layer").inputValue(), "6");
    assert.equal(await field(page, "vocab_size").inputValue(), "65");
    assert.equal(await field(page, "compile").isChecked(), false);
    assert.match(await report.textContent(), /dataset = shakespeare_char/);
    const before = await value(page);
    await page.locator('[data-part="config"] textarea').fill("import os\nbatch_size = int(os.environ['B'])\nn_layer = 3\n");
    await page.locator('[data-action="config"]').click();
    await page.waitForFunction(() => document.querySelector('[name="n_layer"]').value === "3");
    assert.match(await report.textContent(), /batch_size/);
    const dynamic = await value(page);
    assert.notEqual(dynamic, before);
    for (const hostile of ["n_layer = 10 ** 10 ** 10", "n_layer = (((", "n_layer = 1.5", "dtype = '<img src=x onerror=alert(1)>'", "dataset = 'mine'", `n_layer = ${"(".repeat(5000)}1`]) {
      await page.locator('[data-part="config"] textarea').fill(hostile);
      await page.locator('[data-action="config"]').click();
      await page.waitForSelector('[data-part="config-report"] .error');
      assert.equal(await value(page), dynamic, hostile);
      assert.equal(await page.locator('[data-part="config-report"] img').count(), 0);
    }
  });

  test(`${language}: messages of five ages are explained, and the tensor named`, async () => {
    const messages = [
      ["CUDA out of memory. Tried to allocate 25.00 MiB (GPU 0; 3.94 GiB total capacity; 3.14 GiB already allocated; 21.56 MiB free; 634.00 KiB cached)", 5],
      ["CUDA out of memory. Tried to allocate 786.00 MiB (GPU 0; 15.90 GiB total capacity; 14.28 GiB already allocated; 300.75 MiB free; 14.50 GiB reserved in total by PyTorch)", 5],
      ["CUDA out of memory. Tried to allocate 394.00 MiB (GPU 0; 11.91 GiB total capacity; 4.12 GiB already allocated; 7.75 GiB free; 4.50 GiB allowed; 4.30 GiB reserved in total by PyTorch) If reserved memory is >> allocated memory try setting max_split_size_mb", 6],
      ["CUDA out of memory. Tried to allocate 496.00 MiB. GPU 0 has a total capacty of 14.75 GiB of which 235.06 MiB is free. Process 20398 has 14.52 GiB memory in use. Of the allocated memory 14.06 GiB is allocated by PyTorch, and 330.42 MiB is reserved by PyTorch but unallocated.", 6],
      ["torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 1.54 GiB. GPU 1 has a total capacity of 79.25 GiB of which 1.12 MiB is free. Process 11 has 60.00 GiB memory in use. Including non-PyTorch memory, this process has 19.24 GiB memory in use. Of the allocated memory 18.00 GiB is allocated by PyTorch, with 55.78 MiB allocated in private pools (e.g., CUDA Graphs), and 480.34 MiB is reserved by PyTorch but unallocated.", 8],
    ];
    const page = await opened(language);
    let report;
    for (const [message, numbers] of messages) {
      if (!report) report = await paste(page, "oom", message);
      else {
        await page.locator('[data-part="oom"] textarea').fill(message);
        await page.locator('[data-action="oom"]').click();
      }
      const tried = message.match(/allocate ([0-9.]+ .iB)/)[1];
      await page.waitForFunction((tried) => document.querySelector('[data-part="oom-report"] dt')?.textContent === tried, tried);
      assert.equal(await report.locator("dl").first().locator("dt").count(), numbers, message);
      assert.ok((await report.locator("dl").nth(1).locator("a").count()) > 0 || message.includes("25.00"), message);
    }
    // 1.54 GiB is what D2 asks for with half the logits' bytes: 16 sequences of 1024 tokens, two bytes a logit.
    assert.match(await report.locator("dl").nth(1).textContent(), /1[.,]54/);
    await page.locator('[data-part="oom"] textarea').fill("RuntimeError: something else");
    await page.locator('[data-action="oom"]').click();
    await report.locator(".error").waitFor();
  });

  test(`${language}: a link holds all inputs, and what it holds besides is reported`, async () => {
    const page = await opened(language);
    await type(page, "batch_size", "5");
    await field(page, "flash").uncheck();
    const before = await value(page);
    await page.waitForFunction(() => location.hash.includes("batch_size=5") && location.hash.includes("flash=false"));
    const hash = await page.evaluate(() => location.hash);
    const again = await opened(language, { hash });
    assert.equal(await value(again), before);
    assert.equal(await field(again, "flash").isChecked(), false);
    const other = await opened(language, { hash: `${hash.replace("n_layer=12", "n_layer=x")}&colour=red` });
    const notice = await other.locator('[data-part="notice"]').textContent();
    assert.match(notice, /colour/);
    assert.match(notice, /n_layer/);
  });

  test(`${language}: a suggestion is applied and taken back`, async () => {
    const page = await opened(language);
    const before = await value(page);
    const first = page.locator(".calculator-changes li").first();
    await first.waitFor();
    const saved = Number(await first.locator("data").getAttribute("value"));
    await first.locator("button").click();
    assert.equal(await value(page), before + saved);
    await page.locator('[data-action="undo"]').click();
    assert.equal(await value(page), before);
    const all = await page.locator(".calculator-changes li data").evaluateAll((data) => data.map((one) => Number(one.value)));
    assert.deepEqual(all, [...all].sort((a, b) => a - b));
  });

  test(`${language}: eager and compiled stand side by side, with the reason where there is none`, async () => {
    const page = await opened(language);
    await field(page, "dtype").selectOption("float32");
    assert.equal(await page.locator('[data-side="true"] data').getAttribute("value"), "none");
    assert.ok((await page.locator(".calculator-beside small").textContent()).length > 10);
    await field(page, "compile").check();
    assert.equal(await page.locator('.value [data-answer="peak"] data').getAttribute("value"), "none");
  });

  test(`${language}: without scripts the worked default stands there`, async () => {
    const page = await opened(language, { scripts: false });
    assert.ok(Math.abs(await value(page) / 2 ** 20 - 16834) < 2);
    assert.ok((await page.locator(".calculator noscript").count()) === 1);
    assert.ok((await page.locator(".calculator-parts tbody tr").count()) > 2);
    assert.ok((await page.locator(".calculator-each tbody tr").count()) > 40);
    const live = await opened(language);
    for (const id of ["peak", "verdict", "largest_batch", "on_card.low", "params"]) {
      const text = (from) => from.locator(`.calculator-main [data-answer="${id}"]`).textContent();
      assert.equal(await text(live), await text(page), id);
    }
  });

  test(`${language}: by keyboard alone`, async () => {
    const page = await opened(language);
    const before = await value(page);
    await field(page, "batch_size").focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("4");
    await page.keyboard.press("Enter");
    assert.ok((await value(page)) < before);
    const seen = new Set();
    for (let step = 0; step < 75; step++) {
      await page.keyboard.press("Tab");
      seen.add(await page.evaluate(() => document.activeElement.name || document.activeElement.dataset.action || document.activeElement.tagName));
    }
    for (const name of ["gradient_accumulation_steps", "dtype", "compile", "card", "reset", "A", "BUTTON"]) assert.ok(seen.has(name), name);
  });
}

test("small screens, dark, and touch: nothing is cut off, targets are large enough", async () => {
  for (const options of [{ width: 320 }, { width: 360, touch: true, dark: true }, { width: 1280, forced: true }]) {
    const page = await opened(languages[1] ?? languages[0], options);
    await page.locator(".calculator-changes li").first().waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    const small = await page.$$eval(".calculator :is(button, select, summary, input[type=text])", (all) =>
      all.map((one) => [one.getBoundingClientRect(), one.outerHTML.slice(0, 80)]).filter(([box]) => box.width > 0 && (box.height < 24 || box.width < 24)).map(([, html]) => html));
    assert.deepEqual(small, []);
  }
});

test("an answer is painted soon", async (run) => {
  const page = await opened(languages[0]);
  const times = await page.evaluate(async () => {
    const field = document.querySelector('[name="batch_size"]');
    const painted = () => new Promise((done) => requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = done; channel.port2.postMessage(0); }));
    const [answers, paints, rest] = [[], [], []];
    for (let round = 0; round < 60; round++) {
      field.value = String(1 + (round * 7) % 40);
      await new Promise((done) => setTimeout(done, 60));
      const start = performance.now();
      const paint = painted();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      answers.push(performance.now() - start);
      await paint;
      paints.push(performance.now() - start);
      while (document.querySelector(".calculator .stale")) await new Promise((done) => setTimeout(done, 1));
      rest.push(performance.now() - start);
    }
    const quantile = (all, share) => [...all].sort((a, b) => a - b)[Math.floor(all.length * share)];
    return Object.fromEntries(Object.entries({ answers, paints, rest }).map(([name, all]) => [name, [quantile(all, 0.5), quantile(all, 0.95)]]));
  });
  for (const [name, [median, late]] of Object.entries(times)) run.diagnostic(`${name}: median ${median.toFixed(1)} ms, 95th percentile ${late.toFixed(1)} ms`);
  assert.ok(times.answers[0] < 100);
});

test("the page stays light", async (run) => {
  const page = await at.open(`${languages[0]}/calculator/`);
  const loaded = new Set();
  page.on("response", (response) => loaded.add(new URL(response.url()).pathname.slice(1)));
  await page.reload();
  await page.waitForSelector('[data-part="fields"]:enabled');
  const files = [...loaded].map((path) => (path.endsWith("/") ? `${path}index.html` : path)).filter((path) => !path.startsWith("favicon"));
  const sizes = files.map((path) => [path, gzipSync(read(path), { level: 9 }).length]);
  for (const [path, size] of sizes) run.diagnostic(`${size} ${path}`);
  const sum = sizes.reduce((all, [, size]) => all + size, 0);
  run.diagnostic(`${(sum / 1000).toFixed(1)} kB gzip in all`);
  assert.ok(sum < 80_000, `${sum} bytes`);
});
