"""Flows on a network whose ways slow down with use."""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass, field
from typing import Any

from . import _core
from ._arguments import PathLike, path_of, text_of, whole_of
from ._data import frame_of
from ._error import Error
from ._table import Table
from ._world import World, world_of


@dataclass(frozen=True)
class Assignment:
    """What `assign` found.

    Attributes
    ----------
    flows : Table
        link_id, from, to, flow, time, cost, volume_over_capacity: one row a direction of a link, in the units of the network and of the trips.
    objective : float
        Beckmann's: the sum over links of the integral of cost up to the flow.
    tstt : float
        Total system travel time, the sum of flow times cost.
    relative_gap : float
        (tstt - what the trips would cost by the cheapest ways at these costs) / tstt.
    iterations : int
    converged : bool
        Whether the gap asked for was reached.
    """

    flows: Table = field(repr=False)
    objective: float
    tstt: float
    relative_gap: float
    iterations: int
    converged: bool

    def to_pandas(self) -> Any:
        """`flows` as a pandas DataFrame."""
        return self.flows.to_pandas()

    def to_polars(self) -> Any:
        """`flows` as a polars DataFrame."""
        return self.flows.to_polars()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.flows.__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str:
        return self.flows._repr_html_() + ("" if self.converged else "<p>not converged</p>")


def _number(value: Any, name: str, above: float | None = None) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if not (number > above if above is not None else number >= 0):
        raise Error(f"`{name}` is {value!r}", name, "a number above 0" if above is not None else "a number, 0 or more")
    return number


def assign(
    trips: Any,
    *,
    world: World | PathLike | None = None,
    capacities: PathLike | None = None,
    gap: float = 1e-6,
    max_iterations: int = 10_000,
    toll_factor: float | None = None,
    length_factor: float | None = None,
    sector: str = "general",
    threads: int = 0,
) -> Assignment:
    """Flows at which no trip has a cheaper way than its own (Wardrop's user equilibrium).

    Parameters
    ----------
    trips : path or table
        A TNTP file, a CSV file of origins, destinations and trips, or any table with the columns from, to and trips.
    world : World or path, optional
        A TNTP file, a GMNS folder, or a world pack. The package's own where it is left out, which needs `capacities`.
    capacities : path, optional
        CSV with target and capacity of terminals, passages, borders and links, for a pack without delays of its own.
    gap : float
        Relative gap that is good enough.
    max_iterations : int
    toll_factor, length_factor : float, optional
        What a unit of toll and of length costs; as the network says where they are left out.
    sector : str
        Whose goods travel, in a world pack.
    threads : int
        0 = one per core. Never changes a bit of the result.

    Returns
    -------
    Assignment
        Its figures are those of the last iteration where it did not converge, and a warning says so.

    Raises
    ------
    Error
        For trips of a zone that the network lacks, a wrong cell, a file cut short, with its row; where no way leads.
    KeyboardInterrupt
        Ctrl-C, within a fraction of a second.
    """
    if isinstance(world, (str, os.PathLike)) and _core.is_source_network(path_of(world)):
        engine, notes = _core.network_world(path_of(world))
    else:
        engine, notes = world_of(world)._engine, []
    asked = _core.read_trips(path_of(trips)) if isinstance(trips, (str, os.PathLike)) else _core.trips_of(frame_of(trips, ["from", "to", "trips"]))
    found = _core.assign(
        engine, asked, _number(gap, "gap", above=0), whole_of(max_iterations, "max_iterations", least=1),
        None if toll_factor is None else _number(toll_factor, "toll_factor"), None if length_factor is None else _number(length_factor, "length_factor"),
        "" if capacities is None else path_of(capacities), text_of(sector, "sector"), whole_of(threads, "threads"),
    )  # fmt: skip
    for note in notes + found.pop("notes"):
        warnings.warn(note, stacklevel=2)
    found["flows"] = Table._of(found["flows"])
    if not found["converged"]:
        warnings.warn(f"not converged: the relative gap is {found['relative_gap']:.1e} after {found['iterations']} iterations", stacklevel=2)
    return Assignment(**found)
