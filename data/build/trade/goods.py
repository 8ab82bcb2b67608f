"""What countries trade by class of goods: goods_shares.csv, raw_materials.csv and goods_values.csv.

Raw materials are known for every pair (BACI, energy.py). The rest of what a country sells, buys and uses at home is split
by the OECD's Inter-Country Input-Output tables of 2022: what industries of one country sold to firms of others, raised by
what each industry sells to final users for each dollar that it sells to firms. A country that the tables do not hold gets
the mean of those that have no more than twice its income and no less than half of it, weighted alike (one that lives by oil and gas, of others of
those), and sells more of what the World Factbook lists first among its exports (goods_lists.py); `status` tells.
"""
from collections import defaultdict
from importlib.metadata import distribution

import numpy as np

from common import AUTHORED, read_csv, write_csv
from trade import energy, goods_lists
from trade.evidence import country_of

YEARS = (2014, 2023)
# Sales to final users are no more than so many times those to firms when the latter stand for both.
MOST_RAISED = 6.0
# Of an income band that holds fewer countries the nearest by income are taken.
FEWEST = 5
# Who sells crude oil and gas for so much of its income (GDP) sells little else but what is made of them: its other exports are like those of such
# countries, of which fewer are known.
OIL_STATE, OIL, FEWEST_OIL = 0.10, {"crude_oil", "gas"}, 3
# Below it a cell moves nothing: USD.
SMALLEST = 100_000
# What a tonne of an exporter's goods is worth is told of the classes whose values are spread: a tonne of oil or gas costs alike everywhere, and what
# customs say otherwise is a fault of their tonnes. Of exporters that sell so much; further than VALUE_BOUNDS from the world's mean it is one too.
VALUED, VALUED_USD, VALUE_BOUNDS = ("dry_bulk",), 100e6, (0.2, 10.0)
FOOD = "food"


def icio_by_class(classes):
    """(countries, sold): USD million by class, seller and buyer, home sales on the diagonal."""
    of_industry = {r["industry"]: (r["class"], r["class_abroad"] or r["class"]) for r in read_csv(AUTHORED / "icio_classes.csv")}
    file = distribution("sanction-simulator").locate_file("sanction_simulator/data/bench_cache.npz")
    with np.load(file) as data:
        countries, industries = [str(c) for c in data["countries"]], [str(s) for s in data["sectors"]]
        n, m = len(countries), len(industries)
        bought = data["A"] * (data["omb"] * data["s"])[None, :]
        final = data["z"].reshape(m, n)
    sold = bought.reshape(m, n, m, n).sum(axis=2)          # industry, seller, buyer
    to_firms = sold.sum(axis=2)
    raised = np.where(to_firms > 0, (to_firms + final) / np.maximum(to_firms, 1e-9), 1.0)
    sold *= np.clip(raised, 1.0, MOST_RAISED)[:, :, None]
    by_class = np.zeros((len(classes), n, n))
    for k, industry in enumerate(industries):
        if industry in of_industry:
            home, abroad = (classes.index(name) for name in of_industry[industry])
            by_class[home] += sold[k] * np.eye(n)
            by_class[abroad] += sold[k] * (1 - np.eye(n))
        if industry in MINES:
            by_class[classes.index(MINES[industry])] += sold[k] * np.eye(n)
    return countries, by_class


def shares_of(amounts):
    return amounts / amounts.sum(axis=0, keepdims=True)


def raw_sums(world, commodities, income):
    """{(exporter, importer, year, class, by): [USD, USD with tonnes, tonnes]} of BACI's raw materials."""
    sums = defaultdict(lambda: [0.0, 0.0, 0.0])
    for exporter, importer, code, year, usd, tonnes in energy.cells(commodities):
        exporter, importer = country_of(exporter), country_of(importer)
        if year in YEARS and exporter != importer and exporter in income and importer in income and usd:
            cell = sums[exporter, importer, year, commodities[code], "pipeline" if code == PIPED_GAS else ""]
            cell[0] += usd
            if tonnes and float(tonnes) > 0:
                cell[1] += usd
                cell[2] += float(tonnes)
    return sums


class Shares:
    """Shares by class of what countries sell abroad, buy abroad and use at home, by the tables."""

    def __init__(self, world):
        self.commodities = {r["code"]: r["class"] for r in read_csv(AUTHORED / "commodities.csv")}
        self.classes = sorted({r["class"] for r in read_csv(AUTHORED / "icio_classes.csv")} | set(self.commodities.values()))
        self.countries, sold = icio_by_class(self.classes)
        home = np.array([np.diag(s) for s in sold])
        for s in sold:
            np.fill_diagonal(s, 0.0)
        self.known = {"exports": shares_of(sold.sum(axis=2)), "imports": shares_of(sold.sum(axis=1)), "home": shares_of(home)}
        self.at = {c: k for k, c in enumerate(self.countries)}
        rows = [r for r in read_csv(world / "countries.csv") if r["gdp_usd"] and r["population"] and float(r["population"]) > 0]
        self.income = {r["iso3"]: float(r["gdp_usd"]) / float(r["population"]) for r in rows}
        self.raw = raw_sums(world, self.commodities, self.income)
        oil = defaultdict(float)
        for (exporter, _importer, year, name, _by), (usd, _priced, _tonnes) in self.raw.items():
            if year == YEARS[-1] and name in OIL:
                oil[exporter] += usd
        self.oil_states = {r["iso3"] for r in rows if oil[r["iso3"]] >= OIL_STATE * float(r["gdp_usd"])}

    def mean(self, iso3, flow, without=None):
        """The mean of countries of like income; of sellers of oil and gas, among these."""
        held = [c for c in self.countries if c in self.income and c != without]
        own = self.income.get(iso3, float(np.median([self.income[c] for c in held])))
        near = sorted(held, key=lambda c: (abs(np.log(self.income[c] / own)), c))

        def like_among(candidates, fewest):
            like = [c for c in candidates if 0.5 <= self.income[c] / own <= 2]
            return like if len(like) >= fewest else candidates[:fewest]

        sells_oil = flow == "exports" and iso3 in self.oil_states
        like = like_among([c for c in near if c in self.oil_states], FEWEST_OIL) if sells_oil else like_among(near, FEWEST)
        return np.mean([self.known[flow][:, self.at[c]] for c in like], axis=0)

    def split(self, iso3, flow):
        if iso3 in self.at:
            return self.known[flow][:, self.at[iso3]]
        mean = self.mean(iso3, flow)
        return goods_lists.moved(mean, self.classes, goods_lists.listed(iso3)) if flow == "exports" else mean


def build(world):
    shares = Shares(world)
    rows = []
    for iso3 in sorted(r["iso3"] for r in read_csv(world / "countries.csv")):
        for flow in shares.known:
            for name, share in zip(shares.classes, shares.split(iso3, flow)):
                if share > 0:
                    rows.append({"iso3": iso3, "flow": flow, "class": name, "share": round(float(share), 5), "status": "estimated",
                                 "source": "icio_2022" if iso3 in shares.at else "sogdia_goods"})
    write_csv(world / "goods_shares.csv", "iso3 flow class share status source".split(), rows, ("iso3", "flow", "class"))

    rows = [{"exporter": e, "importer": i, "year": y, "class": c, "by": by, "value_usd": round(usd),
             "tonnes": round(tonnes * usd / priced) if priced > 0 else None, "status": "observed", "source": "baci_raw"}
            for (e, i, y, c, by), (usd, priced, tonnes) in shares.raw.items() if usd >= SMALLEST]
    write_csv(world / "raw_materials.csv", "exporter importer year class by value_usd tonnes status source".split(), rows,
              ("exporter", "importer", "year", "class", "by"))
    write_csv(world / "goods_values.csv", "iso3 year class usd_per_tonne status source".split(), values(shares), ("iso3", "year", "class"))


def values(shares):
    """Value over tonnes of what countries sell abroad: of raw materials BACI's, of food as published."""
    sums = defaultdict(lambda: [0.0, 0.0])
    for (exporter, _importer, year, name, _by), (_usd, priced, tonnes) in shares.raw.items():
        if name in VALUED and priced > 0:
            for key in ((exporter, year, name), ("", year, name)):
                sums[key][0] += priced
                sums[key][1] += tonnes
    rows = []
    for (exporter, year, name), (usd, tonnes) in sums.items():
        mean = sums["", year, name][0] / sums["", year, name][1]
        if exporter and usd >= VALUED_USD and VALUE_BOUNDS[0] <= usd / tonnes / mean <= VALUE_BOUNDS[1]:
            rows.append({"iso3": exporter, "year": year, "class": name, "usd_per_tonne": round(usd / tonnes, 1), "status": "observed", "source": "baci_raw"})
    for row in read_csv(AUTHORED / "food_values.csv"):
        rows.append({"iso3": row["iso3"], "year": int(row["year"]), "class": FOOD, "usd_per_tonne": round(float(row["value_usd"]) / float(row["tonnes"]), 1),
                     "status": "estimated", "source": row["source"]})
    return rows


# Mines, of which only what stays at home is taken from the tables: BACI knows what is sold abroad. Oil and gas at home go by
# pipelines that the pack does not have.
MINES = {"B05": "dry_bulk", "B07": "dry_bulk"}
PIPED_GAS = "271121"       # natural gas in its gaseous state; liquefied gas is 271111
