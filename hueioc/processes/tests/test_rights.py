"""Who may give which verb of a process, open which page, and learn of it at which door, tried by everybody."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from hueioc.history.rules import row_of
from hueioc.indicators.models import WorkRow
from hueioc.journal.models import Fact
from hueioc.journal.queries import facts_after
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, NotAllowed, NotFound
from hueioc.live.feed import encode, read_lines
from hueioc.live.rules import Wish, ears_of, hears
from hueioc.maps.models import Pin
from hueioc.mining.models import Trace
from hueioc.notices.models import Notice
from hueioc.notices.texts import sentence
from hueioc.opendata.models import PublicRow
from hueioc.people.commands import note_absence
from hueioc.people.models import Account, Unit
from hueioc.people.queries import forget_register, standing
from hueioc.people.rules import Actor
from hueioc.playbooks.clock import strike
from hueioc.playbooks.registry import playbooks
from hueioc.processes import commands as give
from hueioc.processes import queries
from hueioc.processes.models import Instance
from hueioc.processes.tests.people import FINANCE, HOME, JUSTICE, browser, person, started
from hueioc.processes.urls import urlpatterns
from hueioc.processes.views.page import VERBS
from hueioc.workflow.queries import city_world
from tests.cast import OTHER_WARD, WARD, Cast

_ALL = "owner officer head stranger neighbour operator coordinator leader admin nobody"
PEOPLE = tuple(_ALL.split(" "))
SOON = clock.today() + timedelta(days=30)
CAR = {"on_day": SOON, "route": "Vỹ Dạ – Phú Bài", "seats": 4, "outside": False, "purpose": "Họp giao ban"}
REST = {"kind": "annual", "first_day": SOON, "last_day": SOON, "substitute": "Bạn", "reason": "Việc nhà rất riêng"}
CENTRE = "operator coordinator leader admin"


def _leave(cast: Cast) -> str:
    return started(cast.officer, "leave", **REST).code


def _leave_back(cast: Cast) -> str:
    code = _leave(cast)
    give.send_back(code, cast.head, to="request", reason="wording")
    return code


def _car(cast: Cast) -> str:
    return started(cast.officer, "vehicle", **CAR).code


def _ended(cast: Cast) -> str:
    """The ward that has the step was merged into the one beside it yesterday."""
    code = _car(cast)
    Unit.objects.filter(code=WARD).update(valid_to=clock.today() - timedelta(days=1), successor=OTHER_WARD)
    forget_register()
    return code


STATES: dict[str, Callable[[Cast], str]] = {"leave": _leave, "leave_back": _leave_back, "car": _car, "ended": _ended}


@dataclass(frozen=True)
class Row:
    """One verb: from which state it is tried, who may, and what the command and its page need."""

    state: str
    may: str
    page: str = ""
    args: dict[str, Any] = field(default_factory=dict)
    form: dict[str, Any] | None = None


TABLE: dict[str, list[Row]] = {
    "advance_process": [
        Row("leave", "head", "advance", {"values": {"decision": "agree"}}, {"decision": "agree"}),
        Row("leave_back", "officer", "", {"values": REST}),
        Row("car", "officer head", "", {"values": {"car": "75A"}}),
    ],
    "send_back": [Row("leave", "head", "return", {"to": "request", "reason": "wording"})],
    "assign_step": [Row("car", "officer head", "assign_inside", {"assignee": ""})],
    "remind_holder": [Row("leave", "officer head", "remind"), Row("car", "officer head coordinator")],
    "withdraw_process": [Row("leave", "officer", "withdraw")],
    "stop_process": [
        Row("leave", "head", "stop", {"reason": "not_needed"}),
        Row("car", "head coordinator", "", {"reason": "not_needed"}),
    ],
    "reroute_step": [Row("car", "coordinator", "reroute", {"unit": FINANCE})],
    "follow_unit": [Row("ended", "clock")],
    "mark_process_told": [Row("leave", "clock", "", {"what": "due_soon"})],
}


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


def test_every_command_and_every_verb_stands_in_the_table() -> None:
    names = {name for name in give.__all__ if inspect.isfunction(getattr(give, name))}
    assert names - set(TABLE) == {"start_process"}
    assert {row.page for rows in TABLE.values() for row in rows if row.page} == {*VERBS, "advance"}


@pytest.mark.parametrize("state", sorted(STATES))
def test_a_command_is_given_and_its_page_pressed_by_these_and_nobody_else(cast: Cast, state: str) -> None:
    code = STATES[state](cast)
    actors = {who: getattr(cast, who) for who in [*PEOPLE, "clock"]}
    clients = {who: browser(cast.accounts.get(who)) for who in PEOPLE}
    for name, row in ((name, row) for name, rows in TABLE.items() for row in rows if row.state == state):
        command = partial(getattr(give, name), code, **row.args)
        done = {who for who, actor in actors.items() if _is_done(partial(command, actor=actor))}
        assert done == set(row.may.split()), name
        for who, client in clients.items() if row.page else ():
            with transaction.atomic():
                status = client.post(f"/processes/{code}/do/{row.page}/", row.form or row.args).status_code
                transaction.set_rollback(True)
            assert status == 302 if who in row.may.split() else status in {403, 404}, (name, who, status)


def test_pages_are_opened_by_these_and_nobody_else(cast: Cast) -> None:
    car, leave = _car(cast), _leave(cast)
    give.advance_process(car, cast.officer, values={"car": "75A-000.00"})
    staff = {"officer", "head", "stranger", *CENTRE.split()}
    pages = {
        "process-board": ("/processes/", staff),
        "process-start-list": ("/processes/start/", staff),
        "process-definition": ("/processes/of/leave/", staff),
        "process-start": ("/processes/of/leave/start/", {"officer", "head", "stranger"}),
        "process-page": (f"/processes/{car}/", {"officer", "head", *CENTRE.split()}),
        "process-paper": (f"/processes/{car}/papers/order.docx", {"officer", "head", *CENTRE.split()}),
        "private": (f"/processes/{leave}/", {"officer", "head"}),
    }
    assert {str(pattern.name) for pattern in urlpatterns} == set(pages) - {"private"} | {"process-verb"}
    for who in PEOPLE:
        client = browser(cast.accounts.get(who))
        for name, (address, may) in pages.items():
            assert (client.get(address).status_code == 200) == (who in may), (name, who)
        lists = client.get("/processes/", {"tab": "open"}).content.decode()
        assert (f"/processes/{leave}/" in lists) == (who in {"officer", "head"}), who
        found = client.post("/desk/find/", {"q": leave}, headers={"accept": "application/json"})
        lines = found.json()["found"] if found.status_code == 200 else []
        assert bool(lines) == (who in {"officer", "head"}), who
        kept = client.get("/me/data.json").content.decode()
        assert ("Việc nhà rất riêng" in kept) == (who == "officer"), who


def test_who_had_a_step_still_reads_it_and_a_colleague_never_did(cast: Cast) -> None:
    colleague, home = person("Tú", ("officer", WARD)), person("Hà", ("unit_head", HOME))
    code = started(cast.officer, "leave", **REST | {"last_day": SOON + timedelta(days=14)}).code
    give.advance_process(code, cast.head, values={"decision": "agree"})
    assert Instance.objects.get(code=code).unit == HOME
    give.advance_process(code, home, values={"final_decision": "agree"})
    auditor = Actor(ref="account:AUDIT", roles=frozenset({("auditor", "")}))
    for actor, sees in ((home, True), (cast.head, True), (auditor, True), (cast.stranger, False), (cast.leader, False)):
        assert queries.visible_codes(actor, [code]) == ({code} if sees else set())
        assert sees == _reads(code, actor)
    # A leave is the heads' business: a colleague reads it neither on its way nor afterwards.
    assert (Instance.objects.get(code=code).outcome, _reads(code, colleague)) == ("done", False)


def _reads(code: str, actor: Actor) -> bool:
    try:
        return bool(queries.instance_view(code, actor).instance.pk)
    except NotFound:
        return False


def test_what_the_views_learn_of_an_open_one_and_that_it_holds_no_words(cast: Cast) -> None:
    code = _leave(cast)
    catch_up()
    ref = f"process:{code}"
    for model in (WorkRow, Trace):
        assert model.objects.filter(ref=ref).exists(), model
    assert not Pin.objects.filter(ref=ref).exists()
    lines = [line for line in read_lines(0) if line.kind.startswith("process.")]
    assert lines
    assert not any("riêng".encode() in line.encoded or b"annual" in line.encoded for line in lines)
    for who, hearing in (("head", True), ("operator", True), ("stranger", False), ("owner", False), ("nobody", False)):
        ears = ears_of(getattr(cast, who), Wish(frozenset(), None))
        assert any(hears(ears, line) for line in lines) == hearing, who
    # The step is the head's, so of the ward only the head is told of it.
    told = Notice.objects.filter(subject=ref, topic="offered")
    assert set(told.values_list("recipient", flat=True)) == {cast.head.ref}
    assert all(code in sentence(row) for row in told)
    for door in ("/statistics.json", "/open-data/cases.json"):
        assert browser(None).get(door, {"kind": "process"}).status_code == 400


def test_a_confidential_one_is_known_to_its_parties_only(cast: Cast) -> None:
    colleague = person("Tú", ("officer", WARD))
    values = {"quarter": "q4", "own_view": "Hoàn thành các việc được giao."}
    code = started(cast.officer, "staff-evaluation", **values).code
    catch_up()
    give.advance_process(code, cast.head, values={"grade": "good", "heads_view": "Tốt."})
    with clock.at(clock.now() + timedelta(days=20)):
        strike(playbooks())
    catch_up()
    ref = f"process:{code}"
    for model in (WorkRow, PublicRow, Trace, Pin):
        assert not model.objects.filter(ref=ref).exists(), model
    rows = Fact.objects.filter(subject=ref)
    assert set(rows.values_list("kind", "visibility", "area")) == {("workflow.withheld", "restricted", "")}
    facts = [fact for fact in facts_after(0, 1000) if fact.subject == ref]
    assert code not in str([row_of(fact, city_world().zone) for fact in facts])
    auditor = Actor(ref="account:AUDIT", roles=frozenset({("auditor", "")}))
    others = [cast.stranger, cast.operator, cast.coordinator, cast.leader, cast.admin, colleague, auditor, cast.nobody]
    for actor in others:
        assert not _reads(code, actor)
        assert queries.visible_codes(actor, [code]) == set()
        assert not any(hears(ears_of(actor, Wish(frozenset(), 0)), encode(fact)) for fact in facts)
        with pytest.raises(NotFound):
            give.remind_holder(code, actor)
    assert _reads(code, cast.officer)
    assert _reads(code, cast.head)
    assert browser(cast.accounts["officer"]).get(f"/processes/{code}/")["Cache-Control"] == "no-store"
    # Each is told when it is their turn, in the app only; the evaluated one again when time has passed.
    told = Notice.objects.filter(subject=ref).order_by("fact_seq").values_list("recipient", "channel", "topic")
    officer, head = cast.officer.ref, cast.head.ref
    assert list(told) == [(head, "app", "offered"), (officer, "app", "offered"), (officer, "app", "reminded")]


def test_a_step_follows_a_ward_that_was_merged(cast: Cast) -> None:
    code = _ended(cast)
    strike(playbooks())
    one = Instance.objects.get(code=code)
    assert (one.unit, one.started_unit, one.step) == (OTHER_WARD, WARD, "assign")
    assert [line.code for line in queries.owed_lines(cast.stranger, 5)] == [code]
    give.advance_process(code, cast.stranger, values={"car": "75A-111.11"})
    forget_register()


def test_lists_ask_the_database_what_the_rules_say(cast: Cast) -> None:
    home, justice = person("Hà", ("unit_head", HOME)), person("Lý", ("officer", JUSTICE), ("unit_head", OTHER_WARD))
    people = [getattr(cast, who) for who in PEOPLE] + [home, justice]
    codes = [
        _leave(cast),
        _leave_back(cast),
        _car(cast),
        started(cast.officer, "internal-concern", matter="Lịch trực").code,
    ]
    codes += [started(cast.stranger, "vehicle", **CAR).code, started(cast.officer, "leave", **REST).code]
    give.assign_step(codes[2], cast.head, assignee=cast.officer.ref)
    give.advance_process(codes[4], cast.stranger, values={"car": "75A"})
    give.advance_process(codes[3], home, values={"finding": "Đúng.", "justified": True})
    give.stop_process(codes[5], cast.head, reason="not_needed")
    seen = {actor.ref: queries.visible_codes(actor, codes) for actor in people}
    owed = {actor.ref: {line.code for line in queries.owed_lines(actor, 50)} for actor in people}
    for actor in people:
        assert seen[actor.ref] == {code for code in codes if _reads(code, actor)}, actor
        able = {code for code in codes if _reads(code, actor) and "advance" in queries.instance_view(code, actor).can}
        assert owed[actor.ref] == able, actor


def test_a_step_given_to_who_is_away_is_the_substitutes(cast: Cast) -> None:
    colleague = person("colleague", ("officer", WARD))
    code = started(cast.officer, "vehicle", **CAR).code
    give.assign_step(code, cast.head, assignee=cast.officer.ref)
    assert "advance" not in queries.instance_view(code, colleague).can
    today = clock.today()
    note_absence(cast.officer.ref, actor=cast.head, substitute=colleague.ref, since=today, until=today)
    substitute = standing(Account.objects.get(code=colleague.account))
    assert "advance" in queries.instance_view(code, substitute).can
    assert code in {line.code for line in queries.owed_lines(substitute, 50)}
