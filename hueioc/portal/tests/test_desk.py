"""The triage desk through its pages: who may, what a form does without scripts, what stays out of addresses."""

from typing import Any

import pytest
from django.test import Client

from hueioc.cases.commands import note_case, open_case
from hueioc.cases.models import Case, SavedFilter
from hueioc.cases.queries import find_cases
from hueioc.people.rules import ContactData
from hueioc.portal.desk import presence
from hueioc.portal.desk.differences import marked_differences
from hueioc.workflow.models import Link
from tests.cast import CATEGORY, IN_WARD, WARD, Cast, report

JSON = {"accept": "application/json"}
OTHERS = ("owner", "officer", "stranger", "nobody")


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    if who != "nobody":
        client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def act(cast: Cast, who: str, **data: Any) -> Any:
    return browser(cast, who).post("/desk/act/", data, headers=JSON)


def test_the_desk_opens_for_the_centre_and_says_to_others_who_can_help(cast: Cast, opened: Case) -> None:
    for who in ("operator", "coordinator", "admin", "leader"):
        page = browser(cast, who).get("/desk/")
        assert page.status_code == 200, who
        assert opened.code in page.content.decode(), who
    for who in ("owner", "officer", "stranger"):
        assert browser(cast, who).get("/desk/").status_code == 403, who
    assert Client().get("/desk/").status_code == 302


def test_a_leader_sees_the_desk_but_no_action(cast: Cast, opened: Case) -> None:
    page = browser(cast, "leader").get("/desk/").content.decode()
    assert 'data-act="accept"' not in page
    assert act(cast, "leader", verb="accept", code=opened.code).status_code == 403


def test_accepting_takes_the_suggestion_as_it_was_seen(cast: Cast, opened: Case) -> None:
    answer = act(cast, "operator", verb="accept", code=opened.code, version=opened.version, category="light_fault")
    assert answer.status_code == 200
    case = Case.objects.get(pk=opened.pk)
    assert (case.phase, case.service) == ("assigned", "light_fault")
    assert answer.json()["rows"] == {opened.code: None}


@pytest.mark.parametrize(
    "verb", ["accept", "correct", "refuse", "note", "claim", "hand_over", "merge", "incident", "publish"]
)
def test_nobody_else_acts_from_the_desk(cast: Cast, opened: Case, verb: str) -> None:
    data = {"verb": verb, "code": opened.code, "reason": "unclear", "text": "x", "lead": WARD, "other": "26-0000-0000"}
    for who in OTHERS:
        assert act(cast, who, **data).status_code in {403, 404}, who
    assert Case.objects.get(pk=opened.pk).version == opened.version


def test_a_form_without_scripts_returns_to_the_next_report(cast: Cast, opened: Case) -> None:
    client = browser(cast, "operator")
    led = client.post("/desk/act/", {"verb": "accept", "code": opened.code, "back": "/desk/?tab=new"})
    assert (led.status_code, led["Location"]) == (302, "/desk/?tab=new")
    assert opened.code in client.get("/desk/").content.decode()
    assert client.post("/desk/undo/", {}).status_code == 302
    assert Case.objects.get(pk=opened.pk).phase == "received"


def test_the_way_back_never_leads_to_another_host(cast: Cast, opened: Case) -> None:
    data = {"verb": "note", "code": opened.code, "text": "x", "back": "//evil.example/"}
    assert browser(cast, "operator").post("/desk/act/", data)["Location"] == "/desk/"


def test_saving_over_a_newer_version_shows_both(cast: Cast, opened: Case) -> None:
    note_case(opened.code, cast.coordinator, text="Đã gọi")
    data = {"verb": "note", "code": opened.code, "text": "Của tôi", "version": opened.version}
    page = browser(cast, "operator").post("/desk/act/", data)
    assert page.status_code == 409
    assert "Của tôi" in page.content.decode()
    told = act(cast, "operator", **data)
    assert (told.status_code, told.json()["is_newer"]) == (409, True)


def test_a_preview_names_what_would_be_left_out(cast: Cast, opened: Case, offered: Case) -> None:
    other = open_case(report(), cast.owner)
    data = {"verb": "refuse", "code": [other.code, offered.code], "reason": "unclear", "preview": "1"}
    page = browser(cast, "operator").post("/desk/act/", data).content.decode()
    assert other.code in page
    assert offered.code in page
    assert Case.objects.get(pk=other.pk).phase == "received"


def test_many_reports_belong_to_one_incident_and_one_undo_parts_them(cast: Cast, opened: Case) -> None:
    others = [open_case(report(), cast.owner) for _ in range(3)]
    codes = [opened.code, *(case.code for case in others)]
    shown = browser(cast, "operator").post(
        "/desk/act/", {"verb": "incident", "code": codes, "other": opened.code, "preview": "1"}
    )
    assert all(case.code in shown.content.decode() for case in others)
    assert not Link.objects.exists()
    answer = act(cast, "operator", verb="incident", code=codes, other=opened.code)
    assert (answer.status_code, answer.json()["refused"]) == (200, [])
    live = Link.objects.filter(kind="part_of", target=opened.ref, undone_at=None)
    assert {link.source for link in live} == {case.ref for case in others}
    assert {case.phase for case in Case.objects.all()} == {"received"}, "an incident closes nothing"
    undone = browser(cast, "operator").post("/desk/undo/", {"step": answer.json()["step"]}, headers=JSON)
    assert sorted(undone.json()["restored"]) == sorted(case.code for case in others)
    assert not live.all().exists()


def test_words_are_found_with_and_without_marks(cast: Cast, opened: Case) -> None:
    for typed in ("cống nghẹt", "cong nghet", "CỐNG NGHẸT LÂU", "nuoc tran vo nh", opened.code, opened.code[:7]):
        assert [case.code for case in find_cases(typed, cast.operator)] == [opened.code], typed
    for typed in ("đèn hỏng", "", "%", "'; --", '"', "\x00", "a"):
        assert find_cases(typed, cast.operator) == [], typed
    assert find_cases("cong nghet", cast.stranger) == []


def test_search_follows_a_text_that_changes(cast: Cast, opened: Case) -> None:
    opened.description = "Đường đất đỏ lầy lội"
    opened.save()
    assert find_cases("cong nghet", cast.operator) == []
    assert find_cases("duong dat do", cast.operator)


def test_a_caller_is_found_by_phone_for_the_centre_only(cast: Cast) -> None:
    case = open_case(report(contact=ContactData(name="Lê Thị Thử", phone="0900 000 111")), cast.operator)
    for typed in ("0900000111", "0900 000 111", "+84 900.000.111"):
        found = browser(cast, "operator").post("/desk/find/", {"q": typed}, headers=JSON).json()["found"]
        assert [one["code"] for one in found] == [case.code], typed
    assert browser(cast, "officer").post("/desk/find/", {"q": "0900000111"}, headers=JSON).json()["found"] == []
    for who in ("owner", "nobody"):
        assert browser(cast, who).post("/desk/find/", {"q": "0900000111"}).status_code == 403, who
    assert browser(cast, "operator").get("/desk/find/?q=0900000111").status_code == 405


def test_a_report_for_a_caller_keeps_the_name_in_the_vault(cast: Cast) -> None:
    form = {
        "description": "Cống nghẹt, nước tràn vô nhà",
        "address": "Chợ",
        "name": "Lê Thị Thử",
        "phone": "0900000222",
    }
    form |= {"lat": str(IN_WARD[0]), "lon": str(IN_WARD[1])}
    for who in OTHERS:
        assert browser(cast, who).post("/desk/new/", form).status_code == 403, who
    assert browser(cast, "operator").post("/desk/new/", form).status_code == 302
    case = Case.objects.latest("id")
    assert (case.channel, case.service) == ("phone", CATEGORY)
    assert case.reporter.startswith("person:")
    assert "Thử" not in case.description + case.address


def test_a_view_is_kept_shared_and_counted(cast: Cast, opened: Case) -> None:
    client = browser(cast, "operator")
    client.post("/desk/views/", {"name": "Nước", "query": "tab=new&category=drainage", "is_shared": "1"})
    row = SavedFilter.objects.get()
    seen = browser(cast, "coordinator").get("/desk/").content.decode()
    assert 'Nước <b class="num">1</b>' in seen
    other = browser(cast, "admin")
    other.post("/desk/views/", {"remove": row.code})
    assert SavedFilter.objects.count() == 1
    client.post("/desk/views/", {"remove": row.code})
    assert not SavedFilter.objects.exists()


def test_keys_are_switched_off_for_one_person(cast: Cast, opened: Case) -> None:
    browser(cast, "operator").post("/desk/wish/", {"keys": "off"})
    assert 'data-keys="off"' in browser(cast, "operator").get("/desk/").content.decode()
    assert 'data-keys="on"' in browser(cast, "coordinator").get("/desk/").content.decode()


def test_who_looks_is_named_until_the_lease_ends(db: None) -> None:
    assert presence.look("case:1", "account:A", now=0.0) == []
    assert presence.look("case:1", "account:B", now=1.0) == ["account:A"]
    assert presence.look("case:1", "account:B", now=presence.LEASE_S + 0.5) == []
    presence.look("case:2", "account:B", now=50.0)
    assert presence.look("case:1", "account:C", now=51.0) == []
    presence.leave("account:B")
    assert presence.look("case:2", "account:C", now=52.0) == []


def test_likely_duplicates_are_compared_word_by_word(cast: Cast, opened: Case) -> None:
    other = open_case(report(description="Mưa tí là nước tràn vô sân"), cast.neighbour)
    page = browser(cast, "operator").get(f"/desk/compare/{opened.code}/?with={other.code}").content.decode()
    assert "<mark>sân</mark>" in page
    left, right = marked_differences("Cống nghẹt <b>", "cong nghet roi")
    assert (left, right) == ("Cống nghẹt <mark>&lt;b&gt;</mark>", "cong nghet <mark>roi</mark>")
