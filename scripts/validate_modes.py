#!/usr/bin/env python3
"""The model's modal splits beside published ones.

  scripts/validate_modes.py FILE... [--tool build/release/tool/sogdia] [--world PACK] [--csv OUT]

FILE (data/authored/mode_splits.csv is one) has the columns of published splits: id, group, kind, scope_from, scope_to, direction, goods, basis, year, mode, of_what,
share_low, share_high, quality. Prints how each row's scope is modelled and the model's share beside the range, the misses
first; then what cannot be modelled, with the reason; then a summary.
"""
import argparse
import csv
import statistics
import sys
import zlib
from collections import defaultdict
from pathlib import Path

import modal_scopes
import validate_passages

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))
import svg  # noqa: E402


def read_splits(paths):
    rows = []
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    return rows


def compare(rows, tool, world=None):
    """[(row, asked, model's per cent, miss)], [(row, reason)], [(row, asked, model's amount, low, high)].

    The miss is how far outside the range, in points.
    """
    groups = defaultdict(list)
    for row in rows:
        groups[row["group"], row["basis"], row["direction"]].append(row)
    done, left_out, amounts = [], [], []
    for row, split in zip(rows, modal_scopes.ask(tool, rows, world)):
        if isinstance(split, modal_scopes.Unmodelled):
            left_out.append((row, str(split)))
            continue
        if not row["share_low"]:
            amount = modal_scopes.modelled_amount(row, split)
            if amount:
                amounts.append((row, modal_scopes.question(row)[0], *amount))
            else:
                left_out.append((row, f"an amount in `{row['unit']}`"))
            continue
        share = modal_scopes.modelled_share(row, split, groups[row["group"], row["basis"], row["direction"]])
        if share is None:
            left_out.append((row, "nothing of it goes by the model"))
            continue
        low, high = float(row["share_low"]), float(row["share_high"])
        done.append((row, modal_scopes.question(row)[0], share, max(low - share, share - high, 0.0)))
    return done, left_out, amounts


def main_modes(done):
    """Of each group and year the row of the largest published share."""
    best = {}
    for entry in done:
        row = entry[0]
        key = row["group"], row["year"], row["basis"], row["direction"]
        if key not in best or float(row["share_high"]) > float(best[key][0]["share_high"]):
            best[key] = entry
    return list(best.values())


def summary(done, left_out, total):
    kinds = defaultdict(list)
    for row, _, _, miss in done:
        kinds[row["kind"]].append(miss)
    lines = []
    for kind, misses in sorted(kinds.items()):
        lines.append(f"{kind:22}{len(misses):5} rows{100 * sum(m == 0 for m in misses) / len(misses):6.0f} % inside, median miss {statistics.median(misses):5.1f} points")
    misses = [m for *_, m in done]
    main = [m for *_, m in main_modes(done)]
    lines.append(f"{'all':22}{len(misses):5} rows{100 * sum(m == 0 for m in misses) / len(misses):6.0f} % inside, median miss {statistics.median(misses):5.1f} points")
    lines.append(f"{'main mode':22}{len(main):5} splits, median miss {statistics.median(main):.1f} points, "
                 f"{100 * sum(m <= 10 for m in main) / len(main):.0f} % within 10, {100 * sum(m <= 25 for m in main) / len(main):.0f} % within 25")
    lines.append(f"{len(left_out)} of {total} rows are not modelled ({100 * len(left_out) / total:.0f} %)")
    return lines


def page(done, left_out, amounts, total, passages):
    """docs/validation/modes.md: the misses first, with what was held out of the fit marked."""
    lines = ["# Modes against published splits", "",
             "Written by `scripts/validate_modes.py FILE data/authored/mode_splits.csv --page docs/validation/modes.md` and read off the tool (`sogdia modes`); the model is of the pack's year",
             "nearer to the source's, 2014 or 2023; what Russia, Ukraine and Belarus traded before 2022 is held against 2014. How modes are chosen, and from what:",
             "[Choice of modes](../explanation/modes.md).", "",
             "`held` rows took no part in the fit of the constants (`scripts/fit_modes.py`: every third group by the hash of its name, and rows of",
             "quality D, which are from memory, and of passages). A miss is how far the model's share lies outside the published range, in points.", "",
             "![Model against published shares](img/modes.svg)", ""]
    for name, some in (("All", done), ("Held out", [d for d in done if held_out(d[0])]), ("Fitted", [d for d in done if not held_out(d[0])])):
        main = [m for *_, m in main_modes(some)]
        every = [m for *_, m in some]
        lines.append(f"- {name}: {len(some)} shares, median miss {statistics.median(every):.1f} points; main mode of {len(main)} splits: median miss "
                     f"{statistics.median(main):.1f} points, {100 * sum(m <= 10 for m in main) / len(main):.0f} % within 10, {100 * sum(m <= 25 for m in main) / len(main):.0f} % within 25.")
    lines += [f"- {len(left_out)} of {total} rows are not modelled; the last table says why.", "",
              "What the misses tell: trains over the Alps, which Switzerland holds up by law, and in Romania and Russia are too few, and from Dar es Salaam too many;",
              "liquefied gas and fuels start in cities and not by the sea; food that Ukraine sells leaves by lorry too often; and of what Europe and the United States",
              "sell far away too much goes by ship and too little by air, of what China sells Europe too much by air: medicines and watches, and machines of which few",
              "weigh little, are not told apart by enough.", "",
              "| published | scope | basis | year | mode | model | range | miss | quality | fit | source |", "|---|---|---|---|---|--:|--:|--:|---|---|---|"]
    for row, _, share, miss in sorted(done, key=lambda entry: (-entry[3], entry[0]["id"])):
        lines.append(f"| {row['id']} | {row['scope_from']} to {row['scope_to']}, {row['goods']} | {row['basis']} | {row['year']} | {row['mode']} | {share:.1f} | "
                     f"{float(row['share_low']):.1f}–{float(row['share_high']):.1f} | {miss:.1f} | {row['quality']} | {'held' if held_out(row) else 'fitted'} | {row.get('source', '')} |")
    lines += ["", "## Amounts", "", "| published | scope | year | mode | model | range | unit |", "|---|---|---|---|--:|--:|---|"]
    lines += [f"| {row['id']} | {row['scope_from']} to {row['scope_to']}, {row['goods']} | {row['year']} | {row['mode']} | {amount:.1f} | {low:g}–{high:g} | {row['unit']} |"
              for row, _, amount, low, high in amounts]
    lines += validate_passages.lines(passages)
    lines += ["", "## Not modelled", "", "| published | mode | why |", "|---|---|---|"]
    lines += [f"| {row['id']} | {row['mode']} | {reason} |" for row, reason in left_out]
    return "\n".join(lines) + "\n"


def held_out(row):
    return zlib.crc32(row["group"].encode()) % 3 == 0 or row["quality"] == "D" or row["kind"].startswith("passage")


def picture(path, done):
    left, top, size = 90, 20, 480
    body = []
    for tick in range(0, 101, 20):
        x, y = left + size * tick / 100, top + size * (1 - tick / 100)
        body.append(f'<line class="grid" x1="{left}" x2="{left + size}" y1="{y:.1f}" y2="{y:.1f}"/><line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{top + size}"/>')
        body.append(f'<text class="quiet" x="{left - 8}" y="{y + 4:.1f}" text-anchor="end" font-size="13">{tick} %</text>'
                    f'<text class="quiet" x="{x:.1f}" y="{top + size + 20}" text-anchor="middle" font-size="13">{tick} %</text>')
    body.append(f'<line class="span" x1="{left}" y1="{top + size}" x2="{left + size}" y2="{top}"/>')
    modes = ["road", "rail", "sea", "air", "inland_water", "pipeline", "other"]
    for row, _, share, _ in done:
        mode = row["mode"] if row["mode"] in modes else "other"
        colour, shape = svg.LOOKS[modes.index(mode)]
        published = (float(row["share_low"]) + float(row["share_high"])) / 2
        body.append(svg.mark(shape, left + size * published / 100, top + size * (1 - share / 100), colour))
    for k, mode in enumerate(modes):
        body.append(svg.mark(svg.LOOKS[k][1], left + size + 40, top + 20 + 26 * k, svg.LOOKS[k][0]))
        body.append(f'<text x="{left + size + 54}" y="{top + 25 + 26 * k}" font-size="14">{mode.replace("_", " ")}</text>')
    body.append(f'<text x="{left + size / 2}" y="{top + size + 46}" text-anchor="middle" font-size="14">published share</text>'
                f'<text x="24" y="{top + size / 2}" text-anchor="middle" font-size="14" transform="rotate(-90 24 {top + size / 2})">model’s share</text>')
    svg.write(path, top + size + 70, "Shares of modes, model against published", "One mark a published share; on the line they agree.", body)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--tool", default="build/release/tool/sogdia")
    parser.add_argument("--world")
    parser.add_argument("--csv", help="the comparison as a table")
    parser.add_argument("--page", help="the comparison as a page, its picture beside it in img/")
    options = parser.parse_args()
    rows = read_splits(options.files)
    if not rows:
        sys.exit(f"{' '.join(options.files)}: no rows")
    done, left_out, amounts = compare(rows, options.tool, options.world)
    done.sort(key=lambda entry: (-entry[3], entry[0]["id"]))
    for row, asked, share, miss in done:
        scope = " ".join(f"{k}={v}" for k, v in asked.items() if v)
        print(f"{row['id']:14}{row['mode']:14}{share:6.1f} % for {float(row['share_low']):5.1f}-{float(row['share_high']):5.1f} {row['quality']}  "
              f"{'inside' if miss == 0 else f'{miss:.1f} off':10}{row['basis']:8}{scope}")
    for row, asked, amount, low, high in amounts:
        scope = " ".join(f"{k}={v}" for k, v in asked.items() if v)
        print(f"{row['id']:14}{row['mode']:14}{amount:6.1f}   for {low:5.1f}-{high:5.1f} {row['quality']}  {row['unit']:18}{scope}")
    for row, reason in left_out:
        print(f"{row['id']:14}{row['mode']:14}not modelled: {reason}")
    if options.csv:
        with open(options.csv, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow("id kind from to basis year mode low high model miss quality".split())
            writer.writerows([row["id"], row["kind"], row["scope_from"], row["scope_to"], row["basis"], row["year"], row["mode"], row["share_low"],
                              row["share_high"], f"{share:.2f}", f"{miss:.2f}", row["quality"]] for row, _, share, miss in done)
    if options.page:
        path = Path(options.page)
        path.write_text(page(done, left_out, amounts, len(rows), validate_passages.compare(options.tool, options.world)), encoding="utf-8")
        (path.parent / "img").mkdir(exist_ok=True)
        picture(path.parent / "img" / "modes.svg", done)
    print("\n".join(summary(done, left_out, len(rows))))


if __name__ == "__main__":
    main()
