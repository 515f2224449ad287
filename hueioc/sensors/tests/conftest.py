"""An empty place for readings, which no transaction of a test rolls back on SQLite."""

from collections.abc import Iterator
from typing import Any

import pytest

from hueioc.sensors.commands.keeping.numbering import forget_numbers
from hueioc.sensors.storage import TABLES, writing
from hueioc.sensors.tests.people import KEY


@pytest.fixture
def readings(city: None, settings: Any, tmp_path: Any) -> Iterator[None]:
    """Nothing is kept yet; files go where the test's own are."""
    settings.READINGS_KEYS = {"gauge": KEY}
    settings.SHARED = tmp_path
    _empty()
    yield
    _empty()


def _empty() -> None:
    with writing() as session:
        for table in TABLES:
            session.run(f"DELETE FROM {table}")
    forget_numbers()
