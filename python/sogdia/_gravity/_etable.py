"""Models side by side."""

from __future__ import annotations

from typing import Iterable, Mapping, Sequence

from .. import _core
from ._figures import Figures
from ._summary import Text


class Html(str):
    """HTML that a notebook shows as it looks."""

    def _repr_html_(self) -> str:
        return str(self)


def etable(
    models: Figures | Iterable[Figures],
    format: str = "text",
    *,
    keep: str | Sequence[str] = (),
    drop: str | Sequence[str] = (),
    below: str = "std_error",
    digits: int = 3,
    stars: Sequence[float] = (0.1, 0.05, 0.01),
    labels: Mapping[str, str] | None = None,
    model_names: Sequence[str] = (),
    title: str = "",
    statistics: Sequence[str] = (),
    width: int = 100,
    order: str | Sequence[str] = (),
    notes: str | Sequence[str] = (),
) -> str:
    """A publication table of several models.

    Parameters
    ----------
    models : Result, or any number of them
    format : {"text", "md", "latex", "csv", "html"}
        LaTeX needs booktabs. CSV has every digit, a row for each coefficient of each model.
    keep, drop : str or list of str
        Regular expressions, found anywhere in a term's name or label: a term is shown where it matches any of
        `keep` (none given: all) and none of `drop`.
    below : {"std_error", "statistic", "interval", "p", "nothing"}
        What stands below an estimate.
    digits : int
        Decimals of estimates; small errors get more, so that two of their digits show.
    stars : list of float
        p below which an estimate gets \\*, \\*\\*, \\*\\*\\*: up to three, largest first. Empty: none.
    labels : dict
        Other names for terms, outcomes and effects; a part of an interaction is renamed too.
    model_names : list of str
        Instead of (1), (2), ... or the names of split samples.
    title : str
        Caption.
    statistics : list of str
        Rows below the coefficients, of: observations, separated, singletons, missing, r2, r2_adjusted, r2_within,
        pseudo_r2, deviance, log_likelihood, aic, bic, rmse, iterations, first_stage_f, kleibergen_paap_f,
        cragg_donald_f, effective_f, underidentification_p, overidentification_p, endogeneity_p, anderson_rubin_p.
        Empty: what the models have of the usual.
    order : str or list of str
        Regular expressions in the order in which the terms that match them are to stand; the others follow.
    notes : str or list of str
        Further notes below the table.
    width : int
        Of text, in columns; more models than fit stand in panels one below the other.

    Returns
    -------
    str
        Shows as a table at a prompt, and in a notebook where it is HTML.
    """
    listed = [models] if isinstance(models, Figures) else list(models)
    text = _core.regression_table(
        [model._fit for model in listed],
        format=format,
        keep=[keep] if isinstance(keep, str) else list(keep),
        drop=[drop] if isinstance(drop, str) else list(drop),
        below=below,
        digits=digits,
        stars=list(stars),
        labels=list((labels or {}).items()),
        model_names=list(model_names) or [m.sample or f"({k})" for k, m in enumerate(listed, 1)],
        title=title,
        statistics=list(statistics),
        width=width,
        order=[order] if isinstance(order, str) else list(order),
        notes=[notes] if isinstance(notes, str) else list(notes),
    )
    return Html(text) if format == "html" else Text(text)
