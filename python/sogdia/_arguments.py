"""What callers may give, in the one form that the engine takes."""

from __future__ import annotations

import os
from typing import Any, Sequence, Tuple, Union

from ._error import Error

Words = Union[str, Sequence[str]]
Place = Union[str, Tuple[float, float]]
PathLike = Union[str, "os.PathLike[str]"]


def path_of(path: PathLike) -> str:
    """A path as text; ``~`` is the user's home."""
    return os.path.expanduser(os.fsdecode(path))


def text_of(value: Any, name: str, hint: str = "") -> str:
    if not isinstance(value, str):
        raise Error(f"`{name}` is of type {type(value).__name__}, and must be text", name, hint)
    return value


def whole_of(value: Any, name: str, least: int | None = None) -> int:
    """A whole number: numpy's too, and 2023.0."""
    try:
        number = int(value)
        good = not isinstance(value, (str, bytes)) and number == value and (least is None or number >= least)
    except (TypeError, ValueError, OverflowError):
        good = False
    if not good:
        raise Error(f"`{name}` is {value!r}", name, "a whole number" + ("" if least is None else f", {least} or more"))
    return number


def words_of(words: Words | None, name: str) -> list[str]:
    """One text, or several, or None for none."""
    if words is None or isinstance(words, str):
        return [] if words is None else [words]
    try:
        return [text_of(word, name, "a text, or a list of texts") for word in words]
    except TypeError:
        raise Error(f"`{name}` is of type {type(words).__name__}", name, "a text, or a list of texts") from None


def list_of(words: Words | None, name: str) -> list[str]:
    """The same, where a text may be a list with commas."""
    return [part.strip() for word in words_of(words, name) for part in word.split(",") if part.strip()]


def place_of(place: Place, name: str) -> str:
    """A name, or latitude and longitude."""
    if not isinstance(place, (str, bytes)):
        try:
            latitude, longitude = (float(degrees) for degrees in place)
            return f"{latitude!r},{longitude!r}"
        except (TypeError, ValueError):
            pass
    return text_of(place, name, 'a name, "29.56,106.55" or (29.56, 106.55)')


def thetas_of(theta: Any) -> list[float]:
    """Trade elasticities low, mid and high; one number is all three, and zeros are the pack's own."""
    if theta is None:
        return [0.0, 0.0, 0.0]
    try:
        values = [float(each) for each in theta] if hasattr(theta, "__iter__") else 3 * [float(theta)]
    except (TypeError, ValueError):
        values = []
    if len(values) != 3 or not all(value > 0 for value in values):
        raise Error(f"`theta` is {theta!r}", "theta", "one number above 0, or three: (3, 5, 8)")
    return values
