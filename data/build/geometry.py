"""Points on the sphere as arrays whose last axis is (lon, lat), and graphs of them as sparse matrices."""
import numpy as np
import scipy.sparse as sp

from common import EARTH_RADIUS_KM, great_circle_km


def km_between(p, q):
    return great_circle_km(p[..., 0], p[..., 1], q[..., 0], q[..., 1])


def unit_vectors(lonlat):
    """Points on the unit sphere, so that a 3-D KD-tree finds true neighbours across the antimeridian."""
    lon, lat = np.radians(lonlat[..., 0]), np.radians(lonlat[..., 1])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def chord(km):
    """The 3-D distance on the unit sphere that corresponds to a great circle of `km`."""
    return 2 * np.sin(np.asarray(km) / EARTH_RADIUS_KM / 2)


def sparse(n, a, b, km):
    """Symmetric CSR matrix, of parallel edges the shortest; lengths keep a floor, as csgraph reads an explicit zero as no edge."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((km, high, low))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (low[order][1:] != low[order][:-1]) | (high[order][1:] != high[order][:-1])
    a, b, km = low[order][first], high[order][first], np.maximum(np.asarray(km)[order][first], 1e-3)
    return sp.csr_matrix((np.r_[km, km], (np.r_[a, b], np.r_[b, a])), shape=(n, n))
