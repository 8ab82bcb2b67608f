"""Tables of any library become frames: same values, and no copy of numbers."""

import gc
import tracemalloc

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import sogdia
from hypothesis import given, settings
from hypothesis import strategies as st
from sogdia._data import frame_of

EXPORTER = ["FRA", "DEU", None, "Republic of Côte d'Ivoire", "FRA", ""]
TRADE = [1.5, 0.0, 3.25, None, 1e9, -2.0]
YEAR = [1986, 1990, 1994, 1998, 2002, 2006]
FTA = [True, False, True, True, False, False]
COLUMNS = ["exporter", "trade", "year", "fta"]


def arrow():
    return pa.table({"exporter": EXPORTER, "trade": TRADE, "year": YEAR, "fta": FTA, "unused": [[1]] * 6})


def pandas_frame(**kinds):
    frame = pd.DataFrame({"exporter": EXPORTER, "trade": TRADE, "year": YEAR, "fta": FTA, "unused": [{}] * 6})
    return frame.astype(kinds)


def chunked():
    table = arrow()
    return pa.concat_tables([table.slice(0, 1), table.slice(1, 0), table.slice(1, 4), table.slice(5)])


def padded():
    """A slice out of the middle: every buffer has an offset that is no multiple of 8."""
    return pa.concat_tables([arrow(), arrow()]).combine_chunks().slice(3, 9).slice(3, 6)


class OnlyStream:
    """Knows nothing but the protocol."""

    def __arrow_c_stream__(self, requested_schema=None):
        return arrow().__arrow_c_stream__(requested_schema)


SOURCES = {
    "pyarrow table": arrow,
    "pyarrow chunks": chunked,
    "pyarrow slice": padded,
    "pyarrow batch": lambda: arrow().to_batches()[0],
    "pyarrow sliced batch": lambda: padded().combine_chunks().to_batches()[0],
    "pyarrow reader": lambda: pa.RecordBatchReader.from_batches(arrow().schema, chunked().to_batches()),
    "pyarrow dictionary": lambda: arrow().set_column(0, "exporter", pa.array(EXPORTER).dictionary_encode()),
    "pyarrow large text": lambda: arrow().set_column(0, "exporter", pa.array(EXPORTER, pa.large_string())),
    "pyarrow text views": lambda: arrow().set_column(0, "exporter", pa.array(EXPORTER, pa.string_view())),
    "pyarrow narrow numbers": lambda: arrow().set_column(2, "year", pa.array(YEAR, pa.uint16())),
    "pyarrow decimal": lambda: arrow().set_column(1, "trade", pa.array(TRADE).cast(pa.decimal128(20, 4))),
    "pyarrow dictionary of numbers": lambda: arrow().set_column(2, "year", pa.array(YEAR).dictionary_encode()),
    "any stream": OnlyStream,
    "polars": lambda: pl.DataFrame(arrow()),
    "polars lazy": lambda: pl.DataFrame(arrow()).lazy(),
    "polars categorical": lambda: pl.DataFrame(arrow()).with_columns(pl.col("exporter").cast(pl.Categorical)),
    "pandas": pandas_frame,
    "pandas object": lambda: pandas_frame(exporter="object"),
    "pandas categorical": lambda: pandas_frame(exporter="category"),
    "pandas categorical years": lambda: pandas_frame(year="category"),
    "pandas string[python]": lambda: pandas_frame(exporter=pd.StringDtype("python")),
    "pandas string[pyarrow]": lambda: pandas_frame(exporter=pd.StringDtype("pyarrow")),
    "pandas nullable": lambda: pandas_frame(trade="Float64", year="Int64", fta="boolean"),
    "pandas arrow types": lambda: arrow().to_pandas(types_mapper=pd.ArrowDtype),
    "pandas index out of order": lambda: pandas_frame().set_index(pd.Index([9, 3, 3, 1, 0, -1])),
    "duckdb relation": lambda: duckdb.from_arrow(arrow()),
    "dict of numpy": lambda: {
        "exporter": np.array(EXPORTER, dtype=object), "trade": np.array(TRADE, dtype=float),
        "year": np.array(YEAR), "fta": np.array(FTA),
    },
    "dict with other byte order": lambda: {
        "exporter": EXPORTER, "trade": np.array(TRADE, dtype=">f8"),
        "year": np.array(YEAR, dtype=">i4"), "fta": np.array(FTA),
    },
    "dict of lists": lambda: {"exporter": EXPORTER, "trade": TRADE, "year": YEAR, "fta": FTA},
    "dict of masked arrays": lambda: {
        "exporter": np.ma.masked_array(["x" if e is None else e for e in EXPORTER], [e is None for e in EXPORTER]),
        "trade": np.ma.masked_array([t or 0 for t in TRADE], [t is None for t in TRADE]),
        "year": np.array(YEAR), "fta": np.array(FTA),
    },
    "dict of Arrow arrays": lambda: {name: arrow()[name] for name in COLUMNS},
    "dict of series": lambda: dict(pandas_frame().items()),
}  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
def test_every_library_s_table_has_the_same_values(source):
    frame = frame_of(SOURCES[source](), COLUMNS)
    assert frame.rows == 6
    assert frame.columns == COLUMNS
    # A missing text and an empty one look the same as text; the code tells them apart.
    assert frame.texts("exporter") == ["" if e is None else e for e in EXPORTER]
    labels = frame.layout("exporter")["labels"]
    assert "" in labels
    np.testing.assert_array_equal(frame.numbers("trade"), np.array(TRADE, dtype=float))
    np.testing.assert_array_equal(frame.numbers("year"), YEAR)
    np.testing.assert_array_equal(frame.numbers("fta"), np.array(FTA, dtype=float))


def address(frame, column):
    ((start, offset, _, _),) = frame.layout(column)["chunks"]
    return start + offset * 8


def test_numpy_numbers_are_read_where_they_lie():
    x = np.random.default_rng(1).normal(size=100)
    assert address(frame_of({"x": x}, ["x"]), "x") == x.ctypes.data


def test_pandas_numbers_are_read_where_they_lie():
    data = pd.DataFrame({"a": np.arange(100.0), "b": np.arange(100), "c": np.arange(100.0)})
    frame = frame_of(data, ["a", "b", "c"])
    for column in "abc":
        assert address(frame, column) == data[column].to_numpy().ctypes.data


def test_arrow_numbers_are_read_where_they_lie():
    data = pa.table({"x": pa.array([1.0, None, 3.0] * 40)}).slice(5, 90)
    buffers = data["x"].chunk(0).buffers()
    ((start, offset, rows, valid),) = frame_of(data, ["x"]).layout("x")["chunks"]
    assert (start, offset, rows, valid) == (buffers[1].address, 5, 90, buffers[0].address)


def test_polars_numbers_are_read_where_they_lie():
    data = pl.DataFrame({"x": np.arange(100.0)})
    assert address(frame_of(data, ["x"]), "x") == data["x"].to_numpy(allow_copy=False).ctypes.data


@pytest.mark.parametrize("library", [dict, pd.DataFrame, pl.DataFrame, pa.table])
def test_numbers_of_a_large_table_take_no_new_memory(library):
    data = library({name: np.arange(1_000_000.0) for name in "abcd"})
    gc.collect()
    before = pa.total_allocated_bytes()
    tracemalloc.start()
    frame = frame_of(data, list("abcd"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert frame.rows == 1_000_000
    assert peak < 200_000  # the table has 32 MB
    assert pa.total_allocated_bytes() - before < 200_000


def test_a_column_with_strides_is_read_right():
    block = np.arange(12.0).reshape(6, 2)
    assert frame_of({"x": block[:, 1]}, ["x"]).numbers("x") == [1, 3, 5, 7, 9, 11]
    assert frame_of(pd.DataFrame(block, columns=["a", "b"]), ["b"]).numbers("b") == [1, 3, 5, 7, 9, 11]


def test_a_frame_keeps_the_producer_s_buffers_and_lets_them_go():
    before = pa.total_allocated_bytes()
    frame = frame_of(pa.table({"x": pa.array(range(100_000), pa.float64()), "y": [0] * 100_000}), ["x"])
    gc.collect()
    assert pa.total_allocated_bytes() - before >= 790_000
    assert sum(frame.numbers("x")) == 100_000 * 99_999 / 2
    del frame
    gc.collect()
    assert pa.total_allocated_bytes() - before < 10_000


def test_a_frame_keeps_numpy_arrays_alive():
    frame = frame_of({"x": np.arange(100_000.0)}, ["x"])
    gc.collect()
    assert sum(frame.numbers("x")) == 100_000 * 99_999 / 2


def test_columns_that_are_not_wanted_may_be_of_any_type():
    data = pa.table({"x": [1.0], "list": [[1]], "when": pa.array([0], pa.timestamp("s")), "struct": [{"a": 1}]})
    assert frame_of(data, ["x"]).columns == ["x"]
    assert frame_of(data.to_pandas(), ["x"]).columns == ["x"]
    assert frame_of(data.to_reader(), ["x"]).columns == ["x"]


@pytest.mark.parametrize(
    "data, column, word",
    [
        (pa.table({"day": pa.array([0], pa.duration("s"))}), "day", "duration"),
        (pa.table({"list": [[1]]}), "list", "nested"),
        (pa.table({"raw": [b"\xff\xfe"]}), "raw", "binary"),
        (pa.table({"wide": pa.array([1]).cast(pa.decimal256(60, 2))}), "wide", "decimal"),
        (pd.DataFrame({"day": pd.period_range("2020", periods=1, freq="Y")}), "day", "period"),
        ({"z": np.array([1j])}, "z", "complex"),
        ({"long": np.array([1], dtype=np.longdouble)}, "long", "float128"),
        ({"mixed": ["FRA", 1]}, "mixed", "row 1"),
        ({"mixed": [1, "FRA"]}, "mixed", "row 1"),
        ({"mixed": [None, {}]}, "mixed", "row 1"),
        ({"square": np.eye(2)}, "square", "dimensions"),
    ],
)  # fmt: skip
def test_a_column_of_a_type_that_no_formula_can_use_is_named(data, column, word):
    with pytest.raises(sogdia.Error) as caught:
        frame_of(data, [column])
    assert column in str(caught.value)
    assert word in str(caught.value)


@pytest.mark.parametrize("source", ["pyarrow table", "pyarrow reader", "any stream", "polars", "polars lazy", "pandas",
                                    "duckdb relation", "dict of numpy"])  # fmt: skip
def test_an_absent_column_is_named_with_the_nearest_one(source):
    with pytest.raises(sogdia.Error) as caught:
        frame_of(SOURCES[source](), ["exporter", "yaer"])
    assert "`yaer`" in caught.value.what
    assert "`year`" in caught.value.hint


def test_columns_of_unequal_length_and_of_one_name_are_errors():
    with pytest.raises(sogdia.Error, match="`y` has 2 rows"):
        frame_of({"x": np.zeros(3), "y": np.zeros(2)}, ["x", "y"])
    with pytest.raises(sogdia.Error, match="two columns are called `x`"):
        frame_of(pd.DataFrame([[1, 2]], columns=["x", "x"]), ["x"])
    with pytest.raises(sogdia.Error, match="two columns are called `x`"):
        frame_of(pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["x", "x"]), ["x"])


def test_a_producer_that_fails_half_way_is_an_error_with_its_words():
    def batches():
        yield arrow().to_batches()[0]
        raise OSError("the disk is gone")

    with pytest.raises(sogdia.Error, match="the disk is gone"):
        frame_of(pa.RecordBatchReader.from_batches(arrow().schema, batches()), ["trade"])


@pytest.mark.parametrize("data", [42, [1, 2], None, np.zeros(3), object()])
def test_what_is_no_table_is_an_error_that_says_what_to_give(data):
    with pytest.raises(sogdia.Error, match="is not a table") as caught:
        frame_of(data, ["x"])
    assert "pandas" in caught.value.hint


def test_an_error_is_a_value_error_with_three_parts():
    with pytest.raises(ValueError) as caught:
        frame_of({"x": np.zeros(1)}, ["y"])
    assert isinstance(caught.value, sogdia.Error)
    assert (caught.value.what, caught.value.where) == ("column `y` is missing", "dict")


def test_duckdb_rows_are_kept_by_where():
    relation = duckdb.from_arrow(arrow())
    frame = frame_of(relation, ["year"], where="year >= 1994 and fta")
    assert frame.numbers("year") == [1994, 1998]
    with pytest.raises(sogdia.Error, match="`where` needs"):
        frame_of(arrow(), ["year"], where="year >= 1994")


@pytest.mark.parametrize("name", ["trade.csv", "trade.parquet"])
def test_a_file_is_read_by_its_path(tmp_path, name):
    path = tmp_path / name
    relation = duckdb.sql("select 'FRA' as exporter, 1986 + i as year, i / 2 as trade from range(4) t(i)")
    relation.write_csv(str(path)) if name.endswith("csv") else relation.write_parquet(str(path))
    for given_as in (path, str(path)):
        frame = frame_of(given_as, ["exporter", "trade", "year"])
        assert frame.numbers("trade") == [0, 0.5, 1, 1.5]
        assert frame.texts("exporter") == ["FRA"] * 4
    assert frame_of(path, ["year"], where="year > 1987").numbers("year") == [1988, 1989]
    with pytest.raises(sogdia.Error, match="no such file"):
        frame_of(tmp_path / "absent.csv", ["year"])


@pytest.mark.parametrize("reader", ["_read_duckdb", "_read_pyarrow", "_read_polars", "_read_pandas", "_from_file"])
@pytest.mark.parametrize("name", ["trade.csv", "trade.tsv", "trade.csv.gz", "trade.parquet"])
@pytest.mark.filterwarnings("ignore:.*codes of two letters")
def test_every_reader_of_files_sees_the_same(tmp_path, reader, name):
    path = str(tmp_path / name)
    if reader != "_from_file" and not name.endswith("parquet"):
        return
    data = pd.DataFrame({"iso2": ["NA", "FR", "DE"], "year": [1986, 1990, 1994], "trade": [0.5, np.nan, 2.0], "z": 0})
    if name.endswith("parquet"):
        data.to_parquet(path)
    else:
        data.to_csv(path, index=False, sep="\t" if name.endswith("tsv") else ",")
    wanted = ["iso2", "year", "trade"]
    rules = [sogdia._files.FileRules()] if reader == "_from_file" else []
    frame = getattr(sogdia._data, reader)(path, wanted, None, *rules)
    assert frame.texts("iso2") == ["NA", "FR", "DE"]  # Namibia is not missing
    np.testing.assert_array_equal(frame.numbers("trade"), [0.5, np.nan, 2.0])
    assert frame.numbers("year") == [1986, 1990, 1994]


def test_a_stata_file_is_read_by_its_path(tmp_path):
    path = tmp_path / "trade.dta"
    pd.DataFrame({"exporter": ["FRA", "DEU"], "year": [1986, 1990], "trade": [0.5, np.nan]}).to_stata(path, write_index=False)
    frame = frame_of(path, ["exporter", "trade"])
    assert frame.texts("exporter") == ["FRA", "DEU"]
    np.testing.assert_array_equal(frame.numbers("trade"), [0.5, np.nan])
    assert frame_of(path, ["year"], where="exporter = 'DEU'").numbers("year") == [1990]


NUMBERS = {
    pa.float64(): st.floats(allow_nan=True), pa.float32(): st.floats(width=32),
    pa.int8(): st.integers(-(2**7), 2**7 - 1), pa.uint8(): st.integers(0, 2**8 - 1),
    pa.int16(): st.integers(-(2**15), 2**15 - 1), pa.uint16(): st.integers(0, 2**16 - 1),
    pa.int32(): st.integers(-(2**31), 2**31 - 1), pa.uint32(): st.integers(0, 2**32 - 1),
    pa.int64(): st.integers(-(2**63), 2**63 - 1), pa.uint64(): st.integers(0, 2**64 - 1),
    pa.bool_(): st.booleans(), pa.decimal128(30, 3): st.decimals(-(10**26), 10**26, places=3),
}  # fmt: skip
TEXTS = [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())]


def pieces(data, values, kind):
    """The values as one to three chunks, each cut out of a longer array."""
    arrays = []
    cuts = sorted(data.draw(st.lists(st.integers(0, len(values)), max_size=2)))
    for begin, end in zip([0, *cuts], [*cuts, len(values)]):
        before, after = data.draw(st.integers(0, 9)), data.draw(st.integers(0, 9))
        longer = [None] * before + values[begin:end] + [None] * after
        if pa.types.is_dictionary(kind):
            array = pa.array(longer, kind.value_type).dictionary_encode().cast(kind)
        else:
            array = pa.array(longer, kind)
        arrays.append(array.slice(before, end - begin))
    return pa.table({"x": pa.chunked_array(arrays, kind)})


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_arrow_numbers_of_every_width_offset_and_validity_are_read_right(data):
    kind = data.draw(st.sampled_from(list(NUMBERS)))
    values = data.draw(st.lists(st.none() | NUMBERS[kind], min_size=1, max_size=40))
    expected = [float("nan") if v is None else float(v) for v in values]
    # A decimal is rounded when it becomes a double and again when it is scaled: the last bit may differ.
    tolerance = 4e-16 if pa.types.is_decimal(kind) else 0
    found = frame_of(pieces(data, values, kind), ["x"]).numbers("x")
    np.testing.assert_allclose(found, expected, rtol=tolerance)


def seen(text):
    """A text as a frame has it: without what cannot be seen at its ends."""
    return "" if text is None else text.strip(" \t\u00a0\u202f\u2009\u200b\ufeff\u3000")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_arrow_texts_of_every_layout_are_read_right(data):
    kind = data.draw(st.sampled_from(TEXTS))
    values = data.draw(st.lists(st.none() | st.text(max_size=20), min_size=1, max_size=40))
    frame = frame_of(pieces(data, values, kind), ["x"])
    assert frame.texts("x") == [seen(v) for v in values]
    labels = frame.layout("x")["labels"]
    assert len(set(labels)) == len(labels)
    if "" not in values:
        assert "" not in labels


@settings(max_examples=50, deadline=None)
@given(st.lists(st.none() | st.text(max_size=12).filter(lambda t: "\0" not in t), min_size=1, max_size=300))
def test_python_texts_are_coded_in_the_order_of_their_first_appearance(values):
    frame = frame_of({"x": values}, ["x"])
    known = dict.fromkeys(seen(v) for v in values if v is not None)
    assert [v for v in frame.layout("x")["labels"] if v] == [v for v in known if v]
    assert frame.texts("x") == [seen(v) for v in values]


@pytest.mark.parametrize("kind", [*TEXTS, pa.binary(), pa.large_binary(), pa.dictionary(pa.int8(), pa.string())], ids=str)
def test_keys_lose_what_cannot_be_seen(kind):
    values = ["FRA", " FRA", "FRA\u00a0", "\u200bFRA", None, "DEU\t", "DE U"]
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        values = [v if v is None else v.encode() for v in values]
    frame = frame_of(pa.table({"x": pa.array(values, kind)}), ["x"])
    assert frame.texts("x") == ["FRA", "FRA", "FRA", "FRA", "", "DEU", "DE U"]
    assert frame.layout("x")["labels"] == ["FRA", "DEU", "DE U"]
    categories = pd.DataFrame({"x": pd.Categorical([" FRA", "FRA", "DEU"])})
    assert frame_of(categories, ["x"]).texts("x") == ["FRA", "FRA", "DEU"]


def test_half_precision_numbers_are_read():
    halves = [0.0, 1.5, -2.25, 65504.0, 6e-8, float("inf"), None]
    table = pa.table({"x": pa.array([None if v is None else np.float16(v) for v in halves], pa.float16())})
    expected = [float("nan") if v is None else float(np.float16(v)) for v in halves]
    np.testing.assert_array_equal(frame_of(table, ["x"]).numbers("x"), expected)


def test_a_relation_over_a_pandas_frame_is_read_while_duckdb_s_threads_need_the_interpreter():
    data = pd.DataFrame({"exporter": np.array(["FRA", "DEU", None] * 200_000, dtype=object), "trade": 1.0})
    frame = frame_of(duckdb.sql("select exporter, sum(trade) over (partition by exporter) as t from data"), ["t", "exporter"])
    assert frame.rows == 600_000
    assert set(frame.layout("exporter")["labels"]) == {"FRA", "DEU"}
