"""lincom, wald and margins, against the same computed with numpy."""

import numpy as np
import pytest
import sogdia


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(5)
    n = 400
    x, z, i, j = np.exp(rng.normal(size=n)), rng.normal(size=n), rng.integers(0, 20, n), rng.integers(0, 15, n)
    y = rng.poisson(np.exp(0.3 * np.log(x) - 0.2 * z + 0.05 * i - 0.03 * j)).astype(float)
    return {"y": y, "x": x, "z": z, "i": i, "j": j, "pop": 1 + (i % 4).astype(float)}


@pytest.mark.parametrize("family", ["ppml", "ols"])
def test_combinations_and_joint_tests_are_quadratic_forms(data, family):
    fit = sogdia.estimate("y ~ log(x) + z | i + j", data, family=family)
    b, v = np.asarray(fit.coef), np.asarray(fit.vcov)
    w = np.array([1.0, 2.0])
    found = fit.lincom("log(x) + 2*z")
    assert found.estimate == pytest.approx(w @ b)
    assert found.std_error == pytest.approx(np.sqrt(w @ v @ w))
    test = fit.wald("log(x) = z = 0")
    chi2 = b @ np.linalg.solve(v, b)
    assert test.df == 2
    assert test.statistic == pytest.approx(chi2 if test.normal else chi2 / 2)
    assert fit.wald(["log(x)", "z = 0"]) .statistic == pytest.approx(test.statistic)
    with pytest.raises(sogdia.Error, match="is no term"):
        fit.lincom("x")


def test_margins_are_averages_with_the_delta_methods_errors(data):
    fit = sogdia.estimate("y ~ log(x) + z + x:z | i + j", data)
    used = ~np.isnan(fit.fitted)
    mu, x, z = fit.fitted[used], data["x"][used], data["z"][used]
    b, v = np.asarray(fit.coef), np.asarray(fit.vcov)
    regressors = np.column_stack([np.log(x), z, x * z])
    slopes = np.column_stack([1 / x, np.zeros_like(x), z])
    gradient = (mu[:, None] * (slopes + (slopes @ b)[:, None] * regressors)).mean(axis=0)
    found = fit.margins("x")
    assert found.estimate == pytest.approx((mu * (slopes @ b)).mean(), rel=1e-6)
    assert found.std_error == pytest.approx(np.sqrt(gradient @ v @ gradient), rel=1e-6)
    assert fit.margins("x", "eyex").estimate == pytest.approx(((slopes @ b) * x).mean(), rel=1e-6)


def test_an_offset_in_the_formula_is_a_column_of_it(data):
    one = sogdia.estimate("y ~ z + offset(log(pop)) | i", data)
    other = sogdia.estimate("y ~ z | i", {**data, "lpop": np.log(data["pop"])}, offset="lpop")
    np.testing.assert_array_equal(one.coef, other.coef)
    np.testing.assert_allclose(one.predict(), one.fitted, rtol=1e-7)


def test_few_clusters_are_said(data):
    assert "only 15 groups" in str(sogdia.estimate("y ~ z", data, cluster="j").summary())
