"""Who hears which fact: everybody what is public, the centre what is internal, a unit what concerns it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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


def hears(actor: Actor, line: Line) -> bool:
    """True when this actor may hear the fact; restricted ones go to nobody."""
    if line.visibility == "public":
        return True
    if line.visibility != "internal":
        return False
    if actor.is_centre or actor.has("leader") or actor.has("auditor"):
        return True
    return bool(actor.units & line.units)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a screen asked for: kinds (empty is all) and the place after which it wants to hear."""

    kinds: frozenset[str]
    after: int | None

    def wants(self, line: Line) -> bool:
        return not self.kinds or line.kind in self.kinds or line.kind.partition(".")[0] in self.kinds


def read_wish(query: dict[str, list[str]], last_event_id: str) -> Wish:
    """The wish behind an address and the header `Last-Event-ID`; what is no number counts as absent."""
    kinds = frozenset(kind for text in query.get("kinds", []) for kind in text.split(",") if kind)
    text = last_event_id or (query.get("after") or [""])[-1]
    after = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
    return Wish(kinds, after)


def batches(lines: list[Line], actor: Actor, wish: Wish, most_bytes: int) -> Iterator[tuple[bytes, Any]]:
    """What one screen hears of these lines, joined into pieces of at most about `most_bytes`."""
    piece: list[bytes] = []
    size, last = 0, None
    for line in lines:
        last = line.seq
        if wish.wants(line) and hears(actor, line):
            piece.append(line.encoded)
            size += len(line.encoded)
        if size >= most_bytes:
            yield b"".join(piece), last
            piece, size = [], 0
    if last is not None:
        yield b"".join(piece), last
