"""Which country a point of the land network lies in (world-atlas countries-10m, Natural Earth).

A point outside every polygon (a bridge, a causeway, a coast drawn coarsely) belongs to the nearest one.
"""
import json
from pathlib import Path

import numpy as np
import shapely

# Natural Earth units without an ISO number, and the country whose statistics hold them.
UNNUMBERED = {"Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM", "Baikonur": "KAZ", "USNB Guantanamo Bay": "CUB",
              "Dhekelia": "CYP", "Akrotiri": "CYP", "Cyprus U.N. Buffer Zone": "CYP", "Siachen Glacier": "IND"}
# What Natural Earth draws by who holds it and the pack's places hold otherwise (GeoNames; A/RES/68/262 for Crimea).
MOVED = [(shapely.box(32.4, 44.3, 36.62, 46.12), "RUS", "UKR"), (shapely.box(-17.3, 20.7, -8.66, 27.667), "MAR", "ESH")]


def find_package(sources_dir, name):
    """The unpacked npm package `name` below `sources_dir`, whatever the installer called its folder."""
    for base in (Path(sources_dir), Path(sources_dir) / "node_modules"):
        for candidate in [base / name, *sorted(base.glob(name + "-[0-9]*"))]:
            if candidate.is_dir():
                return candidate
    raise FileNotFoundError(f"no npm package {name} below {sources_dir}; npm ci --prefix data/build")


def numeric_to_iso3(sources_dir):
    codes = json.loads((find_package(sources_dir, "i18n-iso-countries") / "codes.json").read_text())
    return {number: iso3 for _iso2, iso3, number, *_ in codes}


def on_the_map(shape):
    """world-atlas stitches polygons across the antimeridian; cut what hangs over it and bring it back."""
    west, _, east, _ = shape.bounds if not shape.is_empty else (0, 0, 0, 0)
    if west >= -180 and east <= 180:
        return shape
    turns = [shapely.transform(shape, lambda p, k=k: p + np.array([360.0 * k, 0])) for k in (-1, 0, 1)]
    return shapely.union_all([shapely.intersection(turn, shapely.box(-180, -90, 180, 90)) for turn in turns])


def country_polygons(sources_dir):
    """iso3 -> shapely geometry, decoded from TopoJSON arcs."""
    topology = json.loads((find_package(sources_dir, "world-atlas") / "countries-10m.json").read_text())
    scale, translate = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]

    def ring(indices):
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
        points = np.concatenate([parts[0]] + [part[1:] for part in parts[1:]])
        return np.column_stack([np.unwrap(points[:, 0], period=360), points[:, 1]])

    def polygon(rings):
        loops = [ring(loop) for loop in rings]
        if len(loops[0]) < 4:  # an islet quantized to a point
            return shapely.Polygon()
        return on_the_map(shapely.make_valid(shapely.Polygon(loops[0], [loop for loop in loops[1:] if len(loop) >= 4])))

    iso3_of = numeric_to_iso3(sources_dir)
    shapes = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        iso3 = iso3_of.get(str(geometry.get("id", "")).zfill(3)) or UNNUMBERED.get(name)
        if iso3 is None or geometry["type"] not in ("Polygon", "MultiPolygon"):
            continue
        rings = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        shapes.setdefault(iso3, []).extend(polygon(r) for r in rings)
    shapes = {iso3: shapely.union_all(parts) for iso3, parts in sorted(shapes.items())}
    for box, of, to in MOVED:
        moved = shapely.intersection(shapes[of], box)
        shapes[of] = shapely.difference(shapes[of], moved)
        shapes[to] = shapely.union(shapes[to], moved)
    return shapes


def assign_iso3(lonlat, shapes):
    """iso3 of every point, as an array of 3-character strings."""
    found = np.full(len(lonlat), "", dtype="<U3")
    pieces, owner = [], []
    for iso3, shape in shapes.items():
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon":
                pieces.append(part)
                owner.append(iso3)
    # Large polygons are cut on a 5-degree grid so that each point meets few vertices.
    small, small_owner = [], []
    for part, iso3 in zip(pieces, owner):
        west, south, east, north = part.bounds
        if max(east - west, north - south) <= 6:
            small.append(part)
            small_owner.append(iso3)
            continue
        for x in np.arange(np.floor(west / 5) * 5, east, 5):
            for y in np.arange(np.floor(south / 5) * 5, north, 5):
                cut = shapely.intersection(part, shapely.box(x, y, x + 5, y + 5))
                if cut.area > 0:
                    small.append(cut)
                    small_owner.append(iso3)
    tree = shapely.STRtree(small)
    small_owner = np.array(small_owner)
    for start in range(0, len(lonlat), 50000):
        points = shapely.points(lonlat[start:start + 50000])
        hit, polygon = tree.query(points, predicate="intersects")
        # Where polygons overlap by a hair the first in iso3 order wins.
        order = np.lexsort((polygon, hit))[::-1]
        found[start + hit[order]] = small_owner[polygon[order]]
    lost = np.flatnonzero(found == "")
    if len(lost):
        found[lost] = small_owner[tree.nearest(shapely.points(lonlat[lost]))]
    return found
