"""The floors and rooms as `.importlinter` lists them, so that the drawing of the house and its laws read one table."""

from configparser import ConfigParser
from pathlib import Path
from typing import NamedTuple

FLOOR_NAMES = ("ground", "journal", "registers", "grammar", "work", "views", "doors", "wiring")


class Floor(NamedTuple):
    """One floor: its number from the ground up, what lives there, and its rooms."""

    number: int
    name: str
    rooms: tuple[str, ...]


def floors(root: Path) -> list[Floor]:
    """Every floor of the clone at `root`, ground first."""
    file = ConfigParser()
    file.read(root / ".importlinter", encoding="utf-8")
    lines = file["importlinter:contract:floors"]["layers"].split("\n")
    layers = [tuple(room.strip() for room in line.split("|")) for line in reversed(lines) if line.strip()]
    return [Floor(number, FLOOR_NAMES[number], rooms) for number, rooms in enumerate(layers)]


def floor_of(room: str, table: list[Floor]) -> int:
    """The number of a room's floor. Raises KeyError for a room that stands nowhere."""
    for floor in table:
        if room in floor.rooms:
            return floor.number
    raise KeyError(room)
