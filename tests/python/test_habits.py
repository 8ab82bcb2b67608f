"""What a Python user does with it without having read a page."""

import copy
import datetime
import gc
import pickle
import pydoc
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sogdia as so

TOY = Path(__file__).resolve().parents[2] / "tests/data/toy-world"
CLOSED = {"change": [{"kind": "close", "target": "suez"}], "brief": {"pairs": [("CHN", "RUS")]}}


@pytest.fixture(scope="session")
def out(base):
    return base.run(CLOSED)


def test_tables_are_a_mapping(out):
    assert list(out.tables) == list(out.tables.keys()) and len(out.tables) == len(list(out.tables.values()))
    assert all(len(table) == len(table.to_pandas()) == table.shape[0] for table in out.tables.values())
    assert "pairs" in out.tables and out.tables.get("nope") is None
    assert out.tables["pairs"] is out.tables["pairs"]
    with pytest.raises(KeyError):
        out.tables["nope"]
    table = out.tables["pairs"]
    assert "exporter" in table and list(dict(table)) == table.columns
    with pytest.raises(KeyError):
        table["nope"]


def test_a_table_is_made_when_it_is_asked_for_and_alone(base):
    fresh = base.run(CLOSED)
    assert fresh._engine.__class__.__name__ == "Outcome" and not fresh.tables._made
    assert fresh.tables["countries"]._columns["iso3"] is None  # and so is a column
    assert fresh.tables["countries"]["iso3"] and list(fresh.tables._made) == ["countries"]


def test_the_engines_arrays_are_to_read_and_pandas_has_its_own(out):
    hours = out.tables["pairs"]["hours_before"]
    with pytest.raises(ValueError, match="read-only"):
        hours[0] = 1.0
    frame = out.tables["pairs"].to_pandas()
    frame["hours_before"] = 1.0
    frame.loc[0, "cost_before"] = 2.0
    assert hours[0] != 1.0 and out.tables["pairs"]["cost_before"][0] != 2.0


def test_an_array_outlives_all_that_it_came_from(toy):
    hours = so.baseline(toy).run(CLOSED).tables["pairs"]["hours_before"]
    before = hours.copy()
    gc.collect()
    _ = [so.baseline(toy) for _ in range(3)]
    np.testing.assert_array_equal(hours, before)


def test_a_long_table_shows_its_ends():
    table = so.Table({"k": np.arange(1000), "name": [f"n{k}" for k in range(1000)]})
    text, html = repr(table), table._repr_html_()
    assert "1000 rows" in text and "1000 rows" in html and text.count("\n") < 40 and html.count("<tr") < 40
    assert "n14" in text and "n15 " not in text and "n985" in text and "n984" not in text
    whole = so.Table({"k": np.arange(60)})
    assert repr(whole).count("\n") == 60 and "rows" not in repr(whole)
    assert repr(so.Table({"k": np.array([]), "name": []})) == "k  name"


def test_what_can_be_sent_to_another_process_is_and_what_cannot_says_so(toy, base, out):
    for value in (out.tables["pairs"], copy.deepcopy(out.tables["pairs"]), pickle.loads(pickle.dumps(out.tables))["pairs"]):
        back = pickle.loads(pickle.dumps(value))
        pd.testing.assert_frame_equal(back.to_pandas(), out.tables["pairs"].to_pandas())
    assert pickle.loads(pickle.dumps(toy)).folder == toy.folder
    ways = so.route("Chongqing", "Duisburg", world=toy)
    assert pickle.loads(pickle.dumps(ways)).routes == ways.routes
    error = pickle.loads(pickle.dumps(so.Error("what", "where", "hint")))
    assert (error.what, error.where, error.hint) == ("what", "where", "hint")
    for held in (base, out):
        with pytest.raises(TypeError, match="process"):
            pickle.dumps(held)


def test_threads_may_ask_one_outcome_at_once(base, out):
    fresh = base.run(CLOSED)
    with ThreadPoolExecutor(4) as pool:
        asked = list(pool.map(lambda name: fresh.tables[name].to_pandas() if name else fresh.brief(), ["pairs", "", "corridors", "pairs", "", "world"]))
    pd.testing.assert_frame_equal(asked[0], out.tables["pairs"].to_pandas())
    assert asked[1] == asked[4] == out.brief()


def test_other_threads_run_beside_a_computation():
    world = so.world()
    beats, stop = [], threading.Event()

    def beat():
        while not stop.wait(0.005):
            beats.append(1)

    thread = threading.Thread(target=beat)
    thread.start()
    so.skim(world=world, zones=230, threads=1)  # one call into the engine, of a second or so
    stop.set()
    thread.join()
    assert len(beats) > 20


def test_two_baselines_do_not_mix(toy, base, out):
    other = so.baseline(toy, projects="none")
    assert other.run(CLOSED).summary != out.summary == base.run(CLOSED).summary


def test_help_and_dir_show_what_is_there():
    assert set(dir(so)) == {*so.__all__, "__version__"}
    for name in so.__all__:
        assert getattr(so, name).__doc__, name
    assert "baseline" in pydoc.render_doc(so.baseline)


def test_everything_shows_itself_in_words(toy, base, out):
    assert repr(toy).startswith("World('") and "4 countries" in repr(toy)
    assert "2023" in repr(base) and "pairs" in repr(out.tables) and "mean_hours_change" in repr(out)


@pytest.mark.parametrize("name", ["Türkiye", "turkiye", "Côte d'Ivoire", "Côte d’Ivoire", "Deutschland", "CHN", "European Union", ["France", "Germany"]])
def test_countries_are_found_by_any_name(name):
    assert len(so.depend(name, "USA")) == 2


@pytest.mark.parametrize("place", ["Chongqing", "29.56,106.55", (29.56, 106.55), [29.56, np.float32(106.55)], np.array([29.56, 106.55])])
def test_a_place_is_a_name_or_two_numbers(toy, place):
    assert so.route(place, "Duisburg", world=toy).origin.startswith(("Chongqing", "29.56"))


def test_numbers_of_numpy_and_paths_are_taken(toy, base, tmp_path):
    assert so.baseline(toy, year=np.int64(2023), zones=np.int32(5)).year == 2023
    assert so.baseline(str(TOY), year=2023.0).countries == base.countries
    tariff = {"change": [{"kind": "tariff", "exporters": "China", "importers": "Germany", "rate_after": np.float32(0.25)}]}
    assert base.run(tariff).summary["trade_usd_change"] < 0
    assert so.baseline(study={"base": {"world": TOY}}).countries == base.countries
    assert so.depend("CHN", "RUS", theta=4, world=toy)["cutoff_low"] == pytest.approx(so.depend("CHN", "RUS", theta=(4, 4, 4), world=toy)["cutoff_high"])
    assert len(so.route("Chongqing", "Duisburg", close=None, open=(), world=toy)) > 1
    none = so.route("Chongqing", "Duisburg", close=["border:CHN-KAZ", "suez", "cape_of_good_hope", "air:PVG"], mode="road", world=toy)
    assert "no way by road" in repr(none)


@pytest.mark.parametrize(
    "call, where, hint",
    [
        (lambda b: b.run({"chnge": []}), "study, line", "change"),
        (lambda b: b.run({"change": {"kind": "close", "target": "suez"}}), "study, change", "list"),
        (lambda b: b.run({"change": [{"kind": "close", "target": datetime.date.today()}]}), "study, change.target", "text"),
        (lambda b: b.run({3: 4}), "study", "words"),
        (lambda b: b.run(""), "study", "path"),
        (lambda b: b.run(None), "study", "path"),
        (lambda b: b.run([{"kind": "close"}]), "study", "dict"),
        (lambda b: b.run(b"title = 'x'"), "study", "text"),
        (lambda b: so.baseline(b.world, year="2023"), "year", "whole"),
        (lambda b: so.baseline(b.world, year=2023.5), "year", "whole"),
        (lambda b: so.baseline(b.world, zones=0), "zones", "2"),
        (lambda b: so.baseline(b.world, projects=[3]), "projects", "text"),
        (lambda b: so.baseline(b.world, projects=7), "projects", "text"),
        (lambda b: so.baseline(b.world, year=2023, study=CLOSED), "year", "study"),
        (lambda b: so.route(3, "Duisburg", world=b.world), "origin", "29.56"),
        (lambda b: so.route("Duisburg", (1, 2, 3), world=b.world), "destination", "29.56"),
        (lambda b: so.route("Chongqing", "Duisburg", world=b.world)["boat"], "Chongqing", "rail"),
        (lambda b: so.depend("CHN", "RUS", theta=(4, 5), world=b.world), "theta", "three"),
        (lambda b: so.depend("CHN", "RUS", theta=-4, world=b.world), "theta", "above 0"),
        (lambda b: so.depend("CHN", 3, world=b.world), "b", "text"),
        (lambda b: so.claims(None, world=b.world), "text", "read"),
        (lambda b: so.claims(Path("x.txt"), world=b.world), "text", "read"),
        (lambda b: so.solve({"a": [1]}), "dict", "`a`"),
        (lambda b: b.run(CLOSED).tables["pairs"][0], "table", "rows()"),
        (lambda b: b.run(CLOSED).tables["pairs"]["exportr"], "table", "exporter"),
        (lambda b: so.world("/etc/passwd"), "/etc/passwd", "world"),
    ],
)
def test_a_wrong_argument_is_told_in_our_words(base, call, where, hint):
    with pytest.raises(so.Error) as caught:
        call(base)
    assert where in caught.value.where and hint in caught.value.hint, str(caught.value)


def test_many_bases_leave_no_memory_behind(toy):
    script = (
        "import resource, sogdia as so\n"
        f"world = so.world({str(TOY)!r})\n"
        "def peak(n):\n"
        "    for _ in range(n): so.baseline(world).run({'change': [{'kind': 'close', 'target': 'suez'}]}).brief()\n"
        "    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "first = peak(5); print(peak(60) - first)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(ran.stdout) < 20_000 and ran.stderr == ""  # KiB; and no word of a leak
