"""The backbone of a mode: the edges that lie on shortest paths between neighbouring terminals, as chains.

Neighbours are network-Voronoi neighbours: terminals whose catchments touch (Mehlhorn 1988), joined by the shortest
path over the boundary of their catchments; hubs are joined to their nearest hubs besides, so that long routes stay short.
"""
import numpy as np
from scipy.sparse import csgraph

HUB_NEIGHBOURS = 14
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

    `fixed` nodes, ends of crossings and of tagged edges, and changes of country stay vertices."""
    e = np.flatnonzero(chosen)
    n = len(graph.lonlat)
    degree = np.bincount(np.r_[graph.a[e], graph.b[e]], minlength=n)
    stop = (degree != 2) | fixed
    special = e[graph.crossing[e] | np.array([t not in ("", "gap") for t in graph.tag[e]], dtype=bool)]
    stop[graph.a[special]] = stop[graph.b[special]] = True
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
