"""Instrumental variables: a control function written out by hand, and another implementation's 2SLS."""

import itertools
import os

import numpy as np
import pandas as pd
import pytest
import sogdia

try:
    import linearmodels.iv as linearmodels
except ImportError:
    if os.environ.get("SOGDIA_COMPARE"):  # in CI: its absence is a failure
        raise
    linearmodels = None

ENDOGENOUS = {"x": ["z1", "z2"], "x + v": ["z1", "z2", "z3"]}


def iv_panel(countries=9, years=3, seed=1):
    """x and v depend on u, as trade and y do; z1, z2 and z3 are instruments, x1 is exogenous."""
    rng = np.random.default_rng(seed)
    e, i, t = (a.ravel() for a in np.meshgrid(range(countries), range(countries), range(years), indexing="ij"))
    n = len(e)
    u, x1, z1, z2, z3 = rng.normal(size=(5, n))
    effect = 0.4 * (rng.normal(size=(countries, years))[e, t] + rng.normal(size=(countries, years))[i, t])
    x = 0.6 * z1 + 0.4 * z2 + 0.2 * x1 + 0.5 * u + effect + rng.normal(size=n)
    v = 0.6 * z3 - 0.3 * z1 + 0.4 * u + rng.normal(size=n)
    return pd.DataFrame(
        {
            "exporter": [f"E{k:02d}" for k in e], "importer": [f"I{k:02d}" for k in i], "year": t + 2000,
            "pair": [f"{a}-{b}" for a, b in zip(e, i)], "x": x, "v": v, "x1": x1, "z1": z1, "z2": z2, "z3": z3,
            "weight": rng.uniform(0.5, 2, size=n),
            "y": 0.7 * x - 0.4 * x1 + 0.3 * v + effect + 0.6 * u + rng.normal(size=n) * (1 + np.abs(z1)),
            "trade": rng.poisson(np.exp(0.5 + 0.3 * x - 0.2 * x1 + 0.2 * v + effect + 0.3 * u)).astype(float),
        }
    )  # fmt: skip


def dummies(data):
    """A basis of the exporter-years' and the importer-years' columns."""
    columns = [pd.get_dummies(data[side] + data.year.astype(str)).to_numpy(float) for side in ("exporter", "importer")]
    basis = np.empty((len(data), 0))
    for column in np.column_stack(columns).T:
        rest = column - basis @ (basis.T @ column)
        rest -= basis @ (basis.T @ rest)
        if rest @ rest > 1e-8:
            basis = np.column_stack([basis, rest / np.linalg.norm(rest)])
    return basis


def meat(scores, data, clusters):
    """Sum of outer products over the sets of clusters, signs alternating (Cameron, Gelbach & Miller 2011)."""
    if not clusters:
        return scores.T @ scores
    total = 0
    for size in range(1, len(clusters) + 1):
        for together in itertools.combinations(clusters, size):
            group = pd.factorize(data[list(together)].astype(str).agg("|".join, axis=1))[0]
            sums = np.zeros((group.max() + 1, scores.shape[1]))
            np.add.at(sums, group, scores)
            total = total - (-1) ** size * sums.T @ sums
    return total


class ByHand:
    """The two steps with every effect a column, and the stacked moments' sandwich by finite differences."""

    def __init__(self, data, endogenous, instruments, weight=None):
        self.data = data
        self.effects = dummies(data)
        self.w = np.ones(len(data)) if weight is None else data[weight].to_numpy()
        self.x = data[endogenous].to_numpy()
        self.z = np.column_stack([data[instruments], data.x1, self.effects])
        self.y = data.trade.to_numpy()
        pi = np.linalg.lstsq(self.z * np.sqrt(self.w)[:, None], self.x * np.sqrt(self.w)[:, None], rcond=None)[0]
        r = self.regressors(pi)
        mean = (self.y + self.y.mean()) / 2
        eta = np.log(mean)
        for _ in range(100):
            root = np.sqrt(self.w * mean)[:, None]
            b = np.linalg.lstsq(r * root, (eta + (self.y - mean) / mean) * root[:, 0], rcond=None)[0]
            eta = r @ b
            mean = np.exp(eta)
        q = len(endogenous)
        self.places = [*range(q + 1), *range(q + 1, 2 * q + 1)]
        self.coef = b[self.places]
        self.theta = np.concatenate([pi.T.ravel(), b])
        self.first = pi.size

    def regressors(self, pi):
        return np.column_stack([self.x, self.data.x1, self.x - self.z @ pi, self.effects])

    def scores(self, theta):
        pi = theta[: self.first].reshape(self.x.shape[1], -1).T
        r = self.regressors(pi)
        residual = self.w[:, None] * (self.x - self.z @ pi)
        first = [self.z * residual[:, [m]] for m in range(self.x.shape[1])]
        return np.column_stack([*first, r * (self.w * (self.y - np.exp(r @ theta[self.first :])))[:, None]])

    def std_errors(self, clusters):
        jacobian = np.empty((len(self.theta), len(self.theta)))
        for j, at in enumerate(self.theta):
            step = np.zeros(len(self.theta))
            step[j] = 1e-5 * max(1, abs(at))
            jacobian[:, j] = (self.scores(self.theta + step) - self.scores(self.theta - step)).sum(0) / (2 * step[j])
        inverse = np.linalg.inv(jacobian)
        vcov = inverse @ meat(self.scores(self.theta), self.data, clusters) @ inverse.T
        return np.sqrt(np.diag(vcov)[self.first + np.array(self.places)])


@pytest.mark.parametrize("weight", [None, "weight"])
@pytest.mark.parametrize("endogenous", ENDOGENOUS)
def test_the_control_function_and_its_errors_are_those_by_hand(endogenous, weight):
    data = iv_panel(countries=9, years=2, seed=4)
    instruments = ENDOGENOUS[endogenous]
    formula = f"trade ~ x1 | exporter^year + importer^year | {endogenous} ~ {' + '.join(instruments)}"
    options = {"weights": weight, "ssc": "none", "tolerance": 1e-12}
    fit = sogdia.estimate(formula, data, **options)
    data = data.drop(index=[*fit.separated, *fit.singletons]).reset_index(drop=True)
    hand = ByHand(data, endogenous.split(" + "), instruments, weight)
    assert fit.terms[-1].startswith("residual(")
    for vcov, clusters in {"hetero": [], "cluster:pair": ["pair"], "cluster:exporter": ["exporter"]}.items():
        ours = sogdia.estimate(formula, data, vcov=vcov, **options)
        np.testing.assert_allclose(ours.coef, hand.coef, rtol=1e-8)
        # Finite differences hold to about 1e-9.
        np.testing.assert_allclose(ours.se, hand.std_errors(clusters), rtol=1e-6)


def test_multiway_errors_of_the_control_function_are_those_by_hand():
    data = iv_panel(countries=14, years=2, seed=2)
    fit = sogdia.estimate("trade ~ x1 | exporter^year + importer^year | x ~ z1 + z2", data,
                          vcov="cluster:pair+exporter", ssc="none", tolerance=1e-12)  # fmt: skip
    kept = data.drop(index=[*fit.separated, *fit.singletons]).reset_index(drop=True)
    hand = ByHand(kept, ["x"], ["z1", "z2"])
    np.testing.assert_allclose(fit.se, hand.std_errors(["pair", "exporter"]), rtol=1e-6)


def test_errors_that_ignore_the_first_stage_are_not_the_bootstrap_s():
    """Pairs are drawn with replacement, both steps again: the errors are those of the sandwich, about."""
    data = iv_panel(countries=16, years=2, seed=8)
    formula = "trade ~ x1 | exporter + importer | x ~ z1 + z2"
    fit = sogdia.estimate(formula, data, vcov="cluster:pair")
    rng = np.random.default_rng(1)
    rows = data.groupby("pair").indices
    pairs = list(rows)
    draws = []
    for _ in range(200):
        drawn = np.concatenate([rows[pairs[k]] for k in rng.integers(0, len(pairs), len(pairs))])
        draws.append(np.asarray(sogdia.estimate(formula, data.iloc[drawn], lean=True).coef))
    # 200 draws tell an error to 5 %; three times that, and a little for the small sample.
    np.testing.assert_allclose(fit.se, np.std(draws, axis=0), rtol=0.2)
    # Plain PPML on the residuals as if they were data has errors that are too small for x.
    data["r"] = fit.first_stage[0].residual
    naive = sogdia.estimate("trade ~ x + x1 + r | exporter + importer", data, vcov="cluster:pair")
    np.testing.assert_allclose(fit.coef, naive.coef, rtol=1e-6)
    assert fit.se["x"] > 1.01 * naive.se["x"]


def test_iid_errors_are_murphy_and_topel_s():
    data = iv_panel(countries=10, years=2, seed=3)
    fit = sogdia.estimate("trade ~ x1 | x ~ z1 + z2", data, vcov="iid", ssc="none", tolerance=1e-12)
    z = np.column_stack([data.z1, data.z2, data.x1, np.ones(len(data))])
    x, y = data.x.to_numpy(), data.trade.to_numpy()
    pi = np.linalg.lstsq(z, x, rcond=None)[0]
    v = x - z @ pi
    r = np.column_stack([np.ones(len(data)), x, data.x1, v])
    b = np.asarray(fit.coef)
    assert fit.terms == ["(Intercept)", "x", "x1", "residual(x)"]
    mean = np.exp(r @ b)
    np.testing.assert_allclose(r.T @ (y - mean), 0, atol=1e-6 * y.sum())
    a = r.T @ (mean[:, None] * r)
    g = b[3] * r.T @ (mean[:, None] * z)
    g[3] -= (y - mean) @ z
    first = v @ v / len(data) * np.linalg.inv(z.T @ z)
    inverse = np.linalg.inv(a)
    vcov = inverse + inverse @ g @ first @ g.T @ inverse
    np.testing.assert_allclose(fit.vcov, vcov, rtol=1e-6, atol=1e-12)


def test_the_effective_f_and_the_conditional_f_are_their_formulas():
    data = iv_panel(seed=6)
    fit = sogdia.estimate("y ~ 1 | x ~ z1 + z2", data, family="ols", vcov="hetero", ssc="none")
    z = data[["z1", "z2"]].to_numpy() - data[["z1", "z2"]].to_numpy().mean(0)
    x = data.x.to_numpy() - data.x.mean()
    q = z.T @ z
    pi = np.linalg.solve(q, z.T @ x)
    s = z * (x - z @ pi)[:, None]
    v = np.linalg.solve(q, np.linalg.solve(q, s.T @ s).T)
    assert fit.iv.effective_f == pytest.approx(pi @ q @ pi / np.trace(v @ q), rel=1e-9)

    # Sanderson & Windmeijer (2016): 2SLS of x on the other endogenous regressor, then its residual on z.
    both = sogdia.estimate("y ~ 1 | x + v ~ z1 + z2 + z3", data, family="ols", vcov="iid")
    other = sogdia.estimate("x ~ 1 | v ~ z1 + z2 + z3", data, family="ols", vcov="iid")
    data["rest"] = other.residuals
    joint = sogdia.estimate("rest ~ z1 + z2 + z3", data, family="ols", vcov="iid").wald("z1 = z2 = z3 = 0")
    assert both.first_stage[0].conditional_f == pytest.approx(joint.statistic * 3 / 2, rel=1e-8)


def test_what_python_shows_of_the_instruments(panel):
    data = iv_panel(seed=7)
    fit = sogdia.estimate("y ~ x1 | exporter + importer | x ~ z1 + z2", data, family="ols")
    assert fit.iv.instruments == ["z1", "z2"]
    assert "First stage of x" in repr(fit) and "First stage of x" in fit._repr_html_()
    assert fit.first_stage[0].coefficients["term"] == ["z1", "z2", "x1"]
    assert fit.first_stage[0].residual.shape == (len(data),)
    assert "effective_f" in repr(fit.iv)
    low, high = fit.iv.anderson_rubin_set[0]
    assert low < fit.coef["x"] < high
    assert "2SLS" in sogdia.etable([fit])
    plain = sogdia.estimate("y ~ x1 + x | exporter + importer", data, family="ols")
    assert plain.iv is None and plain.first_stage == []
    lean = sogdia.estimate("y ~ x1 | exporter + importer | x ~ z1 + z2", data, family="ols", lean=True)
    assert len(lean.first_stage[0].residual) == 0 and lean.iv.kleibergen_paap_f == fit.iv.kleibergen_paap_f
    assert np.isnan(fit.log_likelihood)
    with pytest.raises(sogdia.Error, match="RESET is not defined"):
        fit.reset()

    poisson = sogdia.estimate("trade ~ x1 | exporter + importer | x ~ z1 + z2", data)
    np.testing.assert_allclose(poisson.predict(), poisson.fitted, rtol=1e-6)
    with pytest.raises(sogdia.Error, match="residual"):
        poisson.predict(data)
    held = data.assign(**{"residual(x)": poisson.first_stage[0].residual, "x": data.x + 1})
    np.testing.assert_allclose(poisson.predict(held) / poisson.fitted, np.exp(poisson.coef["x"]), rtol=1e-6)
    assert poisson.lincom("x + residual(x)").estimate == pytest.approx(poisson.coef["x"] + poisson.coef["residual(x)"])
    assert poisson.wald("residual(x) = 0").statistic == pytest.approx(poisson.iv.endogeneity.statistic)
    assert poisson.margins("x", "eydx").estimate == pytest.approx(poisson.coef["x"])


LINEAR = {"iid": ("unadjusted", None), "hetero": ("robust", None), "cluster:pair": ("clustered", "pair")}


@pytest.mark.skipif(linearmodels is None, reason="linearmodels is not installed: its answers are not compared")
@pytest.mark.parametrize("weight", [None, "weight"])
@pytest.mark.parametrize("vcov", LINEAR)
@pytest.mark.parametrize("endogenous", [*ENDOGENOUS, "v"])
def test_two_stages_and_tests_are_linearmodels_s(endogenous, vcov, weight):
    from linearmodels.iv import common

    data = iv_panel(seed=5)
    names, instruments = endogenous.split(" + "), ENDOGENOUS.get(endogenous, ["z3"])
    formula = f"y ~ x1 | exporter^year + importer^year | {endogenous} ~ {' + '.join(instruments)}"
    kind, cluster = LINEAR[vcov]
    groups = {} if cluster is None else {"clusters": pd.factorize(data[cluster])[0]}
    exogenous = np.column_stack([data.x1, dummies(data)])
    w = None if weight is None else data[weight].to_numpy()
    parts = data.y.to_numpy(), exogenous, data[names].to_numpy(), data[instruments].to_numpy()
    theirs = linearmodels.IV2SLS(*parts, weights=w).fit(cov_type=kind, debiased=False, **groups)
    ours = sogdia.estimate(formula, data, family="ols", vcov=vcov, ssc="none", weights=weight)
    count = exogenous.shape[1]
    places = [count + k for k in range(len(names))] + [0]
    np.testing.assert_allclose(ours.coef, theirs.params.iloc[places], rtol=1e-9)
    np.testing.assert_allclose(ours.se, theirs.std_errors.iloc[places], rtol=1e-9)
    iv = ours.iv
    np.testing.assert_allclose([s.partial_r2 for s in ours.first_stage],
                               theirs.first_stage.diagnostics["partial.rsquared"], rtol=1e-9)  # fmt: skip

    root = np.ones((len(data), 1)) if w is None else np.sqrt(w / w.mean())[:, None]
    ranked = [part * root for part in (parts[2], parts[3], exogenous)]
    rank = {"cov_type": kind, "cov_config": groups}
    assert iv.underidentification.statistic == pytest.approx(common.kleibergen_paap(*ranked, **rank).stat, rel=1e-9)
    # Their F counts every parameter; so do ours by reghdfe's factors, where no effect is nested in a cluster.
    counted = sogdia.estimate(formula, data, family="ols", vcov=vcov, weights=weight).iv
    assert counted.kleibergen_paap_f == pytest.approx(common.kleibergen_paap_f(*ranked, **rank), rel=1e-9)
    assert counted.cragg_donald_f == pytest.approx(common.cragg_donald_f(*ranked), rel=1e-9)
    if vcov == "iid":
        assert counted.endogeneity.statistic == pytest.approx(theirs.wu_hausman().stat, rel=1e-9)
    if len(instruments) == len(names):
        assert np.isnan(iv.overidentification.statistic)
    elif vcov == "iid":
        assert iv.overidentification.statistic == pytest.approx(theirs.sargan.stat, rel=1e-7)
    else:
        kinds = {"weight_type": kind, **groups}
        gmm = linearmodels.IVGMM(*parts, weights=w, **kinds).fit(iter_limit=2)
        assert iv.overidentification.statistic == pytest.approx(gmm.j_stat.stat, rel=1e-9)
