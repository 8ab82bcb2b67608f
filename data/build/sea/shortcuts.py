"""Lanes from port to port: great circles that shorten the ways between the world's ports where those still go round.

lanes.py mends the network where its grid goes round between points chosen evenly. What is left are ways that bend at a cape or an island on
points not chosen. Here the ends are ports and the points where ways between them bend. All great circles between these that keep clear of land, gates
and ice give the least ways there are; pairs of ports whose way over the network is longer by WORTH hand the share that they would save to the lanes they lack, and
in each of ROUNDS the MOST_A_ROUND lanes that save most are taken, none of which begins and ends near another. What saves much counts there by how many ways it
saves, so that a port with few neighbours is left out (Anchorage): LAST_ROUNDS more ask only pairs longer by FAR, whose number is small.
"""
import numpy as np
import shapely
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

from common import great_circle_km
from geometry import sparse, unit_vectors
from sea.lanes import NORTH, SOUTH, arcs, obstacles_of, over_open_water, spread

SHUT = ("northern_sea_route", "northwest")   # closed in the base
NEAR_PORT_KM = 150.0
PORT_SPACING_KM, BEND_SPACING_KM = 250.0, 110.0
BEND_DEGREES, LEAST_WAYS = 3.0, 30           # a point is a bend where so many ways turn by so much
SHORTEST_KM, LONGEST_KM = 100.0, 11000.0
STRETCH, LEAST_KM, MOST = 1.005, 8.0, 1.12   # what a lane must save; what runs longer than MOST goes round land
WORTH, FAR = 1.008, 1.02
ROUNDS, LAST_ROUNDS, MOST_A_ROUND = 8, 4, 300
APART_KM, SPARSER = 60.0, 30.0               # between two lanes' ends: at least APART_KM, and a longer lane's length / SPARSER
CELL = 0.25                                  # degrees of the grid on which most great circles over land are told


def port_points(points, ports, apart):
    """Vertices next to ports, larger ports first, spread out."""
    tree, rank = cKDTree(unit_vectors(points)), {"large": 0, "medium": 1, "small": 2}
    found = []
    for port in sorted(ports, key=lambda p: (rank.get(p.get("size"), 3), p["terminal_id"])):
        distance, vertex = tree.query(unit_vectors(np.array([port["lon"], port["lat"]], dtype=float)))
        if distance * 6371 <= NEAR_PORT_KM and not apart[vertex]:
            found.append(int(vertex))
    return spread(points, list(dict.fromkeys(found)), PORT_SPACING_KM)


def bends(points, calls, before):
    """How many least ways between the calls turn at each vertex."""
    xyz, count = unit_vectors(points), np.zeros(len(points), dtype=int)
    for row, home in enumerate(calls):
        for other in calls[:row]:
            way = walk(before[row], home, other)
            if len(way) < 3:
                continue
            step = np.diff(xyz[way], axis=0)
            step /= np.linalg.norm(step, axis=1)[:, None]
            count[np.array(way[1:-1])[(step[1:] * step[:-1]).sum(axis=1) < np.cos(np.radians(BEND_DEGREES))]] += 1
    return count


def walk(before, home, other):
    """Vertices from other to home; empty where there is no way."""
    way = [int(other)]
    while way[-1] != home:
        if before[way[-1]] < 0:
            return []
        way.append(int(before[way[-1]]))
    return way


def land_grid(land):
    """True where a cell's middle is land."""
    lon, lat = np.arange(-180 + CELL / 2, 180, CELL), np.arange(-90 + CELL / 2, 90, CELL)
    x, y = np.meshgrid(lon, lat)
    grid = np.zeros(x.size, dtype=bool)
    grid[np.unique(shapely.STRtree(land.pieces).query(shapely.points(x.ravel(), y.ravel()), predicate="intersects")[0])] = True
    return grid.reshape(x.shape)


def clear_of_land(a, b, grid, obstacles, lot=20000):
    """over_open_water, after a look at the grid that spares it most of the pairs."""
    clear = np.ones(len(a), dtype=bool)
    for k in range(0, len(a), lot):
        points = arcs(a[k : k + lot], b[k : k + lot], 60)
        x = np.floor(((points[..., 0] + 180) % 360) / CELL).astype(int) % grid.shape[1]
        y = np.clip(np.floor((points[..., 1] + 90) / CELL).astype(int), 0, grid.shape[0] - 1)
        some = k + np.flatnonzero(~grid[y, x].any(axis=1))
        clear[k : k + lot] = False
        clear[some] = over_open_water(a[some], b[some], obstacles)
    return clear


def shortcuts(vertices, segments, passages, gates, land, apart, ports):
    """New segments (vertex, vertex). `passages` are the segments' own, `apart` marks by True the vertices of a sea of its own."""
    at = {v: n for n, v in enumerate(vertices)}
    points = np.array(vertices)
    used = [s for s, passage in zip(segments, passages) if passage not in SHUT]
    a, b = (np.array([at[s[k]] for s in used]) for k in (0, 1))
    km = great_circle_km(points[a, 0], points[a, 1], points[b, 0], points[b, 1])
    calls = port_points(points, ports, apart)
    if len(calls) < 2:
        return []
    network = sparse(len(points), a, b, km)
    way, before = csgraph.dijkstra(network, directed=False, indices=calls, return_predecessors=True)
    turned_at = bends(points, calls, before)
    order = np.argsort(-turned_at, kind="stable")
    order = [n for n in order[turned_at[order] > LEAST_WAYS] if SOUTH < points[n, 1] < NORTH and not apart[n]]
    ends = np.unique(np.r_[calls, spread(points, [*calls, *order], BEND_SPACING_KM)])
    here = points[ends]
    straight = great_circle_km(here[:, None, 0], here[:, None, 1], here[None, :, 0], here[None, :, 1])
    round_about = csgraph.dijkstra(network, directed=False, indices=ends)[:, ends]
    i, j = np.nonzero(np.triu((straight >= SHORTEST_KM) & (straight < LONGEST_KM) & (round_about > np.maximum(STRETCH * straight, straight + LEAST_KM))
                              & (round_about < MOST * straight), 1))
    clear = clear_of_land(here[i], here[j], land_grid(land), obstacles_of(gates, land))
    lane = {(int(min(u, v)), int(max(u, v))): float(straight[p, q])
            for p, q, u, v in zip(i[clear], j[clear], ends[i[clear]], ends[j[clear]])}
    if not lane:
        return []
    u, v = np.array(list(lane)).T
    least, before = csgraph.dijkstra(sparse(len(points), np.r_[a, u], np.r_[b, v], np.r_[km, list(lane.values())]), directed=False, indices=calls,
                                     return_predecessors=True)
    taken, least, way = [], least[:, calls], way[:, calls]
    for worth in [WORTH] * ROUNDS + [FAR] * LAST_ROUNDS:
        fresh = best_lanes(points, calls, way, least, before, lane, worth)
        if not fresh:
            continue
        taken += fresh
        u, v = np.array(taken).T
        way = csgraph.dijkstra(sparse(len(points), np.r_[a, u], np.r_[b, v], np.r_[km, [lane[t] for t in taken]]), directed=False, indices=calls)[:, calls]
    return [tuple(sorted((vertices[p], vertices[q]))) for p, q in taken]


def best_lanes(points, calls, way, least, before, lane, worth):
    """Those lanes that the pairs whose way is longer than the least by `worth` miss most."""
    with np.errstate(invalid="ignore"):
        worse = np.argwhere(np.triu(np.isfinite(least) & (way > worth * least), 1))
    saved = {}
    for row, column in worse:
        path = walk(before[row], calls[row], calls[column])
        missed = [leg for leg in ((min(p, q), max(p, q)) for p, q in zip(path, path[1:])) if leg in lane]
        for leg in missed:
            saved[leg] = saved.get(leg, 0.0) + (way[row, column] / least[row, column] - 1) / len(missed)
    fresh, from_at, to_at = [], np.zeros((0, 2)), np.zeros((0, 2))
    for leg, _ in sorted(saved.items(), key=lambda item: (-round(item[1], 6), item[0])):
        p, q = points[leg[0]], points[leg[1]]
        if fresh:
            same = np.maximum(great_circle_km(*p, *from_at.T), great_circle_km(*q, *to_at.T))
            turned_round = np.maximum(great_circle_km(*p, *to_at.T), great_circle_km(*q, *from_at.T))
            if min(same.min(), turned_round.min()) < max(APART_KM, lane[leg] / SPARSER):
                continue
        fresh.append(leg)
        from_at, to_at = np.vstack([from_at, p]), np.vstack([to_at, q])
        if len(fresh) == MOST_A_ROUND:
            break
    return fresh
