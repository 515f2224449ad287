"""Who is late now, and whose share on time falls: what a leader looks at first."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, Sum

from hueioc.indicators.models import DayCount, WorkRow
from hueioc.indicators.queries.figures import Dimension, Slice, limits_of, name_of, narrowed, slot_of
from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.workflow.queries import city_world
from hueioc.workflow.rules.life import OPEN, PROMISED

WINDOW_DAYS = 7
_STANDS = Q(state__in=[OPEN, PROMISED])


@dataclass(frozen=True)
class Late:
    """Overdue work of one unit: how much, how much of it urgent, and the oldest deadline that passed."""

    unit: str
    many: int
    urgent: int
    oldest_due_at: datetime


def late_by_unit(what: Slice) -> list[Late]:
    """Units with overdue work now, most urgent and then most work first; work without a unit is left out."""
    day = clock.now().date()
    rows = narrowed(WorkRow.objects.filter(_STANDS, due_at__lt=clock.now()), what).exclude(unit="")
    found: Any = rows.annotate(slot=slot_of("unit", day)).order_by().values("slot")
    counted = found.annotate(many=Count("id"), urgent=Count("id", filter=Q(urgency="urgent")), oldest=Min("due_at"))
    late = [Late(row["slot"], row["many"], row["urgent"], row["oldest"]) for row in counted]
    return sorted(late, key=lambda one: (-one.urgent, -one.many, one.unit))


@dataclass(frozen=True)
class Watched:
    """A unit, area or category with its share on time of the last week and of the week before."""

    code: str
    name: str
    kept: int
    owed: int
    kept_before: int
    owed_before: int
    received: int
    ended: int
    overdue: int

    @property
    def share(self) -> float | None:
        """The share on time, None when nothing was owed."""
        return self.kept / self.owed if self.owed else None

    @property
    def length(self) -> int:
        """The share in whole per cent, for a bar."""
        return round(100 * (self.share or 0))

    @property
    def change(self) -> float | None:
        """How the share changed against the week before; None when one of the two says nothing."""
        if not self.owed or not self.owed_before:
            return None
        return self.kept / self.owed - self.kept_before / self.owed_before


def watched(what: Slice, dimension: Dimension, until: date) -> list[Watched]:
    """Everybody who owed or received something in the week up to a day, the lowest share on time first."""
    week, slot = timedelta(days=WINDOW_DAYS), slot_of(dimension, clock.now().date())
    now = _week(what, slot, until)
    before = _week(what, slot, until - week)
    lines = []
    for code in now:
        kept, owed, overdue, received, ended = now[code]
        kept_before, owed_before, *_rest = before.get(code, (0, 0, 0, 0, 0))
        names = (code, name_of(dimension, code))
        lines.append(Watched(*names, kept, owed, kept_before, owed_before, received, ended, overdue))
    return sorted(lines, key=lambda line: (1.0 if line.share is None else line.share, -line.overdue, line.name))


def _week(what: Slice, slot: Any, until: date) -> dict[str, tuple[int, int, int, int, int]]:
    """(on time, owed, overdue at the end, received, ended) by code, for the week that ends with a day."""
    zone = city_world().zone
    end = datetime.combine(until + timedelta(days=1), time(), zone).astimezone(UTC)
    at = min(end, clock.now())
    days = limits_of("day", Slice(since=until - timedelta(days=WINDOW_DAYS - 1), until=until))
    columns = ("on_time", "dated", "received", "ended")
    sums: Any = narrowed(DayCount.objects.filter(**days), what).annotate(slot=slot).order_by().values("slot")
    counted = {row["slot"]: row for row in sums.annotate(**{f"total_{name}": Sum(name) for name in columns})}
    standing = WorkRow.objects.filter(_STANDS | Q(resolved_at__gte=at), due_at__lt=at)
    rows = narrowed(standing, what).annotate(slot=slot).order_by().values_list("slot")
    late = dict(rows.annotate(many=Count("id")))
    found = {}
    for code in {*counted, *late}:
        row = counted.get(code, {})
        kept, dated, received, ended = (row.get(f"total_{name}") or 0 for name in columns)
        overdue = late.get(code, 0)
        found[code] = (kept, dated + overdue, overdue, received, ended)
    return found


@dataclass(frozen=True)
class Standing:
    """One piece of work that stands on a picture: its reference, place, state of its deadline, and urgency.

    `late` is over, soon (the last 24 hours), new (received, not handed to anybody yet) or in_time.
    """

    ref: str
    point: Point
    late: str
    is_urgent: bool


def standing_work(what: Slice, limit: int = 300) -> tuple[list[Standing], int]:
    """Open work with a place, and promises past their deadline: the nearest deadline first, and how much in all.

    The same pieces that the figures count as open or overdue; for people who may see all work.
    """
    now = clock.now()
    rows = narrowed(WorkRow.objects.filter(Q(state=OPEN) | Q(state=PROMISED, due_at__lt=now)), what)
    rows = rows.filter(lat__isnull=False, lon__isnull=False)
    nearest = rows.order_by(F("due_at").asc(nulls_last=True), "id")[:limit]
    return [_stands(row, now) for row in nearest], rows.count()


def _stands(row: WorkRow, now: datetime) -> Standing:
    late = "in_time"
    if row.due_at is not None and row.due_at < now:
        late = "over"
    elif row.phase == "received":
        late = "new"
    elif row.due_at is not None and row.due_at < now + timedelta(hours=24):
        late = "soon"
    return Standing(row.ref, Point(row.lat or 0.0, row.lon or 0.0), late, row.urgency == "urgent")
