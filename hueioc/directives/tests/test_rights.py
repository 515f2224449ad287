"""Who may give which verb of a directive and open which page, tried by everybody; a new verb must be entered here."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hueioc.directives import commands as give
from hueioc.directives.models import Directive
from hueioc.directives.tests.people import DEPARTMENT, OTHER_HEAD, OTHER_LEADER, given, new, working_day
from hueioc.directives.urls import urlpatterns
from hueioc.directives.views.verbs import VERBS
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, NotAllowed, NotFound
from hueioc.workflow.queries import catalogue
from tests.cast import OTHER_WARD, WARD, Cast

_ALL = "owner officer head stranger neighbour operator coordinator leader admin nobody"
PEOPLE = tuple(_ALL.split(" "))
UNIT = "officer head"


def _offered(cast: Cast) -> str:
    return given(cast, due_on=working_day()).code


def _in_work(cast: Cast) -> str:
    code = _offered(cast)
    give.accept_directive(code, cast.head)
    return code


def _supported(cast: Cast) -> str:
    """The ward beside leads, ours supports and has accepted."""
    code = given(cast, due_on=working_day(), lead=OTHER_WARD, supports={WARD: "Hỗ trợ."}).code
    give.accept_directive(code, OTHER_HEAD)
    give.accept_directive(code, cast.head)
    return code


def _then(start: Callable[[Cast], str], step: Callable[[str, Cast], object]) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        code = start(cast)
        step(code, cast)
        return code

    return made


def _past(code: str, cast: Cast) -> None:
    Directive.objects.filter(code=code).update(remind_at=clock.now(), silent_at=clock.now())


STATES: dict[str, Callable[[Cast], str]] = {
    "offered": _offered,
    "in_work_of_another": lambda cast: give.give_directive(new(due_on=working_day()), OTHER_LEADER).code,
    "in_work": _in_work,
    "supported": _supported,
    "asked": _then(_in_work, lambda n, c: give.ask_back(n, c.officer, text="Gồm cả kiệt?")),
    "late": _then(_in_work, lambda n, c: give.ask_extension(n, c.officer, reason="weather", until=working_day(20))),
    "proposed": _then(_in_work, lambda n, c: give.propose_closing(n, c.head, outcome="fulfilled", text="Xong.")),
    "past": _then(_in_work, _past),
}


@dataclass(frozen=True)
class Row:
    """One verb: from which state it is tried, who may, and what the command and its page need."""

    state: str
    may: str
    page: str = ""
    args: dict[str, Any] = field(default_factory=dict)
    form: dict[str, Any] = field(default_factory=dict)


_TEXT = {"text": "Đã rõ."}
TABLE: dict[str, Row] = {
    "accept_directive": Row("offered", UNIT, "accept"),
    "return_directive": Row("offered", UNIT, "return", {"reason": "unclear", "note": "Gồm những tuyến nào?"}),
    "assign_directive": Row("in_work", UNIT, "assign_inside", {"assignee": ""}),
    "report_progress": Row("in_work", UNIT, "progress", {"percent": 30, "text": "Đang làm."}),
    "finish_part_of": Row("supported", UNIT, "part_done", _TEXT),
    "ask_back": Row("in_work", UNIT, "ask_back", _TEXT),
    "answer_question": Row("asked", "leader", "answer", {"unit": WARD, **_TEXT}),
    "ask_extension": Row("in_work", UNIT, "ask_extension", {"reason": "weather"}, {"until": "soon"}),
    "grant_extension": Row("late", "leader", "extend", {}, {"until": "soon"}),
    "refuse_extension": Row("late", "leader", "refuse_extension", _TEXT),
    "propose_closing": Row("in_work", UNIT, "resolve", {"outcome": "fulfilled", **_TEXT}),
    "accept_closing": Row("proposed", "leader", "close"),
    "send_back": Row("proposed", "leader", "object", _TEXT),
    "withdraw_directive": Row("in_work", "leader", "withdraw", {"reason": "settled"}),
    "reassign_directive": Row("in_work", "leader", "reassign", {"lead": DEPARTMENT}, {"unit": DEPARTMENT}),
    "add_support": Row("in_work", "leader", "add_support", {"unit": DEPARTMENT}),
    "remind_units": Row("in_work", "leader coordinator", "remind"),
    "hand_down": Row("in_work", "head"),
    "take_chair": Row("in_work_of_another", "leader", "take_chair"),
    "tell_reminder": Row("past", "clock"),
    "tell_silence": Row("past", "clock"),
}
ELSEWHERE = {"give_directive": "below"}


def _arguments(name: str) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if "until" in TABLE[name].form:
        more["until"] = working_day(20)
    if name == "hand_down":
        more["new"] = new(lead=DEPARTMENT, due_on=working_day(2))
    return TABLE[name].args | more


def _is_done(act: Callable[[], Any]) -> bool:
    """True when the command was allowed; whatever it did is undone."""
    with transaction.atomic():
        try:
            act()
        except (NotAllowed, NotFound, Conflict):
            return False
        finally:
            transaction.set_rollback(True)
    return True


def test_every_command_and_every_verb_stands_in_the_table(city: None) -> None:
    names = {name for name in give.__all__ if inspect.isfunction(getattr(give, name))}
    assert names - set(TABLE) == set(ELSEWHERE)
    assert {row.page for row in TABLE.values() if row.page} == set(VERBS)
    assert {step.verb for step in catalogue().process_of("dir_other").transition} - set(VERBS) == {"give", "hand_down"}


@pytest.mark.parametrize("state", sorted(STATES))
def test_a_command_is_given_and_its_page_pressed_by_these_and_nobody_else(cast: Cast, state: str) -> None:
    code = STATES[state](cast)
    actors = {who: getattr(cast, who) for who in [*PEOPLE, "clock"]}
    clients = {who: Client() for who in PEOPLE}
    for who, client in clients.items():
        if who != "nobody":
            client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    for name, row in TABLE.items():
        if row.state != state:
            continue
        command = partial(getattr(give, name), code, **_arguments(name))
        assert {who for who, actor in actors.items() if _is_done(partial(command, actor=actor))} == set(row.may.split())
        form = row.args | row.form
        form |= {"until": working_day(20).isoformat()} if "until" in form else {}
        for who, client in clients.items() if row.page else ():
            with transaction.atomic():
                status = client.post(f"/directives/{code}/do/{row.page}/", form).status_code
                transaction.set_rollback(True)
            assert status == 302 if who in row.may.split() else status in {403, 404}, (name, who, status)


def test_pages_are_opened_by_these_and_nobody_else(cast: Cast) -> None:
    code = _in_work(cast)
    seen = {"leader", "operator", "coordinator", "admin", *UNIT.split()}
    staff = seen | {"stranger"}
    pages = {
        "directive-board": ("/directives/", staff),
        "directive-monitoring": ("/directives/monitoring/", staff),
        "directive-week": ("/directives/week/", staff),
        "directive-week-xlsx": ("/directives/week.xlsx", staff),
        "directive-give": ("/directives/new/", {"leader"}),
        "directive-page": (f"/directives/{code}/", seen),
        "directive-hand-down": (f"/directives/{code}/hand-down/", {"head"}),
    }
    assert {str(pattern.name) for pattern in urlpatterns} == set(pages) | {
        "directive-verb",
        "directive-file",
        "directive-week-pdf",
    }
    for who in PEOPLE:
        client = Client()
        if who != "nobody":
            client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
        for name, (address, may) in pages.items():
            assert (client.get(address).status_code == 200) == (who in may), (name, who)
        assert (client.post("/directives/new/", {}).status_code == 400) == (who == "leader")


def test_a_supporting_unit_reads_its_own_part_only(cast: Cast) -> None:
    with_words = given(
        cast, due_on=working_day(), lead=OTHER_WARD, supports={WARD: "Phần của phường.", DEPARTMENT: "Phần của sở."}
    )
    give.accept_directive(with_words.code, OTHER_HEAD)
    give.report_progress(with_words.code, OTHER_HEAD, percent=35, text="Riêng của đơn vị chủ trì.")
    client = Client()
    client.force_login(cast.accounts["officer"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/directives/{with_words.code}/").content.decode()
    assert "Phần của phường." in page
    for secret in ("Phần của sở.", "Riêng của đơn vị chủ trì.", with_words.text):
        assert secret not in page
    found = client.get("/directives/", {"tab": "owed", "q": "toan bo cong"}).content.decode()
    assert with_words.code not in found
    plain = given(cast, due_on=working_day(), lead=OTHER_WARD, supports={WARD: ""})
    assert plain.text in client.get(f"/directives/{plain.code}/").content.decode()
