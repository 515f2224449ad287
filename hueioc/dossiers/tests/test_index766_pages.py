"""Index 766 from dossiers to the page: counts, what costs points, what closing would bring, and who may look."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from hueioc.dossiers import commands as give
from hueioc.dossiers.models import Dossier, IndexFigure
from hueioc.dossiers.queries import Line, Sheet, index766, index_sheet
from hueioc.dossiers.rules.periods import read_period, recent
from hueioc.dossiers.tests.people import MARITAL, accepted
from hueioc.lib import clock
from hueioc.lib.refusals import Invalid, NotAllowed, NotFound
from hueioc.people.rules import Actor
from tests.cast import OTHER_WARD, WARD, Cast

MONDAY = datetime(2026, 11, 2, 2, tzinfo=UTC)
NOVEMBER = read_period("2026-11")
TWO = {"form": "paper", "identity": "population"}


@pytest.fixture
def month(cast: Cast) -> tuple[Dossier, Dossier, Dossier]:
    """Of three dossiers of November one is done in time, one late, and one open that will be over by its end."""
    with clock.at(MONDAY):
        good, late, still = (accepted(cast, procedure=MARITAL, papers=TWO) for _n in range(3))
    with clock.at(MONDAY + timedelta(hours=2)):
        give.finish_dossier(good.code, cast.officer, outcome="granted", text="Đã cấp.")
    with clock.at(MONDAY + timedelta(days=20)):
        give.finish_dossier(late.code, cast.officer, outcome="granted", text="Đã cấp.")
    return good, late, still


def signed_in(cast: Cast, who: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def line(sheet: Sheet, item: str) -> Line:
    return next(one for one in sheet.lines if one.item.id == item)


def test_on_time_opens_to_the_dossiers_that_cost_it(cast: Cast, month: tuple[Dossier, ...]) -> None:
    _good, late, still = month
    found = line(index_sheet(cast.leader, NOVEMBER), "2.1")
    assert found.tally is not None
    assert (found.tally.numerator, found.tally.denominator) == (1, 3)
    assert set(found.tally.costing) == {late.code, still.code}
    assert (found.score.score, found.score.lost) == (Decimal("6.67"), Decimal("13.33"))


def test_closing_an_open_one_today_brings_its_points(cast: Cast, month: tuple[Dossier, ...]) -> None:
    _good, late, still = month
    with clock.at(MONDAY + timedelta(hours=3)):
        sheet = index_sheet(cast.leader, NOVEMBER, closed=[still.code, late.code])
    then = line(sheet, "2.1").then
    assert then is not None
    assert then.score == Decimal("13.33")
    # What is closed late stays late; and a result that is only on paper counts in item 4.1 once it is there.
    results = line(sheet, "4.1")
    assert results.score.count is not None
    assert results.then is not None
    assert results.then.count is not None
    assert (results.score.count.denominator, results.then.count.denominator) == (2, 3)


def test_what_nobody_counts_here_has_no_points(cast: Cast, month: tuple[Dossier, ...]) -> None:
    sheet = index_sheet(cast.leader, NOVEMBER)
    assert {one.item.id for one in sheet.lines if one.score.state == "no_data" and one.item.max} == {
        *("1.1", "1.2", "1.3", "4.2b", "4.5a", "5.2", "5.3", "5.4"),
    }
    assert (sheet.whole.most, sum(one.most for _block, one in sheet.blocks)) == (100, 100)
    assert line(sheet, "1.4").score.score == 0
    # A fee was due on each and none was paid online.
    assert line(sheet, "3.6").score.lost == Decimal("6.00")
    assert line(sheet, "4.5b").score.share is not None


def test_a_ward_counts_only_what_it_handles_and_another_may_not_look(cast: Cast, month: tuple[Dossier, ...]) -> None:
    own = line(index_sheet(cast.officer, NOVEMBER, WARD), "2.1").tally
    other = line(index_sheet(cast.stranger, NOVEMBER, OTHER_WARD), "2.1")
    assert own is not None
    assert own.denominator == 3
    assert other.score.state == "nothing_due"
    for actor, unit in ((cast.stranger, WARD), (cast.officer, ""), (cast.owner, WARD), (cast.nobody, "")):
        with pytest.raises(NotAllowed):
            index_sheet(actor, NOVEMBER, unit)


def _page(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_page_the_list_and_the_file_say_the_same(cast: Cast, month: tuple[Dossier, ...]) -> None:
    _good, late, still = month
    client, ask = _page(cast, "leader"), {"period": "2026-11"}
    page = client.get("/index-766/", {**ask, "close": f"{still.code}\n{late.code}"})
    assert page.status_code == 200
    assert page.context["sheet"].then is not None
    assert late.code in client.get("/index-766/2.1/", ask).content.decode()
    body = client.get("/index-766/table.csv", ask).content.decode("utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(body))}
    assert (rows["2.1"]["numerator"], rows["2.1"]["denominator"], rows["2.1"]["score"]) == ("1", "3", "6.67")
    assert (rows["1.1"]["state"], rows["1.1"]["score"], rows["1.1"]["lost"]) == ("no_data", "", "")


def test_strange_input_gets_a_sentence(cast: Cast) -> None:
    client = _page(cast, "leader")
    assert client.get("/index-766/", {"period": "2026-13"}).status_code == 400
    assert client.get("/index-766/", {"close": "no number"}).status_code == 400
    assert client.get("/index-766/9.9/").status_code == 404
    assert _page(cast, "officer").get("/index-766/", {"unit": OTHER_WARD}).status_code == 403


@pytest.mark.parametrize(
    ("text", "first", "last", "months"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), 1),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), 3),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), 12),
    ],
)
def test_a_period_is_a_month_a_quarter_or_a_year(text: str, first: date, last: date, months: int) -> None:
    assert read_period(text)[1:] == (first, last, months)


@pytest.mark.parametrize("text", ["", "2026-Q5", "2026-00", "26-11", "２０２６", "2026-11-01"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_period(text)


def test_periods_to_choose_from_begin_with_this_month() -> None:
    names = [one.name for one in recent(date(2026, 1, 15), months=2)]
    assert names == ["2026-01", "2025-12", "2026-Q1", "2025-Q4", "2026", "2025"]


def test_the_mean_handling_time_is_told_for_each_procedure(cast: Cast, month: tuple[Dossier, ...]) -> None:
    found = line(index_sheet(cast.leader, NOVEMBER), "2.2")
    assert found.tally is not None
    assert [(one.procedure, one.many, one.mean) for one in found.tally.means] == [
        (MARITAL, 2, timedelta(days=10, hours=1))
    ]
    assert (found.mean, found.score.most) == (timedelta(days=10, hours=1), 0)
    page = signed_in(cast, "leader").get("/index-766/2.2/?period=2026-11").content.decode()
    assert MARITAL in page
    assert "10 days" in page


def test_the_mean_leaves_out_what_supplements_took(cast: Cast) -> None:
    with clock.at(MONDAY):
        code = accepted(cast, procedure=MARITAL, papers=TWO).code
        give.request_supplement(code, cast.officer, text="Thiếu tờ khai.")
    with clock.at(MONDAY + timedelta(days=4)):
        give.receive_supplement(code, cast.officer, text="Đã nộp.")
    with clock.at(MONDAY + timedelta(days=5)):
        give.finish_dossier(code, cast.officer, outcome="granted", text="Đã cấp.")
    assert line(index_sheet(cast.leader, NOVEMBER), "2.2").mean == timedelta(days=1)


FIGURE: dict[str, Any] = {"numerator": 45, "denominator": 60, "source": "báo cáo quý của Cổng quốc gia"}


def test_what_nobody_counts_here_is_entered_and_counts_then(cast: Cast) -> None:
    before = index_sheet(cast.leader, NOVEMBER).whole
    give.report_figure("5.2", NOVEMBER, cast.admin, **FIGURE)
    sheet = index_sheet(cast.leader, NOVEMBER)
    assert line(sheet, "5.2").score.score == Decimal("4.50")
    assert sheet.whole.countable == before.countable + 6
    give.report_figure("5.2", NOVEMBER, cast.admin, **FIGURE | {"numerator": 60})
    assert line(index_sheet(cast.leader, NOVEMBER), "5.2").score.score == Decimal("6.00")
    # Neither for another period, nor for a unit.
    assert line(index_sheet(cast.leader, read_period("2026-10")), "5.2").score.state == "no_data"
    assert line(index_sheet(cast.leader, NOVEMBER, WARD), "5.2").score.state == "no_data"


@pytest.mark.parametrize(
    ("item", "changes"),
    [
        ("2.1", {}),
        ("5.2", {"numerator": 61}),
        ("5.2", {"numerator": -1}),
        ("5.2", {"source": " "}),
        ("5.2", {"denominator": 3_000_000_000}),
        ("9.9", {}),
    ],
)
def test_a_wrong_figure_is_refused(cast: Cast, item: str, changes: dict[str, Any]) -> None:
    with pytest.raises((Invalid, NotFound)):
        give.report_figure(item, NOVEMBER, cast.admin, **FIGURE | changes)
    assert not IndexFigure.objects.exists()


def test_only_the_steward_and_an_administrator_enter_figures(cast: Cast) -> None:
    address = "/index-766/5.2/?period=2026-11"
    for who in ("leader", "coordinator", "operator", "officer", "head", "stranger"):
        unit = f"&unit={WARD}" if who in {"officer", "head"} else f"&unit={OTHER_WARD}" if who == "stranger" else ""
        assert signed_in(cast, who).post(address + unit, FIGURE).status_code == 403, who
        assert 'name="numerator"' not in signed_in(cast, who).get(address + unit).content.decode(), who
    assert signed_in(cast, "owner").post(address, FIGURE).status_code == 403
    steward = Actor(ref="account:STEWARD", roles=frozenset({("data_steward", "")}))
    assert give.report_figure("5.2", NOVEMBER, steward, **FIGURE).entered_by == steward.ref
    assert signed_in(cast, "admin").post(address, FIGURE | {"numerator": "x"}).status_code == 400
    assert signed_in(cast, "admin").post(address, FIGURE).status_code == 302
    page = signed_in(cast, "leader").get(address).content.decode()
    assert FIGURE["source"] in page


def test_of_very_many_dossiers_the_count_is_ten_minutes_old_at_most(
    cast: Cast, month: tuple[Dossier, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the what-if is of now: only the dossiers it names are judged anew."""
    _good, _late, still = month
    monkeypatch.setattr(index766, "KEPT_FROM", 1)
    index766._counted_in.cache_clear()
    began = (MONDAY + timedelta(hours=3)).replace(minute=0)
    with clock.at(began):
        plain = line(index_sheet(cast.leader, NOVEMBER, closed=[still.code]), "2.1")
        assert plain.then is not None
        assert (plain.score.score, plain.then.score) == (Decimal("6.67"), Decimal("13.33"))
    with clock.at(began + timedelta(minutes=9)):
        give.finish_dossier(still.code, cast.officer, outcome="granted", text="Đã cấp.")
        sheet = index_sheet(cast.leader, NOVEMBER)
        assert (line(sheet, "2.1").score.score, sheet.as_of) == (Decimal("6.67"), began)
    with clock.at(began + timedelta(minutes=11)):
        assert line(index_sheet(cast.leader, NOVEMBER), "2.1").score.score == Decimal("13.33")
