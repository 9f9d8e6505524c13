// What every browser test shares: the built site behind a small server, a Chromium, and pages opened in it.
//
//   import { expect, languages, site } from "./site.mjs";
//   const at = site();
//   test("…", async () => {
//     const page = await at.open("de/units/", { dark: true });
//   });
//
// `SITE` names the folder of the built site, `CHROMIUM` the browser. A page that logs an error, breaks the content
// security policy, fails to load something or asks another host fails its test: nobody has to think of it.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
import { after, afterEach, before } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export { assert };

/** The folder of the built site. */
export const folder = resolve(process.env.SITE ?? "public");

/** The languages' folders, those that have a home page. */
export const languages = readdirSync(folder).filter((name) => existsSync(join(folder, name, "index.html")));

/** Every page below a folder of the site, as an address: `de/`, `de/units/`. */
export function addresses(below) {
  const found = [];
  const walk = (address) => {
    for (const entry of readdirSync(join(folder, address), { withFileTypes: true })) {
      if (entry.isDirectory()) walk(`${address}${entry.name}/`);
      else if (entry.name === "index.html") found.push(address);
    }
  };
  walk(`${below.replace(/\/$/, "")}/`);
  return found.sort();
}

/** A file of the site as text. */
export const read = (path) => readFileSync(join(folder, path), "utf8");

const TYPES = {
  ".css": "text/css", ".html": "text/html", ".ico": "image/x-icon", ".js": "text/javascript", ".json": "application/json",
  ".md": "text/markdown", ".mjs": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain", ".wasm": "application/wasm",
  ".woff2": "font/woff2", ".xml": "application/xml",
};

/** Serves the site as a static host does: folders have an `index.html`, everything else is `404.html`. */
async function serve() {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    // The site lies at the root and under `/sub/path/` alike.
    const path = normalize(decodeURIComponent(pathname.replace(/^\/sub\/path(?=\/)/, ""))).replace(/^(\.\.[/\\])+/, "");
    const name = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    const send = (status, file) => {
      const type = TYPES[extname(file)] ?? "application/octet-stream";
      response.writeHead(status, { "content-type": type.startsWith("text/") ? `${type}; charset=utf-8` : type });
      response.end(readFileSync(file));
    };
    const found = statSync(name, { throwIfNoEntry: false });
    if (found?.isFile()) send(200, name);
    else if (found?.isDirectory()) response.writeHead(301, { location: `${pathname}/` }).end();
    else if (pathname === "/favicon.ico") response.writeHead(204).end();
    else send(404, join(folder, "404.html"));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return server;
}

/** Starts server and browser before the tests of a file, and stops them after. */
export function site() {
  let server, browser, origin;
  let opened = [];

  before(async () => {
    server = await serve();
    origin = `http://127.0.0.1:${server.address().port}`;
    const args = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"];
    if (process.getuid?.() === 0) args.push("--no-sandbox");
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
  });
  after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });
  afterEach(async () => {
    const pages = opened;
    opened = [];
    const faults = pages.flatMap((page) => page.faults);
    for (const page of pages) await page.context().close();
    assert.deepEqual(faults, [], "the pages went well");
  });

  return {
    get origin() {
      return origin;
    },
    get browser() {
      return browser;
    },
    /** Where a page is: `{ disk: true }` a file, `{ base: "/sub/path/" }` below a path of the host. */
    address(path, { disk = false, base = "/" } = {}) {
      if (!disk) return `${origin}${base}${path}`;
      const [name, hash] = path.split("#");
      const file = pathToFileURL(join(folder, name.endsWith("/") || name === "" ? `${name}index.html` : name)).href;
      return hash ? `${file}#${hash}` : file;
    },
    /**
     * Opens a page in a browser context of its own. Further options: `scripts: false`, `dark`, `width`, `height`,
     * `touch`, `locale` (the reader's), `stillness` (reduced motion), `forced` (forced colours), `faults: false` (faults are expected), `before` (is
     * given the page before it loads).
     */
    async open(path, options = {}) {
      const { scripts = true, dark = false, width = 1280, height = 900, touch = false, locale = "en", stillness = false, forced = false } = options;
      const context = await browser.newContext({
        javaScriptEnabled: scripts,
        colorScheme: dark ? "dark" : "light",
        viewport: { width, height },
        isMobile: width < 600,
        hasTouch: touch,
        locale,
        reducedMotion: stillness ? "reduce" : "no-preference",
        forcedColors: forced ? "active" : "none",
      });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.faults = [];
      const fault = (text) => options.faults !== false && page.faults.push(`${page.url()}: ${text}`);
      page.on("console", (message) => ["error", "warning"].includes(message.type()) && fault(message.text()));
      page.on("pageerror", (error) => fault(String(error)));
      page.on("requestfailed", (request) => request.failure()?.errorText !== "net::ERR_ABORTED" && fault(`${request.url()} failed`));
      page.on("request", (request) => {
        if (!/^(data|blob|file):/.test(request.url()) && !request.url().startsWith(origin)) fault(`${request.url()} leaves the site`);
      });
      opened.push(page);
      await options.before?.(page);
      await page.goto(this.address(path, options));
      return page;
    },
  };
}
