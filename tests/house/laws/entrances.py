"""Laws 3 and 4: a room has four doors, and views enter the rooms of work through one of them only."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from tests.house.laws.sources import PACKAGE, VIEWS, WIRING, WORK, House, Source

DOORS_OF_A_ROOM = frozenset({"commands", "queries", "events", "rules"})
# The journal is the machine that followers are written against; a pack file is the published shape of a pack.
ALSO_OPEN = {"journal": frozenset({"follower", "runner", "proof"})}
# Subcommands for the one who runs the city reach into the machine itself.
OPEN_TO_SUBCOMMANDS = {"journal": frozenset({"registry", "samples", "keys"})}
OPEN_TO_ALL = frozenset({"pack"})
# Wiring mounts what a room offers to the outside; it may not reach for models and forms either.
OPEN_TO_WIRING = frozenset({"urls", "api", "gate", "background", "demo", "follow", "middleware", "views"})
FREE_ROOMS = frozenset({"lib", "ui"})


class Entrance(NamedTuple):
    """One import of another room: where it stands and what it takes."""

    line: int
    room: str
    module: str


def entrances(source: Source) -> Iterator[Entrance]:
    """Every import from a room of the house, with the first name behind the room."""
    for node in source.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _entrance(node.lineno, alias.name.split("."))
        elif isinstance(node, ast.ImportFrom):
            # `from ..people import models` climbs out of the room just as the whole name does.
            climbed = list(source.parts[: -node.level]) if node.level else []
            parts = [*climbed, *(node.module.split(".") if node.module else [])]
            for alias in node.names:
                yield from _entrance(node.lineno, [*parts, alias.name])


def _entrance(line: int, parts: list[str]) -> Iterator[Entrance]:
    if parts[0] == PACKAGE and len(parts) > 1:
        yield Entrance(line, parts[1], parts[2] if len(parts) > 2 else "")


def rooms_are_entered_through_their_doors(house: House) -> Iterator[str]:
    """Law 3 over the import graph; abstract models of the grammar are the one exception, for models of work."""
    wiring, work = house.rooms(WIRING), house.rooms(WORK)
    for source in house.code:
        for line, room, module in entrances(source):
            if room == source.room or room in FREE_ROOMS or _is_open(source, room, module, wiring, work):
                continue
            yield source.finding(
                line, 3, f"`{module or room}` of room {room} is private; use its commands, queries, events or rules."
            )


def _is_open(source: Source, room: str, module: str, wiring: set[str], work: set[str]) -> bool:
    allowed = DOORS_OF_A_ROOM | OPEN_TO_ALL | ALSO_OPEN.get(room, frozenset())
    if source.room in wiring or not source.room:
        allowed |= OPEN_TO_WIRING | OPEN_TO_SUBCOMMANDS.get(room, frozenset())
    if room == "workflow" and source.room in work and source.place == "models":
        allowed |= {"models"}
    return module in allowed


def views_know_work_only_by_its_events(house: House) -> Iterator[str]:
    """Law 4: from floor 4 a view imports `events` and nothing else."""
    views, work = house.rooms(VIEWS), house.rooms(WORK)
    for source in house.code:
        if source.room not in views:
            continue
        for line, room, module in entrances(source):
            if room in work and module != "events":
                yield source.finding(line, 4, f"a view learns about {room} from its events, not from `{module}`.")
