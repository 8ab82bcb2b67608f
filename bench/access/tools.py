"""The tools of the comparison: where each one comes from, whether it is here, and how it is run on a graph folder."""
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Tool:
    """`command(folder, matrix, threads, seconds)`; `absent` says why it cannot run, empty where it can."""

    def __init__(self, name, version, command, threads=True, absent=""):
        self.name, self.version, self.command, self.threads, self.absent = name, version, command, threads, absent


def program(name, version, path, hint, budget):
    """One of our own programs of bench/access, made by the build."""
    absent = "" if os.access(path, os.X_OK) else f"{os.path.relpath(path)} is not built: {hint}"
    return Tool(name, version, lambda folder, out, threads, seconds: [str(path), folder, out, str(threads)] + ([str(seconds)] if budget else []),
                absent=absent)


def boost_version():
    header = Path("/usr/include/boost/version.hpp")
    line = next((line for line in header.read_text().splitlines() if "define BOOST_LIB_VERSION" in line), "") if header.exists() else ""
    return line.split('"')[1].replace("_", ".") if '"' in line else "?"


def crates(target):
    """The Rust program of peers/, compiled for this machine's processor: its path, or why there is none."""
    if not shutil.which("cargo"):
        return None, "no cargo here (Rust 1.85 or later)"
    flags = {"RUSTFLAGS": "-C target-cpu=native", "CXXFLAGS": "-march=native"}
    done = subprocess.run(["cargo", "build", "--release", "--locked", "--manifest-path", HERE / "peers" / "Cargo.toml", "--target-dir", target],
                          capture_output=True, text=True, env={**os.environ, **flags})
    if done.returncode:
        return None, "cargo build failed: " + next((line for line in done.stderr.splitlines() if line.startswith("error")), "no message")
    return Path(target) / "release" / "peers", ""


def all_tools(build, scratch):
    found = [program("Sogdia", "", build / "bench" / "bench_access_matrix", "cmake --preset release -DSOGDIA_BENCH=ON; cmake --build build/release", False)]
    path, absent = crates(scratch / "cargo")
    for name, version in (("cch", "0.3.0"), ("routingkit-cch", "0.1.4")):
        found.append(Tool(name, version, lambda folder, out, threads, _, name=name: [str(path), name, folder, out, str(threads)], absent=absent))
    found.append(program("Boost.Graph", boost_version(), build / "bench" / "bench_access_boost",
                         "apt-get install libboost-graph-dev, then cmake again", True))
    for package, threads in (("igraph", False), ("scipy", False), ("aequilibrae", True), ("scgraph", False)):
        here = importlib.util.find_spec(package) is not None
        found.append(Tool({"aequilibrae": "AequilibraE"}.get(package, package), importlib.metadata.version(package) if here else "",
                          lambda folder, out, count, seconds, package=package:
                          [sys.executable, str(HERE / "python_peers.py"), package, folder, out, str(count), str(seconds)],
                          threads, "" if here else f"no package {package}: pip install -r bench/access/requirements.txt"))
    return found
