#!/usr/bin/env python3
"""Measures the routes of the built tool against published figures and writes the tables of docs/validation/routes.md.

    scripts/validate_routes.py [--tool build/release/tool/sogdia] [--world DIR]

Sea: data/build/sea/distances.csv (nautical miles). Rail: scripts/published_railways.csv (km). Known ways: CHECKS below. Fresh facts, collected at once
and held against the tool before anything was mended: scripts/published_ways.csv.
Exits 1 where a known way is wrong or more than ALLOWED sea pairs lie outside 3 %.
"""
import argparse
import json
import re
import statistics
import subprocess
import sys
from pathlib import Path

from page_tables import put, read

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "validation" / "routes.md"
KM_PER_NAUTICAL_MILE = 1.852
SEA_BOUND, ALLOWED = 0.03, 3  # a pair; pairs that may lie outside

# from, to, family, options, what must hold of the way: least and most km, least and most days, what it passes, what it must
# not pass (passages and borders), how many gauge breaks at least. "none": there must be no such way.
CHECKS = [
    ("port:CNSHA", "port:NLRTM", "sea", [], dict(passes=["suez"], avoids=["northern_sea_route", "northwest"])),
    ("port:CNSHA", "port:NLRTM", "sea", ["--close", "suez"], dict(passes=["cape_of_good_hope"], avoids=["suez", "northern_sea_route", "northwest"])),
    ("port:CNSHA", "port:NLRTM", "sea", ["--open", "northern_sea_route"], dict(passes=["northern_sea_route"], avoids=["suez"])),
    ("port:RUNVS", "port:GRPIR", "sea", ["--close", "bosporus"], dict(avoids=["bosporus"])),
    ("port:INBOM", "port:AEJEA", "sea", ["--close", "hormuz"], dict(avoids=["hormuz"])),
    ("CHN-Chongqing", "DEU-Duisburg", "rail", [], dict(km=(9800, 11500), days=(12, 18), passes=["CHN-KAZ", "BLR-POL"], gauge_breaks=2)),
    ("RUS-Moscow", "RUS-Vladivostok", "rail", ["--close", "border:RUS"], dict(km=(9000, 9500))),
    ("KEN-Mombasa", "KEN-Nairobi", "rail", [], dict(km=(465, 520))),
    ("ETH-Addis_Ababa", "DJI-Djibouti", "rail", [], dict(km=(730, 790))),
    ("LAO-Vientiane", "CHN-Kunming", "rail", [], dict(km=(1000, 1100))),
    ("IRN-Tehran", "TUR-Istanbul", "rail", [], dict(km=(2500, 3000))),
    ("EGY-Cairo", "ZAF-Johannesburg", "road", [], dict(km=(7500, 11500))),
    ("THA-Bangkok", "SGP-Singapore", "road", [], dict(km=(1700, 2050))),
    ("PAN-Panama_City", "COL-Medellin", "road", [], dict(none=True)),
    ("PAN-Panama_City", "COL-Medellin", "rail", [], dict(none=True)),
    ("USA-New_York_City", "GBR-London", "road", [], dict(none=True)),
    ("KOR-Seoul", "PRK-Pyongyang", "road", [], dict(none=True)),
]


class Tool:
    def __init__(self, path, world):
        self.command, self.world = path, ["--world", world] if world else []

    def route(self, a, b, options=()):
        """Ways by family."""
        done = subprocess.run([self.command, "route", a, b, *options, *self.world, "--json"], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"error: route {a} {b} {' '.join(options)}: {done.stderr.strip()}")
        return {way["family"]: way for way in json.loads(done.stdout)["routes"]}


def haul_km(way, *modes):
    """Of the haul alone: without transfers and the road to the terminal."""
    return sum(leg["km"] for leg in way["legs"] if leg["mode"] in modes)


def table(headers, rows):
    # Numbers to the right: bold, linked and signed ones too.
    sides = ["---:" if all(re.match(r"[\[*+-]*\d", str(row[k])) for row in rows) else "---" for k in range(len(headers))]
    lines = ["| " + " | ".join(headers) + " |", "|" + "|".join(sides) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def spread(errors):
    return (f"{len(errors)} pairs: median {statistics.median(errors):+.1%}, mean absolute "
            f"{statistics.mean(abs(e) for e in errors):.1%}, largest {max(errors, key=abs):+.1%}.")


def sea(tool):
    rows, errors = [], []
    for pair in read(ROOT / "data" / "build" / "sea" / "distances.csv"):
        way = tool.route("port:" + pair["port_a"], "port:" + pair["port_b"]).get("sea")
        if not way:
            sys.exit(f"error: no sea route {pair['port_a']} {pair['port_b']}")
        published, found = float(pair["nautical_miles"]), haul_km(way, "sea", "inland") / KM_PER_NAUTICAL_MILE
        errors.append(found / published - 1)
        outside = "**" if abs(errors[-1]) > SEA_BOUND else ""
        rows.append((abs(errors[-1]), [pair["port_a"], pair["port_b"], f"{published:,.0f}", f"{found:,.0f}", f"{outside}{errors[-1]:+.1%}{outside}",
                                       ", ".join(way["passages"]) or "-"]))
    outside = sum(abs(e) > SEA_BOUND for e in errors)
    text = table(["from", "to", "published, nm", "ours, nm", "difference", "passages"], [row for _, row in sorted(rows, key=lambda r: -r[0])])
    return f"{spread(errors)} Outside 3 %: {outside}.\n\n{text}", outside <= ALLOWED


def rail(tool):
    rows, fresh, fitted = [], [], []
    for line in read(ROOT / "scripts" / "published_railways.csv"):
        options = ["--close", "border:" + line["close"]] if line["close"] else []
        way = tool.route(line["from"], line["to"], options).get("rail")
        if not way:
            rows.append([line["from"], line["to"], line["published_km"], "no way", "", line["corrected_with"], ""])
            continue
        published, found = float(line["published_km"]), haul_km(way, "rail", "ferry")
        error = found / published - 1
        (fresh if line["corrected_with"] == "no" else fitted).append(error)
        rows.append([line["from"], line["to"], f"[{published:,.0f}]({line['source']})", f"{found:,.0f}", f"{error:+.1%}", line["corrected_with"], line["note"]])
    text = table(["from", "to", "published, km", "ours, km", "difference", "used for the correction", "note"], rows)
    return f"Used for the correction: {spread(fitted)} Not used: {spread(fresh)}\n\n{text}", True


def fresh(tool):
    """Facts of scripts/published_ways.csv: how many hold, and those that do not."""
    facts, rows, held = read(ROOT / "scripts" / "published_ways.csv"), [], 0
    for fact in facts:
        way = tool.route(fact["from"], fact["to"], fact["options"].split()).get(fact["family"])
        least, most = float(fact["least"]), float(fact["most"])
        value = measured_as(fact, way) if way else None
        inside = value is not None and least <= value <= most
        held += inside
        if not inside:
            asked = f"{fact['family']} {fact['options']}".strip()
            rows.append([f"{fact['from']} - {fact['to']}", asked, f"[{fact['printed']}]({fact['source']})", f"{least:,.0f}-{most:,.0f}",
                         "no way" if value is None else f"{value:,.0f}", fact["held_at_first"]])
    at_first = sum(fact["held_at_first"] == "yes" for fact in facts)
    told = f"{len(facts)} facts: {held} hold ({held / len(facts):.0%}), {at_first} ({at_first / len(facts):.0%}) did before anything was mended. Those that do not:"
    return told + "\n\n" + table(["ends", "asked", "printed", "range", "ours", "held at first"], rows), True


def measured_as(fact, way):
    haul = haul_km(way, fact["family"])
    return {"km": way["km"], "haul_km": haul, "haul_nm": haul / KM_PER_NAUTICAL_MILE, "days": way["hours"] / 24}[fact["measure"]]


def holds(way, want):
    """Why not, or an empty text."""
    if want.get("none"):
        return "there is a way" if way else ""
    if not way:
        return "" if not want.get("passes") and not want.get("km") else "no way"
    met = way["passages"] + way["borders"]
    wrong = [f"does not pass {name}" for name in want.get("passes", []) if name not in met]
    wrong += [f"passes {name}" for name in want.get("avoids", []) if name in met]
    for name, value in (("km", way["km"]), ("days", way["hours"] / 24)):
        least, most = want.get(name, (0, float("inf")))
        if not least <= value <= most:
            wrong.append(f"{value:,.1f} {name} is outside {least:,}-{most:,}")
    if len(way["gauge_breaks"]) < want.get("gauge_breaks", 0):
        wrong.append(f"{len(way['gauge_breaks'])} gauge breaks")
    return "; ".join(wrong)


def wanted(want):
    parts = ["no way"] if want.get("none") else []
    parts += [f"{want[name][0]:,}-{want[name][1]:,} {name}" for name in ("km", "days") if name in want]
    parts += ["by " + name for name in want.get("passes", [])] + ["not by " + name for name in want.get("avoids", [])]
    return ", ".join(parts + ([f"{want['gauge_breaks']} gauge breaks"] if "gauge_breaks" in want else []))


def known(tool):
    rows, good = [], True
    for a, b, family, options, want in CHECKS:
        way = tool.route(a, b, options).get(family)
        wrong = holds(way, want)
        good = good and not wrong
        found = "no way" if not way else f"{way['km']:,.0f} km, {way['hours'] / 24:.1f} days; " + ", ".join(way["passages"] if family == "sea" else way["borders"])
        rows.append([f"{a} - {b}", f"{family} {' '.join(options)}".strip(), wanted(want), found.rstrip("; "), f"**{wrong}**" if wrong else "yes"])
    return table(["ends", "asked", "must hold", "found", "holds"], rows), good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", default=str(ROOT / "build" / "release" / "tool" / "sogdia"), help="the built tool")
    parser.add_argument("--world", default="", help="another world pack")
    args = parser.parse_args()
    tool, text, good = Tool(args.tool, args.world), PAGE.read_text(), True
    for name, measure in (("sea", sea), ("rail", rail), ("known", known), ("fresh", fresh)):
        measured, fine = measure(tool)
        print(measured, "\n")
        text, good = put(text, "validate_routes.py", name, measured), good and fine
    PAGE.write_text(text)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
