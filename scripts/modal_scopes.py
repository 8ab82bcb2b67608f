"""How a row of published modal splits is asked of `sogdia modes`: its scope, its goods and its mode in the tool's words."""
import csv
import re
import subprocess
import tempfile
from pathlib import Path

CONTAINERS = "food,chemicals_metals,manufactures,machinery_electronics"
GOODS = {
    "all": "", "containers": CONTAINERS, "general cargo without basic materials": CONTAINERS, "non-bulk": CONTAINERS,
    "lorry trailers": CONTAINERS, "crude": "crude_oil", "oil": "crude_oil,oil_products", "crude and products": "crude_oil,oil_products",
    "oil and products": "crude_oil,oil_products", "products": "oil_products", "natural gas": "gas", "LNG and oil": "crude_oil,oil_products,gas",
    "coal": "dry_bulk", "ores": "dry_bulk", "iron ore": "dry_bulk", "copper": "chemicals_metals", "grain": "food", "soya": "food", "food": "food",
    "steel": "chemicals_metals", "cars": "manufactures", "machinery": "machinery_electronics", "electronics": "machinery_electronics",
}
# Modes of the tool that a published mode holds. Customs of islands and of the Baltic book a lorry on a ferry as sea.
MODES = {
    "sea": ("sea", "ferry"), "road": ("road",), "rail": ("rail",), "air": ("air",), "inland_water": ("inland_water",), "water": ("sea", "inland_water"),
    "coastal": ("sea", "ferry"), "pipeline": ("pipeline",), "pipeline_other": ("pipeline",), "lng_tanker": ("sea",),
    "rail+road+sea": ("rail", "road", "sea", "ferry"), "land": ("road", "rail", "pipeline", "inland_water"), "air+land": ("air", "road", "rail", "ferry"), "rail+road": ("rail", "road"),
}
PASSAGES = {"Malacca": "malacca", "Danish Straits": "oresund", "Panama": "panama", "Cape of Good Hope": "cape_of_good_hope", "Hormuz": "hormuz",
            "Suez": "suez", "Bab el-Mandeb": "bab_el_mandeb", "Bab-el-Mandeb": "bab_el_mandeb", "Bosporus": "bosporus", "Turkish Straits": "bosporus",
            "Gibraltar": "gibraltar", "Dover Straits": "dover", "Sunda": "sunda", "Lombok": "lombok", "Taiwan Strait": "taiwan_strait",
            "Suez Canal": "suez", "Panama Canal": "panama", "Northern Sea Route": "northern_sea_route"}
SHARE_OF = {"value": "usd", "tonnes": "tonnes", "tkm": "tonne_km", "teu": "tonnes", "bbl": "tonnes", "bcm": "tonnes", "vehicles": "tonnes"}
NAMES = {"EU27": "EU", "EU28": "EU,GBR", "EU": "EU", "extra-EU": None, "world": "world", "Europe": "EU,GBR,NOR,CHE", "rest of Europe": "EU,GBR,NOR,CHE",
         "ports and neighbours": "world", "northern Europe": "DNK,SWE,NOR,FIN,NLD,BEL", "France-Switzerland-Austria inner arc": "FRA,CHE,AUT,DEU"}
# Modes of amounts that are all modes together, and units as (the tool's measure, its units in one of the row's).
ALL_MODES = ("sea", "ferry", "road", "rail", "air", "inland_water", "pipeline")
UNITS = {"Mt": ("tonnes", 1e6), "million tonnes": ("tonnes", 1e6), "bcm": ("tonnes", 735e3), "billion USD": ("usd", 1e9)}
# Countries behind a port, of which `hinterland` stands for those that its row's port serves: of its own country and the landlocked ones beside it.
HINTERLANDS = {"Rotterdam": "NLD,DEU,BEL,CHE,AUT", "Mombasa": "KEN,UGA,RWA", "Dar es Salaam": "TZA,ZMB,COD,RWA,BDI", "Djibouti": "ETH",
               "Antwerp": "BEL,DEU,FRA,NLD", "Hamburg": "DEU,CZE,AUT,POL", "Durban": "ZAF,BWA,ZWE,ZMB", "Beira": "MOZ,ZWE,MWI,ZMB", "Walvis Bay": "NAM,BWA,ZMB",
               "Tema": "GHA,BFA", "Abidjan": "CIV,BFA,MLI", "Dakar": "SEN,MLI", "Lome": "TGO,BFA,NER", "Santos": "BRA", "Constanta": "ROU,HUN,SRB",
               "Shanghai": "CHN", "Karachi": "PAK,AFG", "Kolkata": "IND,NPL", "Los Angeles": "USA", "Piraeus": "GRC,MKD,SRB,HUN", "Koper": "SVN,AUT,HUN,SVK"}


# The years of the pack's trade, and the first year of a war and its embargoes, which parts them: trade of these countries
# before it is held against the year before it.
YEARS, WAR, AT_WAR = (2014, 2023), 2022, {"RUS", "UKR", "BLR"}


class Unmodelled(Exception):
    """Why a row cannot be asked of the tool."""


def party(words, other=""):
    """A scope as `sogdia modes` takes it."""
    words = re.sub(r"\s+via .*", "", words.strip())
    if words == "extra-EU":
        return "not:" + (NAMES.get(other) or "EU")
    if words in NAMES:
        return NAMES[words]
    words = re.sub(r"\s+(east|west|north|south)(?=\+|$)", "", words)
    parts = [NAMES.get(p.strip(), p.strip()) for p in words.split("+")]
    if all(p and (re.fullmatch(r"[A-Z]{3}|EU", p) or "," in p) for p in parts):
        return ",".join(dict.fromkeys(",".join(parts).split(",")))
    if len(parts) == 1 and re.fullmatch(r"[A-Z][\w' .-]+", words):
        return words                       # a place
    raise Unmodelled(f"the scope `{words}` is no country, group or place of the tool")


def model_year(row):
    """The pack's year that a row is held against: the nearer one, and of the same side of the war where the row is of trade that the war changed."""
    found = re.search(r"\d{4}", row["year"])
    year = int(found.group(0)) if found else YEARS[-1]
    named = set(re.findall(r"[A-Z]{3}", f"{row['scope_from']} {row['scope_to']} {row['mode']}"))
    if named & AT_WAR:
        return YEARS[0] if year < WAR else YEARS[1]
    return min(YEARS, key=lambda own: abs(own - year))


def kilometres(row):
    found = re.search(r"(\d[\d,]*)\s*-\s*(\d[\d,]*) km", row["scope_from"])
    if found:
        return "-".join(n.replace(",", "") for n in found.groups())
    found = re.search(r"(over|above|beyond|below|under|up to) (\d[\d,]*) km", row["scope_from"])
    if found:
        number = found.group(2).replace(",", "")
        return f"{number}-" if found.group(1) in ("over", "above", "beyond") else f"0-{number}"
    return ""


def question(row):
    """(the tool's row, modes counted, base): what is asked for a published row. Throws Unmodelled."""
    if row["goods"] not in GOODS:
        raise Unmodelled(f"no class of goods is `{row['goods']}`")
    asked = {"from": "", "to": "", "goods": GOODS[row["goods"]], "both": "", "within": "", "km": "", "through": ""}
    mode = row["mode"]
    if row["kind"].startswith("passage"):
        return passage_question(row, asked)
    if "of world supply" in row["of_what"]:
        raise Unmodelled("a share of all that is produced, not of what is traded")
    if mode in ("pipeline", "pipeline_other") and row["kind"] not in ("trade", "oil_gas", "world"):
        raise Unmodelled("pipelines within a country, which the pack does not have")
    if mode == "all modes":
        return all_modes_question(row, asked)
    if mode.startswith("origin "):
        return {**asked, "from": mode.split(" ", 1)[1], "to": party(row["scope_to"])}, ALL_MODES
    if mode not in MODES:
        raise Unmodelled(f"`{mode}` is no mode of the tool")
    if row["of_what"] and re.search(r"[A-Z][a-z]+Stream|Ukraine|BTC|last leg|via |throughput|transit", row["of_what"] + " " + row["mode"]):
        raise Unmodelled(f"a part of one line or leg: {row['of_what'] or row['mode']}")
    kind, here, there = row["kind"], row["scope_from"], row["scope_to"]
    if here == there == "Australian capitals":
        return {**asked, "from": "AUS", "km": "600-"}, MODES[mode]       # the capitals are that far apart
    if kind in ("domestic", "domestic_by_distance"):
        country = re.match(r"EU\d*|[A-Z]{3}", here)
        if not country:
            raise Unmodelled(f"the scope `{here}` is no country of the tool")
        asked["from"] = NAMES.get(country.group(0)) or country.group(0)
        asked["km"] = kilometres(row)
        if asked["from"].startswith("EU"):
            asked["to"], asked["within"] = asked["from"], "yes"
        return asked, MODES[mode]
    if there.startswith("hinterland") or here.startswith("hinterland"):
        port = (here if there.startswith("hinterland") else there).split(" Maasvlakte")[0]
        if port not in HINTERLANDS:
            raise Unmodelled(f"the hinterland of `{port}` is not named")
        asked["from"], asked["to"] = port, HINTERLANDS[port]
    else:
        asked["from"], asked["to"] = party(here, there), party(there, here)
        if asked["from"] == asked["to"] == "world" and row["direction"] != "international":
            raise Unmodelled("the whole world without a direction")
    if row["direction"] == "both" and asked["from"] != asked["to"]:
        asked["both"] = "yes"
    for side in ("from", "to"):
        if asked[side] == "world" and asked["from" if side == "to" else "to"] == "world":
            asked["both"] = ""
    return asked, MODES[mode]


def all_modes_question(row, asked):
    """A band of distance of what stays within a country, or an amount by all modes."""
    asked["from"], asked["to"] = party(row["scope_from"]), party(row["scope_to"])
    if not row["share_low"]:
        return asked, ALL_MODES
    band = re.search(r"(below|above|over)?\s*([\d,]+) km.*?(and more)?$", row["of_what"])
    if asked["from"] != asked["to"] or not band:
        raise Unmodelled(f"`{row['of_what']}` is no band of distance within a country")
    number = band.group(2).replace(",", "")
    below = band.group(1) == "below"
    return {**asked, "to": "", "km": f"0-{number}" if below else f"{number}-"}, ALL_MODES


def passage_question(row, asked):
    """Of what goes by sea (or by all ways, where the row says of all) the part that goes through a passage."""
    if row["mode"] not in PASSAGES:
        raise Unmodelled(f"`{row['mode']}` is no passage of the pack")
    if row["basis"] == "vehicles":
        raise Unmodelled("lorries counted on ferries of one strait")
    if "of world" in row["of_what"] and "sea trade" not in row["of_what"]:
        raise Unmodelled(f"{row['of_what']}, whose trade of one grain the pack does not have")
    asked["from"], asked["to"] = party(row["scope_from"]), party(row["scope_to"])
    if row["direction"] == "import":
        asked["from"], asked["to"] = asked["to"], asked["from"]
    if row["direction"] == "both" and asked["from"] != asked["to"]:
        asked["both"] = "yes"
    if row["basis"] == "bbl" and row["goods"] == "all":
        asked["goods"] = GOODS["crude and products"]
    asked["through"] = PASSAGES[row["mode"]]
    return asked, ("sea",)


def ask(tool, rows, world=None):
    """[{mode: {usd, tonnes, tonne_km}} or the Unmodelled] for published rows, by one run of the tool for each year. World trade is without the EU's own."""
    out = [None] * len(rows)
    for year in YEARS:
        own = [k for k, row in enumerate(rows) if model_year(row) == year]
        for k, answer in zip(own, ask_of_year(tool, [rows[k] for k in own], year, world) if own else ()):
            out[k] = answer
    return out


def ask_of_year(tool, rows, year, world):
    wanted, place, found = [], {}, []
    for row in rows:
        try:
            asked, _ = question(row)
        except Unmodelled as reason:
            found.append(reason)
            continue
        keys = [tuple(asked.values())]
        if row["mode"] == "all modes" and asked["km"]:
            keys.append(tuple({**asked, "km": ""}.values()))
        elif row["mode"].startswith("origin "):
            keys.append(tuple({**asked, "from": "not:" + asked["to"] if asked["to"] == "EU" else "world"}.values()))
        elif asked["through"]:
            # Part of what one exporter sends through of all that goes through, or of what it sends.
            whole = {**asked, "through": ""}
            if row["of_what"].startswith("part of"):
                whole = {**asked, "from": "world"}
            keys.append(tuple(whole.values()))
        elif asked["from"] == asked["to"] == "world" and not asked["goods"]:
            keys.append(("EU", "EU", *keys[0][2:]))
        for key in keys:
            if key not in place:
                place[key] = len(wanted)
                wanted.append(key)
        found.append(keys)
    splits = run(tool, wanted, year, world)
    out = []
    for answer in found:
        if isinstance(answer, Unmodelled):
            out.append(answer)
            continue
        whole = splits[place[answer[0]]]
        if isinstance(whole, Unmodelled):
            out.append(whole)
            continue
        if len(answer) > 1:
            less = splits[place[answer[1]]]
            if answer[0][-1] or answer[0][-2] != answer[1][-2] or answer[0][1] == answer[1][1]:
                out.append({"through": whole, "of": less})
                continue
            whole = {m: {k: v[k] - less.get(m, {}).get(k, 0) for k in v} for m, v in whole.items()}
        out.append(whole)
    return out


def run(tool, wanted, year, world):
    columns = ["from", "to", "goods", "both", "within", "km", "through"]
    with tempfile.TemporaryDirectory() as folder:
        while True:
            path = Path(folder) / "asked.csv"
            kept = [k for k, row in enumerate(wanted) if not isinstance(row, Unmodelled)]
            with open(path, "w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow(columns)
                writer.writerows(wanted[k] for k in kept)
            done = subprocess.run([tool, "modes", "--year", str(year), "--file", str(path)] + (["--world", str(world)] if world else []), capture_output=True, text=True)
            if done.returncode == 0:
                break
            bad = re.search(r"row (\d+)", done.stderr)
            if not bad:
                raise RuntimeError(done.stderr)
            wanted[kept[int(bad.group(1)) - 1]] = Unmodelled(done.stderr.strip().splitlines()[0].split(": ", 1)[-1])
    splits = [k if isinstance(k, Unmodelled) else {} for k in wanted]
    for row in csv.DictReader(done.stdout.splitlines()):
        splits[kept[int(row["row"]) - 1]][row["mode"]] = {k: float(row[k]) for k in ("usd", "tonnes", "tonne_km")}
    return splits


def modelled_amount(row, split):
    """(the model's, low, high) in the row's unit, or None where its unit is none of the tool's."""
    unit = re.split(r",| handled| to ", row["unit"])[0].strip()
    if unit not in UNITS or not row["amount_low"] or "through" in split:
        return None
    measure, size = UNITS[unit]
    modes = ALL_MODES if row["mode"] == "all modes" else MODES.get(row["mode"], ())
    return sum(split.get(m, {}).get(measure, 0.0) for m in modes) / size, float(row["amount_low"]), float(row["amount_high"])


def modelled_share(row, split, rows_of_group):
    """Per cent of the row's mode, of the modes that its group's source counts and the tool has.

    Where the source counts modes that the tool has not (parcels by several modes, pipelines within a country), the model's
    shares are of the rest, as the source's would be: they are scaled to what the source leaves for them. Where a group names
    some modes of all, the others count too, but not pipelines and ships of inland statistics.
    """
    measure = SHARE_OF[row["basis"]]
    if "through" in split:
        whole = sum(v[measure] for m, v in split["of"].items() if m in ("sea", "ferry") or row["kind"] != "passage_flow")
        return 100 * sum(v[measure] for v in split["through"].values()) / whole if whole > 0 else None
    inland = row["direction"] in ("inland",) or row["kind"] == "port_hinterland"
    counted = {m: v[measure] for m, v in split.items() if not (inland and m in ("sea", "ferry", "air"))}
    left = 100.0
    for other in rows_of_group:
        missing = other["mode"].startswith("multiple") or other["mode"] == "other" or \
            (other["mode"] in ("pipeline", "pipeline_other") and row["kind"].startswith("domestic"))
        if missing and other["share_low"] and other["year"] == row["year"]:
            left -= (float(other["share_low"]) + float(other["share_high"])) / 2
    whole = sum(counted.values())
    if not whole > 0:
        return None
    return left * sum(counted.get(m, 0.0) for m in MODES[row["mode"]]) / whole
