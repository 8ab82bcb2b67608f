#!/usr/bin/env python3
"""Sets the Belt and Road of the built tool beside de Soyres et al. (2018) and writes the tables of docs/validation/belt-and-road.md.

    scripts/validate_bri.py [--tool build/release/tool/sogdia] [--world DIR] [--zones N]

Runs three studies on a world without projects: those in use, those and the planned ones, and the latter with half the
border delays among the signatories. Nothing is fitted; the script only measures.
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
PAGE = ROOT / "docs" / "validation" / "belt-and-road.md"
HEAD = 'title = "{title}"\n[base]\nyear = 2023\nprojects = "none"\n[access]\nzones = {zones}\n'
BUILD = '[[change]]\nname = "projects"\nkind = "build"\nprojects = ["{projects}"]\n'
BORDERS = '[[change]]\nname = "half the delays at borders among signatories"\nkind = "border"\ntarget = "BRI"\nhours_scale = 0.5\n'
STUDIES = [("in use", BUILD.format(projects="open")), ("in use and planned", BUILD.format(projects="all")),
           ("the same, half the border delays", BUILD.format(projects="all") + BORDERS)]
LEAST_COST = 0.02  # as in study/tables/world_table.cpp: ratios of next to nothing say nothing
LAND = ("bangladesh_china_india_myanmar", "china_central_asia_west_asia", "china_indochina", "china_mongolia_russia", "china_pakistan", "new_eurasian_land_bridge")
# The paper's 71 economies are those along the corridors; the pack's list of signatories reaches to the Americas and the Pacific.
ALONG = {"Europe", "Middle East", "Southeast Asia", "South Asia", "North Africa", "Central Asia", "Russia & Caucasus", "East Asia"}
# Fractions by which time and cost fall: "reduce shipment times between 1.2 and 2.5 percent ..." (abstract of WPS 8614).
PUBLISHED = {"world": ("1.2-2.5", "1.1-2.2"), "members": ("1.7-3.2", "1.5-2.8"), "best": ("up to 11.9", "up to 10.2")}


def run(args, title, changes, folder):
    study = Path(folder) / "study.toml"
    study.write_text(HEAD.format(title=title, zones=args.zones) + changes)
    out = Path(folder) / "run"
    command = [args.tool, "run", str(study), "-o", str(out), "--overwrite", "--format", "csv", "--json"]
    done = subprocess.run(command + (["--world", args.world] if args.world else []), capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"error: {done.stderr.strip()}")
    tables = {name: read(out / "tables" / f"{name}.csv") for name in ("pairs", "world", "corridors", "projects", "countries")}
    return tables, json.loads((out / "summary.json").read_text())


def falls(pairs, keep, kind):
    """Falls of the pairs that have a way before and after, each pair counting once."""
    least = LEAST_COST if kind == "cost" else 0
    both = [(float(p[f"{kind}_before"]), float(p[f"{kind}_after"])) for p in pairs if p[f"{kind}_before"] and p[f"{kind}_after"] and keep(p)]
    return [1 - after / before for before, after in both if min(before, after) > least]


def corridor_countries(world):
    """Countries of the stops of each corridor; of a port, its first two letters' country."""
    iso2 = {row["iso2"]: row["iso3"] for row in read(world / "countries.csv")}
    found = {}
    for row in read(world / "corridors.csv"):
        code = iso2.get(row["node"][5:7], "") if row["node"].startswith("port:") else row["node"][:3]
        found.setdefault(row["corridor_id"], set()).add(code)
    return found


def percent(value):
    return f"{100 * value:.2f}"


def measure(tables, corridors):
    pairs = tables["pairs"]
    members = {row["iso3"] for row in tables["countries"] if row["bri_signatory"] == "1"}
    along = {row["iso3"] for row in tables["countries"] if row["region"] in ALONG and row["iso3"] in members}
    world = {row["measure"]: row for row in tables["world"]}
    out = {"along": len(along), "members": len(members), "built": sum(p["in_scenario"] == "1" for p in tables["projects"]),
           "moving": sum(p["in_scenario"] == "1" and int(p["links"]) > 0 for p in tables["projects"])}
    groups = {"world": lambda p: True, "members": lambda p: p["exporter"] in members and p["importer"] in members,
              "along": lambda p: p["exporter"] in along and p["importer"] in along,
              "one": lambda p: p["exporter"] in members or p["importer"] in members}
    for kind in ("hours", "cost"):
        for group, keep in groups.items():
            out[group, kind] = statistics.mean(falls(pairs, keep, kind))
        out["weighted", kind] = -float(world[f"mean_{kind}"]["change"])
        out["members weighted", kind] = -float(world[f"mean_{kind}_bri"]["change"])
        best = world[f"best_pair_{kind}"]
        out["pair", kind] = (-float(best["change"]), best["pair"])
        for name, countries in corridors.items():
            found = falls(pairs, lambda p, c=countries: p["exporter"] in c and p["importer"] in c, kind)
            out[name, kind] = statistics.mean(found) if found else float("nan")
        top = max(LAND, key=lambda name: out[name, kind])
        out["best", kind] = (out[top, kind], top)
    return out


def side_by_side(measured):
    names = [name for name, _ in STUDIES]
    lines = ["| fall, % | de Soyres et al. | " + " | ".join(names) + " |", "|---|---:|" + "---:|" * len(names)]

    def add(label, published, cells):
        lines.append(f"| {label} | {published} | " + " | ".join(cells) + " |")

    for kind, word, k in (("hours", "time", 0), ("cost", "cost", 1)):
        add(f"**{word}**: world, mean over pairs", PUBLISHED["world"][k], [percent(m["world", kind]) for m in measured])
        add(f"{word}: world, weighted by trade", "-", [percent(m["weighted", kind]) for m in measured])
        add(f"{word}: pairs with a signatory at one end at least", "-", [percent(m["one", kind]) for m in measured])
        add(f"**{word}**: signatories of Asia, Europe and North Africa, mean over pairs", PUBLISHED["members"][k], [percent(m["along", kind]) for m in measured])
        add(f"{word}: all signatories, mean over pairs", PUBLISHED["members"][k], [percent(m["members", kind]) for m in measured])
        add(f"{word}: all signatories, weighted by trade", "-", [percent(m["members weighted", kind]) for m in measured])
        add(f"**{word}**: best land corridor, mean over pairs of its countries", PUBLISHED["best"][k],
            [f"{percent(m['best', kind][0])} ({m['best', kind][1].replace('_', ' ')})" for m in measured])
        add(f"{word}: best pair of countries", "-", [f"{percent(m['pair', kind][0])} ({m['pair', kind][1]})" for m in measured])
    add("projects built", "-", [str(m["built"]) for m in measured])
    add("of these, with an effect in the network", "-", [str(m["moving"]) for m in measured])
    add("signatories with China, all (of Asia, Europe and North Africa)", "71", [f"{m['members']} ({m['along']})" for m in measured])
    return "\n".join(lines)


def by_corridor(measured, runs, corridors):
    lines = ["| corridor | countries | time, pairs | cost, pairs | hours end to end, before | after | fall, % |", "|---|---|---:|---:|---:|---:|---:|"]
    ends = {row["corridor_id"]: row for row in runs[1]["corridors"]}
    for name, countries in corridors.items():
        before, after = (float(ends[name][f"hours_{state}"] or "nan") for state in ("before", "after"))
        cells = [f"{before:,.0f}" if before == before else "no way", f"{after:,.0f}" if after == after else "no way",
                 percent(1 - after / before) if before == before and after == after else "-"]
        lines.append(f"| {name} | {' '.join(sorted(countries))} | {percent(measured[1][name, 'hours'])} | {percent(measured[1][name, 'cost'])} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", default=str(ROOT / "build" / "release" / "tool" / "sogdia"), help="the built tool")
    parser.add_argument("--world", default="", help="another world pack")
    parser.add_argument("--zones", type=int, default=480, help="places that stand for their countries")
    args = parser.parse_args()
    world = Path(args.world) if args.world else ROOT / "data" / "world"
    corridors = corridor_countries(world)
    runs, measured, income = [], [], []
    for title, changes in STUDIES:
        with tempfile.TemporaryDirectory() as folder:
            tables, summary = run(args, title, changes, folder)
        runs.append(tables)
        measured.append(measure(tables, corridors))
        headline = summary["headline"]
        income.append([title, percent(headline["trade_usd_change"]), *(f"{100 * headline[f'real_income_{k}_change']:.3f}" for k in ("low", "mid", "high"))])
    main_table, corridor_table = side_by_side(measured), by_corridor(measured, runs, corridors)
    gains = "\n".join(["| study | trade, % | real income, %: theta low | middle | high |", "|---|---:|---:|---:|---:|"] + ["| " + " | ".join(row) + " |" for row in income])
    print(main_table, corridor_table, gains, sep="\n\n")
    text = PAGE.read_text()
    for name, found in (("side by side", main_table), ("corridors", corridor_table), ("income", gains)):
        text = put(text, "validate_bri.py", name, found)
    PAGE.write_text(text)


if __name__ == "__main__":
    main()
