#!/usr/bin/env python3
"""Sogdia beside pyfixest and statsmodels: time, memory and agreement, one process for each tool and case.

    bench/gravity/compare.py [--case TEXT]... [--limit SECONDS] [--out docs/validation/gravity-speed.md]

Needs sogdia (pip install .), pyfixest and statsmodels in the same environment, pyarrow for --tool. What is timed is the
call, with the data in memory as a pandas DataFrame: formula, keys, estimation and clustered errors, in processor seconds of
all threads, user and system, which other work on the machine hardly changes. A first call on a few rows keeps compilation
and imports out. Memory is the process's peak beyond what it had before the call.

--tool build/release/tool/sogdia times the whole command besides, from start to printed JSON, its data a Parquet file, against
the better of pyfixest's demeaners: pandas.read_parquet and the call, once compiled and imported.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
import warnings

import pandas as pd

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cases import CASES  # noqa: E402

TOOLS = ("sogdia", "pyfixest", "pyfixest within", "statsmodels")


def estimator(tool, family, formula, effects, cluster):
    """A function of the data that returns (coefficients, errors)."""
    if tool == "sogdia":
        import sogdia

        def run(data):
            fit = sogdia.estimate(f"{formula} | {effects}", data, family=family, cluster=cluster, ssc="fixest")
            return list(fit.coefficients.to_dict()["estimate"]), list(fit.coefficients.to_dict()["std_error"])
    elif tool.startswith("pyfixest"):
        import pyfixest

        extra = {"demeaner": pyfixest.LsmrDemeaner(backend="within")} if tool.endswith("within") else {}

        def run(data):
            call = pyfixest.fepois if family == "ppml" else pyfixest.feols
            fit = call(f"{formula} | {effects}", data, vcov={"CRV1": cluster}, **extra)
            return list(fit.coef()), list(fit.se())
    else:
        import statsmodels.api as sm
        import statsmodels.formula.api as smf

        def run(data):
            dummies = " + ".join(f"C({name})" for name in effects.split(" + "))
            model = smf.glm(f"{formula} + {dummies}", data, family=sm.families.Poisson())
            fit = model.fit(cov_type="cluster", cov_kwds={"groups": data[cluster]})
            return [fit.params["x1"], fit.params["x2"]], [fit.bse["x1"], fit.bse["x2"]]
    return run


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def children_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def child(tool, case):
    warnings.filterwarnings("ignore")
    family, make, formula, effects, cluster = CASES[case]
    data = make()
    run = estimator(tool, family, formula, effects, cluster)
    few = data.sample(min(len(data), 3000), random_state=1).reset_index(drop=True)
    for name in set(effects.split(" + ")) | {cluster}:
        few[name] = few[name] % 7
    run(few)
    before, peak, done = resident(), [0], threading.Event()

    def watch():
        while not done.wait(0.005):
            peak[0] = max(peak[0], resident())

    threading.Thread(target=watch, daemon=True).start()
    seconds, result, reading = [], None, 0.0
    if tool.startswith("pyfixest"):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "data.parquet")
            data.to_parquet(path, index=False)
            start = time.process_time()
            pd.read_parquet(path)
            reading = time.process_time() - start
    while len(seconds) < 3 and sum(seconds) < 10:
        start = time.process_time()
        result = run(data)
        seconds.append(time.process_time() - start)
    done.set()
    print(json.dumps({"seconds": min(seconds), "reading": reading, "memory": max(0, peak[0] - before), "rows": len(data),
                      "data": int(data[[*{*formula.replace("~", "+").replace(" ", "").split("+"),
                                           *effects.split(" + "), cluster}]].memory_usage(index=False).sum()),
                      "beta": [float(b) for b in result[0]], "se": [float(s) for s in result[1]]}))


def measure(tool, case, limit):
    command = [sys.executable, os.path.abspath(__file__), "--child", tool, case]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return {"failed": f"over {limit:.0f} s"}
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no output"])[-1]
        return {"failed": "failed: " + last[:60]}
    return json.loads(done.stdout.strip().splitlines()[-1])


def measure_command(sogdia, case, limit):
    """Seconds of the whole command, the best of three."""
    family, make, formula, effects, cluster = CASES[case]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "data.parquet")
        make().to_parquet(path, index=False)
        command = [sogdia, "estimate", path, "--family", family, "--formula", f"{formula} | {effects}",
                   "--vcov", f"cluster:{cluster}", "--ssc", "fixest", "--json"]
        seconds = []
        while len(seconds) < 3 and sum(seconds) < 10:
            start = children_seconds()
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=limit)
            except subprocess.TimeoutExpired:
                return {"failed": f"over {limit:.0f} s"}
            if done.returncode != 0:
                return {"failed": "failed: " + done.stderr.strip()[:60]}
            seconds.append(children_seconds() - start)
    return {"seconds": min(seconds)}


def whole(command, peers):
    """The whole command's cell, and how often it fits into the better peer's reading and call."""
    if "failed" in command:
        return command["failed"], ""
    better = min((one["seconds"] + one["reading"] for one in peers if "failed" not in one), default=None)
    return f"{command['seconds']:.2f} s", f"{better / command['seconds']:.1f}x" if better else ""


def difference(ours, theirs, key):
    return max(abs(a - b) / max(abs(b), 1e-12) for a, b in zip(ours[key], theirs[key]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--case", action="append", help="part of a case's name; all by default")
    parser.add_argument("--limit", type=float, default=300, help="seconds on the clock for a tool's process")
    parser.add_argument("--out", help="Markdown file of the table")
    parser.add_argument("--tool", help="the program sogdia, to time the whole command too")
    parser.add_argument("--child", nargs=2, metavar=("TOOL", "CASE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        return child(*arguments.child)
    lines = ["| case | rows | Sogdia | pyfixest | ratio | pyfixest `within` | ratio | whole command | ratio | statsmodels | memory / data | beta differs | errors differ |",
             "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"]
    print("\n".join(lines), flush=True)
    for case in CASES:
        if arguments.case and not any(part in case for part in arguments.case):
            continue
        tools = TOOLS if "small" in case else TOOLS[:3]
        results = {tool: measure(tool, case, arguments.limit) for tool in tools}
        ours = results["sogdia"]
        command = ("", "")
        if arguments.tool:
            command = whole(measure_command(arguments.tool, case, arguments.limit),
                            [results["pyfixest"], results["pyfixest within"]])

        def shown(tool):
            one = results.get(tool)
            if one is None:
                return "", ""
            if "failed" in one:
                return one["failed"], ""
            return f"{one['seconds']:.2f} s", f"{one['seconds'] / ours['seconds']:.1f}x" if "failed" not in ours else ""

        if "failed" in ours:
            line = f"| {case} | | {ours['failed']} | | | | | | | | | | |"
        else:
            peers = [results[tool] for tool in tools[1:] if "failed" not in results[tool]]
            # The peer that stands nearest: the others stop at looser tolerances.
            beta = f"{min(difference(ours, p, 'beta') for p in peers):.0e}" if peers else ""
            se = f"{min(difference(ours, p, 'se') for p in peers):.0e}" if peers else ""
            line = (f"| {case} | {ours['rows']:,} | {ours['seconds']:.2f} s | " + " | ".join(shown("pyfixest")) + " | " +
                    " | ".join(shown("pyfixest within")) + " | " + " | ".join(command) + f" | {shown('statsmodels')[0]} | "
                    f"{ours['memory'] / ours['data']:.1f} | {beta} | {se} |").replace(",", " ")
        print(line, flush=True)
        lines.append(line)
    if arguments.out:
        with open(arguments.out + ".tmp", "w") as file:
            file.write("\n".join(lines) + "\n")
        os.replace(arguments.out + ".tmp", arguments.out)


if __name__ == "__main__":
    main()
