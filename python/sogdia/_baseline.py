"""The base world computed once, and scenarios on it."""

from __future__ import annotations

import html
import os
from typing import Any, Mapping, Union

from . import _core
from ._arguments import PathLike, Words, list_of, path_of, text_of, whole_of
from ._error import Error
from ._table import Table
from ._toml import toml_of
from ._world import Tables, World, world_of

StudyLike = Union[PathLike, Mapping[str, Any]]


def _study(study: StudyLike) -> Any:
    if isinstance(study, Mapping):
        for key in ("change", "estimate", "published"):
            if isinstance(study.get(key), Mapping):
                raise Error(f"`{key}` is one dict", f"study, {key}", f'a list of dicts: {{"{key}": [{{...}}]}}')
        return _core.load_study_text(toml_of({"title": "Scenario", **study}), "study")
    if isinstance(study, str) and ("\n" in study or "=" in study):
        return _core.load_study_text(study, "study")
    if isinstance(study, str) and not study.strip():
        raise Error("the study is empty", "study", "the path of a file, its text, or a dict")
    if isinstance(study, (str, os.PathLike)):
        return _core.load_study(path_of(study))
    raise Error(f"a study is not of type {type(study).__name__}", "study", "the path of a file, its text, or a dict")


class Baseline:
    """The world before any change, with its ways and costs; see `baseline`. Scenarios share it and leave it as it is.

    Attributes
    ----------
    world : World
    year : int
        Of the trade table.
    projects : list of str
        Those that stand before any change.
    zones : int
        How many places stand for their countries.
    sector : str
        Whose goods travel.
    countries : list of str
        ISO 3166 alpha-3, in the order of matrices.
    """

    def __init__(self, engine: Any, world: World) -> None:
        self._engine, self.world = engine, world
        self.year: int = engine.year
        self.projects: list[str] = engine.projects
        self.zones: int = engine.zones
        self.sector: str = engine.sector
        self.countries: list[str] = engine.countries

    @property
    def seconds(self) -> dict[str, float]:
        """How long each stage took."""
        return dict(self._engine.seconds)

    def run(self, study: StudyLike, *, threads: int = 0) -> Outcome:
        """Put a scenario on this base.

        Parameters
        ----------
        study : path, str or dict
            A study file, its TOML text, or the same as a dict:
            ``{"change": [{"kind": "close", "target": "suez"}], "brief": {"pairs": [["CHN", "DEU"]]}}``. What its
            [base] and [access] leave out is this base's. A dict needs no title.
        threads : int
            0 = one per core. Never changes a bit of the result.

        Returns
        -------
        Outcome
            One whose equilibrium was not found has ``converged == False``.

        Raises
        ------
        Error
            What the study says wrong, with its line; or [base] and [access] that are not this base's.
        KeyboardInterrupt
            Ctrl-C, within a fraction of a second.
        """
        return Outcome(_core.run(self._engine, _study(study), whole_of(threads, "threads")), self)

    def __reduce__(self) -> Any:
        raise TypeError("a Baseline stays in its process: make one in each, or run scenarios in threads")

    def __repr__(self) -> str:
        return (f"Baseline: {self.year}, projects {', '.join(self.projects)}, {len(self.countries)} countries, "
                f"{self.zones} places, sector {self.sector}")  # fmt: skip


def baseline(
    world: World | PathLike | None = None,
    *,
    year: int | None = None,
    projects: Words | None = None,
    zones: int | None = None,
    sector: str | None = None,
    study: StudyLike | None = None,
    threads: int = 0,
) -> Baseline:
    """Compute the base world: network, ways by sea, rail, road and air, and costs between all countries.

    Parameters
    ----------
    world : World or path, optional
        The package's own where it is left out, or the study's.
    year : int, default 2023
        Of the trade table: 2014 or 2023 in the package's world.
    projects : str or list of str, default "open"
        What stands before any change: "none", "open", "planned", "all", or ids of projects.
    zones : int, default 480
        Places that stand for their countries; every country keeps one.
    sector : str, default "general"
        Whose goods travel: "general", "agriculture" and so on, which sets their value a tonne and of time.
    study : path, str or dict, optional
        Take year, projects, zones, sector and world from this study instead.
    threads : int
        0 = one per core. Never changes a bit of the result.

    Returns
    -------
    Baseline

    Raises
    ------
    Error
        For a project, sector or year that the world does not have; for a study beside year, projects, zones or sector.
    """
    given = {"year": year, "projects": projects, "zones": zones, "sector": sector}
    if study is not None:
        if both := [name for name, value in given.items() if value is not None]:
            raise Error(f"both `study` and `{both[0]}` are given", both[0], "the study says it, or leaves it at its default")
        asked = _study(study)
        if world is None and asked.world:
            folder = os.path.dirname(asked.path) if not isinstance(study, Mapping) else ""
            world = os.path.join(folder, asked.world)
    else:
        asked = _core.base_study(
            whole_of(2023 if year is None else year, "year"),
            list_of("open" if projects is None else projects, "projects"),
            whole_of(480 if zones is None else zones, "zones", least=2),
            text_of("general" if sector is None else sector, "sector"),
        )
    of = world_of(world)
    return Baseline(_core.baseline(of._engine, asked, whole_of(threads, "threads")), of)


class Outcome:
    """What a scenario does on its base. Its tables are made when they are first asked for.

    Attributes
    ----------
    baseline : Baseline
    title, subtitle, study : str
        The study's own, and its whole text.
    changes : list of str
        Names of the changes.
    converged : bool
        Whether an equilibrium was found at all three trade elasticities.
    tables : Tables
        The tables of a run by name, ``out.tables["pairs"].to_pandas()``: countries, pairs, world, corridors and so on,
        with the columns and units of docs/reference/outputs.md.
    """

    def __init__(self, engine: Any, base: Baseline) -> None:
        self._engine, self.baseline = engine, base
        self.title: str = engine.study.title
        self.subtitle: str = engine.study.subtitle
        self.study: str = engine.study.text
        self.changes: list[str] = engine.study.changes
        self.converged: bool = engine.converged
        self.tables = Tables(engine.tables, engine.table, "outcome.tables")

    @property
    def summary(self) -> dict[str, float]:
        """The headline figures by name; hats and fractions, 1 and 0 = no change, and USD a year."""
        return dict(self._engine.headline)

    @property
    def warnings(self) -> list[str]:
        """What a reader of the figures should know."""
        return list(self._engine.warnings)

    @property
    def seconds(self) -> dict[str, float]:
        """How long each stage took, tables apart."""
        return dict(self._engine.seconds)

    def brief(self, path: PathLike | None = None) -> str:
        """The brief: one HTML page with maps, figures and tables that needs nothing beside itself.

        Parameters
        ----------
        path : path, optional
            File to write; one that is there is replaced. It appears whole or not at all.

        Returns
        -------
        str
            The path, or the page where none is given.
        """
        page = self._engine.brief()
        if path is None:
            return page
        _core.write_file(path_of(path), page)
        return path_of(path)

    def __reduce__(self) -> Any:
        raise TypeError("an Outcome stays in its process: send its summary or its tables")

    def __repr__(self) -> str:
        lines = [self.title, *(f"  {name}: {value:.6g}" for name, value in self.summary.items())]
        return "\n".join(lines + ([] if self.converged else ["  not converged"]))

    def _repr_html_(self) -> str:
        names = list(self.summary)
        figures = Table({"figure": names, "value": [f"{self.summary[name]:.6g}" for name in names]})
        notes = list(self.warnings) + ([] if self.converged else ["the equilibrium was not found"])
        parts = [f"<h3>{html.escape(self.title)}</h3>"]
        if self.subtitle:
            parts.append(f"<p>{html.escape(self.subtitle)}</p>")
        parts.append("<ul>" + "".join(f"<li>{html.escape(name)}</li>" for name in self.changes) + "</ul>")
        parts.append(figures._repr_html_())
        if notes:
            parts.append("<p>Notes</p><ul>" + "".join(f"<li>{html.escape(note)}</li>" for note in notes) + "</ul>")
        return "\n".join(parts)
