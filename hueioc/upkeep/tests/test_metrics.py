"""The figures of a moment: lag in facts and seconds, stopped followers, what waits, and a database that is away."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError

from hueioc.cases.commands import open_case
from hueioc.journal.models import Position
from hueioc.journal.queries import progress
from hueioc.journal.runner import catch_up
from hueioc.lib import clock
from hueioc.upkeep.metrics import metrics
from hueioc.upkeep.queries import database as database_module
from tests.cast import Cast, report


def figures() -> dict[str, float]:
    lines = [line for line in metrics().decode().splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_facts_without_a_place_and_unread_facts_are_counted_with_their_age(cast: Cast) -> None:
    open_case(report(), cast.owner)
    catch_up()
    with clock.at(clock.now() - timedelta(minutes=10)):
        open_case(report(), cast.owner)
    found = figures()
    assert found["hueioc_journal_unsealed"] == 1
    assert not found['hueioc_follower_lag_facts{follower="maps.pins"}']
    Position.objects.filter(follower="maps.pins").update(failures=3, error="KeyError", seq=0)
    position = Position.objects.get(follower="maps.pins")
    catch_up_all_but(position)
    found = figures()
    assert found["hueioc_journal_unsealed"] == 0
    assert found["hueioc_journal_oldest_unsealed_seconds"] == 0
    assert found['hueioc_follower_stopped{follower="maps.pins"}'] == 1
    assert found['hueioc_follower_stopped{follower="notices"}'] == 0
    assert found['hueioc_follower_lag_facts{follower="maps.pins"}'] >= 1
    assert found['hueioc_follower_lag_seconds{follower="notices"}'] == 0


def catch_up_all_but(stopped: Position) -> None:
    """Let everybody read, then put one back as it was."""
    catch_up()
    Position.objects.filter(follower=stopped.follower).update(
        seq=stopped.seq, failures=stopped.failures, error=stopped.error
    )


def test_a_lag_beyond_the_window_counts_places(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(6):
        open_case(report(), cast.owner)
    catch_up()
    Position.objects.filter(follower="maps.pins").update(seq=0)
    [exact] = [one for one in progress().followers if one.name == "maps.pins"]
    monkeypatch.setattr("hueioc.journal.progress.WINDOW", 2)
    [rough] = [one for one in progress().followers if one.name == "maps.pins"]
    assert exact.lag >= 6
    assert rough.lag >= exact.lag
    assert rough.waiting_since is not None


def test_a_database_that_is_away_is_told_and_its_figures_are_left_out(db: None, monkeypatch: Any) -> None:
    def away(query: str) -> list[tuple[Any, ...]]:
        raise OperationalError("gone")

    monkeypatch.setattr(database_module, "_ask", away)
    monkeypatch.setattr(database_module.connection, "close", lambda: None)
    found = figures()
    assert found["hueioc_database_up"] == 0
    assert "hueioc_intake_waiting" in found
    assert not [name for name in found if name.startswith("hueioc_journal")]
