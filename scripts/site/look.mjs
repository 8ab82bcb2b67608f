// Looks at every page of the built site in Chromium, from a server and from the file system, at three widths, light and dark.
// Fails on a request to another host, a page that scrolls sideways, a script's error, tabs on two lines, a formula wider than
// the page on a desk, a code block without a copy button, a search that finds nothing. Writes pictures of the pages for the eye.
//
//     node scripts/site/look.mjs build/site build/look [PAGE...]
import { createServer } from "node:http";
import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [site, out, ...only] = process.argv.slice(2).map((word, i) => (i < 2 ? resolve(word) : word));
if (!out) {
  console.error("usage: node scripts/site/look.mjs SITE OUT [PAGE...]");
  process.exit(2);
}
const widths = [1280, 768, 390];
const kinds = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".webp": "image/webp" };

function pagesUnder(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return pagesUnder(path);
    return name.endsWith(".html") && name !== "404.html" ? [relative(site, path)] : [];
  });
}

const server = createServer((request, response) => {
  const path = join(site, decodeURIComponent(new URL(request.url, "http://here").pathname));
  try {
    response.setHeader("Content-Type", kinds[extname(path)] ?? "application/octet-stream");
    response.end(readFileSync(path));
  } catch {
    response.writeHead(404).end();
  }
}).listen(0, "127.0.0.1");
await new Promise((ready) => server.once("listening", ready));
const roots = { served: `http://127.0.0.1:${server.address().port}/`, file: `${pathToFileURL(site)}/` };

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const found = new Set();
mkdirSync(out, { recursive: true });

// What a browser measures of a page that is open.
function measure() {
  const tops = new Set([...document.querySelectorAll(".md-tabs__item")].map((tab) => tab.offsetTop));
  const blocks = [...document.querySelectorAll("article .highlight")];
  return {
    height: document.documentElement.scrollHeight,
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    lines: tops.size,
    tabsCut: [...document.querySelectorAll(".md-tabs__list")].some((list) => list.scrollWidth > list.clientWidth + 1),
    bare: blocks.filter((block) => !block.querySelector('.md-code__button[data-md-type="copy"], .md-clipboard')).length,
    unset: [...document.querySelectorAll(".formula")].filter((formula) => formula.getBoundingClientRect().height < 4).length,
    long: [...document.querySelectorAll(".katex-display")].filter((formula) => formula.scrollWidth > formula.clientWidth + 1).map((formula) => formula.querySelector("math").textContent.slice(0, 30)),
    broken: [...document.images].filter((image) => image.getClientRects().length && image.complete && !image.naturalWidth).map((image) => image.src),
  };
}

async function search(page, words, where) {
  await page.click('label.md-search__icon[for="__search"], .md-search__input');
  // Letter by letter, as a reader does: what is typed before the index has come is not searched for.
  await page.locator(".md-search__input").pressSequentially(words, { delay: 120 });
  const hit = page.locator(".md-search-result__item a").first();
  await hit.waitFor({ timeout: 10000 }).catch(() => found.add(`${where}: the search finds nothing for "${words}"`));
  return (await hit.count()) ? hit.getAttribute("href") : null;
}

const pages = only.length ? only : pagesUnder(site);
for (const [way, root] of Object.entries(roots)) {
  for (const scheme of way === "served" ? ["light", "dark"] : ["light"]) {
    for (const width of way === "served" ? widths : [1280]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
      const page = await context.newPage();
      let at = "";
      page.on("request", (request) => {
        if (!request.url().startsWith(root) && !/^(data|blob|about):/.test(request.url())) found.add(`${at}: asks another host: ${request.url()}`);
      });
      page.on("response", (response) => response.status() >= 400 && found.add(`${at}: ${response.status()} for ${response.url()}`));
      page.on("pageerror", (error) => found.add(`${at}: ${error.message}`));
      page.on("console", (line) => line.type() === "error" && found.add(`${at}: ${line.text()}`));
      for (const name of pages) {
        at = `${name} (${way}, ${scheme}, ${width})`;
        await page.goto(root + name, { waitUntil: "load" });
        await page.waitForTimeout(150);
        // Pictures of the gallery come when they are scrolled to.
        await page.evaluate(() => document.querySelectorAll("img[loading=lazy]").forEach((image) => (image.loading = "eager")));
        await page.waitForLoadState("networkidle");
        const seen = await page.evaluate(measure);
        if (seen.wide) found.add(`${at}: scrolls sideways`);
        if (width === 1280 && (seen.lines > 1 || seen.tabsCut)) found.add(`${at}: the tabs do not fit one line`);
        if (seen.bare) found.add(`${at}: ${seen.bare} code blocks without a copy button`);
        if (seen.unset) found.add(`${at}: ${seen.unset} formulas without height`);
        if (width === 1280) for (const formula of seen.long) found.add(`${name}: a formula wider than the page: ${formula}`);
        for (const image of seen.broken) found.add(`${at}: a picture that does not show: ${image}`);
        if (way === "served") {
          const height = Math.min(seen.height, 6000);
          const path = join(out, `${name.replaceAll("/", "_").replace(".html", "")}-${width}-${scheme}.png`);
          await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width, height } });
        }
      }
      if (width === 1280 && scheme === "light") {
        at = `search (${way})`;
        await page.goto(root + pages[0], { waitUntil: "load" });
        const hit = await search(page, "multilateral resistance", at);
        if (hit) await page.goto(new URL(hit, page.url()).href);
        await page.screenshot({ path: join(out, `search-${way}.png`) });
      }
      await context.close();
    }
  }
}
await browser.close();
server.close();
for (const line of found) console.error(line);
console.log(`${pages.length} pages looked at; pictures in ${out}`);
process.exit(found.size ? 1 : 0);
