"""The backbone of a mode: the edges that lie on shortest paths between neighbouring terminals, as chains.

Neighbours are network-Voronoi neighbours: terminals whose catchments touch (Mehlhorn 1988), joined by the shortest
path over the boundary of their catchments; hubs are joined to their nearest hubs besides. What is then still far longer over the chosen edges
than over all of them, between places that are neighbours on a map with only the larger ones on it, gets its shortest path too, so that long routes stay short.
"""
import numpy as np
from scipy.sparse import csgraph
from scipy.spatial import ConvexHull, cKDTree

from geometry import km_between, sparse, unit_vectors

HUB_NEIGHBOURS = 14
DETOUR = 2.5     # of the great circle, as far as ways between neighbouring places are looked for
REUSE = 0.98     # edges already chosen count a little shorter, so that parallel tracks do not both enter


class EdgeIndex:
    """Finds the edge between two nodes by its sorted pair."""

    def __init__(self, graph):
        self.n = len(graph.lonlat)
        key = np.minimum(graph.a, graph.b) * self.n + np.maximum(graph.a, graph.b)
        self.order = np.lexsort((graph.km, key))
        self.key = key[self.order]

    def find(self, u, v):
        key = np.minimum(u, v) * self.n + np.maximum(u, v)
        return self.order[np.searchsorted(self.key, key)]


def trace(predecessor, node):
    """Nodes from `node` back to its source."""
    path = [int(node)]
    while predecessor[path[-1]] >= 0:
        path.append(int(predecessor[path[-1]]))
    return path


def mark_path(chosen, index, path):
    path = np.asarray(path)
    if len(path) > 1:
        chosen[index.find(path[:-1], path[1:])] = True


def voronoi_backbone(graph, weight, terminals, chosen, index):
    """Marks the edges of the shortest boundary paths between touching catchments; returns the pairs."""
    terminals = np.unique(terminals)
    distance, predecessor, source = csgraph.dijkstra(graph.matrix(weight), indices=terminals, min_only=True,
                                                     return_predecessors=True)
    over = np.flatnonzero((source[graph.a] != source[graph.b]) & np.isfinite(distance[graph.a]))
    u, v = graph.a[over], graph.b[over]
    cost = distance[u] + weight[over] + distance[v]
    s, t = np.minimum(source[u], source[v]), np.maximum(source[u], source[v])
    order = np.lexsort((over, cost, t, s))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (s[order][1:] != s[order][:-1]) | (t[order][1:] != t[order][:-1])
    best = order[first]
    for k in best:
        chosen[over[k]] = True
        mark_path(chosen, index, trace(predecessor, u[k]))
        mark_path(chosen, index, trace(predecessor, v[k]))
    return list(zip(s[best].tolist(), t[best].tolist(), cost[best].tolist()))


def neighbour_paths(graph, weight, pairs, chosen, index, stretch):
    """Adds the direct shortest path of each pair whose way over the chosen edges is longer by `stretch`."""
    by_source = {}
    for s, t, cost in pairs:
        by_source.setdefault(s, []).append((t, cost))
    matrix = graph.matrix(weight)
    added = 0
    for s in sorted(by_source):
        limit = max(cost for _, cost in by_source[s]) * 1.0001
        distance, predecessor = csgraph.dijkstra(matrix, indices=s, return_predecessors=True, limit=limit)
        for t, cost in by_source[s]:
            if cost > distance[t] * stretch:
                mark_path(chosen, index, trace(predecessor, t))
                added += 1
    return added


def hub_paths(graph, weight, hubs, chosen, index):
    """Adds the shortest paths between each hub and its nearest hubs."""
    hubs = np.unique(hubs)
    for s in hubs:
        matrix = graph.matrix(np.where(chosen, weight * REUSE, weight))
        distance, predecessor = csgraph.dijkstra(matrix, indices=s, return_predecessors=True)
        others = hubs[np.argsort(distance[hubs], kind="stable")]
        for t in [h for h in others if h != s and np.isfinite(distance[h])][:HUB_NEIGHBOURS]:
            mark_path(chosen, index, trace(predecessor, t))


def near_pairs(points, farthest_km):
    """Pairs that the Delaunay triangulation on the sphere joins, which its convex hull is, up to farthest_km apart."""
    hull = ConvexHull(unit_vectors(points))
    sides = np.concatenate([hull.simplices[:, [0, 1]], hull.simplices[:, [1, 2]], hull.simplices[:, [0, 2]]])
    pairs = np.unique(np.sort(sides, axis=1), axis=0)
    return pairs[km_between(points[pairs[:, 0]], points[pairs[:, 1]]) <= farthest_km]


def all_pairs(points, farthest_km):
    """All pairs up to farthest_km apart."""
    i, j = np.triu_indices(len(points), 1)
    near = km_between(points[i], points[j]) <= farthest_km
    return np.stack([i[near], j[near]], axis=-1)


def largest_around(points, people, radius_km):
    """Which points have the most people of all within radius_km: the chief towns of empty lands as well as the metropolises."""
    unit = unit_vectors(points)
    around = cKDTree(unit).query_ball_point(unit, 2 * np.sin(radius_km / 6371 / 2))
    return np.flatnonzero([people[k] >= people[near].max() for k, near in enumerate(around)])


def thinned(graph, weight, chosen):
    """The matrix of the chosen edges alone."""
    return sparse(len(graph.lonlat), graph.a[chosen], graph.b[chosen], weight[chosen])


def spanning_paths(graph, weight, pairs, chosen, index, stretch):
    """Adds the shortest path of each pair of nodes whose way over the chosen edges is longer than it by `stretch`, the nearest of a node's pairs first.
    Ways of more than DETOUR times the great circle are not looked for. Returns how many paths it added."""
    pairs = np.unique(np.sort(pairs, axis=1), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    limit = DETOUR * km_between(graph.lonlat[pairs[:, 0]], graph.lonlat[pairs[:, 1]])
    matrix, added = graph.matrix(weight), 0
    thin = thinned(graph, weight, chosen)
    for s in np.unique(pairs[:, 0]):
        targets, most = pairs[pairs[:, 0] == s, 1], float(limit[pairs[:, 0] == s].max())
        distance, before = csgraph.dijkstra(matrix, indices=int(s), return_predecessors=True, limit=most)
        over = csgraph.dijkstra(thin, indices=int(s), limit=most * stretch)
        far = [t for t in targets if np.isfinite(distance[t]) and over[t] > distance[t] * stretch]
        for t in far:
            mark_path(chosen, index, trace(before, int(t)))
        if far:
            thin = thinned(graph, weight, chosen)
        added += len(far)
    return added


def prune(graph, chosen, keep):
    """Drops dead ends that lead to no node of `keep`."""
    while True:
        e = np.flatnonzero(chosen)
        degree = np.bincount(np.r_[graph.a[e], graph.b[e]], minlength=len(graph.lonlat))
        loose = (degree == 1) & ~keep
        drop = e[loose[graph.a[e]] | loose[graph.b[e]]]
        if not len(drop):
            return
        chosen[drop] = False


def chains(graph, chosen, fixed):
    """Merges runs of degree two into chains: (list of node paths, list of edge paths).

    `fixed` nodes, ends of crossings and of tagged edges, and changes of speed stay vertices."""
    e = np.flatnonzero(chosen)
    n = len(graph.lonlat)
    degree = np.bincount(np.r_[graph.a[e], graph.b[e]], minlength=n)
    stop = (degree != 2) | fixed
    special = e[graph.crossing[e] | np.array([t not in ("", "gap") for t in graph.tag[e]], dtype=bool)]
    stop[graph.a[special]] = stop[graph.b[special]] = True
    slow, fast = np.full(n, np.inf), np.zeros(n)
    for ends in (graph.a[e], graph.b[e]):
        np.minimum.at(slow, ends, graph.kmh[e])
        np.maximum.at(fast, ends, graph.kmh[e])
    stop |= (slow < fast) & (degree > 0)
    rows, cols = np.r_[graph.a[e], graph.b[e]], np.r_[graph.b[e], graph.a[e]]
    order = np.lexsort((np.r_[e, e], rows))
    start = np.searchsorted(rows[order], np.arange(n + 1))
    to, by = cols[order], np.r_[e, e][order]
    used = set()
    found = []
    vertices = np.flatnonzero(stop & (degree > 0))
    rest = np.flatnonzero(~stop & (degree > 0))
    for group in (vertices, rest):           # the rest are pure rings; none in a backbone after the first pass
        for v in group:
            for k in range(start[v], start[v + 1]):
                if by[k] in used:
                    continue
                nodes, edges, here, via = [int(v)], [], int(to[k]), int(by[k])
                while True:
                    used.add(via)
                    nodes.append(here)
                    edges.append(via)
                    if stop[here] or here == v:
                        break
                    nxt = [m for m in range(start[here], start[here + 1]) if by[m] != via]
                    here, via = int(to[nxt[0]]), int(by[nxt[0]])
                found.append((nodes, edges))
    return found
