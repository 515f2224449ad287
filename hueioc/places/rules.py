"""Pure decisions about places: what a typed name may mean, which area stands for which, and how far an outline is."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from hueioc.lib.geo import Point
from hueioc.lib.packs import TypingHabits, say
from hueioc.lib.text import fold

NO_HABITS = TypingHabits()
METRES_PER_DEGREE = 111_195.08  # mean radius 6,371,008.8 m × π / 180


@dataclass(frozen=True, slots=True)
class AreaInfo:
    """One area as other rooms see it; `bbox` is south, west, north, east in degrees, None without an outline."""

    code: str
    kind: str
    level: int
    names: Mapping[str, str] = field(hash=False)
    parent: str
    valid_from: date | None
    valid_to: date | None
    centre: Point | None
    bbox: tuple[float, float, float, float] | None
    coverage: str
    approximate: bool

    def name(self, language: str) -> str:
        return say(dict(self.names), language)

    def holds_on(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


@dataclass(frozen=True, slots=True)
class Sketch:
    """An area somebody drew: a `circle` (one point), a `line` (two or more, with a width to each side) or a `polygon`.

    Points are latitude first; `metres` is the radius, or how far the area reaches to each side of the line.
    """

    kind: Literal["circle", "line", "polygon"]
    points: tuple[tuple[float, float], ...]
    metres: float = 0.0


@dataclass(frozen=True, slots=True)
class AssetInfo:
    """One asset near a point; `distance_m` is 0 inside a polygon."""

    layer: str
    code: str
    owner: str
    names: Mapping[str, str]
    attributes: Mapping[str, Any]
    valid_from: date | None
    valid_to: date | None
    centre: Point
    distance_m: float


@dataclass(frozen=True, slots=True)
class Found:
    """A search hit: `now` holds the areas that stand today for an area that ended, else it is empty."""

    what: str  # "area" or "place"
    code: str
    kind: str
    names: Mapping[str, str]
    point: Point | None
    area: str
    is_current: bool
    approximate: bool
    now: tuple[AreaInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the crosswalk."""

    old: str
    new: str
    part: str
    happened_on: date


def search_key(names: Iterable[str]) -> str:
    """The folded names with a blank before every word, so that ` vin` finds a word that begins with `vin`."""
    return " " + " ".join(dict.fromkeys(_plain(name) for name in names if _plain(name)))


def search_words(typed: str, habits: TypingHabits = NO_HABITS) -> list[str]:
    """What to look for: folded words with the city's short forms resolved; at most eight, empty for blank input."""
    words = _plain(typed).split()
    wanted = [habits.written_out.get(word, word) for word in words if word not in habits.left_out] or words
    return " ".join(wanted).split()[:8]


def matches(key: str, words: Sequence[str]) -> bool:
    """True when every word begins some word of the key."""
    return bool(words) and all(f" {word}" in key for word in words)


def rank(key: str, words: Sequence[str], is_current: bool) -> tuple[bool, bool, bool, int]:
    """Sort key of a hit, best first: whole phrase, whole words, still valid, short name."""
    phrase, padded = " ".join(words), key + " "
    whole = all(f" {word} " in padded for word in words)
    return (f" {phrase}" not in key, not whole, not is_current, len(key))


def follow(code: str, changes: Iterable[Change], until: date, *, back: bool = False) -> list[str]:
    """Codes reachable through changes up to `until` (back: from new to old), nearest first, without the area itself."""
    steps: dict[str, list[str]] = {}
    for change in changes:
        if change.happened_on <= until:
            origin, target = (change.new, change.old) if back else (change.old, change.new)
            steps.setdefault(origin, []).append(target)
    found: dict[str, None] = {}
    waiting = [code]
    while waiting:
        for target in steps.get(waiting.pop(0), []):
            if target != code and target not in found:
                found[target] = None
                waiting.append(target)
    return list(found)


def box_around(point: Point, metres: float) -> tuple[float, float, float, float]:
    """South, west, north and east of a box that holds every point within the distance."""
    half = metres / METRES_PER_DEGREE
    wide = half / max(0.01, math.cos(math.radians(point.lat)))
    return point.lat - half, point.lon - wide, point.lat + half, point.lon + wide


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())
