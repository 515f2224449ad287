"""Whether a dossier was handled on time, as item 2.1 of index 766 counts it (domain notes on dossiers, 2.2).

1. The end is the hour of *done*, else of *result returned*, else of *stopped*, *refused* or *withdrawn*. Without any,
   a dossier that waits for its only unfinished supplement ended when that was asked; one with two or more unfinished
   requests is late whatever else holds; every other one ends with the reporting period.
2. What passed between asking for a supplement and receiving it is subtracted from the end.
3. On time means: end <= appointment. Without an appointment the same end is compared with acceptance plus the
   procedure's maximum time, counted by the working calendar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from hueioc.workflow.pack import Allowance
from hueioc.workflow.rules.calendar import WorkingCalendar
from hueioc.workflow.rules.deadlines import due

Ending = Literal["done", "returned", "stopped", "refused", "withdrawn", "waiting", "open"]
Why = Literal["by_appointment", "by_maximum", "asked_twice", "no_measure"]


class Asked(NamedTuple):
    """One request for a supplement (aware instants); `received_at` is None while the citizen has not come back."""

    asked_at: datetime
    received_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Course:
    """The hours of one dossier that the rule looks at, aware instants; None is what has not happened."""

    accepted_at: datetime | None = None
    appointment_at: datetime | None = None
    done_at: datetime | None = None
    returned_at: datetime | None = None
    stopped_at: datetime | None = None
    refused_at: datetime | None = None
    withdrawn_at: datetime | None = None
    supplements: Sequence[Asked] = ()


class Verdict(NamedTuple):
    """The answer with what it rests on: `end` as the rule takes it, supplement time subtracted from it or not yet.

    `is_on_time` is None for what cannot be judged: neither an appointment nor an acceptance to count from.
    """

    is_on_time: bool | None
    ending: Ending
    end: datetime
    supplement_time: timedelta
    why: Why


def judge(course: Course, *, period_ends: datetime, maximum: Allowance, calendar: WorkingCalendar) -> Verdict:
    """On time or not, for a reporting period that ends at `period_ends`. Source: see this module."""
    ending, end = _end(course, period_ends)
    waited = supplement_time(course.supplements, end)
    if ending == "waiting" and len(_unfinished(course, period_ends)) > 1:
        return Verdict(False, ending, end, waited, "asked_twice")
    if course.appointment_at is not None:
        return Verdict(end - waited <= course.appointment_at, ending, end, waited, "by_appointment")
    if course.accepted_at is None:
        return Verdict(None, ending, end, waited, "no_measure")
    latest = due(course.accepted_at, maximum, calendar).at
    return Verdict(latest is not None and end - waited <= latest, ending, end, waited, "by_maximum")


def _end(course: Course, period_ends: datetime) -> tuple[Ending, datetime]:
    # A withdrawal ends the clock only of what had been accepted; what never was has no clock.
    ends: tuple[tuple[Ending, datetime | None], ...] = (
        ("done", course.done_at),
        ("returned", course.returned_at),
        ("stopped", course.stopped_at),
        ("refused", course.refused_at),
        ("withdrawn", course.withdrawn_at if course.accepted_at else None),
    )
    # What happens after the period has not happened yet for a report about it.
    for ending, at in ends:
        if at is not None and at <= period_ends:
            return ending, at
    since = _unfinished(course, period_ends)
    return ("waiting", max(since)) if since else ("open", period_ends)


def _unfinished(course: Course, period_ends: datetime) -> list[datetime]:
    """When supplements were asked for that had not come by the end of the period."""
    asked = (one for one in course.supplements if one.asked_at <= period_ends)
    return [one.asked_at for one in asked if one.received_at is None or one.received_at > period_ends]


def supplement_time(supplements: Sequence[Asked], end: datetime) -> timedelta:
    """The time spent waiting for supplements that came, overlapping requests counted once."""
    total, until = timedelta(), None
    for asked in sorted(supplements, key=lambda one: one.asked_at):
        if asked.received_at is None or asked.received_at > end:
            continue
        begin = asked.asked_at if until is None else max(asked.asked_at, until)
        if asked.received_at > begin:
            total += asked.received_at - begin
        until = asked.received_at if until is None else max(until, asked.received_at)
    return total
