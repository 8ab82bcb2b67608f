#!/usr/bin/env python3
"""Runs studies/gravity.toml with the built tool and writes the table and the pictures of docs/validation/gravity.md.

    scripts/validate_gravity.py [--tool build/release/tool/sogdia]

Nothing is fitted to what is published; the script only measures.
"""
import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "validation" / "gravity.md"


def elasticity(value):
    return f"{value:.2f}"


def per_day(value):
    return f"{100 * value:.2f} %"


WRITE = {"elasticity": elasticity, "value_of_time": per_day}
NAMES = {"elasticity": "Distance elasticity", "value_of_time": "Value of a day, of the goods' value"}


def table(summary, measure):
    write = WRITE[measure]
    lines = [f"| {NAMES[measure]} | estimate | 95 % interval | flows |", "|---|---:|---:|---:|"]
    for row in summary["published"]:
        if row["measure"] == measure:
            lines.append(f"| *published: {row['source']}* | | {write(row['low'])} to {write(row['high'])} | |")
    for row in summary["measures"]:
        if row["measure"] == measure:
            interval = f"{write(row['low'])} to {write(row['high'])}" if row["bounded"] else "no end"
            lines.append(f"| {row['estimate']} | {write(row['value'])} | {interval} | {row['observations']:,} |")
    return "\n".join(lines)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--tool", default=str(ROOT / "build/release/tool/sogdia"))
    args = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        done = subprocess.run([args.tool, "run", str(ROOT / "studies/gravity.toml"), "-o", str(run), "--json"], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"error: {done.stderr.strip()}")
        summary = json.loads((run / "summary.json").read_text())
        regressions = (run / "regressions.md").read_text().strip()
        for picture in (run / "pictures").iterdir():
            shutil.copy(picture, PAGE.parent / "img" / f"gravity-{picture.stem.replace('_', '-')}.svg")
    page = PAGE.read_text()
    for name, text in (("elasticity", table(summary, "elasticity")), ("value", table(summary, "value_of_time")), ("regressions", regressions)):
        page, found = re.subn(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _: f"<!-- {name} -->\n{text}\n<!-- /{name} -->", page, flags=re.S)
        if found != 1:
            sys.exit(f"error: {PAGE} has no place for `{name}`")
    PAGE.write_text(page)
    print(PAGE)


if __name__ == "__main__":
    main()
