"""Reads for the downloads: the rows in a stable order, and every public figure counted from these rows alone."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Q, QuerySet

from hueioc.lib import clock
from hueioc.opendata.follow import life_of
from hueioc.opendata.models import PublicRow
from hueioc.opendata.rules import Cell, Now, cells
from hueioc.people.queries import units
from hueioc.workflow.queries import area_today, catalogue, city_world, unit_today
from hueioc.workflow.rules.figures import Figure, figures, marks, stands
from hueioc.workflow.rules.life import ENDED, Life

_CHUNK = 2000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a download is narrowed to: days of receipt (both included), a unit of today, a category or group."""

    kind: str = "case"
    since: date | None = None
    until: date | None = None
    unit: str = ""
    category: str = ""


def rows(wanted: Wanted, as_of: datetime) -> Iterator[dict[str, Cell]]:
    """The rows by day of receipt, read in pieces so that a download needs no memory.

    Inside a day they stand in the order of their random numbers: the hour of what is not published stays untold.
    """
    now = _now(as_of)
    for life in _lives(_narrowed(wanted)):
        yield cells(life, now)


def count(wanted: Wanted) -> int:
    """How many rows a download would have."""
    return _narrowed(wanted).count()


def newest() -> date | None:
    """The day on which the latest report in the downloads was received."""
    return PublicRow.objects.order_by("-opened_on").values_list("opened_on", flat=True).first()


@dataclass
class _Sums:
    counts: Counter[str] = field(default_factory=Counter)
    standing: Counter[str] = field(default_factory=Counter)
    seconds: list[int] = field(default_factory=list)

    def figures(self) -> list[Figure]:
        median = statistics.median(self.seconds) if self.seconds else None
        return figures(self.counts, self.standing, median)


def published_figures(kind: str = "case") -> tuple[datetime, list[tuple[str, str, list[Figure]]]]:
    """(as of, [(dimension, code, figures)]): the figures of the statistics page for the whole time."""
    as_of = clock.now()
    now = _now(as_of)
    today = now.today
    sums: defaultdict[tuple[str, str], _Sums] = defaultdict(_Sums)
    sums["city", ""] = _Sums()
    for life in _lives(_narrowed(Wanted(kind=kind))):
        places = (
            ("city", ""),
            ("area", now.area(life.area)),
            ("unit", now.unit(life.unit)),
            ("group", now.group(life.service)),
            ("category", life.service),
        )
        counted = [(measure, number) for _day, measure, number in marks(life)]
        standing = list(stands(life, as_of, today))
        for place in places:
            one = sums[place]
            for measure, number in counted:
                one.counts[measure] += number
            one.standing.update(standing)
            if life.state == ENDED and life.seconds is not None:
                one.seconds.append(life.seconds)
    return as_of, [(dimension, code, sums[dimension, code].figures()) for dimension, code in sorted(sums)]


def _lives(found: QuerySet[PublicRow]) -> Iterator[Life]:
    return (life_of(row) for row in found.iterator(chunk_size=_CHUNK))


def _narrowed(wanted: Wanted) -> QuerySet[PublicRow]:
    day = clock.today()
    by = Q(kind=wanted.kind)
    if wanted.since:
        by &= Q(opened_on__gte=wanted.since)
    if wanted.until:
        by &= Q(opened_on__lte=wanted.until)
    if wanted.unit:
        by &= Q(unit__in=[wanted.unit, *(code for code in units() if unit_today(code, day) == wanted.unit)])
    if wanted.category:
        known = catalogue().categories.values()
        by &= Q(service__in=[wanted.category, *(c.code for c in known if c.parent == wanted.category)])
    return PublicRow.objects.filter(by).order_by("opened_on", "ref")


def _now(as_of: datetime) -> Now:
    day, known = clock.day_of(as_of), catalogue().categories

    def group(code: str) -> str:
        return (known[code].parent or code) if code in known else code

    return Now(
        as_of=as_of,
        today=city_world().day(as_of),
        unit=lru_cache(maxsize=None)(lambda code: unit_today(code, day)),
        area=lru_cache(maxsize=None)(lambda code: area_today(code, day)),
        group=group,
        is_sensitive=lambda code: code in known and known[code].sensitive,
    )
