"""ports.csv: sea ports and their size.

Choice, in this order: the gateways of LARGE and ROUTES (UN/LOCODE); the Factbook's key ports that a package can place;
one port for every coastal country without one; the nearest port of every coastal place above a million people, and within NEAR_KM of every
capital and place above CITY_PEOPLE, so that no coastal city reaches the sea by a long transfer; the nearest port, within ISLAND_KM, of the largest
place on every island that has places and none of these ports.
Coordinates: hand_ports.csv, then PyPI searoute, then npm sea-ports; a point more than 60 km from the coast of its own country
is wrong and not used. Size: `large` is LARGE (the world's main container, dry-bulk and energy gateways), `medium` is ROUTES
or a port with five or more liner destinations in searoute's table, `small` is the rest.
"""
import json
import re
import tomllib
from functools import lru_cache

import shapely

from common import AUTHORED, BUILD, NPM, authored_ids, country_shapes, great_circle_km, iso_codes, npm_dir, plain_key, pypi_file, read_csv, write_csv
from factbook import newest, plain
from land.countries import country_polygons
from land.shores import Shores
from sea import rivers

COLUMNS = ["terminal_id", "kind", "name", "iso3", "lon", "lat", "node_id", "dwell_hours", "handling_usd_per_tonne", "size",
           "opened_year", "project_id", "status", "source"]

# The ports at the head of the container league tables (Lloyd's List One Hundred Ports 2023; UNCTAD Review of Maritime
# Transport 2023), with the largest bulk and energy ports.
LARGE = set("""CNSHA SGSIN CNNGB CNYTN CNNSA CNTAO KRPUS CNXIP HKHKG NLRTM AEJEA BEANR MYPKG CNXMN MYTPP TWKHH USLAX USLGB
    USNYC DEHAM DEBRV VNSGN VNVUT VNHPH THLCH IDTPP IDSUB INMUN INNSA LKCMB MAPTM GRPIR ESALG ESVLC ITGIT MTMAR EGPSE SAJED
    SADMM AEKHL OMSLL CNDLC CNYIK CNRZH CNLYG PHMNL JPTYO JPYOK JPUKB JPNGO JPOSA BRSSZ PABLB PACTB COCTG USSAV USSEA USOAK
    USHOU USORF USCHS CAVAN GBFXT GBSOU FRLEH ITGOA ESBCN PLGDN TRAMR TRMER RULED RUNVS RUVVO PKKHI BDCGP ZADUR EGALY ILHFA
    IRBND AUMEL AUSYD AUPHE MXZLO PECLL CLSAI INMAA CNSHP CNTNG CNCAN BEZEE INIXY ZARCB USMSY ROCND""".split())
ROUTES = set("""INBOM IDJKT MAAGA EGPSD AEAUH CNFOC PAMIT PAONX USTIW USBAL USMIA CAHAL CAMTR CAPRR GBLON GBLIV FRFOS ITSPE ITTRS
    PLGDY TRIST TRIZM UAODS UAILK UAYUZ PKBQM ZACPT EGDAM EGSOK EGSUZ ILASH ILETH AUBNE AUFRE MXLZC MXVER PECHY JMKIN DOCAU RUVYP RUMMK
    RUNJK RUKGD RUAST RUMCX RUSAB RUARH RUDKS RUIKS RUPWE RUVNN RUPKC RUTMN BGBOJ BGVAR GEPTI GEBUS AZALT AZBAK KZAAU KZKUR TMKRW
    IRBAZ IRAMD IRZBR PKGWD LKHBA MMKYP MMRGN MMTLA DJJIB DJDOR KELAU KEMBA TZDAR TZBAG MYKUA MZBEW MZMPM MZMNC NAWVB AOLOB
    AOLAD NGLOS NGTIN NGLKK GHTEM TGLFW CIABJ SNDKR CMKBI CMDLA CGPNR SDPZU ERMSW SOBBO YEADE YEHOD OMDQM OMSOH AEFJR
    AEKLF QADOH KWSWK IQUQR BHKBS KHKOS DEWVN PTSIE SIKOP HRRJK GRSKG CNZHA CNFAN CNQZH CNYNT CNWEI CNDDG CNHAK CNWNZ CNZUH
    SARTA KWMEA TRCEY RUPRI NGBON QARLF SAYNB IRKHK AUDAM ZASDB AUNTL AUHPT AUGLT BRMAO BRBEL BRVIX USHNL USANC USJNU USPDX USPHL USBOS USCRP
    USMOB USTPA GLGOH ISREY ISAKU TLDIL IDBOA PWROR NZWLG NZLYT AUADL AUHBA NCNOU PFPPT FJSUV PRSJU COBUN COBAQ VEPBL CLIQQ CLARI ARBHI SESTO NOBGO
    TWTXG TWKEL KRINC KRKWA KRUSN JPHKT KPRJN KPNAM AUDRW PGLAE NZAKL NZTRG BRPNG BRRIG ARBUE UYMVD ECGYE CLVAP CLANF
    MUPLU MGTMM BDMGL INVTZ INCOK INTUT LVRIX LVVNT LTKLJ EETLL FIHEL SEGOT DKAAR NONVK NOKKN IEDUB GBTEE GBIMM GBDVR FRCQF ITTAR
    ITRAN CVRAI IDBIT PHILO PHZAM PHBCD IDAMP MEBAR ALDRZ LBBEY SYLTK SYTTS LYTIP LYMRA TNRDS DZALG MRNKC MRNDB GNCKY SLFNA LRMLW BJCOO JOAQJ""".split())
# The ports of towns on islands, and on coasts, that no road of the graph leads to.
ISLANDS = set("""KMMUT GLSUK GLJFR GLJJU GLAGM HTACA VUSAN FMTKK IDAMQ TCGDT FJLBS COADZ IDTRK IDLBJ MHKWA MVGAN MVFVM NCLIF PGKIM SBAKS TONEI
    WSAAU""".split())
# Opening years of ports that open after 2000; the others have stood throughout.
OPENED = {"PKGWD": 2007, "LKHBA": 2010, "DJDOR": 2009, "KELAU": 2021, "NGLKK": 2023, "PECHY": 2024, "OMDQM": 2012, "AEKHL": 2012,
          "MAPTM": 2007, "CMKBI": 2018, "KZKUR": 2017, "AZALT": 2014, "RUSAB": 2013, "EGPSE": 2004, "MMTLA": 2001, "BHKBS": 2009}

CITY_PEOPLE, NEAR_KM, ISLAND_KM = 250_000, 25, 60
DEFAULT = {"large": (84, 16), "medium": (120, 19), "small": (168, 23)}
FALSE_FRIENDS = {"CNDQG", "CNSIN", "MATNG", "TKMRW"}  # inland, mislaid or double


def terminal_values(kind, defaults):
    """size -> (dwell_hours, handling_usd_per_tonne) from parameters.toml, or `defaults` where it has none."""
    file = AUTHORED / "parameters.toml"
    table = tomllib.loads(file.read_text()).get("terminal", {}).get(kind, {}) if file.exists() else {}

    def pick(size, key, at):
        entry = table.get(size, {}).get(key)
        return entry["value"] if isinstance(entry, dict) else entry if entry is not None else defaults[size][at]

    return {size: (pick(size, "dwell_hours", 0), pick(size, "handling_usd_per_tonne", 1)) for size in defaults}


@lru_cache
def coast_distance():
    """iso3 -> prepared country shape; a port must stand within `limit` degrees of its own country's coast."""
    shapes = country_shapes("50m")
    return {iso3: (shape, shapely.boundary(shape)) for iso3, shape in shapes.items()}


def plausible(iso3, lon, lat):
    entry = coast_distance().get(iso3)
    if entry is None:
        return True
    point = shapely.Point(lon, lat)
    return shapely.distance(entry[0], point) < 0.5 and shapely.distance(entry[1], point) < 1.0


def gazetteer():
    """unlocode -> dict(name, iso3, lon, lat, liner, source)."""
    iso2 = iso_codes()[0]
    ports = {}
    for code, entry in json.loads((npm_dir("sea-ports") / "lib" / "ports.json").read_text()).items():
        iso3 = iso2.get(code[:2])
        if iso3 and entry.get("coordinates") and plausible(iso3, *entry["coordinates"]):
            ports[code] = {"name": entry["name"], "iso3": iso3, "lon": entry["coordinates"][0], "lat": entry["coordinates"][1],
                           "liner": 0, "other": [entry.get("city", "")] + entry.get("alias", []), "source": "sea_ports"}
    for feature in json.loads(pypi_file("searoute", "data/ports.geojson").read_text())["features"]:
        p, (lon, lat) = feature["properties"], feature["geometry"]["coordinates"]
        iso3 = iso2.get(p["port"][:2])
        if iso3 and plausible(iso3, lon, lat):
            other = ports.get(p["port"], {}).get("other", []) + [ports.get(p["port"], {}).get("name", "")]
            ports[p["port"]] = {"name": p["name"], "iso3": iso3, "lon": lon, "lat": lat, "liner": len(p.get("to_cty") or []),
                                "other": other, "source": "searoute"}
    for row in read_csv(BUILD / "terminals/hand_ports.csv"):
        old = ports.get(row["unlocode"], {})
        ports[row["unlocode"]] = {"name": row["name"], "iso3": row["iso3"], "lon": float(row["lon"]), "lat": float(row["lat"]),
                                  "liner": old.get("liner", 0), "other": [old.get("name", "")], "source": "hand_ports"}
    for code in FALSE_FRIENDS:
        ports.pop(code, None)
    return ports


def key_ports(page):
    """Names in the Factbook's `key ports` entry, each with its forms: as printed, in brackets, without harbour words."""
    for name in re.split(r"[,;]", plain(page.get("Transportation", {}).get("Ports", {}).get("key ports"))):
        name = name.strip()
        if not name or re.search(r"(Oil|Marine|Lng|LNG|Offshore) ?(Terminal|Field|Loading)", name):
            continue
        forms = [name, re.sub(r"\(.*", "", name)] + re.findall(r"\(([^)]*)\)", name)
        words = r"\b(harbou?rs?|port|puerto|porto|de|del|gang|bay|bahia|rada|rade|terminal|ko|hang|luka|mina|roads|anchorage|city|atoll|island|saint|st\.)\b"
        forms += [re.sub(words, " ", form, flags=re.I) for form in list(forms)]
        yield [k for k in dict.fromkeys(plain_key(f) for f in forms) if len(k) > 2]


def island_ports(places, ports, chosen):
    """A port for each piece of land that has places and no chosen port: of the largest place's country, on that land, the nearest to it."""
    shores = Shores(country_polygons(NPM))
    land = {code: shores.piece((p["lon"], p["lat"])) for code, p in ports.items()}
    served, found = {land[code] for code in chosen}, []
    for place in sorted(places, key=lambda p: (-p["population"], p["place_id"])):
        here = shores.piece((place["lon"], place["lat"]))
        if here in served:
            continue
        near = [(float(great_circle_km(p["lon"], p["lat"], place["lon"], place["lat"])), code) for code, p in ports.items()
                if land[code] == here and p["iso3"] == place["iso3"]]
        if near and min(near)[0] <= ISLAND_KM:
            served.add(here)
            found.append(min(near)[1])
    return found


def build(parts, countries, places, full=False):
    """`full` takes every port that a package can place."""
    ports = gazetteer()
    wanted = LARGE | ROUTES | ISLANDS | rivers.ports() | {name[5:] for name in authored_ids() if name.startswith("port:")}
    chosen = {code: "route" for code in sorted(wanted) if code in ports}
    lost = sorted(wanted - set(chosen))
    kept = {c["iso3"]: c for c in countries}
    by_iso = {}
    for code in sorted(ports):
        by_iso.setdefault(ports[code]["iso3"], []).append(code)

    def near_chosen(code, km):
        p = ports[code]
        return any(great_circle_km(p["lon"], p["lat"], ports[o]["lon"], ports[o]["lat"]) < km for o in chosen if ports[o]["iso3"] == p["iso3"])

    for iso3, pages in sorted(newest().items()):
        if iso3 not in kept:
            continue
        for forms in key_ports(pages[0]):
            def rank(code):
                names = [plain_key(n) for n in [ports[code]["name"]] + ports[code]["other"] if n]
                for level, form in enumerate(forms):
                    if form in names:
                        return level
                return 99 if not any(len(f) > 4 and n.startswith(f) for f in forms for n in names) else 50
            best = min(((rank(code), -ports[code]["liner"], code) for code in by_iso.get(iso3, [])), default=(99,))
            if best[0] < 99 and best[2] not in chosen and not near_chosen(best[2], 8):
                chosen[best[2]] = "key port"
    for iso3, country in sorted(kept.items()):
        if not country["landlocked"] and not any(ports[c]["iso3"] == iso3 for c in chosen) and by_iso.get(iso3):
            capital = next(p for p in places if p["iso3"] == iso3)
            best = min(by_iso[iso3], key=lambda c: (-ports[c]["liner"], float(great_circle_km(ports[c]["lon"], ports[c]["lat"], capital["lon"], capital["lat"])), c))
            chosen[best] = "coastal country"
    for place in sorted(places, key=lambda p: (-p["population"], p["place_id"])):
        if place["population"] < CITY_PEOPLE and not place["capital"]:
            continue
        reach = 60 if place["population"] >= 1e6 else NEAR_KM
        def km_to(code):
            return float(great_circle_km(ports[code]["lon"], ports[code]["lat"], place["lon"], place["lat"]))
        here = [c for c in by_iso.get(place["iso3"], []) if km_to(c) < reach]
        if here and not any(km_to(c) < reach for c in chosen if ports[c]["iso3"] == place["iso3"]):
            chosen[min(here, key=lambda c: (-ports[c]["liner"], km_to(c), c))] = "coastal city"
    chosen.update(dict.fromkeys(island_ports(places, ports, chosen), "island"))
    if full:
        chosen.update({code: "full" for code in ports if ports[code]["iso3"] in kept and code not in chosen})
    values = terminal_values("port", DEFAULT)
    rows = []
    for code in sorted(chosen):
        p = ports[code]
        size = "large" if code in LARGE else "medium" if code in ROUTES or p["liner"] >= 5 or code in rivers.ports() else "small"
        dwell, handling = values[size]
        rows.append({"terminal_id": f"port:{code}", "kind": "port", "name": p["name"], "iso3": p["iso3"], "lon": round(p["lon"], 3),
                     "lat": round(p["lat"], 3), "node_id": f"port:{code}", "dwell_hours": dwell, "handling_usd_per_tonne": handling,
                     "size": size, "opened_year": OPENED.get(code), "status": "estimated", "source": p["source"]})
    return rows, lost


def write(parts, rows):
    write_csv(parts / "ports.csv", COLUMNS, rows, "terminal_id")
