"""A secret ballot cannot be linked to who gave it: each attack of ADR 0095 is tried here."""

import json
import logging
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from hueioc.config.backups import KEPT
from hueioc.journal.models import Fact
from hueioc.journal.runner import catch_up
from hueioc.lib.refusals import Conflict, NotAllowed
from hueioc.meetings import commands as give
from hueioc.meetings.commands import box
from hueioc.meetings.models import Ballot, Vote, Voter
from hueioc.meetings.queries import kept_of, meeting_view
from hueioc.meetings.queries.reading import is_vote_open
from hueioc.meetings.tests.people import in_session, invited, members
from hueioc.people.rules import Actor
from tests.cast import Cast

Rows = list[dict[str, Any]]


def _snapshot() -> dict[str, Rows]:
    """Everything a thief of the database reads of votes: every row of every table of the room and of the journal."""
    tables = [name for name in connection.introspection.table_names() if name.startswith(("meetings_", "journal_fact"))]
    with connection.cursor() as cursor:
        found: dict[str, Rows] = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            found[table] = [dict(zip(names, map(_plain, row), strict=True)) for row in cursor]
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _difference(before: dict[str, Rows], after: dict[str, Rows]) -> dict[str, set[str]]:
    """By table the columns whose values differ between two copies."""
    found: dict[str, set[str]] = {}
    for table, rows in after.items():
        old = {row["id"]: row for row in before[table]}
        for row in rows:
            for name, value in row.items():
                if row["id"] not in old or old[row["id"]][name] != value:
                    found.setdefault(table, set()).add(name)
    return found


def _opened(cast: Cast, *, is_secret: bool = True) -> str:
    code = in_session(cast).code
    give.put_vote(code, cast.officer, question="Thông qua?", options=["Có", "Không"], is_secret=is_secret)
    give.open_vote(code, cast.leader, number=1)
    return code


def _keys() -> list[Any]:
    return list((settings.SHARED / "ballots").glob("*"))


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Any) -> None:
    settings.SHARED = tmp_path


def test_two_copies_of_the_database_differ_in_the_same_way_for_every_choice(cast: Cast) -> None:
    code = _opened(cast)
    shapes = []
    for actor, choice in zip(members(cast), (0, 1, 1, 0), strict=True):
        before = _snapshot()
        give.cast_ballot(code, actor, number=1, choice=choice)
        after = _snapshot()
        shapes.append(_difference(before, after))
        [vote] = after["meetings_vote"]
        assert len(vote["box"]) == len(before["meetings_vote"][0]["box"])
        assert Vote.objects.get().result == []
    assert all(shape == shapes[0] for shape in shapes)
    # Who voted is known, that the box was sealed anew, and a fact that is the same for everybody.
    assert {table: shapes[0][table] for table in ("meetings_vote", "meetings_voter")} == {
        "meetings_vote": {"box"},
        "meetings_voter": {"has_voted"},
    }
    assert set(shapes[0]) == {"meetings_vote", "meetings_voter", "journal_fact"}
    assert not Ballot.objects.exists()


def test_a_copy_of_the_database_opens_no_box_once_the_vote_is_closed(cast: Cast) -> None:
    code = _opened(cast)
    copies = []
    for actor in members(cast):
        give.cast_ballot(code, actor, number=1, choice=1)
        copies.append(bytes(Vote.objects.get().box))
    [key] = _keys()
    assert key.stat().st_mode & 0o077 == 0
    assert [path for pattern in KEPT for path in settings.SHARED.rglob(pattern)] == [], "no backup takes it"
    # While it is open the house itself can count: that is what the key is for.
    assert [box.opened(f"{code}-1", copy) for copy in copies] == [[0, n] for n in (1, 2, 3, 4)]
    assert len({len(copy) for copy in copies}) == 1
    give.close_vote(code, cast.leader, number=1)
    _committed()
    assert (Vote.objects.get().result, bytes(Vote.objects.get().box)) == ([0, 4], b"")
    assert _keys() == []
    for copy in copies:
        with pytest.raises(box.BoxLost):
            box.opened(f"{code}-1", copy)
        box.make_key(f"{code}-1")
        with pytest.raises(box.BoxLost):
            box.opened(f"{code}-1", copy)
        box.destroy_key(f"{code}-1")


def test_a_key_that_a_dead_process_left_is_swept(cast: Cast) -> None:
    code = _opened(cast)
    box.make_key("26-DEAD-VOTE-1")
    assert box.sweep_keys(is_vote_open) == 0
    assert box.sweep_keys(is_vote_open, older_than_s=0) == 1
    assert [key.stem for key in _keys()] == [f"{code}-1"]


def _committed() -> None:
    """Run what waits for the end of the test's own transaction."""
    for waiting in list(connection.run_on_commit):
        waiting[1]()
    connection.run_on_commit.clear()


def test_the_journal_names_the_box_and_no_choice_whatever_the_order(cast: Cast) -> None:
    code = _opened(cast)
    for actor, choice in zip(members(cast), (1, 0, 0, 1), strict=True):
        give.cast_ballot(code, actor, number=1, choice=choice)
    give.close_vote(code, cast.leader, number=1)
    facts = [one for one in Fact.objects.filter(kind="meeting.noted") if json.loads(one.data)["verb"] == "ballot_cast"]
    assert {one.actor for one in facts} == {"rule:ballot-box"}
    # Apart from their instants the facts of all ballots are equal: no order of them can say anything.
    assert len({(one.kind, one.subject, one.actor, one.data, one.visibility) for one in facts}) == 1
    catch_up()
    # Rows of who may vote are made together at the opening, in the order of their names, and hold no time.
    assert list(Voter.objects.order_by("id").values_list("person", flat=True)) == sorted(a.ref for a in members(cast))
    assert {field.name for field in Voter._meta.concrete_fields} == {"id", "vote", "person", "has_voted"}
    for actor in members(cast):
        assert {name for one in kept_of(actor) for name in one} == {"meeting", "title", "answer", "note", "was_there"}


def test_no_page_tells_anything_before_the_end_and_answers_alike(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    code = _opened(cast)
    answers = []
    with caplog.at_level(logging.DEBUG):
        for who, choice in (("leader", "0"), ("operator", "1")):
            client = Client()
            client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
            answer = client.post(f"/meetings/{code}/votes/1/", {"choice": choice})
            answers.append((answer.status_code, answer["Location"], len(answer.content), sorted(answer.cookies)))
            again = client.post(f"/meetings/{code}/votes/1/", {"choice": "0"})
            assert again.status_code == 409
            page = client.get(f"/meetings/{code}/").content.decode()
            assert '<dl class="tally">' not in page
            assert "checked" not in client.get(f"/meetings/{code}/votes/1/").content.decode()
    assert answers[0] == answers[1]
    assert "choice" not in caplog.text
    view = meeting_view(code, cast.leader)
    assert (view.votes[0].given, view.votes[0].lines) == (2, [])
    give.close_vote(code, cast.leader, number=1)
    # Two ballots would tell who voted how: nothing is said.
    assert (Vote.objects.get().result, Vote.objects.get().given) == ([], 2)


def test_nobody_votes_twice_nor_who_was_not_here_at_the_opening(cast: Cast) -> None:
    code = invited(cast).code
    give.begin_meeting(code, cast.leader)
    give.put_vote(code, cast.officer, question="Thông qua?", options=["Có", "Không"], is_secret=True)
    give.check_in(code, cast.leader)
    give.check_in(code, cast.operator)
    with pytest.raises(Conflict, match="2"):
        give.open_vote(code, cast.leader, number=1)
    give.check_in(code, cast.stranger)
    give.open_vote(code, cast.leader, number=1)
    give.check_in(code, cast.head)
    with pytest.raises(NotAllowed):
        give.cast_ballot(code, cast.head, number=1, choice=0)
    with pytest.raises(NotAllowed):
        give.cast_ballot(code, cast.officer, number=1, choice=0)
    give.cast_ballot(code, cast.stranger, number=1, choice=0)
    for again in (0, 1):
        with pytest.raises(Conflict):
            give.cast_ballot(code, cast.stranger, number=1, choice=again)
    give.close_vote(code, cast.leader, number=1)
    for act in (give.close_vote, give.open_vote):
        with pytest.raises(Conflict):
            act(code, cast.leader, number=1)
    with pytest.raises(Conflict):
        give.cast_ballot(code, cast.operator, number=1, choice=0)


def test_a_lost_or_replaced_box_counts_nothing(cast: Cast) -> None:
    code = _opened(cast)
    give.cast_ballot(code, cast.leader, number=1, choice=0)
    old = bytes(Vote.objects.get().box)
    for actor in members(cast)[1:]:
        give.cast_ballot(code, actor, number=1, choice=1)
    Vote.objects.update(box=old)
    assert give.close_vote(code, cast.leader, number=1).state == "void"
    assert Vote.objects.get().result == []


def test_an_open_vote_names_everybody_once_it_is_closed(cast: Cast) -> None:
    code = _opened(cast, is_secret=False)
    for actor, choice in zip(members(cast), (0, 0, 1, 0), strict=True):
        give.cast_ballot(code, actor, number=1, choice=choice)
        assert meeting_view(code, cast.leader).votes[0].lines == []
    give.close_vote(code, cast.leader, number=1)
    lines = meeting_view(code, cast.head).votes[0].lines
    assert [(words, count) for words, count, _names in lines] == [("Có", 3), ("Không", 1)]
    assert lines[1][2] == ["head"]
    assert meeting_view(code, Actor(ref="account:X", roles=frozenset({("leader", "")}))).votes == []
