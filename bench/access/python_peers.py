"""One of the Python packages on a graph folder (see graph_folder.h).

    python_peers.py igraph|scipy|aequilibrae|scgraph FOLDER MATRIX THREADS SECONDS

Order is what does not depend on weights, customization puts them on, the matrix is by the quickest call that the package
has for it. Only AequilibraE uses threads. The others go from place to place and stop after SECONDS; what they came to is in `rows`.
"""
import json
import resource
import sys
import time
import zlib

import numpy as np

import graphs

UNREACHABLE = 2147483647
BLOCK = 16  # rows a call


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def use_igraph(graph, places, threads):
    import igraph
    order_s, net = timed(lambda: igraph.Graph(graph.nodes, np.column_stack([graph.tail(), graph.head]), directed=True))
    customize_s, weight = timed(lambda: graph.weight.tolist())
    return order_s, customize_s, lambda rows: np.array(net.distances(rows.tolist(), places.tolist(), weight, algorithm="dijkstra"))


def use_scipy(graph, places, threads):
    from scipy.sparse import csgraph, csr_array
    order_s, net = timed(lambda: csr_array((np.ones(len(graph.head)), graph.head.astype(np.int32), graph.first_out.astype(np.int32)),
                                           shape=(graph.nodes, graph.nodes)))

    def put():
        net.data[:] = graph.weight

    customize_s, _ = timed(put)
    return order_s, customize_s, lambda rows: csgraph.dijkstra(net, indices=rows.astype(np.int32))[:, places]


def use_scgraph(graph, places, threads):
    from scgraph.cpp import Graph

    def dictionaries():
        arcs = [{} for _ in range(graph.nodes)]
        for tail, head, weight in zip(graph.tail().tolist(), graph.head.tolist(), graph.weight.tolist()):
            arcs[tail][head] = min(weight, arcs[tail].get(head, weight))
        return arcs

    order_s, net = timed(lambda: Graph(dictionaries()))
    row = lambda source: np.array(net.get_shortest_path_tree(int(source))["distance_matrix"])[places]
    return order_s, 0.0, lambda rows: np.array([row(source) for source in rows])  # weights are part of the graph


def use_aequilibrae(graph, places, threads):
    import pandas
    from aequilibrae.paths import Graph, NetworkSkimming

    class Silent:
        def emit(self, _):
            pass

    NetworkSkimming.signal = Silent()  # a progress bar a row would count against it
    count = len(graph.head)
    net = Graph()
    net.network = pandas.DataFrame({"link_id": np.arange(1, count + 1), "a_node": graph.tail().astype(np.int64) + 1,
                                    "b_node": graph.head.astype(np.int64) + 1, "direction": np.ones(count, np.int8), "weight": graph.weight.astype(float)})
    order_s, _ = timed(lambda: net.prepare_graph(places.astype(np.int64) + 1, remove_dead_ends=False))  # with it, parts that are trees go missing

    def put():
        net.set_graph("weight")
        net.set_skimming("weight")
        net.set_blocked_centroid_flows(False)

    customize_s, _ = timed(put)

    def rows(_):
        skimming = NetworkSkimming(net)
        skimming.set_cores(threads)
        skimming.execute()
        strange = [line for line in skimming.report if "does not exist in the graph" not in line]  # what no arc leaves has no ways
        if strange:
            raise RuntimeError(strange[0])
        skims = skimming.results.skims
        position = {int(node): k for k, node in enumerate(skims.index)}
        at = [position[int(place) + 1] for place in places]
        matrix = skims.get_matrix("weight")[np.ix_(at, at)]
        np.fill_diagonal(matrix, 0)  # it leaves a place's way to itself open
        return matrix

    return order_s, customize_s, rows


USE = {"igraph": use_igraph, "scipy": use_scipy, "aequilibrae": use_aequilibrae, "scgraph": use_scgraph}


def main():
    tool, folder, out, threads, limit = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), float(sys.argv[5])
    graph, sources, targets = graphs.read(folder)
    order_s, customize_s, rows_of = USE[tool](graph, targets, threads)
    block = len(sources) if tool == "aequilibrae" else BLOCK
    found, done, start = [], 0, time.perf_counter()
    while done < len(sources) and time.perf_counter() - start < limit:
        found.append(rows_of(sources[done:done + block]))
        done += len(found[-1])
    matrix_s = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    matrix = np.concatenate(found)
    matrix = np.where(np.isfinite(matrix), matrix, UNREACHABLE)
    matrix = np.rint(np.minimum(matrix, UNREACHABLE)).astype("<u4")
    matrix.tofile(out)
    print(json.dumps({"order_s": order_s, "customize_s": customize_s, "matrix_s": matrix_s, "rows": done, "peak_mb": round(peak, 1),
                      "checksum": f"{zlib.crc32(matrix.tobytes()):08x}"}))


if __name__ == "__main__":
    main()
