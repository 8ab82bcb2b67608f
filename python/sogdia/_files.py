"""Files become frames: text and Stata by the engine's own readers, as on the command line; Parquet by a library."""

from __future__ import annotations

import gzip
import mmap
import os
import warnings
from dataclasses import dataclass
from typing import Any, Callable, Sequence

import numpy as np

from . import _core
from ._error import Error
from ._table import Table


@dataclass(frozen=True)
class FileRules:
    """How a file is to be read where it should not be recognised: see `estimate`."""

    delimiter: str = ""
    decimal: str = ""
    missing: Sequence[str] | None = None

    def __post_init__(self) -> None:
        if len(self.delimiter) > 1:
            raise Error(f"`{self.delimiter}` cannot stand between columns", "delimiter", "give one sign, such as `;`")
        if self.decimal not in ("", ".", ","):
            raise Error(f"`{self.decimal}` is no decimal sign", "decimal", "`.` or `,`")

    @property
    def given(self) -> bool:
        return bool(self.delimiter or self.decimal or self.missing is not None)


def text_separator(path: str) -> str | None:
    """What stands between the columns by the file's name; None where it is no text."""
    kind = os.path.splitext(path[:-3] if path.endswith(".gz") else path)[1]
    return {".csv": ",", ".txt": ",", ".tsv": "\t", ".tab": "\t"}.get(kind)


def read_own(path: str, kind: str, wanted: list[str], where: str | None, rules: FileRules) -> Any:
    """A text file whose usual separator is `kind`, or a Stata file (`stata`)."""
    chosen = None if where is None else lambda frame: rows_where(frame, where)
    frame = _core.read_bytes(
        _bytes_of(path), path, kind, wanted, where or "", rules.delimiter, rules.decimal,
        None if rules.missing is None else [str(m) for m in rules.missing], 0, chosen,
    )  # fmt: skip
    for note in frame.notes:
        warnings.warn(f"{path}: {note}", stacklevel=5)
    return frame


def _bytes_of(path: str) -> np.ndarray:
    if path.endswith(".gz"):
        try:
            with gzip.open(path) as file:
                return np.frombuffer(file.read(), dtype=np.uint8)
        except (gzip.BadGzipFile, EOFError) as broken:
            raise Error(f"the gzip file could not be read: {broken}", path, "gzip -t says what is wrong with it") from None
    with open(path, "rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            raise Error("the file is empty", path, "")
        return np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), dtype=np.uint8)


def rows_where(frame: Any, where: str) -> np.ndarray:
    """1 for the rows of the frame for which the condition holds: labels first, then the numbers behind them."""
    try:
        import duckdb
    except ImportError:
        raise Error("`where` needs duckdb", frame.source, "pip install duckdb") from None
    reason = ""
    for numbers in (False, True):
        views, condition, labelled = _core.where_plan(frame, where, numbers)
        if numbers and not labelled:
            break
        columns: dict[str, Any] = {"sogdia row": np.arange(frame.rows)}
        shown = ['"sogdia row"']
        for k, (name, sql_name, cast, is_number) in enumerate(views):
            columns[f"column {k}"] = np.array(frame.numbers(name)) if is_number else frame.texts(name)
            value = f'CASE WHEN isnan("column {k}") THEN NULL ELSE "column {k}" END' if is_number else f"nullif(\"column {k}\", '')"
            shown.append(f'{f"TRY_CAST({value} AS {cast})" if cast else value} AS {quoted(sql_name)}')
        table = Table(columns)
        query = f'SELECT "sogdia row" FROM (SELECT {", ".join(shown)} FROM "table") AS data WHERE ({condition}\n)'
        try:
            kept = duckdb.connect().execute(query).fetchnumpy()["sogdia row"]
        except duckdb.Error as error:
            reason = reason or str(error).split("\n")[0]
            continue
        marks = np.zeros(frame.rows, dtype=np.uint8)
        marks[np.asarray(kept)] = 1
        del table
        return marks
    _core.throw_bad_where(reason, where)
    raise AssertionError


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def read_parquet(path: str, wanted: list[str], where: str | None, readers: Sequence[Callable[..., Any]]) -> Any:
    """The first of the readers whose library is installed."""
    for reader in readers:
        try:
            return reader(path, wanted, where)
        except ImportError:
            continue
    needs = "duckdb" if where is not None else "duckdb, pyarrow, polars or pandas"
    raise Error(f"reading a Parquet file needs {needs}", path, f"pip install {needs.split(',')[0]}")
