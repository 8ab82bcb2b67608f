"""Length correction: published line lengths over the graph's, all lines of a mode together.

The graph draws curves with chords and so runs a few per cent short. Every `length` of the mode is multiplied by
the kilometres published over the kilometres measured, so that a long line counts for more than a short one: what is wanted is the
shortfall per kilometre of network, and a short line's ratio turns on where its two ends were snapped.
"""
import numpy as np
from scipy.sparse import csgraph

from land_access import Finder
from land_graph import read_table

# A line whose ratio is further from one than this was not measured along the published route; it is listed, not used.
# `left_out` in the table says why a line was set aside, and where that was done after its ratio was seen; `checked` is 1
# where the length was read again in a source, 0 where it was typed from memory.
PLAUSIBLE = (0.90, 1.15)


def correction(graphs):
    """Returns ({mode: factor}, rows of length_correction.csv)."""
    rows, factors = [], {}
    for mode, graph in graphs.items():
        finder, matrix, used_km = Finder(graph), graph.matrix(), []
        for row in read_table("published_lengths.csv"):
            if row["mode"] != mode:
                continue
            ends = np.array([[float(row["lon_" + s]), float(row["lat_" + s])] for s in "ab"])
            a, b = finder.nearest(ends, 15.0)
            km = float(csgraph.dijkstra(matrix, indices=a)[b]) if a >= 0 and b >= 0 else np.inf
            published = float(row["published_km"])
            ratio = published / km if np.isfinite(km) else None
            used = ratio is not None and PLAUSIBLE[0] <= ratio <= PLAUSIBLE[1] and not row["left_out"]
            if used:
                used_km.append((published, km))
            rows.append(dict(mode=mode, line=row["line"], published_km=published, graph_km=round(km, 1) if np.isfinite(km) else None,
                             ratio=round(ratio, 4) if ratio else None, used=used, source=row["source"]))
        factors[mode] = round(sum(p for p, _ in used_km) / sum(km for _, km in used_km), 4) if used_km else 1.0
        rows.append(dict(mode=mode, line="all lines together (the factor applied)", published_km=None, graph_km=None, ratio=factors[mode],
                         used=True, source="sogdia_build"))
    return factors, rows
