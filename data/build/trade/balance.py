"""Reconcile totals with partner shares, and both sides of every pair (Stone, Champernowne & Meade 1942, in logs).

Unknown: x_i = ln exports of i, m_j = ln imports of j (f.o.b.), z_ij = ln flow of a reported pair, c = ln c.i.f./f.o.b.,
v_i = ln of what the partners of a silent country report together.
Observed, each with its standard deviation:

    total exports   ln X_i  = x_i          share of j in i's exports   ln s_ij = z_ij - x_i
    total imports   ln M_j  = m_j (+ c)    share of i in j's imports   ln t_ij = z_ij - m_j
    a printed flow  ln F_ij = z_ij (+ c)   an unlisted partner         z_ij <= x_i + ln(smallest share of i)
    the world       sum_i exp x_i = sum_j exp m_j
    adding up       exp x_i = sum_j exp z_ij + R_i      (R_i: all unlisted partners, uncertain by a stated fraction)

A share printed to +-h has sd h / (sqrt 3 s); `noise` is the extra disagreement between two customs offices.
A pair reported by both sides thus informs both totals: that is how the total of a re-exporter, whose gross figure is on
another footing than its partner shares, is found without a table of bilateral trade.
"""
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import splu


@dataclass
class Observation:
    unknowns: tuple         # ((kind, key), coefficient) pairs; kind is "x", "m", "z", "c" or "v"
    value: float
    sd: float
    at_most: bool = False   # an upper bound: counts only while it is broken
    side: str = ""          # exporter or importer, of a pair: whose figure this is


@dataclass
class AddingUp:
    own: tuple              # ("x", i) or ("m", j)
    parts: tuple            # its reported pairs
    rest: float             # USD traded with all others
    rest_sd: float          # as a fraction of `rest`


@dataclass
class Solution:
    """`values[kind, key]` in logs; `spread` gives standard deviations by the curvature at the solution."""
    values: dict
    index: dict
    factors: object

    def spread(self, unknowns):
        unknowns = list(unknowns)
        ask = np.zeros((self.factors.shape[0], len(unknowns)))
        for column, unknown in enumerate(unknowns):
            ask[self.index[unknown], column] = 1.0
        found = self.factors.solve(ask)
        return {u: float(np.sqrt(found[self.index[u], column])) for column, u in enumerate(unknowns)}


def adding_up_row(s, index, solution):
    """ln(sum of parts + rest) - own = 0, linear at `solution`: (columns, coefficients, value, sd)."""
    parts = np.array([index[p] for p in s.parts])
    flows = np.exp(solution[parts])
    total = flows.sum() + s.rest
    value = (flows / total) @ solution[parts] - np.log(total)
    columns, coefficients = np.append(parts, index[s.own]), np.append(flows / total, -1.0)
    return columns, coefficients, value, max(s.rest_sd * s.rest / total, 5e-3)


def factorized(a, dense):
    """Of the normal equations (A'A + D'D) x = A'v + D'w, with the few long rows D kept apart so that their product is never
    formed:  [A'A  D'; D  -I] [x; y] = [A'v; w]."""
    size, rows = a.shape[1], dense.shape[0]
    whole = sparse.bmat([[a.T @ a + 1e-10 * sparse.eye(size), dense.T], [dense, -sparse.eye(rows)]] if rows else [[a.T @ a + 1e-10 * sparse.eye(size)]])
    return splu(whole.tocsc())


def solve(observations, world_sd, sums=(), rounds=60, start=None, tolerance=1e-9):
    """Weighted least squares with bounds by active sets and Gauss-Newton, from the Solution `start` where there is one.
    Returns a Solution."""
    index = {}
    for o in observations:
        for unknown, _ in o.unknowns:
            index.setdefault(unknown, len(index))
    n = len(index)
    terms = [(r, index[unknown], coefficient) for r, o in enumerate(observations) for unknown, coefficient in o.unknowns]
    at, columns, coefficients = zip(*terms)
    rows = sparse.csr_matrix((coefficients, (at, columns)), shape=(len(observations), n))
    value = np.array([o.value for o in observations])
    sd = np.array([o.sd for o in observations])
    bound = np.array([o.at_most for o in observations])
    x_at = np.array([k for u, k in index.items() if u[0] == "x"])
    m_at = np.array([k for u, k in index.items() if u[0] == "m"])
    active = ~bound
    solution = None
    if start is not None and all(unknown in start.values for unknown in index):
        solution = np.array([start.values[unknown] for unknown in index])
        active = ~bound | (rows @ solution > value)
    for _ in range(rounds):
        dense, wanted = sparse.csr_matrix((0, n)), np.zeros(0)
        a, v = sparse.diags(1 / sd[active]) @ rows[active], value[active] / sd[active]
        if solution is not None:
            exports, imports = np.exp(solution[x_at]), np.exp(solution[m_at])
            at = np.append(x_at, m_at)
            shares = np.append(exports / exports.sum(), -imports / imports.sum())
            target = shares @ solution[at] - np.log(exports.sum() / imports.sum())
            lines = [(at, shares, target, world_sd)] + [adding_up_row(s, index, solution) for s in sums]
            where = np.repeat(np.arange(len(lines)), [len(columns) for columns, *_ in lines])
            weights = np.concatenate([coefficients / sd for _, coefficients, _, sd in lines])
            dense = sparse.csr_matrix((weights, (where, np.concatenate([columns for columns, *_ in lines]))), shape=(len(lines), n))
            wanted = np.array([value / sd for *_, value, sd in lines])
        factors = factorized(a, dense)
        new = factors.solve(np.append(a.T @ v, wanted))[:n]
        now_active = ~bound | (rows @ new > value)
        settled = solution is not None and np.abs(new - solution).max() < tolerance and (now_active == active).all()
        solution, active = new, now_active
        if settled:
            break
    return Solution({unknown: float(solution[k]) for unknown, k in index.items()}, index, factors)
