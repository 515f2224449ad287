"""Monitoring and the weekly sheet: what they count, for whom, on a screen, on paper and as a workbook."""

import zipfile
from datetime import date, timedelta
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.test import Client

from hueioc.cases.commands import open_case
from hueioc.directives import commands as give
from hueioc.directives.models import Directive
from hueioc.directives.queries import ranking
from hueioc.directives.tests.people import DEPARTMENT, FINANCE, given, working_day
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.lib.workbook import Cell, Share, Sheet, workbook
from hueioc.portal.effects import measured
from hueioc.workflow.queries import city_world
from tests.cast import WARD, Cast, report

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def told(cast: Cast) -> Directive:
    """Two of the ward: one closed on time, one late; one of the department closed late; one that is confidential."""
    for lead, head, is_late in ((WARD, cast.head, False), (DEPARTMENT, FINANCE, True)):
        one = given(cast, due_on=working_day(), lead=lead, title=f"=SUM(A1) & <{lead}>")
        give.accept_directive(one.code, head)
        if is_late:
            Directive.objects.filter(code=one.code).update(due_at=clock.now() - timedelta(hours=1))
        give.propose_closing(one.code, head, outcome="fulfilled", text="Xong.")
        give.accept_closing(one.code, cast.leader)
    late = given(cast, due_on=working_day(), title="Việc trễ")
    give.accept_directive(late.code, cast.head)
    Directive.objects.filter(code=late.code).update(due_at=clock.now() - timedelta(hours=1))
    given(cast, due_on=working_day(), title="Việc mật", is_confidential=True)
    return late


def test_counts_say_what_their_definitions_say(cast: Cast, told: Directive) -> None:
    rows = {row.code: row for row in ranking(cast.leader, 30).units()}
    ward, department = rows[WARD], rows[DEPARTMENT]
    assert (ward.open, ward.late, ward.closed, ward.kept, ward.owed) == (1, 1, 1, 1, 2)
    assert (department.open, department.closed, department.kept, department.share) == (0, 1, 0, 0.0)
    assert [row.code for row in ranking(cast.leader, 30).units()] == [WARD, DEPARTMENT]
    assert [(row.open, row.closed) for row in ranking(cast.leader, 30).givers()] == [(1, 2)]
    assert {row.code for row in ranking(cast.officer, 30).units()} == {WARD}
    assert ranking(cast.stranger, 30).units() == []


def _texts(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        return [cell.text or "" for cell in shared.iter(f"{_MAIN}t")]


def test_the_weekly_sheet_is_a_page_a_paper_and_a_workbook_without_what_is_confidential(
    cast: Cast, told: Directive
) -> None:
    client = Client()
    client.force_login(cast.accounts["leader"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/directives/week/").content.decode()
    book = client.get("/directives/week.xlsx")
    texts = _texts(book.content)
    assert told.title in page
    assert told.title in texts
    # A title that looks like a formula stays a text.
    assert f"=SUM(A1) & <{WARD}>" in texts
    assert "Việc mật" not in page
    assert "Việc mật" not in texts
    paper = client.get("/directives/week.pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get("/directives/week/", {"day": "2026-13-01"}).status_code == 400
    assert client.get("/directives/monitoring/", {"days": "90"}).context["period"] == 90
    client.force_login(cast.accounts["stranger"], backend="django.contrib.auth.backends.ModelBackend")
    assert told.title not in _texts(client.get("/directives/week.xlsx").content)


def test_a_workbook_keeps_numbers_shares_and_dates_as_such() -> None:
    rows: list[list[Cell]] = [["a\x00<b>", 3, Share(0.5), date(2025, 1, 1), None, -1.5]]
    data = workbook([Sheet("x/y?" * 20, ["1", "2", "3", "4", "5", "6"], rows)])
    with zipfile.ZipFile(BytesIO(data)) as book:
        assert book.testzip() is None
        found = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    cells = [cell for cell in found.iter(f"{_MAIN}c") if cell.get("t") != "s"]
    values = [value.text for cell in cells for value in cell.iter(f"{_MAIN}v")]
    assert values == ["3", "0.5", "45658", "-1.5"]


def test_the_effect_is_the_same_span_before_and_after_beside_the_whole_city(cast: Cast) -> None:
    now = clock.now()
    for days in (12, 11, 8, 3, 2):
        with clock.at(now - timedelta(days=days)):
            case = open_case(report(), cast.owner)
    catch_up()
    given_on = city_world().day(now - timedelta(days=7))
    found = measured("received", "/figures/received/?period=30d", given_on, None)
    assert found is not None
    assert (found.days, [(line.before, line.after) for line in found.lines]) == (6, [("3", "2")])
    narrowed = measured("on_time", f"/figures/on_time/?unit={WARD}&area=nowhere", given_on, None)
    assert narrowed is not None
    assert len(narrowed.lines) == 2
    assert {measured(code, "/", given_on, None) for code in ("no-such-figure", "response_rate")} == {None}
    with clock.at(now - timedelta(days=1)):
        one = given(
            cast, due_on=working_day(), origin_ref="figure:received", origin_path="/figures/received/?period=30d"
        )
    client = Client()
    client.force_login(cast.accounts["leader"], backend="django.contrib.auth.backends.ModelBackend")
    assert 'id="effect"' in client.get(f"/directives/{one.code}/").content.decode()
    assert one.title in client.get("/figures/received/?period=30d").content.decode()
    for address in ("/figures/received/?period=30d", f"/reports/{case.code}/"):
        assert "/directives/new/?from=" in client.get(address).content.decode()
