"""Fixtures of the journal's tests."""

from collections.abc import Callable, Iterator

import pytest

from hueioc.journal import registry
from hueioc.journal.follower import Follower
from hueioc.journal.tests import demo

Install = Callable[..., None]


@pytest.fixture
def demo_table(transactional_db: None) -> Iterator[None]:
    """The table the demo followers write, in a database with real transactions."""
    demo.create_table()
    yield
    demo.drop_table()


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Makes followers the only ones of the installation."""

    def only(*followers: Follower) -> None:
        monkeypatch.setattr(registry, "_installed", lambda: followers)

    return only
