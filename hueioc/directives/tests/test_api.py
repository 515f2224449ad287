"""The JSON door to directives: what each person reads and gives there is what the pages show and let them give."""

from typing import Any

import pytest
from django.test import Client

from hueioc.directives.models import Directive
from hueioc.directives.tests.people import DEPARTMENT, given, in_work, working_day
from tests.cast import OTHER_WARD, WARD, Cast

BASE = "/api/v1/directives"


@pytest.fixture(autouse=True)
def _in_a_demo(settings: Any) -> None:
    settings.DEMO = True


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    if who != "nobody":
        client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def new(**changes: Any) -> dict[str, Any]:
    fields = {"title": "Khơi thông cống", "text": "Khơi thông cống trước mưa.", "lead": WARD, "field": "dir_urban"}
    return fields | {"due_on": working_day().isoformat()} | changes


def send(client: Client, path: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(BASE + path, body, content_type="application/json", headers=headers)


@pytest.mark.parametrize(
    ("who", "status", "listed"),
    [
        *(("leader", 200, True), ("officer", 200, True), ("head", 200, True), ("operator", 200, True)),
        *(("stranger", 404, False), ("owner", 404, None), ("nobody", 404, None)),
    ],
)
def test_a_directive_is_read_and_listed_for_these_and_nobody_else(
    cast: Cast, who: str, status: int, listed: bool | None
) -> None:
    code = given(cast, due_on=working_day()).code
    client = browser(cast, who)
    assert client.get(f"{BASE}/{code}").status_code == status
    page = client.get(BASE)
    assert page.status_code == (403 if listed is None else 200)
    if listed is not None:
        assert (code in [one["number"] for one in page.json()["directives"]]) == listed


def test_a_confidential_one_is_in_no_list_or_total_of_others(cast: Cast) -> None:
    code = given(cast, due_on=working_day(), is_confidential=True).code
    for who in ("officer", "operator", "admin", "coordinator"):
        client = browser(cast, who)
        assert client.get(f"{BASE}/{code}").status_code == 404
        assert client.get(BASE).json()["total"] == 0
    assert browser(cast, "head").get(BASE).json()["total"] == 1


def test_a_supporting_unit_reads_its_own_part_only(cast: Cast) -> None:
    words = {OTHER_WARD: "Cử hai người.", DEPARTMENT: "Bố trí kinh phí."}
    directive = in_work(cast, due_on=working_day(), supports=words)
    part = browser(cast, "stranger").get(f"{BASE}/{directive.code}").json()
    assert (part["text"], part["percent"], [one["unit"] for one in part["parts"]]) == (
        "Cử hai người.",
        None,
        [OTHER_WARD],
    )
    whole = browser(cast, "leader").get(f"{BASE}/{directive.code}").json()
    assert {one["unit"] for one in whole["parts"]} == {WARD, OTHER_WARD, DEPARTMENT}


def test_a_leader_gives_the_unit_accepts_and_reports(cast: Cast) -> None:
    first = send(browser(cast, "leader"), "", new(), **{"Idempotency-Key": "one"})
    again = send(browser(cast, "leader"), "", new(), **{"Idempotency-Key": "one"})
    assert (first.status_code, again.json()["number"]) == (201, first.json()["number"])
    code = first.json()["number"]
    assert send(browser(cast, "officer"), f"/{code}/accept", {}).json()["phase"] == "in_work"
    told = send(browser(cast, "officer"), f"/{code}/progress", {"percent": 40, "text": "Đã xong 40 %."}).json()
    assert (told["percent"], told["parts"][0]["percent"]) == (40, 40)
    stale = {"percent": 50, "text": "Lại.", "version": 1}
    assert send(browser(cast, "officer"), f"/{code}/progress", stale).status_code == 409


def test_whoever_may_not_gives_nothing_and_bad_input_gets_a_sentence(cast: Cast) -> None:
    for who in ("head", "officer", "operator", "owner", "nobody"):
        assert send(browser(cast, who), "", new()).status_code == 403
    leader = browser(cast, "leader")
    for wrong in ({"lead": "no-such-unit"}, {"due_on": "2020-01-06"}, {"title": ""}, {"field": "x"}, {"other": 1}):
        answer = send(leader, "", new(**wrong))
        assert (answer.status_code, bool(answer.json()["error"])) == (400, True), wrong
    assert leader.post(BASE, new(), headers={"Sec-Fetch-Site": "cross-site"}).status_code in (400, 403)
    assert leader.get(f"{BASE}?state=open&tab=mine").status_code == 400
    assert leader.get(f"{BASE}?page=0&words=%00").status_code == 200
    code = given(cast, due_on=working_day()).code
    for who in ("stranger", "owner", "nobody"):
        assert send(browser(cast, who), f"/{code}/accept", {}).status_code == 404
        assert send(browser(cast, who), f"/{code}/progress", {"percent": 1, "text": "x"}).status_code == 404
    assert Directive.objects.count() == 1
