"""Complete a matrix of flows from its totals, some known cells and upper bounds, staying closest to a prior.

    minimise   sum_ij  x_ij ln(x_ij / q_ij) - x_ij + q_ij          (Kullback-Leibler divergence)
    subject to sum_j x_ij = r_i,  sum_i x_ij = c_j,  sum_{ij in g} x_ij = t_g,  0 <= x_ij <= cap_ij,  x_ij = known_ij where known

The optimum has the form x_ij = min(cap_ij, a_i b_j e_g q_ij): RAS with bounds. Groups, rows and columns are scaled in turn,
each to its total exactly where the caps leave room and to its caps where they do not (reported as `unmet`).
"""
from dataclasses import dataclass

import numpy as np


@dataclass
class Group:
    """What is known of several cells together: what one bloc sells to a country, say."""
    rows: list
    columns: list
    total: float


@dataclass
class Completion:
    values: np.ndarray      # (n, m)
    iterations: int
    row_error: float        # largest |sum_j x_ij - r_i| / r_i among rows their caps leave feasible
    column_error: float
    unmet_rows: list        # (row, missing fraction): known cells and caps leave no way to meet the total
    unmet_columns: list


def scale_line(prior, cap, target):
    """The factor f with sum(min(cap, f * prior)) = target, exactly, from the breakpoints cap / prior."""
    used = prior > 0
    prior, cap = prior[used], cap[used]
    if target <= 0 or not len(prior):
        return 0.0
    if target >= cap.sum():
        return np.inf
    order = np.argsort(cap / prior, kind="stable")
    prior, cap = prior[order], cap[order]
    capped = np.concatenate([[0.0], np.cumsum(cap)])
    free = np.concatenate([np.cumsum(prior[::-1])[::-1], [0.0]])
    at_break = capped[:-1] + free[:-1] * (cap / prior)      # the line's sum when f reaches this cell's breakpoint
    k = int(np.searchsorted(at_break, target))
    return (target - capped[k]) / free[k]


def scale(weight, other, room, need, big):
    """scale_line for every row of `weight * other`: by one division where no cap binds, which is nearly everywhere."""
    lines = weight * other
    sums = lines.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = np.where(need > 0, need / sums, 0.0)
    binds = ~np.isfinite(factors) | (factors[:, None] * lines > room).any(axis=1)
    for k in np.flatnonzero(binds):
        factors[k] = scale_line(lines[k], room[k], need[k])
    return np.minimum(factors, big)


def scale_groups(q, weight, groups, needs, room, big):
    """Multiplies the priors of each group so that its free cells meet what it needs at the rows' and columns' `weight`."""
    for group, need in zip(groups, needs):
        cells = np.ix_(group.rows, group.columns)
        factor = scale_line((weight[cells] * q[cells]).ravel(), room[cells].ravel(), need)
        q[cells] *= min(max(factor, 1 / big), big)


def complete(prior, rows, columns, caps, known, tolerance=1e-9, limit=5000, groups=()):
    """`known` holds values where a cell is given and NaN elsewhere; `caps` may be inf."""
    fixed = ~np.isnan(known)
    given = np.where(fixed, known, 0.0)
    q = np.where(fixed, 0.0, prior)
    need_row = np.maximum(rows - given.sum(axis=1), 0.0)
    need_column = np.maximum(columns - given.sum(axis=0), 0.0)
    # A world where rows and columns leave different sums has no solution: both are met half way.
    total = np.sqrt(need_row.sum() * need_column.sum())
    need_row, need_column = need_row * (total / need_row.sum()), need_column * (total / need_column.sum())
    needs = [max(g.total - given[np.ix_(g.rows, g.columns)].sum(), 0.0) for g in groups]
    a, b = np.ones(len(rows)), np.ones(len(columns))
    room = np.where(fixed, 0.0, np.minimum(caps, 1e30))
    big = 1e9 * q.max()
    before = np.inf
    for iteration in range(1, limit + 1):
        scale_groups(q, np.outer(a, b), groups, needs, room, 1e3)
        a = scale(q, b, room, need_row, big)
        b = scale(q.T, a, room.T, need_column, big)
        x = np.minimum(room, a[:, None] * b[None, :] * q)
        row_gap = x.sum(axis=1) - need_row
        feasible = room.sum(axis=1) > need_row * (1 + 1e-6)
        error = (np.abs(row_gap) / rows)[feasible].max()
        if error < tolerance:
            break
        # What is left where nothing moves any more cannot be met: caps hold a row just below what it needs.
        if iteration % 50 == 0:
            if abs(before - error) <= 1e-7 * error:
                break
            before = error
    x = x + given
    row_gap, column_gap = x.sum(axis=1) / rows - 1, x.sum(axis=0) / columns - 1
    room_row = (given + np.minimum(room, 1e30)).sum(axis=1)
    room_column = (given + np.minimum(room, 1e30)).sum(axis=0)
    ok_row = (room_row >= rows) & (given.sum(axis=1) <= rows)
    ok_column = (room_column >= columns) & (given.sum(axis=0) <= columns)
    return Completion(x, iteration, float(np.abs(row_gap[ok_row]).max()), float(np.abs(column_gap[ok_column]).max()),
                      [(int(i), float(row_gap[i])) for i in np.flatnonzero(~ok_row)],
                      [(int(j), float(column_gap[j])) for j in np.flatnonzero(~ok_column)])
