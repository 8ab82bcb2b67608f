"""What every step of the world build shares: paths, CSV writing, great circles, polygons, the sources it used."""
import csv
import gzip
import importlib.metadata
import json
import math
import os
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely

BUILD = Path(__file__).resolve().parent
ROOT = BUILD.parent.parent
NPM = Path(os.environ.get("SOGDIA_NODE_MODULES") or BUILD / "node_modules").resolve()
AUTHORED = BUILD.parent / "authored"

EARTH_RADIUS_KM = 6371.0088
KM_PER_NAUTICAL_MILE = 1.852

# Natural Earth 50m units without an ISO number, and the country whose statistics hold them.
UNNUMBERED = {"Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM", "Siachen Glacier": "IND", "Indian Ocean Ter.": "CCK"}
# Natural Earth draws Crimea with Russia; GeoNames places and A/RES/68/262 hold it as Ukraine.
CRIMEA = shapely.box(32.4, 44.3, 36.62, 46.12)


def text(value):
    """One CSV cell: empty for None, 0/1 for booleans, the shortest decimal for numbers."""
    if value is None:
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "1" if value else "0"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (float, np.floating)):
        value = float(value)
        if not math.isfinite(value):
            raise ValueError(f"not a finite number: {value}")
        if value == int(value) and abs(value) < 1e15:
            return str(int(value))
        return repr(value)
    return str(value)


def write_csv(path, columns, rows, key):
    """Writes rows (dicts) sorted by `key` (a column name or a tuple of them), which must be unique."""
    key = (key,) if isinstance(key, str) else tuple(key)
    table = [[text(row.get(column)) for column in columns] for row in rows]
    at = [columns.index(column) for column in key]
    table.sort(key=lambda cells: [sortable(cells[i]) for i in at])
    seen = set()
    for cells in table:
        k = tuple(cells[i] for i in at)
        if k in seen:
            raise ValueError(f"{Path(path).name}: key {key} = {k} stands twice")
        seen.add(k)
    unknown = {name for row in rows for name in row} - set(columns)
    if unknown:
        raise ValueError(f"{Path(path).name}: columns {sorted(unknown)} are not in the schema")
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(table)


def sortable(cell):
    """Sorts s2 before s10: letters as letters, then digits as a number."""
    head = cell.rstrip("0123456789")
    tail = cell[len(head):]
    return (head, int(tail) if tail else -1)


def read_csv(path):
    """Rows as dicts; a table that stands gzipped beside the asked name is read from there."""
    path = Path(path)
    if not path.exists() and (packed := path.with_name(path.name + ".gz")).exists():
        path = packed
    opened = gzip.open(path, "rt", encoding="utf-8", newline="") if path.suffix == ".gz" else open(path, encoding="utf-8", newline="")
    with opened as lines:
        return list(csv.DictReader(lines))


def ascii_name(name):
    """Ascii form of a place name for ids: `Ürümqi` gives `Urumqi`, spaces give `_`."""
    special = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
               "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "ı": "i", "ə": "a", "Ə": "A", "’": "'", "‘": "'", "ʻ": "'",
               "ħ": "h", "Ħ": "H", "–": "-"}
    swapped = "".join(special.get(c, c) for c in name)
    plain = unicodedata.normalize("NFKD", swapped).encode("ascii", "ignore").decode()
    return plain.strip().replace(" ", "_")


def plain_key(name):
    """A name reduced for matching: ascii, lower case, letters and digits only."""
    return "".join(c for c in ascii_name(name).lower() if c.isalnum())


def great_circle_km(lon_a, lat_a, lon_b, lat_b):
    """Haversine distance on the mean earth radius; scalars or arrays."""
    lon_a, lat_a, lon_b, lat_b = (np.radians(v) for v in (lon_a, lat_a, lon_b, lat_b))
    h = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(h, 0, 1)))


def path_km(points):
    """Length of a chain of (lon, lat) points."""
    p = np.asarray(points, dtype=float)
    return float(np.sum(great_circle_km(p[:-1, 0], p[:-1, 1], p[1:, 0], p[1:, 1])))


def npm_dir(name):
    """The installed npm package `name`."""
    folder = NPM / name
    if not folder.is_dir():
        raise FileNotFoundError(f"no npm package {name} in {NPM}; run npm ci --prefix data/build")
    return folder


def npm_version(name):
    return json.loads((npm_dir(name) / "package.json").read_text())["version"]


def pypi_file(distribution, ending):
    """The installed file of a PyPI package whose path ends with `ending`; the package is never imported."""
    for file in importlib.metadata.distribution(distribution).files:
        if str(file).endswith(ending):
            return Path(importlib.metadata.distribution(distribution).locate_file(file))
    raise FileNotFoundError(f"{distribution} has no {ending}; pip install -r data/build/requirements.txt")


@lru_cache
def iso_codes():
    """(iso2 -> iso3, numeric -> iso3), with Kosovo's user-assigned XK / XKX, which ISO 3166 does not list."""
    codes = json.loads((npm_dir("i18n-iso-countries") / "codes.json").read_text())
    iso2 = {row[0]: row[1] for row in codes}
    number = {row[2]: row[1] for row in codes}
    iso2["XK"] = "XKX"
    return iso2, number


@lru_cache
def natural_earth(resolution):
    """Decoded world-atlas TopoJSON: arcs (arrays of lon, lat) and [(iso3 or None, name, list of polygons of rings of arc numbers)]."""
    topology = json.loads((npm_dir("world-atlas") / f"countries-{resolution}.json").read_text())
    scale, translate = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]
    number = iso_codes()[1]
    units = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        iso3 = number.get(str(geometry.get("id", "")).zfill(3)) or UNNUMBERED.get(name)
        if geometry["type"] in ("Polygon", "MultiPolygon"):
            rings = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
            units.append((iso3, name, rings))
    return arcs, units


def ring_points(arcs, ring):
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]
    return np.concatenate([parts[0]] + [part[1:] for part in parts[1:]])


@lru_cache
def country_shapes(resolution="50m"):
    """iso3 -> shapely geometry. Crimea is moved to Ukraine."""
    arcs, units = natural_earth(resolution)
    shapes = {}
    for iso3, _name, polygons in units:
        if iso3:
            shapes.setdefault(iso3, []).extend(
                shapely.make_valid(shapely.Polygon(ring_points(arcs, p[0]), [ring_points(arcs, h) for h in p[1:]]))
                for p in polygons)
    shapes = {iso3: shapely.union_all(parts) for iso3, parts in sorted(shapes.items())}
    crimea = shapely.intersection(shapes["RUS"], CRIMEA)
    shapes["RUS"] = shapely.difference(shapes["RUS"], crimea)
    shapes["UKR"] = shapely.union(shapes["UKR"], crimea)
    return shapes


@lru_cache
def authored_ids():
    """Every place, port and airport id that the authored tables name; the build must have all of them."""
    found = set()
    for table, columns in (("corridors", ["node"]), ("project_changes", ["target", "to"]), ("zones", ["node_id"])):
        file = AUTHORED / f"{table}.csv"
        for row in read_csv(file) if file.exists() else []:
            found |= {row[c] for c in columns if re.fullmatch(r"[A-Z]{3}-.*[a-z].*|port:.*|air:.*", row[c] or "")}
    return found
