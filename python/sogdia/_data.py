"""Anything tabular becomes a frame of views: numeric columns are read where they lie."""

from __future__ import annotations

import os
from typing import Any, Mapping

import numpy as np

from . import _core
from ._error import Error
from ._files import FileRules, quoted, read_own, read_parquet, text_separator

_FORMS = (
    "give a pandas or polars DataFrame, an Arrow table, a DuckDB relation, a dict of numpy arrays, "
    "or the path of a CSV, Parquet or Stata file"
)


def frame_of(data: Any, wanted: list[str], where: str | None = None, rules: FileRules = FileRules()) -> Any:
    """A `_core.Frame` of the `wanted` columns of `data`; no other column is looked at.

    `where` (an SQL condition) keeps the rows for which it is true; data must be a DuckDB relation or a file.
    """
    if isinstance(data, _core.Frame):
        return data
    if isinstance(data, (str, os.PathLike)):
        return _from_file(os.fspath(data), wanted, where, rules)
    if rules.given:
        raise Error(
            "`delimiter`, `decimal` and `missing` are for files of text", f"data is a {type(data).__name__}",
            "the table has its own numbers and missing values: leave them out",
        )  # fmt: skip
    module = type(data).__module__.split(".")[0]
    if type(data).__name__ == "DuckDBPyRelation":
        return _from_duckdb(data, wanted, where, "DuckDB relation")
    if where is not None:
        raise Error(
            "`where` needs a DuckDB relation or a file", f"data is a {type(data).__name__}",
            'select the rows before, or give `duckdb.sql("from data")`',
        )
    if module == "pandas" or (hasattr(data, "iloc") and hasattr(data, "columns")):
        return _from_pandas(data, wanted)
    if hasattr(data, "collect_schema") and hasattr(data, "collect"):  # polars.LazyFrame
        names = list(data.collect_schema().names())
        _core.require_columns(wanted, names, "LazyFrame")
        data = data.select(wanted).collect()
    if hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__"):
        return _from_arrow(data, wanted, f"{module} {type(data).__name__}")
    if isinstance(data, Mapping):
        return _from_mapping(data, wanted)
    if isinstance(data, np.ndarray) and data.dtype.names:
        return _from_mapping({n: data[n] for n in data.dtype.names}, wanted)
    raise Error(f"`data` is a {type(data).__name__}, which is not a table", "data", _FORMS)


def _from_arrow(data: Any, wanted: list[str], source: str) -> Any:
    # Where the producer can choose columns itself, it need not convert or hand over the others.
    names = None
    if hasattr(data, "select"):
        columns = getattr(data, "column_names", None) or getattr(data, "columns", None)  # pyarrow, polars
        if isinstance(columns, list) and all(isinstance(c, str) for c in columns):
            names = columns
    if names is not None and names:
        _core.require_columns(wanted, names, source)
        if all(names.count(name) == 1 for name in wanted):
            data = data.select(wanted)
    parts = _core.FrameParts(source)
    if hasattr(data, "__arrow_c_stream__"):
        parts.add_batches(data.__arrow_c_stream__(), wanted)
    else:
        parts.add_batches(_core.stream_of_array(*data.__arrow_c_array__()), wanted)
    return parts.finish()


def _from_duckdb(relation: Any, wanted: list[str], where: str | None, source: str) -> Any:
    _core.require_columns(wanted, list(relation.columns), source)
    if where is not None:
        relation = relation.filter(where)
    relation = relation.project(", ".join(map(quoted, wanted)))
    parts = _core.FrameParts(source)
    if hasattr(relation, "__arrow_c_stream__"):
        parts.add_batches(relation.__arrow_c_stream__(), wanted)
        return parts.finish()
    return _from_mapping(relation.fetchnumpy(), wanted)


def _from_mapping(data: Mapping[str, Any], wanted: list[str]) -> Any:
    _core.require_columns(wanted, [str(k) for k in data], "dict")
    parts = _core.FrameParts("dict")
    for name in wanted:
        _add_values(parts, name, data[name])
    return parts.finish()


def _from_pandas(data: Any, wanted: list[str]) -> Any:
    by_name = {str(c): c for c in data.columns}
    _core.require_columns(wanted, list(by_name), "DataFrame")
    parts = _core.FrameParts("DataFrame")
    for name in wanted:
        series = data[by_name[name]]
        if getattr(series, "ndim", 1) != 1:
            raise Error(f"two columns are called `{name}`", "DataFrame", "rename one of them")
        _add_series(parts, name, series)
    return parts.finish()


def _add_series(parts: Any, name: str, series: Any) -> None:
    """A pandas Series, by its dtype."""
    dtype = series.dtype
    if isinstance(dtype, np.dtype):
        return _add_array(parts, name, series.to_numpy())
    kind = type(dtype).__name__
    if kind == "CategoricalDtype":
        categories = series.cat.categories
        codes = series.cat.codes.to_numpy()
        labels = list(categories)
        if all(isinstance(c, str) for c in labels):
            return parts.add_codes(name, np.ascontiguousarray(codes), labels)
        values = np.asarray(categories)
        if values.dtype.kind == "M":
            return _add_codes_of(parts, name, values, np.asarray(codes))
        if values.dtype.kind in "iufb" and not _is_wide(values):
            numbers = np.append(values.astype(np.float64), np.nan)
            return parts.add_numbers(name, numbers[codes])
        return parts.add_codes(name, np.ascontiguousarray(codes), [str(c) for c in labels])
    if kind == "SparseDtype":
        return _add_array(parts, name, np.asarray(series.array.to_dense()))
    arrow = getattr(series.array, "__arrow_array__", None)
    if kind in ("ArrowDtype", "StringDtype") and getattr(dtype, "storage", "pyarrow") == "pyarrow" and arrow:
        chunked = arrow()
        if hasattr(chunked, "__arrow_c_stream__"):
            return parts.add_chunks(name, chunked.__arrow_c_stream__())
        if hasattr(chunked, "__arrow_c_array__"):
            return parts.add_chunks(name, _core.stream_of_array(*chunked.__arrow_c_array__()))
    if kind == "StringDtype":
        return parts.add_objects(name, series.to_numpy(dtype=object).tolist())
    numpy_dtype = getattr(dtype, "numpy_dtype", None)  # nullable Int64, Float64, boolean
    if numpy_dtype is not None and np.dtype(numpy_dtype).kind in "iufb":
        present = ~series.isna().to_numpy()
        values = series.to_numpy(dtype=numpy_dtype, na_value=0) if not present.all() else series.to_numpy(dtype=numpy_dtype)
        return _add_array(parts, name, values, None if present.all() else present)
    if getattr(dtype, "kind", "") == "M":  # with a time zone
        return _add_array(parts, name, series.dt.tz_localize(None).to_numpy())
    raise _unusable(name, str(dtype))


def _is_wide(values: Any) -> bool:
    """Whether whole numbers have more digits than a double, so that some could become equal."""
    return values.dtype.kind in "iu" and len(values) > 0 and max(abs(int(values.max())), abs(int(values.min()))) > 2**53


def _written(values: list[Any]) -> list[Any]:
    """Python's integers with more digits than a double, as they are written: each is a key of its own."""
    first = next((v for v in values if v is not None), None)
    if not isinstance(first, (int, np.integer)) or isinstance(first, bool):
        return values
    if not any(isinstance(v, int) and abs(v) > 2**53 for v in values):
        return values
    return [str(v) if isinstance(v, (int, np.integer)) else v for v in values]


def _add_codes_of(parts: Any, name: str, moments: np.ndarray, codes: np.ndarray) -> None:
    """Dates and times as texts: 1986-01-31, and the time where some have one."""
    missing = np.isnat(moments)
    seconds = moments[~missing].astype("datetime64[s]")
    days = seconds.astype("datetime64[D]")
    at_midnight = bool((seconds == days).all())
    texts = np.full(len(moments), "", dtype=object)
    texts[~missing] = [str(v).replace("T", " ") for v in (days if at_midnight else seconds)]
    codes = np.where(missing[codes] | (codes < 0), -1, codes).astype(np.int32) if len(moments) else codes.astype(np.int32)
    parts.add_codes(name, np.ascontiguousarray(codes), list(texts), dates=True)


def _add_values(parts: Any, name: str, values: Any) -> None:
    """A column of a dict: numpy array, masked array, list, or anything with an Arrow stream."""
    if hasattr(values, "dtype") and hasattr(values, "array") and hasattr(values, "iloc"):
        return _add_series(parts, name, values)
    if isinstance(values, np.ma.MaskedArray):
        present = ~np.ma.getmaskarray(values)
        data = values.data
        if data.dtype.kind in "OUS":
            return parts.add_objects(name, [v if ok else None for v, ok in zip(data.tolist(), present)])
        return _add_array(parts, name, data, None if present.all() else present)
    if isinstance(values, np.ndarray):
        return _add_array(parts, name, values)
    if hasattr(values, "__arrow_c_stream__"):
        return parts.add_chunks(name, values.__arrow_c_stream__())
    if hasattr(values, "__arrow_c_array__"):
        return parts.add_chunks(name, _core.stream_of_array(*values.__arrow_c_array__()))
    if hasattr(values, "categories") and hasattr(values, "codes"):  # pandas.Categorical
        import pandas

        return _add_series(parts, name, pandas.Series(values))
    return parts.add_objects(name, _written(list(values)))


def _add_array(parts: Any, name: str, array: np.ndarray, present: np.ndarray | None = None) -> None:
    """A numpy array; `present` is False where a value is missing."""
    if array.ndim != 1:
        raise Error(f"`{name}` has {array.ndim} dimensions, not one", f"column `{name}`", "give one value a row")
    kind = array.dtype.kind
    if kind == "O":
        return parts.add_objects(name, _written(array.tolist()))
    if kind in "US":
        texts = array if kind == "U" else np.char.decode(array, "utf-8")
        return parts.add_objects(name, texts.tolist())
    if kind == "M":
        return _add_codes_of(parts, name, *np.unique(array, return_inverse=True))
    if kind not in "iufb" or (kind == "f" and array.dtype.itemsize not in (4, 8)):
        raise _unusable(name, str(array.dtype))
    if kind == "b":
        array = array.view(np.uint8)
    if not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    array = np.ascontiguousarray(array)  # a copy only of a column with strides, such as one of a 2-d array
    valid = None if present is None else np.packbits(present, bitorder="little")
    parts.add_numbers(name, array, valid)


def _unusable(name: str, dtype: str) -> Error:
    hint = "cast it to numbers or text"
    if "date" in dtype or "time" in dtype or "period" in dtype:
        hint = "make the year a number (`data.date.dt.year`), or the date a text"
    return Error(f"`{name}` is of type {dtype}, which no formula can use", f"column `{name}`", hint)


def _from_file(path: str, wanted: list[str], where: str | None, rules: FileRules) -> Any:
    """A text or Stata file by the engine's reader, Parquet through whichever library is installed."""
    if not os.path.exists(path):
        raise Error("no such file", path, "check the path")
    if path.endswith(".dta"):
        return read_own(path, "stata", wanted, where, rules)
    separator = text_separator(path)
    if separator is not None:
        return read_own(path, separator, wanted, where, rules)
    if not path.endswith((".parquet", ".pq")):
        raise Error(
            "the file is not CSV, Parquet or Stata's by its name", path, "read it yourself and give the DataFrame"
        )
    if rules.given:
        raise Error("Parquet has its own columns, numbers and missing values", path, "leave out delimiter, decimal and missing")
    others = [_read_pyarrow, _read_polars, _read_pandas] if where is None else []
    return read_parquet(path, wanted, where, [_read_duckdb, *others])


def _read_duckdb(path: str, wanted: list[str], where: str | None) -> Any:
    import duckdb

    connection = duckdb.connect()
    relation = connection.read_parquet(path)
    # DuckDB calls the second of two columns that it cannot tell apart X_1: the file has their names.
    tree = connection.execute("SELECT name, coalesce(num_children, 0) FROM parquet_schema(?)", [path]).fetchall()
    names, at = [], 1
    while at < len(tree):
        names.append(tree[at][0])
        left = 1
        while at < len(tree) and left > 0:
            left += tree[at][1] - 1
            at += 1
    own = dict(zip(names, relation.columns)) if len(names) == len(relation.columns) else {}
    _core.require_columns(wanted, names or list(relation.columns), path)
    for name in wanted:
        if names.count(name) > 1:
            raise Error(f"two columns are called `{name}`", path, "rename one of them")
    changed = any(name != sql for name, sql in own.items())
    if where is not None:
        relation = relation.filter(_core.with_names(where, list(own.items())) if changed else where)
    if changed:
        sql = [own[name] for name in wanted]
        relation = relation.project(", ".join(map(quoted, sql)))
        parts = _core.FrameParts(path)
        for name, column in zip(wanted, sql):
            parts.add_chunks(name, relation.project(quoted(column)).to_arrow_table().column(0).__arrow_c_stream__())
        return parts.finish()
    return _from_duckdb(relation, wanted, None, path)


def _read_pyarrow(path: str, wanted: list[str], where: str | None) -> Any:
    from pyarrow.parquet import ParquetFile

    file = ParquetFile(path)
    _core.require_columns(wanted, list(file.schema_arrow.names), path)
    return _from_arrow(file.read(columns=wanted), wanted, path)


def _read_polars(path: str, wanted: list[str], where: str | None) -> Any:
    import polars

    return frame_of(polars.scan_parquet(path), wanted)


def _read_pandas(path: str, wanted: list[str], where: str | None) -> Any:
    import pandas

    return _from_pandas(pandas.read_parquet(path), wanted)
