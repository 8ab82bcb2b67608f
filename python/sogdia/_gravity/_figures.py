"""What was estimated: coefficients, sample and fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .. import _core
from .._error import Error
from ._iv import IV, FirstStage, iv_of
from .._table import Table
from ._term_vector import TermVector

if TYPE_CHECKING:
    import pandas
    import polars


class Figures:
    """What a fitted model says of itself; `Result` adds what is computed from it.

    n is the number of rows of the data, k of the estimated coefficients. Arrays that go with the
    rows are n long and NaN where a row was left out; lists of rows are 0-based positions.
    """

    def __init__(
        self, fit: Any, frame: Any, rows: int, level: float, options: Any, sample: str = "", places: Any = None
    ) -> None:
        self._fit = fit
        self._frame = frame
        self._rows = rows
        self._sample = sample
        self._places = places  # of a split sample's rows in the data; None: they are the data's
        self._options = options
        self.level: float = level

    # What was estimated.

    @property
    def formula(self) -> str:
        """Of this one model."""
        return self._fit.formula

    @property
    def family(self) -> str:
        """``"ppml"`` or ``"ols"``."""
        return self._fit.family

    @property
    def sample(self) -> str:
        """Of a split sample its value, ``"region = Europe"``, or ``"all"``; otherwise empty."""
        return self._sample

    @property
    def terms(self) -> list[str]:
        """Names of the k coefficients."""
        return self._fit.terms

    @property
    def dropped(self) -> list[str]:
        """Regressors that were left out, each with the reason."""
        return self._fit.dropped

    # Coefficients.

    @property
    def coefficients(self) -> Table:
        """Table of term, estimate, std_error, statistic, p, low, high."""
        fit = self._fit
        return Table(
            {
                "term": fit.terms,
                "estimate": np.array(fit.estimates),
                "std_error": np.array(fit.std_errors),
                "statistic": np.array(fit.statistics),
                "p": np.array(fit.p_values),
                "low": np.array(fit.low),
                "high": np.array(fit.high),
            }
        )

    @property
    def coef(self) -> TermVector:
        """Estimates (k)."""
        return TermVector(self._fit.estimates, self.terms)

    @property
    def se(self) -> TermVector:
        """Standard errors (k)."""
        return TermVector(self._fit.std_errors, self.terms)

    @property
    def tstat(self) -> TermVector:
        """z or t statistics (k)."""
        return TermVector(self._fit.statistics, self.terms)

    @property
    def pvalue(self) -> TermVector:
        """Two-sided p values (k)."""
        return TermVector(self._fit.p_values, self.terms)

    @property
    def vcov(self) -> np.ndarray:
        """Covariance of the estimates (k x k)."""
        k = len(self.terms)
        return np.array(self._fit.vcov).reshape(k, k)

    @property
    def vcov_name(self) -> str:
        """How the errors were computed, in words."""
        return self._fit.vcov_name

    @property
    def bias(self) -> TermVector:
        """What the bias correction took off the estimates (k); zeros where none was asked for."""
        return TermVector(self._fit.bias or np.zeros(len(self.terms)), self.terms)

    def confint(self, level: float | None = None) -> Table:
        """Table of term, low, high at `level` (default: that of the estimation)."""
        if level is None or level == self.level:
            low, high = np.array(self._fit.low), np.array(self._fit.high)
        else:
            if not 0 < level < 1:
                raise Error(f"`level` is {level}", "level", "a fraction between 0 and 1, such as 0.95")
            half = _core.two_sided_quantile(level, self._fit.normal, self._fit.df_t) * np.asarray(self.se)
            low, high = np.asarray(self.coef) - half, np.asarray(self.coef) + half
        return Table({"term": self.terms, "low": low, "high": high})

    def tidy(self) -> pandas.DataFrame:
        """A pandas DataFrame with pyfixest's column names, indexed by ``Coefficient``."""
        letter = "z" if self._fit.normal else "t"
        tail = (1 - self.level) / 2
        frame = self.coefficients.to_pandas().set_index("term")
        frame.index.name = "Coefficient"
        frame.columns = [
            "Estimate", "Std. Error", f"{letter} value", f"Pr(>|{letter}|)",
            f"{100 * tail:.1f}%", f"{100 * (1 - tail):.1f}%",
        ]  # fmt: skip
        return frame

    def to_pandas(self) -> pandas.DataFrame:
        """The coefficients as a pandas DataFrame (pyarrow is not needed)."""
        return self.coefficients.to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """The coefficients as a polars DataFrame."""
        return self.coefficients.to_polars()

    def to_dict(self) -> dict[str, list[Any]]:
        """The coefficients' columns as lists."""
        return self.coefficients.to_dict()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.coefficients.__arrow_c_stream__(requested_schema)

    # Instruments.

    @property
    def iv(self) -> IV | None:
        """The first stages and the tests of the instruments; None where the formula has none."""
        return iv_of(_core.iv(self._fit), self._rows, np.asarray(self._fit.row))

    @property
    def first_stage(self) -> list[FirstStage]:
        """The first stage of each endogenous regressor; empty where the formula has no instruments."""
        return [] if self.iv is None else self.iv.first_stages

    # The sample.

    @property
    def observations(self) -> int:
        """Rows that the model was estimated on."""
        return self._fit.observations

    @property
    def separated(self) -> np.ndarray:
        """Rows left out because a maximum puts their mean at zero, ascending."""
        return self._in_data(self._fit.separated)

    @property
    def separating(self) -> list[str]:
        """Regressors that separate those rows; empty where the fixed effects alone do."""
        return self._fit.separating

    @property
    def singletons(self) -> np.ndarray:
        """Rows left out because they are alone in a fixed effect, ascending."""
        return self._in_data(self._fit.singletons)

    @property
    def missing(self) -> np.ndarray:
        """Rows left out because a value is missing or not finite, ascending."""
        return self._in_data(self._fit.missing)

    @property
    def missing_by(self) -> list[tuple[str, int, str]]:
        """What is missing in them: column or term, number of rows, and what stood there (``"NA, empty"``)."""
        return self._fit.missing_by

    # Fit.

    @property
    def converged(self) -> bool:
        """Whether a maximum was found."""
        return self._fit.converged

    @property
    def reason(self) -> str:
        """``"converged"``, or why not; names the regressors that have no maximum."""
        return self._fit.reason

    @property
    def iterations(self) -> int:
        """Steps of the iteratively reweighted least squares."""
        return self._fit.iterations

    @property
    def seconds(self) -> float:
        """From data in memory to coefficients and errors."""
        return self._fit.seconds

    @property
    def deviance(self) -> float:
        return self._fit.deviance

    @property
    def log_likelihood(self) -> float:
        return self._fit.log_likelihood

    @property
    def null_log_likelihood(self) -> float:
        return self._fit.null_log_likelihood

    @property
    def pseudo_r2(self) -> float:
        """McFadden's: 1 less the ratio of the log likelihoods."""
        return self._fit.pseudo_r2

    @property
    def r2(self) -> float:
        """OLS: R squared. PPML: the squared correlation of outcome and fitted value."""
        return self._fit.r2

    @property
    def r2_adjusted(self) -> float:
        """OLS only; NaN for PPML."""
        return self._fit.r2_adjusted

    @property
    def r2_within(self) -> float:
        """OLS only; NaN for PPML."""
        return self._fit.r2_within

    @property
    def rmse(self) -> float:
        """OLS only; NaN for PPML."""
        return self._fit.rmse

    @property
    def aic(self) -> float:
        return self._fit.aic

    @property
    def bic(self) -> float:
        return self._fit.bic

    @property
    def fitted(self) -> np.ndarray:
        """Fitted values of the outcome (n)."""
        return self._aligned(self._kept("mu"))

    @property
    def linear_predictor(self) -> np.ndarray:
        """``x b + effects + offset`` (n)."""
        return self._aligned(self._kept("eta"))

    @property
    def residuals(self) -> np.ndarray:
        """Outcome less fitted value (n)."""
        return self._aligned(self._kept("y") - self._kept("mu"))

    def resid(self) -> np.ndarray:
        """The same as `residuals`, as pyfixest calls it."""
        return self.residuals

    def _whole(self) -> Any:
        if self._frame is None:
            raise Error("the sample was not kept", "estimate(lean=True)", "estimate with lean=False")
        return self._frame

    def _kept(self, name: str) -> np.ndarray:
        self._whole()
        return getattr(self._fit, name)

    def _in_data(self, rows: np.ndarray) -> np.ndarray:
        return rows if self._places is None else self._places[rows]

    def _aligned(self, values: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        out = np.full(self._rows, np.nan)
        out[self._in_data(self._fit.row if rows is None else rows)] = values
        return out
