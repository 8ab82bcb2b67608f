#!/usr/bin/env python3
"""Short correct texts of the pack's own printed rows in the frames of frames.txt, and the same with one slip each.

    matrix.py [--seed N] [--facts N] > tests/data/claims/matrix.txt

A block is "%% cell HOW CLASS" ("%% cell FRAME right" without a slip), "%% slip: WORDS" and the text: tests/report/
claims_matrix_test.cpp counts what is found and what is alarmed by cell. SOGDIA_CLAIMS_MATRIX names another file to it."""
import argparse
import csv
import gzip
import random
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WORLD = ROOT / "data" / "world"
FLOW = {"exports": "E", "imports": "I", "total": "T"}
NAMES = {"USA": "the United States", "KOR": "South Korea", "VNM": "Viet Nam", "TUR": "Türkiye", "EU": "the European Union", "ARE": "the United Arab Emirates",
         "GBR": "the United Kingdom", "NLD": "the Netherlands", "RUS": "Russia", "ASEAN": "ASEAN", "AFRICA": "Africa",
         "CENTRALASIA": "Central Asia", "IRN": "Iran", "TWN": "Taiwan", "HKG": "Hong Kong", "CZE": "the Czech Republic", "PHL": "the Philippines"}
MONEY = {"USD": "$", "EUR": " euros", "CNY": " yuan", "JPY": " yen", "KRW": " won"}
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
COUNTS = ["", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]


def read(name):
    path = WORLD / name
    return list(csv.DictReader(path.open() if path.exists() else gzip.open(f"{path}.gz", "rt", encoding="utf-8")))


def names():
    plain = {row["iso3"]: row["name"] for row in read("countries.csv")} | NAMES
    adjectives, capitals = {}, {}
    for row in read("demonyms.csv"):
        table = {"adjective": adjectives, "capital": capitals}.get(row["kind"])
        if table is not None:
            table.setdefault(row["code"], row["name"])
    adjectives |= {"KAZ": "Kazakh", "KOR": "South Korean"}
    return plain, adjectives, capitals | {"IND": "New Delhi"}


def facts():
    """{(reporter, partner, from, to, currency): {"E": (billions, digit, growth or None)...}}"""
    found = {}
    rows = [(r["reporter"], r["partner"], r["from_date"], r["to_date"], r["currency"], r["flow"], float(r["value_bn"] or 0),
             float(r["digit_bn"] or 0), r["growth_percent"]) for r in read("partner_trade.csv") if r["status"] == "observed"]
    rows += [(r["reporter"], r["partner"], r["from_date"], r["to_date"], "USD", r["flow"], float(r["value_usd"]) / 1e9, 0.01,
              str(round(float(r["growth"]) * 100, 1)) if r["growth"] and r["growth_basis"] in ("", "usd") else "")
             for r in read("customs.csv") if r["status"] == "observed" and r["value_usd"]]
    for reporter, partner, start, end, currency, flow, value, digit, growth in rows:
        if flow in FLOW and partner != "WLD" and value > 0:
            of = found.setdefault((reporter, partner, start, end, currency), {})
            of.setdefault(FLOW[flow], (value, digit or 0.1, float(growth) if growth else None))
    return found


def amount(value, digit, currency, scale=None):
    unit, size = ("trillion", 1000) if value >= 1000 else ("billion", 1)
    if value < 1:
        unit, size = "million", 0.001
    shown = value / size
    places = max(0, min(3, len(f"{digit / size:.10f}".rstrip("0").split(".")[1])))
    number = f"{shown:.{places}f}"
    if scale:
        unit = {"trillion": "billion", "billion": "million", "million": "billion"}[unit]
    return f"${number} {unit}" if currency == "USD" else f"{number} {unit}{MONEY[currency]}"


def period(start, end, rng):
    """("2023", "in 2023")"""
    year, first, last = int(start[:4]), int(start[5:7]), int(end[5:7])
    if end[:4] != start[:4]:
        return (f"fiscal {year}-{(year + 1) % 100:02d}", f"in {year}-{(year + 1) % 100:02d}")
    if (first, last) == (1, 12):
        return str(year), f"in {year}"
    if first == last:
        return f"{MONTHS[first - 1]} {year}", f"in {MONTHS[first - 1]} {year}"
    if first == 1:
        said = [f"January to {MONTHS[last - 1]} {year}", f"the first {COUNTS[last]} months of {year}"]
        if last == 6:
            said.append(f"the first half of {year}")
        if last == 3:
            said.append(f"the first quarter of {year}")
        chosen = rng.choice(said)
        return chosen, ("from " if chosen.startswith("January") else "in ") + chosen
    return f"{MONTHS[first - 1]}-{MONTHS[last - 1]} {year}", f"in {MONTHS[first - 1]}-{MONTHS[last - 1]} {year}"


class Row:
    """What a frame may print of one row, its year before and another partner of the same months."""

    def __init__(self, key, all_facts, rng):
        self.key, self.rng = key, rng
        reporter, partner, start, end, self.currency = key
        self.now = all_facts[key]
        earlier = (reporter, partner, f"{int(start[:4]) - 1}{start[4:]}", f"{int(end[:4]) - 1}{end[4:]}", self.currency)
        self.before = all_facts.get(earlier, {})
        others = [k for k in sorted(all_facts) if k[0] == reporter and k[2:] == key[2:] and k[1] != partner]
        self.other_key = rng.choice(others) if others else None
        self.other = all_facts[self.other_key] if others else {}
        self.years = [all_facts[k] for k in sorted(all_facts) if k[:2] == key[:2] and k[4] == key[4] and k[2:4] != key[2:4]
                      and k[2].endswith("01-01") and k[3].endswith("12-31") and end.endswith("12-31")]

    def figure(self, name):
        """(value, digit, growth) of E, E0, EQ, B, D, C; None where the pack has it not."""
        if name in ("E", "I", "T"):
            return self.now.get(name)
        if len(name) == 2 and name[1] == "0":
            return self.before.get(name[0])
        if len(name) == 2 and name[1] == "Q":
            return self.other.get(name[0])
        pairs = {"B": ("E", "I"), "D": ("E", "EQ"), "C": ("T", "T0")}[name]
        one, two = (self.figure(n) for n in pairs)
        if not one or not two or abs(one[0] - two[0]) < 0.05 * one[0]:
            return None
        return abs(one[0] - two[0]), max(one[1], two[1]), None

    def has(self, need):
        if need.endswith(".g"):
            of = self.figure(need[:-2])
            return bool(of) and of[2] is not None and abs(of[2]) >= 1.5
        of, before = self.figure(need), self.figure(need + "0") if len(need) == 1 and need in "EIT" else None
        # Revised years do not grow as printed.
        return of is not None and (not before or of[2] is None or abs(of[0] / before[0] - 1 - of[2] / 100) < 0.01)


def rate_words(how, growth):
    up, number = growth >= 0, f"{abs(growth):g} percent"
    return {"up": f"{'up' if up else 'down'} {number}", "rose": f"{'rose' if up else 'fell'} by {number}",
            "pct": number, "more": f"{number} {'more' if up else 'less'}", "increase": f"{'an increase' if up else 'a decrease'} of {number}"}[how]


def other_digit(value, digit, rng):
    """A figure with one digit changed, or two turned round, plainly another."""
    steps = [s for s in (1000, 100, 10, 1, 0.1) if digit <= s <= value]
    for _ in range(40):
        changed = value + rng.choice(steps) * rng.choice([-4, -3, -2, 2, 3, 4])
        if changed > 0 and 0.06 < abs(changed / value - 1) < 0.6:
            return changed
    return value * 1.3


def slipped(row, name, part, rng):
    """[(class, words)] of the slips that a figure may get."""
    value, digit, growth = row.figure(name)
    if part:
        changed = growth + rng.choice([-1, 1]) * max(4, round(abs(growth) * 0.4))
        if changed * growth <= 0:
            changed = growth * 2 + (3 if growth > 0 else -3)
        rate = [("rate", rate_words(part, changed))]
        return rate if part == "pct" else [("direction", rate_words(part, -growth)), *rate]
    if name in "BDC":
        return [("arithmetic", amount(value * rng.choice([0.6, 1.5]), digit, row.currency)), ("scale", amount(value, digit, row.currency, True))]
    slips = [("scale", amount(value, digit, row.currency, True)), ("digit", amount(other_digit(value, digit, rng), digit, row.currency))]
    swapped = {"E": "I", "I": "E", "T": "E"}.get(name[0], "")
    other = row.figure(swapped + name[1:]) if swapped else None
    if other and abs(other[0] / value - 1) > 0.08:
        slips.append(("flow", amount(other[0], other[1], row.currency)))
    years = [y[name] for y in row.years if name in y and abs(y[name][0] / value - 1) > 0.08]
    if years:
        slips.append(("year", amount(*rng.choice(years)[:2], row.currency)))
    if row.currency == "USD":
        slips.append(("currency", amount(value, digit, "EUR" if value < 1000 else "CNY")))
    elif row.currency in ("CNY", "JPY", "KRW"):
        slips.append(("currency", amount(value, digit, "USD")))
    if name == "T" and row.figure("E") and row.figure("I"):
        slips.append(("arithmetic", amount(value * rng.choice([0.8, 1.2]), digit, row.currency)))
    return slips


def fill(frame, row, slip, plain, adjectives, capitals):
    """(the text, where its slip stands) with figure number `slip[0]` told as `slip[1]`."""
    reporter, partner, start, end, _ = row.key
    rng = random.Random(str(row.key))
    per, when = period(start, end, rng)
    years = [f"{int(start[:4]) - 1}{start[4:]}", f"{int(end[:4]) - 1}{end[4:]}"]
    when0 = period(*years, random.Random(str(row.key)))[1]
    of = lambda code: plain.get(code, code)
    possessive = lambda s: s + ("'" if s.endswith("s") else "'s")
    E, I, EQ, E0, T, T0 = ((row.figure(n) or (0, 0, None))[0] for n in ("E", "I", "EQ", "E0", "T", "T0"))
    words = {"R": of(reporter), "Rs": possessive(of(reporter)), "Ra": adjectives.get(reporter, ""), "P": of(partner), "Ps": possessive(of(partner)),
             "Pa": adjectives.get(partner, ""), "Rcap": capitals.get(reporter, ""), "Q": of(row.other_key[1]) if row.other_key else "",
             "in": when, "In": when[0].upper() + when[1:], "per": per, "in0": when0, "In0": when0[0].upper() + when0[1:],
             "Up": capitals.get(reporter, "").upper(), "Date": f"January 16, {int(end[:4]) + 1}",
             "larger": "larger" if E > I else "smaller", "surplus": "surplus" if E > I else "deficit", "more": "more" if E > EQ else "less",
             "change": "went up" if E > E0 else "went down", "change_t": "went up" if T > T0 else "went down", "moreless": "more" if T > T0 else "less",
             "Title": f"{of(reporter)[0].upper() + of(reporter)[1:]} and {of(partner)} look back on the year"}
    count, place = -1, ""

    def put(match):
        nonlocal count, place
        inside = match.group(1)
        if "@" not in inside:
            return words[inside]
        count += 1
        name, part = (inside.split("@")[0].split(".") + [""])[:2]
        figure = row.figure(name)
        right = rate_words(part, figure[2]) if part else amount(figure[0], figure[1], row.currency)
        if slip and count == slip[0]:
            place = slip[1]
            return "\x01" + slip[1] + "\x02"
        return right

    text = re.sub(r"\{([^}]*)\}", put, frame)
    text = re.sub(r"(^|[.!?] |\n)(the|fiscal)\b", lambda m: m.group(1) + m.group(2).capitalize(), text)
    if place:
        begin, finish = text.index("\x01"), text.index("\x02") - 1
        text = text.replace("\x01", "").replace("\x02", "")
        while text.index(text[begin:finish]) != begin and finish < len(text) and text[finish] not in "\n":
            finish += 1
        if text.index(text[begin:finish]) != begin:
            return None
        place = text[begin:finish]
    return text, place


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--facts", type=int, default=3, help="rows of the pack to a frame")
    asked.add_argument("--slips", type=int, default=2, help="slips to a figure")
    asked.add_argument("--frames", type=Path, default=Path(__file__).with_name("frames.txt"))
    args = asked.parse_args()
    rng = random.Random(args.seed)
    plain, adjectives, capitals = names()
    known = facts()
    seen = {}
    blocks = [b for b in re.split(r"(?m)^= ", args.frames.read_text())[1:]]
    for block in blocks:
        needs, frame = block.split("\n", 1)
        frame = frame.rstrip("\n")
        marks = [m for m in re.findall(r"\{([^}@]*@[^}]*)\}", frame)]
        fitting = []
        for key in sorted(known):
            row = Row(key, known, random.Random(args.seed))
            words = {"Ra": key[0] in adjectives, "Pa": key[1] in adjectives, "Rcap": key[0] in capitals, "Up": key[0] in capitals}
            if "last year" in frame and not (key[2].endswith("01-01") and key[3].endswith("12-31")):
                continue
            if all(row.has(n) for n in needs.split()) and all(words.get(w, True) for w in re.findall(r"\{(\w+)\}", frame)):
                fitting.append(row)
        by_pair = {}
        for row in fitting:
            by_pair.setdefault(row.key[:2], []).append(row)
        pairs = sorted(by_pair)
        rng.shuffle(pairs)
        pairs.sort(key=lambda pair: seen.get(pair, 0))
        for pair in (pairs * args.facts)[: args.facts]:
            seen[pair] = seen.get(pair, 0) + 1
            row = rng.choice(by_pair[pair])
            text, _ = fill(frame, row, None, plain, adjectives, capitals)
            print(f"%% cell {re.sub(r'[^a-z-]', '', marks[-1].split('@')[1])} right\n{text}\n")
            for number, mark in enumerate(marks):
                name, part = (mark.split("@")[0].split(".") + [""])[:2]
                slips = slipped(row, name, part, rng)
                for kind, told in rng.sample(slips, min(args.slips, len(slips))):
                    filled = fill(frame, row, (number, told), plain, adjectives, capitals)
                    if filled:
                        print(f"%% cell {mark.split('@')[1]} {kind}\n%% slip: {filled[1]}\n{filled[0]}\n")
        if not pairs:
            print(f"no row of the pack fits `{needs}`: {frame[:60]}", file=sys.stderr)


if __name__ == "__main__":
    main()
