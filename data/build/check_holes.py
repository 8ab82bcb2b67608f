"""Where the land network may lack a road or a line: neighbouring large places whose way over it is far longer than the great circle.

  python data/build/check_holes.py [--world DIR] [--mode road|rail] [--ratio 2.5] [--people 150000] [--write]

Neighbours are the places that a Delaunay triangulation on the sphere joins, up to 800 km apart; closed borders count as open, so that politics do not
read as a hole. Prints the pairs, worst first: great circle, way (`none` where there is no way), ratio and what lies between: `water` where the great circle
runs over water for a fifth of its length, `border` where the two countries' border is closed or has no crossing, else `open`: a hole or a mountain.
--write puts the `open` pairs by road into docs/validation/holes.md.
"""
import argparse
import re
from pathlib import Path

import numpy as np
import shapely
from scipy.sparse import csgraph
from scipy.spatial import ConvexHull

from common import ROOT, read_csv
from geometry import km_between, sparse, unit_vectors
from sea.lanes import arcs
from sea.network import Land

FARTHEST_KM, NEAREST_KM = 800.0, 25.0
WATER = 0.2  # of the great circle, from which on water lies between
PAGE = ROOT / "docs" / "validation" / "holes.md"


def neighbours(points):
    """Pairs of the triangulation that the convex hull of points on a sphere is."""
    hull = ConvexHull(unit_vectors(points))
    sides = np.concatenate([hull.simplices[:, [0, 1]], hull.simplices[:, [1, 2]], hull.simplices[:, [0, 2]]])
    return np.unique(np.sort(sides, axis=1), axis=0)


def ways(world, mode, places):
    """(n, n)-like distances between the places over one mode's links, transfers and ferries free to take."""
    nodes = read_csv(world / "nodes.csv")
    at = {row["node_id"]: i for i, row in enumerate(nodes)}
    a, b, km = [], [], []
    for row in read_csv(world / "links.csv"):
        on_way = row["mode"] == mode or (row["mode"] == "ferry" and row["facility"] in ("crossing", mode + "_ferry"))
        if (on_way and row["status"] != "planned") or (row["mode"] == "transfer" and row["facility"] in ("rail_terminal",)):
            a.append(at[row["from_node_id"]])
            b.append(at[row["to_node_id"]])
            km.append(float(row["length"]))
    graph = sparse(len(nodes), np.array(a), np.array(b), np.array(km))
    return graph, np.array([at[p["place_id"]] for p in places])


def holes(world, mode, ratio, people):
    places = [p for p in read_csv(world / "places.csv") if float(p["population"] or 0) >= people or p["capital"] == "1"]
    graph, node = ways(world, mode, places)
    points = np.array([[float(p["lon"]), float(p["lat"])] for p in places])
    pairs = neighbours(points)
    straight = km_between(points[pairs[:, 0]], points[pairs[:, 1]])
    pairs = pairs[(straight <= FARTHEST_KM) & (straight >= NEAREST_KM)]
    found = []
    for i in np.unique(pairs[:, 0]):
        others = pairs[pairs[:, 0] == i, 1]
        straight = km_between(points[others], points[i])
        way = csgraph.dijkstra(graph, indices=node[i], limit=12000)[node[others]]
        found += [(w / s, s, w, places[i], places[j]) for w, s, j in zip(way, straight, others) if w > ratio * s]
    return sorted(found, key=lambda f: (-f[0], f[3]["place_id"], f[4]["place_id"]))


def between(world, found):
    """What lies between the two places of each pair."""
    land, crossed = Land(), {(row["iso3_a"], row["iso3_b"]) for row in read_csv(world / "crossings.csv") if row["open"] == "1" and row["mode"] == "road"}
    kinds = []
    for _ratio, straight, _way, a, b in found:
        line = shapely.LineString(arcs(*(np.array([[float(p["lon"]), float(p["lat"])]]) for p in (a, b)))[0])
        over = shapely.length(shapely.intersection(line, shapely.union_all(land.pieces[land.tree.query(line)]))) / line.length
        pair = tuple(sorted((a["iso3"], b["iso3"])))
        kinds.append("water" if over < 1 - WATER else "border" if a["iso3"] != b["iso3"] and pair not in crossed else "open")
    return kinds


def write(found, kinds, ratio, people):
    rows = [f"| {a['name']} ({a['iso3']}) | {b['name']} ({b['iso3']}) | {straight:.0f} | {f'{way:.0f}' if np.isfinite(way) else 'none'} |"
            for (_r, straight, way, a, b), kind in zip(found, kinds) if kind == "open"]
    told = (f"{len(found)} pairs of neighbouring places of {people:,.0f} people and more have a way by road over {ratio} times the great circle: "
            f"{kinds.count('water')} with water between them, {kinds.count('border')} over a border that is closed or has no crossing, "
            f"{kinds.count('open')} others:\n\n| from | to | great circle, km | way, km |\n|---|---|---:|---:|\n") + "\n".join(rows)
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(re.sub(r"(<!-- holes[^>]*-->\n\n).*?(\n\n<!-- end holes -->)", lambda m: m[1] + told + m[2], page, flags=re.S), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--world", type=Path, default=ROOT / "data" / "world")
    parser.add_argument("--mode", default="road", choices=["road", "rail"])
    parser.add_argument("--ratio", type=float, default=2.5)
    parser.add_argument("--people", type=float, default=150_000)
    parser.add_argument("--write", action="store_true", help="docs/validation/holes.md anew, by road")
    asked = parser.parse_args()
    found = holes(asked.world, asked.mode, asked.ratio, asked.people)
    kinds = between(asked.world, found)
    for (ratio, straight, way, a, b), kind in zip(found, kinds):
        told = f"way {way:.0f} km, {ratio:.1f}" if np.isfinite(way) else "none"
        print(f"{a['place_id']} - {b['place_id']}: {straight:.0f} km, {told}, {kind}")
    if asked.write and asked.mode == "road":
        write(found, kinds, asked.ratio, asked.people)


if __name__ == "__main__":
    main()
