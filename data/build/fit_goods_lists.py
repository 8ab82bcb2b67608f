"""Fits LISTED and FIRST of trade/goods_lists.py to the countries that the input-output tables hold, and leaves each out in turn.

    python data/build/fit_goods_lists.py
"""
import sys

import numpy as np
from scipy.optimize import minimize

from common import ROOT
from trade import goods
from trade.goods_lists import FIRST, LISTED, listed, moved


def main():
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
