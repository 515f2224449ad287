"""A confidential directive is invisible at every door to everybody but its giver, the heads, and whom they name."""

import json
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from hueioc.directives import commands as give
from hueioc.directives.models import Directive
from hueioc.directives.queries import Wanted, board, counts, directive_view, owed_lines, timeline, visible_codes
from hueioc.directives.tests.people import FRIDAY, MONDAY, OTHER_HEAD, OTHER_LEADER, given, new
from hueioc.history.rules import row_of
from hueioc.indicators.models import WorkRow
from hueioc.journal.models import Fact
from hueioc.journal.queries import facts_after
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.lib.refusals import NotFound
from hueioc.live.feed import encode
from hueioc.live.rules import Wish, ears_of, hears
from hueioc.maps.models import Pin
from hueioc.mining.models import Trace
from hueioc.notices.models import Notice
from hueioc.notices.texts import sentence
from hueioc.opendata.models import PublicRow
from hueioc.people.rules import Actor
from hueioc.playbooks.clock import strike
from hueioc.playbooks.directives import PLAYBOOKS
from hueioc.portal.inbox.owed import other_work
from hueioc.workflow.events import Withheld
from hueioc.workflow.queries import catalogue
from tests.cast import OTHER_WARD, WARD, Cast


@dataclass(frozen=True)
class Two:
    """A confidential directive that has been through everything, and an open one beside it."""

    hidden: Directive
    shown: Directive


@pytest.fixture
def two(cast: Cast) -> Two:
    with clock.at(MONDAY):
        hidden = given(cast, title="Việc mật", is_confidential=True, supports={OTHER_WARD: "Phần của phường bạn"})
        shown = given(cast, title="Việc thường")
        give.accept_directive(hidden.code, cast.head)
        give.accept_directive(hidden.code, OTHER_HEAD)
        give.report_progress(hidden.code, cast.head, percent=40, text="Đang làm.")
        give.hand_down(hidden.code, cast.head, new(lead="dept-finance", title="Phần việc mật"))
        give.ask_extension(hidden.code, cast.head, reason="weather", until=FRIDAY + timedelta(days=7))
        give.grant_extension(hidden.code, cast.leader, until=FRIDAY + timedelta(days=7))
        give.propose_closing(hidden.code, cast.head, outcome="fulfilled", text="Xong.")
    with clock.at(MONDAY + timedelta(days=20)):
        strike(PLAYBOOKS)
        give.accept_closing(hidden.code, cast.leader)
    catch_up()
    return Two(hidden, shown)


def test_only_the_giver_the_heads_and_whom_they_name_see_it(cast: Cast, two: Two) -> None:
    code = two.hidden.code
    for actor in (cast.leader, cast.head, OTHER_HEAD):
        assert directive_view(code, actor).directive.code == code
        assert visible_codes(actor, [code]) == {code}
        assert len(timeline(two.hidden)) > 5
    strangers = [cast.officer, cast.stranger, cast.operator, cast.coordinator, cast.admin, cast.owner, cast.nobody]
    for actor in (*strangers, OTHER_LEADER, Actor(ref="account:AUDIT", roles=frozenset({("auditor", "")}))):
        with pytest.raises(NotFound):
            directive_view(code, actor)
        with pytest.raises(NotFound):
            give.remind_units(code, actor)
        assert visible_codes(actor, [code]) == set()
        for state in ("open", "late", "closed"):
            for wanted in (Wanted(state=state), Wanted(state=state, words="viec mat"), Wanted(state=state, words=code)):
                assert code not in {one.code for one in board(actor, wanted).directives}
        assert counts(actor, Wanted(words="viec mat"))["open"] == 0


def test_a_colleague_sees_it_once_the_head_gave_it_to_them(cast: Cast) -> None:
    # Who works for the ward is asked of today, so today it is given.
    day = next(catalogue().calendar.working_days_from(clock.today() + timedelta(days=9)))
    one = given(cast, is_confidential=True, due_on=day)
    assert owed_lines(cast.officer, 10) == []
    assert [line.title for line in owed_lines(cast.head, 10)] == [one.title]
    give.assign_directive(one.code, cast.head, assignee=cast.officer.ref)
    assert [line.title for group in other_work(cast.officer) for line in group.lines] == [one.title]
    give.ask_back(one.code, cast.head, text="Gồm những ai?")
    give.answer_question(one.code, cast.leader, text="Chỉ người được giao.", unit=WARD)
    assert give.accept_directive(one.code, cast.officer).phase == "in_work"
    catch_up()
    told = Notice.objects.filter(subject=one.ref)
    # By now the colleague is of the circle too; nobody else is, and nothing leaves by mail, message or push.
    assert set(told.values_list("recipient", flat=True)) == {cast.leader.ref, cast.head.ref, cast.officer.ref}
    assert set(told.values_list("channel", flat=True)) == {"app"}
    assert all(one.code in sentence(row) for row in told)


def test_no_view_knows_of_it(two: Two) -> None:
    hidden = {one.ref for one in Directive.objects.filter(is_confidential=True)}
    assert len(hidden) == 2
    for model, column in ((WorkRow, "ref"), (PublicRow, "ref"), (Trace, "ref"), (Pin, "ref")):
        known = set(model.objects.values_list(column, flat=True))
        assert known & hidden == set(), model
        if model is not Pin:
            assert two.shown.ref in known, model


def test_the_journal_keeps_only_what_it_withholds(cast: Cast, two: Two) -> None:
    rows = Fact.objects.filter(subject=two.hidden.ref)
    assert set(rows.values_list("kind", "visibility", "area")) == {("workflow.withheld", "restricted", "")}
    told = [fact for fact in facts_after(0, 1000) if fact.subject == two.hidden.ref]
    assert {fact.event.fact for fact in told if isinstance(fact.event, Withheld)} == {
        *("opened", "handed", "moved", "noted", "closed")
    }
    rows_of_files = [row_of(fact, ZoneInfo("UTC")) for fact in told]
    assert two.hidden.code not in str(rows_of_files)
    assert WARD not in str(rows_of_files)
    for actor in (cast.leader, cast.admin, cast.head, cast.officer, cast.nobody):
        ears = ears_of(actor, Wish(frozenset(), 0))
        assert not any(hears(ears, encode(fact)) for fact in told)


def test_no_page_counts_or_names_it(cast: Cast, two: Two) -> None:
    client = Client()
    # What units are told to do is no open data, confidential or not.
    for door in ("/statistics.json", "/open-data/cases.json", "/open-data/figures.csv"):
        assert client.get(door, {"kind": "directive"}).status_code == 400, door
    client.force_login(cast.accounts["leader"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/statistics.json", {"kind": "directive"}).json()["figures"]["received"]["value"] == 1
    for who in ("operator", "admin", "officer", "stranger", "leader"):
        client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
        found = client.post("/desk/find/", {"q": two.hidden.code})
        assert (found.status_code == 302) == (who == "leader"), who
        found = client.post("/desk/find/", {"q": two.shown.code}, headers={"accept": "application/json"})
        assert bool(found.json()["found"]) == (who != "stranger"), who
    for who in ("operator", "admin", "officer", "stranger"):
        client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
        for address in ("/directives/?state=closed", f"/directives/?q={two.hidden.code}", "/notices/", "/me/data.json"):
            page = client.get(address)
            assert page.status_code == 200, (who, address)
            # The searched words stand in the form, so the number is looked for in links only.
            assert f"/directives/{two.hidden.code}/" not in page.content.decode(), (who, address)
        assert client.get(f"/directives/{two.hidden.code}/").status_code == 404
        assert client.post(f"/directives/{two.hidden.code}/do/remind/").status_code == 404
    client.force_login(cast.accounts["head"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/directives/{two.hidden.code}/")
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")


def test_what_hangs_below_it_is_confidential_and_an_open_one_does_not_name_what_is(cast: Cast, two: Two) -> None:
    below = Directive.objects.get(above=two.hidden.code)
    assert (below.is_confidential, WARD) == (True, below.giver_unit)
    with clock.at(MONDAY):
        give.accept_directive(two.shown.code, cast.head)
        give.hand_down(two.shown.code, cast.head, new(lead=OTHER_WARD, is_confidential=True))
    verbs = [
        json.loads(data).get("verb")
        for data in Fact.objects.filter(subject=two.shown.ref).values_list("data", flat=True)
    ]
    assert "handed_down" not in verbs
    assert directive_view(two.shown.code, cast.operator).below == []
