#!/usr/bin/env python3
"""PPML on random sparse designs, held against a dense Newton method and a linear program.

    bench/gravity/sparse_designs.py [--seeds 0:200] [--shape NAME]... [--threads 1]

Needs sogdia (pip install .), numpy, pandas and scipy. For each seed:
  rows          the separated observations are those of a linear program (HiGHS) over all rows
  coefficients  agree with Newton's method on dummies, by QR, on the rows that the program leaves; or the fit says that it
                is not converged
  dropped       what is left out as collinear is, on those rows
  time          at most ten times the same model without its zeros, processor seconds (counted from 20 ms on)
Prints each design that fails in one of them and ends with 1 if any did.
"""

import argparse
import collections
import sys
import time
import warnings

import numpy as np
import pandas as pd
import scipy.linalg
from scipy import sparse
from scipy.optimize import linprog

import sogdia

LIMIT, COUNTED = 10.0, 0.02  # times the fit without zeros; seconds from which that is held against it
EXACT = 1e-6  # of a coefficient, in units of its regressor's spread


def firms(rng, n):
    """Firm-product, product-destination-year and firm-year effects, most cells empty."""
    firms, products = max(5, n // int(rng.choice([8, 20, 70]))), max(4, n // int(rng.choice([20, 60, 200])))
    destinations, years = int(rng.integers(3, 20)), int(rng.integers(2, 9))
    f = rng.integers(0, firms, n)
    p = (f * 7919 + rng.geometric(0.3, n) * 104729) % products
    d = (f * 31 + rng.geometric(0.3, n) * 17) % destinations
    t = rng.integers(0, years, n)
    return {"fp": f * products + p, "pdt": (p * destinations + d) * years + t, "ft": f * years + t}


def trade(rng, n):
    """Exporter-year, importer-year and pair effects, cells missing."""
    years = int(rng.integers(2, 8))
    countries = max(4, int(np.sqrt(n / years)))
    i, j, t = (a.ravel() for a in np.meshgrid(np.arange(countries), np.arange(countries), np.arange(years), indexing="ij"))
    kept = (i != j) & (rng.random(len(i)) < rng.choice([0.4, 0.7, 1.0]))
    i, j, t = i[kept], j[kept], t[kept]
    return {"it": i * years + t, "jt": j * years + t, "ij": i * countries + j}


def overlapping(rng, n):
    """One-way effects beside two-way ones that hold them, so that many levels are sums of others."""
    i, j, t = rng.integers(0, max(3, n // 30), n), rng.integers(0, max(3, n // 40), n), rng.integers(0, int(rng.integers(2, 9)), n)
    every = {"i": i, "t": t, "j": j, "it": i * 100 + t, "jt": j * 100 + t, "ij": i * 100000 + j}
    names = rng.permutation(list(every))[: int(rng.integers(3, 6))]
    return {name: every[name] for name in names}


def thin(rng, n):
    """Few rows a level, levels at random or hanging together in one long chain."""
    if rng.random() < 0.5:
        return {f"e{k}": rng.integers(0, max(2, int(n / rng.choice([2, 3, 6, 20]))), n) for k in range(int(rng.integers(1, 5)))}
    chain = (np.arange(n) // 3 + rng.integers(0, 2, n)) % max(2, n // 5)
    return {"worker": np.arange(n) // 4, "firm": chain, "year": rng.integers(0, 8, n)}


def sloped(rng, n):
    """Effects at random, the last with a coefficient on z of its own for each level."""
    return {name: rng.integers(0, max(2, int(n / rng.choice([4, 8, 20]))), n) for name in ("e0", "e1")}


SHAPES = {one.__name__: one for one in (firms, trade, overlapping, thin, sloped)}


def regressor(rng, n, effects, before):
    levels = [np.unique(e, return_inverse=True)[1] for e in effects.values()]
    kind = rng.random()
    if kind < 0.35:
        return rng.normal(size=n)
    if kind < 0.6:
        return (rng.random(n) < rng.choice([0.02, 0.1, 0.5])).astype(float)
    if kind < 0.75:
        return rng.integers(-2, 3, n).astype(float)
    if kind < 0.85 and before:
        return before[0] * rng.normal() + rng.normal(size=n) * rng.choice([0, 1e-3, 1])
    if kind < 0.93:
        return sum(rng.normal(size=level.max() + 1)[level] for level in levels[:2])
    return np.full(n, rng.normal())


def design(seed, shapes):
    """Shape, data, names of regressors and effects. Outcomes, weights and regressors come in any unit."""
    rng = np.random.default_rng(seed)
    shape = shapes[seed % len(shapes)]
    effects = SHAPES[shape](rng, int(rng.integers(100, 1000)))
    n = len(next(iter(effects.values())))
    x = []
    for _ in range(int(rng.integers(1, 5))):
        x.append(regressor(rng, n, effects, x))
    index = sum(rng.normal(size=level.max() + 1)[level] * 0.5 for level in
                (np.unique(e, return_inverse=True)[1] for e in effects.values()))
    index = index + 0.3 * x[0] / max(1, np.abs(x[0]).max()) + 0.5 * rng.normal(size=n)
    y = np.where(rng.random(n) < rng.choice([0.3, 0.6, 0.8]), 0, np.exp(index))
    if rng.random() < 0.4:
        y = np.round(y * 3)
    data = pd.DataFrame({"y": y * rng.choice([1, 1, 1e-6, 1e9]), **effects})
    for k, one in enumerate(x):
        data[f"x{k}"] = one * (10.0 ** rng.integers(-10, 11) if rng.random() < 0.5 else 1.0)
    kind = rng.random()
    if kind < 0.6:
        data["w"] = 1.0
    elif kind < 0.75:
        data["w"] = rng.choice([1, 2.5, 0.3], n) * rng.choice([1, 1e8, 1e-3])
    else:
        data["w"] = 10.0 ** rng.uniform(-3, 8, n)
    terms = list(effects)
    if shape == "sloped":
        data["z"] = rng.normal(size=n)
        terms[-1] += "[z]"
    return shape, data, [f"x{k}" for k in range(len(x))], terms


def dummies(data, effects):
    blocks = []
    for term in effects:
        name, _, slope = term.rstrip("]").partition("[")
        level = np.unique(data[name], return_inverse=True)[1]
        for values in [np.ones(len(data))] + ([data[slope].to_numpy()] if slope else []):
            blocks.append(sparse.csr_matrix((values, (np.arange(len(data)), level))))
    return sparse.hstack(blocks).tocsr()


def scaled(data, regressors):
    x = data[regressors].to_numpy(float)
    return x / np.maximum(np.abs(x).max(axis=0), 1e-300)


def separated_rows(data, regressors, effects):
    """Rows whose index some combination lowers without end: max sum z, 0 <= z <= 1, z <= A g at zeros, A g = 0 elsewhere."""
    zero = (data.y == 0).to_numpy()
    count = int(zero.sum())
    a = sparse.hstack([sparse.csr_matrix(scaled(data, regressors)), dummies(data, effects)]).tocsr()
    columns = a.shape[1]
    found = linprog(
        np.r_[np.zeros(columns), -np.ones(count)],
        A_ub=sparse.hstack([-a[zero], sparse.eye(count)]).tocsr(), b_ub=np.zeros(count),
        A_eq=sparse.hstack([a[~zero], sparse.csr_matrix((len(data) - count, count))]).tocsr(), b_eq=np.zeros(len(data) - count),
        bounds=[(None, None)] * columns + [(0, 1)] * count, method="highs")
    return None if found.x is None else np.flatnonzero(zero)[found.x[columns:] > 0.5]


def independent(d, x):
    """Columns of d and then of x, all of length 1, without those that others make: of x the first ones stay."""
    q, r, pivot = scipy.linalg.qr(d, mode="economic", pivoting=True)
    rank = int((np.abs(np.diag(r)) > 1e-9).sum())
    kept, basis = sorted(pivot[:rank]), q[:, :rank]
    for j in range(x.shape[1]):
        left = x[:, j] - basis @ (basis.T @ x[:, j])
        left -= basis @ (basis.T @ left)
        if np.linalg.norm(left) > 1e-9:
            kept.append(d.shape[1] + j)
            basis = np.column_stack([basis, left / np.linalg.norm(left)])
    return kept


def newton(data, regressors, effects):
    """Coefficients by iteratively reweighted least squares, each step by a QR that keeps rows of any weight apart (rows in
    order of size and columns pivoted: Cox & Higham 1998)."""
    x = data[regressors].to_numpy(float)
    spread = np.maximum(np.linalg.norm(x, axis=0), 1e-300)
    d = dummies(data, effects).toarray()
    # Effects first: a regressor that they make has no coefficient, and is not among `regressors`.
    d, x = d / np.linalg.norm(d, axis=0), x / spread
    kept = independent(d, x)
    a, at = np.column_stack([d, x])[:, kept], {j: k for k, j in enumerate(kept)}
    y = data.y.to_numpy() / np.average(data.y, weights=data.w)
    w = data.w.to_numpy() / data.w.max()
    mu = (y + 1) / 2
    eta = np.log(mu)
    least = np.inf
    for step in range(200):
        root = np.sqrt(w * mu)
        order = np.argsort(-root)
        q, r, pivot = scipy.linalg.qr((a * root[:, None])[order], mode="economic", pivoting=True)
        b = np.empty(a.shape[1])
        b[pivot] = scipy.linalg.solve_triangular(r, q.T @ ((eta + y / mu - 1) * root)[order])
        new = a @ b
        moved = np.abs(new - eta).max()
        if moved < 1e-9 and moved >= least / 2:
            break
        least = min(least, moved)
        eta = eta + (new - eta) * min(1.0, 5.0 / max(moved, 1e-300)) if step > 0 else new
        mu = np.exp(np.minimum(eta, 300))
    first = d.shape[1]
    return {name: b[at[first + k]] / spread[k] if first + k in at else None for k, name in enumerate(regressors)}, moved < 1e-7


def is_collinear(data, name, others, effects):
    a = np.column_stack([dummies(data, effects).toarray(), scaled(data, others)])
    x = scaled(data, [name])[:, 0]
    left = x - a @ np.linalg.lstsq(a, x, rcond=1e-12)[0]
    return np.linalg.norm(left) <= 1e-4 * np.linalg.norm(x - x.mean()) + 1e-9 * np.linalg.norm(x)


def timed(formula, data, threads):
    best, fit = np.inf, None
    for _ in range(3):
        start = time.process_time()
        fit = sogdia.estimate(formula, data, weights="w", threads=threads)
        best = min(best, time.process_time() - start)
        if best < COUNTED:
            break
    return best, fit


def check(seed, shapes, threads):
    """(shape, a word, what fails)"""
    shape, data, regressors, effects = design(seed, shapes)
    if (data.y > 0).sum() < 5:
        return shape, "few", []
    formula = f"y ~ {' + '.join(regressors)} | {' + '.join(effects)}"
    want = separated_rows(data, regressors, effects)
    if want is None:
        return shape, "no program", []
    try:
        seconds, fit = timed(formula, data, threads)
    except sogdia.Error as error:
        if "no observation is left" in str(error) and alone(data, effects, want):
            return shape, "empty", []
        return shape, "wrong", [str(error)]
    wrong = []
    mine = np.array(fit.separated, int)
    missed, extra = sorted(set(want) - set(mine)), sorted(set(mine) - set(want))
    if missed or extra:
        wrong.append(f"separated: {len(mine)}, by the program {len(want)}; missed {missed[:5]}, more {extra[:5]}")
    if seconds > COUNTED:
        positive = data[data.y > 0].reset_index(drop=True)
        try:
            without = timed(formula, positive, threads)[0]
            if seconds > LIMIT * without:
                wrong.append(f"{seconds:.3f} s, without zeros {without:.3f} s")
        except sogdia.Error:
            pass
    if not fit.converged:
        return shape, "wrong" if wrong else "told", wrong + [fit.reason]
    rest = data.drop(index=want).reset_index(drop=True)
    estimates = dict(zip(*(fit.coefficients.to_dict()[key] for key in ("term", "estimate"))))
    for name in regressors:
        before = regressors[: regressors.index(name)]
        if name not in estimates and not is_collinear(rest, name, before, effects):
            wrong.append(f"{name} is left out and not collinear")
    try:
        dense, sure = newton(rest, [name for name in regressors if name in estimates], effects)
    except ValueError:  # it overflowed
        dense, sure = {}, False
    if not sure:
        return shape, "wrong" if wrong else "unsure", wrong
    for name, b in dense.items():
        spread = np.std(rest[name])
        if b is None:
            wrong.append(f"{name} is collinear and kept")
        elif not abs(estimates[name] - b) * spread <= EXACT * (1 + abs(b) * spread):
            wrong.append(f"{name}: {estimates[name]:.10g}, dense {b:.10g} (spread {spread:.1e})")
    return shape, "wrong" if wrong else "right", wrong


def alone(data, effects, separated):
    """Whether all rows that are not separated stand alone in a level, one after the other."""
    rest = data.drop(index=separated)
    while len(rest):
        names = [term.partition("[")[0] for term in effects]
        kept = np.logical_and.reduce([rest.groupby(name)[name].transform("size") > 1 for name in names])
        if kept.all():
            return False
        rest = rest[kept]
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", default="0:200", help="FIRST:END")
    parser.add_argument("--shape", action="append", choices=SHAPES, help="all by default")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    first, end = map(int, arguments.seeds.split(":"))
    counts = collections.Counter()
    for seed in range(first, end):
        shape, word, details = check(seed, arguments.shape or list(SHAPES), arguments.threads)
        counts[word] += 1
        if details:
            print(f"{seed} {shape} {word}: {'; '.join(details)}", flush=True)
    print(", ".join(f"{count} {word}" for word, count in sorted(counts.items())))
    return 1 if counts["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
