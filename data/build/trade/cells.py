"""The cells nobody reports: a prior, floors and caps, and the completion that meets the totals.

The prior is gravity, more where two countries trade in more raw materials than their size and distance let expect, less where
in fewer; of a pair that the ICIO tables hold it is, in logs, ICIO_WEIGHT of what they say and the rest that. Raw materials, which are known, are a floor below which no cell goes, and the prior is for what is above it.
"""
from dataclasses import dataclass

import numpy as np

import trade.evidence
from common import AUTHORED, read_csv
from trade import distance, divergence, factbook, reports

# Gravity: structural means of Head & Mayer (2014), Handbook of International Economics 4, table 4.
DISTANCE, CONTIGUITY, AGREEMENT = -1.1, 0.66, 0.36
TRADE_BLOCS = {"EU", "EU_customs_union", "EEA", "EFTA", "EAEU", "ASEAN", "USMCA", "MERCOSUR", "GCC", "SACU", "EAC"}
# Of 0.5, 0.7, 0.8, 0.9 and 1.0 the one under which reported pairs, left out in turn, are found best; data/build/check_trade.py prints it.
ICIO_WEIGHT = 0.9
TIES_WEIGHT = 0.7         # of the ties' excess, in logs: of 0, 0.3, 0.5, 0.7, 0.9 and 1.2, by the same rule
LEAST = 1e3               # USD: a prior below says "next to nothing", and a logarithm needs a number
ROOM = 0.95               # floors take at most so much of what the reported cells leave of a total


@dataclass
class Evidence:
    """What bears on the unlisted cells of one year; (n, n) each."""
    km: np.ndarray
    touching: np.ndarray
    together: np.ndarray
    raw: np.ndarray          # USD of raw materials; zeros without evidence
    ties: np.ndarray         # in how many raw materials and years the two traded at all; zeros without evidence
    icio: np.ndarray         # pattern of the other goods; NaN where unknown
    embargo: np.ndarray      # share of its unhindered size that remains; NaN where nothing hinders
    groups: list             # trade with a bloc as one: (exporters, importers, USD, c.i.f.?)


def gather(year, iso3s, parts_dir, edition, new_evidence=True):
    n = len(iso3s)
    return Evidence(distance.distances(parts_dir, iso3s), factbook.land_neighbours(edition, iso3s), agreements(iso3s, year),
                    trade.evidence.raw_materials(year, iso3s) if new_evidence else np.zeros((n, n)),
                    trade.evidence.ties(year, iso3s) if new_evidence else np.zeros((n, n)),
                    trade.evidence.icio_flows(year, iso3s) if new_evidence else np.full((n, n), np.nan),
                    trade.evidence.embargo_shares(year, iso3s) if new_evidence else np.full((n, n), np.nan),
                    trade.evidence.group_flows(year, iso3s) if new_evidence else [])


def gravity(exports, imports, evidence):
    prior = np.outer(exports, imports) * evidence.km ** DISTANCE * np.exp(CONTIGUITY * evidence.touching + AGREEMENT * evidence.together)
    np.fill_diagonal(prior, 0.0)
    return prior


def nothing_known(n):
    known = np.full((n, n), np.nan)
    np.fill_diagonal(known, 0.0)
    return known


def unhindered(exports, imports, evidence, caps):
    """Gravity that meets the totals, within `caps`, as if nobody had reported a pair."""
    n = len(exports)
    return divergence.complete(gravity(exports, imports, evidence), exports, imports, caps, nothing_known(n), tolerance=1e-4, limit=200).values


def excess_ties(base, ties):
    """ln of the ties over those that size and distance let expect: the square root of gravity, scaled to each country's ties."""
    if not ties.any():
        return np.zeros_like(ties)
    expected = np.sqrt(np.maximum(base, LEAST))
    np.fill_diagonal(expected, 0.0)
    for _ in range(60):
        expected *= (ties.sum(axis=1) / np.maximum(expected.sum(axis=1), 1e-9))[:, None]
        expected *= (ties.sum(axis=0) / np.maximum(expected.sum(axis=0), 1e-9))[None, :]
    return np.log((ties + 1) / (expected + 1))


def prior_of(base, evidence, weight=ICIO_WEIGHT, ties_weight=TIES_WEIGHT):
    base = np.maximum(base, LEAST) * np.exp(ties_weight * excess_ties(base, evidence.ties))
    known = ~np.isnan(evidence.icio)
    if not known.any():
        return base
    level = base[known].sum() / evidence.icio[known].sum()
    said = np.maximum(np.where(known, evidence.icio * level, 1.0), LEAST)
    return np.where(known, said ** weight * base ** (1 - weight), base)


def floors_of(raw, exports, imports, known):
    """Raw materials of the unlisted cells, scaled down where they would take more than a total leaves."""
    free = np.isnan(known)
    floors, given = np.where(free, raw, 0.0), np.where(free, 0.0, known)
    left_row, left_column = np.maximum(exports - given.sum(axis=1), 0.0), np.maximum(imports - given.sum(axis=0), 0.0)
    for _ in range(3):
        floors *= np.minimum(1.0, ROOM * left_row / np.maximum(floors.sum(axis=1), 1.0))[:, None]
        floors *= np.minimum(1.0, ROOM * left_column / np.maximum(floors.sum(axis=0), 1.0))[None, :]
    return floors


def embargo_caps(evidence, base):
    """USD that an embargo leaves of a flow: its share of what gravity would have; infinite where nothing hinders."""
    return np.where(np.isnan(evidence.embargo), np.inf, evidence.embargo * base)


def complete(exports, imports, caps, known, evidence, base, cif, weights=(ICIO_WEIGHT, TIES_WEIGHT), favour=1.0, **limits):
    """The whole matrix. `base` is unhindered(); `caps` are those of the partner lists; `favour` multiplies the prior."""
    closed = embargo_caps(evidence, base)
    floors = np.minimum(floors_of(evidence.raw, exports, imports, known), closed)
    # A list that leaves a partner out bounds it, but never below the raw materials that BACI saw.
    above = np.minimum(np.maximum(caps - floors, 0.0), np.maximum(closed - floors, 0.0))
    prior = np.where(np.diag(np.ones(len(exports))) > 0, 0.0, prior_of(base, evidence, *weights) * favour)
    groups = [divergence.Group(rows, columns, (usd / cif if is_cif else usd) - floors[np.ix_(rows, columns)].sum())
              for rows, columns, usd, is_cif in evidence.groups]
    done = divergence.complete(prior, exports - floors.sum(axis=1), imports - floors.sum(axis=0), above, known, groups=groups, **limits)
    done.values = done.values + floors
    return done


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


def unlisted_caps(year, iso3s, edition, exports, imports, seen):
    """A partner that a reporter does not list trades less with it than the smallest partner it lists. `seen`: (iso3, flow) ->
    USD of what a silent country's list is a list of."""
    caps = np.full((len(iso3s), len(iso3s)), np.inf)
    for k, c in enumerate(iso3s):
        entry = edition.get(c)
        if entry and "exports" in entry.shares and not (c in reports.ENTREPOTS and year == 2014):
            caps[k, :] = np.minimum(caps[k, :], entry.smallest["exports"] * seen.get((c, "exports"), exports[k]))
        if entry and "imports" in entry.shares:
            caps[:, k] = np.minimum(caps[:, k], entry.smallest["imports"] * seen.get((c, "imports"), imports[k]))
    silent = [k for k, c in enumerate(iso3s) if c in trade.evidence.non_reporters(year)]
    caps[np.ix_(silent, silent)] = np.inf      # neither's list could hold the other
    return caps
