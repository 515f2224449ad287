"""Two requests at once give one ballot: tried with real transactions on both databases."""

import threading
from typing import Any

import pytest
from django.db import connections

from hueioc.lib.refusals import Refusal
from hueioc.meetings import commands as give
from hueioc.meetings.models import Vote, Voter
from hueioc.meetings.tests.people import in_session, members
from tests.cast import Cast


@pytest.mark.django_db(transaction=True)
def test_of_two_ballots_at_once_one_counts(cast: Cast, settings: Any, tmp_path: Any) -> None:
    settings.SHARED = tmp_path
    code = in_session(cast).code
    give.put_vote(code, cast.officer, question="Thông qua?", options=["Có", "Không"], is_secret=True)
    give.open_vote(code, cast.leader, number=1)
    people = [actor for actor in members(cast) for _twice in range(2)]
    start, outcomes = threading.Barrier(len(people)), []

    def vote(actor: Any) -> None:
        start.wait()
        try:
            give.cast_ballot(code, actor, number=1, choice=0)
            outcomes.append("counted")
        except Refusal as refusal:
            outcomes.append(type(refusal).__name__)
        connections.close_all()

    threads = [threading.Thread(target=vote, args=[actor]) for actor in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["Conflict"] * 4 + ["counted"] * 4
    assert Voter.objects.filter(has_voted=True).count() == 4
    assert give.close_vote(code, cast.leader, number=1).result == [4, 0]
    assert not list((tmp_path / "ballots").glob("*"))
    assert Vote.objects.get().state == "closed"
