"""Each line of the how-to in an environment of numpy and the wheel alone, away from the repository; scripts/check_wheel.sh runs it."""

import importlib.util
import pathlib
import sys

import numpy as np
import sogdia as so

for library in ("pandas", "polars", "pyarrow", "duckdb"):
    assert importlib.util.find_spec(library) is None, f"{library} is there: the environment is not empty"

world = so.world()
assert world.folder.startswith(sys.prefix), world.folder
base = so.baseline(world, year=2023)
out = base.run("suez-closed.toml")
text = pathlib.Path("suez-closed.toml").read_text()
same = base.run(text), base.run({"title": out.title, "change": [{"kind": "close", "target": "suez"}]})
assert out.converged and out.summary["mean_hours_change"] > 0.01
assert same[0].summary == out.summary
assert same[1].summary["mean_hours_change"] == out.summary["mean_hours_change"]
assert len(out.tables["pairs"]["exporter"]) > 40_000
assert "<table" in out._repr_html_()
assert pathlib.Path(out.brief("x.html")).read_text().startswith("<!DOCTYPE html>")

assert so.route("Shanghai", "Rotterdam", close="suez")["sea"].km > so.route("Shanghai", "Rotterdam")["sea"].km
assert np.nanmax(so.skim(zones=230)["hours"]) > 100
assert so.depend("CHN", "RUS")["ge_mid"][1] > 0
trade = {"exporter": ["A", "A", "B", "B"], "importer": ["A", "B", "A", "B"], "value": np.array([10.0, 1, 2, 20])}
assert so.solve(trade, {"exporter": ["A"], "importer": ["B"], "kappa_hat": np.array([1.1])}, theta=4).converged
assert so.claims("Trade between China and Russia reached $190 million in 2022.")[0].verdict == "likely error"

trade = world.tables["trade"]
kept = (trade["year"] == 2023) & (np.array(trade["exporter"]) != np.array(trade["importer"]))
columns = {name: [v for v, keep in zip(trade[name], kept) if keep] for name in ("exporter", "importer")}
same_start = np.array([a[0] == b[0] for a, b in zip(columns["exporter"], columns["importer"])], dtype=float)
fit = so.estimate("value_usd ~ same_start | exporter + importer", {**columns, "value_usd": trade["value_usd"][kept], "same_start": same_start})
assert fit.converged and "same_start" in str(fit)

for missing in (out.tables["pairs"].to_pandas, out.tables["pairs"].to_polars):
    try:
        missing()
    except so.Error as error:
        assert "pip install" in error.hint
    else:
        raise AssertionError("a library that is not there was found")
print("all lines run on numpy alone")
