"""What stands open at an instant, told by unit, area and category."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, Sum

from hueioc.indicators.models import StandCount, WorkRow
from hueioc.indicators.queries.slices import Dimension, Slice, level_of, narrowed, slots
from hueioc.lib import clock
from hueioc.workflow.queries import city_world
from hueioc.workflow.rules.figures import URGENT
from hueioc.workflow.rules.life import OPEN, PROMISED

STANDS = Q(stands__isnull=False)
WEEK = timedelta(days=7)
# What is counted in one place: the names of `STANDING`, and some more.
_COUNTED = (
    *("open", "promised", "promised_overdue", "overdue", "overdue_first"),
    *("urgent_overdue", "overdue_then", "overdue_week_before"),
)
_Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True)
class Now:
    """Work that stands at `as_of`, of what was received by the last day of a slice.

    `overdue_then` is what was past its deadline when that day ended (or is now), `overdue_week_before` a week earlier.
    `groups` are counts by unit, area and service, where no sums answer the slice; `late_today` those of what fell late
    in the hours of this day, for the sums end with the day before.
    """

    slice: Slice
    as_of: datetime
    groups: list[Mapping[str, Any]] | None
    late_today: list[Mapping[str, Any]]

    def whole(self) -> Counter[str]:
        """Everything together, by name."""
        return _tallied(self._rows(None), "", {}).get("", Counter())

    def by(self, dimension: Dimension) -> dict[str, Counter[str]]:
        """The same by codes of today."""
        column, today = slots(dimension, clock.day_of(self.as_of))
        return _tallied(self._rows(dimension), column, today)

    @cached_property
    def _pieces(self) -> list[Mapping[str, Any]]:
        return one_by_one(self.slice, self.as_of)

    def _rows(self, dimension: Dimension | None) -> _Rows:
        if self.groups is not None:
            return self.groups
        if level_of(self.slice, dimension) == "each":
            return self._pieces
        return [*_summed(self.slice, self.as_of, dimension), *self.late_today]


def _tallied(rows: _Rows, column: str, today: Mapping[str, str]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for row in rows:
        code = str(row[column]) if column else ""
        tally = found.setdefault(today.get(code, code), Counter())
        for name in _COUNTED:
            tally[name] += row.get(name) or 0
    return found


def end_of(what: Slice, as_of: datetime) -> datetime:
    """When the last day of a slice ended, or `as_of` when it has not."""
    until = what.until or city_world().day(as_of)
    return min(_midnight(until + timedelta(days=1)), as_of)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), city_world().zone).astimezone(UTC)


def standing_now(what: Slice, as_of: datetime | None = None) -> Now:
    """Read what stands, whenever it was received: old arrears cannot leave a ratio by growing older."""
    now = as_of or clock.now()
    # The sums do not know what was received after a day that is over.
    is_past = what.until is not None and what.until < city_world().day(now)
    return Now(what, now, one_by_one(what, now), []) if is_past else Now(what, now, None, late_today(what, now))


def oldest_deadline(what: Slice, unit: str, as_of: datetime) -> datetime | None:
    """The oldest passed deadline of what stands with a unit; None when nothing is late."""
    rows = narrowed(WorkRow.objects.filter(STANDS, due_at__lt=as_of), replace(what, unit=unit))
    found: datetime | None = rows.order_by("due_at").values_list("due_at", flat=True).first()
    return found


def one_by_one(what: Slice, now: datetime) -> list[Mapping[str, Any]]:
    """Counted from the work itself, by unit, area and service."""
    end, today = end_of(what, now), city_world().day(now)
    until = what.until or today
    is_past = what.until is not None and what.until < today
    late = Q(due_at__lt=now)
    counted = _by_place(what, Q(opened_on__lte=until) if is_past else Q()).annotate(
        open=Count("id", filter=Q(state=OPEN)),
        promised=Count("id", filter=Q(state=PROMISED)),
        promised_overdue=Count("id", filter=Q(state=PROMISED, planned_until__lt=today)),
        overdue=Count("id", filter=late),
        overdue_first=Count("id", filter=Q(first_due_at__lt=now) | Q(first_due_at=None, due_at__lt=now)),
        urgent_overdue=Count("id", filter=late & Q(urgency=URGENT)),
        overdue_then=Count("id", filter=Q(due_at__lt=end, due_on__lte=until)),
        overdue_week_before=Count("id", filter=Q(due_on__lte=until - WEEK)),
    )
    return list(counted)


def _summed(what: Slice, now: datetime, dimension: Dimension | None) -> Iterable[dict[str, Any]]:
    """From the sums: all that does not hang on the hour."""
    today = city_world().day(now)
    before, week_before = Q(day__lt=today), Q(day__lte=(what.until or today) - WEEK)
    totals: dict[str, Any] = {
        "n_open": Sum("open"),
        "n_promised": Sum("promised"),
        "n_promised_overdue": Sum("planned", filter=before),
        "n_overdue": Sum("due", filter=before),
        "n_overdue_first": Sum("due_first", filter=before),
        "n_urgent_overdue": Sum("due_urgent", filter=before),
        "n_overdue_week_before": Sum("due", filter=week_before),
    }
    level = level_of(what, dimension)
    rows = narrowed(StandCount.objects.filter(level=level), what).order_by()
    columns = () if level == "all" else (level,)
    for row in rows.values("kind", *columns).annotate(**totals):
        named = {name.removeprefix("n_"): value for name, value in row.items()}
        yield named | {"overdue_then": named["overdue"]}


def late_today(what: Slice, now: datetime) -> list[Mapping[str, Any]]:
    """What fell late in the hours of this day, from the work itself: a day's worth of it."""
    today = city_world().day(now)
    midnight = _midnight(today)
    late, by_first = Count("id"), Count("id", filter=Q(first_due_at=None, due_at__gte=midnight))
    rows = _by_place(what, Q(due_on=today, due_at__lt=now))
    urgent = Count("id", filter=Q(urgency=URGENT))
    found = rows.annotate(overdue=late, overdue_then=late, urgent_overdue=urgent, overdue_first=by_first)
    # Two questions, for together no index would answer them.
    first = _by_place(what, Q(first_due_at__gte=midnight, first_due_at__lt=now)).annotate(overdue_first=late)
    return [*found, *first]


def _by_place(what: Slice, which: Q) -> Any:
    return narrowed(WorkRow.objects.filter(STANDS, which), what).order_by().values("unit", "area", "service")
