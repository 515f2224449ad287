"""Who may do what with a return, at every door: owner (the ward), officer (its collector), stranger (another ward)."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from hueioc.journal.models import Fact
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, NotAllowed, NotFound
from hueioc.live.feed import read_lines
from hueioc.live.rules import Wish, ears_of, hears
from hueioc.people.commands import grant_role, open_account
from hueioc.people.rules import ANYONE, Actor, rule
from hueioc.questions.tests.people import actor, browser
from hueioc.returns import commands as give
from hueioc.returns import queries
from hueioc.returns.models import Return
from hueioc.returns.rules.merging import Change
from hueioc.returns.tests.people import COLLECTOR, FILLED, FORM, given, opened, typed
from tests.cast import OTHER_WARD, WARD, Cast

WHO = ("owner", "officer", "stranger", "leader", "visitor")


def _people(cast: Cast) -> dict[str, Any]:
    clerk = open_account(origin="test", display_name="clerk")
    grant_role(clerk, "officer", unit=COLLECTOR, actor=rule("test"))
    Authenticator.objects.create(user=clerk, type=Authenticator.Type.TOTP, data={})
    accounts = cast.accounts
    return {
        "owner": accounts["officer"],
        "officer": clerk,
        "stranger": accounts["stranger"],
        "leader": accounts["leader"],
        "visitor": None,
    }


# Who is answered at each door: everybody else is told 403 or 404 (a visitor is led to nothing either).
DOORS = {
    "/returns/": "owner officer stranger leader",
    "/returns/collect/": "owner officer stranger leader",
    "/returns/units/": "owner officer stranger leader",
    f"/returns/collect/{FORM}/{{period}}/": "officer leader",
    f"/returns/collect/{FORM}/{{period}}/?part=1": "officer leader",
    f"/returns/collect/{FORM}/{{period}}/xlsx/": "officer leader",
    "/returns/figures/": "owner officer stranger leader visitor",
    "/returns/figures.csv": "owner officer stranger leader visitor",
    "/returns/figures.json": "owner officer stranger leader visitor",
    f"/returns/figures/{FORM}/births/": "owner officer stranger leader visitor",
    f"/returns/figures/{FORM}/third_child/": "owner officer stranger leader",
    f"/returns/figures/{FORM}/girls/": "",
    "/returns/{0}/": "owner officer leader",
    "/returns/{0}/fill/": "owner",
    "/returns/{0}/xlsx/": "owner officer leader",
    "/returns/{0}/import/": "owner",
    "/returns/{0}/do/object/": "officer",
}


def test_every_page_is_for_whom_it_is(cast: Cast) -> None:
    people = _people(cast)
    one = given(opened(WARD), actor(people["owner"]))
    browsers = {who: browser(people[who]) for who in WHO}
    for path, may in DOORS.items():
        for who in WHO:
            answer = browsers[who].get(path.format(one.code, period=one.period))
            is_answered = answer.status_code == 200 or answer.headers.get("Location") == "/returns/collect/"
            assert is_answered == (who in may.split()), (path, who, answer.status_code)


def test_nothing_of_a_return_is_read_elsewhere_by_whoever_may_not(cast: Cast) -> None:
    people = _people(cast)
    one = opened(WARD)
    typed(one, actor(people["owner"]), {"births": "7654321", "girls": "?1.5"})
    catch_up()
    doors = {
        "page": f"/returns/{one.code}/",
        "list": "/returns/?tab=owed",
        "export": "/open-data/cases.json?kind=return",
        "figures": "/statistics.json?kind=return",
        "of returns": "/returns/figures.csv",
        "find": "/find/?q=bien+dong+dan+so",
        "api": "/api/v1/reports",
        "map": "/map/",
        "mining": "/mining/?period=all",
        "wall": "/wall/",
        "me": "/me/data.json",
        "inbox": "/inbox/",
    }
    seen: dict[str, set[str]] = {}
    for who in WHO:
        client = browser(people[who])
        for door, path in doors.items():
            answer = client.get(path)
            text = (b"".join(answer) if answer.streaming else answer.content).decode()
            assert "7654321" not in text.replace(path, ""), f"a draft is read where it is filled in, not at {door}"
            if answer.status_code == 200 and one.code in text:
                seen.setdefault(door, set()).add(who)
    assert seen == {"page": {"owner", "officer", "leader"}, "list": {"owner"}, "inbox": {"owner"}, "me": {"owner"}}
    facts = Fact.objects.filter(subject=one.ref)
    assert set(facts.values_list("visibility", flat=True)) == {"internal"}
    assert not any("7654321" in data for data in facts.values_list("data", flat=True))


def test_no_address_that_writes_takes_anything_from_whoever_may_not(cast: Cast) -> None:
    people = _people(cast)
    one = opened(WARD)
    writes = {
        "draft/": ("owner", {"f_births": "1", "b_births": ""}),
        "fill/": ("owner", {"do": "save"}),
        "import/": ("owner", {}),
        "do/remind/": ("officer", {}),
        "do/withdraw/": ("officer", {"reason": "duplicate"}),
    }
    for path, (may, sent) in writes.items():
        for who in WHO:
            status = browser(people[who]).post(f"/returns/{one.code}/{path}", sent).status_code
            assert (status in {200, 302, 400}) == (who == may), (path, who, status)
            assert browser(people[who]).get(f"/returns/{one.code}/do/agree/").status_code in {403, 404}


def test_the_live_stream_tells_a_return_to_its_unit_its_collector_and_the_city_only(cast: Cast) -> None:
    people = _people(cast)
    one = given(opened(WARD), actor(people["owner"]))
    give.accept_return(one.code, actor(people["officer"]))
    catch_up()
    lines = [line for line in read_lines(0) if one.code.encode() in line.encoded]
    heard: dict[str, set[str]] = {}
    for who in WHO:
        ears = ears_of(actor(people[who]) if people[who] else ANYONE, Wish(frozenset(), None))
        heard[who] = {line.kind for line in lines if hears(ears, line)}
    everything = {"return.opened", "return.handed", "return.moved", "return.closed", "return.figure"}
    assert heard["owner"] == heard["leader"] == everything
    assert "return.moved" in heard["officer"]
    assert heard["stranger"] == heard["visitor"] == {"return.figure"}, "what is published, and nothing before"
    public = [line.encoded for line in lines if line.visibility == "public"]
    assert not any(b"third_child" in body or b"girls" in body for body in public)


def _refused(act: Any, *kinds: type[Exception]) -> bool:
    try:
        act()
    except kinds:
        return True
    return False


def test_every_command_is_for_whom_it_is(cast: Cast) -> None:
    people = _people(cast)
    actors: dict[str, Actor] = {who: actor(one) if one else ANYONE for who, one in people.items()}
    one = opened(WARD)
    first: dict[str, Any] = {
        "save_draft": ("owner", lambda who: give.save_draft(one.code, who, changes={"births": Change("1", "")})),
        "remind_unit": ("officer", lambda who: give.remind_unit(one.code, who)),
        "withdraw_return": ("officer", lambda who: give.withdraw_return(one.code, who, reason="duplicate")),
    }
    later: dict[str, Any] = {
        "correct_return": ("owner", lambda who: give.correct_return(one.code, who, reason="typing_error")),
        "give_back_return": ("officer", lambda who: give.give_back_return(one.code, who, reason="wrong_period")),
        "accept_return": ("officer", lambda who: give.accept_return(one.code, who)),
    }
    for name, (may, act) in first.items():
        for who in WHO:
            if who != may:
                assert _refused(lambda act=act, who=who: act(actors[who]), NotAllowed, NotFound), (name, who)
    for who in WHO:
        if who != "owner":
            assert _refused(lambda who=who: give.give_return(one.code, actors[who]), NotAllowed, NotFound), who
        for clock_only in (give.settle_return, give.tell_reminder):
            assert _refused(lambda who=who, act=clock_only: act(one.code, actors[who]), NotAllowed), who
        assert _refused(lambda who=who: give.open_returns(FORM, one.period, actors[who]), NotAllowed), who
    given(one, actors["owner"])
    for name, (may, act) in later.items():
        for who in WHO:
            if who != may:
                assert _refused(lambda act=act, who=who: act(actors[who]), NotAllowed, NotFound), (name, who)
    give.give_back_return(one.code, actors["officer"], reason="wrong_period")
    with pytest.raises(Conflict):
        give.accept_return(one.code, actors["officer"])
    give.give_return(one.code, actors["owner"], remark="Đã sửa.")
    give.accept_return(one.code, actors["officer"])
    assert Return.objects.get(pk=one.pk).phase == "closed"
    assert queries.visible_codes(actors["stranger"], [one.code]) == set()
    assert queries.visible_codes(actors["officer"], [one.code]) == {one.code}


def test_what_is_not_owed_after_all_is_neither_corrected_nor_counted(cast: Cast) -> None:
    people = _people(cast)
    ward, clerk = actor(people["owner"]), actor(people["officer"])
    one = given(opened(WARD), ward)
    give.give_back_return(one.code, clerk, reason="incomplete", note="Thiếu số sinh.")
    give.withdraw_return(one.code, clerk, reason="duplicate")
    assert "correct" not in queries.return_view(one.code, ward).can
    with pytest.raises(Conflict):
        give.correct_return(one.code, ward, reason="typing_error")
    with pytest.raises(Conflict):
        give.save_draft(one.code, ward, changes={"births": Change("1", "21")})
    assert WARD not in {line.unit for line in queries.gathered(FORM, one.period, clerk).units}


def test_staff_find_returns_they_may_see_by_number_and_by_name(cast: Cast) -> None:
    people = _people(cast)
    one = opened(WARD)
    found = {who: [line.code for line in queries.find_lines("dan so", actor(people[who]), 50)] for who in WHO[:4]}
    assert [one.code] == found["owner"]
    assert (len(found["stranger"]), len(found["officer"]), len(found["leader"])) == (1, 40, 40)
    assert one.code not in found["stranger"]
    assert queries.find_lines(one.code, ANYONE, 5) == []
    assert [line.code for line in queries.find_lines(one.code, actor(people["officer"]), 5)] == [one.code]


def test_the_inbox_of_the_collector_holds_what_waits_for_it(cast: Cast) -> None:
    people = _people(cast)
    one = given(opened(WARD), actor(people["owner"]), FILLED)
    lines = {who: [line.ref for line in queries.owed_lines(actor(people[who]), 100)] for who in WHO[:3]}
    assert one.ref not in lines["owner"]
    assert one.ref in lines["officer"]
    assert lines["stranger"] == [Return.objects.get(form=FORM, unit=OTHER_WARD).ref]


def test_a_collector_accepts_and_reminds_all_at_once_and_nobody_else_does(cast: Cast) -> None:
    people = _people(cast)
    one = given(opened(WARD), actor(people["owner"]))
    for who in WHO:
        for act in ("accept", "remind", "forget"):
            answer = browser(people[who]).post(f"/returns/collect/{FORM}/{one.period}/all/{act}/")
            assert (answer.status_code == 302) == (who == "officer" and act != "forget"), (who, act)
    rows = Return.objects.filter(form=FORM, period=one.period)
    assert rows.get(unit=WARD).phase == "closed"
    assert rows.filter(reminded_at=None).count() == 1, "all but the one that was handed in"


def test_no_script_is_needed_to_fill_in_and_give(cast: Cast) -> None:
    client: Client = browser(cast.accounts["officer"])
    one = opened(WARD)
    typed_in = {f"f_{code}": value for code, value in FILLED.items()} | {f"b_{code}": "" for code in FILLED}
    typed_in["f_population"] = "20.112"
    page = client.post(f"/returns/{one.code}/fill/", {**typed_in, "do": "save"}, follow=True)
    assert page.status_code == 200
    one.refresh_from_db()
    assert one.draft["population"][0] == "20112", "the thousands of Vietnamese are understood"
    clash = client.post(f"/returns/{one.code}/fill/", {"f_births": "99", "b_births": "", "do": "give"})
    assert clash.status_code == 409, "what a colleague typed meanwhile is not overwritten"
    pasted = "Số sinh trong kỳ\t22\nSố chết\tmười\n"
    answer = client.post(f"/returns/{one.code}/fill/", {"do": "paste", "pasted": pasted, "b_births": "21"})
    assert answer.status_code in (400, 409)
    assert client.post(f"/returns/{one.code}/fill/", {"do": "give", "remark": "Ổn"}).status_code == 302
    one.refresh_from_db()
    assert (one.phase, one.edition, one.values["natural"]) == ("resolved", 1, "9")


def test_a_correction_is_given_on_the_same_page_with_its_reason(cast: Cast) -> None:
    client: Client = browser(cast.accounts["officer"])
    one = given(opened(WARD), actor(cast.accounts["officer"]))
    page = f"/returns/{one.code}/fill/"
    typed_in = {"f_births": "22", "b_births": "21", "do": "give", "remark": "Ổn"}
    assert client.post(page, typed_in).status_code == 400, "why is it corrected?"
    assert client.post(page, {**typed_in, "b_births": "22", "reason": "late_data"}).status_code == 302
    one.refresh_from_db()
    assert (one.edition, one.values["births"], one.values["natural"], one.phase) == (2, "22", "10", "resolved")
    history = client.get(f"/returns/{one.code}/").content.decode()
    for words in ("<del", ">21<", ">22<", "Có số liệu bổ sung"):
        assert words in history


def test_silence_of_the_collector_accepts_and_lateness_is_reminded_along_the_ladder(cast: Cast) -> None:
    one = opened(WARD)
    late = Return.objects.get(form=FORM, period=one.period, unit=OTHER_WARD)
    given(one, actor(cast.accounts["officer"]))
    one.refresh_from_db()
    assert one.settle_at is not None
    assert late.due_at is not None
    with clock.at(max(one.settle_at, late.due_at) + timedelta(days=20)):
        assert one.code in queries.returns_to_settle(clock.now())
        assert late.code in queries.returns_to_remind(clock.now())
        give.settle_return(one.code, rule("test"))
        give.tell_reminder(late.code, rule("test"))
        assert late.code not in queries.returns_to_remind(clock.now()), "the ladder has ended"
    noted = Fact.objects.get(subject=late.ref, kind="return.noted")
    assert ('"late"' in noted.data, '"reminded"' in noted.data) == (True, True)
    one.refresh_from_db()
    assert (one.phase, one.accepted["births"]) == ("closed", "21")


def test_the_door_of_saving_says_what_is_computed_and_what_is_wrong(cast: Cast) -> None:
    client: Client = browser(cast.accounts["officer"])
    one = opened(WARD)
    sent = {"f_births": "3", "b_births": "", "f_deaths": "5", "b_deaths": "", "f_girls": "9", "b_girls": ""}
    state = client.post(f"/returns/{one.code}/draft/", sent).json()
    assert state["lines"]["natural"]["value"] == "-2"
    assert state["lines"]["girls"]["faults"], "more girls than births"
    state = client.post(f"/returns/{one.code}/draft/", {"f_births": "4", "b_births": "2"}).json()
    assert [one["standing"] for one in state["clashes"]] == ["3"]
    state = client.post(f"/returns/{one.code}/draft/", {"f_births": "1.5", "b_births": "3"}).json()
    assert state["lines"]["births"]["base"] == "?1.5", "what cannot be read is kept as it was typed, and never taken"
    assert client.post(f"/returns/{one.code}/draft/", {"f_natural": "1", "b_natural": ""}).status_code == 200
    one.refresh_from_db()
    assert "natural" not in one.draft, "nobody types what is computed"
