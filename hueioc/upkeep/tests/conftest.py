"""A city in which the background work is done, for tests that look at the page of its health."""

from collections.abc import Iterator

import pytest
from django.db import connection

from hueioc.config.worker import Turn


@pytest.fixture
def somebody_works(db: None) -> Iterator[None]:
    """The place of the worker is taken, as in a healthy city."""
    if connection.vendor != "postgresql":
        yield
        return
    turn = Turn()
    assert turn.take()
    assert turn.is_ours()
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")
    assert not turn.is_ours()
