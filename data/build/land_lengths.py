"""Length correction: published line lengths over the graph's, and the median ratio of each mode.

The graph draws curves with chords and so runs a few per cent short. Every `length` of the mode is multiplied by the median.
"""
import numpy as np
from scipy.sparse import csgraph

from land_access import Finder
from land_graph import read_table

# A line whose ratio is further from one than this was not measured along the published route; it is listed, not used.
PLAUSIBLE = (0.90, 1.15)


def correction(graphs):
    """Returns ({mode: factor}, rows of length_correction.csv)."""
    rows, factors = [], {}
    for mode, graph in graphs.items():
        finder, matrix, ratios = Finder(graph), graph.matrix(), []
        for row in read_table("published_lengths.csv"):
            if row["mode"] != mode:
                continue
            ends = np.array([[float(row["lon_" + s]), float(row["lat_" + s])] for s in "ab"])
            a, b = finder.nearest(ends, 15.0)
            km = float(csgraph.dijkstra(matrix, indices=a)[b])
            published = float(row["published_km"])
            ratio = published / km if np.isfinite(km) else None
            used = ratio is not None and PLAUSIBLE[0] <= ratio <= PLAUSIBLE[1]
            if used:
                ratios.append(ratio)
            rows.append(dict(mode=mode, line=row["line"], published_km=published, graph_km=round(km, 1) if np.isfinite(km) else None,
                             ratio=round(ratio, 4) if ratio else None, used=used, source=row["source"]))
        factors[mode] = round(float(np.median(ratios)), 4) if ratios else 1.0
        rows.append(dict(mode=mode, line="median (the factor applied)", published_km=None, graph_km=None, ratio=factors[mode],
                         used=True, source="sogdia_build"))
    return factors, rows
