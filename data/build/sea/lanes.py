"""Great-circle lanes over open water, where the marine network goes round by its grid.

The network is a grid on the oceans, so a crossing that follows no line of it runs long: Valparaiso-Auckland by 8 %. A lane is a great circle between
two points of the network that crosses no land, no gate and no ice, and stands only where the way over the network (with the lanes found before, shorter
ones first) is longer than it by STRETCH.
"""
import numpy as np
import shapely
from scipy.sparse import csgraph

from common import great_circle_km
from geometry import sparse, unit_vectors

STRETCH, MOST = 1.02, 1.12     # what runs longer than MOST goes round land, not round the grid
LEAST_KM = 25.0                 # what a lane must save
SPACING_KM, SPARSER = 280.0, 6.0  # between the points that lanes may join; a longer lane's ends are its length / SPARSER apart
BANDS_KM = (300, 700, 1500, 3000, 6000, 9800)
SOUTH, NORTH = -58.0, 66.0      # beyond them is ice
# Icebergs drift further north in the Atlantic and the Indian Ocean than in the Pacific, and ships between the Cape and Australia keep off them: with this
# bound Sydney-Rotterdam by the Cape is as long as published (12,707 nautical miles, Drewry in the Oil & Gas Journal, 1992), and 2 % too short without.
DRIFT_ICE = shapely.box(-20.0, -90.0, 145.0, -45.5)
TRIED = 5000                    # of a band's candidates, those that save most
STEPS = 40                      # chords that stand for a great circle


def arcs(a, b, steps=STEPS):
    """(n, steps + 1, 2) points of the great circles from a to b, longitudes without a jump."""
    u, v = unit_vectors(a)[:, None, :], unit_vectors(b)[:, None, :]
    angle = np.arccos(np.clip((u * v).sum(-1, keepdims=True), -1, 1))
    t = np.linspace(0, 1, steps + 1)[None, :, None]
    w = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    lon = np.degrees(np.unwrap(np.arctan2(w[..., 1], w[..., 0]), axis=1))
    return np.stack([lon, np.degrees(np.arcsin(np.clip(w[..., 2], -1, 1)))], axis=-1)


def turned(shapes):
    """Shapes and their copies a turn to the west and to the east, for lines that run over the date line."""
    return np.concatenate([shapely.transform(np.asarray(shapes), lambda p, k=k: p + [360.0 * k, 0.0]) for k in (-1, 0, 1)])


def over_open_water(a, b, obstacles):
    """Whether each great circle keeps clear of land, gates and ice; piece by piece, since a long one lies in the box of half the world's land."""
    points, piece = arcs(a, b), STEPS // 8
    clear = (points[..., 1].min(axis=1) > SOUTH) & (points[..., 1].max(axis=1) < NORTH)
    for k in range(0, STEPS, piece):
        left = np.flatnonzero(clear)
        clear[left[np.unique(obstacles.query(shapely.linestrings(points[left, k : k + piece + 1]), predicate="intersects")[0])]] = False
    return clear


def obstacles_of(gates, land):
    return shapely.STRtree(np.concatenate([turned(land.pieces), turned([gate for _, gate in gates]), turned([DRIFT_ICE])]))


def without_ice(segments):
    """The marine network's lines but those through the drift ice."""
    lines = shapely.linestrings([[a, b] if abs(a[0] - b[0]) <= 180 else [a, a] for a, b in segments])
    return [s for s, hit in zip(segments, shapely.intersects(lines, DRIFT_ICE)) if not hit]


def spread(points, among, spacing_km):
    """Those numbers of `among` whose points are spacing_km apart or more, taken in their order."""
    chosen = []
    for n in among:
        if not chosen or great_circle_km(*points[n], *points[chosen].T).min() >= spacing_km:
            chosen.append(n)
    return np.array(chosen, dtype=int)


def lanes(vertices, segments, gates, land, apart):
    """New segments (vertex, vertex). `apart` marks by True the vertices of a sea of its own, where none begins."""
    at = {v: n for n, v in enumerate(vertices)}
    points = np.array(vertices)
    a, b = (np.array([at[s[k]] for s in segments]) for k in (0, 1))
    km = great_circle_km(points[a, 0], points[a, 1], points[b, 0], points[b, 1])
    ends = np.flatnonzero((points[:, 1] > SOUTH) & (points[:, 1] < NORTH) & ~apart)
    obstacles, found = obstacles_of(gates, land), []
    for low, high in zip(BANDS_KM, BANDS_KM[1:]):
        spacing = max(SPACING_KM, low / SPARSER)
        ends = spread(points, ends, spacing)
        if len(ends) < 2:
            break
        way = csgraph.dijkstra(sparse(len(points), a, b, km), indices=ends, limit=high * MOST)[:, ends]
        here = points[ends]
        straight = great_circle_km(here[:, None, 0], here[:, None, 1], here[None, :, 0], here[None, :, 1])
        i, j = np.nonzero(np.triu((straight >= low) & (straight < high) & (way > np.maximum(STRETCH * straight, straight + LEAST_KM))
                          & (way < MOST * straight), 1))
        order = np.lexsort((j, i, straight[i, j] - way[i, j]))[:TRIED]
        i, j = i[order], j[order]
        clear = over_open_water(here[i], here[j], obstacles)
        taken = []
        for u, v in zip(i[clear], j[clear]):
            # Two lanes of one band that begin and end near each other save the same way.
            if any(max(straight[u, p], straight[v, q]) < 2.5 * spacing or max(straight[u, q], straight[v, p]) < 2.5 * spacing for p, q in taken):
                continue
            taken.append((u, v))
        found += [tuple(sorted((vertices[ends[u]], vertices[ends[v]]))) for u, v in taken]
        more = np.array(taken, dtype=int).reshape(-1, 2)
        a, b, km = np.r_[a, ends[more[:, 0]]], np.r_[b, ends[more[:, 1]]], np.r_[km, straight[more[:, 0], more[:, 1]]]
    return found
