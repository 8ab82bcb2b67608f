"""Fitted models as Python sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Iterator, overload

import numpy as np

from . import _core
from ._after import Combination, FixedEffects, Reset, Resistances, Wald
from ._data import frame_of
from ._error import Error
from ._etable import etable
from ._iv import IV, FirstStage, iv_of
from ._summary import Text, summary_html
from ._table import Table

if TYPE_CHECKING:
    import pandas
    import polars


class TermVector(np.ndarray):
    """One number a regressor: a float64 array that also takes names, ``result.se["log(distance)"]``.

    Calling it gives itself, so that pyfixest's ``fit.se()`` works too.
    """

    terms: list[str]

    def __new__(cls, values: Iterable[float], terms: list[str]) -> TermVector:
        vector = np.asarray(list(values), dtype=np.float64).view(cls)
        vector.terms = list(terms)
        return vector

    def __array_finalize__(self, source: Any) -> None:
        self.terms = getattr(source, "terms", [])

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            if key not in self.terms:
                raise Error(f"no term `{key}`", "result", _core.nearest_hint(key, self.terms))
            return float(np.asarray(self)[self.terms.index(key)])
        return np.asarray(self)[key]

    def __call__(self) -> TermVector:
        return self

    def to_dict(self) -> dict[str, float]:
        """Term to number."""
        return dict(zip(self.terms, self.tolist()))

    def __repr__(self) -> str:
        return repr(Table({"term": self.terms, "value": np.asarray(self)}))


class Result:
    """A fitted model.

    ``print(result)`` is a regression table; the result itself is a table of its coefficients for any library that
    reads Arrow. n is the number of rows of the data, k of the estimated coefficients. Arrays that go with the
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

    # What needs the data again.

    def predict(
        self, newdata: Any = None, *, type: str = "response", offset: str | None = None, corrected: bool = False
    ) -> np.ndarray:
        """Fitted values under changed regressors, the fixed effects held.

        Parameters
        ----------
        newdata : table, optional
            m rows with the model's regressors and keys, in any form that `sogdia.estimate` takes: a tariff cut, an
            agreement more. Default: the data of the estimation, whose left-out rows then have a value too where
            their fixed effects were estimated. With PPML and instruments, other data need the columns
            ``residual(x)``: those of ``fit.first_stage`` hold what is not observed, 0 is the average.
        type : {"response", "link"}
            The mean of the outcome, or the linear predictor.
        offset : str, optional
            Column of `newdata`; default: the model's own.
        corrected : bool
            With a bias-corrected fit, use the corrected coefficients (the effects stay).

        Returns
        -------
        ndarray (m)
            NaN where a value or a key is missing, or where the row's fixed effects were not estimated together.
        """
        if type not in ("response", "link"):
            raise Error(f"`type` is `{type}`", "type", "`response` or `link`")
        frame = self._whole()
        offset = self._options.offset if offset is None else offset
        rows = frame
        if newdata is not None:
            wanted = self._fit.right_side_columns + _core.residual_columns(self._fit)
            rows = frame_of(newdata, wanted + ([offset] if offset and offset not in wanted else []))
        eta, mean, _ = _core.predict(self._fit, frame, rows, offset, corrected, self._options.threads)
        found = mean if type == "response" else eta
        return found if newdata is not None else self._aligned(found, np.arange(len(found)))

    def fixed_effects(self) -> FixedEffects:
        """The fixed effects: a table of effect, level, value, with the `constant` beside it.

        Only sums of effects are identified. Within each connected component of an effect and an earlier one the
        later one's levels have mean 0, and so have all levels of the first; what that takes out is in `constant`.
        """
        columns, constant, converged = _core.fixed_effects(self._fit, self._whole(), self._options.threads)
        return FixedEffects(columns, constant, converged)

    def multilateral_resistances(
        self,
        sigma: float = 5.0,
        reference: str = "",
        output: str = "",
        expenditure: str = "",
    ) -> Resistances:
        """Outward and inward multilateral resistances (Anderson & van Wincoop 2003) of a PPML gravity model.

        Parameters
        ----------
        sigma : float
            Elasticity of substitution, above 1.
        reference : str
            Importer whose inward resistance is 1 in each period; default: the first.
        output, expenditure : str
            Columns of each exporter's output and each importer's expenditure; name them in
            ``estimate(..., also=[...])``. Default: the fitted sums over the sample (Fally 2015), for which the data
            must include trade with oneself.
        """
        columns, converged = _core.resistances(
            self._fit, self._whole(), sigma, reference, output, expenditure, self._options.threads
        )
        return Resistances(columns, converged)

    def reset(self) -> Reset:
        """Ramsey's RESET as Santos Silva & Tenreyro (2006) use it: is the squared index a regressor too?"""
        return Reset(**_core.reset(self._fit, self._whole(), self._options))

    def lincom(self, expression: str, level: float | None = None) -> Combination:
        """A linear combination of coefficients: ``fit.lincom("rta + 2*log(dist)")``; ``"a - b = 1"`` tests a value."""
        return Combination(**_core.lincom(self._fit, expression, self.level if level is None else level))

    def wald(self, restrictions: str | Iterable[str]) -> Wald:
        """A joint test: ``fit.wald("a = b = 0")``, ``fit.wald(["a = 0", "b + c = 1"])``."""
        text = restrictions if isinstance(restrictions, str) else ", ".join(restrictions)
        return Wald(**_core.wald(self._fit, text))

    def margins(self, column: str, kind: str = "dydx", level: float | None = None) -> Combination:
        """The average change of the mean with a column of the data, its error by the delta method.

        Parameters
        ----------
        column : str
            As it is in the data; it may stand in several terms, functions and products.
        kind : {"dydx", "eyex", "eydx", "dyex", "diff"}
            Derivative, elasticity, semi-elasticities, or the difference between 1 and 0. The fixed effects are held.
        """
        request = f"{kind}:{column}"
        return Combination(**_core.margins(self._fit, self._whole(), request, self.level if level is None else level))

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

    # What is read.

    def summary(self) -> str:
        """The regression table as text: at a prompt it shows; in a script, print it."""
        return Text(repr(self) + "\n")

    def __repr__(self) -> str:
        sample = f"Sample: {self.sample}\n" if self.sample else ""
        return sample + _core.summary_text(self._fit).rstrip()

    def _repr_html_(self) -> str:
        return summary_html(self)


class Results:
    """The models of one formula, in its order, or of each part of a split sample.

    Takes indices and slices, len() and iteration, as a list does, and the name of a sample:
    ``fits["region = Europe"]``.
    """

    # Not a list itself: polars would take one for rows, and not ask for the Arrow stream.

    def __init__(self, results: Iterable[Result]) -> None:
        self._results = list(results)

    def __len__(self) -> int:
        return len(self._results)

    def __iter__(self) -> Iterator[Result]:
        return iter(self._results)

    @property
    def names(self) -> list[str]:
        """The samples of the models; empty texts where the sample was not split."""
        return [result.sample for result in self]

    @overload
    def __getitem__(self, key: int) -> Result: ...
    @overload
    def __getitem__(self, key: slice) -> Results: ...
    @overload
    def __getitem__(self, key: str) -> Result | Results: ...
    def __getitem__(self, key: int | slice | str) -> Result | Results:
        if isinstance(key, str):
            named = [result for result in self if result.sample == key]
            if not named:
                known = list(dict.fromkeys(filter(None, self.names)))
                raise Error(f"no sample `{key}`", "results", _core.nearest_hint(key, known) or "see `.names`")
            return named[0] if len(named) == 1 else Results(named)
        found = self._results[key]
        return Results(found) if isinstance(found, list) else found

    def table(self, format: str = "text", **options: Any) -> str:
        """The models side by side: see `sogdia.etable` for the formats and options."""
        return etable(self, format, **options)

    def __repr__(self) -> str:
        return etable(self)

    def _repr_html_(self) -> str:
        return etable(self, "html")

    def to_dict(self) -> dict[str, list[Any]]:
        """All coefficients, with the number and formula of their model first."""
        return self.coefficients.to_dict()

    @property
    def coefficients(self) -> Table:
        """All coefficients in one table, the number (from 1), the formula and, where it is split, the sample first."""
        tables = [r.coefficients for r in self]
        columns: dict[str, Any] = {
            "model": np.concatenate([np.full(len(t), m, dtype=np.int64) for m, t in enumerate(tables, 1)]),
            "formula": [r.formula for r, t in zip(self, tables) for _ in range(len(t))],
        }
        if any(self.names):
            columns["sample"] = [r.sample for r, t in zip(self, tables) for _ in range(len(t))]
        for name in tables[0].columns:
            parts = [t[name] for t in tables]
            columns[name] = [v for p in parts for v in p] if name == "term" else np.concatenate(parts)
        return Table(columns)

    def to_pandas(self) -> pandas.DataFrame:
        """All coefficients as a pandas DataFrame."""
        return self.coefficients.to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """All coefficients as a polars DataFrame."""
        return self.coefficients.to_polars()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.coefficients.__arrow_c_stream__(requested_schema)
