"""Deadlines: the examples of the reference city, and properties that hold for every calendar and pause."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hueioc.workflow.pack import Allowance
from hueioc.workflow.queries import catalogue
from hueioc.workflow.rules.calendar import WorkingCalendar
from hueioc.workflow.rules.deadlines import PauseSpan, due

CITY = ZoneInfo("Asia/Ho_Chi_Minh")
SESSIONS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
WEEK = WorkingCalendar(
    time_zone=CITY,
    sessions=dict.fromkeys(range(5), SESSIONS),
    days_off=frozenset({date(2026, 4, 30), date(2026, 5, 1)}),
    extra_days=frozenset({date(2026, 8, 22)}),
)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CITY)  # type: ignore[arg-type, misc]


def test_the_day_of_acceptance_is_not_counted() -> None:
    counted = due(local(2026, 3, 2, 9), Allowance(working_days=7), WEEK)
    assert counted.at == local(2026, 3, 11, 17)


def test_a_report_of_the_weekend_counts_from_the_next_working_day() -> None:
    counted = due(local(2026, 3, 7, 22), Allowance(working_days=7), WEEK)
    assert counted.at == local(2026, 3, 18, 17)
    assert "moved_to_working_day" in [step.code for step in counted.trace]


def test_holidays_are_skipped_and_named() -> None:
    counted = due(local(2026, 4, 29, 9), Allowance(working_days=1), WEEK)
    assert counted.at == local(2026, 5, 4, 17)
    assert [step.at for step in counted.trace if step.code == "day_off"] == ["2026-04-30", "2026-05-01"]


def test_a_swapped_saturday_is_worked() -> None:
    assert due(local(2026, 8, 21, 9), Allowance(working_days=1), WEEK).at == local(2026, 8, 22, 17)


def test_working_hours_run_in_both_sessions_and_over_night() -> None:
    assert due(local(2026, 3, 2, 10, 30), Allowance(working_hours=2), WEEK).at == local(2026, 3, 2, 14, 30)
    assert due(local(2026, 3, 2, 16, 30), Allowance(working_hours=1), WEEK).at == local(2026, 3, 3, 8)


def test_danger_is_counted_around_the_clock() -> None:
    assert due(local(2026, 3, 7, 23), Allowance(hours=4), WEEK).at == local(2026, 3, 8, 3)
    assert due(local(2026, 3, 7, 23), Allowance(minutes=30), WEEK).at == local(2026, 3, 7, 23, 30)


def test_an_open_pause_leaves_no_deadline() -> None:
    pause = PauseSpan(local(2026, 3, 3, 10), None)
    assert due(local(2026, 3, 2, 9), Allowance(working_days=3), WEEK, [pause]).at is None
    assert due(local(2026, 3, 2, 9), Allowance(hours=72), WEEK, [pause]).at is None


def test_a_pause_over_two_closings_moves_the_deadline_by_two_days() -> None:
    pause = PauseSpan(local(2026, 3, 3, 10), local(2026, 3, 5, 9))
    assert due(local(2026, 3, 2, 9), Allowance(working_days=3), WEEK, [pause]).at == local(2026, 3, 9, 17)


moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 1)).map(lambda d: d.replace(tzinfo=UTC))
allowances = st.one_of(
    st.integers(1, 40).map(lambda n: Allowance(working_days=n)),
    st.floats(0.25, 200).map(lambda n: Allowance(hours=n)),
    st.floats(0.25, 100).map(lambda n: Allowance(working_hours=n)),
)


@st.composite
def pauses(draw: st.DrawFn) -> list[PauseSpan]:
    spans = []
    for start in draw(st.lists(moments, max_size=3)):
        spans.append(PauseSpan(start, start + timedelta(hours=draw(st.integers(1, 400)))))
    return spans


@given(moments, allowances, pauses())
def test_a_deadline_is_never_before_its_start_nor_moved_forward_by_a_pause(
    start: datetime, allowance: Allowance, spans: list[PauseSpan]
) -> None:
    plain, paused = due(start, allowance, WEEK).at, due(start, allowance, WEEK, spans).at
    assert plain is not None
    assert paused is not None
    assert start <= plain <= paused


@given(moments, st.integers(1, 30), st.integers(1, 10), pauses())
def test_a_longer_allowance_is_never_due_earlier(start: datetime, days: int, more: int, spans: list[PauseSpan]) -> None:
    short = due(start, Allowance(working_days=days), WEEK, spans).at
    long = due(start, Allowance(working_days=days + more), WEEK, spans).at
    assert short is not None
    assert long is not None
    assert short < long


@given(moments, allowances)
def test_the_trace_begins_with_the_start_and_ends_with_the_deadline(start: datetime, allowance: Allowance) -> None:
    counted = due(start, allowance, WEEK)
    assert counted.at is not None
    assert (counted.trace[0].code, counted.trace[-1].code) == ("started", "due")
    assert counted.trace[-1].at == counted.at.isoformat()


@given(moments, st.floats(0.5, 60), pauses())
def test_working_hours_count_exactly_the_unpaused_working_time(
    start: datetime, hours: float, spans: list[PauseSpan]
) -> None:
    at = due(start, Allowance(working_hours=hours), WEEK, spans).at
    assert at is not None
    worked = timedelta()
    for begin, end in WEEK.spans_from(start):
        if begin >= at:
            break
        cuts = sorted({begin, min(end, at), *(t for p in spans for t in p[:2] if t and begin < t < min(end, at))})
        for left, right in zip(cuts, cuts[1:], strict=False):
            middle = left + (right - left) / 2
            if not any(p.start <= middle < (p.end or middle) for p in spans):
                worked += right - left
    assert abs(worked - timedelta(hours=hours)) < timedelta(milliseconds=1)


def test_a_calendar_without_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="no working day"):
        due(local(2026, 1, 1), Allowance(working_days=1), WorkingCalendar(CITY, {}))


@pytest.mark.parametrize("year", range(2019, 2027))
def test_the_citys_days_off_agree_with_an_independent_list(year: int) -> None:
    """Every public holiday of the `holidays` library on a weekday is a day off in the pack."""
    official = [day for day in holidays.country_holidays("VN", years=year) if day.year == year and day.weekday() < 5]
    calendar = catalogue().calendar
    worked = [day for day in official if calendar.is_working_day(day) and day not in calendar.extra_days]
    assert worked == []
