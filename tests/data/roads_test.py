#!/usr/bin/env python3
"""How the land network is mended and thinned: cuts between dead ends, and ways between neighbouring places that stay short.

Needs numpy, scipy and shapely, else it says so and is skipped (77).
"""
import unittest

import needed  # noqa: F401  before what it looks for
import numpy as np
from geometry import km_between, sparse
from land.access import Finder
from land.backbone import EdgeIndex, chains, largest_around, near_pairs, spanning_paths
from land.bridges import facing_gaps
from land.graph import Graph
from land.shores import Shores
from land.simplify import from_paths, simplify
import shapely
from scipy.sparse import csgraph


def joined(points, edges, allowed=lambda i, j: np.ones(len(i), dtype=bool)):
    """The facing gaps of a graph drawn by hand, as pairs of nodes."""
    points = np.array(points, dtype=float)
    a, b = np.array(edges).T
    return {(i, j) for i, j, _ in facing_gaps(points, a, b, km_between(points[a], points[b]), allowed)}


class Cuts(unittest.TestCase):
    # A road along the equator, cut for 5.6 km between 2 and 3.
    LINE = [(0, 0), (0.2, 0), (0.4, 0), (0.45, 0), (0.65, 0), (0.85, 0)]
    EDGES = [(0, 1), (1, 2), (3, 4), (4, 5)]

    def test_dead_ends_that_face_each_other_are_joined(self):
        self.assertEqual(joined(self.LINE, self.EDGES), {(2, 3)})

    def test_a_short_way_round_leaves_the_cut_open(self):
        ring = [(0.2, 0), (0.35, 0), (0.4, 0), (0.45, 0), (0.5, 0), (0.65, 0), (0.42, 0.03)]
        self.assertEqual(joined(ring, [(0, 1), (1, 2), (3, 4), (4, 5), (1, 6), (6, 4)]), set())
        self.assertEqual(joined(ring[:6], [(0, 1), (1, 2), (3, 4), (4, 5)]), {(2, 3)})

    def test_roads_that_end_side_by_side_are_not_joined(self):
        side = [(0, 0), (0.2, 0), (0.4, 0), (0.4, 0.05), (0.2, 0.05), (0, 0.05)]
        self.assertEqual(joined(side, [(0, 1), (1, 2), (3, 4), (4, 5)]), set())

    def test_water_between_keeps_them_apart(self):
        self.assertEqual(joined(self.LINE, self.EDGES, lambda i, j: np.zeros(len(i), dtype=bool)), set())

    def test_a_cut_of_more_than_ten_kilometres_stays(self):
        self.assertEqual(joined([(x + (0.05 if x > 0.42 else 0), y) for x, y in self.LINE], self.EDGES), set())


class Backbone(unittest.TestCase):
    def setUp(self):
        # Two places at the ends of a straight road, and a longer one round that is all the backbone has.
        self.points = np.array([(0, 0), (1, 0), (2, 0), (1, 1)], dtype=float)
        self.a, self.b = np.array([0, 1, 0, 3]), np.array([1, 2, 3, 2])
        self.km = km_between(self.points[self.a], self.points[self.b])
        self.graph = Graph("road", self.points, np.array(["AAA"] * 4), self.a, self.b, self.km, np.full(4, "", dtype="<U40"), np.zeros(4, dtype=bool))
        self.chosen = np.array([False, False, True, True])

    def way(self):
        e = self.chosen
        return csgraph.dijkstra(sparse(4, self.a[e], self.b[e], self.km[e]), indices=0)[2]

    def test_a_way_that_goes_round_gets_its_shortest_path(self):
        added = spanning_paths(self.graph, self.km, np.array([[0, 2]]), self.chosen, EdgeIndex(self.graph), 1.05)
        self.assertEqual(added, 1)
        self.assertAlmostEqual(self.way(), self.km[:2].sum())

    def test_a_way_within_the_stretch_is_left(self):
        self.assertEqual(spanning_paths(self.graph, self.km, np.array([[0, 2]]), self.chosen, EdgeIndex(self.graph), 1.5), 0)

    def test_a_lone_town_counts_as_the_largest_around(self):
        points, people = np.array([(0, 0), (0.5, 0), (20, 0)], dtype=float), np.array([9e6, 1e6, 1e4])
        self.assertEqual(largest_around(points, people, 250).tolist(), [0, 2])

    def test_neighbours_are_those_of_the_triangulation_within_reach(self):
        points = np.array([(0, 0), (1, 0), (2, 0.1), (0, 1), (1, 1.1), (2, 1), (90, 0), (0, 89), (180, 0), (-90, 0), (0, -89)], dtype=float)
        pairs = {tuple(pair) for pair in near_pairs(points, 250).tolist()}
        self.assertIn((0, 1), pairs)
        self.assertNotIn((0, 5), pairs)


class Water(unittest.TestCase):
    # A mainland of two countries, an islet 2 km off it and an island 60 km off.
    SHORES = Shores({"AAA": shapely.box(0, 0, 1, 1), "BBB": shapely.union_all([shapely.box(1, 0, 2, 1), shapely.box(2.02, 0, 2.1, 1), shapely.box(2.6, 0, 3, 1)])})

    def test_one_land_is_never_apart_whatever_the_border(self):
        self.assertFalse(self.SHORES.apart((0.1, 0.5), (1.9, 0.5)))

    def test_a_strait_is_no_open_sea(self):
        self.assertFalse(self.SHORES.apart((1.9, 0.5), (2.05, 0.5)))
        self.assertTrue(self.SHORES.apart((1.9, 0.5), (2.7, 0.5)))

    def test_no_connector_leads_over_the_sea(self):
        points = np.array([(1.5, 0.5), (1.8, 0.5)])
        road = Finder(Graph("road", points, np.array(["BBB"] * 2), np.array([0]), np.array([1]), np.array([33.0]), np.array([""])))
        island = np.array([(2.7, 0.5)])
        self.assertEqual(road.nearest(island, 400, ["BBB"]).tolist(), [1])
        self.assertEqual(road.nearest(island, 400, ["BBB"], shores=self.SHORES).tolist(), [-1])


class Speed(unittest.TestCase):
    def test_a_line_with_a_speed_of_its_own_is_a_link_of_its_own(self):
        points = np.array([(x, 0) for x in range(5)], dtype=float)
        a, b = np.arange(4), np.arange(1, 5)
        graph = Graph("rail", points, np.array(["AAA"] * 5), a, b, np.full(4, 111.0), np.full(4, "", dtype="<U40"), np.zeros(4, dtype=bool),
                      np.array([0, 0, 27.0, 27.0]))
        ends = np.array([True, False, False, False, True])
        links = simplify(from_paths(graph, chains(graph, np.ones(4, dtype=bool), ends)), [0, 4])
        self.assertEqual(sorted((link.km, link.kmh) for link in links), [(222.0, 0.0), (222.0, 27.0)])


if __name__ == "__main__":
    unittest.main()
