"""Finds personal data in a text before it is published; the patterns come from the packs, a person decides."""

import re
from collections.abc import Sequence
from typing import NamedTuple


class Pattern(NamedTuple):
    """A kind of personal data and how it looks."""

    kind: str
    regex: re.Pattern[str]


class Find(NamedTuple):
    """One suspicious place in a text: what kind, where (start and end index), and the words themselves."""

    kind: str
    start: int
    end: int
    words: str


def find_personal_data(text: str, patterns: Sequence[Pattern]) -> list[Find]:
    """Suspicious places in reading order, without overlaps; an earlier pattern wins over a later one."""
    found: list[Find] = []
    for pattern in patterns:
        for match in pattern.regex.finditer(text):
            start, end = match.span("data") if "data" in pattern.regex.groupindex else match.span()
            if start < end and not any(start < other.end and other.start < end for other in found):
                found.append(Find(pattern.kind, start, end, text[start:end]))
    return sorted(found, key=lambda find: find.start)


def redacted(text: str, finds: Sequence[Find], mask: str = "•••") -> str:
    """The text with each find replaced by a mask; the proposal a person checks in the preview."""
    out, at = [], 0
    for find in sorted(finds, key=lambda f: f.start):
        out += [text[at : find.start], mask]
        at = find.end
    return "".join([*out, text[at:]])
