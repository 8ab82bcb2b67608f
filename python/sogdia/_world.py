"""The world pack: where it lies, and its tables."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, Sequence

from . import _core
from ._arguments import PathLike, path_of
from ._error import NoSuchName
from ._table import Table


class Tables(Mapping[str, Table]):
    """Tables by name; each is made when it is first asked for."""

    def __init__(self, names: Sequence[str], make: Callable[[str], Any], whose: str) -> None:
        self._names, self._make, self._whose = list(names), make, whose
        self._made: dict[str, Table] = {}

    def __getitem__(self, name: str) -> Table:
        if name not in self._names:
            hint = _core.nearest_hint(str(name), self._names) or "tables: " + ", ".join(self._names)
            raise NoSuchName(f"there is no table `{name}`", self._whose, hint)
        if name not in self._made:
            self._made[name] = Table._of(self._make(name))
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __reduce__(self) -> Any:
        return dict, (dict(self.items()),)  # another process has the tables, and not what makes them

    def __repr__(self) -> str:
        return "tables: " + ", ".join(self._names)


class World:
    """A world pack in memory; see `world`.

    Attributes
    ----------
    folder : str
        Where it was read from.
    tables : Tables
        Its tables by name: countries, places, links, trade and so on (docs/reference/data.md).
    parameters : dict of str to float
        ``parameters.toml`` with dotted keys: ``"speed.rail"``.
    """

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.folder: str = engine.folder
        self.tables = Tables(engine.tables, engine.table, self.folder)
        self.parameters: dict[str, float] = engine.parameters
        self._evidence: Any = None

    def _claims_evidence(self) -> Any:
        """What claims are held against; made ready with the first text."""
        if self._evidence is None:
            self._evidence = _core.claims_evidence(self._engine)
        return self._evidence

    def __reduce__(self) -> Any:
        return world, (self.folder,)  # another process reads it again

    def __repr__(self) -> str:
        return f"World({self.folder!r}): {len(self.tables['countries'])} countries, {len(self.tables['links'])} links"


_kept: World | None = None


def world(path: PathLike | None = None) -> World:
    """Read a world pack.

    Parameters
    ----------
    path : path, optional
        Its folder. Else the one that the environment variable ``SOGDIA_WORLD`` names, else the package's own.

    Returns
    -------
    World
        One that no path names is read once and kept; do not change its tables.

    Raises
    ------
    Error
        Where the folder is no pack, or a cell of it is wrong, with file and row.
    """
    global _kept
    folder = _core.find_world(
        "" if path is None else path_of(path),
        os.environ.get("SOGDIA_WORLD", ""),
        [str(Path(__file__).parent / "_pack")],
    )
    if path is not None:
        return World(_core.load_world(folder))
    if _kept is None or _kept.folder != folder:
        _kept = World(_core.load_world(folder))
    return _kept


def world_of(given: World | PathLike | None) -> World:
    """The world that a caller means: one at hand, a path, or the package's own."""
    return given if isinstance(given, World) else world(given)

