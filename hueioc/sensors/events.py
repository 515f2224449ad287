"""The facts about alarms of stations; readings are no facts. Each class's docstring is its public documentation."""

from datetime import date, datetime
from typing import ClassVar

from hueioc.journal.events import Code, Event
from hueioc.workflow.events import Closed, Handed, Moved, Noted, Opened


class AlarmRaised(Opened, frozen=True, kw_only=True):
    """A station raised an alarm: water reached a level (1 to 3), or nothing came from it (`stale`, level 0).

    `value` is what it measured in the unit of its series, `measured_at` when.
    """

    kind: ClassVar[str] = "sensors.raised"
    station: Code
    series: Code = ""
    alarm: Code
    level: int = 0
    value: float | None = None
    measured_at: datetime | None = None


class AlarmHanded(Handed, frozen=True, kw_only=True):
    """The unit that has to take note of an alarm."""

    kind: ClassVar[str] = "sensors.handed"


class AlarmChanged(Moved, frozen=True, kw_only=True):
    """An alarm went up (`rise`) or down (`change`) to another level, or somebody took note of it (`acknowledge`)."""

    kind: ClassVar[str] = "sensors.changed"
    level: int = 0
    value: float | None = None
    measured_at: datetime | None = None


class AlarmNoted(Noted, frozen=True, kw_only=True):
    """Something was told about an alarm that changes no state: that nobody took note in time (`overdue`)."""

    kind: ClassVar[str] = "sensors.noted"


class AlarmCleared(Closed, frozen=True, kw_only=True):
    """An alarm is over: the water fell below its level, the station sends again, or people dismissed it."""

    kind: ClassVar[str] = "sensors.cleared"
    highest: int = 0
    peak: float | None = None


class ReadingsFiled(Event, frozen=True, kw_only=True):
    """The readings of a day (UTC) were written as a Parquet file; `digest` is the beginning of its SHA-256."""

    kind: ClassVar[str] = "sensors.filed"
    day: date
    readings: int
    series: int
    digest: Code
