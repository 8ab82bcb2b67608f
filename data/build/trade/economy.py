"""Baseline of the one-sector economy: what each country makes, keeps, sells, buys (economy.csv).

    output_i   = GO_VA * (agriculture + industry share of GDP) * GDP
    internal_i = max(output_i - exports_i, FLOOR * output_i, FLOOR * imports_i)
    gross_output_i = internal_i + exports_i,   absorption_i = internal_i + imports_i,   deficit_i = imports_i - exports_i

Where exports leave less than the floor (re-exporters, processors, enclaves) the country is mended: internal trade is the
floor, and gross output becomes internal trade plus exports, so that goods passing through are bought and sold once each.
A place that buys for re-export what is sold on as made elsewhere (Hong Kong) keeps a large deficit: it is noted.
"""
import statistics
from pathlib import Path

from common import read_csv

# Gross output of goods over value added of agriculture and industry (construction and utilities included in the latter).
# World shares of GDP (World Development Indicators, rounded): manufacturing 16 %, agriculture 4 %, mining and energy 5 %,
# construction 6 %. Value added per output: manufacturing 0.31 (Dekle, Eaton & Kortum 2008), the others about 0.5;
# construction is not traded. (16/0.31 + 4/0.5 + 5/0.5) / 31 = 2.2.
GO_VA = 2.2
FLOOR = 0.10

HEADER = "iso3 year absorption_usd gross_output_usd internal_trade_usd deficit_usd rule mended note status source".split()


def gdp_of(row, year):
    """(usd, year) nearest to `year` in countries.csv."""
    if row.get(f"gdp_{year}_usd"):
        return float(row[f"gdp_{year}_usd"]), year
    return (float(row["gdp_usd"]), int(row["gdp_year"])) if row.get("gdp_usd") else (None, None)


def rows(results, editions, parts_dir):
    countries = {row["iso3"]: row for row in read_csv(Path(parts_dir) / "countries.csv")}
    out = []
    for year, result in results.items():
        edition = editions[year]
        shares = {c: e.sectors["agriculture"] + e.sectors["industry"] for c, e in edition.items() if len(e.sectors) == 3}
        older = {c: e.sectors["agriculture"] + e.sectors["industry"] for c, e in editions[2014].items() if len(e.sectors) == 3}
        middle = statistics.median(shares[c] for c in result["given"].iso3s if c in shares)
        for k, iso3 in enumerate(result["given"].iso3s):
            sold, bought = int(result["values"][k].sum()), int(result["values"][:, k].sum())
            gdp, gdp_year = gdp_of(countries[iso3], year)
            notes = []
            if gdp is None:
                gdp = sold
                notes.append("no GDP printed: exports stand in")
            elif abs(gdp_year - year) > 1:
                notes.append(f"GDP of {gdp_year}")
            share = shares.get(iso3)
            if share is None and iso3 in older:
                share = older[iso3]
                notes.append("sector shares of 2014")
            if share is None or not 0 < share <= 1:
                share = middle
                notes.append("no sector shares printed: median country")
            output = GO_VA * share * gdp
            internal, rule = output - sold, "output less exports"
            floor = FLOOR * max(output, bought)
            if internal < floor:
                internal, rule = floor, "floor"
                notes.append(f"exports are {sold / output:.2f} of goods output: re-exports or processing or an enclave"
                             if sold > (1 - FLOOR) * output else f"imports are {bought / output:.2f} of goods output")
            if abs(bought - sold) > internal + sold:
                notes.append("deficit above gross output: paid by services or transfers or goods in transit")
            internal = round(internal / 1e3) * 1000
            out.append(dict(iso3=iso3, year=year, absorption_usd=internal + bought, gross_output_usd=internal + sold,
                            internal_trade_usd=internal, deficit_usd=bought - sold, rule=rule, mended=bool(notes),
                            note="; ".join(notes), status="estimated", source="own_estimate"))
    return out
