"""Where places, rail terminals, ports and airports meet the land network: which node of a graph each one uses."""
import csv

import numpy as np
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

from land_source import chord, great_circle_km, unit_vectors

PLACE_TO_ROAD_KM = 60.0
PORT_TO_ROAD_KM = 60.0
PORT_TO_RAIL_KM = 25.0
AIRPORT_TO_ROAD_KM = 60.0
PLACE_TO_RAIL_KM = 25.0
NEAR_RAIL_KM = 8.0                # places this close to a line have a terminal from SMALL_TERMINAL people on
SMALL_TERMINAL, LARGE_TERMINAL = 60_000, 1_000_000
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
        self.tree = cKDTree(unit_vectors(graph.lonlat[self.usable]))

    def nearest(self, points, max_km, iso3=None, k=24):
        """Node per point, -1 where none. A home node wins over a foreign one; a network ten times larger over a near stub."""
        distance, at = self.tree.query(unit_vectors(points), k=k, distance_upper_bound=float(chord(max_km)))
        result = np.full(len(points), -1, dtype=np.int64)
        for row in range(len(points)):
            hits = self.usable[at[row][np.isfinite(distance[row])]]
            if iso3 is not None:
                home = hits[self.graph.iso3[hits] == iso3[row]] if len(hits) else hits
                hits = home
            if not len(hits):
                continue
            km = great_circle_km(self.graph.lonlat[hits], points[row])
            score = km + np.where(self.size[hits] < 0.1 * self.size[hits].max(), 10.0, 0.0)
            result[row] = hits[int(np.argmin(score))]
        return result


def rail_terminal_places(places, node, graph, wanted):
    """Indices of places that have a rail terminal, by size, capital or name."""
    points = coordinates(places)
    chosen = []
    for i, place in enumerate(places):
        if node[i] < 0:
            continue
        km = float(great_circle_km(graph.lonlat[node[i]], points[i]))
        people = float(place["population"] or 0)
        big = people >= 300_000 or place["capital"] == "1" or place["place_id"] in wanted
        if big or (people >= SMALL_TERMINAL and km <= NEAR_RAIL_KM):
            chosen.append(i)
    return chosen


def terminal_size(people):
    return "large" if people >= LARGE_TERMINAL else "medium" if people >= 200_000 else "small"
