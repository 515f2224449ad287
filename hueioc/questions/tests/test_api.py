"""The JSON door to questions: all staff read them, a unit asks and the unit of the field answers."""

from typing import Any

import pytest
from django.test import Client

from hueioc.questions.models import Question
from hueioc.questions.tests.people import ANSWER, FIELD, TEXT, TITLE, asked, clerk_account
from tests.cast import Cast

BASE = "/api/v1/questions"


@pytest.fixture(autouse=True)
def _in_a_demo(settings: Any) -> None:
    settings.DEMO = True


def browser(account: Any) -> Client:
    client = Client()
    if account is not None:
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, path: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(BASE + path, body, content_type="application/json", headers=headers)


def test_all_staff_read_and_nobody_else(cast: Cast) -> None:
    code = asked(cast).code
    for who, status in (("officer", 200), ("stranger", 200), ("leader", 200), ("owner", 404)):
        client = browser(cast.accounts[who])
        assert client.get(f"{BASE}/{code}").status_code == status, who
        assert client.get(f"{BASE}?tab=open").status_code == (200 if status == 200 else 403), who
    assert browser(None).get(f"{BASE}/{code}").status_code == 404
    assert browser(cast.accounts["stranger"]).get(f"{BASE}?tab=mine").status_code == 400


def test_a_ward_asks_and_the_department_answers(cast: Cast) -> None:
    ward, body = browser(cast.accounts["officer"]), {"field": FIELD, "title": TITLE, "text": TEXT}
    first = send(ward, "", body, **{"Idempotency-Key": "one"})
    assert first.status_code == 201
    assert send(ward, "", body, **{"Idempotency-Key": "one"}).json()["number"] == first.json()["number"]
    code = first.json()["number"]
    for who in ("officer", "stranger"):
        assert send(browser(cast.accounts[who]), f"/{code}/answer", {"text": ANSWER}).status_code == 403
    told = send(browser(clerk_account()), f"/{code}/answer", {"text": ANSWER, "legal_source": "Nghị định"}).json()
    assert (told["answer"], told["phase"]) == (ANSWER, "resolved")
    assert [one["number"] for one in ward.get(f"{BASE}?tab=asked").json()["questions"]] == [code]


def test_what_cannot_be_a_question_gets_a_sentence_and_is_not_kept(cast: Cast) -> None:
    ward, body = browser(cast.accounts["officer"]), {"field": FIELD, "title": TITLE, "text": TEXT}
    for wrong in ({"field": "x"}, {"title": ""}, {"text": "a\x00b"}, {"other": 1}):
        answer = send(ward, "", body | wrong)
        assert (answer.status_code, bool(answer.json()["error"])) == (400, True), wrong
    assert send(browser(cast.accounts["leader"]), "", body).status_code == 403
    assert ward.post(BASE, body).status_code in (400, 403)
    assert not Question.objects.exists()
