"""The data sets of the speed comparison: gravity panels, and the worker-firm panels of fixest's benchmarks."""

import numpy as np
import pandas as pd


def gravity(countries=200, years=30, seed=1):
    """A panel of all pairs and years: y is Poisson-like with zeros, x1 an agreement that stays once signed, x2 varies."""
    rng = np.random.default_rng(seed)
    i, j, t = (a.ravel() for a in np.meshgrid(np.arange(countries), np.arange(countries), np.arange(years), indexing="ij"))
    exporter = rng.normal(0, 1, (countries, years)).cumsum(1) * 0.2 + rng.normal(0, 1, countries)[:, None]
    importer = rng.normal(0, 1, (countries, years)).cumsum(1) * 0.2 + rng.normal(0, 1, countries)[:, None]
    pair = rng.normal(0, 1, (countries, countries))
    x1 = (rng.random((countries, countries)) * 2 * years < np.arange(years)[:, None, None]).transpose(1, 2, 0).ravel().astype(float)
    x2 = rng.normal(0, 1, len(i)) + 0.5 * exporter[i, t]
    mean = np.exp(1 + exporter[i, t] + importer[j, t] + pair[i, j] + 0.3 * x1 - 0.2 * x2)
    y = rng.poisson(mean * rng.gamma(2, 0.5, len(i))).astype(float)
    return pd.DataFrame({"y": y, "x1": x1, "x2": x2, "i": i, "j": j, "t": t, "it": i * years + t, "jt": j * years + t,
                         "ij": i * countries + j})


def workers(rows, kind, seed=1):
    """fixest's base_dgp: ten years of each worker; firms drawn at random (simple) or one after the other (difficult)."""
    rng = np.random.default_rng(seed)
    years, workers_per_firm = 10, 23
    workers = round(rows / years)
    firms = max(1, round(workers / workers_per_firm))
    worker = np.repeat(np.arange(workers), years)
    year = np.tile(np.arange(years), workers)
    n = len(worker)
    firm = rng.integers(0, firms, n) if kind == "simple" else np.arange(n) % firms
    x1 = rng.normal(size=n)
    x2 = x1**2
    index = x1 + 0.05 * x2 + rng.normal(size=firms)[firm] + rng.normal(size=workers)[worker] + rng.normal(size=years)[year]
    return pd.DataFrame({"y": index + rng.normal(size=n), "exp_y": rng.poisson(np.exp(0.3 * index)).astype(float),
                         "x1": x1, "x2": x2, "worker": worker, "year": year, "firm": firm})


def sectors(countries=100, years=20, sectors=10, kept=1.0, seed=1):
    """A multi-sector panel: a third of its flows are zero; `kept` below 1 leaves out rows and makes seven in ten zero."""
    rng = np.random.default_rng(seed)
    i, j, t, s = (a.ravel() for a in np.meshgrid(np.arange(countries), np.arange(countries), np.arange(years), np.arange(sectors),
                                                 indexing="ij"))
    far = i != j
    if kept < 1:
        far &= rng.random(len(i)) < kept
    i, j, t, s = i[far], j[far], t[far], s[far]
    exporter = rng.normal(0, 0.7, (countries, sectors))[i, s] + rng.normal(0, 0.3, (countries, sectors, years))[i, s, t]
    importer = rng.normal(0, 0.7, (countries, sectors))[j, s] + rng.normal(0, 0.3, (countries, sectors, years))[j, s, t]
    pair = rng.normal(0, 1, (countries, countries, sectors))[i, j, s]
    signed = rng.random((countries, countries)) * 2 * years
    x1 = (signed[i, j] < t).astype(float)
    x2 = rng.normal(0, 1, len(i))
    level = 0.65 if kept == 1 else -1.5
    mean = np.exp(level + exporter + importer + pair + 0.3 * x1 - 0.2 * x2)
    y = rng.poisson(mean * rng.gamma(2, 0.5, len(i))).astype(float)
    return pd.DataFrame({"y": y, "x1": x1, "x2": x2, "ist": (i * sectors + s) * years + t, "jst": (j * sectors + s) * years + t,
                         "ijs": (i * countries + j) * sectors + s})


def customs(rows, seed=1, zeros=0.6):
    """Firms that sell a few products to a few destinations, most cells empty."""
    rng = np.random.default_rng(seed)
    firms, products, destinations, years = max(20, rows // 70), max(10, rows // 2000), 60, 8
    firm = rng.integers(0, firms, rows)
    product = (firm * 7919 + rng.geometric(0.3, rows) * 104729) % products
    destination = (firm * 31 + rng.geometric(0.3, rows) * 17) % destinations
    year = rng.integers(0, years, rows)
    x1, x2 = rng.normal(size=rows), rng.normal(size=rows)
    mean = np.exp(0.5 * x1 - 0.2 * x2 + 0.5 * rng.normal(size=firms)[firm] + 0.5 * rng.normal(size=products)[product]
                  + 0.3 * rng.normal(size=rows))
    y = rng.poisson(2 * mean).astype(float)
    empty = (y == 0).mean()
    y[rng.random(rows) < max(0.0, (zeros - empty) / (1 - empty))] = 0
    return pd.DataFrame({"y": y, "x1": x1, "x2": x2, "fp": firm * products + product,
                         "pdt": (product * destinations + destination) * years + year, "ft": firm * years + year})


# name: family, data, outcome and regressors, effects, cluster
CASES = {
    "gravity i^t+j^t+i^j": ("ppml", lambda: gravity(), "y ~ x1 + x2", "it + jt + ij", "ij"),
    "gravity i^t+j^t": ("ppml", lambda: gravity(), "y ~ x1 + x2", "it + jt", "ij"),
    "gravity i+j+t": ("ppml", lambda: gravity(), "y ~ x1 + x2", "i + j + t", "ij"),
    "small gravity i+j+t": ("ppml", lambda: gravity(40, 10), "y ~ x1 + x2", "i + j + t", "ij"),
}
CASES["sectors, 31 % zeros"] = ("ppml", lambda: sectors(), "y ~ x1 + x2", "ist + jst + ijs", "ijs")
CASES["sectors, unbalanced, 70 % zeros"] = ("ppml", lambda: sectors(kept=0.5), "y ~ x1 + x2", "ist + jst + ijs", "ijs")
CASES["customs, 60 % zeros, 150k"] = ("ppml", lambda: customs(150000), "y ~ x1 + x2", "fp + pdt + ft", "fp")
CASES["customs, 60 % zeros, 1.5M"] = ("ppml", lambda: customs(1500000), "y ~ x1 + x2", "fp + pdt + ft", "fp")
CASES["customs, OLS, 1.5M"] = ("ols", lambda: customs(1500000), "y ~ x1 + x2", "fp + pdt + ft", "fp")
for _kind in ("simple", "difficult"):
    for _rows, _size in ((10**5, "100k"), (10**6, "1M"), (10**7, "10M")):
        for _ways, _effects in (("two-way", "worker + firm"), ("three-way", "worker + year + firm")):
            CASES[f"{_kind} {_ways} {_size}"] = (
                "ols", lambda r=_rows, k=_kind: workers(r, k), "y ~ x1 + x2", _effects, "worker")
    CASES[f"Poisson {_kind} three-way 1M"] = (
        "ppml", lambda k=_kind: workers(10**6, k), "exp_y ~ x1 + x2", "worker + year + firm", "worker")
