"""Counts the priority of calls, over everything that was told of the same people."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from hueioc.lib.geo import Point
from hueioc.rescues.models import Rescue
from hueioc.rescues.queries.packs import terms
from hueioc.rescues.rules.intake import KINDS
from hueioc.rescues.rules.triage import Plight, WaterDoor, WaterNear, level_of, rank, total, weigh


def water_near(point: Point | None, at: datetime) -> WaterNear | None:
    """What the room that measures water says of a place; None without such a room, without a place, far from gauges."""
    if not settings.WATER_DOOR or point is None:
        return None
    door: WaterDoor = import_string(settings.WATER_DOOR)
    return door(point, at)


def plight_of(calls: Sequence[Rescue]) -> Plight:
    """What is known of the people over all calls that speak of them."""
    order = {one.code: number for number, one in enumerate(terms().depth)}
    return Plight(
        opened_at=min(call.opened_at for call in calls),
        people=max(call.people for call in calls),
        depth=max((call.depth for call in calls), key=lambda code: order.get(code, -1)),
        counts={kind: max(getattr(call, kind) for call in calls) for kind in KINDS},
        needs=sorted({need for call in calls for need in call.needs}),
    )


def score(call: Rescue, others: Sequence[Rescue], at: datetime, water: WaterNear | None) -> bool:
    """Count the call anew together with those merged into it; True when its place on the board changed."""
    known, before = terms(), (call.score, call.rank)
    parts = weigh(plight_of([call, *others]), known, at, water)
    call.score = total(parts)
    call.score_parts = [[one.code, one.points, one.number] for one in parts]
    call.scored_at = at
    call.told = 1 + len(others)
    call.rank = rank(call.score, call.level, known.level)
    is_urgent = level_of(call.rank, known.level).from_points >= known.level[min(1, len(known.level) - 1)].from_points
    call.urgency = "urgent" if is_urgent else "normal"
    return (call.score, call.rank) != before
