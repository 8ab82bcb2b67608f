"""`sogdia.estimate` end to end: what goes in, what comes out, and that both agree."""

import os
import signal
import subprocess
import sys
import textwrap

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import sogdia
from hypothesis import given, settings
from hypothesis import strategies as st

THREE_WAY = "trade ~ fta + tariff | exporter^year + importer^year + exporter^importer"
TWO_WAY = "trade ~ fta + tariff + log(distance) | exporter^year + importer^year"
NUMBERS = ["estimate", "std_error", "statistic", "p", "low", "high"]


def same_bits(a, b):
    for name in NUMBERS:
        assert a.coefficients[name].tobytes() == b.coefficients[name].tobytes(), name
    assert (a.deviance, a.log_likelihood) == (b.deviance, b.log_likelihood)


def newton_on_dummies(y, x, effects):
    """PPML by Newton's method with a dummy for every level: slow, and nothing to go wrong."""
    columns = [x] + [(np.unique(e, return_inverse=True)[1][:, None] == np.arange(len(np.unique(e)))[None, :]) for e in effects]
    z = np.hstack(columns).astype(float)
    mu = y + y.mean()
    eta = np.log(mu)
    for _ in range(60):
        root = np.sqrt(mu)[:, None]
        b = np.linalg.lstsq(root * z, root[:, 0] * (eta + (y - mu) / mu), rcond=None)[0]
        eta = z @ b
        mu = np.exp(eta)
    return b[: x.shape[1]], mu


def test_two_way_estimates_are_those_of_newton_s_method_on_dummies(panel):
    data = panel[panel.year < 2003]
    fit = sogdia.estimate(TWO_WAY, data)
    x = np.column_stack([data.fta, data.tariff, np.log(data.distance)])
    effects = [data.exporter + data.year.astype(str), data.importer + data.year.astype(str)]
    b, mu = newton_on_dummies(data.trade.to_numpy(), x, effects)
    np.testing.assert_allclose(fit.coef, b, rtol=1e-7)
    np.testing.assert_allclose(fit.fitted, mu, rtol=1e-6)


LIBRARIES = {
    "polars": pl.DataFrame,
    "polars categorical": lambda d: pl.DataFrame(d).with_columns(pl.col("exporter", "importer").cast(pl.Categorical)),
    "pyarrow": pa.Table.from_pandas,
    "pyarrow reader": lambda d: pa.Table.from_pandas(d).to_reader(max_chunksize=100),
    "pandas categorical": lambda d: d.astype({"exporter": "category", "importer": "category"}),
    "pandas object": lambda d: d.astype({"exporter": object, "importer": object}),
    "pandas nullable": lambda d: d.convert_dtypes(),
    "dict": lambda d: {name: d[name].to_numpy() for name in d},
    "duckdb": duckdb.from_df,
}


@pytest.mark.parametrize("library", LIBRARIES)
def test_every_library_s_table_gives_the_same_bits(panel, library):
    same_bits(sogdia.estimate(THREE_WAY, panel), sogdia.estimate(THREE_WAY, LIBRARIES[library](panel)))


def test_a_file_gives_what_its_table_gives(panel, tmp_path):
    panel.to_parquet(tmp_path / "trade.parquet")
    fit = sogdia.estimate(THREE_WAY, tmp_path / "trade.parquet", where="year >= 2002")
    same_bits(fit, sogdia.estimate(THREE_WAY, panel[panel.year >= 2002]))


@pytest.mark.parametrize("family", ["ppml", "ols"])
@pytest.mark.parametrize("vcov", ["iid", "hetero", "cluster:exporter+importer", "dyadic:exporter+importer"])
def test_the_number_of_threads_never_changes_a_bit(panel, family, vcov):
    one, two, five = (sogdia.estimate(THREE_WAY, panel, family=family, vcov=vcov, threads=t) for t in (1, 2, 5))
    same_bits(one, two)
    same_bits(one, five)
    assert one.fitted.tobytes() == two.fitted.tobytes()


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_more_than_rounding(panel, random):
    order = list(range(len(panel)))
    random.shuffle(order)
    shuffled = panel.iloc[order]
    a, b = (sogdia.estimate(THREE_WAY, d, cluster="exporter^importer") for d in (panel, shuffled))
    np.testing.assert_allclose(b.coef, a.coef, rtol=1e-8)
    np.testing.assert_allclose(b.se, a.se, rtol=1e-8)
    np.testing.assert_allclose(b.fitted, a.fitted[order], rtol=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.floats(1e-3, 1e6), st.floats(-3, 3).filter(lambda v: abs(v) > 1e-3))
def test_units_of_trade_and_of_a_regressor_move_only_its_own_coefficient(panel, scale, unit):
    a = sogdia.estimate(THREE_WAY, panel)
    b = sogdia.estimate(THREE_WAY, panel.assign(trade=panel.trade * scale, tariff=panel.tariff * unit))
    np.testing.assert_allclose(b.coef * [1, unit], a.coef, rtol=1e-6)
    np.testing.assert_allclose(b.tstat * [1, np.sign(unit)], a.tstat, rtol=1e-5)


def test_fitted_trade_adds_up_to_trade_in_every_effect(panel):
    # The first-order conditions of the fixed effects: Arvis & Shepherd (2013), Fally (2015).
    fit = sogdia.estimate(THREE_WAY, panel)
    frame = panel.assign(residual=fit.residuals)[lambda d: d.residual.notna()]
    for effect in (["exporter", "year"], ["importer", "year"], ["exporter", "importer"]):
        sums = frame.groupby(effect)[["residual", "trade"]].sum()
        assert np.all(np.abs(sums.residual) <= 1e-5 * sums.trade)


def test_rows_left_out_are_listed_and_are_nan_in_what_goes_with_the_rows(panel):
    data = panel.copy()
    data.loc[[3, 50], "tariff"] = np.nan
    data.loc[7, "trade"] = np.nan
    data.loc[data.exporter == "C001", "trade"] = 0.0  # its fixed effects go to minus infinity
    lone = data.iloc[[0]].assign(exporter="ZZZ", trade=5.0)
    data = pd.concat([data, lone], ignore_index=True)
    fit = sogdia.estimate(TWO_WAY, data)
    assert fit.missing.tolist() == sorted({3, 50, 7})
    assert fit.singletons.tolist() == [len(data) - 1]
    zero = np.flatnonzero(data.exporter == "C001")
    assert set(zero) <= set(fit.separated) | set(fit.missing)
    out = np.concatenate([fit.missing, fit.separated, fit.singletons])
    assert len(set(out)) == len(out)
    assert fit.observations == len(data) - len(out)
    for values in (fit.fitted, fit.residuals, fit.linear_predictor):
        assert len(values) == len(data)
        assert np.flatnonzero(np.isnan(values)).tolist() == sorted(out)
    kept = ~np.isnan(fit.fitted)
    np.testing.assert_allclose((fit.fitted + fit.residuals)[kept], data.trade[kept], rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(np.exp(fit.linear_predictor[kept]), fit.fitted[kept], rtol=1e-12)


def test_coefficients_covariance_and_intervals_agree(panel):
    fit = sogdia.estimate(TWO_WAY, panel, cluster=["exporter", "importer"], level=0.9)
    table = fit.coefficients
    assert table["term"] == ["fta", "tariff", "log(distance)"]
    np.testing.assert_allclose(np.sqrt(np.diag(fit.vcov)), fit.se, rtol=1e-12)
    np.testing.assert_allclose(fit.coef / fit.se, fit.tstat, rtol=1e-12)
    assert fit.se["tariff"] == fit.se[1] == fit.se()[1]
    assert "90 %" in str(fit)
    low, high = fit.confint()["low"], fit.confint()["high"]
    np.testing.assert_allclose((low + high) / 2, fit.coef, rtol=1e-10)
    np.testing.assert_allclose((high - low) / 2 / fit.se, 1.6448536269514722, rtol=1e-9)
    wide = fit.confint(0.99)
    np.testing.assert_allclose((wide["high"] - wide["low"]) / 2 / fit.se, 2.5758293035489004, rtol=1e-9)
    with pytest.raises(sogdia.Error, match="no term `tarif`"):
        fit.se["tarif"]


def test_result_is_a_table_for_every_library(panel):
    fit = sogdia.estimate(TWO_WAY, panel)
    expected = fit.to_dict()
    assert pa.table(fit).to_pydict() == expected
    assert pl.DataFrame(fit).to_dict(as_series=False) == expected
    assert fit.to_polars().to_dict(as_series=False) == expected
    assert fit.to_pandas().to_dict("list") == expected
    assert list(fit.tidy().index) == expected["term"]
    assert list(fit.tidy()["Std. Error"]) == expected["std_error"]


def test_stepwise_formulas_give_a_list_of_results(panel):
    fits = sogdia.estimate("trade ~ csw(fta, tariff) | exporter^year + importer^year", panel, lean=True)
    assert isinstance(fits, sogdia.Results)
    assert [f.terms for f in fits] == [["fta"], ["fta", "tariff"]]
    table = fits.to_pandas()
    assert table.model.tolist() == [1, 2, 2]
    assert pl.DataFrame(fits).height == 3
    with pytest.raises(sogdia.Error, match="sample was not kept"):
        fits[0].fitted


def test_weights_and_offset_are_columns(panel):
    whole = panel.assign(count=np.where(panel.year % 2 == 0, 2, 1))
    doubled = pd.concat([whole, whole[whole["count"] == 2]])
    a = sogdia.estimate(TWO_WAY, whole, weights="count")
    b = sogdia.estimate(TWO_WAY, doubled)
    np.testing.assert_allclose(a.coef, b.coef, rtol=1e-7)
    # An offset of 2 * tariff takes 2 off the coefficient of tariff and nothing off the others.
    c = sogdia.estimate(TWO_WAY, panel.assign(known=2 * panel.tariff), offset="known")
    np.testing.assert_allclose(c.coef + [0, 2, 0], sogdia.estimate(TWO_WAY, panel).coef, rtol=1e-6)


def test_ways_to_say_the_same_errors_agree(panel):
    ways = [{"cluster": "exporter^importer"}, {"cluster": ["exporter^importer"]}, {"vcov": "cluster:exporter^importer"},
            {"vcov": {"CRV1": "exporter^importer"}}]  # fmt: skip
    first, *others = (sogdia.estimate(THREE_WAY, panel, **way) for way in ways)
    for other in others:
        same_bits(first, other)
    same_bits(sogdia.estimate(THREE_WAY, panel), sogdia.estimate(THREE_WAY, panel, vcov="HC1"))


@pytest.mark.parametrize(
    "change, words",
    [
        ({"formula": "trade ~ fta + | year"}, ["^"]),
        ({"formula": "trade ~ ftaa | year"}, ["`ftaa`", "`fta`"]),
        ({"formula": "trade ~ fta | yaer"}, ["`yaer`", "`year`"]),
        ({"formula": "trade ~ exporter | year"}, ["exporter"]),
        ({"family": "logit"}, ["`logit`", "ppml"]),
        ({"vcov": "HC9"}, ["HC9"]),
        ({"vcov": {"CRV3": "year"}}, ["CRV3"]),
        ({"vcov": "iid", "cluster": "year"}, ["cluster"]),
        ({"cluster": "region"}, ["`region`"]),
        ({"ssc": "stata"}, ["`stata`", "fixest"]),
        ({"weights": "weigth"}, ["`weigth`", "`weight`"]),
        ({"level": 95}, ["level", "0.95"]),
    ],
)  # fmt: skip
def test_every_mistake_is_an_error_that_names_it(panel, change, words):
    arguments = {"formula": TWO_WAY, "data": panel, **change}
    with pytest.raises(sogdia.Error) as caught:
        sogdia.estimate(**arguments)
    for word in words:
        assert word in str(caught.value)


def test_a_negative_outcome_names_its_row(panel):
    data = panel.copy()
    data.loc[17, "trade"] = -1.0
    with pytest.raises(sogdia.Error, match="row 17"):
        sogdia.estimate(TWO_WAY, data)


def test_printing_shows_a_regression_table(panel):
    fit = sogdia.estimate(TWO_WAY, panel.assign(copy=panel.fta), cluster="exporter^importer")
    for text in (str(fit), repr(fit), str(fit.summary())):
        assert "log(distance)" in text
        assert "exporter^importer" in text
    page = fit._repr_html_()
    assert page.count("<table") == page.count("</table>") == 1
    for term in fit.terms:
        assert term in page


def test_html_escapes_what_the_data_call_themselves(panel):
    fit = sogdia.estimate("trade ~ i(year, tariff) + I(fta > 0) | exporter + importer", panel)
    assert "I(fta > 0)" not in fit._repr_html_()
    assert "&gt;" in fit._repr_html_()


INTERRUPTED = """
    import os, sys, threading, time, signal
    import numpy as np, sogdia
    rng = np.random.default_rng(1)
    n = 3_000_000
    data = {"y": rng.poisson(1.0, n).astype(float), "x": rng.normal(size=n), "a": rng.integers(0, 100_000, n),
            "b": rng.integers(0, 50_000, n), "c": rng.integers(0, 1_000, n)}
    sent = []
    def interrupt():
        sent.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)
    threading.Timer(float(sys.argv[1]), interrupt).start()
    try:
        sogdia.estimate("y ~ x | a + b + c", data, tolerance=1e-15)
        print("finished")
    except KeyboardInterrupt:
        print(time.monotonic() - sent[0])
"""


@pytest.mark.parametrize("after", [0.05, 0.5, 1.5])
def test_ctrl_c_stops_within_a_second(after):
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(INTERRUPTED), str(after)], capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0, run.stderr
    if run.stdout.strip() == "finished":
        pytest.skip(f"three million rows took less than {after} s")
    assert float(run.stdout) < 1.0


def test_ctrl_c_from_another_process_ends_a_script_as_it_does_any_python():
    script = textwrap.dedent(INTERRUPTED).replace("sys.argv[1]", "1e9").replace("except KeyboardInterrupt", "except ZeroDivisionError")
    script = script.replace("    sogdia.estimate", "    print('ready', flush=True); sogdia.estimate")
    script = script.replace(".start()", "")
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    os.kill(process.pid, signal.SIGINT)
    _, talk = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGINT
    assert "KeyboardInterrupt" in talk


def test_fixed_effects_and_regressors_make_up_the_linear_predictor(panel):
    fit = sogdia.estimate(TWO_WAY, panel)
    effects = fit.fixed_effects()
    exporter, importer = effects.of("exporter^year"), effects.of("importer^year")
    assert sum(exporter.values()) == pytest.approx(0, abs=1e-8)
    eta = np.full(len(panel), effects.constant)
    for term, column in {"fta": panel.fta, "tariff": panel.tariff, "log(distance)": np.log(panel.distance)}.items():
        eta += fit.coef[term] * column.to_numpy()
    eta += [exporter[f"{e}^{t}"] for e, t in zip(panel.exporter, panel.year)]
    eta += [importer[f"{i}^{t}"] for i, t in zip(panel.importer, panel.year)]
    np.testing.assert_allclose(eta, fit.linear_predictor, atol=1e-6)
    assert pl.DataFrame(effects).columns == ["effect", "level", "value"]


@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame])
def test_prediction_on_the_same_rows_is_the_fit_and_a_tariff_cut_scales_it(panel, library):
    fit = sogdia.estimate(THREE_WAY, panel)
    used = ~np.isnan(fit.fitted)
    np.testing.assert_allclose(fit.predict()[used], fit.fitted[used], rtol=1e-7)
    cut = library(panel.assign(tariff=panel.tariff - 0.1).drop(columns="trade"))
    np.testing.assert_allclose(
        fit.predict(cut)[used], fit.fitted[used] * np.exp(-0.1 * fit.coef["tariff"]), rtol=1e-7
    )
    np.testing.assert_allclose(fit.predict(cut, type="link")[used], np.log(fit.predict(cut)[used]), rtol=1e-9)
    stranger = panel.iloc[:2].assign(exporter=["C000", "Atlantis"])
    assert np.isnan(fit.predict(stranger)).tolist() == [bool(np.isnan(fit.fitted[0])), True]
    with pytest.raises(sogdia.Error, match="`tariff` is missing"):
        fit.predict(panel.drop(columns="tariff"))


def test_multilateral_resistances_solve_anderson_and_van_wincoop_s_system(panel):
    # Anderson & van Wincoop (2003), with fitted output and expenditure of a PPML with both effects (Fally 2015).
    data = panel[panel.year == 2000].reset_index(drop=True)
    sigma = 6.0
    fit = sogdia.estimate("trade ~ fta + log(distance) | exporter + importer", data)
    table = fit.multilateral_resistances(sigma=sigma, reference="C003").to_pandas()
    out = table[table.side == "outward"].set_index("country")
    into = table[table.side == "inward"].set_index("country")
    assert into.resistance["C003"] == pytest.approx(1)
    cost = np.exp(fit.coef["fta"] * data.fta + fit.coef["log(distance)"] * np.log(data.distance))
    world = out["size"].sum()
    term = cost * into.resistance.loc[data.importer].to_numpy() ** (sigma - 1) * into["size"].loc[data.importer].to_numpy()
    outward = term.groupby(data.exporter).sum() / world
    np.testing.assert_allclose(outward, out.resistance.loc[outward.index] ** (1 - sigma), rtol=1e-6)


def test_reset_rejects_a_wrong_form_and_not_the_right_one():
    rng = np.random.default_rng(5)
    n = 4000
    x = rng.normal(size=n)
    group = rng.integers(0, 20, n)
    right = pd.DataFrame({"x": x, "group": group, "y": rng.poisson(np.exp(0.5 + 0.5 * x)).astype(float)})
    wrong = right.assign(y=rng.poisson(np.exp(0.5 + 0.5 * x + 0.4 * x**2)).astype(float))
    assert sogdia.estimate("y ~ x | group", right).reset().p > 0.01
    assert sogdia.estimate("y ~ x | group", wrong).reset().p < 1e-6


def test_what_needs_the_data_says_so_where_they_were_not_kept(panel):
    fit = sogdia.estimate(TWO_WAY, panel, lean=True)
    for call in (fit.predict, fit.fixed_effects, fit.multilateral_resistances, fit.reset, lambda: fit.residuals):
        with pytest.raises(sogdia.Error, match="lean"):
            call()
