"""What the World Factbook lists as a country's largest exports, as classes of goods (product_classes.csv).

A country that the input-output tables do not hold has the mean of countries of like income, moved by its own list:

    s_c  proportional to  mean_c exp(LISTED n_c + FIRST [the first product is of c]),   n_c products of the list in class c

Products that BACI knows by pair (crude oil, gas, coal, ores, gold) and electricity have no class and do not count.

    python data/build/goods_lists.py      fits LISTED and FIRST to the countries that the tables hold, and leaves each out in turn
"""
import re
import sys
from functools import lru_cache

import numpy as np

from common import AUTHORED, ROOT, read_csv
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


def main():
    from scipy.optimize import minimize

    import goods

    shares = goods.Shares(ROOT / "data/world")
    classes = shares.classes
    rows = [(shares.split(c, "exports"), shares.mean(c, "exports", without=c), listed(c)) for c in sorted(shares.countries) if c in shares.income]

    def gap(pulls, rows):
        return sum(((true - moved(mean, classes, own, *pulls)) ** 2).sum() for true, mean, own in rows)

    found = minimize(gap, (LISTED, FIRST), args=(rows,), method="Nelder-Mead").x
    before = np.mean([np.abs(true - mean).sum() / 2 for true, mean, _ in rows])
    after = [np.abs(true - moved(mean, classes, own, *minimize(gap, found, args=(rows[:k] + rows[k + 1:],), method="Nelder-Mead").x)).sum() / 2
             for k, (true, mean, own) in enumerate(rows)]
    print(f"{len(rows)} countries: LISTED {found[0]:.2f}, FIRST {found[1]:.2f}; in a wrong class without the lists {before:.1%}, with them, each left out in turn, {np.mean(after):.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
