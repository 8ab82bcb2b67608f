"""One number a regressor."""

from __future__ import annotations

from typing import Any, Iterable

import numpy as np

from .. import _core
from .._error import NoSuchName
from .._table import Table


class TermVector(np.ndarray):
    """One number a regressor: a float64 array that also takes names, ``result.se["log(distance)"]``.

    Calling it gives itself, so that pyfixest's ``fit.se()`` works too.
    """

    terms: list[str]

    def __new__(cls, values: Iterable[float], terms: list[str]) -> TermVector:
        vector = np.asarray(list(values), dtype=np.float64).view(cls)
        vector.terms = list(terms)
        return vector

    def __array_finalize__(self, source: Any) -> None:
        self.terms = getattr(source, "terms", [])

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            if key not in self.terms:
                raise NoSuchName(f"no term `{key}`", "result", _core.nearest_hint(key, self.terms))
            return float(np.asarray(self)[self.terms.index(key)])
        return np.asarray(self)[key]

    def __call__(self) -> TermVector:
        return self

    def to_dict(self) -> dict[str, float]:
        """Term to number."""
        return dict(zip(self.terms, self.tolist()))

    def __repr__(self) -> str:
        return repr(Table({"term": self.terms, "value": np.asarray(self)}))
