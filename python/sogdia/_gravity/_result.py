"""A fitted model as Python sees it."""

from __future__ import annotations

import json
from typing import Any, Iterable

import numpy as np

from .. import _core
from ._after import Combination, FixedEffects, Reset, Resistances, Wald
from .._arguments import PathLike, path_of
from .._data import frame_of
from .._error import Error
from ._figures import Figures
from ._summary import Text, summary_html


class Result(Figures):
    """A fitted model.

    ``print(result)`` is a regression table; the result itself is a table of its coefficients for any library that
    reads Arrow. n is the number of rows of the data, k of the estimated coefficients. Arrays that go with the
    rows are n long and NaN where a row was left out; lists of rows are 0-based positions.
    """

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

    # What is read.

    def summary(self) -> str:
        """The regression table as text: at a prompt it shows; in a script, print it."""
        return Text(repr(self) + "\n")

    def __repr__(self) -> str:
        sample = f"Sample: {self.sample}\n" if self.sample else ""
        return sample + _core.summary_text(self._fit).rstrip()

    def _repr_html_(self) -> str:
        return summary_html(self)

    def save(self, path: PathLike) -> str:
        """Write the coefficients as JSON, as ``sogdia estimate -o FILE.json`` does, for a study to take its trade
        elasticity from: ``[model] theta = "estimate:FILE.json"``. Returns the path."""
        names = ("family", "formula", "observations", "converged", "reason")
        model = {name: getattr(self, name) for name in names}
        rows = [dict(zip(self.coefficients.columns, row)) for row in self.coefficients.rows()]
        for row in rows:
            row.update({key: None for key, value in row.items() if value != value})  # JSON has no NaN
        _core.write_file(path_of(path), json.dumps({"model": model, "coefficients": rows}, indent=2) + "\n")
        return path_of(path)
