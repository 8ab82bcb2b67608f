#!/usr/bin/env python3
"""The Belt and Road beside the World Bank, one assumption at a time: docs/validation/belt-and-road.md, its waterfall.

    scripts/world_bank.py [--tool build/release/tool/sogdia] [--world DIR] [--page]

Runs studies/world-bank/*.toml in order, each the one before with one more assumption of theirs, and prints what
every step adds to the falls in time and cost and to the gains in trade and income. What is left to the published
figure is the residual. --page writes the tables and the picture of the page anew. Nothing is fitted.
"""
import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from page_tables import put, read

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "bench"))
import svg  # noqa: E402

PAGE = ROOT / "docs" / "validation" / "belt-and-road.md"
STUDIES = ROOT / "studies" / "world-bank"
STEPS = {"0-in-use": "projects in use, as Sogdia does it", "1-projects-of-2018": "all projects begun or planned by 2018", "2-hours-alone": "hours alone, nothing flies",
         "3-value-of-time": "their value of a day", "4-switching": "goods move to the fastest mode", "5-no-stops": "ports and terminals take no time",
         "6-borders": "half the hours at borders", "7-their-costs": "their fall in cost, on the whole price"}
# 65 economies "along the Belt and Road", as the lists of the years before 2018 print them, with China and five
# more that the corridors touch: Hong Kong, Taiwan, Djibouti, Kenya and Tanzania. The World Bank counts 71 too.
ALONG = set(("CHN MNG SGP MYS IDN MMR THA LAO KHM VNM BRN PHL IRN IRQ TUR SYR JOR LBN ISR PSE SAU YEM OMN ARE QAT KWT BHR GRC CYP EGY IND PAK BGD AFG LKA MDV NPL BTN "
             "KAZ UZB TKM TJK KGZ RUS UKR BLR GEO AZE ARM MDA POL LTU EST LVA CZE SVK HUN SVN HRV BIH MNE SRB ALB ROU BGR MKD HKG TWN DJI KEN TZA").split())
LEAST_COST = 0.001  # ratios of next to nothing say nothing
# Measure: what it is called, low and high of the published range, who says so, and whether step 7 gives it.
SOYRES = "de Soyres et al. (2018), abstract"
MEASURES = {"time, world": (1.2, 2.5, SOYRES), "time, 71": (1.7, 3.2, SOYRES), "cost, world": (1.1, 2.2, SOYRES), "cost, 71": (1.5, 2.8, SOYRES),
            "trade, world": (1.7, 6.2, "World Bank (2019), summary"), "income, world": (0.7, 2.9, "Maliszewska and van der Mensbrugghe (2019), abstract; World Bank (2019), summary")}


def fall(pairs, kind, keep):
    """Mean fall in per cent of the pairs that have a way before and after, each counting once."""
    both = [(float(p[f"{kind}_before"]), float(p[f"{kind}_after"])) for p in pairs if p[f"{kind}_before"] and p[f"{kind}_after"] and keep(p)]
    return 100 * statistics.mean(1 - after / before for before, after in both if min(before, after) > (LEAST_COST if kind == "cost" else 0))


def run(args, step):
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run"
        command = [args.tool, "run", str(STUDIES / f"{step}.toml"), "-o", str(out), "--format", "csv", "--json"] + (["--world", args.world] if args.world else [])
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"error: {done.stderr.strip()}")
        pairs, headline = read(out / "tables" / "pairs.csv"), json.loads((out / "summary.json").read_text())["headline"]
    found = {"trade, world": 100 * headline["trade_usd_change"], "income, world": 100 * headline["real_income_mid_change"]}
    if step.startswith("7"):
        return found
    for kind, name in (("hours", "time"), ("cost", "cost")):
        found[f"{name}, world"] = fall(pairs, kind, lambda p: True)
        found[f"{name}, 71"] = fall(pairs, kind, lambda p: p["exporter"] in ALONG and p["importer"] in ALONG)
    return found


def digits(measure):
    return 3 if measure.startswith("income") else 2


def added(difference, n):
    return "0" if round(difference, n) == 0 else f"{difference:+.{n}f}".replace("-", "\u2212")


def table(values):
    """Cumulative values by step, what each adds in brackets, then the residual and the published middle."""
    lines = ["| step, study | " + " | ".join(MEASURES) + " |", "|---|" + "---:|" * len(MEASURES)]
    last = {}
    for step, words in STEPS.items():
        cells = []
        for measure in MEASURES:
            n = digits(measure)
            if measure not in values[step]:
                cells.append("-")
                continue
            value = round(values[step][measure], n)
            cells.append(f"{value:.{n}f}" + (f" ({added(value - last[measure], n)})" if measure in last else ""))
            last[measure] = value
        lines.append(f"| {words}, `{step}` | " + " | ".join(cells) + " |")
    middle = {m: (low + high) / 2 for m, (low, high, _) in MEASURES.items()}
    lines.append("| residual | " + " | ".join(added(middle[m] - last[m], digits(m)) for m in MEASURES) + " |")
    lines.append("| **published, middle** | " + " | ".join(f"{middle[m]:.{digits(m)}f}" for m in MEASURES) + " |")
    lines.append("| published, range | " + " | ".join(f"{low:g}-{high:g}" for low, high, _ in MEASURES.values()) + " |")
    lines.append("| factor, published middle over step 0 | " + " | ".join(f"{middle[m] / values['0-in-use'][m]:.1f}" for m in MEASURES) + " |")
    return "\n".join(lines)


def picture(path, values):
    """One waterfall for each measure: bars from the value before a step to the value after it."""
    shown, row, left, right = ("time, 71", "cost, 71", "trade, world", "income, world"), 22, 285, svg.WIDTH - 90
    body, y = [], 24
    for measure in shown:
        low, high, source = MEASURES[measure]
        steps = [(words, values[step][measure]) for step, words in STEPS.items() if measure in values[step]]
        top = max([high] + [value for _, value in steps]) * 1.05
        x = lambda value, top=top: left + (right - left) * value / top  # noqa: E731
        kind = "fall of mean" if measure.endswith("71") else "gain of"
        body.append(f'<text x="16" y="{y}" font-size="15" font-weight="600">{kind} {measure.replace(", 71", ", economies along the corridors")}, %</text>')
        y += 12
        height = row * (len(steps) + 2)
        body.append(f'<rect x="{x(low):.1f}" y="{y}" width="{x(high) - x(low):.1f}" height="{height}" fill="#009E73" opacity="0.18"/>')
        before = 0.0
        for words, value in steps + [("residual", (low + high) / 2)]:
            residual, first = words == "residual", before == 0.0
            colour = "#999999" if residual else "#0072B2" if first or value >= before else "#D55E00"
            a, b = sorted((x(before), x(value)))
            body.append(f'<text x="{left - 10}" y="{y + 15}" font-size="13" text-anchor="end">{words}</text>')
            body.append(f'<rect x="{a:.1f}" y="{y + 4}" width="{max(b - a, 1):.1f}" height="14" fill="{colour}"/>')
            n = digits(measure)
            label = f"{value:.{n}f}" if first else added(value - before, n)
            body.append(f'<text x="{b + 6:.1f}" y="{y + 15}" font-size="12" class="quiet">{label}</text>')
            before = value
            y += row
        body.append(f'<text x="{left - 10}" y="{y + 15}" font-size="13" font-weight="600" text-anchor="end">published</text>')
        body.append(f'<text x="{x(low):.1f}" y="{y + 15}" font-size="12">{low:g} to {high:g}</text>')
        y += row + 30
    svg.write(path, y, "The Belt and Road beside the World Bank", "Four waterfalls: what each assumption of the World Bank's adds to Sogdia's figure; green is the published range.", body)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", default=str(ROOT / "build" / "release" / "tool" / "sogdia"), help="the built tool")
    parser.add_argument("--world", default="", help="another world pack")
    parser.add_argument("--page", action="store_true", help="write the page's tables and picture anew")
    args = parser.parse_args()
    values = {step: run(args, step) for step in STEPS}
    found = table(values)
    print(found)
    if not args.page:
        return
    PAGE.write_text(put(PAGE.read_text(), "world_bank.py", "waterfall", found))
    picture(PAGE.parent / "img" / "world-bank.svg", values)


if __name__ == "__main__":
    main()
