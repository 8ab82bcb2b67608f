"""A study given as a dict, in the words of its file."""

from __future__ import annotations

import json
import math
import os
import re
from typing import Any, Mapping

from ._error import Error


def toml_of(document: Mapping[str, Any]) -> str:
    """TOML of nested dicts; a list of dicts is an array of tables."""
    return _table(document, []).lstrip("\n")


def _table(table: Mapping[str, Any], path: list[str]) -> str:
    lines, below = [], []
    for key, value in table.items():
        if not isinstance(key, str):
            raise Error(f"the key {key!r} is no text", _place(path), "keys of a study are words, as in its file")
        inner = [*path, key]
        if isinstance(value, Mapping):
            below.append(f"\n[{_name(inner)}]\n" + _table(value, inner))
        elif isinstance(value, (list, tuple)) and value and all(isinstance(v, Mapping) for v in value):
            below += [f"\n[[{_name(inner)}]]\n" + _table(v, inner) for v in value]
        elif value is not None:
            lines.append(f"{_key(key)} = {_value(value, inner)}\n")
    return "".join(lines + below)


def _value(value: Any, path: list[str]) -> str:
    if hasattr(value, "item") and not isinstance(value, (list, tuple)) and getattr(value, "ndim", 0) == 0:
        value = value.item()  # a number of numpy
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, os.PathLike):
        value = os.fsdecode(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(v, path) for v in value) + "]"
    raise Error(f"`{path[-1]}` is of type {type(value).__name__}", _place(path), "a text, a number, True, False or a list of them")


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's, but for DEL, which must be escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _quoted(key)


def _name(path: list[str]) -> str:
    return ".".join(map(_key, path))


def _place(path: list[str]) -> str:
    return "study, " + _name(path) if path else "study"
