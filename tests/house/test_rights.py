"""Who may give which verb: every command and page of a report, tried by everybody; a new one must be entered here."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from hueioc.cases import commands as give
from hueioc.cases.models import Case, Message
from hueioc.cases.urls import urlpatterns
from hueioc.cases.views.verbs import VERBS
from hueioc.lib.refusals import NotAllowed, NotFound
from hueioc.people.rules import Actor, ContactData
from hueioc.workflow.queries import catalogue
from tests.cast import CATEGORY, WARD, Cast, report
from tests.pictures import jpeg

pytestmark = pytest.mark.once
_ALL = "owner officer head stranger neighbour operator coordinator leader admin nobody"
PEOPLE = tuple(_ALL.split(" "))
CENTRE, UNIT = "operator coordinator", "officer head"


@dataclass(frozen=True)
class Row:
    """One verb: from which state it is tried, who may, and what the command and the page need."""

    state: str
    may: str
    args: dict[str, Any] = field(default_factory=dict)
    form: dict[str, Any] | None = None
    page: str = ""

    def allows(self, who: str) -> bool:
        return who in self.may.split()


def _second(cast: Cast) -> str:
    return give.open_case(report(description="Việc khác"), cast.neighbour).code


def _offered(cast: Cast) -> str:
    code = give.open_case(report(contact=ContactData(name="Lê Thị Thử")), cast.owner).code
    give.triage_case(code, cast.operator, give.Sorting(category=CATEGORY, lead=WARD))
    return code


def _in_work(cast: Cast) -> str:
    code = _offered(cast)
    give.accept_case(code, cast.officer)
    return code


def _supported(cast: Cast) -> str:
    """Somebody else leads and works, our ward supports and has accepted."""
    lead = Actor(ref="account:ELSEWHERE", roles=frozenset({("officer", "hepco")}))
    code = give.open_case(report(), cast.owner).code
    sorting = give.Sorting(category=CATEGORY, lead="hepco", supports=[WARD])
    give.triage_case(code, cast.operator, sorting)
    give.accept_case(code, lead)
    give.accept_case(code, cast.officer)
    return code


def _then(start: Callable[[Cast], str], step: Callable[[str, Cast], Any]) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        code = start(cast)
        step(code, cast)
        return code

    return made


_answered = _then(_in_work, lambda n, c: give.resolve_case(n, c.officer, outcome="answered", text="Đã giải thích."))
STATES: dict[str, Callable[[Cast], str]] = {
    "opened": lambda cast: give.open_case(report(), cast.owner).code,
    "offered": _offered,
    "in_work": _in_work,
    "supported": _supported,
    "asked": _then(_in_work, lambda n, c: give.ask_citizen(n, c.officer, text="Số mấy?")),
    "paused": _then(_in_work, lambda n, c: give.pause_case(n, c.officer, reason="supplier")),
    "answered": _answered,
    "public": _then(_answered, lambda n, c: give.publish_case(n, c.operator, public_text="Cống nghẹt.")),
    "linked": _then(
        lambda cast: give.open_case(report(), cast.owner).code,
        lambda n, c: give.link_cases(n, c.operator, kind="related", other=_second(c)),
    ),
}
_REASON = {"reason": "unclear"}
_NEW = {"public_text": "Đã kiểm tra."}
# Every command about one report. `clock` is a rule with a clock; pages know no clock.
TABLE: dict[str, Row] = {
    "triage_case": Row(
        "opened",
        CENTRE,
        {"sorting": give.Sorting(category=CATEGORY, lead=WARD)},
        {"category": CATEGORY, "urgency": "normal", "lead": WARD},
        "triage",
    ),
    "hand_over_case": Row("opened", f"{CENTRE} clock", {"lead": WARD}, {"lead": WARD}, "hand_over"),
    "refuse_case": Row("opened", CENTRE, _REASON, _REASON, "refuse"),
    "split_case": Row(
        "opened",
        CENTRE,
        {"text": "Và đèn hỏng", "category": "light_fault"},
        {"text": "Và đèn hỏng", "category": "light_fault"},
        "split",
    ),
    "link_cases": Row("opened", CENTRE, {"kind": "related"}, {"kind": "related"}, "link"),
    "unlink_cases": Row("linked", CENTRE, {"kind": "related"}, {"kind": "related"}, "unlink"),
    "publish_case": Row("opened", CENTRE, {"public_text": "Cống nghẹt."}, {"public_text": "Cống nghẹt."}, "publish"),
    "unpublish_case": Row("public", CENTRE, {}, {}, "unpublish"),
    "publish_answer": Row("answered", CENTRE, _NEW, _NEW, "publish_answer"),
    "withdraw_case": Row("opened", "owner", {}, {}, "withdraw"),
    "accept_case": Row("offered", UNIT, {}, {}, "accept"),
    "return_case": Row("offered", UNIT, {"reason": "not_our_asset"}, {"reason": "not_our_asset"}, "return"),
    "assign_inside": Row("in_work", UNIT, {"assignee": ""}, {"assignee": ""}, "assign_inside"),
    "finish_own_part": Row("supported", UNIT, {"text": "Xong."}, {"text": "Xong."}, "part_done"),
    "ask_citizen": Row("in_work", f"{UNIT} {CENTRE}", {"text": "Số mấy?"}, {"text": "Số mấy?"}, "ask_citizen"),
    "answer_question": Row("asked", "owner operator", {"text": "Số 1"}, {"text": "Số 1"}, "answer_question"),
    "lapse_question": Row("asked", "clock coordinator"),
    "pause_case": Row("in_work", f"{UNIT} coordinator", {"reason": "supplier"}, {"reason": "supplier"}, "pause"),
    "resume_case": Row("paused", f"{UNIT} {CENTRE} clock", {}, {}, "resume"),
    "note_case": Row("in_work", f"{UNIT} {CENTRE}", {"text": "Đã gọi."}, {"text": "Đã gọi."}, "note"),
    "extend_case": Row(
        "in_work",
        "head coordinator",
        {"reason": "weather", "working_days": 2},
        {"reason": "weather", "working_days": "2"},
        "extend",
    ),
    "resolve_case": Row(
        "in_work",
        UNIT,
        {"outcome": "answered", "text": "Xong."},
        {"outcome": "answered", "text": "Xong."},
        "resolve",
    ),
    "resolve_case@centre": Row(
        "opened",
        CENTRE,
        {"outcome": "answered", "text": "Trung tâm trả lời."},
        {"outcome": "answered", "text": "Trung tâm trả lời."},
        "answer_at_centre",
    ),
    "tell_citizen": Row("in_work", f"{UNIT} {CENTRE}", {"text": "Đang làm."}, {"text": "Đang làm."}, "tell_citizen"),
    "rate_case": Row("answered", "owner", {"score": 5}, {"score": "5"}, "rate"),
    "object_to_result": Row("answered", "owner", {"text": "Chưa."}, {"text": "Chưa."}, "object"),
    "reopen_case": Row("answered", f"{CENTRE} clock", {"reason": "came_back"}, {"reason": "came_back"}, "reopen"),
    "close_case": Row("answered", f"{CENTRE} clock", {}, {}, "close"),
    "add_photo": Row("in_work", f"owner {UNIT} {CENTRE} admin", {"data": jpeg()}, {}, "photo"),
    "remind_unit": Row("in_work", f"{CENTRE} leader"),
    "lapse_offer": Row("offered", "clock", {"unit": WARD}),
    "mark_told": Row("in_work", "clock", {"what": "overdue"}),
}
# A command that two transitions share stands twice, the second time with its place behind the sign.
COMMANDS = {name: name.partition("@")[0] for name in TABLE}
# Commands about no single report, with the test that tries their rights.
ELSEWHERE = {
    "open_case": "anybody may report",
    "receive_kept": "what anybody was allowed to report; tests/house/test_spool.py",
    "act_together": "hueioc/cases/tests/test_acts.py",
    "receive_together": "anybody may report; tests/house/test_intake.py",
    "open_for_caller": "hueioc/portal/tests/test_desk.py",
    "open_cases": "the same for an import",
    "record_history": "hueioc/connectors/import311/tests",
    "remind_units": "hueioc/portal/tests/test_dashboard.py",
    "save_routing": "hueioc/cases/tests/test_pages.py",
    "join_case": "hueioc/cases/tests/test_following.py",
    "leave_case": "hueioc/cases/tests/test_following.py",
    "give_many": "hueioc/portal/tests/test_desk.py",
    "forget_old_steps": "the clock alone, without an actor",
    "undo_step": "hueioc/cases/tests/test_undo.py",
    "save_filter": "hueioc/portal/tests/test_desk.py",
    "remove_filter": "hueioc/portal/tests/test_desk.py",
    "set_desk": "hueioc/portal/tests/test_desk.py",
}


def _arguments(name: str, code: str, cast: Cast) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if name == "link_cases":
        more["other"] = _second(cast)
    if name == "unlink_cases":
        more["other"] = Case.objects.exclude(code=code).latest("id").code
    if name == "publish_answer":
        more["message_id"] = Message.objects.get(case__code=code, kind="answer").pk
    return TABLE[name].args | more


def _is_done(act: Callable[[], Any]) -> bool:
    """True when the command was allowed; whatever it did is undone."""
    with transaction.atomic():
        try:
            act()
        except (NotAllowed, NotFound):
            return False
        finally:
            transaction.set_rollback(True)
    return True


def test_every_command_of_a_report_stands_in_the_table() -> None:
    names = {name for name in give.__all__ if inspect.isfunction(getattr(give, name))}
    assert names - set(COMMANDS.values()) - set(ELSEWHERE) == set(), "say who may give it"
    assert set(COMMANDS.values()) | set(ELSEWHERE) <= names


def test_every_page_and_every_transition_stands_in_the_table(city: None) -> None:
    pages = {row.page for row in TABLE.values()}
    assert set(VERBS) - pages == set(), "say who may press it"
    assert {step.verb for step in catalogue().process_of(CATEGORY).transition} - pages == {
        "open",
        "lapse",
        "close_duplicate",
        "remind",
    }


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_command_is_given_by_these_and_nobody_else(cast: Cast, name: str) -> None:
    row = TABLE[name]
    code = STATES[row.state](cast)
    arguments = _arguments(name, code, cast)
    actors = {who: getattr(cast, who) for who in [*PEOPLE, "clock"]}
    command = partial(getattr(give, COMMANDS[name]), code, **arguments)
    allowed = {who for who, actor in actors.items() if _is_done(partial(command, actor=actor))}
    assert allowed == set(row.may.split())


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.page))
def test_a_page_is_pressed_by_these_and_nobody_else(cast: Cast, name: str) -> None:
    row = TABLE[name]
    code = STATES[row.state](cast)
    form = (row.form or {}) | {k: v for k, v in _arguments(name, code, cast).items() if k in {"other", "message_id"}}
    answers = {}
    for who in PEOPLE:
        client = Client()
        if who != "nobody":
            client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
        if row.page == "photo":
            form["photos"] = [SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")]
        with transaction.atomic():
            answers[who] = client.post(f"/reports/{code}/do/{row.page}/", form).status_code
            transaction.set_rollback(True)
    expected = {who: 302 if row.allows(who) else answers[who] for who in PEOPLE}
    assert answers == expected
    assert {answers[who] for who in PEOPLE if not row.allows(who)} <= {403, 404}


# Addresses of reports, and who gets what they ask for when it is not public.
PAGES: dict[str, str] = {
    "case-page": f"owner {UNIT} {CENTRE} leader admin",
    "case-receipt": "owner",
    "case-identity": f"{CENTRE} admin",
    "case-photo": f"owner {UNIT} {CENTRE} leader admin",
    "case-routing": f"{CENTRE} admin",
}
OPEN_PAGES = {"case-report", "case-list", "case-mine", "case-follow", "case-verb"}
OPEN_PAGES |= {"case-around", "case-join", "case-leave"}


def test_every_address_of_reports_stands_in_the_table() -> None:
    assert {str(pattern.name) for pattern in urlpatterns} - set(PAGES) - OPEN_PAGES == set(), "say who may look"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_is_seen_by_these_and_nobody_else(cast: Cast, name: str) -> None:
    code = _in_work(cast)
    photo = give.add_photo(code, cast.owner, jpeg())
    address = {
        "case-page": f"/reports/{code}/",
        "case-receipt": f"/reports/{code}/receipt/",
        "case-identity": f"/reports/{code}/identity/",
        "case-photo": f"/photos/{photo.code}/full.jpg",
        "case-routing": "/desk/routing/",
    }[name]
    seen = set()
    for who in PEOPLE:
        client = Client()
        if who != "nobody":
            client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
        ask = client.post if name == "case-identity" else client.get
        if ask(address, {"reason": "hẹn giờ đến sửa"}).status_code == 200:
            seen.add(who)
    assert seen == set(PAGES[name].split())
