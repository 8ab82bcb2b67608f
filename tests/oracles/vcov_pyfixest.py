"""Writes vcov_pyfixest.json: a small trade panel, pyfixest's errors and fit statistics on it, for
tests/gravity/errors/vcov_test.cpp and models/fit_statistics_test.cpp.

Run: python vcov_pyfixest.py   (pyfixest 0.60)
"""
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyfixest as pf

rng = np.random.default_rng(20211)
countries, years = 8, 5
rows = [(i, j, t) for i in range(countries) for j in range(countries) for t in range(years)]
data = pd.DataFrame(rows, columns=["exporter", "importer", "year"])
data["x1"] = np.round(rng.normal(size=len(data)) + 0.3 * data.exporter, 4)
data["x2"] = np.round((rng.uniform(size=len(data)) < 0.4) + 0.05 * data.year * data.importer, 4)
shock = rng.normal(size=(countries, countries))[data.exporter, data.importer]
mean = np.exp(0.3 * data.x1 - 0.2 * data.x2 + 0.1 * data.exporter + 0.4 * shock + 1.0)
data["y"] = rng.poisson(mean * rng.gamma(2.0, 0.5, size=len(data))).astype(float)
data["w"] = np.round(rng.uniform(0.5, 2.0, size=len(data)), 3)
data = data[rng.uniform(size=len(data)) > 0.12].reset_index(drop=True)
data["ey"] = data.exporter * years + data.year
data["iy"] = data.importer * years + data.year
data["pair"] = data.exporter * countries + data.importer
# Clusters under names of their own: where an effect has a cluster's name, pyfixest 0.60 matches the name to the wrong
# column of the effects (it keeps them in another order) and may count one nested effect twice.
for name in ("pair", "exporter", "importer", "year"):
    data["c_" + name] = data[name]

effects = ["", "exporter", "exporter+importer+year", "ey+iy+pair"]
errors = {
    "iid": "iid",
    "hetero": "hetero",
    "cluster:pair": {"CRV1": "c_pair"},
    "cluster:exporter": {"CRV1": "c_exporter"},
    "cluster:exporter+importer": {"CRV1": "c_exporter+c_importer"},
    "cluster:pair+year": {"CRV1": "c_pair+c_year"},
}
cases, statistics = [], []
for family, fit_of in (("ols", pf.feols), ("ppml", pf.fepois)):
    for absorbed in effects:
        for weights in (None, "w"):
            formula = "y ~ x1 + x2" + (f" | {absorbed}" if absorbed else "")
            tight = {"demeaner": pf.MapDemeaner(fixef_tol=1e-13, fixef_maxiter=100_000)}
            if family == "ppml":
                tight |= {"iwls_tol": 1e-14, "iwls_maxiter": 100}
            if weights:
                tight["weights"] = weights
            fit = fit_of(formula, data, fixef_rm="none", **tight)
            assert len(data) == fit._N, "singletons would change the sample"
            found = {"family": family, "effects": absorbed, "weights": weights or ""}
            names = {"ols": ("_r2", "_adj_r2", "_r2_within", "_rmse"), "ppml": ("_loglik", "_pseudo_r2")}[family]
            for name in names:
                value = getattr(fit, name)
                if value is not None and np.isfinite(value):
                    found[name] = float(value)
            statistics.append(found)
            for name, vcov in errors.items():
                fit.vcov(vcov)
                cases.append({
                    "family": family, "effects": absorbed, "weights": weights or "", "vcov": name,
                    "df_t": float(fit._df_t),
                    "matrix": np.asarray(fit._vcov)[-2:, -2:].flatten().tolist(),
                })
columns = ["exporter", "importer", "year", "ey", "iy", "pair", "x1", "x2", "y", "w"]
out = {"data": {c: data[c].tolist() for c in columns}, "cases": cases, "statistics": statistics}
path = Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
print(path, len(data), "rows", len(cases), "cases", path.stat().st_size, "bytes")
