"""Checks the hand-authored tables: counts, keys, enums, dates, sums, and that every source key exists.

    python3 data/authored/check_authored.py [WORLD]

With WORLD (a folder with places.csv and terminals.csv, or ports.csv and airports.csv) it also checks that the places
and terminals named here exist. Prints each fault and exits 1 when there is one. Standard library only.
"""
import csv
import re
import sys
import tomllib
from pathlib import Path

from check_records import (check_blocs, check_customs, check_events, check_forums, check_months, check_partner_trade, check_pipelines,
                           check_pledges, check_signatories, check_votes, trade_of_pairs)
from check_sources import check_cited, read_sources
from checking import HERE, IS_ISO3, STATUS, fault, faults, great_circle_km, iso3, number, one_of, point

TABLES = {  # name: (columns, key)
    "sources": ("source title publisher url licence date accessed kind package version note", "source"),
    "customs": ("reporter partner flow period from_date to_date cumulative_months value_usd growth growth_basis status source",
                "reporter partner flow period"),
    "un_resolutions": ("resolution date name yes no abstain absent by_country source", "resolution"),
    "un_votes": ("resolution date iso3 vote source", "resolution iso3"),
    "seen": ("exporter importer from_year to_year value_from value_to currency change status source note", "exporter importer from_year to_year"),
    "blocs": ("bloc name iso3 from_year to_year status source", "bloc iso3"),
    "bri_signatories": ("iso3 status year source year_other source_other", "iso3 status"),
    "food_values": ("iso3 year value_usd tonnes source tonnes_source note", "iso3 year"),
    "passages": ("passage name lon lat hours usd_per_tonne open large_ships large_ships_source headroom headroom_source iso3 note status names source", "passage"),
    "pledges": ("pledge_id date parties flow target_usd by_year text outcome_usd outcome_year reached source outcome_source", "pledge_id"),
    "events": ("date kind parties title source", "date kind title"),
    "forums": ("forum_id name host place from_date to_date announced_countries announced_leaders announced_participants announced_source "
               "actual_countries actual_leaders actual_organizations actual_participants actual_source note", "forum_id"),
    "projects": ("project_id name kind iso3 lon lat project_status started_year opened_year cost_usd cost_status cost_source summary "
                 "source", "project_id"),
    "pipelines": ("pipeline_id name names goods countries from_place to_place km capacity unit opened_year pipeline_status flow flow_year "
                  "shut_from shut_to loads_ships bypasses status source note", "pipeline_id"),
    "pipeline_stops": ("pipeline_id part goods both_ways status stops source note", "pipeline_id part"),
    "links": ("link name mode kind iso3 stops km speed_kmh gauge opened_year status source accessed note", "link"),
    "road_delays": ("iso3 hours_per_100_km source note", "iso3"),
    "rail_delays": ("iso3 hours_per_100_km source note", "iso3"),
    "project_changes": ("project_id change target to mode value unit note source", "project_id change target to mode"),
    "zones": ("zone_id name iso3 lon lat node_id opened_year effect project_id status source", "zone_id"),
    "corridors": ("corridor_id name seq node mode_to_next source", "corridor_id seq"),
    "corridor_projects": ("corridor_id project_id", "corridor_id project_id"),
    "terminal_names": ("name terminal_id lat lon at source", "terminal_id name"),
    "demonyms": ("name code kind source", "code name"),
    "exchange_rates": ("currency year per_usd status source", "currency year"),
    "partner_trade": ("reporter partner flow from_date to_date currency value_bn digit_bn growth_percent status source",
                      "reporter partner flow from_date to_date currency source"),
}
CHANGES = {  # change: unit
    "build_line": "speed_kmh", "upgrade_line": "speed_kmh", "terminal_dwell": "hours",
    "terminal_handling": "usd_per_tonne", "new_terminal": "", "crossing_hours": "hours", "zone": "",
}
PROJECTS = {"port", "railway", "road", "airport", "zone", "crossing", "pipeline", "train", "canal"}
LINKS = {"sea", "rail", "road", "air", "ferry", "inland_water"}
PASSAGES = ("suez panama malacca bosporus dardanelles bab_el_mandeb hormuz gibraltar dover oresund sunda "
            "cape_of_good_hope northern_sea_route northwest kiel magellan").split()
ZONE_KM = 60  # how far a zone may lie from the node that stands for it

def read(name):
    columns, key = (part.split() for part in TABLES[name])
    raw = (HERE / f"{name}.csv").read_bytes()
    if b"\r" in raw:
        fault(f"{name}.csv", "lines must end in LF")
    rows = list(csv.DictReader(raw.decode("utf-8").splitlines()))
    if rows and list(rows[0]) != columns:
        fault(f"{name}.csv", f"columns are {list(rows[0])}, expected {columns}")
        return rows
    seen = set()
    for line, row in enumerate(rows, 2):
        row["_where"] = f"{name}.csv, row {line}"
        k = tuple(row[c] for c in key)
        if k in seen:
            fault(row["_where"], f"key {k} stands twice")
        seen.add(k)
        for cell in row.values():
            if cell is None or cell != cell.strip():
                fault(row["_where"], f"a missing cell or space round `{cell}`")
    return rows


def leaves(table, path=()):
    for name, value in table.items():
        if isinstance(value, dict) and "value" in value:
            yield ".".join((*path, name)), value
        elif isinstance(value, dict):
            yield from leaves(value, (*path, name))
        else:
            yield ".".join((*path, name)), None


def check_parameters(sources):
    found = {}
    for name, leaf in leaves(tomllib.loads((HERE / "parameters.toml").read_text())):
        where = f"parameters.toml, {name}"
        if leaf is None or set(leaf) != {"value", "unit", "source", "status"}:
            fault(where, "a leaf needs value, unit, source and status")
            continue
        found[name] = leaf["value"]
        if leaf["status"] not in STATUS:
            fault(where, f"status is `{leaf['status']}`")
        if leaf["source"] not in sources:
            fault(where, f"no source `{leaf['source']}` in sources.csv")
        if not isinstance(leaf["value"], (int, float)) or (leaf["value"] < 0 and not name.startswith("pull.")):
            fault(where, f"value is {leaf['value']}")
    for mode in LINKS:
        for table in ("speed", "cost"):
            if f"{table}.{mode}" not in found:
                fault("parameters.toml", f"no {table}.{mode}")
    for kind in ("port", "rail", "airport"):
        for size in ("large", "medium", "small"):
            for what in ("dwell_hours", "handling_usd_per_tonne"):
                if f"terminal.{kind}.{size}.{what}" not in found:
                    fault("parameters.toml", f"no terminal.{kind}.{size}.{what}")
    for key in ("access.land_km.sea", "access.land_km.rail", "access.land_km.air", "places.rho", "places.density", "places.internal_km_least",
                "places.internal_kmh", "places.internal_usd_per_tonne_km", "embargo.kappa_hat", "weights.places_per_country"):
        if key not in found:
            fault("parameters.toml", f"no {key}")
    theta = [found.get(f"elasticity.theta.{k}", 0) for k in ("low", "mid", "high")]
    if not theta[0] < theta[1] < theta[2]:
        fault("parameters.toml", f"elasticity.theta must rise from low to high, found {theta}")
    shares = sum(v for k, v in found.items() if k.startswith("sector.") and k.endswith(".share") and ".general." not in k)
    if abs(shares - 1) > 1e-9:
        fault("parameters.toml", f"shares of the named sectors sum to {shares}")


def check_stops(parts, pipelines):
    """Every pipeline has a way, of its own goods, through the countries that it names; all stops of one name lie in one place."""
    lines, at = {row["pipeline_id"]: row for row in pipelines}, {}
    for row in parts:
        where, line = f"pipeline_stops.csv: {row['pipeline_id']}/{row['part']}", lines.get(row["pipeline_id"])
        one_of(row, "goods", {"crude oil", "gas"}), one_of(row, "both_ways", {"0", "1"}), one_of(row, "status", {"", "open", "closed"})
        if not line and not row["pipeline_id"].startswith("field_"):
            fault(where, "is no row of pipelines.csv")
        if line and row["goods"] != line["goods"]:
            fault(where, f"carries {row['goods']}, and pipelines.csv says {line['goods']}")
        for stop in row["stops"].split(";"):
            if stop == "sea:" or stop.startswith("port:"):
                continue
            found = re.fullmatch(r"([A-Z]{3}):([^@]+)@(-?[\d.]+) (-?[\d.]+)[-+=]?", stop)
            if not found or not -180 <= float(found[3]) <= 180 or not -90 <= float(found[4]) <= 90:
                fault(where, f"`{stop}` is no stop: ISO:Name@lon lat and +, - or =")
            elif at.setdefault(found.group(1, 2), found.group(3, 4)) != found.group(3, 4):
                fault(where, f"{found[2]} lies in two places")
    for missing in sorted(set(lines) - {row["pipeline_id"] for row in parts}):
        fault("pipeline_stops.csv", f"no way of `{missing}`")


def check_passages(rows):
    for row in rows:
        point(row), number(row, "hours", 0, 240), number(row, "usd_per_tonne", 0, 50), one_of(row, "open", {"0", "1"}), one_of(row, "large_ships", {"0", "1"}), one_of(row, "status", STATUS)
    names = {row["passage"]: row["open"] for row in rows}
    for passage in PASSAGES:
        if passage not in names:
            fault("passages.csv", f"no passage {passage}")
    if names.get("northern_sea_route") != "0" or names.get("northwest") != "0":
        fault("passages.csv", "the Arctic passages are closed in the base")


def check_projects(projects, changes, zones, places, terminals):
    for row in projects:
        one_of(row, "kind", PROJECTS), iso3(row, "iso3"), point(row)
        one_of(row, "project_status", {"open", "construction", "planned", "stalled", "cancelled"})
        one_of(row, "cost_status", STATUS, empty=True), number(row, "cost_usd", 1e7, 1e11, empty=True)
        begun, opened = number(row, "started_year", 1990, 2030, empty=True), number(row, "opened_year", 1990, 2030, empty=True)
        if (row["project_status"] == "open") != (opened is not None):
            fault(row["_where"], "an open project has an opened_year, and only an open one")
        if begun is not None and opened is not None and opened < begun:
            fault(row["_where"], "opened before it started")
        if bool(row["cost_usd"]) != bool(row["cost_status"]):
            fault(row["_where"], "cost_usd and cost_status go together")
        if bool(row["cost_usd"]) != bool(row["cost_source"]):
            fault(row["_where"], "cost_usd and cost_source go together")
        if not row["name"] or not row["summary"]:
            fault(row["_where"], "name or summary is empty")
    known = {row["project_id"] for row in projects}
    for row in changes:
        one_of(row, "change", CHANGES)
        if row["project_id"] not in known:
            fault(row["_where"], f"no project `{row['project_id']}`")
        if row["unit"] != CHANGES.get(row["change"]):
            fault(row["_where"], f"unit is `{row['unit']}`, expected `{CHANGES.get(row['change'])}`")
        number(row, "value", 0.1, 1000, empty=row["change"] in ("new_terminal", "zone"))
        if row["change"] in ("build_line", "upgrade_line"):
            one_of(row, "mode", {"rail", "road"})
            for end in (row["target"], row["to"]):
                if places and end not in places:
                    fault(row["_where"], f"no place `{end}`")
        elif row["change"].startswith("terminal") or row["change"] == "new_terminal":
            if terminals and row["target"] not in terminals:
                fault(row["_where"], f"no terminal `{row['target']}`")
        elif row["change"] == "crossing_hours":
            one_of(row, "mode", {"rail", "road"})
            pair = row["target"].split("-")
            if len(pair) != 2 or not all(IS_ISO3.match(code) for code in pair) or pair != sorted(pair):
                fault(row["_where"], f"target is `{row['target']}`, expected two alpha-3 codes in alphabetical order")
    if len(known) < 60:
        fault("projects.csv", f"{len(known)} projects, at least 60 are wanted")
    for kind in sorted(PROJECTS):
        if not any(row["kind"] == kind for row in projects):
            fault("projects.csv", f"no project of kind {kind}")
    changed = {row["project_id"] for row in changes}
    if len(changed) < 60:
        fault("project_changes.csv", f"{len(changed)} projects change the network, at least 60 are wanted")
    for row in zones:
        iso3(row, "iso3"), point(row), one_of(row, "status", STATUS), number(row, "effect", 0, 1, empty=True)
        if row["project_id"] not in known:
            fault(row["_where"], f"no project `{row['project_id']}`")
        at = {**terminals, **places}.get(row["node_id"])
        if places and at is None:
            fault(row["_where"], f"no place or terminal `{row['node_id']}`")
        elif at and (far := great_circle_km(float(row["lon"]), float(row["lat"]), *at)) > ZONE_KM:
            fault(row["_where"], f"its node `{row['node_id']}` lies {far:.0f} km away")
    return known


def check_corridors(rows, members, known, places, terminals):
    chains = {}
    for row in rows:
        chains.setdefault(row["corridor_id"], []).append(row)
        if places and row["node"] not in places and row["node"] not in terminals:
            fault(row["_where"], f"no place or terminal `{row['node']}`")
    for name, chain in chains.items():
        chain.sort(key=lambda row: int(row["seq"]))
        if [int(row["seq"]) for row in chain] != list(range(1, len(chain) + 1)):
            fault("corridors.csv", f"{name}: seq must run from 1 without a gap")
        for row in chain[:-1]:
            one_of(row, "mode_to_next", LINKS)
        if chain[-1]["mode_to_next"]:
            fault(chain[-1]["_where"], "the last stop has no mode_to_next")
    for row in members:
        if row["corridor_id"] not in chains or row["project_id"] not in known:
            fault(row["_where"], f"no corridor `{row['corridor_id']}` or no project `{row['project_id']}`")
    if len(chains) < 9:
        fault("corridors.csv", f"{len(chains)} corridors, nine are wanted")


def check_terminal_names(rows, terminals):
    for row in rows:
        number(row, "lat", -90, 90, empty=True), number(row, "lon", -180, 180, empty=True)
        if bool(row["lat"]) != bool(row["lon"]):
            fault(row["_where"], "lat and lon go together")
        if not row["at"]:
            fault(row["_where"], "`at` tells where in the source the name stands")
        if terminals and row["terminal_id"] not in terminals:
            fault(row["_where"], f"no terminal `{row['terminal_id']}`")


def check_demonyms(rows):
    for row in rows:
        one_of(row, "kind", {"name", "short name", "abbreviation", "adjective", "prefix", "capital", "office", "leader"})
        if not row["code"].isupper():
            fault(row["_where"], f"code is `{row['code']}`, expected a country or a group in capitals")
    for code in {row["code"] for row in rows if not IS_ISO3.match(row["code"])}:
        if sum(row["code"] == code and row["kind"] == "name" for row in rows) != 1:
            fault("demonyms.csv", f"group `{code}` needs one row of kind `name`")


def check_exchange_rates(rows):
    years = {}
    for row in rows:
        number(row, "per_usd", 1e-3, 1e6), one_of(row, "status", STATUS)
        years.setdefault(row["currency"], set()).add(int(number(row, "year", 1990, 2100)))
    for currency, seen in years.items():
        if sorted(seen) != list(range(min(seen), max(seen) + 1)):
            fault("exchange_rates.csv", f"a year of {currency} is missing")


BUILT = {"geonames_names", "hand_ports"}  # sources of the build, whose coordinates a length is computed from


def check_links(rows, sources):
    for row in rows:
        one_of(row, "mode", {"road", "rail", "ferry", "inland_water"})
        one_of(row, "status", {"open", "closed"})
        stops = row["stops"].split(";")
        if len(stops) < 2 or not all(stops):
            fault(row["_where"], f"link `{row['link']}` needs two stops or more")
        if row["source"] not in sources and row["source"] not in BUILT:
            fault(row["_where"], f"no source `{row['source']}` in sources.csv")
        if bool(row["km"]) != (row["source"] not in BUILT) and row["status"] == "open":
            fault(row["_where"], f"link `{row['link']}`: a published length has its document, a computed one the source of its coordinates")
        if row["km"]:
            number(row, "km", 0.5, 10_000)
        if row["source"] not in BUILT and not row["accessed"]:
            fault(row["_where"], f"link `{row['link']}` does not say when its length was read")


def points(world, names, column):
    """{id: (lon, lat)} of the tables of a world."""
    found = {}
    for name in names:
        path = Path(world) / f"{name}.csv"
        if path.exists():
            for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
                found[row[column]] = float(row["lon"]), float(row["lat"])
    return found


def main(world=None):
    faults.clear()
    tables = {name: read(name) for name in TABLES}
    places = points(world, ["places"], "place_id") if world else {}
    terminals = points(world, ["terminals", "ports", "airports", "land_terminals"], "terminal_id") if world else {}
    sources = read_sources(fault)
    check_cited({name: rows for name, rows in tables.items() if name != "links"}, sources, fault)
    check_links(tables["links"], sources)
    for row in tables["sources"]:
        one_of(row, "kind", {"authored", "package"})
    flows = list(csv.DictReader((HERE / "bilateral_flows.csv").read_text(encoding="utf-8").splitlines()))
    check_parameters(sources)
    check_customs(tables["customs"])
    check_votes(tables["un_votes"], tables["un_resolutions"])
    check_blocs(tables["blocs"])
    check_signatories(tables["bri_signatories"], tables["blocs"])
    check_passages(tables["passages"])
    check_stops(tables["pipeline_stops"], tables["pipelines"])
    check_pledges(tables["pledges"], trade_of_pairs(tables["customs"], flows))
    check_events(tables["events"])
    check_forums(tables["forums"], tables["events"])
    check_pipelines(tables["pipelines"])
    for row in tables["road_delays"] + tables["rail_delays"]:
        iso3(row, "iso3"), number(row, "hours_per_100_km", 0, 24)
    known = check_projects(tables["projects"], tables["project_changes"], tables["zones"], places, terminals)
    check_terminal_names(tables["terminal_names"], terminals)
    check_demonyms(tables["demonyms"])
    check_exchange_rates(tables["exchange_rates"])
    check_partner_trade(tables["partner_trade"], {row["currency"] for row in tables["exchange_rates"]},
                        {"WLD"} | {row["code"] for row in tables["demonyms"] if not IS_ISO3.match(row["code"])})
    check_months(tables["partner_trade"], tables["customs"])
    check_corridors(tables["corridors"], tables["corridor_projects"], known, places, terminals)
    return list(faults), {name: len(rows) for name, rows in tables.items()}


if __name__ == "__main__":
    found, counts = main(sys.argv[1] if len(sys.argv) > 1 else None)
    for line in found:
        print(line, file=sys.stderr)
    print(" ".join(f"{name} {n}" for name, n in counts.items()))
    sys.exit(1 if found else 0)
