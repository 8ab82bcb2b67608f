"""80 % intervals, in logs, calibrated on reports and pairs that were left out of the estimation.

A reported cell: the balance gives its spread, and how many spreads the interval must have is found where both sides report.
Each side's report is left out in turn, the flow estimated without it, and the two compared:

    ratio = |ln estimate - ln report| / sqrt(spread^2 + sd of the report^2)
    ln half-width = ln spread + a - b ln x     by quantile regression of ln ratio on ln x, one line for exporters', one for importers' reports

Where both report, no third report can be left out: the half-width is the spread times the quantile of all ratios, at the level
that is 80 % nine times in ten, for so few pairs tell a quantile only to within some points (reports_level).

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
    factor: float            # of the spread of cells that both report
    lines: dict              # evidence ("icio" or "gravity"), or who reports ("exporter" or "importer"), -> (a, b)
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


def reported_width(fitted, kind, reporter, spread, estimate):
    """Of a cell of the class `kind`, whose report (the first, where there are two) is `reporter`'s."""
    if kind == "both":
        times = fitted.factor
    else:
        a, b = fitted.lines[reporter]
        times = math.exp(a - b * math.log(max(estimate, 1.0)))
    return min(max(times * spread, NARROWEST), WIDEST)


def reports_left_out(both, solve_without):
    """(fold, ratio, estimate, side that is left to report) of every pair of `both` (a list of (exporter, importer)) and either
    side, whose report is left out with those of a fifth of the pairs."""
    found = []
    pairs = shuffled(both)
    for turn in range(2):
        for f in range(FOLDS):
            held = [(*pair, ("exporter", "importer")[(k // FOLDS + turn) % 2]) for k, pair in enumerate(pairs) if fold(k) == f]
            found += [(f, *row) for row in solve_without(held)]
    return found


def cells_left_out(reported, complete_without):
    """(fold, estimate, error, evidence) of every reported pair, left out in turn and completed like the unreported."""
    found = []
    pairs = shuffled(reported)
    for f in range(FOLDS):
        found += [(f, *row) for row in complete_without([pair for k, pair in enumerate(pairs) if fold(k) == f])]
    return found


def by_fold(rows):
    """(line, count inside by the other folds' lines) of rows (fold, estimate, error)."""
    f, x, e = (np.array(column) for column in zip(*rows))
    hits = 0
    for k in range(FOLDS):
        out = f == k
        a, b = quantile_line(x[~out], e[~out])
        hits += int((np.abs(e[out]) <= np.exp(a - b * np.log(np.maximum(x[out], 1.0)))).sum())
    return quantile_line(x, e), hits


def calibrate(reports, cells):
    lines, coverage = {}, {}
    for left in ("exporter", "importer"):
        rows = [(f, x, ratio) for f, ratio, x, side in reports if side == left]
        lines[left], hits = by_fold(rows)
        coverage[left] = (len(rows), hits / len(rows))
    ratios = [ratio for _, ratio, *_ in reports]
    hits, count = 0, 0
    for kind in ("icio", "gravity"):
        rows = [(f, x, e) for f, x, e, k in cells if k == kind]
        if rows:
            lines[kind], inside = by_fold(rows)
            coverage[f"none, {kind}"] = (len(rows), inside / len(rows))
            hits, count = hits + inside, count + len(rows)
    coverage["none"] = (count, hits / count)
    return Calibration(float(np.quantile(ratios, reports_level(len(ratios)))), lines, coverage)
