"""Where places, rail terminals, ports and airports meet the land network: which node of a graph each one uses."""
import csv

import numpy as np
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

from geometry import chord, km_between, unit_vectors

PLACE_TO_ROAD_KM = 60.0
REMOTE_PLACE_TO_ROAD_KM = 400.0    # a place without road or port nearby still has a track to the network of its country
PORT_TO_ROAD_KM = 60.0
PORT_SERVES_KM = 150.0
PORT_TO_RAIL_KM = 25.0
AIRPORT_TO_ROAD_KM = 60.0
PORT_SERVES_KM = 150.0
PLACE_TO_RAIL_KM = 25.0
NAMED_TO_RAIL_KM = 45.0
NEAR_RAIL_KM = 8.0                # places this close to a line have a terminal
LARGE_TERMINAL = 1_000_000
SMALL_NETWORK_KM = 20.0           # a piece of network shorter than this serves nobody


def read_rows(path):
    if not path.exists():
        return []
    with open(path, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def coordinates(rows):
    return np.array([[float(r["lon"]), float(r["lat"])] for r in rows]).reshape(-1, 2)


class Finder:
    """Nearest node of a graph on a network long enough to matter, in the same country where possible."""

    def __init__(self, graph):
        count, label = csgraph.connected_components(graph.matrix(), directed=False)
        size = np.bincount(label[graph.a], weights=graph.km, minlength=count)
        self.graph = graph
        self.usable = np.flatnonzero(size[label] >= SMALL_NETWORK_KM)
        self.size = size[label]

    def nearest(self, points, max_km, iso3=None, k=24, shores=None):
        """Node per point, -1 where none within max_km. With `iso3`, only nodes of the point's own country count,
        unless that country has none at all (San Marino). With `shores`, none beyond open sea.
        A network ten times larger wins over a stub up to 10 km nearer."""
        result = np.full(len(points), -1, dtype=np.int64)
        if iso3 is None:
            groups = [(np.arange(len(points)), self.usable)]
        else:
            iso3, home = np.asarray(iso3), self.graph.iso3[self.usable]
            groups = [(np.flatnonzero(iso3 == c), self.usable[home == c] if (home == c).any() else self.usable)
                      for c in sorted(set(iso3.tolist()))]
        for rows, nodes in groups:
            if not len(rows) or not len(nodes):
                continue
            tree = cKDTree(unit_vectors(self.graph.lonlat[nodes]))
            near = min(k, len(nodes))
            distance, at = tree.query(unit_vectors(points[rows]), k=near, distance_upper_bound=float(chord(max_km)))
            distance, at = distance.reshape(len(rows), near), at.reshape(len(rows), near)
            for row, d, hit in zip(rows, distance, at):
                hits = nodes[hit[np.isfinite(d)]]
                if len(hits):
                    km = km_between(self.graph.lonlat[hits], points[row])
                    score = km + np.where(self.size[hits] < 0.1 * self.size[hits].max(), 10.0, 0.0)
                    by_score = (hits[i] for i in np.argsort(score, kind="stable"))
                    result[row] = next((n for n in by_score if not shores or not shores.apart(points[row], self.graph.lonlat[n])), -1)
        return result


def rail_terminal_places(places, node, graph, wanted):
    """Indices of places that have a rail terminal: on a line, near one if they are large or a capital, or because a corridor or project names them."""
    points = coordinates(places)
    chosen = []
    for i, place in enumerate(places):
        if place["place_id"] in wanted:
            chosen.append(i)
            continue
        if node[i] < 0:
            continue
        km = float(km_between(graph.lonlat[node[i]], points[i]))
        people = float(place["population"] or 0)
        if people >= 300_000 or place["capital"] == "1" or km <= NEAR_RAIL_KM:
            chosen.append(i)
    return chosen


def named_rail_places(authored):
    """Places that an authored corridor or project reaches by rail."""
    named = set()
    for row in read_rows(authored / "project_changes.csv"):
        if row["mode"] == "rail" and row["change"] in ("build_line", "upgrade_line"):
            named.update((row["target"], row["to"]))
    before = None
    for row in read_rows(authored / "corridors.csv"):
        if row["mode_to_next"] == "rail" or (before and before["corridor_id"] == row["corridor_id"] and before["mode_to_next"] == "rail"):
            named.add(row["node"])
        before = row
    return {name.removeprefix("rail:") for name in named}


def nearest_port_km(places, ports):
    """km from each place to the nearest port of its country."""
    points, iso3 = coordinates(ports), np.array([p["iso3"] for p in ports])
    km = np.full(len(places), np.inf)
    for i, point in enumerate(coordinates(places)):
        home = iso3 == places[i]["iso3"]
        if home.any():
            km[i] = km_between(points[home], point).min()
    return km


def terminal_size(people):
    return "large" if people >= LARGE_TERMINAL else "medium" if people >= 200_000 else "small"
