#!/usr/bin/env python3
"""Small Poisson problems with the observations that are separated, by linear programming (scipy's HiGHS).

With A the regressors and the effects' dummies, the separated observations are those that some z = A g moves, z = 0
where y > 0 and z >= 0 where y = 0; the largest such set maximises sum(s), 0 <= s <= 1, s <= z.
Writes separation_lp.json beside itself.
"""
import json
import pathlib

import numpy as np
from scipy.optimize import linprog


def separated(y, regressors, effects):
    columns = list(regressors) or []
    if not effects:
        columns.append(np.ones(len(y)))
    columns += [(effect == level).astype(float) for effect in effects for level in np.unique(effect)]
    a, zero = np.column_stack(columns), y == 0
    count, zeros = a.shape[1], int(zero.sum())
    if zeros == 0:
        return []
    answer = linprog(
        np.r_[np.zeros(count), -np.ones(zeros)],
        A_ub=np.c_[-a[zero], np.eye(zeros)], b_ub=np.zeros(zeros),
        A_eq=np.c_[a[~zero], np.zeros((len(y) - zeros, zeros))], b_eq=np.zeros(len(y) - zeros),
        bounds=[(None, None)] * count + [(0, 1)] * zeros, method="highs")
    return [int(i) for i in np.flatnonzero(zero)[answer.x[count:] > 1e-6]]


def problem(seed):
    rng = np.random.default_rng(seed)
    n, k, m = rng.integers(8, 60), rng.integers(0, 4), rng.integers(0, 4)
    regressors = []
    for _ in range(k):
        kind = rng.random()
        if kind < 0.4:
            regressors.append(rng.integers(-2, 3, n).astype(float))
        elif kind < 0.8:
            regressors.append((rng.random(n) < 0.2).astype(float))
        else:
            regressors.append(np.round(rng.normal(size=n) * 10 ** rng.uniform(-2, 2), 4))
    effects = [rng.integers(0, rng.integers(2, 12), n) for _ in range(m)]
    y = np.round(rng.poisson(rng.choice([0.2, 0.5, 1.5]), n) * rng.lognormal(0, 2, n), 4)
    if k and rng.random() < 0.3:
        y = np.where(regressors[0] > 0, 0.0, y)
    if k + m == 0 or not (y > 0).any():
        return None
    return {"y": y.tolist(), "x": [x.tolist() for x in regressors], "effects": [e.tolist() for e in effects],
            "separated": separated(y, regressors, effects)}


def sparse_problem(seed):
    """Few rows for each level, in up to four effects, some nested; regressors in any unit."""
    rng = np.random.default_rng(seed)
    n, k, m = rng.integers(60, 160), rng.integers(0, 3), rng.integers(2, 5)
    regressors = []
    for _ in range(k):
        kind = rng.random()
        x = rng.integers(-2, 3, n).astype(float) if kind < 0.4 else (rng.random(n) < 0.1).astype(float)
        regressors.append(x * 10.0 ** rng.integers(-6, 7))
    effects = [rng.integers(0, max(2, int(n / rng.choice([2, 3, 6]))), n) for _ in range(m)]
    if rng.random() < 0.5:
        effects[1] = effects[0] // 3 * 100 + rng.integers(0, 4, n)
    y = np.where(rng.random(n) < rng.choice([0.3, 0.6, 0.8]), 0.0, np.round(rng.lognormal(0, 1, n), 3) + 0.001)
    largest = [x / max(1e-300, np.abs(x).max()) for x in regressors]
    return {"y": y.tolist(), "x": [x.tolist() for x in regressors], "effects": [e.tolist() for e in effects],
            "separated": separated(y, largest, effects)}


problems = [p for p in map(problem, range(320)) if p] + [sparse_problem(seed) for seed in range(1000, 1120)]
print(len(problems), "problems,", sum(bool(p["separated"]) for p in problems), "with separated observations")
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text("[\n" + ",\n".join(json.dumps(p, separators=(",", ":")) for p in problems) + "\n]\n")
