"""Mend the raw graphs: join pieces that lie within a short gap of each other.

Three kinds of gap are joined, each listed in bridges.csv:
- between components: the nearest pair of points of two components, if at most MAX_GAP_KM apart, shortest first;
- a dead end near other track that the graph reaches only by a long way round;
- two dead ends of roads that face each other: the distilled graph cuts thousands of roads for some kilometres.
What is not a digitizing gap but a break in the world (a line not yet built, a strait) stays open.
"""
import numpy as np
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

from geometry import chord, km_between, sparse, unit_vectors

MAX_GAP_KM = 3.0
DEAD_END_GAP_KM = 1.0
LONG_WAY_ROUND_KM = 30.0
# Two dead ends face each other where each lies ahead of the other's last stretch, within FACING_DEGREES of it, and the way round is FACING_DETOUR
# times the gap and LEAST_DETOUR_KM more. Beyond 10 km as many are two valleys with a range between them.
FACING_KM, FACING_DEGREES, FACING_DETOUR, LEAST_DETOUR_KM = 10.0, 40.0, 5.0, 15.0


def component_gaps(lonlat, a, b, km, max_km=MAX_GAP_KM, allowed=None):
    """Bridges (i, j, km) that make components within max_km one, by Kruskal over the nearest pairs."""
    n = len(lonlat)
    _, label = csgraph.connected_components(sparse(n, a, b, km), directed=False)
    tree = cKDTree(unit_vectors(lonlat))
    pairs = tree.query_pairs(chord(max_km), output_type="ndarray")
    pairs = pairs[label[pairs[:, 0]] != label[pairs[:, 1]]]
    if allowed is not None:
        pairs = pairs[allowed(pairs[:, 0], pairs[:, 1])]
    gap = km_between(lonlat[pairs[:, 0]], lonlat[pairs[:, 1]])
    order = np.lexsort((pairs[:, 1], pairs[:, 0], gap))
    parent = np.arange(label.max() + 1)

    def root(x):
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    bridges = []
    for k in order:
        i, j = pairs[k]
        u, v = root(label[i]), root(label[j])
        if u != v:
            parent[u] = v
            bridges.append((int(i), int(j), float(gap[k])))
    return bridges


def dead_end_gaps(lonlat, a, b, km, allowed=None):
    """Bridges from dead ends to near track that the graph reaches only over LONG_WAY_ROUND_KM."""
    n = len(lonlat)
    graph = sparse(n, a, b, km)
    degree = np.diff(graph.indptr)
    dead = np.flatnonzero(degree == 1)
    tree = cKDTree(unit_vectors(lonlat))
    near = tree.query_ball_point(unit_vectors(lonlat[dead]), chord(DEAD_END_GAP_KM))
    bridges, seen = [], set()
    for i, around in zip(dead, near):
        around = np.array([j for j in sorted(around) if j != i])
        if allowed is not None and len(around):
            around = around[allowed(np.full(len(around), i), around)]
        if not len(around):
            continue
        inside = local_reach(graph, i, LONG_WAY_ROUND_KM)
        far = [j for j in around if j not in inside]
        if not far:
            continue
        gaps = km_between(lonlat[[i]], lonlat[far])
        j = int(far[int(np.argmin(gaps))])
        if (j, int(i)) not in seen:
            seen.add((int(i), j))
            bridges.append((int(i), j, float(gaps.min())))
    return bridges


def facing_gaps(lonlat, a, b, km, allowed):
    """Bridges between dead ends that face each other, the shortest gap first, each dead end once."""
    n = len(lonlat)
    graph = sparse(n, a, b, km)
    dead = np.flatnonzero(np.diff(graph.indptr) == 1)
    before = graph.indices[graph.indptr[dead]]
    pairs = cKDTree(unit_vectors(lonlat[dead])).query_pairs(chord(FACING_KM), output_type="ndarray")
    u, v = dead[pairs[:, 0]], dead[pairs[:, 1]]
    gap = km_between(lonlat[u], lonlat[v])
    faces = np.maximum(turn(lonlat[before[pairs[:, 0]]], lonlat[u], lonlat[v]), turn(lonlat[before[pairs[:, 1]]], lonlat[v], lonlat[u])) <= FACING_DEGREES
    good = np.flatnonzero(faces & (gap > 0))
    good = good[allowed(u[good], v[good])]
    bridges, joined = [], set()
    for k in good[np.lexsort((v[good], u[good], gap[good]))]:
        i, j = int(u[k]), int(v[k])
        if i in joined or j in joined:
            continue
        limit = FACING_DETOUR * gap[k] + LEAST_DETOUR_KM
        if not np.isfinite(csgraph.dijkstra(graph, indices=i, limit=limit)[j]):
            joined |= {i, j}
            bridges.append((i, j, float(gap[k])))
    return bridges


def turn(p, q, r):
    """Degrees by which the way p-q-r bends at q, on the map about q; distances are small."""
    scale = np.stack([np.cos(np.radians(q[:, 1])), np.ones(len(q))], axis=-1)
    come, go = (q - p) * scale, (r - q) * scale
    cosine = (come * go).sum(-1) / np.maximum(np.linalg.norm(come, axis=-1) * np.linalg.norm(go, axis=-1), 1e-12)
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


def local_reach(graph, source, limit):
    """Nodes within `limit` km of `source`: a plain Dijkstra, as the neighbourhoods are small."""
    from heapq import heappop, heappush
    best, queue = {int(source): 0.0}, [(0.0, int(source))]
    while queue:
        d, u = heappop(queue)
        if d > best[u]:
            continue
        for k in range(graph.indptr[u], graph.indptr[u + 1]):
            v, length = int(graph.indices[k]), d + graph.data[k]
            if length <= limit and length < best.get(v, np.inf):
                best[v] = length
                heappush(queue, (length, v))
    return best
