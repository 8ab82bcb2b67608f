"""A split sample is the estimation on the rows of each value, one after the other."""

import numpy as np
import pandas as pd
import pytest
import sogdia


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(9)
    n = 300
    x, f = rng.normal(size=n), rng.integers(0, 12, n)
    region = np.array(["Asia", "Europe", "Africa"], dtype=object)[rng.integers(0, 3, n)]
    y = rng.poisson(np.exp(0.4 * x + 0.1 * f)).astype(float)
    x[5] = np.nan
    return pd.DataFrame({"y": y, "x": x, "z": rng.normal(size=n), "f": f, "region": region, "g": f % 2})


@pytest.mark.parametrize("lean", [False, True])
def test_each_part_is_what_its_rows_give(data, lean):
    fits = sogdia.estimate("y ~ x | f", data, split="region", lean=lean)
    assert fits.names == ["region = Africa", "region = Asia", "region = Europe"]
    for region in ("Africa", "Asia", "Europe"):
        rows = np.flatnonzero(data.region == region)
        alone = sogdia.estimate("y ~ x | f", data.iloc[rows])
        fit = fits[f"region = {region}"]
        assert fit.coef["x"] == alone.coef["x"] and fit.se["x"] == alone.se["x"]
        # Positions and fitted values are those of the data.
        for name in ("missing", "separated", "singletons"):
            assert list(getattr(fit, name)) == list(rows[getattr(alone, name)])
        if not lean:
            assert len(fit.fitted) == len(data)
            np.testing.assert_array_equal(fit.fitted[rows], alone.fitted)
            np.testing.assert_array_equal(fit.predict()[rows], alone.predict())
            assert np.isnan(fit.predict()[data.region != region]).all()
            assert fit.margins("x").std_error == alone.margins("x").std_error


def test_fsplit_has_all_rows_first_and_numbers_are_values_too(data):
    fits = sogdia.estimate("y ~ sw(x, z) | f", data, fsplit="g")
    assert fits.names == ["all", "all", "g = 0", "g = 0", "g = 1", "g = 1"]
    assert [f.formula for f in fits["all"]] == ["y ~ x | f", "y ~ z | f"]
    assert fits[0].coef["x"] == sogdia.estimate("y ~ x | f", data).coef["x"]
    table = fits.to_pandas()
    assert list(table["sample"]) == fits.names
    assert "g = 1" in fits.table() and "g = 1" in fits.table("latex") and "g = 0" in repr(fits[2])


def test_one_value_is_a_list_of_one(data):
    fits = sogdia.estimate("y ~ x", data.assign(one=1), split="one")
    assert isinstance(fits, sogdia.Results) and len(fits) == 1
    whole = sogdia.estimate("y ~ x", data)
    assert "one = 1" in fits[0]._repr_html_()
    assert "(2)" in sogdia.etable([fits[0], whole]) and "one = 1" in sogdia.etable([fits[0], whole])


def test_rows_without_a_value_are_told(data):
    some = data.assign(region=data.region.where(data.region != "Asia"))
    with pytest.warns(UserWarning, match="rows have no `region`"):
        fits = sogdia.estimate("y ~ x", some, split="region")
    assert fits.names == ["region = Africa", "region = Europe"]


def test_what_cannot_be_split_is_an_error(data):
    with pytest.raises(sogdia.Error, match="exclude each other"):
        sogdia.estimate("y ~ x", data, split="region", fsplit="region")
    with pytest.raises(sogdia.Error, match="too many to split by"):
        sogdia.estimate("y ~ x", data, split="z")
    with pytest.raises(sogdia.Error, match="did you mean `region`"):
        sogdia.estimate("y ~ x", data, split="regoin")
    with pytest.raises(sogdia.Error) as caught:
        sogdia.estimate("y ~ x", data.assign(y=data.y.where(data.region != "Asia", 0)), split="region")
    assert "region = Asia" in caught.value.where
    with pytest.raises(sogdia.Error, match="no sample"):
        sogdia.estimate("y ~ x", data, split="region")["region = Erope"]
