"""Published numbers, from data sets that are not part of the project (SOGDIA_VALIDATION)."""

import json

import numpy as np
import pandas as pd
import pytest
import sogdia


@pytest.fixture(scope="module")
def expected(validation):
    return json.loads((validation / "expected_values.json").read_text())


@pytest.fixture(scope="module")
def agtpa(validation):
    data = pd.read_csv(validation / "trade/agtpa/agtpa_applications.csv.gz")
    return data[data.year.isin([1986, 1990, 1994, 1998, 2002, 2006])]


def test_ppmlhdfe_s_example_of_trade_agreements(validation, expected):
    answer = expected["ppmlhdfe_EXAMPLE_TRADE_FTA_TOTAL"]
    data = pd.read_stata(validation / "trade/ppmlhdfe_example/EXAMPLE_TRADE_FTA_DATA.dta")
    data = data[data.category == "TOTAL"]
    fit = sogdia.estimate(
        "trade ~ fta | isoimp^year + isoexp^year + isoimp^isoexp", data, cluster="isoimp^isoexp", ssc="ppmlhdfe"
    )
    assert fit.coef["fta"] == pytest.approx(answer["fta"], abs=1e-7)
    assert fit.se["fta"] == pytest.approx(answer["se_G"], abs=1e-6)
    assert fit.observations == answer["N"]
    assert fit.deviance == pytest.approx(answer["dev"], rel=1e-9)


def test_weidner_and_zylkin_s_example_of_the_bias_correction(validation, expected):
    answer = expected["ppml_fe_bias_MANUF"]["three_way"]
    data = pd.read_stata(validation / "trade/ppml_fe_bias/PPMLFEBIAS_EXAMPLE_DATA.dta")
    data = data[(data.category == "MANUF") & (data.isoexp != data.isoimp)]
    formula = "trade ~ fta | isoimp^year + isoexp^year + isoexp^isoimp"
    plain = sogdia.estimate(formula, data, cluster="isoexp^isoimp", ssc="ppmlhdfe")
    assert plain.observations == answer["N"]
    assert plain.coef["fta"] == pytest.approx(answer["fta"], abs=1e-6)
    assert plain.se["fta"] == pytest.approx(answer["se"], abs=1e-6)
    better = sogdia.estimate(formula, data, cluster="isoexp^isoimp", ssc="ppmlhdfe", bias_correct=True)
    assert better.coef["fta"] == pytest.approx(answer["corrected"], abs=1e-6)
    assert better.bias["fta"] == pytest.approx(answer["bias"], abs=1e-6)
    assert better.se["fta"] == pytest.approx(answer["adj_se"], abs=1e-6)


def test_advanced_guide_chapter_1_traditional_gravity(agtpa, expected):
    # Yotov et al. (2016), chapter 1, application 1, column 4.
    answer = expected["agtpa_ch1_T1_ppml"]
    data = agtpa[agtpa.exporter != agtpa.importer]
    formula = "trade ~ log(dist) + cntg + lang + clny | exporter^year + importer^year"
    raw = sogdia.estimate(formula, data, cluster="pair_id", ssc="none")
    np.testing.assert_allclose(raw.coef, list(answer["b"].values()), atol=2e-8)
    np.testing.assert_allclose(raw.se, answer["se_raw"], atol=1e-6)
    assert raw.observations == answer["N"]
    assert raw.deviance == pytest.approx(answer["dev"], rel=1e-9)
    fixest = sogdia.estimate(formula, data, cluster="pair_id", ssc="fixest")
    np.testing.assert_allclose(fixest.se, answer["fixest_se"], rtol=1e-5)


def test_advanced_guide_chapter_1_trade_agreements(agtpa, expected):
    # Yotov et al. (2016), chapter 1, application 3, columns 3 and 4.
    three, four = expected["agtpa_ch1_T3"]["col3"], expected["agtpa_ch1_T3"]["col4_pairFE"]
    data = agtpa.assign(intra=np.where(agtpa.exporter == agtpa.importer, agtpa.exporter, "international"))
    fit = sogdia.estimate(
        "trade ~ log(dist) + cntg + lang + clny + rta | exporter^year + importer^year + intra", data, cluster="pair_id"
    )
    np.testing.assert_allclose(fit.coef, list(three["b"].values()), atol=2e-8)
    assert fit.observations == three["N"]
    fit = sogdia.estimate(
        "trade ~ rta | exporter^year + importer^year + pair_id", data, cluster="pair_id", ssc="none"
    )
    assert fit.coef["rta"] == pytest.approx(four["rta"], abs=2e-8)
    assert fit.se["rta"] == pytest.approx(four["se_raw"], abs=1e-6)
    assert fit.observations == four["N"]


NUMBERS = ["01", "02", "03", "04", "05", "06", "08", "09", "10", "11", "12", "13", "14", "15"]


@pytest.mark.parametrize("number", NUMBERS)
def test_separated_observations_are_those_of_ppmlhdfe_s_examples(validation, number):
    data = pd.read_csv(validation / f"trade/separation/{number}.csv")
    regressors = [c for c in data if c.startswith("x")]
    effects = [c for c in data if c.startswith("id")]
    formula = "y ~ " + (" + ".join(regressors) or "1") + (" | " + " + ".join(effects) if effects else "")
    fit = sogdia.estimate(formula, data)
    left_out = set(fit.separated) | set(fit.singletons)
    assert set(np.flatnonzero(data.separated)) - set(fit.singletons) == set(fit.separated)
    assert set(np.flatnonzero(data.separated)) <= left_out


def test_ppmlhdfe_s_first_example_of_separation(validation, expected):
    answer = expected["separation_example1"]
    fit = sogdia.estimate("y ~ x1 + x2 + x3 + x4", pd.read_csv(validation / "trade/separation/example1.csv"))
    assert fit.separated.tolist() == [answer["drop_obs"] - 1]  # Stata counts from 1
    names = {"_cons": "(Intercept)"}
    for term, value in answer["b"].items():
        assert fit.coef[names.get(term, term)] == pytest.approx(value, abs=1e-7)
    assert fit.deviance == pytest.approx(answer["dev"], rel=1e-9)
