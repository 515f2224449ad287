"""Finds reports that may speak of the same thing: near in place, near in time, alike in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from math import cos, radians
from operator import or_

from django.db.models import Q, Value
from django.db.models.functions import Concat

from hueioc.cases.models import Case
from hueioc.lib import clock
from hueioc.lib.geo import Point, keys_around, metres_between
from hueioc.lib.text import fold

_METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True)
class Similar:
    """A report that may be the same: how far, how long ago, and how alike (0 to 1) its words are."""

    case: Case
    metres: float
    hours: float
    likeness: float


def _trigrams(text: str) -> set[str]:
    folded = f"  {fold(text)} "
    return {folded[i : i + 3] for i in range(len(folded) - 2)}


def likeness(one: str, other: str) -> float:
    """Share of common character trigrams (Jaccard index), 0 to 1; blind to diacritics."""
    a, b = _trigrams(one), _trigrams(other)
    return len(a & b) / len(a | b) if a and b else 0.0


def around(point: Point, radius_m: float) -> Q:
    """The condition for reports in the square around a place; its corners lie farther away than the radius.

    The cells, of which an index knows, make it quick, and the square then leaves out what lies beside it.
    """
    lat_step = radius_m / _METRES_PER_DEGREE
    lon_step = lat_step / max(0.01, cos(radians(point.lat)))
    square = Q(
        lat__range=(point.lat - lat_step, point.lat + lat_step),
        lon__range=(point.lon - lon_step, point.lon + lon_step),
    )
    cells = (Q(morton__range=keys) for keys in keys_around(point, radius_m))
    return reduce(or_, cells) & square


def similar_cases(
    point: Point,
    categories: str | Sequence[str],
    text: str,
    *,
    radius_m: float = 150.0,
    days: int = 30,
    leave_out: str = "",
    limit: int = 5,
) -> list[Similar]:
    """Open or lately closed reports of a category (or of several) near a place, the likeliest first."""
    now = clock.now()
    # Joined to nothing, the category is no column an index is made of: a square holds fewer reports than a category.
    box = Case.objects.alias(kind=Concat("service", Value(""))).filter(
        around(point, radius_m),
        opened_at__gte=now - timedelta(days=days),
        kind__in=[categories] if isinstance(categories, str) else categories,
    )
    box = box.exclude(code=leave_out)
    found = []
    for case in box.order_by("-opened_at")[:200]:
        metres = metres_between(point, case.point) if case.point else radius_m
        if metres <= radius_m:
            hours = (now - case.opened_at).total_seconds() / 3600
            found.append(Similar(case, metres, hours, likeness(text, case.description)))
    return sorted(found, key=lambda s: (-s.likeness, s.metres))[:limit]
