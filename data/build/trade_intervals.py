"""80 % intervals, in logs, calibrated on reports and pairs that were left out of the estimation.

A reported cell: the balance gives its spread; what the factor is by which it must be multiplied is found where both sides
report. One side's report is left out, the flow estimated without it, and the two compared:

    factor = quantile of |ln estimate - ln report| / sqrt(spread^2 + sd of the report^2)

at the level that is 80 % nine times in ten, for so few pairs tell a quantile only to within some points (reports_level).

A cell nobody reports: reported pairs are left out in turn and completed like the others. The 80 % quantile of the absolute
error e falls with the estimate x, more where the ICIO tables speak than where gravity does:

    ln half-width = a - b ln x        by quantile regression of ln |e| on ln x, for either kind of evidence
"""
import math
from dataclasses import dataclass

import numpy as np

FOLDS = 5
COVER = 0.8
SLOPES = np.arange(0.0, 0.6001, 0.01)
LEAST_ERROR = 1e-3
WIDEST, NARROWEST = math.log(1000.0), math.log(1.02)


@dataclass
class Calibration:
    factor: float            # of the spread of reported cells
    lines: dict              # evidence ("icio" or "gravity") -> (a, b)
    coverage: dict           # what was left out -> (count, share inside by the other folds' calibration)


def fold(k):
    return k % FOLDS


def shuffled(pairs, seed=1):
    return [pairs[k] for k in np.random.default_rng(seed).permutation(len(pairs))]


def reports_level(count):
    """0.8, and 1.28 standard errors of a share measured on so many pairs."""
    return COVER + 1.28 * math.sqrt(COVER * (1 - COVER) / count)


def quantile_line(estimates, errors):
    """(a, b) that minimise the pinball loss of ln |error| at COVER about a - b ln estimate."""
    y, x = np.log(np.maximum(np.abs(errors), LEAST_ERROR)), np.log(estimates)
    best = None
    for slope in SLOPES:
        residual = y + slope * x
        level = np.quantile(residual, COVER)
        loss = np.maximum(COVER * (residual - level), (COVER - 1) * (residual - level)).sum()
        if best is None or loss < best[0] - 1e-12:
            best = (loss, float(level), float(slope))
    return best[1], best[2]


def half_width(line, estimates):
    return np.clip(np.exp(line[0] - line[1] * np.log(np.maximum(estimates, 1.0))), NARROWEST, WIDEST)


def reports_left_out(both, solve_without):
    """(fold, ratio, side) of every pair of `both` (a list of (exporter, importer)), one side's reports left out in turn."""
    found = []
    pairs = shuffled(both)
    for f in range(FOLDS):
        held = [(*pair, ("exporter", "importer")[(k // FOLDS) % 2]) for k, pair in enumerate(pairs) if fold(k) == f]
        found += [(f, ratio, side) for ratio, side in solve_without(held)]
    return found


def cells_left_out(reported, complete_without):
    """(fold, estimate, error, evidence) of every reported pair, left out in turn and completed like the unreported."""
    found = []
    pairs = shuffled(reported)
    for f in range(FOLDS):
        found += [(f, *row) for row in complete_without([pair for k, pair in enumerate(pairs) if fold(k) == f])]
    return found


def calibrate(reports, cells):
    ratios = np.array([r for _, r, _ in reports])
    folds = np.array([f for f, _, _ in reports])
    sides = np.array([s for _, _, s in reports])
    seen = {"exporter": "importer", "importer": "exporter"}      # the side that was left to report
    coverage = {}
    factor = float(np.quantile(ratios, reports_level(len(ratios))))
    inside = np.array([r <= np.quantile(ratios[folds != f], reports_level(len(ratios))) for f, r in zip(folds, ratios)])
    for dropped, left in seen.items():
        own = sides == dropped
        coverage[left] = (int(own.sum()), float(inside[own].mean()))
    lines, hits, count = {}, 0, 0
    for kind in ("icio", "gravity"):
        rows = [(f, x, e) for f, x, e, k in cells if k == kind]
        if not rows:
            continue
        f, x, e = (np.array(column) for column in zip(*rows))
        lines[kind] = quantile_line(x, e)
        kind_hits = 0
        for k in range(FOLDS):
            out = f == k
            kind_hits += int((np.abs(e[out]) <= half_width(quantile_line(x[~out], e[~out]), x[out])).sum())
        coverage[f"none, {kind}"] = (len(rows), kind_hits / len(rows))
        hits, count = hits + kind_hits, count + len(rows)
    coverage["none"] = (count, hits / count)
    return Calibration(factor, lines, coverage)
