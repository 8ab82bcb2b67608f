#!/usr/bin/env python3
"""Writes docs/reference/commands.md from the tool's own help, and the tables of docs/reference/outputs.md from its schema, so
that the pages cannot drift from the tool.

    scripts/gen_reference.py [--tool build/release/tool/sogdia] [--check]

--check writes nothing and exits 1 where a page is stale.
"""
import argparse
import difflib
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = ROOT / "docs" / "reference" / "commands.md"
OUTPUTS = ROOT / "docs" / "reference" / "outputs.md"
HEAD = """# Commands

<!-- Written by scripts/gen_reference.py from the tool's --help; edit tool/main.cpp, main_options.cpp instead. -->

Data goes to standard output, talk and errors to standard error. With `--json` a verb prints the object described under
[JSON](json.md), errors included. `sogdia completion bash|zsh|fish` prints the shell's completion script; `NO_COLOR` is respected.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | the data or the scenario is wrong; nothing was written |
| 2 | the command line is wrong |
| 3 | done, and an equilibrium did not converge |
| 4 | done, and a text has a likely error (`claims --exit-code`) |
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


def commands(tool):
    """The page of commands."""
    out = [HEAD]

    def add(words):
        text = help_of(tool, words)
        out.append(f"{'##' if len(words) < 2 else '###'} sogdia {' '.join(words)}".rstrip() + f"\n\n```text\n{text}\n```\n\n")
        for name in subcommands(text):
            add([*words, name])

    add([])
    return "".join(out).rstrip() + "\n"


def outputs(tool):
    """The page of outputs with the blocks of tables that the tool prints."""
    text = subprocess.run([tool, "data", "schema"], capture_output=True, text=True, check=True).stdout
    page = OUTPUTS.read_text()
    for part in re.split(r"^## Tables of a ", text, flags=re.MULTILINE)[1:]:
        name, tables = part.split("\n", 1)
        block = re.compile(rf"(<!-- tables of a {name}:[^\n]*-->\n).*?(<!-- end -->)", re.DOTALL)
        if not block.search(page):
            sys.exit(f"error: {OUTPUTS.name} has no block for the tables of a {name}")
        page = block.sub(lambda found: f"{found[1]}\n{tables.strip()}\n\n{found[2]}", page)
    return page


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", default=str(ROOT / "build" / "release" / "tool" / "sogdia"), help="the built tool")
    parser.add_argument("--check", action="store_true", help="say whether the pages are up to date, and write nothing")
    args = parser.parse_args()
    if not Path(args.tool).exists():
        sys.exit(f"error: there is no tool at {args.tool}\nhint: `make build` builds it, --tool names another")
    stale = False
    for path, fresh in ((COMMANDS, commands(args.tool)), (OUTPUTS, outputs(args.tool))):
        old = path.read_text() if path.exists() else ""
        if fresh == old:
            continue
        if args.check:
            stale = True
            sys.stderr.writelines(difflib.unified_diff(old.splitlines(True), fresh.splitlines(True), str(path.relative_to(ROOT)), "as the tool says"))
        else:
            path.write_text(fresh)
    if stale:
        sys.exit("error: a page is stale\nhint: `make reference` writes it anew")
    return 0


if __name__ == "__main__":
    sys.exit(main())
