"""A few of the random sparse designs of scripts/validate_sparse.py, against a linear program and a dense Newton method."""

import os
import subprocess
import sys

import pytest
from conftest import ROOT

if os.environ.get("SOGDIA_COMPARE"):  # in CI: its absence is a failure
    import scipy  # noqa: F401
else:
    pytest.importorskip("scipy", reason="scipy is not installed: there is no linear program to compare with")


# The second: while separation was looked for the regressors had lost their digits.
@pytest.mark.parametrize("which", [["--seeds", "0:20", "--most-rows", "500"], ["--seeds", "4873:4874", "--shape", "sloped"]])
def test_rows_and_coefficients_are_those_of_the_linear_program_and_the_dense_method(which):
    done = subprocess.run([sys.executable, str(ROOT / "scripts/validate_sparse.py"), *which], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| sloped |" in done.stdout
