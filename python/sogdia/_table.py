"""A small table of named columns that any data-frame library can take over."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, Iterator, Mapping, Sequence, Union

import numpy as np

from . import _core
from ._error import Error, NoSuchName

if TYPE_CHECKING:
    import pandas
    import polars

Values = Union[np.ndarray, Sequence[str]]


class Table:
    """Columns of equal length: float64 or int64 numpy arrays, or lists of str.

    Any library that reads Arrow takes it as it is (``polars.DataFrame(t)``, ``pyarrow.table(t)``,
    ``duckdb.sql("from t")``); ``to_pandas`` and ``to_polars`` need no pyarrow. Arrays of the engine's own tables lie
    where the engine has them, and are to read only; ``to_pandas`` copies.
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
        """The engine's own table: a column is made for Python when it is first asked for."""
        table = cls({})
        table._columns = dict.fromkeys(engine.columns)
        table._engine = engine
        return table

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return list(self._columns)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self), len(self._columns)

    def __len__(self) -> int:
        return self._engine.rows if self._engine else len(next(iter(self._columns.values()), []))

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __getitem__(self, column: str) -> Any:
        try:
            values = self._columns[column]
        except (KeyError, TypeError):
            if not isinstance(column, str):
                raise Error("a table is asked for columns, by name", "table", "rows()[0] is its first row; to_pandas() has the rest") from None
            hint = _core.nearest_hint(column, self.columns) or "columns: " + ", ".join(self._columns)
            raise NoSuchName(f"no column `{column}`", "table", hint) from None
        if values is None:
            values = self._columns[column] = self._engine.values(column)
        return values

    def _all(self) -> dict[str, Any]:
        return {name: self[name] for name in self._columns}

    def keys(self) -> list[str]:
        """Names of the columns, so that ``dict(table)`` works."""
        return list(self._columns)

    def rows(self) -> list[tuple[Any, ...]]:
        """The rows as tuples of str, float and int."""
        return list(zip(*self.to_dict().values()))

    def to_dict(self) -> dict[str, list[Any]]:
        """Columns as lists."""
        return {n: c.tolist() if isinstance(c, np.ndarray) else list(c) for n, c in self._all().items()}

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas DataFrame (pyarrow is not needed)."""
        try:
            import pandas
        except ImportError:
            raise Error("pandas is not installed", "to_pandas()", "pip install pandas") from None
        return pandas.DataFrame({n: c.copy() if isinstance(c, np.ndarray) else c for n, c in self._all().items()})

    def to_polars(self) -> polars.DataFrame:
        """A polars DataFrame (pyarrow is not needed)."""
        try:
            import polars
        except ImportError:
            raise Error("polars is not installed", "to_polars()", "pip install polars") from None
        return polars.DataFrame(self._all())

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The Arrow PyCapsule protocol. A requested schema is not followed, as the protocol allows."""
        return self._engine.stream() if self._engine else _core.arrow_stream(list(self._columns.items()))

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_columns": self._all(), "_engine": None}

    def _shown(self) -> tuple[list[list[str]], int]:
        """The rows that are shown, as texts, and how many of them stand above those that are left out."""
        if len(self) <= _MOST:
            rows, above = self.rows(), len(self)
        else:
            above = _MOST // 4
            ends = [(c[:above], c[-above:]) for c in self._all().values()]
            rows = [row for part in zip(*ends) for row in zip(*(list(c) for c in part))]
        return [[_cell(value) for value in row] for row in rows], above

    def __repr__(self) -> str:
        rows, above = self._shown()
        if len(rows) < len(self):
            rows.insert(above, ["..."] * len(self._columns))
        text = [isinstance(self[name], list) for name in self._columns]
        widths = [max(map(len, column)) for column in zip(self.columns, *rows)]
        lines = []
        for row in [self.columns, *rows]:
            parts = [c.ljust(w) if left else c.rjust(w) for c, w, left in zip(row, widths, text)]
            lines.append("  ".join(parts).rstrip())
        return "\n".join(lines + ([f"{len(self)} rows"] if len(self) > _MOST else []))

    def _repr_html_(self) -> str:
        style = "padding:2px 8px;font-variant-numeric:tabular-nums"
        sides = ["left" if isinstance(self[name], list) else "right" for name in self._columns]

        def line(tag: str, cells: Sequence[str]) -> str:
            row = [f'<{tag} style="text-align:{side};{style}">{html.escape(v)}</{tag}>' for v, side in zip(cells, sides)]
            return f"<tr>{''.join(row)}</tr>"

        rows, above = self._shown()
        body = [line("td", row) for row in rows]
        if len(rows) < len(self):
            body.insert(above, line("td", ["\u2026"] * len(sides)))
        count = f"<p>{len(self)} rows</p>" if len(self) > _MOST else ""
        head = line("th", self.columns)
        return f'<table style="color:inherit"><thead>{head}</thead><tbody>{"".join(body)}</tbody></table>{count}'


# Rows that a table shows whole; of a longer one the first and last quarter of that.
_MOST = 60


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:.6g}" if isinstance(value, (float, np.floating)) else str(value)
