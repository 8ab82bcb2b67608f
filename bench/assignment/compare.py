#!/usr/bin/env python3
"""User equilibria of TNTP networks by Sogdia and by AequilibraE, in one run: seconds, objective and gap of each.

    python3 -m pip install aequilibrae
    bench/assignment/compare.py FOLDER [--gap 1e-4 --gap 1e-6] [--threads 2] [--json OUT]

FOLDER holds networks as the collection has them: X/X_net.tntp and X/X_trips.tntp. Timed is the assignment alone, not reading; the best of three.
AequilibraE's gap is of its own definition, (total cost - that of all-or-nothing) / total cost, which is ours.
"""
import argparse
import contextlib
import io
import json
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent.parent
COLUMNS = "a_node b_node capacity length free_flow_time b power speed toll link_type".split()
RUNS = 3


def read_network(path):
    metadata, rows = {}, []
    for line in path.read_text().splitlines():
        line = line.strip()
        if line.startswith("<"):
            name, _, value = line[1:].partition(">")
            metadata[name] = value.strip()
        elif line and not line.startswith("~"):
            rows.append([float(cell) for cell in line.split(";")[0].split()])
    return metadata, pd.DataFrame(rows, columns=COLUMNS)


def read_trips(path, zones):
    trips, origin = np.zeros((zones, zones)), 0
    for line in path.read_text().split("<END OF METADATA>")[1].splitlines():
        if line.split()[:1] == ["Origin"]:
            origin = int(line.split()[1])
            continue
        for entry in line.split(";"):
            if ":" in entry:
                to, amount = entry.split(":")
                trips[origin - 1, int(to) - 1] = float(amount)
    np.fill_diagonal(trips, 0)
    return trips


def beckmann(links, flow):
    ratio = np.where(links.capacity > 0, flow / links.capacity.where(links.capacity > 0, 1), 0)
    return float((links.free_flow_time * flow * (1 + links.b * ratio**links.power / (links.power + 1))).sum())


def by_aequilibrae(links, metadata, trips, gap, threads):
    from aequilibrae.matrix import AequilibraeMatrix
    from aequilibrae.paths import Graph, TrafficAssignment, TrafficClass

    zones = len(trips)
    centroids = np.arange(1, zones + 1)
    network = links.assign(direction=1, link_id=np.arange(1, len(links) + 1)).astype({"a_node": int, "b_node": int})
    # It takes no power below 1; where b is 0 the power does not matter.
    network.loc[network.b == 0, "power"] = 1.0
    graph = Graph()
    graph.network = network
    graph.network_ok, graph.status = True, "OK"
    graph.prepare_graph(centroids)
    graph.set_graph("free_flow_time")
    graph.set_blocked_centroid_flows(int(metadata["FIRST THRU NODE"]) > zones)
    matrix = AequilibraeMatrix()
    matrix.create_empty(zones=zones, matrix_names=["trips"], memory_only=True)
    matrix.index[:] = centroids
    matrix.matrix["trips"][:, :] = trips
    matrix.computational_view(["trips"])
    assignment = TrafficAssignment()
    assignment.set_classes([TrafficClass("trips", graph, matrix)])
    assignment.set_vdf("BPR")
    assignment.set_vdf_parameters({"alpha": "b", "beta": "power"})
    assignment.set_capacity_field("capacity")
    assignment.set_time_field("free_flow_time")
    assignment.set_algorithm("bfw")
    assignment.set_cores(threads)
    assignment.max_iter, assignment.rgap_target = 5000, gap
    start = time.perf_counter()
    with contextlib.redirect_stderr(io.StringIO()):  # its progress bars
        assignment.execute()
    seconds = time.perf_counter() - start
    flow = assignment.results()["PCE_AB"].fillna(0).reindex(network.link_id, fill_value=0).to_numpy()
    report = assignment.report()
    return {"seconds": seconds, "objective": beckmann(links, flow), "relative_gap": float(report["rgap"].iloc[-1]), "iterations": int(report["iteration"].iloc[-1])}


def by_sogdia(tool, net, trips, gap, threads, *more):
    ran = subprocess.run([tool, "assign", "--world", net, "--trips", trips, "--gap", str(gap), "--threads", str(threads), "--json", *more],
                         check=True, capture_output=True, text=True)
    return json.loads(ran.stdout)


def best(run):
    return min((run() for _ in range(RUNS)), key=lambda result: result["seconds"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tool", default=str(ROOT / "build/release/tool/sogdia"))
    parser.add_argument("--gap", type=float, action="append")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    rows = []
    for net in sorted(asked.folder.glob("*/*_net.tntp")):
        table = net.with_name(net.name.replace("_net", "_trips"))
        metadata, links = read_network(net)
        trips = read_trips(table, int(metadata["NUMBER OF ZONES"]))
        for gap in asked.gap or [1e-4, 1e-6]:
            row = {"network": net.parent.name, "gap": gap}
            row["sogdia"] = best(lambda: by_sogdia(asked.tool, net, table, gap, asked.threads))
            row["sogdia, Frank-Wolfe alone"] = best(lambda: by_sogdia(asked.tool, net, table, gap, asked.threads, "--frank-wolfe", "10000000"))
            try:
                row["aequilibrae"] = best(lambda: by_aequilibrae(links, metadata, trips, gap, asked.threads))
            except Exception as error:  # what a peer cannot do is told, and the run goes on
                row["aequilibrae"] = {"error": f"{type(error).__name__}: {error}"}
            rows.append(row)
            ours = row["sogdia"]["seconds"]
            for name, found in row.items():
                if isinstance(found, dict):
                    told = found.get("error") or f"{found['seconds']:8.3f} s  {found['seconds'] / ours:6.1f}x  objective {found['objective']:.4f}  gap {found['relative_gap']:.1e}  {found['iterations']} iterations"
                    print(f"{row['network']:16} {gap:.0e}  {name:26} {told}", flush=True)
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
