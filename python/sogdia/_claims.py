"""Printed figures held against the statistics."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from . import _core
from ._arguments import PathLike, text_of
from ._world import World, world_of


@dataclass(frozen=True)
class Edit:
    """The smallest change that makes a figure fit: kind, what to print instead, and why."""

    kind: str
    value: str
    explanation: str


@dataclass(frozen=True)
class Evidence:
    """A figure that the claim was held against; `source` is an id of sources.csv, `value` NaN where it is no number."""

    figure: str
    period: str
    source: str
    table: str
    value: float
    unit: str
    status: str


@dataclass(frozen=True)
class Printed:
    """What a claim's digits and hedges stand for, in `unit`; NaN where nothing is counted."""

    value: float
    unit: str
    low: float
    high: float


@dataclass(frozen=True)
class Claim:
    """A figure in a text.

    Attributes
    ----------
    text : str
        Its words without mark-up; they stand at ``given[start:end]``.
    kind : str
        "amount", "growth", "share", "rank", "target", "count", "event", "balance" or "multiple".
    parties, flow, period, reporter
        Who trades what with whom, when, and by whose customs; empty where the words do not say.
    printed : Printed
    reading : str
        What the words were taken to mean, in one line.
    verdict : str
        "consistent", "likely error", "ambiguous" or "not checkable".
    edit : Edit, optional
        For a likely error.
    note : str
        One sentence for a reader.
    evidence : list of Evidence
    """

    text: str
    start: int
    end: int
    kind: str
    parties: list[str]
    flow: str
    period: str
    reporter: str
    printed: Printed
    reading: str
    verdict: str
    edit: Edit | None
    note: str
    evidence: list[Evidence]


def claims(text: str, *, date: datetime.date | str | None = None, world: World | PathLike | None = None) -> list[Claim]:
    """Hold the trade figures of a text (English prose) against the pack's statistics.

    Parameters
    ----------
    text : str
        Plain, Markdown, HTML, subtitles or a table.
    date : date or str, optional
        Day on which the text was written, "2024-01-12": what "last year" means where no dateline says it.
    world : World or path, optional
        The package's own where it is left out.

    Returns
    -------
    list of Claim
        In the order of the text; empty where it makes no claim about trade.
    """
    data = text_of(text, "text", "read a file first: Path(...).read_text()").encode("utf-8", "replace")  # the engine counts bytes

    def claim(found: dict[str, Any]) -> Claim:
        found["edit"] = found["edit"] and Edit(*found["edit"])
        found["printed"] = Printed(*found["printed"])
        found["evidence"] = [Evidence(*each) for each in found["evidence"]]
        for end in ("start", "end"):
            found[end] = len(data[: found[end]].decode("utf-8", "replace"))
        return Claim(**found)

    evidence = world_of(world)._claims_evidence()
    return [claim(found) for found in _core.claims(evidence, data.decode("utf-8"), "" if date is None else str(date))]
