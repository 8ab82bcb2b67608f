"""Writes bias_ppml_fe_bias.json: small unbalanced panels and Weidner & Zylkin's (2021) corrections on them.

The steps are those of Stata's ppml_fe_bias 1.2, `exact`, with dense dummies and pseudo-inverses: H_ij as T x T
blocks, leverage d_ij V_FE d_ij'. On the package's own example (MANUF) they give its published .0076568 and .0419559.

With sectors, effects and pairs are those of a sector, and B and D are sums over sectors with N/(N - 1) of each.

Run: python bias_ppml_fe_bias.py
"""
import json
from pathlib import Path

import numpy as np
import pandas as pd


def simulate(countries, years, seed, keep):
    rng = np.random.default_rng(seed)
    rows = [(i, j, t) for i in range(countries) for j in range(countries + 1) for t in range(years) if i != j]
    data = pd.DataFrame(rows, columns=["exporter", "importer", "year"])
    data["x1"] = np.round(rng.normal(size=len(data)) + 0.2 * data.exporter, 4)
    data["x2"] = np.round((rng.uniform(size=len(data)) < 0.4) + 0.1 * data.year * data.importer, 4)
    mean = np.exp(0.3 * data.x1 - 0.2 * data.x2 + 0.1 * data.exporter + 1.0)
    data["y"] = 1.0 + rng.poisson(mean * rng.gamma(2.0, 0.5, size=len(data)))
    return data[rng.uniform(size=len(data)) < keep].reset_index(drop=True)


def dummies(*keys):
    codes = [pd.factorize(pd.Series(list(zip(*k))), sort=True)[0] for k in keys]
    return np.hstack([np.eye(c.max() + 1)[c] for c in codes])


def fit(data, d):
    """PPML by IRLS on dense dummies: mu and the regressors partialled out, weights mu."""
    y, x = data.y.to_numpy(), data[["x1", "x2"]].to_numpy()
    mu = (y + y.mean()) / 2
    eta = np.log(mu)
    for _ in range(100):
        z = eta + y / mu - 1
        root = np.sqrt(mu)[:, None]
        both = np.column_stack([x, z])
        both = both - d @ np.linalg.lstsq(root * d, root * both, rcond=1e-11)[0]
        beta = np.linalg.lstsq(root * both[:, :2], root[:, 0] * both[:, 2], rcond=None)[0]
        new = z - (both[:, 2] - both[:, :2] @ beta)
        done = np.abs(new - eta).max() < 1e-13
        eta, mu = new, np.exp(new)
        if done:
            break
    return beta, mu, both[:, :2]


def corrections(data, pair_effect, time):
    sector = data.sector.to_numpy() if "sector" in data else np.zeros(len(data), int)
    i, j = data.exporter.to_numpy() + 1000 * sector, data.importer.to_numpy() + 1000 * sector
    t = data.year.to_numpy() if time else np.zeros(len(data), int)
    keys = [(i, t), (j, t)] + ([(i, j)] if pair_effect else [])
    beta, mu, x = fit(data, dummies(*keys))
    score = data.y.to_numpy() - mu
    d = dummies((i, t), (j, t))
    pair = pd.factorize(pd.Series(list(zip(i, j))), sort=True)[0]
    blocks = [np.flatnonzero(pair == p) for p in range(pair.max() + 1)]
    k, pairs = 2, len(blocks)

    def information(rows):
        lam = mu[rows]
        return np.diag(lam) - (np.outer(lam, lam) / lam.sum() if pair_effect else 0.0)

    a = sum(x[r].T @ np.diag(mu[r]) @ x[r] for r in blocks)
    vx = np.linalg.inv(a)
    f = np.linalg.pinv(sum(d[r].T @ information(r) @ d[r] for r in blocks), rcond=1e-11, hermitian=True)
    omega = np.zeros((k, k))
    for r in blocks:
        lev = information(r) @ (x[r] @ vx @ x[r].T + d[r] @ f @ d[r].T)
        omega += x[r].T @ np.linalg.solve(np.eye(len(r)) - lev, np.outer(score[r], score[r])) @ x[r]
    v = vx @ omega @ vx * pairs / (pairs - 1)
    v = (v + v.T) / 2
    bias = np.zeros(k)
    if pair_effect:
        periods = t.max() + 1
        for side, s in ((side, s) for s in np.unique(sector) for side in (i, j)):
            units = np.unique(side[sector == s])
            total = np.zeros(k)
            for u in units:
                mine = [r for r in blocks if side[r[0]] == u]
                h, ss = np.zeros((periods, periods)), np.zeros((periods, periods))
                hx, g = np.zeros((k, periods, periods)), np.zeros((k, periods, periods))
                for r in mine:
                    at = np.ix_(t[r], t[r])
                    hij = information(r)
                    h[at] += hij
                    ss[at] += np.outer(score[r], score[r])
                    for c in range(k):
                        hx[c][at] += np.outer(hij @ x[r, c], score[r])
                        g[c][at] -= np.diag(x[r, c]) @ hij + hij @ np.diag(x[r, c])
                inv = np.linalg.pinv(h, rcond=1e-11, hermitian=True)
                for c in range(k):
                    total[c] += -np.trace(hx[c] @ inv) + np.trace(inv @ g[c] @ inv @ ss) / 2
            bias += len(units) / (len(units) - 1) * total
        bias = vx @ bias
    return {"beta": beta.tolist(), "bias": bias.tolist(), "vcov": v.flatten().tolist(), "pairs": pairs}


panel = simulate(7, 4, 11, 0.9)
cross = panel[panel.year == 1].reset_index(drop=True)
sectors = pd.concat([simulate(5, 3, 21, 0.9).assign(sector=0), simulate(6, 4, 22, 0.8).assign(sector=1)], ignore_index=True)
out = []
for name, data, pair_effect, time in (
    ("three-way", panel, True, True),
    ("two-way", panel, False, True),
    ("two-way without time", panel, False, False),
    ("cross-section", cross, False, False),
    ("three-way with sectors", sectors, True, True),
):
    answer = corrections(data, pair_effect, time)
    out.append({"name": name, "pair": pair_effect, "time": time, "data": {c: data[c].tolist() for c in data}} | answer)
path = Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
print(path, path.stat().st_size, "bytes", [o["bias"] for o in out])
