// Sets formulas with KaTeX: a line of JSON {tex, display} in, a line {html} or {error} out. hooks.py asks.
import { createInterface } from "node:readline";
import katex from "katex";

for await (const line of createInterface({ input: process.stdin })) {
  const { tex, display } = JSON.parse(line);
  let answer;
  try {
    const html = katex.renderToString(tex, { displayMode: display, throwOnError: true, strict: "ignore" });
    // The source as an annotation would show up where a browser or a reader takes the page's text.
    answer = { html: html.replace(/<annotation[^>]*>[^]*?<\/annotation>/g, "") };
  } catch (error) {
    answer = { error: error.message };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
