"""Printed flows of 2023 beside BACI 2023: python data/build/check_partner_trade.py VALIDATION/world

BACI reconciles both sides' reports, f.o.b.; a reporter's own figure differs by freight, by what it counts as origin, and by goods in
transit. Rows that differ by more than 15 % are listed; docs/validation/claims.md says why each does.
"""
import csv
import sys
from pathlib import Path

AUTHORED = Path(__file__).resolve().parent.parent / "authored"
WORLD = Path(__file__).resolve().parent.parent / "world"
FAR = 0.15
SMALL_USD = 0.3e9  # below it a difference tells little


def baci(folder):
    flows = {}
    with open(Path(folder) / "baci2023_long.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            flows[row["exporter"], row["importer"]] = 1e3 * float(row["value_kusd"])
    return flows


def printed(table):
    return csv.DictReader((table).read_text(encoding="utf-8").splitlines())


def rows(per_usd):
    """(table, reporter, partner, flow, USD, source) of calendar year 2023, of pairs of countries."""
    for row in printed(WORLD / "flows_printed.csv"):
        if row["year"] == "2023":
            yield "flows_printed", row["reporter"], row["partner"], row["flow"], float(row["value_usd"]), row["source"]
    for row in printed(AUTHORED / "partner_trade.csv"):
        if (row["from_date"], row["to_date"]) == ("2023-01-01", "2023-12-31") and row["value_bn"]:
            rate = per_usd.get((row["currency"], 2023), 1.0)
            yield "partner_trade", row["reporter"], row["partner"], row["flow"], 1e9 * float(row["value_bn"]) / rate, row["source"]
    for row in printed(AUTHORED / "customs.csv"):
        if row["period"] == "2023":
            yield "customs", row["reporter"], row["partner"], row["flow"], float(row["value_usd"]), row["source"]


def main(folder):
    per_usd = {(r["currency"], int(r["year"])): float(r["per_usd"]) for r in printed(AUTHORED / "exchange_rates.csv")}
    flows = baci(folder)
    compared = far = 0
    for table, reporter, partner, flow, usd, source in sorted(rows(per_usd)):
        out, back = flows.get((reporter, partner)), flows.get((partner, reporter))
        known = {"exports": out, "imports": back, "total": out + back if out and back else None}[flow]
        if not known or max(known, usd) < SMALL_USD:
            continue
        compared += 1
        if abs(usd / known - 1) > FAR:
            far += 1
            print(f"{table:14} {reporter} {partner:4} {flow:8} printed {usd / 1e9:8.2f} BACI {known / 1e9:8.2f}  {usd / known - 1:+.0%}  {source}")
    print(f"{compared} rows compared, {far} differ by more than {FAR:.0%}")


if __name__ == "__main__":
    main(sys.argv[1])
