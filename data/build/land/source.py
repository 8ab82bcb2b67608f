"""Read the raw world railway and highway graphs (PyPI scgraph-data, distilled from OpenStreetMap).

The package holds each graph as the text of a Python module: `graph=[{neighbour: km, ...}, ...]` and
`nodes=[[lat, lon], ...]`. The text is parsed as data, never imported, so scgraph itself is not needed.
"""
import importlib.metadata
import re
from pathlib import Path

import numpy as np

MODULES = {"rail": "world_railways", "road": "world_highways"}


def module_path(mode):
    """Where the installed package keeps the module of `mode`."""
    dist = importlib.metadata.distribution("scgraph_data")
    for file in dist.files:
        if file.name == MODULES[mode] + ".py":
            return Path(dist.locate_file(file))
    raise FileNotFoundError(f"scgraph-data has no {MODULES[mode]}.py; pip install -r data/build/requirements.txt")


def read_graph(mode):
    """Returns lonlat (n, 2) and undirected edges: a, b (a < b, each pair once), km."""
    text = module_path(mode).read_text()
    start = text.index("graph=[") + 7
    nodes_at = text.index("nodes=[", start)
    graph_text = text[start:text.index("}]", start) + 1]
    nodes_text = text[nodes_at + 7:text.index("]]", nodes_at) + 1]
    latlon = np.array(re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", nodes_text), dtype=float).reshape(-1, 2)
    tails, heads, lengths = [], [], []
    for i, entry in enumerate(graph_text.split("}")[:-1]):
        body = entry[entry.index("{") + 1:]
        if not body:
            continue
        for pair in body.split(","):
            j, km = pair.split(":")
            tails.append(i)
            heads.append(int(j))
            lengths.append(float(km))
    a = np.minimum(tails, heads)
    b = np.maximum(tails, heads)
    km = np.array(lengths)
    keep = a != b
    a, b, km = a[keep], b[keep], km[keep]
    order = np.lexsort((km, b, a))
    a, b, km = a[order], b[order], km[order]
    first = np.ones(len(a), dtype=bool)
    first[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    return latlon[:, ::-1].copy(), a[first].astype(np.int64), b[first].astype(np.int64), km[first]
