"""When something is due, and why: a pure function of start, allowance, calendar and pauses.

Three kinds of allowance. Working days: the day of the start is not counted (a start on a day off counts as the next
working day), then the allowed number of working days pass, and the deadline is the end of the last session of the
last one; this is how the reference city's own pages count (domain notes, "Deadlines"). Working hours run in the
sessions of the day; hours and minutes run around the clock, for danger. A pause stops the clock: a working day whose
closing hour lies in a pause is not counted, and paused hours are added.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from hueioc.workflow.pack import Allowance
from hueioc.workflow.rules.calendar import WorkingCalendar


class PauseSpan(NamedTuple):
    """The clock stands from `start` to `end` (aware instants); an open pause has no end."""

    start: datetime
    end: datetime | None
    reason: str = ""


class Step(NamedTuple):
    """One line of the explanation: a code that the screens turn into a sentence, and what it speaks of."""

    code: str
    at: str = ""
    number: float = 0

    def as_data(self) -> dict[str, Any]:
        return {"code": self.code, "at": self.at, "number": self.number}


@dataclass(frozen=True)
class Due:
    """The deadline in UTC, or None while the clock stands, and how it came about."""

    at: datetime | None
    trace: tuple[Step, ...] = field(default=())


def due(start: datetime, allowance: Allowance, calendar: WorkingCalendar, pauses: Sequence[PauseSpan] = ()) -> Due:
    """The deadline of something that began at `start` (aware), with its trace.

    Adding a pause never makes it earlier, a longer allowance never makes it earlier, and it is never before
    `start`. With an open pause that began before the deadline there is no deadline until it ends.
    """
    first = Step("started", start.isoformat())
    if allowance.working_days:
        at, steps = _after_working_days(start, allowance.working_days, calendar, pauses)
    elif allowance.working_hours:
        at, steps = _after_span_hours(start, allowance.working_hours, calendar.spans_from(start), pauses)
    else:
        hours = allowance.hours or (allowance.minutes or 0) / 60
        at, steps = _after_span_hours(start, hours, _all_time(start), pauses)
    last = Step("due", at.isoformat()) if at else Step("clock_stands")
    return Due(at, (first, *steps, last))


def _after_working_days(
    start: datetime, days: int, calendar: WorkingCalendar, pauses: Sequence[PauseSpan]
) -> tuple[datetime | None, list[Step]]:
    if not pauses:
        at, steps = _after_plain_days(calendar.local_day(start), days, calendar)
        return at, list(steps)
    return _after_days(calendar.local_day(start), days, calendar, pauses)


@lru_cache(maxsize=4096)
def _after_plain_days(day: date, days: int, calendar: WorkingCalendar) -> tuple[datetime | None, tuple[Step, ...]]:
    """Without pauses the answer is the same for everything that begins on one day."""
    at, steps = _after_days(day, days, calendar, ())
    return at, tuple(steps)


def _after_days(
    day: date, days: int, calendar: WorkingCalendar, pauses: Sequence[PauseSpan]
) -> tuple[datetime | None, list[Step]]:
    candidates = calendar.working_days_from(day)
    first = next(candidates)
    steps = []
    if first != day:
        steps.append(Step("moved_to_working_day", first.isoformat()))
    counted, passed, last = 0, first, first
    while counted < days:
        last = next(candidates)
        steps.extend(_days_off_between(passed, last, calendar))
        passed = last
        standing = _pause_at(calendar.closing(last), pauses)
        if standing is None:
            counted += 1
        elif standing.end is None:
            return None, [*steps, Step("paused", standing.start.isoformat())]
        else:
            steps.append(Step("paused_day", last.isoformat()))
    return calendar.closing(last), [*steps, Step("working_days", last.isoformat(), days)]


def _days_off_between(after: date, before: date, calendar: WorkingCalendar) -> list[Step]:
    """Weekdays that were skipped because they are holidays; weekends need no explanation."""
    gap = (after + timedelta(days=n) for n in range(1, (before - after).days))
    return [Step("day_off", day.isoformat()) for day in gap if day in calendar.days_off and day.weekday() < 5]


def _pause_at(moment: datetime, pauses: Sequence[PauseSpan]) -> PauseSpan | None:
    standing = [p for p in pauses if p.start <= moment and (p.end is None or moment < p.end)]
    return next((p for p in standing if p.end is None), standing[0] if standing else None)


def _all_time(start: datetime) -> Iterator[tuple[datetime, datetime]]:
    yield start.astimezone(UTC), datetime.max.replace(tzinfo=UTC)


def _after_span_hours(
    start: datetime, hours: float, spans: Iterator[tuple[datetime, datetime]], pauses: Sequence[PauseSpan]
) -> tuple[datetime | None, list[Step]]:
    left = timedelta(hours=hours)
    for begin, end in _without_pauses(spans, sorted(pauses)):
        if end is None:
            return None, [Step("paused", begin.isoformat())]
        if end - begin >= left:
            steps = [
                Step("pause_added", p.start.isoformat()) for p in sorted(pauses) if start <= p.start < begin + left
            ]
            return begin + left, [*steps, Step("hours", (begin + left).isoformat(), hours)]
        left -= end - begin
    raise ValueError("working time ended before the allowance")


def _without_pauses(
    spans: Iterator[tuple[datetime, datetime]], pauses: Sequence[PauseSpan]
) -> Iterator[tuple[datetime, datetime | None]]:
    """The spans with all pauses cut out; a piece without end says that an open pause stops everything there."""
    for begin, end in spans:
        at = begin
        for pause in pauses:
            if pause.start >= end:
                break
            if pause.start > at:
                yield at, pause.start
            if pause.end is None:
                yield max(at, pause.start), None
                return
            at = max(at, pause.end)
        if at < end:
            yield at, end
