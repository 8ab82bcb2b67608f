"""Land neighbours, by the World Factbook, that the network leaves unjoined, and why."""
from trade.factbook import edition

# Reasons where the general one would mislead.
REASONS = {
    ("COL", "PAN"): ("Darien gap: no road and no railway", "https://en.wikipedia.org/wiki/Dari%C3%A9n_Gap"),
    ("AFG", "CHN"): ("Wakhjir pass: no road open to trade", "https://en.wikipedia.org/wiki/Wakhjir_Pass"),
    ("BTN", "CHN"): ("no diplomatic relations, no road", "https://en.wikipedia.org/wiki/Bhutan%E2%80%93China_border"),
    ("PRK", "RUS"): ("one railway bridge, no road bridge before 2026", "https://en.wikipedia.org/wiki/Korea%E2%80%93Russia_Friendship_Bridge"),
    ("ARM", "TUR"): ("closed since 1993; the roads to it carry no traffic", "https://en.wikipedia.org/wiki/Armenia%E2%80%93Turkey_border"),
    ("BGD", "MMR"): ("no road crossing open to trade", "https://en.wikipedia.org/wiki/Bangladesh%E2%80%93Myanmar_border"),
    ("CAN", "DNK"): ("Hans island, without inhabitants", "https://en.wikipedia.org/wiki/Hans_Island"),
    ("ISR", "SYR"): ("state of war, no crossing", "https://en.wikipedia.org/wiki/Israel%E2%80%93Syria_border"),
    ("DJI", "ERI"): ("closed since 2008", "https://en.wikipedia.org/wiki/Djiboutian%E2%80%93Eritrean_border_conflict"),
    ("LBY", "TCD"): ("closed since 2019, desert tracks only", "https://en.wikipedia.org/wiki/Chad%E2%80%93Libya_border"),
    ("MNE", "XKX"): ("Kulla pass: the graph holds no road over it", "https://en.wikipedia.org/wiki/Ro%C5%BEaje"),
    ("DZA", "ESH"): ("behind the berm", "https://en.wikipedia.org/wiki/Moroccan_Western_Sahara_Wall"),
}


def factbook_neighbours():
    found = set()
    for year in (2014, 2023):
        for iso3, entry in edition(year).items():
            found.update((min(iso3, other), max(iso3, other)) for other in entry.borders if other != iso3)
    return found


def missing_crossings(countries, joined):
    """Rows of crossings_missing.csv: neighbours without a crossing."""
    known = {row["iso3"] for row in countries}
    by_land = {(a, b) for a, b, mode in joined }
    rows = []
    for a, b in sorted(factbook_neighbours() - by_land):
        if a in known and b in known:
            reason, source = REASONS.get((a, b), ("no road, railway or ferry over the border in the raw graph or among the hand links", "osm_scgraph"))
            rows.append(dict(iso3_a=a, iso3_b=b, reason=reason, source=source))
    return rows
