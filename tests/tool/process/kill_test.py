#!/usr/bin/env python3
"""Kills `sogdia run`, `data import baci` and `estimate` at random moments, over earlier output with a user's files beside it.

After every kill the target is the whole old or the whole new, and what is the user's is as it was; after one more run that
is left to end, nothing else lies beside it.

    tests/tool/process/kill_test.py --tool build/release/tool/sogdia --kills 200
    tests/tool/process/kill_test.py --tool build/release/tool/sogdia --kills 20 --world data/world
"""
import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[3]
# What a user may have beside the target, names that look like leftovers included.
MINE = {"neighbour.txt": "mine", "o.tmp-5/thesis.txt": "mine", "o.old-5/thesis.txt": "mine", "o.sogdia-77/thesis.txt": "mine",
        "o.csv.tmp-5": "mine", "o.csv.sogdia-7": "mine"}


def snapshot(path: Path) -> dict[str, str] | None:
    """Every file below a path with the hash of its bytes, but the mark, which names its own folder; None where there is nothing."""
    if path.is_file():
        return {"": hashlib.sha256(path.read_bytes()).hexdigest()}
    if not path.is_dir():
        return None
    return {str(p.relative_to(path)): hashlib.sha256(p.read_bytes()).hexdigest() if p.is_file() else "folder"
            for p in sorted(path.rglob("*")) if p.name != ".sogdia"}


class Case:
    """A verb with two commands whose outputs differ, and the names that it writes."""

    def __init__(self, name: str, commands: list[list[str]], targets: list[str]):
        self.name, self.commands, self.targets = name, commands, targets
        self.whole: list[dict] = []
        self.seconds = 0.0

    def state(self, folder: Path) -> dict:
        return {target: snapshot(folder / target) for target in self.targets}


def cases(world: Path) -> list[Case]:
    import_ = ["data", "import", "baci", "-o", "o", "--overwrite", "--world", str(world)]
    run = ["run", "-o", "o", "--overwrite", "--world", str(world)]
    estimate = ["estimate", "table.csv", "--fitted", "o.csv", "--effects", "o.parquet", "-o", "o.md", "--formula"]
    return [Case("run", [run + ["one.toml"], run + ["two.toml", "--format", "csv"]], ["o"]),
            Case("data import", [import_ + ["one.csv"], import_ + ["two.csv"]], ["o"]),
            Case("estimate", [estimate + ["y ~ x | g"], estimate + ["y ~ x + z | g"]], ["o.csv", "o.parquet", "o.md"])]


def fill(folder: Path) -> None:
    for name, text in MINE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    study = 'title = "{}"\n[[change]]\nname = "c"\nkind = "build"\nprojects = "all"\n[brief]\npairs = [["CHN", "RUS"]]\n'
    (folder / "one.toml").write_text(study.format("One"))
    (folder / "two.toml").write_text(study.format("Two"))
    for name, value in (("one.csv", 1000), ("two.csv", 2000)):
        (folder / name).write_text(f"exporter,importer,year,value_kusd\nCHN,RUS,2023,{value}\n")
    draw = random.Random(1)
    rows = "".join(f"{draw.random():.5f},{draw.random():.5f},{draw.random():.5f},g{k % 500}\n" for k in range(50000))
    (folder / "table.csv").write_text("y,x,z,g\n" + rows)


def start(tool: str, command: list[str], folder: Path) -> subprocess.Popen:
    return subprocess.Popen([tool, *command], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE)


def finish(tool: str, command: list[str], folder: Path) -> float:
    begun = time.monotonic()
    process = start(tool, command, folder)
    _, words = process.communicate()
    if process.returncode != 0:
        sys.exit(f"{command}: exit {process.returncode}\n{words.decode(errors='replace')}")
    return time.monotonic() - begun


def expect(good: bool, case: Case, what: str) -> None:
    if not good:
        sys.exit(f"{case.name}: {what}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--world", type=Path, default=SOURCE / "tests/data/toy-world")
    parser.add_argument("--seed", type=int, default=None)
    args = parser.parse_args()
    tool = os.path.abspath(args.tool)
    seed = args.seed if args.seed is not None else random.SystemRandom().randrange(10**6)
    draw = random.Random(seed)
    print(f"seed {seed}")
    counts = {"old": 0, "new": 0, "mixed files of one command": 0, "ended before the kill": 0, "left beside": 0}
    with tempfile.TemporaryDirectory(prefix="sogdia-kill-") as root:
        all_cases = []
        for case in cases(args.world.resolve()):
            folder = Path(root, case.name.replace(" ", "-"))
            folder.mkdir()
            fill(folder)
            for command in case.commands:
                case.seconds = finish(tool, command, folder)
                case.whole.append(case.state(folder))
            expect(case.whole[0] != case.whole[1], case, "the two commands write the same, so that the test would see nothing")
            all_cases.append((case, folder))
        names = [{entry.name for entry in folder.iterdir()} for _, folder in all_cases]
        last = [1] * len(all_cases)
        for kill in range(args.kills):
            k = kill % len(all_cases)
            case, folder = all_cases[k]
            old, new = case.whole[last[k]], case.whole[1 - last[k]]
            process = start(tool, case.commands[1 - last[k]], folder)
            time.sleep(draw.uniform(0, case.seconds * 1.05))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            counts["ended before the kill"] += process.returncode == 0
            now = case.state(folder)
            for target in case.targets:
                expect(now[target] in (old[target], new[target]), case, f"`{target}` is neither the old nor the new")
            counts["old" if now == old else "new" if now == new else "mixed files of one command"] += 1
            counts["left beside"] += {entry.name for entry in folder.iterdir()} != names[k]
            for name, text in MINE.items():
                expect((folder / name).is_file() and (folder / name).read_text() == text, case, f"`{name}` is lost")
            finish(tool, case.commands[1 - last[k]], folder)
            last[k] = 1 - last[k]
            expect(case.state(folder) == new, case, "the run after the kill wrote something else")
            for name, text in MINE.items():
                expect((folder / name).is_file() and (folder / name).read_text() == text, case, f"`{name}` is lost")
            expect({entry.name for entry in folder.iterdir()} == names[k], case,
                   f"left lying: {sorted({entry.name for entry in folder.iterdir()} - names[k])}")
    print(f"{args.kills} kills: " + ", ".join(f"{what} {count}" for what, count in counts.items()))


if __name__ == "__main__":
    main()
