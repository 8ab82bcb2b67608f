#!/usr/bin/env python3
"""Fail where an #include breaks the dependency rule that CMakeLists.txt states.

A file of src/sogdia/X may include headers of X and of the folders in X's DEPENDS (and of theirs); on a shelf of X, those
of the shelves before it (SHELVES). A heavy third-party header stands where HEAVY says and nowhere else."""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Shelves of a folder from the lowest; "" is what stands in the folder itself.
SHELVES = {
    "files": ["", "csv", "stata"],
    "gravity": ["formula", "sample", "factor", "effects", "errors", "poisson", "bias", "models", "tables", "after"],
    "study": ["asked", "world", "places", "imports", "pipeline", "answers", "answers/dependence", "tables", "estimates", ""],
    "report": ["charts", "facts", "maps", "sections", "pair", ""],
}
HEAVY = {
    "duckdb.h": {"src/sogdia/sql/duckdb_library.h"},
    "toml++/": {"src/sogdia/io/toml.cpp"},
    "CLI/": {"tool/main.cpp", "tool/main_options.cpp"},
}


def allowed_folders() -> dict[str, set[str]]:
    text = (ROOT / "CMakeLists.txt").read_text()
    direct = {}
    for call in re.findall(r"sogdia_library\(([^)]*)\)", text):
        words = call.split()
        depends = words[words.index("DEPENDS") + 1 :]
        direct[words[0]] = set(depends[: depends.index("LINKS")] if "LINKS" in depends else depends)
    allowed = {name: direct[name] | {name} for name in direct}
    allowed["python"] = set(direct) - {"sql"}  # all that `pip install .` builds
    return allowed


def shelf_of(path: str) -> tuple[str, int]:
    """(folder, how high its shelf stands), of a path below src/sogdia; -1 where the folder has no shelves."""
    parts = path.split("/")
    shelves = SHELVES.get(parts[0])
    return parts[0], -1 if shelves is None else shelves.index("/".join(parts[1:-1]))


def main() -> int:
    allowed = allowed_folders()
    faults = []
    files = sorted(p for folder in ("src", "tool", "python") for p in (ROOT / folder).rglob("*") if p.suffix in (".h", ".cpp"))
    for path in files:
        name = str(path.relative_to(ROOT))
        own_shelf = shelf_of(name.removeprefix("src/sogdia/")) if name.startswith("src/") else None
        folder = Path(name).parts[2] if name.startswith("src/") else "python" if name.startswith("python/") else None
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
            if not found:
                continue
            header = found.group(1)
            ours = re.match(r"sogdia/(\w+)/", header)
            if ours and folder and ours.group(1) not in allowed.get(folder, set()):
                faults.append(f"{name}:{number}: `{folder}` may not include `{header}` (allowed: {', '.join(sorted(allowed[folder]))})")
            if header.startswith("sogdia/") and own_shelf:
                other = shelf_of(header.removeprefix("sogdia/"))
                if other[0] == own_shelf[0] and other[1] > own_shelf[1]:
                    faults.append(f"{name}:{number}: `{header}` stands on a higher shelf")
            for heavy, places in HEAVY.items():
                if header.startswith(heavy) and name not in places:
                    faults.append(f"{name}:{number}: heavy header `{header}`; it stands in {', '.join(sorted(places))} alone")
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print(f"Includes of {len(files)} files keep the dependency rule")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
