"""When a return can be filled in and when it is due, as its pack says, on working days of the city."""

from datetime import UTC, datetime, time, timedelta

from hueioc.returns.pack import Form
from hueioc.returns.rules.periods import Period, after, before, period_of, same_day
from hueioc.workflow.rules.calendar import WorkingCalendar


def due_at(form: Form, period: Period, calendar: WorkingCalendar) -> datetime:
    """The end of office hours of the due day, of the next working day where that is a day off."""
    day = same_day(period, form.due.day, form.due.months_after)
    return calendar.closing(next(calendar.working_days_from(day)))


def opens_at(form: Form, period: Period, calendar: WorkingCalendar) -> datetime:
    """From when it is owed: midnight, so many days before the due day of the pack."""
    day = same_day(period, form.due.day, form.due.months_after) - timedelta(days=form.opens_days)
    return datetime.combine(day, time.min, calendar.time_zone).astimezone(UTC)


def latest_open(form: Form, at: datetime, calendar: WorkingCalendar) -> Period:
    """The latest period that can be filled in at an instant."""
    period = after(period_of(calendar.local_day(at), form.period, form.closes_day), form.closes_day)
    while opens_at(form, period, calendar) > at:
        period = before(period, form.closes_day)
    return period


def holds_for(form: Form, period: Period) -> bool:
    """True when the form held on the last day of a period."""
    return form.holds_on(period.last)


def is_late(given_at: datetime | None, due: datetime | None, now: datetime) -> bool:
    """True when it was given after its deadline, or is still missing after it."""
    return due is not None and (given_at or now) > due
