"""Check what must hold in data/world's trade tables, and measure trade.csv against BACI 2023.

    python data/build/check_trade.py [--world data/world] [--parts build/world-parts] [--write]

BACI is read through SOGDIA_VALIDATION (default ../shared/validation) and never enters the estimate. --parts repeats the
estimate and checks its totals, caps and known cells. --write renews docs/validation/trade-table.md and its picture.
"""
import argparse
import os
import sys
from pathlib import Path

import numpy as np

from common import ROOT, read_csv

TARGETS = {"correlation": (0.985, "at least"), "absolute": (0.28, "at most"), "median_log": (0.30, "at most")}
TOTALS_TOLERANCE = 0.01     # the two sides of the world differ by less than this after reconciling
PAGE = ROOT / "docs/validation/trade-table.md"
PICTURE = ROOT / "docs/validation/img/trade-table.svg"


def read_pairs(path, value, scale=1.0, year=2023):
    return {(r["exporter"], r["importer"]): float(r[value]) * scale for r in read_csv(path) if int(r["year"]) == year}


def metrics(ours, theirs, keep=lambda pair: True):
    pairs = sorted(p for p in set(ours) & set(theirs) if keep(p))
    a, b = np.array([ours[p] for p in pairs]), np.array([theirs[p] for p in pairs])
    large = b > 1e9
    return dict(pairs=len(pairs), large=int(large.sum()), correlation=float(np.corrcoef(a, b)[0, 1]),
                absolute=float(np.abs(a - b).sum() / b.sum()), median_log=float(np.median(np.abs(np.log(a[large] / b[large])))),
                ours=float(a.sum()), theirs=float(b.sum()))


def worst(ours, theirs, count=10):
    pairs = sorted(set(ours) & set(theirs), key=lambda p: (-abs(ours[p] - theirs[p]), p))
    return [(p, ours[p], theirs[p]) for p in pairs[:count]]


def check_tables(world):
    """Properties of the written files."""
    trade, totals, economy = (read_csv(world / name) for name in ("trade.csv", "trade_totals.csv", "economy.csv"))
    keys = [(r["exporter"], r["importer"], r["year"]) for r in trade]
    assert len(set(keys)) == len(keys), "a pair stands twice"
    assert all(int(r["value_usd"]) > 0 and r["exporter"] != r["importer"] for r in trade)
    assert {r["reported_by"] for r in trade} == {"both", "exporter", "importer", "none"}
    sums = {}
    for r in trade:
        for key in ((r["exporter"], r["year"], "exports"), (r["importer"], r["year"], "imports")):
            sums[key] = sums.get(key, 0) + int(r["value_usd"])
    for r in totals:
        had = sums.get((r["iso3"], r["year"], r["flow"]), 0)
        assert had == int(r["value_usd"]), f"{r['iso3']} {r['year']} {r['flow']}: cells add to {had}"
    total = {(r["iso3"], r["year"], r["flow"]): int(r["value_usd"]) for r in totals}
    for r in economy:
        key = (r["iso3"], r["year"])
        internal, exports, imports = int(r["internal_trade_usd"]), total[(*key, "exports")], total[(*key, "imports")]
        assert internal > 0, f"{key}: no internal trade"
        assert int(r["gross_output_usd"]) == internal + exports and int(r["absorption_usd"]) == internal + imports, key
        assert int(r["deficit_usd"]) == imports - exports, key
    for year in ("2014", "2023"):
        deficits = sum(int(r["deficit_usd"]) for r in economy if r["year"] == year)
        assert deficits == 0, f"{year}: deficits add to {deficits}"


def check_estimate(parts):
    """Properties of the completion itself: totals met, caps hold, known cells kept, no negative."""
    import trade

    editions = {year: trade.factbook_trade.edition(year) for year in trade.YEARS}
    iso3s = sorted(row["iso3"] for row in read_csv(parts / "countries.csv"))
    r = trade.estimate(2023, iso3s, parts, editions[2023], editions[2014], {})
    x, known = r["completion"].values, ~np.isnan(r["known"])
    assert (x >= 0).all()
    assert np.array_equal(x[known], r["known"][known])
    assert (x[~known] <= r["caps"][~known] * (1 + 1e-12)).all()
    rows, columns = np.abs(x.sum(axis=1) / r["exports"] - 1), np.abs(x.sum(axis=0) / r["imports"] - 1)
    assert np.median(rows) < TOTALS_TOLERANCE and rows.max() < 2 * TOTALS_TOLERANCE, rows.max()
    assert np.median(columns) < TOTALS_TOLERANCE and columns.max() < 2 * TOTALS_TOLERANCE, columns.max()
    print(f"totals met within {rows.max():.2%} (exports) and {columns.max():.2%} (imports); "
          f"{r['completion'].iterations} passes; c.i.f. over f.o.b. {r['cif']:.3f}")


def scatter(ours, theirs):
    """Every common pair above 10 million USD, log against log, as a self-contained SVG."""
    low, high, size, left, top = 7.0, 12.0, 480, 64, 20
    at = lambda usd: (np.log10(usd) - low) / (high - low) * size
    names = {7: "10 m", 8: "100 m", 9: "1 bn", 10: "10 bn", 11: "100 bn", 12: "1 tn"}
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 580 570" role="img" font-family="system-ui, sans-serif" font-size="12">',
           "<title>Estimated bilateral goods trade 2023 against BACI</title>",
           "<style>text{fill:#444}.g{stroke:#ddd}.d{stroke:#888;stroke-dasharray:4 3}circle{fill:#2b6cb0;fill-opacity:.25}"
           "@media(prefers-color-scheme:dark){text{fill:#ccc}.g{stroke:#444}circle{fill:#7fb2e5}}</style>"]
    for k, name in names.items():
        p = at(10.0 ** k)
        out.append(f'<path class="g" d="M{left + p:.0f} {top}v{size}M{left} {top + size - p:.0f}h{size}"/>'
                   f'<text x="{left + p:.0f}" y="{top + size + 18}" text-anchor="middle">{name}</text>'
                   f'<text x="{left - 8}" y="{top + size - p + 4:.0f}" text-anchor="end">{name}</text>')
    out.append(f'<path class="d" d="M{left} {top + size}l{size} -{size}"/>')
    for pair in sorted(set(ours) & set(theirs)):
        if min(ours[pair], theirs[pair]) > 1e7:
            out.append(f'<circle cx="{left + at(theirs[pair]):.1f}" cy="{top + size - at(ours[pair]):.1f}" r="1.6"/>')
    out.append(f'<text x="{left + size / 2}" y="{top + size + 42}" text-anchor="middle">BACI 2023, USD</text>'
               f'<text transform="translate(14 {top + size / 2}) rotate(-90)" text-anchor="middle">this pack, USD</text></svg>')
    return "\n".join(out) + "\n"


def by_report(ours, theirs, world):
    side = {(r["exporter"], r["importer"]): r["reported_by"] for r in read_csv(world / "trade.csv") if r["year"] == "2023"}
    lines = ["| reported by | pairs | their share of BACI | sum of absolute differences | median absolute log difference, above 1 bn |",
             "|---|---:|---:|---:|---:|"]
    whole = sum(theirs[p] for p in set(ours) & set(theirs))
    for kind in ("both", "exporter", "importer", "none"):
        m = metrics(ours, theirs, lambda p: side[p] == kind)
        lines.append(f"| {kind} | {m['pairs']:,} | {m['theirs'] / whole:.0%} | {m['absolute']:.0%} | {m['median_log']:.2f} |")
    return "\n".join(lines)


def figures(ours, theirs, world):
    m = metrics(ours, theirs)
    unit = 1e9
    wrong = "\n".join(f"| {i} | {j} | {a / unit:.1f} | {b / unit:.1f} | {(a - b) / unit:+.1f} |" for (i, j), a, b in worst(ours, theirs))
    missing = sum(v for p, v in theirs.items() if p not in ours) / sum(theirs.values())
    return f"""| measure, on {m['pairs']:,} common pairs | found | asked |
|---|---:|---:|
| correlation of levels | {m['correlation']:.4f} | at least 0.985 |
| sum of absolute differences, share of world trade | {m['absolute']:.1%} | at most 28 % |
| median absolute log difference, {m['large']:,} flows above 1 bn USD | {m['median_log']:.3f} | at most 0.30 |

World trade on these pairs: {m['ours'] / 1e12:.2f} tn USD here, {m['theirs'] / 1e12:.2f} tn in BACI. Pairs that only BACI has
hold {missing:.2%} of its trade.

{by_report(ours, theirs, world)}

Worst ten pairs, by absolute difference (bn USD):

| exporter | importer | here | BACI | difference |
|---|---|---:|---:|---:|
{wrong}
"""


def replace_between(text, mark, body):
    head, rest = text.split(f"<!-- {mark} -->\n", 1)
    return f"{head}<!-- {mark} -->\n{body}<!-- /{mark} -->\n" + rest.split(f"<!-- /{mark} -->\n", 1)[1]


def mended(world):
    rows = [r for r in read_csv(world / "economy.csv") if r["mended"] == "1" and r["year"] == "2023"]
    return "| country | rule | why |\n|---|---|---|\n" + "".join(f"| {r['iso3']} | {r['rule']} | {r['note']} |\n" for r in rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--world", type=Path, default=ROOT / "data/world")
    parser.add_argument("--parts", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    check_tables(args.world)
    if args.parts:
        check_estimate(args.parts)
    validation = Path(os.environ.get("SOGDIA_VALIDATION") or ROOT / "../shared/validation") / "world/baci2023_long.csv"
    if not validation.exists():
        print(f"tables hold; comparison skipped, no {validation}")
        return 0
    ours = read_pairs(args.world / "trade.csv", "value_usd")
    theirs = read_pairs(validation, "value_kusd", 1e3)
    body = figures(ours, theirs, args.world)
    print(body)
    if args.write:
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        PICTURE.write_text(scatter(ours, theirs), encoding="utf-8")
        text = replace_between(PAGE.read_text(encoding="utf-8"), "figures", body)
        PAGE.write_text(replace_between(text, "mended", mended(args.world)), encoding="utf-8")
    m = metrics(ours, theirs)
    met = all(m[k] >= v if kind == "at least" else m[k] <= v for k, (v, kind) in TARGETS.items())
    print("targets met" if met else "TARGETS NOT MET")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
