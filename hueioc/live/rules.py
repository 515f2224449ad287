"""Who hears which fact: everybody what is public, the centre what is internal, a unit what concerns it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from hueioc.journal.events import Event
from hueioc.people.rules import Actor

_UNIT_FIELDS = ("unit", "from_unit")


@dataclass(frozen=True, slots=True)
class Line:
    """One fact as it goes over the wire, encoded once, with what decides who hears it."""

    seq: int
    kind: str
    visibility: str
    units: frozenset[str]
    encoded: bytes


def units_of(event: Event) -> frozenset[str]:
    """Units that a fact names."""
    return frozenset(unit for name in _UNIT_FIELDS if (unit := getattr(event, name, "")))


class Ears(NamedTuple):
    """Everything that decides what a screen hears; screens with equal ears are told the same bytes."""

    hears_all: bool
    units: frozenset[str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a screen asked for: kinds (empty is all) and the place after which it wants to hear."""

    kinds: frozenset[str]
    after: int | None


def hears(ears: Ears, line: Line) -> bool:
    """True when a screen may and wants to hear the fact; restricted ones go to nobody."""
    if ears.kinds and line.kind not in ears.kinds and line.kind.partition(".")[0] not in ears.kinds:
        return False
    if line.visibility == "public":
        return True
    return line.visibility == "internal" and (ears.hears_all or bool(ears.units & line.units))


def ears_of(actor: Actor, wish: Wish) -> Ears:
    """The ears of somebody's screen: the centre, leaders and auditors hear what is internal, a unit what names it."""
    hears_all = actor.is_centre or actor.has("leader") or actor.has("auditor")
    return Ears(hears_all, frozenset() if hears_all else actor.units, wish.kinds)


def read_wish(query: dict[str, list[str]], last_event_id: str) -> Wish:
    """The wish behind an address and the header `Last-Event-ID`; what is no number counts as absent."""
    kinds = frozenset(kind for text in query.get("kinds", []) for kind in text.split(",") if kind)
    text = last_event_id or (query.get("after") or [""])[-1]
    after = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
    return Wish(kinds, after)


def pieces(lines: Iterable[Line], ears: Ears, most_bytes: int) -> list[tuple[bytes, int]]:
    """What these ears hear of the lines, joined into pieces of at most about `most_bytes`, each with its last place."""
    found: list[tuple[bytes, int]] = []
    piece: list[bytes] = []
    size, last = 0, None
    for line in lines:
        last = line.seq
        if hears(ears, line):
            piece.append(line.encoded)
            size += len(line.encoded)
        if size >= most_bytes:
            found.append((b"".join(piece), last))
            piece, size = [], 0
    if last is not None:
        found.append((b"".join(piece), last))
    return found
