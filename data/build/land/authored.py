"""data/authored/links.csv: trunk roads, bridges, ferries and railways that the raw graph lacks, as rows like those of land/hand_links.csv.

A row is a chain of stops, one segment between each two. A stop is a town by its GeoNames name, with its country before it where the row has
several (`CHL:Arica`), or a point set by hand (`@-69.40 -22.66`). The published length is shared out by great circles; where there is none the length
is the great circles' times SINUOSITY.
"""
from functools import lru_cache

import numpy as np

from common import AUTHORED, iso_codes, plain_key, read_csv
from geometry import km_between
from places.names import read_places

# First quartile of way over great circle between neighbouring places 40 to 150 km apart in the pack (measured by check_holes.py's pairs, 745 of them):
# 1.21 by road. A quarter, since a stop's neighbour on the same road is what is meant. Railways are as long as the roads beside them.
SINUOSITY = {"road": 1.21, "rail": 1.21, "ferry": 1.05}


@lru_cache
def towns():
    """(iso3, plain name) -> (population, lon, lat) of the largest place of that name."""
    iso3_of, found = iso_codes()[0], {}
    for city in read_places():
        iso3 = iso3_of.get(city["iso2"])
        for name in [city["name"], *city["names"]]:
            key = (iso3, plain_key(name))
            value = (city["name"] == name, city["population"], float(city["lon"]), float(city["lat"]))
            if key[1] and value > found.get(key, (False, -1, 0, 0)):
                found[key] = value
    return {key: value[2:] for key, value in found.items()}


def stop_point(row, stop):
    """(lon, lat) of one stop, and the country it says."""
    iso3, _, name = stop.rpartition(":") if ":" in stop else (row["iso3"], "", stop)
    if name.startswith("@"):
        lon, lat = name[1:].split()
        return float(lon), float(lat)
    if (iso3, plain_key(name)) not in towns():
        raise ValueError(f"data/authored/links.csv: {row['link']}: GeoNames has no `{name}` in {iso3}")
    return towns()[(iso3, plain_key(name))]


def authored_rows(modes=("road", "rail", "ferry")):
    """One row for every segment."""
    found = []
    for row in read_csv(AUTHORED / "links.csv"):
        if row["mode"] not in modes:
            continue
        points = np.array([stop_point(row, stop) for stop in row["stops"].split(";")])
        straight = km_between(points[:-1], points[1:])
        factor = float(row["km"]) / straight.sum() if row["km"] else SINUOSITY[row["mode"]]
        if factor < 1:
            raise ValueError(f"data/authored/links.csv: {row['link']}: {row['km']} km is shorter than the great circles, {straight.sum():.0f} km")
        for k, km in enumerate(straight * factor):
            found.append(dict(link=f"{row['link']}/{k + 1}", mode=row["mode"], kind=row["kind"], lon_a=points[k, 0], lat_a=points[k, 1],
                              lon_b=points[k + 1, 0], lat_b=points[k + 1, 1], km=round(float(km), 2), speed_kmh=row["speed_kmh"],
                              opened_year=row["opened_year"], gauge=row["gauge"], status=row["status"], reason=row["name"], url=row["source"], guessed=not row["km"]))
    return found
