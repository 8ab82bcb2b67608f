"""`sogdia.estimate`: a formula and a table in, fitted models out."""

from __future__ import annotations

import warnings
from typing import Any, Iterable, Mapping

import numpy as np

from .. import _core
from .._data import frame_of
from .._error import Error
from .._files import FileRules
from ._result import Result
from ._results import Results

_FAMILIES = {
    "ppml": "ppml", "poisson": "ppml", "fepois": "ppml",
    "ols": "ols", "gaussian": "ols", "feols": "ols",
}  # fmt: skip
_HETERO = {"hetero", "robust", "HC1", "hc1"}


def estimate(
    formula: str,
    data: Any,
    *,
    family: str = "ppml",
    vcov: str | Mapping[str, str] | None = None,
    cluster: str | Iterable[str] | None = None,
    weights: str | None = None,
    offset: str | None = None,
    ssc: str = "ppmlhdfe",
    bias_correct: bool = False,
    where: str | None = None,
    split: str | None = None,
    fsplit: str | None = None,
    delimiter: str = "",
    decimal: str = "",
    missing: Iterable[str] | None = None,
    also: Iterable[str] = (),
    level: float = 0.95,
    tolerance: float = 1e-8,
    max_iterations: int = 200,
    separation: str = "exact",
    threads: int = 0,
    lean: bool = False,
) -> Result | Results:
    """Estimate by PPML or OLS with high-dimensional fixed effects.

    Parameters
    ----------
    formula : str
        ``"trade ~ fta + log(distance) | exporter^year + importer^year + exporter^importer"``. Also
        ``i(year, border, ref=1986)``, varying slopes ``fe[x]``, several outcomes ``y1 + y2 ~ ...``, and
        stepwise ``sw() sw0() csw() csw0()``; the last three give several models.
    data : table
        A pandas or polars DataFrame, a pyarrow Table, RecordBatch or reader, a DuckDB relation, a dict of numpy
        arrays, anything with ``__arrow_c_stream__``, or the path of a CSV, Parquet or Stata file. Numeric columns are
        read where they lie; do not change them while the estimation runs. Rows with a missing value (null, None,
        NaN) in a column that the formula uses are left out and listed.
    family : {"ppml", "ols"}
        Poisson pseudo maximum likelihood, ``E[y] = exp(x b + effects)``, or least squares.
    vcov : str or dict, optional
        ``"iid"``, ``"hetero"`` (the default), ``"cluster:a+b^c"``, ``"dyadic:a+b"``; pyfixest's
        ``{"CRV1": "a+b"}`` is understood.
    cluster : str or list of str, optional
        Short for ``vcov="cluster:..."``: ``"exporter^importer"``, or ``["exporter", "importer"]`` for two-way
        clustering (Cameron, Gelbach & Miller 2011).
    weights, offset : str, optional
        Columns. An offset enters the linear predictor with coefficient 1.
    ssc : {"ppmlhdfe", "fixest", "none"}
        Small-sample convention of the errors.
    bias_correct : bool
        Take the incidental-parameter bias of two- and three-way PPML off the estimates and correct the errors
        (Weidner & Zylkin 2021).
    where : str, optional
        SQL condition on the rows, for a DuckDB relation or a file; row positions then count the rows that remain.
    split, fsplit : str, optional
        A column: the models are estimated on the rows of each of its values; ``fsplit`` has all rows before them.
        Rows without a value are in no sample, with a warning.
    delimiter, decimal : str, optional
        Of a file of text: what stands between its columns, and ``"."`` or ``","``. Recognised by default.
    missing : list of str, optional
        What stands for missing in a file of text or Stata's, instead of NA, N/A, NaN, null, a dot and so on:
        ``["-99"]``; ``["none"]``: only the empty cell.
    also : list of str, optional
        Further columns to keep at hand for the result: output and expenditure of its multilateral resistances.
    level : float
        Of the confidence intervals, 0 to 1.
    tolerance : float
        Of the deviance's relative change at the last step.
    max_iterations : int
        Of the iteratively reweighted least squares.
    separation : {"exact", "off"}
        ``"off"`` leaves in observations that regressors and effects separate together, and warns: the way out where
        the search takes too long. Levels without a positive outcome are left out all the same.
    threads : int
        0 = one per core. Never changes a bit of the result.
    lean : bool
        Drop the sample, fitted values and data after the estimation, so that many models fit into memory; then
        there are no fitted values, residuals, predictions or fixed effects.

    Returns
    -------
    Result
        Or `Results`, a list of them, where the formula stands for several models or the sample is split. A model that does not converge
        is returned with ``converged == False`` and its ``reason``.

    Raises
    ------
    sogdia.Error
        Bad input: names the column, the row or the place in the formula.
    KeyboardInterrupt
        On Ctrl-C, within a second.
    """
    if family not in _FAMILIES:
        raise Error(f"unknown family `{family}`", "family", "`ppml` or `ols`")
    if separation not in ("exact", "off"):
        raise Error(f"unknown separation `{separation}`", "separation", "`exact` or `off`")
    if separation == "off" and family == "ppml":
        warnings.warn("separated observations are not looked for; estimates may owe to them", stacklevel=2)
    if not 0 < level < 1:
        raise Error(f"`level` is {level}", "level", "a fraction between 0 and 1, such as 0.95")
    if split and fsplit:
        raise Error("`split` and `fsplit` exclude each other", "split", "`fsplit` has all rows too")
    spec = _vcov_text(vcov, cluster)
    weights, offset = weights or "", offset or ""
    wanted = _core.needed_columns(formula, spec, weights, offset)
    by = split or fsplit or ""
    more = [also] if isinstance(also, str) else list(also)
    wanted += [column for column in dict.fromkeys([*more, by]) if column and column not in wanted]
    frame = frame_of(data, wanted, where, FileRules(delimiter, decimal, None if missing is None else list(missing)))
    options = _core.options(
        family=_FAMILIES[family],
        vcov=spec,
        ssc=ssc,
        weights=weights,
        offset=offset,
        bias_correct=bias_correct,
        level=level,
        tolerance=tolerance,
        max_iterations=max_iterations,
        threads=threads,
        keep_sample=not lean,
        separation=separation == "exact",
    )
    parts = _core.sample_parts(frame, by, bool(fsplit), threads)
    left_out = _core.rows_in_no_part(frame, parts)
    if left_out:
        warnings.warn(f"{left_out} rows have no `{by}` and are in no sample", stacklevel=2)
    results = [
        Result(
            fit, None if lean else part.frame, frame.rows, level, options,
            part.name or ("all" if by else ""), np.array(part.row) if part.name else None,
        )
        for part in parts
        for fit in _core.estimate(part, formula, options)
    ]
    return results[0] if len(results) == 1 and not by else Results(results)


def _vcov_text(vcov: str | Mapping[str, str] | None, cluster: str | Iterable[str] | None) -> str:
    """The engine's one form of what may be said in several."""
    if cluster is not None:
        if vcov is not None:
            raise Error("both `vcov` and `cluster` are given", "cluster", "give one of them")
        parts = [cluster] if isinstance(cluster, str) else list(cluster)
        return "cluster:" + "+".join(parts)
    if vcov is None:
        return "hetero"
    if isinstance(vcov, Mapping):
        (kind, columns), *more = vcov.items()
        if more or kind != "CRV1":
            raise Error(f"`vcov` is {dict(vcov)}", "vcov", '{"CRV1": "exporter+importer"}, or `cluster="..."`')
        return "cluster:" + columns.replace(" ", "")
    return "hetero" if vcov in _HETERO else vcov
