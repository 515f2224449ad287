"""How the figures went from day to day: counts of each day, and what stood open or overdue at its end."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db.models import Count, Q, Sum

from hueioc.indicators.models import StandCount, WorkRow
from hueioc.indicators.queries.now import STANDS, Now, standing_now
from hueioc.indicators.queries.slices import TOTALS, Slice, level_of, narrowed, sums_for
from hueioc.lib import clock
from hueioc.workflow.queries import city_world
from hueioc.workflow.rules.figures import MEASURES
from hueioc.workflow.rules.life import OPEN

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


def course(what: Slice, since: date, until: date, now: Now | None = None) -> Course:
    """The figures of a slice per day; the days of `what` itself are not looked at.

    What stood open or overdue is counted back from what stands now, so only sums of days are read, never the work of
    the past. A deadline that was moved counts as it reads now.
    """
    today = max(until, city_world().day(clock.now()))
    days = [since + timedelta(days=number) for number in range((today - since).days + 1)]
    counts = _counts(what, days)
    stands = _Standing(what, days, now or standing_now(replace(what, until=None)))
    ended = [
        answered + left + promised
        for answered, left, promised in zip(counts["ended"], counts["left_out"], stands.promised, strict=True)
    ]
    fell = [late + standing for late, standing in zip(counts["fell_late"], stands.fell_late, strict=True)]
    shown = (until - since).days + 1
    return Course(
        days[:shown],
        {name: values[:shown] for name, values in counts.items()},
        _back(stands.open, counts["received"], ended)[:shown],
        _back(stands.overdue, fell, counts["ended_late"])[:shown],
    )


def _counts(what: Slice, days: list[date]) -> dict[str, list[int]]:
    """Every measure for every day."""
    rows = sums_for(what).filter(day__gte=days[0], day__lte=days[-1])
    place = {day: number for number, day in enumerate(days)}
    counts = {name: [0] * len(days) for name in MEASURES}
    for row in cast(Iterable[dict[str, Any]], rows.values("day").annotate(**TOTALS)):
        for name in MEASURES:
            counts[name][place[row["day"]]] = row[f"total_{name}"] or 0
    return counts


class _Standing:
    """What stands now, by the day it fell late and the day a promise was given."""

    def __init__(self, what: Slice, days: list[date], now: Now) -> None:
        self.open = self.overdue = 0
        self.promised, self.fell_late = [0] * len(days), [0] * len(days)
        self._place = {day: number for number, day in enumerate(days)}
        if level_of(what) == "each" or now.groups is not None:
            self._read_rows(what, now.as_of)
        else:
            self._read_sums(what, now)

    def _read_sums(self, what: Slice, now: Now) -> None:
        today = city_world().day(now.as_of)
        rows = narrowed(StandCount.objects.filter(level=level_of(what)), what).order_by()
        totals = {"n_open": Sum("open"), "n_promised": Sum("promised"), "n_due": Sum("due")}
        for row in cast(Iterable[dict[str, Any]], rows.values("day").annotate(**totals)):
            day = row["day"]
            self.open += row["n_open"]
            self._promise(day, row["n_promised"])
            self._fall(day, row["n_due"] if day < today else 0)
        self._fall(today, sum(row.get("overdue") or 0 for row in now.late_today))

    def _read_rows(self, what: Slice, as_of: datetime) -> None:
        rows = narrowed(WorkRow.objects.filter(STANDS), what).order_by()
        late = Count("id", filter=Q(due_at__lt=as_of))
        for state, due_on, ended_on, many, over in rows.values_list("state", "due_on", "ended_on").annotate(
            many=Count("id"), over=late
        ):
            self._fall(due_on, over)
            if state == OPEN:
                self.open += many
            else:
                self._promise(ended_on, many)

    def _fall(self, day: date | None, many: int) -> None:
        self.overdue += many
        if day in self._place:
            self.fell_late[self._place[day]] += many

    def _promise(self, day: date | None, many: int) -> None:
        if day in self._place:
            self.promised[self._place[day]] += many


def _back(last: int, came: list[int], went: list[int]) -> list[int]:
    """What stood at the end of every day, from what stands at the end of the last one."""
    stood = [last]
    for place in range(len(came) - 1, 0, -1):
        stood.append(max(0, stood[-1] - came[place] + went[place]))
    return stood[::-1]
