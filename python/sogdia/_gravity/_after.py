"""What a result gives when it is asked further."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from .._table import Table


class FixedEffects(Table):
    """Table of effect, level, value.

    ``linear predictor = offset + x b + constant + sum over effects of the value of the row's level``.
    """

    def __init__(self, columns: Mapping[str, Any], constant: float, converged: bool) -> None:
        super().__init__(columns)
        self.constant = constant
        self.converged = converged

    def of(self, effect: str) -> dict[str, float]:
        """Level to value, of one effect: ``of("exporter^year")["FRA^1990"]``."""
        names, levels, values = self["effect"], self["level"], self["value"]
        return {level: float(value) for name, level, value in zip(names, levels, values) if name == effect}


class Resistances(Table):
    """Table of side ("outward", "inward"), country, time, resistance, size (output or expenditure)."""

    def __init__(self, columns: Mapping[str, Any], converged: bool) -> None:
        super().__init__(columns)
        self.converged = converged


@dataclass(frozen=True)
class Combination:
    """A combination of coefficients, or an average margin, with its error by the delta method."""

    text: str
    estimate: float
    std_error: float
    statistic: float  # z, or t, as the fit has
    p: float
    low: float
    high: float


@dataclass(frozen=True)
class Wald:
    """A joint test of restrictions: chi-squared with df, or F with df and df_residual where the fit has t."""

    restrictions: list[str]
    statistic: float
    df: int
    p: float
    normal: bool
    df_residual: float


@dataclass(frozen=True)
class Reset:
    """Ramsey's RESET: a small p says that the model's functional form does not fit."""

    statistic: float  # z, or t with df degrees of freedom
    p: float
    normal: bool
    df: float
    converged: bool
    added: bool  # False: the square of the index is collinear with the model, and there is no test
