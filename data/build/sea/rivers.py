"""Rivers and canals: the rows of data/authored/links.csv whose mode is inland_water, as links from port to port.

The length is the published one, shared out by great circles, or the great circles' times SINUOSITY.
"""
import numpy as np

from common import AUTHORED, BUILD, great_circle_km, read_csv

# Navigable Rhine over the great circles between the ports of this table: 833 km of river kilometres against 650.
SINUOSITY = 1.3


def rows():
    return [row for row in read_csv(AUTHORED / "links.csv") if row["mode"] == "inland_water"]


def ports():
    """UN/LOCODEs of all stops."""
    return {code for row in rows() for code in row["stops"].split(";")}


def inland_ports():
    """Those that no sea-going ship reaches but by a row of the table: every stop set by hand for it."""
    return {row["unlocode"] for row in read_csv(BUILD / "terminals/hand_ports.csv") if row["reason"].startswith("on the ")}


def links(port_rows):
    """Rows of links.csv."""
    at = {row["terminal_id"].removeprefix("port:"): row for row in port_rows}
    found = []
    for row in rows():
        stops = [at[code] for code in row["stops"].split(";")]
        points = np.array([[float(stop["lon"]), float(stop["lat"])] for stop in stops])
        straight = great_circle_km(points[:-1, 0], points[:-1, 1], points[1:, 0], points[1:, 1])
        factor = float(row["km"]) / straight.sum() if row["km"] else SINUOSITY
        if factor < 1:
            raise ValueError(f"data/authored/links.csv: {row['link']}: {row['km']} km is shorter than the great circles, {straight.sum():.0f} km")
        for a, b, km in zip(stops, stops[1:], straight * factor):
            found.append({"link_id": f"river:{a['terminal_id'][5:]}-{b['terminal_id'][5:]}", "from_node_id": a["node_id"], "to_node_id": b["node_id"],
                          "directed": 0, "length": round(float(km), 2), "mode": "inland_water", "facility": row["kind"], "status": row["status"],
                          "iso3": a["iso3"] if a["iso3"] == b["iso3"] else "", "free_speed": float(row["speed_kmh"]) if row["speed_kmh"] else None, "opened_year": row["opened_year"], "source": row["source"]})
    return found
