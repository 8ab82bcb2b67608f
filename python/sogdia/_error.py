"""The one error type of the package."""

from __future__ import annotations


class Error(ValueError):
    """Bad input, found before anything is computed.

    Attributes
    ----------
    what : str
        What was found and what was expected, names in back-ticks.
    where : str
        Column, row or place in the formula.
    hint : str
        The next thing to try; may be empty.
    """

    def __init__(self, what: str, where: str = "", hint: str = "") -> None:
        super().__init__(what, where, hint)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = self.what
        if self.where:
            # A place in a formula is several lines: the formula, and a caret under the place.
            lines = self.where.split("\n")
            text += "\n  --> " + "\n      ".join(lines)
        if self.hint:
            text += "\nhint: " + self.hint
        return text


class NoSuchName(Error, KeyError):
    """A name that is not there, where a dict would raise KeyError."""


Error.__module__ = NoSuchName.__module__ = "sogdia"  # the name that a traceback shows
