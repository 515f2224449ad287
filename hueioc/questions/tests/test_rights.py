"""Who gives which verb of a question and sees it at which door: asker, answerer, another ward, staff, citizens."""

import inspect
import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hueioc.handbook.models import Page
from hueioc.handbook.queries import page_view
from hueioc.handbook.tests.shelf import drafted, published
from hueioc.journal.models import Fact
from hueioc.journal.runner import catch_up
from hueioc.lib.refusals import Conflict, NotAllowed, NotFound
from hueioc.live.feed import read_lines
from hueioc.live.rules import Wish, ears_of, hears
from hueioc.people.rules import Actor
from hueioc.portal.asking.urls import urlpatterns
from hueioc.portal.asking.verbs import VERBS
from hueioc.questions import commands as give
from hueioc.questions.models import Question
from hueioc.questions.rules import NewQuestion
from hueioc.questions.tests.people import (
    CLERK,
    DEPARTMENT,
    FIELD,
    TEXT,
    TITLE,
    accepted,
    answered,
    asked,
    browser,
    clerk_account,
)
from hueioc.workflow.queries import catalogue
from tests.cast import Cast

_ALL = "owner officer head stranger neighbour operator coordinator leader admin nobody"
PEOPLE = tuple(_ALL.split(" "))
ASKER = "officer head"
STAFF = f"{ASKER} stranger operator coordinator leader admin"


def _returned(cast: Cast) -> Question:
    return give.return_question(asked(cast).code, CLERK, reason="unclear", note="Nêu rõ.")


STATES: dict[str, Callable[[Cast], Question]] = {
    "asked": asked,
    "answered": answered,
    "returned": _returned,
    "accepted": accepted,
}
# Name of the command: state, who may, page, arguments; `clerk` works for the department.
TABLE: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "accept_question": ("asked", "clerk", "accept", {}),
    "answer_question": ("asked", "clerk", "resolve", {"text": "Được."}),
    "return_question": ("asked", "clerk", "return", {"reason": "unclear", "note": "Nêu rõ."}),
    "hand_over_question": ("asked", "operator coordinator", "hand_over", {"unit": "dept-finance"}),
    "hand_over_question@returned": (
        "returned",
        f"{ASKER} operator coordinator",
        "hand_over_again",
        {"unit": "dept-finance"},
    ),
    "accept_answer": ("answered", ASKER, "agree", {}),
    "ask_again": ("answered", ASKER, "object", {"text": "Còn nữa?"}),
    "withdraw_question": ("asked", ASKER, "withdraw", {}),
    "remind_answerer": ("asked", f"{ASKER} operator coordinator leader", "remind", {}),
    "close_question": ("answered", "coordinator clock", "close", {}),
    "lapse_question_offer": ("asked", "clock", "", {}),
    "mark_question_told": ("asked", "clock", "", {"what": "overdue"}),
}


def _is_done(act: Callable[[], Any]) -> bool:
    with transaction.atomic():
        try:
            act()
        except (NotAllowed, NotFound, Conflict):
            return False
        finally:
            transaction.set_rollback(True)
    return True


def test_every_command_verb_and_address_is_tried(city: None) -> None:
    names = {name for name in give.__all__ if inspect.isfunction(getattr(give, name))}
    assert names == {name.partition("@")[0] for name in TABLE} | {"ask_question"}
    pages = {page for _state, _may, page, _more in TABLE.values() if page}
    assert set(VERBS) == pages
    assert {step.verb for step in catalogue().processes["question"].transition} == pages | {"ask", "lapse"}
    assert {str(one.name) for one in urlpatterns} == {
        *("questions", "question-new", "question-similar", "question-page", "question-verb"),
        "question-into-handbook",
    }


def test_a_verb_is_given_by_these_and_nobody_else(cast: Cast) -> None:
    people: dict[str, Actor] = {who: getattr(cast, who) for who in [*PEOPLE, "clock"]} | {"clerk": CLERK}
    found = {}
    for name, (state, _may, _page, more) in TABLE.items():
        command = partial(getattr(give, name.partition("@")[0]), STATES[state](cast).code, **more)
        found[name] = {who for who, actor in people.items() if _is_done(partial(command, actor=actor))}
    assert found == {name: set(may.split()) for name, (_state, may, _page, _more) in TABLE.items()}
    new = NewQuestion(field="ask_finance", title=TITLE, text=TEXT)
    askers = {who for who, actor in people.items() if _is_done(partial(give.ask_question, new, actor))}
    assert askers == set(f"{ASKER} stranger clerk".split())


@pytest.mark.parametrize("name", ["answer_question", "ask_again", "hand_over_question"])
def test_a_page_is_pressed_by_these_and_nobody_else(cast: Cast, name: str) -> None:
    state, may, page, more = TABLE[name]
    code = STATES[state](cast).code
    browsers = {who: browser(cast.accounts.get(who)) for who in PEOPLE} | {"clerk": browser(clerk_account())}
    pressed = set()
    for who, client in browsers.items():
        with transaction.atomic():
            status = client.post(f"/questions/{code}/do/{page}/", more).status_code
            transaction.set_rollback(True)
        assert status in {302, 403, 404}
        pressed |= {who} if status == 302 else set()
    assert pressed == set(may.split())


def test_staff_of_every_unit_read_a_question_and_citizens_nowhere(cast: Cast) -> None:
    question = answered(cast)
    catch_up()
    secret = (question.code, TITLE, TEXT, "ép nhựa")
    doors = {
        "page": f"/questions/{question.code}/",
        "list": "/questions/",
        "search": "/questions/?q=ep+nhua",
        "export": "/open-data/cases.json?kind=question",
        "figures": "/statistics.json?kind=question",
        "find": "/find/?q=ep+nhua",
        "api": "/api/v1/reports",
        "map": "/map/",
        "mining": "/mining/?period=all",
        "wall": "/wall/",
        "me": "/me/data.json",
        "inbox": "/inbox/",
    }
    seen: dict[str, set[str]] = {}
    for who in PEOPLE:
        client: Client = browser(cast.accounts.get(who))
        for door, path in doors.items():
            answer = client.get(path)
            text = (b"".join(answer) if answer.streaming else answer.content).decode()
            # A refusal repeats the address that was asked for, and nothing else.
            if answer.status_code == 200 and any(words in text for words in secret):
                seen.setdefault(door, set()).add(who)
    assert seen == {
        "page": set(STAFF.split()),
        "list": set(STAFF.split()),
        "search": set(STAFF.split()),
        # Of a colleague: the notices that the answer is there.
        "me": set(ASKER.split()),
        "inbox": set(ASKER.split()),
    }
    facts = Fact.objects.filter(subject=question.ref)
    assert set(facts.values_list("visibility", flat=True)) == {"internal"}
    assert not any(words in data for data in facts.values_list("data", flat=True) for words in secret[1:])
    # What the two tiers ask each other is no open data; staff read its figures.
    assert {Client().get(doors[door]).status_code for door in ("figures", "export")} == {400}
    known = json.loads(browser(cast.accounts["leader"]).get(doors["figures"]).content)
    assert known["figures"]["received"]["value"] == 1


def test_similar_questions_are_told_to_staff_of_units_and_never_in_an_address(cast: Cast) -> None:
    question = answered(cast)
    typed = {"title": "chung thuc ban sao ep nhua", "text": ""}
    shown = browser(cast.accounts["stranger"]).post("/questions/similar/", typed)
    assert question.title in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    for who in ("owner", "nobody", "leader"):
        assert browser(cast.accounts.get(who)).post("/questions/similar/", typed).status_code == 403
    assert browser(cast.accounts["stranger"]).get("/questions/similar/", typed).status_code == 405
    form = typed | {"text": TEXT, "field": FIELD}
    looked = browser(cast.accounts["stranger"]).post("/questions/new/", form | {"look": "1"})
    assert question.title in looked.content.decode()
    assert Question.objects.count() == 1
    assert browser(cast.accounts["stranger"]).post("/questions/new/", typed).status_code == 400
    sent = browser(cast.accounts["stranger"]).post("/questions/new/", form)
    assert (sent.status_code, Question.objects.count()) == (302, 2)


def test_one_tap_takes_an_accepted_answer_into_the_drafts_of_who_answered(cast: Cast) -> None:
    waiting, done = answered(cast, title="Câu khác"), accepted(cast)
    clerk = clerk_account()
    for who in ("officer", "stranger", "coordinator", "leader"):
        assert browser(cast.accounts[who]).post(f"/questions/{done.code}/handbook/").status_code == 403
    assert browser(cast.accounts["owner"]).post(f"/questions/{done.code}/handbook/").status_code == 404
    assert browser(clerk).post(f"/questions/{waiting.code}/handbook/").status_code == 409
    taps = {browser(clerk).post(f"/questions/{done.code}/handbook/")["Location"] for _tap in range(2)}
    page = Page.objects.get()
    assert taps == {f"/handbook/{page.code}/"}
    assert (page.unit, page.state, page.origin) == (DEPARTMENT, "draft", done.ref)
    assert (page.title, page.legal_source) == (TITLE, done.legal_source)
    assert done.answer in page.body
    with pytest.raises(NotFound):
        page_view(page.code, cast.officer)
    assert page.code not in browser(cast.accounts["officer"]).get(f"/questions/{done.code}/").content.decode()
    assert browser(clerk).post(f"/handbook/{page.code}/do/publish/").status_code == 302
    assert page.code in browser(cast.accounts["stranger"]).get(f"/questions/{done.code}/").content.decode()
    similar = browser(cast.accounts["stranger"]).post("/questions/similar/", {"title": "bản chính ép nhựa"})
    assert page.code in similar.content.decode()


def test_a_wrong_answer_keeps_what_was_typed(cast: Cast) -> None:
    question = asked(cast)
    clerk = browser(clerk_account())
    stale = clerk.post(f"/questions/{question.code}/do/resolve/", {"text": "Được làm.", "version": "99"})
    assert (stale.status_code, "Được làm." in stale.content.decode()) == (409, True)
    assert clerk.post(f"/questions/{question.code}/do/resolve/", {"text": ""}).status_code == 400
    assert clerk.post(f"/questions/{question.code}/do/juggle/").status_code == 404
    assert clerk.get(f"/questions/{question.code}/").status_code == 200


def test_the_search_box_of_staff_finds_questions_and_pages_and_is_closed_to_citizens(cast: Cast) -> None:
    question = answered(cast)
    page = published(cast)
    drafted(cast, title="Chứng thực, bản nháp")
    found = {}
    for who in ("officer", "stranger", "leader", "owner", "nobody"):
        answer = browser(cast.accounts.get(who)).post(
            "/desk/find/", {"q": "chung thuc ban"}, headers={"accept": "application/json"}
        )
        found[who] = {line["href"] for line in answer.json()["found"]} if answer.status_code == 200 else set()
    both = {f"/questions/{question.code}/", f"/handbook/{page.code}/"}
    assert found == {"officer": both, "stranger": both, "leader": both, "owner": set(), "nobody": set()}


def test_the_live_stream_tells_units_what_names_them_and_citizens_nothing(cast: Cast) -> None:
    answered(cast)
    published(cast)
    catch_up()
    lines = [line for line in read_lines(0) if line.kind.partition(".")[0] in {"question", "handbook"}]
    assert lines
    hearing = {}
    for who in ("operator", "leader", "officer", "stranger", "owner", "nobody"):
        ears = ears_of(getattr(cast, who), Wish(frozenset(), None))
        hearing[who] = {line.kind.partition(".")[0] for line in lines if hears(ears, line)}
    both = {"question", "handbook"}
    assert hearing["operator"] == hearing["leader"] == both
    assert hearing["officer"] == {"handbook"}, "of a question the stream names who answers"
    assert hearing["stranger"] == hearing["owner"] == hearing["nobody"] == set()
    assert not any("nhựa".encode() in line.encoded for line in lines)
