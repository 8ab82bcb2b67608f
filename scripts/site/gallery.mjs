// Makes docs/gallery.md anew from itself: runs each of its commands, puts what it printed into the fence of text after it, and
// takes the picture that a comment names (`<!-- picture: FILE#ID -->`, with further CSS after a space; `#head` is
// the page down to its headline) of what the command wrote, light and dark, as docs/gallery/NAME.webp and NAME-dark.webp.
//
//     node scripts/site/gallery.mjs build/release/tool/sogdia
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const page = join(root, "docs/gallery.md");
const tool = resolve(process.argv[2] ?? join(root, "build/release/tool/sogdia"));
const most = 120 * 1024; // of a picture, in bytes

const bench = mkdtempSync(join(tmpdir(), "sogdia-gallery-"));
symlinkSync(join(root, "studies"), join(bench, "studies"));

function printedBy(command) {
  const environment = { ...process.env, PATH: `${dirname(tool)}:${process.env.PATH}`, NO_COLOR: "1", COLUMNS: "100" };
  return execFileSync("bash", ["-c", command], { cwd: bench, env: environment, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

// As wide as the site's own column.
async function take(address, name) {
  const [, file, id, inside] = address.match(/^([^#]+)#(\S+)(?: (.+))?$/);
  for (const scheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width: 800, height: 760 }, colorScheme: scheme });
    const tab = await context.newPage();
    await tab.goto(pathToFileURL(join(bench, file)).href);
    // Links and folded tables can't be used in a picture.
    await tab.addStyleTag({ content: "details, .dl, nav { display: none !important } figure { margin: 60px 0 !important }" });
    let box;
    if (id === "head") {
      box = { x: 0, y: 0, width: 800, height: await tab.locator(".box").first().evaluate((element) => element.getBoundingClientRect().bottom + 24) };
    } else {
      const found = tab.locator(`#${id}${inside ? ` ${inside}` : ""}`).first();
      if ((await found.count()) === 0) throw new Error(`${file} has no #${id}; ids it has: ${(await tab.locator("[id]").evaluateAll((all) => all.map((one) => one.id))).join(" ")}`);
      box = await found.evaluate((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x: x + scrollX - 12, y: y + scrollY - 10, width: width + 24, height: height + 20 };
      });
    }
    const session = await context.newCDPSession(tab);
    let bytes;
    for (const quality of [80, 70, 60, 50, 40, 35]) {
      const shot = { format: "webp", quality, captureBeyondViewport: true, clip: { ...box, scale: 1.75 } };
      bytes = Buffer.from((await session.send("Page.captureScreenshot", shot)).data, "base64");
      if (bytes.length <= most) break;
    }
    if (bytes.length > most) throw new Error(`${name}, ${scheme}: ${bytes.length} bytes, at most ${most}`);
    writeFileSync(join(root, "docs/gallery", `${name}${scheme === "dark" ? "-dark" : ""}.webp`), bytes);
    await context.close();
  }
}

try {
  // Fences of commands, fences of their output, and pictures, in the order of the page.
  const parts = /```sh\n([^]*?)\n```|```text\n[^]*?```|<!-- picture: (.+?) -->\n!\[.*?\]\(gallery\/(.+?)\.webp\)/g;
  const text = readFileSync(page, "utf8");
  let made = "";
  let printed = "";
  let end = 0;
  for (const part of text.matchAll(parts)) {
    const [whole, command, address, name] = part;
    made += text.slice(end, part.index);
    end = part.index + whole.length;
    if (command) printed = printedBy(command);
    if (address) await take(address, name);
    if (whole.startsWith("```text") && !printed.trim()) throw new Error(`nothing was printed for ${whole}`);
    made += whole.startsWith("```text") ? `\`\`\`text\n${printed.trimEnd()}\n\`\`\`` : whole;
  }
  writeFileSync(page, made + text.slice(end));
} finally {
  await browser.close();
  rmSync(bench, { recursive: true });
}
