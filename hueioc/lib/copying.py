"""Writes rows in the text format of PostgreSQL's COPY, the one way to hand over many rows without per-value work."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_WRITTEN: dict[type, Callable[[Any], str]] = {
    str: lambda value: value.translate(_ESCAPES),
    int: str,
    float: repr,
    bool: lambda value: "t" if value else "f",
    type(None): lambda value: "\\N",
    datetime: datetime.isoformat,
}


def copy_text(rows: Iterable[Sequence[Any]]) -> str:
    """The rows as COPY's text format (PostgreSQL manual, COPY, "Text Format"), one line for each.

    Cells are texts, numbers, truth values, instants, None, or what writes itself with `str` (a date).
    """
    return "".join("\t".join([_WRITTEN.get(type(cell), _other)(cell) for cell in row]) + "\n" for row in rows)


def _other(cell: object) -> str:
    return str(cell).translate(_ESCAPES)
