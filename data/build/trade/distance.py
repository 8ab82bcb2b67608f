"""Distance between countries: population-weighted mean of great circles between their largest places, in km.

    d_ij = [ sum_{k in i} sum_{l in j} (p_k/p_i) (p_l/p_j) d_kl^-1 ]^-1      (Head & Mayer 2002, theta = -1)

Places come from the pack's own places.csv; a country without one is a point at its label.
"""
from pathlib import Path

import numpy as np

from common import EARTH_RADIUS_KM, read_csv

PLACES_PER_COUNTRY = 25
SHORTEST_KM = 20.0  # towns facing each other over a border are no closer than a day's delivery round


def weighted_points(parts_dir, iso3s):
    points = {iso3: [] for iso3 in iso3s}
    for row in read_csv(Path(parts_dir) / "places.csv"):
        population = float(row["population"] or 0)
        if row["iso3"] in points and population > 0:
            points[row["iso3"]].append((population, float(row["lon"]), float(row["lat"])))
    for row in read_csv(Path(parts_dir) / "countries.csv"):
        if row["iso3"] in points and not points[row["iso3"]]:
            points[row["iso3"]] = [(1.0, float(row["lon"]), float(row["lat"]))]
    return {iso3: np.array(sorted(rows, reverse=True)[:PLACES_PER_COUNTRY]) for iso3, rows in points.items()}


def unit_vectors(lonlat_degrees):
    lon, lat = np.radians(lonlat_degrees).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def distances(parts_dir, iso3s):
    """(n, n) km; the diagonal is the country's distance to itself by the same formula."""
    points = weighted_points(parts_dir, iso3s)
    weight = [points[c][:, 0] / points[c][:, 0].sum() for c in iso3s]
    vector = [unit_vectors(points[c][:, 1:]) for c in iso3s]
    matrix = np.zeros((len(iso3s), len(iso3s)))
    for i in range(len(iso3s)):
        for j in range(i, len(iso3s)):
            chord = np.linalg.norm(vector[i][:, None, :] - vector[j][None, :, :], axis=2)
            km = np.maximum(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2, 1)), SHORTEST_KM)
            matrix[i, j] = matrix[j, i] = 1 / (weight[i] @ (1 / km) @ weight[j])
    return matrix
