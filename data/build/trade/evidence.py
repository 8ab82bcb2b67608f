"""Evidence on pairs that nobody lists: trade in raw materials (BACI) and the OECD's Inter-Country Input-Output tables.

Both come from packages of which only the data are read. Raw materials are known for every pair and year; the ICIO tables
(2022, 80 countries) give what industries of one country bought from industries of another.
"""
from functools import lru_cache
from importlib.metadata import distribution

import numpy as np

from common import AUTHORED, read_csv
from trade import energy

# Industries that make goods, and among them those whose goods BACI's raw materials cover.
GOODS, RAW_INDUSTRIES = "ABC", ("B05", "B06", "B07")
TAIWAN_IN_BACI = "S19"     # BACI's code 490: nearly all of it is Taiwan


def country_of(code):
    return "TWN" if code == TAIWAN_IN_BACI else code


@lru_cache
def raw_cells():
    return energy.cells()


def raw_materials(year, iso3s):
    """(n, n) USD f.o.b.: all 74 raw materials, by exporter and importer."""
    at = {c: k for k, c in enumerate(iso3s)}
    flows = np.zeros((len(iso3s), len(iso3s)))
    for exporter, importer, _, cell_year, usd, _ in raw_cells():
        i, j = at.get(country_of(exporter)), at.get(country_of(importer))
        if cell_year == year and i is not None and j is not None and i != j:
            flows[i, j] += usd
    return flows


# What fuels and gold tell is known by value; the many small trades tell who deals with whom.
NOT_TIES = {"270900", "271111", "271121", "270111", "270112", "270119", "710812"}
TIE_YEARS, SMALLEST_TIE = 12, 2000     # years up to the table's; USD


def ties(year, iso3s):
    """(n, n): in how many raw materials and years, of the last TIE_YEARS, one country sold to the other at all."""
    at = {c: k for k, c in enumerate(iso3s)}
    counts = np.zeros((len(iso3s), len(iso3s)))
    for exporter, importer, code, cell_year, usd, _ in raw_cells():
        i, j = at.get(country_of(exporter)), at.get(country_of(importer))
        if i is not None and j is not None and i != j and year - TIE_YEARS < cell_year <= year and code not in NOT_TIES and usd >= SMALLEST_TIE:
            counts[i, j] += 1
    return counts


@lru_cache
def icio():
    """(countries, flows): goods other than raw materials that firms of j bought from firms of i in 2022, million USD."""
    file = distribution("sanction-simulator").locate_file("sanction_simulator/data/bench_cache.npz")
    with np.load(file) as data:
        countries, industries = [str(c) for c in data["countries"]], [str(s) for s in data["sectors"]]
        n, m = len(countries), len(industries)
        # A: inputs per unit of all inputs, seller by buyer; omb: inputs per unit of output; s: output.
        bought = data["A"] * (data["omb"] * data["s"])[None, :]
    sold = bought.reshape(m, n, m, n).sum(axis=2)
    goods = [k for k, name in enumerate(industries) if name[0] in GOODS and name not in RAW_INDUSTRIES]
    flows = sold[goods].sum(axis=0)
    np.fill_diagonal(flows, 0.0)
    return countries, flows


def icio_flows(year, iso3s):
    """(n, n), NaN for pairs that the tables do not hold; the level has no meaning, the pattern has."""
    countries, flows = icio()
    at = {c: k for k, c in enumerate(iso3s)}
    held = [k for k, c in enumerate(countries) if c in at]
    where = [at[countries[k]] for k in held]
    out = np.full((len(iso3s), len(iso3s)), np.nan)
    out[np.ix_(where, where)] = flows[np.ix_(held, held)]
    np.fill_diagonal(out, np.nan)
    # What is printed of how trade changed since the tables' year.
    members = {r["iso3"] for r in in_force("blocs", year) if r["bloc"] == "EU"}
    for r in read_csv(AUTHORED / "icio_changes.csv"):
        if int(r["year"]) == year:
            rows, columns = ([at[c] for c in (sorted(members) if side == "EU" else [side]) if c in at] for side in (r["exporter"], r["importer"]))
            out[np.ix_(rows, columns)] *= float(r["factor"])
    return out


def group_flows(year, iso3s):
    """[(exporters, importers, USD, c.i.f.?)]: what is printed of trade with a bloc as one, by position in `iso3s`."""
    at = {c: k for k, c in enumerate(iso3s)}
    members = {}
    for r in in_force("blocs", year):
        members.setdefault(r["bloc"], []).append(r["iso3"])
    found = []
    for r in read_csv(AUTHORED / "group_flows.csv"):
        if int(r["year"]) == year:
            own, other = (sorted(at[c] for c in members.get(side, [side]) if c in at) for side in (r["reporter"], r["partner"]))
            rows, columns = (own, other) if r["flow"] == "exports" else (other, own)
            found.append((rows, columns, float(r["value_busd"]) * 1e9, r["valuation"] == "cif"))
    return found


def in_force(name, year):
    """Rows of an authored table that cover `year`."""
    return [r for r in read_csv(AUTHORED / f"{name}.csv") if int(r["from_year"] or 0) <= year <= int(r["to_year"] or 9999)]


def non_reporters(year):
    """Countries that published no trade by partner for `year`: what is known of them is what their partners say."""
    return {r["iso3"] for r in in_force("non_reporters", year)}


def transit(year, iso3s):
    """{iso3: positions of the countries through which goods reach it that no partner books to it}."""
    at, found = {c: k for k, c in enumerate(iso3s)}, {}
    for r in in_force("transit", year):
        found.setdefault(r["iso3"], []).append(at[r["through"]])
    return found


def embargo_shares(year, iso3s):
    """(n, n): the share of its unhindered size to which an embargo holds a flow; NaN where there is none."""
    at = {c: k for k, c in enumerate(iso3s)}
    shares = np.full((len(iso3s), len(iso3s)), np.nan)
    for r in in_force("embargoes", year):
        a, b = at.get(r["iso3_a"]), at.get(r["iso3_b"])
        if a is None or b is None:
            continue
        for i, j in ((a, b), (b, a)) if r["direction"] == "both" else ((a, b),):
            shares[i, j] = float(r["share"])
    return shares
