"""Tonnes through straits and canals, the model's beside published ones (data/authored/passage_flows.csv); for validate_modes.py."""
import csv
from pathlib import Path

import modal_scopes

PUBLISHED = Path(__file__).resolve().parent.parent / "data/authored/passage_flows.csv"
YEAR = 2023
BARRELS_A_TONNE = 7.33  # of crude oil
MILLION_TONNES = {"million_tonnes": 1.0, "million_barrels_per_day": 365 / BARRELS_A_TONNE}
GOODS = {"all": "", "oil": modal_scopes.GOODS["crude and products"]}
WITHIN = 0.25  # of what is published

OIL = "customs of the pack have 3.1 bn t of crude oil and products by sea, the source 3.9 (77.5 million barrels a day, with what goes along a coast or twice)"
WHY = {
    ("kiel", "all"): "ships that fit Panama and are too deep for Kiel (9.5 m) are told as fitting, so that fuels, chemicals and ores of the Baltic go that way wherever it is shorter: from Rotterdam to Gdansk it takes 5 hours less than the straits and USD 0.12 a tonne more",
    ("oresund", "oil"): OIL + "; a half of what Russia sells by sea goes by the Black Sea in the model, where no port is ever full, and fuels go by Kiel",
}


def compare(tool, world=None):
    """[(published row, million tonnes published, the model's)], as the table has them."""
    with open(PUBLISHED, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    asked = sorted({(row["passage"], GOODS[row["goods"]]) for row in rows})
    splits = modal_scopes.run(tool, [("world", "world", goods, "", "", "", passage) for passage, goods in asked], YEAR, world)
    tonnes = {key: sum(mode["tonnes"] for mode in split.values()) / 1e6 for key, split in zip(asked, splits)}
    return [(row, float(row["published"]) * MILLION_TONNES[row["unit"]], tonnes[row["passage"], GOODS[row["goods"]]]) for row in rows]


def lines(done):
    """The page's section."""
    near = sum(abs(model / published - 1) <= WITHIN for _, published, model in done)
    out = ["", "## Passages", "", f"Million tonnes a year, the model's of {YEAR}; oil at {BARRELS_A_TONNE} barrels a tonne. Of {len(done)} published amounts {near} are met within a quarter.", "",
           "| passage | goods | year | published | model | model / published | of | source |", "|---|---|---|--:|--:|--:|---|---|"]
    out += [f"| {row['passage']} | {row['goods']} | {row['year']} | {published:,.0f} | {model:,.0f} | {model / published:.2f} | {row['note']} | {row['source']} |"
            for row, published, model in done]
    off = [row for row, published, model in done if abs(model / published - 1) > WITHIN]
    out += ["", "Off by more than a quarter:", ""] + [f"- {row['passage']}, {row['goods']}: {WHY.get((row['passage'], row['goods']), 'it is not known why')}." for row in off] if off else []
    return out
