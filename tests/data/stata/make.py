"""Writes the small Stata files of this folder with pandas: the same rows in every format it knows, both byte orders."""
import sys
from pathlib import Path

import numpy as np
import pandas as pd

folder = Path(__file__).parent
rows = pd.DataFrame(
    {
        "exporter": ["FRA", "DEU", "", "Côte"],
        "year": np.array([1986, 1990, 1994, 1998], dtype=np.int16),
        "code": np.array([-127, 0, 7, 100], dtype=np.int8),
        "id": np.array([2147483620, -5, 0, 1], dtype=np.int32),
        "share": np.array([0.5, np.nan, 0.1, 1e38], dtype=np.float32),
        "trade": np.array([1.25, 1e300, np.nan, -0.0]),
        "note": ["short", "long " * 500, "", "short"],
    }
)
for version in (114, 117, 118, 119):
    for order in ("little", "big"):
        frame = rows if version > 114 else rows.assign(note=["short", "long", "", "short"])
        options = {"convert_strl": ["note"]} if version > 114 else {}
        frame.to_stata(folder / f"{version}_{order}.dta", write_index=False, version=version, byteorder=order, **options)

# Value labels (two of one text, one number without), and dates of several units.
stamps = pd.to_datetime(["1959-12-31", "1960-01-01", "2020-02-29 13:45:30", None, "2000-03-01", "1900-02-28"], format="mixed")
days = stamps.normalize()
labelled = pd.DataFrame(
    {
        "region": [1.0, 3.0, np.nan, 7.0, 8.0, 1.0],
        "day": days, "month": days, "moment": stamps, "year": days,
    }
)
texts = {"region": {1: "Europe", 3: "Asia", 7: "Other", 8: "Other", 9: "nowhere"}}
for version, order in ((114, "little"), (117, "big"), (118, "little"), (118, "big")):
    labelled.to_stata(
        folder / f"labels_{version}_{order}.dta", version=version, byteorder=order, write_index=False, value_labels=texts,
        convert_dates={"day": "td", "month": "tm", "moment": "tc", "year": "ty"},
    )
print(sys.version.split()[0], "pandas", pd.__version__)
