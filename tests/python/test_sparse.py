"""A few of the random sparse designs of scripts/validate_sparse.py, against a linear program and a dense Newton method."""

import os
import sys

import pytest
from conftest import ROOT

if os.environ.get("SOGDIA_COMPARE"):  # in CI: its absence is a failure
    import scipy  # noqa: F401
else:
    pytest.importorskip("scipy", reason="scipy is not installed: there is no linear program to compare with")

sys.path.insert(0, str(ROOT / "scripts"))
import validate_sparse  # noqa: E402

SHAPES = list(validate_sparse.SHAPES)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(40))
def test_rows_and_coefficients_are_those_of_the_linear_program_and_the_dense_method(seed):
    _, word, details, _ = validate_sparse.check(seed, SHAPES, most_rows=500)
    assert word != "wrong", details
