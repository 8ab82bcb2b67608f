"""The world pack: where it lies, and its tables."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, Sequence, Union

from . import _core
from ._error import Error
from ._table import Table

Words = Union[str, Sequence[str]]


class Tables(Mapping[str, Table]):
    """Tables by name; each is made when it is first asked for."""

    def __init__(self, names: Sequence[str], make: Callable[[str], Any], whose: str) -> None:
        self._names, self._make, self._whose = list(names), make, whose
        self._made: dict[str, Table] = {}

    def __getitem__(self, name: str) -> Table:
        if name not in self._names:
            hint = _core.nearest_hint(str(name), self._names) or "tables: " + ", ".join(self._names)
            raise Error(f"there is no table `{name}`", self._whose, hint)
        if name not in self._made:
            self._made[name] = Table._of(self._make(name))
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

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

    def __repr__(self) -> str:
        return f"World({self.folder!r}): {len(self.tables['countries'])} countries, {len(self.tables['links'])} links"


_kept: World | None = None


def world(path: str | os.PathLike[str] | None = None) -> World:
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
        "" if path is None else os.fspath(path),
        os.environ.get("SOGDIA_WORLD", ""),
        [str(Path(__file__).parent / "_pack")],
    )
    if path is not None:
        return World(_core.load_world(folder))
    if _kept is None or _kept.folder != folder:
        _kept = World(_core.load_world(folder))
    return _kept


def world_of(given: World | str | os.PathLike[str] | None) -> World:
    """The world that a caller means: one at hand, a path, or the package's own."""
    return given if isinstance(given, World) else world(given)


def words_of(words: Words) -> list[str]:
    """One text, or several."""
    return [words] if isinstance(words, str) else list(words)


def list_of(words: Words) -> list[str]:
    """The same, where a text may be a list with commas."""
    return [part.strip() for word in words_of(words) for part in word.split(",") if part.strip()]
