"""How the figures went from day to day: counts of each day, and what stood open or overdue at its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from hueioc.indicators.models import DayCount, WorkRow
from hueioc.indicators.queries.figures import Slice, narrowed
from hueioc.lib import clock
from hueioc.workflow.queries import city_world
from hueioc.workflow.rules.figures import MEASURES
from hueioc.workflow.rules.life import OPEN, PROMISED

# A share of one day jumps with every case; a week holds both working days and days of rest.
ROLLING_DAYS = 7


@dataclass(frozen=True)
class Course:
    """The days of a window in order, with each measure per day; `open` and `overdue` as they stood at the day's end."""

    days: list[date]
    counts: dict[str, list[int]]
    open: list[int]
    overdue: list[int]

    def on_time(self, first: int = 0, last: int | None = None) -> tuple[int, int]:
        """Numerator and denominator of the share on time over days `first` to `last` (places, both included)."""
        end = len(self.days) - 1 if last is None else last
        kept, dated = (sum(self.counts[name][first : end + 1]) for name in ("on_time", "dated"))
        return kept, dated + self.overdue[end]

    def rolling_on_time(self) -> list[float | None]:
        """The share on time of the last `ROLLING_DAYS` days, for every day of the window."""
        pairs = [self.on_time(max(0, place - ROLLING_DAYS + 1), place) for place in range(len(self.days))]
        return [kept / owed if owed else None for kept, owed in pairs]


def course(what: Slice, since: date, until: date) -> Course:
    """The figures of a slice per day; the days of `what` itself are not looked at.

    What stood open or overdue is counted back from what stands now, so only the days of the window are read. A
    deadline that was moved counts as it reads now.
    """
    zone = city_world().zone
    days = [since + timedelta(days=number) for number in range((until - since).days + 1)]
    counted = _counts(what, since, until)
    rows = narrowed(WorkRow.objects.all(), what)
    after = datetime.combine(until + timedelta(days=1), time(), zone).astimezone(UTC)
    ended = _by_day(rows.filter(ended_on__gte=since, ended_on__lte=until).exclude(state=OPEN), F("ended_on"))
    late_end = _by_day(
        rows.filter(ended_on__gte=since, ended_on__lte=until, resolved_at__gt=F("due_at")).exclude(
            state__in=[OPEN, PROMISED]
        ),
        F("ended_on"),
    )
    first = datetime.combine(since, time(), zone).astimezone(UTC)
    missed = Q(state__in=[OPEN, PROMISED]) | Q(resolved_at__gt=F("due_at"))
    began_late = _by_day(
        rows.filter(missed, due_at__gte=first, due_at__lt=min(after, clock.now())), TruncDate("due_at", tzinfo=zone)
    )
    open_now = _open_at(rows, until)
    overdue_now = _overdue_at(rows, after)
    received = [counted.get(day, {}).get("received", 0) for day in days]
    return Course(
        days,
        {name: [counted.get(day, {}).get(name, 0) for day in days] for name in MEASURES},
        _back(open_now, received, [ended.get(day, 0) for day in days]),
        _back(overdue_now, [began_late.get(day, 0) for day in days], [late_end.get(day, 0) for day in days]),
    )


def _counts(what: Slice, since: date, until: date) -> dict[date, dict[str, int]]:
    rows = narrowed(DayCount.objects.filter(day__gte=since, day__lte=until), what).order_by()
    totals = {f"total_{name}": Sum(name) for name in MEASURES}
    found: Any = rows.values("day").annotate(**totals)
    return {row["day"]: {name: row[f"total_{name}"] or 0 for name in MEASURES} for row in found}


def _by_day(rows: QuerySet[WorkRow], day: Any) -> Mapping[date, int]:
    return dict(rows.annotate(on=day).order_by().values_list("on").annotate(many=Count("id")))


def _open_at(rows: QuerySet[WorkRow], day: date) -> int:
    stands = Q(state=OPEN) | Q(ended_on__gt=day)
    return rows.filter(stands, opened_on__lte=day).count()


def _overdue_at(rows: QuerySet[WorkRow], after: datetime) -> int:
    """Work past its deadline at an instant, or now when the instant lies ahead."""
    at = min(after, clock.now())
    return rows.filter(Q(state__in=[OPEN, PROMISED]) | Q(resolved_at__gte=at), due_at__lt=at).count()


def _back(last: int, came: list[int], went: list[int]) -> list[int]:
    """What stood at the end of every day, from what stands at the end of the last one."""
    stood = [last]
    for place in range(len(came) - 1, 0, -1):
        stood.append(max(0, stood[-1] - came[place] + went[place]))
    return stood[::-1]
