"""Acts of many people at one moment are what they would be one after the other: each succeeds or is refused alone."""

import asyncio
import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from hueioc.cases.commands import Act, Order, act_together, open_case, undo_step
from hueioc.cases.gate.acts import act as hot_act
from hueioc.cases.models import Case, Message, Step
from hueioc.cases.queries import last_step
from hueioc.journal.commands import seal
from hueioc.journal.queries import facts_of
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.lib.together import Busy
from hueioc.people.rules import Actor
from hueioc.workflow.queries import parts_of
from tests.cast import WARD, Cast, report

DONE = {"outcome": "answered", "text": "Đã kiểm tra và giải thích tại chỗ."}


def act(case: Case, actor: Actor, *verbs: tuple[str, dict[str, Any]], version: int | None = None) -> Act:
    """What somebody does to a report."""
    orders = [Order(case.code, verb, data, version if place == 0 else None) for place, (verb, data) in enumerate(verbs)]
    return Act(case.code, orders, actor)


def handed(case: Case, actor: Actor) -> Act:
    return act(case, actor, ("hand_over", {"lead": WARD}))


def test_a_life_in_three_acts(cast: Cast, opened: Case) -> None:
    [assigned] = act_together([handed(opened, cast.operator)])
    assert isinstance(assigned, Case)
    assert (assigned.phase, assigned.unit) == ("assigned", WARD)
    [resolved] = act_together([act(opened, cast.officer, ("accept", {}), ("resolve", DONE))])
    assert isinstance(resolved, Case)
    stored = Case.objects.get(pk=opened.pk)
    assert (stored.phase, stored.outcome, stored.version) == ("resolved", "answered", resolved.version)
    assert [part.state for part in parts_of(opened.ref)] == ["done"]
    assert Message.objects.get(case=opened, kind="answer").text == DONE["text"]
    seal()
    kinds = [fact.kind for fact in facts_of(opened.ref)]
    assert kinds[0] == "case.opened"
    assert kinds.count("case.moved") == 3


@pytest.mark.parametrize("who", ["owner", "stranger", "officer", "neighbour", "nobody"])
def test_who_may_not_act_is_refused_and_changes_nothing(cast: Cast, opened: Case, who: str) -> None:
    [result] = act_together([handed(opened, getattr(cast, who))])
    assert isinstance(result, NotAllowed | NotFound)
    assert Case.objects.get(pk=opened.pk).version == opened.version
    seal()
    assert len(facts_of(opened.ref)) == 1


def test_one_that_is_refused_leaves_its_neighbours_alone(cast: Cast, opened: Case) -> None:
    others = [open_case(report(), cast.owner) for _ in range(20)]
    bad = act(opened, cast.operator, ("hand_over", {"lead": WARD}), ("resolve", DONE))
    results = act_together([handed(others[0], cast.operator), bad, *[handed(c, cast.operator) for c in others[1:]]])
    assert isinstance(results[1], NotAllowed | Conflict)
    assert sum(isinstance(one, Case) for one in results) == 20
    stored = Case.objects.get(pk=opened.pk)
    assert (stored.phase, stored.version, parts_of(opened.ref)) == ("received", opened.version, [])


def test_two_at_one_report_come_one_after_the_other(cast: Cast, opened: Case) -> None:
    results = act_together([handed(opened, cast.operator), act(opened, cast.officer, ("accept", {}))])
    assert [isinstance(one, Case) for one in results] == [True, True]
    assert Case.objects.get(pk=opened.pk).phase == "in_work"
    version = Case.objects.get(pk=opened.pk).version
    late = [act(opened, cast.operator, ("note", {"text": text}), version=version) for text in ("một", "hai")]
    results = act_together(late)
    assert isinstance(results[0], Case)
    assert isinstance(results[1], Conflict)
    assert [message.text for message in Message.objects.filter(case=opened)] == ["một"]


def test_each_report_has_an_undo_of_its_own(cast: Cast, opened: Case) -> None:
    other = open_case(report(), cast.owner)
    act_together([handed(opened, cast.operator), handed(other, cast.operator)])
    assert Step.objects.count() == 2
    latest = last_step(cast.operator)
    assert latest is not None
    undo_step(latest.code, cast.operator)
    assert {Case.objects.get(pk=opened.pk).phase, Case.objects.get(pk=other.pk).phase} == {"received", "assigned"}


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    if who in cast.accounts:
        client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(client: Client, case: Case, *verbs: dict[str, Any], **headers: str) -> tuple[int, dict[str, Any]]:
    body = {"number": case.code, "acts": list(verbs)}
    answer = client.post("/api/v1/acts", json.dumps(body), content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_the_api_says_what_became_of_it(cast: Cast, opened: Case) -> None:
    order = {"verb": "hand_over", "lead": WARD}
    for who in ("nobody", "owner", "officer", "stranger"):
        assert sent(browser(cast, who), opened, order)[0] in (403, 404)
    status, body = sent(browser(cast, "operator"), opened, order)
    assert (status, body["phase"], body["unit"], body["number"]) == (200, "assigned", WARD, opened.code)
    assert body["version"] == Case.objects.get(pk=opened.pk).version
    status, body = sent(browser(cast, "operator"), opened, {"verb": "hand_over"})
    assert (status, list(body["fields"])) == (400, ["lead"])
    assert sent(browser(cast, "operator"), opened)[0] == 400
    assert sent(browser(cast, "operator"), opened, {"verb": "fly"})[0] == 400


def test_a_page_of_another_site_cannot_act_with_our_cookies(cast: Cast, opened: Case) -> None:
    order = {"verb": "hand_over", "lead": WARD}
    client = browser(cast, "operator")
    assert sent(client, opened, order, origin="https://evil.example")[0] == 403
    assert sent(client, opened, order, **{"sec-fetch-site": "cross-site"})[0] == 403
    body = json.dumps({"number": opened.code, "acts": [order]})
    assert client.post("/api/v1/acts", body, content_type="text/plain").status_code == 403
    assert Case.objects.get(pk=opened.pk).phase == "received"
    assert sent(client, opened, order, origin="http://testserver", host="testserver")[0] == 200


def test_nothing_but_known_verbs_in_bounds_is_read(cast: Cast, opened: Case) -> None:
    client = browser(cast, "operator")
    for body in ("{", "[]", '{"number": 5, "acts": []}', '{"number": "x", "acts": [{"verb": "note", "wrong": 1}]}'):
        assert client.post("/api/v1/acts", body, content_type="application/json").status_code == 400
    many = [{"verb": "note", "text": "x"}] * 11
    assert sent(client, opened, *many)[0] == 400
    assert not isinstance(act_together([act(opened, cast.operator, ("note", {"text": "một"}))])[0], Invalid)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Very many act at this moment."), ("vi", "nhiều người thao tác")]
)
def test_who_cannot_act_now_is_told_so_in_words_about_acts(
    monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    async def busy(wish: object) -> None:
        raise Busy(3)

    monkeypatch.setattr("hueioc.cases.gate.acts._acts", SimpleNamespace(do=busy))
    body = json.dumps({"number": "26-1", "acts": [{"verb": "accept"}]}).encode()
    texts = {"cookie": "sessionid=x", "content-type": "application/json", "accept-language": language}
    headers = [(name.encode(), value.encode()) for name, value in texts.items()]
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(hot_act({"headers": headers}, receive, send))
    assert sent[0]["status"] == 503
    assert (b"retry-after", b"3") in sent[0]["headers"]
    assert said in json.loads(sent[1]["body"])["error"]
