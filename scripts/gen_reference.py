#!/usr/bin/env python3
"""Writes docs/reference/commands.md from the tool's own help, so that the page cannot drift from the tool.

    scripts/gen_reference.py [--tool build/release/tool/sogdia] [--check]

--check writes nothing and exits 1 where the page is stale.
"""
import argparse
import difflib
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "commands.md"
HEAD = """# Commands

<!-- Written by scripts/gen_reference.py from the tool's --help; edit tool/main.cpp instead. -->

Data goes to standard output, talk and errors to standard error. With `--json` a verb prints the object described under
[JSON](json.md), errors included. `sogdia completion bash|zsh|fish` prints the shell's completion script; `NO_COLOR` is respected.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | the data or the scenario is wrong; nothing was written |
| 2 | the command line is wrong |
| 3 | done, and an equilibrium did not converge |
| 130 | interrupted; nothing was written |

"""


def help_of(tool, words):
    environment = dict(os.environ, COLUMNS="100", NO_COLOR="1")
    done = subprocess.run([tool, *words, "--help"], capture_output=True, text=True, env=environment, check=True)
    # The footer on exit codes is in the page's head once.
    text = re.split(r"^Exit codes:", done.stdout, flags=re.MULTILINE)[0]
    return "\n".join(line.rstrip() for line in text.strip().replace(str(tool), "sogdia").splitlines())


def subcommands(text):
    """Names under the heading for subcommands, in the help's order."""
    section = re.split(r"^subcommands:\s*$", text, flags=re.IGNORECASE | re.MULTILINE)
    return re.findall(r"^  (\w+)(?:\s|$)", section[1], flags=re.MULTILINE) if len(section) > 1 else []


def page(tool):
    out = [HEAD]

    def add(words):
        text = help_of(tool, words)
        out.append(f"{'##' if len(words) < 2 else '###'} sogdia {' '.join(words)}".rstrip() + f"\n\n```text\n{text}\n```\n\n")
        for name in subcommands(text):
            add([*words, name])

    add([])
    return "".join(out).rstrip() + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", default=str(ROOT / "build" / "release" / "tool" / "sogdia"), help="the built tool")
    parser.add_argument("--check", action="store_true", help="say whether the page is up to date, and write nothing")
    args = parser.parse_args()
    if not Path(args.tool).exists():
        sys.exit(f"error: there is no tool at {args.tool}\nhint: `make build` builds it, --tool names another")
    fresh = page(args.tool)
    old = PAGE.read_text() if PAGE.exists() else ""
    if fresh == old:
        return 0
    if args.check:
        sys.stderr.writelines(difflib.unified_diff(old.splitlines(True), fresh.splitlines(True), str(PAGE.relative_to(ROOT)), "as the tool says"))
        sys.exit("error: the page is stale\nhint: `make reference` writes it anew")
    PAGE.write_text(fresh)
    return 0


if __name__ == "__main__":
    sys.exit(main())
