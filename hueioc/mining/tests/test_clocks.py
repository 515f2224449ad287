"""Open hours beside all hours, and work beside waiting."""

from datetime import time
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from hueioc.mining.rules.clocks import calendar_clock, own_clock, work_of, worked_in
from hueioc.mining.rules.graph import steps_of
from hueioc.mining.tests.logs import log_of
from hueioc.workflow.rules.calendar import WorkingCalendar

pytestmark = pytest.mark.once
HOUR = 3_600_000_000
OFFICE = (time(7, 30), time(11, 30)), (time(13, 30), time(17))
CALENDAR = WorkingCalendar(ZoneInfo("Asia/Ho_Chi_Minh"), dict.fromkeys(range(5), OFFICE))


@pytest.mark.parametrize(
    ("begin", "end", "hours"),
    [
        ("2024-03-01T08:00:00+07:00", "2024-03-01T10:00:00+07:00", 2.0),
        ("2024-03-01T11:00:00+07:00", "2024-03-01T14:00:00+07:00", 1.0),  # lunch
        ("2024-03-01T16:30:00+07:00", "2024-03-04T08:00:00+07:00", 1.0),  # the weekend
        ("2024-03-02T08:00:00+07:00", "2024-03-03T08:00:00+07:00", 0.0),  # Saturday to Sunday
        ("2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z", 0.5),  # in UTC, 7 to 8 here
    ],
)
def test_the_calendar_counts_only_hours_in_which_the_office_is_open(begin: str, end: str, hours: float) -> None:
    log = log_of([("a", "x", begin), ("a", "y", end)])
    assert calendar_clock(log, CALENDAR).between(np.array([0]), np.array([1])).tolist() == [hours * HOUR]


def test_a_log_shows_its_own_open_hours() -> None:
    rows = [
        (f"c{week}{day}{hour}", "x", f"2024-01-{1 + 7 * week + day:02}T{hour:02}:30:00+01:00")
        for week in range(3)
        for day in range(5)
        for hour in range(8, 17)
    ]
    log = log_of([*rows, ("n", "x", "2024-01-05T16:00:00+01:00"), ("n", "y", "2024-01-08T09:00:00+01:00")])
    clock = own_clock(log, 0.25, 0.3)
    assert clock is not None
    last = len(log) - 1
    assert clock.between(np.array([last - 1]), np.array([last])).tolist() == [2 * HOUR]


def test_a_log_of_days_has_no_hours() -> None:
    assert (
        own_clock(log_of([("a", "x", "2024-03-01T00:00:00Z"), ("a", "y", "2024-03-02T00:00:00Z")]), 0.25, 0.3) is None
    )


def test_work_is_what_lies_between_a_start_and_its_end() -> None:
    log = log_of(
        [
            ("a", "x", "2024-03-01T08:00:00Z", "", "schedule"),
            ("a", "x", "2024-03-01T09:00:00Z", "", "START"),
            ("a", "y", "2024-03-01T10:00:00Z", "", "complete"),  # an end without a start is no work
            ("a", "x", "2024-03-01T12:00:00Z", "", "COMPLETE"),
            ("a", "z", "2024-03-01T15:00:00Z", "", "start"),  # a start without an end neither
            ("a", "y", "2024-03-01T16:00:00Z", "", "complete"),
        ]
    )
    steps, work = steps_of(log), work_of(log)
    assert work is not None
    assert (worked_in(steps, work) // HOUR).tolist() == [0, 1, 2, 0, 0]


def test_where_nobody_wrote_when_work_began_it_cannot_be_told_from_waiting() -> None:
    log = log_of([("a", "x", "2024-03-01T08:00:00Z", "", "complete"), ("a", "y", "2024-03-01T09:00:00Z")])
    assert work_of(log) is None
