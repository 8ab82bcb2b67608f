"""Hours and money at a border, by mode: rules of parameters.toml [border], closures and judged times by hand.

Order: a row of land/border_times.csv; else members of one customs union, which on the road is `checked_union` where lorries are stopped
all the same; else `facilitated` (both high-income); else `default`. On rail `gauge_change` is added where the gauges of the two countries
differ. land/closed_borders.csv sets open = 0.
"""
import tomllib

from land.graph import read_table

# EU with Norway, Switzerland, Iceland and the microstates in its customs or Schengen area; EAEU; GCC; SACU. One state's own customs territories
# (China and Hong Kong, China and Macao) are none: their borders are controlled; nor is a line of control, though one side may levy the other's
# duties (Israel and the Palestinian territories, where goods change lorries).
EUROPE = set("AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE "
             "NOR CHE ISL LIE AND MCO SMR VAT".split())
EAEU = set("RUS BLR KAZ KGZ ARM".split())
GCC = set("SAU ARE KWT QAT BHR OMN".split())
SACU = set("ZAF BWA NAM LSO SWZ".split())
UNIONS = [EUROPE, EAEU, GCC, SACU, {"FRA", "MCO"}, {"MAR", "ESH"}]
# No duty, and customs that clear each lorry.
CHECKED_UNIONS = [GCC, SACU]
FACILITATED_PAIRS = [{"CHN", "HKG"}, {"CHN", "MAC"}, {"HKG", "MAC"}]
FACILITATED = set("USA CAN GBR FRA IRL BEL NLD DEU SGP MYS JPN KOR AUS NZL NOR SWE ISR".split())

# Principal gauge where the Factbook text names none or names another; mm.
GAUGES = {"XKX": 1435, "SGP": 1000, "LAO": 1435, "AFG": 1435, "KEN": 1435, "ETH": 1435, "DJI": 1435, "TZA": 1067, "EST": 1520,
          "FIN": 1520, "MCO": 1435, "LIE": 1435, "PRK": 1435, "MNG": 1520, "NPL": 1676, "BGD": 1676, "HKG": 1435, "ESP": 1668,
          "PRT": 1668, "UGA": 1000, "COD": 1067, "MYS": 1000, "THA": 1000, "VNM": 1000, "KHM": 1000, "MMR": 1000}
# Borders where one gauge runs through although the principal gauges differ.
SAME_GAUGE = {("CHN", "VNM"): "1435 mm reaches Yen Vien and Hanoi by dual gauge at Dong Dang",
              ("FIN", "RUS"): "1524 and 1520 mm run through",
              ("CHN", "LAO"): "1435 mm China-Laos railway", ("AFG", "IRN"): "1435 mm Khaf-Herat",
              ("AFG", "UZB"): "1520 mm Termez-Hairatan-Mazar-i-Sharif", ("AFG", "TKM"): "1520 mm to Aqina and Torghundi",
              ("GBR", "IRL"): "1600 mm on both sides: Northern Ireland has Ireland's gauge", ("KEN", "UGA"): "metre gauge runs through", ("DJI", "ETH"): "1435 mm since 2016",
              ("LAO", "THA"): "metre gauge to Thanaleng and Vientiane"}


def pair(a, b):
    return (a, b) if a < b else (b, a)


class Borders:
    def __init__(self, parameters_path, country_rows):
        with open(parameters_path, "rb") as f:
            self.rules = tomllib.load(f)["border"]
        self.gauge = {row["iso3"]: int(row["gauge_mm"]) for row in country_rows if row["gauge_mm"]}
        self.gauge.update(GAUGES)
        self.closed = {}
        for row in read_table("closed_borders.csv"):
            modes = ("road", "rail") if row["mode"] == "both" else (row["mode"],)
            for mode in modes:
                self.closed[(*pair(row["iso3_a"], row["iso3_b"]), mode)] = row
        self.judged = {(*pair(row["iso3_a"], row["iso3_b"]), row["mode"]): row for row in read_table("border_times.csv")}

    def is_open(self, a, b, mode):
        return (*pair(a, b), mode) not in self.closed

    def gauge_change(self, a, b):
        if pair(a, b) in SAME_GAUGE:
            return False
        ga, gb = self.gauge.get(a), self.gauge.get(b)
        return bool(ga and gb and abs(ga - gb) > 6)

    def cost(self, a, b, mode):
        """dict(hours, usd_per_tonne, open, gauge_change, source) of one border and mode."""
        change = mode == "rail" and self.gauge_change(a, b)
        judged = self.judged.get((*pair(a, b), mode))
        if judged:
            hours, usd, source = float(judged["hours"]), float(judged["usd_per_tonne"]), judged["source"]
        else:
            union = any(a in members and b in members for members in UNIONS)
            checked = mode == "road" and any(a in members and b in members for members in CHECKED_UNIONS)
            kind = ("checked_union" if checked else "customs_union" if union else
                    "facilitated" if {a, b} <= FACILITATED or {a, b} in FACILITATED_PAIRS else "default")
            if mode == "ferry":
                rule = dict(hours=0.5, usd_per_tonne=0) if union else {k: v["value"] for k, v in self.rules["default"]["ferry"].items()}
            else:
                rule = {k: v["value"] for k, v in self.rules[kind][mode].items()}
            hours, usd, source = rule["hours"], rule["usd_per_tonne"], "land_border_rules"
            if change:
                hours += self.rules["gauge_change"]["hours"]["value"]
                usd += self.rules["gauge_change"]["usd_per_tonne"]["value"]
        closed = self.closed.get((*pair(a, b), mode))
        return dict(hours=float(hours), usd_per_tonne=float(usd), open=closed is None, gauge_change=change,
                    source=closed["url"] if closed else source)

    def tell_anew(self, rows):
        """Hours and money of rows of crossings.csv as these rules and tables have them now; what is closed stands with the network."""
        for row in rows:
            cost = self.cost(row["iso3_a"], row["iso3_b"], row["mode"])
            row.update(hours=cost["hours"], usd_per_tonne=cost["usd_per_tonne"], source=cost["source"])
        return rows

    def path_penalty_km(self, a, b, mode):
        """What a border adds to a path while the backbone is chosen, in km at the mode's speed."""
        if not self.is_open(a, b, mode):
            return 5000.0
        speed = 40.0
        return min(self.cost(a, b, mode)["hours"], 12.0) * speed * 0.25
