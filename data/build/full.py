"""A full-resolution world: every line of the railway and highway graphs, every port and airport that the packages place.

  python data/build/full.py OUT [--within WEST,SOUTH,EAST,NORTH] [--embedded DIR]

The network, its places, terminals and crossings are built anew from the pinned packages; all else (trade, economies, projects, events, prices)
is taken as it stands in the embedded world. OUT must not exist. With --within the world is a box: what lies outside, and what leans on it, is left out.
"""
import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import extent
from build import FROM_LAND, KEYS, all_sources, finish, first_parts, unpack, write_land_tables, write_network
from common import NPM, ROOT, read_csv, write_csv
from land import network as land
from land import pipes


def take_embedded(embedded, out):
    """The embedded world's files as a start, but the tables that the land network makes; length_correction is the same for both."""
    shutil.copytree(embedded, out)
    unpack(out)
    for name in FROM_LAND:
        if name != "length_correction":
            (out / f"{name}.csv").unlink(missing_ok=True)


def length_factors(world):
    """mode -> published over measured lengths, as the embedded world has it from the same graphs."""
    return {row["mode"]: float(row["ratio"]) for row in read_csv(world / "length_correction.csv") if row["line"].startswith("all lines")}


def keep(out, name, wanted):
    """Only those rows of a table for which `wanted(row)` holds; how many went."""
    file = out / f"{name}.csv"
    rows = read_csv(file) if file.exists() else []
    kept = [row for row in rows if wanted(row)]
    if len(kept) < len(rows):
        with open(file, encoding="utf-8") as lines:
            columns = lines.readline().strip().split(",")
        write_csv(file, columns, kept, KEYS[name].split(",") if KEYS[name] else columns)
    return len(rows) - len(kept)


def drop_loose(out):
    """Nodes that no link touches, and the places and terminals that stand on them."""
    touched = {row[end] for row in read_csv(out / "links.csv") for end in ("from_node_id", "to_node_id")}
    gone = keep(out, "nodes", lambda row: row["node_id"] in touched)
    if gone:
        keep(out, "places", lambda row: row["node_id"] in touched)
        keep(out, "terminals", lambda row: row["node_id"] in touched)
    return gone


def cut(out):
    """Leaves out what leans on places and terminals that are not there: a part of the world trades with itself alone."""
    def ids(table, column):
        return {row[column] for row in read_csv(out / f"{table}.csv")}

    places, terminals, nodes = ids("places", "place_id"), ids("terminals", "terminal_id"), ids("nodes", "node_id")
    home = ids("places", "iso3")
    keep(out, "place_names", lambda row: not row["place_id"] or row["place_id"] in places)
    keep(out, "terminal_names", lambda row: row["terminal_id"] in terminals)
    keep(out, "economy", lambda row: row["iso3"] in home)
    keep(out, "trade", lambda row: row["exporter"] in home and row["importer"] in home)
    keep(out, "zones", lambda row: not row["node_id"] or row["node_id"] in nodes)
    stops = places | terminals | nodes
    broken = {row["corridor_id"] for row in read_csv(out / "corridors.csv") if row["node"] not in stops}
    for name in ("corridors", "corridor_projects"):
        keep(out, name, lambda row: row["corridor_id"] not in broken)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--within", type=extent.parse, default=extent.WORLD, metavar="WEST,SOUTH,EAST,NORTH")
    parser.add_argument("--embedded", type=Path, default=ROOT / "data" / "world")
    options = parser.parse_args()
    out, box = options.out, options.within
    if out.exists():
        raise SystemExit(f"{out} is there already")
    with tempfile.TemporaryDirectory(prefix="sogdia-full-") as scratch:
        parts = Path(scratch)
        take_embedded(options.embedded, out)
        sources = all_sources()
        for row in read_csv(options.embedded / "sources.csv"):
            sources.setdefault(row["source"], row)
        found = first_parts(parts, True, box)
        if not found[1]:
            raise SystemExit("no place of the world lies in that box")
        land.build(parts, NPM, True, box, length_factors(options.embedded))
        told = write_network(out, parts, found, sources, part=not box.whole)
        pipes.build(out, box)
        write_land_tables(out, parts, sources)
    drop_loose(out)
    if not box.whole:
        cut(out)
    return finish(out, sources, told, embedded=False)


if __name__ == "__main__":
    sys.exit(main())
