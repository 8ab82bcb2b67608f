"""Makes the chains of a backbone fewer: short links fold into their ends, parallel links and bare bends go.

A chain is a link to be: its two end nodes, length, points, tag, whether it is a border crossing, and its own speed (0: the mode's).
"""
from dataclasses import dataclass

import numpy as np

FOLD_KM = 1.5            # links between junctions shorter than this become one junction (slip roads, station throats)


@dataclass
class Chain:
    a: int
    b: int
    km: float
    points: np.ndarray
    tag: str
    crossing: bool
    kmh: float = 0.0

    @property
    def free(self):
        return not self.tag and not self.crossing


def from_paths(graph, paths):
    found = []
    for nodes, edges in paths:
        tag = next((str(t) for t in graph.tag[edges] if t not in ("", "gap")), "")
        found.append(Chain(int(nodes[0]), int(nodes[-1]), float(graph.km[edges].sum()), graph.lonlat[nodes], tag,
                           bool(graph.crossing[edges].any()), float(graph.kmh[edges[0]])))
    return found


def simplify(chains, fixed):
    """Folds, then removes parallels and merges degree two, until nothing changes."""
    pinned = set(fixed)
    for chain in chains:
        if not chain.free:
            pinned.update((chain.a, chain.b))
    chains = fold_short(chains, pinned)
    while True:
        before = len(chains)
        chains = merge_degree_two(drop_parallel(drop_stubs(chains, pinned)), pinned)
        if len(chains) == before:
            return chains


def fold_short(chains, pinned):
    """Joins the ends of links under FOLD_KM, shortest first; two pinned nodes never fold into one."""
    parent, reach = {}, {}

    def root(x):
        while parent.get(x, x) != x:
            x = parent[x]
        return x

    for chain in sorted((c for c in chains if c.free and c.km < FOLD_KM), key=lambda c: (c.km, c.a, c.b)):
        u, v = root(chain.a), root(chain.b)
        if u == v or (u in pinned and v in pinned):
            continue
        size = reach.get(u, 0.0) + reach.get(v, 0.0) + chain.km
        if size > 2 * FOLD_KM:
            continue
        keep, lose = (u, v) if u in pinned or (v not in pinned and u < v) else (v, u)
        parent[lose] = keep
        reach[keep] = size
    for chain in chains:
        chain.a, chain.b = root(chain.a), root(chain.b)
    return [c for c in chains if c.a != c.b]


def drop_parallel(chains):
    best = {}
    for chain in chains:
        key = (min(chain.a, chain.b), max(chain.a, chain.b), chain.tag, chain.crossing, chain.kmh)
        if key not in best or chain.km < best[key].km:
            best[key] = chain
    return [best[key] for key in sorted(best)]


def drop_stubs(chains, pinned):
    """Dead ends that no terminal needs."""
    while True:
        degree = {}
        for chain in chains:
            for node in (chain.a, chain.b):
                degree[node] = degree.get(node, 0) + 1
        kept = [c for c in chains if not c.free or all(degree[n] > 1 or n in pinned for n in (c.a, c.b))]
        if len(kept) == len(chains):
            return chains
        chains = kept


def merge_degree_two(chains, pinned):
    at = {}
    for chain in chains:
        for node in (chain.a, chain.b):
            at.setdefault(node, []).append(chain)
    gone = set()
    for node in sorted(at):
        if node in pinned or len(at[node]) != 2:
            continue
        first, second = at[node]
        if first is second or first.kmh != second.kmh or not (first.free and second.free) or id(first) in gone or id(second) in gone:
            continue
        far = lambda c: c.b if c.a == node else c.a
        start, end = far(first), far(second)
        if start == end:
            continue
        head = first.points if first.b == node else first.points[::-1]
        tail = second.points if second.a == node else second.points[::-1]
        merged = Chain(start, end, first.km + second.km, np.concatenate([head, tail]), "", False, first.kmh)
        gone.update((id(first), id(second)))
        for other, old in ((start, first), (end, second)):
            at[other][[id(c) for c in at[other]].index(id(old))] = merged
        at[node] = []
        chains.append(merged)
    return [c for c in chains if id(c) not in gone]
