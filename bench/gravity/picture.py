#!/usr/bin/env python3
"""The table of compare.py as a picture: seconds by case and tool, on a log scale.

    bench/gravity/picture.py TABLE.md OUT.svg
"""

import html
import math
import os
import sys

# Okabe-Ito, and a shape each, so that colour is not needed to tell them apart.
TOOLS = {"Sogdia": ("#0072B2", "circle"), "pyfixest": ("#D55E00", "square"), "pyfixest `within`": ("#CC79A7", "diamond"),
         "statsmodels": ("#666666", "triangle")}
ROW, LEFT, RIGHT, TOP, WIDTH = 26, 216, 96, 84, 860


def read(path):
    with open(path) as file:
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in file if line.startswith("|")]
    head, body = rows[0], rows[2:]
    for row in body:
        yield row[0], {tool: row[head.index(tool)] for tool in TOOLS if tool in head}


def mark(shape, x, y, colour):
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y}" r="5.5" fill="{colour}"/>'
    size = 5
    points = {"square": [(-size, -size), (size, -size), (size, size), (-size, size)],
              "diamond": [(0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0)],
              "triangle": [(0, -6), (6, 5), (-6, 5)]}[shape]
    return f'<polygon points="{" ".join(f"{x + a:.1f},{y + b:.1f}" for a, b in points)}" fill="{colour}"/>'


def main():
    table, out = sys.argv[1:3]
    cases = list(read(table))
    seconds = {case: {tool: float(cell.split()[0]) for tool, cell in cells.items() if cell.endswith(" s") and cell[0].isdigit()}
               for case, cells in cases}
    every = [value for row in seconds.values() for value in row.values()]
    low, high = math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)))
    plot = WIDTH - LEFT - RIGHT

    def at(value):
        return LEFT + plot * (math.log10(value) - low) / (high - low)

    ratios = [min(v for tool, v in row.items() if tool != "Sogdia") / row["Sogdia"] for row in seconds.values()
              if "Sogdia" in row and len(row) > 1]
    height = TOP + ROW * len(cases) + 60
    title = f"Sogdia estimates {min(ratios):.0f} to {max(ratios):.0f} times as fast as the fastest other tool"
    body = [f'<text x="16" y="28" font-size="18" font-weight="600">{title}</text>',
            '<text x="16" y="48" font-size="13" class="quiet">Seconds for formula, fixed effects and clustered errors, data in memory; '
            'log scale, further left is faster</text>']
    x = LEFT
    for tool, (colour, shape) in TOOLS.items():
        name = tool.replace("`", "")
        body.append(mark(shape, x + 6, 66, colour) + f'<text x="{x + 17}" y="70.5" font-size="13">{name}</text>')
        x += 40 + 7.4 * len(name)
    for power in range(low, high + 1):
        value = 10.0**power
        body.append(f'<line x1="{at(value):.1f}" x2="{at(value):.1f}" y1="{TOP}" y2="{TOP + ROW * len(cases)}" class="grid"/>'
                    f'<text x="{at(value):.1f}" y="{TOP + ROW * len(cases) + 18}" font-size="12" text-anchor="middle" class="quiet">'
                    f'{value:g} s</text>')
    for k, (case, cells) in enumerate(cases):
        y = TOP + ROW * k + ROW // 2
        row = seconds[case]
        body.append(f'<text x="{LEFT - 12}" y="{y + 4.5}" font-size="13" text-anchor="end">{html.escape(case)}</text>')
        if row:
            body.append(f'<line x1="{at(min(row.values())):.1f}" x2="{at(max(row.values())):.1f}" y1="{y}" y2="{y}" class="span"/>')
        for tool in reversed(TOOLS):
            if tool in row:
                body.append(mark(TOOLS[tool][1], at(row[tool]), y, TOOLS[tool][0]))
        late = [tool.replace("`", "") for tool, cell in cells.items() if cell.startswith("over")]
        if late:
            limit = next(cell for cell in cells.values() if cell.startswith("over"))
            body.append(f'<text x="{WIDTH - 8}" y="{y + 4}" font-size="11" text-anchor="end" class="quiet">'
                        f'{", ".join(late)}: {limit}</text>')
    body.append(f'<text x="16" y="{height - 12}" font-size="12" class="quiet">One run on two cores, each tool and case in a process of '
                'its own: bench/gravity/compare.py. Data are simulated.</text>')
    style = ("text{font-family:system-ui,sans-serif;fill:#222}.quiet{fill:#595959}.grid{stroke:#ddd}.span{stroke:#999;stroke-width:1.5}"
             "@media(prefers-color-scheme:dark){.sheet{fill:#16181c}text{fill:#eee}.quiet{fill:#b0b0b0}.grid{stroke:#3a3d42}}")
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">'
           f'<title id="t">{title}</title><desc id="d">Seconds by case and tool; the table beside holds the numbers.</desc>'
           f'<style>{style}</style><rect class="sheet" width="{WIDTH}" height="{height}" fill="#fff"/>' + "".join(body) + "</svg>\n")
    with open(out + ".tmp", "w") as file:
        file.write(svg)
    os.replace(out + ".tmp", out)


if __name__ == "__main__":
    main()
