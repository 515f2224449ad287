"""Who sees a meeting and acts in it, at every door: hosts, invited, the unit that holds it, leaders, strangers."""

import json
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from hueioc.history.rules import row_of
from hueioc.indicators.models import WorkRow
from hueioc.journal.models import Fact
from hueioc.journal.queries import facts_after
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound, Refusal
from hueioc.live.feed import encode
from hueioc.live.rules import Wish, ears_of, hears
from hueioc.maps.models import Pin
from hueioc.meetings import commands as give
from hueioc.meetings import queries as ask
from hueioc.meetings.models import Invitee, Meeting, Paper, Point
from hueioc.meetings.tests.people import again, called, in_session, invited, members, new, seat, working_day
from hueioc.meetings.views.acts import DEEDS
from hueioc.mining.models import Trace
from hueioc.notices.models import Notice
from hueioc.notices.texts import sentence
from hueioc.opendata.models import PublicRow
from hueioc.people.rules import Actor
from hueioc.portal.conclusions import direct_conclusions
from tests.cast import OTHER_WARD, WARD, Cast
from tests.pictures import jpeg

PEOPLE = ("leader", "officer", "head", "stranger", "operator", "coordinator", "admin", "owner", "neighbour", "nobody")


def _browser(cast: Cast, who: str) -> Client:
    client = Client()
    if who != "nobody":
        client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def _held(cast: Cast, **changes: object) -> Meeting:
    """Held, with papers, a vote, conclusions and signed minutes."""
    code = in_session(cast, **changes).code
    give.add_papers(code, cast.officer, uploads=[give.Upload("tài liệu.jpg", jpeg())])
    give.put_vote(code, cast.officer, question="Thông qua?", options=["Có", "Không"], is_secret=True)
    give.open_vote(code, cast.leader, number=1)
    for actor in members(cast):
        give.cast_ballot(code, actor, number=1, choice=0)
    give.close_vote(code, cast.leader, number=1)
    give.conclude(code, cast.officer, text="Kết luận mật.", unit=WARD, due_on=working_day())
    give.write_minutes(code, cast.officer, text="Nội dung họp.")
    give.hand_in_minutes(code, cast.officer)
    give.check_minutes(code, cast.leader)
    give.sign_minutes(code, cast.leader, pdf=b"%PDF-signed")
    return again(code)


def _can(code: str, actor: Actor) -> frozenset[str]:
    try:
        return ask.meeting_view(code, actor).can
    except NotFound:
        return frozenset()


def test_who_may_give_each_act(cast: Cast) -> None:
    """Each act tried by everybody in three states; a new one must be entered here."""
    hosts, sits = {"leader", "officer"}, {"leader", "head", "stranger", "operator"}
    prepared = {"people", "agenda", "papers", "drop-paper", "drop-invitee"}
    expected = {
        "received": dict.fromkeys([*prepared, "invite", "put-vote", "extend", "withdraw"], hosts),
        "assigned": dict.fromkeys([*prepared, "begin", "put-vote", "extend", "withdraw", "here", "not-here"], hosts)
        | {"answer": {"head", "stranger", "operator", "officer"}},
        "in_work": dict.fromkeys(
            [*prepared, "here", "not-here", "put-vote", "open-vote", "close-vote", "call-off", "call", "end-speech"],
            hosts,
        )
        | dict.fromkeys(["conclude", "drop-conclusion", "write", "resolve"], hosts)
        | dict.fromkeys(["floor", "leave-floor"], sits),
        "resolved": {"check": {"leader"}, "object": {"leader"}},
    }
    # Everybody is here already; before the meeting it is too early, and both are tried elsewhere.
    expected["in_work"]["check-in"] = set()
    made = {"received": called(cast), "assigned": invited(cast), "in_work": in_session(cast)}
    for phase in ("received", "assigned", "in_work", "resolved"):
        code = made["in_work" if phase == "resolved" else phase].code
        if phase == "resolved":
            give.write_minutes(code, cast.officer, text="Nội dung.")
            give.hand_in_minutes(code, cast.officer)
        can = {who: _can(code, getattr(cast, who)) for who in PEOPLE}
        for deed, known in DEEDS.items():
            may = expected[phase].get(deed, set())
            assert {who for who in PEOPLE if known.verb in can[who]} == may, (phase, deed)
    assert set(DEEDS) - {"close"} == {deed for phase in expected.values() for deed in phase}


def test_commands_ask_for_themselves(cast: Cast) -> None:
    """Whoever finds no button finds no command either."""
    code = in_session(cast).code
    tries: list[Callable[[Actor], object]] = [
        lambda actor: give.set_agenda(code, actor, points=["x"]),
        lambda actor: give.invite(code, actor, guests=["x"]),
        lambda actor: give.check_in_by_hand(code, actor, invitee=seat(code, unit=WARD).pk),
        lambda actor: give.put_vote(code, actor, question="x", options=["a", "b"], is_secret=False),
        lambda actor: give.open_vote(code, actor, number=1),
        lambda actor: give.close_vote(code, actor, number=1),
        lambda actor: give.conclude(code, actor, text="x"),
        lambda actor: give.write_minutes(code, actor, text="x"),
        lambda actor: give.hand_in_minutes(code, actor),
        lambda actor: give.call_speaker(code, actor, speaker=1),
        lambda actor: give.add_papers(code, actor, uploads=[give.Upload("x", b"x")]),
        lambda actor: give.note_directive(code, actor, conclusion=1, directive="directive:x"),
        lambda actor: direct_conclusions(code, actor),
    ]
    for who in ("head", "stranger", "operator", "coordinator", "owner", "nobody"):
        for act in tries:
            with pytest.raises((NotAllowed, NotFound)), transaction.atomic():
                act(getattr(cast, who))
    for who in ("officer", "coordinator", "owner", "nobody"):
        with pytest.raises((NotAllowed, NotFound)):
            give.cast_ballot(code, getattr(cast, who), number=1, choice=0)
        with pytest.raises((NotAllowed, NotFound)):
            give.ask_floor(code, getattr(cast, who))
    # The secretary is no leader: conclusions become directives by a leader who is a host.
    give.conclude(code, cast.officer, text="Làm ngay.", unit=WARD, due_on=working_day())
    with pytest.raises(NotAllowed):
        direct_conclusions(code, cast.officer)
    assert direct_conclusions(code, cast.leader) == 1
    assert direct_conclusions(code, cast.leader) == 0


def test_an_open_meeting_is_known_and_its_papers_are_not(cast: Cast) -> None:
    meeting = _held(cast)
    paper = Paper.objects.get().pk
    doors = {f"/meetings/{meeting.code}/": "leader officer head stranger operator coordinator admin"}
    doors[f"/meetings/{meeting.code}/papers/{paper}/"] = "leader officer head stranger operator"
    doors[f"/meetings/{meeting.code}/minutes.pdf"] = "leader officer head stranger operator"
    doors[f"/meetings/{meeting.code}/door/"] = "leader officer"
    for door, may in doors.items():
        for who in PEOPLE:
            status = _browser(cast, who).get(door).status_code
            assert (status == 200) == (who in may.split()), (door, who, status)
    # Whoever only knows of it reads no names, no vote, no conclusion.
    page = _browser(cast, "coordinator").get(f"/meetings/{meeting.code}/").content.decode()
    assert "Thông qua?" not in page
    assert "Kết luận mật." not in page
    assert "tài liệu.jpg" not in page
    find = {"q": "ung pho mua lon"}
    for who in PEOPLE[:-1]:
        found = _browser(cast, who).post("/desk/find/", find, headers={"accept": "application/json"})
        codes = [line["code"] for line in found.json()["found"]] if found.status_code == 200 else []
        assert (meeting.code in codes) == (who not in ("owner", "neighbour")), who
    stranger = Actor(ref="account:ELSE", roles=frozenset({("officer", "hepco")}))
    with pytest.raises(NotFound):
        ask.meeting_view(meeting.code, stranger)
    assert ask.board(stranger, tab="all").total == 0
    assert ask.find_lines("mưa lớn", stranger, 5) == []


@pytest.fixture
def hidden(cast: Cast) -> Meeting:
    meeting = _held(cast, title="Họp mật nhân sự", is_confidential=True)
    invited(cast, title="Họp thường")
    catch_up()
    return meeting


def test_a_confidential_meeting_is_known_to_its_circle_only(cast: Cast, hidden: Meeting) -> None:
    code = hidden.code
    circle = ("leader", "officer", "head", "stranger", "operator")
    for who in circle:
        assert ask.meeting_view(code, getattr(cast, who)).meeting.code == code
    others = [cast.coordinator, cast.admin, cast.owner, cast.nobody, Actor("account:D", frozenset({("leader", "")}))]
    # A colleague of an invited ward who is neither its head nor comes for it.
    others.append(Actor("account:C", frozenset({("officer", OTHER_WARD)})))
    for actor in others:
        with pytest.raises(NotFound):
            ask.meeting_view(code, actor)
        with pytest.raises(NotFound):
            give.check_in(code, actor)
        assert code not in [one.code for one in ask.board(actor, tab="all").meetings]
        assert ask.board(actor, tab="all", words="mat nhan su").total == 0
        assert code not in [line.code for line in ask.find_lines("mật nhân sự", actor, 5)]
        assert ask.kept_of(actor) == []
        assert not any(line.ref == hidden.ref for line in ask.owed_lines(actor, 9))
    for who in ("coordinator", "admin", "owner", "nobody"):
        client = _browser(cast, who)
        for door in ("", "papers/1/", "minutes.pdf", "votes/1/", "door/", "do/answer/", f"here/{hidden.door}/"):
            answer = client.get(f"/meetings/{code}/{door}")
            assert answer.status_code in ((404, 302) if who == "nobody" else (404,)), (who, door)
        for address in ("/meetings/?tab=all", "/me/data.json", "/notices/"):
            page = client.get(address)
            assert f"/meetings/{code}/" not in page.content.decode(), (who, address)
    told = Notice.objects.filter(subject=hidden.ref)
    assert set(told.values_list("recipient", flat=True)) <= {getattr(cast, who).ref for who in circle}
    assert set(told.values_list("channel", flat=True)) == {"app"}
    assert cast.operator.ref in set(told.values_list("recipient", flat=True))
    assert all(sentence(one) for one in told)


def test_no_view_and_no_stream_knows_of_it(cast: Cast, hidden: Meeting) -> None:
    shown = Meeting.objects.get(is_confidential=False)
    for model in (WorkRow, PublicRow, Trace, Pin):
        known = set(model.objects.values_list("ref", flat=True))
        assert hidden.ref not in known, model
        if model is not Pin:
            assert shown.ref in known, model
    rows = Fact.objects.filter(subject=hidden.ref)
    assert set(rows.values_list("kind", "visibility", "area")) == {("workflow.withheld", "restricted", "")}
    told = [fact for fact in facts_after(0, 1000) if fact.subject == hidden.ref]
    assert hidden.code not in str([row_of(fact, ZoneInfo("UTC")) for fact in told])
    for who in PEOPLE:
        ears = ears_of(getattr(cast, who), Wish(frozenset(), 0))
        assert not any(hears(ears, encode(fact)) for fact in told)
    client = Client()
    for door in ("/statistics.json", "/open-data/cases.json", "/open-data/figures.csv"):
        assert client.get(door, {"kind": "meeting"}).status_code == 400, door
    leader = _browser(cast, "leader")
    assert leader.get("/statistics.json", {"kind": "meeting"}).json()["figures"]["received"]["value"] == 1
    mine = json.loads(_browser(cast, "head").get("/me/data.json").content)["meetings"]
    assert [one["meeting"] for one in mine if one["was_there"]] == [hidden.code]


def test_what_a_confidential_meeting_concludes_is_confidential(cast: Cast, hidden: Meeting) -> None:
    assert direct_conclusions(hidden.code, cast.leader) == 1
    page = _browser(cast, "head").get("/directives/?tab=owed").content.decode()
    assert "Kết luận mật." in page
    for who in ("officer", "coordinator", "operator"):
        assert "Kết luận mật." not in _browser(cast, who).get("/directives/?tab=all").content.decode(), who


def test_nobody_hears_of_a_draft_and_everybody_invited_of_the_meeting(cast: Cast) -> None:
    draft = called(cast)
    give.move_meeting(draft.code, cast.officer, starts_at=draft.starts_at, ends_at=draft.ends_at)
    gone = called(cast, title="Bản nháp bỏ")
    give.cancel_meeting(gone.code, cast.officer, reason="no_longer_needed")
    catch_up()
    assert not WorkRow.objects.exists()
    assert not Notice.objects.exists()
    assert set(Fact.objects.filter(subject__in=[draft.ref, gone.ref]).values_list("kind", flat=True)) == {
        "workflow.withheld"
    }
    give.send_invitations(draft.code, cast.officer)
    catch_up()
    [row] = WorkRow.objects.all()
    assert (row.ref, row.phase) == (draft.ref, "assigned")
    told = {(one.recipient, one.topic): sentence(one) for one in Notice.objects.all()}
    expected = {(cast.leader.ref, "received"), (cast.leader.ref, "accepted"), (cast.operator.ref, "accepted")}
    expected |= {(cast.head.ref, "offered"), (cast.stranger.ref, "offered")}
    assert expected - {(cast.leader.ref, "accepted")} <= set(told)
    assert draft.code in told[cast.operator.ref, "accepted"]
    give.cancel_meeting(draft.code, cast.officer, reason="emergency")
    catch_up()
    assert Notice.objects.filter(recipient=cast.operator.ref, topic="closed").exists()
    assert WorkRow.objects.get().phase == "closed"


def test_invitations_are_answered_by_whom_they_reach(cast: Cast) -> None:
    code = invited(cast).code
    ward, other = seat(code, unit=WARD), seat(code, unit=OTHER_WARD)
    with pytest.raises(NotAllowed):
        give.answer_invitation(code, cast.stranger, answer="comes", invitee=ward.pk)
    with pytest.raises(Invalid):
        give.answer_invitation(code, cast.stranger, answer="declines")
    with pytest.raises(Invalid):
        give.answer_invitation(code, cast.stranger, answer="substitute", delegate=cast.head.ref)
    give.answer_invitation(code, cast.stranger, answer="declines", note="Trùng lịch tiếp dân.")
    give.answer_invitation(code, cast.head, answer="substitute", delegate=cast.officer.ref)
    give.answer_invitation(code, cast.operator, answer="substitute", delegate=cast.coordinator.ref)
    assert (seat(code, pk=ward.pk).person, seat(code, pk=other.pk).answer) == (cast.officer.ref, "declines")
    with pytest.raises(Conflict):
        give.check_in(code, cast.coordinator)
    with clock.at(again(code).starts_at - timedelta(minutes=90)):
        _came_instead(cast, code, other)
    with clock.at(clock.now() + timedelta(minutes=1)):
        begin = clock.now() + timedelta(days=2)
        give.move_meeting(code, cast.officer, starts_at=begin, ends_at=begin + timedelta(hours=1))
    assert set(Invitee.objects.filter(meeting__code=code).values_list("answer", flat=True)) == {"comes", ""}


def _came_instead(cast: Cast, code: str, other: Invitee) -> None:
    """Who comes for somebody sits in their place, and whoever sent them does not."""
    assert "check_in" in _can(code, cast.coordinator)
    give.check_in(code, cast.coordinator)
    give.check_in(code, cast.officer)
    for actor in (cast.operator, cast.head):
        with pytest.raises(NotAllowed):
            give.check_in(code, actor)
    with pytest.raises(Conflict):
        give.check_in_by_hand(code, cast.officer, invitee=other.pk)
    with pytest.raises(Conflict):
        give.check_in(code, cast.coordinator, door="of another meeting")


def test_hostile_input_is_refused_with_a_sentence(cast: Cast) -> None:
    past = clock.now() - timedelta(days=2)
    for wrong in (
        {"title": " "},
        {"kind": "drainage"},
        {"chair": "account:NOBODY"},
        {"chair": cast.owner.ref},
        {"unit": OTHER_WARD},
        {"starts_at": past},
        {"ends_at": past},
        {"points": ["x"] * 61},
        {"about": "\x00"},
    ):
        with pytest.raises(Invalid):
            give.call_meeting(new(cast, **wrong), cast.officer)
    for who in ("owner", "nobody", "operator"):
        with pytest.raises(NotAllowed):
            give.call_meeting(new(cast), getattr(cast, who))
    one = give.call_meeting(new(cast, key="k"), cast.officer)
    assert give.call_meeting(new(cast, key="k"), cast.officer).code == one.code
    assert Point.objects.count() == 2
    with pytest.raises(Invalid):
        give.add_papers(one.code, cast.officer, uploads=[give.Upload("x.pdf", b"%PDF-broken")])
    with pytest.raises(Refusal):
        give.send_invitations(one.code, cast.officer)
    client = _browser(cast, "officer")
    for path in ("do/none/", "papers/99/", "votes/9/"):
        assert client.get(f"/meetings/{one.code}/{path}").status_code in (403, 404), path
    upload = SimpleUploadedFile("x.exe", b"MZ")
    assert client.post(f"/meetings/{one.code}/do/papers/", {"documents": upload}).status_code == 400
    assert client.get("/m/%00/").status_code == 404
