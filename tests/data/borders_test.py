#!/usr/bin/env python3
"""What a border takes, by rule and by hand, and which places have a rail terminal.

Needs numpy, scipy and shapely, else it says so and is skipped (77).
"""
import unittest

import needed  # noqa: F401  before what it looks for
import numpy as np
from common import AUTHORED
from land.access import rail_terminal_places
from land.crossings import Borders
from land.graph import Graph

BORDERS = Borders(AUTHORED / "parameters.toml", [])


def hours(a, b, mode):
    return BORDERS.cost(a, b, mode)["hours"]


class Unions(unittest.TestCase):
    def test_a_union_that_stops_lorries_takes_longer_than_one_that_does_not_and_less_than_a_border(self):
        for a, b in (("BWA", "ZAF"), ("BHR", "SAU"), ("KWT", "SAU")):
            self.assertLess(hours("DEU", "FRA", "road"), hours(a, b, "road"))
            self.assertLess(hours(a, b, "road"), hours("ZAF", "ZWE", "road"))

    def test_its_hours_are_the_mean_of_the_four_that_are_printed(self):
        self.assertAlmostEqual(hours("LSO", "ZAF", "road"), (5.5 + 4.5 + 3.5 + 3.06) / 4, delta=0.05)

    def test_its_trains_go_through(self):
        self.assertEqual(hours("BWA", "ZAF", "rail"), hours("DEU", "FRA", "rail"))

    def test_a_border_told_by_hand_comes_before_its_union(self):
        self.assertEqual(hours("ARE", "SAU", "road"), 30)


class Anew(unittest.TestCase):
    def test_hours_are_told_anew_and_closures_stand(self):
        row = {"iso3_a": "BWA", "iso3_b": "ZAF", "mode": "road", "hours": "0.5", "usd_per_tonne": "0", "open": "0", "gauge_change": "0", "source": "x"}
        BORDERS.tell_anew([row])
        self.assertEqual((row["hours"], row["open"], row["source"]), (hours("BWA", "ZAF", "road"), "0", "land_border_rules"))


class RailTerminals(unittest.TestCase):
    # A line along the equator; places at it, 20 km off it, and as far a capital.
    GRAPH = Graph("rail", np.array([(0.0, 0.0), (1.0, 0.0)]), np.array(["AAA"] * 2), np.array([0]), np.array([1]), np.array([111.0]), np.array([""]))

    def test_a_border_town_on_a_line_has_one_and_a_town_off_it_has_none(self):
        places = [dict(place_id=f"AAA-{k}", lon=str(lon), lat=str(lat), population=str(people), capital=capital)
                  for k, (lon, lat, people, capital) in enumerate([(0, 0.01, 300, "0"), (0, 0.18, 50_000, "0"), (1, 0.18, 50_000, "1")])]
        self.assertEqual(rail_terminal_places(places, np.array([0, 0, 1]), self.GRAPH, set()), [0, 2])


if __name__ == "__main__":
    unittest.main()
