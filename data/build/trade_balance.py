"""Reconcile totals with partner shares, and both sides of every pair (Stone, Champernowne & Meade 1942, in logs).

Unknown: x_i = ln exports of i, m_j = ln imports of j (f.o.b.), z_ij = ln flow of a reported pair, c = ln c.i.f./f.o.b.
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


@dataclass
class Observation:
    unknowns: tuple         # ((kind, key), coefficient) pairs; kind is "x", "m", "z" or "c"
    value: float
    sd: float
    at_most: bool = False   # an upper bound: counts only while it is broken


@dataclass
class AddingUp:
    own: tuple              # ("x", i) or ("m", j)
    parts: tuple            # its reported pairs
    rest: float             # USD traded with all others
    rest_sd: float          # as a fraction of `rest`


def adding_up_row(s, index, solution):
    """ln(sum of parts + rest) - own = 0, linear at `solution`: (coefficients, value, sd)."""
    parts = np.array([index[p] for p in s.parts])
    flows = np.exp(solution[parts])
    total = flows.sum() + s.rest
    row = np.zeros(len(index))
    row[parts] = flows / total
    row[index[s.own]] -= 1.0
    value = row[parts] @ solution[parts] - np.log(total)
    return row, value, max(s.rest_sd * s.rest / total, 5e-3)


def solve(observations, world_sd, sums=(), rounds=60):
    """Weighted least squares with bounds by active sets and Gauss-Newton. Returns {(kind, key): value}."""
    index = {}
    for o in observations:
        for unknown, _ in o.unknowns:
            index.setdefault(unknown, len(index))
    n = len(index)
    rows = np.zeros((len(observations), n))
    for r, o in enumerate(observations):
        for unknown, coefficient in o.unknowns:
            rows[r, index[unknown]] += coefficient
    value = np.array([o.value for o in observations])
    sd = np.array([o.sd for o in observations])
    bound = np.array([o.at_most for o in observations])
    x_at = np.array([k for u, k in index.items() if u[0] == "x"])
    m_at = np.array([k for u, k in index.items() if u[0] == "m"])
    active = ~bound
    solution = None
    for _ in range(rounds):
        a, v = rows[active] / sd[active, None], value[active] / sd[active]
        if solution is not None:
            exports, imports = np.exp(solution[x_at]), np.exp(solution[m_at])
            world = np.zeros(n)
            world[x_at], world[m_at] = exports / exports.sum(), -imports / imports.sum()
            target = world @ solution - np.log(exports.sum() / imports.sum())
            a, v = np.vstack([a, world / world_sd]), np.append(v, target / world_sd)
            lines = [adding_up_row(s, index, solution) for s in sums]
            if lines:
                a = np.vstack([a, np.array([row / sd for row, _, sd in lines])])
                v = np.append(v, [at / sd for _, at, sd in lines])
        new = np.linalg.solve(a.T @ a + 1e-10 * np.eye(n), a.T @ v)
        now_active = ~bound | (rows @ new > value)
        settled = solution is not None and np.abs(new - solution).max() < 1e-9 and (now_active == active).all()
        solution, active = new, now_active
        if settled:
            break
    return {unknown: float(solution[k]) for unknown, k in index.items()}
