"""Several fitted models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Iterator, overload

import numpy as np

from .. import _core
from .._error import NoSuchName
from ._etable import etable
from ._result import Result
from .._table import Table

if TYPE_CHECKING:
    import pandas
    import polars


class Results:
    """The models of one formula, in its order, or of each part of a split sample.

    Takes indices and slices, len() and iteration, as a list does, and the name of a sample:
    ``fits["region = Europe"]``.
    """

    # Not a list itself: polars would take one for rows, and not ask for the Arrow stream.

    def __init__(self, results: Iterable[Result]) -> None:
        self._results = list(results)

    def __len__(self) -> int:
        return len(self._results)

    def __iter__(self) -> Iterator[Result]:
        return iter(self._results)

    @property
    def names(self) -> list[str]:
        """The samples of the models; empty texts where the sample was not split."""
        return [result.sample for result in self]

    @overload
    def __getitem__(self, key: int) -> Result: ...
    @overload
    def __getitem__(self, key: slice) -> Results: ...
    @overload
    def __getitem__(self, key: str) -> Result | Results: ...
    def __getitem__(self, key: int | slice | str) -> Result | Results:
        if isinstance(key, str):
            named = [result for result in self if result.sample == key]
            if not named:
                known = list(dict.fromkeys(filter(None, self.names)))
                raise NoSuchName(f"no sample `{key}`", "results", _core.nearest_hint(key, known) or "see `.names`")
            return named[0] if len(named) == 1 else Results(named)
        found = self._results[key]
        return Results(found) if isinstance(found, list) else found

    def table(self, format: str = "text", **options: Any) -> str:
        """The models side by side: see `sogdia.etable` for the formats and options."""
        return etable(self, format, **options)

    def __repr__(self) -> str:
        return etable(self)

    def _repr_html_(self) -> str:
        return etable(self, "html")

    def to_dict(self) -> dict[str, list[Any]]:
        """All coefficients, with the number and formula of their model first."""
        return self.coefficients.to_dict()

    @property
    def coefficients(self) -> Table:
        """All coefficients in one table, the number (from 1), the formula and, where it is split, the sample first."""
        tables = [r.coefficients for r in self]
        columns: dict[str, Any] = {
            "model": np.concatenate([np.full(len(t), m, dtype=np.int64) for m, t in enumerate(tables, 1)]),
            "formula": [r.formula for r, t in zip(self, tables) for _ in range(len(t))],
        }
        if any(self.names):
            columns["sample"] = [r.sample for r, t in zip(self, tables) for _ in range(len(t))]
        for name in tables[0].columns:
            parts = [t[name] for t in tables]
            columns[name] = [v for p in parts for v in p] if name == "term" else np.concatenate(parts)
        return Table(columns)

    def to_pandas(self) -> pandas.DataFrame:
        """All coefficients as a pandas DataFrame."""
        return self.coefficients.to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """All coefficients as a polars DataFrame."""
        return self.coefficients.to_polars()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.coefficients.__arrow_c_stream__(requested_schema)
