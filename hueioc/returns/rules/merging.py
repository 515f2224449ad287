"""Drafts that several people fill at once: cell by cell, so that nobody overwrites silently what a colleague typed."""

from collections.abc import Mapping
from typing import NamedTuple


class Cell(NamedTuple):
    """One cell of a draft: what stands in it, who put it there (an account reference) and when (ISO 8601)."""

    text: str
    by: str = ""
    at: str = ""


class Change(NamedTuple):
    """What somebody wants in a cell, and what stood there when they began to type."""

    text: str
    base: str


class Clash(NamedTuple):
    """A cell that a colleague changed meanwhile: what stands there and what was typed, so that both are seen."""

    field: str
    standing: Cell
    typed: str


def merged(
    draft: Mapping[str, Cell], changes: Mapping[str, Change], *, by: str, at: str
) -> tuple[dict[str, Cell], list[Clash]]:
    """The draft with the changes in it, and the cells that were left as they stand because a colleague was there first.

    What two people typed alike is no clash; what nobody changed keeps its author.
    """
    after, clashes = dict(draft), []
    for field, (text, base) in changes.items():
        standing = draft.get(field, Cell(""))
        if text in (standing.text, base):
            continue
        if standing.text != base:
            clashes.append(Clash(field, standing, text))
            continue
        after[field] = Cell(text, by, at)
    return after, clashes


def as_data(draft: Mapping[str, Cell]) -> dict[str, list[str]]:
    """The draft as it is kept in a row."""
    return {field: list(cell) for field, cell in draft.items()}


def of_data(data: Mapping[str, list[str]]) -> dict[str, Cell]:
    """The draft as a row keeps it."""
    return {field: Cell(*cell) for field, cell in data.items()}
