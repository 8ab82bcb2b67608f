"""Anything tabular becomes a frame of views: numeric columns are read where they lie."""

from __future__ import annotations

import os
from typing import Any, Callable, Mapping

import numpy as np

from . import _core
from ._error import Error

_FORMS = (
    "give a pandas or polars DataFrame, an Arrow table, a DuckDB relation, a dict of numpy arrays, "
    "or the path of a CSV, Parquet or Stata file"
)


def frame_of(data: Any, wanted: list[str], where: str | None = None) -> Any:
    """A `_core.Frame` of the `wanted` columns of `data`; no other column is looked at.

    `where` (an SQL condition) keeps the rows for which it is true; data must be a DuckDB relation or a file.
    """
    if isinstance(data, _core.Frame):
        return data
    if isinstance(data, (str, os.PathLike)):
        return _from_file(os.fspath(data), wanted, where)
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


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _from_duckdb(relation: Any, wanted: list[str], where: str | None, source: str) -> Any:
    _core.require_columns(wanted, list(relation.columns), source)
    if where is not None:
        relation = relation.filter(where)
    relation = relation.project(", ".join(map(_quoted, wanted)))
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
        if values.dtype.kind in "iufb":
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
    raise _unusable(name, str(dtype))


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
    return parts.add_objects(name, list(values))


def _add_array(parts: Any, name: str, array: np.ndarray, present: np.ndarray | None = None) -> None:
    """A numpy array; `present` is False where a value is missing."""
    if array.ndim != 1:
        raise Error(f"`{name}` has {array.ndim} dimensions, not one", f"column `{name}`", "give one value a row")
    kind = array.dtype.kind
    if kind == "O":
        return parts.add_objects(name, array.tolist())
    if kind in "US":
        texts = array if kind == "U" else np.char.decode(array, "utf-8")
        return parts.add_objects(name, texts.tolist())
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


def _from_file(path: str, wanted: list[str], where: str | None) -> Any:
    """A CSV, Parquet or Stata file, through whichever reader is installed."""
    if not os.path.exists(path):
        raise Error("no such file", path, "check the path")
    if path.endswith(".dta"):
        return _read_stata(path, wanted, where)
    parquet = path.endswith((".parquet", ".pq"))
    if not parquet and not path.endswith((".csv", ".csv.gz", ".tsv", ".txt")):
        raise Error(
            "the file is not CSV, Parquet or Stata's by its name", path, "read it yourself and give the DataFrame"
        )
    readers: list[Callable[[], Any]] = [lambda: _read_duckdb(path, parquet, wanted, where)]
    if where is None:
        readers.append(lambda: _read_pyarrow(path, parquet, wanted))
        readers.append(lambda: _read_polars(path, parquet, wanted))
        readers.append(lambda: _read_pandas(path, parquet, wanted))
    for reader in readers:
        try:
            return reader()
        except ImportError:
            continue
    needs = "duckdb" if where is not None else "duckdb, pyarrow, polars or pandas"
    raise Error(f"reading a file needs {needs}", path, f"pip install {needs.split(',')[0]}")


def _read_duckdb(path: str, parquet: bool, wanted: list[str], where: str | None) -> Any:
    import duckdb

    connection = duckdb.connect()
    relation = connection.read_parquet(path) if parquet else connection.read_csv(path)
    return _from_duckdb(relation, wanted, where, path)


def _read_pyarrow(path: str, parquet: bool, wanted: list[str]) -> Any:
    if parquet:
        from pyarrow.parquet import ParquetFile

        file = ParquetFile(path)
        _core.require_columns(wanted, list(file.schema_arrow.names), path)
        return _from_arrow(file.read(columns=wanted), wanted, path)
    from pyarrow import csv

    options = csv.ParseOptions(delimiter="\t" if path.endswith(".tsv") else ",")
    return _from_arrow(csv.read_csv(path, parse_options=options), wanted, path)


def _read_polars(path: str, parquet: bool, wanted: list[str]) -> Any:
    import polars

    if parquet:
        return frame_of(polars.scan_parquet(path), wanted)
    separator = "\t" if path.endswith(".tsv") else ","
    return frame_of(polars.scan_csv(path, infer_schema_length=None, separator=separator), wanted)


def _read_pandas(path: str, parquet: bool, wanted: list[str]) -> Any:
    import pandas

    if parquet:
        return _from_pandas(pandas.read_parquet(path), wanted)
    # NA is Namibia's code: in a column of text it is not missing.
    separator = "\t" if path.endswith(".tsv") else ","
    table = pandas.read_csv(path, sep=separator, keep_default_na=False, na_values=[""])
    return _from_pandas(table, wanted)


def _read_stata(path: str, wanted: list[str], where: str | None) -> Any:
    try:
        import pandas
    except ImportError:
        raise Error("reading a Stata file needs pandas", path, "pip install pandas") from None
    table = pandas.read_stata(path, convert_categoricals=False, convert_dates=False, preserve_dtypes=True)
    if where is None:
        return _from_pandas(table, wanted)
    try:
        import duckdb
    except ImportError:
        raise Error("`where` needs duckdb", path, "pip install duckdb") from None
    # DuckDB gives rows back in the order of the table.
    return _from_duckdb(duckdb.connect().from_df(table), wanted, where, path)
