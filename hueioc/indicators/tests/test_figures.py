"""Figures of real reports: each person's act moves exactly the numbers it should, and honestly."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hueioc.cases.commands import (
    Sorting,
    accept_case,
    close_case,
    extend_case,
    link_cases,
    object_to_result,
    open_case,
    rate_case,
    resolve_case,
    return_case,
    triage_case,
    unlink_cases,
    withdraw_case,
)
from hueioc.cases.models import Case
from hueioc.indicators.models import DayCount, WorkRow
from hueioc.indicators.queries import Slice, figures_of, ranking
from hueioc.journal.runner import catch_up, rebuild
from hueioc.lib import clock
from hueioc.workflow.rules.figures import Figure
from tests.cast import CATEGORY, WARD, Cast, report

pytestmark = pytest.mark.django_db


def now(**narrowed: str) -> dict[str, Figure]:
    catch_up()
    return {figure.code: figure for figure in figures_of(Slice(**narrowed)).whole}  # type: ignore[arg-type]


def pair(figure: Figure) -> tuple[int | None, int | None, float | None]:
    return figure.numerator, figure.denominator, figure.value


def test_nothing_received_gives_no_share_and_never_a_hundred_percent(cast: Cast) -> None:
    figures = now()
    assert pair(figures["received"]) == (0, None, 0.0)
    assert pair(figures["on_time"]) == (0, 0, None)
    assert figures["median_days"].value is None


def test_an_answered_report_counts_for_its_unit(answered: Case) -> None:
    figures = now(unit=WARD)
    assert pair(figures["ended"]) == (1, None, 1.0)
    assert pair(figures["fixed"]) == (0, 1, 0.0)
    assert pair(figures["on_time"]) == (1, 1, 1.0)
    assert now(unit="nobody")["received"].numerator == 0


def test_open_overdue_work_stands_below_the_line(cast: Cast, answered: Case) -> None:
    late = triage_case(open_case(report(), cast.owner).code, cast.operator, Sorting(category=CATEGORY, lead=WARD))
    assert late.due_at
    with clock.at(late.due_at + timedelta(days=1)):
        figures = now()
    assert pair(figures["open_overdue"])[0] == 1
    assert pair(figures["on_time"]) == (1, 2, 0.5)


def test_a_promise_is_not_an_end_and_stays_overdue(cast: Cast, in_work: Case) -> None:
    assert in_work.due_at
    day = (clock.now() + timedelta(days=90)).date()
    resolve_case(in_work.code, cast.officer, outcome="planned", text="Đưa vào kế hoạch.", planned_until=day)
    with clock.at(in_work.due_at + timedelta(days=1)):
        figures = now()
    assert [figures[code].numerator for code in ("promised", "open_overdue", "ended", "open")] == [1, 1, 0, 0]
    assert pair(figures["on_time"]) == (0, 1, 0.0)
    assert pair(figures["response_rate"]) == (1, 1, 1.0)


def test_an_extension_helps_the_deadline_but_not_the_first_promise(cast: Cast, in_work: Case) -> None:
    assert in_work.first_due_at
    extend_case(in_work.code, cast.head, reason="few_staff", working_days=3, note="Cần khảo sát.")
    with clock.at(in_work.first_due_at + timedelta(hours=1)):
        resolve_case(in_work.code, cast.officer, outcome="answered", text="Xong.")
        figures = now()
    assert pair(figures["on_time"]) == (1, 1, 1.0)
    assert pair(figures["on_time_first"]) == (0, 1, 0.0)


def test_withdrawn_and_duplicate_reports_improve_no_ratio(cast: Cast, opened: Case) -> None:
    other = open_case(report(), cast.neighbour)
    withdraw_case(other.code, cast.neighbour)
    twin = open_case(report(), cast.neighbour)
    link_cases(twin.code, cast.operator, kind="duplicate_of", other=opened.code)
    figures = now()
    assert figures["left_out"].numerator == 2
    assert pair(figures["on_time"]) == (0, 0, None)
    assert pair(figures["response_rate"]) == (0, 1, 0.0)
    unlink_cases(twin.code, cast.operator, kind="duplicate_of", other=opened.code)
    figures = now()
    assert (figures["left_out"].numerator, figures["open"].numerator, figures["reopened"].numerator) == (1, 2, 0)


def test_a_middling_rating_is_acceptable_and_not_satisfied(cast: Cast, answered: Case) -> None:
    rate_case(answered.code, cast.owner, score=3)
    figures = now()
    assert pair(figures["satisfied"]) == (0, 1, 0.0)
    assert pair(figures["acceptable"]) == (1, 1, 1.0)
    assert pair(figures["rating_response"]) == (1, 1, 1.0)


def test_an_objection_takes_the_answer_out_again(cast: Cast, answered: Case) -> None:
    object_to_result(answered.code, cast.owner, text="Vẫn còn ngập.")
    figures = now()
    assert (figures["ended"].numerator, figures["open"].numerator) == (0, 1)
    assert pair(figures["reopened"]) == (1, 1, 1.0)


def test_a_returned_report_belongs_to_no_unit_until_it_is_handed_over(cast: Cast, offered: Case) -> None:
    return_case(offered.code, cast.officer, reason="not_our_asset", note="Tuyến này thuộc đơn vị khác.")
    assert now()["returned"].numerator == 1
    assert [line.code for line in ranking(Slice(), "unit")] == [""]


def test_the_median_is_exact(cast: Cast) -> None:
    start = clock.now()
    for hours in (1, 2, 30, 90):
        with clock.at(start):
            case = open_case(report(), cast.owner)
            triage_case(case.code, cast.operator, Sorting(category=CATEGORY, lead=WARD))
            accept_case(case.code, cast.officer)
        with clock.at(start + timedelta(hours=hours)):
            resolve_case(case.code, cast.officer, outcome="answered", text="Xong.")
    assert now()["median_days"].value == round(16 / 24, 2)


def rows() -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    work = [{k: v for k, v in row.items() if k != "id"} for row in WorkRow.objects.order_by("ref").values()]
    days = [{k: v for k, v in row.items() if k != "id"} for row in DayCount.objects.order_by("key").values()]
    return work, days


def test_a_rebuild_equals_the_live_view(cast: Cast, answered: Case) -> None:
    catch_up()
    rate_case(answered.code, cast.owner, score=5)
    catch_up()
    with clock.at(clock.now() + timedelta(days=60)):
        close_case(answered.code, cast.clock)
        withdraw_case(open_case(report(), cast.owner).code, cast.owner)
    catch_up()
    live = rows()
    rebuild("indicators")
    assert rows() == live
    assert live[0]
    assert live[1]


def test_the_page_shows_numerator_and_denominator_and_a_dash(client: Client, cast: Cast) -> None:
    catch_up()
    page = client.get("/statistics/", headers={"accept-language": "en"}).content.decode()
    assert "–" in page
    assert "0 ÷ 0" in page
    assert "100.0 %" not in page


def test_the_json_carries_definitions_in_the_language_asked_for(client: Client, answered: Case) -> None:
    catch_up()
    found = client.get("/statistics.json", headers={"accept-language": "en"}).json()
    assert found["figures"]["on_time"] == {"numerator": 1, "denominator": 1, "value": 1.0}
    assert "÷" in found["definitions"]["on_time"]["definition"]
    assert [line["code"] for line in found["by_unit"]] == [WARD]
    vietnamese = client.get("/statistics.json", headers={"accept-language": "vi"}).json()
    assert vietnamese["definitions"]["on_time"]["title"] != found["definitions"]["on_time"]["title"]


@pytest.mark.parametrize(
    "query", ["since=yesterday", "since=2026-02-01&until=2026-01-01", "unit=" + "x" * 99, "area=%00"]
)
def test_what_cannot_be_read_is_refused_with_a_sentence(client: Client, city: None, query: str) -> None:
    for address in ("/statistics/", "/statistics.json"):
        assert client.get(f"{address}?{query}").status_code == 400


def test_the_ranking_is_a_file_with_both_numbers_of_every_figure(client: Client, answered: Case) -> None:
    catch_up()
    answer = client.get("/statistics.csv?by=unit&sort=on_time")
    head, line = answer.content.decode("utf-8-sig").splitlines()[:2]
    row = dict(zip(head.split(","), line.split(","), strict=False))
    assert row["code"] == WARD
    assert (row["on_time_numerator"], row["on_time_denominator"]) == ("1", "1")
    assert client.get("/statistics/?by=unit&sort=on_time&up=1").status_code == 200
    assert client.get("/statistics.csv?by=dragons&sort=x").status_code == 200


def test_the_period_that_is_shown_is_marked(client: Client, city: None) -> None:
    def marked(query: str) -> list[str]:
        page = client.get(f"/statistics/{query}").content.decode()
        return re.findall(r'href="(\?(?:since=[\d-]+)?)" aria-current="page"', page)

    assert marked("") == ["?"]
    usual = re.findall(r'href="(\?since=\d{4}-01-01)"', client.get("/statistics/").content.decode())
    assert marked(usual[0]) == usual[:1]
    assert marked("?since=2020-02-03") == []


def test_figures_are_open_for_some_kinds_of_work_and_for_staff_for_all(
    cast: Cast, client: Client, settings: Any
) -> None:
    settings.WORK_PAGES = settings.WORK_PAGES | {"memo": "/memos/{}/"}
    page = client.get("/statistics/?kind=dossier", headers={"accept-language": "en"}).content.decode()
    assert re.findall(r'href="\?kind=(\w+)"( aria-current="page")?', page) == [
        ("case", ""),
        ("dossier", ' aria-current="page"'),
    ]
    doors = ("/statistics/", "/statistics.csv", "/statistics.json")
    assert {client.get(f"{door}?kind=memo").status_code for door in doors} == {400}
    client.force_login(cast.accounts["owner"])
    assert {client.get(f"{door}?kind=memo").status_code for door in doors} == {400}
    client.force_login(cast.accounts["leader"])
    assert {client.get(f"{door}?kind=memo").status_code for door in doors} == {200}
