"""Another implementation's answers, where it is installed: pip install pyfixest."""

import os

import numpy as np
import pytest
import sogdia
from conftest import gravity_panel

if os.environ.get("SOGDIA_COMPARE"):  # in CI: its absence is a failure
    import pyfixest
else:
    pyfixest = pytest.importorskip("pyfixest", reason="pyfixest is not installed: its answers are not compared")

EFFECTS = ["exporter + importer", "exporter^year + importer^year", "exporter^year + importer^year + exporter^importer"]
ERRORS = {
    "iid": "iid",
    "hetero": "hetero",
    "cluster:pair": {"CRV1": "pair"},
    "cluster:exporter+importer": {"CRV1": "exporter+importer"},
}


@pytest.fixture(scope="module", params=[1, 2])
def data(request):
    panel = gravity_panel(countries=12, years=5, seed=request.param)
    return panel.assign(pair=panel.exporter + "-" + panel.importer)


@pytest.mark.parametrize("vcov", ERRORS)
@pytest.mark.parametrize("effects", EFFECTS)
@pytest.mark.parametrize("family", ["ppml", "ols"])
def test_coefficients_and_errors_are_pyfixest_s(data, family, effects, vcov):
    formula = f"trade ~ fta + tariff | {effects}"
    ours = sogdia.estimate(formula, data, family=family, vcov=vcov, ssc="fixest", tolerance=1e-12)
    if family == "ppml":
        theirs = pyfixest.fepois(formula, data, vcov=ERRORS[vcov], iwls_tol=1e-12, fixef_tol=1e-12)
    else:
        theirs = pyfixest.feols(formula, data, vcov=ERRORS[vcov], fixef_tol=1e-12)
    assert ours.observations == theirs._N
    np.testing.assert_allclose(ours.coef, theirs.coef(), rtol=1e-6)
    np.testing.assert_allclose(ours.se, theirs.se(), rtol=1e-6)
    np.testing.assert_allclose(ours.pvalue, theirs.pvalue(), rtol=1e-5, atol=1e-12)


@pytest.mark.parametrize("weights", [None, "distance"])
def test_r2_is_pyfixest_s(data, weights):
    formula = "trade ~ fta + tariff | exporter^year + importer"
    ours = sogdia.estimate(formula, data, family="ols", vcov="iid", ssc="fixest", weights=weights)
    theirs = pyfixest.feols(formula, data, vcov="iid", weights=weights, fixef_tol=1e-12)
    np.testing.assert_allclose(
        [ours.r2, ours.r2_adjusted, ours.r2_within],
        [theirs._r2, theirs._adj_r2, theirs._r2_within], rtol=1e-8)  # fmt: skip
    if weights is None:  # pyfixest's has the weights' unit
        np.testing.assert_allclose(ours.rmse, theirs._rmse, rtol=1e-8)


@pytest.mark.parametrize("vcov", ["iid", "hetero", "cluster:pair"])
def test_two_stages_and_their_first_stage_are_pyfixest_s(data, vcov):
    data = data.assign(days=data.distance**0.5 * np.exp(data.tariff) + data.fta * np.log1p(data.trade))
    for exogenous in ("1", "fta"):
        formula = f"trade ~ {exogenous} | exporter + importer | days ~ tariff + distance"
        ours = sogdia.estimate(formula, data, family="ols", vcov=vcov, ssc="fixest")
        theirs = pyfixest.feols(formula, data, vcov=ERRORS[vcov], fixef_tol=1e-12)
        np.testing.assert_allclose(ours.coef["days"], theirs.coef()["days"], rtol=1e-6)
        np.testing.assert_allclose(ours.se["days"], theirs.se()["days"], rtol=1e-6)
        theirs.first_stage()
        np.testing.assert_allclose(ours.first_stage[0].f.statistic, theirs._f_stat_1st_stage, rtol=1e-6)
        if exogenous == "1" and vcov != "iid":  # pyfixest leaves exogenous regressors in the instruments
            theirs.IV_Diag()
            np.testing.assert_allclose(ours.iv.effective_f, theirs._eff_F, rtol=1e-6)
