"""Work figures: mine at once, those of a unit's people for its head some days after the month."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from hueioc.cases.commands import Sorting, accept_case, assign_inside, open_case, resolve_case, triage_case
from hueioc.indicators.queries import work_of
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.portal.work_figures import month_of, months
from hueioc.workflow.queries import given_to
from tests.cast import CATEGORY, WARD, Cast, report

HUE = ZoneInfo("Asia/Ho_Chi_Minh")
TUESDAY = datetime(2040, 1, 10, 9, tzinfo=HUE)


@pytest.fixture(autouse=True)
def _in_a_demo(settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def given(cast: Cast, many: int) -> list[str]:
    """Reports of the ward, accepted and given to its officer."""
    codes = [open_case(report(), cast.owner).code for _ in range(many)]
    for code in codes:
        triage_case(code, cast.operator, Sorting(category=CATEGORY, lead=WARD))
        accept_case(code, cast.head, unit=WARD)
        assign_inside(code, cast.head, assignee=cast.officer.ref, unit=WARD)
    return codes


def test_what_was_given_to_me_is_counted_by_hand(cast: Cast) -> None:
    with clock.at(TUESDAY):
        soon, late, _open = given(cast, 3)
    with clock.at(TUESDAY + timedelta(days=1)):
        resolve_case(soon, cast.officer, outcome="answered", text="Xong.")
    with clock.at(TUESDAY + timedelta(days=19)):
        resolve_case(late, cast.officer, outcome="answered", text="Xong.")
        catch_up()
        refs = given_to([cast.officer.ref, cast.stranger.ref])
        month = month_of(TUESDAY.date())
        found = work_of(refs[cast.officer.ref], month.first, month.last, clock.now())
    assert refs[cast.stranger.ref] == []
    assert (found.open, found.overdue, found.ended, found.dated, found.on_time) == (1, 1, 2, 2, 1)
    assert (found.share, found.days, found.reopened) == (0.5, 10.0, 0)
    before = work_of(refs[cast.officer.ref], month.first - timedelta(days=31), month.first - timedelta(days=1), TUESDAY)
    assert (before.ended, before.share, before.days) == (0, None, None)


def test_a_head_sees_the_people_of_a_month_only_when_they_had_time_to_look_themselves(cast: Cast) -> None:
    with clock.at(TUESDAY):
        given(cast, 1)
        catch_up()
    name = cast.accounts["officer"].display_name
    for day, is_shown in ((datetime(2040, 1, 31, tzinfo=HUE), False), (datetime(2040, 2, 3, 23, tzinfo=HUE), False)):
        with clock.at(day):
            assert ("<table" in read(cast, "head")) == is_shown
            assert name not in read(cast, "stranger")
    with clock.at(datetime(2040, 2, 4, 1, tzinfo=HUE)):
        assert "<table" in read(cast, "head")
        assert "<table" not in read(cast, "officer"), "an officer sees nobody else"
        for who in ("stranger", "leader", "operator"):
            assert "<table" not in read(cast, who)


def read(cast: Cast, who: str) -> str:
    return browser(cast, who).get("/me/figures/?month=2040-01").content.decode()


def test_the_page_is_for_staff_and_an_unknown_month_is_this_one(cast: Cast) -> None:
    assert browser(cast, "owner").get("/me/figures/").status_code == 403
    assert Client().get("/me/figures/").status_code == 302
    assert browser(cast, "officer").get("/me/figures/?month=2026-99").status_code == 200


def test_months_follow_each_other_back_through_a_year(city: None) -> None:
    found = [one.code for one in months(datetime(2027, 1, 31, tzinfo=HUE).date())]
    assert found[:3] == ["2027-01", "2026-12", "2026-11"]
    assert len(set(found)) == 12
