"""Who may give which verb of a dossier and open which page: owner, officer, stranger and the city's staff."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hueioc.dossiers import commands as give
from hueioc.dossiers.tests.people import COMPANY, SOMEBODY, WHOLE, accepted, filed
from hueioc.dossiers.urls import urlpatterns
from hueioc.dossiers.views.verbs import VERBS
from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed, NotFound
from hueioc.workflow.queries import catalogue
from tests.cast import OTHER_WARD, Cast
from tests.pictures import jpeg

_ALL = "owner officer head stranger neighbour operator coordinator leader admin nobody"
PEOPLE = tuple(_ALL.split(" "))
UNIT = "officer head"


def _online(cast: Cast) -> str:
    """Filed by the owner, offered to the ward's desk."""
    return give.register_dossier(filed(channel="online", papers={}), cast.owner).code


def _in_work(cast: Cast) -> str:
    code = _online(cast)
    give.accept_dossier(code, cast.officer)
    return code


def _offered(cast: Cast) -> str:
    """The ward beside ours took it in and hands it to ours."""
    new = filed(received_by=OTHER_WARD, procedure=COMPANY, papers=dict.fromkeys(WHOLE, "file"))
    code = give.register_dossier(new, cast.stranger, is_accepted=True).code
    give.hand_over_dossier(code, cast.stranger, unit=next(iter(cast.officer.units)))
    return code


def _then(start: Callable[[Cast], str], step: Callable[[str, Cast], object]) -> Callable[[Cast], str]:
    def made(cast: Cast) -> str:
        code = start(cast)
        step(code, cast)
        return code

    return made


_done = _then(_in_work, lambda n, c: give.finish_dossier(n, c.officer, outcome="granted", text="Đã cấp."))
STATES: dict[str, Callable[[Cast], str]] = {
    "online": _online,
    "in_work": _in_work,
    "offered": _offered,
    "asked": _then(_in_work, lambda n, c: give.request_supplement(n, c.officer, text="Thiếu tờ khai.")),
    "owed": _then(_in_work, lambda n, c: give.request_payment(n, c.officer, amount=8000)),
    "done": _done,
}


@dataclass(frozen=True)
class Row:
    """One verb: from which state it is tried, who may, and what the command and its page need."""

    state: str
    may: str
    page: str = ""
    args: dict[str, Any] = field(default_factory=dict)


_DAY = {"new_day": date(2099, 1, 5), "reason": "field_check"}
TABLE: dict[str, Row] = {
    "accept_dossier": Row("online", UNIT, "accept"),
    "refuse_dossier": Row("online", UNIT, "refuse", {"reason": "other_system"}),
    "request_supplement": Row("in_work", UNIT, "request_supplement", {"text": "Thiếu tờ khai."}),
    "receive_supplement": Row("asked", f"owner {UNIT}", "receive_supplement", {"text": "Đã nộp."}),
    "attach_files": Row("in_work", f"owner {UNIT}", "attach", {"uploads": [give.Upload("", "a.jpg", jpeg(9, 9))]}),
    "request_payment": Row("in_work", UNIT, "request_payment", {"amount": 5000}),
    "confirm_payment": Row("owed", UNIT, "confirm_payment", {"via": "desk"}),
    "hand_over_dossier": Row("in_work", f"{UNIT} coordinator", "hand_over", {"unit": "dept-justice"}),
    "take_over_dossier": Row("offered", UNIT, "take_over"),
    "return_dossier": Row("offered", UNIT, "return", {"reason": "not_competent"}),
    "lapse_hand_over": Row("offered", "clock"),
    "assign_dossier": Row("in_work", UNIT, "assign_inside", {"assignee": ""}),
    "finish_dossier": Row("in_work", UNIT, "finish", {"outcome": "granted", "text": "Đã cấp."}),
    "return_result": Row("done", UNIT, "return_result"),
    "stop_dossier": Row("in_work", UNIT, "stop", {"reason": "no_payment"}),
    "withdraw_dossier": Row("in_work", f"owner {UNIT}", "withdraw"),
    "note_dossier": Row("in_work", f"{UNIT} coordinator", "note", {"text": "Đã gọi điện."}),
    "remind_agency": Row("in_work", "coordinator leader", "remind"),
    "mark_dossier_told": Row("in_work", "clock", args={"what": "overdue"}),
}
# Commands about no single dossier, with the test that tries their rights.
ELSEWHERE = {
    "register_dossier": "test_life.py",
    "apologise": "test_life.py and the test below: its day depends on the clock",
    "import_dossiers": "for the command line only; test_import.py",
    "record_dossiers": "for the command line only, which whoever runs the city may use",
    "report_figure": "test_index766_pages.py",
    "hold_files": "test_files.py",
    "let_files_go": "test_files.py",
    "sweep_held_files": "for a rule with a clock only; test_files.py",
    "mark_synchronised": "for connectors only",
    "follow_steps": "for connectors only",
}


def test_every_command_and_every_verb_stands_in_the_table(city: None) -> None:
    names = {name for name in give.__all__ if inspect.isfunction(getattr(give, name))}
    assert names == set(TABLE) | set(ELSEWHERE)
    pages = {row.page for row in TABLE.values()} - {""}
    assert set(VERBS) - pages == {"apologise"}
    verbs = {step.verb for step in catalogue().processes["dossier"].transition}
    assert verbs - set(VERBS) == {"register", "lapse"}


def _is_done(act: Callable[[], Any]) -> bool:
    with transaction.atomic():
        try:
            act()
        except (NotAllowed, NotFound):
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_verb_is_given_by_these_and_nobody_else(cast: Cast, name: str) -> None:
    row = TABLE[name]
    code = STATES[row.state](cast)
    give_it = partial(getattr(give, name), code, **row.args)
    actors = {who: getattr(cast, who) for who in [*PEOPLE, "clock"]}
    if row.state == "offered":
        del actors["stranger"]  # here the neighbour's desk is a party itself; see the test of the hand-over
    allowed = {who for who, actor in actors.items() if _is_done(partial(give_it, actor=actor))}
    assert allowed == set(row.may.split())


def test_who_handed_a_dossier_over_can_neither_take_nor_return_it(cast: Cast) -> None:
    code = _offered(cast)
    for command in (give.take_over_dossier, partial(give.return_dossier, reason="not_competent")):
        with pytest.raises(NotAllowed):
            command(code, cast.stranger)


def test_only_the_agency_apologises_and_only_it_presses_the_button(cast: Cast) -> None:
    code = accepted(cast).code
    day = clock.today()
    for who in ("owner", "stranger", "operator", "leader", "nobody"):
        with pytest.raises((NotAllowed, NotFound)):
            give.apologise(code, getattr(cast, who), reason="field_check", new_day=day)


def _client(cast: Cast, who: str) -> Client:
    client = Client()
    if who != "nobody":
        client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("name", ["finish_dossier", "receive_supplement", "return_dossier", "remind_agency"])
def test_a_page_is_pressed_by_these_and_nobody_else(cast: Cast, name: str) -> None:
    row = TABLE[name]
    code = STATES[row.state](cast)
    pressed = set()
    for who in PEOPLE:
        with transaction.atomic():
            status = _client(cast, who).post(f"/dossiers/{code}/do/{row.page}/", row.args).status_code
            transaction.set_rollback(True)
        assert status in {302, 403, 404}
        pressed |= {who} if status == 302 else set()
    assert pressed == set(row.may.split())


STAFF = f"{UNIT} operator coordinator leader admin"
PAGES: dict[str, tuple[str, str]] = {
    "dossier-page": ("/dossiers/{}/", f"owner {STAFF}"),
    "dossier-applicant": ("/dossiers/{}/applicant/", f"{UNIT} operator coordinator admin"),
    "dossier-slip": ("/dossiers/{}/slip.pdf", UNIT),
    "dossier-desk": ("/dossiers/desk/", f"{UNIT} stranger"),
    "dossier-take-in": ("/dossiers/desk/1.001193/", f"{UNIT} stranger"),
    "dossier-board": ("/dossiers/", f"{STAFF} stranger"),
    "dossier-ward": ("/dossiers/ward/", f"{STAFF} stranger"),
    "index-766": ("/index-766/", f"{STAFF} stranger"),
    "index-766-csv": ("/index-766/table.csv", f"{STAFF} stranger"),
    "index-766-item": ("/index-766/2.1/", f"{STAFF} stranger"),
    "dossier-file": ("/procedures/1.001193/file/", " ".join(one for one in PEOPLE if one != "nobody")),
    "dossier-mine": ("/dossiers/mine/", " ".join(one for one in PEOPLE if one != "nobody")),
}
OPEN = {"dossier-look-up", "dossier-track", "dossier-procedures", "dossier-procedure"}
# Tried above, in test_documents.py and in test_files.py.
ELSEWHERE_PAGES = {"dossier-verb", "dossier-apology", "dossier-file-open"}


def test_the_centre_sees_whose_it_is_only_with_a_reason(cast: Cast) -> None:
    code = _in_work(cast)
    client = _client(cast, "operator")
    assert client.post(f"/dossiers/{code}/applicant/", {"reason": "a"}).status_code == 400
    page = client.post(f"/dossiers/{code}/applicant/", {"reason": "người dân gọi hỏi"})
    assert SOMEBODY.name in page.content.decode()
    assert page["Cache-Control"] == "no-store"


def test_every_address_stands_in_the_table() -> None:
    assert {str(one.name) for one in urlpatterns if one.name} == set(PAGES) | OPEN | ELSEWHERE_PAGES


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_is_seen_by_these_and_nobody_else(cast: Cast, name: str) -> None:
    code = _in_work(cast)
    address, may = PAGES[name]
    seen = set()
    for who in PEOPLE:
        client = _client(cast, who)
        ask = client.post if name in {"dossier-applicant", "dossier-slip"} else client.get
        if (
            ask(address.format(code), {"reason": "đối chiếu giấy tờ"} if ask == client.post else None).status_code
            == 200
        ):
            seen.add(who)
    assert seen == set(may.split())
