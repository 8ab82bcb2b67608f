#!/usr/bin/env python3
"""The page on the access engine's speed: its table and pictures, from the JSON of compare.py.

    bench/access/page.py OUT.json [docs/validation/access-speed.md]

Writes the text between the page's marks `<!-- table -->`, and img/access-speed.svg, access-places.svg and access-links.svg beside it.
"""
import html
import json
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import svg  # noqa: E402
from svg import WIDTH, mark  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
OURS = "Sogdia"
ROW, LEFT, RIGHT, TOP, PLOT = 26, 200, 120, 108, 330


class Result:
    def __init__(self, path):
        found = json.loads(Path(path).read_text())
        self.cases, self.absent, self.versions = found["cases"], found["absent"], found["tools"]
        self.machine = f"{found['cores']} cores"
        self.tools = list(found["tools"])
        self.threads = max(row["threads"] for row in found["rows"])
        self.rows = {(row["case"], row["tool"], row["threads"]): row for row in found["rows"]}

    def row(self, case, tool, threads=None):
        """A tool that uses one thread alone stands there with one."""
        threads = threads or self.threads
        return self.rows.get((case, tool, threads)) or self.rows.get((case, tool, 1)) or {"failed": "not run"}

    def matrix(self, case, tool):
        return self.row(case, tool).get("matrix_s")

    def of_kind(self, kind):
        return [case for case, about in self.cases.items() if about["kind"] == kind]

    def look(self, tool):
        return svg.LOOKS[self.tools.index(tool)]


def grouped(count):
    """1 234 567, by thin spaces."""
    return f"{count:,}".replace(",", "\u2009")


def number(value):
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def table(result):
    lines = [f"Measured on {result.machine}; a process for each tool and case. `~` is scaled up from the places that a tool came to in the time it had.", ""]
    for case in result.of_kind("single"):
        about = result.cases[case]
        lines += [f"**{case[0].upper() + case[1:]}**: {grouped(about['nodes'])} nodes, {grouped(about['arcs'])} arcs, "
                  f"{grouped(about['places'])} x {grouped(about['places'])}.", "",
                  "| tool | threads | order s | customize s | matrix s | ratio | peak MB | largest difference to Dijkstra |", "|---|--:|--:|--:|--:|--:|--:|--:|"]
        for (of, tool, threads), row in result.rows.items():
            if of != case:
                continue
            name = f"{tool} {result.versions[tool]}".strip()
            if "failed" in row:
                lines.append(f"| {name} | {threads} | {row['failed']} | | | | | |")
                continue
            ours = result.row(case, OURS, threads).get("matrix_s")
            ratio = f"{row['matrix_s'] / ours:.1f}x" if ours else ""
            lines.append(f"| {name} | {threads} | {number(row['order_s'])} | {number(row['customize_s'])} | {'~' if row.get('scaled') else ''}{number(row['matrix_s'])} | "
                         f"{ratio} | {row['peak_mb']:.0f} | {row['largest_difference']} |")
        lines.append("")
    lines += [f"- Left out: {name}: {reason}." for name, reason in result.absent.items()]
    return "\n".join(lines).rstrip() + "\n"


class Log:
    """A logarithmic scale from `low` to `high`, whole powers of ten, onto pixels."""

    def __init__(self, values, start, end):
        self.low, self.high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        self.high = max(self.high, self.low + 1)
        self.start, self.end = start, end

    def __call__(self, value):
        return self.start + (self.end - self.start) * (math.log10(value) - self.low) / (self.high - self.low)

    def powers(self):
        return [10.0**power for power in range(self.low, self.high + 1)]


def legend(result, y):
    body, x = [], 16
    for tool in result.tools:
        colour, shape = result.look(tool)
        if tool in result.absent:
            continue
        body.append(mark(shape, x + 6, y, colour) + f'<text x="{x + 17}" y="{y + 4.5}" font-size="13">{tool}</text>')
        x += 34 + 7.6 * len(tool)
    return body


def headings(title, below):
    return [f'<text x="16" y="28" font-size="18" font-weight="600">{html.escape(title)}</text>', f'<text x="16" y="48" font-size="13" class="quiet">{html.escape(below)}</text>']


def lead(result, cases):
    """How many times as fast as the next tool ours is over these cases; none where one of the two was not run."""
    ratios = []
    for case in cases:
        others = [result.matrix(case, tool) for tool in result.tools if tool != OURS and result.matrix(case, tool)]
        if result.matrix(case, OURS) and others:
            ratios.append(min(others) / result.matrix(case, OURS))
    return (min(ratios), max(ratios)) if ratios else None


def speed(result, path):
    cases = result.of_kind("single")
    seconds = {case: {tool: result.matrix(case, tool) for tool in result.tools if result.matrix(case, tool)} for case in cases}
    at = Log([value for row in seconds.values() for value in row.values()], LEFT, WIDTH - RIGHT)
    ratio = lead(result, cases)
    title = f"All ways between all places: Sogdia is {number(ratio[0])} to {number(ratio[1])} times as fast as the next" if ratio else "Seconds for all ways between all places"
    body = headings(title, f"Seconds for the matrix of all places on {result.threads} threads, weights in place; log scale, further left is faster") + legend(result, 74)
    bottom = TOP + ROW * len(cases)
    for value in at.powers():
        body.append(f'<line x1="{at(value):.1f}" x2="{at(value):.1f}" y1="{TOP}" y2="{bottom}" class="grid"/>'
                    f'<text x="{at(value):.1f}" y="{bottom + 18}" font-size="12" text-anchor="middle" class="quiet">{value:g} s</text>')
    for k, case in enumerate(cases):
        y = TOP + ROW * k + ROW // 2
        body.append(f'<text x="{LEFT - 12}" y="{y + 4.5}" font-size="13" text-anchor="end">{html.escape(case)}</text>')
        if seconds[case]:
            body.append(f'<line x1="{at(min(seconds[case].values())):.1f}" x2="{at(max(seconds[case].values())):.1f}" y1="{y}" y2="{y}" class="span"/>')
        for tool, value in reversed(seconds[case].items()):
            colour, shape = result.look(tool)
            body.append(mark(shape, at(value), y, colour))
    height = bottom + 56
    body.append(f'<text x="16" y="{height - 12}" font-size="12" class="quiet">One run, each tool and case in a process of its own: bench/access/compare.py</text>')
    svg.write(path, height, html.escape(title), "Seconds by case and tool; the table beside holds the numbers.", body)


def growth(result, kind, size, word, path):
    """Matrix seconds against the size of a case, a line for each tool, labelled at its end."""
    cases = result.of_kind(kind)
    lines = {tool: [(result.cases[case][size], result.matrix(case, tool)) for case in cases if result.matrix(case, tool)] for tool in result.tools}
    lines = {tool: line for tool, line in lines.items() if line}
    x = Log([result.cases[case][size] for case in cases], 70, WIDTH - RIGHT)
    y = Log([value for line in lines.values() for _, value in line], TOP - 40 + PLOT, TOP - 40)
    title = f"What the matrix costs as the {word} grow"
    if len(lines.get(OURS, [])) > 1:
        (few, least), (many, most) = lines[OURS][0], lines[OURS][-1]
        title = f"{many / few:.0f} times the {word} cost Sogdia {most / least:.1f} times the seconds"
    body = headings(title, f"Seconds for the matrix against {word}, {result.threads} threads; both scales are logarithmic")
    for value in x.powers():
        body.append(f'<line x1="{x(value):.1f}" x2="{x(value):.1f}" y1="{y.end}" y2="{y.start}" class="grid"/>'
                    f'<text x="{x(value):.1f}" y="{y.start + 18}" font-size="12" text-anchor="middle" class="quiet">{grouped(round(value))}</text>')
    for value in y.powers():
        body.append(f'<line x1="{x.start}" x2="{x.end}" y1="{y(value):.1f}" y2="{y(value):.1f}" class="grid"/>'
                    f'<text x="{x.start - 8}" y="{y(value) + 4:.1f}" font-size="12" text-anchor="end" class="quiet">{value:g} s</text>')
    last = math.inf
    for tool, line in sorted(lines.items(), key=lambda item: -item[1][-1][1]):
        colour, shape = result.look(tool)
        stroke = 'class="line"' if colour == "#000000" else f'stroke="{colour}"'
        body.append(f'<polyline points="{" ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in line)}" fill="none" stroke-width="{2.5 if tool == OURS else 1.5}" {stroke}/>')
        body += [mark(shape, x(a), round(y(b), 1), colour) for a, b in line]
        at = y(line[-1][1]) + 4.5
        at = at if last == math.inf else max(at, last + 15)  # labels do not lie on each other
        last = at
        body.append(f'<text x="{x(line[-1][0]) + 12:.1f}" y="{at:.1f}" font-size="13">{tool}</text>')
    height = int(y.start) + 56
    body.append(f'<text x="16" y="{height - 12}" font-size="12" class="quiet">bench/access/compare.py; a mark is a case</text>')
    svg.write(path, height, html.escape(title), f"Seconds by tool and {word}; OUT.json of the comparison holds the numbers.", body)


def main():
    result = Result(sys.argv[1])
    page = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "docs" / "validation" / "access-speed.md"
    images = page.parent / "img"
    images.mkdir(parents=True, exist_ok=True)
    text = page.read_text()
    before, _, rest = text.partition("<!-- table -->")
    _, _, after = rest.partition("<!-- /table -->")
    if not rest or "<!-- /table -->" not in rest:
        raise SystemExit(f"{page} has no <!-- table --> ... <!-- /table -->")
    page.write_text(f"{before}<!-- table -->\n{table(result)}<!-- /table -->{after}")
    if result.of_kind("single"):
        speed(result, images / "access-speed.svg")
    if result.of_kind("places"):
        growth(result, "places", "places", "places", images / "access-places.svg")
    if result.of_kind("links"):
        growth(result, "links", "arcs", "arcs", images / "access-links.svg")


if __name__ == "__main__":
    main()
