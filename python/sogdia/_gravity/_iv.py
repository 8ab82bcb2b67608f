"""What a fit with instruments tells of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .._table import Table


@dataclass(frozen=True)
class Test:
    """A statistic: F with df and df_residual, or chi-squared with df where df_residual is 0."""

    statistic: float
    df: float
    df_residual: float
    p: float


@dataclass(frozen=True)
class FirstStage:
    """Least squares of one endogenous regressor on the instruments and the exogenous regressors."""

    endogenous: str
    coefficients: Table  # term, estimate, std_error, statistic, p, low, high: the instruments first
    f: Test  # that no instrument matters
    conditional_f: float  # Sanderson & Windmeijer (2016): given the other endogenous regressors
    partial_r2: float  # of the instruments
    residual: np.ndarray  # one a row of the data, NaN where it was left out; empty with lean=True


@dataclass(frozen=True)
class IV:
    """The first stages and the tests of the instruments; NaN where a model has no such statistic."""

    first_stages: list[FirstStage]
    instruments: list[str]  # those that were kept
    underidentification: Test  # Kleibergen-Paap rk LM
    kleibergen_paap_f: float
    cragg_donald_f: float
    effective_f: float  # Montiel Olea & Pflueger (2013), one endogenous regressor
    effective_f_critical: float  # at 5 %, for a bias of 10 % of the worst case
    overidentification_name: str  # "Sargan" or "Hansen J"
    overidentification: Test
    endogeneity: Test  # Wu-Hausman; PPML: that the residuals' coefficients are 0
    anderson_rubin: Test  # that the endogenous regressors' coefficients are 0
    anderson_rubin_set: list[tuple[float, float]] | None  # intervals at the fit's level, ends may be infinite
    warning: str  # weak instruments; "" where there is nothing to warn of

    def __repr__(self) -> str:
        lines = [f"Instruments: {', '.join(self.instruments)}"]
        for stage in self.first_stages:
            lines.append(f"First stage of {stage.endogenous}: F = {stage.f.statistic:.4g}, partial R2 {stage.partial_r2:.4g}")
        for name in ("kleibergen_paap_f", "cragg_donald_f", "effective_f"):
            value = getattr(self, name)
            if value == value:
                lines.append(f"{name}: {value:.4g}")
        for name in ("underidentification", "overidentification", "endogeneity", "anderson_rubin"):
            test = getattr(self, name)
            if test.statistic == test.statistic:
                lines.append(f"{name}: {test.statistic:.4g}, p = {test.p:.4g}")
        if self.anderson_rubin_set is not None:
            lines.append(f"anderson_rubin_set: {self.anderson_rubin_set}")
        return "\n".join(lines + ([f"Warning: {self.warning}"] if self.warning else []))


def iv_of(found: dict[str, Any] | None, rows: int, row: np.ndarray) -> IV | None:
    if found is None:
        return None
    stages = []
    for stage in found["first_stages"]:
        residual = np.array(stage["residual"])
        if len(residual):
            residual = np.full(rows, np.nan)
            residual[row] = stage["residual"]
        columns = {name: v if name == "term" else np.array(v) for name, v in stage["coefficients"].items()}
        stages.append(
            FirstStage(**{**stage, "coefficients": Table(columns), "f": Test(**stage["f"]), "residual": residual})
        )
    tests = ("underidentification", "overidentification", "endogeneity", "anderson_rubin")
    return IV(**{**found, "first_stages": stages, **{name: Test(**found[name]) for name in tests}})
