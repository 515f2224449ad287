"""How the hours of an exercise stand to the hours of the wall; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

INTERPOLATED = "interpolated"


class Level(NamedTuple):
    """A level of a gauge in metres; `origin` is published, assumed or interpolated."""

    at: datetime
    value: float
    origin: str


class Timeline(NamedTuple):
    """The part of an exercise that is replayed, when the replay began, and how many times as fast it goes.

    Everything carries the hour of the wall at which it is sent: the gauges are never silent, calls age beside them, and
    at a speed of 12 the water rises twelve times as fast on every page.
    """

    begins: datetime
    ends: datetime
    started: datetime
    speed: float

    def due(self, at: datetime) -> datetime:
        """When on the wall something of the exercise happens."""
        return self.started + (at - self.begins) / self.speed

    def hour(self, on_the_wall: datetime) -> datetime:
        """The hour of the exercise at an hour of the wall."""
        return self.begins + (on_the_wall - self.started) * self.speed


def course(known: Sequence[Level], step: timedelta) -> list[Level]:
    """Known levels, and every step between them on the straight line, marked; `known` rises in time."""
    found: list[Level] = []
    for one, other in zip(known, known[1:], strict=False):
        found.append(one)
        whole = other.at - one.at
        at = one.at + step
        while at < other.at:
            share = (at - one.at) / whole
            found.append(Level(at, round(one.value + (other.value - one.value) * share, 2), INTERPOLATED))
            at += step
    return found + list(known[-1:])


def first_reached(levels: Iterable[Level], thresholds: Sequence[float]) -> dict[int, datetime]:
    """When each alarm level (1, 2, 3) was reached first; what was never reached, or from the first level on, is absent.

    What stood above a threshold from the beginning crossed nothing that anybody could have warned of.
    """
    found: dict[int, datetime] = {}
    before: float | None = None
    top = float("-inf")
    for level in levels:
        for number, threshold in enumerate(thresholds, 1):
            if before is not None and top < threshold <= level.value:
                found[number] = level.at
        before, top = level.value, max(top, level.value)
    return found


def spread(seconds: Sequence[float]) -> Mapping[str, float]:
    """Shortest, median, 90th of a hundred and longest of some times; empty for none."""
    if not seconds:
        return {}
    ordered = sorted(seconds)
    last = len(ordered) - 1
    return {
        "shortest": ordered[0],
        "median": ordered[last // 2],
        "p90": ordered[min(last, round(last * 0.9))],
        "longest": ordered[-1],
    }
