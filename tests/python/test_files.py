"""Files and keys as people have them: the same cells as on the command line, whoever brings them."""

import decimal
import math
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sogdia
from sogdia._data import frame_of


def test_dates_are_texts_whoever_brings_them():
    days = ["2020-01-03", "1959-12-31", None, "2020-02-29"]
    expected = ["2020-01-03", "1959-12-31", "", "2020-02-29"]
    stamps = pd.to_datetime(pd.Series(days))
    pandas = pd.DataFrame({"d": stamps})
    tables = [
        pandas, {"d": stamps.to_numpy()}, pa.table({"d": pa.array(stamps, pa.timestamp("us"))}),
        pa.table({"d": pa.array(stamps.dt.date, pa.date32())}), pl.DataFrame({"d": stamps.to_numpy()}),
        pd.DataFrame({"d": stamps.dt.tz_localize("UTC")}), pd.DataFrame({"d": stamps.astype("category")}),
    ]  # fmt: skip
    for table in tables:
        frame = frame_of(table, ["d"])
        assert frame.texts("d") == expected
        with pytest.raises(sogdia.Error, match="holds dates"):
            frame.numbers("d")
    moments = pa.table({"d": pa.array([0, 1_500, -1], pa.timestamp("ms"))})
    assert frame_of(moments, ["d"]).texts("d") == ["1970-01-01 00:00:00", "1970-01-01 00:00:01.5", "1969-12-31 23:59:59.999"]


WIDE = [2**63 + k for k in range(10)]


@pytest.mark.parametrize(
    "column",
    [
        lambda: WIDE,
        lambda: pd.Series(WIDE, dtype="uint64"),
        lambda: pd.Series(WIDE, dtype="UInt64"),
        lambda: pd.Series([10**24 + k for k in range(10)], dtype=object),
        lambda: pd.Series([2**60 + k for k in range(10)]).astype("category"),
        lambda: pa.array(WIDE, pa.uint64()),
        lambda: pa.array(WIDE, pa.uint64()).dictionary_encode(),
        lambda: pa.array([2**60 + k for k in range(10)], pa.int64()).dictionary_encode(),
        lambda: pa.array([decimal.Decimal(10) ** 24 + k for k in range(10)], pa.decimal128(30, 0)),
        lambda: pa.array([decimal.Decimal(f"-1234567890123456.{k:02}") for k in range(10)], pa.decimal128(20, 2)),
        lambda: pl.Series([2**62 + k for k in range(10)]),
    ],
)
def test_keys_of_any_width_are_levels_of_their_own(column):
    values = column()
    frame = frame_of({"k": values}, ["k"])
    texts = frame.texts("k")
    assert len(set(texts)) == 10
    written = values.to_list() if hasattr(values, "to_list") else values
    assert texts == [str(v) for v in (values.to_pylist() if hasattr(values, "to_pylist") else written)]
    assert frame.numbers("k") == [float(t) for t in texts]


FILES = {
    "comma.csv": ("x;y\n0,5;1\n1,5;2\n2,5;3\n", "decimal comma"),
    "bom.csv": ("\ufeffx,y\r\n0.5,1\r\n1.5,2\r\n2.5,3\r\n\r\n", None),
    "index.csv": (",x,y\n0,.5,1\n1,+1.5,2\n2, 2.5,3\n", None),
    "tabs.csv": ("x\ty\n0.5\t1\n1.5\t2\n2.5\t3\n", "tabs"),
}


@pytest.mark.parametrize("name", FILES)
def test_files_are_read_as_on_the_command_line(tmp_path, name):
    text, note = FILES[name]
    path = tmp_path / name
    path.write_bytes(text.encode())
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        frame = frame_of(path, ["x", "y"])
    assert frame.numbers("x") == [0.5, 1.5, 2.5]
    assert (note is None) == (not caught)
    assert note is None or any(note in str(w.message) for w in caught)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert frame_of(path, ["y"], where="x > 1").numbers("y") == [2, 3]


def test_rules_of_files_are_followed_and_refused_elsewhere(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("x;y\n1,234;-99\n2,345;2\n")
    rules = sogdia._files.FileRules(";", ",", ["-99"])
    frame = frame_of(path, ["x", "y"], None, rules)
    assert frame.numbers("x") == [1.234, 2.345]
    assert math.isnan(frame.numbers("y")[0])
    with pytest.raises(sogdia.Error, match="for files of text"):
        frame_of({"x": [1.0]}, ["x"], None, rules)
    with pytest.raises(sogdia.Error, match="no decimal sign"):
        sogdia._files.FileRules(decimal="x")


def test_columns_of_parquet_that_differ_by_case_are_both_read(tmp_path):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"x": [1.0, 2.0, 3.0], "X": [4.0, 5.0, 6.0]}), path)
    frame = frame_of(path, ["X", "x"])
    assert (frame.numbers("x"), frame.numbers("X")) == ([1, 2, 3], [4, 5, 6])
    assert frame_of(path, ["x"], where="X > 4 and x < 3").numbers("x") == [2]


def test_value_labels_of_stata_are_texts_with_numbers_behind(tmp_path):
    path = tmp_path / "t.dta"
    data = pd.DataFrame({"region": [1.0, 3.0, np.nan, 1.0], "day": pd.to_datetime(["2020-01-03", None, "1959-12-31", "2020-01-04"])})
    data.to_stata(path, write_index=False, value_labels={"region": {1: "Europe", 3: "Asia"}}, convert_dates={"day": "td"})
    frame = frame_of(path, ["region", "day"])
    assert frame.texts("region") == ["Europe", "Asia", "", "Europe"]
    assert frame.texts("day") == ["2020-01-03", "", "1959-12-31", "2020-01-04"]
    np.testing.assert_array_equal(frame.numbers("region"), [1, 3, np.nan, 1])
    assert frame_of(path, ["day"], where="region = 'Asia'").texts("day") == [""]
    assert frame_of(path, ["region"], where="region = 1 and day > '2020-01-03'").texts("region") == ["Europe"]
