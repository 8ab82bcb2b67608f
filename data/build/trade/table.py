"""The pack's trade tables: trade.csv, trade_totals.csv, economy.csv, embargoes.csv and flows_printed.csv for 2014 and 2023.

    build(parts_dir, world_dir)     called by build.py once parts_dir holds countries.csv (and places.csv)

Steps, one module each: factbook (what it prints), evidence (raw materials, the ICIO tables, embargoes),
reports (all that is printed, as observations), balance (totals and reported pairs reconciled), cells (the
cells nobody printed), intervals (how far off they may be), economy (output, internal trade, deficits).
"""
import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from common import AUTHORED, read_csv, write_csv
from trade import cells, economy, evidence, factbook, intervals, reports
from trade.balance import AddingUp, Solution, solve
from trade.reports import SHARE_SOURCE

YEARS = (2014, 2023)
WORLD_SD = 0.005
SD_UNLISTED = 0.5            # how far the estimate may be out on a country's trade with all partners nobody printed, together
TRANSIT = 100.0              # how much more of the rest of a printed total goes through a country of transit.csv than through another
ROUNDED = 0.005              # a factor is printed with two decimals: the interval must still hold what it is made to hold
SMALLEST_CELL = 1e5          # USD: an estimate below it says no more than "next to nothing" and is left out
OWN_ESTIMATE = "trade_table" # what nobody printed is our own estimate, of the page docs/explanation/trade-table.md
TRADE = "exporter importer year value_usd interval_factor reported_by exporter_usd importer_usd status source".split()


@dataclass
class Inputs:
    """All that is read for one year, before anything is estimated."""
    year: int
    iso3s: list
    edition: dict
    priors: dict
    flows: list
    evidence: cells.Evidence


@dataclass
class Balanced:
    """Totals and reported pairs, reconciled."""
    observations: list
    reported: dict           # (exporter, importer) -> {side: source}
    solution: Solution
    exports: np.ndarray
    imports: np.ndarray
    caps: np.ndarray
    base: np.ndarray         # gravity that meets the totals
    known: np.ndarray        # NaN where nobody reports
    held: dict               # (position, flow) -> total of a silent country, between what its partners report and what it printed

    @property
    def cif(self):
        return math.exp(self.solution.values["c", ""])


def inputs(year, parts_dir, edition, edition_2014, origin_basis, new_evidence=True):
    """`origin_basis`: exports by origin over gross exports of re-exporters, found for 2023 and carried to 2014,
    whose edition prints gross shares."""
    iso3s = sorted(row["iso3"] for row in read_csv(Path(parts_dir) / "countries.csv"))
    priors = reports.total_priors(year, iso3s, edition, edition_2014, origin_basis)
    iso3s = [c for c in iso3s if (c, "exports") in priors and (c, "imports") in priors]
    flows = reports.printed_flows(year, set(iso3s))
    return Inputs(year, iso3s, edition, priors, flows, cells.gather(year, iso3s, parts_dir, edition, new_evidence))


def sizes(given, solution):
    exports = np.exp([solution.values["x", c] for c in given.iso3s])
    imports = np.exp([solution.values["m", c] for c in given.iso3s])
    seen = {key: math.exp(value) for (kind, key), value in solution.values.items() if kind == "v"}
    return exports, imports, cells.unlisted_caps(given.year, given.iso3s, given.edition, exports, imports, seen)


def seen_totals(given, solution, known, reported, exports, imports):
    """What a silent country's cells add up to: what its partners report, what was printed of its trade with other silent ones,
    and what it printed itself of pairs that the partner does not report. Returns {(k, flow): total} of those whose own total was printed and holds more:
    the geometric mean of the two, for with_the_rest."""
    silent = evidence.non_reporters(given.year)
    hushed, held = np.array([c in silent for c in given.iso3s]), {}
    for totals, flow, side, lines in ((exports, "exports", "exporter", known), (imports, "imports", "importer", known.T)):
        for k, c in enumerate(given.iso3s):
            if hushed[k] and ("v", (c, flow)) in solution.values:
                pairs = [(c, p) if flow == "exports" else (p, c) for p in given.iso3s]
                unseen = hushed | np.array([set(reported.get(pair, ())) == {side} for pair in pairs])
                seen = math.exp(solution.values["v", (c, flow)]) + np.nansum(lines[k][unseen])
                if given.priors[c, flow]["status"] == "observed" and totals[k] > seen:
                    held[k, flow] = math.sqrt(totals[k] * seen)
                totals[k] = seen
    return held


def balance(given, held=(), start=None, tolerance=1e-9):
    """First without adding up; then each total is also its reported pairs plus what the rest may hold. `held`: reports left
    out; `start`: a Balanced to begin from, which leads to the same end sooner."""
    iso3s, n = given.iso3s, len(given.iso3s)
    at = {c: k for k, c in enumerate(iso3s)}
    observations, reported = reports.observe(given.year, iso3s, given.edition, given.priors, given.flows, held)
    listed = np.zeros((n, n), dtype=bool)
    for exporter, importer in reported:
        listed[at[exporter], at[importer]] = True
    first = start.solution if start else solve(observations, WORLD_SD)
    exports, imports, caps = sizes(given, first)
    rest = cells.unhindered(exports, imports, given.evidence, np.where(listed, np.inf, caps))
    unlisted = np.where(listed, 0.0, np.maximum(rest, given.evidence.raw))
    sums = []
    for k, c in enumerate(iso3s):
        rows = [("z", (c, p)) for p in iso3s if (c, p) in reported]
        columns = [("z", (p, c)) for p in iso3s if (p, c) in reported]
        for own, parts, left in ((("x", c), rows, unlisted[k].sum()), (("m", c), columns, unlisted[:, k].sum())):
            if parts:
                sums.append(AddingUp(own, tuple(parts), float(left), SD_UNLISTED))
    solution = solve(observations, WORLD_SD, sums, start=first, tolerance=tolerance)
    exports, imports, caps = sizes(given, solution)
    known = cells.nothing_known(n)
    for exporter, importer in reported:
        known[at[exporter], at[importer]] = math.exp(solution.values["z", (exporter, importer)])
    held_totals = seen_totals(given, solution, known, reported, exports, imports)
    base = cells.unhindered(exports, imports, given.evidence, np.full((n, n), np.inf))
    return Balanced(observations, reported, solution, exports, imports, caps, base, known, held_totals)


WEIGHTS = (cells.ICIO_WEIGHT, cells.TIES_WEIGHT)


def completed(given, b, weights=WEIGHTS, without=(), **limits):
    """The whole matrix; `without`: pairs whose report is set aside, to see what would be made of them."""
    known, caps, at = b.known, b.caps, {c: k for k, c in enumerate(given.iso3s)}
    if without:
        known, caps = known.copy(), caps.copy()
        for exporter, importer in without:
            known[at[exporter], at[importer]], caps[at[exporter], at[importer]] = np.nan, np.inf
    return cells.complete(b.exports, b.imports, caps, known, given.evidence, b.base, b.cif, weights, **limits)


def with_the_rest(given, b, done):
    """A silent country's total between what its partners report and what it printed is held: pairs that nobody lists take the rest, the
    countries of transit.csv more than others and none above the smallest share that is listed. Returns the matrix and how
    far each cell rose, in logs: its lower end stays where partners' reports put it."""
    if not b.held:
        return done, np.zeros_like(done.values)
    exports, imports, favour = b.exports.copy(), b.imports.copy(), np.ones_like(done.values)
    hubs = evidence.transit(given.year, given.iso3s)
    unlisted = np.where(np.isnan(b.known), done.values, 0.0)
    for (k, flow), total in sorted(b.held.items()):
        totals, others, seen = (exports, imports, unlisted) if flow == "exports" else (imports, exports, unlisted.T)
        others += (total - totals[k]) * seen[k] / seen[k].sum()
        totals[k] = total
        if flow == "imports":
            favour[hubs.get(given.iso3s[k], []), k] = TRANSIT
    held = cells.complete(exports, imports, b.caps, b.known, given.evidence, b.base, b.cif, favour=favour)
    rise = np.zeros_like(done.values)
    for k, flow in b.held:
        line, was, now = (rise, done.values, held.values) if flow == "exports" else (rise.T, done.values.T, held.values.T)
        line[k] = np.maximum(np.log(np.maximum(now[k], 1.0) / np.maximum(was[k], 1.0)), 0.0)
    return held, rise


def left_out_reports(given, b):
    """|ln estimate - ln report| over its expected spread, of pairs that both sides report, either side left out in turn."""
    silent = evidence.non_reporters(given.year)
    both = sorted(pair for pair, sides in b.reported.items() if reports.reported_by(*pair, sides, silent) == "both")

    def solve_without(held):
        other = balance(given, held, b, 1e-6).solution
        spread = other.spread(("z", (exporter, importer)) for exporter, importer, _ in held)
        for exporter, importer, side in held:
            o = next(o for o in b.observations if not o.at_most and o.side == side and o.unknowns[0][0] == ("z", (exporter, importer)))
            said = o.value - sum(factor * other.values[u] for u, factor in o.unknowns[1:])
            found = other.values["z", (exporter, importer)]
            yield (abs(found - said) / math.hypot(spread["z", (exporter, importer)], o.sd), math.exp(found),
                   "importer" if side == "exporter" else "exporter")

    return intervals.reports_left_out(both, solve_without)


def left_out_cells(given, b, weights=WEIGHTS):
    """(fold, estimate, ln estimate - ln reconciled, evidence) of reported pairs, left out in turn."""
    at = {c: k for k, c in enumerate(given.iso3s)}

    def complete_without(pairs):
        x = completed(given, b, weights, pairs, tolerance=1e-3, limit=40).values
        for exporter, importer in pairs:
            i, j = at[exporter], at[importer]
            estimate = max(float(x[i, j]), SMALLEST_CELL)
            yield estimate, math.log(estimate / b.known[i, j]), "gravity" if np.isnan(given.evidence.icio[i, j]) else "icio"

    return intervals.cells_left_out(sorted(b.reported), complete_without)


def published(values, listed):
    """To the thousand USD, so that the last bits of a linear solver never reach a file and sums are exact."""
    return np.where(~listed & (values < SMALLEST_CELL), 0.0, np.round(values / 1e3) * 1e3)


def unlisted_width(given, fitted, values):
    gravity = fitted.lines["gravity"]
    return np.where(np.isnan(given.evidence.icio), intervals.half_width(gravity, values),
                    intervals.half_width(fitted.lines.get("icio", gravity), values))


def printed_gap(given, b):
    """{pair: ln distance} of its estimate to the farthest figure that a customs office printed: no interval leaves one out."""
    gaps = {}
    for exporter, importer, _, usd, is_cif, *_ in given.flows:
        if ("z", (exporter, importer)) in b.solution.values:
            gap = abs(b.solution.values["z", (exporter, importer)] - math.log(usd / b.cif if is_cif else usd))
            gaps[exporter, importer] = max(gap + ROUNDED, gaps.get((exporter, importer), 0.0))
    return gaps


def widths(given, b, done, rise, fitted):
    """(n, n) ln half-widths of the 80 % intervals."""
    spread, gaps = b.solution.spread(("z", pair) for pair in b.reported), printed_gap(given, b)
    width = np.clip(np.maximum(unlisted_width(given, fitted, done.values), rise), None, intervals.WIDEST)
    at, silent = {c: k for k, c in enumerate(given.iso3s)}, evidence.non_reporters(given.year)
    for (exporter, importer), sides in b.reported.items():
        i, j = at[exporter], at[importer]
        reporter = "exporter" if exporter not in silent and "exporter" in sides else "importer"
        wide = intervals.reported_width(fitted, reports.reported_by(exporter, importer, sides, silent), reporter,
                                              spread["z", (exporter, importer)], b.known[i, j])
        width[i, j] = min(max(wide, gaps.get((exporter, importer), 0.0)), intervals.WIDEST)
    return width


def estimate(given):
    """A dict of all that the tables and the checks need."""
    b = balance(given)
    done = completed(given, b)
    fitted = intervals.calibrate(left_out_reports(given, b), left_out_cells(given, b))
    done, rise = with_the_rest(given, b, done)
    listed = ~np.isnan(b.known)
    return dict(given=given, balanced=b, completion=done, calibration=fitted, values=published(done.values, listed),
                width=widths(given, b, done, rise, fitted))


def printed_left_out(r):
    """[(flow, estimate, factor, figure)] of the flows that customs printed, each estimated without it and a fifth of the others."""
    given, b, found = r["given"], r["balanced"], []
    at = {c: k for k, c in enumerate(given.iso3s)}
    flows = intervals.shuffled(given.flows)
    for f in range(intervals.FOLDS):
        held = [flow for k, flow in enumerate(flows) if intervals.fold(k) == f]
        without = replace(given, flows=sorted(flow for flow in flows if flow not in held))
        other = balance(without, start=b, tolerance=1e-6)
        done, rise = with_the_rest(without, other, completed(without, other))
        width = widths(without, other, done, rise, r["calibration"])
        for flow in held:
            i, j = at[flow[0]], at[flow[1]]
            found.append((flow, max(float(done.values[i, j]), SMALLEST_CELL), math.exp(width[i, j]), flow[3] / b.cif if flow[4] else flow[3]))
    return found


def trade_rows(r):
    given, b = r["given"], r["balanced"]
    year, silent = given.year, evidence.non_reporters(given.year)
    said = reports.reports_usd(b.observations, b.solution.values)
    for i, exporter in enumerate(given.iso3s):
        for j, importer in enumerate(given.iso3s):
            value = r["values"][i, j]
            if i == j or value == 0:
                continue
            sides = b.reported.get((exporter, importer), {})
            kind = reports.reported_by(exporter, importer, sides, silent)
            if kind == "none" and not np.isnan(given.evidence.embargo[i, j]):
                kind = "embargo"
            printed = [source for _, source in sorted(sides.items()) if source != SHARE_SOURCE[year]]
            totals = {"exporter": given.priors[exporter, "exports"], "importer": given.priors[importer, "imports"]}
            observed = bool(printed) or any(totals[side]["status"] == "observed" for side in sides if side in totals)
            figures = said.get((exporter, importer), {})
            yield dict(exporter=exporter, importer=importer, year=year, value_usd=value, reported_by=kind,
                       interval_factor=round(math.exp(r["width"][i, j]), 2),
                       **{f"{side}_usd": round(figures[side] / 1e6) * 1e6 if side in figures and side in sides else None
                          for side in ("exporter", "importer")},
                       status="observed" if observed else "estimated",
                       source=printed[0] if printed else SHARE_SOURCE[year] if sides else OWN_ESTIMATE)


def total_rows(r):
    given, sums = r["given"], {"exports": r["values"].sum(axis=1), "imports": r["values"].sum(axis=0)}
    for k, iso3 in enumerate(given.iso3s):
        for flow, values in sums.items():
            yield dict(iso3=iso3, year=given.year, flow=flow, value_usd=values[k], status="estimated",
                       source=given.priors[iso3, flow]["source"])


def embargo_rows(results):
    """The authored rows by direction, with what each leaves in the years of the table."""
    for row in read_csv(AUTHORED / "embargoes.csv"):
        ways = [(row["iso3_a"], row["iso3_b"]), (row["iso3_b"], row["iso3_a"])]
        for exporter, importer in ways if row["direction"] == "both" else ways[:1]:
            out = dict(exporter=exporter, importer=importer, **{k: row[k] for k in ("from_year", "to_year", "share", "note", "source")})
            for r in results.values():
                given, b = r["given"], r["balanced"]
                at = {c: k for k, c in enumerate(given.iso3s)}
                i, j = at.get(exporter), at.get(importer)
                if i is not None and j is not None and row in evidence.in_force("embargoes", given.year):
                    out[f"cap_{given.year}_usd"] = round(float(cells.embargo_caps(given.evidence, b.base)[i, j]) / 1e3) * 1000
            yield out


def printed_rows():
    for row in read_csv(AUTHORED / "bilateral_flows.csv"):
        yield {**{key: row[key] for key in ("reporter", "partner", "flow", "year", "valuation", "status", "source")},
               "value_usd": round(float(row["value_busd"]) * 1e9)}


def all_inputs(parts_dir, new_evidence=True):
    """The two years' inputs; 2014 needs what 2023 finds about re-exporters, so `estimate` comes between."""
    editions = {year: factbook.edition(year) for year in YEARS}
    return editions, lambda year, ratio: inputs(year, parts_dir, editions[year], editions[2014], ratio, new_evidence)


def origin_ratio(now):
    iso3s = now["given"].iso3s
    return {iso3: now["balanced"].exports[iso3s.index(iso3)] / gross for iso3, gross in reports.gross_exports(2023).items()}


def build(parts_dir, world_dir):
    """Writes the tables into world_dir; returns the estimates by year, for check_trade.py."""
    editions, inputs_of = all_inputs(parts_dir)
    now = estimate(inputs_of(2023, {}))
    results = {2014: estimate(inputs_of(2014, origin_ratio(now))), 2023: now}
    world = Path(world_dir)
    write_csv(world / "trade.csv", TRADE, [row for r in results.values() for row in trade_rows(r)], ("exporter", "importer", "year"))
    write_csv(world / "trade_totals.csv", "iso3 year flow value_usd status source".split(),
              [row for r in results.values() for row in total_rows(r)], ("iso3", "year", "flow"))
    write_csv(world / "embargoes.csv", "exporter importer from_year to_year share cap_2014_usd cap_2023_usd note source".split(),
              list(embargo_rows(results)), ("exporter", "importer", "from_year"))
    write_csv(world / "flows_printed.csv", "reporter partner flow year value_usd valuation status source".split(), list(printed_rows()),
              ("reporter", "partner", "flow", "year"))
    write_csv(world / "economy.csv", economy.HEADER, economy.rows(results, editions, parts_dir), ("iso3", "year"))
    return results
