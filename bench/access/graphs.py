"""The graphs of the comparison, each a folder as graph_folder.h describes it."""
import json
import subprocess
from pathlib import Path

import numpy as np

PLACES = 2000          # rows and columns of a matrix; the full network has FULL_PLACES
FULL_PLACES = 5000
SEED = 1
# Growth: rows and columns on one graph, and parts of one graph with the same number of rows.
PLACE_STEPS = (250, 500, 1000, 2000, 4000, 8000)
NODE_STEPS = 6         # each part twice the one before
PLACES_OF_PARTS = 500


class Graph:
    def __init__(self, first_out, head, weight, lat, lon):
        self.first_out, self.head, self.weight, self.lat, self.lon = first_out, head, weight, lat, lon

    @property
    def nodes(self):
        return len(self.first_out) - 1

    def tail(self):
        return np.repeat(np.arange(self.nodes, dtype=np.uint32), np.diff(self.first_out))


def read(folder):
    array = lambda name, kind: np.fromfile(Path(folder) / name, dtype=kind)
    graph = Graph(*(array(name, "<u4") for name in ("first_out", "head", "weight")), array("lat", "<f4"), array("lon", "<f4"))
    return graph, array("sources", "<u4"), array("targets", "<u4")


def write(folder, graph, places):
    """Rows and columns are the same places, in an order drawn by lot: the first rows are then a fair sample of all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, kind in (("first_out", "<u4"), ("head", "<u4"), ("weight", "<u4"), ("lat", "<f4"), ("lon", "<f4")):
        getattr(graph, name).astype(kind).tofile(folder / name)
    places = np.random.default_rng(SEED).permutation(np.asarray(places, dtype="<u4"))
    places.tofile(folder / "sources")
    places.tofile(folder / "targets")
    return {"folder": str(folder), "nodes": graph.nodes, "arcs": len(graph.head), "places": len(places)}


def choose(graph, places, count):
    """The first `count` of `places`; where there are fewer, other nodes besides, drawn by lot."""
    if count <= len(places):
        return places[:count]
    others = np.setdiff1d(np.arange(graph.nodes, dtype=np.uint32), places)
    more = np.random.default_rng(SEED).choice(others, min(count - len(places), len(others)), replace=False)
    return np.concatenate([places, more])


def of_world(program, world, family, folder):
    """Graph of a world pack and its places, the most populous first."""
    done = subprocess.run([program, world, folder, family, "100000"], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    graph, places, _ = read(folder)
    return graph, places


def of_luxembourg(source, metric):
    array = lambda name, kind: np.fromfile(Path(source) / f"luxembourg_{name}", dtype=kind)
    graph = Graph(array("first_out", "<u4"), array("head", "<u4"), array(metric, "<u4"), array("latitude", "<f4"), array("longitude", "<f4"))
    _, first = np.unique(array("source_node", "<u4"), return_index=True)
    return graph, array("source_node", "<u4")[np.sort(first)]


def part(graph, count):
    """The `count` nodes nearest to the middle one, and the arcs among them."""
    x, y = np.cos(np.radians(np.median(graph.lat))) * (graph.lon - np.median(graph.lon)), graph.lat - np.median(graph.lat)
    near = np.sort(np.argsort(x * x + y * y, kind="stable")[:count])
    new = np.full(graph.nodes, -1, dtype=np.int64)
    new[near] = np.arange(len(near))
    tail, head = new[graph.tail()], new[graph.head]
    keep = (tail >= 0) & (head >= 0)
    first_out = np.concatenate([[0], np.cumsum(np.bincount(tail[keep], minlength=len(near)))])
    return Graph(first_out, head[keep], graph.weight[keep], graph.lat[near], graph.lon[near])


def cases(root, program, world, full, luxembourg):
    """Yields (case, kind, description of its folder); kind is single, places or links. Absent inputs are yielded as
    (case, "absent", reason)."""
    worlds = [(f"embedded world, {family}", world, family, PLACES) for family in ("sea", "rail", "road", "air", "all")]
    if full:
        worlds.append(("full world, all", full, "all", FULL_PLACES))
    else:
        yield "full world, all", "absent", "no --full FOLDER: sogdia data build --full -o FOLDER makes it"
    largest = None
    for case, pack, family, count in worlds:
        folder = root / case.replace(", ", "-").replace(" ", "-")
        graph, places = of_world(program, pack, family, folder)
        largest = (case, graph, places)
        yield case, "single", write(folder, graph, choose(graph, places, count))
    for metric in ("travel_time", "geo_distance"):
        case = f"Luxembourg, {metric.replace('_', ' ')}"
        if not Path(luxembourg).is_dir():
            yield case, "absent", f"no folder {luxembourg}"
            continue
        graph, places = of_luxembourg(luxembourg, metric)
        yield case, "single", write(root / f"luxembourg-{metric}", graph, choose(graph, places, PLACES))
    case, graph, places = largest
    for count in PLACE_STEPS:
        yield f"{case}: {count} places", "places", write(root / f"places-{count}", graph, choose(graph, places, count))
    for step in range(NODE_STEPS):
        count = graph.nodes >> (NODE_STEPS - 1 - step)
        some = part(graph, count)
        nodes = np.random.default_rng(SEED).choice(some.nodes, PLACES_OF_PARTS, replace=False)
        yield f"{case}: {count} nodes", "links", write(root / f"nodes-{count}", some, nodes)


if __name__ == "__main__":
    import sys
    for found in cases(Path(sys.argv[1]), *sys.argv[2:4], None, sys.argv[4]):
        print(json.dumps(found))
