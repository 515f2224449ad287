"""Followers leave room for whoever waits at a door."""

import pytest

from hueioc.journal import pace
from hueioc.journal.pace import BATCH, Pace
from hueioc.lib import together


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    taken: list[float] = []
    monkeypatch.setattr("time.sleep", taken.append)
    return taken


def wait_at_the_door(monkeypatch: pytest.MonkeyPatch, *, is_there: bool) -> None:
    for module in (pace, together):
        monkeypatch.setattr(module, "is_pressed", lambda: is_there)


def rounds(own: Pace, many: int, a_fact_s: float) -> list[int]:
    """The batches of some rounds in which every fact takes so long."""
    sizes = []
    for _ in range(many):
        sizes.append(own.batch())
        own.rest(sizes[-1] * a_fact_s, sizes[-1])
    return sizes


def test_while_nobody_waits_batches_are_large_and_follow_one_another(
    monkeypatch: pytest.MonkeyPatch, rests: list[float]
) -> None:
    wait_at_the_door(monkeypatch, is_there=False)
    assert rounds(Pace(), 3, 0.01) == [BATCH] * 3
    assert rests == []


def test_while_reports_wait_a_batch_becomes_as_small_as_the_writer_may_be_held(
    monkeypatch: pytest.MonkeyPatch, rests: list[float]
) -> None:
    wait_at_the_door(monkeypatch, is_there=True)
    sizes = rounds(Pace(), 4, 0.001)
    assert sizes == [BATCH, 50, 50, 50]
    assert rests == pytest.approx([0.5, 0.1, 0.1, 0.1])


def test_however_slow_the_disk_is_some_facts_are_taken(monkeypatch: pytest.MonkeyPatch, rests: list[float]) -> None:
    wait_at_the_door(monkeypatch, is_there=True)
    assert rounds(Pace(), 3, 0.1) == [BATCH, 25, 25]


def test_batches_grow_again_when_facts_become_quick(monkeypatch: pytest.MonkeyPatch, rests: list[float]) -> None:
    wait_at_the_door(monkeypatch, is_there=True)
    own = Pace()
    rounds(own, 2, 0.1)
    sizes = rounds(own, 12, 0.00001)
    assert sizes == sorted(sizes)
    assert sizes[-1] == BATCH


def test_when_the_last_one_was_let_in_the_next_round_is_large(
    monkeypatch: pytest.MonkeyPatch, rests: list[float]
) -> None:
    wait_at_the_door(monkeypatch, is_there=True)
    own = Pace()
    rounds(own, 2, 0.1)
    wait_at_the_door(monkeypatch, is_there=False)
    assert own.batch() == BATCH
