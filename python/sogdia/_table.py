"""A small table of named columns that any data-frame library can take over."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, Iterator, Mapping, Sequence, Union

import numpy as np

from . import _core
from ._error import Error

if TYPE_CHECKING:
    import pandas
    import polars

Values = Union[np.ndarray, Sequence[str]]


class Table:
    """Columns of equal length: float64 or int64 numpy arrays, or lists of str.

    Any library that reads Arrow takes it as it is (``polars.DataFrame(t)``, ``pyarrow.table(t)``,
    ``duckdb.sql("from t")``); ``to_pandas`` and ``to_polars`` need no pyarrow.
    """

    def __init__(self, columns: Mapping[str, Values]) -> None:
        self._columns: dict[str, Any] = {}
        self._engine: Any = None
        for name, values in columns.items():
            if isinstance(values, np.ndarray):
                kind = np.int64 if values.dtype.kind in "iub" else np.float64
                self._columns[name] = np.ascontiguousarray(values, dtype=kind)
            else:
                self._columns[name] = list(values)

    @classmethod
    def _of(cls, engine: Any) -> Table:
        """The engine's own table, which goes to Arrow as it lies."""
        table = cls(dict(engine.columns()))
        table._engine = engine
        return table

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return list(self._columns)

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()), []))

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __getitem__(self, column: str) -> Any:
        try:
            return self._columns[column]
        except KeyError:
            raise Error(f"no column `{column}`", "table", "columns: " + ", ".join(self._columns)) from None

    def keys(self) -> list[str]:
        return list(self._columns)

    def rows(self) -> list[tuple[Any, ...]]:
        """The rows as tuples of str, float and int."""
        lists = [c.tolist() if isinstance(c, np.ndarray) else c for c in self._columns.values()]
        return list(zip(*lists))

    def to_dict(self) -> dict[str, list[Any]]:
        """Columns as lists."""
        return {n: c.tolist() if isinstance(c, np.ndarray) else list(c) for n, c in self._columns.items()}

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas DataFrame (pyarrow is not needed)."""
        try:
            import pandas
        except ImportError:
            raise Error("pandas is not installed", "to_pandas()", "pip install pandas") from None
        return pandas.DataFrame({n: c.copy() if isinstance(c, np.ndarray) else c for n, c in self._columns.items()})

    def to_polars(self) -> polars.DataFrame:
        """A polars DataFrame (pyarrow is not needed)."""
        try:
            import polars
        except ImportError:
            raise Error("polars is not installed", "to_polars()", "pip install polars") from None
        return polars.DataFrame(dict(self._columns))

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The Arrow PyCapsule protocol. A requested schema is not followed, as the protocol allows."""
        return self._engine.stream() if self._engine else _core.arrow_stream(list(self._columns.items()))

    def __repr__(self) -> str:
        cells = [[name, *(_cell(v) for v in values)] for name, values in self._columns.items()]
        text = [isinstance(c, list) for c in self._columns.values()]
        widths = [max(map(len, column)) for column in cells]
        lines = []
        for row in zip(*cells):
            parts = [c.ljust(w) if left else c.rjust(w) for c, w, left in zip(row, widths, text)]
            lines.append("  ".join(parts).rstrip())
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        style = "padding:2px 8px;font-variant-numeric:tabular-nums"
        sides = ["left" if isinstance(c, list) else "right" for c in self._columns.values()]

        def line(tag: str, cells: Sequence[Any]) -> str:
            row = [f'<{tag} style="text-align:{side};{style}">{html.escape(_cell(v))}</{tag}>'
                   for v, side in zip(cells, sides)]  # fmt: skip
            return f"<tr>{''.join(row)}</tr>"

        body = "".join(line("td", row) for row in self.rows())
        return f'<table style="color:inherit"><thead>{line("th", self.columns)}</thead><tbody>{body}</tbody></table>'


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:.6g}" if isinstance(value, float) else str(value)
