"""What part of the world a build covers: all of it, or a box of longitudes and latitudes.

A box is a world of its own: a row outside it, or that leans on one outside, is left out.
"""
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Extent:
    west: float = -180.0
    south: float = -90.0
    east: float = 180.0
    north: float = 90.0

    @property
    def whole(self):
        return self == Extent()

    def holds(self, lon, lat):
        """True, or an array of them; a box with west beyond east lies over the date line."""
        lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
        across = (self.west <= lon) & (lon <= self.east) if self.west <= self.east else (lon >= self.west) | (lon <= self.east)
        return across & (self.south <= lat) & (lat <= self.north)

    def rows(self, rows):
        """Those with `lon` and `lat` inside."""
        return [row for row in rows if self.holds(row["lon"], row["lat"])]


WORLD = Extent()


def parse(text):
    """`west,south,east,north` in degrees."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise SystemExit(f"`{text}` is no box: west,south,east,north in degrees, such as 5,45,16,55") from None
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south < north <= 90 and west != east):
        raise SystemExit(f"`{text}` is no box: longitudes from -180 to 180, latitudes from -90 to 90, south below north")
    return Extent(west, south, east, north)


def within(lonlat, a, b, km, extent):
    """The graph of (lonlat, a, b, km) whose edges have both ends inside, nodes counted anew."""
    if extent.whole:
        return lonlat, a, b, km
    inside = extent.holds(lonlat[:, 0], lonlat[:, 1])
    edges = inside[a] & inside[b]
    used = np.unique(np.r_[a[edges], b[edges]])
    new = np.full(len(lonlat), -1, dtype=np.int64)
    new[used] = np.arange(len(used))
    return lonlat[used], new[a[edges]], new[b[edges]], km[edges]
