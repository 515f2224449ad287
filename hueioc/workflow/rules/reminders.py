"""When whoever owes something is reminded: a ladder of working days around its deadline."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from hueioc.workflow.rules.calendar import WorkingCalendar


class Reminder(NamedTuple):
    """One step of the ladder: its instant, and how many working days before the deadline (below 0: after it)."""

    at: datetime
    days: int


def ladder(due_at: datetime, steps: Sequence[int], calendar: WorkingCalendar) -> list[Reminder]:
    """The reminders of a deadline (aware), early to late; each falls on the opening of a working day.

    Steps count working days from the day of the deadline, which is a working day itself.
    """
    day = calendar.local_day(due_at)
    return [Reminder(_opening(_shifted(day, step, calendar), calendar), step) for step in steps]


def next_reminder(
    due_at: datetime, steps: Sequence[int], calendar: WorkingCalendar, after: datetime
) -> Reminder | None:
    """The first reminder after an instant; None when the ladder has ended."""
    return next((one for one in ladder(due_at, steps, calendar) if one.at > after), None)


def _shifted(day: date, step: int, calendar: WorkingCalendar) -> date:
    """The working day `step` working days before `day`, after it for a step below 0."""
    if step <= 0:
        return next(islice(calendar.working_days_from(day), -step, None))
    while step:
        day -= timedelta(days=1)
        step -= calendar.is_working_day(day)
    return day


def _opening(day: date, calendar: WorkingCalendar) -> datetime:
    begin = datetime.combine(day, datetime.min.time(), calendar.time_zone)
    return next(calendar.spans_from(begin))[0]
