"""Working time of a city as an object: sessions of the day, holidays, swapped days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Session = tuple[time, time]
_LONGEST_SEARCH = 3700  # days; ten years without a working day means a broken calendar


# Compared as an object: it is read once from its pack, and what is counted with it is remembered by it.
@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """When a city works. `sessions` maps a weekday (Monday 0) to its sessions in local time, in order.

    `days_off` are holidays and their substitution days; `extra_days` are weekend days worked instead, with
    the sessions of `extra_sessions`.
    """

    time_zone: ZoneInfo
    sessions: Mapping[int, tuple[Session, ...]]
    days_off: frozenset[date] = frozenset()
    extra_days: frozenset[date] = frozenset()
    extra_sessions: tuple[Session, ...] = ()

    def local_day(self, moment: datetime) -> date:
        """The calendar day of an aware instant in the city."""
        return moment.astimezone(self.time_zone).date()

    def sessions_on(self, day: date) -> tuple[Session, ...]:
        """The day's working sessions; empty on a day off."""
        if day in self.extra_days:
            return self.extra_sessions or self.sessions.get(0, ())
        if day in self.days_off:
            return ()
        return self.sessions.get(day.weekday(), ())

    def is_working_day(self, day: date) -> bool:
        return bool(self.sessions_on(day))

    def closing(self, day: date) -> datetime:
        """The end of the last session of a working day, in UTC. Raises ValueError on a day off."""
        sessions = self.sessions_on(day)
        if not sessions:
            raise ValueError(f"{day} is not a working day")
        return self._instant(day, sessions[-1][1])

    def working_days_from(self, day: date) -> Iterator[date]:
        """Working days from `day` on, that day included. Raises ValueError when ten years hold none."""
        for offset in range(_LONGEST_SEARCH):
            candidate = day + timedelta(days=offset)
            if self.is_working_day(candidate):
                yield candidate
        raise ValueError("this calendar has no working day in ten years")

    def spans_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Stretches of working time after `start`, as (begin, end) in UTC, in order and without end."""
        for day in self.working_days_from(self.local_day(start)):
            for opens, closes in self.sessions_on(day):
                begin, end = self._instant(day, opens), self._instant(day, closes)
                if end > start:
                    yield max(begin, start), end

    def is_working_time(self, moment: datetime) -> bool:
        local = moment.astimezone(self.time_zone)
        return any(opens <= local.time() < closes for opens, closes in self.sessions_on(local.date()))

    def _instant(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, tzinfo=self.time_zone).astimezone(UTC)
