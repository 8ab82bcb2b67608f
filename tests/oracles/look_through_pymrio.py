#!/usr/bin/env python3
"""Holds `sogdia depend --io` against pymrio on the small table that pymrio brings (6 regions, 8 sectors).

    pip install pymrio
    tests/oracles/look_through_pymrio.py --tool build/release/tool/sogdia

Exits 77 where pymrio is not installed. Of pymrio come the table, the Leontief inverse L and the final demand Y; value added in final
demand is diag(v) L Y, summed by region. Nothing of its data is kept here.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import numpy as np
    import pandas as pd
    import pymrio
except ImportError:
    sys.exit(77)


def long_table(mrio):
    """exporter, sector, importer, use, value: deliveries to sectors, then to final demand by category."""
    inputs = mrio.Z.stack(mrio.Z.columns.names, future_stack=True)
    inputs.index.names = ["exporter", "sector", "importer", "use"]
    final = mrio.Y.stack(mrio.Y.columns.names, future_stack=True)
    final.index.names = ["exporter", "sector", "importer", "use"]
    final = final.reset_index(name="value")
    final["use"] = "final " + final["use"]
    return pd.concat([inputs.reset_index(name="value"), final])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    tool = parser.parse_args().tool
    mrio = pymrio.load_test().calc_all()
    regions = list(mrio.get_regions())
    value_added = 1 - mrio.A.sum(axis=0)
    bought = mrio.Y.T.groupby(level="region", sort=False).sum().T
    theirs = (mrio.L @ bought).mul(value_added, axis=0).groupby(level="region", sort=False).sum().loc[regions, regions]
    largest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "io.csv"
        long_table(mrio).to_csv(path, index=False)
        for a in regions:
            ours = json.loads(subprocess.run([tool, "depend", a, "--io", str(path), "--json"], check=True, capture_output=True).stdout)
            foreign = theirs[a].drop(a).sum()
            abroad = theirs.loc[a].drop(a).sum()
            for row in ours["partners"]:
                b = row["b"]
                for mine, its in [(row["value_added_b_in_a"], theirs.loc[b, a]), (row["value_added_a_in_b"], theirs.loc[a, b]),
                                  (row["a_on_b"]["import_share_look_through"], theirs.loc[b, a] / foreign),
                                  (row["a_on_b"]["export_share_look_through"], theirs.loc[a, b] / abroad)]:
                    largest = max(largest, abs(mine / its - 1))
    print(f"{len(regions)} regions, largest relative difference {largest:.1e}")
    assert np.isfinite(largest) and largest < 1e-8, largest


if __name__ == "__main__":
    main()
