"""Behind every number lie exactly the pieces of work it counts; what stood on each day adds up backwards."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hueioc.indicators.follow import Indicators
from hueioc.indicators.models import WorkRow
from hueioc.indicators.queries import Slice, behind, course, figures_of, watched
from hueioc.indicators.tests.test_any_history import START, lives, told
from hueioc.journal.events import Event
from hueioc.lib import clock
from hueioc.lib.refusals import NotFound
from hueioc.workflow.events import Opened

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
Histories = list[tuple[Opened, list[Event]]]
days = st.none() | st.integers(0, 12).map(lambda number: (START + timedelta(days=number)).date())
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _take_in(histories: Histories, order: Sequence[int]) -> datetime:
    """Let the view follow the histories; returns an instant a little after the last fact."""
    facts = told(histories, order)
    follower = Indicators()
    follower.reset()
    follower.handle(facts)
    return facts[-1].happened_at + timedelta(hours=1)


@quick
@given(histories=lives, order=st.lists(st.integers(0, 99), max_size=30), since=days, length=st.integers(0, 6))
def test_every_number_opens_exactly_what_it_counts(
    city: None, histories: Histories, order: list[int], since: date | None, length: int
) -> None:
    with transaction.atomic():
        end = _take_in(histories, order)
        until = since + timedelta(days=length) if since else None
        what = Slice(since=since, until=until)
        with clock.at(end):
            for figure in figures_of(what).whole:
                if figure.code == "median_days":
                    continue
                counted = behind(what, figure.code).count()
                assert counted == figure.numerator, figure.code
                if figure.denominator is not None:
                    missing = behind(what, figure.code, "missing").count()
                    assert counted + missing == figure.denominator, figure.code


def _stood(rows: list[WorkRow], day: date, now: datetime) -> tuple[int, int]:
    """(open, overdue) at the end of a day, counted plainly."""
    end = min(datetime.combine(day + timedelta(days=1), time(), ZONE), now)
    is_open = [row for row in rows if row.opened_on <= day and (row.state == "open" or (row.ended_on or day) > day)]
    late = [
        row
        for row in rows
        if row.due_at
        and row.due_at < end
        and row.opened_on <= day
        and (row.state in {"open", "promised"} or (row.resolved_at or end) >= end)
    ]
    return len(is_open), len(late)


@quick
@given(
    histories=lives,
    order=st.lists(st.integers(0, 99), max_size=30),
    first=st.integers(0, 5),
    length=st.integers(0, 9),
)
def test_what_stood_on_each_day_is_what_plain_counting_finds(
    city: None, histories: Histories, order: list[int], first: int, length: int
) -> None:
    with transaction.atomic():
        end = _take_in(histories, order)
        since = (START + timedelta(days=first)).date()
        until = min(since + timedelta(days=length), end.astimezone(ZONE).date())
        if until < since:
            return
        with clock.at(end):
            found = course(Slice(), since, until)
            rows = list(WorkRow.objects.all())
        plain = [_stood(rows, day, end) for day in found.days]
    assert list(zip(found.open, found.overdue, strict=True)) == plain


@quick
@given(histories=lives, order=st.lists(st.integers(0, 99), max_size=30), first=st.integers(0, 20))
def test_the_weeks_of_every_unit_are_what_plain_counting_finds(
    city: None, histories: Histories, order: list[int], first: int
) -> None:
    with transaction.atomic():
        end = _take_in(histories, order)
        until = min((START + timedelta(days=first)).date(), end.astimezone(ZONE).date())
        with clock.at(end):
            found = {line.code: line for line in watched(Slice(), "unit", until)}
            rows = list(WorkRow.objects.all())
        for code in {row.unit for row in rows} | {*found}:
            mine = [row for row in rows if row.unit == code]
            week = [row for row in mine if row.ended_on and until - timedelta(days=7) < row.ended_on <= until]
            dated = sum(row.state == "ended" and row.due_at is not None for row in week)
            overdue = _stood(mine, until, end)[1]
            line = found.get(code)
            assert ((line.overdue, line.owed) if line else (0, 0)) == (overdue, dated + overdue)
            if line:
                before = until - timedelta(days=7)
                dated_before = sum(
                    row.state == "ended" and row.due_at is not None
                    for row in mine
                    if row.ended_on and before - timedelta(days=7) < row.ended_on <= before
                )
                assert line.owed_before == dated_before + _stood(mine, before, end)[1]


def test_a_figure_that_does_not_exist_is_refused(city: None) -> None:
    with pytest.raises(NotFound):
        behind(Slice(), "no_such_figure")


def test_the_last_day_of_the_course_says_what_the_figures_say(city: None) -> None:
    with transaction.atomic():
        opened = Opened(service="drainage", unit="north", due_at=START + timedelta(hours=1))
        now = _take_in([(opened, [])], []) + timedelta(days=3)
        with clock.at(now):
            today = now.astimezone(ZONE).date()
            found = course(Slice(), today - timedelta(days=2), today)
            figures = {figure.code: figure for figure in figures_of(Slice()).whole}
    assert found.open[-1] == figures["open"].numerator == 1
    assert found.overdue[-1] == figures["open_overdue"].numerator == 1
    assert found.on_time() == (0, 1)
