"""What stands open at an instant, read once and then asked by unit, area and category without another question."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Min, Q

from hueioc.indicators.models import WorkRow
from hueioc.indicators.queries.slices import Dimension, Slice, narrowed, slots
from hueioc.lib import clock
from hueioc.workflow.queries import city_world
from hueioc.workflow.rules.life import OPEN, PROMISED

STANDS = Q(stands__isnull=False)
WEEK = timedelta(days=7)


@dataclass
class Tally:
    """What stands in one place: counts by name (those of `STANDING`, and some more), and the oldest passed deadline."""

    counts: Counter[str] = field(default_factory=Counter)
    oldest_due_at: datetime | None = None

    def add(self, row: Mapping[str, Any]) -> None:
        """Take in one group as the database counted it."""
        for name in _COUNTED:
            self.counts[name] += row[name]
        oldest = row["oldest"]
        if oldest is not None and (self.oldest_due_at is None or oldest < self.oldest_due_at):
            self.oldest_due_at = oldest


_COUNTED = (
    *("open", "promised", "promised_overdue", "overdue", "overdue_first"),
    *("urgent_overdue", "overdue_then", "overdue_week_before"),
)


@dataclass(frozen=True)
class Now:
    """Work that stands at `as_of`, of what was received by the last day of a slice.

    `overdue_then` is what was past its deadline when that day ended (or is now), `overdue_week_before` a week earlier.
    """

    slice: Slice
    as_of: datetime
    groups: list[Mapping[str, Any]]

    def whole(self) -> Tally:
        """Everything together."""
        tally = Tally()
        for row in self.groups:
            tally.add(row)
        return tally

    def by(self, dimension: Dimension) -> dict[str, Tally]:
        """The same by codes of today."""
        column, today = slots(dimension, self.as_of.date())
        found: dict[str, Tally] = {}
        for row in self.groups:
            code = str(row[column])
            found.setdefault(today.get(code, code), Tally()).add(row)
        return found


def end_of(what: Slice, as_of: datetime) -> datetime:
    """When the last day of a slice ended, or `as_of` when it has not."""
    world = city_world()
    until = what.until or world.day(as_of)
    return min(datetime.combine(until + timedelta(days=1), time(), world.zone).astimezone(UTC), as_of)


def standing_now(what: Slice, as_of: datetime | None = None) -> Now:
    """Read what stands, whenever it was received: old arrears cannot leave a ratio by growing older."""
    now = as_of or clock.now()
    end, today = end_of(what, now), city_world().day(now)
    until = what.until or today
    rows = narrowed(WorkRow.objects.filter(STANDS), what)
    if what.until and what.until < today:
        rows = rows.filter(opened_on__lte=what.until)
    late = Q(due_at__lt=now)
    found = rows.order_by().values("unit", "area", "service")
    counted = found.annotate(
        open=Count("id", filter=Q(state=OPEN)),
        promised=Count("id", filter=Q(state=PROMISED)),
        promised_overdue=Count("id", filter=Q(state=PROMISED, planned_until__lt=today)),
        overdue=Count("id", filter=late),
        overdue_first=Count("id", filter=Q(first_due_at__lt=now) | Q(first_due_at=None, due_at__lt=now)),
        urgent_overdue=Count("id", filter=late & Q(urgency="urgent")),
        overdue_then=Count("id", filter=Q(due_at__lt=end, due_on__lte=until)),
        overdue_week_before=Count("id", filter=Q(due_on__lte=until - WEEK)),
        oldest=Min("due_at", filter=late),
    )
    return Now(what, now, list(counted))
