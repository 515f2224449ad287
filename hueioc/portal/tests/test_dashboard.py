"""The leaders' pages: numbers that open their work, decisions with one action, the wall, the briefing."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from hueioc.cases.commands import Sorting, accept_case, open_case, remind_unit, triage_case
from hueioc.cases.models import Case
from hueioc.journal.models import Fact
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, NotAllowed, NotFound
from hueioc.notices.models import Notice
from tests.cast import CATEGORY, OTHER_WARD, WARD, Cast, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(cast: Cast) -> Iterator[Case]:
    """An urgent report in the hands of WARD whose deadline has passed; the test plays a day later."""
    case = open_case(report(), cast.owner)
    triage_case(case.code, cast.operator, Sorting(category=CATEGORY, urgency="urgent", lead=WARD))
    case = accept_case(case.code, cast.officer)
    assert case.due_at
    with clock.at(case.due_at + timedelta(days=1)):
        catch_up()
        yield case


def browser(cast: Cast, who: str, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(cast.accounts[who])
    return client


def page(cast: Cast, who: str, path: str, language: str = "en") -> str:
    answer = browser(cast, who, language).get(path)
    assert answer.status_code == 200, answer.content[:300]
    return answer.content.decode()


def test_what_breaks_a_threshold_stands_first_with_its_action(cast: Cast, late: Case) -> None:
    text = page(cast, "leader", "/dashboard/")
    assert "1 urgent report overdue" in text
    assert text.index("urgent report overdue") < text.index('class="kpis"')
    assert "Remind the unit" in text


def test_a_calm_city_says_so_and_shows_no_alarm(cast: Cast, opened: Case) -> None:
    catch_up()
    text = page(cast, "leader", "/dashboard/")
    assert "Nothing breaks a threshold now." in text
    assert "a-breach" not in text


def test_a_number_opens_the_reports_it_counts(cast: Cast, late: Case) -> None:
    assert f"/reports/{late.code}/" in page(cast, "leader", f"/figures/open_overdue/?unit={WARD}")
    assert f"/reports/{late.code}/" not in page(cast, "leader", f"/figures/open_overdue/?unit={OTHER_WARD}")
    assert f"/reports/{late.code}/" in page(cast, "leader", "/figures/on_time/?part=missing")


def test_a_number_about_time_leads_to_where_work_waits(cast: Cast, late: Case) -> None:
    lead = f'href="/mining/?log=case&amp;unit={WARD}"'
    assert lead in page(cast, "leader", f"/figures/open_overdue/?unit={WARD}")
    assert lead not in page(cast, "leader", f"/figures/received/?unit={WARD}")
    assert browser(cast, "leader").get(f"/mining/?log=case&unit={WARD}").status_code == 200


def test_a_stranger_reads_the_number_but_not_the_report_behind_it(cast: Cast, late: Case) -> None:
    text = page(cast, "stranger", "/figures/open_overdue/")
    assert late.code not in text
    assert "1 more on this page is not yours to read" in text


@pytest.mark.parametrize(
    "path", ["/dashboard/", "/dashboard.csv", "/figures/open/", "/briefing/", "/briefing.pdf", "/wall/"]
)
def test_the_owner_of_a_report_is_no_leader(cast: Cast, late: Case, path: str) -> None:
    assert browser(cast, "owner").get(path).status_code == 403


@pytest.mark.parametrize(("who", "status"), [("leader", 200), ("operator", 200), ("officer", 403), ("stranger", 403)])
def test_the_wall_is_for_the_centre_and_leaders(cast: Cast, late: Case, who: str, status: int) -> None:
    client = browser(cast, who)
    assert [client.get(path).status_code for path in ("/wall/", "/wall/part/")] == [status, status]


def test_the_wall_draws_the_late_report_and_tells_what_happened(cast: Cast, late: Case) -> None:
    text = page(cast, "leader", "/wall/part/")
    assert text.count('class="m-over"') == 2  # the mark and its legend
    assert "accepted" in text


def test_a_reminder_reaches_the_unit_and_is_on_record(cast: Cast, late: Case) -> None:
    client = browser(cast, "leader")
    answer = client.post("/dashboard/remind/", {"unit": WARD, "next": "/dashboard/"}, follow=True)
    assert "reminded of 1 report" in answer.content.decode()
    catch_up()
    officers = {account.code for account in (cast.accounts["officer"], cast.accounts["head"])}
    told = Notice.objects.filter(topic="reminded").values_list("recipient", flat=True)
    assert set(told) == {f"account:{code}" for code in officers}
    assert Fact.objects.filter(kind="case.noted", data__contains="reminded").count() == 1
    again = client.post("/dashboard/remind/", {"unit": WARD}, follow=True)
    assert "reminded today already" in again.content.decode()


def test_only_leaders_and_the_centre_remind(cast: Cast, late: Case) -> None:
    for who in ("officer", "stranger", "owner"):
        assert browser(cast, who).post("/dashboard/remind/", {"unit": WARD}).status_code == 403
    with pytest.raises(NotAllowed):
        remind_unit(late.code, cast.officer)
    with pytest.raises(NotFound):
        remind_unit(late.code, cast.stranger)
    remind_unit(late.code, cast.coordinator)
    with pytest.raises(Conflict):
        remind_unit(late.code, cast.leader)


def test_a_reminder_never_leads_to_another_host(cast: Cast, late: Case) -> None:
    answer = browser(cast, "leader").post("/dashboard/remind/", {"unit": WARD, "next": "https://example.org/"})
    assert answer["Location"] == "/dashboard/"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=2026-02-30", "Write a day as 2026-01-31."),
        ("since=2026-03-02&until=2026-03-01", "The last day lies before the first one."),
        ("since=1990-01-01", "Choose at most three years."),
        ("unit=nobody", "There is no such code."),
        ("area=%00", "There is no such code."),
    ],
)
def test_an_address_that_cannot_be_read_is_answered_with_a_sentence(cast: Cast, query: str, sentence: str) -> None:
    answer = browser(cast, "leader").get(f"/dashboard/?{query}")
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_the_file_holds_the_numbers_of_the_page(cast: Cast, late: Case) -> None:
    answer = browser(cast, "leader").get("/dashboard.csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    overdue = next(line for line in lines if line.startswith("figure,open_overdue"))
    assert overdue.split(",")[3] == "1"
    assert any(line.startswith(f"unit_on_time_7d,{WARD}") for line in lines)


@pytest.mark.parametrize(("language", "words"), [("en", "Daily briefing"), ("vi", "Bản tin điều hành")])
def test_the_briefing_speaks_both_languages_on_screen_and_on_paper(
    cast: Cast, late: Case, language: str, words: str
) -> None:
    assert words in page(cast, "leader", "/briefing/", language)
    answer = browser(cast, "leader", language).get("/briefing.pdf")
    assert answer["Content-Type"] == "application/pdf"
    sheet = PdfReader(io.BytesIO(answer.content))
    assert len(sheet.pages) == 1
    assert words in sheet.pages[0].extract_text()


def test_a_day_that_has_not_come_has_no_briefing(cast: Cast) -> None:
    assert browser(cast, "leader").get("/briefing/?day=2999-01-01").status_code == 400
