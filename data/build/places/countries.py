"""countries.csv: identity, economy, population, region and principal rail gauge of every country with statistics."""
import json
import re
import unicodedata

import shapely

from common import country_shapes, iso_codes, npm_dir, write_csv
from factbook import money, newest, of_2014, plain

COLUMNS = ["iso3", "iso2", "name", "region", "subregion", "gdp_usd", "gdp_year", "gdp_status", "gdp_2014_usd", "gdp_2023_usd", "population",
           "population_year", "landlocked", "lon", "lat", "capital", "currency", "gauge_mm", "names", "source"]

# Short English names, where the ISO list's own is long or inverted.
NAME = {"RUS": "Russia", "IRN": "Iran", "KOR": "South Korea", "PRK": "North Korea", "SYR": "Syria", "LAO": "Laos",
        "VNM": "Vietnam", "MDA": "Moldova", "TZA": "Tanzania", "BOL": "Bolivia", "VEN": "Venezuela", "TUR": "Türkiye",
        "USA": "United States", "GBR": "United Kingdom", "CHN": "China", "TWN": "Taiwan", "HKG": "Hong Kong", "MAC": "Macao",
        "PSE": "Palestine", "COD": "DR Congo", "COG": "Congo", "CIV": "Côte d'Ivoire", "BRN": "Brunei", "FSM": "Micronesia",
        "XKX": "Kosovo", "GMB": "Gambia", "MKD": "North Macedonia", "SWZ": "Eswatini", "CPV": "Cabo Verde", "CZE": "Czechia",
        "TLS": "Timor-Leste", "STP": "São Tomé and Príncipe", "ESH": "Western Sahara", "MMR": "Myanmar", "LBY": "Libya",
        "FLK": "Falkland Islands", "VGB": "British Virgin Islands", "VIR": "U.S. Virgin Islands", "MAF": "Saint Martin",
        "SXM": "Sint Maarten", "CUW": "Curaçao", "BHS": "Bahamas", "ARE": "United Arab Emirates"}
# Names people write that neither the ISO list nor the Factbook gives.
ALIASES = {"RUS": ["Russian Fed."], "CHN": ["PRC", "Mainland China", "People's Republic of China"],
           "GBR": ["UK", "Britain", "Great Britain", "England"], "USA": ["US", "U.S.", "U.S.A.", "America"],
           "TUR": ["Turkey", "Turkiye"], "KOR": ["Republic of Korea", "Korea", "Korea, South"], "PRK": ["DPRK", "Korea, North"],
           "CZE": ["Czech Republic"], "MMR": ["Burma"], "CIV": ["Ivory Coast", "Cote d'Ivoire"], "SWZ": ["Swaziland"],
           "MKD": ["Macedonia", "FYROM"], "TLS": ["East Timor"], "CPV": ["Cape Verde"], "COD": ["Congo-Kinshasa", "Zaire", "DRC"],
           "COG": ["Congo-Brazzaville", "Republic of the Congo"], "TWN": ["Chinese Taipei", "Taiwan, China"],
           "HKG": ["Hong Kong SAR", "Hong Kong, China"], "MAC": ["Macau", "Macao SAR"], "ARE": ["UAE", "Emirates"],
           "PSE": ["State of Palestine", "West Bank and Gaza", "Palestinian Territories"], "LAO": ["Lao PDR"],
           "VNM": ["Viet Nam"], "KGZ": ["Kyrgyz Republic", "Kirghizia"], "BLR": ["Byelorussia", "Belorussia"], "NLD": ["Holland"],
           "IRN": ["Islamic Republic of Iran"], "SYR": ["Syrian Arab Republic"], "MDA": ["Republic of Moldova"],
           "XKX": ["Kosovo (UNSCR 1244)"], "KAZ": ["Kazakstan"], "SAU": ["KSA"], "ZAF": ["RSA"], "DEU": ["FRG"], "FRA": ["French Republic"], "IRL": ["Republic of Ireland", "Eire"], "LKA": ["Ceylon"],
           "BGD": ["Bangla Desh"], "BRN": ["Brunei Darussalam"], "THA": ["Siam"], "VAT": ["Vatican", "Holy See"], "BIH": ["Bosnia"],
           "TTO": ["Trinidad"], "ATG": ["Antigua"], "GEO": ["Republic of Georgia"]}
# Languages whose names of countries are taken from the ISO list beside the English: those in which trade papers are written.
LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "tr", "ru", "uk", "kk", "zh", "ja", "ko", "ar", "fa", "hi")

# Regions: the Factbook's own chapters, with East split from Southeast Asia, North Africa split from the rest of Africa,
# the South Caucasus and Russia put together, and Mexico left in North America (USMCA) as the Factbook has it.
REGION_OF_FOLDER = {"africa": "Sub-Saharan Africa", "australia-oceania": "Oceania", "central-america-n-caribbean": "Latin America & Caribbean",
                    "central-asia": "Central Asia", "east-n-southeast-asia": "Southeast Asia", "europe": "Europe",
                    "middle-east": "Middle East", "north-america": "North America", "south-america": "Latin America & Caribbean",
                    "south-asia": "South Asia"}
REGION = {iso3: region for region, members in {
    "East Asia": "CHN HKG MAC TWN JPN KOR PRK MNG", "Russia & Caucasus": "RUS ARM AZE GEO",
    "North Africa": "DZA EGY LBY MAR TUN ESH", "Middle East": "TUR", "Europe": "CYP"}.items() for iso3 in members.split()}
SUBREGION = {iso3: name for name, members in {
    "Northern Europe": "DNK EST FIN FRO GBR GGY IMN IRL ISL JEY LTU LVA NOR SWE",
    "Western Europe": "AUT BEL CHE DEU FRA LIE LUX MCO NLD",
    "Eastern Europe": "BGR BLR CZE HUN MDA POL ROU SVK UKR",
    "Southern Europe": "ALB AND BIH CYP ESP GIB GRC HRV ITA MKD MLT MNE PRT SMR SRB SVN XKX",
    "Eastern Africa": "BDI COM DJI ERI ETH KEN MDG MUS MWI MOZ RWA SOM SSD SYC TZA UGA ZMB ZWE SDN",
    "Western Africa": "BEN BFA CIV CPV GHA GIN GMB GNB LBR MLI MRT NER NGA SEN SLE TGO SHN",
    "Central Africa": "AGO CAF CMR COD COG GAB GNQ STP TCD", "Southern Africa": "BWA LSO NAM SWZ ZAF",
    "Gulf": "ARE BHR IRQ IRN KWT OMN QAT SAU YEM", "Levant & Anatolia": "ISR JOR LBN PSE SYR TUR",
    "South Caucasus": "ARM AZE GEO", "Central America": "BLZ CRI GTM HND NIC PAN SLV",
    "South America": "ARG BOL BRA CHL COL ECU FLK GUY PER PRY SUR URY VEN",
    "Australia & New Zealand": "AUS NZL"}.items() for iso3 in members.split()}

# The Factbook gives no gauge for these (its figures come from a European table without gauges), rounds it, or lists the sum
# of urban lines only. Each value is the gauge of the national main network by the network statement or annual report named.
GAUGE_NOTE = "Network statements on the RailNetEurope portal and national railway reports, as summarised in Jane's World Railways"
GAUGE = {1435: "AUT BEL BGR CHE CHN CZE DEU DNK DZA FRA GBR GRC HRV HUN ITA LUX LIE MCO NLD NOR POL ROU SRB SVK SVN SWE XKX MKD ALB "
               "BIH MNE TUR ARE QAT HKG AUS PRY VEN",
         1520: "RUS EST LVA LTU ARM UKR", 1524: "FIN", 1600: "IRL", 1668: "ESP PRT", 1676: "ARG IND BGD",
         1067: "JPN TWN ZAF PHL HND", 1000: "BRA MLI"}
GAUGE_OVERRIDE = {iso3: mm for mm, members in GAUGE.items() for iso3 in members.split()}

# No usable national accounts at a market rate: closed economies, official pegs far from the market, war, old figures.
GDP_ESTIMATED = {"PRK", "CUB", "VEN", "SYR", "YEM", "ERI", "SSD", "SOM", "AFG", "LBN", "SDN", "IRN", "TKM", "TWN", "GIB", "ETH", "LBY"}


# Where the widest circle sits far from where a reader looks for the name.
LABEL = {"RUS": (96.0, 62.0)}


def percent_of(node, year):
    """`2.9%` of an entry such as {"Inflation rate (consumer prices) 2024": {"text": "2.9% (2024 est.)"}}; None where there is none."""
    for key, value in (node or {}).items():
        found = re.match(r"(-?[\d.]+)\s*%", plain(value)) if key.endswith(str(year)) else None
        if found:
            return float(found.group(1)) / 100
    return None


def figure_of(node, year):
    """The number of an entry such as {"Exchange rates 2023": {"text": "1,478.965 (2024 est.)"}}; None where there is none."""
    for key, value in (node or {}).items():
        found = re.match(r"(-?[\d.,]*\d)", plain(value)) if key.endswith(str(year)) else None
        if found:
            return float(found.group(1).replace(",", ""))
    return None


def gdp_of_2023(page, gdp, year, us_inflation):
    """Nominal GDP of 2023: as printed, or that of 2024 in the country's own money less a year's real growth and inflation, at the rate of
    2023; without rates or prices, less growth and the dollar's inflation."""
    economy = page.get("Economy", {})
    growth = percent_of(economy.get("Real GDP growth rate"), 2024)
    if gdp is None or year != 2024 or growth is None:
        return gdp if year == 2023 else None
    prices = percent_of(economy.get("Inflation rate (consumer prices)"), 2024)
    rates = [figure_of(economy.get("Exchange rates"), y) for y in (2023, 2024)]
    if prices is None or not all(rates):
        return round(gdp / ((1 + growth) * (1 + us_inflation)))
    return round(gdp * rates[1] / rates[0] / ((1 + growth) * (1 + prices)))


def gauge_mm(railways):
    """Gauge with the most kilometres in the Factbook's Railways text; None where it names none."""
    km_of = {}
    for kind, entry in railways.items():
        for part in re.split(r";", plain(entry)):
            km = re.search(r"([\d,.]+)\s*km", part)
            gauge = re.search(r"(\d\.\d{3})", part)
            if km and gauge and kind != "note":
                mm = round(float(gauge.group(1)) * 1000)
                mm = {1065: 1067, 1076: 1067, 1524: 1520}.get(mm, mm)
                km_of[mm] = km_of.get(mm, 0) + float(km.group(1).replace(",", "").rstrip("."))
    return max(sorted(km_of), key=km_of.get) if km_of else None


def label_point(shape):
    """Centre of the largest circle inside the largest polygon, rounded to 0.01 degree."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    line = shapely.maximum_inscribed_circle(largest, tolerance=0.05)
    x, y = shapely.get_coordinates(line)[0]
    return round(float(x), 2), round(float(y), 2)


def degrees(entry):
    """`60 00 N, 100 00 E` gives (100.0, 60.0)."""
    found = re.search(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", plain(entry))
    if not found:
        return None
    d, m, ns, e, f, ew = found.groups()
    return ((int(e) + int(f) / 60) * (1 if ew == "E" else -1), (int(d) + int(m) / 60) * (1 if ns == "N" else -1))


def population(pages):
    total, year = 0, None
    for page in pages:
        people = page["People and Society"]["Population"]
        entry = plain(people.get("total", people))
        figure = re.match(r"([\d,]+)\D*(\d{4})?", entry)
        if figure:
            total += int(figure.group(1).replace(",", ""))
            year = int(figure.group(2)) if figure.group(2) else year
    return total or None, year


# Names of the ISO list's translations that say another country, and those that mean something else in an English text (claims are
# read for names of countries): `Island` is Iceland in German.
NOT_TAKEN = {"Island", "Chili", "Indie", "Maurice", "Dominique", "Salvador", "Granada", "Grenade", "Inde",
             "República Democrática do Congo", "República Popular do Congo"}


def plain_name(name):
    return "".join(c for c in unicodedata.normalize("NFD", name.lower()) if c.isalnum())


def names_of_countries():
    """{language: {iso2: names}}, and who has each name: one that two countries have in two languages means neither."""
    languages, claimed = {}, {}
    for language in ("en", *LANGUAGES):
        listed = json.loads((npm_dir("i18n-iso-countries") / "langs" / f"{language}.json").read_text())["countries"]
        languages[language] = {iso2: [n.strip() for n in ([names] if isinstance(names, str) else names)] for iso2, names in sorted(listed.items())}
        for iso2, names in languages[language].items():
            for name in names:
                claimed.setdefault(plain_name(name), set()).add(iso2)
    iso3_to_2 = {iso3: iso2 for iso2, iso3 in iso_codes()[0].items()}
    for iso3, names in [*((k, [v]) for k, v in NAME.items()), *ALIASES.items()]:
        for name in names:
            claimed.setdefault(plain_name(name), set()).add(iso3_to_2.get(iso3, iso3))
    return languages, claimed


def build(parts):
    iso2_to_3, _ = iso_codes()
    iso3_to_2 = {iso3: iso2 for iso2, iso3 in iso2_to_3.items()}
    english = json.loads((npm_dir("i18n-iso-countries") / "langs" / "en.json").read_text())["countries"]
    languages, claimed = names_of_countries()
    shapes = country_shapes("50m")
    rows = []
    us_inflation = percent_of(newest()["USA"][0]["Economy"]["Inflation rate (consumer prices)"], 2024)
    for iso3, pages in newest().items():
        page = pages[0]
        gdp, gdp_year = money(page.get("Economy", {}).get("GDP (official exchange rate)"))
        people, people_year = population(pages)
        if not people or (gdp is None and iso3 != "ESH"):
            continue
        old = of_2014().get(iso3, {}).get("Economy", {}).get("GDP (official exchange rate)")
        gdp_2014, year_2014 = money(old)
        if year_2014 not in (2013, 2014, 2015, None) or iso3 == "PSE":  # West Bank alone, 2012
            gdp_2014 = None
        iso2 = iso3_to_2[iso3]
        listed = english.get(iso2, [])
        listed = [listed] if isinstance(listed, str) else listed
        name = NAME.get(iso3) or (listed or [plain(page["Government"]["Country name"]["conventional short form"])])[0]
        official = page["Government"].get("Country name", {})
        others = list(listed) + ALIASES.get(iso3, []) + [re.split(r"; note", plain(official.get(key)))[0].split(" or ")[0]
                  for key in ("conventional long form", "conventional short form", "abbreviation", "local short form")]
        names = []
        for other in others:
            other = other.strip().replace("|", "/")
            if other and other.lower() not in ("none", "n/a", "na") and other != name and other not in names and len(other) < 80 and not re.search(r"note|[(/]", other) and (iso3, other) != ("COD", "Congo"):
                names.append(other)
        known = {plain_name(n) for n in (name, *names)}
        for language in LANGUAGES:
            for other in languages[language].get(iso2, []):
                key = plain_name(other)
                if key not in known and claimed.get(key) == {iso2} and not re.search(r"[|(（/]", other) and other not in NOT_TAKEN and not (len(key) < 4 and key.isascii()):
                    known.add(key)
                    names.append(other)
        region = REGION.get(iso3) or REGION_OF_FOLDER[page["folder"]]
        geography = page["Geography"]
        lon, lat = LABEL.get(iso3) or label_point(shapes[iso3]) if iso3 in shapes else tuple(round(v, 2) for v in degrees(geography["Geographic coordinates"]))
        currency = re.search(r"\(([A-Z]{3})\)", plain(page["Economy"].get("Exchange rates", {}).get("Currency", "")))
        railways = page.get("Transportation", {}).get("Railways", {})
        rows.append({
            "iso3": iso3, "iso2": iso2, "name": name, "region": region, "subregion": SUBREGION.get(iso3, region),
            "gdp_usd": gdp, "gdp_year": gdp_year,
            "gdp_status": None if gdp is None else "estimated" if iso3 in GDP_ESTIMATED or (gdp_year or 0) < 2022 else "observed",
            "gdp_2014_usd": gdp_2014, "gdp_2023_usd": gdp_of_2023(page, gdp, gdp_year, us_inflation), "population": people, "population_year": people_year,
            "landlocked": all("landlocked" in plain(p["Geography"].get("Coastline")) for p in pages), "lon": lon, "lat": lat,
            "capital": None, "currency": currency and currency.group(1),
            "gauge_mm": (GAUGE_OVERRIDE.get(iso3) or gauge_mm(railways)) if railways or iso3 in GAUGE_OVERRIDE else None,
            "names": "|".join(names), "source": "factbook_2025"})
    return rows


def write(parts, rows):
    write_csv(parts / "countries.csv", COLUMNS, rows, "iso3")
