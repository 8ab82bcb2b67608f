#!/usr/bin/env python3
"""The table of compare.py as a picture: seconds by case and tool, on a log scale.

    bench/gravity/picture.py TABLE.md OUT.svg
"""

import html
import math
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import svg  # noqa: E402
from svg import WIDTH, mark  # noqa: E402

TOOLS = dict(zip(("Sogdia", "pyfixest", "pyfixest `within`", "statsmodels"), svg.LOOKS))
ROW, LEFT, RIGHT, TOP = 26, 216, 96, 84


def read(path):
    with open(path) as file:
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in file if line.startswith("|")]
    head, body = rows[0], rows[2:]
    for row in body:
        yield row[0], {tool: row[head.index(tool)] for tool in TOOLS if tool in head}


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
            '<text x="16" y="48" font-size="13" class="quiet">Processor seconds for formula, fixed effects and clustered errors, data in memory; '
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
    svg.write(out, height, title, "Seconds by case and tool; the table beside holds the numbers.", body)


if __name__ == "__main__":
    main()
