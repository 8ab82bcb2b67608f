"""The regression table of one model as HTML for a notebook."""

from __future__ import annotations

import html
import math
from typing import Sequence

from ._figures import Figures


class Text(str):
    """Text that shows as it is at the prompt, without quotes and ``\\n``."""

    def __repr__(self) -> str:
        return str(self)


def summary_html(result: Figures) -> str:
    head, rows = _coefficient_cells(result)
    number = "text-align:right;font-variant-numeric:tabular-nums;padding:2px 10px"
    text = "text-align:left;padding:2px 10px 2px 0"
    rule = "border-bottom:1px solid currentColor"

    def line(tag: str, row: Sequence[str], style: str = "") -> str:
        cells = [f'<{tag} style="{text if c == 0 else number};{style}">{_sign(html.escape(v))}</{tag}>'
                 for c, v in enumerate(row)]  # fmt: skip
        return f'<tr style="background:none">{"".join(cells)}</tr>'

    fit = [html.escape(n).replace("   ", "&emsp;") for n in _fit_lines(result)]
    notes = "<br>".join([*fit, *map(html.escape, _warning_lines(result))])
    above = "<br>".join(html.escape(n) for n in _sample_lines(result))
    body = "".join(line("td", row) for row in rows)
    return (
        '<div style="display:inline-block;font-size:13px;line-height:1.45">'
        f'<div><b>{html.escape(_family(result))}</b>&ensp;<code>{html.escape(result.formula)}</code></div>'
        f'<div style="opacity:.75">{above}</div>'
        f'<table style="border-collapse:collapse;margin:6px 0;font:inherit;color:inherit;{rule};'
        'border-top:1px solid currentColor">'
        f'<thead>{line("th", head, rule)}</thead><tbody>{body}</tbody></table>'
        f'<div style="opacity:.75">{notes}</div></div>'
    )


def _sign(cell: str) -> str:
    """A minus sign where text has a hyphen before a number."""
    return cell.replace("-", "\u2212") if cell[:1] == "-" and cell[1:2].isdigit() else cell


def _family(result: Figures) -> str:
    if result.iv is not None:
        return {"ppml": "PPML, control function", "ols": "2SLS"}[result.family]
    return {"ppml": "PPML", "ols": "OLS"}[result.family]


def _count(n: int) -> str:
    """12 345: thousands by a narrow space that no line breaks at."""
    return f"{n:,}".replace(",", "\u202f").replace("-", "\u2212")


def _sample_lines(result: Figures) -> list[str]:
    left_out = [("separated", result.separated), ("singletons", result.singletons), ("missing", result.missing)]
    counts = [f"{name} {_count(len(rows))}" for name, rows in left_out if len(rows)]
    line = f"{_count(result.observations)} observations"
    if counts:
        line += f" (left out: {', '.join(counts)})"
    if result.sample:
        line = f"{result.sample}: {line}"
    return [line, f"Standard errors: {result.vcov_name}"]


def _coefficient_cells(result: Figures) -> tuple[list[str], list[list[str]]]:
    percent = f"{100 * result.level:g} %"
    statistic = "z" if result._fit.normal else "t"
    head = ["", "Estimate", "Std. error", statistic, "p", f"{percent} low", "high"]
    table = result.coefficients
    decimals = _decimals(table["std_error"])
    rows = []
    for term, estimate, std_error, value, p, low, high in table.rows():
        numbers = [_number(v, decimals) for v in (estimate, std_error)]
        interval = [_number(v, decimals) for v in (low, high)]
        rows.append([term, *numbers, _number(value, 2), _p_value(p), *interval])
    return head, rows


def _decimals(std_errors: Sequence[float]) -> int:
    """So many that the smallest standard error shows four digits, from 4 to 10."""
    positive = [s for s in std_errors if s > 0 and math.isfinite(s)]
    return min(10, max(4, 3 - math.floor(math.log10(min(positive))))) if positive else 6


def _number(value: float, decimals: int) -> str:
    if math.isnan(value):
        return "."
    return f"{value:.{decimals}f}" if abs(value) < 1e9 else f"{value:.6g}"


def _p_value(p: float) -> str:
    return "." if math.isnan(p) else "<0.001" if p < 0.001 else f"{p:.3f}"


def _fit_lines(result: Figures) -> list[str]:
    if result.family == "ppml":
        values = [("Deviance", result.deviance), ("Log likelihood", result.log_likelihood),
                  ("Pseudo R2", result.pseudo_r2)]  # fmt: skip
    else:
        values = [("R2", result.r2), ("Within R2", result.r2_within), ("RMSE", result.rmse)]
    return ["   ".join(f"{name} {_statistic(value)}" for name, value in values if not math.isnan(value))]


def _statistic(value: float) -> str:
    """4 265 229, 1337.3, 0.9871"""
    return _count(round(value)) if abs(value) >= 1e4 else f"{value:.{1 if abs(value) >= 100 else 4}f}"


def _warning_lines(result: Figures) -> list[str]:
    lines = [f"Left out: {reason}" for reason in result.dropped]
    if result.iv is not None:
        lines = repr(result.iv).split("\n") + lines
    if not result.converged:
        lines.append(f"Not converged: {result.reason}")
    return lines
