#!/usr/bin/env python3
"""Pages of real runs, as a user writes them: every title is held against its picture and its numbers, no chart is empty,
and each kind of question opens with its own section.   pages_test.py --tool build/release/tool/sogdia"""
import argparse
import concurrent.futures
import html.parser
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VOID = {"meta", "br", "img", "input"}

TARIFF = """title = "A tariff"
[[change]]
name = "Tariff"
kind = "tariff"
exporters = ["CHN"]
importers = ["USA"]
rate_after = 0.4
[brief]
pairs = [["MEX", "USA"]]
"""
BORDER = """title = "A border and a railway"
[[change]]
name = "Faster border"
kind = "border"
target = "border:CHN-KAZ"
hours_scale = 0.5
[brief]
pairs = [["KAZ", "CHN"]]
countries = ["KAZ"]
"""
# One project alone, which moves hardly anything.
PROJECT = """title = "A railway"
[[change]]
name = "Railway"
kind = "build"
projects = ["china_kyrgyzstan_uzbekistan"]
[brief]
pairs = [["CHN", "UZB"]]
"""
ARTICLE = """Kenya and Uganda look to the Belt and Road

Kenya and Uganda met in Nairobi. Trade between Kenya and Uganda reached $3 billion in 2023, officials in Kampala said.
The Belt and Road Initiative built a railway in Kenya.
"""
# What is asked, the sections that open the page, and those that must not stand on it.
PAGES = [
    (["CHN", "RUS"], ["pair-CHN-RUS", "methods"], ["countries"]),
    (["KEN", "UGA"], ["pair-KEN-UGA", "methods"], ["countries"]),
    (["Fiji", "Australia"], ["pair-FJI-AUS", "methods"], ["countries"]),
    (["EU", "CHN"], ["pair-EU-CHN", "methods"], ["countries"]),
    (["Central Asia", "CHN"], ["pair-Central-Asia-CHN", "methods"], ["countries"]),
    (["BFA"], ["country-BFA", "methods"], ["countries"]),
    (["--corridor", "middle_corridor"], ["corridor-middle_corridor", "methods"], ["countries"]),
    ([str(ROOT / "studies/suez-closed.toml")], ["closure"], ["sanctions", "projects"]),
    ([str(ROOT / "studies/sanctions.toml")], ["sanctions"], ["closure", "projects", "tariffs"]),
    (["tariff.toml"], ["tariffs", "pair-MEX-USA"], ["closure", "projects", "sanctions"]),
    (["border.toml"], ["projects", "pair-KAZ-CHN", "country-KAZ"], ["closure", "sanctions"]),
    (["project.toml"], ["projects", "pair-CHN-UZB"], ["closure", "sanctions", "tariffs"]),
    (["--article", "article.txt"], ["claims"], ["countries"]),
]


class Node:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent, self.children = tag, dict(attributes), parent, []

    def all(self, tag=None, css=None):
        for child in self.children:
            if isinstance(child, str):
                continue
            if (tag is None or child.tag == tag) and (css is None or css in child.attributes.get("class", "").split()):
                yield child
            yield from child.all(tag, css)

    def text(self):
        return "".join(c if isinstance(c, str) else c.text() + " " for c in self.children)


class Tree(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.root = self.at = Node("root", [], None)
        self.faults = []
        self.feed(text)
        if self.at is not self.root:
            self.faults.append(f"<{self.at.tag}> is never closed")

    def handle_starttag(self, tag, attributes):
        node = Node(tag, attributes, self.at)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag, attributes):
        self.at.children.append(Node(tag, attributes, self.at))

    def handle_endtag(self, tag):
        if tag != self.at.tag:
            self.faults.append(f"</{tag}> closes <{self.at.tag}>")
            return
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(data)


SPACE = "[\u202f\u00a0 ]?"
# Amounts, percentages, times and years that a title may print.
FIGURES = re.compile(rf"\$[\d.]+(?:\u202f\d{{3}})*{SPACE}(?:trn|bn|m)?|[\d.]+{SPACE}%|[\d.]+(?= days| hours|\u202fdays|\u202fhours)|\b(?:19|20)\d\d\b")


def squeezed(text):
    return re.sub(r"[\s\u202f\u00a0]+", "", text)


def points_of(d):
    """Absolute points of "M1 2l3 4 5 6z": relative lines alone, as path_data writes them; a list a stroke."""
    strokes = []
    for stroke in re.findall(r"M([^M]*)", d):
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?|-?\.\d+", stroke)]
        x, y = numbers[0], numbers[1]
        points = [(x, y)]
        for k in range(2, len(numbers) - 1, 2):
            x, y = x + numbers[k], y + numbers[k + 1]
            points.append((x, y))
        strokes.append(points)
    return strokes


def map_faults(svg, name):
    """Ways of a map never leave its sheet, nor run across it from one edge to the other."""
    left, top, width, height = map(float, svg.attributes["viewbox"].split())
    for path in svg.all("path", "route"):
        for points in points_of(path.attributes["d"]):
            for x, y in points:
                if not (left - 1 <= x <= left + width + 1 and top - 1 <= y <= top + height + 1):
                    yield f"{name}: a way leaves the sheet at {x:.0f}, {y:.0f} of {width:.0f} x {height:.0f}"
                    break
            for (x, _), (u, _) in zip(points, points[1:]):
                if abs(u - x) > 0.75 * width:
                    yield f"{name}: a way runs across the sheet"


def figure_faults(figure):
    name = figure.attributes.get("id", "?")
    title = next(figure.all("h3")).text()
    tables = list(figure.all("table"))
    svgs = [svg for svg in figure.all("svg") if not svg.parent.attributes.get("class", "").startswith("k")]
    shown = " ".join(t.text() for t in tables) + " ".join(s.text() for svg in svgs for s in svg.all("text"))
    sub = " ".join(p.text() for p in figure.all("p"))
    if not tables and not svgs:
        yield f"{name}: neither picture nor numbers: {title}"
    # The title's figures are among the numbers, or on the picture, or in the measure.
    data = squeezed(shown + " " + sub)
    for number in FIGURES.findall(title):
        if squeezed(number).lstrip("$") not in data:
            yield f"{name}: `{number}` of the title is not in its chart: {title}"
    everything = title + shown + sub + figure.text()
    if not re.search(r"\b(?:19|20)\d\d\b", everything) and "before" not in everything:
        yield f"{name}: no year: {title}"
    for table in tables:
        cells = [c.text() for c in table.all("td", "num")]
        digits = [c for c in cells if re.search(r"[1-9]", c)]
        if cells and not digits:
            yield f"{name}: every number is zero: {title}"
    for svg in svgs:
        # A chart draws something that has a size.
        marks = [*svg.all("circle"), *svg.all("path"), *svg.all("use"), *(r for r in svg.all("rect") if float(r.attributes["width"]) > 0.5 and "hatched" not in r.attributes.get("class", ""))]
        if not marks:
            yield f"{name}: an empty picture: {title}"
        # A country's own map cuts what leads beyond it.
        if "map" in svg.attributes.get("class", "").split() and not name.startswith("through-"):
            yield from map_faults(svg, name)


def paper_faults(tree):
    """What paper leaves out is told on it, by its title, and what stands on it is no more than three sheets hold."""
    figures = list(tree.root.all("figure"))
    kept = [f for f in figures if "data-screen" not in f.attributes]
    told = squeezed(" ".join(s.text() for s in tree.root.all("section") if s.attributes.get("id") == "on-screen"))
    for figure in figures:
        title = next(figure.all("h3")).text()
        if "data-screen" in figure.attributes and squeezed(title) not in told:
            yield f"paper does not tell that it leaves out: {title}"
    if not kept:
        yield "nothing is left on paper"
    if len(kept) > 11:
        yield f"{len(kept)} figures stand on paper"


def faults_of(asked, opening, never, tool, folder):
    out = folder / (re.sub(r"\W", "_", "-".join(asked[-2:])) + ".html")
    done = subprocess.run([tool, "brief", *asked, "-o", str(out)], cwd=folder, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        yield f"exit code {done.returncode}: {done.stderr}"
        return
    text = out.read_text()
    tree = Tree(text)
    yield from tree.faults
    sections = [s.attributes.get("id") for s in tree.root.all("section")]
    # The list of what a print lacks is for paper alone.
    sections = [s for s in sections if s != "on-screen"]
    if sections[: len(opening)] != opening and not (opening[-1] == "methods" and sections == opening):
        yield f"the page opens with {sections} and not with {opening}"
    for each in never:
        if each in sections:
            yield f"section `{each}` does not belong on the page"
    for name in ("og:title", "og:description", "og:type"):
        metas = [m for m in tree.root.all("meta") if m.attributes.get("property") == name]
        if len(metas) != 1 or not metas[0].attributes.get("content"):
            yield f"no {name}"
    if re.search(r"[^A-Za-z](nan|inf|NaN|Infinity|undefined)[^A-Za-z]", re.sub(r"<style>.*?</style>", "", text, flags=re.S)):
        yield "a number that is none"
    for big in tree.root.all(css="big"):
        if "not known" in big.text() or big.text().strip() in ("$0", "0 %") or not big.text().strip():
            yield f"the largest type says `{big.text()}`"
    # Who voted with whom stands on the page of two that a vote parted, and on no other.
    parted = any(f.attributes.get("id", "").startswith("alignment-") for f in tree.root.all("figure"))
    if asked[0] in ("CHN", "KEN", "EU", "Fiji") and parted != (asked == ["CHN", "RUS"]):
        yield "votes stand where none parted the two, or are missing"
    for empty in tree.root.all("p", "none"):
        yield f"a box says that there is nothing: {empty.text()}"
    yield from paper_faults(tree)
    first = next(tree.root.all(css="big"), None)
    box = next((b.text() for b in tree.root.all(css="box")), "")
    if sections[:1] == ["sanctions"]:
        if first and first.text().startswith("+") and "because" not in box:
            yield "those under sanctions gain, and the page does not say why"
        if "seen" not in [f.attributes.get("id") for f in tree.root.all("figure")]:
            yield "what was seen is not drawn"
    if sections[:1] == ["tariffs"] and "revenue" not in box:
        yield "the revenue of the tariff is left out in silence"
    if sections[:1] == ["closure"] and "passage-flows" not in [f.attributes.get("id") for f in tree.root.all("figure")]:
        yield "the page does not say what takes the goods instead"
    if re.search(r"\b(?:oil|gas|inland)_\w+|\bfield_\w+", re.sub(r"<style>.*?</style>|href=\"[^\"]*\"|id=\"[^\"]*\"", "", text, flags=re.S)):
        yield "an internal name stands on the page"
    figures = list(tree.root.all("figure"))
    if not figures:
        yield "no figure"
    for figure in figures:
        yield from figure_faults(figure)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", required=True, type=Path)
    parser.add_argument("--only", help="word of what is asked")
    arguments = parser.parse_args()
    tool = str(arguments.tool.resolve())
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in (("tariff.toml", TARIFF), ("border.toml", BORDER), ("project.toml", PROJECT), ("article.txt", ARTICLE)):
            (folder / file).write_text(text)
        pages = [p for p in PAGES if not arguments.only or arguments.only in " ".join(p[0])]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for (asked, _, _), faults in zip(pages, pool.map(lambda p: list(faults_of(*p, tool, folder)), pages)):
                print(f"{'FAIL' if faults else 'ok  '} brief {' '.join(asked)}")
                for fault in faults:
                    print("     " + fault)
                bad += len(faults)
    print(f"{len(pages)} pages, {bad} faults")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
