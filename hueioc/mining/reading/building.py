"""Collects the events of a reader into columns, and keeps what each instant says about its zone."""

from array import array
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from hueioc.journal.rules import microseconds
from hueioc.mining.rules.eventlog import Coded, EventLog, LogError, Note, event_log

_MOST_KEPT = 100_000  # texts of instants that are remembered with what they mean; days repeat, milliseconds do not


class Moment(NamedTuple):
    """An instant: microseconds since 1970 in UTC, and minutes east of it where it was written."""

    at: int
    offset: int


class Moments:
    """Turns texts into instants. All have an offset, or none has one: a mixture is refused, for half of it is wrong."""

    def __init__(self, zone: ZoneInfo | None, pattern: str = "iso") -> None:
        self._zone = zone
        self._form = "2024-03-01T08:00:00+07:00" if pattern == "iso" else pattern
        self._parse: Callable[[str], datetime] = datetime.fromisoformat
        if pattern != "iso":
            self._parse = lambda text: datetime.strptime(text, pattern)
        self._known: dict[str, Moment] = {}
        self.aware_line = self.naive_line = 0

    def read(self, text: str, line: Callable[[], int]) -> Moment:
        """The instant of a text; `line` tells where it stands. Raises LogError."""
        found = self._known.get(text)
        if found is not None:
            return found
        try:
            moment = self._parse(text.strip())
        except ValueError:
            raise LogError(
                f"line {line()}: {text[:60]!r} is not a moment of the form {self._form}; "
                "a mapping can name another (time_format)."
            ) from None
        found = self.taken(moment, line())
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[text] = found
        return found

    def taken(self, moment: datetime, line: int) -> Moment:
        """The same for a moment that is one already. Raises LogError."""
        if moment.tzinfo is None:
            self.naive_line = self.naive_line or line
            moment = moment.replace(tzinfo=self._zone or UTC)
        else:
            self.aware_line = self.aware_line or line
        if self.naive_line and self.aware_line:
            raise LogError(
                f"line {line}: moments with and without a time zone are mixed (with one on line {self.aware_line}, "
                f"without on line {self.naive_line}), so that nobody can say how long anything took."
            )
        try:
            away = moment.utcoffset() or timedelta()
            return Moment(microseconds(moment), round(away.total_seconds() / 60))
        except OverflowError:
            raise LogError(f"line {line}: {moment} lies outside the calendar.") from None

    def notes(self) -> list[Note]:
        """What must be said about the zone of the whole log."""
        return [Note("no_zone", first=self.naive_line)] if self.naive_line and self._zone is None else []


class Column:
    """A growing column of texts: each text is kept once."""

    def __init__(self) -> None:
        self.codes = array("i")
        self.known: dict[str, int] = {}

    def add(self, text: str | None) -> None:
        """Append a row; None and empty text are missing."""
        if not text:
            self.codes.append(-1)
            return
        code = self.known.get(text)
        if code is None:
            code = self.known[text] = len(self.known)
        self.codes.append(code)

    def add_many(self, text: str | None, many: int) -> None:
        """Append a row that many times. A text without rows is not kept."""
        if many:
            self.add(text)
            self.codes.extend([self.codes[-1]] * (many - 1))

    def coded(self) -> Coded:
        """The finished column."""
        return Coded(
            np.frombuffer(self.codes, dtype=np.int32) if self.codes else np.zeros(0, np.int32), tuple(self.known)
        )


class Collected:
    """The columns of a log while it is read."""

    def __init__(self, attributes: list[str]) -> None:
        self.case, self.activity, self.lifecycle, self.resource = Column(), Column(), Column(), Column()
        self.at, self.offset = array("q"), array("h")
        self.attributes = {name: Column() for name in attributes}
        self.notes: list[Note] = []

    def log(self) -> EventLog:
        """The log of everything that was collected."""
        many = len(self.at)
        return event_log(
            self.case.coded(),
            self.activity.coded(),
            np.frombuffer(self.at, dtype=np.int64) if many else np.zeros(0, np.int64),
            offset=np.frombuffer(self.offset, dtype=np.int16) if many else np.zeros(0, np.int16),
            lifecycle=self.lifecycle.coded(),
            resource=self.resource.coded(),
            attributes={name: column.coded() for name, column in self.attributes.items()},
            notes=tuple(self.notes),
        )
