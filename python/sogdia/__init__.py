"""Trade corridors and strategic dependence: a world freight network, the trade model on it, and gravity estimation.

    import sogdia as so

    base = so.baseline(year=2023)              # the world before any change, computed once
    out = base.run("studies/suez-closed.toml") # or its text, or a dict
    out.summary                                # headline figures
    out.tables["pairs"].to_pandas()            # or to_polars(), or anything that reads Arrow
    out.brief("suez.html")                     # maps, figures and tables on one page
    so.route("Shanghai", "Rotterdam", close="suez")

    fit = so.estimate(
        "trade ~ fta + log(distance) | exporter^year + importer^year",
        data,                                  # pandas, polars, Arrow, DuckDB, numpy, or a file
        cluster="exporter^importer",
    )
    print(fit)                                 # a regression table
"""

from __future__ import annotations

from . import _core
from ._assign import Assignment, assign
from ._baseline import Baseline, Outcome, baseline
from ._claims import Claim, Edit, Evidence, claims
from ._economy import Equilibrium, alignment, depend, exposure, solve
from ._error import Error
from ._gravity._after import Combination, FixedEffects, Reset, Resistances, Wald
from ._gravity._estimate import estimate
from ._gravity._etable import etable
from ._gravity._iv import IV, FirstStage
from ._gravity._result import Result
from ._gravity._results import Results
from ._gravity._term_vector import TermVector
from ._network import Route, Routes, modes, route, skim
from ._table import Table
from ._world import Tables, World, world

__version__: str = _core.__version__
__all__ = [
    "Assignment",
    "Baseline",
    "Claim",
    "Combination",
    "Edit",
    "Equilibrium",
    "Error",
    "Evidence",
    "FirstStage",
    "FixedEffects",
    "IV",
    "Outcome",
    "Reset",
    "Resistances",
    "Result",
    "Results",
    "Route",
    "Routes",
    "Table",
    "Tables",
    "TermVector",
    "Wald",
    "World",
    "alignment",
    "assign",
    "baseline",
    "claims",
    "depend",
    "estimate",
    "etable",
    "exposure",
    "modes",
    "route",
    "skim",
    "solve",
    "world",
]


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
