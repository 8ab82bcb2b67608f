#!/usr/bin/env python3
"""PPML on random sparse designs, held against a dense Newton method and a linear program.

    scripts/validate_sparse.py [--seeds 0:200] [--shape NAME]... [--threads 1] [--most-rows 1000] [--page]

Needs sogdia (pip install .), numpy, pandas and scipy. For each seed:
  rows          the separated observations are those of a linear program (HiGHS) over all rows
  coefficients  agree with Newton's method on dummies, by QR, on the rows that the program leaves; or the fit says that it
                is not converged
  dropped       what is left out as collinear is, on those rows
  time          at most ten times the same design with every outcome positive, processor seconds
Prints each design that fails in one of them and ends with 1 if any did. --page writes the counts into docs/validation/gravity.md.
tests/python/test_sparse.py runs a few.
"""

import argparse
import collections
import os
import re
import sys
import time
import warnings
from pathlib import Path

# Of matrices this small more threads of the linear algebra take longer, and where others compute by far.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd
import scipy.linalg
from scipy import sparse
from scipy.optimize import linprog

import sogdia

PAGE = Path(__file__).resolve().parent.parent / "docs" / "validation" / "gravity.md"
LIMIT = 10.0  # times the fit without zeros
COLUMNS = {"right": "agree", "told": "said not to have converged", "empty": "nothing left to estimate, in both", "few": "fewer than five positive",
           "unsure": "rows agree, the dense method did not converge", "slow": "agree, over ten times", "wrong": "wrong"}
UNSURE = "the dense method did not converge"
EXACT = 1e-6  # of a coefficient, in units of its regressor's spread


def firms(rng, n):
    """Firm-product, product-destination-year and firm-year effects, most cells empty."""
    firms, products = max(5, n // int(rng.choice([8, 20, 70]))), max(4, n // int(rng.choice([20, 60, 200])))
    destinations, years = int(rng.integers(3, 20)), int(rng.integers(2, 9))
    f = rng.integers(0, firms, n)
    p = (f * 7919 + rng.geometric(0.3, n) * 104729) % products
    d = (f * 31 + rng.geometric(0.3, n) * 17) % destinations
    t = rng.integers(0, years, n)
    return {"fp": f * products + p, "pdt": (p * destinations + d) * years + t, "ft": f * years + t}, t


def trade(rng, n):
    """Exporter-year, importer-year and pair effects, cells missing."""
    years = int(rng.integers(2, 8))
    countries = max(4, int(np.sqrt(n / years)))
    i, j, t = (a.ravel() for a in np.meshgrid(np.arange(countries), np.arange(countries), np.arange(years), indexing="ij"))
    kept = (i != j) & (rng.random(len(i)) < rng.choice([0.4, 0.7, 1.0]))
    i, j, t = i[kept], j[kept], t[kept]
    return {"it": i * years + t, "jt": j * years + t, "ij": i * countries + j}, t


def overlapping(rng, n):
    """One-way effects beside two-way ones that hold them, so that many levels are sums of others."""
    i, j, t = rng.integers(0, max(3, n // 30), n), rng.integers(0, max(3, n // 40), n), rng.integers(0, int(rng.integers(2, 9)), n)
    every = {"i": i, "t": t, "j": j, "it": i * 100 + t, "jt": j * 100 + t, "ij": i * 100000 + j}
    names = rng.permutation(list(every))[: int(rng.integers(3, 6))]
    return {name: every[name] for name in names}, t


def thin(rng, n):
    """Few rows a level, levels at random or hanging together in one long chain."""
    if rng.random() < 0.5:
        return {f"e{k}": rng.integers(0, max(2, int(n / rng.choice([2, 3, 6, 20]))), n) for k in range(int(rng.integers(1, 5)))}, None
    chain = (np.arange(n) // 3 + rng.integers(0, 2, n)) % max(2, n // 5)
    year = rng.integers(0, 8, n)
    return {"worker": np.arange(n) // 4, "firm": chain, "year": year}, year


def sloped(rng, n):
    """Effects of any of these kinds, the last with a coefficient of its own for each level: on time, on noise or on a few values."""
    effects, year = (firms, trade, overlapping, levels)[int(rng.integers(4))](rng, n)
    rows = len(next(iter(effects.values())))
    kind = rng.random()
    if kind < 0.3 and year is not None:
        z = year.astype(float)
    elif kind < 0.7:
        z = rng.normal(size=rows)
    else:
        z = rng.integers(0, 3, rows).astype(float)
    return {**effects, "z": z}, year


def levels(rng, n):
    """Two effects at random."""
    return {name: rng.integers(0, max(2, int(n / rng.choice([4, 8, 20]))), n) for name in ("e0", "e1")}, None


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


def design(seed, shapes, most_rows=1000):
    """Shape, data, names of regressors and effects. Outcomes, weights and regressors come in any unit; `full` is the outcome
    without its zeros."""
    rng = np.random.default_rng(seed)
    shape = shapes[seed % len(shapes)]
    effects, _ = SHAPES[shape](rng, int(rng.integers(100, most_rows)))
    slope = effects.pop("z", None)
    n = len(next(iter(effects.values())))
    x = []
    for _ in range(int(rng.integers(1, 5))):
        x.append(regressor(rng, n, effects, x))
    index = sum(rng.normal(size=level.max() + 1)[level] * 0.5 for level in
                (np.unique(e, return_inverse=True)[1] for e in effects.values()))
    index = index + 0.3 * x[0] / max(1, np.abs(x[0]).max()) + 0.5 * rng.normal(size=n)
    full = np.exp(index)
    y = np.where(rng.random(n) < rng.uniform(0.4, 0.8), 0, full)
    if rng.random() < 0.4:
        y, full = np.round(y * 3), np.ceil(full * 3)
    unit = rng.choice([1, 1, 1e-6, 1e9])
    data = pd.DataFrame({"y": y * unit, "full": full * unit, **effects})
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
    if slope is not None:
        data["z"] = slope
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
    d = d[:, np.linalg.norm(d, axis=0) > 0]  # a slope may be 0 in all of a level
    d, x = d / np.linalg.norm(d, axis=0), x / spread
    kept = independent(d, x)
    a, at = np.column_stack([d, x])[:, kept], {j: k for k, j in enumerate(kept)}
    y = data.y.to_numpy() / np.average(data.y, weights=data.w)
    w = data.w.to_numpy() / data.w.max()
    mu = (y + 1) / 2
    eta = np.log(mu)
    first, of_x = d.shape[1], [at[j] for j in range(d.shape[1], d.shape[1] + x.shape[1]) if j in at]
    spreads = np.std(x, axis=0)[[j - first for j in at if j >= first]]
    b, least, since = np.zeros(a.shape[1]), np.inf, 0
    for step in range(200):
        root = np.sqrt(w * mu)
        order = np.argsort(-root)
        q, r, pivot = scipy.linalg.qr((a * root[:, None])[order], mode="economic", pivoting=True)
        before, b = b, np.empty(a.shape[1])
        b[pivot] = scipy.linalg.solve_triangular(r, q.T @ ((eta + y / mu - 1) * root)[order])
        new = a @ b
        moved = np.abs(new - eta).max()
        # Observations that all but vanish may rest in no digit of theirs; the coefficients do.
        changed = np.max(np.abs(b - before)[of_x] * spreads, initial=0)
        since = 0 if changed < least / 2 else since + 1
        least = min(least, changed)
        if moved < 1e-9 or (moved < 1e-3 and since > 3):
            break
        eta = eta + (new - eta) * min(1.0, 5.0 / max(moved, 1e-300)) if step > 0 else new
        mu = np.exp(np.minimum(eta, 300))
    sure = moved < 1e-3 and changed < EXACT / 10
    return {name: b[at[first + k]] / spread[k] if first + k in at else None for k, name in enumerate(regressors)}, sure


def is_collinear(data, name, others, effects):
    a = np.column_stack([dummies(data, effects).toarray(), scaled(data, others)])
    x = scaled(data, [name])[:, 0]
    left = x - a @ np.linalg.lstsq(a, x, rcond=1e-12)[0]
    return np.linalg.norm(left) <= 1e-4 * np.linalg.norm(x - x.mean()) + 1e-9 * np.linalg.norm(x)


def timed(formula, data, threads):
    """The least processor seconds of up to three calls, and the fit."""
    best, fit = np.inf, None
    for _ in range(3):
        start = time.process_time()
        fit = sogdia.estimate(formula, data, weights="w", threads=threads)
        best = min(best, time.process_time() - start)
        if best > 1:
            break
    return best, fit


def check(seed, shapes, threads=1, most_rows=1000):
    """(shape, a word, what fails, times the fit without zeros)"""
    shape, data, regressors, effects = design(seed, shapes, most_rows)
    if (data.y > 0).sum() < 5:
        return shape, "few", [], None
    formula = f"y ~ {' + '.join(regressors)} | {' + '.join(effects)}"
    want = separated_rows(data, regressors, effects)
    if want is None:
        return shape, "no program", [], None
    try:
        seconds, fit = timed(formula, data, threads)
    except sogdia.Error as error:
        if "no observation is left" in str(error) and alone(data, effects, want):
            return shape, "empty", [], None
        return shape, "wrong", [str(error)], None
    wrong = compared(data, regressors, effects, want, fit)
    without = timed(formula.replace("y ~", "full ~", 1), data, threads)[0]
    times = seconds / without
    if wrong and wrong != [UNSURE]:
        return shape, "wrong", wrong, times
    if times > LIMIT:
        return shape, "slow", [*wrong, fit.reason, f"{seconds:.3f} s, without zeros {without:.3f} s"], times
    if not fit.converged:
        return shape, "told", [fit.reason], times
    return shape, "unsure" if wrong else "right", wrong, times


def compared(data, regressors, effects, want, fit):
    """What is wrong with a fit, `want` being the separated rows; of one that says it is not converged, the rows alone."""
    wrong = []
    mine = np.array(fit.separated, int)
    missed, extra = sorted(set(want) - set(mine)), sorted(set(mine) - set(want))
    if missed or extra:
        wrong.append(f"separated: {len(mine)}, by the program {len(want)}; missed {missed[:5]}, more {extra[:5]}")
    if not fit.converged:
        return wrong
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
        return wrong or [UNSURE]
    for name, b in dense.items():
        spread = np.std(rest[name])
        if b is None:
            wrong.append(f"{name} is collinear and kept")
        elif not abs(estimates[name] - b) * spread <= EXACT * (1 + abs(b) * spread):
            wrong.append(f"{name}: {estimates[name]:.10g}, dense {b:.10g} (spread {spread:.1e})")
    return wrong


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


def table(words, times, seeds):
    """The page's table: designs by shape and by what came of them."""
    lines = [f"| shape (seeds {seeds.replace(':', ' to before ')}) | " + " | ".join(COLUMNS.values()) + " | times the fit without zeros: median, most |",
             "|---" * (len(COLUMNS) + 2) + "|"]
    for shape in words:
        counts = " | ".join(str(words[shape][word]) for word in COLUMNS)
        lines.append(f"| {shape} | {counts} | {np.median(times[shape]):.1f}, {max(times[shape]):.1f} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", default="0:200", help="FIRST:END")
    parser.add_argument("--shape", action="append", choices=SHAPES, help="all by default")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--most-rows", type=int, default=1000)
    parser.add_argument("--page", action="store_true", help=f"write the counts into {PAGE.name}")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    shapes = arguments.shape or list(SHAPES)
    words, times = {one: collections.Counter() for one in shapes}, {one: [] for one in shapes}
    for seed in range(*map(int, arguments.seeds.split(":"))):
        shape, word, details, longer = check(seed, shapes, arguments.threads, arguments.most_rows)
        words[shape][word] += 1
        if longer is not None:
            times[shape].append(longer)
        if details:
            print(f"{seed} {shape} {word}: {'; '.join(details)}", flush=True)
    result = table(words, times, arguments.seeds)
    print(result)
    if arguments.page:
        page, found = re.subn(r"<!-- sparse -->.*?<!-- /sparse -->", lambda _: f"<!-- sparse -->\n{result}\n<!-- /sparse -->",
                              PAGE.read_text(), flags=re.S)
        if found != 1:
            sys.exit(f"error: {PAGE} has no place for `sparse`")
        PAGE.write_text(page)
    return 1 if any(words[shape]["wrong"] for shape in shapes) else 0


if __name__ == "__main__":
    sys.exit(main())
