"""Checks of the records: customs figures, votes, blocs, signatories, pledges, events, forums. Used by check_authored.py."""
import re
from collections import Counter
from decimal import Decimal

from checking import STATUS, day, fault, iso3, number, one_of

SIZES = {"EU": 28, "G7": 7, "SCO": 10, "EAEU": 5, "ASEAN": 11, "BRICS": 5, "BRICS+": 11, "Schengen": 29}  # ever members, partners not counted
VOTES = ("yes", "no", "abstain", "absent")


def check_growth(rows):
    """Growth is over the figure of the year before that stands here (`printed`), or over a later one (`revised`)."""
    value = {(row["reporter"], row["partner"], row["flow"], row["period"]): float(row["value_usd"]) for row in rows}
    for row in rows:
        if not row["growth"]:
            continue
        year = row["period"][:4]
        before = value.get((row["reporter"], row["partner"], row["flow"], row["period"].replace(year, str(int(year) - 1))))
        basis = "unknown" if before is None else (
            "printed" if abs(float(row["value_usd"]) / before - 1 - float(row["growth"])) <= 0.0006 else "revised")
        if row["growth_basis"] != basis:
            fault(row["_where"], f"growth_basis is `{row['growth_basis']}`, and the figures make it `{basis}`")


def check_customs(rows):
    total = {}
    for row in rows:
        one_of(row, "flow", {"total", "exports", "imports"})
        one_of(row, "status", STATUS)
        iso3(row, "reporter"), iso3(row, "partner"), day(row, "from_date"), day(row, "to_date")
        number(row, "value_usd", 1e6, 1e13), number(row, "cumulative_months", 1, 12), number(row, "growth", -0.9, 5, empty=True)
        one_of(row, "growth_basis", {"printed", "revised", "unknown"}, empty=not row["growth"])
        match = re.match(r"(\d{4})(?:-01\.\.\1-(\d\d))?$", row["period"])
        if not match or int(match[2] or 12) != int(row["cumulative_months"]) or row["to_date"][:7] != f"{match[1]}-{int(match[2] or 12):02d}":
            fault(row["_where"], f"period `{row['period']}` does not fit its dates and months")
        total.setdefault((row["reporter"], row["partner"], row["period"]), {})[row["flow"]] = (float(row["value_usd"]), row["_where"])
    for key, flows in total.items():
        if len(flows) == 3:
            gap = flows["total"][0] - flows["exports"][0] - flows["imports"][0]
            if abs(gap) > 0.15e9:  # figures printed to a tenth of a billion
                fault(flows["total"][1], f"{key}: total minus exports minus imports is {gap:.0f} USD")
    check_growth(rows)
    for year in range(2014, 2025):
        if len(total.get(("CHN", "RUS", str(year)), {})) != 3:
            fault("customs.csv", f"China's trade with Russia in {year} needs total, exports and imports")
    months = {p for a, b, p in total if (a, b) == ("CHN", "RUS") and p.startswith("2023-01..")}
    if len(months) != 10:
        fault("customs.csv", f"the cumulative months of 2023 are {sorted(months)}, expected February to November")


def check_partner_trade(rows, currencies, groups):
    """Each row prints a value, its growth or both; total is exports and imports, as far as the printed digits tell."""
    flows = {}
    for row in rows:
        one_of(row, "flow", {"total", "exports", "imports"}), one_of(row, "status", STATUS)
        one_of(row, "currency", currencies | {"USD"})
        for side in ("reporter", "partner"):
            if row[side] not in groups:
                iso3(row, side)
        day(row, "from_date"), day(row, "to_date")
        if not row["value_bn"] and not row["growth_percent"]:
            fault(row["_where"], "prints neither a value nor its growth")
        value = number(row, "value_bn", 1e-3, 1e6, empty=True)
        digit = number(row, "digit_bn", 1e-9, 1e3, empty=not row["value_bn"])
        number(row, "growth_percent", -95, 500, empty=True)
        if value and digit and Decimal(row["value_bn"]) % Decimal(row["digit_bn"]):
            fault(row["_where"], f"{row['value_bn']} has digits below {row['digit_bn']}")
        if value:
            key = tuple(row[column] for column in ("reporter", "partner", "from_date", "to_date", "currency", "source"))
            flows.setdefault(key, {})[row["flow"]] = (value, digit, row["_where"])
    for key, each in flows.items():
        if len(each) == 3:
            gap = each["total"][0] - each["exports"][0] - each["imports"][0]
            if abs(gap) > sum(digit for _, digit, _ in each.values()):
                fault(each["total"][2], f"{key}: total minus exports minus imports is {gap:.3f} billion")


MONTH_REVISED = 0.10  # share of a month by which later prints of the months up to it move it; in the tables it reaches 0.06


def check_months(rows, customs):
    """A month is the step between its year up to it and up to the month before; else a print's flows may stand turned round."""
    upto, months = {}, []
    prints = [(row, row["currency"], float(row["value_bn"]), float(row["digit_bn"])) for row in rows if row["value_bn"]]
    prints += [(row, "USD", float(row["value_usd"]) / 1e9, 0.01) for row in customs]
    for row, currency, value, digit in prints:
        first, last = row["from_date"], row["to_date"]
        key = row["reporter"], row["partner"], row["flow"], currency, last[:4]
        if first == last[:4] + "-01-01":
            upto.setdefault((*key, int(last[5:7])), []).append((value, digit))
        if first[:7] == last[:7]:
            months.append((row["_where"], key, int(last[5:7]), value, digit))
    for where, key, month, value, digit in months:
        steps = [(after - before, d1 + d2) for after, d1 in upto.get((*key, month), []) for before, d2 in upto.get((*key, month - 1), [])]
        if steps and all(abs(step - value) > MONTH_REVISED * value + digit + digits for step, digits in steps):
            fault(where, f"prints {value:g} billion for a month that is {steps[0][0]:.3f} by the months up to it")


def check_votes(rows, resolutions):
    """Votes by country add up to the printed totals where all 193 are there, and never exceed them."""
    dates = {row["resolution"]: row["date"] for row in resolutions}
    for row in rows:
        one_of(row, "vote", set(VOTES)), iso3(row, "iso3")
        if dates.get(row["resolution"]) != row["date"]:
            fault(row["_where"], f"no resolution `{row['resolution']}` of {row['date']}")
    for row in resolutions:
        day(row, "date"), one_of(row, "by_country", {"complete", "part"})
        printed = {vote: int(number(row, vote, 0, 193) or 0) for vote in VOTES}
        if sum(printed.values()) != 193:
            fault(row["_where"], f"the totals add up to {sum(printed.values())} members, there are 193")
        count = Counter(vote["vote"] for vote in rows if vote["resolution"] == row["resolution"])
        if row["by_country"] == "complete" and any(count[vote] != printed[vote] for vote in VOTES):
            fault(row["_where"], f"un_votes has {dict(count)}, printed {printed}")
        if any(count[vote] > printed[vote] for vote in VOTES):
            fault(row["_where"], f"un_votes has {dict(count)}, more than the printed {printed}")
    if len(resolutions) != 10:
        fault("un_resolutions.csv", f"{len(resolutions)} resolutions, the session has adopted ten")


def check_blocs(rows):
    for row in rows:
        iso3(row, "iso3"), one_of(row, "status", {"member", "partner", "disputed"})
        first, last = number(row, "from_year", 1900, 2030), number(row, "to_year", 1900, 2030, empty=True)
        if last is not None and last < first:
            fault(row["_where"], "to_year before from_year")
    count = Counter(row["bloc"] for row in rows if row["status"] != "partner")
    for bloc, size in SIZES.items():
        if count[bloc] != size:
            fault("blocs.csv", f"{bloc} has {count[bloc]} members, expected {size}")


def check_signatories(rows, blocs):
    signed = {}
    for row in rows:
        iso3(row, "iso3"), number(row, "year", 2013, 2030), one_of(row, "status", {"signed", "withdrew"})
        number(row, "year_other", 2013, 2030, empty=True)
        if bool(row["year_other"]) != bool(row["source_other"]):
            fault(row["_where"], "year_other and source_other go together")
        signed.setdefault(row["iso3"], {})[row["status"]] = row["year"]
    for code, years in signed.items():
        if "signed" not in years or years.get("withdrew", "9999") < years["signed"]:
            fault("bri_signatories.csv", f"{code} withdrew without having signed before")
    for row in blocs:
        if row["bloc"] == "BRI" and row["iso3"] != "CHN" and row["from_year"] != signed.get(row["iso3"], {}).get("signed"):
            fault(row["_where"], f"{row['iso3']} joined in {row['from_year']} here and in {signed.get(row['iso3'])} in bri_signatories.csv")
    if not 150 <= len(signed) <= 160:
        fault("bri_signatories.csv", f"{len(signed)} signatories, expected about 155")


def trade_of_pairs(customs, flows):
    """{(a, b, year): USD}: the trade of two as the pack's own figures have it, by either of them."""
    trade = {}
    for row in customs:
        if row["flow"] == "total" and len(row["period"]) == 4:
            trade[frozenset((row["reporter"], row["partner"])), int(row["period"])] = float(row["value_usd"])
    both = {}
    for row in flows:
        key = row["reporter"], row["partner"], int(row["year"])
        both.setdefault(key, {})[row["flow"]] = 1e9 * float(row["value_busd"])
    for (a, b, year), sides in both.items():
        if len(sides) == 2:
            trade.setdefault((frozenset((a, b)), year), sum(sides.values()))
    return trade


def check_pledges(rows, trade):
    """A pledge on the trade of two says `reached` as soon as the pack's own figures do, and its outcome is one of them."""
    for row in rows:
        pair = frozenset(row["parties"].split(";"))
        if row["flow"] == "trade" and len(pair) == 2 and row["by_year"]:
            best = max((value for (who, year), value in trade.items() if who == pair and row["date"][:4] <= str(year) <= row["by_year"]), default=0)
            if best >= float(row["target_usd"]) and row["reached"] != "yes":
                fault(row["_where"], f"reached is `{row['reached']}`, and the pack has trade of {best:.0f} within the term")
    for row in rows:
        day(row, "date"), one_of(row, "flow", {"trade", "exports", "imports"}), one_of(row, "reached", {"yes", "no", "open"})
        target, outcome = number(row, "target_usd", 1e8, 1e14), number(row, "outcome_usd", 1e8, 1e14, empty=True)
        number(row, "by_year", 1990, 2060, empty=True), number(row, "outcome_year", 1990, 2030, empty=True)
        if (outcome is None) != (not row["outcome_source"]):
            fault(row["_where"], "an outcome and its source go together")
        if row["reached"] != "open" and outcome is None:
            fault(row["_where"], f"reached is `{row['reached']}` without an outcome")
        elif outcome is not None and (row["reached"] == "yes") != (outcome >= target):
            fault(row["_where"], f"reached is `{row['reached']}` with an outcome of {outcome:.0f} on a target of {target:.0f}")


def check_events(rows):
    for row in rows:
        day(row, "date"), one_of(row, "kind", {"visit", "meeting", "video", "forum", "agreement", "withdrawal", "vote", "sanction", "war", "pledge"})


def check_forums(rows, events):
    told = {row["date"] for row in events if row["kind"] == "forum"}
    for row in rows:
        iso3(row, "host"), day(row, "from_date"), day(row, "to_date")
        for side in ("announced", "actual"):
            counts = [row[column] for column in row if column.startswith(side) and not column.endswith("_source") and row[column]]
            for column in row:
                if column.startswith(side) and not column.endswith("_source"):
                    number(row, column, 1, 1e6, empty=True)
            if bool(counts) != bool(row[side + "_source"]):
                fault(row["_where"], f"{side} attendance and its source go together")
        if row["from_date"] not in told:
            fault(row["_where"], f"events.csv has no forum on {row['from_date']}")


UNITS = {"bcm_per_year", "mcm_per_day", "mmscf_per_day", "mt_per_year", "barrels_per_day"}


def check_pipelines(rows):
    for row in rows:
        iso3(row, "countries"), one_of(row, "goods", {"gas", "crude oil"}), one_of(row, "status", STATUS)
        one_of(row, "pipeline_status", {"open", "construction", "closed", "never opened"})
        one_of(row, "unit", UNITS, empty=not row["capacity"] and not row["flow"])
        number(row, "km", 10, 10000, empty=True), number(row, "capacity", 0.5, 1e7, empty=True), number(row, "flow", 0, 1e7, empty=True)
        opened = number(row, "opened_year", 1940, 2030, empty=True)
        number(row, "flow_year", 1990, 2030, empty=not row["flow"])
        first, last = number(row, "shut_from", 1940, 2030, empty=True), number(row, "shut_to", 1940, 2030, empty=True)
        if (first is None) != (last is None) or (first is not None and first > last):
            fault(row["_where"], "shut_from and shut_to are the first and the last year of one time")
        one_of(row, "loads_ships", {"", "1"})
        if opened is not None and row["pipeline_status"] in ("construction", "never opened"):
            fault(row["_where"], f"{row['pipeline_status']}, and opened in {row['opened_year']}")
        if not row["name"] or not row["from_place"] or not row["to_place"]:
            fault(row["_where"], "a pipeline has a name and two ends")
