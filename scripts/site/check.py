#!/usr/bin/env python3
"""Goes over the built site and names what a reader would stumble on; exits 1 where it found something.

    scripts/site/check.py build/site

Formulas that stand raw, links and pictures that lead nowhere (anchors too), anything fetched from another host, Markdown that
was not understood, pages without a title of their own. Links to other hosts are not tried.
"""
import html.parser
import re
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BLOCKS = {"p", "li", "td", "th", "div", "article", "h1", "h2", "h3", "h4", "dd", "ul", "ol"}
# In these, text is shown as it was typed, or not at all.
VERBATIM = {"code", "pre", "script", "style", "svg", "title", "textarea"}
# Attributes whose value a browser fetches without being asked.
FETCHED = {("script", "src"), ("img", "src"), ("source", "src"), ("iframe", "src"), ("video", "src"), ("object", "data"), ("embed", "src")}
FETCHED_LINKS = {"stylesheet", "icon", "preload", "preconnect", "dns-prefetch", "modulepreload", "manifest"}

# What a style sheet fetches.
STYLE_URL = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""")

RAW_FORMULA = [
    re.compile(r"\$\$"),
    re.compile(r"\\[()\[\]]"),
    re.compile(r"\\[a-zA-Z]{2,}"),  # \frac, \sum ...
    re.compile(r"(?<![\w$])\$[^\s$][^$\n]*[_^\\][^$\n]*\$"),  # $x_i$
]
RAW_MARKDOWN = [
    (re.compile(r"\]\([^)\s]+\)"), "a link"),
    (re.compile(r"(?<!\*)\*\*[^\s*][^*]*\*\*(?!\*)|```"), "bold text or a fence"),
    (re.compile(r"\n\s*([-*+]|1\.)\s+\S.*"), "a list glued to the paragraph before it"),
    (re.compile(r"\\[^\w\s]"), "a backslash"),
    (re.compile(r"^\s*\|.*\|\s*$", re.MULTILINE), "a table"),
    (re.compile(r"^#{1,6} \S", re.MULTILINE), "a heading"),
    (re.compile(r"^!!! \w+|^--8<--", re.MULTILINE), "an admonition or a snippet"),
]


class Page(html.parser.HTMLParser):
    """What the checks need of one page: its anchors, its links, what it fetches, and its text block by block."""

    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.path, self.open = path, []
        self.anchors, self.twice, self.links, self.fetched, self.found = set(), set(), [], [], []
        self.blocks, self.block = [], []
        self.headings, self.title, self.formulas = 0, "", 0
        self.feed(path.read_text(encoding="utf-8"))
        self.end_block()

    def end_block(self):
        if text := "".join(self.block).strip():
            self.blocks.append(text)
        self.block = []

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        classes = (has.get("class") or "").split()
        for anchor in {has.get("id"), has.get("name") if tag == "a" else None} - {None, ""}:
            (self.twice if anchor in self.anchors else self.anchors).add(anchor)
        if tag == "a" and has.get("href"):
            self.links.append(has["href"])
        if tag == "link" and set((has.get("rel") or "").split()) & FETCHED_LINKS:
            self.fetched.append(has.get("href") or "")
        self.fetched += [value for name, value in attributes if (tag, name) in FETCHED and value]
        self.fetched += [part.split()[0] for part in (has.get("srcset") or "").split(",") if part.strip()]
        if tag == "img" and has.get("alt") is None:
            self.found.append(f"a picture without a word for those who cannot see it: {has.get('src')}")
        if "arithmatex" in classes or "katex-error" in classes or "formula" in classes and has.get("data-formula"):
            self.found.append("a formula that was not set")
        self.formulas += "katex" in classes
        self.headings += tag == "h1"
        if tag in BLOCKS:
            self.end_block()
        if tag not in VOID:
            self.open.append((tag, "katex" in classes))

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.end_block()
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if any(tag == "title" for tag, _ in self.open) and not any(tag == "svg" for tag, _ in self.open):
            self.title += data
        if self.open and self.open[-1][0] == "style":
            self.fetched += [url for url in STYLE_URL.findall(data) if not url.startswith(("data:", "#"))]
        if not any(tag in VERBATIM or formula for tag, formula in self.open):
            self.block.append(data)


def raw_text(page):
    for block in page.blocks:
        for pattern in RAW_FORMULA:
            if hit := pattern.search(block):
                yield f"a raw formula: {excerpt(block, hit)}"
                break
        for pattern, what in RAW_MARKDOWN:
            if hit := pattern.search(block):
                yield f"{what} that was not understood: {excerpt(block, hit)}"
                break


def excerpt(text, hit):
    return " ".join(text[max(0, hit.start() - 30) : hit.end() + 40].split())[:120]


def target_of(site, page, url):
    """The file that a link within the site leads to, and the anchor in it; None for a link that leaves the site."""
    parts = urlsplit(url)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    if not path:
        return page.path, unquote(parts.fragment)
    # Only the page for unknown addresses is shown at any depth, hence its links from the root.
    file = (site / path.lstrip("/") if path.startswith("/") and page.path.name == "404.html" else page.path.parent / path).resolve()
    return (file / "index.html" if file.is_dir() else file), unquote(parts.fragment)


def dead_links(site, page, pages):
    for url in dict.fromkeys(page.links + page.fetched):
        target = target_of(site, page, url)
        if target is None:
            continue
        file, anchor = target
        if urlsplit(url).path.startswith("/") and page.path.name != "404.html":
            yield f"a link from the root, which does not work from the file system: {url}"
        elif site.resolve() not in file.parents or not file.is_file():
            yield f"a dead link: {url}"
        elif anchor and file in pages and anchor not in pages[file].anchors and anchor != "__skip":
            yield f"a link to an anchor that is not there: {url}"


def other_hosts(page):
    for url in page.fetched:
        if urlsplit(url).netloc:
            yield f"fetched from another host: {url}"


def check(site):
    """Every finding as (file, what), in the order of the files."""
    pages = {path.resolve(): Page(path.resolve()) for path in sorted(site.rglob("*.html"))}
    titles, found = {}, []
    for path, page in pages.items():
        name = path.relative_to(site.resolve())
        found += [(name, what) for what in [*page.found, *raw_text(page), *dead_links(site, page, pages), *other_hosts(page)]]
        found += [(name, f"an anchor twice: {anchor}") for anchor in sorted(page.twice)]
        if page.path.name != "404.html":
            if page.headings != 1:
                found.append((name, f"{page.headings} headings of the first rank"))
            if not page.title.strip() or page.title in titles:
                found.append((name, f"the title of another page: {page.title.strip() or 'none'} ({titles.get(page.title, '')})"))
            titles[page.title] = name
    for path in sorted(site.rglob("*.css")):
        for url in STYLE_URL.findall(path.read_text(encoding="utf-8")):
            if urlsplit(url).netloc:
                found.append((path.relative_to(site), f"fetched from another host: {url}"))
            elif not url.startswith(("data:", "#")) and not (path.parent / urlsplit(url).path).exists():
                found.append((path.relative_to(site), f"a dead link: {url}"))
    return pages, found


def main():
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    pages, found = check(Path(sys.argv[1]))
    if not pages:
        sys.exit(f"error: there is no page in {sys.argv[1]}")
    for name, what in found:
        print(f"{name}: {what}", file=sys.stderr)
    if found:
        sys.exit(f"error: {len(found)} findings on {len(pages)} pages")
    links, formulas = sum(len(page.links) for page in pages.values()), sum(page.formulas for page in pages.values())
    print(f"{len(pages)} pages, {links} links, {formulas} formulas: none raw, none dead")


if __name__ == "__main__":
    main()
