#!/usr/bin/env python3
"""The full-resolution network: what is drawn from fork to fork loses no way, a box keeps what is inside, and a cut world is whole in itself.

    tests/data/full_world_test.py [--tool build/release/tool/sogdia] [--packages]

Needs numpy, scipy and shapely, else it says so and is skipped (77). With --packages a small box is built with the pinned packages, in a minute.
"""
import argparse
import csv
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import needed  # noqa: F401  before what it looks for
import extent
import numpy as np
import scipy.sparse as sp
from land.backbone import chains
from land.simplify import from_paths
from scipy.sparse import csgraph

SOURCE = Path(__file__).resolve().parents[2]

OPTIONS = None


class Graph:
    """A raw graph as land/graph.py has it: random, half of its lines drawn with bends."""

    def __init__(self, seed):
        rng = np.random.default_rng(seed)
        forks = int(rng.integers(4, 30))
        pairs = {tuple(sorted(rng.choice(forks, 2, replace=False))) for _ in range(2 * forks)}
        points, a, b = [rng.uniform(-80, 80, 2) for _ in range(forks)], [], []
        for u, v in sorted(pairs):
            bends = range(len(points), len(points) + int(rng.integers(0, 4)))
            points += [rng.uniform(-80, 80, 2) for _ in bends]
            way = [u, *bends, v]
            a += way[:-1]
            b += way[1:]
        self.lonlat, self.a, self.b = np.array(points), np.array(a), np.array(b)
        self.km = rng.uniform(0.1, 50, len(a))
        self.tag, self.crossing = np.full(len(a), "", dtype="<U40"), np.zeros(len(a), dtype=bool)
        self.kmh = np.zeros(len(a))


def distances(n, a, b, km):
    order = np.argsort(-np.asarray(km), kind="stable")  # of parallel lines the shortest is set last
    matrix = sp.lil_matrix((n, n))
    for k in order:
        matrix[a[k], b[k]] = matrix[b[k], a[k]] = km[k]
    return csgraph.dijkstra(matrix.tocsr())


class ForkToFork(unittest.TestCase):
    def test_no_way_between_forks_gets_longer_or_shorter(self):
        for seed in range(40):
            graph = Graph(seed)
            n = len(graph.lonlat)
            fixed = np.zeros(n, dtype=bool)
            fixed[np.random.default_rng(seed).integers(0, n, 3)] = True
            found = [c for c in from_paths(graph, chains(graph, np.ones(len(graph.a), dtype=bool), fixed)) if c.a != c.b]
            ends = np.unique([[c.a, c.b] for c in found])
            before = distances(n, graph.a, graph.b, graph.km)[np.ix_(ends, ends)]
            after = distances(n, [c.a for c in found], [c.b for c in found], [c.km for c in found])[np.ix_(ends, ends)]
            np.testing.assert_allclose(after, before, rtol=1e-12, err_msg=f"seed {seed}")
            degree = np.bincount(np.r_[graph.a, graph.b], minlength=n)
            self.assertTrue(set(np.flatnonzero((degree > 2) | ((degree == 1) | fixed) & (degree > 0))) <= set(ends), f"seed {seed}")


class Box(unittest.TestCase):
    def test_an_edge_stays_where_both_ends_are_inside(self):
        for seed in range(20):
            graph, rng = Graph(seed), np.random.default_rng(seed)
            west, east = rng.uniform(-80, 80, 2)  # west beyond east goes over the date line
            box = extent.Extent(west, -60, east, 60)
            lonlat, a, b, km = extent.within(graph.lonlat, graph.a, graph.b, graph.km, box)
            inside = np.array([box.holds(*point) for point in graph.lonlat])
            kept = np.flatnonzero(inside[graph.a] & inside[graph.b])
            np.testing.assert_array_equal(km, graph.km[kept])
            np.testing.assert_array_equal(lonlat[a], graph.lonlat[graph.a[kept]])
            np.testing.assert_array_equal(lonlat[b], graph.lonlat[graph.b[kept]])

    def test_what_is_no_box_is_refused(self):
        for text in ("", "1,2,3", "1,2,3,x", "0,50,10,40", "5,0,5,10", "-181,0,0,1", "0,0,1,91", "nan,0,1,1"):
            with self.assertRaises(SystemExit, msg=text):
                extent.parse(text)
        self.assertTrue(extent.parse("170,-20,-170,20").holds(179, 0))
        self.assertFalse(extent.parse("170,-20,-170,20").holds(0, 0))


class Built(unittest.TestCase):
    """A box of the Low Countries, built as a user builds it."""

    @classmethod
    def setUpClass(cls):
        if not OPTIONS.packages:
            raise unittest.SkipTest("--packages builds with the pinned packages")
        cls.scratch = Path(tempfile.mkdtemp(prefix="sogdia-full-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.scratch)
        cls.world = cls.scratch / "low"
        made = cls.call("data", "build", "--full", "--within", "3,50.5,7,53", "-o", cls.world, "--json")
        cls.made = json.loads(made)

    @classmethod
    def call(cls, *arguments):
        ran = subprocess.run([OPTIONS.tool, *map(str, arguments)], capture_output=True, text=True)
        if ran.returncode:
            raise AssertionError(f"{arguments}: {ran.stderr}")
        return ran.stdout

    def rows(self, name):
        file = self.world / f"{name}.csv"
        opened = gzip.open(f"{file}.gz", "rt", encoding="utf-8") if not file.exists() else open(file, encoding="utf-8")
        with opened as lines:
            return list(csv.DictReader(lines))

    def test_all_of_it_is_inside_and_nothing_leans_on_what_is_not(self):
        nodes = {row["node_id"]: row for row in self.rows("nodes")}
        for row in nodes.values():
            self.assertTrue(3 <= float(row["x_coord"]) <= 7 and 50.5 <= float(row["y_coord"]) <= 53, row)
        links = self.rows("links")
        self.assertEqual((len(nodes), len(links)), (self.made["nodes"], self.made["links"]))
        self.assertEqual({row[end] for row in links for end in ("from_node_id", "to_node_id")}, set(nodes))
        for table in ("places", "terminals"):
            self.assertTrue({row["node_id"] for row in self.rows(table)} <= set(nodes))

    def test_it_is_finer_than_the_embedded_one(self):
        with gzip.open(SOURCE / "data/world/links.csv.gz", "rt", encoding="utf-8") as lines:
            embedded = sum(1 for row in csv.DictReader(lines) if row["mode"] in ("road", "rail") and row["iso3"] == "NLD")
        here = sum(1 for row in self.rows("links") if row["mode"] in ("road", "rail") and row["iso3"] == "NLD")
        self.assertGreater(here, 5 * embedded)

    def test_every_verb_works_on_it(self):
        pack = ("--world", self.world)
        self.assertIn("road", self.call("route", "Rotterdam", "Antwerp", *pack))
        self.assertIn("Rotterdam", self.call("info", "Rotterdam", *pack))
        self.call("skim", "--zones", "8", "-o", self.scratch / "skim.csv", *pack)
        self.call("depend", "NLD", "BEL", *pack)
        self.call("brief", "NLD", "BEL", "-o", self.scratch / "brief.html", *pack)
        study = self.scratch / "study.toml"
        study.write_text('title = "A border shut"\n[base]\nyear = 2023\n[[change]]\nname = "shut"\nkind = "close"\ntarget = "border:BEL-NLD"\n')
        self.call("check", study, *pack)
        self.call("run", study, "-o", self.scratch / "run", "--format", "csv", *pack)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", default=str(SOURCE / "build/release/tool/sogdia"))
    parser.add_argument("--packages", action="store_true")
    OPTIONS, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
