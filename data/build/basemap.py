"""map.json: country outlines and borders for the drawn maps, from world-atlas countries-50m (Natural Earth, public domain).

Natural Earth's own table of disputed boundary lines is not in world-atlas. A border is listed as disputed where it touches a
unit drawn apart without an ISO number (Kosovo, Somaliland, Northern Cyprus, Siachen Glacier), Western Sahara or
Palestine, or in Kashmir, Aksai Chin, Arunachal Pradesh, Abyei and Halaib. Crimea, which Natural Earth draws with Russia and which is drawn here with Ukraine (A/RES/68/262).
"""
import json

import numpy as np
import shapely

from common import CRIMEA, natural_earth, ring_points

DISPUTED_UNITS = {"Kosovo", "Somaliland", "N. Cyprus", "Siachen Glacier", "W. Sahara", "Palestine"}
# Stretches inside ordinary borders that are disputed: Jammu and Kashmir, Aksai Chin, Arunachal Pradesh, Abyei, Halaib.
DISPUTED_BOXES = {frozenset(("IND", "PAK")): (73.3, 32.3, 78.0, 37.2), frozenset(("IND", "CHN")): (76.0, 27.5, 98.0, 36.5),
                  frozenset(("EGY", "SDN")): (30.0, 21.0, 37.5, 23.2), frozenset(("SDN", "SSD")): (26.5, 9.2, 30.0, 10.8)}


def pairs(points, places=2):
    """Rounded points without immediate repeats."""
    out = []
    for lon, lat in points:
        p = [round(float(lon), places) + 0.0, round(float(lat), places) + 0.0]
        if not out or out[-1] != p:
            out.append(p)
    return out


def build(world, names):
    arcs, units = natural_earth("50m")
    rings_of, users = {}, {}
    for iso3, name, polygons in units:
        for polygon in polygons:
            outer = ring_points(arcs, polygon[0])
            owner = iso3
            if iso3 == "RUS" and CRIMEA.contains(shapely.Point(*np.mean(outer, axis=0))):
                owner = "UKR"
            for ring in polygon:
                for arc in ring:
                    users.setdefault(arc if arc >= 0 else ~arc, []).append((owner, name))
                points = pairs(ring_points(arcs, ring))
                if len(points) >= 4:
                    rings_of.setdefault(owner or name, []).append(points)
    borders, disputed = [], []
    for arc, touching in sorted(users.items()):
        if len(touching) < 2:
            continue
        line, middle = pairs(arcs[arc]), arcs[arc][len(arcs[arc]) // 2]
        owners = frozenset(o for o, _ in touching)
        box = DISPUTED_BOXES.get(owners)
        if {name for _, name in touching} & DISPUTED_UNITS or (box and box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3]):
            disputed.append(line)
        elif len(owners) > 1:
            borders.append(line)
    countries = [{"iso3": key if len(key) == 3 and key.isupper() else "", "name": names.get(key, key), "rings": rings}
                 for key, rings in sorted(rings_of.items())]
    (world / "map.json").write_text(json.dumps({"countries": countries, "borders": borders, "disputed": disputed},
                                               ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return len(countries), len(borders), len(disputed)
