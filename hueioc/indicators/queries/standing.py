"""Who is late now, and whose share on time falls: what a leader looks at first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from django.db.models import F, Q, Sum

from hueioc.indicators.models import WorkRow
from hueioc.indicators.queries.now import STANDS, WEEK, Now, standing_now
from hueioc.indicators.queries.slices import Dimension, Slice, name_of, narrowed, slots, sums_for
from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.workflow.rules.life import DONE, OPEN, lateness

_NOTHING: Counter[str] = Counter()


@dataclass(frozen=True)
class Late:
    """Overdue work of one unit: how much, and how much of it urgent."""

    unit: str
    many: int
    urgent: int


def late_by_unit(now: Now) -> list[Late]:
    """Units with overdue work, most urgent and then most work first; work without a unit is left out."""
    late = [
        Late(code, tally["overdue"], tally["urgent_overdue"])
        for code, tally in now.by("unit").items()
        if code and tally["overdue"]
    ]
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


def watched(what: Slice, dimension: Dimension, until: date, now: Now | None = None) -> list[Watched]:
    """Everybody who owed or received something in the week up to a day, the lowest share on time first.

    What `now` says must be of a slice that ends with the same day.
    """
    now = now or standing_now(replace(what, since=None, until=until))
    weeks, stands = _weeks(what, dimension, until), now.by(dimension)
    lines = []
    for code in {**weeks, **stands}:
        week: Mapping[str, int] = weeks.get(code, {})
        after, late = week.get("left_after", 0), stands.get(code, _NOTHING)
        # What has been answered since stood overdue then: it is counted back into the evening looked at.
        overdue, overdue_before = late["overdue_then"] + after, late["overdue_week_before"]
        overdue_before += after + week.get("left_between", 0)
        received, ended, dated = (week.get(name, 0) for name in ("received", "ended", "dated"))
        if received or ended or dated + overdue:
            kept, before = week.get("on_time", 0), week.get("on_time_before", 0)
            owed, owed_before = dated + overdue, week.get("dated_before", 0) + overdue_before
            names = (code, name_of(dimension, code))
            lines.append(Watched(*names, kept, owed, before, owed_before, received, ended, overdue))
    return sorted(lines, key=lambda line: (1.0 if line.share is None else line.share, -line.overdue, line.name))


_OF_A_WEEK = ("on_time", "dated", "received", "ended")


def _weeks(what: Slice, dimension: Dimension, until: date) -> dict[str, Counter[str]]:
    """Sums of the week up to a day, of the week before (`..._before`), and what left the overdue since, by code.

    `left_after`: answered too late after that day, less what fell late after it; `left_between` in the week itself.
    """
    since, first = until - WEEK, until - 2 * WEEK
    this, last = Q(day__gt=since, day__lte=until), Q(day__gt=first, day__lte=since)
    totals: dict[str, Any] = {f"t_{name}": Sum(name, filter=this) for name in _OF_A_WEEK}
    totals |= {f"t_{name}_before": Sum(name, filter=last) for name in ("on_time", "dated")}
    totals["t_left_after"] = Sum(F("ended_late") - F("fell_late"), filter=Q(day__gt=until))
    totals["t_left_between"] = Sum(F("ended_late") - F("fell_late"), filter=this)
    column, today = slots(dimension, clock.today())
    found: dict[str, Counter[str]] = {}
    for row in cast(Any, sums_for(what, dimension).filter(day__gt=first).values(column).annotate(**totals)):
        counts = found.setdefault(today.get(row[column], row[column]), Counter())
        counts.update({name.removeprefix("t_"): row[name] or 0 for name in totals})
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


def standing_work(what: Slice, limit: int = 300) -> list[Standing]:
    """Open work with a place, and promises past their deadline: the nearest deadline first.

    The same pieces that the figures count as open or overdue; for people who may see all work.
    """
    now = clock.now()
    rows = narrowed(WorkRow.objects.filter(STANDS, Q(state=OPEN) | Q(due_at__lt=now)), what)
    rows = rows.filter(lat__isnull=False, lon__isnull=False)
    nearest = rows.order_by(F("due_at").asc(nulls_last=True), "id")[:limit]
    return [_stands(row, now) for row in nearest]


def _stands(row: WorkRow, now: datetime) -> Standing:
    # A promise past its day is late although it was answered.
    late = lateness("in_work" if row.phase in DONE else row.phase, row.due_at, now)
    return Standing(row.ref, Point(row.lat or 0.0, row.lon or 0.0), late, row.urgency == "urgent")
