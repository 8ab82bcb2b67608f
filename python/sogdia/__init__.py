"""Gravity estimation: PPML and OLS with high-dimensional fixed effects.

    import sogdia

    fit = sogdia.estimate(
        "trade ~ fta + log(distance) | exporter^year + importer^year",
        data,                                  # pandas, polars, Arrow, DuckDB, numpy, or a file
        cluster="exporter^importer",
    )
    print(fit)                                 # a regression table
    fit.coefficients.to_pandas()               # or to_polars(), or anything that reads Arrow
"""

from __future__ import annotations

from . import _core
from ._after import Combination, FixedEffects, Reset, Resistances, Wald
from ._error import Error
from ._estimate import estimate
from ._etable import etable
from ._iv import IV, FirstStage
from ._result import Result, Results, TermVector
from ._table import Table

__version__: str = _core.__version__
__all__ = [
    "Combination",
    "Error",
    "FirstStage",
    "FixedEffects",
    "IV",
    "Reset",
    "Resistances",
    "Result",
    "Results",
    "Table",
    "TermVector",
    "Wald",
    "estimate",
    "etable",
]
