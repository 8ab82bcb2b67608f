"""Checks the hand-authored tables: counts, keys, enums, dates, sums, and that every source key exists.

    python3 data/authored/check_authored.py [WORLD]

With WORLD (a folder with places.csv and terminals.csv, or ports.csv and airports.csv) it also checks that the places
and terminals named here exist. Prints each fault and exits 1 when there is one. Standard library only.
"""
import csv
import datetime
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ISO3 = re.compile(r"[A-Z]{3}$")
STATUS = {"observed", "estimated"}
TABLES = {  # name: (columns, key)
    "sources": ("source title publisher url licence date kind package version note", "source"),
    "customs": ("reporter partner flow period from_date to_date cumulative_months value_usd growth status source",
                "reporter partner flow period"),
    "un_votes": ("resolution date iso3 vote source", "resolution iso3"),
    "blocs": ("bloc name iso3 from_year to_year source", "bloc iso3"),
    "bri_signatories": ("iso3 year status source", "iso3 year"),
    "passages": ("passage name lon lat hours usd_per_tonne open note status names source", "passage"),
    "pledges": ("pledge_id date parties flow target_usd by_year text outcome_usd outcome_year reached source", "pledge_id"),
    "events": ("date kind parties title source", "date kind title"),
    "projects": ("project_id name kind iso3 lon lat project_status started_year opened_year cost_usd cost_status summary source",
                 "project_id"),
    "project_changes": ("project_id change target to mode value unit note source", "project_id change target to mode"),
    "zones": ("zone_id name iso3 lon lat node_id opened_year effect project_id status source", "zone_id"),
    "corridors": ("corridor_id name seq node mode_to_next source", "corridor_id seq"),
    "corridor_projects": ("corridor_id project_id", "corridor_id project_id"),
    "terminal_names": ("name terminal_id lat lon at source", "terminal_id name"),
    "demonyms": ("name code kind source", "code name"),
    "exchange_rates": ("currency year per_usd status source", "currency year"),
}
CHANGES = {  # change: unit
    "build_line": "speed_kmh", "upgrade_line": "speed_kmh", "terminal_dwell": "hours",
    "terminal_handling": "usd_per_tonne", "new_terminal": "", "crossing_hours": "hours", "zone": "",
}
LINKS = {"sea", "rail", "road", "air", "ferry", "inland_water"}
PASSAGES = ("suez panama malacca bosporus dardanelles bab_el_mandeb hormuz gibraltar dover oresund sunda "
            "cape_of_good_hope northern_sea_route northwest kiel magellan").split()
SIZES = {"EU": 28, "G7": 7, "SCO": 10, "EAEU": 5, "ASEAN": 11, "BRICS": 5, "BRICS+": 10, "Schengen": 29}  # ever members

faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


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


def one_of(row, column, allowed, empty=False):
    if row[column] not in allowed and not (empty and not row[column]):
        fault(row["_where"], f"{column} is `{row[column]}`, expected one of {sorted(allowed)}")


def number(row, column, low, high, empty=False):
    if not row[column]:
        if not empty:
            fault(row["_where"], f"{column} is empty")
        return None
    try:
        value = float(row[column])
    except ValueError:
        fault(row["_where"], f"{column} is `{row[column]}`, not a number")
        return None
    if not low <= value <= high:
        fault(row["_where"], f"{column} is {value}, outside {low}..{high}")
    return value


def day(row, column, empty=False):
    if not row[column] and empty:
        return
    try:
        datetime.date.fromisoformat(row[column])
    except ValueError:
        fault(row["_where"], f"{column} is `{row[column]}`, expected YYYY-MM-DD")


def iso3(row, column):
    for code in row[column].split(";"):
        if not ISO3.match(code):
            fault(row["_where"], f"{column} is `{row[column]}`, expected ISO 3166 alpha-3 codes")


def point(row):
    number(row, "lon", -180, 180)
    number(row, "lat", -90, 90)


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
        if not isinstance(leaf["value"], (int, float)) or leaf["value"] < 0:
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


def check_customs(rows):
    total = {}
    for row in rows:
        one_of(row, "flow", {"total", "exports", "imports"})
        one_of(row, "status", STATUS)
        iso3(row, "reporter"), iso3(row, "partner"), day(row, "from_date"), day(row, "to_date")
        number(row, "value_usd", 1e6, 1e13), number(row, "cumulative_months", 1, 12), number(row, "growth", -0.9, 5, empty=True)
        match = re.match(r"(\d{4})(?:-01\.\.\1-(\d\d))?$", row["period"])
        if not match or int(match[2] or 12) != int(row["cumulative_months"]) or row["to_date"][:7] != f"{match[1]}-{int(match[2] or 12):02d}":
            fault(row["_where"], f"period `{row['period']}` does not fit its dates and months")
        total.setdefault((row["reporter"], row["partner"], row["period"]), {})[row["flow"]] = (float(row["value_usd"]), row["_where"])
    for key, flows in total.items():
        if len(flows) == 3:
            gap = flows["total"][0] - flows["exports"][0] - flows["imports"][0]
            if abs(gap) > 0.15e9:  # figures printed to a tenth of a billion
                fault(flows["total"][1], f"{key}: total minus exports minus imports is {gap:.0f} USD")
    for year in range(2014, 2025):
        if len(total.get(("CHN", "RUS", str(year)), {})) != 3:
            fault("customs.csv", f"China's trade with Russia in {year} needs total, exports and imports")
    months = {p for a, b, p in total if (a, b) == ("CHN", "RUS") and p.startswith("2023-01..")}
    if len(months) != 10:
        fault("customs.csv", f"the cumulative months of 2023 are {sorted(months)}, expected February to November")


def check_votes(rows):
    for row in rows:
        one_of(row, "vote", {"yes", "no", "abstain", "absent"}), iso3(row, "iso3"), day(row, "date")
    count = Counter(row["vote"] for row in rows if row["resolution"] == "A/RES/ES-11/1")
    if count != {"yes": 141, "no": 5, "abstain": 35, "absent": 12}:
        fault("un_votes.csv", f"A/RES/ES-11/1 has {dict(count)}, printed 141 for, 5 against, 35 abstentions, 12 absent")


def check_blocs(rows):
    for row in rows:
        iso3(row, "iso3")
        first, last = number(row, "from_year", 1900, 2030), number(row, "to_year", 1900, 2030, empty=True)
        if last is not None and last < first:
            fault(row["_where"], "to_year before from_year")
    count = Counter(row["bloc"] for row in rows)
    for bloc, size in SIZES.items():
        if count[bloc] != size:
            fault("blocs.csv", f"{bloc} has {count[bloc]} members, expected {size}")


def check_signatories(rows):
    signed = {}
    for row in rows:
        iso3(row, "iso3"), number(row, "year", 2013, 2030), one_of(row, "status", {"signed", "withdrew"})
        signed.setdefault(row["iso3"], {})[row["status"]] = row["year"]
    for code, years in signed.items():
        if "signed" not in years or years.get("withdrew", "9999") < years["signed"]:
            fault("bri_signatories.csv", f"{code} withdrew without having signed before")
    if not 150 <= len(signed) <= 160:
        fault("bri_signatories.csv", f"{len(signed)} signatories, expected about 155")


def check_passages(rows):
    for row in rows:
        point(row), number(row, "hours", 0, 240), number(row, "usd_per_tonne", 0, 50), one_of(row, "open", {"0", "1"}), one_of(row, "status", STATUS)
    names = {row["passage"]: row["open"] for row in rows}
    for passage in PASSAGES:
        if passage not in names:
            fault("passages.csv", f"no passage {passage}")
    if names.get("northern_sea_route") != "0" or names.get("northwest") != "0":
        fault("passages.csv", "the Arctic passages are closed in the base")


def check_pledges(rows):
    for row in rows:
        day(row, "date"), one_of(row, "flow", {"trade", "exports", "imports"}), one_of(row, "reached", {"yes", "no", "open"})
        target, outcome = number(row, "target_usd", 1e8, 1e14), number(row, "outcome_usd", 1e8, 1e14, empty=True)
        number(row, "by_year", 1990, 2060, empty=True), number(row, "outcome_year", 1990, 2030, empty=True)
        if row["reached"] != "open" and outcome is None:
            fault(row["_where"], f"reached is `{row['reached']}` without an outcome")
        elif outcome is not None and (row["reached"] == "yes") != (outcome >= target):
            fault(row["_where"], f"reached is `{row['reached']}` with an outcome of {outcome:.0f} on a target of {target:.0f}")


def check_events(rows):
    for row in rows:
        day(row, "date"), one_of(row, "kind", {"visit", "forum", "agreement", "sanction", "war", "pledge"})


def check_projects(projects, changes, zones, places, terminals):
    for row in projects:
        one_of(row, "kind", {"port", "railway", "road", "airport", "zone", "crossing"}), iso3(row, "iso3"), point(row)
        one_of(row, "project_status", {"open", "construction", "planned", "stalled", "cancelled"})
        one_of(row, "cost_status", STATUS, empty=True), number(row, "cost_usd", 1e7, 1e11, empty=True)
        begun, opened = number(row, "started_year", 1990, 2030, empty=True), number(row, "opened_year", 1990, 2030, empty=True)
        if (row["project_status"] == "open") != (opened is not None):
            fault(row["_where"], "an open project has an opened_year, and only an open one")
        if begun is not None and opened is not None and opened < begun:
            fault(row["_where"], "opened before it started")
        if bool(row["cost_usd"]) != bool(row["cost_status"]):
            fault(row["_where"], "cost_usd and cost_status go together")
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
            if len(pair) != 2 or not all(ISO3.match(code) for code in pair) or pair != sorted(pair):
                fault(row["_where"], f"target is `{row['target']}`, expected two alpha-3 codes in alphabetical order")
    if len(known) < 60:
        fault("projects.csv", f"{len(known)} projects, at least 60 are wanted")
    for kind in ("port", "railway", "road", "airport", "zone"):
        if not any(row["kind"] == kind for row in projects):
            fault("projects.csv", f"no project of kind {kind}")
    changed = {row["project_id"] for row in changes}
    if len(changed) < 60:
        fault("project_changes.csv", f"{len(changed)} projects change the network, at least 60 are wanted")
    for row in zones:
        iso3(row, "iso3"), point(row), one_of(row, "status", STATUS), number(row, "effect", 0, 1, empty=True)
        if row["project_id"] not in known:
            fault(row["_where"], f"no project `{row['project_id']}`")
        if places and row["node_id"] not in places:
            fault(row["_where"], f"no place `{row['node_id']}`")
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
        one_of(row, "kind", {"name", "short name", "abbreviation", "adjective", "prefix", "capital"})
        if not row["code"].isupper():
            fault(row["_where"], f"code is `{row['code']}`, expected a country or a group in capitals")
    for code in {row["code"] for row in rows if not ISO3.match(row["code"])}:
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


def ids(world, names, column):
    found = set()
    for name in names:
        path = Path(world) / f"{name}.csv"
        if path.exists():
            found |= {row[column] for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())}
    return found


def main(world=None):
    faults.clear()
    tables = {name: read(name) for name in TABLES}
    places = ids(world, ["places"], "place_id") if world else set()
    terminals = ids(world, ["terminals", "ports", "airports", "land_terminals"], "terminal_id") if world else set()
    sources = {row["source"] for row in tables["sources"]}
    for path in sorted(HERE.glob("sources_*.csv")):  # lists beside this one, of the same shape
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            if row["source"] in sources:
                fault(path.name, f"source `{row['source']}` is also in another list")
            sources.add(row["source"])
    for name, rows in tables.items():
        for row in rows:
            if "source" in row and name != "sources" and row["source"] not in sources:
                fault(row["_where"], f"no source `{row['source']}` in sources.csv")
    for row in tables["sources"]:
        one_of(row, "kind", {"authored", "package"})
        if row["source"] not in ("model_judgement", "own_estimate", "english_usage") and row["kind"] == "authored" and not row["url"].startswith("http"):
            fault(row["_where"], "a source needs a url")
        if not row["title"] or not row["publisher"] or not row["licence"]:
            fault(row["_where"], "title, publisher and licence are wanted")
    check_parameters(sources)
    check_customs(tables["customs"])
    check_votes(tables["un_votes"])
    check_blocs(tables["blocs"])
    check_signatories(tables["bri_signatories"])
    check_passages(tables["passages"])
    check_pledges(tables["pledges"])
    check_events(tables["events"])
    known = check_projects(tables["projects"], tables["project_changes"], tables["zones"], places, terminals)
    check_terminal_names(tables["terminal_names"], terminals)
    check_demonyms(tables["demonyms"])
    check_exchange_rates(tables["exchange_rates"])
    check_corridors(tables["corridors"], tables["corridor_projects"], known, places, terminals)
    return list(faults), {name: len(rows) for name, rows in tables.items()}


if __name__ == "__main__":
    found, counts = main(sys.argv[1] if len(sys.argv) > 1 else None)
    for line in found:
        print(line, file=sys.stderr)
    print(" ".join(f"{name} {n}" for name, n in counts.items()))
    sys.exit(1 if found else 0)
