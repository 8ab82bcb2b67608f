"""The whole pipeline from Python, held against the command line where that is built."""

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import sogdia as so
from hypothesis import given, settings
from hypothesis import strategies as st
from sogdia._toml import toml_of

ROOT = Path(__file__).resolve().parents[2]
TOY = ROOT / "tests/data/toy-world"
TOOL = ROOT / "build/release/tool/sogdia"
BUILD_ALL = {"change": [{"name": "all", "kind": "build", "projects": "all"}], "brief": {"pairs": [["CHN", "RUS"]]}}
BUILD_ALL_TEXT = 'title = "Scenario"\n[[change]]\nname = "all"\nkind = "build"\nprojects = "all"\n[brief]\npairs = [["CHN", "RUS"]]\n'


@pytest.fixture(scope="session")
def out(base):
    return base.run(BUILD_ALL)


def tool(*arguments):
    if not TOOL.exists():
        pytest.skip("the command line is not built")
    ran = subprocess.run([TOOL, *arguments, "--json", "--world", TOY], capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def error_of(call):
    with pytest.raises(so.Error) as caught:
        call()
    return caught.value


def test_a_path_a_text_and_a_dict_are_one_study(base, out, tmp_path):
    (tmp_path / "study.toml").write_text(BUILD_ALL_TEXT)
    for same in (BUILD_ALL_TEXT, tmp_path / "study.toml", str(tmp_path / "study.toml")):
        again = base.run(same)
        assert again.summary == out.summary
        assert again.changes == ["all"]
        for name in out.tables:
            pd.testing.assert_frame_equal(again.tables[name].to_pandas(), out.tables[name].to_pandas())


def test_a_run_of_the_command_line_has_the_same_tables_and_figures(out, tmp_path):
    (tmp_path / "study.toml").write_text(BUILD_ALL_TEXT)
    tool("run", str(tmp_path / "study.toml"), "-o", str(tmp_path / "run"), "--format", "csv")
    assert json.loads((tmp_path / "run/summary.json").read_text())["headline"] == out.summary
    assert sorted(out.tables) == sorted(p.stem for p in (tmp_path / "run/tables").iterdir())
    for name in ("pairs", "countries", "dependence"):
        pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "run/tables" / f"{name}.csv"), out.tables[name].to_pandas(), check_dtype=False)
    assert (tmp_path / "run/brief.html").read_text().replace(str(tmp_path / "study.toml"), "study") == out.brief()


def test_one_baseline_serves_scenarios_in_any_order_and_from_threads(base, out):
    closed = {"change": [{"kind": "close", "target": "suez"}]}
    first = base.run(closed).summary
    found = [None] * 4
    runs = [threading.Thread(target=lambda k=k: found.__setitem__(k, base.run(closed if k % 2 else BUILD_ALL, threads=1).summary)) for k in range(4)]
    [run.start() for run in runs]
    [run.join() for run in runs]
    assert found == [out.summary, first, out.summary, first]
    assert first != out.summary


def test_tables_go_to_every_library(out):
    table = out.tables["projects"]
    arrow, pandas, polars = pa.table(table), table.to_pandas(), table.to_polars()
    assert arrow.column_names == list(pandas) == polars.columns == table.columns
    assert arrow.schema.field("opened_year").type == pa.int64()  # a year that is missing is null there
    assert arrow["opened_year"].null_count == pandas["opened_year"].isna().sum()
    assert pl.DataFrame(table)["project_id"].to_list() == table["project_id"]
    pairs = out.tables["pairs"]
    kept = pa.table(pairs)
    del pairs
    assert kept.num_rows == len(out.tables["pairs"])


def test_a_result_shows_itself_and_writes_its_brief(out, tmp_path):
    html = out._repr_html_()
    assert "<h3>Scenario</h3>" in html and "<li>all</li>" in html
    assert f"{out.summary['trade_usd_before']:.6g}" in html
    hostile = out.baseline.run({**BUILD_ALL, "title": "<script>alert(1)</script>"})
    assert "<script>" not in hostile._repr_html_()
    page = out.brief(tmp_path / "x.html")
    assert page == str(tmp_path / "x.html")
    assert Path(page).read_text() == out.brief()
    assert "<svg" in out.brief()
    assert error_of(lambda: out.brief(tmp_path / "nowhere" / "x.html")).where


def test_what_a_study_leaves_out_is_the_baselines_and_what_it_says_must_be(toy, base):
    old = so.baseline(toy, zones=3, projects="none")
    assert old.projects == ["none"]
    assert old.run(BUILD_ALL).summary != base.run(BUILD_ALL).summary
    assert old.run({**BUILD_ALL, "base": {"projects": "none"}}).summary == old.run(BUILD_ALL).summary
    for table, key, value in (("base", "projects", "all"), ("access", "sector", "machinery_electronics"), ("access", "zones", 400)):
        error = error_of(lambda: base.run({**BUILD_ALL, table: {key: value}}))
        assert f"the study's `{key}`" in error.what and error.where.startswith("study, line") and error.hint
    of_study = so.baseline(toy, study={"base": {"projects": "none"}, "access": {"zones": 3}})
    assert of_study.run(BUILD_ALL).summary == old.run(BUILD_ALL).summary


def test_a_study_names_its_world_beside_itself(tmp_path, out):
    shutil.copytree(TOY, tmp_path / "packs/toy")
    (tmp_path / "study.toml").write_text(BUILD_ALL_TEXT + '[base]\nworld = "packs/toy"\n')
    made = so.baseline(study=tmp_path / "study.toml")
    assert made.world.folder == str(tmp_path / "packs/toy")
    assert made.run(tmp_path / "study.toml").summary == out.summary
    assert "world" in error_of(lambda: out.baseline.run(tmp_path / "study.toml")).what


@pytest.mark.parametrize(
    "call, what, where, hint",
    [
        (lambda b: b.run('title = "x"\n[[change]]\nkind = "clos"\n'), "`clos`", "study, line 3", "close"),
        (lambda b: b.run({"change": [{"kind": "close", "target": "suezz"}]}), "`suezz`", "study, line", "suez"),
        (lambda b: b.run({"change": [{"kind": "close", "target": object()}]}), "object", "study, change.target", "text"),
        (lambda b: b.run("nowhere.toml"), "", "nowhere.toml", ""),
        (lambda b: b.run(3), "int", "study", "path"),
        (lambda b: b.run('title = "x"\n[[estimate]]\nname = "a"\nformula = "y ~ x"\n'), "estimates", "study", "sogdia.estimate"),
        (lambda b: so.baseline(b.world, sector="gold"), "`gold`", "sector", "general"),
        (lambda b: so.baseline(b.world, year=1900), "1900", "year", "20"),
        (lambda b: so.baseline(b.world, projects="opne"), "`opne`", "projects", "open"),
        (lambda b: so.route("Chongqng", "Duisburg", world=b.world), "Chongqng", "", "Chongqing"),
        (lambda b: so.route("Chongqing", "Duisburg", close="suezz", world=b.world), "`suezz`", "close", "suez"),
        (lambda b: so.depend("CHN", "China", world=b.world), "itself", "", "two"),
        (lambda b: so.world("/nowhere"), "does not exist", "/nowhere", "world"),
        (lambda b: b.run(BUILD_ALL).tables["pair"], "`pair`", "tables", "pairs"),
    ],
)
def test_errors_say_what_where_and_what_to_try(base, call, what, where, hint):
    error = error_of(lambda: call(base))
    assert what in error.what and where in error.where and hint in error.hint


def test_ways_are_those_of_the_command_line(toy):
    ours, theirs = so.route("Chongqing", "Duisburg", world=toy), tool("route", "Chongqing", "Duisburg")
    assert len(ours) == len(theirs["routes"]) > 1
    for mine, its in zip(ours, theirs["routes"]):
        assert {n: getattr(mine, n) for n in ("family", "share", "hours", "usd_per_tonne", "km", "ad_valorem_cost", "borders")} == {
            n: its[n] for n in ("family", "share", "hours", "usd_per_tonne", "km", "ad_valorem_cost", "borders")
        }
    assert ours.legs["hours"].tolist() == [leg["hours"] for its in theirs["routes"] for leg in its["legs"]]
    assert ours["rail"].family == "rail" and "rail" in repr(ours) and "<table" in ours._repr_html_()


def test_modes_are_shares_of_all_that_goes():
    both = so.modes("DEU", "CHN", goods=["machinery_electronics", "chemicals_metals"], both=True)
    assert "row" not in both.columns and set(both["mode"]) >= {"sea", "rail", "air"}
    for share in ("share_value", "share_tonnes", "share_tonne_km"):
        assert abs(sum(both[share]) - 1) < 1e-9
    near, far = so.modes("JPN", km=(0, 500)), so.modes("JPN", km=(500, float("inf")))
    assert dict(zip(near["mode"], near["share_tonnes"]))["road"] > dict(zip(far["mode"], far["share_tonnes"]))["road"]
    with pytest.raises(so.Error, match="unknown class of goods"):
        so.modes("USA", "MEX", goods="cars")
    with pytest.raises(so.Error, match="is empty"):
        so.modes("USA", "MEX", km=(800, 400))
    for wrong in (5, ("a", 3), (1, 2, 3)):
        with pytest.raises(so.Error, match="`km` is"):
            so.modes("USA", "MEX", km=wrong)


def test_a_closed_way_is_longer_and_the_skim_agrees(toy):
    free, closed = so.skim(world=toy, zones=5), so.skim(world=toy, zones=5, close="suez")
    assert free["exporter"] == closed["exporter"]
    assert np.all(closed["ad_valorem_cost"] >= free["ad_valorem_cost"] * (1 - 1e-12), where=~np.isnan(closed["ad_valorem_cost"]))
    theirs = pd.DataFrame(tool("skim", "--zones", "5", "--close", "suez"))
    pd.testing.assert_frame_equal(closed.to_pandas(), theirs.astype({"hours": float}))
    assert set(so.skim(world=toy, zones=5, places=True)["family"]) >= {"sea", "rail"}


def test_dependence_is_that_of_the_command_line(toy):
    table, theirs = so.depend("CHN", "RUS", world=toy), tool("depend", "CHN", "RUS")
    assert list(zip(table["a"], table["b"])) == [("CHN", "RUS"), ("RUS", "CHN")]
    for row, side in enumerate(("a_on_b", "b_on_a")):
        assert table["export_share"][row] == theirs[side]["export_share"]
        assert [table[f"ge_{level}"][row] for level in ("high", "mid", "low")] == list(theirs[side]["equilibrium_loss"].values())
    ranking = so.depend("RUS", world=toy)
    assert set(ranking["a"]) == {"RUS"} and np.all(np.diff(ranking["cutoff_mid"]) <= 0) and np.all(np.isnan(ranking["ge_mid"]))
    assert ranking["b"] == [partner["b"] for partner in tool("depend", "RUS")["partners"]]


def test_alignment_and_exposure_are_those_of_the_command_line(toy):
    rows = pd.DataFrame(tool("depend", "RUS", "--alignment")["alignment"])
    mine = so.alignment("RUS", world=toy).to_pandas()
    np.testing.assert_array_equal(mine["export_share"], rows["export_share"])
    np.testing.assert_allclose(mine.groupby(["of", "year"])["import_share"].sum(), 1)
    routes = pd.DataFrame(tool("depend", "CHN", "DEU", "--routes")["routes"])
    np.testing.assert_array_equal(so.exposure("CHN", "DEU", world=toy)["share"], routes["share"])


@pytest.mark.parametrize("library", ["dict", "pandas", "polars", "arrow", "csv"])
def test_the_model_is_solved_on_any_table(library, tmp_path):
    trade = {"exporter": ["A", "A", "B", "B"], "importer": ["A", "B", "A", "B"], "value": [10.0, 1.0, 2.0, 20.0]}
    change = {"exporter": ["A"], "importer": ["B"], "kappa_hat": [float("inf")]}
    make = {"dict": dict, "pandas": pd.DataFrame, "polars": pl.DataFrame, "arrow": pa.table}.get(library)
    if make is None:
        pd.DataFrame(trade).to_csv(tmp_path / "trade.csv", index=False)
        pd.DataFrame(change).to_csv(tmp_path / "change.csv", index=False)
        found = so.solve(tmp_path / "trade.csv", tmp_path / "change.csv", theta=4)
    else:
        found = so.solve(make(trade), make(change), theta=4)
    assert found.converged and found.countries["country"] == ["A", "B"]
    assert found.trade["value"][1] == 0.0  # A to B is cut
    assert np.all(found.countries["welfare_hat"] < 1)
    same = so.solve(trade if make is None else make(trade))
    np.testing.assert_array_equal(same.countries["welfare_hat"], [1, 1])
    np.testing.assert_allclose(same.trade["value"], trade["value"])


#      3        Braess (1968): six trips from 1 to 2 go by all three ways, two each.
#    / | \.
#   1  v  2
#    \ | /
#      4
BRAESS = """<NUMBER OF ZONES> 2
<FIRST THRU NODE> 1
<NUMBER OF LINKS> 5
<END OF METADATA>
~\tinit_node\tterm_node\tcapacity\tlength\tfree_flow_time\tb\tpower\tspeed\ttoll\tlink_type\t;
1 3 1 100 0.00000001 1000000000 1 0 0 1 ;
1 4 1 100 50 0.02 1 0 0 1 ;
3 2 1 100 50 0.02 1 0 0 1 ;
3 4 1 100 10 0.1 1 0 0 1 ;
4 2 1 100 0.00000001 1000000000 1 0 0 1 ;
"""


@pytest.mark.parametrize("library", ["dict", "pandas", "polars", "arrow", "csv"])
def test_trips_of_any_table_find_braess_equilibrium(library, tmp_path):
    (tmp_path / "braess_net.tntp").write_text(BRAESS)
    trips = {"from": ["1", "1", "2"], "to": ["2", "2", "2"], "trips": [2.5, 3.5, 9.0]}
    make = {"dict": dict, "pandas": pd.DataFrame, "polars": pl.DataFrame, "arrow": pa.table}.get(library)
    if make is None:
        pd.DataFrame(trips).to_csv(tmp_path / "trips.csv", index=False)
    found = so.assign(tmp_path / "trips.csv" if make is None else make(trips), world=tmp_path / "braess_net.tntp", gap=1e-10)
    assert found.converged and found.relative_gap <= 1e-10
    np.testing.assert_allclose([found.objective, found.tstt], [386, 552], rtol=1e-7)
    np.testing.assert_allclose(found.flows["flow"], [4, 2, 2, 2, 4], rtol=1e-6)
    assert found.to_pandas().shape == (5, 7) and "<table" in found._repr_html_()


def test_an_assignment_is_that_of_the_command_line(validation):
    net, trips = (validation / f"network/tntp/SiouxFalls/SiouxFalls_{part}.tntp" for part in ("net", "trips"))
    found = so.assign(trips, world=net, gap=1e-5)
    if not TOOL.exists():
        pytest.skip("the command line is not built")
    ran = subprocess.run([TOOL, "assign", "--world", net, "--trips", trips, "--gap", "1e-5", "--json"], capture_output=True, text=True, check=True)
    for name, value in json.loads(ran.stdout).items():
        assert name == "seconds" or getattr(found, name) == value


def test_wrong_trips_and_an_early_stop_are_told(tmp_path):
    net = tmp_path / "braess_net.tntp"
    net.write_text(BRAESS)
    trips = {"from": [1], "to": [2], "trips": [6]}
    with pytest.warns(UserWarning, match="not converged"):
        assert not so.assign(trips, world=net, gap=1e-14, max_iterations=1).converged
    assert "row 0" in error_of(lambda: so.assign({**trips, "trips": [-1.0]}, world=net)).where
    assert "zone `7`" in str(error_of(lambda: so.assign({**trips, "to": [7]}, world=net)))
    assert "`trips`" in str(error_of(lambda: so.assign({"from": [1], "to": [2]}, world=net)))
    assert error_of(lambda: so.assign(trips, world=net, gap=0)).where == "gap"
    assert "capacit" in str(error_of(lambda: so.assign(trips)))


def test_a_bad_flow_is_told_with_its_row():
    flows = {"exporter": ["A", "A"], "importer": ["A", "B"], "value": [1.0, -1.0]}
    assert "row 1" in error_of(lambda: so.solve(flows)).where
    assert error_of(lambda: so.solve({"exporter": ["A"], "importer": ["A"], "value": [1.0]}, theta=0)).where == "theta"


def test_a_claim_stands_where_it_says_in_the_text(toy):
    text = "Ünïcödé — “quotes”. Trade between China and Russia reached approximately $190 million in 2022."
    (claim,) = so.claims(text, world=toy)
    assert text[claim.start : claim.end] == claim.text
    assert claim.text.startswith("Trade between") and claim.note and claim.kind == "amount"
    assert so.claims("", world=toy) == []
    (marked,) = so.claims("<p>é Trade between <b>China</b> and Russia was &#36;190 million in 2022.</p>", world=toy, date="2024-01-12")
    assert marked.text == "Trade between China and Russia was $190 million in 2022" and isinstance(marked.printed.unit, str)
    assert "no date" in str(error_of(lambda: so.claims("x", world=toy, date="12 January 2024")))
    assert "not text" in str(error_of(lambda: so.claims("%PDF-1.7", world=toy)))
    so.claims("lone \ud800 $5 billion from China to Russia in 2022", world=toy)


def test_ctrl_c_ends_a_baseline_soon():
    world = so.world()
    started = time.time()
    timer = threading.Timer(0.4, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        for _ in range(100):
            so.baseline(world, zones=800)
    assert time.time() - started < 20
    assert so.route("Shanghai", "Rotterdam", world=world)  # nothing is broken


def test_the_packages_own_world_closes_suez():
    out = so.baseline().run(ROOT / "studies/suez-closed.toml")
    assert out.converged and len(out.baseline.countries) > 200
    assert 0.01 < out.summary["mean_hours_change"] < 0.2
    assert out.summary["real_income_mid_change"] < 0


def test_the_environment_names_a_world(monkeypatch):
    own = so.world()
    assert own is so.world()
    monkeypatch.setenv("SOGDIA_WORLD", str(TOY))
    assert so.world().folder == str(TOY)
    monkeypatch.setenv("SOGDIA_WORLD", "/nowhere")
    assert error_of(so.world).where == "/nowhere"


VALUES = st.recursive(
    st.one_of(st.text(st.characters(codec="utf-8")), st.integers(-(2**62), 2**62), st.booleans(), st.floats(allow_nan=False)),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
DOCUMENTS = st.recursive(
    st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), VALUES, max_size=4),
    lambda inner: st.dictionaries(st.text(max_size=5, alphabet="ab_-. é\"'"), st.one_of(VALUES, inner, st.lists(inner, min_size=1, max_size=2)), max_size=3),
    max_leaves=4,
)


@settings(max_examples=200, deadline=None)
@given(DOCUMENTS)
def test_a_dict_comes_back_from_its_toml(document):
    tomllib = pytest.importorskip("tomllib")
    assert tomllib.loads(toml_of(document)) == document


def test_a_saved_fit_feeds_the_model(base, panel, tmp_path, monkeypatch):
    fit = so.estimate("trade ~ log(1 + tariff) + fta | exporter^year + importer^year", panel, cluster="exporter^importer")
    assert fit.save(tmp_path / "fit.json") == str(tmp_path / "fit.json")
    monkeypatch.chdir(tmp_path)  # a dict's paths are seen from here
    tariff = {"kind": "tariff", "exporters": "CHN", "importers": "DEU", "rate_after": 0.2}
    out = base.run({"model": {"theta": "estimate:fit.json"}, "change": [tariff]})
    coefficient = fit.coefficients.to_pandas().set_index("term").loc["log(1 + tariff)"]
    model = out.tables["model"].to_pandas().set_index("key")
    assert list(model.loc["theta", ["value", "std_error", "low", "high"]]) == [
        -coefficient.estimate, coefficient.std_error, -coefficient.high, -coefficient.low,
    ]  # fmt: skip
    assert model.loc["theta", "estimate"] == fit.formula and "standard error" in out.brief()
    assert out.summary["trade_usd_change"] == base.run({"model": {"theta_low": model.low["theta"], "theta_mid": model.value["theta"], "theta_high": model.high["theta"]}, "change": [tariff]}).summary["trade_usd_change"]
    error = error_of(lambda: base.run({"model": {"theta": "estimate:fit.json", "theta_term": "fta"}, "change": [tariff]}))
    assert "no log" in error.what and "study, line" in error.where and "fit.json" in error.where
    (tmp_path / "there").mkdir()
    (tmp_path / "there/study.toml").write_text('title = "T"\n[model]\ntheta = "estimate:../fit.json"\n')
    assert base.run("there/study.toml").tables["model"]["value"][0] == -coefficient.estimate  # a file's, from its folder


def test_a_baseline_minds_time_as_its_study_says(toy, base):
    slow = so.baseline(toy, study={"model": {"value_of_time": 0.05}})
    assert slow.run(BUILD_ALL).tables["model"]["value"][1] == 0.05
    assert slow.run(BUILD_ALL).summary != base.run(BUILD_ALL).summary
    assert "value_of_time" in error_of(lambda: base.run({**BUILD_ALL, "model": {"value_of_time": 0.05}})).what
