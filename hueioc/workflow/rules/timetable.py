"""Turns the pack's calendar into working time; holidays and swapped days come from the listed years."""

from datetime import time
from zoneinfo import ZoneInfo

from hueioc.workflow.pack import Calendar
from hueioc.workflow.rules.calendar import WorkingCalendar


def working_calendar(calendar: Calendar, time_zone: str) -> WorkingCalendar:
    """The city's working time. Weekdays in the pack are 1 (Monday) to 7, here 0 to 6 as Python counts."""
    sessions: dict[int, list[tuple[time, time]]] = {}
    for session in sorted(calendar.session, key=lambda s: s.begins):
        for weekday in session.weekdays:
            sessions.setdefault(weekday - 1, []).append((session.begins, session.ends))
    return WorkingCalendar(
        time_zone=ZoneInfo(time_zone),
        sessions={weekday: tuple(found) for weekday, found in sessions.items()},
        days_off=frozenset(day for year in calendar.year for days in year.off.values() for day in days),
        extra_days=frozenset(day for year in calendar.year for day in year.worked),
    )
