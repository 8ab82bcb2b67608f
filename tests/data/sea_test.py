#!/usr/bin/env python3
"""Direct lanes between ports where the network goes far round.

Needs numpy, scipy and shapely, else it says so and is skipped (77).
"""
import unittest

import needed  # noqa: F401  before what it looks for
import numpy as np
import shapely
from common import great_circle_km
from sea.direct import LEAST_KM, ROUND, direct

SHUT = ("ice",)


class Coast:
    """Land as sea.network.Land has it: pieces to keep clear of."""

    def __init__(self, *boxes):
        self.pieces = np.array([shapely.box(*box) for box in boxes], dtype=object)


def port(name, lon, lat):
    return {"terminal_id": name, "lon": lon, "lat": lat}


def line(a, b, km, passage=None):
    return {"from_node_id": a, "to_node_id": b, "length": km, "mode": "sea", "passage": passage}


FAR_AWAY = (100, 40, 101, 41)
PORTS = [port("port:A", 0, 0), port("port:B", 5, 0), port("port:HUB", 2.5, 12)]
ROUND_BY_HUB = [line("port:A", "port:HUB", 1400), line("port:HUB", "port:B", 1400)]


class DirectLanes(unittest.TestCase):
    def test_neighbours_that_a_hub_joins_get_a_lane(self):
        self.assertEqual(direct(ROUND_BY_HUB, PORTS, [], Coast(FAR_AWAY), SHUT), [("port:A", "port:B", round(float(great_circle_km(0, 0, 5, 0)), 2))])

    def test_land_or_a_gate_between_keeps_them_apart(self):
        self.assertEqual(direct(ROUND_BY_HUB, PORTS, [], Coast((2, -5, 3, 5)), SHUT), [])
        self.assertEqual(direct(ROUND_BY_HUB, PORTS, [("suez", shapely.LineString([(2, -5), (2, 5)]))], Coast(FAR_AWAY), SHUT), [])

    def test_a_way_that_is_straight_enough_stays(self):
        km = float(great_circle_km(0, 0, 5, 0)) * ROUND + LEAST_KM
        near = [*ROUND_BY_HUB, line("port:A", "port:B", km - 1)]
        self.assertEqual(direct(near, PORTS, [], Coast(FAR_AWAY), SHUT), [])
        self.assertEqual(len(direct([*ROUND_BY_HUB, line("port:A", "port:B", km - 1, "ice")], PORTS, [], Coast(FAR_AWAY), SHUT)), 1)

    def test_seas_that_no_line_joins_stay_apart(self):
        apart = [line("port:A", "s1", 10), line("port:B", "s2", 10)]
        self.assertEqual(direct(apart, PORTS, [], Coast(FAR_AWAY), SHUT), [])

    def test_one_lane_serves_the_islands_behind_it(self):
        # A chain of islands, each a short way from the next: only its ends lack a lane to the mainland's side.
        chain = [port("port:C", 0.8, 0.3), *PORTS]
        links = [*ROUND_BY_HUB, line("port:A", "port:C", 95)]
        self.assertEqual(len(direct(links, chain, [], Coast(FAR_AWAY), SHUT)), 1)


if __name__ == "__main__":
    unittest.main()
