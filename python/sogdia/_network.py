"""Ways from A to B, and from everywhere to everywhere."""

from __future__ import annotations

import html
import math
import warnings
from dataclasses import dataclass
from typing import Iterator

import numpy as np

from . import _core
from ._arguments import PathLike, Place, Words, list_of, place_of, text_of, whole_of, words_of
from ._error import Error, NoSuchName
from ._table import Table
from ._world import World, world_of


@dataclass(frozen=True)
class Route:
    """The best way of one family of modes. Hours, USD a tonne, km; `share` (of value), `share_tonnes` and `ad_valorem_cost` are fractions."""

    family: str
    share: float
    share_tonnes: float
    hours: float
    usd_per_tonne: float
    km: float
    ad_valorem_cost: float
    alternative: int  # which of its family's ways: 1 is the best
    land_bridge: bool  # by sea twice, with land between
    borders: list[str]
    gauge_breaks: list[str]
    passages: list[str]


@dataclass(frozen=True, repr=False)
class Routes:
    """The best ways between two places, one a family, best first; see `route`.

    Attributes
    ----------
    origin, destination : str
        What the names were taken as.
    routes : list of Route
        Empty where there is no way by the mode asked for.
    legs : Table
        family, alternative, leg, mode, from, to, km, hours, usd_per_tonne; one row a leg.
    notes : list of str
        What a name could have meant beside what was taken.
    mode : str
        The one mode that was asked for; empty for all.
    """

    origin: str
    destination: str
    routes: list[Route]
    legs: Table
    notes: list[str]
    mode: str = ""

    def __iter__(self) -> Iterator[Route]:
        return iter(self.routes)

    def __len__(self) -> int:
        return len(self.routes)

    def __getitem__(self, family: int | str) -> Route:
        """By number, best first, or by family: ``ways["rail"]``."""
        if isinstance(family, int):
            return self.routes[family]
        for each in self.routes:
            if each.family == family:
                return each
        found = [each.family for each in self.routes]
        raise NoSuchName(f"there is no way by `{family}`", f"{self.origin} to {self.destination}", f"by {', '.join(found)}" if found else "")

    @property
    def table(self) -> Table:
        """family, share, share_tonnes, hours, usd_per_tonne, km, ad_valorem_cost, borders, passages; one row a route."""
        numbers = ("share", "share_tonnes", "hours", "usd_per_tonne", "km", "ad_valorem_cost")
        columns: dict[str, object] = {"family": [r.family for r in self.routes]}
        columns |= {name: np.array([getattr(r, name) for r in self.routes], dtype=float) for name in numbers}
        columns["borders"] = [", ".join(r.borders) for r in self.routes]
        columns["passages"] = [", ".join(r.passages) for r in self.routes]
        return Table(columns)  # type: ignore[arg-type]

    def __repr__(self) -> str:
        nothing = f"no way by {self.mode.replace('_', ' ') or 'any mode'}"
        return f"{self.origin} to {self.destination}\n{self.table if self.routes else nothing}"

    def _repr_html_(self) -> str:
        title = html.escape(f"{self.origin} to {self.destination}")
        return f"<h3>{title}</h3>\n{self.table._repr_html_()}\n{self.legs._repr_html_()}"


def route(
    origin: Place,
    destination: Place,
    *,
    close: Words = (),
    open: Words = (),
    avoid: Words = (),
    via: Place | None = None,
    mode: str = "",
    alternatives: int = 1,
    projects: Words = "open",
    sector: str = "general",
    goods: str = "",
    world: World | PathLike | None = None,
    threads: int = 0,
) -> Routes:
    """The best ways by sea, rail, road and air.

    Parameters
    ----------
    origin, destination : str or (float, float)
        Place, port, airport or crossing: a name in any language, a code, an id, ``"LAT,LON"`` or the two as numbers.
    close, open : str or list of str
        Ways to close or open: ``"suez"``, ``"border:CHN-KAZ"``, ``"port:CNSHA"``, ``["suez", "panama"]``.
    avoid : str or list of str
        Countries, borders or passages to keep out of: ``"RUS"``, ``"CHN-KAZ"``, ``"malacca"``.
    via : str or (float, float), optional
        A place, port or crossing on the way.
    mode : str
        "sea", "rail", "road", "air" or "inland_water": the ways of that one alone.
    alternatives : int
        Ways of each mode: the best and others apart from it.
    projects : str or list of str
        Projects that stand: "none", "open", "planned", "all", or ids.
    sector : str
        Whose goods travel: "general", "agriculture" and so on.
    goods : str
        A class of goods, whose shares are told: "crude_oil", "dry_bulk", "food", "machinery_electronics" and so on; all by value where it is left out.
    world : World or path, optional
        The package's own where it is left out.
    threads : int
        0 = one per core. Never changes a bit of the result.

    Returns
    -------
    Routes

    Raises
    ------
    Error
        For a name that the world does not have, with the nearest ones.
    """
    at, to, found, legs, notes = _core.route(
        world_of(world)._engine, place_of(origin, "origin"), place_of(destination, "destination"), list_of(projects, "projects"),
        words_of(close, "close"), words_of(open, "open"), words_of(avoid, "avoid"), "" if via is None else place_of(via, "via"),
        text_of(mode, "mode"), whole_of(alternatives, "alternatives", least=1), text_of(sector, "sector"), whole_of(threads, "threads"), text_of(goods, "goods"),
    )
    return Routes(at, to, [Route(**each) for each in found], Table._of(legs), notes, mode)


def skim(
    *,
    places: bool = False,
    zones: int = 480,
    close: Words = (),
    open: Words = (),
    avoid: Words = (),
    projects: Words = "open",
    sector: str = "general",
    world: World | PathLike | None = None,
    threads: int = 0,
) -> Table:
    """Time and money between all countries, or between all places by mode.

    Parameters
    ----------
    places : bool
        From place to place by family of modes, not from country to country.
    zones : int
        Places that stand for their countries; every country keeps one.
    close, open, avoid, projects, sector, world, threads
        As in `route`.

    Returns
    -------
    Table
        exporter, importer, hours, usd_per_tonne, km, ad_valorem_cost (a fraction of the goods' value), NaN where there is
        no way; or from, to, family, hours, usd_per_tonne, km, ad_valorem_cost, share, for those that have one.

    Raises
    ------
    Error
        For a name that the world does not have.
    KeyboardInterrupt
        Ctrl-C, within a fraction of a second.
    """
    table, notes = _core.skim(
        world_of(world)._engine, list_of(projects, "projects"), words_of(close, "close"), words_of(open, "open"),
        words_of(avoid, "avoid"), whole_of(zones, "zones", least=2), text_of(sector, "sector"), bool(places), whole_of(threads, "threads"),
    )
    for note in notes:
        warnings.warn(note, stacklevel=2)
    return Table._of(table)


def modes(
    origin: Place,
    destination: Place = "",
    *,
    goods: Words = (),
    both: bool = False,
    within: bool = False,
    through: str = "",
    km: tuple[float, float] | None = None,
    year: int = 2023,
    world: World | PathLike | None = None,
    threads: int = 0,
) -> Table:
    """By what modes trade goes: sea, rail, road, ferry, air, inland_water, pipeline. Estimated.

    Parameters
    ----------
    origin, destination : str
        A country, a bloc, several with commas, "world", "not:X" for all but X, or a place. Within each country of `origin` where no
        destination is given.
    goods : str or list of str
        Classes of goods: "crude_oil", "food", ["chemicals_metals", "manufactures"]; all where it is left out.
    both : bool
        What comes back too.
    within : bool
        Of flows from a group to itself, those inside each of its countries too.
    through : str
        A passage: only what goes through it by sea.
    km : (float, float), optional
        Only what goes so far, by road if there is one; ``(1600, inf)`` is all above.
    year : int
        Of the trade.
    world, threads
        As in `route`.

    Returns
    -------
    Table
        from, to, mode, share_value, share_tonnes, share_tonne_km (fractions), usd, tonnes, tonne_km.

    Raises
    ------
    Error
        For a name or a class of goods that the world does not have; a world that does not tell classes apart.
    KeyboardInterrupt
        Ctrl-C, within a fraction of a second.
    """
    try:
        low, high = (0.0, math.inf) if km is None else (float(end) for end in km)
    except (TypeError, ValueError):
        raise Error(f"`km` is {km!r}", "km", "two numbers, such as (400, 800), or (1600, math.inf) for all above") from None
    span = "" if km is None else f"{low:g}-{'' if math.isinf(high) else f'{high:g}'}"
    table = Table._of(
        _core.modes(
            world_of(world)._engine, place_of(origin, "origin"), place_of(destination, "destination") if destination else "", ",".join(words_of(goods, "goods")),
            bool(both), bool(within), text_of(through, "through"), span, whole_of(year, "year"), whole_of(threads, "threads"),
        )
    )  # fmt: skip
    return Table({name: table[name] for name in table.columns if name != "row"})
