"""Every verb of a report through its page, tried by owner, officer and stranger; bad input keeps what was typed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hueioc.cases.commands import ask_citizen, open_case, pause_case, publish_case
from hueioc.cases.models import Case, Message, Photo
from hueioc.lib import clock
from hueioc.people.models import Contact
from hueioc.workflow.queries import parts_of
from tests.cast import CATEGORY, IN_WARD, WARD, Cast, report
from tests.pictures import jpeg

Fresh = Callable[[Case], Case]
GOOD = {"category": CATEGORY, "description": "Cống nghẹt trước nhà", "lat": str(IN_WARD[0]), "lon": str(IN_WARD[1])}


def browser(cast: Cast, who: str) -> Client:
    """A browser in which this person is signed in; `nobody` is not."""
    client = Client()
    if who != "nobody":
        client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def do(cast: Cast, who: str, case: Case, verb: str, **data: Any) -> Any:
    return browser(cast, who).post(f"/reports/{case.code}/do/{verb}/", data)


# verb, the state it starts from, who may do it, what is typed, and the phase afterwards.
VERBS: list[tuple[str, str, str, dict[str, Any], str]] = [
    ("triage", "opened", "operator", {"category": CATEGORY, "urgency": "normal", "lead": WARD}, "assigned"),
    ("hand_over", "opened", "operator", {"lead": WARD, "supports": ["hepco"]}, "assigned"),
    ("refuse", "opened", "operator", {"reason": "unclear"}, "closed"),
    ("split", "opened", "operator", {"text": "Và đèn cũng hỏng", "category": "light_fault"}, "received"),
    ("publish", "opened", "operator", {"public_text": "Cống nghẹt, nước tràn."}, "received"),
    ("withdraw", "opened", "owner", {}, "closed"),
    ("accept", "offered", "officer", {}, "in_work"),
    ("return", "offered", "officer", {"reason": "not_our_asset"}, "received"),
    ("assign_inside", "in_work", "officer", {"assignee": ""}, "in_work"),
    ("ask_citizen", "in_work", "officer", {"text": "Số nhà mấy ạ?"}, "in_work"),
    ("note", "in_work", "officer", {"text": "Đã gọi điện."}, "in_work"),
    ("pause", "in_work", "officer", {"reason": "supplier"}, "in_work"),
    ("extend", "in_work", "head", {"reason": "weather", "working_days": "2"}, "in_work"),
    ("resolve", "in_work", "officer", {"outcome": "answered", "text": "Đã giải thích."}, "resolved"),
    ("rate", "answered", "owner", {"score": "5"}, "resolved"),
    ("object", "answered", "owner", {"text": "Chưa xong."}, "in_work"),
    ("reopen", "answered", "operator", {"reason": "came_back"}, "assigned"),
]


@pytest.mark.parametrize(("verb", "state", "who", "data", "phase"), VERBS, ids=[row[0] for row in VERBS])
def test_a_verb_is_given_by_the_right_person_only(
    request: pytest.FixtureRequest, cast: Cast, fresh: Fresh, verb: str, state: str, who: str, data: Any, phase: str
) -> None:
    case: Case = request.getfixturevalue(state)
    before = fresh(case).version
    for other in {"owner", "officer", "stranger", "neighbour", "nobody"} - {who}:
        refused = do(cast, other, case, verb, **data)
        assert refused.status_code in {403, 404}, other
        assert fresh(case).version == before, other
    answer = do(cast, who, case, verb, **data)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert fresh(case).phase == phase


def test_the_form_of_every_verb_opens(request: pytest.FixtureRequest, cast: Cast) -> None:
    for verb, state, who, _data, _phase in VERBS:
        case: Case = open_case(report(), cast.owner) if state == "opened" else request.getfixturevalue(state)
        page = browser(cast, who).get(f"/reports/{case.code}/do/{verb}/")
        if page.status_code != 200:
            assert state != "opened", verb


def test_a_question_is_answered_and_the_work_goes_on(cast: Cast, in_work: Case, fresh: Fresh) -> None:
    ask_citizen(in_work.code, cast.officer, text="Số nhà mấy ạ?")
    assert do(cast, "stranger", in_work, "answer_question", text="12").status_code in {403, 404}
    assert do(cast, "owner", in_work, "answer_question", text="Số 12 kiệt 3").status_code == 302
    assert fresh(in_work).wait_reason == ""


def test_work_is_resumed_after_a_pause(cast: Cast, in_work: Case, fresh: Fresh) -> None:
    pause_case(in_work.code, cast.officer, reason="supplier")
    assert do(cast, "stranger", in_work, "resume").status_code in {403, 404}
    assert do(cast, "officer", in_work, "resume").status_code == 302
    assert fresh(in_work).wait_reason == ""


def test_reports_are_linked_and_unlinked(cast: Cast, opened: Case, fresh: Fresh) -> None:
    other = open_case(report(description="Ngập"), cast.neighbour)
    data = {"kind": "duplicate_of", "other": other.code}
    assert do(cast, "officer", opened, "link", **data).status_code in {403, 404}
    assert do(cast, "operator", opened, "link", **data).status_code == 302
    assert fresh(opened).outcome == "duplicate"
    assert do(cast, "operator", opened, "unlink", **data).status_code == 302
    assert fresh(opened).phase == "received"


def test_a_supporting_unit_finishes_its_part(cast: Cast, opened: Case) -> None:
    do(cast, "operator", opened, "hand_over", lead="hepco", supports=[WARD])
    do(cast, "officer", opened, "accept")
    page = do(cast, "officer", opened, "part_done", text="Xong phần của phường.")
    assert page.status_code in {302, 403}
    assert [part.state for part in parts_of(opened.ref) if part.unit == WARD] == ["accepted"], "the lead has not begun"


def test_fixed_with_a_picture_from_the_phone(cast: Cast, in_work: Case, fresh: Fresh) -> None:
    picture = SimpleUploadedFile("after.jpg", jpeg(), content_type="image/jpeg")
    assert do(cast, "officer", in_work, "resolve", outcome="fixed", text="Đã thông.").status_code == 400
    answer = do(cast, "officer", in_work, "resolve", outcome="fixed", text="Đã thông.", photos=[picture])
    assert answer.status_code == 302
    assert Photo.objects.filter(case=in_work, kind="evidence").count() == 1
    assert fresh(in_work).acted_at is not None


def test_a_promise_keeps_its_day(cast: Cast, in_work: Case, fresh: Fresh) -> None:
    day = (clock.now() + timedelta(days=20)).date().isoformat()
    answer = do(cast, "officer", in_work, "resolve", outcome="planned", text="Sẽ làm.", planned_until=day)
    assert answer.status_code == 302
    assert fresh(in_work).planned_until is not None


def test_an_answer_is_published_with_a_text_of_its_own(cast: Cast, answered: Case) -> None:
    publish_case(answered.code, cast.operator, public_text="Cống nghẹt.")
    message = Message.objects.get(case=answered, kind="answer")
    data = {"message_id": message.pk, "public_text": "Gọi chị Lan 0900 000 002."}
    assert do(cast, "operator", answered, "publish_answer", **data).status_code == 400
    assert do(cast, "officer", answered, "publish_answer", **data).status_code == 403
    data["public_text"] = "Đã kiểm tra và giải thích."
    assert do(cast, "operator", answered, "publish_answer", **data).status_code == 302
    page = Client().get(f"/reports/{answered.code}/").content.decode()
    assert "Đã kiểm tra và giải thích." in page
    assert "tại chỗ" not in page


def test_the_public_page_hides_the_private_half(cast: Cast, opened: Case) -> None:
    assert Client().get(f"/reports/{opened.code}/").status_code == 404
    publish_case(opened.code, cast.operator, public_text="Nội dung công khai")
    page = Client().get(f"/reports/{opened.code}/").content.decode()
    assert "Nội dung công khai" in page
    assert opened.description not in page
    assert opened.description in browser(cast, "owner").get(f"/reports/{opened.code}/").content.decode()


def test_identity_is_shown_to_the_centre_with_a_reason(cast: Cast) -> None:
    filed = Client()
    contact = {"name": "Lê Thị Thử", "phone": "0900000001"}
    assert filed.post("/report/", GOOD | contact).status_code == 302
    case = Case.objects.get()
    address = f"/reports/{case.code}/identity/"
    assert browser(cast, "operator").post(address, {"reason": " "}).status_code == 400
    shown = browser(cast, "operator").post(address, {"reason": "hẹn giờ đến sửa"})
    assert "Lê Thị Thử" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    for who in ("officer", "stranger", "leader", "nobody"):
        assert browser(cast, who).post(address, {"reason": "muốn biết là ai"}).status_code in {400, 403, 404}, who


def test_a_double_click_makes_one_report(client: Client, city: None) -> None:
    for _ in range(2):
        assert client.post("/report/", GOOD | {"key": "k1"}).status_code == 302
    assert Case.objects.count() == 1


def test_the_receipt_shows_number_deadline_and_secret_link(client: Client, city: None) -> None:
    where = client.post("/report/", GOOD)["Location"]
    case = Case.objects.get()
    page = client.get(where).content.decode()
    assert case.code in page
    assert case.secret in page
    assert Client().get(where).status_code == 404
    other = Client()
    assert other.get(f"/r/{case.code}/{case.secret}/").status_code == 302
    assert case.description in other.get(f"/reports/{case.code}/").content.decode()
    assert Client().get(f"/r/{case.code}/wrong/").status_code == 404


BAD: list[tuple[str, dict[str, Any]]] = [
    ("nothing", {}),
    ("4,001 characters", GOOD | {"description": "a" * 4001}),
    ("outside the city", GOOD | {"lat": "48.1", "lon": "11.6"}),
    ("an unknown category", GOOD | {"category": "dragons"}),
    ("no place", {"category": CATEGORY, "description": "ở đâu đó"}),
    ("one coordinate", {k: v for k, v in GOOD.items() if k != "lon"}),
    ("a word for a number", GOOD | {"lat": "nan"}),
    ("a strange phone", GOOD | {"phone": "gọi tôi"}),
    ("a null character", GOOD | {"description": "a\x00b"}),
]


@pytest.mark.parametrize(("name", "data"), BAD, ids=[name for name, _data in BAD])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_bad_report_comes_back_as_typed_with_a_sentence(
    client: Client, city: None, name: str, data: dict[str, Any], language: str
) -> None:
    answer = client.post("/report/", data, headers={"Accept-Language": language})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'class="fault"' in page or 'class="faults"' in page
    assert ("Lỗi:" if language == "vi" else "Error:") in page
    assert (Case.objects.count(), Contact.objects.count()) == (0, 0)
    if data.get("address"):
        assert data["address"] in page


def test_a_bad_picture_does_not_cost_a_good_report(client: Client, city: None) -> None:
    liar = SimpleUploadedFile("photo.jpg", b"MZ this is a program", content_type="image/jpeg")
    assert client.post("/report/", GOOD | {"photos": [liar]}).status_code == 302
    assert Case.objects.count() == 1
    assert Photo.objects.count() == 0


def test_a_place_is_found_by_its_name_without_diacritics(client: Client, city: None) -> None:
    page = client.post("/report/", {"find_place": "1", "address": "vy da", "description": "đã gõ"}).content.decode()
    assert "Vỹ Dạ" in page
    assert "đã gõ" in page


def test_photos_obey_the_same_rights(cast: Cast, opened: Case) -> None:
    owner = browser(cast, "owner")
    picture = SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
    assert owner.post(f"/reports/{opened.code}/do/photo/", {"photos": [picture]}).status_code == 302
    photo = Photo.objects.get()
    address = f"/photos/{photo.code}/thumb.jpg"
    assert owner.get(address).status_code == 200
    assert browser(cast, "operator").get(address).status_code == 200
    for who in ("stranger", "neighbour", "nobody"):
        assert browser(cast, who).get(address).status_code == 404, who
    publish_case(opened.code, cast.operator, public_text="Cống nghẹt.", photos=frozenset({photo.code}))
    assert Client().get(address).status_code == 200


def test_the_desk_is_for_staff_and_shows_what_is_theirs(cast: Cast, offered: Case) -> None:
    assert Client().get("/desk/").status_code == 302
    assert browser(cast, "owner").get("/desk/").status_code == 403
    assert offered.code in browser(cast, "operator").get("/desk/?tab=open").content.decode()
    for who in ("officer", "stranger"):
        assert browser(cast, who).get("/desk/").status_code == 403
    assert offered.code in browser(cast, "officer").get("/inbox/").content.decode()
    assert browser(cast, "owner").get("/inbox/").status_code == 403
    assert browser(cast, "leader").get("/dashboard/").status_code == 200


@pytest.mark.parametrize("query", ["?page=abc", "?page=-1", "?page=99999999", "?q=%ff", "?category=x&unit=y&late=z"])
def test_strange_addresses_are_answered(cast: Cast, opened: Case, query: str) -> None:
    assert browser(cast, "operator").get(f"/desk/{query}").status_code == 200
    assert Client().get(f"/reports/{query}").status_code == 200


def test_routing_rules_are_tried_before_they_are_saved(cast: Cast, opened: Case) -> None:
    page = browser(cast, "coordinator").get("/desk/routing/")
    assert page.status_code == 200
    rules = '[[rule]]\ncode = "all"\nlead = { unit = "hepco" }\nreason = { vi = "Tất cả", en = "All" }\n'
    tried = browser(cast, "coordinator").post("/desk/routing/", {"toml": rules, "try": "1"})
    assert opened.code in tried.content.decode()
    broken = browser(cast, "coordinator").post("/desk/routing/", {"toml": "[[rule", "try": "1"})
    assert broken.status_code == 400
    data = {"toml": rules, "save": "1", "reason": "thử nghiệm"}
    assert browser(cast, "operator").post("/desk/routing/", data).status_code == 403
    assert browser(cast, "officer").get("/desk/routing/").status_code == 403
    assert browser(cast, "coordinator").post("/desk/routing/", data).status_code == 302
