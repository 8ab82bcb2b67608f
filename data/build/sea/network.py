"""The sea network: PyPI searoute's marine network (Eurostat SeaRoute, after Oak Ridge's Global Shipping Lane Network), made ready for closing.

What is done to it, in order:
0. Great-circle lanes are added where its grid goes round (lanes.py), and where ways between ports still do (shortcuts.py).
1. Longitudes are brought to [-180, 180), so that lines that stop at 180 and lines that go on to 190 meet.
2. A hand list of lines is added (Kiel Canal; three Arctic ports; Cook Inlet), and the Volga-Don becomes inland water, which makes the
   Caspian a sea of its own.
3. Every passage is a GATE: a line on the map from shore to shore (or from a shore to the pole or to Antarctica). The one segment of
   a route that crosses the gate carries the passage, so a route pays a passage once, and closing it closes the gate entirely.
   searoute's own tags are not used: it leaves the Siberian coast, the Danish straits, Dover and Lombok untagged.
4. Ports are joined to the points of the network they can reach without crossing land or a gate; a line is split where a port joins it.
5. Dead ends are pruned and chains of plain vertices become one link with a shape.
6. Ports whose way to each other still goes far round get a lane of their own (direct.py).
"""
import json

import numpy as np
import shapely
from scipy.spatial import cKDTree

from common import country_shapes, great_circle_km, path_km, pypi_file
from extent import WORLD
from sea.direct import direct
from sea.lanes import arcs, lanes, without_ice
from sea.shortcuts import SHUT, shortcuts

# passage -> gates as lists of (lon, lat).
GATES = {
    "suez": [[(31.6, 30.5), (33.2, 30.5)]],
    "panama": [[(-79.715, 8.98), (-79.715, 9.45)]],
    "malacca": [[(98.9, 2.8), (100.3, 3.7), (101.4, 4.4)]],
    "sunda": [[(105.3, -5.55), (105.82, -5.93), (106.3, -6.3)]],
    "lombok": [[(115.3, -8.5), (116.3, -8.5)]],
    "bosporus": [[(28.5, 41.10), (29.7, 41.10)]],
    "dardanelles": [[(26.15, 40.55), (26.75, 39.95)]],
    "bab_el_mandeb": [[(42.9, 12.1), (44.0, 13.0)]],
    "hormuz": [[(57.3, 27.4), (56.65, 26.5), (56.3, 25.75)]],
    "gibraltar": [[(-5.6, 36.5), (-5.6, 35.4)]],
    "dover": [[(1.08, 51.2), (1.42, 50.95), (1.75, 50.6)]],
    "oresund": [[(12.3, 55.98), (13.0, 55.98)], [(9.2, 55.35), (11.4, 55.35)]],
    "kiel": [[(9.5, 54.4), (9.8, 54.0)]],
    "taiwan_strait": [[(118.8, 25.5), (121.4, 24.5)]],
    "cape_of_good_hope": [[(20.5, -33.0), (20.5, -80.0)]],
    "cape_horn": [[(-67.25, -54.9), (-67.25, -80.0)]],
    "magellan": [[(-69.3, -51.6), (-69.3, -53.4)]],
    # One meridian each from the coast to the pole: together they part the Arctic Ocean into an Atlantic and a Pacific half.
    "northern_sea_route": [[(104.0, 75.0), (104.0, 90.0)]],
    "northwest": [[(-101.3, 60.0), (-101.3, 90.0)]],
}

# Lines searoute lacks: the Kiel Canal, the ways to three ports of the Northern Sea Route, and the way out of Cook Inlet by the Barren Islands (it has
# that by Cape Douglas alone).
HAND_LINES = [
    ("Kiel Canal", [(9.042, 53.874), (9.14, 53.89), (9.40, 54.13), (9.70, 54.31), (10.15, 54.37), (10.311, 54.454)]),
    ("Tiksi", [(130.43, 73.628), (129.9, 71.8)]),
    ("Dikson", [(78.424, 73.23), (80.3, 73.55)]),
    ("Yenisei to Dudinka", [(82.467, 71.983), (83.2, 70.6), (85.9, 69.5)]),
    ("Cook Inlet by Kennedy Entrance", [(-150.394, 61.167), (-151.75, 60.6), (-152.1, 59.9), (-151.9, 59.0), (-150.2, 58.6), (-134.253, 55.403)]),
]
# The Caspian is a lake to a sea-going ship. Its only way out, the Volga-Don (ships of about 5,000 t, shut in winter), is kept
# as inland_water; both ends of such a segment lie in this box.
CASPIAN = shapely.box(46.0, 36.3, 55.0, 47.4)
VOLGA_DON = shapely.box(39.2, 45.9, 48.1, 49.0)

REACH_KM = 150  # a port farther than this from every line is not on the sea network
SPACING_KM = 25  # a line may be joined at its ends and at points this far apart
CANDIDATES = 120  # points looked at for each port


def vertex(lon, lat):
    lon = (lon + 180) % 360 - 180
    return (round(lon, 3), round(lat, 3))


def crossed(a, b, gates):
    """The passage whose gate the segment a-b crosses, or None. Segments over the date line are tried on both sides."""
    ax, bx = a[0], b[0]
    shifts = [(ax, bx)] if abs(ax - bx) <= 180 else [(ax - 360 if ax > 0 else ax, bx - 360 if bx > 0 else bx),
                                                   (ax + 360 if ax < 0 else ax, bx + 360 if bx < 0 else bx)]
    for u, v in shifts:
        line = shapely.LineString([(u, a[1]), (v, b[1])])
        for passage, gate in gates:
            if line.intersects(gate):
                return passage
    return None


class Land:
    """Land of Natural Earth 50m, cut on a 5-degree grid for fast questions."""

    def __init__(self):
        pieces = []
        for shape in country_shapes("50m").values():
            for part in shapely.get_parts(shape):
                if part.geom_type != "Polygon":
                    continue
                west, south, east, north = part.bounds
                if max(east - west, north - south) <= 6:
                    pieces.append(part)
                    continue
                for x in np.arange(np.floor(west / 5) * 5, east, 5):
                    for y in np.arange(np.floor(south / 5) * 5, north, 5):
                        cut = shapely.clip_by_rect(part, x, y, x + 5, y + 5)
                        if not cut.is_empty:
                            pieces.append(cut)
        self.pieces = np.array(pieces)
        self.tree = shapely.STRtree(pieces)

    def km_on_land(self, a, b):
        """Length of the straight segment a-b that lies on land; sliver borders between countries do not matter."""
        if abs(a[0] - b[0]) > 180:
            return 0.0
        line = shapely.LineString([a, b])
        if line.length == 0:
            return 0.0
        hits = self.tree.query(line, predicate="intersects")
        if not len(hits):
            return 0.0
        on_land = float(np.sum(shapely.length(shapely.intersection(line, self.pieces[np.sort(hits)]))))
        return min(1.0, on_land / line.length) * float(great_circle_km(*a, *b))


def read_marnet():
    """Segments (vertex, vertex) of searoute's network and of the hand lines, without doubles."""
    segments = set()

    def add(points):
        chain = [vertex(*p[:2]) for p in points]
        for a, b in zip(chain, chain[1:]):
            if a != b:
                segments.add((a, b) if a < b else (b, a))

    for feature in json.loads(pypi_file("searoute", "data/marnet_searoute.geojson").read_text())["features"]:
        geometry = feature["geometry"]
        for line in [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]:
            add(line)
    for _name, line in HAND_LINES:
        add(line)
    return sorted(segments)


def unit_vectors(lonlat):
    r = np.radians(np.asarray(lonlat, dtype=float))
    return np.column_stack([np.cos(r[:, 1]) * np.cos(r[:, 0]), np.cos(r[:, 1]) * np.sin(r[:, 0]), np.sin(r[:, 1])])


def along(a, b):
    """Points on the great circle from a to b, SPACING_KM apart at most, ends left out."""
    n = int(np.ceil(float(great_circle_km(*a, *b)) / SPACING_KM))
    if n < 2:
        return []
    u, v = unit_vectors([a, b])
    angle = np.arccos(np.clip(u @ v, -1, 1))
    points = []
    for i in range(1, n):
        w = (np.sin((1 - i / n) * angle) * u + np.sin(i / n * angle) * v) / np.sin(angle)
        points.append(vertex(float(np.degrees(np.arctan2(w[1], w[0]))), float(np.degrees(np.arcsin(w[2])))))
    return points


def attach(ports, vertices, whole, gates, land):
    """port -> list of (point, km): up to three points it reaches over water and without passing a gate. `whole` counts the
    vertices that stand already; a point inside a line is taken only where it saves some kilometres."""
    points = np.array(vertices)
    xyz = unit_vectors(points)
    caspian = shapely.intersects_xy(CASPIAN, points[:, 0], points[:, 1])
    trees = {flag: (np.flatnonzero(caspian == flag), cKDTree(xyz[caspian == flag])) for flag in (True, False)}
    joined, lost = {}, []
    for port in sorted(ports, key=lambda p: p["terminal_id"]):
        at = (port["lon"], port["lat"])
        here = unit_vectors([at])[0]
        numbers, tree = trees[bool(shapely.intersects_xy(CASPIAN, *at))]
        if not len(numbers):
            lost.append(port["terminal_id"])
            continue
        _, order = tree.query(here, k=min(CANDIDATES, len(numbers)))
        options = []
        for n in numbers[order]:
            to = vertices[n]
            km = float(great_circle_km(*at, *to))
            if km > REACH_KM or crossed(at, to, gates):
                continue
            on_land = land.km_on_land(at, to)
            options.append((km + 6 * max(0.0, on_land - 4) + (8 if n >= whole else 0), km, on_land, to))
        options.sort()
        if not options or options[0][2] > 110:
            lost.append(port["terminal_id"])
            continue
        score, best_km, best_land, first = options[0]
        chosen = [(first, best_km)]
        for score, km, on_land, to in options[1:]:
            if len(chosen) == 3 or km > 2 * best_km + 60:
                break
            if on_land > best_land + 4 or score > 2 * options[0][0] + 60:
                continue
            if all(great_circle_km(*to, *other) > 0.8 * max(km, 15) for other, _ in chosen):
                chosen.append((to, km))
        joined[port["terminal_id"]] = chosen
    return joined, lost


def lane_shape(chain):
    """How a long segment runs on the map: its great circle, left out where it would cross the date line."""
    if great_circle_km(*chain[0], *chain[1]) < 300 or abs(chain[0][0] - chain[1][0]) > 180:
        return None
    return [tuple(p) for p in arcs(np.array(chain[:1]), np.array(chain[1:]), 20)[0]]


def build(ports, factor=1.0, extent=WORLD):
    """Returns nodes {node_id: (lon, lat)}, links [dict], shapes {link number: points}, ports that found no water."""
    gates = [(passage, shapely.LineString(line)) for passage, lines in GATES.items() for line in lines]
    lines = [line for line in without_ice(read_marnet()) if all(extent.holds(*point) for point in line)]
    if not lines:
        return {}, [], [port["terminal_id"] for port in ports]
    vertices = sorted({v for s in lines for v in s})
    land, points = Land(), np.array(vertices)
    apart = shapely.intersects_xy(CASPIAN, points[:, 0], points[:, 1])
    lines = sorted({*lines, *lanes(vertices, lines, gates, land, apart)})
    lines = sorted({*lines, *shortcuts(vertices, lines, [crossed(a, b, gates) for a, b in lines], gates, land, apart, ports)})
    whole, inside = len(vertices), {}
    for a, b in lines:
        for point in along(a, b):
            if point not in inside:
                inside[point] = (a, b)
    extra = sorted(set(inside) - set(vertices))
    joined, lost = attach(ports, vertices + extra, whole, gates, land)
    anchored = {v for options in joined.values() for v, _ in options}
    cuts = {}
    for point in anchored & set(extra):
        cuts.setdefault(inside[point], []).append(point)
    segments = set()
    for a, b in lines:
        chain = [a] + sorted(cuts.get((a, b), []), key=lambda p: (float(great_circle_km(*a, *p)), p)) + [b]
        segments |= {(u, v) if u < v else (v, u) for u, v in zip(chain, chain[1:]) if u != v}
    segments = sorted(segments)
    tag = {(a, b): crossed(a, b, gates) for a, b in segments}
    vertices = sorted({v for s in segments for v in s})

    near = {}
    for a, b in segments:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    leaves = [v for v in vertices if len(near[v]) == 1 and v not in anchored]
    while leaves:
        v = leaves.pop()
        if v in near and len(near[v]) == 1 and v not in anchored:
            (other,) = near.pop(v)
            near[other].discard(v)
            if len(near[other]) == 1:
                leaves.append(other)

    def edge(a, b):
        return tag[(a, b) if a < b else (b, a)]

    def on_river(v):
        return bool(shapely.intersects_xy(VOLGA_DON, *v))

    keep = {v for v in near if len(near[v]) != 2 or v in anchored or any(edge(v, o) or on_river(o) != on_river(v) for o in near[v])}
    chains, seen = [], set()
    for start in sorted(keep):
        for step in sorted(near[start]):
            if (start, step) in seen:
                continue
            chain = [start, step]
            while chain[-1] not in keep:
                chain.append(next(v for v in sorted(near[chain[-1]]) if v != chain[-2]))
            seen.add((chain[0], chain[1]))
            seen.add((chain[-1], chain[-2]))
            if chain[0] != chain[-1]:
                chains.append(chain)
    number = {v: f"s{i + 1}" for i, v in enumerate(sorted(keep, key=lambda v: (v[1], v[0])))}
    nodes = {number[v]: v for v in keep}
    links, best = [], {}
    for chain in chains:
        ends = (number[chain[0]], number[chain[-1]])
        km = path_km(chain) * factor
        passage = edge(chain[0], chain[1]) if len(chain) == 2 else None
        river = all(shapely.intersects_xy(VOLGA_DON, *v) for v in chain)
        pair = tuple(sorted(ends))
        if pair in best and not passage and best[pair]["length"] <= km:
            continue
        best[pair] = {"from_node_id": ends[0], "to_node_id": ends[1], "length": round(km, 2), "mode": "inland_water" if river else "sea", "passage": passage,
                      "facility": "canal" if river else "line", "iso3": "RUS" if river else "", "shape": chain if len(chain) > 2 else lane_shape(chain)}
    links = list(best.values())
    for port_id, options in joined.items():
        for v, km in options:
            links.append({"from_node_id": port_id, "to_node_id": number[v], "length": round(km, 2), "mode": "sea", "passage": None,
                          "facility": "port_access", "shape": None})
    place = {port["terminal_id"]: (port["lon"], port["lat"]) for port in ports}
    for a, b, km in direct(links, ports, gates, land, SHUT):
        links.append({"from_node_id": a, "to_node_id": b, "length": km, "mode": "sea", "passage": None, "facility": "line", "shape": lane_shape([place[a], place[b]])})
    return nodes, links, lost
