"""One mode's whole graph as arrays: raw graph + countries + bridges + ferries, split where it crosses a border.

`Graph` holds nodes (lonlat, iso3) and edges (a, b, km, tag, crossing, kmh). tag is "" for raw edges, else the id of the
bridge or ferry that put the edge there; crossing marks the short edge between the two sides of a border; kmh is the speed of a raw edge whose
line has its own, else 0.
"""
import csv
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

from extent import WORLD, within
from geometry import km_between, sparse, unit_vectors
from land.authored import authored_rows
from land.bridges import MAX_GAP_KM, component_gaps, dead_end_gaps, facing_gaps
from land.countries import assign_iso3
from land.source import read_graph

HERE = Path(__file__).resolve().parent
CROSSING_KM = 0.1
SPECK_KM = 15.0          # a piece of a country's network shorter than this, cut off by borders, is a drawing error
BORDER_GAP_KM = 1.6
SNAP_KM = 25.0           # how far a hand link's end may lie from the graph
STOP_SNAP_KM = 8.0       # an authored link's stop joins the graph within this, and else stands by itself
# Small states whose whole network may be short.
MICROSTATES = {"MCO", "VAT", "SMR", "LIE", "AND", "GIB", "MAC", "SGP", "HKG", "BHR", "LUX", "MLT", "PSE", "ESH", "BRN"}


@dataclass
class Graph:
    mode: str
    lonlat: np.ndarray
    iso3: np.ndarray
    a: np.ndarray
    b: np.ndarray
    km: np.ndarray
    tag: np.ndarray
    crossing: np.ndarray = None
    kmh: np.ndarray = None
    bridges: list = field(default_factory=list)

    def matrix(self, weight=None):
        return sparse(len(self.lonlat), self.a, self.b, self.km if weight is None else weight)


def read_table(name):
    with open(HERE / name, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@lru_cache
def added_links():
    """Links that the raw graph lacks: mends of its gaps (land/hand_links.csv) and whole roads and lines (data/authored/links.csv)."""
    return read_table("hand_links.csv") + authored_rows()


def is_authored(tag):
    """Whether an edge is a segment of data/authored/links.csv, which is always kept."""
    return "/" in tag


def whole_graph(mode, shapes, borders, extent=WORLD):
    lonlat, a, b, km = within(*read_graph(mode), extent)
    iso3 = clean_specks(assign_iso3(lonlat, shapes), a, b, km)
    graph = Graph(mode, lonlat, iso3, a, b, km, np.full(len(a), "", dtype="<U40"))
    add_gaps(graph, borders, shapes)
    add_hand_links(graph, shapes, extent)
    split_borders(graph)
    graph.kmh = np.zeros(len(graph.a))
    return graph


def clean_specks(iso3, a, b, km):
    """Gives short runs of a border-hugging line to the country around them, so that they are no crossings."""
    iso3 = iso3.copy()
    for _ in range(3):
        same = iso3[a] == iso3[b]
        count, piece = csgraph.connected_components(sparse(len(iso3), a[same], b[same], km[same]), directed=False)
        size = np.bincount(piece[a[same]], weights=km[same], minlength=count)
        votes = {}
        for i, j, length in zip(a[~same], b[~same], km[~same]):
            for u, v in ((i, j), (j, i)):
                votes.setdefault(piece[u], {}).setdefault(iso3[v], 0.0)
                votes[piece[u]][iso3[v]] += 1.0
        new = {}
        for p, by in votes.items():
            if size[p] < SPECK_KM:
                best = max(sorted(by), key=lambda c: by[c])
                if sum(by.values()) >= 2 or size[p] < 3:
                    new[p] = best
        if not new:
            break
        for p in sorted(new):
            inside = piece == p
            if iso3[inside][0] not in MICROSTATES:
                iso3[inside] = new[p]
    return iso3


def add_edges(graph, i, j, km, tag):
    graph.a = np.r_[graph.a, np.asarray(i, dtype=np.int64)]
    graph.b = np.r_[graph.b, np.asarray(j, dtype=np.int64)]
    graph.km = np.r_[graph.km, np.asarray(km, dtype=float)]
    graph.tag = np.r_[graph.tag, np.asarray(tag, dtype="<U40")]


def over_land(p, q, iso3, shapes):
    """Whether the straight line between two points of a country lies on it, but for a fifth."""
    points = p + np.linspace(0.05, 0.95, 10)[:, None] * (q - p)
    return shapely.contains_xy(shapes[iso3], points[:, 0], points[:, 1]).sum() >= 8


def add_gaps(graph, borders, shapes):
    """Bridges within countries, then over borders that are open to the mode, never over a closed one."""
    def domestic(i, j):
        return graph.iso3[i] == graph.iso3[j]

    def on_land(i, j):
        return np.array([x == y and over_land(graph.lonlat[u], graph.lonlat[v], str(x), shapes)
                         for u, v, x, y in zip(i, j, graph.iso3[i], graph.iso3[j])], dtype=bool)

    def over_open_border(i, j):
        return np.array([x != y and borders.is_open(str(x), str(y), graph.mode) for x, y in zip(graph.iso3[i], graph.iso3[j])], dtype=bool)

    rules = ((component_gaps, domestic, MAX_GAP_KM, "two pieces of one country's network"),
             (dead_end_gaps, domestic, None, "dead end beside track the graph reaches only by a long way round"),
             *([(facing_gaps, on_land, None, "two dead ends that face each other, with a long way round")] if graph.mode == "road" else []),
             (component_gaps, over_open_border, BORDER_GAP_KM, "two pieces that meet at an open border"),
             (dead_end_gaps, over_open_border, None, "dead end at an open border, track on its other side"))
    for finder, allowed, limit, reason in rules:
        more = {} if limit is None else dict(max_km=limit)
        found = finder(graph.lonlat, graph.a, graph.b, graph.km, allowed=allowed, **more)
        if not found:
            continue
        for i, j, km in found:
            graph.bridges.append(dict(mode=graph.mode, i=i, j=j, km=km, kind="gap", reason=reason, source="osm_scgraph"))
        i, j, km = zip(*found)
        add_edges(graph, i, j, np.maximum(km, 0.05), ["gap"] * len(found))


def add_hand_links(graph, shapes, extent=WORLD):
    """Adds the rows of added_links() that belong to this graph; an `extend` row makes its second end, an authored row any end that the
    graph does not have within STOP_SNAP_KM."""
    tree = cKDTree(unit_vectors(graph.lonlat))
    _, label = csgraph.connected_components(graph.matrix(), directed=False)
    size = np.bincount(label)
    missing, stops = [], {}
    for row in added_links():
        belongs = row["mode"] == graph.mode or row["kind"] == graph.mode + "_ferry"
        inside = all(extent.holds(float(row["lon_" + side]), float(row["lat_" + side])) for side in ("a", "b"))
        if not (belongs and inside):
            continue
        ends = []
        for side in ("a", "b"):
            point = np.array([float(row["lon_" + side]), float(row["lat_" + side])])
            if row["kind"] == "extend" and side == "b":
                graph.lonlat = np.concatenate([graph.lonlat, point[None]])
                graph.iso3 = np.r_[graph.iso3, assign_iso3(point[None], shapes)]
                ends.append(len(graph.lonlat) - 1)
                continue
            snap = STOP_SNAP_KM if is_authored(row["link"]) else SNAP_KM
            reach = 2 * np.sin(snap / 6371 / 2)
            distance, near = tree.query(unit_vectors(point), k=40, distance_upper_bound=reach)
            near, distance = near[np.isfinite(distance)], distance[np.isfinite(distance)]
            if is_authored(row["link"]):
                # A stop is one node, on the largest network in reach; where there is none it stands by itself.
                if tuple(point) not in stops:
                    if len(near):
                        stops[tuple(point)] = int(near[np.argmax(size[label[near]] - 1e-3 * distance)])
                    else:
                        graph.lonlat = np.concatenate([graph.lonlat, point[None]])
                        graph.iso3 = np.r_[graph.iso3, assign_iso3(point[None], shapes)]
                        stops[tuple(point)] = len(graph.lonlat) - 1
                ends.append(stops[tuple(point)])
                continue
            if not len(near):
                missing.append(f"{row['link']}: no {graph.mode} within {SNAP_KM} km of {point}")
                continue
            # The nearest node; for a ferry the nearest one of a network worth reaching.
            good = near[size[label[near]] >= 5] if row["mode"] == "ferry" else near
            ends.append(int(good[0] if len(good) else near[0]))
        if len(ends) < 2 or ends[0] == ends[1]:
            continue
        i, j = ends
        straight = float(km_between(graph.lonlat[i], graph.lonlat[j]))
        km = float(row["km"]) if row["km"] else max(straight * 1.05, 0.05)
        add_edges(graph, [i], [j], [km], [row["link"]])
        graph.bridges.append(dict(mode=row["mode"], i=i, j=j, km=km, kind="link" if is_authored(row["link"]) else "hand",
                                  reason=row["reason"], source=row["url"]))
    if missing:
        raise ValueError("land/hand_links.csv: " + "; ".join(missing))


def split_borders(graph):
    """Puts two nodes on every edge whose ends lie in two countries, a short crossing edge between them.

    A ferry keeps its length on the first side and has its crossing at the far shore."""
    a, b = graph.a, graph.b
    border = np.flatnonzero(graph.iso3[a] != graph.iso3[b])
    n, k = len(graph.lonlat), len(border)
    p, q, km = graph.lonlat[a[border]], graph.lonlat[b[border]], graph.km[border]
    step = q - p
    step[:, 0] = (step[:, 0] + 180) % 360 - 180
    half = np.maximum((km - CROSSING_KM) / 2, 0.01)
    ferry = np.array([t != "" and is_ferry(t) for t in graph.tag[border]], dtype=bool)
    offset = np.clip(0.5 * CROSSING_KM / np.maximum(km, 1e-6), 0, 0.4)
    middle = np.where(ferry, 0.999, 0.5)
    near_a, near_b = p + step * (middle - offset)[:, None], p + step * (middle + np.where(ferry, 0, offset))[:, None]
    to_a, to_b = np.where(ferry, km, half), np.where(ferry, 0.01, half)
    first, second = n + np.arange(k), n + k + np.arange(k)
    tags = graph.tag[border]
    keep = np.ones(len(a), dtype=bool)
    keep[border] = False
    graph.lonlat = np.concatenate([graph.lonlat, near_a, near_b])
    graph.iso3 = np.concatenate([graph.iso3, graph.iso3[a[border]], graph.iso3[b[border]]])
    graph.a = np.concatenate([a[keep], a[border], first, second])
    graph.b = np.concatenate([b[keep], first, second, b[border]])
    graph.km = np.concatenate([graph.km[keep], to_a, np.full(k, CROSSING_KM), to_b])
    graph.tag = np.concatenate([graph.tag[keep], tags, tags, np.where(ferry, "", tags)])
    graph.crossing = np.concatenate([np.zeros(keep.sum() + k, bool), np.ones(k, bool), np.zeros(k, bool)])


_ferries = None


def is_ferry(tag):
    global _ferries
    if _ferries is None:
        _ferries = {row["link"] for row in added_links() if row["mode"] == "ferry"}
    return tag in _ferries
