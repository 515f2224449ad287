"""Receiving together and laying down: nothing is lost, nothing is received twice, whenever the database goes away."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError

from hueioc.cases.commands import Arrival, Kept, receive_kept, receive_together, receiving
from hueioc.cases.commands.spooling import Laid
from hueioc.cases.models import Case
from hueioc.cases.queries import number_of_token
from hueioc.cases.queries.laid_down import spool
from hueioc.lib import clock
from hueioc.lib.refusals import Invalid
from hueioc.lib.together import Busy
from hueioc.people.rules import ANYONE
from tests.cast import report


@pytest.fixture(autouse=True)
def _own_spool(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path, city: None) -> Iterator[None]:
    # The test stands in a transaction on this very connection.
    monkeypatch.setattr(receiving, "connection", SimpleNamespace(close=lambda: None))
    monkeypatch.setattr(receiving, "close_old_connections", lambda: None)
    settings.SPOOL, settings.SPOOL_BYTES = tmp_path / "spool", 100_000
    spool.cache_clear()
    yield
    spool.cache_clear()


def arrivals(many: int, **changes: object) -> list[Arrival]:
    return [Arrival(report(**changes), ANYONE, lambda case: case.code.encode()) for _ in range(many)]


def away(monkeypatch: pytest.MonkeyPatch, *, after_saving: bool) -> None:
    """The database goes away before a batch is saved, or while the answer to its commit is on the way."""
    real: Callable[[Sequence[Laid]], list[Case | None]] = receiving._opened

    def broken(given: Sequence[Laid]) -> list[Case | None]:
        if after_saving:
            real(given)
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(receiving, "_opened", broken)


@pytest.mark.parametrize("after_saving", [False, True])
def test_what_nobody_knows_to_be_saved_is_received_once(monkeypatch: pytest.MonkeyPatch, after_saving: bool) -> None:
    with monkeypatch.context() as patch:
        away(patch, after_saving=after_saving)
        told = receive_together(arrivals(3))
    assert all(isinstance(one, Kept) for one in told)
    assert Case.objects.count() == (3 if after_saving else 0)
    assert receive_kept() == 3
    assert Case.objects.count() == 3
    assert receive_kept() == 0
    numbers = {number_of_token(one.token) for one in told if isinstance(one, Kept)}
    assert numbers == set(Case.objects.values_list("code", flat=True))


def test_an_answer_that_cannot_be_made_any_more_becomes_a_token() -> None:
    def fails(case: Case) -> bytes:
        raise OperationalError("away")

    [told] = receive_together([Arrival(report(), ANYONE, fails)])
    assert isinstance(told, Kept)
    assert number_of_token(told.token) == Case.objects.get().code


def test_one_that_cannot_be_right_is_refused_while_its_neighbours_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    away(monkeypatch, after_saving=False)
    told = receive_together([*arrivals(1), *arrivals(1, description=" "), *arrivals(1)])
    assert [type(one) for one in told] == [Kept, Invalid, Kept]


def test_a_full_spool_turns_everybody_away(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SPOOL_BYTES = 10
    spool.cache_clear()
    away(monkeypatch, after_saving=False)
    assert [type(one) for one in receive_together(arrivals(2))] == [Busy, Busy]


def test_the_hour_of_a_report_is_that_of_its_acceptance(monkeypatch: pytest.MonkeyPatch) -> None:
    accepted = clock.now() - timedelta(hours=3)
    with monkeypatch.context() as patch, clock.at(accepted):
        away(patch, after_saving=False)
        receive_together(arrivals(1))
    receive_kept()
    assert Case.objects.get().opened_at == accepted
