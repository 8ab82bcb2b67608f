"""Result tables go out to any library."""

import gc

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import sogdia
from hypothesis import given, settings
from hypothesis import strategies as st

COLUMNS = {"term": ["fta", "ln(été)"], "estimate": np.array([0.5, np.nan]), "rank": np.array([1, 2])}


def table():
    return sogdia.Table(COLUMNS)


def test_polars_pyarrow_duckdb_and_pandas_read_a_table_by_arrow():
    expected = {"term": ["fta", "ln(été)"], "rank": [1, 2]}
    t = table()
    for out in (pa.table(t).to_pydict(), pl.DataFrame(t).to_dict(as_series=False), duckdb.sql("from t").fetchnumpy()):
        assert list(out) == ["term", "estimate", "rank"]
        assert {name: list(out[name]) for name in expected} == expected
        np.testing.assert_array_equal(np.array(out["estimate"], dtype=float), [0.5, np.nan])
    assert pa.table(t).schema.types == [pa.string(), pa.float64(), pa.int64()]


def test_to_pandas_and_to_polars_agree_with_the_columns():
    pd.testing.assert_frame_equal(table().to_pandas(), pd.DataFrame(COLUMNS), check_dtype=False)
    assert table().to_polars().equals(pl.DataFrame(COLUMNS))
    assert table().to_dict()["term"] == COLUMNS["term"]


def test_a_stream_may_be_dropped_unread_read_once_and_outlive_its_table():
    table().__arrow_c_stream__()
    reader = pa.RecordBatchReader.from_stream(table())
    gc.collect()
    assert reader.read_all().num_rows == 2
    with pytest.raises(sogdia.Error, match="no column `x`"):
        table()["x"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.text(), st.floats(), st.integers(-(2**63), 2**63 - 1)), max_size=30))
def test_any_table_comes_back_from_arrow_as_it_went_in(rows):
    texts, reals, integers = ([r[k] for r in rows] for k in range(3))
    went = {"t": texts, "r": np.array(reals, dtype=float), "i": np.array(integers, dtype=np.int64)}
    came = pa.table(sogdia.Table(went))
    came.validate(full=True)
    assert came["t"].to_pylist() == texts
    assert came["i"].to_pylist() == integers
    np.testing.assert_array_equal(came["r"].to_numpy(), np.array(reals, dtype=float))
