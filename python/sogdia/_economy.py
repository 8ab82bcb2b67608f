"""The trade model on tables of one's own, and how far one leans on another."""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass, field
from typing import Any

from . import _core
from ._arguments import PathLike, Words, list_of, thetas_of, whole_of
from ._data import frame_of
from ._files import text_separator
from ._table import Table
from ._world import World, world_of


@dataclass(frozen=True)
class Equilibrium:
    """What `solve` found.

    Attributes
    ----------
    countries : Table
        country, welfare_hat, wage_hat, price_hat, expenditure_hat; hats, 1 = unchanged.
    trade : Table
        exporter, importer, value: all pairs, in the money unit of the trade given, of the base's world income.
    converged : bool
    iterations : int
    residual : float
        The largest relative error of a country's market.
    reason : str
        Why not, where it did not converge.
    """

    countries: Table
    trade: Table = field(repr=False)
    converged: bool
    iterations: int
    residual: float
    reason: str

    def to_pandas(self) -> Any:
        """`countries` as a pandas DataFrame."""
        return self.countries.to_pandas()

    def to_polars(self) -> Any:
        """`countries` as a polars DataFrame."""
        return self.countries.to_polars()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.countries.__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str:
        return self.countries._repr_html_() + ("" if self.converged else "<p>not converged</p>")


def _flows(data: Any, value: str, read: Any) -> Any:
    """Text by the engine's strict reader, all else as `estimate` takes it."""
    if isinstance(data, os.PathLike):
        data = os.fspath(data)
    if isinstance(data, str) and text_separator(data) is not None:
        return read(data)
    return _core.flows_of(frame_of(data, ["exporter", "importer", value]), value)


def solve(trade: Any, change: Any = None, *, theta: float = 4.0, deficits: str = "fixed") -> Equilibrium:
    """Solve the one-sector trade model in exact hats (Dekle, Eaton & Kortum 2008).

    Parameters
    ----------
    trade : table
        exporter, importer, value, with internal trade in the rows A, A; any table that `estimate` takes, or a CSV
        file. Pairs that do not stand there do not trade.
    change : table, optional
        exporter, importer, kappa_hat: the change of trade costs, 1 = none, ``inf`` = no trade. Other pairs stay.
    theta : float
        Trade elasticity, above 0.
    deficits : {"fixed", "scaled", "zero"}
        Held in dollars, scaled with what is left of each country's trade, or balanced before the change and after it.

    Returns
    -------
    Equilibrium

    Raises
    ------
    Error
        For a value that is negative or missing, an unknown country, or a pair given twice, with its row.
    """
    wedges = _core.read_wedges("") if change is None else _flows(change, "kappa_hat", _core.read_wedges)
    found = _core.solve(_flows(trade, "value", _core.read_flows), wedges, float(theta), deficits)
    found["countries"], found["trade"] = Table._of(found["countries"]), Table._of(found["trade"])
    return Equilibrium(**found)


def depend(
    a: Words,
    b: Words | None = None,
    *,
    year: int = 2023,
    theta: float | tuple[float, float, float] | None = None,
    world: World | PathLike | None = None,
) -> Table:
    """How far two countries or blocs rely on each other, or one on every country.

    Parameters
    ----------
    a, b : str or list of str
        Countries and blocs: one, or several that stand together. Without `b`: every country, from a's largest loss to its smallest.
    year : int
        Of the trade table.
    theta : float or (short, medium, long), optional
        Trade elasticities of the three horizons; one is all three. The pack's own where they are left out.
    world : World or path, optional
        The package's own where it is left out.

    Returns
    -------
    Table
        One row a direction (a on b, then b on a), with the columns of the table `dependence` of a run: both sides' shares,
        cutoff_* (log real expenditure lost, closed form) and ge_* (real income lost in equilibrium; NaN in a ranking) in
        the long, medium and short run, loss_ratio_* (a's loss over b's, with its range), what others could absorb,
        concentration, and the two flows with their intervals and who reports them. Fractions.

    Raises
    ------
    Error
        For a name or a year that the world does not have.
    """
    parties = [", ".join(list_of(words, name)) for words, name in ((a, "a"), (b, "b"))]
    return _told(_core.depend(world_of(world)._engine, *parties, whole_of(year, "year"), thetas_of(theta)))


def alignment(a: Words, *, world: World | PathLike | None = None) -> Table:
    """A party's trade with those who voted for, against or neither, and with each bloc, in every year of the trade table.

    Parameters
    ----------
    a : str or list of str
        A country or a bloc, or several that stand together.
    world : World or path, optional
        The package's own where it is left out.

    Returns
    -------
    Table
        One row a question (`kind`, `of`), group and year: countries, exports_usd, imports_usd, export_share, import_share (1 less it is
        left if the group turns away), cutoff_low, cutoff_mid, cutoff_high (log real expenditure lost without the group's goods).

    Raises
    ------
    Error
        For a name that the world does not have.
    """
    return _told(_core.alignment(world_of(world)._engine, ", ".join(list_of(a, "a"))))


def exposure(
    a: Words, b: Words | None = None, *, year: int = 2023, world: World | PathLike | None = None, threads: int = 0
) -> Table:
    """How much of a party's trade goes through each passage, and what its way round is.

    Parameters
    ----------
    a, b : str or list of str
        Countries and blocs; without `b` a's trade with the whole world, which takes some seconds.
    year : int
        Of the trade table.
    world : World or path, optional
        The package's own where it is left out.
    threads : int
        0 is one per core; never changes a result.

    Returns
    -------
    Table
        One row a passage that is used, from the largest share: usd, export_share, import_share, share, lose_mode, no_way,
        detour_days.

    Raises
    ------
    Error
        For a name or a year that the world does not have.
    """
    parties = [", ".join(list_of(words, name)) for words, name in ((a, "a"), (b, "b"))]
    return _told(_core.exposure(world_of(world)._engine, *parties, whole_of(year, "year"), whole_of(threads, "threads")))


def _told(found: tuple[Any, list[str]]) -> Table:
    table, notes = found
    for note in notes:
        warnings.warn(note, stacklevel=3)
    return Table._of(table)
