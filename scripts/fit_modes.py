#!/usr/bin/env python3
"""Fits the constants of [pull] in parameters.toml to published modal splits.

  scripts/fit_modes.py FILE... [--tool build/release/tool/sogdia] [--world data/world] [--rounds 6] [--write PARAMETERS.toml]

FILEs as for validate_modes.py, data/authored/mode_splits.csv among them. Fitted are rows of quality A and B that are no passages, of two groups in three; every third
group by the hash of its name is held out (validate_modes.held_out). Each row counts by the square root of its miss, so that a few that the model
cannot reach do not rule; a published share below 5 per cent counts by its logarithm as well, for four times too much air freight is
a small miss in points alone. C counts a quarter and D nothing. Gauss-Newton by finite differences, the tool itself as the model,
with a weak pull to where it starts (RIDGE).
"""
import argparse
import os
import re
import shutil
import tempfile
import tomllib
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import modal_scopes
import numpy as np
from validate_modes import held_out, read_splits

PULLS = [f"{mode}.{leaf}" for mode, leaves in {
    "sea": ("abroad",), "rail": ("general", "bulk", "distance", "abroad", "beyond"), "road": ("general", "bulk", "distance", "beyond"),
    "air": ("general", "distance", "beyond"), "inland_water": ("general", "bulk", "distance")}.items() for leaf in leaves]
STEP, RIDGE, LONGEST = 0.25, 0.05, 2.0
SMALL, SMALL_WEIGHT, LEAST = 5.0, 0.7, 0.1     # per cent
WEIGHT = {"A": 1.0, "B": 1.0, "C": 0.25, "D": 0.0}


def with_pulls(text, values):
    """parameters.toml with the constants set; a tanker is drawn as the sea's ships are."""
    section, lines = "", []
    for line in text.splitlines(keepends=True):
        if found := re.match(r"\[pull\.(\w+)\]", line):
            section = found.group(1)
        elif line.startswith("["):
            section = ""
        leaf = re.match(r"(\w+)\s*=", line)
        key = f"{'sea' if section == 'tanker' else section}.{leaf.group(1)}" if section and leaf else ""
        if key in values:
            line = re.sub(r"value = [-\d.e]+", f"value = {values[key]:.2f}", line, count=1)
        lines.append(line)
    return "".join(lines)


def read_pulls(text):
    return {f"{mode}.{leaf}": entry["value"] for mode, leaves in tomllib.loads(text)["pull"].items() if mode != "elasticity" for leaf, entry in leaves.items()}


def residuals(rows, groups, tool, world, text, values):
    with tempfile.TemporaryDirectory() as own:
        # What is kept beside a pack goes with the folder around it.
        folder = Path(own) / "world"
        folder.mkdir()
        for path in Path(world).resolve().iterdir():
            if path.name != "parameters.toml":
                os.symlink(path, folder / path.name)
        (folder / "parameters.toml").write_text(with_pulls(text, values), encoding="utf-8")
        splits = modal_scopes.ask(tool, rows, folder)
    out = []
    for row, split in zip(rows, splits):
        share = None if isinstance(split, modal_scopes.Unmodelled) else modal_scopes.modelled_share(row, split, groups[row["group"], row["basis"], row["direction"]])
        if share is None:
            out.append(0.0)
            continue
        published = (float(row["share_low"]) + float(row["share_high"])) / 2
        off = share - published
        miss = np.sign(off) * (np.sqrt(1 + abs(off)) - 1)
        if published < SMALL:
            miss += SMALL_WEIGHT * np.log((share + LEAST) / (published + LEAST))
        out.append(WEIGHT[row["quality"]] ** 0.5 * miss)
    return np.array(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--tool", default="build/release/tool/sogdia")
    parser.add_argument("--world", default="data/world")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--write", help="the parameters.toml to put the result into")
    options = parser.parse_args()
    every = [row for row in read_splits(options.files) if row["share_low"] and not row["kind"].startswith("passage")]
    groups = defaultdict(list)
    for row in every:
        groups[row["group"], row["basis"], row["direction"]].append(row)
    rows = [row for row in every if not held_out(row) and WEIGHT.get(row["quality"], 0) > 0]
    text = (Path(options.world) / "parameters.toml").read_text(encoding="utf-8")
    start = read_pulls(text)
    at = np.array([start[name] for name in PULLS])

    def of(values):
        return residuals(rows, groups, options.tool, options.world, text, dict(zip(PULLS, values)))

    def cost(r, values):
        return float(r @ r + RIDGE * np.sum((values - first) ** 2))

    first, damping = at.copy(), 1.0
    here = of(at)
    print(f"{len(rows)} rows, cost {cost(here, at):.2f}")
    for round_ in range(options.rounds):
        with ThreadPoolExecutor(2) as pool:
            moved = list(pool.map(of, [at + STEP * np.eye(len(at))[k] for k in range(len(at))]))
        slope = np.array([(m - here) / STEP for m in moved]).T
        normal, right = slope.T @ slope + RIDGE * np.eye(len(at)), -(slope.T @ here + RIDGE * (at - first))
        while damping < 1e4:
            step = np.clip(np.linalg.solve(normal + damping * np.diag(np.diag(normal)), right), -LONGEST, LONGEST)
            trial = of(at + step)
            if cost(trial, at + step) < cost(here, at):
                at, here, damping = at + step, trial, damping / 4
                break
            damping *= 4
        else:
            break
        print(f"round {round_ + 1}: cost {cost(here, at):.2f}  " + "  ".join(f"{n} {v:.2f}" for n, v in zip(PULLS, at)), flush=True)
    if options.write:
        path = Path(options.write)
        made = with_pulls(path.read_text(encoding="utf-8"), dict(zip(PULLS, at)))
        temporary = path.with_suffix(".new")
        temporary.write_text(made, encoding="utf-8")
        shutil.move(temporary, path)


if __name__ == "__main__":
    main()
