"""What comes first: points for each thing a call says, so that every number on the board can be explained; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from hueioc.lib.geo import Point
from hueioc.rescues.pack import Level, Terms


class WaterNear(NamedTuple):
    """How the water stands near a place: which gauge, how far, its level, its rise, and whether it passed level III.

    `level_m` is metres on the gauge, `rise_cm_h` centimetres an hour (below 0: it falls), None where nobody knows.
    """

    station: str
    distance_m: float
    level_m: float
    rise_cm_h: float | None
    is_above_3: bool
    at: datetime


class WaterDoor(Protocol):
    """The room that measures water answers for a place at an instant (setting `WATER_DOOR`); None: no gauge near."""

    def __call__(self, point: Point, at: datetime, /) -> WaterNear | None: ...


class Points(NamedTuple):
    """One line of the explanation: what it is for, points, and the number behind them (people, minutes, cm/h)."""

    code: str
    points: int
    number: float


@dataclass(frozen=True)
class Plight:
    """What all calls about the same people say of them: of each number the largest, of depth the worst."""

    opened_at: datetime
    people: int = 0
    depth: str = ""
    counts: Mapping[str, int] | None = None
    needs: Sequence[str] = ()


def weigh(plight: Plight, terms: Terms, now: datetime, water: WaterNear | None = None) -> list[Points]:
    """The parts of the score, in the order in which they are read; what adds nothing is left out."""
    by, counts = terms.weights, plight.counts or {}
    found: list[Points] = []
    depth = next((one for one in terms.depth if one.code == plight.depth), None)
    if depth:
        found.append(Points(f"depth.{depth.code}", depth.points, depth.cm))
    if plight.people:
        found.append(Points("people", min(by.most_persons, plight.people * by.per_person), plight.people))
    for kind in terms.person:
        if many := counts.get(kind.code, 0):
            found.append(Points(f"person.{kind.code}", min(kind.most, many * kind.points), many))
    found += [Points(f"need.{need.code}", need.points, 1) for need in terms.need if need.code in plight.needs]
    found += _water(water, terms)
    waited = max(timedelta(), now - plight.opened_at)
    if age := min(by.most_age, int(waited / timedelta(minutes=30)) * by.per_half_hour):
        found.append(Points("age", age, waited.total_seconds() // 60))
    return [one for one in found if one.points]


def _water(water: WaterNear | None, terms: Terms) -> list[Points]:
    if water is None:
        return []
    found, by = [], terms.weights
    if water.rise_cm_h and water.rise_cm_h > 0:
        found.append(
            Points("rise", min(by.most_rise, int(water.rise_cm_h / 10 * by.per_10_cm_an_hour)), water.rise_cm_h)
        )
    if water.is_above_3:
        found.append(Points("above_3", by.above_alarm_3, water.level_m))
    return found


def total(parts: Sequence[Points]) -> int:
    return sum(one.points for one in parts)


def level_of(points: int, levels: Sequence[Level]) -> Level:
    """The degree of urgency of so many points."""
    return next((one for one in levels if points >= one.from_points), levels[-1])


def rank(score: int, override: str, levels: Sequence[Level]) -> int:
    """What the board is ordered by: within a level set by hand the counted score decides who is first."""
    chosen = next((one for one in levels if one.code == override), None)
    if chosen is None:
        return score
    above = [one.from_points for one in levels if one.from_points > chosen.from_points]
    return min(max(score, chosen.from_points), min(above) - 1 if above else chosen.from_points + score)
