"""The on-time rule of index 766, item 2.1, as a table; hours are days of November 2026 in the city's time."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.dossiers.rules.punctuality import Asked, Course, Verdict, judge
from hueioc.workflow.pack import Allowance
from hueioc.workflow.rules.calendar import WorkingCalendar

pytestmark = pytest.mark.once
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_OFFICE = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
CALENDAR = WorkingCalendar(_ZONE, dict.fromkeys(range(5), _OFFICE))
FIVE_DAYS = Allowance(working_days=5)


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=_ZONE).astimezone(UTC)


PERIOD = at(30, 23)
# 2 November is a Monday; the appointment is the 9th.
BASE: dict[str, Any] = {"accepted_at": at(2), "appointment_at": at(9, 17)}


def verdict(period_ends: datetime = PERIOD, **course: Any) -> Verdict:
    return judge(Course(**BASE | course), period_ends=period_ends, maximum=FIVE_DAYS, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("case", "course", "on_time", "ending"),
    [
        ("done in time", {"done_at": at(9)}, True, "done"),
        ("done late", {"done_at": at(10)}, False, "done"),
        ("done beats returned, which came late", {"done_at": at(9), "returned_at": at(20)}, True, "done"),
        ("done beats returned, which came early", {"done_at": at(10), "returned_at": at(8)}, False, "done"),
        ("returned stands for a missing done", {"returned_at": at(9)}, True, "returned"),
        ("returned late without done", {"returned_at": at(11)}, False, "returned"),
        ("stopped in time", {"stopped_at": at(5)}, True, "stopped"),
        ("stopped late", {"stopped_at": at(12)}, False, "stopped"),
        ("refused in time", {"refused_at": at(3)}, True, "refused"),
        ("withdrawn in time", {"withdrawn_at": at(4)}, True, "withdrawn"),
        ("open and the appointment is over", {}, False, "open"),
        ("open, the appointment lies beyond the period", {"appointment_at": at(30, 23)}, True, "open"),
        ("supplement time is subtracted", {"done_at": at(12), "supplements": [Asked(at(4), at(9))]}, True, "done"),
        ("not more than it took", {"done_at": at(16), "supplements": [Asked(at(4), at(9))]}, False, "done"),
        (
            "two that overlap are subtracted once",
            {"done_at": at(16), "supplements": [Asked(at(4), at(9)), Asked(at(5), at(9))]},
            False,
            "done",
        ),
        ("asked once, not back: ends with asking", {"supplements": [Asked(at(6))]}, True, "waiting"),
        ("asked once, but after the appointment", {"supplements": [Asked(at(10))]}, False, "waiting"),
        ("two unfinished requests are late", {"supplements": [Asked(at(3)), Asked(at(5))]}, False, "waiting"),
        (
            "one finished, one not: the second decides",
            {"supplements": [Asked(at(3), at(6)), Asked(at(11))]},
            True,
            "waiting",
        ),
        (
            "two unfinished, but done in the end",
            {"done_at": at(6), "supplements": [Asked(at(3)), Asked(at(4))]},
            True,
            "done",
        ),
    ],
)
def test_the_rule(case: str, course: dict[str, Any], on_time: bool, ending: str) -> None:
    found = verdict(**course)
    assert (found.is_on_time, found.ending) == (on_time, ending), case


@pytest.mark.parametrize(
    ("case", "done", "supplements", "on_time"),
    [
        ("five working days after the 2nd is the 9th", at(9, 16), [], True),
        ("the morning after is late", at(10), [], False),
        ("supplement time is subtracted there too", at(12), [Asked(at(4), at(9))], True),
    ],
)
def test_without_an_appointment_the_procedures_maximum_decides(
    case: str, done: datetime, supplements: list[Asked], on_time: bool
) -> None:
    found = verdict(appointment_at=None, done_at=done, supplements=supplements)
    assert (found.is_on_time, found.why) == (on_time, "by_maximum"), case


def test_what_happened_after_the_period_has_not_happened_for_its_report() -> None:
    assert verdict(at(8), done_at=at(9)).ending == "open"
    assert verdict(at(8), supplements=[Asked(at(3), at(20)), Asked(at(5), at(20))]).why == "asked_twice"


def test_a_dossier_that_nobody_accepted_and_promised_is_not_judged() -> None:
    assert verdict(accepted_at=None, appointment_at=None, withdrawn_at=at(3)).is_on_time is None


@given(st.integers(0, 500), st.integers(0, 200), st.integers(0, 200))
def test_a_longer_wait_for_the_citizen_never_makes_it_later(done: int, asked: int, waited: int) -> None:
    hour = timedelta(hours=1)
    begin = at(2)
    back = begin + (asked + waited) * hour
    end = max(back, begin + done * hour)
    short = verdict(done_at=end, supplements=[Asked(begin + asked * hour, back)])
    long = verdict(done_at=end + hour, supplements=[Asked(begin + asked * hour, back + hour)])
    assert (short.is_on_time or False) <= (long.is_on_time or False)
