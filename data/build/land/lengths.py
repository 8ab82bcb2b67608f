"""Lengths: what the graph measures against what is published, how all links are mended by it, and the published lines themselves.

The graph draws curves with chords and so runs short, the more the more a road winds. How much an edge winds shows in the edge itself: its length
over the great circle between its ends, w. Every length of a mode becomes

    km * factor * (1 + WINDING * (w - 1))

where `factor` is the kilometres published over those so measured, all lines together, so that a long line counts for more than a short one. At last
the lines of the table that were read in a source get their own length: the links on their way are scaled to it, which length_correction.csv tells
as `pinned`. A line with a `speed_kmh` gives it to its links.
"""
import numpy as np
from scipy.sparse import csgraph

from geometry import km_between
from land.access import Finder
from land.backbone import EdgeIndex, trace
from land.graph import added_links, is_ferry, read_table

# A line whose ratio is further from one than this was not measured along the published route; it is listed, not used. A mountain road is drawn
# a third too short.
# `left_out` in the table says why a line was set aside, and where that was done after its ratio was seen; `checked` is 1
# where the length was read again in a source, 2 where so and the road is one of high mountains, which the graph draws so short that it says nothing
# of others, 0 where it was typed from memory.
PLAUSIBLE = {"road": (0.90, 1.45), "rail": (0.90, 1.15)}
# A line further than this from its length once the mode's lengths are mended took another way, and is not scaled; a mountain road has points set
# along it, and switchbacks that the graph does not draw.
PIN, MOUNTAIN_PIN = (0.80, 1.35), (0.80, 2.2)
# What the drawing hides of a road's windings is taken to be as much as it shows. It brings the spread of the ratios published over measured from
# 8 % to 6 %; a free fit says 1.9, but makes ways that are not in the table too long. Railways show no such thing.
WINDING = {"road": 1.0, "rail": 0.0}
ENDS_KM, VIA_KM = 15.0, 40.0       # how far a line's points may lie from the graph; in a desert it has few nodes
MOST_WINDING, LEAST_KM = 1.2, 0.3  # what winds more goes round something, once; the shortest edges' ratio is rounding


def winding_of(graph):
    """Length over great circle of every edge drawn in the raw graph; 1 for what was added to it."""
    straight = km_between(graph.lonlat[graph.a], graph.lonlat[graph.b])
    drawn = (graph.tag == "") & (straight > LEAST_KM) & ~graph.crossing
    return np.where(drawn, np.clip(graph.km / np.maximum(straight, LEAST_KM), 1.0, MOST_WINDING), 1.0)


def own_length(graph, cited):
    """Which edges have a length that the graph does not draw: ferries, mends with their km, authored rows; `cited`: only where a source prints it."""
    hand = {row["link"]: row for row in added_links()}
    has = {tag: is_ferry(tag) or bool(row["km"]) and not (cited and row.get("guessed")) for tag, row in hand.items()}
    return np.array([tag != "" and has.get(str(tag), False) for tag in graph.tag]) | graph.crossing


def way(matrix, finder, index, row):
    """Edges of the shortest way over the row's points, or None."""
    points = [(row["lon_a"], row["lat_a"]), *(p.split() for p in row["via"].split(";") if p), (row["lon_b"], row["lat_b"])]
    reach = np.array([ENDS_KM, *[VIA_KM] * (len(points) - 2), ENDS_KM])
    nodes = np.array([finder.nearest(np.array([point], dtype=float), km)[0] for point, km in zip(points, reach)])
    if (nodes < 0).any():
        return None
    edges = []
    for u, v in zip(nodes[:-1], nodes[1:]):
        far, before = csgraph.dijkstra(matrix, indices=int(u), return_predecessors=True)
        if not np.isfinite(far[v]):
            return None
        path = np.array(trace(before, int(v)))
        edges.append(index.find(path[:-1], path[1:]))
    return np.unique(np.concatenate(edges))


def correction(graphs, factors=None):
    """Mends graph.km in place and returns the rows of length_correction.csv; none where the `factors` of the modes are given, as to a part of the world."""
    rows = []
    for mode, graph in graphs.items():
        finder, index, matrix, w, measured = Finder(graph), EdgeIndex(graph), graph.matrix(), winding_of(graph), []
        for line in read_table("published_lengths.csv"):
            if line["mode"] == mode:
                edges = way(matrix, finder, index, line)
                measured.append((line, edges, float(line["published_km"]), float(graph.km[edges].sum()) if edges is not None else None))
        used = [m for m in measured if m[3] and PLAUSIBLE[mode][0] <= m[2] / m[3] <= PLAUSIBLE[mode][1] and not m[0]["left_out"] and m[0]["checked"] != "2"]
        wound = graph.km * (1 + WINDING[mode] * (w - 1))
        factor = factors[mode] if factors else round(sum(m[2] for m in used) / sum(wound[m[1]].sum() for m in used), 4)
        graph.km = np.where(own_length(graph, cited=False), graph.km, wound * factor)
        fixed = own_length(graph, cited=True)
        for line, edges, published, km in measured:
            if line["speed_kmh"] and edges is not None:
                graph.kmh[edges] = np.where(graph.tag[edges] == "", float(line["speed_kmh"]), 0)
            bounds = MOUNTAIN_PIN if line["checked"] == "2" else PIN
            pinned = line["checked"] != "0" and not line["left_out"] and edges is not None and pin(graph, edges, fixed, published, bounds)
            rows.append(dict(mode=mode, line=line["line"], published_km=published, graph_km=round(km, 1) if km else None,
                             ratio=round(published / km, 4) if km else None, used=any(m[0] is line for m in used), pinned=pinned,
                             source=line["source"]))
        rows.append(dict(mode=mode, line="all lines together (the factor applied)", ratio=factor, used=True, pinned=False, source="sogdia_build"))
    return [] if factors else rows


def pin(graph, edges, fixed, published, bounds):
    """Scales the edges of a line that have no length of their own yet, so that all of them sum to the published one. Whether it did."""
    free = edges[~fixed[edges]]
    rest, now = published - graph.km[edges[fixed[edges]]].sum(), graph.km[free].sum()
    if not len(free) or not bounds[0] <= rest / now <= bounds[1]:
        return False
    graph.km[free] *= rest / now
    fixed[free] = True
    return True
