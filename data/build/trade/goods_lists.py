"""What the World Factbook lists as a country's largest exports, as classes of goods (product_classes.csv).

A country that the input-output tables do not hold has the mean of countries of like income, moved by its own list:

    s_c  proportional to  mean_c exp(LISTED n_c + FIRST [the first product is of c]),   n_c products of the list in class c

Products that BACI knows by pair (crude oil, gas, coal, ores, gold) and electricity have no class and do not count.

fit_goods_lists.py fits LISTED and FIRST to the countries that the tables hold, and leaves each out in turn.
"""
import re
from functools import lru_cache

import numpy as np

from common import AUTHORED, read_csv
from factbook import newest, plain

LISTED, FIRST = 0.29, 0.40


@lru_cache
def product_classes():
    return {r["product"]: r["class"] for r in read_csv(AUTHORED / "product_classes.csv")}


def listed(iso3):
    """Classes of the products that the Factbook lists, largest first. A product that product_classes.csv lacks stops the build."""
    pages = newest().get(iso3, [])
    text = plain(pages[0].get("Economy", {}).get("Exports - commodities")) if pages else ""
    products = [p.strip().lower() for p in re.sub(r"\(\d{4}.*?\)", "", text).split("note:")[0].split(",")]
    return [c for c in (product_classes()[p] for p in products if p) if c]


def moved(mean, classes, own, listed_pull=LISTED, first_pull=FIRST):
    """`mean`: shares by class; `own`: classes of the list. Shares that add up to one."""
    pull = np.array([listed_pull * own.count(c) + first_pull * (own[:1] == [c]) for c in classes])
    split = mean * np.exp(pull)
    return split / split.sum()
