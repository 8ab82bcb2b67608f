#!/usr/bin/env python3
"""Sogdia's access engine beside others that can be installed: the same graphs, one run, a process for each tool and case.

    python3 -m venv build/bench-access/venv && build/bench-access/venv/bin/pip install -r bench/access/requirements.txt
    cmake --preset release -DSOGDIA_BENCH=ON && cmake --build build/release
    build/bench-access/venv/bin/python bench/access/compare.py --json OUT [--full FOLDER] [--case TEXT]... [--tool TEXT]...

For each case and tool: seconds of the order (what does not depend on weights), of the customization (new weights for every
arc) and of the matrix (all rows, all columns), peak memory of the process, and the largest difference to Dijkstra, unreachable
pairs included. A tool that goes from place to place stops after --seconds and its matrix is scaled up from the rows it
came to, marked ~. --seconds limits a whole process too, at ten times that. A tool that is not here is named with the reason.
bench/access/page.py draws the page from the JSON.
"""
import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

import graphs
import tools

ROOT = Path(__file__).resolve().parents[2]
CHECKED_ROWS = 64


def processor():
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.processor())


def run(command, limit):
    """The JSON line that a program prints, or {"failed": why}."""
    try:
        # Threads of OpenMP that wait let others work: a machine is seldom all one's own.
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, env={**os.environ, "OMP_WAIT_POLICY": "passive"})
    except subprocess.TimeoutExpired:
        return {"failed": f"over {limit:.0f} s"}
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        return {"failed": "failed: " + (lines[-1] if done.returncode > 0 else f"killed by signal {-done.returncode}")[:120]}
    return json.loads(done.stdout.strip().splitlines()[-1])


def measure(tool, case, folder, threads, seconds, reference):
    """One tool on one case; what it wrote is held against the rows of Dijkstra."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        out = Path(scratch) / "matrix"
        times = run(tool.command(str(folder), str(out), threads, seconds), 10 * seconds)
        row = {"case": case, "tool": tool.name, "threads": threads if tool.threads else 1, **times}
        if "failed" in row:
            return row
        columns = reference.shape[1]
        rows = min(len(reference), row["rows"])
        matrix = np.fromfile(out, dtype="<u4", count=rows * columns).reshape(rows, columns)
        row["largest_difference"] = int(np.abs(matrix.astype(np.int64) - reference[:rows]).max())
        row["checked_rows"] = rows
        if row["rows"] < columns:
            row.update(matrix_s=row["matrix_s"] * columns / row["rows"], scaled=True)
        return row


def better(row, before):
    """The least seconds of two runs of the same tool on the same case."""
    if before is None or "failed" in before or "failed" in row:
        return row if before is None or "failed" in before else before
    least = min(row, before, key=lambda each: each["matrix_s"])
    return {**least, **{name: min(row[name], before[name]) for name in ("order_s", "customize_s")}}


def shown(row, ours):
    """The row of the table on the screen."""
    head = f"{row['tool']:<16}{row['threads']:>8}"
    if "failed" in row:
        return f"{head}  {row['failed']}"
    ratio = f"{row['matrix_s'] / ours['matrix_s']:.1f}x" if ours and "failed" not in ours else ""
    seconds = "".join(f"{('~' if name == 'matrix_s' and row.get('scaled') else '') + format(row[name], '.4f'):>13}"
                      for name in ("order_s", "customize_s", "matrix_s"))
    return f"{head}{seconds}{row['peak_mb']:>10.0f}{row['largest_difference']:>13}{ratio:>10}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="where the figures go")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "release")
    parser.add_argument("--world", default=str(ROOT / "data" / "world"))
    parser.add_argument("--full", help="the full-resolution world: sogdia data build --full -o FOLDER")
    parser.add_argument("--luxembourg", default=os.environ.get("SOGDIA_VALIDATION", str(ROOT / ".." / "shared" / "validation")) + "/network/luxembourg")
    parser.add_argument("--case", action="append", help="part of a case's name; all by default")
    parser.add_argument("--tool", action="append", help="a tool's name; all by default")
    parser.add_argument("--threads", default="1,2", help="counts of threads, separated by commas")
    parser.add_argument("--rounds", type=int, default=1, help="how often the tools take turns on a case; the least seconds of each count")
    parser.add_argument("--seconds", type=float, default=20, help="after which a tool that goes from place to place stops")
    options = parser.parse_args()
    scratch = ROOT / "build" / "bench-access"
    exporter, dijkstra = (options.build / "bench" / f"bench_access_{name}" for name in ("graph", "dijkstra"))
    for needed in (exporter, dijkstra):
        if not needed.exists():
            raise SystemExit(f"{needed} is not built: cmake --preset release -DSOGDIA_BENCH=ON; cmake --build {options.build}")

    every = [t for t in tools.all_tools(options.build, scratch) if not options.tool or t.name in options.tool]
    if not every:
        raise SystemExit("no such tool")
    threads = [int(count) for count in options.threads.split(",")]
    result = {"processor": processor(), "cores": os.cpu_count(), "load_at_start": os.getloadavg()[0], "seconds": options.seconds,
              "tools": {t.name: t.version for t in every}, "absent": {t.name: t.absent for t in every if t.absent}, "cases": {}, "rows": []}
    for name, reason in result["absent"].items():
        print(f"left out: {name}: {reason}")
    for case, kind, found in graphs.cases(scratch / "graphs", exporter, options.world, options.full, options.luxembourg):
        if options.case and not any(part in case for part in options.case):
            continue
        if kind == "absent":
            result["absent"][case] = found
            print(f"left out: {case}: {found}")
            continue
        folder = Path(found.pop("folder"))
        truth = folder / "truth"
        failed = run([dijkstra, folder, truth, str(max(threads)), str(CHECKED_ROWS)], 600).get("failed")
        if failed:
            raise SystemExit(f"{case}: Dijkstra {failed}")
        reference = np.fromfile(truth, dtype="<u4").astype(np.int64).reshape(-1, found["places"])
        result["cases"][case] = {"kind": kind, **found}
        print(f"\n{case}: {found['nodes']:,} nodes, {found['arcs']:,} arcs, {found['places']:,} places\n{'tool':<16}{'threads':>8}"
              f"{'order s':>13}{'customize s':>13}{'matrix s':>13}{'peak MB':>10}{'difference':>13}{'ratio':>10}", flush=True)
        turns = [(count, tool) for count in threads for tool in every if not tool.absent and (tool.threads or count == threads[0])]
        rows = {}
        for _ in range(options.rounds):
            for count, tool in turns:
                row = measure(tool, case, folder, count, options.seconds, reference)
                rows[count, tool.name] = better(row, rows.get((count, tool.name)))
        for (count, _), row in rows.items():
            print(shown(row, rows.get((count, "Sogdia"))), flush=True)
        result["rows"] += rows.values()
        if options.json:  # after each case: a run that is stopped leaves what it came to
            options.json.with_suffix(".tmp").write_text(json.dumps(result, indent=1) + "\n")
            os.replace(options.json.with_suffix(".tmp"), options.json)
    wrong = [row for row in result["rows"] if row["tool"] == "Sogdia" and (row.get("largest_difference", 1) != 0)]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
