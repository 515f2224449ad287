"""Who may do what in rescue: family, officer, stranger, at every door; a new command must be entered here."""

import inspect
import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hueioc.indicators.models import WorkRow
from hueioc.journal.commands import seal
from hueioc.journal.runner import catch_up
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.maps.models import Pin
from hueioc.mining.models import Trace
from hueioc.people.models import VaultAccess
from hueioc.people.rules import Actor, rule
from hueioc.rescues import commands as give
from hueioc.rescues import queries as ask
from hueioc.rescues.rules.access import family_of
from hueioc.rescues.tests.people import ADDRESS, PHONE, again, behind, browser, called, team
from tests.cast import OTHER_WARD, WARD, Cast
from tests.pictures import jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PEOPLE = tuple(
    ["owner", "officer", "head", "stranger", "neighbour", "operator", "coordinator", "leader", "admin", "nobody"]
)
DESK = "operator coordinator"
UNIT = "officer head"
# Every command about one call: its state, who may give it, its arguments. The call is the owner's.
TABLE: dict[str, tuple[str, str, dict[str, Any]]] = {
    "override_priority": ("open", DESK, {"level": "first", "reason": "vì"}),
    "correct_rescue": ("open", f"owner {DESK}", {"changes": {"people": 9}}),
    "keep_apart": ("pair", DESK, {}),
    "merge_rescues": ("pair", f"{DESK} clock", {}),
    "unmerge_rescue": ("merged", DESK, {}),
    "unassign_rescue": ("with_team", DESK, {}),
    "start_rescue": ("with_team", f"{UNIT} {DESK}", {}),
    "reach_rescue": ("with_team", f"{UNIT} {DESK}", {}),
    "finish_rescue": ("with_team", f"{UNIT} {DESK}", {"outcome": "safe"}),
    "say_safe_of_call": ("open", "owner", {}),
    "withdraw_rescue": ("open", "owner", {}),
    "hear_safe": ("open", "owner", {"own": "26-0000-0000"}),
    "reopen_rescue": ("closed", DESK, {"reason": "vì"}),
    "add_photos": ("open", f"owner {DESK}", {"photos": [("a.jpg", jpeg())]}),
    "sort_rescue": ("open", "clock", {}),
}
ELSEWHERE = {
    "open_rescue": "anybody may call for help",
    "open_rescues": "the same for many",
    "receive_together": "the same; test_doors.py",
    "receive_kept_rescues": "the same; test_doors.py",
    "assign_rescues": "below",
    "reveal_people": "below",
    "reveal_for_paper": "below",
    "keep_team": "below",
    "keep_vehicle": "below",
    "keep_shelter": "below",
    "draw_team_key": "below",
    "report_position": "below",
    "set_team_state": "below",
    "hand_out": "below",
    "declare_damage": "any household; test_journey.py",
    "say_safe": "anybody; test_journey.py",
    "look_for": "anybody; test_journey.py",
    "answer_search": "who was found; test_journey.py",
    "close_search": "who holds its link; test_journey.py",
    "sort_new_rescues": "the clock; below",
    "rescore_rescues": "the clock; below",
    "erase_expired": "the clock; test_journey.py",
}


def _made(cast: Cast, state: str) -> tuple[str, dict[str, Any]]:
    code, more = called(cast.owner).code, dict[str, Any]()
    if state in ("pair", "merged"):
        other = called(phones=(), name="", address="9 Ao Sen", lat=16.45).code
        more = {"into": other} if state == "pair" else {}
        if state == "merged":
            give.merge_rescues(code, cast.operator, into=other)
    if state == "with_team":
        give.assign_rescues([code], cast.operator, team=team(cast).code)
    if state == "closed":
        give.finish_rescue(code, cast.operator, outcome="safe")
    return code, more


def _is_done(act: Callable[[], Any]) -> bool:
    with transaction.atomic():
        try:
            act()
        except (NotAllowed, NotFound):
            return False
        finally:
            transaction.set_rollback(True)
    return True


def test_every_command_stands_in_a_table() -> None:
    names = {name for name in give.__all__ if inspect.isfunction(getattr(give, name))}
    assert names == set(TABLE) | set(ELSEWHERE), "say who may give it"


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_command_is_given_by_these_and_nobody_else(cast: Cast, name: str) -> None:
    state, may, arguments = TABLE[name]
    code, more = _made(cast, state)
    if name == "keep_apart":
        more = {"other": more["into"]}
    if name == "merge_rescues":
        more = {"into": more["into"]}
    command = partial(getattr(give, name), code, **{**arguments, **more})
    actors = {who: getattr(cast, who) for who in (*PEOPLE, "clock")}
    assert {who for who, actor in actors.items() if _is_done(partial(command, actor=actor))} == set(may.split())
    stranger_with_a_link = Actor(ref="anyone:family", holds=frozenset({"rescue:other"}))
    assert not _is_done(partial(command, actor=stranger_with_a_link))


def test_registers_goods_and_clocks_ask_for_themselves(cast: Cast) -> None:
    code = called(cast.owner).code
    own, other = team(cast), team(cast, "Đội khác", OTHER_WARD)
    _key, crew = behind(own, cast)
    tries: dict[str, tuple[str, Callable[[Actor], object]]] = {
        "assign": (DESK, lambda actor: give.assign_rescues([code], actor, team=own.code)),
        "team": (f"{DESK} {UNIT}", lambda actor: give.keep_team(actor, name="x", unit=WARD, crew=1)),
        "other team": (
            f"{DESK} stranger",
            lambda actor: give.keep_team(actor, name="x", unit=OTHER_WARD, crew=1, code=other.code),
        ),
        "vehicle": (
            f"{DESK} {UNIT}",
            lambda actor: give.keep_vehicle(actor, name="x", unit=WARD, kind="boat", capacity=1),
        ),
        "shelter": (f"{DESK} {UNIT}", lambda actor: give.keep_shelter(actor, name="x", unit=WARD, places=1)),
        "key": (f"{DESK} {UNIT}", lambda actor: give.draw_team_key(own.code, actor)),
        "goods": (
            f"{DESK} {UNIT}",
            lambda actor: give.hand_out(actor, unit=WARD, goods="rice", amount=1, name="x", phone=PHONE),
        ),
        "position": ("", lambda actor: give.report_position(actor, lat=16.4, lon=107.6)),
        "state": ("", lambda actor: give.set_team_state(actor, state="free")),
        "phones": (f"{DESK} {UNIT}", lambda actor: give.reveal_people(again(code), actor)),
        "paper": (f"{DESK} {UNIT}", lambda actor: give.reveal_for_paper([again(code)], actor, unit="")),
        "sort": ("clock", give.sort_new_rescues),
        "score": ("clock", give.rescore_rescues),
    }
    actors = {who: getattr(cast, who) for who in (*PEOPLE, "clock")}
    for what, (may, act) in tries.items():
        assert {who for who, actor in actors.items() if _is_done(partial(act, actor))} == set(may.split()), what
    give.report_position(crew, lat=16.4, lon=107.6)
    for wrong in ({"lat": 99.0, "lon": 0.0}, {"lat": float("nan"), "lon": 0.0}):
        with pytest.raises(Invalid):
            give.report_position(crew, **wrong)


def test_pages_open_for_these_and_nobody_else(cast: Cast) -> None:
    call = called(cast.owner)
    ward, staff = f"{DESK} {UNIT}", f"{DESK} {UNIT} stranger"
    doors = {
        "/rescues/": f"{staff} leader",
        f"/rescues/{call.code}/": f"{ward} leader",
        f"/rescues/{call.code}/act/level/": f"{ward} leader",
        "/rescues/new/": DESK,
        "/rescues/texts/": DESK,
        "/rescues/registers/": staff,
        "/rescues/registers/team/": staff,
        "/rescues/relief/": staff,
        "/rescues/damages/": staff,
        "/rescues/print/": staff,
        f"/s/{call.secret}/": " ".join(PEOPLE),
        "/s/none/": "",
        "/team/none/": "",
        "/rescues/none/": "",
    }
    for door, may in doors.items():
        found = {who for who in PEOPLE if browser(cast, who).get(door).status_code == 200}
        assert found == set(may.split()), door
    for who in PEOPLE:
        page = browser(cast, who).get(f"/rescues/{call.code}/").content.decode()
        assert PHONE not in page, "phones are shown after a press, and logged"
        assert (call.secret in page) == (who in ward.split()), who
        pressed = browser(cast, who).post(f"/rescues/{call.code}/reach/")
        assert (PHONE in pressed.content.decode()) == (who in ward.split()), who
        paper = browser(cast, who).post("/rescues/print/list.pdf")
        assert (paper.status_code == 200) == (who in staff.split()), who
    looks = VaultAccess.objects.filter(about=call.ref).values_list("actor", flat=True)
    assert set(looks) == {getattr(cast, who).ref for who in ward.split()}
    assert not ask.printable(cast.stranger), "another ward's list holds nothing of this one"
    assert [one.code for one in ask.printable(cast.officer)] == [call.code]


def test_views_the_search_and_the_stream_tell_nobody_who_and_where(cast: Cast) -> None:
    call = called(cast.owner)
    give.sort_new_rescues(rule("rescue"))
    seal()
    catch_up()
    [row] = WorkRow.objects.filter(ref=call.ref)
    assert (row.unit, row.phase) == (WARD, "received"), "the wall and the figures know it without an edit"
    assert Trace.objects.filter(ref=call.ref).exists()
    assert Pin.objects.filter(ref=call.ref).exists()
    for who in PEOPLE:
        client = browser(cast, who)
        for door in ("/map/pins.geojson", "/open-data/cases.json", "/dashboard/", "/wall/", "/notices/", "/inbox/"):
            answer = client.get(door)
            body = str(b"".join(answer)) if answer.streaming else answer.content.decode()
            for private in (PHONE, "Trần Thị Thử", ADDRESS, call.secret, "16.4778"):
                assert private not in body, (who, door, private)
        found = client.post("/desk/find/", {"q": call.code}, headers={"accept": "application/json"})
        lines = json.loads(found.content)["found"] if found.status_code == 200 else []
        is_shown = any(line["code"] == call.code for line in lines)
        assert is_shown == (who in f"{DESK} {UNIT} leader".split()), who
        mine = client.get("/me/data.json")
        own = json.loads(mine.content).get("rescues", []) if mine.status_code == 200 else []
        assert ([one["number"] for one in own] == [call.code]) == (who == "owner"), who
    anybody = Client()
    for door in ("/open-data/cases.json?kind=rescue", "/statistics.json?kind=rescue"):
        assert anybody.get(door).status_code == 400, door
    assert [line.ref for line in ask.owed_lines(cast.officer, 9)] == [call.ref]
    assert ask.owed_lines(cast.stranger, 9) == []


def test_what_has_moved_on_is_refused_with_a_sentence(cast: Cast) -> None:
    call, boat = called(), team(cast)
    with pytest.raises(Conflict):
        give.override_priority(call.code, cast.operator, level="low", reason="x", version=9)
    with pytest.raises(Invalid):
        give.merge_rescues(call.code, cast.operator, into=call.code)
    with pytest.raises(NotFound):
        give.merge_rescues(call.code, cast.operator, into="26-0000-0000")
    with pytest.raises(Conflict):
        give.unmerge_rescue(call.code, cast.operator)
    with pytest.raises(Invalid):
        give.finish_rescue(call.code, cast.operator, outcome="not_found")
    with pytest.raises(Invalid):
        give.finish_rescue(call.code, cast.operator, outcome="eaten", note="x")
    with pytest.raises(NotFound):
        give.finish_rescue(call.code, cast.operator, outcome="safe", shelter="none")
    give.finish_rescue(call.code, cast.operator, outcome="handed_on", note="Bộ đội đã nhận")
    for late in (
        lambda: give.assign_rescues([call.code], cast.operator, team=boat.code),
        lambda: give.say_safe_of_call(call.code, family_of(call.code)),
        lambda: give.merge_rescues(called(phones=(), address="1 Ao Sen").code, cast.operator, into=call.code),
    ):
        with pytest.raises(Conflict):
            late()
    give.reopen_rescue(call.code, cast.operator, reason="Gọi lại")
    assert again(call).phase == "received"
